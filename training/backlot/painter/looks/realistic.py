"""Photographic: a gentle film curve and a little warmth in the lights."""

from graph import clip


def style(l):
    """l: looks.LookScene; returns (picture [L, 3, H, W], alpha [L, 1, H, W])."""
    c = clip(l.picture)
    curve = c + (c - c * c) * (c - 0.5) * 0.42
    return curve, l.alpha
