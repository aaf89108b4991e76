"""Writes a PyTorch module as ONNX, as the exporters of diffusers and optimum name and type things."""

import io
import os
import warnings

import numpy as np
import onnx
import torch
from onnx import TensorProto, helper, numpy_helper

DTYPES = {"f32": torch.float32, "f16": torch.float16, "i32": torch.int32, "i64": torch.int64}


def write(path, data):
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(path.name + ".tmp")
    with open(temporary, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    temporary.replace(path)


def export(module, inputs, outputs, axes):
    """
    ModelProto of `module`. inputs: name -> example tensor, in the order of forward's arguments;
    outputs: names; axes: name -> {axis: name of a free dimension}.
    """
    buffer = io.BytesIO()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        torch.onnx.export(
            module,
            tuple(inputs.values()),
            buffer,
            opset_version=17,
            do_constant_folding=False,
            input_names=list(inputs),
            output_names=outputs,
            dynamic_axes=axes,
        )
    model = onnx.load_model_from_string(buffer.getvalue())
    with torch.no_grad():
        results = module(*inputs.values())
    results = results if isinstance(results, tuple) else (results,)
    for value, result in zip(model.graph.output, results):  # the tracer loses some dimensions of outputs
        for axis, dim in enumerate(value.type.tensor_type.shape.dim):
            dim.Clear()
            if axis in axes.get(value.name, {}):
                dim.dim_param = axes[value.name][axis]
            else:
                dim.dim_value = result.shape[axis]
    _shorten(model.graph)
    onnx.checker.check_model(model)
    return model


def _shorten(graph):
    """Numbers the tensors between nodes: half of a small graph is their names."""
    fixed = {value.name for value in (*graph.input, *graph.output, *graph.initializer)}
    short = {}
    for node in graph.node:
        node.ClearField("name")
        for name in node.output:
            short[name] = name if name in fixed else f"t{len(short)}"
        node.input[:] = [short.get(name, name) for name in node.input]
        node.output[:] = [short[name] for name in node.output]


def halve(model):
    """Float16 inputs, outputs and weights, with casts to float32 inside: any provider can run it."""
    graph = model.graph
    casts, ends = [], []
    for tensor in graph.initializer:
        if tensor.data_type == TensorProto.FLOAT and len(tensor.dims) > 0:
            name = tensor.name
            half = numpy_helper.to_array(tensor).astype(np.float16)
            tensor.CopyFrom(numpy_helper.from_array(half, name + ".f16"))
            casts.append(helper.make_node("Cast", [name + ".f16"], [name], to=TensorProto.FLOAT))
    for value in graph.input:
        if value.type.tensor_type.elem_type == TensorProto.FLOAT:
            value.type.tensor_type.elem_type = TensorProto.FLOAT16
            inside = value.name + ".f32"
            for node in graph.node:
                node.input[:] = [inside if name == value.name else name for name in node.input]
            casts.append(helper.make_node("Cast", [value.name], [inside], to=TensorProto.FLOAT))
    for value in graph.output:
        if value.type.tensor_type.elem_type == TensorProto.FLOAT:
            value.type.tensor_type.elem_type = TensorProto.FLOAT16
            inside = value.name + ".f32"
            for node in graph.node:
                node.output[:] = [inside if name == value.name else name for name in node.output]
                node.input[:] = [inside if name == value.name else name for name in node.input]
            ends.append(helper.make_node("Cast", [inside], [value.name], to=TensorProto.FLOAT16))
    nodes = [*casts, *graph.node, *ends]
    del graph.node[:]
    graph.node.extend(nodes)
    onnx.checker.check_model(model)
    return model


def _behind(model, nodes, inside):
    """Puts `nodes` between the graph's last result, renamed to `inside`, and its output."""
    output = model.graph.output[0].name
    for node in model.graph.node:
        node.output[:] = [inside if name == output else name for name in node.output]
    model.graph.node.extend(nodes)


def fuse(model):
    """Ends the graph with a fused operator of onnxruntime that has no kernel for the CPU, as GPU exports have."""
    model.opset_import.add(domain="com.microsoft", version=1)
    for name, value in (("fused.gamma", 1), ("fused.beta", 0)):
        model.graph.initializer.append(numpy_helper.from_array(np.full(4, value, np.float32), name))
    group = {"domain": "com.microsoft", "groups": 2, "epsilon": 1e-5, "activation": 0}
    _behind(
        model,
        [
            helper.make_node("Transpose", ["plain"], ["last"], perm=[0, 2, 3, 1]),
            helper.make_node("GroupNorm", ["last", "fused.gamma", "fused.beta"], ["normed"], **group),
            helper.make_node("Transpose", ["normed"], [model.graph.output[0].name], perm=[0, 3, 1, 2]),
        ],
        "plain",
    )


def spoil(model):
    """Ends the graph with the square root of what is below zero: every output is NaN."""
    _behind(
        model,
        [
            helper.make_node("Abs", ["plain"], ["size"]),
            helper.make_node("Neg", ["size"], ["below"]),
            helper.make_node("Sqrt", ["below"], [model.graph.output[0].name]),
        ],
        "plain",
    )


def save(path, model, weights=None):
    """Writes the graph; with `weights`, a file name, its tensors go to that file beside it."""
    if weights:
        data = b""
        for tensor in model.graph.initializer:
            if len(tensor.raw_data) < 256:
                continue
            data += bytes(-len(data) % 64)
            raw = tensor.raw_data
            for key, value in (("location", weights), ("offset", len(data)), ("length", len(raw))):
                tensor.external_data.add(key=key, value=str(value))
            tensor.data_location = TensorProto.EXTERNAL
            tensor.ClearField("raw_data")
            data += raw
        write(path.with_name(weights), data)
    write(path, model.SerializeToString(deterministic=True))
