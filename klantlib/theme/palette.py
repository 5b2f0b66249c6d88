"""What is in a house style? Colours, fonts, and what says whose report it is; typed, and never changed once made."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache, cached_property
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict

from klantlib.texts import read

WHITE = "#ffffff"  # Word's pages and the printer's: whatever colour a screen has as paper
FEWEST, MOST = 4, 8  # groups in a chart: more colours are no longer told apart
FONT = re.compile(r"[\w .&-]{1,60}")  # the name of a font stands in style sheets: nothing that could end it


def _colour(text: str) -> str:
    if not re.fullmatch("#[0-9A-Fa-f]{6}", text):
        raise ValueError("colour")
    return text.lower()


def _series(colours: tuple[str, ...]) -> tuple[str, ...]:
    if not FEWEST <= len(colours) <= MOST:
        raise ValueError("series")
    return colours


def _font(name: str) -> str:
    if not FONT.fullmatch(name):
        raise ValueError("font")
    return name


Colour = Annotated[str, AfterValidator(_colour)]
Series = Annotated[tuple[Colour, ...], AfterValidator(_series)]
Font = Annotated[str, AfterValidator(_font)]


class Palette(BaseModel):
    """The colours of a page, light or dark, by what they are for."""

    model_config = ConfigDict(extra="forbid", frozen=True, ser_json_bytes="base64", val_json_bytes="base64")

    ink: Colour  # text
    muted: Colour  # captions, notes, axes
    paper: Colour  # behind it all, on screens
    band: Colour  # table header, boxes
    line: Colour  # rules, grid
    accent: Colour  # headings, links, the main line of a chart
    good: Colour  # profit, a plus
    bad: Colour  # loss, a minus
    series: Series  # groups in a chart, in this order

    def colours(self) -> tuple[str, ...]:
        """Every colour; what text is written in first."""
        return self.ink, self.muted, self.paper, self.band, self.line, self.accent, self.good, self.bad, *self.series


class Theme(Palette):
    """A house style. Colours are light; `night` has their counterparts for a dark screen. Print and Word stay light."""

    night: Palette
    fonts: tuple[Font, ...]  # on screens and in charts: the first that is there
    word_font: Font
    name: str = ""  # of the consultancy
    disclaimers: Mapping[str, str] = {}  # language -> text
    logo: bytes | None = None  # PNG or JPEG
    template: bytes | None = None  # the consultant's own report.docx
    sources: tuple[str, ...] = ()  # the files it was read from; none for the standard one

    @cached_property
    def dark(self) -> dict[str, str]:
        """What each light colour becomes on a dark screen; of two roles with one colour the first decides."""
        pairs = list(zip(self.colours(), self.night.colours(), strict=True))
        return dict(reversed(pairs))

    def looks(self) -> str:
        """What a drawing depends on: colours and fonts."""
        return self.model_dump_json(include={*Palette.model_fields, "fonts"})

    def disclaimer(self, language: str) -> str:
        """In the reader's language; empty where there is none."""
        return self.disclaimers.get(language, "")

    def __hash__(self) -> int:
        return hash((self.colours(), self.fonts, self.name))


@cache
def house() -> Theme:
    """The standard house style: templates/house_style.toml."""
    style = read("house_style")
    fonts = style["fonts"]
    return Theme(**style["colours"], night=Palette(**style["dark"]), fonts=fonts["screen"], word_font=fonts["word"])
