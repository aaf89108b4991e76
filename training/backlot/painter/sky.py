"""Sky, sun or moon, stars and clouds."""

from dataclasses import dataclass

from graph import T, absolute, clip, exp, floor, maximum, mix, pick, smoothstep, sqrt
from light import Palette
from scene import Scene


def sky_colour(s: Scene, p: Palette, y, horizon):
    """The bare sky's gradient at rows y (column [H, 1]): picture [3, H, 1]. Mirror y for water."""
    h = clip((horizon - y) * 1.35 + 0.0, 0.0, 1.2)  # 0 at the horizon
    low = mix(p.horizon, p.mid, smoothstep(0.0, 0.42, h))
    return mix(low, p.top, smoothstep(0.22, 1.05, h))


def sun_position(p: Palette, horizon):
    """Centre of sun or moon (x, y), frame units."""
    return p.sun_x, horizon - p.altitude


def sky_with_glow(s: Scene, p: Palette, horizon, x=None, y=None):
    """Sky with the light around the sun: picture [3, H, W] at (x, y) or everywhere."""
    x, y = s.x if x is None else x, s.y if y is None else y
    cx, cy = sun_position(p, horizon)
    dx, dy = x - cx, y - cy
    d = sqrt(dx * dx * 0.8 + dy * dy * 1.3 + 1e-6)
    # by day the sky is bright already: a small glow; low suns light up half of the sky
    strength = (1.0 - p.overcast * 0.75) * pick(s.vector("time"), [0.95, 0.55, 1.0, 0.38])
    wide, tight = exp(-d * 2.6) * 0.42, exp(-d * 9.0) * 0.45
    base = sky_colour(s, p, y, horizon)
    warm = mix(p.key, s.colour(1, 1, 1), 0.1)
    return base + (warm - base * 0.55) * ((wide + tight) * strength)


def add_sky(s: Scene, p: Palette, horizon, stars=True, sun=True, sun_size=0.034):
    """The backdrop and, in front of it, stars and the sun or moon."""
    s.layer("sky", "sky", 0.0, sky_with_glow(s, p, horizon), s.zeros + 1.0)
    if stars:
        add_stars(s, p, horizon)
    if sun:
        add_sun(s, p, horizon, sun_size)


def star_field(s: Scene, density=0.5):
    """Small round stars of varied brightness: picture [3, H, W], additive."""
    result = None
    for scale, bright in ((30.0, 0.75), (17.0, 1.0), (9.0, 1.3)):
        u, v = s.x * scale + s.rnd(0, 50), s.y * scale + s.rnd(0, 50)
        light, hue = cell_points(s, u, v, scale, density)
        tone = mix(s.colour(0.75, 0.85, 1.0), s.colour(1.0, 0.88, 0.72), hue)
        star = tone * (light * bright)
        result = star if result is None else result + star
    return result


def cell_points(s: Scene, u, v, scale, density, size=0.0011):
    """One randomly placed round point in some of the unit cells of (u row, v column).

    `scale`: cells a frame unit. Returns (light, hue) images."""
    n = s.noise
    iu, iv = floor(u), floor(v)
    wrap = lambda a, m: clip(a - floor(a / float(m)) * float(m), 0, m - 1)
    col = s.graph.op("Cast", wrap(iu, 128).reshape(-1), to=6)
    row = s.graph.op("Cast", wrap(iv, 96).reshape(-1), to=6)

    def value():
        rows = s.graph.op("Gather", n.lattice(), row, axis=0)
        return s.graph.op("Gather", rows, col, axis=1)

    px, py, power, hue = value(), value(), value(), value()
    dx = (u - iu - (px * 0.7 + 0.15)) / scale
    dy = (v - iv - (py * 0.7 + 0.15)) / scale
    magnitude = smoothstep(1.0 - density, 1.0, power)
    radius = maximum(s.px * 0.62, (magnitude * 0.8 + 0.35) * size)
    return exp(-(dx * dx + dy * dy) / (radius * radius)) * magnitude, hue


def add_stars(s: Scene, p: Palette, horizon):
    """Stars that show by night where the sky is clear; thin near the horizon."""
    visible = p.night * clip(1.0 - p.overcast * 1.25)
    high = smoothstep(0.02, 0.35, horizon - s.y)
    s.layer("stars", "stars", 0.0, clip(star_field(s)), high * visible, "add")


def add_sun(s: Scene, p: Palette, horizon, size=0.034):
    """Sun or moon: a disc with a glow; additive, so that thin cloud in front dims it. A thick sky hides it."""
    cx, cy = sun_position(p, horizon)
    dx, dy = s.x - cx, s.y - cy
    d = sqrt(dx * dx + dy * dy + 1e-7)
    disc = s.edge(size - d, 1.5)
    # the moon: a textured disc with a shadowed side
    n = s.noise.fbm(s.x - cx, s.y - cy, 26.0, octaves=3)
    phase = smoothstep(-0.3, 1.0, (dx * 0.8 - dy * 0.5) / size + s.rnd(0.2, 1.1))
    moon = (0.62 + 0.38 * smoothstep(0.35, 0.6, n)) * (0.15 + 0.85 * phase)
    body = disc * mix(1.0, moon, p.night)
    halo = exp(-(d / size) * 0.75) * mix(0.5, 0.30, p.night) + exp(-(d / size) * 0.28) * 0.14
    shown = clip(1.0 - p.overcast * 1.15)
    picture = p.key * halo + mix(p.key, s.colour(1, 1, 1), 0.55) * body
    s.layer("sun", "sun", 0.0, clip(picture), (s.zeros + 1.0) * shown, "add")


@dataclass
class Clouds:
    picture: T
    alpha: T


def clouds(s: Scene, p: Palette, horizon, x=None, y=None, lattices=None, scale=1.0) -> Clouds:
    """Clouds in perspective (flatter and smaller towards the horizon), lit from the sun's side.

    Coverage follows the weather. Evaluate at mirrored y with the same lattices for reflections."""
    n = s.noise
    x, y = s.x if x is None else x, s.y if y is None else y
    up = clip(horizon - y, 0.0, 2.0)
    # rows bunch up near the horizon; columns stay, which keeps the noise separable
    v = (up + 0.06) ** 0.55 * 3.0
    lattices = lattices or n.lattices(6)
    fx, fy = 1.5 * scale, 2.4 * scale
    shift = s.rnd(0, 40)
    density = n.fbm(x + shift, v, fx, fy, lattices=lattices, gain=0.52)
    cx, _ = sun_position(p, horizon)
    # light: how much less cloud there is a step towards the sun
    step_x = clip(cx - x, -0.6, 0.6) * 0.05
    towards = n.fbm(x + shift + step_x, v + 0.075, fx, fy, lattices=lattices, gain=0.52)
    cover = pick(s.vector("weather"), [0.57, 0.43, 0.34, 0.36, 0.40, 0.22]) + s.rnd(-0.05, 0.05)
    body = smoothstep(cover, cover + 0.16, density)
    thin = smoothstep(cover - 0.06, cover + 0.10, density) * 0.45
    veiled = 1.0 - s.is_("weather", "fog") * 0.8 - s.is_("weather", "snow") * 0.45
    alpha = maximum(body * 0.96, thin) * smoothstep(0.0, 0.10, up) * veiled
    lit = clip((density - towards) * 5.5 + 0.55)
    depth = smoothstep(cover, cover + 0.34, density)
    storm = s.is_("weather", "storm")
    shadow = mix(p.mid, p.fill, 0.5) * mix(0.86, 0.56, p.overcast * 0.7) * (1.0 - storm * 0.30)
    bright = mix(p.key, s.colour(1, 1, 1), 0.35 * (1.0 - p.night)) * mix(1.0, 0.42, p.night)
    bright = mix(bright, p.mid * (1.05 + storm * 0.35), p.overcast * 0.62)
    picture = mix(shadow, bright, lit * (1.0 - depth * 0.35))
    near_sun = exp(-absolute(x - cx) * 2.2) * exp(-absolute(up - p.altitude) * 3.0)
    rim = (1.0 - body) * thin * near_sun * (1.0 - p.overcast) * 2.0
    picture = picture + p.key * rim * 0.5
    picture = mix(picture, p.horizon, smoothstep(0.30, 0.02, up) * 0.6)
    return Clouds(clip(picture), clip(alpha))


def add_clouds(s: Scene, p: Palette, horizon, scale=1.0) -> None:
    c = clouds(s, p, horizon, scale=scale)
    s.layer("clouds", "cloud", 0.03, c.picture, c.alpha)
