"""Many small things strewn over level ground in perspective: flowers, stones, leaves, sparkles."""

from dataclasses import dataclass

from graph import T, clip, exp, floor, log
from scene import Scene


@dataclass
class Strewn:
    """One thing a cell. dx, dy: distance from its middle, in units of `size` (1 = as far below the
    horizon as one frame height at the ground's nearest); size: frame units of one such unit, column;
    values: random images, constant within a cell."""

    dx: T
    dy: T
    size: T
    values: list


def strew(s: Scene, horizon, cell=0.05, count=3, margin=0.3, x=None) -> Strewn:
    """Cells of level ground below `horizon` (scalar); `cell`: size of a cell at distance 1 below it.

    Cells shrink towards the horizon in steps, one step a row of cells, so that nothing is skewed.
    Things must stay within `margin` of a cell of their middle. Lay several over each other."""
    n, x = s.noise, s.x if x is None else x
    below = clip(s.y - horizon, 0.004, 2.0)
    k = 1.0 / cell
    v = log(below) * k + s.rnd(200, 260)
    iv = floor(v)
    # size of this row of cells: its middle's distance below the horizon
    size = exp(log(below) - (v - iv - 0.5) * cell)
    u = x / (size * cell) + s.rnd(0, 60)
    iu = floor(u)
    wrap = lambda a, m: clip(a - floor(a / float(m)) * float(m), 0, m - 1)
    # rows of cells take far-apart columns of the lattice
    at = s.graph.op("Cast", wrap(iv, 96) * 128.0 + wrap(iu + iv * 17.0, 128), to=6)
    values = [s.graph.op("Gather", n.lattice().reshape(96 * 128), at, axis=0) for _ in range(count + 2)]
    room = 1.0 - 2.0 * margin
    dx = (u - iu - 0.5 - (values[0] - 0.5) * room) * cell
    dy = (v - iv - 0.5 - (values[1] - 0.5) * room) * cell
    return Strewn(dx, dy, size, values[2:])
