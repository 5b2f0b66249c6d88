"""How well does a colour stand out from another? The contrast ratio of WCAG 2.2 (W3C, 2023): 1:1 to 21:1."""

from __future__ import annotations

from klantlib.theme.colour import light

TEXT = 4.5  # success criterion 1.4.3, level AA
DRAWN = 3.0  # success criterion 1.4.11: bars, lines and points that have a meaning
RULE = 1.2  # our own: WCAG asks nothing of rules between rows, but who prints them must see them
FLARE = 0.05  # light that a screen reflects


def luminance(colour: str) -> float:
    """Relative luminance, 0 for black and 1 for white."""
    red, green, blue = light(colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def ratio(one: str, other: str) -> float:
    """
    The contrast of two colours, in either order.

    >>> ratio("#000000", "#ffffff"), round(ratio("#777777", "#ffffff"), 2)
    (21.0, 4.48)
    """
    dark, bright = sorted((luminance(one), luminance(other)))
    return (bright + FLARE) / (dark + FLARE)
