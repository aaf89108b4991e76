"""A stage: a theatre with curtains and a painted sky, a concert with truss and coloured beams, a club."""

from buildings import over
from cloth import side_curtain, valance
from graph import absolute, bell, clip, exp, floor, fract, maximum, mix, pick, sin, smoothstep, sqrt
from lamps import Glows, lamp_colour, neon_colour
from light import palette
from props import props, truss
from scene import Scene
from sky import sky_colour


def paint(s: Scene):
    p = palette(s)
    n = s.noise
    kind = s.rnd()
    theatre, concert = over(0.42, kind), over(kind, 0.42) * over(0.76, kind)
    club = 1.0 - theatre - concert
    by_kind = lambda a, b, c: theatre * a + concert * b + club * c
    vx, vy = s.aspect * s.rnd(-0.06, 0.06), s.rnd(0.40, 0.48)
    back = s.rnd(0.62, 0.69)  # y where floor and backdrop meet
    front = s.rnd(0.86, 0.91)  # y of the stage's edge
    # two gels; the hour gives one of them its hue
    hue = s.rnd()
    gel_a = mix(mix(neon_colour(s, hue), p.horizon, by_kind(0.75, 0.15, 0.4)), s.tint, s.tint_strength * 0.8)
    gel_b = mix(mix(neon_colour(s, fract(hue + s.rnd(0.3, 0.6))), p.mid * 1.3, by_kind(0.7, 0.1, 0.3)), s.tint, s.tint_strength * 0.4)
    white = mix(lamp_colour(s, s.rnd(0.25, 0.75)), p.key, 0.35)
    level = mix(1.05, 0.92, p.night) * (1.0 - 0.2 * s.is_("mood", "melancholy", "mysterious"))
    room = s.colour(0.055, 0.045, 0.06) + p.fill * 0.035 * (1.0 - p.night)

    backdrop = Backdrop(s, p, theatre, concert, club, back, vx, gel_a, gel_b, room)
    s.layer("backdrop", "sky", 0.05, clip(backdrop.at(s.y) * level), s.zeros + 1.0)

    # -- what stands on the stage ------------------------------------------------------
    things, things_alpha, leds = props(s, p, vx, back, front, theatre, concert, club, gel_a, gel_b, white)
    s.layer("props", "land", 0.30, things, things_alpha)

    # -- the floor -------------------------------------------------------------------------
    below = clip(s.y - vy, 0.02, 2.0)
    z = 1.0 / below
    X = (s.x - vx) * z
    board = X * 2.6
    line = bell(fract(board) - 0.5, maximum(s.px * z * 2.2, s.graph.wrap(0.035)))
    ib = floor(board + 0.5)
    per = n.sample(ib * 7.31 + s.rnd(0, 50), floor(z * 2.0 + ib * 0.37) * 3.7 + s.zeros, 96, 128)
    grain = n.sample(X * 34.0, z * 2.2 + per * 9.0, 96, 128)
    wood = mix(s.colour(0.36, 0.21, 0.12), s.colour(0.16, 0.13, 0.12), by_kind(0.15, 0.85, 0.3)) * (0.62 + 0.42 * per + 0.28 * grain)
    wood = wood * (1.0 - 0.45 * line)
    spots = Glows(s)
    targets = []
    for k in range(5):
        tx = vx + (k - 2.0) * s.aspect * 0.15 + s.rnd(-0.04, 0.04)
        ty = mix(back, front, s.rnd(0.35, 0.75))
        targets.append((tx, ty))
    lead = (vx + s.rnd(-0.10, 0.10), mix(back, front, 0.5))
    plain = ((0.55, 0.7), (1.0, 0.6))
    spots.add(lead[0], lead[1], 0.19, white, 0.95, 0.26, plain)
    for k, (tx, ty) in enumerate(targets):
        spots.add(tx, ty, 0.20, (gel_a, gel_b)[k % 2], by_kind(0.34, 0.6, 0.30), 0.30, plain)
    pools = spots.picture()
    wash = mix(gel_a, white, 0.5) * 0.34 * smoothstep(back - 0.05, front, s.y) + p.fill * 0.12
    floor_picture = wood * (wash * 2.0 + pools * 2.1 + 0.10)
    # the stage's front: a dark panel with a gilded or steel lip
    riser = s.edge(s.y - front)
    lip = bell(s.y - front - 0.004, 0.005)
    panel = fract((s.x - vx) / 0.16)
    panel_line = bell(absolute(panel - 0.5) - 0.44, 0.02) + bell(s.y - front - 0.03, 0.003) + bell(s.y - front - 0.11, 0.003)
    apron = room * 1.2 + s.colour(0.10, 0.05, 0.035) * by_kind(0.8, 0.25, 0.6) * exp(-(s.y - front) * 9.0) + white * panel_line * 0.05 * theatre
    floor_picture = mix(floor_picture, apron, riser) + white * lip * by_kind(0.42, 0.35, 0.2)
    s.layer("boards", "land", 0.42, clip(floor_picture * level), s.edge(s.y - back))

    # -- gloss: backdrop and lamps mirrored in the varnish ------------------------------------
    depth = clip(s.y - back, 0.0, 2.0)
    wobble = ((per - 0.5) * 0.02 + (grain - 0.5) * 0.012) * smoothstep(0.02, 0.14, depth)
    mirror = backdrop.at(back - depth * 0.9 + wobble)
    streak = (pools + mix(gel_a, gel_b, smoothstep(-0.4, 0.4, s.x - vx)) * (concert * 0.5)) * 0.12
    gloss = (mirror * 0.34 + streak) * exp(-depth * 4.2) * (1.0 - riser) * (1.0 - 0.3 * line)
    s.layer("gloss", "reflection", 0.42, clip(gloss * level), s.edge(s.y - back), "add")

    # -- beams in the haze -----------------------------------------------------------------------
    thick = pick(s.vector("weather"), [0.62, 0.68, 0.75, 0.7, 1.0, 0.85]) + s.is_("mood", "dramatic", "mysterious") * 0.15
    smoke = n.fbm(s.x + s.rnd(0, 30), s.y, 2.0, 3.0, 5, 0.55)
    curls = n.fbm(s.x, s.y, 6.0, 8.0, 4)
    air = clip(0.42 + 0.9 * (smoke - 0.3) + (curls - 0.5) * 0.4) * thick
    beams = beam(s, vx + s.rnd(-0.45, 0.45) * s.aspect, -0.24, *lead, 0.014, 0.105) * white * 0.95
    fixtures = Glows(s)
    top = by_kind(-0.10, s.rnd(0.07, 0.13), 0.02)
    for k, (tx, ty) in enumerate(targets):
        x = vx + (k - 2.0) * s.aspect * 0.17 + s.rnd(-0.03, 0.03)
        gel = (gel_a, gel_b)[k % 2]
        wild = concert * s.rnd(-0.35, 0.35)
        beams = beams + beam(s, x, top, tx + wild, ty, 0.010, 0.085) * gel * by_kind(0.46, 1.0, 0.62)
        fixtures.add(x, top + 0.004, 0.075, mix(gel, white, 0.45), by_kind(0.0, 0.95, 0.6))
    for k in range(4):  # beams that rise from behind, at concerts
        x = vx + (k - 1.5) * s.aspect * 0.22
        up = beam(s, x, back - 0.01, x + s.rnd(-0.5, 0.5), -0.3, 0.006, 0.05)
        beams = beams + up * (gel_b, gel_a)[k % 2] * (0.95 * concert) * s.edge(back - s.y)
        fixtures.add(x, back - 0.012, 0.05, mix((gel_b, gel_a)[k % 2], white, 0.4), concert * 0.9)
    s.layer("beams", "beams", 0.46, clip(beams * air * level), s.zeros + 1.0, "add")

    # -- curtains ------------------------------------------------------------------------------------
    velvet = mix(mix(s.colour(0.42, 0.035, 0.045), s.colour(0.06, 0.09, 0.30), s.chance(0.25)), s.colour(0.20, 0.05, 0.24), s.chance(0.2))
    velvet = mix(velvet, s.tint * 0.4, s.tint_strength * 0.6)
    cloth = mix(velvet, s.colour(0.035, 0.033, 0.04), by_kind(0.0, 0.92, 0.35))
    wide = s.aspect * by_kind(s.rnd(0.13, 0.20), s.rnd(0.04, 0.08), s.rnd(0.06, 0.13))
    tied, tie_y = by_kind(1.0, 0.0, 0.5) * s.chance(0.7), s.rnd(0.52, 0.66)
    left = side_curtain(s, -1.0, wide, tied, tie_y, 13.0)
    right = side_curtain(s, 1.0, wide * s.rnd(0.9, 1.1), tied, tie_y, 13.0)
    light = mix(left[1], right[1], clip(s.x * 900.0 + 0.5))
    hem = maximum(left[2], right[2]) * by_kind(0.6, 0.0, 0.3)
    side_alpha = maximum(left[0], right[0])
    # lit from the stage: brighter low down and inwards
    from_stage = bell(s.y - back, 0.42) * exp(-clip(absolute(s.x) - s.aspect * 0.5 + wide, 0.0, 1.0) * 5.0)
    shine = 0.16 + 0.95 * light * light
    picture = cloth * shine * (0.42 + 1.35 * from_stage) + mix(gel_a, white, 0.4) * cloth * light * from_stage * 0.9
    picture = picture + s.colour(0.62, 0.42, 0.12) * hem * (0.35 + from_stage)
    v_alpha, v_light, fringe = valance(s, s.rnd(0.045, 0.085), s.rnd(0.05, 0.085), s.aspect * pick_pitch(s))
    swag = cloth * (0.14 + 0.85 * v_light * v_light) * 1.0 + s.colour(0.55, 0.38, 0.12) * fringe * (0.45 + 0.4 * v_light)
    v_alpha = v_alpha * theatre
    picture, alpha = mix(picture, swag, v_alpha), maximum(side_alpha, v_alpha)
    # truss above concerts and clubs
    iron, truss_alpha = truss(s, top, vx)
    picture = mix(picture, iron + gel_a * 0.03, truss_alpha * (1.0 - theatre))
    alpha = maximum(alpha, truss_alpha * (1.0 - theatre))
    s.layer("curtains", "foliage", 0.60, clip(picture * level), alpha)

    # footlights, bulbs, the lamps themselves
    step = s.aspect * 0.068
    for k in range(-8, 9):
        fixtures.add(vx + k * step, front - 0.006, 0.030, white, theatre * 0.55, 0.8)
    for k in range(-9, 10):
        x = k * s.aspect * 0.066
        t = absolute(fract(s.graph.wrap(k * 0.166 + 0.5)) - 0.5) * 2.0
        fixtures.add(x, 0.13 + 0.05 * (1.0 - t * t), 0.028, lamp_colour(s, s.graph.wrap(0.15)), club * 0.8)
    s.layer("lamps", "lights", 0.56, clip((fixtures.picture() + leds) * level), s.zeros + 1.0, "add")

    audience(s, p, front, concert, gel_a, white, room)
    s.ground(vy, back + 0.02, front - 0.01, (back + 0.02 - vy) * 1.25, (front - 0.01 - vy) * 1.25)
    s.light(lead[0], -0.2, white, gel_a * 0.25 + 0.04, room * 1.5, 0.9)


def pick_pitch(s: Scene):
    """Width of a swag: a whole number of them fits the frame."""
    return mix(1.0 / 5.0, 1.0 / 7.0, s.chance(0.5))


def beam(s: Scene, x0, y0, x1, y1, r0, r1):
    """Light in the air between a lamp and what it lights: image."""
    dx, dy = x1 - x0, y1 - y0
    length = sqrt(dx * dx + dy * dy + 1e-6)
    cx, cy = dx / length, dy / length
    along = ((s.x - x0) * cx + (s.y - y0) * cy) / length
    across = absolute((s.x - x0) * cy - (s.y - y0) * cx)
    radius = r0 + (r1 - r0) * clip(along, 0.0, 1.3)
    q = across / radius
    body = smoothstep(1.08, 0.55, q) * (0.72 + 0.28 * exp(q * q * -4.0))
    return body * smoothstep(-0.004, 0.012, along * length) * exp(clip(along, 0.0, 2.0) * -1.15) * smoothstep(1.05, 0.85, along)


class Backdrop:
    """The back of the stage as a function of y, so that the floor can mirror it."""

    def __init__(self, s: Scene, p, theatre, concert, club, back, vx, gel_a, gel_b, room):
        self.s, self.p, self.kinds, self.back, self.vx = s, p, (theatre, concert, club), back, vx
        self.gels, self.room = (gel_a, gel_b), room
        n = s.noise
        self.hills = [back + 0.01 - (n.line(s.x + s.rnd(0, 30), f, 4) - 0.25) * h for f, h in ((1.2, 0.20), (1.8, 0.12))]
        self.cloud, self.led, self.brick = n.lattices(4), n.lattice(), n.lattices(3)
        self.disc = (vx + s.rnd(-0.3, 0.3), back - s.rnd(0.16, 0.34), s.rnd(0.07, 0.13))
        self.screen = s.chance(0.6)
        self.pattern = s.rnd()
        self.turn = s.rnd(-2.0, 2.0)
        self.seed = s.rnd(0, 40)
        self.spread = s.rnd(0.3, 0.5)

    def at(self, y):
        s, p, n = self.s, self.p, self.s.noise
        (theatre, concert, club), back, vx = self.kinds, self.back, self.vx
        gel_a, gel_b = self.gels
        # -- theatre: a painted sky lit from below, flat hills, a disc -----------------
        up = clip(back - y, 0.0, 1.5)
        sky = sky_colour(s, p, back - up * 1.15, back) * (0.85 + p.night * 0.9)
        cx, cy, r = self.disc
        dx, dy = s.x - cx, y - cy
        d = sqrt(dx * dx + dy * dy + 1e-6)
        cloud = n.sample((s.x + self.seed) * 2.6, y * 7.0 + s.zeros, 96, 128)
        sky = sky + mix(p.key, gel_a, 0.3) * (exp(d * -3.4) * 0.42 + s.edge(r - d, 2.0) * 0.55)
        sky = sky + p.horizon * smoothstep(0.55, 0.85, cloud) * 0.22
        painted = sky * (0.55 + 0.5 * exp(up * -2.6)) * (1.0 - 0.45 * smoothstep(0.35, 0.95, absolute(s.x - vx) * 1.2))
        for k, hill in enumerate(self.hills):
            tone = mix(p.mid, s.colour(0.06, 0.07, 0.11), 0.45 + 0.3 * k) * (0.62 - 0.1 * k)
            painted = mix(painted, tone, s.edge(y - hill, 1.5))
        # -- concert: a wall of light points, or smoke lit by the gels --------------------
        cell = 0.0125
        gx, gy = s.x / cell, y / cell
        dot = bell(fract(gx) - 0.5, 0.33) * bell(fract(gy) - 0.5, 0.33)
        qx, qy = s.x - vx, y - back + 0.26
        ring = sqrt(qx * qx + qy * qy + 1e-5)
        flow = n.sample(s.x * 2.2 + self.seed, y * 2.6 + s.zeros + ring, 96, 128)
        rays = 0.5 + 0.5 * sin(ring * 42.0 * (0.4 + self.pattern) + flow * 7.0 + qx * self.turn * 6.0)
        shape = smoothstep(0.35, 0.9, rays * 0.7 + flow * 0.5)
        within = s.edge(self.spread * s.aspect * 0.9 - absolute(qx), 2.0) * s.edge(back - 0.05 - y, 2.0) * s.edge(y - 0.10, 2.0)
        wall = mix(gel_a, gel_b, smoothstep(0.3, 0.7, flow)) * (shape * (0.25 + 0.75 * dot) * 0.85 + 0.05) * exp(ring * -0.9)
        smoke = mix(gel_b, gel_a, smoothstep(-0.5, 0.5, s.x - vx)) * (0.10 + 0.30 * exp(up * -4.0)) * (0.4 + 0.8 * flow)
        loud = mix(smoke, wall, within * self.screen) + self.room * 0.4
        # -- club: bricks, lit in pools from above --------------------------------------------
        row = y * 26.0
        bx = s.x * 10.5 + floor(row) * 0.5
        mortar = maximum(bell(fract(row + 0.5) - 0.5, 0.09), bell(fract(bx) - 0.5, 0.035))
        tone = n.fbm(s.x, s.y, 30.0, 26.0, lattices=self.brick)
        brick = s.colour(0.40, 0.21, 0.15) * (0.55 + 0.75 * tone) * (1.0 - 0.45 * mortar)
        pool = exp(-absolute(s.x - vx) * 1.7) * (0.45 + 0.8 * exp(up * -2.4)) + 0.14
        cosy = brick * (mix(gel_a, s.colour(1.0, 0.72, 0.42), 0.55) * pool * 1.25 + 0.05)
        neon = bell(sqrt(qx * qx * 0.55 + (y - 0.30) * (y - 0.30) + 1e-6) - self.disc[2], 0.006)
        halo = exp(absolute(sqrt(qx * qx * 0.55 + (y - 0.30) * (y - 0.30) + 1e-6) - self.disc[2]) * -14.0)
        cosy = cosy + mix(gel_b, s.colour(1, 1, 1), 0.35) * neon * 0.9 + gel_b * brick * halo * 1.3
        return clip(painted * theatre + loud * concert + cosy * club)


def audience(s: Scene, p, front, concert, gel, white, room):
    """Rows of heads, larger towards the viewer, rimmed by the stage's light; raised arms at concerts."""
    n = s.noise
    picture, alpha = None, None
    for k, (size, drop) in enumerate(((0.034, 0.040), (0.050, 0.095), (0.074, 0.170))):
        u = s.x / (size * 2.35) + s.rnd(0, 90)
        inside, r_x, r_y, r_arm, r_bend, r_there = n.cells(u, count=5)
        dx = (inside - 0.5 - (r_x - 0.5) * 0.16) * size * 2.35
        y = front + drop + (r_y - 0.5) * size * 0.7
        dy = s.y - y
        head = 1.0 - sqrt((dx / 0.42) * (dx / 0.42) + (dy / 0.54) * (dy / 0.54) + 1e-8) / size
        bulge = sqrt(clip(1.0 - (dx / (size * 1.02)) * (dx / (size * 1.02)), 0.0, 1.0) + 1e-6)
        body = (dy - size * 1.32 + bulge * size * 0.82) / size
        up = -dy / size
        arm_x = absolute(dx - (0.72 + 0.10 * (r_bend - 0.5) * up) * size * (r_bend * 0.3 + 0.7))
        arm = 0.105 - arm_x / size
        raised = over(r_arm, 0.66) * concert * s.edge((1.5 + 0.7 * r_bend - up) * size) * s.edge((up + 1.2) * size)
        d = maximum(head, body)
        here = maximum(s.edge(d * size * 0.45, 1.4), s.edge(arm * size) * raised) * clip((0.93 - r_there) * 4000.0)
        rim = smoothstep(0.32, 0.02, clip(d)) * clip(0.75 - dy / size * 0.5) * (0.62 - 0.16 * k)
        tone = room * (0.55 - 0.14 * k) + mix(gel, white, 0.35) * rim * 0.62
        tone = tone * mix(1.0, 0.6, smoothstep(0.0, 1.2, dy / size * 0.3))
        picture = tone + s.zeros if picture is None else mix(picture, tone, here)
        alpha = here if alpha is None else maximum(alpha, here)
    full = s.edge(s.y - front - 0.30)
    s.layer("audience", "near", 0.88, clip(mix(picture, room * 0.3, full)), maximum(alpha, full))
