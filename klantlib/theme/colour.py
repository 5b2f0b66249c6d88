"""Where does a colour lie? From its name, #rrggbb, to light, and to what the eye makes of that.

Names: sRGB (IEC 61966-2-1). The eye: CIELAB (CIE, 1976), for the white of a screen (D65).
"""

from __future__ import annotations

import math
from collections.abc import Sequence

Triple = tuple[float, float, float]
# light of the three primaries -> CIE XYZ, and back (sRGB, D65)
TO_XYZ = ((0.4124564, 0.3575761, 0.1804375), (0.2126729, 0.7151522, 0.0721750), (0.0193339, 0.1191920, 0.9503041))
FROM_XYZ = ((3.2404542, -1.5371385, -0.4985314), (-0.9692660, 1.8760108, 0.0415560), (0.0556434, -0.2040259, 1.0572252))
WHITE_POINT = (0.95047, 1.0, 1.08883)
LINEAR_BELOW, SLOPE = 216 / 24389, 24389 / 27  # of CIELAB's curve, near black
STEPS = 24  # of halving: finer than 8 bits show


def light(colour: str) -> Triple:
    """
    The light of red, green and blue, 0..1.

    >>> light("#ffffff")
    (1.0, 1.0, 1.0)
    """
    parts = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return red, green, blue


def named(rgb: Sequence[float]) -> str:
    """The colour of this light, as #rrggbb; light out of a screen's reach is cut off."""
    bounded = (min(max(part, 0), 1) for part in rgb)
    written = (12.92 * part if part <= 0.0031308 else 1.055 * part ** (1 / 2.4) - 0.055 for part in bounded)
    return "#" + "".join(f"{round(255 * part):02x}" for part in written)


def lab(rgb: Sequence[float]) -> Triple:
    """CIELAB of this light: lightness 0..100, green to red, blue to yellow."""
    x, y, z = (_root(part / white) for part, white in zip(times(TO_XYZ, rgb), WHITE_POINT, strict=True))
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def of_lab(lightness: float, a: float, b: float) -> Triple:
    """The light of a place in CIELAB; outside 0..1 where no screen shows it."""
    y = (lightness + 16) / 116
    parts = (_cube(root) * white for root, white in zip((y + a / 500, y, y - b / 200), WHITE_POINT, strict=True))
    return times(FROM_XYZ, tuple(parts))


def lightness(luminance: float) -> float:
    """CIELAB's lightness depends on the luminance alone."""
    return 116 * _root(luminance) - 16


def at_lightness(colour: str, target: float) -> str:
    """The same hue at another lightness (0..100), as strong as a screen can show it."""
    _, a, b = lab(light(colour))
    low, high = 0.0, 1.0
    if _shown(of_lab(target, a, b)):
        return named(of_lab(target, a, b))
    for _ in range(STEPS):
        middle = (low + high) / 2
        low, high = (middle, high) if _shown(of_lab(target, middle * a, middle * b)) else (low, middle)
    return named(of_lab(target, low * a, low * b))


def times(matrix: Sequence[Sequence[float]], vector: Sequence[float]) -> Triple:
    x, y, z = (sum(share * part for share, part in zip(row, vector, strict=True)) for row in matrix)
    return x, y, z


def _shown(rgb: Triple) -> bool:
    return all(-1e-9 <= part <= 1 + 1e-9 for part in rgb)


def _root(part: float) -> float:
    return math.cbrt(part) if part > LINEAR_BELOW else (SLOPE * part + 16) / 116


def _cube(root: float) -> float:
    return root**3 if root**3 > LINEAR_BELOW else (116 * root - 16) / SLOPE
