"""A street in one-point perspective: fronts on both sides, signs that stick out from them, the ground.

Lengths are in eye heights (about 1.6 m): a point at X to the right, at height Y above the eye and at the
distance z shows at x = vx + X / z, y = vy - Y / z. On a front X is fixed, so z depends on the column
alone, and all that belongs to one house is a row [1, W]."""

from dataclasses import dataclass

from buildings import Walls, lamps_on, lit_panes, over, panes
from graph import T, absolute, bell, clip, exp, floor, fract, maximum, minimum, mix, smoothstep
from land import snow_cover, sun_side
from scene import Scene

FAR = 1e-3


@dataclass
class Street:
    """What makes one street differ: scalars. half: X of the fronts; house: length of one along the street;
    low, high: heights of the houses above the eye; old, alley: 0..1, kind of houses; end: z where it ends."""

    vx: T
    vy: T
    half: T
    house: T
    low: T
    high: T
    old: T
    alley: T
    end: T


def hashed(s: Scene, index):
    """A random value for each whole number of a row, as a function of how far to look ahead."""
    row = s.noise.row(128).reshape(128)

    def at(ahead=0.0):
        i = index + ahead
        wrapped = clip(i - floor(i / 128.0) * 128.0, 0, 127)
        return s.graph.op("Gather", row, s.graph.op("Cast", wrapped, to=6), axis=0)

    return at


@dataclass
class Shops:
    """What shops hang on their fronts, images: boards, lettering on them, awnings and their stripes 0..1."""

    board: T
    text: T
    awning: T
    stripes: T


class Fronts:
    """The houses on both sides."""

    def __init__(self, s: Scene, p, st: Street):
        self.s, self.st = s, st
        dx = s.x - st.vx
        self.right = clip(dx * 4000.0 + 0.5)
        self.a = maximum(absolute(dx), s.graph.wrap(FAR))
        self.z = z = st.half / self.a
        off = s.rnd(20.0, 30.0) + self.right * s.rnd(20.3, 30.7)
        u = z / st.house + off
        k = floor(u)
        self.f = u - k
        get = [hashed(s, k) for _ in range(8)]
        r_h, r_tone, r_hue, r_pat, r_lit, r_shop, r_cols, r_roof = [g() for g in get]
        high = lambda r: st.low + (st.high - st.low) * r
        self.h = high(r_h)
        # the next two houses show their near side walls above a lower one
        self.sides = []
        for ahead in (2.0, 1.0):
            near = (k + ahead - off) * st.house
            self.sides.append((near, high(get[0](ahead)), get[1](ahead), get[2](ahead)))
        self.tone = 0.62 + 0.42 * r_tone
        # old towns are plaster and brick, alleys grey, avenues mixed
        self.hue = mix(r_hue, mix(0.1, 0.62, r_hue), st.old)
        sun = sun_side(p)
        facing = (1.0 - 2.0 * self.right) * sun  # light from the right falls on the left side
        self.light = clip(0.44 + 0.42 * facing)
        self.floors = mix(1.9, 1.75, st.old) + r_pat * 0.3
        cols = floor(st.house * (0.55 + 0.40 * r_cols) + 0.5)
        self.u = self.f * cols + floor(r_tone * 60.0) * 9.0
        self.su = (st.house / cols) * self.a * self.a / st.half
        self.sv = self.floors / z
        curtain = over(r_pat, 0.66) * (1.0 - st.old) * (1.0 - st.alley)
        self.wide = 0.42 + 0.16 * r_lit + curtain * 0.40
        self.tall = 0.56 + 0.1 * r_cols + curtain * 0.28
        self.lit = lamps_on(s, p) * (0.5 + 1.1 * r_lit)
        self.lamp_hue = r_pat * 0.6 + 0.05
        self.shop_hue, self.shop, self.roof = r_shop, over(r_shop, 0.18), r_roof
        self.grid, self.shop_grid = s.noise.lattice(), s.noise.lattice()
        self.open = p.night * 0.8 + s.is_("time", "dusk") * 0.8 + s.is_("time", "dawn") * 0.25 + p.overcast * 0.25 * (1.0 - p.night)

    def at(self, y):
        """(Walls, Shops) at the rows y (column, or an image for mirrors)."""
        s, st, z = self.s, self.st, self.z
        up = (st.vy - y) * z  # above the eye, in eye heights
        v = (up + 1.0) / self.floors
        ends = s.edge(self.a - st.half / st.end)
        # -- the front ------------------------------------------------------------
        roof = mix(0.0, 1.5, st.old) * clip(minimum(self.f, 1.0 - self.f) * 13.0)
        body = s.edge((self.h + roof - up) / z)
        grid = panes(s, self.u, v, self.wide, self.tall, self.su, self.sv, self.grid)
        storeys = s.edge((v - mix(0.2, 1.06, self.shop)) * self.sv) * s.edge((self.h - self.floors * 0.30 - up) / z)
        du, dv = self.u - floor(self.u) - 0.5, v - floor(v) - 0.5
        bars = smoothstep(6.0, 12.0, self.su / s.px) * (1.0 - over(self.wide, 0.7))
        bar = maximum(bell(du * self.su, s.px * 0.8), bell((dv - 0.1) * self.sv, s.px * 0.8)) * bars
        glass = grid.glass * storeys
        lamp, lamp_hue = lit_panes(grid, self.lit, self.lamp_hue)
        lamp = lamp * storeys * (1.0 - bar * 0.7)
        # shops: wide panes, a sign above
        shops = panes(s, self.f * floor(self.su / self.su * 2.0 + 1.0), v * 0.92 + 0.06, 0.86, 0.70, self.su, self.sv, self.shop_grid)
        street_floor = s.edge((0.80 - v) * self.sv) * self.shop
        shut = over(0.22, self.roof) * street_floor  # a shutter is down
        shop_glass = shops.glass * street_floor * (1.0 - shut)
        # goods on shelves, dark against the light at the back of the shop
        items = panes(s, self.f * 26.0, v * 4.6, 1.0, 1.0, self.su * 0.08, self.sv * 0.21, self.shop_grid)
        level = fract(v * 4.6)
        height = 0.25 + 0.62 * items.value
        item = smoothstep(0.06, -0.06, level - height) * smoothstep(0.50, 0.44, absolute(fract(self.f * 26.0) - 0.5) * (0.9 + 0.35 * fract(items.value * 37.0)))
        near = smoothstep(2.0, 5.0, self.sv * 0.21 / s.px)  # far shelves blur into their mean
        filled = smoothstep(0.62, 0.54, v) * smoothstep(0.10, 0.30, fract(items.value * 23.0))
        stock = mix(0.34, (item * (0.25 + 0.60 * fract(items.value * 91.0)) + bell(level, 0.07) * 0.5), near) * filled
        inside = (0.52 + 0.62 * smoothstep(0.05, 0.75, v)) * (1.0 - clip(stock)) * (0.6 + 0.4 * shops.value)
        shop_lamp = shop_glass * self.open * mix(0.62, clip(inside), smoothstep(2.0, 9.0, self.sv / s.px * 0.25))
        margin = s.edge((0.465 - absolute(self.f - 0.5)) * self.su * 2.0)
        sign = s.edge((v - 0.835) * self.sv) * s.edge((0.985 - v) * self.sv) * self.shop * margin
        letters = panes(s, self.f * 15.0, (v - 0.835) / 0.15, 0.62, 0.46, self.su * 0.14, self.sv * 0.15, self.grid)
        text = letters.glass * clip((letters.value - 0.30) * 60.0) * s.edge((0.30 - absolute(self.f - 0.5)) * self.su * 2.0)
        awning = s.edge((v - 0.66) * self.sv) * s.edge((0.845 - v) * self.sv) * over(self.shop_hue, 0.62) * margin * (1.0 - st.alley)
        stripes = smoothstep(-0.08, 0.08, absolute(fract(self.f * 8.0) - 0.5) - 0.25) * (0.72 + 0.28 * smoothstep(0.66, 0.84, v))
        shop_lamp, shop_glass = shop_lamp * (1.0 - awning), shop_glass * (1.0 - awning)
        # relief: sills, cornices, the joint between two houses, dirt
        sill = bell((dv + self.tall * 0.5 + 0.06) * self.sv, s.px * 1.2 + self.sv * 0.02) * smoothstep(0.5, 0.4, absolute(du)) * storeys
        cornice = bell((self.h - 0.12 - up) / z, 0.16 / z) + bell((v - 1.05) * self.sv, 0.05 * self.sv)
        joint = smoothstep(0.03, 0.0, minimum(self.f, 1.0 - self.f))
        frame = clip(panes_frame(s, du, dv, self.wide, self.tall, self.su, self.sv) * storeys - glass)
        slate = s.edge((up - self.h) / z) * st.old
        tone = self.tone * (1.0 + cornice * 0.30 + sill * 0.30 + frame * 0.22 - joint * 0.35) * (0.80 + 0.2 * smoothstep(0.0, 2.0, v))
        tone = mix(tone, 0.42, slate) * (1.0 - shut * (0.30 + 0.25 * smoothstep(0.3, 0.5, absolute(fract(v * 16.0) - 0.5))))
        hue = mix(self.hue, 0.9, slate)
        shade = clip(self.light + clip(up / self.h) * 0.14 - 0.07)
        snow = snow_cover(s)
        cap = snow * maximum(slate * 0.9, clip(sill * 0.8 + cornice * 0.5) * smoothstep(0.3, 0.9, cornice + sill))
        wall_glass = maximum(glass * (1.0 - bar * 0.6), shop_glass * (1.0 - 0.62 * clip(stock)))
        front = Walls(body, shade, tone, hue, wall_glass, maximum(lamp, shop_lamp),
                      mix(lamp_hue, 0.45 + 0.3 * self.shop_hue, street_floor), cap)
        # -- side walls behind it ----------------------------------------------------
        result, zeros = None, y * 0.0 + self.a * 0.0
        for near, h, r_tone, r_hue in self.sides:
            top = st.vy - h / near
            depth = s.edge((st.half + st.house * 0.9) / near - self.a)
            alpha = s.edge(y - top) * depth
            su, sv = 1.4 / near, 1.9 / near
            few = panes(s, self.a * near / 1.4, (st.vy - y) * near / 1.9, 0.34, 0.5, su, sv, self.shop_grid)
            some = few.glass * clip((few.value - 0.45) * 50.0) * s.edge(y - top - sv * 0.5)
            lamp, lamp_hue = lit_panes(few, self.lit * 0.9, 0.3)
            wall = Walls(alpha, zeros + 0.40, zeros + (0.50 + 0.4 * r_tone), zeros + r_hue, some, lamp * some,
                         lamp_hue, zeros)
            result = wall if result is None else result.under(wall)
        result = result.under(front)
        result.alpha = result.alpha * ends
        front = body * ends
        return result, Shops(sign * front, text * sign * front, awning * front, stripes)

    def haze(self):
        """Row 0..1: how far the air takes the fronts' colour."""
        return clip(1.0 - exp(self.z * -0.022))


def panes_frame(s, du, dv, wide, tall, su, sv):
    """A light frame around each pane, where it is large enough."""
    across = clip((wide * 0.5 + 0.07 - absolute(du)) * su / s.px + 0.5)
    up = clip((tall * 0.5 + 0.06 - absolute(dv)) * sv / s.px + 0.5)
    return across * up * smoothstep(4.0, 9.0, su / s.px)


class Signs:
    """Upright signs that stick out from the fronts, one every `gap`, facing the viewer."""

    def __init__(self, s: Scene, fronts: Fronts, gap, wide, density):
        self.s, self.fronts, st = s, fronts, fronts.st
        off = s.rnd(20.0, 30.0) + fronts.right * 33.4
        u = fronts.z / gap + off
        k = floor(u)
        get = lambda: hashed(s, k)()
        r_low, r_long, r_hue, r_there, r_style, self.seed = get(), get(), get(), get(), get(), get()
        self.near = near = maximum((k + 0.04 - off) * gap, s.graph.wrap(0.5))
        reach = st.half * 0.85 * gap / (near + gap)
        self.wide = minimum(wide * (0.7 + 0.6 * r_style), reach)
        self.sx = (st.half / near - fronts.a) * near / self.wide - 0.12  # 0..1 across the sign
        self.low = 0.9 + 2.0 * r_low
        self.glyphs = floor(2.0 + 4.5 * r_long)
        self.hue = r_hue
        self.panel = over(r_style, 0.55)
        self.there = over(density, r_there) * over(near, 1.3) * (1.0 - st.old)
        self.lattices = [s.noise.lattice() for _ in range(3)]

    def at(self, y):
        """(alpha, ink, panel): the board, its glyphs, and the share of the board that glows."""
        s = self.s
        px = self.wide / self.near  # frame units across
        t = ((self.fronts.st.vy - y) * self.near - self.low) / self.wide
        inside = minimum(minimum(self.sx, 1.0 - self.sx) * px, minimum(t + 0.15, self.glyphs + 0.15 - t) * px)
        alpha = s.edge(inside) * self.there
        iv = floor(t)
        index = clip(iv, 0, 95) * 128.0 + floor(self.seed * 127.0)
        g = [s.graph.op("Gather", l.reshape(96 * 128), s.graph.op("Cast", index, to=6), axis=0) for l in self.lattices]
        tx, ty = self.sx - 0.5, t - iv - 0.5
        stroke = lambda d: clip((0.055 - absolute(d)) * px / s.px + 0.5)
        within = s.edge((0.36 - absolute(tx)) * px) * s.edge((0.38 - absolute(ty)) * px)
        bars = maximum(stroke(ty - 0.30) * over(g[0], 0.35), stroke(ty - 0.02) * over(g[1], 0.25))
        bars = maximum(bars, stroke(ty + 0.30) * over(g[2], 0.3))
        posts = maximum(stroke(tx) * over(g[1], 0.45), stroke(tx + 0.26) * over(g[2], 0.55))
        posts = maximum(posts, stroke(tx - 0.26) * over(g[0], 0.5))
        clear = smoothstep(3.0, 9.0, px / s.px)
        ink = mix(0.35, maximum(bars, posts) * within, clear)
        rim = s.edge(inside) - s.edge(inside - px * 0.06)
        return alpha, maximum(ink, rim * clear), self.panel
