"""Which surveys does client.toml name, and what does it say of them? Tables and columns in any of our languages."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from klantlib.client import contract
from klantlib.client.problems import Problem
from klantlib.client.toml_files import unknown_key

TABLES = ("satisfaction", "aspects", "self_test")  # what surveys become
COMMON = ("customer_id", "date", "respondent", "role")  # columns that say whose answer it is, and when
PLAIN = ("file", "sheet", "answers", "scales", "list")  # keys that are the same in every language
FILE = "client.toml"


def english(surveys: Mapping[str, Any]) -> tuple[dict[str, Any], list[Problem]]:
    """[surveys] as `Settings` has it, and every key in it that is not known."""
    problems: list[Problem] = []
    return {name: _survey(f"surveys.{name}", content, problems) for name, content in surveys.items()}, problems


def column_anywhere(text: str) -> str | None:
    """A column of one of the tables that surveys become, by what it is called in any language."""
    return next((name for table in TABLES if (name := contract.column_named(table, text))), None)


def _survey(path: str, content: Any, problems: list[Problem]) -> Any:
    if not isinstance(content, Mapping):
        return content  # refused by its type
    known: dict[str, Any] = {}
    for key, value in content.items():
        table, column = contract.table_named(key), column_anywhere(key)
        if key in PLAIN:
            known[key] = _plain(key, f"{path}.{key}", value, problems)
        elif table in TABLES:
            known[table] = _table(table, f"{path}.{key}", value, problems)
        elif column == "date" and isinstance(value, date):
            known["day"] = value
        elif column in COMMON:
            known.setdefault("columns", {})[column] = value
        else:
            problems.append(unknown_key(FILE, key, [*PLAIN, *_spoken(COMMON)], f"{path}.{key}"))
    return known


def _plain(key: str, path: str, value: Any, problems: list[Problem]) -> Any:
    if key not in ("scales", "list") or not isinstance(value, Mapping):
        return value
    names = {word: column_anywhere(word) for word in value}
    if key == "list":
        names = {word: name if name == "customer_id" else word for word, name in names.items()}
        return {name: value[word] for word, name in names.items()}
    problems += [unknown_key(FILE, word, _spoken(), f"{path}.{word}") for word, name in names.items() if name is None]
    return {name: value[word] for word, name in names.items() if name}


def _table(table: str, path: str, value: Any, problems: list[Problem]) -> Any:
    if not isinstance(value, Mapping):
        return value
    if table == "aspects":
        return {aspect: _columns(table, f"{path}.{aspect}", asked, problems) for aspect, asked in value.items()}
    return _columns(table, path, value, problems)


def _columns(table: str, path: str, value: Any, problems: list[Problem]) -> Any:
    if not isinstance(value, Mapping):
        return value
    names = {word: contract.column_named(table, word) for word in value}
    for word in (word for word, name in names.items() if name is None or name in COMMON):
        nearest = contract.nearest_name(word, table)
        problems.append(Problem("unknown_key", FILE, column=f"{path}.{word}", value=word, values={"nearest": nearest}))
    return {name: value[word] for word, name in names.items() if name and name not in COMMON and value[word] != ""}


def _spoken(columns: tuple[str, ...] = ()) -> list[str]:
    """These columns, else all, as they may be called."""
    known = {name: column for table in TABLES for name, column in contract.tables()[table].columns.items()}
    return [word for name, column in known.items() if not columns or name in columns for word in column.words.values()]
