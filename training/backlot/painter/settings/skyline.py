"""A city's skyline: three depths of towers over a bay that mirrors them, or behind near roofs; a bridge."""

from buildings import Towers, paint_walls
from crop import Crop
from graph import absolute, bell, clip, exp, fract, maximum, mix, pick, smoothstep, sqrt
from lamps import Glows, lamp_colour
from land import ridge, season_green, snow_cover, sun_side
from light import palette
from scene import Scene
from sky import add_clouds, add_sun, sky_with_glow, star_field
from trees import foliage, paint_stand
from water import ripples


def paint(s: Scene):
    p = palette(s)
    bay = s.chance(0.62)  # else the city is seen over roofs
    horizon = mix(s.rnd(0.74, 0.86), s.rnd(0.60, 0.74), bay)
    glowing = p.night * (1.0 - p.overcast * 0.3)

    # -- sky, with the city's own light on it -------------------------------------
    h = clip(horizon - s.y, 0.0, 2.0)
    sky = sky_with_glow(s, p, horizon)
    sky = sky + s.colour(0.36, 0.20, 0.13) * (exp(-h * 4.0) * p.night * (0.55 + 0.35 * p.overcast))
    stars = star_field(s, 0.4) * (smoothstep(0.10, 0.5, h) * p.night * clip(1.0 - p.overcast * 1.3))
    s.layer("sky", "sky", 0.0, clip(sky + stars), s.zeros + 1.0)
    add_sun(s, p, horizon, s.rnd(0.026, 0.042))
    add_clouds(s, p, horizon)

    # -- the city -------------------------------------------------------------------
    centre = s.aspect * s.rnd(-0.32, 0.32)
    spread = s.aspect * s.rnd(0.26, 0.5)
    down_town = bell(s.x - centre, spread)
    modern = s.rnd()
    size = s.rnd(0.85, 1.15)
    tall = s.rnd(0.34, 0.56) * mix(1.15, 1.0, bay)
    # the towers' part of the picture: from the tallest mast down, to the shore or to the roofs
    c = Crop(s, None, None, horizon - tall * 1.5 - 0.08, mix(1.3, horizon + 0.10, bay))
    far = Towers(c, p, horizon, 0.050 * size, tall * (0.26 + 0.44 * down_town), 0.010, 0.95, 0.35, modern)
    far2 = Towers(c, p, horizon, 0.066 * size, tall * (0.22 + 0.62 * down_town), 0.011, 0.8, 0.3, modern)
    h = clip(horizon - c.y, 0.0, 2.0)
    hills = ridge(s, horizon - 0.01, s.rnd(0.05, 0.22), 0.9, 4, ridged=False)
    distance = far.at(c.y).under(far2.at(c.y))
    picture, light = paint_walls(c, p, distance, 0.50, 0.8)
    picture = mix(picture, p.haze, exp(-h * 9.0) * 0.45)
    land = p.distant(p.lit(s.colour(0.24, 0.30, 0.24), 0.4), 0.72)
    behind = s.edge(c.y - hills)
    picture = mix(land, clip(picture + light * 0.55), distance.alpha)
    s.layer("far-city", "far", 0.10, c.whole_picture(picture), c.whole(maximum(behind, distance.alpha)))

    rows = [
        Towers(c, p, horizon, 0.092 * size, tall * (0.22 + 0.66 * down_town), 0.0098, 0.92, 0.25, modern),
        Towers(c, p, horizon, 0.125 * size, tall * (0.26 + 0.80 * down_town), 0.0112, 0.72, 0.28, modern),
        Towers(c, p, horizon, 0.082 * size, tall * (0.16 + 0.22 * down_town), 0.0105, 0.96, 0.40, modern * 0.4),
    ]

    def city(y, rows):
        walls = rows[0].at(y)
        for row in rows[1:]:
            walls = walls.under(row.at(y))
        return walls

    walls = city(c.y, rows)
    base_haze = clip(exp(-h * 10.0) * 0.30 + 0.14)
    picture, light = paint_walls(c, p, walls, base_haze)
    quay = s.edge(c.y - horizon + 0.008) * bay
    picture = mix(picture, p.lit(s.colour(0.20, 0.20, 0.19), 0.3), quay)
    alpha = walls.alpha + quay - walls.alpha * quay
    bridge = Bridge(s, p, horizon, bay)
    iron, span, chain = bridge.at(c.y)
    picture = mix(picture, iron, span)
    s.layer("city", "land", 0.26, c.whole_picture(picture), c.whole(maximum(alpha, span)))

    lamp_line = StreetLamps(c, p, horizon)
    red = s.colour(1.0, 0.10, 0.06) * (rows[1].beacons(c.y) * (p.night + s.is_("time", "dusk", "dawn") * 0.6))
    glow = lamp_line.picture() * (1.0 - quay * 0.5)
    haze_glow = s.colour(0.30, 0.19, 0.11) * (exp(-h * 8.0) * bell(s.x - centre, spread * 1.5) * p.night * (0.55 + 0.5 * p.fog))
    light = light * (1.0 - span) * (1.0 - quay) * mix(1.1, 1.5, p.night) + haze_glow * s.edge(horizon - c.y, 30.0) + red + glow * bay + chain
    s.layer("windows", "lights", 0.26, c.whole_picture(clip(light)), s.zeros + 1.0, "add")

    # -- the bay: the same towers at mirrored rows -------------------------------------
    low = Crop(s, None, None, mix(9.0, horizon, bay), s.graph.wrap(9.0))
    below = clip(low.y - horizon, 0.0, 2.0)
    rough = pick(s.vector("weather"), [0.45, 0.6, 1.0, 0.6, 0.3, 1.5]) * s.rnd(0.7, 1.3)
    wave = ripples(low, horizon, 1.3)
    y_mirror = horizon - below * 1.0 + wave * (below * 0.16 + 0.006) * rough
    mirrored = city(y_mirror, rows[:2])
    reflected, lights = paint_walls(low, p, mirrored, 0.16)
    sky_below = sky_with_glow(low, p, horizon, y=y_mirror)
    sky_below = sky_below + s.colour(0.36, 0.20, 0.13) * (exp(-below * 4.0) * p.night * 0.5)
    mirror = mix(sky_below, reflected + lights * 0.95, mirrored.alpha)
    iron, span, chain = bridge.at(y_mirror)
    mirror = mix(mirror, iron, span) + chain * 0.8
    deep = p.lit(s.colour(0.035, 0.10, 0.13), 0.7)
    fresnel = clip(0.88 - below * 0.65 + wave * 0.25 * rough, 0.15, 0.94)
    water = mix(deep, mirror, fresnel) * (1.0 + wave * 0.14 * rough * smoothstep(0.0, 0.1, below))
    # lamps on the shore: long broken streaks
    streaks = lamp_line.streaks(low, wave * rough)
    water = water + streaks * clip(0.9 - below * 0.8)
    road = bell(s.x - p.sun_x + wave * 0.06, 0.05 + below * 0.20) * smoothstep(0.0, 0.5, wave + 0.10)
    water = water + p.key * road * clip(1.0 - p.overcast * 1.1) * 0.5 * (1.0 - mirrored.alpha * 0.7) * mix(1.0, 0.5, p.night)
    water = mix(water, p.haze, exp(-below * 40.0) * 0.35)
    s.layer("bay", "water", 0.42, low.whole_picture(clip(water)), s.edge(s.y - horizon) * bay)

    foreground(s, p, bay, horizon, modern)
    s.ground(horizon, mix(1.02, 0.98, bay), mix(1.12, 1.06, bay), 0.42, 0.62)
    s.light(p.sun_x, horizon - p.altitude, p.key, p.fill, p.haze, 1.0 - p.overcast * 0.85)


class StreetLamps:
    """Lamps along the shore."""

    def __init__(self, s: Scene, p, y):
        self.s, self.y = s, y
        self.power = p.night * 0.9 + s.is_("time", "dusk") * 0.55 + s.is_("time", "dawn") * 0.25
        self.glows = Glows(s)
        self.points = []
        for k in range(15):
            x = (k - 7.0 + s.rnd(-0.35, 0.35)) * (s.aspect * 0.1)
            tone = lamp_colour(s, s.rnd(0.0, 0.9))
            self.points.append((x, tone, s.rnd(0.35, 1.0)))
            self.glows.add(x, y - 0.012, 0.020, tone, self.power * 0.9)

    def picture(self):
        return self.glows.picture()

    def streaks(self, s: Scene, wave):
        """Their long reflections in the water of a (cropped) scene: picture."""
        total = None
        below = clip(s.y - self.y, 0.0, 2.0)
        x = s.x + wave * (0.010 + below * 0.05)
        for k in range(0, 15, 2):
            at, tone, size = self.points[k]
            body = exp(-((x - at) * (x - at)) / ((0.006 + below * 0.018) * (0.006 + below * 0.018)))
            part = tone * (body * exp(-below / (0.10 + 0.16 * size)) * (size * 0.42))
            total = part if total is None else total + part
        return total * self.power


class Bridge:
    """A suspension bridge before the city, on some bays."""

    def __init__(self, s: Scene, p, horizon, bay):
        self.s, self.p = s, p
        self.here = bay * s.chance(0.42)
        self.deck = horizon - s.rnd(0.030, 0.045)
        self.span = s.aspect * s.rnd(0.42, 0.62)
        self.tall = s.rnd(0.13, 0.19)
        self.foot = horizon + 0.006
        self.u = s.x / self.span + s.rnd(0.0, 1.0)
        self.red = s.chance(0.4)
        self.lamps = p.night + s.is_("time", "dusk") * 0.7 + s.is_("time", "dawn") * 0.3

    def at(self, y):
        """(picture, alpha, lights) at the rows y."""
        s, p = self.s, self.p
        t = fract(self.u) - 0.5  # a pylon at 0, the middle of a span at +-0.5
        dx = t * self.span
        top = self.deck - self.tall
        q = 1.0 - absolute(t) * 2.0  # 1 at the pylon, 0 in the middle
        cable = self.deck - 0.012 - (self.tall - 0.012) * q * q
        legs = s.edge(0.0045 - absolute(absolute(dx) - 0.0105 - clip(y - top, 0.0, 1.0) * 0.020))
        braces = s.edge(0.004 - absolute(fract((y - top) / 0.045) - 0.2) * 0.045) * s.edge(0.014 - absolute(dx))
        pylon = maximum(legs, braces * s.edge(self.deck - y + 0.01)) * s.edge(y - top) * s.edge(self.foot - y)
        deck = s.edge(0.0042 - absolute(y - self.deck))
        deck = maximum(deck, s.edge(0.0014 - absolute(y - self.deck - 0.011)) )
        rope = s.edge(0.0018 - absolute(y - cable), 1.2)
        gap = self.span / 36.0
        hanger = s.edge(0.0006 + s.px * 0.1 - absolute(fract(self.u * 36.0) - 0.5) * gap, 1.3) * s.edge(y - cable) * s.edge(self.deck - y)
        alpha = maximum(maximum(pylon, deck), maximum(rope, hanger * 0.7)) * self.here
        tone = mix(s.colour(0.30, 0.33, 0.36), s.colour(0.58, 0.17, 0.10), self.red)
        picture = p.distant(p.lit(tone, 0.45), 0.12) + s.colour(0.12, 0.08, 0.05) * p.night
        bulb = exp(-((y - cable) * (y - cable)) / (0.0035 * 0.0035)) * bell((fract(self.u * 36.0) - 0.5) * gap, 0.0035)
        cars = exp(-((y - self.deck + 0.006) * (y - self.deck + 0.006)) / (0.003 * 0.003)) * bell(fract(self.u * 17.0 + 0.3) - 0.5, 0.10)
        light = lamp_colour(s, s.graph.wrap(0.35)) * (bulb * 0.9) + s.colour(1.0, 0.85, 0.6) * (cars * 0.55)
        return clip(picture), alpha, light * (self.here * self.lamps)


def foreground(s: Scene, p, bay, horizon, modern):
    """Near the viewer: a quay with a railing and trees over the bay, or the roofs of nearer houses."""
    n = s.noise
    side = mix(-1.0, 1.0, s.chance(0.5))
    # roofs: low houses with parapets, tanks and aerials
    base = s.rnd(1.02, 1.12)
    edge_x = s.x * side / s.aspect
    rise_most = 0.46
    rise = 0.16 + 0.20 * smoothstep(-0.1, 0.6, edge_x) + 0.10 * smoothstep(-0.25, -0.6, edge_x)
    c = Crop(s, None, None, mix(base - rise_most - 0.30, 9.0, bay), s.graph.wrap(9.0))
    front = Towers(c, p, base + 0.1, 0.34, rise + 0.12, 0.036, 1.0, 0.55, modern * 0.3)
    back = Towers(c, p, base, 0.22, rise + 0.10, 0.026, 1.0, 0.5, modern * 0.3)
    roofs = back.at(c.y).under(front.at(c.y))
    roofs.shade = roofs.shade * 0.7
    picture, light = paint_walls(c, p, roofs, 0.02)
    picture = c.whole_picture(clip(picture * 0.62 + light * 0.9))
    roofs_alpha = c.whole(roofs.alpha)
    # quay: paving, a railing, a row of lamps
    top = s.rnd(0.93, 0.985)
    grain = n.fbm(s.x, s.y, 14.0, 60.0, 4)
    paving = p.lit(mix(s.colour(0.28, 0.27, 0.26) * (0.7 + 0.5 * grain), s.colour(0.86, 0.89, 0.94), snow_cover(s) * 0.85), 0.35)
    ground = s.edge(s.y - top - 0.06)
    pitch = s.rnd(0.10, 0.16)
    post = absolute(fract(s.x / pitch + s.rnd()) - 0.5) * pitch
    rail = maximum(s.edge(0.0045 - absolute(s.y - top)), s.edge(0.0022 - absolute(s.y - top - 0.022)))
    rail = maximum(rail, s.edge(0.0022 - absolute(s.y - top - 0.040)))
    rail = maximum(rail, s.edge(0.0055 - post) * s.edge(s.y - top + 0.012))
    iron = p.lit(s.colour(0.07, 0.075, 0.085), 0.25)
    # a street lamp or two, and a tree's crown reaching in from one side
    for k in range(2):
        x = side * s.aspect * (s.rnd(-0.44, -0.16) + 0.56 * k)
        high = top - s.rnd(0.34, 0.42)
        d = absolute(s.x - x)
        pole = s.edge(0.0045 + 0.006 * smoothstep(top - 0.05, top + 0.05, s.y) - d) * s.edge(s.y - high)
        head = s.edge(0.016 - sqrt(d * d + (s.y - high) * (s.y - high) + 1e-7))
        rail = maximum(rail, maximum(pole, head) * (1.0 if k == 0 else s.chance(0.5)))
    quay = mix(iron, paving, ground)
    quay_alpha = maximum(rail, ground)
    edge = 0.60 - s.x * side / s.aspect
    qx, qy = edge * s.aspect / s.rnd(0.34, 0.5), (s.y - s.rnd(0.02, 0.2)) / 0.34
    bare = s.is_("season", "winter") * 0.8
    leaves = foliage(s, (1.0 - sqrt(qx * qx + qy * qy + 1e-5)) * 1.2 - bare, s.graph.wrap(0.5), sun_side(p), 0.62, s.graph.wrap(0.013))
    green = season_green(s)
    shown = leaves.alpha * s.chance(0.55)
    quay = mix(quay, paint_stand(s, p, leaves, green * 0.25, green * 0.8) * 0.8, shown)
    quay_alpha = maximum(quay_alpha, shown)
    s.layer("near", "near", 0.82, mix(picture, clip(quay), bay), mix(roofs_alpha, quay_alpha, bay))
