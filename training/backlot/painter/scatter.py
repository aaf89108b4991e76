"""Many small things strewn over level ground in perspective: flowers, stones, leaves, sparkles."""

from dataclasses import dataclass

from graph import T, absolute, clip, exp, floor, log, smoothstep, sqrt
from scene import Scene


@dataclass
class Strewn:
    """One thing a cell. dx, dy: distance from its middle, in units of `size` (1 = as far below the
    horizon as one frame height at the ground's nearest); size: frame units of one such unit, column;
    inside: 0 on the cell's border, 1 well within it: what may reach the border fades by it; values:
    random images, constant within a cell."""

    dx: T
    dy: T
    size: T
    inside: T
    values: list


def strew(s: Scene, horizon, cell=0.05, count=3, margin=0.3, x=None) -> Strewn:
    """Cells of level ground below `horizon` (scalar); `cell`: size of a cell at distance 1 below it.

    Cells shrink towards the horizon in steps, one step a row of cells, so that nothing is skewed.
    A thing's middle keeps `margin` of a cell from the border. Lay several over each other."""
    n, x = s.noise, s.x if x is None else x
    below = clip(s.y - horizon, 0.004, 2.0)
    k = 1.0 / cell
    v = log(below) * k + s.rnd(0, 30)
    iv = floor(v)
    # size of this row of cells: its middle's distance below the horizon
    size = exp(log(below) - (v - iv - 0.5) * cell)
    u = x / (size * cell) + s.rnd(0, 16)
    iu = floor(u)
    wrap = lambda a, m: clip(a - floor(a / float(m)) * float(m), 0, m - 1)
    # rows of cells take far-apart columns of the lattice
    at = s.graph.op("Cast", wrap(iv, 96) * 128.0 + wrap(iu + iv * 17.0, 128), to=6)
    values = [s.graph.op("Gather", n.lattice().reshape(96 * 128), at, axis=0) for _ in range(count + 2)]
    room = 1.0 - 2.0 * margin
    dx = (u - iu - 0.5 - (values[0] - 0.5) * room) * cell
    dy = (v - iv - 0.5 - (values[1] - 0.5) * room) * cell
    border = lambda r: clip((0.5 - absolute(r - 0.5)) * 14.0)
    return Strewn(dx, dy, size, border(u - iu) * border(v - iv), values[2:])


def footprints(s: Scene, picture, below, shown, depth=0.26):
    """`picture` with a walker's trail over level ground: dents with a bright rim towards the viewer.

    below: distance below the horizon, column [H, 1]; shown: where they show, 0..1."""
    paces = 2.1 / below  # 0.7 m each, the eye 1.2 m above the ground
    whole = floor(paces)
    left = whole - floor(whole * 0.5) * 2.0 - 0.5
    across = s.rnd(-0.4, 0.4) * s.aspect
    dx = (s.x - across - (below - 0.3) * s.rnd(-1.2, 1.2)) / below - left * 0.10
    dy = paces - whole - 0.5
    soft = s.px / below * 50.0
    oval = lambda y: clip((1.0 - sqrt(dx * dx * 1300.0 + (dy - y) * (dy - y) * 24.0 + 1e-6)) / soft + 0.5)
    there = shown * smoothstep(0.05, 0.12, below)
    dent, rim = oval(0.0), oval(-0.06)
    return picture * (1.0 - dent * there * depth) * (1.0 + rim * (1.0 - dent) * there * 0.16)
