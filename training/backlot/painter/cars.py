"""Cars parked along a street, seen from behind. Lengths are in eye heights, as in corridor.py."""

from graph import absolute, bell, clip, maximum, mix, smoothstep, sqrt
from interior import Pieces, rounded

LENGTH, WIDTH, HEIGHT = 2.7, 1.08, 0.90


def parked_car(pieces: Pieces, vx, vy, side, inner, z0, here):
    """One car. side: -1 or 1; inner: distance of its inner flank from the axis of view; z0: of its rear."""
    with pieces.around(vx + side * (inner + WIDTH * 0.5) / z0, 0.92 / z0 + 0.6 * inner / z0, vy - 0.02, vy + 1.04 / z0, here) as part:
        s = part.s
        paint = mix(mix(s.colour(0.55, 0.57, 0.60), s.colour(0.11, 0.12, 0.14), s.chance(0.5)), mix(s.colour(0.50, 0.09, 0.08), s.colour(0.10, 0.22, 0.40), s.chance(0.5)), s.chance(0.5))
        glass, rubber = s.colour(0.10, 0.13, 0.17), s.colour(0.03, 0.03, 0.033)
        # shadow underneath
        y_ground = vy + 1.0 / z0
        mid = vx + side * (inner + WIDTH * 0.5) / z0
        part.add(bell(s.x - mid, 0.70 / z0) * bell(s.y - y_ground + 0.02 / z0, 0.06 / z0) * 0.8, rubber, 0.1)
        # flank: z follows from the column
        a = maximum((s.x - vx) * side, 1e-3)
        z = inner / a
        t = (z - z0) / LENGTH
        h = (vy - s.y) * z + 1.0  # above the ground
        cabin = smoothstep(0.02, 0.17, t) * smoothstep(0.80, 0.58, t)
        top = 0.50 + (HEIGHT - 0.50) * cabin - 0.10 * smoothstep(0.86, 1.0, t)
        flank = s.edge((top - h) / z) * s.edge((h - 0.14) / z) * s.edge(inner / z0 - a) * s.edge(a - inner / (z0 + LENGTH))
        part.add(flank, paint, clip(0.42 + 0.25 * bell(h - 0.50, 0.07) - 0.30 * smoothstep(0.4, 0.1, h)))
        window = s.edge((top - 0.07 - h) / z) * s.edge((h - 0.55) / z) * smoothstep(0.10, 0.14, t) * smoothstep(0.72, 0.68, t)
        window = window * smoothstep(0.010, 0.022, absolute(t - 0.42))
        part.add(window * flank, glass, clip(0.5 + 0.5 * smoothstep(0.55, 0.85, h)))
        for at in (0.19, 0.80):
            d = sqrt((t - at) * (t - at) * (LENGTH * LENGTH) + (h - 0.20) * (h - 0.20) + 1e-6)
            within = s.edge(inner / z0 - a) * s.edge((0.20 - d) / z)
            part.add(within, mix(rubber, s.colour(0.45, 0.46, 0.48), smoothstep(0.13, 0.10, d)), 0.35)
        # rear
        part.add(s.edge(rounded(s, mid, y_ground - 0.42 / z0, 0.53 / z0, 0.29 / z0, 0.10 / z0)), paint, clip(0.52 + (y_ground - 0.42 / z0 - s.y) * z0 * 0.5))
        taper = (s.y - y_ground) * z0 + HEIGHT  # 0 at the roof
        wide = (0.36 + 0.16 * clip(taper * 3.0)) / z0
        roof = s.edge(wide - absolute(s.x - mid)) * s.edge((taper + 0.0) / z0) * s.edge((0.40 - taper) / z0)
        part.add(roof, paint * 0.9, 0.55)
        pane = s.edge(wide - 0.06 / z0 - absolute(s.x - mid)) * s.edge((taper - 0.06) / z0) * s.edge((0.33 - taper) / z0)
        part.add(pane, glass, clip(0.95 - taper * 1.6))
        for k in (-1.0, 1.0):
            tyre = s.edge(rounded(s, mid + k * 0.40 / z0, y_ground - 0.10 / z0, 0.09 / z0, 0.10 / z0, 0.03 / z0))
            part.add(tyre, rubber, 0.3)
            lamp = s.edge(rounded(s, mid + k * 0.41 / z0, y_ground - 0.50 / z0, 0.09 / z0, 0.055 / z0, 0.02 / z0))
            part.add(lamp, s.colour(0.62, 0.06, 0.05), 0.7)
        part.add(s.edge(rounded(s, mid, y_ground - 0.34 / z0, 0.17 / z0, 0.055 / z0, 0.01 / z0)), s.colour(0.78, 0.78, 0.74), 0.55)
        part.add(s.edge(rounded(s, mid, y_ground - 0.17 / z0, 0.50 / z0, 0.05 / z0, 0.03 / z0)), rubber * 2.5, 0.35)
        part.alpha, part.shade = part.alpha * here, part.shade
    return mid, y_ground - 0.50 / z0
