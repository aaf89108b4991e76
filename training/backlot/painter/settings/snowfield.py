"""A snowfield: drifts with blue shadows, firs or birches, a cabin with a lit window, northern lights."""

from air import aurora
from farm import cabin, fence
from graph import clip, exp, maximum, mix, smoothstep, sqrt
from land import relief, sun_side
from light import palette
from scatter import footprints, strew
from scene import Scene
from sky import add_clouds, add_sky, add_stars, add_sun
from trees import conifers, foliage, paint_stand, trunks


def paint(s: Scene):
    p = palette(s)
    n = s.noise
    horizon = s.rnd(0.48, 0.64)
    light = sun_side(p)
    add_sky(s, p, horizon, stars=False, sun=False)
    add_stars(s, p, horizon)
    shown = p.night * clip(1.0 - p.overcast * 1.3) * s.chance(0.7)
    s.layer("aurora", "beams", 0.02, clip(aurora(s, horizon) * 0.62), (s.zeros + 1.0) * shown, "add")
    add_sun(s, p, horizon)
    add_clouds(s, p, horizon)

    picture, alpha = far_hills(s, p, horizon, light)
    crest = horizon + 0.04 - (n.line(s.x, s.rnd(0.5, 0.9), 3, 0.4) - 0.5) * s.rnd(0.04, 0.12)
    snow = drifts(s, p, horizon, crest, light)
    a = s.edge(s.y - crest, 1.5)
    picture, alpha = mix(picture, snow, a), alpha + a - alpha * a
    picture, rails = fence(s, p, crest + s.rnd(0.03, 0.08), picture, light, s.chance(0.45), snow=1.0)
    side = mix(-1.0, 1.0, s.chance(0.5))
    middle = s.graph.op("ReduceMax", crest, axes=[1], keepdims=1)
    cx, foot, size = side * s.aspect * s.rnd(0.06, 0.26), middle + s.rnd(0.02, 0.07), s.rnd(0.10, 0.16)
    picture, walls, lamp = cabin(s, p, cx, foot, size, picture, light, s.chance(0.6))
    alpha = maximum(alpha, maximum(rails, walls))
    s.layer("snow", "land", 0.40, clip(picture), alpha)
    s.layer("window", "lights", 0.40, clip(lamp), s.zeros + 1.0, "add")

    near_trees(s, p, horizon, light)
    far = horizon + 0.12
    s.ground(horizon, far, 1.0, 0.60 * (far - horizon) / (1.0 - horizon), 0.60)
    s.light(p.sun_x, horizon - p.altitude, p.key, p.fill, p.haze, 1.0 - p.overcast * 0.85)


def far_hills(s: Scene, p, horizon, light):
    """White hills with dark woods, in haze."""
    n = s.noise
    crag, texture = relief(s, 5.0, 6.0, 5, towards=light)
    picture, alpha = None, None
    for k in range(2):
        high = (s.rnd(0.10, 0.38), s.rnd(0.06, 0.14))[k]
        line = n.line(s.x + s.rnd(0, 30), s.rnd(0.7, 1.3), (6, 4)[k], 0.46, ridged=k == 0)
        crest = horizon + 0.02 + 0.015 * k - (line - 0.3) * high
        body = p.lit(s.colour(0.86, 0.90, 0.97) * (0.8 + 0.2 * texture), clip(0.45 + crag * 1.1))
        wooded = n.line(s.x, 2.0, 4)
        low, tall, gap = ((0.03, 0.030, 0.0085), (0.02, 0.055, 0.016))[k]
        trees = conifers(s, crest + low, tall, gap, clip((wooded - 0.40) * 4.0), light, tall=0.25)
        wood = paint_stand(s, p, trees, s.colour(0.10, 0.15, 0.14), s.colour(0.20, 0.26, 0.22), 0.55)
        body = mix(body, wood, trees.alpha)
        body = mix(body, p.haze, clip((0.50, 0.30)[k] + p.overcast * 0.15 + s.is_("weather", "fog") * 0.25))
        a = s.edge(s.y - crest)
        a = a + trees.alpha - a * trees.alpha
        picture = body if picture is None else mix(picture, body, a)
        alpha = a if alpha is None else alpha + a - alpha * a
    return picture, alpha


def drifts(s: Scene, p, horizon, crest, light):
    """Wind-shaped snow: waves of drifts behind each other with lit crests and blue hollows, sparkle."""
    n = s.noise
    below = clip(s.y - horizon + 0.02, 0.01, 2.0)
    v = below ** 0.5
    shapes = n.lattices(5)
    here = n.fbm(s.x, v, 1.3, 6.0, gain=0.42, lattices=shapes)
    there = n.fbm(s.x + light * 0.02, v - 0.012, 1.3, 6.0, gain=0.42, lattices=shapes)
    fine = n.fbm(s.x, v, 30.0, 60.0, 3, 0.6)
    shade = 0.66 + (here - there) * 3.4 + (fine - 0.5) * 0.12
    for k in range(4):
        # a drift's crest catches the light; its lee falls away into blue, and the next begins
        line = n.line(s.x + s.rnd(0, 30), s.rnd(0.5, 1.0), 3, 0.42)
        top = horizon + (0.09, 0.17, 0.30, 0.47)[k] - (line - 0.5) * (0.10, 0.14, 0.20, 0.26)[k]
        down = (s.y - top) / (0.06 + 0.05 * k)
        reach = smoothstep(0.34, 0.60, n.line(s.x, 0.9, 3))
        hollow = exp(clip(-down, 0.0, 9.0) * (-1.6)) * smoothstep(0.06, -0.04, down)
        lip = exp(clip(down, 0.0, 9.0) * (-2.2)) * smoothstep(-0.05, 0.05, down)
        shade = shade - reach * hollow * 0.34 + reach * lip * 0.16
    shade = clip(shade)
    blue = mix(s.colour(0.66, 0.77, 0.97), s.colour(0.97, 0.97, 0.97), smoothstep(0.15, 0.75, shade))
    body = p.lit(blue, 0.22 + shade * 0.74)
    fog, down = s.is_("weather", "fog"), clip(s.y - crest, 0.0, 2.0)
    body = mix(body, p.haze, clip(exp(-down * 14.0) * 0.35 + exp(-down * 4.0) * fog * 0.6))
    body = footprints(s, body, below, s.chance(0.5))
    for _ in range(2):
        f = strew(s, horizon, 0.035, 2)
        d = sqrt(f.dx * f.dx + f.dy * f.dy + 1e-9)
        spark = clip(1.2 - d * f.size / (s.px * 0.8)) * smoothstep(0.90, 1.0, f.values[0])
        near = smoothstep(0.05, 0.25, below)
        body = body + p.key * spark * clip(shade - 0.25) * (1.0 - p.overcast * 0.8) * 0.6 * near
    return clip(body)


def near_trees(s: Scene, p, horizon, light):
    """Firs or birches to one or both sides, heavy with snow."""
    n = s.noise
    edge_x = s.x / s.aspect
    side = mix(-1.0, 1.0, s.chance(0.5))
    both = s.rnd(-0.2, 0.9)
    place = smoothstep(s.rnd(0.10, 0.26), 0.52, edge_x * side) + smoothstep(0.26, 0.56, edge_x * side * (-1.0)) * both
    base = horizon + s.rnd(0.16, 0.24) - place * 0.02 + (n.line(s.x, 1.2, 3) - 0.5) * 0.05
    size = s.rnd(0.40, 0.62)
    tall = 0.6 + 0.4 * clip(place)
    small = conifers(s, base - 0.05, size * 0.45 * tall, 0.075, place * 1.1 + 0.10, light, size=size * 0.45)
    middle = conifers(s, base + 0.01, size * 0.75 * tall, 0.14, place * 0.9, light, size=size * 0.75)
    large = conifers(s, base + 0.10, size * 1.1 * tall, 0.26, place, light, size=size * 1.1)
    firs = small.under(middle).under(large)
    birch = s.chance(0.33)
    woods = trunks(s, base + 0.12, 0.042, 0.13, clip(place), light, birch=1.0)
    pines = paint_stand(s, p, firs, s.colour(0.07, 0.12, 0.11), s.colour(0.17, 0.25, 0.20), 0.92)
    bark = paint_stand(s, p, woods, s.colour(0.10, 0.09, 0.09), s.colour(0.82, 0.82, 0.84), 0.5)
    # the birches' hanging twigs, white with rime
    drop = place * s.rnd(0.30, 0.55) + (n.line(s.x, 2.4, 3) - 0.5) * 0.30 - 0.06
    rime = foliage(s, (drop - s.y) * 3.2, 0.36, light, 0.85, 0.009)
    twigs = mix(p.haze * 0.85, p.lit(s.colour(0.93, 0.95, 1.0), rime.shade), clip(0.25 + rime.shade * 0.8))
    twigs = mix(bark, twigs, rime.alpha * 0.9)
    wood = woods.alpha + rime.alpha * (1.0 - woods.alpha) * 0.85
    s.layer("trees", "foliage", 0.70, mix(pines, twigs, birch), mix(firs.alpha, wood, birch))
