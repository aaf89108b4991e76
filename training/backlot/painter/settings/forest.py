"""Inside a forest: trunks that fade into haze, ferns, shafts of light; fireflies by night."""

from air import fireflies, mist, shafts
from graph import bell, clip, mix, pick, sin, smoothstep
from land import season_green, snow_cover, sun_side
from light import glow, palette
from scene import Scene
from trees import conifers, ferns, foliage, paint_stand, trunks


def paint(s: Scene):
    p = palette(s)
    fir = s.chance(0.5)  # firs, or beeches
    horizon = s.rnd(0.52, 0.62)
    light = sun_side(p)
    green = mix(season_green(s), s.colour(0.16, 0.28, 0.14), fir * 0.75)
    clearing = s.rnd(-0.28, 0.28) * s.aspect  # where the wood is open and bright

    # backdrop: light behind the trees, soft masses of leaves
    air = mix(p.haze, p.horizon, 0.45)
    air = mix(air, air * (green * 1.15 + 0.30), 0.75 * (1.0 - p.overcast * 0.5) * (1.0 - p.night * 0.6))
    air = air * mix(0.92, 0.72, p.exposure * (1.0 - p.night)) * (1.0 + s.is_("weather", "fog") * (1.0 - p.night) * 0.30)
    leaves = s.noise.fbm(s.x, s.y, 5.0, 6.5, 5, 0.6)
    flecks = s.noise.fbm(s.x, s.y, 34.0, 36.0, 2, 0.7)
    open_ = glow(s, clearing, horizon - 0.22, 0.42)
    mass = smoothstep(0.36, 0.60, leaves + (flecks - 0.5) * 0.35 + (0.32 - s.y) * 0.35 - open_ * 0.42 + 0.10)
    dark = mix(air * 0.50, p.lit(green * (0.6 + flecks * 0.8), 0.6), 0.55)
    back = mix(air * (0.86 + open_ * 0.65), dark, mass * mix(0.80, 0.45, p.overcast))
    s.layer("sky", "sky", 0.0, clip(back), s.zeros + 1.0)

    floor_ = ground_picture(s, p, green, horizon, clearing)
    mossy = s.noise.fbm(s.x, s.y, 5.0, 2.2, 4, 0.6)
    girth, crowd = s.rnd(0.75, 1.35), s.rnd(0.62, 1.1)

    def row(name, role, depth, base, width, spacing, fade, density):
        stand = trunks(s, base, width, spacing, density, light, birch=0.0)
        second = trunks(s, base + width * 0.3, width * 0.7, spacing * 0.62, density * 0.8, light)
        stand = second.under(stand)
        pale = mix(s.colour(0.36, 0.34, 0.30), s.colour(0.28, 0.235, 0.18), fir)
        bark = paint_stand(s, p, stand, s.colour(0.085, 0.075, 0.06), pale, 0.25 * snow_cover(s))
        moss = smoothstep(0.50, 0.66, mossy + (stand.tone - 0.5) * 0.35) * (0.75 - 0.45 * fir)
        bark = mix(bark, p.lit(green * (0.35 + 0.75 * stand.shade), stand.shade), moss)
        soil = s.edge(s.y - base + (leaves - 0.5) * 0.04, 3.0)
        picture = mix(floor_, bark, stand.alpha)
        plants, young = undergrowth(s, p, name, base, spacing, green, fir, light)
        picture = mix(picture, young, plants)
        soil = soil + plants - soil * plants
        picture = mix(picture * (1.0 + p.night * 0.5), air, fade)
        s.layer(name, role, depth, picture, stand.alpha + soil - stand.alpha * soil)

    fog = s.is_("weather", "fog") * 0.22 + p.overcast * 0.06
    row("far-wood", "far", 0.12, horizon + 0.02, 0.022, 0.055, clip(0.62 + fog), 0.85)
    row("middle-wood", "land", 0.30, horizon + 0.10, 0.052 * girth, 0.17, clip(0.30 + fog), crowd * 0.75)
    veil, alpha = mist(s, p, horizon + 0.05, 0.07, clip(pick(s.vector("time"), [0.8, 0.25, 0.5, 0.6]) + fog))
    s.layer("mist", "mist", 0.35, mix(veil, air, 0.5), alpha * 0.8)
    row("near-wood", "near", 0.60, horizon + 0.22, 0.13 * girth, 0.48, fog * 0.5, crowd * 0.68)

    beam = shafts(s, clearing + p.sun_x * 1.2, -0.75, 5.0)
    shown = clip(1.05 - p.overcast * 1.1 + s.is_("weather", "fog") * 0.62) * mix(1.0, 0.35, p.night)
    fall = smoothstep(1.05, 0.25, s.y) * bell(s.x - clearing, 0.55)
    s.layer("beams", "beams", 0.45, clip(p.key * beam * fall * 0.52 * shown), s.zeros + 1.0, "add")

    flies = fireflies(s, 0.34) * 1.3 * smoothstep(0.25, 0.5, s.y) * p.night * clip(1.0 - p.overcast)
    flies = flies * s.is_("season", "spring", "summer")
    s.layer("fireflies", "lights", 0.55, clip(flies), s.zeros + 1.0, "add")

    canopy(s, p, green, light, fir)
    far = horizon + 0.14
    s.ground(horizon, far, 1.0, 0.85 * (far - horizon) / (1.0 - horizon), 0.85)
    s.light(p.sun_x, 0.0, p.key, p.fill, air, 0.6 * (1.0 - p.overcast * 0.85))


def undergrowth(s: Scene, p, name, base, spacing, green, fir, light):
    """What grows among the trunks: (alpha, picture). Young firs, or ferns."""
    if name == "far-wood":
        return s.zeros, s.zeros
    if name == "near-wood":
        plants = ferns(s, base + 0.07, 0.13, density=0.7)
    else:
        line = s.noise.line(s.x, 1.5, 3)
        firs = conifers(s, base + 0.05, 0.42, 0.17, clip((line - 0.34) * 3.0) * fir, light, tall=0.3)
        bush = foliage(s, (s.y - base - 0.01 + clip(line - 0.44) * 0.55) * 8.0, 0.16, light, 0.7, 0.010)
        bush.alpha = bush.alpha * smoothstep(0.09, 0.05, s.y - base) * (1.0 - snow_cover(s) * 0.4)
        plants = bush.under(firs)
    return plants.alpha, paint_stand(s, p, plants, green * 0.34, green * 0.95)


def ground_picture(s: Scene, p, green, horizon, clearing):
    """The forest floor in perspective with patches of sun."""
    n = s.noise
    below = clip(s.y - horizon, 0.0, 2.0)
    v = (below + 0.03) ** 0.5
    patches = n.fbm(s.x, v, 3.0, 14.0, 4, 0.6)
    litter = n.fbm(s.x, v, 16.0, 60.0, 4, 0.7)
    brown = mix(s.colour(0.16, 0.11, 0.07), s.colour(0.34, 0.24, 0.14), litter)
    moss = mix(green * 0.5, green * 1.1, litter)
    albedo = mix(brown, moss, smoothstep(0.35, 0.62, patches + (litter - 0.5) * 0.5))
    albedo = mix(albedo, s.colour(0.88, 0.92, 0.98), snow_cover(s) * smoothstep(0.2, 0.5, litter + 0.15))
    # a trodden path, in some seeds
    bend = sin(v * s.rnd(3.0, 6.0) + s.rnd(0, 6)) * s.rnd(0.06, 0.20) * smoothstep(0.0, 0.45, below)
    across = (s.x - clearing * (1.0 - below * 0.5) - bend) / (0.012 + below * s.rnd(0.24, 0.40))
    path = smoothstep(1.1, 0.7, across * across + (patches - 0.5) * 0.9 + (litter - 0.5) * 0.5) * s.chance(0.5)
    albedo = mix(albedo, mix(s.colour(0.26, 0.20, 0.14), s.colour(0.56, 0.46, 0.33), litter), path * 0.85)
    sun = smoothstep(0.50, 0.66, n.fbm(s.x, v, 4.0, 20.0, 4, 0.6))
    picture = p.lit(albedo * (0.80 + 0.5 * litter), clip(0.18 + sun * 0.85))
    # puddles shine when it rains
    wet = s.is_("weather", "rain", "storm")
    puddle = smoothstep(0.60, 0.68, patches * 0.6 + (1.0 - litter) * 0.4 + path * 0.06) * wet
    return clip(mix(picture * (1.0 - wet * 0.12), mix(p.haze, p.mid, 0.4) * 0.75, puddle * 0.45))


def canopy(s: Scene, p, green, light, fir):
    """Leaves close to the viewer: hanging from above, ferns below."""
    n = s.noise
    edge_x = s.x / s.aspect
    drop = s.rnd(0.02, 0.16) + edge_x * edge_x * s.rnd(0.2, 0.9) + (n.line(s.x, 1.6, 3) - 0.5) * 0.35
    bare = s.is_("season", "winter") * 0.30
    over = foliage(s, (drop - bare - fir * 0.14 - s.y) * 3.0, 0.36, light, 0.60)
    fern = ferns(s, 1.03 - edge_x * edge_x * s.rnd(0.0, 0.5), 0.22)
    over = over.under(fern)
    picture = paint_stand(s, p, over, green * 0.34, green * 1.0)
    s.layer("leaves", "foliage", 0.85, picture * (0.9 + p.night * 0.4), over.alpha)
