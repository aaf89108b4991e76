"""A room: living room, bedroom, study or loft; a window to the world outside, its light on the floor, lamps."""

from buildings import Towers, over, paint_walls
from cloth import folds
from crop import Crop
from furniture import bed, desk, fireplace, floor_lamp, low_table, picture_frame, potted_plant, shelf, sofa
from graph import absolute, bell, clip, exp, floor, fract, maximum, minimum, mix, pick, sin, smoothstep, sqrt
from interior import Box, Pieces, Window, rounded
from lamps import Glows, lamp_colour
from land import ridge, season_green, snow_cover
from light import palette
from scene import Scene
from sky import clouds, sky_with_glow, star_field
from trees import broadleaves, paint_stand, rosette


def paint(s: Scene):
    p = palette(s, sunlit=0.0)
    n = s.noise
    kind = s.rnd()
    living, sleeping = over(0.32, kind), over(kind, 0.32) * over(0.56, kind)
    study = over(kind, 0.56) * over(0.78, kind)
    loft = 1.0 - living - sleeping - study
    by_kind = lambda a, b, c, d: living * a + sleeping * b + study * c + loft * d
    side = s.chance(0.5) * 2.0 - 1.0

    # -- the box of the room and its window ------------------------------------------
    vx, vy = s.aspect * s.rnd(-0.07, 0.07), s.rnd(0.44, 0.50)
    depth = s.rnd(3.5, 4.3)
    reach = s.aspect * depth
    box = Box(s, vx, vy, reach * s.rnd(-0.46, -0.34), reach * s.rnd(0.34, 0.46), by_kind(1.15, 1.10, 1.15, 1.75), depth)
    foot = vy + 1.0 / depth  # y where floor and back wall meet
    top = vy - box.high / depth
    w = s.aspect * by_kind(s.rnd(0.11, 0.17), s.rnd(0.09, 0.14), s.rnd(0.08, 0.12), s.rnd(0.20, 0.27))
    h = by_kind(s.rnd(0.15, 0.19), s.rnd(0.13, 0.17), s.rnd(0.15, 0.18), 0.27)
    low = foot - by_kind(s.rnd(0.03, 0.15), 0.16, 0.16, 0.055)
    wx = vx - side * s.aspect * by_kind(s.rnd(0.08, 0.16), s.rnd(0.14, 0.18), s.rnd(0.02, 0.12), s.rnd(0.0, 0.08))
    window = Window(s, box, wx, low - h, w, h, floor(by_kind(2.0, 2.0, 2.0, 5.0) + 0.5), floor(by_kind(s.rnd(2.0, 4.0), 2.0, 3.0, 4.0) + 0.5),
                    0.0050, s.chance(0.30) * (1.0 - sleeping))
    p.sun_x = wx + s.rnd(-0.5, 0.5) * w
    horizon = s.rnd(0.52, 0.60)

    # -- outside: painted around the window only -----------------------------------------
    view = Crop(s, wx - w - 0.16, wx + w + 0.16, low - 2.0 * h - 0.16, low + 0.16)
    moon_y = mix(top, low - h, 0.8) + s.rnd(-0.05, 0.02)
    sky, land, land_alpha = outside(view, p, horizon, moon_y, side)
    s.layer("sky", "sky", 0.0, mix(p.mid, view.whole_picture(sky), view.whole(view.zeros + 1.0)), s.zeros + 1.0)
    s.layer("outside", "far", 0.08, view.whole_picture(land), view.whole(land_alpha))

    # -- light in the room ---------------------------------------------------------------------
    dark = clip(p.night + s.is_("time", "dusk") * 0.65 + s.is_("time", "dawn") * 0.3 + p.overcast * 0.22)
    on = dark * mix(1.0, s.rnd(0.5, 1.0), 1.0 - p.night)
    warm = mix(lamp_colour(s, s.rnd(0.1, 0.5)), s.colour(1.0, 0.74, 0.44), 0.4)
    day = mix(p.fill, p.horizon, 0.45) * pick(s.vector("time"), [0.72, 1.02, 0.58, 0.36])
    sun = clip(1.0 - p.overcast * 1.05) * pick(s.vector("time"), [0.95, 1.0, 1.0, 0.30])
    slope_x = (vx - p.sun_x) * 1.2 + s.rnd(0.10, 0.45) * side
    slope_y = pick(s.vector("time"), [0.42, 0.62, 0.40, 0.55]) * s.rnd(0.85, 1.15)

    # lamps: x, y on screen and the reach of their light
    lamp_x = vx + side * s.aspect * by_kind(s.rnd(0.27, 0.34), s.rnd(0.30, 0.36), s.rnd(0.26, 0.34), s.rnd(0.28, 0.36))
    things = Pieces(s)
    y0 = foot + 0.055
    m = (y0 - vy) / 1.38
    wood_tone = mix(mix(s.colour(0.42, 0.26, 0.15), s.colour(0.56, 0.40, 0.25), s.rnd()), s.colour(0.20, 0.13, 0.10), s.chance(0.3))
    warm_fire = s.chance(0.35) + s.is_("season", "winter") * s.chance(0.6)
    has_fire = clip(warm_fire) * (living + loft * 0.0)
    fire_x = vx + side * s.aspect * s.rnd(0.14, 0.20)
    k = m * 0.95
    with things.around(fire_x, 0.95 * k, foot - 1.2 * k, foot + 0.03, has_fire) as crop:
        fire = fireplace(crop, fire_x, foot + 0.012, k, has_fire)
    fire_on = has_fire * clip(0.35 + dark + s.is_("season", "winter"))

    art = s.chance(0.75) * (1.0 - loft)
    for x, y, fw, fh, here in (
        (s.rnd(0.12, 0.17), by_kind(0.15, 0.12, 0.14, 0.22), 0.075, s.rnd(0.050, 0.075), (1.0 - has_fire) * (1.0 - sleeping)),
        (s.rnd(0.25, 0.29), by_kind(0.16, 0.13, 0.15, 0.23), s.rnd(0.035, 0.05), 0.055, 1.0 - study),
    ):
        x, y, here = vx + side * s.aspect * x, top + y, art * here
        with things.around(x, fw + 0.01, y - fh - 0.01, y + fh + 0.01, here) as crop:
            picture_frame(crop, x, y, fw, fh, here)
    x, half, tall = vx + side * s.aspect * s.rnd(0.24, 0.30), s.rnd(0.55, 0.85), by_kind(2.0, 1.2, 2.15, 2.3)
    here = maximum(study, s.chance(0.45) * (living * (1.0 - has_fire) + loft))
    with things.around(x, (half + 0.05) * m, foot - (tall + 0.05) * m, foot + 0.02, here) as crop:
        shelf(crop, x, foot + 0.006, m, half, tall, wood_tone, here)
    x, size, here = wx - side * (w + 0.07), s.rnd(0.75, 1.05), s.chance(0.75)
    with things.around(x, 1.1 * m, y0 - 1.55 * m, y0 + 0.02, here) as crop:
        potted_plant(crop, x, y0 + 0.01, m, size, here)
    cover = mix(mix(s.colour(0.28, 0.36, 0.46), s.colour(0.60, 0.36, 0.28), s.chance(0.5)), mix(s.colour(0.48, 0.46, 0.38), s.colour(0.36, 0.22, 0.32), s.chance(0.5)), s.chance(0.5))
    cover = mix(cover, s.tint, s.tint_strength * 0.75)
    accent = mix(s.colour(0.82, 0.60, 0.26), s.colour(0.80, 0.76, 0.66), s.chance(0.5))
    bed_x, bed_z = vx + side * s.aspect * s.rnd(0.10, 0.14), depth * 0.60
    with things.around(bed_x + side * 0.18, 0.72, foot - 1.25 * m, vy + 1.02 / bed_z, sleeping) as crop:
        bed(crop, box, bed_x, foot + 0.005, m, bed_z, cover, wood_tone, sleeping)
    desk_x = vx - side * s.aspect * s.rnd(-0.02, 0.08)
    with things.around(desk_x, 0.9 * m, y0 - 1.0 * m, y0 + 0.4 * m, study) as crop:
        desk(crop, desk_x, y0 + 0.01, m, wood_tone, study)
    seats = living + loft
    sofa_x, sofa_m = vx + side * s.aspect * s.rnd(0.10, 0.16) * (1.0 - 2.0 * has_fire), m * 1.30
    with things.around(sofa_x, 1.12 * sofa_m, y0 + 0.09 - 0.95 * sofa_m, y0 + 0.12, seats) as crop:
        sofa(crop, sofa_x, y0 + 0.09, sofa_m, cover, accent, seats)
    lx, lm = lamp_x, m * 1.12
    ly = y0 + 0.03 - 1.42 * lm
    with things.around(lx, 0.28 * lm, y0 - 1.7 * lm, y0 + 0.06, 1.0) as crop:
        shade = floor_lamp(crop, lx, y0 + 0.03, lm, 1.0)
    table_x, table_m = vx + side * s.aspect * s.rnd(-0.04, 0.06), m * 1.55
    with things.around(table_x, 0.62 * table_m, y0 + 0.2 - 0.6 * table_m, y0 + 0.22, seats) as crop:
        low_table(crop, table_x, y0 + 0.20, table_m, wood_tone, seats)

    glows = Glows(s)
    wide = ((0.28, 0.75), (0.75, 0.42), (1.6, 0.20))
    reach_of = Glows(s)
    reach_of.add(lx, ly, 0.62, warm, on * 1.05, 1.0, wide)
    reach_of.add(lx, foot + 0.10, 0.34, warm, on * 0.30, 0.4, wide)
    reach_of.add(fire_x, foot - 0.06, 0.60, s.colour(1.0, 0.46, 0.16), fire_on * 0.65, 0.9, wide)
    lamp_light = reach_of.picture()

    # -- walls, floor, ceiling ---------------------------------------------------------------------
    room = paint_room(s, p, box, window, foot, top, by_kind, wood_tone)
    X, z = box.on_floor()
    rug, rug_alpha = paint_rug(s, box, X, z, side, by_kind(1.0, 1.0, 0.6, 1.0), cover, accent)
    room = mix(room, rug, rug_alpha * box.floor)
    # daylight comes from the window: strong on the floor before it, weak on the wall around it
    gap = absolute(box.X / depth + vx - wx)
    falls = box.floor * exp(-clip(depth - box.z, 0.0, 9.0) * 0.45) * exp(gap * -1.3) * 1.25
    falls = falls + box.sides * exp(-clip(depth - box.z, 0.0, 9.0) * 0.4) * 0.75 + box.ceiling * 0.40 + box.back * (0.34 + 0.30 * exp(gap * -3.0))
    falls = falls * (1.0 - 0.35 * box.corner) * (0.75 + 0.25 * smoothstep(1.25, 0.35, s.y))
    patch = window.patch(slope_x, slope_y, X, s.graph.wrap(-1.0), z, 0.006) * box.floor * smoothstep(depth * 0.25, depth * 0.6, z)
    light = day * (falls + 0.14) + p.key * (patch * sun * 0.75) + lamp_light * (1.0 - 0.25 * box.corner) + warm * (on * (0.17 + 0.06 * loft))
    # a sheen of the window on the floor
    sheen = bell(s.x - wx, w * 1.15) * exp(-clip(s.y - foot, 0.0, 2.0) * 3.0) * box.floor * (1.0 - rug_alpha)
    picture = room * light * 1.25 + mix(p.horizon, p.mid, 0.4) * (sheen * 0.20 * pick(s.vector("time"), [0.9, 1.0, 0.9, 0.35]))
    # things throw soft shadows on the floor
    shadow = s.zeros
    for x, y, half, tall, here in (
        (sofa_x, y0 + 0.095, 1.05 * sofa_m, 0.035, seats), (table_x, y0 + 0.205, 0.6 * table_m, 0.03, seats),
        (desk_x, y0 + 0.02, 0.8 * m, 0.04, study), (lx, y0 + 0.035, 0.16 * lm, 0.012, 1.0),
        (bed_x, vy + 1.0 / bed_z, 0.9 * m, 0.05, sleeping),
    ):
        q = (s.x - x) / half
        shadow = maximum(shadow, exp(-(q * q) * (q * q)) * (bell(s.y - y, tall) * here))
    picture = picture * (1.0 - shadow * 0.62 * box.floor)
    glass = window.glass()
    frame = window.outline(0.016)
    inner_frame = mix(s.colour(0.86, 0.84, 0.80), s.colour(0.13, 0.13, 0.14), maximum(loft, s.chance(0.25)))
    frame_light = day * (0.62 + 0.2 * sun) + lamp_light * 0.8 + warm * on * 0.08
    picture = mix(picture, inner_frame * frame_light, frame)
    sill = s.edge(rounded(s, wx, low + 0.020, w + 0.035, 0.007, 0.003))
    picture = mix(picture, inner_frame * (frame_light * 1.15), sill)
    # panes: a faint reflection of the room by night, drops in rain
    drops = smoothstep(0.70, 0.82, n.smooth(s.x, s.y, 46.0, 34.0)) * s.is_("weather", "rain", "storm")
    pane = glass * (1.0 - 0.10 - 0.14 * drops - 0.10 * on * p.night)
    picture = mix(picture, mix(p.horizon, lamp_light + 0.1, 0.5), glass)
    s.layer("room", "land", 0.34, clip(picture), 1.0 - pane)

    # -- curtains --------------------------------------------------------------------------------------
    cloth = mix(mix(s.colour(0.78, 0.72, 0.62), s.colour(0.45, 0.20, 0.17), s.chance(0.35)), s.colour(0.30, 0.40, 0.42), s.chance(0.3))
    cloth = mix(cloth, s.tint, s.tint_strength * 0.5)
    rail_y = low - 2.0 * h - 0.035
    hang = mix(low + 0.03, foot - 0.01, s.chance(0.65))
    away = absolute(s.x - wx)
    flare = clip(s.y - rail_y, 0.0, 1.0)
    inner, outer = w * s.rnd(0.62, 0.82) + flare * 0.05, w + 0.055 + flare * 0.02
    q = (away - inner) / (outer - inner)
    pleats = folds(s, q + 3.0 * over(s.x, wx), 5.0, 0.22)
    drape = s.edge(minimum(away - inner, outer - away) + (pleats - 0.5) * 0.006) * s.edge(s.y - rail_y) * s.edge(hang - s.y + (pleats - 0.5) * 0.010)
    through = clip(1.15 - q * 0.9)  # thin cloth glows near the glass
    c_light = day * (0.38 + 0.55 * pleats) + lamp_light * (0.35 + 0.65 * pleats) + mix(p.horizon, p.key, 0.4) * (through * pleats * 0.42 * pick(s.vector("time"), [0.9, 1.0, 1.0, 0.25]))
    rail = s.edge(0.0045 - absolute(s.y - rail_y)) * s.edge(w + 0.085 - away)
    knob = s.edge(0.010 - sqrt((away - w - 0.085) * (away - w - 0.085) + (s.y - rail_y) * (s.y - rail_y) + 1e-7))
    rod = maximum(rail, knob)
    picture = mix(cloth * c_light * 1.2, s.colour(0.14, 0.11, 0.09) * (day + lamp_light + 0.1), rod)
    s.layer("curtains", "foliage", 0.37, clip(picture), maximum(drape, rod) * (1.0 - loft))

    # -- furniture ---------------------------------------------------------------------------------
    facing = clip(0.40 + (wx - s.x) * side * -0.2)
    body_light = day * (0.34 + 0.75 * things.shade) + lamp_light * (0.45 + 0.75 * things.shade) + warm * (on * 0.20)
    in_sun = window.patch(slope_x, slope_y, (s.x - vx) * depth * 0.72, (vy - s.y) * depth * 0.72, s.graph.wrap(1.0) * depth * 0.72, 0.035)
    body_light = body_light + p.key * (in_sun * things.shade * sun * 0.55)
    furniture = things.albedo * body_light * 1.2
    furniture = furniture + warm * (shade * on * 0.85)
    s.layer("furniture", "land", 0.46, clip(furniture * smoothstep(0.0, 0.6, things.alpha + 0.3)), things.alpha)

    # -- shafts of light in the air: the window's shape, summed along the view -----------------------------
    air = None
    for k in range(6):
        zk = depth * (0.40 + 0.105 * k)
        lit = window.patch(slope_x, slope_y, box.dx * zk, box.dy * zk, zk, 0.075)
        lit = lit * s.edge(box.dy * zk + 1.0, 20.0)
        air = lit if air is None else air + lit
    motes = n.fbm(s.x, s.y, 5.0, octaves=4)
    shaft = air * (0.17 * sun) * (0.45 + 0.8 * motes)
    amount = pick(s.vector("mood"), [0.9, 1.0, 1.2, 1.2, 0.8, 1.1]) + (1.0 - clip(s.is_("mood", "calm", "joyful", "mysterious", "dramatic", "melancholy", "romantic")))
    s.layer("sunbeams", "beams", 0.42, clip(p.key * shaft * 0.36 * amount), s.zeros + 1.0, "add")

    glows.add(lx, ly, 0.20, warm, on * 0.75)
    glows.add(fire_x, foot - 0.08, 0.30, s.colour(1.0, 0.45, 0.14), fire_on * 0.45)
    strings = s.chance(0.35)
    for k in range(15):
        t = k / 14.0
        x = vx + (t - 0.5) * s.aspect * 0.66
        y = top + 0.05 + 0.055 * abs((k * 2 % 7) - 3) / 3.0 + 0.012 * (k % 3)
        glows.add(x, y, 0.026, s.colour(1.0, 0.72, 0.34), strings * on * 0.85)
    s.layer("lamps", "lights", 0.46, clip(glows.picture() + fire * fire_on), s.zeros + 1.0, "add")

    foreground(s, p, side, day, lamp_light, on)
    s.ground(vy, foot + 0.05, 1.04, (foot + 0.05 - vy) * 1.22, (1.04 - vy) * 1.22)
    lit_by = clip(on * 1.2)
    s.light(mix(p.sun_x, lx, lit_by), mix(low - h, ly, lit_by), mix(p.key, warm, lit_by), day * 0.8 + warm * on * 0.2, p.haze, 0.75)


def outside(s: Scene, p, horizon, moon_y, side):
    """(sky, land, land's alpha): a garden with trees and hills, or the towers of a city."""
    c = clouds(s, p, horizon, scale=1.4)
    stars = star_field(s, 0.5) * (p.night * clip(1.0 - p.overcast * 1.3))
    sky = sky_with_glow(s, p, horizon) + stars * smoothstep(horizon, horizon - 0.2, s.y)
    d = sqrt((s.x - p.sun_x) * (s.x - p.sun_x) + (s.y - moon_y) * (s.y - moon_y) + 1e-7)
    disc = (s.edge(0.020 - d, 2.0) * 0.8 + exp(d * -26.0) * 0.35) * clip(1.0 - p.overcast * 1.2) * mix(0.6, 1.0, p.night)
    sky = mix(sky + p.key * disc, c.picture, c.alpha * (1.0 - p.night * 0.3))
    city = s.chance(0.45)
    green, snow = season_green(s), snow_cover(s)
    hills = s.edge(s.y - ridge(s, horizon + 0.01, s.rnd(0.06, 0.16), 1.6, 5, ridged=False))
    land = p.distant(p.lit(mix(green * 0.9, s.colour(0.88, 0.91, 0.96), snow), 0.5), 0.45)
    wood = broadleaves(s, horizon + 0.10, 0.17, 0.15, 0.85, -side, size=0.15)
    leaves = p.distant(paint_stand(s, p, wood, green * 0.4, green * 1.1), 0.12)
    field = p.distant(p.lit(mix(green * 0.7, s.colour(0.86, 0.89, 0.95), snow), 0.45), 0.2)
    land = mix(land, field, s.edge(s.y - horizon - 0.08))
    land = mix(land, leaves, wood.alpha)
    rows = Towers(s, p, horizon + 0.30, 0.075, 0.52, 0.013, 0.95, 0.45, 0.5).at(s.y)
    rows = Towers(s, p, horizon + 0.30, 0.05, 0.50, 0.010, 0.95, 0.5, 0.5).at(s.y).under(rows)
    town, town_light = paint_walls(s, p, rows, 0.30, 0.9)
    land = mix(land, clip(town + town_light * 0.9), city)
    return clip(sky), clip(land), mix(maximum(hills, wood.alpha), rows.alpha, city)


def paint_room(s: Scene, p, box: Box, window, foot, top, by_kind, wood_tone):
    """Albedo of walls, floor and ceiling."""
    n = s.noise
    loft = by_kind(0.0, 0.0, 0.0, 1.0)
    tones = mix(mix(s.colour(0.80, 0.74, 0.64), s.colour(0.46, 0.54, 0.52), s.chance(0.5)), mix(s.colour(0.66, 0.50, 0.44), s.colour(0.40, 0.46, 0.58), s.chance(0.5)), s.chance(0.5))
    tones = mix(tones, s.tint, s.tint_strength * 0.45)
    plaster = n.fbm(s.x, s.y, 4.0, octaves=5, gain=0.6)
    along = box.back * (box.X) + box.sides * box.z  # runs along the walls
    wall = tones * (0.90 + 0.18 * plaster)
    stripes = smoothstep(0.42, 0.46, absolute(fract(along * 3.2) - 0.5))
    wall = wall * (1.0 - 0.10 * stripes * s.chance(0.35))
    # bricks for the loft
    row = (box.Y + 1.0) * 11.0
    u = along * 4.2 + floor(row) * 0.5
    mortar = maximum(bell(fract(row + 0.5) - 0.5, 0.09), bell(fract(u) - 0.5, 0.04))
    tone = n.sample(floor(u + 0.5) * 5.7, floor(row) * 7.3, 96, 128)
    brick = s.colour(0.52, 0.27, 0.19) * (0.62 + 0.5 * tone + 0.3 * (plaster - 0.5))
    brick = mix(brick, s.colour(0.62, 0.57, 0.52), mortar * 0.55)
    brick = mix(brick, s.colour(0.80, 0.78, 0.74) * (0.8 + 0.3 * tone), s.chance(0.35) * 0.85)
    wall = mix(wall, brick, loft)
    # panelling and skirting
    panelled = s.chance(0.4) * (1.0 - loft)
    dado = s.edge((-0.28 - box.Y) / box.z) * panelled
    white = s.colour(0.84, 0.81, 0.76)
    groove = bell(absolute(fract(along * 1.9) - 0.5) - 0.40, 0.025) * smoothstep(-0.34, -0.38, box.Y) + bell(box.Y + 0.40, 0.015) + bell(box.Y + 0.80, 0.015)
    wall = mix(wall, mix(white, wood_tone, s.chance(0.4)) * (1.0 - 0.22 * groove), dado)
    skirting = s.edge((-0.90 - box.Y) / box.z)
    wall = mix(wall, white * 0.95, skirting * (1.0 - loft))
    moulding = s.edge((box.Y - box.high + 0.06) / box.z) * (1.0 - loft)
    wall = mix(wall, white, moulding * 0.8)
    # floor: boards along or across, or a herringbone
    X, z = box.on_floor()
    turned = s.chance(0.4)
    a, b = mix(X, z + s.zeros, turned), mix(z + s.zeros, X, turned)
    u = a * 4.6
    iu = floor(u)
    length = b * 0.9 + fract(iu * 0.377) * 3.0
    per = n.sample(iu * 7.13 + s.rnd(0, 40), floor(length) * 5.7 + s.zeros, 96, 128)
    clear = smoothstep(0.10, 0.35, s.y - box.vy)
    joint = maximum(bell(absolute(u - iu - 0.5) - 0.5, 0.045), bell(absolute(fract(length) - 0.5) - 0.5, 0.012)) * mix(0.4, 1.0, clear)
    grain = n.sample(a * 46.0 + per * 9.0, b * 2.4 + per * 30.0, 96, 128)
    boards = mix(wood_tone, s.colour(0.58, 0.42, 0.27), 0.4) * (0.66 + 0.42 * per + 0.20 * (grain - 0.5)) * (1.0 - 0.5 * joint)
    boards = mix(boards, s.colour(0.42, 0.41, 0.40) * (0.85 + 0.25 * plaster), loft * s.chance(0.4))
    # ceiling: white, or beams
    across = box.z * 1.6
    beam = smoothstep(0.30, 0.33, absolute(fract(across) - 0.5)) * maximum(loft, s.chance(0.3))
    ceiling = mix(s.colour(0.82, 0.80, 0.77), wood_tone * 0.55, beam)
    ceiling = mix(ceiling, ceiling * 0.55, loft)
    return wall * (box.back + box.sides) + boards * box.floor + ceiling * box.ceiling


def paint_rug(s: Scene, box: Box, X, z, side, there, tone, accent):
    """(albedo, alpha) of a rug on the floor: round or square, with borders."""
    cx, cz = side * s.rnd(-0.2, 0.4) + 0.0, box.depth * s.rnd(0.56, 0.66)
    rx, rz = s.rnd(0.95, 1.5), s.rnd(0.55, 0.75)
    u, v = (X - cx) / rx, (z - cz) / rz
    round_d, box_d = sqrt(u * u + v * v + 1e-6), maximum(absolute(u), absolute(v) + 0.0)
    d = mix(round_d, box_d, s.chance(0.55))
    weave = s.noise.fbm(s.x, s.y, 40.0, 70.0, 2)
    bands = smoothstep(0.78, 0.80, d) * smoothstep(0.90, 0.88, d) + smoothstep(0.60, 0.61, d) * smoothstep(0.65, 0.64, d)
    motif = smoothstep(0.1, 0.25, sin(u * 14.0) * sin(v * 14.0)) * smoothstep(0.58, 0.54, d) * s.chance(0.6)
    albedo = mix(tone * 0.85, accent, clip(bands + motif * 0.55)) * (0.80 + 0.40 * weave)
    return albedo, s.edge((1.0 - d) * 0.25, 1.5) * there * s.chance(0.8)


def foreground(s: Scene, p, side, day, lamp_light, on):
    """A plant's leaves reach into the picture from one corner, out of the light."""
    x, y = -side * s.aspect * s.rnd(0.46, 0.54), s.rnd(0.98, 1.10)
    fronds = rosette(s, s.x - x, y - s.y, s.rnd(0.36, 0.52), 12.0, 0.7, 26.0, 0.19, 1.7)
    second = rosette(s, s.x - x - side * 0.06, y + 0.05 - s.y, s.rnd(0.24, 0.34), 9.0, 0.9, 24.0, 0.20, 1.6)
    plant = fronds.under(second)
    tone = mix(s.colour(0.03, 0.055, 0.035), s.colour(0.10, 0.17, 0.08), clip(plant.tone))
    picture = tone * (day * (0.30 + 0.5 * plant.shade) + lamp_light * 0.5 + 0.04)
    s.layer("leaves", "near", 0.86, clip(picture), plant.alpha * s.chance(0.7))
