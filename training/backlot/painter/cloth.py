"""Cloth that hangs: stage curtains with folds, a scalloped valance."""

from graph import absolute, bell, clip, exp, fract, sin, smoothstep
from scene import Scene


def folds(s: Scene, q, count, sway=0.35):
    """Light 0..1 on folds across q (image or row, 0..1 over the cloth): rounded, uneven."""
    n = s.noise
    uneven = n.sample(q * (count * 0.45) + s.rnd(0, 60), s.y * 1.1 + s.zeros + s.rnd(0, 60), 96, 128) - 0.5
    phase = q * count + uneven * 2.4 * sway + s.rnd()
    wave = sin(phase * 6.2832) * 0.62 + sin(phase * 13.6 + 1.0) * 0.24 + uneven * 0.5
    return clip(0.5 + 0.5 * wave)


def side_curtain(s: Scene, side, width, tied, tie_y, count):
    """One curtain: (alpha, light, hem). side: -1 left, 1 right; width: how far it reaches into the frame
    at the top; tied: scalar 0..1, how much it is gathered at tie_y."""
    edge = s.aspect * 0.5 - s.x * side  # 0 at the frame's edge, grows inwards
    above, below = clip(tie_y - s.y, 0.0, 2.0), clip(s.y - tie_y, 0.0, 2.0)
    open_by = tied * width * 0.62
    reach = width - open_by * exp(-above * above * 9.0 - above * 1.2) * (1.0 - smoothstep(0.0, 0.5, below) * 0.35)
    q = (edge + 0.5) / (reach + 0.5)
    light = folds(s, q, count)
    alpha = s.edge(reach + (light - 0.5) * 0.012 - edge, 1.3)
    # cloth darkens where it is gathered
    gathered = exp(-above * above * 60.0) * exp(-below * below * 80.0) * tied
    return alpha, clip(light * (1.0 - 0.35 * gathered)), bell(reach - edge - 0.008, 0.010)


def valance(s: Scene, low, drop, pitch):
    """A row of swags along the top: (alpha, light, fringe). low: y of their highest points."""
    u = s.x / pitch + 0.5
    t = absolute(fract(u) - 0.5) * 2.0  # 1 between two swags
    sag = (1.0 - t * t) * drop
    edge = low + sag - 0.0
    # folds run parallel to the hem, deeper in the middle
    v = (s.y - low + 0.5) / (sag + 0.5)
    light = clip(0.52 + 0.32 * sin(v * 95.0 + t * 3.0) + 0.2 * sin(v * 41.0 - t * 5.0))
    light = light * (0.55 + 0.45 * (1.0 - t * t * t * t))
    alpha = s.edge(edge - s.y, 1.3)
    fringe = s.edge(edge - s.y + 0.0) * s.edge(s.y - edge + 0.016)
    return alpha, light, fringe
