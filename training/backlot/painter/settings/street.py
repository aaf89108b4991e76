"""A street in one-point perspective: a wide avenue, a narrow lane of signs, or an old town; wet in rain."""

from buildings import Towers, over, paint_walls
from cars import parked_car
from crop import Crop
from corridor import Fronts, Signs, Street
from graph import absolute, bell, clip, exp, floor, fract, maximum, mix, pick, smoothstep, sqrt
from interior import Pieces
from lamps import Glows, lamp_colour, neon_colour
from land import season_green, snow_cover, sun_side
from light import palette
from scatter import strew
from scene import Scene
from sky import add_clouds, sky_with_glow, star_field
from trees import foliage, paint_stand


def paint(s: Scene):
    p = palette(s)
    kind = s.rnd()
    avenue, alley = over(0.40, kind), over(kind, 0.40) * over(0.70, kind)
    old = 1.0 - avenue - alley
    by_kind = lambda a, b, c: avenue * a + alley * b + old * c
    dark = p.night + s.is_("time", "dusk") * 0.75 + s.is_("time", "dawn") * 0.35
    on = clip(dark + p.overcast * 0.25)
    vx, vy = s.aspect * s.rnd(-0.20, 0.20), s.rnd(0.50, 0.62)
    st = Street(
        vx, vy, by_kind(s.rnd(4.6, 6.4), s.rnd(1.7, 2.2), s.rnd(2.3, 3.2)),
        by_kind(s.rnd(6.0, 9.0), s.rnd(2.8, 4.0), s.rnd(3.4, 5.0)),
        by_kind(s.rnd(7.0, 11.0), 4.5, 4.4), by_kind(s.rnd(16.0, 30.0), s.rnd(8.0, 12.0), 7.4),
        old, alley, by_kind(70.0, 34.0, 38.0),
    )

    # -- sky and what stands at the street's end ------------------------------------
    up = clip(vy - s.y, 0.0, 2.0)
    sky = sky_with_glow(s, p, vy) + s.colour(0.34, 0.20, 0.15) * (exp(-up * 4.5) * p.night * 0.55)
    stars = star_field(s, 0.35) * (smoothstep(0.15, 0.5, up) * p.night * clip(1.0 - p.overcast * 1.3))
    s.layer("sky", "sky", 0.0, clip(sky + stars), s.zeros + 1.0)
    add_clouds(s, p, vy)
    near_end = bell(s.x - vx, 0.20)
    tall = by_kind(0.24, 0.10, 0.12) * s.rnd(0.7, 1.2)
    far = Towers(s, p, vy + 0.01, 0.046, tall * (0.3 + 0.7 * near_end), 0.0085, 0.95, 0.4, avenue * 0.6)
    walls = far.at(s.y)
    picture, light = paint_walls(s, p, walls, 0.58, 0.9)
    picture = clip(mix(picture, p.haze, exp(-up * 14.0) * 0.4) + light * 0.5)
    below = s.edge(s.y - vy)
    s.layer("end", "far", 0.12, mix(picture, p.haze, below), maximum(walls.alpha, below))

    # -- the street ------------------------------------------------------------------
    fronts = Fronts(s, p, st)
    signs = Signs(s, fronts, by_kind(6.5, 1.9, 5.0), by_kind(0.75, 0.52, 0.5), by_kind(0.35, 0.95, 0.22))
    haze = fronts.haze() * mix(0.62, 1.0, p.fog)

    def row_of_houses(y):
        walls, shops = fronts.at(y)
        picture, light = paint_walls(s, p, walls, haze, 0.9)
        # shop boards: a coloured band with lettering; by night it shines
        tone = neon_colour(s, fronts.shop_hue)
        clear = 1.0 - haze
        muted = mix(tone * 0.5, s.colour(0.20, 0.17, 0.15), 0.45 + 0.3 * old)
        board = p.lit(mix(muted, s.colour(0.86, 0.82, 0.70), shops.text), fronts.light)
        picture = mix(picture, board, shops.board * clear)
        light = light * (1.0 - shops.board) + mix(tone * 0.20, mix(tone, s.colour(1.0, 0.94, 0.84), 0.5), shops.text) * (shops.board * fronts.open * (0.85 - 0.5 * old) * clear)
        cloth = mix(muted + tone * 0.15, s.colour(0.84, 0.80, 0.72), shops.stripes)
        cloth = p.lit(cloth, fronts.light * 0.7 + 0.2) + s.colour(0.30, 0.19, 0.09) * (fronts.open * 0.5)
        picture = mix(picture, cloth, shops.awning * clear)
        light = light * (1.0 - shops.awning)
        alpha, ink, panel = signs.at(y)
        hue = neon_colour(s, signs.hue)
        dark_board = p.lit(s.colour(0.10, 0.09, 0.11), 0.4)
        face = mix(mix(dark_board, p.lit(hue * 0.8, 0.6), panel), p.lit(mix(hue, s.colour(1, 1, 1), 0.6 * panel), 0.6), ink * 0.8)
        shine = mix(hue * ink * 1.1, hue * 0.62 + s.colour(1.0, 0.95, 0.9) * (ink * 0.5), panel)
        picture = mix(picture, mix(face, p.haze, haze), alpha)
        light = light * (1.0 - alpha) + shine * (alpha * on * (1.0 - haze * 0.8))
        return picture, maximum(walls.alpha, alpha), light

    # nothing of the houses shows below their lowest foot
    seen = Crop(s, None, None, s.graph.wrap(-9.0), vy + s.aspect * 0.72 / st.half + 0.02)
    picture, alpha, light = row_of_houses(seen.y)
    picture, alpha, light = seen.whole_picture(picture), seen.whole(alpha), seen.whole_picture(light)
    lamps = Furniture(s, p, st, by_kind, on)

    ground, wet, y_ground = paint_ground(s, p, st, fronts, by_kind)
    on_ground = s.edge(s.y - y_ground) * s.edge(s.y - vy)
    picture = mix(picture, ground, on_ground)
    cars = Pieces(s)
    kerb = st.half * by_kind(0.66, 0.80, 0.74)
    first = s.chance(0.5) * 2.0 - 1.0
    for at, way in ((11.2, first), (8.4, -first), (6.9, first), (4.4, -first), (2.8, first)):
        z0 = at + s.rnd(0.0, 1.1)
        here = s.chance(0.7) * avenue
        x, y = parked_car(cars, vx, vy, way, kerb - 1.2, z0, here)
        for j in (-0.41, 0.41):
            lamps.glows.add(x + j / z0, y, 0.16 / z0, s.colour(1.0, 0.08, 0.05), here * 0.8)
    night_light = s.colour(0.30, 0.21, 0.13) * on
    metal = p.lit(cars.albedo, cars.shade) + cars.albedo * night_light * cars.shade + mix(p.mid, p.horizon, 0.4) * smoothstep(0.62, 0.9, cars.shade) * 0.35
    picture = mix(picture, p.distant(clip(metal), 0.06), cars.alpha)
    picture = mix(picture, lamps.iron, lamps.alpha)
    shape = maximum(maximum(alpha, on_ground), lamps.alpha)
    s.layer("street", "land", 0.36, clip(picture), shape)

    # -- wet ground: the houses mirrored at their own foot -----------------------------
    low = Crop(s, None, None, vy, s.graph.wrap(9.0))
    depth, below = low.y - y_ground, clip(low.y - vy, 0.0, 2.0)
    zg = 1.0 / clip(below, 0.012, 2.0)
    ripple = s.noise.sample((s.x - vx) * zg * 2.2 + s.rnd(0, 60), zg * 3.4 + low.zeros, 96, 128)
    fine = s.noise.smooth(s.x, low.y, 60.0, 22.0)
    wave = (ripple - 0.5) + (fine - 0.5) * 0.5
    y_mirror = y_ground - depth * 0.96 + wave * (0.02 + clip(depth, 0.0, 2.0) * 0.22)
    mirrored, m_alpha, m_light = row_of_houses(y_mirror)
    sky_below = mix(p.mid, p.horizon, 0.5) + s.colour(0.2, 0.12, 0.09) * p.night * 0.5
    mirror = mix(sky_below, mirrored * 0.8, m_alpha) + m_light * 1.05 + lamps.streaks(low, wave)
    puddles = smoothstep(0.34, 0.62, ripple * 0.6 + s.noise.fbm(s.x, low.y, 2.6, 11.0, 3) * 0.4)
    grazing = clip(0.95 - below * 0.95, 0.25, 0.95)
    strength = low.whole(wet * grazing * mix(0.55, 1.0, puddles) * 0.86)
    strength = strength * on_ground * s.edge(s.y - vy - 0.004) * (1.0 - cars.alpha)
    s.layer("reflection", "reflection", 0.36, low.whole_picture(clip(mirror)), strength)

    glow = lamps.glows.picture() * on
    s.layer("lights", "lights", 0.36, clip(light * (1.0 - maximum(on_ground, cars.alpha)) * (1.0 - lamps.alpha) + glow), s.zeros + 1.0, "add")

    # -- air: mist at the end, steam from below --------------------------------------------
    n = s.noise
    drift = n.fbm(s.x + s.rnd(0, 20), s.y, 2.2, 3.4, 4)
    amount = clip(pick(s.vector("weather"), [0.08, 0.12, 0.34, 0.25, 0.75, 0.3]) + 0.22 * p.night + s.is_("time", "dawn") * 0.2)
    steam_x, steam_y = vx + s.rnd(-0.35, 0.35), s.rnd(0.72, 0.82)
    rising = clip(steam_y - s.y, 0.0, 1.0)
    steam = bell(s.x - steam_x - (drift - 0.5) * rising * 0.8, 0.03 + rising * 0.35) * smoothstep(0.0, 0.05, rising) * exp(-rising * 5.5)
    band = exp(-absolute(s.y - vy) * 7.0)
    alpha = clip(band * smoothstep(0.25, 0.8, drift) * amount + steam * smoothstep(0.3, 0.7, drift) * s.chance(0.5) * (0.12 + 0.45 * dark))
    tone = mix(p.haze, lamp_colour(s, s.graph.wrap(0.3)) * 0.55, p.night * 0.35)
    s.layer("mist", "mist", 0.42, clip(tone * 1.08), alpha)

    foreground(s, p, st, avenue, alley, old)
    s.ground(vy, vy + 1.0 / 9.0, 1.02, 1.06 / 9.0, 1.06 * (1.02 - vy))
    s.light(p.sun_x, vy - p.altitude, p.key, p.fill, p.haze, (1.0 - p.overcast * 0.85) * 0.8)


def paint_ground(s: Scene, p, st: Street, fronts, by_kind):
    """(picture, wetness 0..1, row of y where the fronts stand)."""
    n = s.noise
    below = clip(s.y - st.vy, 0.006, 2.0)
    z = 1.0 / below
    X = (s.x - st.vx) * z
    y_ground = st.vy + fronts.a / st.half
    tex = n.sample(X * 5.0 + s.rnd(0, 60), z * 6.0 + s.zeros, 96, 128)
    grain = n.smooth(s.x, s.y, 120.0, 120.0) - 0.5
    patches = n.fbm(s.x, s.y, 2.0, 9.0, 4)
    far = smoothstep(0.02, 0.14, below)
    asphalt = s.colour(0.265, 0.262, 0.270) * (0.90 + 0.20 * patches + (tex - 0.5) * 0.20 * far + grain * 0.24)
    # cobbles: rows of rounded stones
    row = z * 3.1
    stone_u = X * 3.4 + floor(row) * 0.5
    du, dv = absolute(fract(stone_u) - 0.5), absolute(fract(row) - 0.5)
    stones = 1.0 - smoothstep(0.28, 0.5, maximum(du, dv))
    clear = smoothstep(0.10, 0.34, below)
    cobble = s.colour(0.33, 0.30, 0.28) * (0.62 + 0.34 * mix(0.6, stones, clear) + 0.28 * patches + (tex - 0.5) * 0.25)
    flag_u, flag_v = X * 1.7 + floor(z * 2.3) * 0.5, z * 2.3
    gap = maximum(bell(fract(flag_v + 0.5) - 0.5, 0.05 + z * z * 0.004), bell(fract(flag_u) - 0.5, 0.05 + 0.004 * z * z)) * clear
    flags = s.colour(0.36, 0.345, 0.33) * (0.72 + 0.30 * patches + 0.22 * tex - 0.30 * gap)
    road = mix(mix(asphalt, cobble, st.old), flags, st.alley)
    # pavement with slabs and a kerb
    kerb = st.half * by_kind(0.66, 0.80, 0.74)
    off = absolute(X) - kerb
    soft = s.px * z
    side = clip(off / soft + 0.5)
    joint = maximum(bell((fract(z * 0.9) - 0.5) / (z * z * 0.9), s.px * 0.9), bell(fract(X * 0.8) - 0.5, soft * 0.9)) * far
    slabs = s.colour(0.40, 0.385, 0.37) * (0.80 + 0.34 * patches + grain * 0.15 - joint * 0.18)
    ground = mix(road, slabs, side)
    edge = clip((0.07 - absolute(off)) / soft + 0.5)
    ground = mix(ground, s.colour(0.48, 0.47, 0.45), edge * 0.6)
    # markings on the avenue
    dash = smoothstep(0.0, 0.04, 0.25 - absolute(fract(z / 5.0 + s.rnd()) - 0.5))
    middle = clip((0.055 - absolute(X)) / soft + 0.5) * dash
    lane = clip((0.05 - absolute(absolute(X) - kerb * 0.5)) / soft + 0.5) * dash
    z0 = s.rnd(2.4, 3.6)
    zebra = clip((0.5 - absolute(z - z0)) * 6.0) * clip((0.24 - absolute(fract(X * 1.25) - 0.5)) / (soft * 1.25) + 0.5) * clip(-off / soft)
    paint_marks = clip(middle + lane * 0.8 + zebra) * by_kind(0.62, 0.0, 0.0) * (0.55 + 0.6 * tex)
    ground = mix(ground, s.colour(0.80, 0.79, 0.74), clip(paint_marks))
    leaf = strew(s, st.vy, 0.045, 2)
    lx, ly = leaf.dx / 0.010, leaf.dy / (0.006 + 0.005 * leaf.values[0])
    round_leaf = clip((1.0 - sqrt(lx * lx + ly * ly + 1e-5)) * 0.010 * leaf.size / s.px + 0.5)
    fallen = s.is_("season", "autumn") * round_leaf * clip((0.30 + 0.45 * side - leaf.values[1]) * 40.0)
    ground = mix(ground, mix(s.colour(0.62, 0.26, 0.07), s.colour(0.78, 0.56, 0.16), leaf.values[0]), fallen * 0.9)
    snow = snow_cover(s)
    lying = snow * mix(0.92, smoothstep(0.25, 0.6, patches + absolute(bell(absolute(X) - kerb * 0.4, 0.25)) * (-0.4) + 0.25), 1.0 - side)
    ground = mix(ground, s.colour(0.86, 0.89, 0.95) * (0.9 + 0.1 * tex), lying)
    wet = pick(s.vector("weather"), [0.0, 0.10, 0.95, 0.10, 0.30, 1.0])
    wet = clip(wet + p.night * 0.34 * (1.0 - snow) * s.rnd(0.4, 1.3))
    shade = 0.40 + 0.16 * (1.0 - p.overcast)
    # shadow of one side of the street, with a soft edge
    sun = sun_side(p)
    ragged = n.line(z.t, 0.35, 2).t - 0.5  # roofs throw it
    shadow = smoothstep(-0.12, 0.12, X * sun / st.half + ragged * 0.9 + s.rnd(-0.3, 0.3)) * (1.0 - p.overcast) * (1.0 - p.night)
    picture = p.lit(ground * (1.0 - 0.45 * wet), shade + 0.32 * (1.0 - p.overcast) - 0.46 * shadow)
    picture = picture + s.colour(0.17, 0.11, 0.065) * (ground * (p.night * 1.2))
    contact = exp(-clip(s.y - y_ground, 0.0, 1.0) * z * 1.6)
    picture = picture * (1.0 - contact * 0.35)
    picture = p.distant(picture, exp(-below * 14.0) * 0.55)
    return clip(picture), wet, y_ground


class Furniture:
    """Lamp posts on both sides, or lanterns on lines across a lane; wires."""

    def __init__(self, s: Scene, p, st: Street, by_kind, on):
        self.s, self.st, self.on = s, st, on
        self.glows, self.points = Glows(s), []
        self.alpha = s.zeros
        self.iron = p.lit(s.colour(0.085, 0.085, 0.095), 0.3) + s.zeros
        no_alley = 1.0 - st.alley
        at = st.half * by_kind(0.70, 0.9, 0.86)
        first, gap = by_kind(4.2, 3.0, 3.4) + s.rnd(0.0, 1.5), by_kind(6.0, 4.0, 5.0)
        height = by_kind(3.4, 2.0, 1.7)  # above the eye
        tone = lamp_colour(s, s.rnd(0.05, 0.75))
        for k in range(6):
            for side in (-1.0, 1.0):
                z = first + gap * k + (gap * 0.5 if side > 0 else 0.0) * st.old
                x, foot, top = st.vx + at * side / z, st.vy + 1.0 / z, st.vy - height / z
                reach = by_kind(1.1, 0.3, 0.0) / z
                head_x = x - reach * side
                c = Crop(s, x - 1.3 / z * no_alley, x + 1.3 / z * no_alley, top - 0.35 / z, foot + 0.01)
                post = c.edge(0.045 / z - absolute(c.x - x), 1.2) * c.edge(c.y - top) * c.edge(foot - c.y)
                inner = (c.x - x) * (-side)
                bow = top - 0.10 / z * smoothstep(0.0, 1.0, inner / (reach + 1e-4))
                arm = c.edge(0.03 / z - absolute(c.y - bow), 1.2) * c.edge(inner) * c.edge(reach - inner)
                lantern = c.edge(0.13 / z * (1.0 - 0.4 * (c.y - top) * z) - absolute(c.x - head_x)) * c.edge(0.22 / z - absolute(c.y - top + 0.08 / z))
                part = maximum(maximum(post, arm), lantern * (1.0 - st.alley)) * no_alley
                self.alpha = maximum(self.alpha, c.whole(part))
                self.glows.add(head_x, top - 0.02 / z, 0.9 / z, tone, no_alley * clip(0.5 + 3.0 / z))
                self.points.append((head_x, foot, z, tone, no_alley))
        # lanterns on lines over the lane
        red = mix(s.colour(1.0, 0.30, 0.12), s.colour(1.0, 0.62, 0.25), s.rnd())
        many = st.alley
        for k in range(4):
            z = 2.6 + 2.1 * k + s.rnd(0.0, 1.0)
            high = s.rnd(1.7, 2.6)
            # the strip of the picture that the line hangs in; none of it where there is no lane
            c = Crop(s, None, None, mix(9.0, st.vy - (high + 0.05) / z, many), st.vy - (high - 1.0) / z)
            X = (s.x - st.vx) * z / st.half  # -1..1 across
            line = st.vy - (high - 0.5 * (1.0 - X * X)) / z
            within = s.edge((1.0 - absolute(X)) * 0.1)
            wire = s.edge(0.006 / z - absolute(c.y - line), 1.0) * within
            gap_x = st.half * 0.29
            ux = X * st.half / gap_x
            cell = (fract(ux + 0.5) - 0.5) * gap_x / z
            middle = clip(floor(ux + 0.5) * gap_x / st.half, -1.0, 1.0)
            y_at = st.vy - (high - 0.5 * (1.0 - middle * middle) - 0.22) / z
            r = 0.15 / z
            qx, qy = cell / r, (c.y - y_at) / (r * 1.15)
            d = sqrt(qx * qx + qy * qy + 1e-5)
            ball = s.edge((1.0 - d) * r) * s.edge((0.96 - absolute(X)) * 0.1)
            self.alpha = maximum(self.alpha, c.whole(maximum(wire, ball)) * many)
            body = p.lit(red * 0.75, 0.6) * (1.1 - 0.3 * d)
            paper = c.whole_picture(body + red * (on * 0.75) * clip(1.15 - 0.5 * d))
            self.iron = mix(self.iron, paper, c.whole(ball) * many)
            for j in range(-3, 4):
                m = j * 0.29
                self.glows.add(st.vx + m * st.half / z, st.vy - (high - 0.5 * (1.0 - m * m) - 0.22) / z, 0.5 / z, red, many * 0.55)
        # wires overhead
        for k in range(5):
            z = 1.6 + 1.3 * k + s.rnd(0.0, 0.8)
            X = (s.x - st.vx) * z / st.half
            slope, high = s.rnd(-0.5, 0.5), s.rnd(2.6, 4.0)
            c = Crop(s, None, None, mix(9.0, st.vy - (high + 0.55) / z, many), st.vy - (high - 0.9) / z)
            line = st.vy - (high + slope * X - 0.35 * (1.0 - X * X)) / z
            wire = s.edge(0.008 / z - absolute(c.y - line), 1.0) * s.edge((1.0 - absolute(X)) * 0.2)
            self.alpha = maximum(self.alpha, c.whole(wire) * (many * 0.9))

    def streaks(self, s: Scene, wave):
        """The lamps' long reflections in the ground of a (cropped) scene: picture."""
        total = None
        for x, foot, z, tone, share in self.points[:8]:
            below = clip(s.y - foot, 0.0, 2.0)
            width = 0.10 / z + below * 0.05
            d = (s.x - x + wave * (0.01 + below * 0.10)) / width
            part = tone * (exp(-(d * d)) * (smoothstep(0.0, 0.02, below) * exp(-below * 3.6) * share))
            total = part if total is None else total + part
        return total * (self.on * 0.85)


def foreground(s: Scene, p, st, avenue, alley, old):
    """Branches with leaves over the avenue or the old street; an awning's edge and a cable in the lane."""
    side = s.chance(0.5) * 2.0 - 1.0
    edge_x = s.x * side / s.aspect  # 0.5 at that edge
    crown_y = s.rnd(-0.06, 0.10)
    qx, qy = (0.62 - edge_x) * s.aspect / 0.52, (s.y - crown_y) / 0.30
    inside = 1.0 - sqrt(qx * qx + qy * qy + 1e-5)
    bare = s.is_("season", "winter")
    leaves = foliage(s, inside * 1.15 - bare * 0.75, s.graph.wrap(0.5), sun_side(p), 0.62, s.graph.wrap(0.014))
    green = season_green(s)
    picture = paint_stand(s, p, leaves, green * 0.30, green * 0.85)
    s.layer("branches", "foliage", 0.9, picture * 0.8, leaves.alpha * s.chance(0.72) * (1.0 - alley))
