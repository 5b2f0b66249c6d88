"""What does a light palette become on a dark screen, where nobody chose? The same hues, the same contrasts.

The contrast of WCAG is a quotient, so colours that keep theirs with the paper keep it with each other too. Colours that
must be told apart move on from there where they have come too close.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from klantlib.theme.colour import at_lightness, lab, light, lightness
from klantlib.theme.contrast import DRAWN, FLARE, TEXT, luminance, ratio
from klantlib.theme.vision import APART, apart

SPARE = 1.02  # two hundredths more contrast than asked: colours are rounded to 8 bits
STEPS = sorted(range(-40, 41, 2), key=abs)  # of lightness, the smallest first: how far a colour may move


def darkened(colours: Mapping[str, Any], given: Mapping[str, Any], paper: str) -> dict[str, Any]:
    """
    The dark counterpart of light colours (name -> colour, series -> colours).

    `given`: the counterparts that somebody chose; `paper`: the dark paper whose lightness serves where none is given.
    """
    ground = given.get("paper") or at_lightness(colours["paper"], lab(light(paper))[0])
    plain = {name: _beside(one, colours["paper"], ground) for name, one in colours.items() if name != "series"}
    night = {**plain, "paper": ground, **given}
    if "good" not in given:
        night["good"] = _moved(night["good"], ground, [night["bad"]] if "bad" in given else [], DRAWN)
    if "bad" not in given:
        night["bad"] = _moved(night["bad"], ground, [night["good"]], TEXT)
    return {**night, "series": given.get("series") or _series(colours["series"], colours["paper"], ground)}


def _series(colours: Sequence[str], paper: str, ground: str) -> tuple[str, ...]:
    """Each apart from those before it."""
    found: list[str] = []
    for colour in colours:
        found.append(_moved(_beside(colour, paper, ground), ground, found, DRAWN))
    return tuple(found)


def _beside(colour: str, paper: str, ground: str) -> str:
    """The colour as far from the dark ground as it was from the light paper; at most white."""
    bright = min(1.0, (luminance(ground) + FLARE) * ratio(colour, paper) * SPARE - FLARE)
    return at_lightness(colour, lightness(bright))


def _moved(colour: str, ground: str, others: Sequence[str], needed: float) -> str:
    """The nearest lightness at which it is apart from the others and from the ground; as it was where there is none."""
    start = lab(light(colour))[0]
    nearby = (at_lightness(colour, start + step) for step in STEPS if 0 <= start + step <= 100)
    good = (one for one in nearby if ratio(one, ground) >= needed and _clear(one, others))
    return next(good, colour)


def _clear(colour: str, others: Sequence[str]) -> bool:
    return all(apart(colour, other)[0] >= APART for other in others)
