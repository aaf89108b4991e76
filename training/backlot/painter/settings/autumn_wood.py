"""An autumn wood: birches or maples in red and gold, a path under fallen leaves."""

from air import mist, shafts
from graph import bell, clip, cos, exp, mix, pick, sin, smoothstep
from land import snow_cover, sun_side
from light import glow, palette
from scatter import strew
from scene import Scene
from trees import foliage, paint_stand, trunks


def paint(s: Scene):
    p = palette(s)
    birch = s.chance(0.5)
    horizon = s.rnd(0.54, 0.64)
    light = sun_side(p)
    clearing = s.rnd(-0.24, 0.24) * s.aspect
    dark, gold = leaf_colours(s)
    air = mix(mix(p.haze, p.horizon, 0.5), p.horizon * gold * 1.25 + 0.08, 0.45 * (1.0 - p.overcast * 0.5))

    backdrop(s, p, horizon, clearing, air, dark, gold)
    far_wood(s, p, horizon, air, dark, gold, light, birch)
    ground(s, p, horizon, clearing, air, dark, gold)
    bark_dark = mix(s.colour(0.10, 0.07, 0.06), s.colour(0.13, 0.11, 0.11), birch)
    bark_light = mix(s.colour(0.34, 0.26, 0.20), s.colour(0.88, 0.86, 0.82), birch)

    fog = s.is_("weather", "fog") * 0.25 + p.overcast * 0.05
    wood = trunks(s, horizon + 0.09, 0.036, 0.15, 0.8, light, birch, 0.04)
    wood = wood.under(trunks(s, horizon + 0.14, 0.050, 0.24, 0.75, light, birch, 0.04))
    off = (s.x - clearing) / s.aspect
    drop = 0.26 + off * off * 0.5 + (s.noise.line(s.x, 2.0, 3) - 0.5) * 0.3
    crown = foliage(s, (drop - s.y) * 2.6 - bare(s), 0.40, light, 0.75, 0.011)
    bark = paint_stand(s, p, wood, bark_dark, bark_light, 0.3 * snow_cover(s))
    leaves = paint_stand(s, p, crown, dark, gold)
    picture = mix(mix(bark, leaves, crown.alpha), air, clip(0.26 + fog)) * (1.0 + p.night * 0.3)
    s.layer("middle-wood", "foliage", 0.38, picture, wood.alpha + crown.alpha - wood.alpha * crown.alpha)

    veil, alpha = mist(s, p, horizon + 0.06, 0.06, clip(pick(s.vector("time"), [0.7, 0.15, 0.35, 0.5]) + fog))
    s.layer("mist", "mist", 0.42, mix(veil, air, 0.5), alpha * 0.75)
    beam = shafts(s, clearing + p.sun_x * 1.2, -0.8, 5.0)
    shown = clip(1.05 - p.overcast * 1.1 + s.is_("weather", "fog") * 0.62) * mix(1.0, 0.3, p.night)
    fall = smoothstep(1.0, 0.2, s.y) * bell(s.x - clearing, 0.6)
    s.layer("beams", "beams", 0.45, clip(p.key * beam * fall * 0.36 * shown), s.zeros + 1.0, "add")

    near = trunks(s, horizon + 0.26, 0.095, 0.62, 0.72, light, birch, 0.06)
    bark = paint_stand(s, p, near, bark_dark, bark_light, 0.3 * snow_cover(s))
    s.layer("near-wood", "near", 0.62, bark * (1.0 + p.night * 0.3), near.alpha)

    edge = s.x / s.aspect
    drop = s.rnd(-0.02, 0.10) + edge * edge * s.rnd(0.3, 1.0) + (s.noise.line(s.x, 1.8, 3) - 0.5) * 0.34
    over = foliage(s, (drop - s.y) * 3.0 - bare(s), 0.36, light, 0.65, 0.017)
    leaves = paint_stand(s, p, over, dark * 0.8, gold * 0.95)
    s.layer("leaves", "foliage", 0.85, leaves * (1.0 + p.night * 0.4), over.alpha)
    far = horizon + 0.12
    s.ground(horizon, far, 1.0, 0.80 * (far - horizon) / (1.0 - horizon), 0.80)
    s.light(p.sun_x, 0.0, p.key, p.fill, air, 0.7 * (1.0 - p.overcast * 0.85))


def bare(s: Scene):
    """How much the crowns have thinned."""
    return s.is_("season", "winter") * 0.55


def leaf_colours(s: Scene):
    """Two colours of leaves: red, orange and gold in the seed's proportion."""
    warm = s.rnd()
    dark = mix(s.colour(0.52, 0.14, 0.06), s.colour(0.58, 0.30, 0.06), warm)
    gold = mix(s.colour(0.96, 0.46, 0.10), s.colour(1.0, 0.76, 0.20), warm)
    return dark, gold


def backdrop(s: Scene, p, horizon, clearing, air, dark, gold):
    """Light behind the wood, through masses of leaves out of focus."""
    open_ = glow(s, clearing, horizon - 0.20, 0.45)
    leaves = s.noise.fbm(s.x, s.y, 4.0, 5.5, 5, 0.6)
    hue = s.noise.fbm(s.x, s.y, 2.0, 2.0, 3)
    mass = smoothstep(0.36, 0.62, leaves + (0.45 - s.y) * 0.30 - open_ * 0.45 + 0.12)
    crowns = p.lit(mix(dark, gold, hue * 0.8 + 0.25), 0.75)
    bright = air * (0.92 + open_ * 0.35)
    s.layer("sky", "sky", 0.0, clip(mix(bright, mix(crowns, air, 0.42), mass * 0.85)), s.zeros + 1.0)


def far_wood(s: Scene, p, horizon, air, dark, gold, light, birch):
    """Thin trunks and bushes far away."""
    wood = trunks(s, horizon + 0.02, 0.013, 0.034, 0.85, light, birch * 0.6, 0.02, 0)
    wood = wood.under(trunks(s, horizon + 0.045, 0.022, 0.085, 0.8, light, birch * 0.8, 0.03, 1))
    line = s.noise.line(s.x, 3.0, 4) - 0.5
    bush = foliage(s, (s.y - horizon + 0.06 + line * 0.16) * 9.0, 0.16, light, 0.7, 0.008)
    over = foliage(s, (0.34 - s.y + line * 0.5) * 2.2 - bare(s), 0.30, light, 0.9, 0.009)
    pale = mix(s.colour(0.36, 0.28, 0.22), s.colour(0.84, 0.82, 0.80), birch)
    bark = paint_stand(s, p, wood, s.colour(0.16, 0.12, 0.10), pale)
    picture = mix(bark, paint_stand(s, p, over, dark, gold), over.alpha)
    picture = mix(picture, paint_stand(s, p, bush, dark * 0.8, gold * 0.8), bush.alpha)
    alpha = wood.alpha + over.alpha * 0.85 - wood.alpha * over.alpha * 0.85
    alpha = alpha + bush.alpha - alpha * bush.alpha
    fade = clip(0.56 + s.is_("weather", "fog") * 0.2 + p.overcast * 0.05)
    s.layer("far-wood", "far", 0.14, mix(picture, air, fade), alpha)


def ground(s: Scene, p, horizon, clearing, air, dark, gold):
    """The floor with a winding path, strewn with leaves."""
    n = s.noise
    below = clip(s.y - horizon, 0.004, 2.0)
    v = below ** 0.5
    litter = n.fbm(s.x, v, 26.0, 70.0, 4, 0.75)
    patches = n.fbm(s.x, v, 3.0, 12.0, 4)
    bend = sin(v * s.rnd(3.0, 6.0) + s.rnd(0, 6)) * s.rnd(0.06, 0.22)
    middle = clearing * (1.0 - below * 0.5) + bend * smoothstep(0.0, 0.45, below)
    width = 0.012 + below * s.rnd(0.26, 0.42)
    path = smoothstep(1.1, 0.75, (((s.x - middle) / width) ** 2) + (patches - 0.5) * 0.9 + (litter - 0.5) * 0.5)
    bed = mix(dark * 0.75, gold * 0.85, smoothstep(0.25, 0.75, litter + (patches - 0.5) * 0.8))
    earth = mix(s.colour(0.30, 0.22, 0.16), s.colour(0.58, 0.46, 0.34), litter)
    albedo = mix(bed, earth, path * 0.85)
    sun = smoothstep(0.46, 0.62, n.fbm(s.x, v, 3.4, 16.0, 4, 0.6))
    picture = p.lit(albedo * (0.75 + 0.45 * litter), clip(0.18 + sun * 0.75))
    for k in range(3):
        f = strew(s, horizon, 0.085 + 0.02 * k, 4, 0.25)
        turn = f.values[0] * 6.2832
        c, d = cos(turn), sin(turn)
        dy = f.dy * 1.9
        along, across = f.dx * c + dy * d, dy * c - f.dx * d
        size = 0.016 + 0.012 * f.values[1]
        soft = s.px / f.size / size + 0.06
        shape = 1.0 - (along * along + across * across * 3.6) / (size * size)
        leaf = clip(shape / (soft * 2.0)) * smoothstep(0.30, 0.36, f.values[3]) * f.inside
        tone = mix(dark * 1.1, gold, f.values[2])
        vein = exp(across / size * across / size * (-90.0)) * 0.25
        shade = clip(0.30 + sun * 0.55 + along / size * 0.22)
        picture = mix(picture * (1.0 - leaf * 0.2), p.lit(tone * (1.0 - vein), shade), leaf * smoothstep(0.0, 0.05, below))
    snow = snow_cover(s) * smoothstep(0.30, 0.52, litter + 0.10) * 0.9
    picture = mix(picture, p.lit(s.colour(0.90, 0.93, 0.98), 0.3 + sun * 0.5), snow)
    wet = s.is_("weather", "rain", "storm")
    picture = picture * (1.0 - wet * 0.2) + air * (wet * path * 0.22 * smoothstep(0.5, 0.65, patches))
    picture = mix(picture, air, exp(-below * 9.0) * 0.62)
    rough = n.line(s.x, 4.0, 4) - 0.5
    s.layer("ground", "land", 0.25, clip(picture * (1.0 + p.night * 0.6)), s.edge(s.y - horizon - 0.015 - rough * 0.02, 3.0))
