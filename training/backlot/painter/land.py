"""Land: ridges in the distance, slopes with relief, ground in perspective."""

from graph import clip, mix
from light import Palette
from scene import Scene


def relief(s: Scene, fx, fy, octaves=5, ridged=True, dx=0.006, dy=-0.008, x=None, y=None, towards=None):
    """Light on a rough slope, image about -1..1: the noise's difference towards the light.

    `towards`: scalar -1 (light from the left) ... 1 (right)."""
    n = s.noise
    x, y = s.x if x is None else x, s.y if y is None else y
    lattices = n.lattices(octaves)
    here = n.fbm(x, y, fx, fy, lattices=lattices, ridged=ridged, gain=0.55)
    step = dx if towards is None else towards * dx
    there = n.fbm(x + step, y + dy, fx, fy, lattices=lattices, ridged=ridged, gain=0.55)
    return (here - there) * (0.08 / abs(dy)), here


def ridge(s: Scene, base, height, frequency, octaves=6, ridged=True, gain=0.48):
    """Upper edge of a range of hills or mountains: row [1, W] of y; lower y is higher."""
    line = s.noise.line(s.x + s.rnd(0, 30), frequency, octaves, gain, ridged=ridged)
    return base - (line - 0.35) * height


def sun_side(p: Palette):
    """Scalar -1..1: from which side the light falls."""
    return clip(p.sun_x * 6.0, -1.0, 1.0)


def season_green(s: Scene):
    """Colour of grass and leaves by season, varied by seed."""
    from graph import pick

    return mix(
        pick(s.vector("season"), [(0.36, 0.56, 0.20), (0.24, 0.46, 0.15), (0.60, 0.44, 0.16), (0.46, 0.44, 0.34)]),
        pick(s.vector("season"), [(0.46, 0.62, 0.26), (0.32, 0.50, 0.20), (0.66, 0.38, 0.14), (0.52, 0.50, 0.42)]),
        s.rnd(),
    )


def snow_cover(s: Scene):
    """Scalar 0..1: how much snow lies: winter or snowfall."""
    return clip(s.is_("season", "winter") * 0.85 + s.is_("weather", "snow"))
