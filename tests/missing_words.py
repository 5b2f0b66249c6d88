"""Which texts does a language lack, or tell with other holes? `python tests/missing_words.py de` names each key.

A new language starts here: the list is what to write, key by key, beside the languages that are there. Nothing else
has to be changed.
"""

from __future__ import annotations

import string
import sys
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path

from klantlib.client.contract import NAMED_IN
from klantlib.languages import languages, usual
from klantlib.texts import TEMPLATES

TABLES = Path(__file__).parents[1] / "klantlib" / "client" / "tables.toml"
NAMES = "known_names.toml"  # beside it
Text = tuple[str, str, Mapping[str, str]]  # file, key, language -> text


def texts(templates: Path = TEMPLATES, tables: Path = TABLES) -> Iterator[Text]:
    """Everything that is said, and what a client's tables, columns and choices are called."""
    for path in sorted(templates.rglob("*.toml")):
        file = path.relative_to(templates.parent).as_posix()
        for section, parts in _toml(path).items():
            yield from ((file, f"[{section}] {part}".rstrip(), said) for part, said in _said("", parts))
    for table, section in _toml(tables).items():
        yield tables.name, f"[{table}]", _named(section)
        for column, fields in section["columns"].items():
            yield tables.name, f"[{table}] columns.{column}", _named(fields)
            for choice, words in fields.get("choices", {}).items():
                yield tables.name, f"[{table}] columns.{column}.choices.{choice}", _named(words)
    for known, names in _toml(tables.with_name(NAMES)).items():
        yield from ((NAMES, f"[{known}] {name}", _named(words)) for name, words in names.items())


def missing(language: str, said: Iterator[Text] | None = None) -> list[str]:
    """The keys that this language has no text for."""
    return [f"{file} {key}.{language}" for file, key, text in said or texts() if not text.get(language)]


def other_holes(language: str, said: Iterator[Text] | None = None) -> list[str]:
    """The texts that use other numbers and names than the usual language does: a figure that one reader misses."""
    return [
        f"{file} {key}.{language}: {', '.join(sorted(different))}"
        for file, key, text in said or texts()
        if text.get(language) and (different := holes(text[language]) ^ holes(text[usual()]))
    ]


def holes(text: str) -> set[str]:
    return {hole for _, hole, _, _ in string.Formatter().parse(text) if hole}


def _toml(path: Path) -> Mapping[str, Mapping]:
    return tomllib.loads(path.read_text(encoding="utf-8"))


def _said(where: str, found: object) -> Iterator[tuple[str, Mapping[str, str]]]:
    """The texts in a section and in all that it holds: where they stand, and their languages."""
    if _is_text(found):
        yield from _one_by_one(where, found)
    elif isinstance(found, Mapping):
        for part, inside in found.items():
            yield from _said(f"{where}.{part}".lstrip("."), inside)
    elif isinstance(found, list):
        for place, inside in enumerate(found, 1):
            yield from _said(f"{where}[{place}]", inside)


def _one_by_one(where: str, said: Mapping[str, object]) -> Iterator[tuple[str, Mapping[str, str]]]:
    """A text as it is; of lists and choices every item, which every language has as many of."""
    if all(isinstance(text, str) for text in said.values()):
        yield where, said
        return
    items = {language: dict(_items(text)) for language, text in said.items()}
    for place in dict.fromkeys(place for of_language in items.values() for place in of_language):
        yield f"{where}[{place}]", {language: texts.get(place, "") for language, texts in items.items()}


def _items(text: object) -> Iterator[tuple[object, str]]:
    """Each item of a list by its number, each of a table by its key; a list in a table is one text."""
    pairs = text.items() if isinstance(text, Mapping) else enumerate(text, 1)
    return ((place, item if isinstance(item, str) else " / ".join(item)) for place, item in pairs)


def _is_text(said: object) -> bool:
    """Some parts are no texts: the house style, the tables a chapter uses."""
    return isinstance(said, Mapping) and any(language in said for language in languages())


def _named(fields: Mapping) -> Mapping[str, str]:
    """The words of a table or column; what the code calls it is the word in its own language."""
    return {NAMED_IN: "-", **{name: word for name, word in fields.items() if isinstance(word, str)}}


if __name__ == "__main__":
    for asked in sys.argv[1:] or languages():
        found = [*missing(asked), *other_holes(asked)]
        print("\n".join([*found, f"{asked}: {len(found)} to write or mend"]))
