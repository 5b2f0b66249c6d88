"""What may stand in a house_style.toml? Typed; only what differs from the standard style."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import AfterValidator, Field, field_validator

from klantlib.client.settings import Section
from klantlib.languages import languages
from klantlib.theme.palette import Colour, Font, Series

LONGEST_LINE, LONGEST_TEXT = 100, 2000  # characters: a name on the cover, a disclaimer on half a page
# key, or the section it is in -> what is expected there (section in templates/messages.toml)
RULES = {
    **dict.fromkeys(("name", "logo", "template"), "a_line"),
    **dict.fromkeys(("colours", "dark"), "a_colour"),
    **dict.fromkeys(("colours.series", "dark.series"), "colours_of_groups"),
    "disclaimer": "a_disclaimer",
    "fonts": "a_font",
}


def _line(text: str) -> str:
    if not text.isprintable() or len(text) > LONGEST_LINE:
        raise ValueError("line")
    return text.strip()


Line = Annotated[str, AfterValidator(_line)]


class Colours(Section):
    """As in Palette; what is not said is None."""

    ink: Colour | None = None
    muted: Colour | None = None
    paper: Colour | None = None
    band: Colour | None = None
    line: Colour | None = None
    accent: Colour | None = None
    good: Colour | None = None
    bad: Colour | None = None
    series: Series | None = None

    def said(self) -> dict[str, Any]:
        return self.model_dump(exclude_none=True)


class Fonts(Section):
    screen: tuple[Font, ...] = ()
    word: Font | None = None


class HouseStyle(Section):
    """A house_style.toml as it stands: only what differs."""

    name: Line = ""
    logo: Line = ""
    template: Line = ""
    disclaimer: Mapping[str, str] = Field(default_factory=dict)  # language -> text
    colours: Colours = Colours()
    dark: Colours = Colours()
    fonts: Fonts = Fonts()

    @field_validator("disclaimer", mode="before")
    @classmethod
    def in_every_language(cls, text: Any) -> Any:
        return dict.fromkeys(languages(), text) if isinstance(text, str) else text

    @field_validator("disclaimer")
    @classmethod
    def of_some_length(cls, texts: Mapping[str, str]) -> Mapping[str, str]:
        if any(len(text) > LONGEST_TEXT for text in texts.values()):
            raise ValueError("disclaimer")
        return texts
