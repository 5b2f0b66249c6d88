"""Which question is probably which column? What klant check proposes; the consultant decides."""

from __future__ import annotations

import math
import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd

from klantlib.client import contract
from klantlib.client.cells import written
from klantlib.client.surveys.exports import Export
from klantlib.client.surveys.naming import COMMON
from klantlib.client.surveys.options import STATEMENTS, lettered, options
from klantlib.client.surveys.words import as_numbers, letters

ITEM = re.compile(
    r"(?P<question>.+?)\s*(?:\[(?P<bracket>[^\[\]]+)\]|[:>–—]\s*(?P<behind>[^:>?\[\]]+)|\s-\s(?P<dash>[^?\[\]]+))\s*"
)
TEN = 10  # a mark out of ten, where the column has five


@dataclass(eq=False)
class Suggested:
    """What looks like what, by the tables that surveys become."""

    common: dict[str, str] = field(default_factory=dict)  # customer_id, date, role -> heading
    satisfaction: dict[str, str] = field(default_factory=dict)
    aspects: dict[str, dict[str, str]] = field(default_factory=dict)
    self_test: dict[str, str] = field(default_factory=dict)
    scales: dict[str, str] = field(default_factory=dict)
    rest: list[str] = field(default_factory=list)  # questions that look like nothing


def suggested(export: Export) -> Suggested:
    """What each question is likely to be; each is used once."""
    found = Suggested()
    questions = list(export.questions)
    found.common = {"date": export.date} if export.date else {}
    found.self_test = _statements(export, questions)
    questions = [text for text in questions if text not in found.self_test.values()]
    found.aspects = _aspects(questions)
    used = {text for asked in found.aspects.values() for text in asked.values()}
    questions = [text for text in questions if text not in used]
    for column, heading in _columns(questions).items():
        (found.common if column in COMMON else found.satisfaction).setdefault(column, heading)
    taken = {*found.common.values(), *found.satisfaction.values()}
    found.rest = [text for text in questions if text not in taken]
    found.scales = _scales(export, found)
    return found


def _columns(questions: Sequence[str]) -> dict[str, str]:
    """Column -> question, first those that are called like the column, then those that have its words."""
    named = {text: contract.column_named("satisfaction", text) for text in questions}
    exact = {name: text for text, name in named.items() if name and name not in ("respondent", "date")}
    likely = dict(exact)
    for column, spoken in _hints("columns").items():
        left = [text for text in questions if text not in likely.values()]
        found = next((text for hint in spoken for text in left if hint in text.casefold()), None)
        if found:
            likely.setdefault(column, found)
    return likely


def _aspects(questions: Sequence[str]) -> dict[str, dict[str, str]]:
    """Aspect -> column -> question, of questions that are asked of several things: "Hoe belangrijk is ... [prijs]"."""
    aspects: dict[str, dict[str, str]] = {}
    for text in questions:
        if not (split := ITEM.fullmatch(text)):
            continue
        item = next(filter(None, (split["bracket"], split["behind"], split["dash"]))).strip()
        asked = split["question"].casefold()
        for column, spoken in _hints("aspects").items():
            if any(hint in asked for hint in spoken):
                aspects.setdefault(item, {}).setdefault(column, text)
                break
    return {item: asked for item, asked in aspects.items() if len(asked) == len(_hints("aspects"))}


def _statements(export: Export, questions: Sequence[str]) -> dict[str, str]:
    """The six statements of the self-test, where six questions are answered A to D or with the texts of the options."""
    named = {contract.column_named("self_test", text): text for text in questions}
    fit = [text for text in questions if _lettered(export.cells[text])]
    if set(STATEMENTS) <= named.keys() and all(named[statement] in fit for statement in STATEMENTS):
        return {statement: named[statement] for statement in STATEMENTS}
    return dict(zip(STATEMENTS, fit, strict=True)) if len(fit) == len(STATEMENTS) else {}


def _lettered(cells: pd.Series) -> bool:
    every = {text: letter for statement in STATEMENTS for text, letter in options(statement).items()}
    said = letters(cells, every, {}).dropna()
    return len(said) > 0 and said.map(lambda answer: lettered(written(answer))).all()


def _scales(export: Export, found: Suggested) -> dict[str, str]:
    """Columns that were asked on another scale than ours: a mark out of ten where five is the most."""
    asked = dict(found.satisfaction)
    for questions in found.aspects.values():
        asked |= questions
    scales = {}
    for name, text in asked.items():
        column = _column(name)
        highest, lowest = _extremes(export.cells[text])
        if column.kind == "scale" and column.high is not None and column.high < highest <= TEN:
            scales[name] = f"{0 if lowest == 0 else 1}-{TEN}"
    return scales


def _extremes(cells: pd.Series) -> tuple[float, float]:
    numbers = pd.to_numeric(as_numbers(cells, math.nan, TEN, {}).cells, errors="coerce")  # words are no numbers here
    return (float(numbers.max()), float(numbers.min())) if numbers.notna().any() else (0.0, 0.0)


def _column(name: str) -> contract.Column:
    return next(columns[name] for table in ("satisfaction", "aspects")
                if name in (columns := contract.tables()[table].columns))  # fmt: skip


@cache
def _hints(section: str) -> Mapping[str, list[str]]:
    """Column -> what its question may say, in any language, the surest first."""
    read: Mapping[str, Any] = tomllib.loads((Path(__file__).parent / "questions.toml").read_text(encoding="utf-8"))
    return {name: [hint for hints in spoken.values() for hint in hints] for name, spoken in read[section].items()}
