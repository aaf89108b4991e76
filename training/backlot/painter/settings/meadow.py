"""A meadow among rolling hills: flowers in perspective, a lone tree, a fence, grasses near by."""

from farm import cabin, fence
from graph import absolute, bell, clip, cos, exp, floor, maximum, mix, pick, smoothstep, sqrt, total
from land import season_green, snow_cover, sun_side
from light import palette
from scatter import strew
from scene import Scene
from sky import add_clouds, add_sky
from trees import Stand, boughs, broadleaves, foliage, grass, paint_stand, rosette


def paint(s: Scene):
    p = palette(s)
    n = s.noise
    horizon = s.rnd(0.50, 0.66)
    light = sun_side(p)
    green = season_green(s)
    add_sky(s, p, horizon)
    add_clouds(s, p, horizon)
    hills(s, p, horizon, green, light)

    fog = s.is_("weather", "fog")

    # the meadow itself: its crest is a gentle hill
    crest = horizon + 0.035 - (n.line(s.x, s.rnd(0.5, 0.9), 3, 0.4) - 0.5) * s.rnd(0.05, 0.14)
    level = horizon - 0.02  # the plane's vanishing line
    picture = turf(s, p, level, green)
    picture = flowers(s, p, level, picture)
    picture, fence_alpha = fence(s, p, crest + s.rnd(0.012, 0.05), picture, light, s.chance(0.45))
    land = s.edge(s.y - crest + (n.smooth(s.x, s.y, 190.0, 30.0, 96, 128) - 0.5) * 0.008, 1.5)
    down = clip(s.y - crest, 0.0, 1.0)
    picture = mix(picture, p.haze, clip(exp(-down * 16.0) * 0.30 + exp(-down * 5.0) * fog * 0.65))
    picture = picture * (1.0 + p.night * 0.45)  # moonlight on open land
    s.layer("meadow", "land", 0.45, clip(picture), maximum(land, fence_alpha))

    lone_tree(s, p, crest, green, light)
    near_grass(s, p, green)
    far = horizon + 0.10
    s.ground(horizon, far, 1.0, 0.62 * (far - horizon) / (1.0 - horizon), 0.62)
    s.light(p.sun_x, horizon - p.altitude, p.key, p.fill, p.haze, 1.0 - p.overcast * 0.85)


def hills(s: Scene, p, horizon, green, light):
    """Three ranges of hills with fields and hedges, fading into the haze."""
    n = s.noise
    picture, alpha = None, None
    fields = n.fbm(s.x, s.y, 2.2, 16.0, 3)
    fine = n.fbm(s.x, s.y, 20.0, 50.0, 4, 0.6)
    for k in range(3):
        height = (s.rnd(0.10, 0.26), s.rnd(0.08, 0.17), s.rnd(0.05, 0.12))[k]
        line = n.line(s.x + s.rnd(0, 30), s.rnd(0.5, 1.2), (6, 4, 3)[k], 0.42)
        slope = n.line(s.x, 0.8, 3)
        crest = horizon + 0.03 * k - 0.01 - (line - 0.25) * height
        patch = smoothstep(0.44, 0.56, fields + (slope - 0.5) * 0.6)
        field = mix(green * 0.85, mix(green, s.colour(0.72, 0.62, 0.28), 0.45), patch)
        field = mix(field, s.colour(0.90, 0.93, 0.98), snow_cover(s) * 0.92)
        shade = clip(0.55 + (line - 0.5) * light * 0.8 + (fine - 0.5) * 0.5)
        body = p.lit(field * (0.75 + fine * 0.5), shade)
        a = s.edge(s.y - crest)
        if k:  # the farthest hill is too far for trees
            trees = woods(s, k, crest, light)
            body = mix(body, paint_stand(s, p, trees, green * 0.36, green * 0.80), trees.alpha)
            a = a + trees.alpha - a * trees.alpha
        haze = clip((0.62, 0.40, 0.22)[k] + p.overcast * 0.10 + s.is_("weather", "fog") * 0.40)
        body = mix(body, p.haze, haze)
        picture = body if picture is None else mix(picture, body, a)
        alpha = a if alpha is None else alpha + a - alpha * a
        if k == 1:  # a farmhouse on the middle hill, in some seeds
            cx = s.rnd(-0.4, 0.4) * s.aspect
            there = bell(s.x - cx, 0.02)
            foot = total(crest * there, 1, True) / total(there, 1, True) + 0.006  # the hill's height there
            picture, house, _ = cabin(s, p, cx, foot, s.rnd(0.035, 0.055), picture, light, s.chance(0.5), snow_cover(s))
            picture = mix(picture, p.haze, house * 0.25)
            alpha = maximum(alpha, house)
    s.layer("hills", "far", 0.14, clip(picture), alpha)


def woods(s: Scene, k, crest, light):
    """Copses and hedges along a crest; single trees on the nearest hill."""
    n = s.noise
    copse, bumps = n.line(s.x, (1.6, 1.2)[k - 1], 3), n.line(s.x, (30.0, 20.0)[k - 1], 2)
    high = (0.026, 0.040)[k - 1]
    top = crest - high * (0.35 + bumps) * smoothstep(0.46, 0.56, copse) + high * 0.45
    band = foliage(s, (s.y - top) / high * 0.8, high * 2.2, light, 0.38, high * 0.16)
    band.alpha = band.alpha * smoothstep(high * 0.75, high * 0.45, s.y - crest)
    if k < 2:
        return band
    single = broadleaves(s, crest + 0.012, 0.065, 0.11, clip((copse - 0.38) * 2.0), light)
    return band.under(single)


def turf(s: Scene, p, level, green):
    """Grass in perspective: swathes of different grass, clumps, blades that grow towards the viewer."""
    n = s.noise
    below = clip(s.y - level, 0.004, 2.0)
    v = below ** 0.5
    patches = n.fbm(s.x, v, 1.4, 9.0, 4, 0.5)
    blades = n.fbm(s.x, v, 150.0, 16.0, 2, 0.8) - 0.5
    far = 1.0 / below
    tufts = n.sample(s.x * far * 5.5, far * 5.0 + s.zeros, 96, 128) - 0.5
    fade = smoothstep(0.03, 0.30, below)  # far grass is too fine to see
    texture = (blades * 0.22 + tufts * 0.50) * (0.25 + 0.75 * fade)
    hay = mix(green * 1.25, s.colour(0.78, 0.70, 0.34), 0.38)
    albedo = mix(green * 0.80, hay, clip((patches - 0.40) * 3.0 + texture * 0.9))
    snow = snow_cover(s) * smoothstep(0.10, 0.45, tufts + 0.72)
    albedo = mix(albedo, s.colour(0.90, 0.93, 0.98), snow)
    shade = clip(0.58 + (patches - 0.5) * 0.6 + texture * 0.8)
    picture = p.lit(albedo * (0.95 + texture * 0.5), shade)
    for cell in (0.062, 0.080, 0.105):  # tufts, each its own fan of blades
        f = strew(s, level, cell, 2, 0.16)
        long = cell * (0.58 + 0.26 * f.values[0])
        tuft = rosette(s, f.dx, cell * 0.42 - f.dy, long, 13.0, 0.24, 0, 0.075, 0.50, s.px / f.size)
        tone = mix(green * 0.55, hay * 1.12, clip((patches - 0.40) * 2.0 + f.values[1] * 0.35 + tuft.tone * 0.40 - 0.15))
        tone = mix(tone, s.colour(0.90, 0.93, 0.98), snow_cover(s) * 0.7)
        blade = p.lit(tone, clip(0.10 + tuft.shade * 0.85 + (patches - 0.5) * 0.4))
        picture = mix(picture, blade, tuft.alpha * f.inside * smoothstep(0.05, 0.15, below) * 0.92)
    return clip(picture)


FLOWERS = [
    (0.95, 0.92, 0.88), (0.96, 0.80, 0.16), (0.90, 0.16, 0.13), (0.55, 0.32, 0.82), (0.95, 0.50, 0.66), (0.28, 0.42, 0.92),
]


def flowers(s: Scene, p, level, picture):
    """Drifts of flowers of two or three kinds, smaller with distance."""
    n = s.noise
    amount = pick(s.vector("season"), [1.0, 0.85, 0.25, 0.0]) * s.rnd(0.55, 1.1)
    drifts = n.fbm(s.x, clip(s.y - level, 0.004, 2.0) ** 0.5, 1.8, 7.0, 3)
    names = s.graph.constant([list(c) for c in FLOWERS])
    for k in range(3):
        f = strew(s, level, 0.075 + 0.014 * k, 4, 0.22)
        choice = s.graph.op("Cast", floor(clip(s.rnd(), 0.0, 0.999) * float(len(FLOWERS))), to=6)
        tone = s.graph.op("Gather", names, choice.reshape(1), axis=0).reshape(3, 1, 1)
        drift = drifts - 0.62 + 0.10 * (k - 1.0) * s.rnd(-1, 1)
        there = smoothstep(0.0, 0.12, drift + (f.values[0] - 0.45) * 0.5 * amount + 0.16 * amount) * f.inside
        radius = 0.012 + 0.010 * f.values[1]
        d = sqrt(f.dx * f.dx + f.dy * f.dy * 2.2 + 1e-9)
        round_ = s.graph.op("Acos", clip(f.dx / d, -0.99, 0.99))
        d = d * (1.12 - 0.22 * cos(round_ * (5.0 + k % 2)))
        soft = s.px * 0.8 / f.size + 0.0008
        petal = clip((radius - d) / soft + 0.5) * there
        stem = clip((0.0010 - absolute(f.dx)) / soft + 0.4) * clip(f.dy / soft) * clip((0.024 - f.dy) / soft) * there
        heart = clip((radius * 0.36 - d) / soft + 0.5)
        bloom = mix(tone * (0.72 + 0.35 * f.values[2]), s.colour(0.95, 0.75, 0.12), heart * 0.8)
        bright = p.lit(bloom, clip(0.75 - f.dy / radius * 0.25))
        picture = mix(picture, picture * 0.55, clip(stem * 0.5 * amount))
        picture = mix(picture, bright, clip(petal * smoothstep(0.01, 0.06, s.y - level) * clip(amount * 4.0)))
    return picture


def lone_tree(s: Scene, p, crest, green, light):
    """One old tree on the crest, at a third of the width; sometimes bushes beside it."""
    side = mix(-1.0, 1.0, s.chance(0.5))
    x = s.x - side * s.aspect * s.rnd(0.12, 0.34)
    height = s.rnd(0.26, 0.52)
    foot = s.graph.op("ReduceMax", crest, axes=[1], keepdims=1) * 0.5 + crest * 0.5
    foot = foot + s.rnd(0.0, 0.05)
    branches = boughs(s, x, foot, height * 0.86, s.rnd(0.42, 0.55), 7)
    up = (foot - s.y) / height
    # crown: a few overlapping round masses
    mass = None
    for cx, cy in ((-0.34, 0.58), (-0.20, 0.72), (0.0, 0.80), (0.20, 0.72), (0.34, 0.58), (-0.08, 0.60), (0.10, 0.62)):
        cx, cy, r = cx * s.rnd(0.8, 1.15), cy + s.rnd(-0.07, 0.07), s.rnd(0.13, 0.25)
        dx, dy = x / height - cx, up - cy
        blob = 1.0 - sqrt(dx * dx + dy * dy * 1.4 + 1e-6) / r
        mass = blob if mass is None else maximum(mass, blob)
    bare = s.is_("season", "winter")
    leaves = foliage(s, mass * 1.1 - bare * 3.0, height * 0.55, light, 0.45)
    lit = clip(leaves.shade + 0.10 + x / height * light * 0.45 + (up - 0.65) * 0.5)
    wood = Stand(branches, clip(0.35 + x / height * light * 2.0), s.graph.wrap(0.0), branches * 0.5)
    tree = wood.under(Stand(leaves.alpha * 0.98, lit, leaves.tone, leaves.top))
    blossom = s.is_("season", "spring") * s.chance(0.4)
    pale = mix(green * 0.95, s.colour(0.98, 0.74, 0.80), blossom)
    dark = mix(green * 0.30, s.colour(0.55, 0.30, 0.38), blossom)
    bark = s.colour(0.22, 0.16, 0.12)
    picture = paint_stand(s, p, tree, mix(dark, bark, clip(branches * (1.0 - leaves.alpha))), pale)
    picture = mix(picture, p.haze, 0.10 + s.is_("weather", "fog") * 0.35)
    s.layer("tree", "foliage", 0.55, picture * (1.0 + p.night * 0.4), tree.alpha)


def near_grass(s: Scene, p, green):
    """Blades close to the viewer along the lower edge."""
    base = 1.22 + s.x * 0.0
    tall = s.rnd(0.34, 0.46)
    plants = grass(s, base, tall + 0.02, 0.030, 0.9)
    for spacing, h in ((0.021, 0.01), (0.014, -0.02)):
        plants = plants.under(grass(s, base, tall + h, spacing, 0.9))
    picture = paint_stand(s, p, plants, green * 0.40, mix(green * 1.3, s.colour(0.80, 0.76, 0.42), 0.3))
    s.layer("grass", "foliage", 0.9, picture, plants.alpha)
