"""A lake among mountains: three ranges with relief and snow, mirrored in still water; firs; mist."""

from air import mist
from graph import bell, clip, exp, mix, pick, smoothstep
from land import snow_cover, sun_side
from light import palette
from scene import Scene
from sky import add_clouds, add_sky, sky_with_glow, sun_position
from trees import conifers, foliage, grass, paint_stand
from water import ripples


class Ranges:
    """Mountain ranges as functions of y, so that the lake can mirror them."""

    def __init__(self, s: Scene, p, horizon):
        self.s, self.p, self.horizon = s, p, horizon
        lean = s.rnd(-0.30, 0.30) / s.aspect  # one side of the valley is higher
        tall = s.rnd(0.8, 1.2)
        heights = (s.rnd(0.38, 0.62) * tall, s.rnd(0.24, 0.38) * tall, s.rnd(0.07, 0.15))
        self.crests = [
            horizon - 0.02 - (s.noise.line(s.x + s.rnd(0, 30), f, o, gain, ridged=r) - cut) * h - s.x * slant
            for h, f, o, gain, r, cut, slant in (
                (heights[0], s.rnd(0.8, 1.3), 7, 0.50, True, 0.22, lean * -0.4),
                (heights[1], s.rnd(0.9, 1.5), 7, 0.48, True, 0.36, lean),
                (heights[2], s.rnd(1.0, 1.8), 6, 0.45, False, 0.30, lean * -0.8),
            )
        ]
        self.shape = s.noise.lattices(7)
        self.snow_line = s.rnd(0.14, 0.30)
        self.rocks = mix(s.colour(0.42, 0.40, 0.40), s.colour(0.48, 0.40, 0.34), s.rnd())

    def at(self, y, octaves=7, soft=1.0):
        """(picture, alpha) at the rows y; soft: softness of the outlines in pixels."""
        s, p, n = self.s, self.p, self.s.noise
        side, snowy = sun_side(p), snow_cover(s)
        fog = s.is_("weather", "fog") * 0.30 + p.overcast * 0.12
        up = self.horizon - y
        # one relief for all ranges: they show different parts of it
        args = dict(lattices=self.shape[:octaves], ridged=True, gain=0.60)
        here = n.fbm(s.x, y, 3.4, 3.0, **args)
        there = n.fbm(s.x + side * 0.007, y - 0.008, 3.4, 3.0, **args)
        light = clip(0.42 + (here - there) * 8.5)
        stone = self.rocks * (0.50 + 0.70 * here)
        green = mix(s.colour(0.12, 0.19, 0.12), s.colour(0.21, 0.27, 0.13), here)
        gold = s.is_("season", "autumn") * smoothstep(0.45, 0.7, here) * 0.7
        green = mix(green, s.colour(0.50, 0.33, 0.12), gold)
        picture, alpha = None, None
        for k, crest in enumerate(self.crests):
            # snow: high up, where it can hold; down to the shore in winter
            line = mix(self.snow_line + 0.04 * k, -0.5, snowy)
            snow = smoothstep(line - 0.03, line + 0.09, up + (here - 0.5) * 0.36)
            snow = snow * smoothstep(0.02, 0.26, light)
            forest = s.graph.wrap(1.0) if k == 2 else smoothstep(0.20, 0.07, up + (here - 0.5) * 0.2)
            albedo = mix(stone, green, forest * 0.85)
            albedo = mix(albedo, s.colour(0.93, 0.95, 1.0), snow * (0.96 - 0.5 * forest))
            body = p.lit(albedo, light)
            haze = (0.42, 0.26, 0.12)[k] + fog + exp(-clip(up, 0.0, 1.0) * 9.0) * (0.30, 0.26, 0.16)[k]
            body = mix(body, p.haze, clip(haze))
            a = s.edge(y - crest, soft)
            picture = body if picture is None else mix(picture, body, a)
            alpha = a if alpha is None else alpha + a - alpha * a
        return clip(picture), alpha


def paint(s: Scene):
    p = palette(s)
    horizon = s.rnd(0.56, 0.68)
    add_sky(s, p, horizon - 0.06)
    add_clouds(s, p, horizon)
    ranges = Ranges(s, p, horizon)
    picture, alpha = ranges.at(s.y)
    s.layer("mountains", "far", 0.10, picture, alpha)

    # the lake: the same ranges at mirrored rows, broken by ripples
    below = clip(s.y - horizon, 0.0, 2.0)
    rough = pick(s.vector("weather"), [0.35, 0.5, 1.0, 0.5, 0.25, 1.6]) * s.rnd(0.6, 1.4)
    wave = ripples(s, horizon, 0.9)
    far_side, far_alpha = ranges.at(horizon - below * 0.96, 5, 2.0)
    sky = sky_with_glow(s, p, horizon - 0.06, y=horizon - below * 0.98)
    mirror = mix(sky, far_side, far_alpha)
    deep = p.lit(mix(s.colour(0.02, 0.13, 0.17), s.colour(0.03, 0.20, 0.22), s.rnd()), 0.8)
    streak = smoothstep(0.52, 0.70, s.noise.fbm(s.x, below ** 0.5, 0.8, 16.0, 3)) * rough
    fresnel = clip(0.90 - below * 0.75 + wave * 0.30 * rough, 0.12, 0.95)
    lake = mix(deep, mirror, fresnel) * (1.0 + wave * 0.10 * rough)
    lake = mix(lake, mix(p.mid, p.horizon, 0.5), streak * 0.22)
    cx, _ = sun_position(p, horizon)
    road = bell(s.x - cx + wave * 0.05, 0.05 + below * 0.22) * smoothstep(0.05, 0.5, wave + 0.12)
    lake = lake + p.key * road * clip(1.0 - p.overcast * 1.1) * 0.5 * smoothstep(0.05, 0.30, below)
    lake = mix(lake, p.haze, exp(-below * 60.0) * 0.55)
    s.layer("lake", "water", 0.35, clip(lake), s.edge(s.y - horizon) + s.zeros)

    amount = pick(s.vector("time"), [0.9, 0.25, 0.5, 0.55]) * s.rnd(0.5, 1.0)
    amount = clip(amount + pick(s.vector("weather"), [0.0, 0.0, 0.3, 0.2, 0.5, 0.2]))
    veil, veil_alpha = mist(s, p, horizon - 0.005, s.rnd(0.018, 0.04), amount)
    s.layer("mist", "mist", 0.3, veil, veil_alpha)

    shore(s, p, horizon)
    s.ground(horizon, 0.86, 1.0, 0.66 * (0.86 - horizon) / (1.0 - horizon), 0.66)
    s.light(p.sun_x, horizon - p.altitude, p.key, p.fill, p.haze, 1.0 - p.overcast * 0.85)


def shore(s: Scene, p, horizon):
    """The near bank: it rises to one side and carries firs."""
    side = mix(-1.0, 1.0, s.chance(0.5))
    edge_x = s.x * side / s.aspect  # 0.5 at the frame's edge
    n = s.noise
    rough = n.line(s.x, 2.4, 5, 0.5) - 0.5
    bank = 1.0 - smoothstep(s.rnd(-0.25, 0.05), 0.62, edge_x) * s.rnd(0.12, 0.28) + rough * 0.05
    bank = bank - smoothstep(-0.30, -0.62, edge_x) * s.rnd(0.0, 0.10)
    light = sun_side(p)
    wooded = smoothstep(s.rnd(0.0, 0.16), 0.46, edge_x) + smoothstep(-0.36, -0.60, edge_x) * s.rnd(0.2, 0.9)
    size = s.rnd(0.36, 0.60)
    tall = 0.55 + 0.45 * wooded
    back = conifers(s, bank + 0.01, size * 0.6 * tall, 0.10, wooded * 0.8 + 0.04, light, size=size * 0.6)
    front = conifers(s, bank + 0.05, size * tall, 0.21, wooded * 1.1, light, size=size)
    line = n.line(s.x, 2.2, 4)
    shrub = foliage(s, (s.y - bank + clip(line - 0.50) * 0.26) * 12.0, 0.10, light, 0.55, 0.006)
    shrub.alpha = shrub.alpha * smoothstep(0.05, 0.02, s.y - bank)
    reeds = grass(s, bank + 0.012, 0.045, 0.0045, 0.8)
    trees = back.under(shrub).under(reeds).under(front)
    ground = n.fbm(s.x, s.y, 11.0, 30.0, 5, 0.72)
    dark, lightc = s.colour(0.10, 0.15, 0.10), s.colour(0.22, 0.30, 0.16)
    picture = paint_stand(s, p, trees, dark, lightc + s.colour(0.06, 0.08, 0.02))
    earth = mix(s.colour(0.14, 0.16, 0.09), s.colour(0.40, 0.42, 0.22), ground)
    earth = mix(earth, s.colour(0.86, 0.9, 0.96), snow_cover(s) * smoothstep(0.25, 0.5, ground + 0.1))
    earth = p.lit(earth, clip(0.2 + ground * 0.7))
    soil = s.edge(s.y - bank + (ground - 0.5) * 0.03, 2.0)
    picture = mix(earth, picture, trees.alpha)
    s.layer("shore", "foliage", 0.8, clip(picture), soil + trees.alpha - soil * trees.alpha)
