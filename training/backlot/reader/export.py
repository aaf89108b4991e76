"""The graph that ships: several readers in one, with small weights."""
import numpy as np
import onnx
import torch
from onnx import TensorProto, helper, numpy_helper
from torch import nn


class Table(nn.Module):
    """Word vectors in 8 bits, each with its own scale."""

    def __init__(self, vectors):
        super().__init__()
        scale = vectors.abs().amax(1, keepdim=True).clamp(min=1e-6) / 127
        self.register_buffer("levels", torch.round(vectors / scale).to(torch.int8))
        self.register_buffer("scale", scale)

    def forward(self, ids):
        return self.levels[ids].float() * self.scale[ids]


class Exported(nn.Module):
    """The graph that ships: several readers, each with one table of word vectors; the mean of their probabilities."""

    def __init__(self, readers):
        super().__init__()
        self.tables = nn.ModuleList(Table(reader.base + reader.delta.weight.detach()) for reader in readers)
        self.readers = nn.ModuleList(readers)

    def forward(self, ids):
        outputs = [self.probabilities(table(ids), reader) for table, reader in zip(self.tables, self.readers)]
        return tuple(sum(output) / len(outputs) for output in zip(*outputs))

    def probabilities(self, embedded, reader):
        attributes, sounds, tags = reader.classify(embedded)
        return torch.softmax(attributes, -1)[0], torch.sigmoid(sounds)[0], torch.softmax(tags, -1)[0]


def halve(path):
    """Stores large weights as float16 and casts them to float32 when the graph is loaded: half the size."""
    graph = onnx.load(path)
    initializers, casts = [], []
    for tensor in graph.graph.initializer:
        array = numpy_helper.to_array(tensor)
        if tensor.data_type != TensorProto.FLOAT or array.size < 512:
            initializers.append(tensor)
            continue
        initializers.append(numpy_helper.from_array(array.astype(np.float16), tensor.name + ".half"))
        casts.append(helper.make_node("Cast", [tensor.name + ".half"], [tensor.name], to=TensorProto.FLOAT))
    del graph.graph.initializer[:]
    graph.graph.initializer.extend(initializers)
    nodes = [*casts, *graph.graph.node]
    del graph.graph.node[:]
    graph.graph.node.extend(nodes)
    onnx.checker.check_model(graph)
    onnx.save(graph, path)


def export(readers, path):
    torch.onnx.export(
        Exported(readers), (torch.tensor([[2, 5, 6, 7]]),), str(path), opset_version=14, input_names=["ids"],
        output_names=["attributes", "sounds", "tags"], dynamic_axes={"ids": {1: "tokens"}, "tags": {0: "tokens"}},
    )
    halve(str(path))
