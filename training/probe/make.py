"""Makes assets/probe/probe.onnx, the tiny graph that doctor and the provider
choice run on every execution provider.

It has the operators that painters and diffusion packs live on: convolution,
resize, sigmoid, tanh and a reduction. There is no Sin: graphics drivers may be off
by 2^-11 in it (Vulkan's specification, "Precision of GLSL.std.450 Instructions"), and
this graph has to tell a driver that computes wrongly. Convolutions share one
weight, so the file is small while the work is large enough for the launch cost
of a GPU not to decide who is faster.

Input  x    float32 [1, 16, height, width]   (both even)
Output mean float32 [1, 16, 1, 1] and y float32 [1, 16, height, width]

Run: /usr/bin/python3 training/probe/make.py   (needs onnx and numpy)
"""

from pathlib import Path

import numpy as np
from onnx import TensorProto, checker, helper, numpy_helper, save

CHANNELS = 16
CONVOLUTIONS = 6


def build():
    generator = np.random.Generator(np.random.PCG64(20))
    scale = 0.5 / np.sqrt(CHANNELS * 9)
    weight = (generator.standard_normal((CHANNELS, CHANNELS, 3, 3)) * scale).astype(np.float32)
    initializers = [
        numpy_helper.from_array(weight, "weight"),
        numpy_helper.from_array(np.array([1, 1, 0.5, 0.5], np.float32), "half"),
        numpy_helper.from_array(np.array([1, 1, 2, 2], np.float32), "double"),
    ]
    nodes = []
    current = "x"
    for i in range(CONVOLUTIONS):
        nodes.append(helper.make_node("Conv", [current, "weight"], [f"conv{i}"], pads=[1, 1, 1, 1]))
        nodes.append(helper.make_node("Sigmoid", [f"conv{i}"], [f"gate{i}"]))
        nodes.append(helper.make_node("Mul", [f"conv{i}", f"gate{i}"], [f"silu{i}"]))
        nodes.append(helper.make_node("Add", [current, f"silu{i}"], [f"sum{i}"]))
        current = f"sum{i}"
    resize = dict(mode="linear", coordinate_transformation_mode="half_pixel")
    nodes += [
        helper.make_node("Resize", [current, "", "half"], ["small"], **resize),
        helper.make_node("Resize", ["small", "", "double"], ["smooth"], **resize),
        helper.make_node("Tanh", ["smooth"], ["y"]),
        helper.make_node("ReduceMean", ["y"], ["mean"], axes=[2, 3], keepdims=1),
    ]
    dims = [1, CHANNELS, "height", "width"]
    graph = helper.make_graph(
        nodes,
        "probe",
        [helper.make_tensor_value_info("x", TensorProto.FLOAT, dims)],
        [
            helper.make_tensor_value_info("mean", TensorProto.FLOAT, [1, CHANNELS, 1, 1]),
            helper.make_tensor_value_info("y", TensorProto.FLOAT, dims),
        ],
        initializers,
    )
    model = helper.make_model(
        graph, opset_imports=[helper.make_opsetid("", 17)], producer_name="understudy-probe"
    )
    model.ir_version = 8
    checker.check_model(model, full_check=True)
    return model


if __name__ == "__main__":
    target = Path(__file__).resolve().parents[2] / "assets" / "probe" / "probe.onnx"
    target.parent.mkdir(parents=True, exist_ok=True)
    save(build(), str(target))
    print(f"{target.name}: {target.stat().st_size} bytes")
