"""Noise from random lattices.

The graph gets `noise` [BANK, ROWS, COLUMNS], uniform in [0, 1), drawn from the
shot's seed. A lattice is interpolated by cubic B-splines. For a grid of pixels
the interpolation is separable, so an octave is two small matrix products
(basis of y . lattice . basis of x): far cheaper than Resize, and any frequency,
stretch or non-linear spacing of x and of y costs the same. Lattices repeat, so
frequencies beyond the lattice's size tile - pick sizes with that in mind.
"""

import numpy as np

from graph import absolute, clip, concat, floor, maximum

BANK, ROWS, COLUMNS = 40, 96, 128


class Noise:
    def __init__(self, graph, bank):
        self.graph, self.bank = graph, bank
        self.next_lattice, self.next_scalar = 0, 0

    # -- random numbers -------------------------------------------------------

    def scalar(self, low=0.0, high=1.0):
        """A random scalar [1, 1] of this shot, uniform in [low, high)."""
        k, self.next_scalar = self.next_scalar, self.next_scalar + 1
        # the last lattice is kept for scalars
        row, col = divmod(k, COLUMNS)
        value = self.bank.part([BANK - 1, row, col], [BANK, row + 1, col + 1], [0, 1, 2]).reshape(1, 1)
        return value * (high - low) + low

    def lattice(self, rows=ROWS, columns=COLUMNS):
        """The next random lattice [rows, columns]."""
        k, self.next_lattice = self.next_lattice, self.next_lattice + 1
        index, turn = k % (BANK - 1), k // (BANK - 1)
        top, left = (turn * 37) % (ROWS - rows + 1), (turn * 53) % (COLUMNS - columns + 1)
        return self.bank.part(
            [index, top, left], [index + 1, top + rows, left + columns], [0, 1, 2]
        ).reshape(rows, columns)

    # -- smooth noise ---------------------------------------------------------

    def basis(self, t, n):
        """Periodic cubic B-spline weights [N, n] of the positions t [N, 1], in lattice cells."""
        d = t - np.arange(n, dtype=np.float32).reshape(1, n)
        d = d - floor(d / float(n) + 0.5) * float(n)
        a = absolute(d)
        outer, inner = maximum(2.0 - a, 0.0), maximum(1.0 - a, 0.0)
        return (outer * outer * outer - 4.0 * inner * inner * inner) * (1.0 / 6.0)

    def smooth(self, x, y, fx, fy=None, rows=48, columns=64, lattice=None):
        """One octave, image [H, W], mean 0.5 and mostly within 0..1.

        x [1, W], y [H, 1]: positions; fx, fy: lattice cells for each unit."""
        fy = fx if fy is None else fy
        l = self.lattice(rows, columns) if lattice is None else lattice
        by = self.basis(y * fy, rows)
        bx = self.basis((x * fx).t, columns).t
        return (by @ ((l - 0.5) * 2.1)) @ bx + 0.5

    def fbm(self, x, y, fx, fy=None, octaves=5, gain=0.5, lacunarity=2.03, ridged=False, lattices=None):
        """Octaves of smooth noise, image [H, W], mean about 0.5.

        Pass `lattices` (from `self.lattices(octaves)`) to evaluate the same noise at
        other positions, which is how light on clouds and slopes is found."""
        fy = fx if fy is None else fy
        lattices = lattices or self.lattices(octaves)
        result, amplitude, norm = None, 1.0, 0.0
        for o, l in enumerate(lattices):
            n = self.smooth(x, y, fx * lacunarity**o, fy * lacunarity**o, *l.size, lattice=l.tensor)
            if ridged:
                n = 1.0 - absolute(n * 2.0 - 1.0)
            result = n * amplitude if result is None else result + n * amplitude
            norm += amplitude
            amplitude *= gain
        return result * (1.0 / norm)

    def lattices(self, octaves, rows=48, columns=64, fine=(96, 128)):
        """Lattices for `octaves` octaves: the last ones larger, so that they do not tile visibly."""
        sizes = [(rows, columns) if o < 3 else fine for o in range(octaves)]
        return [Lattice(self.lattice(*s), s) for s in sizes]

    def line(self, x, f, octaves=4, gain=0.5, ridged=False, lacunarity=2.1):
        """1-D fractal noise along x: row [1, W], mean about 0.5. A horizon, a skyline of hills."""
        result, amplitude, norm = None, 1.0, 0.0
        for o in range(octaves):
            l = self.lattice(1, COLUMNS)
            n = ((l - 0.5) * 1.7) @ self.basis((x * (f * lacunarity**o)).t, COLUMNS).t + 0.5
            if ridged:
                n = 1.0 - absolute(n * 2.0 - 1.0)
            result = n * amplitude if result is None else result + n * amplitude
            norm += amplitude
            amplitude *= gain
        return result * (1.0 / norm)

    # -- steps: one random value for each cell ----------------------------------

    def cells(self, t, n=COLUMNS, count=1):
        """Random values that are constant within each unit cell of t.

        t row [1, W] (or column [H, 1]), cells wrap after n. Returns `count` rows
        (columns) in 0..1, the cell's position in 0..1 across the cell first:
        (inside, value1, value2, ...)."""
        whole = floor(t)
        index = whole - floor(whole / float(n)) * float(n)
        at = self.graph.op("Cast", clip(index, 0, n - 1), to=6)  # int32
        values = [self.graph.op("Gather", self.lattice(1, n).reshape(n), at, axis=0) for _ in range(count)]
        return (t - whole, *values)

    def sample(self, u, v, rows=64, columns=64, lattice=None):
        """Smooth noise at any positions: images u, v [H, W] in lattice cells (perspective, domain
        warps). Bilinear with smoothed weights; about 10 x the cost of `smooth`."""
        l = (self.lattice(rows, columns) if lattice is None else lattice).reshape(rows * columns)
        fu, fv = floor(u), floor(v)
        tu, tv = u - fu, v - fv
        tu, tv = tu * tu * (3.0 - 2.0 * tu), tv * tv * (3.0 - 2.0 * tv)
        wrap = lambda a, n: clip(a - floor(a / float(n)) * float(n), 0, n - 1)
        u0, u1 = wrap(fu, columns), wrap(fu + 1.0, columns)
        v0, v1 = wrap(fv, rows) * float(columns), wrap(fv + 1.0, rows) * float(columns)
        get = lambda i: self.graph.op("Gather", l, self.graph.op("Cast", i, to=6), axis=0)
        top = get(v0 + u0) * (1.0 - tu) + get(v0 + u1) * tu
        bottom = get(v1 + u0) * (1.0 - tu) + get(v1 + u1) * tu
        return top * (1.0 - tv) + bottom * tv


class Lattice:
    def __init__(self, tensor, size):
        self.tensor, self.size = tensor, size
