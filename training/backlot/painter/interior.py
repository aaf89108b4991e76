"""A room in one-point perspective: which surface each ray meets, a window and the light that falls through it.

Lengths are in eye heights (about 1.4 m): floor at -1, the back wall at the distance `depth`; a point
(X, Y, z) shows at x = vx + X / z, y = vy - Y / z."""

from contextlib import contextmanager

from crop import Crop
from graph import absolute, bell, clip, exp, fract, maximum, minimum, mix, sqrt
from scene import Scene


class Box:
    """left, right: X of the side walls; high: ceiling above the eye; depth: of the back wall (scalars)."""

    def __init__(self, s: Scene, vx, vy, left, right, high, depth):
        self.s, self.vx, self.vy = s, vx, vy
        self.left, self.right, self.high, self.depth = left, right, high, depth
        self.dx, self.dy = s.x - vx, vy - s.y
        px = s.px
        # how far out each ray is, 1 where it meets an edge of the back wall
        across = maximum(self.dx * depth / right, self.dx * depth / left)
        upward, downward = self.dy * depth / high, self.dy * (-depth)
        m = maximum(maximum(across + s.zeros, upward), maximum(downward, 1.0))
        self.z = depth / m
        soft = px * depth * 0.8
        share = lambda v: clip((v - m) / soft + 1.0)
        self.floor, self.ceiling = share(downward + s.zeros), share(upward + s.zeros)
        side = share(across + s.zeros)
        self.sides = side * (1.0 - self.floor) * (1.0 - self.ceiling)
        self.floor, self.ceiling = self.floor * (1.0 - self.ceiling), self.ceiling
        self.back = clip(1.0 - self.floor - self.ceiling - self.sides)
        self.X, self.Y = self.dx * self.z, self.dy * self.z
        # darkening where surfaces meet
        gap_x = minimum(self.right - self.X, self.X - self.left)
        gap_y = minimum(self.high - self.Y, self.Y + 1.0)
        gap_z = self.depth - self.z
        meet = exp(gap_x * -5.0) + exp(gap_y * -5.0) + exp(gap_z * -5.0)
        self.corner = clip(meet - 1.0) + 0.0

    def on_floor(self):
        """(X, z) of the floor below each pixel: image, column."""
        z = 1.0 / clip(self.s.y - self.vy, 0.02, 2.0)
        return self.dx * z, z

    def place(self, X, Y, z):
        """Where a point shows, frame units."""
        return self.vx + X / z, self.vy - Y / z


class Window:
    """A window in the back wall: x, y: its middle on screen; w, h: half sizes (scalars, frame units);
    columns, rows: of panes (scalars)."""

    def __init__(self, s: Scene, box: Box, x, y, w, h, columns, rows, bar=0.0055, arched=None):
        self.s, self.box = s, box
        self.x, self.y, self.w, self.h = x, y, w, h
        self.columns, self.rows, self.bar = columns, rows, bar
        self.arched = s.graph.wrap(0.0) if arched is None else arched

    def open(self, dx, dy, soft):
        """How open the window is at an offset from its middle (frame units at the wall): 0..1."""
        w, h = self.w, self.h
        u, v = dx / w, dy / h
        # an arch rounds the upper half off
        lift = clip(-v - 0.15, 0.0, 2.0) / 0.85
        side = w * (1.0 - self.arched * (1.0 - sqrt(clip(1.0 - lift * lift, 0.0, 1.0) + 1e-6)))
        inside = minimum(side - absolute(dx), h - absolute(dy))
        shape = clip(inside / soft + 0.5)
        bars = self.bars(dx, dy, soft)
        return shape * (1.0 - bars)

    def bars(self, dx, dy, soft):
        u = fract((dx / self.w * 0.5 + 0.5) * self.columns + 0.5) - 0.5
        v = fract((dy / self.h * 0.5 + 0.5) * self.rows + 0.5) - 0.5
        du, dv = absolute(u) * 2.0 * self.w / self.columns, absolute(v) * 2.0 * self.h / self.rows
        return clip((self.bar - minimum(du, dv)) / soft + 0.5)

    def glass(self):
        s = self.s
        return self.open(s.x - self.x, s.y - self.y, s.px)

    def outline(self, grow):
        """The window's rectangle or arch, grown: image."""
        s = self.s
        dx, dy = s.x - self.x, s.y - self.y
        lift = clip(-dy / self.h - 0.15, 0.0, 2.0) / 0.85
        side = self.w * (1.0 - self.arched * (1.0 - sqrt(clip(1.0 - lift * lift, 0.0, 1.0) + 1e-6)))
        return s.edge(minimum(side + grow - absolute(dx), self.h + grow - absolute(dy)))

    def patch(self, slope_x, slope_y, X, Y, z, soft):
        """Sunlight that reaches the point (X, Y, z) in the room; slope: how far the light has moved
        sideways and down for each unit away from the wall."""
        b = self.box
        away = clip(b.depth - z, 0.0, 50.0)
        at_x, at_y = X - slope_x * away, Y + slope_y * away
        dx = at_x / b.depth + b.vx - self.x
        dy = b.vy - at_y / b.depth - self.y
        return self.open(dx, dy, soft)


def rounded(s: Scene, cx, cy, w, h, r):
    """Signed distance to a rounded box (half sizes w, h): positive inside, frame units."""
    qx, qy = absolute(s.x - cx) - w + r, absolute(s.y - cy) - h + r
    ox, oy = clip(qx, 0.0, 9.0), clip(qy, 0.0, 9.0)
    return r - sqrt(ox * ox + oy * oy + 1e-9) - minimum(maximum(qx, qy), 0.0)


class Pieces:
    """Things laid over each other: albedo, alpha and shade. Each thing is painted on a crop around it."""

    def __init__(self, s: Scene):
        self.s, self.albedo, self.alpha, self.shade = s, None, s.zeros, s.zeros + 0.5

    def add(self, alpha, albedo, shade=0.5):
        self.albedo = self.s.colour(0.2, 0.2, 0.2) + self.s.zeros if self.albedo is None else self.albedo
        self.albedo = mix(self.albedo, albedo, alpha)
        self.alpha = maximum(self.alpha, alpha)
        self.shade = mix(self.shade, shade, alpha)

    def soft_box(self, cx, cy, w, h, r, albedo, here=1.0, base=0.5, relief=0.35):
        """A padded box: lit from above, darker towards its lower edge."""
        s = self.s
        d = rounded(s, cx, cy, w, h, r)
        t = (cy - s.y) / h  # 1 at the top
        shade = base + relief * t * 0.5 + 0.22 * bell(d, r * 0.35) * clip(t)
        self.add(s.edge(d, 1.2) * here, albedo, clip(shade))
        return d

    @contextmanager
    def around(self, x, half, y0, y1, here=1.0):
        """A crop x +- half, y0..y1 to paint one thing on, with Pieces of its own that are laid over these
        at the end. Where `here` is 0 the crop shrinks to nothing."""
        half = half * self.s.graph.wrap(here)
        part = Pieces(Crop(self.s, x - half, x + half, y0, y1))
        yield part
        whole = part.s.whole
        self.add(whole(part.alpha), part.s.whole_picture(part.albedo), whole(part.shade))
