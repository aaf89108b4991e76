"""A small language for writing pictures as ONNX graphs.

A `T` is a tensor of the graph being built; arithmetic on it adds nodes. Shapes
follow numpy broadcasting, and by convention

    row      [1, W]     a value for each column (depends on x only)
    column   [H, 1]     a value for each row (depends on y only)
    image    [H, W]     a value for each pixel
    colour   [3, 1, 1]  one sRGB colour       picture  [3, H, W]
    scalar   [1, 1]

Only standard operators that run on every execution provider are used. Equal
expressions become one node, so helpers may recompute freely.
"""

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

OPSET = 17


class Graph:
    def __init__(self, name):
        self.name = name
        self.nodes, self.inputs, self.outputs, self.constants, self.shapes = [], [], [], {}, {}
        self.known, self.made, self.count = {}, {}, 0

    def input(self, name, shape, kind=TensorProto.FLOAT):
        self.inputs.append(helper.make_tensor_value_info(name, kind, shape))
        return T(self, name)

    def output(self, name, tensor, shape):
        self.nodes.append(helper.make_node("Identity", [tensor.name], [name]))
        self.outputs.append(helper.make_tensor_value_info(name, TensorProto.FLOAT, shape))

    def constant(self, value):
        array = np.asarray(value)
        if array.dtype in (np.float64, np.float16):
            array = array.astype(np.float32)
        key = (array.dtype.str, array.shape, array.tobytes())
        if key not in self.constants:
            name = f"c{len(self.constants)}"
            self.constants[key] = numpy_helper.from_array(array, name)
        return T(self, self.constants[key].name)

    def op(self, kind, *inputs, **attributes):
        names = [self.wrap(i).name if i is not None else "" for i in inputs]
        key = (kind, tuple(names), tuple(sorted((k, str(v)) for k, v in attributes.items())))
        if key not in self.known:
            self.count += 1
            name = f"t{self.count}"
            self.made[name] = helper.make_node(kind, names, [name], **attributes)
            self.nodes.append(self.made[name])
            self.known[key] = name
        return T(self, self.known[key])

    def shaped(self, tensor, shape):
        """Tells the runtime a tensor's shape, in numbers and names, where it cannot be derived. Thousands
        of nodes of unknown shape make a session slow to open."""
        self.shapes[tensor.name] = helper.make_tensor_value_info(tensor.name, TensorProto.FLOAT, shape)
        return tensor

    def wrap(self, value):
        return value if isinstance(value, T) else self.constant(np.asarray(value, dtype=np.float32))

    def model(self):
        nodes = self.live_nodes()
        made = {name for node in nodes for name in node.output}
        graph = helper.make_graph(
            nodes, self.name, self.inputs, self.outputs, list(self.constants.values()),
            value_info=[info for name, info in self.shapes.items() if name in made],
        )
        model = helper.make_model(
            graph, opset_imports=[helper.make_opsetid("", OPSET)], producer_name="understudy-backlot"
        )
        model.ir_version = 8
        onnx.checker.check_model(model)
        return model

    def live_nodes(self):
        """The nodes that an output needs: what a scene computed and left unused is dropped."""
        needed = {o.name for o in self.outputs}
        kept = []
        for node in reversed(self.nodes):
            if any(o in needed for o in node.output):
                kept.append(node)
                needed.update(node.input)
        self.constants = {k: v for k, v in self.constants.items() if v.name in needed}
        return kept[::-1]


class T:
    """A tensor of a graph."""

    __slots__ = ("graph", "name")
    __array_priority__ = 100

    def __init__(self, graph, name):
        self.graph, self.name = graph, name

    def __add__(self, o): return self.graph.op("Add", self, o)
    def __radd__(self, o): return self.graph.op("Add", o, self)
    def __sub__(self, o): return self.graph.op("Sub", self, o)
    def __rsub__(self, o): return self.graph.op("Sub", o, self)
    def __mul__(self, o): return self.graph.op("Mul", self, o)
    def __rmul__(self, o): return self.graph.op("Mul", o, self)
    def __truediv__(self, o): return self.graph.op("Div", self, o)
    def __rtruediv__(self, o): return self.graph.op("Div", o, self)
    def __neg__(self): return self.graph.op("Neg", self)
    def __matmul__(self, o): return self.graph.op("MatMul", self, o)

    def __pow__(self, n):
        if n == 2:
            return self * self
        return self.graph.op("Pow", self, float(n))

    @property
    def t(self):
        """Transposed (two axes)."""
        return self.graph.op("Transpose", self, perm=[1, 0])

    def part(self, starts, ends, axes):
        """A slice: `part([0, 0], [h, w], [0, 1])`."""
        i64 = lambda v: self.graph.constant(np.asarray(v, dtype=np.int64))
        return self.graph.op("Slice", self, i64(starts), i64(ends), i64(axes))

    def reshape(self, *shape):
        return self.graph.op("Reshape", self, self.graph.constant(np.asarray(shape, dtype=np.int64)))


def _graph_of(*values):
    return next(v.graph for v in values if isinstance(v, T))


def _unary(kind):
    def apply(a):
        return a.graph.op(kind, a)

    apply.__doc__ = f"ONNX {kind}, element by element."
    return apply


exp, sin, cos, sqrt = _unary("Exp"), _unary("Sin"), _unary("Cos"), _unary("Sqrt")
absolute, floor, log = _unary("Abs"), _unary("Floor"), _unary("Log")


def maximum(a, b): return _graph_of(a, b).op("Max", a, b)
def minimum(a, b): return _graph_of(a, b).op("Min", a, b)


def clip(a, low=0.0, high=1.0):
    return a.graph.op("Clip", a, float(low), float(high))


def fract(a):
    """Fractional part. Discontinuous: hide the jump where providers may differ by 1e-7."""
    return a - floor(a)


def mix(a, b, t):
    """a where t = 0, b where t = 1."""
    return a + (b - a) * t


def smoothstep(low, high, a):
    """0 below `low`, 1 above `high`, smooth between (low < high, or swapped for a falling edge)."""
    t = clip((a - low) / (high - low))
    return t * t * (3.0 - 2.0 * t)


def bell(d, width):
    """exp(-(d/width)^2)."""
    q = d / width
    return exp(-(q * q))


def concat(tensors, axis=0):
    return _graph_of(*tensors).op("Concat", *tensors, axis=axis)


def pick(weights, values):
    """Weighted sum of constant rows: one-hot `weights` [n] chooses a colour or number of `values`
    [n, 3] -> colour, [n] -> scalar."""
    table = np.asarray(values, dtype=np.float32)
    chosen = weights.reshape(1, -1) @ weights.graph.constant(table.reshape(len(table), -1))
    return chosen.reshape(3, 1, 1) if table.ndim == 2 else chosen.reshape(1, 1)


def luminance(picture):
    """[3, ...] -> [...]: Rec. 709 weights on the sRGB values."""
    w = picture.graph.constant(np.asarray([0.2126, 0.7152, 0.0722], np.float32).reshape(3, 1, 1))
    return total(picture * w, 0)


def total(a, axis, keep=False):
    axes = a.graph.constant(np.asarray([axis], np.int64))
    return a.graph.op("ReduceSum", a, axes, keepdims=int(keep))
