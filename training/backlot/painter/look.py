"""A look: a graph that restyles a plate's layers. Layers never change from frame to frame, so a look
that is applied to them once is stable in motion."""

from graph import Graph
from noise import BANK, COLUMNS, ROWS, Noise

LOOKS = ["realistic", "watercolour", "anime", "oil", "ink", "noir"]


class LookScene:
    """picture [L, 3, H, W] straight colour, alpha [L, 1, H, W]; x, y, px, noise as in scene.Scene."""

    def __init__(self, name):
        self.graph = g = Graph(name)
        self.layers = g.input("layers", ["L", 4, "H", "W"])
        self.x = g.input("x", [1, "W"])
        self.y = g.input("y", ["H", 1])
        self.px = g.input("px", [1, 1])
        self.noise = Noise(g, g.input("noise", [BANK, ROWS, COLUMNS]))
        self.picture = self.layers.part([0], [3], [1])
        self.alpha = self.layers.part([3], [4], [1])

    def finish(self, picture, alpha):
        self.graph.output("styled", self.graph.op("Concat", picture, alpha, axis=1), ["L", 4, "H", "W"])
