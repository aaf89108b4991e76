"""Plants: rows of conifers and broadleaved trees, trunks, single trees, leaves, grass.

Plants are painted as one-channel images (`Stand`) laid over each other and coloured once at the
end, which costs a third of composing pictures. Rows of plants use one cell of x a plant; a plant
stays inside its cell, so that the cells' borders never show.
"""

from dataclasses import dataclass

from graph import T, absolute, clip, cos, exp, floor, maximum, minimum, mix, sin, smoothstep, sqrt
from land import snow_cover
from light import Palette
from scene import Scene


@dataclass
class Stand:
    """Plants so far: alpha; shade 0..1 (lit); tone 0..1 (which colour); top 0..1 (catches snow)."""

    alpha: T
    shade: T
    tone: T
    top: T

    def under(self, front: "Stand") -> "Stand":
        """These plants with `front` before them."""
        a = front.alpha
        return Stand(
            self.alpha + a - self.alpha * a,
            mix(self.shade, front.shade, a), mix(self.tone, front.tone, a), mix(self.top, front.top, a),
        )


def paint_stand(s: Scene, p: Palette, plants: Stand, dark, light, snow=None):
    """Picture of plants between two colours by tone, lit, with snow where it lies."""
    albedo = mix(dark, light, clip(plants.tone))
    picture = p.lit(albedo * (0.35 + plants.shade * 0.95), plants.shade)
    snow = snow_cover(s) if snow is None else snow
    white = p.lit(s.colour(0.90, 0.93, 0.98), 0.25 + plants.shade * 0.6)
    return clip(mix(picture, white, clip(plants.top * snow)))


def at_cells(s: Scene, value, u, spacing):
    """`value` (row or scalar) as it is at the middle of each column's cell of u: so that a plant is
    there or not, and stands upright, as a whole."""
    middle = s.x + (0.5 - (u - floor(u))) * spacing
    columns = (s.x * 0.0 + value).reshape(-1)
    first = s.graph.op("ReduceMin", s.x, axes=[1], keepdims=1)
    last = s.graph.op("ReduceMax", s.x, axes=[1], keepdims=1)
    index = minimum(maximum(middle, first), last) - first
    return s.graph.op("Gather", columns, s.graph.op("Cast", index / s.px + 0.5, to=6), axis=0)


def finest(frequency):
    """A noise frequency (scalar) that is not finer than about two pixels, where it would show a grid."""
    return minimum(frequency, 230.0)


def soft_saw(phase):
    """Smooth sawtooth 0..1 of a phase in radians: rises slowly, falls quickly."""
    return sin(phase + sin(phase) * 0.55) * 0.5 + 0.5


def conifers(s: Scene, base, height, spacing, density=1.0, side=0.0, tall=0.55, size=None) -> Stand:
    """A row of firs. base: y of their feet; height of the tallest; density: share of cells with a tree
    (rows or scalars); spacing: cell width; tall: height of the smallest relative to the tallest;
    size: a scalar near `height` where that is a row."""
    n, size = s.noise, s.graph.wrap(height if size is None else size)
    u = s.x * (1.0 / spacing) + s.rnd(0, 90)
    inside, r_height, r_width, r_place, r_there, r_tone = n.cells(u, count=5)
    base, height, density = (at_cells(s, v, u, spacing) for v in (base, height, density))
    h = height * (tall + (1.0 - tall) * r_height)
    w = minimum(h * (0.13 + 0.08 * r_width), s.graph.wrap(spacing * 0.38))
    room = 1.0 - w * (2.6 / spacing)
    dx = (inside - 0.5 - (r_place - 0.5) * clip(room)) * spacing
    f = s.graph.wrap(1.0) / size
    needle = n.smooth(s.x, s.y, finest(f * 26.0), finest(f * 20.0), 96, 128)
    fine = n.smooth(s.x, s.y, finest(f * 62.0), finest(f * 50.0), 96, 128)
    a = absolute(dx) / w
    t = (s.y - base) / h + 1.0  # 0 at the tip, 1 at the foot
    # boughs droop outwards, and each hangs a little differently on either side
    hang = (needle - 0.5) * 0.9 + dx / w * (r_place - 0.5) * 0.8
    saw = soft_saw((clip(t, 0.0, 1.2) ** 0.85 * (11.0 + 6.0 * r_width) - a * 0.8 + hang + r_place * 3.0) * 6.2832)
    needle = needle * 0.45 + fine * 0.55
    reach = clip(t, 0.0, 1.0) ** 0.8 * (0.52 + 0.44 * saw) + (needle - 0.5) * 0.62 * clip(t + 0.15)
    crown = s.edge((reach - a) * w, 1.2) * s.edge((t - 0.005) * h) * s.edge((0.95 + 0.06 * needle - t) * h, 2.0)
    stem = s.edge(h * 0.011 - absolute(dx)) * s.edge((t - 0.3) * h) * s.edge((1.02 - t) * h)
    there = clip((density - r_there) * 1e5)
    lit = clip(0.30 + (saw - 0.5) * 0.50 + (needle - 0.5) * 1.1 + dx / w * side * 0.40 - (t - 0.5) * 0.25)
    top = clip(smoothstep(0.35, 0.85, saw + (needle - 0.5) * 1.2) * (1.1 - 0.5 * t))
    return Stand(maximum(crown, stem) * there, lit, r_tone * 0.6 + (needle - 0.4) * 0.5, top)


def foliage(s: Scene, inside, scale, side=0.0, ragged=0.55, leaf=None) -> Stand:
    """Leaves filling a shape. inside: about 1 in its middle, 0 at its rim, image; scale: size of the
    shape in frame units; leaf: size of a leaf clump (default 1/26 of scale)."""
    n = s.noise
    g = s.graph.wrap(1.0)
    clump_f = g / scale * 3.2
    lattices = n.lattices(3)
    clump = n.fbm(s.x, s.y, clump_f, clump_f * 1.25, lattices=lattices, gain=0.6)
    step = s.graph.wrap(scale * 0.045)
    towards = n.fbm(s.x + step * side, s.y - step, clump_f, clump_f * 1.25, lattices=lattices, gain=0.6)
    f = g / (scale / 26.0 if leaf is None else leaf)
    coarse = n.smooth(s.x, s.y, finest(f), finest(f * 1.1), 96, 128)
    fine = n.smooth(s.x, s.y, finest(f * 2.7), finest(f * 2.4), 96, 128)
    leaves = coarse * 0.42 + fine * 0.58
    density = inside + (clump - 0.5) * ragged * 2.0 + (leaves - 0.5) * ragged * 0.9
    alpha = smoothstep(0.02, 0.16, density)
    lit = (clump - towards) * 3.2 + (smoothstep(0.40, 0.66, leaves) - 0.5) * 0.5 + 0.42
    lit = lit - smoothstep(0.25, 1.1, density) * 0.12
    top = smoothstep(0.45, 0.75, leaves + (clump - towards) * 1.5)
    return Stand(alpha, clip(lit), clip(leaves * 1.2 - 0.1 + (clump - 0.5) * 0.8), top)


def broadleaves(s: Scene, base, height, spacing, density=1.0, side=0.0, tall=0.6, leaf=None, size=None) -> Stand:
    """A row of round-crowned trees or bushes, feet at `base`; arguments as for `conifers`."""
    u = s.x * (1.0 / spacing) + s.rnd(0, 90)
    inside, r_height, r_width, r_place, r_there, r_tone = s.noise.cells(u, count=5)
    size = s.graph.wrap(height if size is None else size)
    base, height, density = (at_cells(s, v, u, spacing) for v in (base, height, density))
    h = height * (tall + (1.0 - tall) * r_height)
    w = minimum(h * (0.36 + 0.16 * r_width), s.graph.wrap(spacing * 0.44))
    dx = (inside - 0.5 - (r_place - 0.5) * clip(1.0 - w * (2.2 / spacing))) * spacing
    t = (s.y - base) / h + 1.0
    qx, qy = dx / w, (t - 0.46) * 2.0
    shape = 1.0 - sqrt(qx * qx + qy * qy * mix(1.0, 0.7, smoothstep(0.0, 1.0, qy)) + 1e-6)
    there = clip((density - r_there) * 1e5)
    within = smoothstep(1.25, 1.12, absolute(qx))  # nothing reaches the cell's border
    crown = foliage(s, shape * 1.3, size * 0.8, side, 0.42, leaf)
    lit = clip(crown.shade + qx * side * 0.18 - qy * 0.16)
    stem = s.edge(h * 0.022 - absolute(dx)) * s.edge((t - 0.5) * h) * s.edge((1.01 - t) * h)
    trunk = Stand(stem * there, s.graph.wrap(0.2), s.graph.wrap(0.0), s.graph.wrap(0.0))
    return trunk.under(Stand(crown.alpha * there * within, lit, clip(crown.tone * 0.6 + r_tone * 0.4), crown.top))


def trunks(s: Scene, base, width, spacing, density=1.0, side=0.0, birch=None, bend=0.03, branches=2) -> Stand:
    """A row of trunks that rise out of the frame. base: y of their feet; width of the thickest.

    birch: scalar 0..1, white bark with dark marks (tone: 1 = light bark, 0 = dark)."""
    n = s.noise
    birch = s.graph.wrap(0.0) if birch is None else birch
    u = s.x * (1.0 / spacing) + s.rnd(0, 90)
    inside, r_width, r_place, r_there, r_bend, r_low = n.cells(u, count=5)
    w = width * (0.45 + 0.55 * r_width) * 0.5
    feet = base + 0.02 + r_low * width * 0.8
    up = clip(feet - s.y, 0.0, 2.0)
    sway = n.line(s.y.t, 1.3, 2).t - 0.5
    tilt = min(0.10, spacing * 0.45)  # a trunk may not leave its cell
    lean = up * (r_bend - 0.5) * tilt + sway * (r_place - 0.5) * min(bend * 2.0, spacing * 0.3)
    room = clip(1.0 - (w * 2.6 + width * 0.8 + 0.02) / spacing, 0.0, 1.0) * 0.8
    dx = (inside - 0.5 - (r_place - 0.5) * room) * spacing - lean
    thick = w * (0.78 + 0.22 * exp(up * (-1.2)) + 0.55 * exp(up / w * (-0.30)) - up * 0.10)
    g = s.graph.wrap(1.0) / width
    fine = n.smooth(s.x, s.y, finest(g * 23.0), finest(g * 5.0), 96, 128)
    bark = n.smooth(s.x, s.y, finest(g * 11.0), finest(g * 1.5), 96, 128) * 0.6 + fine * 0.4
    ragged = n.smooth(s.x, s.y, finest(g * 7.0), finest(g * 9.0), 96, 128)  # leaves and moss hide the foot
    rough = dx + (bark - 0.5) * w * 0.16
    limbs = s.graph.wrap(0.0)
    alpha = s.edge(thick - absolute(rough)) * smoothstep(-0.30, 0.30, (feet - s.y) / w + (ragged - 0.5) * 0.8)
    for k in range(branches):
        r_at, r_slope, r_side = n.cells(u, count=3)[1:]
        towards_side = mix(-1.0, 1.0, smoothstep(0.47, 0.53, r_side))
        towards = dx * towards_side
        space = (0.5 - towards_side * (r_place - 0.5) * room) * spacing - absolute(lean)  # to the cell's border
        length = clip(minimum(space * 0.85, s.graph.wrap(spacing * 0.36)), 0.01, 9.0)
        along = clip(towards / length, 0.0, 1.0)
        y_at = feet - 0.22 - 0.55 * r_at - towards * (0.3 + 0.9 * r_slope) - (along * along) * 0.05
        bough = w * 0.26 * (1.0 - along)
        off = absolute(s.y - y_at + (bark - 0.5) * w * 0.25)
        limb = s.edge(bough - off) * s.edge(towards) * s.edge((0.97 - along) * length)
        limbs = maximum(limbs, limb * (1.0 - alpha))
        alpha = maximum(alpha, limb)
    there = clip((density - r_there) * 1e5)
    q = clip(dx / (w * 1.05), -1.0, 1.0)
    lit = clip(0.50 + q * side * 0.55 - q * q * 0.28 + (bark - 0.5) * 0.9 - exp(up / w * (-0.8)) * 0.25)
    marks = n.smooth(s.x, s.y, finest(g * 1.1), finest(g * 7.0), 96, 128) * 0.65
    marks = marks + n.smooth(s.x, s.y, finest(g * 5.0), finest(g * 16.0), 96, 128) * 0.35
    white = mix(0.95, 0.06, smoothstep(0.63, 0.71, marks + exp(up / w * (-0.25)) * 0.25))
    tone = mix(clip(bark * 1.1 - 0.1), white * (1.0 - limbs * 0.85), birch)
    return Stand(alpha * there, mix(lit, clip(lit + 0.12), birch), tone, smoothstep(0.55, 0.8, bark - q * side * 0.1) * 0.6)


def grass(s: Scene, base, height, spacing, density=1.0, wind=0.5, tone=0.5) -> Stand:
    """Blades rising from `base` (row or scalar y): one blade a cell, leaning together in gusts.

    Call several times with other spacings and lay them over each other."""
    n = s.noise
    gust = (n.line(s.x, 2.2, 3) - 0.5) * 2.0 + wind * (s.rnd(0.0, 1.0) - 0.3)
    t = clip((base - s.y) / height + 0.0, -0.2, 1.2)
    up = clip(t, 0.0, 1.2)
    # columns shear with height, so that a blade is a curve; its own bend comes from the cell
    u = (s.x - gust * height * 0.55 * (up * up)) * (1.0 / spacing) + s.rnd(0, 90)
    inside, r_height, r_place, r_there, r_bend = n.cells(u, count=4)
    tip = 0.35 + 0.65 * r_height
    q = clip(up / tip, 0.0, 1.0)
    at = 0.5 + (r_place - 0.5) * 0.3 + (r_bend - 0.5) * 0.55 * (q * q)
    blade = 0.17 * (1.0 - q * q) + 0.01
    d = (blade - absolute(inside - at)) * spacing
    alpha = s.edge(d) * s.edge((tip - t) * height, 2.0) * clip(q * 5.0 + 0.1) * clip((density - r_there) * 1e5)
    return Stand(alpha, clip(0.25 + q * 0.5 + (r_bend - 0.5) * 0.35), clip(tone + (r_height - 0.5) * 0.7), q * q * 0.7)


def boughs(s: Scene, x, base, height, angle=0.5, levels=7, thick=0.035) -> T:
    """A bare tree as alpha, by folding the plane at each fork (an iterated function system).

    x: row or image of distances from the trunk; base: y of its foot; height of the whole tree."""
    n = s.noise
    warp = (n.fbm(s.x, s.y, s.graph.wrap(3.0) / height, octaves=3) - 0.5) * 0.30
    px = x * (1.0 / height) + warp * clip((base - s.y) / height)
    py = (base - s.y) * (1.0 / height) + (n.smooth(s.x, s.y, s.graph.wrap(4.0) / height) - 0.5) * 0.12
    length, width, scale, alpha = 0.30, thick, 1.0, None
    for k in range(levels):
        along = clip(py / length, 0.0, 1.0)
        ex, ey = px, py - along * length
        d = sqrt(ex * ex + ey * ey + 1e-9) - width * (1.0 - 0.35 * along)
        part = s.edge(d * (-1.0) * (height * scale), 1.3)
        alpha = part if alpha is None else maximum(alpha, part)
        # climb to the fork, fold, turn and grow
        turn = s.rnd(0.75, 1.2) * angle
        shift = s.rnd(-0.02, 0.02)
        qx, qy = absolute(px + shift * along), py - length * 0.92
        c, r = cos(turn), sin(turn)
        px, py = qx * c - qy * r, qx * r + qy * c
        grow = 1.30
        px, py, scale = px * grow, py * grow, scale / grow
        width = width * 0.86
    return alpha


def rosette(s: Scene, dx, up, radius, fronds=9.0, droop=0.8, teeth=15.0, slim=0.16, spread=1.9, px=None) -> Stand:
    """Fronds around a point: a fern, the head of a palm. dx, up: distances from it (up: image);
    radius: row or scalar; droop: how far the fronds bend down; teeth: leaflets along a frond (0: a
    plain blade); spread: launch angles in radians; px: size of a pixel, where that is not the
    scene's."""
    n, px = s.noise, s.px if px is None else px
    edge = lambda distance: clip(distance / px + 0.5)
    r = sqrt(dx * dx + up * up + 1e-8)
    q = clip(r / radius, 0.0, 1.3)
    rise = up + r * q * droop  # fronds fall as thrown things do: undo it to find the launch angle
    reach = sqrt(dx * dx + rise * rise + 1e-8)
    turned = s.graph.op("Acos", clip(rise / reach, -0.999, 0.999))
    angle = turned * clip(dx / (r * 0.05 + 1e-5), -1.0, 1.0)
    gap = 2.0 * spread / fronds
    inside, r_long, r_tone, r_off = n.cells(angle / gap + 0.5 + s.rnd(0.0, 0.9) + 40.0, count=3)
    away = absolute(inside - 0.5 - (r_off - 0.5) * 0.3) * gap * reach
    long = q / (0.62 + 0.38 * r_long)
    blade = radius * slim * clip(long * 7.0) * clip(1.0 - long) ** 0.7
    saw = soft_saw((long * teeth - away / radius * 6.0) * 6.2832) if teeth else s.graph.wrap(0.75)
    d = blade * (0.15 + 0.85 * saw) - away
    alpha = edge(maximum(d, radius * 0.008 - away)) * edge((1.0 - long) * radius) * edge((spread - turned) * r)
    lit = clip(0.38 + 0.40 * saw * long + 0.35 * (up / r * 0.5 + 0.2) + (r_tone - 0.5) * 0.3)
    return Stand(alpha, lit, clip(0.1 + 0.5 * long + (r_tone - 0.5) * 0.8), clip(long * saw))


def ferns(s: Scene, base, size, spacing=None, density=0.9) -> Stand:
    """Two rows of ferns with their feet at `base` (row or scalar)."""
    result = None
    for k in range(2):
        spacing = size * (1.5 + 0.5 * k)
        u = s.x * (1.0 / spacing) + s.rnd(0, 90)
        inside, r_there, r_place, r_size, r_low = s.noise.cells(u, count=4)
        foot = at_cells(s, base, u, spacing) + (r_low - 0.5) * size * 0.3
        dx = (inside - 0.5 - (r_place - 0.5) * 0.05) * spacing
        within = smoothstep(0.5, 0.47, absolute(inside - 0.5))
        plant = rosette(s, dx, foot - s.y, size * (0.62 + 0.38 * r_size), 9.0, 0.55, 15.0)
        plant.alpha = plant.alpha * within * clip((density - r_there) * 1e5)
        result = plant if result is None else result.under(plant)
    return result
