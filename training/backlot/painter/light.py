"""The colour script: what time, weather, mood and colour words do to light and air."""

from dataclasses import dataclass

from graph import T, clip, exp, luminance, maximum, mix, pick, smoothstep, sqrt, total
from scene import Scene

# sRGB, two variants a time of day between which the seed chooses:
#            dawn                                    day                                     dusk                                    night
TOP = [[(0.24, 0.36, 0.62), (0.13, 0.40, 0.78), (0.13, 0.13, 0.36), (0.012, 0.028, 0.085)],
       [(0.36, 0.38, 0.66), (0.20, 0.47, 0.82), (0.20, 0.24, 0.48), (0.020, 0.022, 0.095)]]
MID = [[(0.66, 0.60, 0.74), (0.40, 0.66, 0.92), (0.62, 0.27, 0.42), (0.045, 0.085, 0.19)],
       [(0.90, 0.66, 0.66), (0.48, 0.71, 0.93), (0.86, 0.45, 0.36), (0.075, 0.075, 0.21)]]
HORIZON = [[(1.00, 0.80, 0.60), (0.80, 0.90, 0.96), (1.00, 0.52, 0.22), (0.13, 0.20, 0.34)],
           [(1.00, 0.86, 0.70), (0.86, 0.93, 0.95), (1.00, 0.70, 0.34), (0.20, 0.20, 0.38)]]
KEY = [[(1.00, 0.82, 0.62), (1.00, 0.97, 0.88), (1.00, 0.56, 0.26), (0.74, 0.82, 1.00)],
       [(1.00, 0.86, 0.74), (1.00, 0.95, 0.84), (1.00, 0.68, 0.36), (0.80, 0.84, 1.00)]]
FILL = [[(0.56, 0.57, 0.74), (0.60, 0.70, 0.86), (0.40, 0.32, 0.50), (0.10, 0.14, 0.26)],
        [(0.66, 0.58, 0.70), (0.62, 0.74, 0.88), (0.46, 0.38, 0.50), (0.12, 0.13, 0.28)]]
HAZE = [[(0.88, 0.74, 0.70), (0.73, 0.84, 0.93), (0.86, 0.46, 0.36), (0.10, 0.155, 0.28)],
        [(0.92, 0.78, 0.74), (0.78, 0.87, 0.93), (0.88, 0.58, 0.42), (0.13, 0.14, 0.29)]]
# How strongly land colours shine by day (1) and fade by night, for each time.
EXPOSURE = [0.86, 1.0, 0.72, 0.30]
# Height of sun or moon above the horizon, frame units.
ALTITUDE = [0.09, 0.40, 0.07, 0.34]


@dataclass
class Palette:
    top: T
    mid: T
    horizon: T
    key: T  # colour of sun or moon light
    fill: T  # colour of light from the sky
    haze: T  # what distance fades into
    exposure: T  # scalar: brightness of what the light falls on
    night: T  # scalar 0..1
    overcast: T  # scalar 0..1: how much cloud hides the sun
    fog: T  # scalar 0..1: how thick the air is
    sun_x: T  # frame units
    altitude: T  # of the sun, frame units above the horizon

    def lit(self, albedo, shade=1.0):
        """Albedo [3, ...] under this light; `shade` image 0 (in shadow) ... 1 (facing the key)."""
        direct = self.key * shade * (1.0 - self.overcast * 0.6)
        return albedo * (self.fill * 0.55 + direct * 0.62) * (0.45 + self.exposure * 0.75)

    def distant(self, picture, amount):
        """Aerial perspective: fades into the haze by `amount` 0..1, and further in thick air."""
        return mix(picture, self.haze, 1.0 - (1.0 - amount) * (1.0 - self.fog * 0.75))


def palette(s: Scene, sunlit: float = 1.0) -> Palette:
    """The light of the scene, from its attributes and seed; `sunlit` 0 where all light takes a colour word's hue."""
    time, weather = s.vector("time"), s.vector("weather")
    variant = smoothstep(0.25, 0.75, s.rnd())
    sky = {
        name: mix(pick(time, table[0]), pick(time, table[1]), variant)
        for name, table in dict(top=TOP, mid=MID, horizon=HORIZON, key=KEY, fill=FILL, haze=HAZE).items()
    }
    night = s.is_("time", "night")
    overcast = pick(weather, [0.0, 0.55, 0.88, 0.88, 0.92, 1.0])
    murk = pick(weather, [0.0, 0.06, 0.20, 0.0, 0.05, 0.36])  # darkening
    # overcast light: towards the grey of its own brightness, a little cold
    grey_tint = s.colour(0.96, 1.0, 1.05)
    for name in sky:
        amount = overcast * (0.55 if name in ("key", "horizon") else 0.72)
        grey = (luminance(sky[name]).reshape(1, 1, 1) * 0.92 + 0.03) * grey_tint
        # under a storm a band of light stays at the horizon
        dark = murk * (0.45 if name == "horizon" else 1.0)
        sky[name] = mix(sky[name], grey, amount) * (1.0 - dark)
    # snow in the air and fog lift and flatten the sky
    lift = s.is_("weather", "fog", "snow") * 0.35 * (1.0 - night * 0.75)
    for name in ("top", "mid", "horizon", "haze"):
        sky[name] = mix(sky[name], sky["haze"] * 0.5 + s.colour(0.42, 0.44, 0.47), lift)

    saturation = pick(s.vector("mood"), [1.0, 1.14, 0.86, 1.10, 0.66, 1.06])
    saturation = saturation + (1.0 - total_mood(s))  # no mood given: as it is
    warmth = pick(s.vector("mood"), [0.0, 0.03, -0.03, 0.0, -0.03, 0.05])
    brightness = pick(s.vector("mood"), [0.0, 0.05, -0.10, -0.08, -0.06, 0.0])
    for name in sky:
        value = sky[name]
        grey = luminance(value).reshape(1, 1, 1)
        value = mix(grey, value, saturation)
        value = value + s.colour(1.0, 0.15, -1.0) * warmth
        sky[name] = clip(value * (1.0 + brightness), 0.0, 1.2)
    # colour words: hue of the tint at the colour's own brightness. Cool ones by day tell of sky and water, and
    # the sun stays white, so that sand does not turn green beside turquoise water
    red, green, blue = (s.tint.part([at], [at + 1], [0]).reshape(1, 1, 1) for at in range(3))
    white_sun = smoothstep(0.0, 0.2, maximum(green, blue) - red) * s.is_("time", "day") * sunlit
    for name, share in dict(top=0.35, mid=0.62, horizon=0.72, key=0.8, fill=0.45, haze=0.66).items():
        value = sky[name]
        bright = luminance(value).reshape(1, 1, 1)
        tinted = s.tint * (bright / (luminance(s.tint).reshape(1, 1, 1) * 0.75 + 0.12)) * 0.85
        kept = 1.0 - white_sun * (0.75 if name in ("key", "fill") else 0.0)
        sky[name] = mix(value, clip(tinted), s.tint_strength * share * kept)

    side = mix(-1.0, 1.0, smoothstep(0.48, 0.52, s.rnd()))
    return Palette(
        **sky,
        exposure=pick(time, EXPOSURE) * (1.0 - murk),
        night=night,
        overcast=overcast,
        fog=pick(weather, [0.0, 0.04, 0.25, 0.30, 1.0, 0.25]),
        sun_x=side * s.aspect * s.rnd(0.04, 0.26),
        altitude=pick(time, ALTITUDE) * s.rnd(0.75, 1.2),
    )


def total_mood(s):
    """Scalar: 1 when a mood is given, else 0."""
    return clip(total(s.vector("mood").reshape(1, -1), 1, keep=True))


def glow(s: Scene, cx, cy, radius, power=1.0):
    """Round glow around a point: 1 at the centre, image [H, W]."""
    dx, dy = s.x - cx, s.y - cy
    d = sqrt(dx * dx + dy * dy + 1e-6)
    return exp(-d * (power / radius))
