"""A desert: dunes with sharp crests and wind ripples, or mesas and stones; a huge starry sky."""

from air import mist, stars_and_milky_way
from graph import absolute, clip, exp, floor, mix, pick, sin, smoothstep, sqrt
from land import relief, snow_cover, sun_side
from light import palette
from scatter import strew
from scene import Scene
from sky import add_clouds, add_sky, add_sun
from trees import rosette


def paint(s: Scene):
    p = palette(s)
    horizon = s.rnd(0.50, 0.66)
    rocky = s.chance(0.4)  # mesas rather than a sea of sand
    sand = mix(s.colour(0.86, 0.57, 0.31), s.colour(0.92, 0.70, 0.42), s.rnd())
    sand = mix(sand, s.colour(0.72, 0.42, 0.26), rocky * s.rnd(0.3, 0.9))
    light = sun_side(p)

    add_sky(s, p, horizon, stars=False, sun=False)
    stars_and_milky_way(s, p, horizon)
    add_sun(s, p, horizon)
    add_clouds(s, p, horizon)
    mesas(s, p, horizon, rocky, light, sand)
    amount = clip(pick(s.vector("time"), [0.5, 0.30, 0.45, 0.25]) + s.is_("weather", "fog", "storm") * 0.6)
    heat, alpha = mist(s, p, horizon + 0.01, 0.022, amount, 0.7)
    s.layer("haze", "mist", 0.2, mix(heat, p.lit(sand, 0.7), 0.25), alpha)
    dunes(s, p, "dunes", "land", 0.35, horizon + 0.035, s.rnd(0.10, 0.20), 3, sand, light, 0.28)
    dunes(s, p, "near-dune", "near", 0.75, horizon + 0.30, s.rnd(0.16, 0.34), 1, sand, light, 0.0)

    stones(s, p, s.layers[-1], horizon + 0.05, rocky, light)
    far = horizon + 0.10
    s.ground(horizon, far, 1.0, 0.58 * (far - horizon) / (1.0 - horizon), 0.58)
    s.light(p.sun_x, horizon - p.altitude, p.key, p.fill, p.haze, 1.0 - p.overcast * 0.85)


def mesas(s: Scene, p, horizon, rocky, light, sand):
    """Table mountains with strata on the horizon, or a faint range."""
    n = s.noise
    line = n.line(s.x + s.rnd(0, 30), s.rnd(1.6, 2.6), 4, 0.4)
    detail = n.line(s.x, 9.0, 5, 0.6) - 0.5
    height = s.rnd(0.12, 0.26)
    wall = smoothstep(0.54, 0.575, line + detail * 0.08)
    stump = smoothstep(0.63, 0.66, line - detail * 0.08)
    table = horizon + 0.03 - height * (wall * 0.55 + stump * 0.45 + 0.25 * line) + detail * 0.010
    range_ = horizon + 0.02 - (line - 0.3) * height * 0.6 + detail * 0.03
    crest = mix(range_, table, rocky)
    crag, texture = relief(s, 13.0, 6.0, 6, towards=light)
    strata = n.smooth(s.x, s.y, 1.2, 85.0, 48, 128)
    rock = mix(s.colour(0.48, 0.25, 0.17), s.colour(0.74, 0.48, 0.31), strata * 0.7 + texture * 0.3)
    shade = clip(0.48 + crag * 0.62 + (n.line(s.x, 5.0, 3) - 0.5) * light)
    body = p.lit(mix(sand * 0.8, rock, rocky * 0.85 + 0.15), shade)
    body = mix(body, p.haze, clip(0.36 + p.overcast * 0.15 + exp(-clip(horizon - s.y, 0.0, 1.0) * 14.0) * 0.28))
    s.layer("mesas", "far", 0.10, clip(body), s.edge(s.y - crest))


def dunes(s: Scene, p, name, role, depth, top, height, count, sand, light, haze):
    """Dunes behind each other. A sharp edge wanders down from each summit towards the viewer and
    parts the lit windward side from the slip face in shadow: both follow one wave n(x), whose crossings
    of 1/2 are the summits; below the crest it is read at a place that swings from side to side."""
    n = s.noise
    picture, alpha = None, None
    ripple = wind_ripples(s, top - 0.06)
    sweep = n.fbm(s.x, s.y, 1.1, 3.0, 3) - 0.5
    grain = n.smooth(s.x, s.y, 210.0, 230.0, 96, 128) - 0.5
    wet = s.is_("weather", "rain", "storm")
    for k in range(count):
        f, shift = s.rnd(0.9, 1.5) * (1.25 - 0.2 * k if count > 1 else 0.8), s.rnd(0, 100)
        lattice = n.lattice(1, 128).reshape(128)
        warp = (n.line(s.x, 0.8, 2) - 0.5) * 0.5
        wave, _ = spline(s, lattice, (s.x + warp) * f + shift)
        summit = 1.0 - sqrt(wave * wave * 4.0 + 0.0009)  # 1 on a summit
        tall = height * (1.0 + 0.3 * k) * (0.55 + 0.9 * n.line(s.x, 0.7, 2))
        base = top + 0.075 * k
        crest = base - (summit - 0.45) * tall - warp * 0.06
        down = clip(s.y - crest, 0.0, 2.0) / height
        swing = sin(down * s.rnd(1.6, 3.0)) * s.rnd(-0.24, 0.24) + (down * s.rnd(-0.10, 0.10)) + sweep * clip(down) * 0.30
        wave, slope = spline(s, lattice, (s.x + warp + swing) * f + shift)
        facing = wave * slope * 4.0  # < 0 left of a summit, > 0 right of it
        soft = 0.012 + 0.20 * clip(down - 0.15, 0.0, 1.5)
        windward = smoothstep(-1.0, 1.0, facing * light / soft)
        steep = clip(absolute(facing) * 1.6 + 0.35) * smoothstep(2.2, 0.7, down)
        shade = mix(0.58 + sweep * 0.5, 0.05 + 0.83 * windward, steep)
        shade = clip(shade + ripple * (0.04 + 0.11 * shade) + grain * 0.02)
        albedo = sand * (0.84 + 0.18 * shade + grain * 0.02)
        albedo = mix(albedo, s.colour(0.90, 0.93, 0.98), snow_cover(s) * smoothstep(-0.2, 0.1, sweep) * 0.8)
        body = p.lit(albedo * (1.0 - wet * 0.25), shade)
        rim = exp(-down * height * 200.0) * clip(1.0 - p.overcast) * 0.16
        body = body + p.key * rim * p.exposure
        fade = haze * (1.0 - k / count) + exp(-down * height * 12.0) * haze * 0.35
        body = mix(body, p.haze, clip(fade + p.overcast * 0.06))
        a = s.edge(s.y - crest)
        picture = body if picture is None else mix(picture, body, a)
        alpha = a if alpha is None else alpha + a - alpha * a
    s.layer(name, role, depth, clip(picture), alpha)


def spline(s: Scene, lattice, t):
    """Cubic B-spline of `lattice` [128], periodic, at any places t: (value about -0.5..0.5, slope)."""
    whole = floor(t)
    r = t - whole
    first = whole - floor(whole / 128.0) * 128.0
    value = slope = None
    q = 1.0 - r
    inner = lambda a: (4.0 - a * a * (6.0 - 3.0 * a)) / 6.0
    weights = (q * q * q / 6.0, inner(r), inner(q), r * r * r / 6.0)
    slopes = (q * q * -0.5, r * (1.5 * r - 2.0), q * (2.0 - 1.5 * q), r * r * 0.5)
    for j in range(4):
        at = first + float(j)
        at = s.graph.op("Cast", at - floor(at / 128.0) * 128.0, to=6)
        g = (s.graph.op("Gather", lattice, at, axis=0) - 0.5) * 1.7
        value = g * weights[j] if value is None else value + g * weights[j]
        slope = g * slopes[j] if slope is None else slope + g * slopes[j]
    return value, slope


def wind_ripples(s: Scene, level):
    """Ripples of sand in perspective, -1..1, fading where they are finer than a pixel."""
    n = s.noise
    below = clip(s.y - level, 0.02, 2.0)
    far = 1.0 / below
    warp = n.fbm(s.x, below ** 0.5, 1.4, 5.0, 3)
    wavy = n.sample(s.x * far * 1.5 + 20.0, far * 4.0 + s.zeros, 96, 128)
    phase = far * 26.0 + s.x * far * 2.2 + wavy * 9.0 + warp * 10.0
    return sin(phase) * smoothstep(0.10, 0.32, below) * smoothstep(0.32, 0.55, warp + wavy * 0.15)


def stones(s: Scene, p, near, level, rocky, light):
    """Stones and dry tufts on the nearest sand, where there are rocks."""
    picture = near.picture
    for cell, share in ((0.16, 0.62), (0.10, 0.72)):
        f = strew(s, level, cell, 3, 0.24)
        size = cell * (0.10 + 0.16 * f.values[1])
        rough = s.noise.smooth(s.x, s.y, 60.0, 70.0, 96, 128) - 0.5
        d = 1.0 - sqrt(f.dx * f.dx + f.dy * f.dy * 2.6 + 1e-9) / size + rough * 0.5
        k = clip(f.size * size / s.px * 0.5, 0.5, 99.0)
        there = smoothstep(share, share + 0.01, f.values[0]) * rocky * f.inside
        sx, sy = f.dx + light * size * 0.5, f.dy - size * 0.35
        shadow = clip((1.0 - sqrt(sx * sx + sy * sy * 6.0 + 1e-9) / size) * k * 0.4)
        picture = picture * (1.0 - shadow * there * 0.45)
        shade = clip(0.5 + f.dx / size * light * 0.5 - f.dy / size * 0.35 + rough * 0.7)
        tone = mix(s.colour(0.34, 0.22, 0.16), s.colour(0.60, 0.42, 0.30), f.values[2])
        picture = mix(picture, p.lit(tone, shade), clip(d * k) * there)
    f = strew(s, level, 0.22, 2, 0.30)
    tuft = rosette(s, f.dx, 0.06 - f.dy, 0.05 + 0.05 * f.values[0], 15.0, 0.35, 0, 0.05, 1.2, s.px / f.size)
    straw = p.lit(mix(s.colour(0.38, 0.34, 0.18), s.colour(0.66, 0.58, 0.34), tuft.tone), tuft.shade)
    there = smoothstep(0.60, 0.61, f.values[1]) * rocky * f.inside
    near.picture = clip(mix(picture, straw, tuft.alpha * there))
