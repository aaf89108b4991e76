"""Oil: thick strokes whose ridges catch the light."""

from graph import clip, mix, smoothstep


def style(l):
    n = l.noise
    body = l.kuwahara(l.picture, 6, 55.0)
    # bristle marks: fine noise, stretched along the stroke; strokes turn with a broad field
    flat = n.fbm(l.x, l.y, 20.0, 130.0, octaves=2)
    along, across = l.x * 0.8 + l.y * 0.6, l.y * 0.8 - l.x * 0.6
    slanted = n.sample(along * 22.0, across * 130.0, 96, 128) * 0.8 + 0.1
    turn = smoothstep(0.40, 0.62, n.fbm(l.x, l.y, 2.6, octaves=3))
    bristle = mix(flat, slanted, turn) - 0.5
    # impasto: strokes stand up, and are lit from the upper left
    height = l.blur(l.luminance(body), 1) * 0.9 + bristle * 0.15
    padded = l.pad(height, 1)
    relief = l.shifted(padded, 1, 1, 1) - l.shifted(padded, 1, -1, -1)
    rich = l.saturate(body, 1.26)
    contrast = rich + (rich - rich * rich) * (rich - 0.5) * 0.6
    painted = contrast * (1.0 + bristle * 0.16) - clip(relief, -0.10, 0.10) * 0.50
    return clip(painted), l.alpha


def light(l):
    return l.picture, l.alpha
