"""Which chapters can this client have, and what does each of the others lack? The folder of workbooks is the list."""

from __future__ import annotations

import importlib
import importlib.util
import re
from collections.abc import Callable, Collection
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from klantlib.client import Client, contract
from klantlib.client.places import WORKBOOKS, clients_folder
from klantlib.formats import together
from klantlib.texts import TEMPLATES
from klantlib.words import Words

NAME = re.compile(r"(?P<number>\d\d)_(?P<stem>[a-z][a-z0-9_]*)\.ipynb")
CHAPTERS = "chapters"  # in an analysis' NEEDS: it reads what the other chapters found, so it runs after them
SURVEYS = {"satisfaction", "aspects"}  # the latest answer counts, also one of before the period
SHEETS = {"self_test"}  # filled in during the assignment, which may be after the period


@dataclass(frozen=True)
class Plan:
    """A workbook that this client's report would like to have."""

    stem: str
    workbook: Path  # the two digits of its name are its place in the report
    missing: tuple[str, ...]  # the tables for want of which it is left out; "a|b" = either would do
    last: bool  # runs after the others, on what they found
    frame: bool  # rests on no table of its own, so it belongs to every report


def plans(data: Client) -> list[Plan]:
    """Every workbook in reading order; a client's own copy goes before the standard one."""
    return plans_of(data.id, data.settings.chapters.skip, lambda table: _there(table, data))


def plans_of(client: str, skip: Collection[str], there: Callable[[str], bool]) -> list[Plan]:
    """The plans of a client of whom it is known which tables are there."""
    return [_plan(path, there) for path in workbooks(client) if stem_of(path) not in skip]


def workbooks(client: str = "") -> list[Path]:
    """The standard workbooks, and in their stead a client's own, by number."""
    own = clients_folder() / client / "workbooks" if client else WORKBOOKS
    chosen = {stem_of(path): path for folder in (WORKBOOKS, own) for path in folder.glob("*.ipynb") if named(path)}
    return sorted(chosen.values(), key=lambda path: path.name)


def named(path: Path) -> bool:
    return NAME.fullmatch(path.name) is not None


def stem_of(path: Path) -> str:
    """10_self_test.ipynb -> self_test"""
    return path.stem.partition("_")[2]


def name_of(stem: str, language: str) -> str:
    """A chapter as the reader knows it; one of a consultant's own making is called after its file."""
    ours = (TEMPLATES / "advice" / f"{stem}.toml").is_file()
    return Words(f"advice/{stem}", language).say("chapter", "name") if ours else stem


def told_left_out(plan: Plan, language: str) -> str:
    """Which chapter is left out, and the tables it needs."""
    tables = together(contract.needed(plan.missing, language), language)
    return Words("command", language).say("left_out", name=name_of(plan.stem, language), tables=tables)


def _plan(path: Path, there: Callable[[str], bool]) -> Plan:
    needs = needs_of(stem_of(path))
    tables = tuple(need for need in needs if need != CHAPTERS)
    missing = tuple(need for need in tables if not any(map(there, need.split("|"))))
    return Plan(stem_of(path), path, missing, last=CHAPTERS in needs, frame=not tables)


def needs_of(stem: str) -> tuple[str, ...]:
    """The tables an analysis needs; none for a workbook of a consultant's own making."""
    name = f"klantlib.analyses.{stem}"
    return importlib.import_module(name).NEEDS if importlib.util.find_spec(name) else ()


def rows_of(data: Client, table: str) -> pd.DataFrame:
    """The rows of a table that chapters use: of the period; answers up to its end; sheets whatever their day."""
    rows = data.all if table in SHEETS else data.until if table in SURVEYS else data.__getitem__
    return rows(table)


def _there(table: str, data: Client) -> bool:
    return not rows_of(data, table).empty
