"""Buildings: window grids, rows of towers with setbacks, spires and domes, their walls and lamps.

Buildings are painted as one-channel planes (`Walls`) laid over each other and coloured once at the
end. All that depends on the building alone is a row [1, W], which costs next to nothing."""

from dataclasses import dataclass, fields

from graph import T, absolute, clip, exp, floor, fract, maximum, mix, pick, smoothstep, sqrt
from lamps import lamp_colour
from land import snow_cover, sun_side
from light import Palette
from scene import Scene
from trees import at_cells


def over(r, limit):
    """1 where r > limit, else 0: for values that are constant within a cell."""
    return clip((r - limit) * 4000.0)


@dataclass
class Walls:
    """Planes [H, W]: alpha; shade 0..1 (lit by the key); tone (brightness of the wall, about 1); hue 0..1
    (which material); glass 0..1; lamp 0..1 (light behind the glass); lamp_hue; snow 0..1."""

    alpha: T
    shade: T
    tone: T
    hue: T
    glass: T
    lamp: T
    lamp_hue: T
    snow: T

    def under(self, front: "Walls") -> "Walls":
        a = front.alpha
        planes = [mix(getattr(self, f.name), getattr(front, f.name), a) for f in fields(self)[1:]]
        return Walls(self.alpha + a - self.alpha * a, *planes)


@dataclass
class Panes:
    glass: T  # 0..1
    value: T  # random, constant for each pane
    clear: T  # 0..1: large enough to be seen one by one


def panes(s: Scene, u, v, wide, tall, su, sv, lattice=None) -> Panes:
    """A grid of windows, one in each unit cell of (u, v). wide, tall: share of the cell that is glass;
    su, sv: frame units of a cell. Windows smaller than pixels fade into their mean."""
    lattice = s.noise.lattice() if lattice is None else lattice
    iu, iv = floor(u), floor(v)
    du, dv = absolute(u - iu - 0.5), absolute(v - iv - 0.5)
    across = clip((wide * 0.5 - du) * su / s.px + 0.5)
    up = clip((tall * 0.5 - dv) * sv / s.px + 0.5)
    clear_u, clear_v = smoothstep(1.1, 2.6, su / s.px), smoothstep(1.1, 2.6, sv / s.px)
    glass = mix(s.graph.wrap(1.0) * wide, across, clear_u) * mix(s.graph.wrap(1.0) * tall, up, clear_v)
    wrap = lambda a, m: clip(a - floor(a / float(m)) * float(m), 0, m - 1)
    index = wrap(iv, 96) * 128.0 + wrap(iu + iv * 29.0, 128)
    value = s.graph.op("Gather", lattice.reshape(96 * 128), s.graph.op("Cast", index, to=6), axis=0)
    return Panes(glass, value, clear_u * clear_v)


def lamps_on(s: Scene, p: Palette):
    """Scalar 0..1: share of windows with light behind them."""
    share = pick(s.vector("time"), [0.22, 0.02, 0.38, 0.54])
    return share + p.overcast * 0.07 * (1.0 - p.night)


def lit_panes(grid: Panes, share, hue):
    """(lamp, lamp_hue) of a window grid: a share of the panes is lit, each a little differently."""
    on = smoothstep(1.0 - share, 1.0 - share + 0.04, grid.value)
    power = 0.35 + 0.65 * fract(grid.value * 61.0)
    # panes too small to be told apart shine together
    lamp = mix(share * 0.62, on * power, grid.clear) * grid.glass
    return lamp, clip(hue + (fract(grid.value * 149.0) - 0.5) * 0.45)


def paint_walls(s: Scene, p: Palette, w: Walls, haze=0.0, night_glow=0.5):
    """(picture, light): the walls in this light, and what their windows add to it.

    haze: scalar or plane 0..1 of aerial perspective."""
    stone, brick = s.colour(0.66, 0.63, 0.58), s.colour(0.46, 0.28, 0.22)
    steel, plaster = s.colour(0.36, 0.44, 0.52), s.colour(0.80, 0.74, 0.64)
    albedo = mix(brick, stone, smoothstep(0.15, 0.40, w.hue))
    albedo = mix(albedo, plaster, smoothstep(0.45, 0.62, w.hue))
    albedo = mix(albedo, steel, smoothstep(0.68, 0.85, w.hue)) * w.tone
    albedo = mix(albedo, s.colour(0.90, 0.93, 0.98), w.snow)
    picture = p.lit(albedo, w.shade)
    # panes mirror the sky: brighter where the wall faces the light
    mirror = mix(p.mid, p.horizon, w.shade) * (0.30 + 0.5 * w.shade)
    picture = mix(picture, mirror, w.glass * 0.78)
    light = lamp_colour(s, w.lamp_hue) * w.lamp
    # the streets' lamps shine up the walls
    picture = picture + s.colour(0.20, 0.13, 0.085) * (w.tone * p.night * night_glow)
    picture = clip(p.distant(picture, haze))
    thin = 1.0 - clip(haze + p.fog * 0.45)
    return picture, clip(light * (0.35 + 0.65 * thin) * w.alpha)


class Towers:
    """A row of towers. base: y of their feet (scalar); spacing: cell width; height: of the tallest (row or
    scalar); floor_height: of one floor, frame units; density: share of cells with a tower."""

    def __init__(self, s: Scene, p: Palette, base, spacing, height, floor_height=0.016, density=1.0, low=0.3, modern=0.5):
        self.s, self.p, self.base = s, p, base
        u = s.x * (1.0 / spacing) + s.rnd(0, 90)
        inside, r_h, r_w, r_at, r_there, r_form, r_tone, r_hue, r_top, r_pat, r_lit = s.noise.cells(u, count=10)
        height = at_cells(s, height, u, spacing)
        self.w = w = spacing * (0.22 + 0.22 * r_w)
        room = 0.47 - w / spacing
        self.dx = (inside - 0.5 - (r_at - 0.5) * 2.0 * room) * spacing
        self.h = height * (low + (1.0 - low) * r_h * r_h * (1.3 - 0.3 * r_h))
        setback = over(r_form, 0.5)
        self.k1 = 1.0 - setback * (0.16 + 0.16 * r_tone)
        self.k2 = self.k1 - setback * over(r_form, 0.68) * 0.26
        self.s1 = self.h * (0.55 + 0.25 * r_hue)
        self.s2 = self.h * 0.88
        pointed, domed = over(r_top, 0.84), over(r_top, 0.70) * (1.0 - over(r_top, 0.84))
        self.taper = pointed * self.w * 1.6 + domed * self.w * 0.75 + s.px
        self.domed = domed
        mast = maximum(over(r_form, 0.80), over(0.20, r_top))
        self.mast = self.h + mast * (0.03 + 0.30 * self.h) * (0.3 + 0.7 * r_lit)
        self.mast_x = (r_at - 0.5) * w * 0.5 * (1.0 - setback)
        # roof of each column, for snow and parapets
        a = absolute(self.dx)
        outer = mix(self.s1, self.h, 1.0 - setback)
        self.roof = mix(mix(self.h, self.s2, over(a, w * self.k2)), outer, over(a, w * self.k1))
        # the side that faces the middle of the picture shows as a second, narrower face
        middle = at_cells(s, s.x, u, spacing)
        turn = clip(middle * -12.0, -1.0, 1.0)
        share = clip(absolute(middle) * 0.55 + 0.16, 0.0, 0.62)
        edge_at = w * (1.0 - share * 1.2)
        beyond = self.dx * turn - edge_at
        side = s.edge(beyond)
        sun = sun_side(p)
        front_light = 0.46 + 0.10 * (r_tone - 0.5)
        self.shade = mix(front_light, clip(0.48 + 0.50 * sun * turn), side)
        self.tone = (0.55 + 0.50 * r_tone) * (1.0 - side * 0.20)
        self.hue = clip(r_hue * (1.0 - modern * 0.5) + modern * 0.5 * over(r_hue, 0.3) + 0.0)
        # windows: columns are narrower on the side face; continuous over the edge
        pitch = floor_height * (0.75 + 0.55 * r_pat)
        self.u = (self.dx * turn + clip(beyond, 0.0, 1.0) * 0.7) / pitch + floor(r_tone * 97.0)
        self.su = pitch / (1.0 + 0.7 * side)
        self.floor = floor_height * (0.9 + 0.5 * r_lit)
        self.v0 = floor(r_hue * 61.0)
        ribbon, curtain, fins = over(r_pat, 0.72), over(r_pat, 0.42) - over(r_pat, 0.72), over(0.16, r_pat)
        self.wide = 0.50 + ribbon * 0.5 + curtain * 0.34
        self.tall = 0.52 + fins * 0.48 + curtain * 0.32 - ribbon * 0.05
        self.lit = lamps_on(s, p) * (0.35 + 1.3 * r_lit * r_lit)
        self.lamp_hue = r_pat * 0.75 + 0.05
        self.there = clip((density - r_there) * 4000.0)
        self.grid = s.noise.lattice()

    def at(self, y) -> Walls:
        """The towers at the rows y (column, or an image for mirrors)."""
        s = self.s
        up = self.base - y
        wf = self.w * (1.0 - s.edge(up - self.s1) * (1.0 - self.k1) - s.edge(up - self.s2) * (self.k1 - self.k2))
        top = clip((self.h - up) / self.taper)
        top = mix(top, sqrt(top + 1e-5), self.domed)
        far = wf * top - absolute(self.dx)
        body = s.edge(far) * s.edge(self.h - up)
        mast = s.edge(s.px * 0.75 + (self.mast - up) * 0.008 - absolute(self.dx - self.mast_x)) * s.edge(self.mast - up)
        alpha = maximum(body, mast) * self.there
        grid = panes(s, self.u, up / self.floor + self.v0, self.wide, self.tall, self.su, self.floor, self.grid)
        inner = clip((far - self.w * 0.05) / (s.px * 1.5)) * s.edge(self.roof - self.floor * 0.4 - up) * s.edge(self.h - self.taper - up)
        grid.glass = grid.glass * inner
        lamp, lamp_hue = lit_panes(grid, self.lit, self.lamp_hue)
        shade = clip(self.shade + (up / self.h - 0.5) * 0.16)
        cap = s.edge(up - self.roof + 0.0055) * snow_cover(s)
        glass = grid.glass * (0.75 + 0.5 * (grid.value - 0.5))
        return Walls(alpha, shade, self.tone, self.hue, glass, lamp, lamp_hue, cap)

    def beacons(self, y):
        """Red lamps on the masts: light [H, W]."""
        s = self.s
        dx, dy = self.dx - self.mast_x, self.base - y - self.mast
        tall = over(self.mast - self.h, 0.05) * self.there
        d2 = dx * dx + dy * dy
        r = maximum(s.px * 1.3, s.graph.wrap(0.0022))
        return (exp(-(d2 / (r * r))) + exp(-(d2 / (r * r * 26.0))) * 0.28) * tall
