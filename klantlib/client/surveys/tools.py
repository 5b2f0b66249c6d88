"""Which tool made an export, and which of its columns are no questions but the tool's own, or say who answered?"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from klantlib.client.contract import plain_name

PERSONAL = "personal"  # the section of tools.toml that is no tool


@dataclass(frozen=True)
class Tool:
    """A survey tool, as its exports show it."""

    name: str
    date: tuple[str, ...]  # headings of the day on which it was answered
    id: tuple[str, ...]
    own: tuple[str, ...]  # headings that the tool adds
    marks: tuple[tuple[str, ...], ...]  # an export has one heading of each
    unfinished: bool  # a row without a date was not finished
    never: str = ""  # the day that stands for no day

    def made(self, headings: Sequence[str]) -> bool:
        """Is this an export of it? A tool without marks of its own is known by its first heading."""
        there = [plain(text) for text in headings]
        if not self.marks:
            return bool(there) and there[0] in _plain(self.date)
        return all(_plain(group) & set(there) for group in (self.date, *self.marks))

    @property
    def headings(self) -> frozenset[str]:
        """All that the tool writes itself, plain."""
        return _plain([*self.date, *self.id, *self.own, *(text for group in self.marks for text in group)])


@cache
def tools() -> Mapping[str, Tool]:
    """Every tool that is known."""
    return {key: _tool(dict(fields)) for key, fields in _read().items() if key != PERSONAL}


def tool_of(headings: Sequence[str]) -> Tool | None:
    """The tool that made an export with these headings; None where it is none that is known."""
    return next((tool for tool in tools().values() if tool.made(headings)), None)


def personal(heading: str) -> bool:
    """
    Does a column say who answered?

    >>> personal("E-mailadres"), personal("Wat is uw naam?"), personal("Naam van het product")
    (True, True, False)
    """
    listed = _read()[PERSONAL]
    return plain(heading) in _plain(listed["is"]) or any(part in heading.casefold() for part in listed["has"])


def plain(heading: str) -> str:
    """
    A heading without what programs vary: case, spaces, punctuation.

    >>> plain("Submit Date (UTC)"), plain(" # ")
    ('submitdateutc', '#')
    """
    return plain_name(heading) or heading.strip()


@cache
def _read() -> Mapping[str, Any]:
    return tomllib.loads((Path(__file__).parent / "tools.toml").read_text(encoding="utf-8"))


def _tool(fields: dict[str, Any]) -> Tool:
    marks = tuple(map(tuple, fields.pop("marks")))
    lists = {name: tuple(value) if isinstance(value, list) else value for name, value in fields.items()}
    return Tool(marks=marks, **lists)


def _plain(headings: Iterable[str]) -> frozenset[str]:
    return frozenset(map(plain, headings))
