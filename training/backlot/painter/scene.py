"""A scene being painted: coordinates, attributes, noise, light, and the layers so far."""

from dataclasses import dataclass

import numpy as np
from graph import Graph, T, clip, concat, luminance, maximum
from noise import BANK, COLUMNS, ROWS, Noise

TIMES = ["dawn", "day", "dusk", "night"]
WEATHERS = ["clear", "cloudy", "rain", "snow", "fog", "storm"]
SEASONS = ["spring", "summer", "autumn", "winter"]
MOODS = ["calm", "joyful", "mysterious", "dramatic", "melancholy", "romantic"]
CHANGES = ["sun-sinks", "sun-rises"]

MAX_LAYERS = 8
# layers that do not hide the sky, for the sky mask
AIRY = ("sky", "stars", "sun", "cloud", "mist", "beams", "lights")


@dataclass
class Layer:
    name: str
    role: str  # a LayerRole of contract/plate.ts
    depth: float  # 0 = at infinity ... 1 = nearest
    picture: T  # [3, H, W] or broadcastable, straight colour (not premultiplied)
    alpha: T  # [H, W] or broadcastable
    blend: str = "normal"


class Scene:
    """What a setting paints on. Frame units: see contract/plate.ts.

    x row [1, W], y column [H, 1], px scalar: frame units for one pixel, aspect scalar.
    time, weather, season, mood, change: one-hot vectors; tint: [r, g, b, strength].
    """

    def __init__(self, name):
        self.graph = g = Graph(name)
        self.name = name
        self.x = g.input("x", [1, "W"])
        self.y = g.input("y", ["H", 1])
        self.px = g.input("px", [1, 1])
        self.aspect = g.input("aspect", [1, 1])
        self.attributes = {
            "time": (g.input("time", [len(TIMES)]), TIMES),
            "weather": (g.input("weather", [len(WEATHERS)]), WEATHERS),
            "season": (g.input("season", [len(SEASONS)]), SEASONS),
            "mood": (g.input("mood", [len(MOODS)]), MOODS),
            "change": (g.input("change", [len(CHANGES)]), CHANGES),
        }
        tint = g.input("tint", [4])
        self.tint = tint.part([0], [3], [0]).reshape(3, 1, 1)
        self.tint_strength = tint.part([3], [4], [0]).reshape(1, 1)
        self.noise = Noise(g, g.input("noise", [BANK, ROWS, COLUMNS]))
        self.zeros = self.x * 0.0 + self.y * 0.0  # [H, W]
        self.layers: list[Layer] = []
        self.ground_values = None
        self.light_values = None

    def vector(self, attribute):
        """The one-hot vector of an attribute, for `graph.pick`."""
        return self.attributes[attribute][0]

    def is_(self, attribute, *words):
        """Scalar: 1 when the attribute is one of the words, else 0."""
        vector, names = self.attributes[attribute]
        result = None
        for word in words:
            i = names.index(word)
            value = vector.part([i], [i + 1], [0]).reshape(1, 1)
            result = value if result is None else result + value
        return result

    def rnd(self, low=0.0, high=1.0):
        """A random scalar of this shot."""
        return self.noise.scalar(low, high)

    def chance(self, share):
        """A random scalar of this shot: 1 with the probability `share`, else 0. Chooses variants."""
        return clip((self.rnd() - (1.0 - share)) * 1e5)

    def colour(self, r, g, b):
        return self.graph.constant(np.asarray([r, g, b], np.float32).reshape(3, 1, 1))

    def edge(self, distance, softness=1.0):
        """Anti-aliased step of a signed distance in frame units: 1 where distance > 0."""
        return clip(distance / (self.px * softness) + 0.5)

    def layer(self, name, role, depth, picture, alpha, blend="normal"):
        """Adds a layer in front of those so far; `picture` is straight colour."""
        self.layers.append(Layer(name, role, depth, picture, alpha, blend))

    def ground(self, horizon, far, near, far_height, near_height):
        """Where things can stand (scalars or numbers, frame units): see contract/plate.ts."""
        self.ground_values = (horizon, far, near, far_height, near_height)

    def light(self, x, y, colour, ambient, haze, intensity):
        """The light that actors get: see contract/plate.ts."""
        self.light_values = (x, y, colour, ambient, haze, intensity)

    # -- output -----------------------------------------------------------------

    def finish(self):
        """Declares the graph's outputs; returns the layers' card for painter.json."""
        assert 4 <= len(self.layers) <= MAX_LAYERS, f"{self.name}: {len(self.layers)} layers"
        assert self.layers[0].role == "sky" and self.ground_values and self.light_values, self.name
        g, zeros = self.graph, self.zeros
        planes, sky, water, emitters = [], None, zeros, zeros
        for layer in self.layers:
            alpha = clip(layer.alpha + zeros)
            picture = clip(layer.picture + zeros)
            planes.append(_plane(concat([picture, _plane(alpha)])))
            if layer.blend == "add":
                emitters = maximum(emitters, luminance(picture) * alpha)
                continue
            hidden = 1.0 - alpha
            water = water * hidden
            if layer.role == "sky":
                sky = zeros + 1.0
            elif layer.role not in AIRY:
                sky = sky * hidden
                emitters = emitters * hidden
            if layer.role == "water":
                water = maximum(water, alpha)
        g.output("layers", concat(planes), [len(self.layers), 4, "H", "W"])
        g.output("masks", concat([_plane(sky), _plane(water), _plane(clip(emitters))]), [3, "H", "W"])
        g.output("light", concat([self._flat(v) for v in self.light_values]), [12])
        g.output("ground", concat([self._flat(v) for v in self.ground_values]), [5])
        return [
            {"name": l.name, "role": l.role, "depth": l.depth, "blend": l.blend} for l in self.layers
        ]

    def _flat(self, value):
        return self.graph.wrap(value).reshape(-1)


def _plane(tensor):
    """Adds a leading axis of 1."""
    axes = tensor.graph.constant(np.asarray([0], np.int64))
    return tensor.graph.op("Unsqueeze", tensor, axes)
