"""What happens when this were otherwise? Sliders above a sentence and a picture that follow them.

The picture is an output of its own and not part of the widget: it stands in the saved workbook, and where there is no
JavaScript the picture as it began is still there. Knows no workshop: whatever has sliders and draws blocks will do.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import ipywidgets
from IPython.display import DisplayHandle

from klantlib.blocks import Block
from klantlib.formats import show
from klantlib.notebook import bundle
from klantlib.theme import Theme
from klantlib.words import Words

WIDTH = "min(46rem, 98%)"
WIDGET = "application/vnd.jupyter.widget-view+json"
Values = Mapping[str, Any]


@dataclass(frozen=True)
class Slider:
    """One thing to change: its name, in words, the values it may have, and how they are written."""

    key: str
    label: str
    values: Sequence[float]
    start: float
    format: str  # a name in formats.FORMATS
    names: Sequence[str] = ()  # how the values are written, where no format says it


@dataclass(frozen=True)
class WhatIf:
    """What there is to slide, and what it comes to: values by key of the slider -> blocks, told."""

    sliders: Sequence[Slider]
    blocks: Callable[[Values], Sequence[Block]]

    @property
    def start(self) -> dict[str, float]:
        return {slider.key: slider.start for slider in self.sliders}


def slide(what_if: WhatIf, language: str, currency: str, look: Theme) -> list[ipywidgets.SelectionSlider]:
    """Show the sliders and, below them, what they come to; the sliders are given back."""
    sliders = [_slider(slider, language, currency) for slider in what_if.sliders]
    _shown(sliders, language)
    places = [DisplayHandle() for _ in what_if.blocks(what_if.start)]

    def draw(values: Values, *, again: bool) -> None:
        for place, block in zip(places, what_if.blocks(values), strict=True):
            shown = bundle(block, language, currency, look)
            (place.update if again else place.display)(shown, raw=True)

    def moved(_: Any) -> None:
        draw({asked.key: slider.value for asked, slider in zip(what_if.sliders, sliders, strict=True)}, again=True)

    draw(what_if.start, again=False)
    for slider in sliders:
        slider.observe(moved, names="value")
    return sliders


def _slider(slider: Slider, language: str, currency: str) -> ipywidgets.SelectionSlider:
    names = slider.names or [show(value, slider.format, language, currency) for value in slider.values]
    return ipywidgets.SelectionSlider(
        options=list(zip(names, slider.values, strict=True)),
        value=slider.start,
        description=slider.label,
        continuous_update=False,  # a picture takes longer to draw than a slider to move
        style={"description_width": "50%"},
        layout={"width": WIDTH},
    )


def _shown(sliders: Sequence[ipywidgets.SelectionSlider], language: str) -> None:
    """The sliders; where they cannot be, a sentence that says so."""
    box = ipywidgets.VBox(sliders)
    instead = Words("workshop", language).say("sliders")
    DisplayHandle().display({WIDGET: box._repr_mimebundle_()[WIDGET], "text/plain": instead}, raw=True)
