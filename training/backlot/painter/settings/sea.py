"""Open sea: sky, clouds, islands on the horizon, waves, a rock in the foreground."""

from graph import clip, exp, mix, smoothstep
from land import relief, ridge, sun_side
from light import palette
from scene import Scene
from sky import add_clouds, add_sky
from water import add_water


def paint(s: Scene):
    p = palette(s)
    horizon = s.rnd(0.50, 0.62)
    add_sky(s, p, horizon)
    add_clouds(s, p, horizon)

    # islands, faint
    top = ridge(s, horizon + 0.02, s.rnd(0.05, 0.16), 1.1, 5, ridged=False)
    light, _ = relief(s, 9.0, 14.0, 4, towards=sun_side(p))
    rock = p.lit(s.colour(0.34, 0.36, 0.34), clip(0.5 + light))
    shape = s.edge(s.y - top) * s.edge(horizon + 0.002 - s.y)
    s.layer("islands", "far", 0.08, p.distant(rock, 0.62), shape)

    deep = mix(s.colour(0.03, 0.20, 0.30), s.colour(0.02, 0.28, 0.32), s.rnd())
    storm = s.is_("weather", "storm")
    wind = clip(s.rnd(0.05, 0.38) + storm + s.is_("weather", "rain") * 0.25 + s.is_("mood", "dramatic") * 0.2)
    wind = wind * (1.0 - s.is_("mood", "calm") * (1.0 - storm) * 0.6)
    add_water(s, p, horizon, deep, roughness=0.9 + storm * 0.5, depth=0.4, sea=wind)

    # a rocky point in one corner, near the viewer
    side = mix(-1.0, 1.0, smoothstep(0.48, 0.52, s.rnd()))
    edge_x = (s.x * side) / s.aspect  # 0.5 at the frame's edge on that side
    rise = smoothstep(s.rnd(0.16, 0.30), 0.62, edge_x) * s.rnd(0.16, 0.40)
    jag = (s.noise.line(s.x, 7.0, 6, 0.55) - 0.5) * (0.07 + rise * 0.4)
    crest = 1.06 - rise - jag * smoothstep(0.12, 0.4, edge_x)
    crag, texture = relief(s, 7.0, 9.0, 6, towards=sun_side(p))
    stone = s.colour(0.20, 0.185, 0.175) * (0.55 + texture * 0.7)
    body = p.lit(stone, clip(0.30 + crag * 1.4))
    rim = exp(-clip(s.y - crest, 0.0, 1.0) * 60.0) * 0.35 * (1.0 - p.overcast)
    s.layer("rocks", "near", 0.9, clip(body + p.key * rim * 0.6), s.edge(s.y - crest))

    s.ground(horizon, horizon + 0.06, 1.0, 0.02, 0.62)
    s.light(p.sun_x, horizon - p.altitude, p.key, p.fill, p.haze, 1.0 - p.overcast * 0.85)
