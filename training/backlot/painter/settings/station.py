"""A station: a great hall of iron and glass, an underground platform, or a halt in the country."""

from buildings import Towers, over, paint_walls
from crop import Crop
from graph import absolute, bell, clip, cos, exp, fract, maximum, mix, pick, smoothstep, sqrt
from lamps import Glows, lamp_colour
from land import ridge, season_green, snow_cover, sun_side
from light import palette
from scene import Scene
from sky import add_clouds, sky_with_glow, star_field
from clock import hanging_clock
from trees import broadleaves, paint_stand
from train import paint_train
from vault import Vault

PIT = 1.72  # eye heights from the eye down to the track


def paint(s: Scene):
    p = palette(s)
    kind = s.rnd()
    hall, under = over(0.56, kind), over(kind, 0.56) * over(0.78, kind)
    country = 1.0 - hall - under
    by_kind = lambda a, b, c: hall * a + under * b + country * c
    dark = clip(p.night + s.is_("time", "dusk") * 0.7 + s.is_("time", "dawn") * 0.35 + p.overcast * 0.2)
    on = maximum(dark, under)
    side = s.chance(0.5) * 2.0 - 1.0  # the track lies to the right (1) or left
    vx, vy = side * s.aspect * s.rnd(-0.16, 0.06), s.rnd(0.50, 0.60)
    edge, gap = s.rnd(0.7, 1.3), by_kind(s.rnd(3.4, 4.6), 2.6, 3.6)
    opposite = edge + gap

    # -- outside -------------------------------------------------------------------
    up = clip(vy - s.y, 0.0, 2.0)
    stars = star_field(s, 0.4) * (smoothstep(0.10, 0.5, up) * p.night * clip(1.0 - p.overcast * 1.3))
    s.layer("sky", "sky", 0.0, clip(sky_with_glow(s, p, vy) + stars), s.zeros + 1.0)
    add_clouds(s, p, vy)
    far = Towers(s, p, vy + 0.01, 0.036, 0.13 * (0.35 + 0.65 * bell(s.x - vx, 0.3)), 0.007, 0.9, 0.35, 0.5)
    walls = far.at(s.y)
    towers, town = paint_walls(s, p, walls, 0.55, 0.9)
    hills = s.edge(s.y - ridge(s, vy + 0.01, s.rnd(0.05, 0.2), 1.0, 5, ridged=False))
    green = season_green(s)
    hill = p.distant(p.lit(mix(green * 0.8, s.colour(0.88, 0.91, 0.96), snow_cover(s) * 0.9), 0.5), 0.55)
    trees = broadleaves(s, vy + 0.02, by_kind(0.06, 0.0, 0.17), 0.13, 0.9, sun_side(p), size=0.15)
    wood = p.distant(paint_stand(s, p, trees, green * 0.45, green), 0.22)
    picture = mix(hill, towers + town * 0.6, walls.alpha * (1.0 - country))
    picture = mix(picture, wood, trees.alpha * country)
    s.layer("outside", "far", 0.10, clip(picture), maximum(maximum(hills, walls.alpha * (1.0 - country)), trees.alpha * country) * (1.0 - under))

    # -- the hall ---------------------------------------------------------------------
    v = Vault(s, vx, vy, side * (edge + gap * 0.5) * by_kind(0.7, 0.75, 0.0), by_kind(s.rnd(6.5, 9.0), 3.7, 8.0),
              by_kind(s.rnd(1.6, 2.6), 0.9, 2.0), by_kind(s.rnd(3.6, 5.6), 1.5, 4.0), by_kind(s.rnd(17.0, 24.0), 26.0, 20.0))
    picture, alpha, lamp_rows = paint_hall(s, p, v, hall, under, on)
    s.layer("hall", "land", 0.30, picture, alpha * (1.0 - country))

    # -- platforms, track, train ----------------------------------------------------------
    lamps = Glows(s)
    floor_picture, floor_alpha, gloss = paint_floor(s, p, vx, vy, side, edge, opposite, by_kind, on, green)
    floor_alpha = floor_alpha * mix(s.edge(s.y - vy - 1.0 / v.wall_z), 1.0, country)
    train, train_alpha, train_light, heads = paint_train(s, p, vx, vy, side, edge, on, under)
    picture = mix(floor_picture, train, train_alpha)
    shape = maximum(floor_alpha, train_alpha)
    roof, roof_alpha = canopy(s, p, vx, vy, side, edge)
    picture = mix(picture, roof, roof_alpha * country)
    shape = maximum(shape, roof_alpha * country)
    tone = lamp_colour(s, by_kind(s.rnd(0.05, 0.5), 0.8, 0.3))
    iron = p.lit(s.colour(0.09, 0.10, 0.10), 0.35) + s.zeros
    posts = s.zeros
    for k in range(7):
        z = 3.0 + 2.7 * k
        x = vx - side * by_kind(1.5, 1.1, 1.7) / z
        y = vy - by_kind(1.35, 1.2, 1.42) / z
        c = Crop(s, x - 0.2 / z, x + 0.2 / z, y - 0.05 / z, vy + 1.0 / z + 0.01)
        stem = c.edge(0.045 / z - absolute(c.x - x), 1.2) * c.edge(c.y - y) * c.edge(vy + 1.0 / z - c.y)
        cap = c.edge(0.16 / z - absolute(c.x - x)) * c.edge(0.03 / z - absolute(c.y - y))
        posts = maximum(posts, c.whole(maximum(stem, cap) * (1.0 - under)))
        lamps.add(x, y - 0.08 / z * (1.0 - under), 0.75 / z, tone, 0.95 * on)
        lamps.add(x, vy + 1.0 / z + 0.06 / z, 0.9 / z, tone, gloss * 0.34 * on, tall=1.6)
    picture, shape = mix(picture, iron, posts), maximum(shape, posts)
    face, face_alpha, face_glow = hanging_clock(s, p, vx, vy, side, on)
    picture, shape = mix(picture, face, face_alpha), maximum(shape, face_alpha)
    s.layer("platform", "land", 0.44, clip(picture), shape)

    # -- light through the glass ----------------------------------------------------------
    sunny = clip(1.0 - p.overcast * 1.05) * pick(s.vector("time"), [0.9, 0.75, 0.95, 0.16]) * hall
    slant = sun_side(p) * s.rnd(0.35, 0.8)
    along = s.x - slant * (s.y - vy)
    rays = s.noise.sample(along * 7.0 + s.rnd(0, 60), s.zeros + s.rnd(0, 60), 96, 128)
    dust = s.noise.fbm(s.x, s.y, 3.0, octaves=4)
    shafts = smoothstep(0.46, 0.74, rays) * smoothstep(-0.25, 0.2, s.y) * smoothstep(1.05, 0.45, s.y)
    shafts = shafts * (0.55 + 0.6 * dust) * bell(along - vx + slant * 0.1, 0.52)
    end_glow = bell(s.x - vx, 0.16) * bell(s.y - vy + 0.05, 0.13) * 0.28 * (1.0 - under) * (1.0 - p.night * 0.8)
    light = p.key * (shafts * sunny * 0.40) + mix(p.horizon, p.key, 0.3) * (end_glow * (1.0 - country))
    s.layer("shafts", "beams", 0.40, clip(light), s.zeros + 1.0, "add")

    glow = lamps.picture() + train_light * (1.0 - posts) + lamp_rows * (1.0 - train_alpha) * (1.0 - floor_alpha)
    s.layer("lamps", "lights", 0.44, clip(glow + face_glow + heads), s.zeros + 1.0, "add")

    foreground(s, p, side, country)
    far_z = 9.0
    s.ground(vy, vy + 1.0 / far_z, 1.02, 1.06 / far_z, 1.06 * (1.02 - vy))
    s.light(p.sun_x, vy - p.altitude, mix(p.key, tone, maximum(under, p.night * 0.6)), p.fill, p.haze, clip(1.0 - p.overcast * 0.85) * 0.75)


def paint_hall(s: Scene, p, v: Vault, hall, under, on):
    """(picture, alpha, light): iron ribs with glass between, or a tiled tunnel."""
    n = s.noise
    grime = n.fbm(s.x, s.y, 3.2, 5.0, 5, 0.55)
    sun = sun_side(p)
    lit = clip(0.42 + v.q * sun * 0.30)
    iron_tone = mix(s.colour(0.17, 0.20, 0.20), mix(s.colour(0.24, 0.15, 0.12), s.colour(0.15, 0.20, 0.27), s.chance(0.5)), s.chance(0.6))
    # -- glass, dirtier towards the eaves ------------------------------------------
    ribs, bars = v.along(2.6, 0.30), v.across(17.0, 0.13)
    thin = maximum(v.along(0.65, 0.05), v.across(51.0, 0.035))
    solid = smoothstep(0.66, 0.70, absolute(v.angle - 0.5) * 2.0) * v.above
    frame = maximum(maximum(ribs, bars), thin * 0.7)
    glass_tone = mix(p.mid, p.horizon, 0.4) * (0.58 + 0.35 * grime)
    glass_alpha = 0.20 + 0.40 * clip(grime * 1.4 - 0.45) + snow_cover(s) * 0.5 * smoothstep(0.3, 0.6, grime)
    glass_tone = mix(glass_tone, p.lit(s.colour(0.86, 0.9, 0.96), 0.4), snow_cover(s) * 0.6)
    iron = p.lit(iron_tone * (0.75 + 0.5 * grime), lit)
    boards = p.lit(iron_tone * (1.05 - 0.35 * v.across(68.0, 0.05)), lit * 0.8)
    roof = mix(mix(glass_tone, boards, solid), iron, frame)
    roof_alpha = mix(glass_alpha, 1.0, maximum(solid, frame))
    # -- walls: an arcade of brick, lit from within ------------------------------------
    high = v.dy * v.wall_z  # above the eye
    period = 2.6
    u = fract(v.wall_z / period + 0.5) - 0.5
    size = absolute(v.dx) / v.wall_z  # frame units of one z
    inside = sqrt(u * u * (period * period) + clip(high - (v.spring - 1.5), 0.0, 9.0) * clip(high - (v.spring - 1.5), 0.0, 9.0) + 1e-6)
    arch = clip((0.88 - inside) * size / s.px + 0.5)
    rim = clip((1.02 - inside) * size / s.px + 0.5)
    course = bell(fract(high * 4.0) - 0.5, 0.12) * smoothstep(0.006, 0.02, 1.0 / v.wall_z * 0.25)
    brick = mix(s.colour(0.42, 0.24, 0.18), s.colour(0.60, 0.53, 0.42), s.rnd())
    wall = p.lit(brick * (0.72 + 0.45 * grime - 0.12 * course), lit * 0.85)
    wall = mix(wall, p.lit(brick * 1.25, lit), rim)
    deep = mix(p.lit(s.colour(0.10, 0.09, 0.09), 0.3), lamp_colour(s, s.graph.wrap(0.35)) * (0.25 + 0.4 * grime), on * 0.75)
    wall = mix(wall, deep, arch)
    pier = smoothstep(0.44, 0.46, absolute(u)) * smoothstep(0.8, 2.0, size * period / s.px)
    wall = mix(wall, iron, pier * 0.8)
    picture = mix(wall, roof, v.above)
    alpha = mix(1.0, roof_alpha, v.above)
    picture = picture + s.colour(0.24, 0.15, 0.08) * (on * (1.0 - v.above * 0.6) * 0.55)
    # -- the far end: a fan of glass over the open mouth ----------------------------------
    ex, ey, e = v.end_wall()
    fan = s.graph.op("Acos", clip(ex / e, -0.9999, 0.9999)) * (11.0 / 3.14159)
    spoke = clip((0.035 - absolute(fract(fan) - 0.5) * e * 0.28) * (v.half / v.end) / s.px + 0.5)
    rings = maximum(bell(e - 0.97, 0.03), maximum(bell(e - 0.66, 0.015), bell(e - 0.33, 0.015)))
    beam = clip((0.05 - absolute(ey)) * (v.rise / v.end) / s.px + 0.5) * s.edge((1.0 - absolute(ex)) * 0.1)
    fan_alpha = maximum(clip(maximum(spoke, rings) * s.edge(ey * 0.1)), beam)
    legs = clip((0.06 - absolute(absolute(ex) - 0.34)) * (v.half / v.end) / s.px + 0.5) * s.edge(-ey * 0.1)
    far_iron = p.distant(iron, 0.30 + 0.0)
    end_alpha = maximum(maximum(fan_alpha, legs), 0.16 * s.edge(ey * 0.1))
    picture = mix(mix(p.distant(glass_tone, 0.3), far_iron, maximum(fan_alpha, legs)), picture, v.inside)
    alpha = mix(end_alpha, alpha, v.inside)
    far = clip(1.0 - exp(v.z * -0.03)) * 0.62
    picture = mix(picture, mix(p.haze, p.horizon, 0.4), far * v.inside * mix(0.85, 1.2, p.fog))
    # girders that stand across the hall, from far to near
    girders, distance = s.zeros, s.zeros
    for k in range(6, -1, -1):
        z = 1.75 + 2.6 * k
        girder = v.truss(z, 0.10, 0.012, 26.0)
        air = 0.62 * (1.0 - 0.955 ** (z * 0.8))
        distance = mix(distance, air, girder)
        girders = maximum(girders, girder)
    picture = mix(picture, mix(iron * 0.72, mix(p.haze, p.horizon, 0.4), distance), girders)
    alpha = maximum(alpha, girders)
    # -- underground: tiles, and lamps in two rows --------------------------------------------
    grid = maximum(v.along(0.42, 0.03), v.across(34.0, 0.03))
    tile = mix(s.colour(0.74, 0.74, 0.70), mix(s.colour(0.30, 0.45, 0.42), s.colour(0.62, 0.50, 0.34), s.chance(0.5)), s.chance(0.5) * 0.7)
    band = s.edge((0.16 - absolute(high - 0.35)) / v.wall_z) * (1.0 - v.above)
    strip = s.colour(0.75, 0.18, 0.12) * s.chance(0.5) + s.colour(0.10, 0.25, 0.5) * 0.6
    tunnel = mix(tile * (0.60 + 0.35 * grime - 0.16 * grid), strip, band)
    lamp_tone = lamp_colour(s, s.rnd(0.45, 0.95))
    reach = 0.32 + 0.62 * bell(fract(v.z / 2.7) - 0.5, 0.42) * (0.6 + 0.4 * v.above)
    fall = exp(v.z * -0.035)
    tunnel = tunnel * (lamp_tone * reach * fall + 0.05) * 0.85
    tubes = bell(absolute(v.q - 0.0) - 0.30, 0.035) * smoothstep(0.14, 0.19, absolute(fract(v.z / 2.7) - 0.5)) * v.above * v.inside
    mouth = s.colour(0.012, 0.013, 0.016)
    tunnel = mix(mouth, tunnel, v.inside)
    picture = mix(picture, tunnel, under)
    alpha = mix(alpha, 1.0, under)
    return clip(picture), clip(alpha), lamp_tone * (tubes * under * fall)


def paint_floor(s: Scene, p, vx, vy, side, edge, opposite, by_kind, on, green):
    """(picture, alpha, gloss): near platform, track, opposite platform."""
    n = s.noise
    below = clip(s.y - vy, 0.006, 2.0)
    z = 1.0 / below
    X = (s.x - vx) * side * z  # where the ray meets the height of the platforms
    soft = s.px * z
    tex = n.sample(X * 4.0 + s.rnd(0, 60), z * 5.0 + s.zeros, 96, 128)
    broad = n.fbm(s.x, s.y, 2.4, 9.0, 4)
    clear = smoothstep(0.04, 0.2, below)
    # slabs, a tactile line, a white edge
    joints = maximum(bell((fract(z * 1.1) - 0.5) / (z * z * 1.1), s.px), bell(fract(X * 0.9 + s.rnd()) - 0.5, soft * 0.9)) * clear
    stone = mix(s.colour(0.38, 0.36, 0.34), s.colour(0.50, 0.44, 0.37), s.rnd()) * (0.78 + 0.30 * broad + 0.14 * tex - 0.22 * joints)
    bumps = 0.8 + 0.25 * bell(fract(z * 6.0) - 0.5, 0.25) * clear
    line = clip((0.17 - absolute(X - edge + 0.48)) / soft + 0.5)
    stone = mix(stone, s.colour(0.80, 0.62, 0.16) * bumps, line * 0.85)
    stone = mix(stone, s.colour(0.78, 0.77, 0.74), clip((0.06 - absolute(X - edge + 0.07)) / soft + 0.5))
    snow = snow_cover(s) * by_kind(0.0, 0.0, 1.0)
    stone = mix(stone, s.colour(0.86, 0.89, 0.95), snow * smoothstep(0.2, 0.5, broad + absolute(X + 0.6) * 0.1))
    across = s.colour(0.36, 0.34, 0.32) * (0.75 + 0.35 * broad)
    across = mix(across, s.colour(0.80, 0.62, 0.16), clip((0.14 - absolute(X - opposite - 0.4)) / soft + 0.5) * 0.8)
    across = mix(across, s.colour(0.86, 0.89, 0.95), snow)
    # the pit: ballast, sleepers, rails
    zp, Xp = z * PIT, X * PIT
    softp = s.px * zp
    ballast = s.colour(0.20, 0.175, 0.155) * (0.6 + 0.75 * tex)
    sleeper = clip((0.20 - absolute(fract(zp * 1.5) - 0.5)) / (zp * zp * 1.5 / PIT * s.px) + 0.5)
    gauge = [edge + 0.55, edge + 1.45]
    bed = s.edge((0.95 - absolute(Xp - edge - 1.0)) / zp)
    ballast = mix(ballast, s.colour(0.17, 0.125, 0.095) * (0.7 + 0.6 * tex), mix(0.4, sleeper, smoothstep(0.03, 0.12, below)) * bed)
    ballast = mix(ballast, s.colour(0.80, 0.84, 0.90), snow * 0.75)
    metal = s.zeros
    for g in gauge:
        metal = maximum(metal, clip((0.045 - absolute(Xp - g)) / softp + 0.5))
    shine = p.lit(s.colour(0.62, 0.62, 0.64), 0.6) + mix(p.horizon, p.key, 0.3) * 0.25 * (1.0 - by_kind(0.0, 1.0, 0.0))
    lit = by_kind(0.42, 0.30, 0.55)
    pit = mix(p.lit(ballast, lit * 0.75), shine, metal)
    pit = pit * (1.0 - 0.45 * bell(Xp - edge, 0.5))
    face = p.lit(s.colour(0.30, 0.27, 0.25) * (0.65 + 0.5 * broad), lit * 0.7)
    deck, other = p.lit(stone, lit), p.lit(across, lit)
    # underground the lamps give the light, whatever the hour
    bright = by_kind(0.0, 1.0, 0.0)
    own = lambda albedo, k: albedo * (s.colour(0.92, 0.92, 0.88) * k)
    deck, other = mix(deck, own(stone, 0.62), bright), mix(other, own(across, 0.55), bright)
    pit, face = mix(pit, own(ballast * 0.6 + metal * 0.25, 0.5), bright), mix(face, own(s.colour(0.2, 0.19, 0.18), 0.6), bright)
    deck = deck + s.colour(0.20, 0.13, 0.07) * (on * (1.0 - bright) * 0.7)
    gloss = by_kind(0.9, 0.9, 0.3) * (0.45 + 0.4 * s.is_("weather", "rain", "storm"))
    sheen = mix(mix(p.horizon, p.mid, 0.3), s.colour(0.6, 0.6, 0.56), bright) * exp(-below * 3.2) * (0.5 + 0.5 * broad)
    deck = deck + sheen * (gloss * 0.32)
    picture = mix(pit, face, clip((X - opposite / PIT) / soft + 0.5))
    picture = mix(picture, other, clip((X - opposite) / soft + 0.5))
    meadow = p.lit(mix(green * (0.45 + 0.5 * tex + 0.3 * broad), s.colour(0.84, 0.88, 0.94), snow), 0.5)
    picture = mix(picture, meadow, clip((X - opposite - 2.6) / soft + 0.5) * by_kind(0.0, 0.0, 1.0))
    picture = mix(deck, picture, clip((X - edge) / soft + 0.5))
    picture = mix(picture, meadow, clip((-4.2 - X) / soft + 0.5) * by_kind(0.0, 0.0, 1.0))
    haze = exp(-below * 16.0) * mix(0.55, 0.9, p.fog)
    picture = mix(picture, mix(p.haze, s.colour(0.03, 0.03, 0.035), bright), haze)
    return clip(picture), s.edge(s.y - vy), gloss


def canopy(s: Scene, p, vx, vy, side, edge):
    """(picture, alpha): the roof over a country platform."""
    high = 1.75
    below = clip(vy - s.y, 0.006, 2.0)
    z = high / below
    X = (s.x - vx) * side * z
    soft = s.px * z / high
    start = 2.2
    roof = clip((edge - 0.2 - X) / soft + 0.5) * clip((X + 3.4) / soft + 0.5) * s.edge(vy - s.y - high / 24.0) * s.edge(below * (z - 1.0))
    planks = 0.75 + 0.3 * smoothstep(0.10, 0.2, absolute(fract(X * 3.0) - 0.5)) - 0.35 * bell(fract(z / 2.7 - 0.1) - 0.5, 0.06)
    wood = mix(s.colour(0.36, 0.24, 0.15), s.colour(0.30, 0.34, 0.32), s.chance(0.5))
    picture = p.lit(wood * planks, 0.22) + s.colour(0.3, 0.18, 0.08) * (p.night * 0.5)
    # a valance along its edge
    a = (s.x - vx) * side
    zv = (edge - 0.2) / maximum(a, 1e-3)
    upv = (vy - s.y) * zv
    teeth = 0.10 * absolute(fract(zv * 2.5) - 0.5)
    valance = s.edge((high - upv) / zv) * s.edge((upv - high + 0.26 - teeth) / zv) * s.edge(a) * s.edge(24.0 - zv)
    picture = mix(picture, p.lit(wood * 1.5, 0.5), valance)
    return clip(picture), maximum(roof, valance)


def foreground(s: Scene, p, side, country):
    """Near the viewer on the platform's side: a cast-iron column and travellers' luggage in silhouette."""
    x = -side * s.aspect * s.rnd(0.34, 0.47)
    w = s.rnd(0.030, 0.048)
    d = absolute(s.x - x)
    flare = w * (1.0 + 0.9 * smoothstep(0.10, -0.1, s.y) + 0.5 * smoothstep(0.86, 0.90, s.y) + 0.3 * smoothstep(0.95, 0.96, s.y)
                 + 0.22 * bell(s.y - 0.16, 0.018) + 0.15 * bell(s.y - 0.21, 0.008))
    # a bracket springs from the column
    bx, by = clip((s.x - x) * side, 0.0, 9.0), s.y + 0.04
    r = sqrt((bx - 0.34) * (bx - 0.34) + (by - 0.30) * (by - 0.30) + 1e-6)
    bracket = s.edge(0.013 - absolute(r - 0.335)) * s.edge(0.33 - bx) * s.edge(0.28 - by) * s.edge(bx - w * 0.3)
    flute = 0.75 + 0.25 * cos((s.x - x) / w * 9.0)
    shade = clip(0.35 + (s.x - x) / w * sun_side(p) * 0.35)
    picture = p.lit(s.colour(0.10, 0.115, 0.11) * flute, shade)
    s.layer("column", "near", 0.85, clip(picture), maximum(s.edge(flare - d), bracket))
