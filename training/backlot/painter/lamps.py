"""Lamps: many glows for the price of three matrix products, and the colours that lamps have."""

import numpy as np

from graph import bell, clip, concat, mix, smoothstep
from scene import Scene

# widths and weights of the Gaussians that together fall off like light in hazy air
FALLOFF = ((0.16, 1.0), (0.45, 0.42), (1.0, 0.16), (2.4, 0.05))


class Glows:
    """Round glows, summed. Each is a sum of separable Gaussians, so that any number of them is one
    product [3 H, n] x [n, W]."""

    def __init__(self, s: Scene):
        self.s, self.columns, self.rows = s, [], []

    def add(self, x, y, radius, colour, strength=1.0, tall=1.0, falloff=FALLOFF):
        """A glow at (x, y) (scalars), `radius` frame units wide, `tall` times as high; colour [3,1,1]."""
        s = self.s
        for width, weight in falloff:
            self.rows.append(bell(s.x - x, radius * width))  # [1, W]
            column = bell(s.y - y, radius * (width * tall)) * (weight * s.graph.wrap(strength))
            self.columns.append((colour * column).reshape(-1, 1))  # [3 H, 1]

    def picture(self):
        """Sum of all glows: additive picture [3, H, W]."""
        flat = concat(self.columns, axis=1) @ concat(self.rows, axis=0)
        # rows of the three channels lie one below the other
        height = self.s.graph.op("Shape", self.s.y, start=0, end=1)
        width = self.s.graph.op("Shape", self.s.x, start=1, end=2)
        three = self.s.graph.constant(np.asarray([3], np.int64))
        shape = self.s.graph.op("Concat", three, height, width, axis=0)
        return clip(self.s.graph.op("Reshape", flat, shape))


def lamp_colour(s: Scene, hue):
    """Colour of a lamp by hue 0..1: from amber over warm white to cold white (0.9) and teal (1)."""
    warm = mix(s.colour(1.0, 0.60, 0.24), s.colour(1.0, 0.84, 0.58), smoothstep(0.0, 0.62, hue))
    return mix(warm, s.colour(0.72, 0.90, 1.0), smoothstep(0.62, 1.0, hue))


def neon_colour(s: Scene, hue):
    """A saturated sign's colour by hue 0..1 (row or image): pink, red, amber, green, cyan, violet."""
    stops = [(1.0, 0.16, 0.52), (1.0, 0.18, 0.14), (1.0, 0.62, 0.12), (0.16, 1.0, 0.55), (0.12, 0.80, 1.0), (0.55, 0.28, 1.0)]
    result = s.colour(*stops[0])
    for k, stop in enumerate(stops[1:]):
        at = (k + 0.5) / len(stops) * 1.09
        result = mix(result, s.colour(*stop), smoothstep(at, at + 0.05, hue))
    return result
