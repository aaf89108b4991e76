"""Under the sea: light from the surface, blue distance, reefs or ruins of rock, kelp, sand."""

from graph import absolute, clip, exp, luminance, maximum, mix, pick, sin, smoothstep, sqrt
from land import relief, ridge, sun_side
from light import palette
from scene import Scene
from sky import cell_points

CORALS = [(0.86, 0.36, 0.34), (0.90, 0.60, 0.28), (0.62, 0.34, 0.66), (0.30, 0.58, 0.52)]


def paint(s: Scene):
    p = palette(s, sunlit=0.0)
    n = s.noise
    surface = s.rnd(-0.34, -0.10)  # the surface seen from below, above the frame
    sand = s.rnd(0.74, 0.88)
    lx = p.sun_x * 1.1
    day = pick(s.vector("time"), [0.76, 1.0, 0.66, 0.26]) * (1.0 - p.overcast * 0.30)

    # -- the water itself: bright above, deep below, scattering around the light -----
    tropical = s.rnd()
    shallow = mix(s.colour(0.30, 0.74, 0.82), s.colour(0.36, 0.78, 0.70), tropical)
    middle = mix(s.colour(0.05, 0.36, 0.58), s.colour(0.06, 0.42, 0.52), tropical)
    abyss = mix(s.colour(0.008, 0.085, 0.20), s.colour(0.010, 0.10, 0.18), tropical)
    warm = s.is_("time", "dusk", "dawn")
    shallow = mix(shallow, p.horizon * 0.9 + s.colour(0.0, 0.08, 0.12), warm * 0.5)
    tone = lambda c, k: clip(mix(c, s.tint * luma(c), s.tint_strength * 0.6)) * (0.16 + day * k)
    shallow, middle, abyss = tone(shallow, 0.90), tone(middle, 0.86), tone(abyss, 0.80)
    depth = clip((s.y - surface) / 1.25)
    water = mix(mix(shallow, middle, smoothstep(0.0, 0.50, depth)), abyss, smoothstep(0.34, 1.0, depth))
    dx, dy = s.x - lx, s.y - surface
    d = sqrt(dx * dx * 0.7 + dy * dy + 1e-6)
    glow = exp(-d * 2.6) * 0.75 + exp(-d * 6.5) * 0.6
    water = water + tone(s.colour(0.75, 1.0, 0.95), 0.9) * glow * 0.62
    # the moving mirror of the surface, foreshortened towards the top
    far = 1.0 / (clip(s.y - surface, 0.02, 2.0))
    swell = n.sample(s.x * far * 0.62 + s.rnd(0, 50), far * 2.2 + s.zeros, 96, 128)
    net = smoothstep(0.40, 0.86, 1.0 - absolute(swell * 2.0 - 1.0)) * exp(-clip(s.y - surface, 0.0, 2.0) * 6.5)
    drift = n.fbm(s.x, s.y, 1.1, 1.9, octaves=4) - 0.5
    s.layer("water", "sky", 0.0, clip(water * (1.0 + drift * 0.18) + shallow * net * 0.45), s.zeros + 1.0)

    haze = lambda picture, amount: mix(picture, water * 0.94 + middle * 0.05, amount)

    # -- far walls of rock, only shapes in the blue -------------------------------------
    shape = smoothstep(0.45, 0.55, s.rnd())
    far_top = mix(ridge(s, sand - 0.02, 0.42, 1.0, 5), valley(s, sand, 0.72), shape)
    crag, tex = relief(s, 5.0, 3.2, 6, towards=sun_side(p))
    rock = mix(s.colour(0.20, 0.26, 0.28), s.colour(0.30, 0.27, 0.24), tex)
    body = rock * (0.35 + clip(0.45 + crag)) * (0.25 + day)
    s.layer("far-rocks", "far", 0.16, haze(body, 0.80), s.edge(s.y - far_top, 3.0))

    # -- sand: ripples in perspective, a net of light on it ---------------------------------
    floor_y = sand + (n.line(s.x, 1.3, 3) - 0.5) * 0.05
    below = clip(s.y - floor_y + 0.012, 0.0, 2.0)
    near = 1.0 / (below + 0.06)
    u, v = s.x * near * 0.55, near * 2.6
    warp = n.sample(u * 1.6 + s.rnd(0, 40), v * 1.2, 96, 128)
    ripple = sin(v * 16.0 + warp * 9.0 + u * 5.0) * smoothstep(0.0, 0.16, below)
    caustic = light_net(s, u * 3.2, v * 1.9)
    ground = tone(s.colour(0.80, 0.74, 0.56), 0.72) * (0.74 + ripple * 0.07 + (warp - 0.5) * 0.22)
    ground = ground + tone(s.colour(0.8, 1.0, 0.86), 0.8) * caustic * 0.34 * smoothstep(0.0, 0.12, below) * day
    s.layer("sand", "land", 0.40, clip(haze(ground, exp(-below * 6.0) * 0.92)), s.edge(s.y - floor_y, 2.0))

    # -- reef: heads of coral in clumps ------------------------------------------------------
    side = mix(-1.0, 1.0, smoothstep(0.48, 0.52, s.rnd()))
    slant = smoothstep(-0.1, 0.6, s.x * side / s.aspect)
    heads = n.line(s.x, 9.0, 2, 0.6, ridged=False)
    clumps = smoothstep(0.30, 0.75, n.line(s.x + s.rnd(0, 20), 2.0, 2))
    top = sand + 0.14 - slant * s.rnd(0.10, 0.26) - clumps * heads * 0.17
    branch = n.fbm(s.x, s.y, 24.0, octaves=3)
    reef_edge = s.y - top + (branch - 0.5) * 0.055
    bumps, btex = relief(s, 17.0, 17.0, 3, towards=sun_side(p), dx=0.008, dy=-0.010, ridged=False)
    hue = n.smooth(s.x + s.rnd(0, 30), s.y, 4.0)
    coral = mix(mix(s.colour(*CORALS[0]), s.colour(*CORALS[1]), smoothstep(0.35, 0.5, hue)),
                mix(s.colour(*CORALS[2]), s.colour(*CORALS[3]), smoothstep(0.65, 0.8, hue)), smoothstep(0.5, 0.62, hue))
    shade = clip(0.62 + bumps * 1.1 + exp(-clip(s.y - top, 0.0, 1.0) * 9.0) * 0.40, 0.25, 1.25)
    polyps = smoothstep(0.52, 0.80, n.fbm(s.x, s.y, 60.0, octaves=2)) * 0.22
    reef = mix(coral, s.colour(0.25, 0.3, 0.3), smoothstep(0.04, 0.30, s.y - top) * 0.75) * (0.62 + btex * 0.4 + polyps) * shade
    s.layer("reef", "land", 0.58, clip(haze(reef * (0.22 + day * 0.95), 0.38)), s.edge(reef_edge, 2.0))

    # -- shafts of light --------------------------------------------------------------------
    angle = dx / (dy + 0.30)
    shafts = smoothstep(0.46, 0.86, n.sample(angle * 9.0 + s.rnd(0, 40), s.zeros + 3.3, 96, 128) * 0.6
                        + n.sample(angle * 21.0 + s.rnd(0, 40), s.zeros + 7.7, 96, 128) * 0.4)
    reach = smoothstep(1.05, 0.0, dy) * exp(-angle * angle * 1.3)
    s.layer("shafts", "beams", 0.30, clip(tone(s.colour(0.72, 1.0, 0.95), 0.9) * shafts * reach * 0.55 * day), s.zeros + 1.0, "add")

    # -- what glows by itself in the dark ------------------------------------------------------
    u, v = s.x * 13.0 + s.rnd(0, 50), s.y * 13.0 + s.rnd(0, 50)
    spots, kind = cell_points(s, u, v, 13.0, 0.45, size=0.0026)
    wide, _ = cell_points(s, u, v, 13.0, 0.30, size=0.011)
    cool = mix(s.colour(0.25, 0.95, 0.85), s.colour(0.55, 0.45, 1.0), smoothstep(0.35, 0.65, kind))
    living = smoothstep(sand - 0.55, sand + 0.02, s.y + (kind - 0.5) * 0.3) * p.night
    s.layer("glow", "lights", 0.60, clip(cool * (spots * 1.1 + wide * 0.30)), living + s.zeros, "add")

    # -- kelp or sea grass near the viewer ----------------------------------------------------
    tall = smoothstep(0.40, 0.50, s.rnd())
    blades, lit = kelp(s, side, tall)
    green = mix(s.colour(0.10, 0.22, 0.10), s.colour(0.26, 0.30, 0.08), lit)
    s.layer("kelp", "foliage", 0.80, clip(haze(green * (0.20 + day * 0.9) * (0.5 + lit), 0.10)), blades)

    # -- a dark rock close by --------------------------------------------------------------------
    edge_x = -s.x * side / s.aspect
    jag = (n.line(s.x, 6.0, 5, 0.55) - 0.5) * 0.22
    near_top = 1.10 - smoothstep(0.08, 0.60, edge_x) * s.rnd(0.2, 0.55) - jag * smoothstep(0.0, 0.3, edge_x)
    rough, rt = relief(s, 8.0, 8.0, 5, towards=sun_side(p))
    stone = s.colour(0.09, 0.12, 0.14) * (0.4 + rt) * (0.5 + clip(0.3 + rough)) * (0.3 + day)
    moss = coral * smoothstep(0.55, 0.75, branch) * exp(-clip(s.y - near_top, 0.0, 1.0) * 9.0) * 0.35 * day
    s.layer("near-rock", "near", 0.95, clip(stone + moss + abyss * 0.25), s.edge(s.y - near_top + (branch - 0.5) * 0.02, 1.5))

    s.ground(sand, sand + 0.05, 1.0, 0.16, 0.50)
    s.light(lx, surface, shallow + 0.15, middle, middle, 0.5 * day)


def luma(c):
    return luminance(c).reshape(1, 1, 1) * 1.6


def valley(s: Scene, base, height):
    """Edges that rise to both sides and leave the middle open: row of y."""
    open_ = smoothstep(0.12, 0.62, absolute(s.x - s.rnd(-0.2, 0.2)) / s.aspect)
    return base + 0.05 - open_ * height - (s.noise.line(s.x, 2.2, 6, 0.52) - 0.5) * (0.10 + open_ * 0.5)


def light_net(s: Scene, u, v):
    """Caustics: bright thin lines between cells, from two ridged noises: image 0..1."""
    a = s.noise.sample(u, v, 96, 128)
    b = s.noise.sample(u * 1.13 + a * 0.8 + 17.0, v * 1.07 + 9.0, 96, 128)
    line = 1.0 - (absolute(a * 2.0 - 1.0) + absolute(b * 2.0 - 1.0)) * 0.5
    return smoothstep(0.62, 1.0, line)


def kelp(s: Scene, side, tall):
    """Ribbons from the ground up, thick on one side of the frame: (alpha, light) images."""
    n = s.noise
    alpha, light = s.zeros, s.zeros
    for scale, top in ((9.0, 0.16), (13.0, 0.34), (19.0, 0.52)):
        bend = (n.smooth(s.x * 0.3, s.y, 1.5) - 0.5) * 0.10
        t = s.x * scale + s.rnd(0, 40)
        inside, present, high, phase = n.cells(t, 128, 3)
        wave = sin(s.y * 7.0 + phase * 20.0) * 0.14 + bend * scale
        crowd = smoothstep(0.10, 0.45, s.x * side / s.aspect + (present - 0.5) * 0.35)
        height = mix(0.95, top + high * 0.45, mix(0.35, 1.0, tall)) + (1.0 - crowd) * 0.7
        leaf = 1.0 + 0.40 * sin(s.y * 75.0 + phase * 40.0)
        taper = smoothstep(height, height + 0.5, s.y)
        width = (0.012 + 0.020 * taper) * leaf * 0.5
        blade = s.edge(width - absolute(inside - 0.5 - wave) / scale, 1.2) * smoothstep(height - 0.004, height + 0.03, s.y)
        blade = blade * smoothstep(0.2, 0.35, present)
        light = mix(light, (0.3 + 0.7 * (inside - wave)) * (1.0 - s.y * 0.5), blade)
        alpha = maximum(alpha, blade)
    return alpha, clip(light)
