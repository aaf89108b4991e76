"""Noise from random lattices.

The graph gets `noise` [BANK, ROWS, COLUMNS], uniform in [0, 1), drawn from the
shot's seed. A lattice is interpolated by cubic B-splines. For a grid of pixels
the interpolation is separable: basis of y . lattice . basis of x. All octaves
of a fractal share two matrix products, with the lattices as the blocks of one
matrix. That is far cheaper than Resize, and any frequency, stretch or
non-linear spacing of x and of y costs the same.

Lattices repeat, so frequencies beyond the lattice's size tile.
"""

import math

import numpy as np

from graph import absolute, clip, concat, floor, maximum

BANK, ROWS, COLUMNS = 80, 96, 128

# The widest plate, in frame units: 1.4 x 16:9 across (tall plates are narrower), 1.4 down.
SPAN = {"x": 2.55, "y": 1.45}
LACUNARITY = 2.03


class Noise:
    def __init__(self, graph, bank):
        self.graph, self.bank = graph, bank
        self.next_lattice, self.next_row, self.next_scalar = 0, 0, 0

    # -- random numbers -------------------------------------------------------

    def scalar(self, low=0.0, high=1.0):
        """A random scalar [1, 1] of this shot, uniform in [low, high)."""
        k, self.next_scalar = self.next_scalar, self.next_scalar + 1
        # the last lattice is kept for scalars
        row, col = divmod(k, COLUMNS)
        value = self.bank.part([BANK - 1, row, col], [BANK, row + 1, col + 1], [0, 1, 2]).reshape(1, 1)
        return value * (high - low) + low

    def lattice(self, rows=ROWS, columns=COLUMNS):
        """The next random lattice [rows, columns], uniform in [0, 1)."""
        return self.lattices(1)[0].block(self.bank, rows, columns)

    def lattices(self, octaves):
        """The next lattices, to hand to `fbm` more than once: the same noise at other positions."""
        first = self.next_lattice
        self.next_lattice += octaves
        # the last two lattices are kept for scalars and rows; when all are used, they come round again
        return [Lattice((first + o) % (BANK - 2)) for o in range(octaves)]

    def row(self, n=COLUMNS):
        """The next random row [1, n], uniform in [0, 1)."""
        k = self.next_row % ROWS
        self.next_row += 1
        return self.bank.part([BANK - 2, k, 0], [BANK - 1, k + 1, n], [0, 1, 2]).reshape(1, n)

    # -- smooth noise ---------------------------------------------------------

    def basis(self, t, frequencies, sizes):
        """Periodic cubic B-spline weights [N, sum(sizes)] of the positions t [N, 1]: for each octave
        its frequency (cells a unit) and its lattice's size."""
        n = np.concatenate([np.full(size, size) for size in sizes]).reshape(1, -1).astype(np.float32)
        index = np.concatenate([np.arange(size) for size in sizes]).reshape(1, -1).astype(np.float32)
        if all(isinstance(f, (int, float)) for f in frequencies):
            scale = np.concatenate([np.full(z, f) for f, z in zip(frequencies, sizes)])
            scale = self.graph.constant(scale.reshape(1, -1).astype(np.float32))
        else:
            scale = concat([np.ones((1, z), np.float32) * f for f, z in zip(frequencies, sizes)], axis=1)
        d = t * scale - index
        a = absolute(d - floor(d * (1.0 / n) + 0.5) * n)
        outer, inner = maximum(2.0 - a, 0.0), maximum(1.0 - a, 0.0)
        return outer * outer * outer * (1.0 / 6.0) - inner * inner * inner * (4.0 / 6.0)

    def size(self, t, frequency, most):
        """How many cells an axis needs not to tile, at most `most`, for x or y or a shift of them."""
        axis = self.axis_of(t.name)
        if axis is None or not isinstance(frequency, (int, float)):
            return most
        return min(most, math.ceil((abs(frequency) * SPAN[axis] + 4) / 4) * 4)

    def axis_of(self, name):
        """"x" or "y" when the tensor is that coordinate, shifted or not."""
        while name not in SPAN:
            made = self.graph.made.get(name)
            if made is None or made.op_type not in ("Add", "Sub"):
                return None
            name = next((i for i in made.input if self.axis_of(i)), "")
        return name

    def smooth(self, x, y, fx, fy=None, rows=ROWS, columns=COLUMNS, lattice=None):
        """One octave, image [H, W], mean 0.5 and mostly within 0..1.

        x row, y column: positions; fx, fy: lattice cells for each unit (numbers or scalars)."""
        lattices = [lattice] if lattice else self.lattices(1)
        return self.fbm(x, y, fx, fy, lattices=lattices, rows=rows, columns=columns)

    def fbm(
        self, x, y, fx, fy=None, octaves=5, gain=0.5, lacunarity=LACUNARITY, ridged=False,
        lattices=None, rows=ROWS, columns=COLUMNS,
    ):
        """Octaves of smooth noise, image [H, W], mean about 0.5.

        Pass `lattices` (from `self.lattices(octaves)`) to evaluate the same noise at
        other positions, which is how light on clouds and slopes is found."""
        fy = fx if fy is None else fy
        lattices = lattices or self.lattices(octaves)
        steps = [lacunarity**o for o in range(len(lattices))]
        gains = [gain**o for o in range(len(lattices))]
        norm = 1.0 / sum(gains)
        w = [self.size(x, fx * k if isinstance(fx, (int, float)) else None, columns) for k in steps]
        h = [self.size(y, fy * k if isinstance(fy, (int, float)) else None, rows) for k in steps]
        bx = self.basis(x.t, [fx * k for k in steps], w)  # [W, sum w]
        by = self.basis(y, [fy * k for k in steps], h)  # [H, sum h]
        if ridged:
            return self.ridges(bx, by, lattices, w, h, gains) * norm
        blocks = []
        for o, lattice in enumerate(lattices):
            block = (lattice.block(self.bank, h[o], w[o]) - 0.5) * (2.1 * gains[o] * norm)
            sides = np.asarray([0, sum(w[:o]), 0, sum(w[o + 1 :])], np.int64)
            blocks.append(self.graph.op("Pad", block, self.graph.constant(sides)))
        return (by @ concat(blocks)) @ bx.t + 0.5

    def ridges(self, bx, by, lattices, w, h, gains):
        """Octaves folded at their middle, so that it becomes a crest: image."""
        result = None
        for o, lattice in enumerate(lattices):
            left, top = sum(w[:o]), sum(h[:o])
            block = (lattice.block(self.bank, h[o], w[o]) - 0.5) * 4.2
            folded = absolute(
                (by.part([top], [top + h[o]], [1]) @ block) @ bx.part([left], [left + w[o]], [1]).t
            )
            octave = (1.0 - folded) * gains[o]
            result = octave if result is None else result + octave
        return result

    def line(self, x, f, octaves=4, gain=0.5, ridged=False, lacunarity=2.1):
        """1-D fractal noise along x: row [1, W], mean about 0.5. A horizon, a skyline of hills."""
        steps = [lacunarity**o for o in range(octaves)]
        gains = [gain**o for o in range(octaves)]
        sizes = [self.size(x, f * k if isinstance(f, (int, float)) else None, COLUMNS) for k in steps]
        basis = self.basis(x.t, [f * k for k in steps], sizes)
        rows = [self.row(size) for size in sizes]
        if not ridged:
            heights = [(r - 0.5) * (1.7 * g / sum(gains)) for r, g in zip(rows, gains)]
            return concat(heights, axis=1) @ basis.t + 0.5
        result = None
        for o, r in enumerate(rows):
            left = sum(sizes[:o])
            n = ((r - 0.5) * 3.4) @ basis.part([left], [left + sizes[o]], [1]).t
            octave = (1.0 - absolute(n)) * (gains[o] / sum(gains))
            result = octave if result is None else result + octave
        return result

    # -- steps: one random value for each cell ----------------------------------

    def cells(self, t, n=COLUMNS, count=1):
        """Random values that are constant within each unit cell of t.

        t row [1, W] (or column [H, 1]), cells wrap after n. Returns `count` rows
        (columns) in 0..1, the cell's position in 0..1 across the cell first:
        (inside, value1, value2, ...)."""
        whole = floor(t)
        index = whole - floor(whole / float(n)) * float(n)
        at = self.graph.op("Cast", clip(index, 0, n - 1), to=6)  # int32
        values = [self.graph.op("Gather", self.row(n).reshape(n), at, axis=0) for _ in range(count)]
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
    """One of the bank's lattices."""

    def __init__(self, index):
        self.index = index

    def block(self, bank, rows, columns):
        """Its first rows and columns: [rows, columns]."""
        k = self.index
        return bank.part([k, 0, 0], [k + 1, rows, columns], [0, 1, 2]).reshape(rows, columns)
