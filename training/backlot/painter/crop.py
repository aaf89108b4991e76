"""Painting a part of the picture only: a scene cut to a rectangle, whose images are padded back with zeros.

Small detailed things (a sofa, what a window shows) cost only the pixels around them."""


import numpy as np

from graph import T, floor
from scene import Scene


class Crop(Scene):
    """A scene like `s`, with x and y cut to the rectangle x0..x1, y0..y1 (scalars, frame units; no x0 and
    x1: the full width). It shares the graph, the attributes and the noise; layers belong to the whole
    scene."""

    def __init__(self, s: Scene, x0, x1, y0, y1):
        self.__dict__.update(s.__dict__)
        none = s.graph.constant(np.asarray([0], np.int64))
        self.left, self.right = none, none
        if x0 is not None:
            across = Cut(s, s.x, 1, x0, x1)
            self.left, self.right = across.first, across.rest
            self.x = s.graph.shaped(across.part(s.x), [1, f"W{len(s.graph.nodes)}"])
        self.down = Cut(s, s.y, 0, y0, y1)
        self.y = s.graph.shaped(self.down.part(s.y), [f"H{len(s.graph.nodes)}", 1])
        self.zeros = self.x * 0.0 + self.y * 0.0

    def whole(self, image: T) -> T:
        """An image [h, w] or picture [3, h, w] of the crop at its place in the whole scene, 0 around it."""
        image = image + self.zeros
        return self._pad(image, ["H", "W"], [self.down.first, self.left, self.down.rest, self.right])

    def whole_picture(self, picture: T) -> T:
        zero = self.graph.constant(np.asarray([0], np.int64))
        ends = [zero, self.down.first, self.left, zero, self.down.rest, self.right]
        return self._pad(picture + self.zeros, [3, "H", "W"], ends)

    def _pad(self, data, shape, ends):
        padded = self.graph.op("Pad", data, self.graph.op("Concat", *ends, axis=0))
        return self.graph.shaped(padded, shape)


class Cut:
    """Pixels `first` to `last` of an axis, at least two of them, as int64 vectors of one element."""

    def __init__(self, s: Scene, line: T, axis, low, high):
        g, self.axis = s.graph, axis
        i64 = lambda v: g.constant(np.asarray(v, np.int64))
        size = g.op("Slice", g.op("Shape", line), i64([axis]), i64([axis + 1]), i64([0]))
        count = g.op("Cast", size, to=1).reshape(1, 1)
        origin = g.op("ReduceMin", line, axes=[0, 1], keepdims=1)
        at = lambda v, least, most: g.op("Min", g.op("Max", floor((v - origin) / s.px), least), most)
        first = at(s.graph.wrap(low), s.graph.wrap(0.0), count - 2.0)
        last = g.op("Max", at(s.graph.wrap(high) + s.px, s.graph.wrap(2.0), count), first + 2.0)
        self.first, self.last = (g.op("Cast", v.reshape(1), to=7) for v in (first, last))
        self.rest = g.op("Sub", size, self.last)
        self.axes = i64([axis])

    def part(self, line: T) -> T:
        return line.graph.op("Slice", line, self.first, self.last, self.axes)
