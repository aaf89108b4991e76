"""Small buildings of the country: fences, a log cabin."""

from graph import absolute, clip, exp, maximum, mix, sin
from light import Palette, glow
from scene import Scene


def fence(s: Scene, p: Palette, base, picture, light, there, height=0.045, snow=0.0):
    """A post-and-rail fence along `base` (row of y) on `picture`: (picture, alpha).

    there: scalar 0 or 1; snow: scalar, how much lies on it."""
    gap = height * 1.7
    inside, lean, tall = s.noise.cells(s.x * (1.0 / gap) + s.rnd(0, 60), count=2)
    up = base - s.y
    rise = up - height * (0.9 + 0.2 * tall)
    across = (inside - 0.5) * gap - up * (lean - 0.5) * 0.3
    post = s.edge(height * 0.062 - absolute(across)) * s.edge(-rise) * s.edge(up + 0.004)
    sag = (inside - 0.5) * (inside - 0.5) * height * 0.13
    rails = [up - height * at + sag for at in (0.78, 0.42)]
    alpha = post
    cap = s.edge(rise + height * 0.14) * post
    for rail in rails:
        alpha = maximum(alpha, s.edge(height * 0.036 - absolute(rail)))
        cap = maximum(cap, s.edge(height * 0.020 - absolute(rail - height * 0.026)))
    wood = p.lit(s.colour(0.34, 0.27, 0.20), clip(0.5 + (inside - 0.5) * light))
    wood = mix(wood, p.lit(s.colour(0.92, 0.94, 0.98), 0.7), clip(cap * snow))
    alpha = clip(alpha) * there
    return mix(picture, wood, alpha), alpha


def cabin(s: Scene, p: Palette, cx, foot, size, picture, light, there, cover=1.0):
    """A log cabin: (picture with it, its alpha, additive light of its window).

    cx, foot: middle of its foot; size: its height without the roof is half of it; there: 0 or 1;
    cover: scalar, how much snow lies on the roof."""
    x, up = (s.x - cx) / size, (foot - s.y) / size
    k = s.px / size
    over = lambda distance: clip(distance / k + 0.5)
    box = lambda x0, x1, y0, y1: over(x - x0) * over(x1 - x) * over(up - y0) * over(y1 - up)
    logs = sin(up * 62.0) * 0.5 + 0.5
    pile = 0.10 * s.noise.line(s.x, 22.0, 3)  # snow has drifted against the walls
    wall = box(-0.55, 0.55, -0.1, 0.52) * clip((up - pile) / k)
    gable = clip((0.52 + (0.58 - absolute(x)) * 0.62 - up) / k + 0.5) * clip((up - 0.50) / k)
    roof_line = 0.52 + (0.62 - absolute(x)) * 0.62
    roof = over(roof_line + 0.085 - up) * over(up - roof_line + 0.02) * over(0.72 - absolute(x))
    chimney = box(0.24, 0.38, 0.60, 1.06)
    cap = box(0.22, 0.40, 1.04, 1.12)
    door = box(-0.34, -0.12, 0.0, 0.36) * wall
    window = box(0.08, 0.36, 0.16, 0.40)
    cross = over(0.012 - absolute(x - 0.22)) + over(0.012 - absolute(up - 0.28))
    timber = p.lit(s.colour(0.36, 0.24, 0.15) * (0.65 + 0.45 * logs), clip(0.35 + x * light * 0.3))
    white = p.lit(s.colour(0.92, 0.94, 0.98), clip(0.6 + x * light * 0.3))
    roofing = mix(p.lit(s.colour(0.44, 0.20, 0.15), clip(0.55 + x * light * 0.3)), white, cover)
    stone = p.lit(s.colour(0.40, 0.37, 0.35), 0.5)
    dark = clip(1.0 - p.exposure * 0.9 + p.overcast * 0.35)
    glass = mix(p.lit(s.colour(0.20, 0.25, 0.30), 0.5), s.colour(1.0, 0.74, 0.36), clip(dark + 0.25))
    body = picture
    parts = [(chimney, stone), (cap, roofing), (wall, timber), (gable, timber)]
    parts += [(roof, roofing), (door, timber * 0.55), (window, glass)]
    for part, colour in parts:
        body = mix(body, colour, part * there)
    body = mix(body, timber * 0.5, clip(cross) * window * there)
    shape = clip(wall + gable + roof + chimney + cap) * there
    spill = exp(-absolute(x - 0.22) * 3.2) * exp(-absolute(up + 0.12) * 7.0) * 0.30 * clip(-up * 6.0 + 0.5)
    halo = glow(s, cx + 0.22 * size, foot - 0.28 * size, size * 0.33) * 0.5
    warm = s.colour(1.0, 0.62, 0.26) * (window * (1.0 - clip(cross)) * 0.55 + halo + spill) * (there * dark)
    return body, shape, warm
