"""Film noir: silver tones, deep blacks, lights that bloom."""

import numpy as np

from graph import clip

# red-sensitive film: warm lights glow, skies fall dark
FILM = np.asarray([0.46, 0.42, 0.12], np.float32).reshape(1, 3, 1, 1)
SILVER = [[[[1.0]], [[0.985]], [[0.955]]]]


def style(l):
    tone = silver(l)
    curve = clip((tone - 0.045) * 1.04)
    curve = curve + (curve - curve * curve) * (curve - 0.50) * 1.8
    bloom = clip(l.blur(curve, 9) - 0.7) * 0.35
    return clip((curve + bloom) * l.graph.constant(SILVER)), l.alpha


def light(l):
    return silver(l) * l.graph.constant(SILVER) * 0.85, l.alpha


def silver(l):
    return l.graph.op("Conv", l.picture, l.graph.constant(FILM))
