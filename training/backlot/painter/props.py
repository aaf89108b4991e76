"""What stands on a stage, and the girder that carries its lamps."""

import copy

from graph import absolute, bell, clip, cos, fract, maximum, mix, sqrt
from scene import Scene


def scaled(s: Scene, cx, cy, k):
    """The scene seen in coordinates in which things are k times as large around (cx, cy)."""
    view = copy.copy(s)
    view.x, view.y, view.px = (s.x - cx) / k + cx, (s.y - cy) / k + cy, s.px / k
    view.aspect = s.aspect / k
    return view


def props(s: Scene, p, vx, back, front, theatre, concert, club, gel_a, gel_b, white):
    """(picture, alpha, light): risers with loudspeakers and a drum kit; a piano; steps and columns."""
    foot = mix(back, front, 0.22)
    s = scaled(s, vx, foot, clip(s.aspect / 1.55, 0.42, 1.0))
    box = lambda x0, x1, y0, y1: s.edge(s.x - x0) * s.edge(x1 - s.x) * s.edge(s.y - y0) * s.edge(y1 - s.y)

    def oval(cx, cy, rx, ry):
        qx, qy = (s.x - cx) / rx, (s.y - cy) / ry
        return s.edge((1.0 - sqrt(qx * qx + qy * qy + 1e-6)) * ry)

    dark = s.colour(0.03, 0.03, 0.036)
    # concert: riser with a drum kit, stacks of loudspeakers at the sides
    riser = box(vx - 0.30, vx + 0.30, back - 0.045, foot)
    strip = s.edge(0.005 - absolute(s.y - back + 0.035)) * s.edge(0.30 - absolute(s.x - vx))
    kit_y = back - 0.045
    kit = oval(vx, kit_y - 0.045, 0.048, 0.048)
    kit = maximum(kit, oval(vx - 0.075, kit_y - 0.085, 0.032, 0.026))
    kit = maximum(kit, oval(vx + 0.075, kit_y - 0.085, 0.032, 0.026))
    kit = maximum(kit, box(vx + 0.095, vx + 0.155, kit_y - 0.075, kit_y - 0.008))
    for cx, cy in ((-0.15, -0.16), (0.15, -0.165), (-0.185, -0.105)):
        kit = maximum(kit, oval(vx + cx, kit_y + cy, 0.042, 0.0055))
        kit = maximum(kit, box(vx + cx - 0.002, vx + cx + 0.002, kit_y + cy, kit_y))
    skin = oval(vx, kit_y - 0.045, 0.041, 0.041)
    stacks, cones = s.zeros, s.zeros
    for side in (-1.0, 1.0):
        x = vx + side * s.aspect * 0.30
        w, h = 0.085, s.rnd(0.22, 0.34)
        stacks = maximum(stacks, box(x - w, x + w, foot - h, foot))
        for k in range(4):
            for j in (-0.5, 0.5):
                cy = foot - 0.045 - 0.085 * k
                on_stack = clip((h - 0.06 - 0.085 * k) * 400.0)
                ring = oval(x + j * w, cy, 0.033, 0.033) * (1.0 - 0.75 * oval(x + j * w, cy, 0.026, 0.026))
                cones = maximum(cones, ring * on_stack)
    loud_alpha = maximum(maximum(riser, kit), stacks)
    loud = dark + gel_a * 0.10 * bell(s.y - back + 0.05, 0.12) + s.colour(0.09, 0.09, 0.10) * cones + mix(gel_b, white, 0.3) * skin * 0.34
    # club: a grand piano, its lid up, and a stool
    mirror = s.chance(0.5) * 2.0 - 1.0
    X = (s.x - vx + s.rnd(0.16, 0.30) * mirror) * mirror
    y0 = mix(back, front, 0.45)
    body = s.edge(0.185 - absolute(X)) * s.edge(s.y - y0 + 0.165) * s.edge(y0 - 0.105 - s.y)
    lid_top = y0 - 0.165 - (X + 0.185) * 0.62
    lid = s.edge(s.y - lid_top) * s.edge(y0 - 0.165 - (X + 0.185) * 0.10 - s.y) * s.edge(X + 0.185) * s.edge(0.10 - X)
    prop = s.edge(0.003 - absolute(X - 0.085 + (s.y - y0 + 0.17) * 0.2)) * s.edge(s.y - y0 + 0.34) * s.edge(y0 - 0.15 - s.y)
    legs = s.zeros
    for at in (-0.165, -0.02, 0.160):
        legs = maximum(legs, s.edge(0.009 - absolute(X - at)) * s.edge(s.y - y0 + 0.11) * s.edge(y0 - s.y))
    keys = s.edge(0.020 - absolute(X - 0.205)) * s.edge(0.008 - absolute(s.y - y0 + 0.13))
    stool = s.edge(0.036 - absolute(X - 0.285)) * s.edge(0.010 - absolute(s.y - y0 + 0.078))
    stool = maximum(stool, s.edge(0.005 - absolute(absolute(X - 0.285) - 0.025)) * s.edge(s.y - y0 + 0.078) * s.edge(y0 - s.y))
    piano_alpha = maximum(maximum(body, lid), maximum(maximum(prop, legs), maximum(keys, stool)))
    shine = bell(s.y - lid_top - 0.006, 0.005) * lid + bell(s.y - y0 + 0.162, 0.004) * body + bell(s.y - y0 + 0.14, 0.012) * body * 0.3
    piano = dark * 0.8 + mix(gel_a, white, 0.6) * shine * 0.55 + white * keys * 0.7
    # theatre: broad steps with a pair of columns, or nothing but the painted sky
    steps, step_light = s.zeros, s.zeros
    w0 = s.rnd(0.20, 0.36)
    for k in range(4):
        top = back + 0.018 - 0.020 * (3 - k) - 0.012
        here = s.edge(w0 + 0.04 * k - absolute(s.x - vx)) * s.edge(s.y - top)
        steps = maximum(steps, here * s.edge(foot - s.y))
        step_light = maximum(step_light, bell(s.y - top - 0.003, 0.003) * here)
    cols, round_light = s.zeros, s.zeros + 0.3
    for side in (-1.0, 1.0):
        x = vx + side * (w0 + 0.10)
        d = (s.x - x) / 0.030
        flare = 1.0 + 0.35 * bell(s.y - back + 0.30, 0.012) + 0.45 * s.edge(s.y - back - 0.005)
        col = s.edge((flare - absolute(d)) * 0.030) * s.edge(s.y - back + 0.42) * s.edge(foot - s.y)
        capital = s.edge(0.048 - absolute(s.x - x)) * s.edge(0.012 - absolute(s.y - back + 0.42))
        here = maximum(col, capital)
        cols = maximum(cols, here)
        flute = 0.72 + 0.28 * cos(d * 11.0)
        round_light = mix(round_light, clip((0.85 - absolute(d + side * 0.4)) * flute), here)
    set_alpha = maximum(steps, cols) * s.chance(0.6)
    stone = s.colour(0.42, 0.38, 0.34)
    set_picture = stone * (p.fill * 0.25 + gel_a * 0.25 + white * 0.30 * round_light) * mix(0.55 + step_light, 1.0, cols)
    # a microphone on its stand: concerts and clubs
    mx, my = vx + s.rnd(-0.06, 0.06), mix(back, front, 0.55)
    stand = box(mx - 0.0022, mx + 0.0022, my - 0.235, my)
    stand = maximum(stand, oval(mx, my, 0.032, 0.006))
    stand = maximum(stand, oval(mx, my - 0.240, 0.0075, 0.011))
    picture = loud * concert + piano * club + set_picture * theatre
    alpha = loud_alpha * concert + piano_alpha * club + set_alpha * theatre
    picture = mix(picture, dark + white * 0.14, stand * (1.0 - theatre))
    alpha = maximum(alpha, stand * (1.0 - theatre))
    light = gel_a * (strip * 0.8 * concert)
    return clip(picture), alpha, light


def truss(s: Scene, y, vx):
    """(picture, alpha): an aluminium lattice girder across the top."""
    depth = 0.045
    t = (s.y - y) / depth + 1.0  # 0 upper chord, 1 lower
    chords = maximum(s.edge(0.0042 - absolute(s.y - y)), s.edge(0.0042 - absolute(s.y - y + depth)))
    zig = absolute(fract((s.x - vx) / (depth * 1.6)) - 0.5) * 2.0
    web = s.edge((0.055 - absolute(zig - t)) * depth * 0.8) * s.edge((1.0 - t) * depth) * s.edge(t * depth)
    lamp = s.edge(0.016 - absolute(fract((s.x - vx) / (s.aspect * 0.17) + 0.5) - 0.5) * s.aspect * 0.17) * s.edge(s.y - y) * s.edge(y + 0.032 - s.y)
    return s.colour(0.10, 0.10, 0.11) + s.zeros, maximum(maximum(chords, web), lamp)
