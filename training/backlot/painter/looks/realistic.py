"""Photographic: a gentle film curve."""

from graph import clip


def style(l):
    """l: look.LookScene; returns (picture [1, 3, H, W], alpha [1, 1, H, W])."""
    c = l.picture
    return clip(c + (c - c * c) * (c - 0.5) * 0.42), l.alpha


def light(l):
    """The same for layers that add light."""
    return l.picture, l.alpha
