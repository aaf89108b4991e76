"""A train at a platform: its flank, lit windows with travellers, and its front when it draws in."""

from buildings import over, panes
from graph import absolute, bell, clip, exp, fract, maximum, minimum, mix, smoothstep, sqrt
from lamps import Glows, lamp_colour
from scene import Scene


def paint_train(s: Scene, p, vx, vy, side, edge, on, under):
    """(picture, alpha, light, headlamps): a train at the platform, standing or drawing in, by seed."""
    n = s.noise
    here, standing = s.chance(0.72), s.chance(0.5)
    X0 = edge + 0.22
    front = mix(s.rnd(3.6, 6.5), 0.3, standing)
    high, low = 1.45, -1.45
    a = (s.x - vx) * side
    z = X0 / maximum(a, 1e-3)
    up = (vy - s.y) * z
    body = s.edge((high - up) / z) * s.edge((up - low) / z) * s.edge(a) * s.edge(X0 / front - a)
    # livery
    tone = mix(mix(s.colour(0.62, 0.12, 0.10), s.colour(0.12, 0.22, 0.40), s.chance(0.5)), mix(s.colour(0.78, 0.78, 0.76), s.colour(0.10, 0.26, 0.18), s.chance(0.4)), s.chance(0.55))
    band = mix(s.colour(0.92, 0.88, 0.78), s.colour(0.85, 0.52, 0.12), s.chance(0.5))
    car = 9.0
    w = z * (1.0 / 0.9) + s.rnd(0, 9.0)
    su = 0.9 * a * a / X0
    grid = panes(s, w, (up - 0.05) / 0.95 + 0.5, 0.74, 0.72, su, 0.95 / z)
    row = s.edge((0.52 - absolute(up - 0.05)) / z)
    glass = grid.glass * row
    door = smoothstep(0.42, 0.44, absolute(fract(w / 5.0) - 0.5))
    seam = bell((fract(z / car + 0.3) - 0.5) * car * a * a / X0, s.px * 1.2 + 0.022 * a * a / X0)
    stripe = s.edge((0.07 - absolute(up + 0.55)) / z) + s.edge((0.045 - absolute(up - 0.85)) / z)
    round_top = smoothstep(0.85, 1.45, up)
    albedo = mix(tone, band, clip(stripe)) * (1.0 - 0.55 * seam) * (1.0 - 0.25 * door)
    albedo = mix(albedo, s.colour(0.30, 0.30, 0.31), round_top * 0.8)
    albedo = mix(albedo, s.colour(0.08, 0.08, 0.085), smoothstep(-0.95, -1.08, up))
    shade = clip(0.46 - 0.2 * round_top + 0.10 * up)
    lit = lambda c: mix(p.lit(c, shade), c * (0.30 + 0.5 * shade), under)
    picture = lit(albedo) + mix(p.horizon, p.mid, 0.5) * (bell(up - 1.05, 0.16) * 0.16 * (1.0 - under))
    mirror = mix(mix(p.mid, p.horizon, 0.5) * (0.34 + 0.30 * smoothstep(0.42, 0.58, fract(w * 0.5 + up * 0.35))), s.colour(0.10, 0.10, 0.10), under)
    picture = mix(picture, mirror, glass * 0.85)
    far = clip(1.0 - exp(z * -0.03)) * mix(0.6, 1.0, p.fog)
    picture = mix(picture, mix(p.haze, s.colour(0.03, 0.03, 0.035), under), far)
    warm = lamp_colour(s, s.rnd(0.35, 0.8))
    # seats and heads of travellers against the light
    within = (up - 0.05) / 0.95 + 0.5
    seat = smoothstep(0.03, -0.03, within - 0.22 - 0.24 * smoothstep(0.36, 0.27, absolute(fract(w * 3.0) - 0.5)) * over(fract(grid.value * 17.0), 0.3))
    rack = bell(within - 0.80, 0.02)
    light = warm * (glass * (1.0 - 0.72 * seat - 0.4 * rack) * (0.80 + 0.35 * within) * (0.62 + 0.25 * grid.value) * on * (1.0 - far) * body)
    # its front, when it is drawing in
    x0, x1 = X0 / front, (X0 + 1.75) / front
    top, foot = vy - high / front, vy - low / front
    d = minimum(minimum(a - x0, x1 - a), minimum(s.y - top, foot - s.y))
    corner = 0.28 / front
    cx, cy = clip(corner - (a - x0), 0.0, 1.0), clip(corner - (s.y - top), 0.0, 1.0)
    cx = maximum(cx, clip(corner - (x1 - a), 0.0, 1.0))
    nose = s.edge(d) * s.edge(corner - sqrt(cx * cx + cy * cy + 1e-8)) * (1.0 - standing)
    mid = (x0 + x1) * 0.5
    screen = s.edge((0.58 / front) - absolute(a - mid)) * s.edge(0.36 / front - absolute(s.y - vy + 0.55 / front))
    face = mix(tone, band, s.edge(0.14 / front - absolute(s.y - vy - 0.35 / front)))
    face = mix(face, s.colour(0.30, 0.30, 0.31), smoothstep(vy - 1.15 / front, vy - 1.4 / front, s.y))
    face = mix(face, s.colour(0.07, 0.07, 0.075), smoothstep(vy + 0.95 / front, vy + 1.05 / front, s.y))
    face = lit(face * 0.8)
    face = mix(face, mirror * (0.7 + 0.5 * n.smooth(s.x, s.y, 6.0)), screen)
    picture, alpha = mix(picture, face, nose), maximum(body, nose) * here
    heads = Glows(s)
    for k in (-0.55, 0.55):
        heads.add(vx + side * (mid + k / front), vy + 0.30 / front, 0.55 / front, s.colour(1.0, 0.95, 0.82), here * (1.0 - standing) * (0.55 + 0.45 * on))
    heads.add(vx + side * mid, vy - 1.16 / front, 0.35 / front, s.colour(1.0, 0.95, 0.82), here * (1.0 - standing) * (0.4 + 0.5 * on))
    return clip(picture), alpha, light * (here * (1.0 - nose)), heads.picture()
