"""Water seen at a grazing angle: a mirror with ripples that widen towards the viewer."""

from graph import absolute, bell, clip, exp, mix, smoothstep
from light import Palette
from scene import Scene
from sky import sky_with_glow, sun_position


def perspective(s: Scene, horizon, near=0.02):
    """Distance of each row below the horizon: column [H, 1], 1/(y - horizon), bounded by `near`."""
    below = clip(s.y - horizon, 0.0, 2.0)
    return 1.0 / (below + near), below


def ripples(s: Scene, horizon, scale=1.0, near=0.02):
    """Wave heights -1..1 of the surface, image: perspective noise, stretched along the rows."""
    far, below = perspective(s, horizon, near)
    n = s.noise
    u, v = s.x * far * (1.6 * scale), far * (5.2 * scale)
    coarse = n.sample(u + s.rnd(0, 60), v + s.zeros, 96, 128)
    fine = n.sample(u * 2.7 + coarse * 0.8 + s.rnd(0, 60), v * 2.3 + s.zeros, 96, 128)
    wave = (coarse * 0.62 + fine * 0.38) * 2.0 - 1.0
    # very far rows are finer than a pixel: let them fade into the mean
    return wave * smoothstep(0.0, 0.05, below)


def swell(s: Scene, horizon, wave):
    """Crests of the long waves of the open sea, image 0..1: narrow bright lines across the view."""
    far, below = perspective(s, horizon, 0.035)
    n = s.noise
    bend = n.smooth(s.x, s.y, 1.7) - 0.5
    u, v = s.x * far * 0.34 + s.rnd(0, 60), far * 1.5 + bend * 1.4 + s.x * s.rnd(-0.4, 0.4)
    long_ = n.sample(u, v, 96, 128) + wave * 0.07
    crest = 1.0 - absolute(long_ * 2.0 - 1.0)
    return crest * crest * smoothstep(0.01, 0.10, below)


def torn_foam(s: Scene, wave):
    """Torn edges of foam, image 0..1.3."""
    return smoothstep(0.30, 0.62, s.noise.fbm(s.x, s.y, 40.0, 110.0, octaves=3, gain=0.6) + wave * 0.15) * 1.1


def add_water(
    s: Scene, p: Palette, horizon, deep, roughness=1.0, glitter=1.0, scale=1.0, depth=0.45, sea=None
):
    """Water from the horizon down: layer `water` and the sun's road on it (additive `reflection`).

    deep: colour of the water itself. roughness: 0 = mirror ... 1 = open sea. sea: scalar, how high
    the long waves of the open sea go, 1 with white crests; none on lakes."""
    wave = ripples(s, horizon, scale)
    far, below = perspective(s, horizon)
    mirrored = horizon - below * 1.05
    tilt = wave * (roughness * 0.13) * smoothstep(0.0, 0.3, below)
    sky = sky_with_glow(s, p, horizon, y=mirrored - absolute(tilt) * 1.2)
    fresnel = clip(0.92 - below * 0.75 + wave * 0.30 * roughness, 0.12, 0.96)
    body = p.lit(deep, 0.85)
    picture = mix(body, sky, fresnel)
    picture = picture * (1.0 + wave * 0.16 * roughness * smoothstep(0.01, 0.2, below))
    if sea is not None:
        crest = swell(s, horizon, wave)
        shade = mix(1.0, 0.62 + crest * 1.05, sea * 0.85)
        spray = torn_foam(s, wave) * smoothstep(0.70, 0.95, crest + wave * 0.16) * clip(sea * 1.25 - 0.20)
        foam = mix(p.fill, p.mid, 0.4) * 1.15 + 0.14
        picture = mix(picture * shade, foam, clip(spray))
    picture = mix(picture, p.haze, exp(-below * mix(26.0, 5.5, p.fog)) * mix(0.55, 0.97, p.fog))
    alpha = s.edge(s.y - horizon) + s.zeros
    s.layer("water", "water", depth, clip(picture), alpha)

    cx, _ = sun_position(p, horizon)
    width = below * 0.34 + 0.035 + p.altitude * 0.12
    road = bell(s.x - cx + wave * 0.05, width)
    sparkle = smoothstep(0.12, 0.55, wave + road * 0.28)
    shown = clip(1.0 - p.overcast * 1.1) * mix(1.0, 0.55, p.night) * glitter
    strength = road * (0.30 + 0.9 * sparkle) * smoothstep(1.1, 0.1, below) * shown
    light = mix(p.key, s.colour(1, 1, 1), 0.25)
    s.layer("glitter", "reflection", depth, clip(light * strength), alpha, "add")
    return wave
