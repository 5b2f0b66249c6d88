"""Do two colours differ, also for the colour-blind? Their sight simulated, and the distance of what is then seen.

Simulation: Machado, Oliveira & Fernandes (2009), whole dichromacy. Distance: CIEDE2000 (CIE 142-2001), in the form and
with the test data of Sharma, Wu & Dalal (2005).
"""

from __future__ import annotations

from math import atan2, cos, degrees, exp, hypot, radians, sin, sqrt

from klantlib.theme.colour import Triple, lab, light, times

ALL = ((1, 0, 0), (0, 1, 0), (0, 0, 1))
SIGHTS = {
    "full": ALL,
    "protanopia": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deuteranopia": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "tritanopia": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
}
# A difference of 1 is just noticed where two large fields touch. Lines and points are thin and lie apart, so we ask
# five times that; not more, for groups also differ by dash, marker and hatch.
APART = 5.0


def seen(colour: str, sight: str) -> Triple:
    """What someone with this sight sees, in CIELAB."""
    return lab([min(max(part, 0), 1) for part in times(SIGHTS[sight], light(colour))])


def apart(one: str, other: str) -> tuple[float, str]:
    """How far apart two colours are for whom they are least so: (difference, sight)."""
    return min((difference(seen(one, sight), seen(other, sight)), sight) for sight in SIGHTS)


def difference(one: Triple, other: Triple) -> float:
    """CIEDE2000 between two places in CIELAB; 1 is about what is just noticed."""
    mean = (hypot(*one[1:]) + hypot(*other[1:])) / 2
    stretch = 1.5 - 0.5 * _saturation(mean)
    (chroma1, hue1), (chroma2, hue2) = (_polar(stretch * a, b) for _, a, b in (one, other))
    turn = (hue2 - hue1 + 180) % 360 - 180 if chroma1 * chroma2 else 0.0
    chroma = (chroma1 + chroma2) / 2
    hue = (hue1 + turn / 2) % 360 if chroma1 * chroma2 else hue1 + hue2
    by_light = (other[0] - one[0]) / _light_weight((one[0] + other[0]) / 2)
    by_chroma = (chroma2 - chroma1) / (1 + 0.045 * chroma)
    by_hue = 2 * sqrt(chroma1 * chroma2) * sin(radians(turn / 2)) / (1 + 0.015 * chroma * _hue_weight(hue))
    return sqrt(by_light**2 + by_chroma**2 + by_hue**2 + _rotation(chroma, hue) * by_chroma * by_hue)


def _polar(a: float, b: float) -> tuple[float, float]:
    return hypot(a, b), degrees(atan2(b, a)) % 360


def _saturation(chroma: float) -> float:
    return sqrt(chroma**7 / (chroma**7 + 25**7))


def _light_weight(lightness: float) -> float:
    off = (lightness - 50) ** 2
    return 1 + 0.015 * off / sqrt(20 + off)


def _hue_weight(hue: float) -> float:
    waves = ((-0.17, 1, -30), (0.24, 2, 0), (0.32, 3, 6), (-0.20, 4, -63))
    return 1 + sum(size * cos(radians(times * hue + shift)) for size, times, shift in waves)


def _rotation(chroma: float, hue: float) -> float:
    return -2 * _saturation(chroma) * sin(radians(60 * exp(-(((hue - 275) / 25) ** 2))))
