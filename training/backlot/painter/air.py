"""What hangs in the air: mist banks, shafts of light, fireflies, the Milky Way, aurora."""

from graph import bell, clip, exp, mix, smoothstep, sqrt
from light import Palette
from scene import Scene
from sky import cell_points, star_field


def mist(s: Scene, p: Palette, at, thickness, amount, stretch=1.0):
    """Banks of mist around the row y = `at`: (picture, alpha). amount: scalar 0..1."""
    n = s.noise
    drift = n.fbm(s.x + s.rnd(0, 30), s.y, 1.3 * stretch, 7.0 * stretch, 4, 0.55)
    dy = s.y - at
    away = sqrt(dy * dy + thickness * thickness * 0.12)
    band = exp(-away / thickness) * 1.4 * smoothstep(thickness * 6.0, thickness * 2.0, away)
    alpha = band * smoothstep(0.30, 0.72, drift + band * 0.12) * amount
    picture = mix(p.haze, p.key, 0.22 * (1.0 - p.overcast) * (1.0 - p.night)) * mix(1.0, 1.12, 1.0 - p.night)
    return clip(picture), clip(alpha)


def shafts(s: Scene, cx, cy, frequency=4.0, sharp=0.16):
    """Beams that fan out from (cx, cy), a point above the frame: image 0..1."""
    n = s.noise
    q = (s.x - cx) / clip(s.y - cy, 0.05, 4.0)
    wide = n.sample(q * frequency + s.rnd(0, 60), s.zeros + s.rnd(0, 60), 96, 128)
    fine = n.sample(q * (frequency * 3.7) + s.rnd(0, 60), s.zeros + s.rnd(0, 60), 96, 128)
    return smoothstep(0.5 - sharp, 0.5 + sharp * 1.6, wide * 0.68 + fine * 0.32)


def fireflies(s: Scene, density=0.16, scale=7.0):
    """Warm points with a glow: additive picture [3, H, W] about 0..1."""
    result = None
    for cells, size in ((scale, 0.0050), (scale * 1.7, 0.0030)):
        light, hue = cell_points(s, s.x * cells + s.rnd(0, 50), s.y * cells + s.rnd(0, 50), cells, density, size)
        tone = mix(s.colour(0.85, 1.0, 0.35), s.colour(1.0, 0.85, 0.35), hue)
        spot = tone * light
        result = spot if result is None else result + spot
    return result


def milky_way(s: Scene, horizon):
    """A band of starlight with dark lanes over the whole sky: additive picture [3, H, W]."""
    n = s.noise
    slope, middle = s.rnd(-0.9, 0.9), s.rnd(0.12, 0.32)
    warp = n.fbm(s.x, s.y, 1.6, octaves=3) - 0.5
    d = s.y - middle - (s.x - s.rnd(-0.3, 0.3)) * slope + warp * 0.16
    cloud = n.fbm(s.x, s.y, 3.4, octaves=6, gain=0.58)
    lanes = n.fbm(s.x, s.y, 4.2, octaves=5, gain=0.6, ridged=True)
    band = bell(d, 0.23)
    core = bell(d + (cloud - 0.5) * 0.2, 0.085)
    glow = band * smoothstep(0.32, 0.75, cloud) * 0.42 + core * 0.42
    glow = glow * (1.0 - core * smoothstep(0.58, 0.82, lanes) * 0.75)
    tone = mix(s.colour(0.50, 0.58, 0.92), s.colour(1.0, 0.80, 0.66), clip(core * 1.1))
    dust = None
    for cells in (70.0, 52.0):
        light, _ = cell_points(s, s.x * cells + s.rnd(0, 50), s.y * cells + s.rnd(0, 50), cells, 0.55, 0.0008)
        dust = light if dust is None else dust + light
    return tone * glow + s.colour(0.85, 0.9, 1.0) * (dust * band * smoothstep(0.30, 0.60, cloud) * 0.75)


def aurora(s: Scene, horizon):
    """Curtains of northern light above the horizon: additive picture [3, H, W]."""
    n = s.noise
    result = None
    for k in range(3):
        base = horizon - s.rnd(0.14, 0.34) - (n.line(s.x, 0.9, 3, 0.5) - 0.5) * 0.42 - 0.05 * k
        up = base - s.y
        rays = n.line(s.x, 16.0, 4, 0.7)
        thick = n.line(s.x, 1.4, 3)
        height = 0.14 + 0.30 * rays * s.rnd(0.6, 1.1)
        body = smoothstep(-0.022, 0.012, up) * exp(-clip(up, 0.0, 2.0) / height)
        strength = body * smoothstep(0.38, 0.66, thick) * (0.40 + 0.75 * rays)
        low = mix(s.colour(0.16, 0.95, 0.50), s.colour(0.20, 0.85, 0.80), s.rnd())
        tone = mix(low, s.colour(0.55, 0.22, 0.80), smoothstep(0.03, 0.30, up))
        curtain = tone * strength
        result = curtain if result is None else result + curtain
    return result


def stars_and_milky_way(s: Scene, p: Palette, horizon):
    """The layer `stars` of places far from any lamp."""
    visible = p.night * clip(1.0 - p.overcast * 1.25)
    high = smoothstep(0.0, 0.25, horizon - s.y)
    s.layer("stars", "stars", 0.0, clip(star_field(s, 0.62) + milky_way(s, horizon) * 0.62), high * visible, "add")
