"""In which house style? As the client's own file says, else the consultant's for all clients, else the standard one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from klantlib.client.problems import Problem
from klantlib.client.style_files import logo, template
from klantlib.client.style_toml import RULES, HouseStyle
from klantlib.client.toml_files import parsed, unknown_key, validated
from klantlib.formats import together
from klantlib.languages import languages
from klantlib.texts import TEMPLATES
from klantlib.theme import Palette, Theme, house
from klantlib.theme.checks import Pair, failing
from klantlib.theme.dark import darkened
from klantlib.theme.template import lent
from klantlib.words import Words

FILE = "house_style.toml"
STANDARD = TEMPLATES / "report.docx"
# what is told of a colour that nobody chose, and for whom two colours are one (sections in templates/messages.toml)
DERIVED = {"faint": "faint_derived", "alike": "alike_derived"}
SEEN = {
    "full": "sight_full",
    "protanopia": "sight_protanopia",
    "deuteranopia": "sight_deuteranopia",
    "tritanopia": "sight_tritanopia",
}


@dataclass
class _Mix:
    """A house style in the making: the standard one, and what each file changes in it."""

    light: dict[str, Any]
    given: dict[str, Any]  # dark counterparts that somebody chose
    rest: dict[str, Any] = field(default_factory=dict)

    def add(self, style: HouseStyle) -> None:
        """Another light colour makes the dark one that was chosen for the former of no use."""
        light = style.colours.said()
        changed = {name for name, colour in light.items() if colour != self.light[name]}
        self.light |= light
        self.given = {name: dark for name, dark in self.given.items() if name not in changed} | style.dark.said()
        said = {"fonts": style.fonts.screen, "word_font": style.fonts.word, "name": style.name}
        self.rest |= {name: value for name, value in said.items() if value}
        self.rest["disclaimers"] = {**self.rest.get("disclaimers", {}), **style.disclaimer}


def house_style(client: Path, everybody: Path) -> tuple[Theme | None, list[Problem]]:
    """
    The house style of the client in the folder `client`; `everybody` is the folder that holds the clients' folders.

    None, with everything that is wrong, where a file of it cannot be used. Raises Refused for what is no TOML.
    """
    paths = [folder / FILE for folder in (everybody, client) if (folder / FILE).is_file()]
    if not paths:
        return house(), []
    mix, problems = _standard(), []
    files = [path.relative_to(everybody.parent).as_posix() for path in paths]
    for path, file in zip(paths, files, strict=True):
        problems += _added(mix, path, file)
    if unequal := list(_unequal(mix, files[-1])):
        return None, [*problems, *unequal]
    night = Palette(**darkened(mix.light, mix.given, house().night.paper))
    theme = house().model_copy(update={**mix.light, **mix.rest, "night": night, "sources": tuple(files)})
    problems += _unreadable(theme, mix.given, files[-1])
    return (None, problems) if problems else (theme, [])


def told_style(theme: Theme, language: str) -> list[str]:
    """What `klant check` says of a house style that is not the standard one."""
    words = Words("command", language)
    said = [words.say("house_style", files=together(theme.sources, language))] if theme.sources else []
    lacking = lent(theme.template, STANDARD.read_bytes()) if theme.template else ()
    return [*said, words.say("lent_styles", n=len(lacking), styles=together(lacking, language))] if lacking else said


def _standard() -> _Mix:
    names = set(Palette.model_fields)
    return _Mix(house().model_dump(include=names), house().night.model_dump())


def _added(mix: _Mix, path: Path, file: str) -> list[Problem]:
    """What one file says, put into the mix; everything that is wrong with it."""
    content = parsed(path, file, "not_toml_style")
    style, problems = validated(HouseStyle, content, file, RULES)
    if style is None:  # the rest is looked at too
        style, _ = validated(HouseStyle, _without(content, problems), file, RULES)
    problems += [
        unknown_key(file, code, languages(), f"disclaimer.{code}")
        for code in style.disclaimer
        if code not in languages()
    ]
    mix.add(style)
    for name, written, read in (("logo", style.logo, logo), ("template", style.template, template)):
        if written:
            content, found = read(path.parent, written, file)
            mix.rest[name] = content
            problems += found
    return problems


def _without(content: Mapping[str, Any], problems: list[Problem]) -> dict[str, Any]:
    """The content without the keys that are wrong."""
    wrong = {tuple(problem.column.split(".")[:2]) for problem in problems}
    kept = {key: value for key, value in content.items() if (key,) not in wrong}
    return {
        key: {name: v for name, v in value.items() if (key, name) not in wrong} if isinstance(value, Mapping) else value
        for key, value in kept.items()
    }


def _unequal(mix: _Mix, file: str) -> Iterator[Problem]:
    """A dark colour for each light one, and no more."""
    light, dark = mix.light["series"], mix.given.get("series", mix.light["series"])
    if len(light) != len(dark):
        yield Problem("unequal_series", file, column="dark.series", values={"found": len(dark), "least": len(light)})


def _unreadable(theme: Theme, given: Mapping[str, Any], file: str) -> Iterator[Problem]:
    """Every pair of colours that fails; a dark one not where it follows from the light one."""
    pairs = failing(theme)
    light = {(pair.one, pair.other) for pair in pairs}
    for pair in pairs:
        derived = pair.one.startswith("dark.") and pair.one.split(".")[1] not in given
        if not derived or (pair.one.removeprefix("dark."), pair.other.removeprefix("dark.")) not in light:
            yield _worded(pair, derived, file)


def _worded(pair: Pair, derived: bool, file: str) -> Problem:
    """Which key to change, and why."""
    kind = "alike" if pair.sight else "faint_on_white" if pair.other == "white" else "faint"
    values = {
        "other": pair.other.removeprefix("dark."),
        "beside": pair.beside,
        "found": _down(pair.found),
        "least": pair.needed,
    }
    return Problem(
        DERIVED[kind] if derived else kind,
        file,
        column=pair.one if pair.one.startswith("dark.") else f"colours.{pair.one}",
        value=pair.colour,
        expected=SEEN.get(pair.sight, ""),
        values=values,
    )


def _down(found: float) -> float:
    """Two decimals, never rounded up to what was needed."""
    return int(found * 100) / 100
