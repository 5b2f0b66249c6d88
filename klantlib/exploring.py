"""What happens when this were otherwise? Sliders above sentences and a picture that follow them.

What is said and the picture are outputs of their own and no part of the widget: they stand in the saved workbook, and
where there is no JavaScript they are still there as they began. Only in cells with the tag `explore`.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import ipywidgets
from IPython.display import DisplayHandle

from klantlib.advice import tell, words_of
from klantlib.blocks import Block, Chart, Finding, Heading, Table
from klantlib.client import Client
from klantlib.formats import show, unknown
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
    """What there is to slide, and what it comes to: values by key of the slider -> blocks, told; last the picture."""

    sliders: Sequence[Slider]
    blocks: Callable[[Values], Sequence[Block]]

    @property
    def start(self) -> dict[str, float]:
        return {slider.key: slider.start for slider in self.sliders}


def explore(
    analyse: partial[Any], data: Client, language: str = "", picture: str = "", **options: Sequence[float]
) -> None:
    """
    A slider for each of these options of a chapter, and below them its opening and a picture, which follow.

    `analyse` has its tables already, and the client's own options: `partial(whitney.analyse, accounts, strategy)`. A
    slider starts at the value there, which joins the values given. `picture` is the key of a block; where there is none
    it is the first chart, else the first table. Raises LookupError for an option that the chapter does not have, or
    has no words for.
    """
    language, currency = language or data.settings.language, data.settings.currency
    slide(what_if(analyse, language, currency, picture, **options), language, currency, data.theme)


def what_if(
    analyse: partial[Any], language: str, currency: str, picture: str = "", **options: Sequence[float]
) -> WhatIf:
    """Options of an analysis as sliders, as `explore` says; how they are called and written: [options] of its words."""
    words, known = words_of(analyse(), language, currency), inspect.signature(analyse).parameters
    sliders = [_of_option(name, values, known[name].default, words) for name, values in options.items()]
    return WhatIf(sliders, lambda chosen: [tell(b, words) for b in around(analyse(**chosen).blocks(), picture)])


def around(blocks: Sequence[Block], picture: str = "") -> list[Block]:
    """A chapter's opening; of the part where the picture stands the heading, what was found, and the picture."""
    opening, *rest = blocks
    place = _place(rest, picture)
    start = max((n for n, block in enumerate(rest[:place]) if isinstance(block, Heading)), default=0)
    return [opening, *(block for block in rest[start:place] if isinstance(block, Heading | Finding)), rest[place]]


def slide(what_if: WhatIf, language: str, currency: str, look: Theme) -> list[ipywidgets.SelectionSlider]:
    """Show the sliders and, below them, what they come to; the sliders are given back."""
    sliders = [_slider(slider, language, currency) for slider in what_if.sliders]
    _shown(sliders, language)
    said, pictured = DisplayHandle(), DisplayHandle()

    def outputs(values: Values) -> list[tuple[DisplayHandle, dict[str, Any]]]:
        *texts, picture = (bundle(block, language, currency, look) for block in what_if.blocks(values))
        return [(said, {"text/html": "".join(text["text/html"] for text in texts)}), (pictured, picture)]

    def moved(_: Any) -> None:
        chosen = {asked.key: slider.value for asked, slider in zip(what_if.sliders, sliders, strict=True)}
        for place, shown in outputs(chosen):
            place.update(shown, raw=True)

    for place, shown in outputs(what_if.start):
        place.display(shown, raw=True)
    for slider in sliders:
        slider.observe(moved, names="value")
    return sliders


def _of_option(name: str, values: Sequence[float], start: float, words: Words) -> Slider:
    start, label = values[0] if unknown(start) else start, words.say("options", name)
    return Slider(name, label, sorted({*values, start}), start, words.fact("options", "formats")[name])


def _place(blocks: Sequence[Block], picture: str) -> int:
    """Where the block with this key stands, else the first chart, else the first table; 0 where there is none."""
    wishes = (lambda b: b.key == picture, lambda b: isinstance(b, Chart), lambda b: isinstance(b, Table))
    return next((n for wish in wishes for n, block in enumerate(blocks) if wish(block)), 0)


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
    instead = Words("words", language).say("sliders")
    DisplayHandle().display({WIDGET: box._repr_mimebundle_()[WIDGET], "text/plain": instead}, raw=True)
