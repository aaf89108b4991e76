"""A look: graphs that restyle a plate's layers, one layer a run. Layers never change from frame to
frame, so a look that is applied to them once is stable in motion. `style` is for layers that cover,
`light` for those that add light."""

import numpy as np

from graph import Graph, clip, exp
from noise import BANK, COLUMNS, ROWS, Noise

LOOKS = ["realistic", "watercolour", "anime", "oil", "ink", "noir"]


class LookScene:
    """picture [1, 3, H, W] straight colour, alpha [1, 1, H, W]; x, y, px, noise as in scene.Scene."""

    def __init__(self, name):
        self.graph = g = Graph(name)
        layer = g.input("layer", [1, 4, "H", "W"])
        self.x = g.input("x", [1, "W"])
        self.y = g.input("y", ["H", 1])
        self.px = g.input("px", [1, 1])
        self.noise = Noise(g, g.input("noise", [BANK, ROWS, COLUMNS]))
        self.picture = clip(layer.part([0], [3], [1]))
        self.alpha = layer.part([3], [4], [1])

    def finish(self, picture, alpha):
        self.graph.output("styled", self.graph.op("Concat", picture, alpha, axis=1), [1, 4, "H", "W"])

    # -- tools ------------------------------------------------------------------

    def luminance(self, picture):
        """[L, 3, H, W] -> [L, 1, H, W], Rec. 709 weights, as a 1x1 convolution."""
        weights = np.asarray([0.2126, 0.7152, 0.0722], np.float32).reshape(1, 3, 1, 1)
        return self.graph.op("Conv", picture, self.graph.constant(weights))

    def blur(self, planes, radius):
        """Mean over a square of 2 radius + 1 pixels, edges from what is there."""
        for kernel, pads in (
            ([2 * radius + 1, 1], [radius, 0, radius, 0]),
            ([1, 2 * radius + 1], [0, radius, 0, radius]),
        ):
            planes = self.graph.op(
                "AveragePool", planes, kernel_shape=kernel, pads=pads, count_include_pad=0
            )
        return planes

    def pad(self, planes, size):
        """Repeats the border pixels `size` times on every side."""
        pads = self.graph.constant(np.asarray([0, 0, size, size, 0, 0, size, size], np.int64))
        return self.graph.op("Pad", planes, pads, mode="edge")

    def shifted(self, padded, size, dx, dy):
        """What `pad(planes, size)` shows dx pixels to the right and dy below."""
        top, left = size + dy, size + dx
        bottom, right = -(size - dy) or 2**31, -(size - dx) or 2**31
        return padded.part([top, left], [bottom, right], [2, 3])

    def kuwahara(self, picture, radius, sharpness=60.0):
        """Kuwahara's edge-keeping smoothing (1976), with soft weights (Papari et al. 2007): each pixel
        takes the mean of those of its four neighbouring squares that vary least. Paint-like areas.

        Computed at half size (`radius` counts full pixels), where it costs a quarter: what it keeps
        is coarser than a pixel anyway, and a layer's outline is in its alpha."""
        half = self.graph.op("AveragePool", picture, kernel_shape=[2, 2], strides=[2, 2], ceil_mode=1)
        radius = max(1, round(radius / 2))
        tone = self.luminance(half)
        stack = self.graph.op("Concat", half, tone * tone, axis=1)
        mean = self.pad(self.blur(stack, radius), radius)
        total, norm = None, None
        for dx, dy in ((-1, -1), (1, -1), (-1, 1), (1, 1)):
            square = self.shifted(mean, radius, dx * radius, dy * radius)
            colours, square_tone = square.part([0], [3], [1]), square.part([3], [4], [1])
            average = self.luminance(colours)
            deviation = clip(square_tone - average * average, 1e-6, 1.0) ** 0.5
            weight = exp(deviation * -sharpness)
            total = colours * weight if total is None else total + colours * weight
            norm = weight if norm is None else norm + weight
        return self.resized(total / (norm + 1e-9), like=picture)

    def resized(self, planes, like):
        """Linear interpolation to the size of another tensor."""
        op, i64 = self.graph.op, lambda *v: self.graph.constant(np.asarray(v, np.int64))
        channels = op("Slice", op("Shape", planes), i64(0), i64(2), i64(0))
        size = op("Slice", op("Shape", like), i64(2), i64(4), i64(0))
        sizes = op("Concat", channels, size, axis=0)
        return op("Resize", planes, None, None, sizes, mode="linear", coordinate_transformation_mode="half_pixel")

    def saturate(self, picture, amount):
        """Moves colours away from (> 1) or towards (< 1) their grey."""
        grey = self.luminance(picture)
        return clip(grey + (picture - grey) * amount)

    def edges(self, planes, radius=1):
        """How much a plane differs from its surroundings: positive where it is darker."""
        return self.blur(planes, radius) - planes
