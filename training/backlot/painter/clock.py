"""A round station clock."""

from crop import Crop
from graph import absolute, bell, clip, cos, fract, maximum, minimum, mix, sin, sqrt
from scene import Scene


def hanging_clock(s: Scene, p, vx, vy, side, on):
    """(picture, alpha, light): a round clock on a rod."""
    z = s.rnd(2.2, 3.2)
    x, y, r = vx - side * minimum(s.rnd(0.15, 0.65) / z, s.aspect * 0.16), vy - s.rnd(0.85, 1.15) / z, s.rnd(0.20, 0.27) / z
    s = Crop(s, x - r * 4.5, x + r * 4.5, y - 2.0 / z, y + r * 4.5)
    dx, dy = s.x - x, s.y - y
    d = sqrt(dx * dx + dy * dy + 1e-7)
    rod = s.edge(0.02 / z - absolute(dx), 1.2) * s.edge(y - s.y) * s.edge(s.y - y + 2.0 / z)
    rim, dial = s.edge(r * 1.14 - d), s.edge(r - d)
    angle = s.graph.op("Acos", clip(dx / d, -0.9999, 0.9999)) * (6.0 / 3.14159)
    ticks = clip((0.018 - absolute(fract(angle + 0.5) - 0.5) * 0.52 * (d / r)) * r / s.px + 0.5) * s.edge(d - r * 0.80) * s.edge(r * 0.94 - d)

    def hand(turn, length, thick):
        c, n = cos(turn), sin(turn)
        forward, aside = dx * c + dy * n, absolute(dx * n - dy * c)
        return s.edge(thick - aside) * s.edge(length - forward) * s.edge(forward + length * 0.2)

    hands = maximum(hand(s.rnd(0.0, 6.28), r * 0.52, r * 0.055), hand(s.rnd(0.0, 6.28), r * 0.80, r * 0.035))
    white = p.lit(s.colour(0.90, 0.88, 0.82), 0.55) + s.colour(0.55, 0.50, 0.40) * on * 0.5
    black = p.lit(s.colour(0.07, 0.07, 0.08), 0.3)
    picture = mix(black, mix(white, black, maximum(ticks, hands)), dial)
    glow = bell(d, r * 2.2) * (1.0 - maximum(ticks, hands) * dial) * 0.26 * on
    return s.whole_picture(picture), s.whole(maximum(rod, rim)), s.whole_picture(s.colour(1.0, 0.90, 0.68) * glow)
