"""Ink wash on rice paper: tones of one ink, dark dry outlines, a breath of colour."""

from graph import clip, smoothstep

PAPER = [[[[0.955]], [[0.935]], [[0.880]]]]
INK = [[[[0.065]], [[0.070]], [[0.090]]]]


def style(l):
    n = l.noise
    wash = l.kuwahara(l.picture, 4, 50.0)
    tone = l.luminance(wash)
    fibre = n.fbm(l.x, l.y, 18.0, 90.0, octaves=3) - 0.5
    pool = n.fbm(l.x, l.y, 3.0, octaves=4) - 0.5
    # bright parts are left as paper; the ink deepens fast below
    ink = 1.0 - smoothstep(0.0, 0.70, tone + pool * 0.18)
    outline = clip(l.edges(tone, 2) * 6.0 - 0.05) + clip((l.alpha - l.blur(l.alpha, 2)) * 1.5 - 0.1)
    dry = smoothstep(-0.16, 0.18, fibre + outline * 0.25)
    strength = clip(ink * 0.94 + outline * 0.85 * dry + fibre * 0.07)
    paper, black = l.graph.constant(PAPER), l.graph.constant(INK)
    drawn = paper + (black - paper) * strength
    return clip(drawn + (wash - tone) * 0.26), l.alpha


def light(l):
    return l.luminance(l.picture) * l.graph.constant(PAPER) * 0.5, l.alpha
