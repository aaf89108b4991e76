"""The ground of another world: strange rocks under a sky with moons, a great planet, two suns."""

from graph import absolute, clip, exp, maximum, mix, sin, smoothstep, sqrt
from land import relief, ridge, sun_side
from light import palette
from scene import Scene
from settings.space import ball, choice
from sky import add_stars, clouds, sky_with_glow, sun_position

SANDS = [(0.62, 0.33, 0.20), (0.55, 0.46, 0.36), (0.33, 0.36, 0.46), (0.46, 0.28, 0.42)]
AIRS = [(0.95, 0.58, 0.36), (0.55, 0.80, 0.72), (0.62, 0.56, 0.88), (0.90, 0.72, 0.50)]


def paint(s: Scene):
    p = palette(s, sunlit=0.0)
    n = s.noise
    horizon = s.rnd(0.54, 0.68)
    # the air has a colour of its own: it tints all light
    air = choice(s, AIRS)
    for name, share in dict(top=0.45, mid=0.62, horizon=0.50, key=0.30, fill=0.45, haze=0.62).items():
        value = getattr(p, name)
        grey = (value.part([0], [1], [0]) + value.part([1], [2], [0]) + value.part([2], [3], [0])) * 0.42
        setattr(p, name, mix(value, clip(air * grey), share * (1.0 - s.tint_strength * 0.7)))

    sky = sky_with_glow(s, p, horizon)
    c = clouds(s, p, horizon, scale=0.8)
    s.layer("sky", "sky", 0.0, clip(mix(sky, c.picture, c.alpha * 0.45)), s.zeros + 1.0)
    add_stars(s, p, horizon)

    # -- a great planet low in the sky, and a small moon ------------------------------
    lx, ly = sun_position(p, horizon)
    side = -sun_side(p)
    r = s.rnd(0.16, 0.40)
    px, py = side * s.aspect * s.rnd(0.08, 0.30), horizon - s.rnd(0.05, 0.42)
    disc, shade = ball(s, px, py, r, lx * 1.5, ly - 0.2)
    turn = s.rnd(-0.4, 0.4)
    u, v = (s.x - px) - (s.y - py) * turn, (s.y - py) + (s.x - px) * turn
    swirl = n.fbm(s.x - px, s.y - py, 5.0, octaves=4) - 0.5
    bands = n.sample(u * 1.4 + swirl * 1.4, v * (6.0 / r) + swirl * 1.6, 96, 128)
    body = mix(choice(s, AIRS) * 0.75, s.colour(0.95, 0.90, 0.84), smoothstep(0.25, 0.8, bands) * 0.65)
    # by day the sky's light lies over it, so its night side is sky
    day = 1.0 - p.night
    lit = clip(shade * 1.2)
    planet = body * (0.10 + lit * 0.95)
    see = disc * mix(0.95, 0.18 + 0.62 * lit, day) * clip(1.0 - p.overcast * 0.75)
    planet = mix(planet, sky_mix(p), smoothstep(0.35, 0.0, horizon - s.y) * 0.45)
    flat = s.rnd(3.0, 5.5)
    re = sqrt(u * u + (v * flat) * (v * flat) + 1e-7) / r
    texture = n.sample(re * 13.0 + s.zeros, s.zeros + s.rnd(0, 50), 96, 128)
    ringed = smoothstep(0.40, 0.44, s.rnd())
    ring = smoothstep(1.30, 1.34, re) * smoothstep(2.2, 2.05, re) * smoothstep(0.25, 0.5, texture)
    ring = ring * (1.0 - disc * smoothstep(0.008, -0.008, v)) * ringed * mix(0.8, 0.5, day) * clip(1.0 - p.overcast)
    mr = s.rnd(0.018, 0.05)
    mx, my = px - side * s.rnd(0.30, 0.62), horizon - s.rnd(0.28, 0.46)
    mdisc, mshade = ball(s, mx, my, mr, lx, ly)
    moon = s.colour(0.85, 0.82, 0.80) * (clip(mshade) * 0.95 + 0.06)
    msee = mdisc * mix(1.0, 0.15 + 0.6 * clip(mshade), day) * clip(1.0 - p.overcast)
    picture = mix(mix(planet, moon, mdisc), body * 0.5 + s.colour(0.42, 0.40, 0.38), ring * (1.0 - mdisc))
    s.layer("worlds", "far", 0.01, clip(picture), maximum(maximum(see, ring), msee) * s.edge(horizon + 0.05 - s.y))

    # -- land: far mesas or needles, dunes or cracked plain -------------------------------
    sand = mix(choice(s, SANDS), s.tint, s.tint_strength * 0.25)
    towers = smoothstep(0.45, 0.55, s.rnd())
    needle = ridge(s, horizon + 0.01, s.rnd(0.16, 0.34), 2.6, 6, True, 0.55)
    steps = n.line(s.x + s.rnd(0, 30), 1.7, 3)
    mesa_line = smoothstep(0.46, 0.52, steps) * 0.6 + smoothstep(0.58, 0.63, steps) * 0.4
    mesa = horizon + 0.01 - mesa_line * s.rnd(0.10, 0.22) - (n.line(s.x, 14.0, 3) - 0.5) * 0.012
    far_top = mix(mesa, needle, towers)
    crag, tex = relief(s, 6.0, 3.0, 6, towards=sun_side(p), dx=0.008)
    strata = n.sample(s.x * 1.2, s.y * 46.0 + (tex - 0.5) * 3.0, 96, 128) - 0.5
    far = p.lit(sand * (0.72 + tex * 0.4 + strata * 0.22), clip(0.42 + crag * 1.3))
    s.layer("far-rocks", "far", 0.14, clip(p.distant(far, 0.50)), s.edge(s.y - far_top))

    mid_top = ridge(s, horizon + 0.07, s.rnd(0.10, 0.22), 1.5, 6, True, 0.5)
    crag2, tex2 = relief(s, 7.0, 4.4, 6, towards=sun_side(p))
    mid = p.lit(sand * (0.55 + tex2 * 0.5), clip(0.36 + crag2 * 1.5))
    s.layer("rocks", "land", 0.34, clip(p.distant(mid, 0.24 + smoothstep(0.0, 0.12, s.y - horizon - 0.02) * 0.16)), s.edge(s.y - mid_top))

    top = horizon + 0.10 + (n.line(s.x, 1.1, 3) - 0.5) * 0.07
    below = clip(s.y - horizon - 0.03, 0.0, 2.0)
    near = 1.0 / (below + 0.05)
    gu, gv = s.x * near * 0.8, near * 2.4
    rough = n.sample(gu * 1.5 + s.rnd(0, 40), gv * 1.3 + s.zeros, 96, 128)
    fine = n.sample(gu * 7.0 + rough, gv * 6.0 + s.zeros, 96, 128)
    rippled = sin(gv * 14.0 + rough * 10.0 + gu * 2.0) * 0.5
    cracked = smoothstep(0.06, 0.0, absolute(n.sample(gu * 3.0 + fine * 0.2, gv * 2.6 + rough * 0.6, 96, 128) - 0.5)) * -0.55
    kind = smoothstep(0.45, 0.55, s.rnd())
    texture = mix(rippled * 0.10, cracked * 0.5, kind) * smoothstep(0.02, 0.16, below) + (fine - 0.5) * 0.24 + (rough - 0.5) * 0.34
    ground = p.lit(sand * (0.86 + texture), clip(0.62 + texture * 0.9))
    s.layer("ground", "land", 0.55, clip(p.distant(ground, exp(-below * 7.0) * 0.62)), s.edge(s.y - top))

    # -- glowing pools or crystals, and boulders near by -----------------------------------
    glows = mix(choice(s, AIRS), s.colour(0.35, 0.95, 0.9), 0.5)
    vein = smoothstep(0.035, 0.0, absolute(n.sample(gu * 1.1 + 30.0, gv * 0.9 + fine * 0.25, 96, 128) - 0.5))
    vein = vein * smoothstep(0.02, 0.10, below) * s.edge(s.y - top) * smoothstep(0.45, 0.55, s.rnd())
    s.layer("glow", "lights", 0.55, clip(mix(glows, s.tint, s.tint_strength * 0.5)) * vein, s.zeros + mix(0.85, 0.12, day), "add")

    corner = smoothstep(0.10, 0.60, s.x * side * -1.0 / s.aspect)
    jag = n.line(s.x, 5.0, 6, 0.55) - 0.5
    boulder = 1.12 - corner * s.rnd(0.2, 0.6) - jag * (0.06 + corner * 0.30)
    rock, rt = relief(s, 7.0, 8.0, 6, towards=sun_side(p))
    dark = p.lit(sand * (0.30 + rt * 0.42), clip(0.28 + rock * 1.4))
    rim = exp(-clip(s.y - boulder, 0.0, 1.0) * 55.0) * 0.3 * (1.0 - p.overcast)
    s.layer("boulder", "near", 0.92, clip(dark + p.key * rim * 0.5), s.edge(s.y - boulder))

    s.ground(horizon, horizon + 0.13, 1.0, 0.07, 0.60)
    s.light(p.sun_x, horizon - p.altitude, p.key, p.fill, p.haze, 1.0 - p.overcast * 0.85)


def sky_mix(p):
    return mix(p.mid, p.horizon, 0.5)
