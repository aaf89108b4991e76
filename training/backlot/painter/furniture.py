"""Furniture, seen from the front. x, y: middle of its foot; m: frame units a metre there (scalars);
here: scalar 0..1, whether it is in the room at all. Call with pieces that were cropped around it."""

from buildings import over
from graph import absolute, bell, clip, floor, fract, maximum, mix, smoothstep
from interior import Pieces, rounded
from trees import rosette


def sofa(pieces: Pieces, x, y, m, tone, cushion, here):
    s = pieces.s
    wide = 1.02
    pieces.add(s.edge(rounded(s, x, y - 0.04 * m, wide * m, 0.05 * m, 0.02 * m)) * here * 0.7, s.colour(0.04, 0.03, 0.03), 0.1)
    pieces.soft_box(x, y - 0.58 * m, wide * m * 0.94, 0.30 * m, 0.10 * m, tone * 0.86, here, 0.45)
    for k in (-1.0, 1.0):
        pieces.soft_box(x + k * 0.41 * m, y - 0.60 * m, 0.40 * m, 0.22 * m, 0.09 * m, tone, here, 0.52)
    pieces.soft_box(x - 0.52 * m, y - 0.55 * m, 0.19 * m, 0.16 * m, 0.07 * m, cushion, here, 0.58)
    pieces.soft_box(x + 0.60 * m, y - 0.54 * m, 0.17 * m, 0.15 * m, 0.07 * m, cushion * 0.75, here, 0.55)
    for k in (-1.0, 1.0):
        pieces.soft_box(x + k * 0.41 * m, y - 0.36 * m, 0.405 * m, 0.10 * m, 0.06 * m, tone * 1.08, here, 0.60)
    pieces.soft_box(x, y - 0.19 * m, 0.86 * m, 0.10 * m, 0.02 * m, tone * 0.82, here, 0.38)
    for k in (-1.0, 1.0):
        pieces.soft_box(x + k * 0.93 * m, y - 0.36 * m, 0.13 * m, 0.28 * m, 0.09 * m, tone * 0.96, here, 0.50)


def low_table(pieces: Pieces, x, y, m, wood, here):
    s = pieces.s
    for k in (-1.0, 1.0):
        leg = s.edge(0.022 * m - absolute(s.x - x - k * 0.46 * m)) * s.edge(s.y - y + 0.38 * m) * s.edge(y - s.y)
        pieces.add(leg * here, wood * 0.6, 0.35)
    pieces.soft_box(x, y - 0.39 * m, 0.56 * m, 0.025 * m, 0.012 * m, wood, here, 0.68)
    pieces.soft_box(x - 0.2 * m, y - 0.435 * m, 0.15 * m, 0.02 * m, 0.004 * m, s.colour(0.55, 0.20, 0.16), here, 0.5)
    pieces.soft_box(x - 0.18 * m, y - 0.470 * m, 0.12 * m, 0.016 * m, 0.004 * m, s.colour(0.75, 0.70, 0.58), here, 0.5)
    pieces.soft_box(x + 0.24 * m, y - 0.47 * m, 0.045 * m, 0.055 * m, 0.015 * m, s.colour(0.82, 0.80, 0.76), here, 0.6)


def shelf(pieces: Pieces, x, y, m, w, h, wood, here):
    """A bookcase; w: half width, h: height in metres (scalars)."""
    s = pieces.s
    n = s.noise
    cx, cy = x, y - h * 0.5 * m
    body = rounded(s, cx, cy, w * m, h * 0.5 * m, 0.004)
    pieces.add(s.edge(body) * here, wood * 0.42, 0.25)
    rows = floor(h / 0.36)
    v = (y - s.y) / (h * m) * rows  # upwards
    iv = floor(v)
    fv = v - iv
    pitch = 0.052 * m
    u = (s.x - x) / pitch + 200.0 + s.rnd(0, 50)
    iu = floor(u)
    index = clip(iv, 0, 95) * 128.0 + clip(iu - floor(iu / 128.0) * 128.0, 0, 127)
    get = lambda: s.graph.op("Gather", n.lattice().reshape(96 * 128), s.graph.op("Cast", index, to=6), axis=0)
    tall, hue, there = get(), get(), get()
    book = s.edge((0.46 - absolute(u - iu - 0.5)) * pitch) * s.edge((0.50 + 0.36 * tall - fv) * m * 0.36) * s.edge((fv - 0.06) * m * 0.36)
    group = n.sample(u * 0.11, iv * 5.3 + s.zeros, 96, 128)  # shelves are not full
    book = book * over(group + 0.22 * (there - 0.5), 0.36)
    inner = s.edge(body - 0.035 * m)
    spine = mix(s.colour(0.45, 0.14, 0.12), s.colour(0.14, 0.24, 0.32), over(hue, 0.28))
    spine = mix(spine, s.colour(0.70, 0.60, 0.42), over(hue, 0.52))
    spine = mix(spine, s.colour(0.22, 0.32, 0.22), over(hue, 0.72))
    spine = mix(spine, s.colour(0.78, 0.74, 0.68), over(hue, 0.86)) * (0.7 + 0.5 * there)
    band = 1.0 - 0.35 * bell(fv - 0.22, 0.03)
    round_back = 1.0 - 0.5 * absolute(u - iu - 0.5)
    pieces.add(book * inner * here, spine * band, clip(0.62 * round_back - 0.12 * fv))
    board = maximum(s.edge((0.05 - fv) * m * 0.36), s.edge(body) - inner)
    pieces.add(board * s.edge(body) * here, wood, 0.55)


def bed(pieces: Pieces, box, x, y_back, m, near, cover, wood, here):
    """A bed with its head at the back wall; near: z of its foot."""
    s = pieces.s
    pieces.soft_box(x, y_back - 0.58 * m, 0.92 * m, 0.55 * m, 0.05 * m, wood, here, 0.42)
    half = 0.80 * m * box.depth  # half width in eye heights
    X0 = (x - box.vx) * box.depth
    top = 0.60  # below the eye
    z = top / clip(s.y - box.vy, 0.02, 2.0)
    dx = s.x - box.vx
    X = dx * z
    n = s.noise
    folds = n.fbm(s.x + s.rnd(0, 9), s.y, 5.0, 8.0, 4) - 0.5
    lit = clip(0.62 + folds * 0.75 - 0.10 * absolute(X - X0) / half)
    surface = s.edge((half + folds * 0.05 - absolute(X - X0)) / z) * s.edge((z - near) / z * 0.3) * s.edge((box.depth - z) * 0.1)
    y_edge = box.vy + top / near
    front = s.edge((half - absolute(dx * near - X0)) / near + folds * 0.01) * s.edge(s.y - y_edge + 0.002) * s.edge(box.vy + 0.94 / near - s.y)
    frame = s.edge((half - 0.02 - absolute(dx * near - X0)) / near) * s.edge(s.y - y_edge) * s.edge(box.vy + 1.0 / near - s.y)
    pieces.add(frame * here, wood * 0.35, 0.12)
    pieces.add(front * here, cover * 0.82, clip(0.34 + folds * 0.5 - (s.y - y_edge) * 1.2))
    pieces.add(surface * here, cover, lit)
    sheet = smoothstep(box.depth * 0.80, box.depth * 0.82, z + folds * 0.2)
    pieces.add(surface * sheet * here, s.colour(0.84, 0.82, 0.78), lit)
    for k in (-1.0, 1.0):
        pieces.soft_box(x + k * 0.42 * m, y_back - 0.64 * m, 0.36 * m, 0.15 * m, 0.11 * m, s.colour(0.86, 0.84, 0.80), here, 0.60)
    pieces.soft_box(x, y_back - 0.58 * m, 0.22 * m, 0.12 * m, 0.08 * m, cover * 0.8, here, 0.55)


def desk(pieces: Pieces, x, y, m, wood, here):
    """A writing desk with drawers, books and a chair before it."""
    s = pieces.s
    pieces.add(s.edge(rounded(s, x, y - 0.34 * m, 0.62 * m, 0.34 * m, 0.0)) * here, wood * 0.16, 0.08)
    for k in (-1.0, 1.0):
        pieces.soft_box(x + k * 0.56 * m, y - 0.36 * m, 0.20 * m, 0.36 * m, 0.01, wood * 0.85, here, 0.45)
        for j in range(3):
            pieces.soft_box(x + k * 0.56 * m, y - (0.15 + 0.21 * j) * m, 0.17 * m, 0.085 * m, 0.006, wood * 0.98, here, 0.50)
            pieces.soft_box(x + k * 0.56 * m, y - (0.15 + 0.21 * j) * m, 0.035 * m, 0.009 * m, 0.002, s.colour(0.6, 0.5, 0.3), here, 0.6)
    pieces.soft_box(x, y - 0.745 * m, 0.82 * m, 0.028 * m, 0.006, wood * 1.1, here, 0.66)
    for k, (at, w, h, tone) in enumerate((( -0.52, 0.14, 0.030, (0.50, 0.18, 0.15)), (-0.50, 0.12, 0.025, (0.20, 0.30, 0.36)), (-0.53, 0.10, 0.022, (0.75, 0.70, 0.60)))):
        pieces.soft_box(x + at * m, y - (0.803 + 0.052 * k) * m, w * m, h * m, 0.003, s.colour(*tone), here, 0.5)
    pieces.soft_box(x + 0.06 * m, y - 0.785 * m, 0.20 * m, 0.012 * m, 0.001, s.colour(0.88, 0.86, 0.80), here, 0.66)
    # chair: a rounded back, a seat, legs
    cx, cy = x + 0.05 * m, y + 0.30 * m
    k = 1.18 * m
    pieces.soft_box(cx, cy - 0.72 * k, 0.21 * k, 0.20 * k, 0.10 * k, wood * 0.55, here, 0.42)
    pieces.soft_box(cx, cy - 0.45 * k, 0.24 * k, 0.035 * k, 0.02 * k, wood * 0.7, here, 0.55)
    for j in (-1.0, 1.0):
        leg = s.edge(0.018 * k - absolute(s.x - cx - j * 0.20 * k)) * s.edge(s.y - cy + 0.48 * k) * s.edge(cy - s.y)
        pieces.add(leg * here, wood * 0.5, 0.35)


def floor_lamp(pieces: Pieces, x, y, m, here):
    """A stand with a shade; its light hangs 1.42 m high; returns the shade's alpha."""
    s = pieces.s
    stem = s.edge(0.014 * m - absolute(s.x - x), 1.2) * s.edge(s.y - y + 1.45 * m) * s.edge(y - s.y)
    base = rounded(s, x, y - 0.012 * m, 0.15 * m, 0.016 * m, 0.012 * m)
    pieces.add(maximum(stem, s.edge(base)) * here, s.colour(0.10, 0.09, 0.08), 0.4)
    t = (s.y - y + 1.62 * m) / (0.34 * m)  # 0 top of the shade, 1 its rim
    shade = s.edge((0.13 + 0.11 * t) * m - absolute(s.x - x)) * s.edge(t * 0.34 * m) * s.edge((1.0 - t) * 0.34 * m)
    pieces.add(shade * here, s.colour(0.86, 0.78, 0.62), 0.6)
    return s.whole(shade * here)


def potted_plant(pieces: Pieces, x, y, m, size, here):
    """A palm-like plant in a pot; size: length of its fronds in metres."""
    s = pieces.s
    t = (s.y - y + 0.36 * m) / (0.36 * m)
    pot = s.edge((0.19 - 0.05 * t) * m - absolute(s.x - x)) * s.edge(t * 0.3 * m) * s.edge((1.0 - t) * 0.36 * m)
    fronds = rosette(s, s.x - x, y - 0.42 * m - s.y, size * m, 11.0, 0.9, 22.0, 0.17, 1.5)
    green = mix(s.colour(0.06, 0.13, 0.07), s.colour(0.20, 0.36, 0.14), clip(fronds.tone))
    pieces.add(fronds.alpha * here, green, clip(fronds.shade))
    round_pot = clip(0.55 - 0.35 * absolute(s.x - x) / (0.19 * m))
    pieces.add(pot * here, mix(s.colour(0.62, 0.36, 0.24), s.colour(0.72, 0.70, 0.66), s.chance(0.5)), round_pot)


def picture_frame(pieces: Pieces, x, y, w, h, here):
    """A framed painting of hills."""
    s = pieces.s
    n = s.noise
    wood = mix(s.colour(0.12, 0.09, 0.07), s.colour(0.62, 0.50, 0.30), s.chance(0.5))
    pieces.add(s.edge(rounded(s, x, y, w, h, 0.002)) * here, wood, 0.55)
    pieces.add(s.edge(rounded(s, x, y, w - 0.008, h - 0.008, 0.001)) * here, s.colour(0.84, 0.82, 0.76), 0.5)
    inner = s.edge(rounded(s, x, y, w - 0.022, h - 0.022, 0.001))
    t = (s.y - y) / h
    hill = n.line(s.x + s.rnd(0, 20), 9.0, 3) - 0.5
    sky = mix(mix(s.colour(0.35, 0.52, 0.62), s.colour(0.80, 0.55, 0.35), s.rnd()), s.colour(0.90, 0.84, 0.70), clip(t * 0.6 + 0.5))
    art = mix(sky, s.colour(0.28, 0.36, 0.36), smoothstep(-0.04, 0.06, t + hill * 1.2 - 0.1))
    art = mix(art, s.colour(0.20, 0.22, 0.14), smoothstep(-0.04, 0.06, t + hill * -0.8 - 0.45))
    pieces.add(inner * here, art, 0.5)


def fireplace(pieces: Pieces, x, y, m, here):
    """Stone surround with a mantel; returns the picture of the fire."""
    s = pieces.s
    n = s.noise
    stone = s.colour(0.52, 0.48, 0.43)
    row = (y - s.y) / (0.11 * m)
    joint = maximum(bell(fract(row + 0.5) - 0.5, 0.10), bell(fract((s.x - x) / (0.26 * m) + floor(row) * 0.5) - 0.5, 0.04))
    tex = n.smooth(s.x, s.y, 34.0, 34.0)
    body = s.edge(rounded(s, x, y - 0.55 * m, 0.80 * m, 0.55 * m, 0.004))
    pieces.add(body * here, stone * (0.70 + 0.45 * tex - 0.25 * joint), 0.5)
    hole = s.edge(rounded(s, x, y - 0.36 * m, 0.48 * m, 0.36 * m, 0.05 * m))
    pieces.add(hole * here, s.colour(0.035, 0.028, 0.025), 0.15)
    pieces.soft_box(x, y - 1.13 * m, 0.90 * m, 0.04 * m, 0.01 * m, s.colour(0.34, 0.21, 0.13), here, 0.62)
    for k, tilt in ((-0.14, 0.10), (0.12, -0.14), (0.0, 0.02)):
        log = s.edge(0.045 * m - absolute(s.y - y + (0.08 + 0.04 * (k == 0.0)) * m - (s.x - x) * tilt)) * s.edge(0.30 * m - absolute(s.x - x - k * m * 0.4))
        pieces.add(log * here, s.colour(0.16, 0.10, 0.07), 0.4)
    up = (y - 0.08 * m - s.y) / m
    lick = n.fbm(s.x, s.y + s.rnd(0, 9), s.graph.wrap(6.0) / m, s.graph.wrap(2.6) / m, 3, 0.6)
    width = 0.30 * (1.0 - clip(up / 0.52)) * (0.6 + 0.8 * lick)
    flame = smoothstep(-0.02, 0.10, width - absolute(s.x - x) / m + (lick - 0.5) * 0.16) * smoothstep(-0.03, 0.03, up) * smoothstep(0.56, 0.30, up + (lick - 0.5) * 0.5)
    heat = clip(flame * (1.25 - up * 1.5))
    fire = s.colour(1.0, 0.30, 0.05) * flame * 0.75 + s.colour(0.55, 0.55, 0.20) * heat
    return s.whole_picture(fire * (hole * here))
