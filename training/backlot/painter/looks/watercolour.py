"""Watercolour: thin washes that pool at their edges, granulate, and let the paper through."""

from graph import clip, smoothstep


def style(l):
    n = l.noise
    wash = l.kuwahara(l.picture, 5, 45.0)
    # pigment gathers where washes end: at borders of tone and of the layer itself
    rim = clip(l.edges(l.luminance(wash), 3) * 2.8, -0.4, 0.9)
    wet = clip((l.alpha - l.blur(l.alpha, 4)) * 1.5, 0.0, 1.0) * l.alpha
    bloom = n.fbm(l.x, l.y, 1.6, octaves=3, gain=0.4) - 0.5
    grain = n.fbm(l.x, l.y, 90.0, octaves=2) - 0.5
    density = 1.0 + bloom * 0.55 + grain * 0.13 + rim * 1.2
    # the paper is the light: pigment takes away from it
    paper = l.graph.constant([[[[0.990]], [[0.975]], [[0.940]]]])
    bright = clip(l.saturate(wash, 1.22) * 0.84 + 0.16)
    washed = paper * (1.0 - (1.0 - bright) * density)
    painted = clip(washed) * (1.0 - wet * 0.28)
    # ragged edges: the wash stops where the paper's tooth lets it
    tooth = (n.fbm(l.x, l.y, 26.0, octaves=3) - 0.5) * 2.2
    ragged = smoothstep(0.22, 0.78, l.blur(l.alpha, 2) + tooth * (1.0 - l.alpha) * l.alpha)
    return clip(painted), ragged


def light(l):
    """Light is paper left white, softer than light itself."""
    return l.picture * 0.72, l.alpha
