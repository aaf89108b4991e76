"""Open space: stars, a nebula, a planet with its night side, a moon, drifting rocks."""

from graph import absolute, clip, exp, maximum, mix, smoothstep, sqrt
from land import relief
from light import palette
from scene import Scene
from sky import star_field

NEBULAE = [(0.55, 0.16, 0.62), (0.12, 0.36, 0.72), (0.78, 0.26, 0.22), (0.10, 0.52, 0.50)]
PLANETS = [(0.66, 0.46, 0.30), (0.25, 0.45, 0.70), (0.72, 0.62, 0.48), (0.46, 0.30, 0.26)]


def choice(s: Scene, table):
    """One of the colours of a table, by seed, blended a little with the next."""
    t = s.rnd(0.0, len(table) - 1.0)
    weights = [clip(1.0 - absolute(t - float(i)) * 1.3) for i in range(len(table))]
    total = weights[0]
    result = s.colour(*table[0]) * weights[0]
    for w, c in zip(weights[1:], table[1:]):
        result, total = result + s.colour(*c) * w, total + w
    return result * (1.0 / (total + 1e-4))


def paint(s: Scene):
    p = palette(s)
    n = s.noise
    tint = lambda c, amount: mix(c, s.tint, s.tint_strength * amount)

    # -- nebula: two gases, folded by a broad warp -------------------------------
    one, two = tint(choice(s, NEBULAE), 0.8), tint(choice(s, NEBULAE), 0.55)
    slope = s.rnd(-0.6, 0.6)
    band = absolute((s.y - 0.5) + s.x * slope + (n.smooth(s.x, s.y, 0.9) - 0.5) * 0.7)
    lane = exp(-(band * band) * 7.0)
    warp = n.smooth(s.x, s.y, 1.6)
    gas = n.sample(s.x * 2.4 + warp * 2.2 + s.rnd(0, 40), s.y * 2.4 + warp * 1.4 + s.rnd(0, 40), 96, 128)
    fine = n.fbm(s.x, s.y, 3.4, octaves=5, gain=0.55)
    dust = n.fbm(s.x, s.y, 2.6, octaves=6, gain=0.56, ridged=True)
    density = smoothstep(0.30, 0.95, gas * 0.55 + fine * 0.55) * lane
    cold = smoothstep(0.25, 0.9, fine * 0.8 + (1.0 - gas) * 0.35) * lane
    dark = smoothstep(0.58, 0.86, dust) * lane
    base = s.colour(0.008, 0.010, 0.022) + tint(s.colour(0.02, 0.025, 0.06), 0.5) * smoothstep(1.2, 0.0, band)
    gases = one * density * 0.85 + two * cold * 0.55 + s.colour(1.0, 0.86, 0.72) * (density * density) * 0.38
    picture = clip(base + gases * (1.0 - dark * 0.72))
    s.layer("nebula", "sky", 0.0, picture, s.zeros + 1.0)
    s.layer("stars", "stars", 0.01, clip(star_field(s, 0.62) * (1.15 - dark * 0.7)), s.zeros + 1.0, "add")

    # -- the sun: off to one side, small and fierce -------------------------------
    side = mix(-1.0, 1.0, smoothstep(0.48, 0.52, s.rnd()))
    lx, ly = side * s.aspect * s.rnd(0.22, 0.40), s.rnd(0.08, 0.34)
    dx, dy = s.x - lx, s.y - ly
    d = sqrt(dx * dx + dy * dy + 1e-6)
    glare = exp(-d * 26.0) + exp(-d * 7.0) * 0.20
    cross = exp(-absolute(dy) * 420.0) * exp(-absolute(dx) * 5.0) + exp(-absolute(dx) * 420.0) * exp(-absolute(dy) * 9.0)
    white = tint(s.colour(1.0, 0.94, 0.84), 0.5)
    s.layer("sun", "sun", 0.015, clip(white * (glare + cross * 0.35 + s.edge(0.016 - d) * 1.0)), s.zeros + 1.0, "add")

    # -- planet: a sphere lit by that sun, with bands or continents, air and rings --
    r = s.rnd(0.26, 0.60)
    px, py = -side * s.aspect * s.rnd(0.06, 0.34), s.rnd(0.45, 0.95)
    sphere, shade = ball(s, px, py, r, lx, ly)
    turned = s.rnd(-0.35, 0.35)
    v = (s.y - py) + (s.x - px) * turned
    u = (s.x - px) - (s.y - py) * turned
    body, other = tint(choice(s, PLANETS), 0.55), choice(s, PLANETS)
    swirl = n.fbm(s.x - px, s.y - py, 4.0, octaves=5) - 0.5
    bands = n.sample(u * 1.2 + swirl * 1.6, v * (6.5 / r) + swirl * 1.5, 96, 128)
    continents = smoothstep(0.47, 0.56, n.fbm(s.x - px, s.y - py, 4.2, octaves=6, gain=0.58))
    gaseous = smoothstep(0.45, 0.55, s.rnd())
    surface = mix(
        mix(body * 0.85, mix(other, s.colour(0.92, 0.88, 0.8), 0.25), continents),
        mix(body * 0.72, mix(other, body, 0.35) * 1.18, smoothstep(0.2, 0.8, bands)),
        gaseous,
    )
    storms = smoothstep(0.53, 0.78, n.sample(u * 6.0 + swirl * 3.0, v * 10.0 + swirl * 3.0, 96, 128) * 0.6 + n.fbm(s.x - px, s.y - py, 14.0, 20.0, octaves=4) * 0.5) * (1.0 - gaseous)
    surface = mix(surface, s.colour(0.95, 0.96, 0.98), storms * 0.75)
    crags, _ = relief(s, 34.0, 34.0, 4, dx=0.003, dy=-0.003, towards=side)
    lit = clip(shade * 1.15) * (1.0 + crags * 0.13 * (1.0 - gaseous) * (1.0 - storms) * continents)
    air = tint(mix(s.colour(0.45, 0.70, 1.0), one, 0.4), 0.5)
    edge_d = sqrt((s.x - px) * (s.x - px) + (s.y - py) * (s.y - py) + 1e-7) / r
    rim = exp(-absolute(edge_d - 1.0) * 26.0) * smoothstep(-0.15, 0.5, shade)
    planet = surface * (lit + 0.012) + air * (rim * 0.85 + smoothstep(0.72, 1.0, edge_d) * clip(shade) * 0.35)
    # the air's glow reaches past the limb, thin, on the day side only
    towards = clip(((s.x - px) * (lx - px) + (s.y - py) * (ly - py)) / (r * 0.6) + 0.35)
    halo = exp(-clip(edge_d - 1.0, 0.0, 9.0) * 34.0) * towards * 0.75
    s.layer("planet", "far", 0.14, clip(mix(air, planet, sphere)), maximum(sphere, halo * (1.0 - sphere)))

    # -- rings, in front and behind by half, for some planets -----------------------
    ringed = smoothstep(0.50, 0.54, s.rnd())
    flat = s.rnd(3.2, 6.0)
    re = sqrt(u * u + (v * flat) * (v * flat) + 1e-7) / r
    texture = n.sample((re * 14.0) + s.zeros, s.zeros + s.rnd(0, 50), 96, 128)
    gap = smoothstep(0.30, 0.45, texture) * (0.35 + texture * 0.65)
    hidden = 1.0 - sphere * smoothstep(0.01, -0.01, v)
    ring = smoothstep(1.28, 1.32, re) * smoothstep(2.15, 2.02, re) * gap * hidden * ringed
    s.layer("rings", "far", 0.16, mix(other, s.colour(0.92, 0.86, 0.76), 0.5) * (0.45 + texture * 0.5), ring * 0.85)

    # -- a moon -----------------------------------------------------------------
    mr = s.rnd(0.03, 0.085)
    mx, my = side * s.aspect * s.rnd(-0.05, 0.30), s.rnd(0.45, 0.80)
    disc, moonshade = ball(s, mx, my, mr, lx, ly)
    craters = n.fbm(s.x - mx, s.y - my, 30.0, octaves=4, gain=0.6)
    stone = s.colour(0.60, 0.58, 0.56) * (0.45 + craters * 0.75)
    s.layer("moon", "land", 0.30, clip(stone * (clip(moonshade * 1.2) + 0.012)), disc)

    # -- rocks drifting close by: lumps strewn along a slanted belt at the bottom ------
    cluster = s.rnd(0.60, 1.0)
    belt = (s.y - cluster - s.x * side * s.rnd(0.05, 0.35)) * 2.4
    lumps = n.fbm(s.x + s.rnd(0, 40), s.y, 6.5, octaves=5, gain=0.42)
    solid = lumps - 0.74 - belt * belt * 0.55 - s.rnd(-0.02, 0.06)
    rough, grain = relief(s, 16.0, 16.0, 5, towards=side, dx=0.004, dy=-0.004)
    inner = smoothstep(0.0, 0.07, solid)  # towards the middle of a lump it faces us
    bulge, _ = relief(s, 7.0, 7.0, 3, towards=side, dx=0.012, dy=-0.010, ridged=False)
    facing = clip(bulge * 2.2 + 0.38)
    rocklight = clip(facing * (1.25 - inner * 0.4) + rough * 0.45)
    rocks = s.colour(0.27, 0.25, 0.24) * (0.55 + grain * 0.5) * (rocklight * 1.3 + 0.03) * (0.45 + white * 0.7)
    s.layer("rocks", "near", 0.85, clip(rocks), s.edge(solid * 0.09, 1.5))

    s.ground(1.3, 0.7, 1.1, 0.10, 0.34)
    s.light(lx, ly, white, s.colour(0.05, 0.06, 0.12), s.colour(0.03, 0.035, 0.07), 1.0)


def ball(s: Scene, cx, cy, r, lx, ly):
    """A sphere: its disc and the cosine of the light on it (images); the light stands at (lx, ly), a
    little in front of the picture."""
    x, y = (s.x - cx) / r, (s.y - cy) / r
    d2 = x * x + y * y
    z = sqrt(clip(1.0 - d2, 0.0, 1.0) + 1e-7)
    vx, vy, vz = lx - cx, ly - cy, 0.16
    norm = 1.0 / sqrt(vx * vx + vy * vy + vz * vz)
    shade = (x * (vx * norm) + y * (vy * norm)) + z * (vz * norm)
    return s.edge((1.0 - sqrt(d2 + 1e-7)) * r), shade
