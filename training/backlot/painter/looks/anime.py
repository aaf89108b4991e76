"""Anime background: clean areas, few tones with soft steps, vivid light, blue in the shadows."""

from graph import clip, floor, mix, smoothstep

LEVELS = 7.0


def style(l):
    flat = mix(l.kuwahara(l.picture, 4, 70.0), l.picture, 0.15)
    tone = l.luminance(flat)
    # soft steps: each level is flat, and meets the next within a third of a step
    t = tone * LEVELS
    base = floor(t)
    step = (base + smoothstep(0.32, 0.68, t - base)) / LEVELS
    target = mix(tone, step, 0.72)
    vivid = l.saturate(clip(flat * ((target + 0.02) / (tone + 0.02))), 1.34)
    shade = 1.0 - smoothstep(0.0, 0.5, tone)
    cool = l.graph.constant([[[[-0.10]], [[-0.03]], [[0.16]]]])
    return clip(vivid * (1.0 + cool * shade) * 1.05 + 0.018), l.alpha


def light(l):
    return clip(l.saturate(l.picture, 1.2) * 1.1), l.alpha
