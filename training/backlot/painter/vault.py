"""A vaulted hall that recedes to a vanishing point: where each ray meets it, ribs, panes, trusses.

Lengths are in eye heights, as in corridor.py. The vault's section is half an ellipse that stands on
upright walls; it runs on along z."""

from crop import Crop
from graph import absolute, clip, fract, maximum, mix, smoothstep, sqrt
from scene import Scene


class Vault:
    """middle: X of the axis; half: width from axis to wall; spring: height of the springing above the eye;
    rise: of the crown above that; end: z where the hall ends (all scalars)."""

    def __init__(self, s: Scene, vx, vy, middle, half, spring, rise, end):
        self.s, self.vx, self.vy, self.end = s, vx, vy, end
        self.middle, self.half, self.spring, self.rise = middle, half, spring, rise
        dx, dy = s.x - vx, vy - s.y
        self.dx, self.dy = dx, dy
        ih, ir = 1.0 / (half * half), 1.0 / (rise * rise)
        a = dx * dx * ih + dy * dy * ir + 1e-7
        b = dx * (middle * ih) + dy * (spring * ir)
        c = middle * middle * ih + spring * spring * ir - 1.0
        on_vault = (b + sqrt(maximum(b * b - a * c, 1e-9))) / a
        # the wall on the side to which the ray goes
        right = clip(dx * 4000.0 + 0.5)
        reach = mix(half - middle, half + middle, right)  # distance of the wall from the eye
        reach = maximum(reach, 0.4)
        self.wall_z = maximum(reach, 0.0) / maximum(absolute(dx), 1e-3)  # row
        self.right = right
        wall_up = dy * self.wall_z
        self.above = s.edge((wall_up - spring) / self.wall_z)  # 1 on the vault, 0 on the walls
        self.z = mix(self.wall_z + s.zeros, on_vault, self.above)
        self.q = clip((dx * self.z - middle) / half, -1.0, 1.0)  # -1..1 from wall to wall
        self.angle = s.graph.op("Acos", clip(self.q, -0.9999, 0.9999)) * (1.0 / 3.14159)  # 0..1
        self.r = sqrt(dx * dx + dy * dy + 1e-6)
        self.inside = s.edge((end - self.z) * self.r / (self.z * self.z / end + 1e-3))  # before the end

    def along(self, period, width):
        """Ribs of `width` every `period` along z: image 0..1."""
        s = self.s
        d = absolute(fract(self.z / period) - 0.5) * period
        size = self.r / self.z  # frame units of one unit of z
        sharp = clip((d - (0.5 * period - width * 0.5)) * size / s.px + 0.5)
        return mix(width / period, sharp, smoothstep(1.5, 4.0, period * size / s.px))

    def across(self, count, width):
        """Bars along the vault, `count` from wall to wall, `width` eye heights: image."""
        s = self.s
        d = (0.5 - absolute(fract(self.angle * count) - 0.5)) / count * 3.14159 * self.half
        size = 1.0 / self.z
        sharp = clip((width * 0.5 - d) * size / s.px + 0.5)
        return mix(width * count / (3.14159 * self.half), sharp, smoothstep(1.5, 4.0, size * 3.14159 * self.half / count / s.px))

    def truss(self, z, depth, thick, bays):
        """An arched lattice girder that stands across the hall at z: image."""
        left, right = (self.middle - self.half) / z, (self.middle + self.half) / z
        s = Crop(self.s, self.vx + left - 0.01, self.vx + right + 0.01,
                 self.vy - (self.spring + self.rise) / z - 0.01, self.vy - self.spring / z + 0.01)
        dx, dy = s.x - self.vx, self.vy - s.y
        ex, ey = (dx * z - self.middle) / self.half, (dy * z - self.spring) / self.rise
        e = sqrt(ex * ex + ey * ey + 1e-6)
        size = self.half / z  # frame units of one unit of e
        t = (e - 1.0) / depth + 1.0  # 0 on the inner chord, 1 on the outer
        chord = maximum(
            clip((thick - absolute(t - 0.04) * depth) * size / s.px + 0.5),
            clip((thick * 1.3 - absolute(t - 0.96) * depth) * size / s.px + 0.5),
        )
        angle = s.graph.op("Acos", clip(ex / e, -0.9999, 0.9999)) * (bays / 3.14159)
        zig = absolute(absolute(fract(angle) - 0.5) * 2.0 - t)
        web = clip((thick * 0.8 - zig * (1.2 / bays)) * size / s.px + 0.5) * s.edge((t - 0.02) * depth * size) * s.edge((1.0 - t) * depth * size)
        return s.whole(maximum(chord, web) * s.edge(ey * self.rise / z))

    def end_wall(self):
        """(ex, ey, e) on the end: position relative to the springing line, and 1 on the arch."""
        ex = (self.dx * self.end - self.middle) / self.half
        ey = (self.dy * self.end - self.spring) / self.rise
        return ex, ey, sqrt(ex * ex + ey * ey + 1e-6)
