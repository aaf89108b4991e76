"""A beach: a curved shore with foam and wet sand; palms, dune grass or cliffs."""

from graph import absolute, clip, exp, maximum, mix, sin, smoothstep, sqrt
from land import relief, snow_cover, sun_side
from light import palette
from scatter import footprints, strew
from scene import Scene
from sky import add_clouds, add_sky, sky_with_glow
from trees import Stand, grass, paint_stand, rosette
from water import add_water


def paint(s: Scene):
    p = palette(s)
    horizon = s.rnd(0.44, 0.56)
    side = mix(-1.0, 1.0, s.chance(0.5))  # on which side the beach runs away
    tropical = s.chance(0.5)
    light = sun_side(p)
    add_sky(s, p, horizon)
    add_clouds(s, p, horizon)
    deep = mix(s.colour(0.03, 0.22, 0.32), s.colour(0.02, 0.34, 0.40), tropical * 0.7 + 0.3 * s.rnd())
    wave = add_water(s, p, horizon, deep, roughness=0.75 + s.is_("weather", "storm") * 0.8, depth=0.35)

    # the waterline, and each pixel's distance from it on the ground (0..1 of its distance below the
    # horizon; > 0 on land)
    edge_x = s.x * side / s.aspect
    bend = s.rnd(0.6, 3.2)
    far_out = s.rnd(0.24, 0.40)
    wobble = s.noise.line(s.x, 1.3, 4, 0.45) - 0.5
    shore = horizon + 0.012 + far_out * exp((edge_x + 0.1) * bend * (-1.0)) + wobble * 0.035
    below = clip(s.y - horizon, 0.006, 2.0)
    lap = s.noise.fbm(s.x, below ** 0.5, 2.6, 3.0, 4, 0.55) - 0.5
    inland = (s.y - shore) / below + lap * 0.10

    surf(s, p, s.layers[-2], inland, lap, wave, below, tropical)
    ground = sand(s, p, horizon, inland, below, light, tropical)
    picture, alpha = cliffs(s, p, horizon, shore, edge_x, ground, inland, light)
    s.layer("sand", "land", 0.50, picture, alpha)
    growth(s, p, side, tropical, light)
    far = horizon + far_out * 0.8
    s.ground(horizon, far, 1.0, 0.62 * (far - horizon) / (1.0 - horizon), 0.62)
    s.light(p.sun_x, horizon - p.altitude, p.key, p.fill, p.haze, 1.0 - p.overcast * 0.85)


def surf(s: Scene, p, water, inland, lap, wave, below, tropical):
    """Shallows and breaking waves on the water's layer."""
    n = s.noise
    shallow = exp(clip(inland * (-1.0), 0.0, 2.0) * (-5.0))
    pale = p.lit(mix(s.colour(0.30, 0.50, 0.48), s.colour(0.28, 0.74, 0.70), tropical), 0.9)
    picture = mix(water.picture, pale * (1.0 + wave * 0.25), shallow * 0.40)
    lace = n.fbm(s.x, below ** 0.5, 26.0, 60.0, 3, 0.65)
    white = p.lit(s.colour(0.98, 1.0, 1.0), 1.0)
    rough = 1.0 + s.is_("weather", "storm") * 0.8
    for at, width, strength in ((-0.08, 0.040, 0.95), (-0.27, 0.045, 0.85), (-0.56, 0.040, 0.65)):
        own = n.line(s.x, 1.1, 3) - 0.5
        where = n.line(s.x + at * 37.0, 1.7, 3)
        d = inland - at - lap * 0.16 - own * 0.16 - s.rnd(-0.04, 0.04)
        crest = smoothstep(-width * 2.0, -width * 0.7, d - (lace - 0.5) * width * 1.6) * smoothstep(width * 0.35, 0.0, d)
        trail = smoothstep(-width * 5.0, 0.0, d) * smoothstep(0.01, -0.01, d) * smoothstep(0.50, 0.66, lace)
        # the dark face of the wave before its crest
        face = smoothstep(0.0, width * 0.5, d) * smoothstep(width * 1.8, width * 0.5, d)
        shown = smoothstep(0.42, 0.58, where) * strength * rough
        picture = picture * (1.0 - face * shown * 0.22)
        picture = mix(picture, white, clip((crest * (0.55 + lace * 0.7) + trail * 0.55) * shown))
    water.picture = clip(picture)


def sand(s: Scene, p, horizon, inland, below, light, tropical):
    """Dry sand with footprints of the wind, wet sand that mirrors the sky, the last of the foam."""
    n = s.noise
    v = below ** 0.5
    grain = n.fbm(s.x, v, 150.0, 230.0, 2, 0.9)
    shapes = n.lattices(4)
    here = n.fbm(s.x, v, 3.0, 9.0, gain=0.42, lattices=shapes)
    there = n.fbm(s.x + light * 0.012, v - 0.010, 3.0, 9.0, gain=0.42, lattices=shapes)
    tone = mix(s.colour(0.78, 0.66, 0.48), s.colour(0.93, 0.86, 0.72), tropical)
    ripple = n.sample(s.x / below * 2.4, 1.0 / below * 9.0 + s.x * 1.5, 96, 128) - 0.5
    ripple = ripple * smoothstep(0.06, 0.22, below) * smoothstep(0.40, 0.62, here)
    shade = clip(0.68 + (here - there) * 3.0 + (grain - 0.5) * 0.10 + ripple * 0.22)
    dry = p.lit(tone * (0.94 + grain * 0.10), shade)
    cover = snow_cover(s) * smoothstep(0.18, 0.42, inland + (here - 0.5) * 0.3) * 0.85
    dry = mix(dry, p.lit(s.colour(0.92, 0.94, 0.98), shade), cover)
    # wet: dark and shining
    rain = s.is_("weather", "rain", "storm")
    wetness = clip(smoothstep(0.20, 0.05, inland) + rain * 0.45)
    sky = sky_with_glow(s, p, horizon, y=horizon - below * 1.0)
    wet = mix(p.lit(tone * 0.46, 0.7), sky, clip(0.58 - below * 0.35 + (grain - 0.5) * 0.12))
    picture = mix(dry, wet, wetness * 0.92)
    # shells and pebbles
    f = strew(s, horizon, 0.10, 3)
    d = sqrt(f.dx * f.dx + f.dy * f.dy * 3.0 + 1e-9)
    soft = s.px / f.size + 0.0006
    stone = clip((0.004 + 0.006 * f.values[1] - d) / soft + 0.5) * smoothstep(0.72, 0.80, f.values[0]) * f.inside
    tone2 = mix(s.colour(0.42, 0.38, 0.34), s.colour(0.96, 0.90, 0.84), f.values[2])
    picture = mix(picture, p.lit(tone2, clip(0.7 - f.dy * 30.0)), clip(stone))
    walked = s.chance(0.6) * smoothstep(0.02, 0.06, inland)
    picture = footprints(s, picture, below, walked)
    # the swash: a thin bright edge with a shadow before it
    white = p.lit(s.colour(0.98, 1.0, 1.0), 1.0)
    lace = n.fbm(s.x, v, 22.0, 52.0, 3, 0.65)
    foam = smoothstep(0.030, 0.004, inland) * (0.65 + 0.5 * lace)
    foam = foam + smoothstep(0.10, 0.0, inland) * smoothstep(0.54, 0.64, lace) * 0.6
    picture = mix(picture, white, clip(foam * 0.95))
    fog = s.is_("weather", "fog")
    return mix(picture, p.haze, clip(exp(-below * 22.0) * 0.6 + exp(-below * 5.0) * fog * 0.7))


def cliffs(s: Scene, p, horizon, shore, edge_x, ground, inland, light):
    """A headland above the beach's far end, in some seeds: (picture, alpha) with the sand."""
    n = s.noise
    there = s.chance(0.55)
    jag = n.line(s.x, 5.0, 5, 0.55) - 0.5
    rise = smoothstep(s.rnd(0.08, 0.30), s.rnd(0.46, 0.58), edge_x + jag * 0.10)
    height = s.rnd(0.10, 0.34)
    foot = maximum(shore, horizon + 0.03) * 0.7 + (horizon + 0.012) * 0.3 + jag * 0.012
    crest = foot - rise * (height * (0.8 + jag * 0.5) + foot - horizon)
    crag, texture = relief(s, 8.0, 5.0, 6, towards=light)
    strata = n.smooth(s.x, s.y, 1.5, 60.0, 48, 128)
    stone = mix(s.colour(0.36, 0.30, 0.25), s.colour(0.68, 0.60, 0.48), strata * 0.55 + texture * 0.45)
    green = mix(s.colour(0.22, 0.34, 0.14), s.colour(0.55, 0.60, 0.55), snow_cover(s))
    turf = smoothstep(0.030, 0.012, s.y - crest + (texture - 0.5) * 0.05)
    body = p.lit(mix(stone, green, turf), clip(0.42 + crag * 1.3))
    body = mix(body, p.haze, 0.20 + p.overcast * 0.12)
    # level sand goes on in front of its foot
    low = clip(0.5 + (foot - s.y + (texture - 0.5) * 0.02) / 0.004)
    a = s.edge(s.y - crest) * low * there * smoothstep(0.0, 0.02, rise)
    beach = clip(inland / (s.px / clip(s.y - horizon, 0.006, 2.0) * 2.0) + 0.5) * s.edge(s.y - horizon - 0.004)
    return clip(mix(ground, body, a)), beach + a - beach * a


def growth(s: Scene, p, side, tropical, light):
    """Palms leaning over the beach, or dune grass in the corner."""
    corner = mix(-1.0, 1.0, s.chance(0.6)) * side
    edge_x = s.x * corner / s.aspect
    bank = 1.10 - smoothstep(s.rnd(-0.2, 0.2), 0.60, edge_x) * s.rnd(0.14, 0.30) + (s.noise.line(s.x, 3.0, 4) - 0.5) * 0.05
    reeds = None
    for spacing, h in ((0.011, 0.20), (0.008, 0.16), (0.006, 0.11)):
        more = grass(s, bank + 0.03, h * 1.15, spacing, 0.8)
        reeds = more if reeds is None else reeds.under(more)
    n = s.noise
    grain = n.fbm(s.x, s.y, 130.0, 140.0, 2, 0.8)
    soil = s.edge(s.y - bank, 2.0)
    tone = mix(s.colour(0.72, 0.60, 0.42), s.colour(0.88, 0.80, 0.64), tropical)
    mound = p.lit(tone * (0.93 + grain * 0.10), clip(0.58 + (grain - 0.5) * 0.25))
    blades = paint_stand(s, p, reeds, s.colour(0.34, 0.38, 0.16), s.colour(0.84, 0.80, 0.48))
    picture = mix(mound, blades, reeds.alpha)
    alpha = soil + reeds.alpha - soil * reeds.alpha

    palms = None
    for k in range(2):
        at, tall, lean = corner * s.aspect * s.rnd(0.26, 0.50), s.rnd(0.62, 0.86) * (1.0 - 0.22 * k), s.rnd(-0.42, -0.02)
        tree = palm(s, at, 1.06, tall, corner * lean, light)
        if k == 1:
            tree.alpha = tree.alpha * s.chance(0.6)
        palms = tree if palms is None else tree.under(palms)
    coconut = paint_stand(s, p, palms, s.colour(0.20, 0.17, 0.10), s.colour(0.42, 0.58, 0.18))
    shown = palms.alpha * tropical
    picture = mix(picture, coconut, shown)
    s.layer("growth", "foliage", 0.85, clip(picture), alpha + shown - alpha * shown)


def palm(s: Scene, foot_x, foot_y, height, lean, light) -> Stand:
    """A palm whose curved trunk leans by `lean` heights at its top."""
    up = (foot_y - s.y) * (1.0 / height)
    t = clip(up, -0.2, 1.0)
    dx = s.x - foot_x - lean * height * t * t
    rings = sin(t * 150.0) * 0.5 + 0.5
    w = height * (0.020 - 0.009 * t + 0.012 * exp(clip(t) * (-14.0))) * (1.0 + rings * 0.08)
    trunk = s.edge(w - absolute(dx)) * s.edge((1.0 - up) * height)
    q = clip(dx / w, -1.0, 1.0)
    one = s.graph.wrap(0.0)
    stem = Stand(trunk, clip(0.75 + q * light * 0.5 - q * q * 0.2 + rings * 0.15), one, one)
    top_y, top_x = foot_y - height, foot_x + lean * height
    back = rosette(s, s.x - top_x, top_y - s.y + 0.0, height * 0.42, 11.0, 0.62, 46.0, 0.19, 2.0)
    front = rosette(s, s.x - top_x, top_y - s.y - 0.01, height * 0.38, 9.0, 0.85, 46.0, 0.19, 2.1)
    back.shade = back.shade * 0.7
    return stem.under(back).under(front)
