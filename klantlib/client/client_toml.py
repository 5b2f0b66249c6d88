"""Is client.toml in order? Reads it into Settings, with every mistake in it told at once."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from klantlib.client import contract
from klantlib.client.places import SETTINGS as FILE
from klantlib.client.problems import Problem, Refused
from klantlib.client.settings import Settings
from klantlib.words import LANGUAGES

BY_TABLE = ("sources", "columns", "dates", "decimals", "scales")  # sections whose keys are tables, then columns
# pydantic's name of a mistake -> what was expected (section in templates/messages.toml)
EXPECTED = {
    "int": "a_whole_number", "finite": "a_whole_number", "greater": "a_whole_number", "less": "a_whole_number",
    "float": "a_fraction",
    "date": "a_toml_date", "string": "a_toml_text", "bool": "true_or_false", "literal": "one_of",
    "dict": "a_section", "model": "a_section", "tuple": "a_list", "missing": "a_value",
}  # fmt: skip
# our own rules, by the section they are in
RULES = {"amounts": "a_vat_rate", "currency": "a_currency", "period": "a_toml_date", "scales": "a_scale"}
# section -> the kinds of column it may speak of, and what those are called
KINDS = {
    "dates": (("date",), "columns_of_dates"),
    "decimals": (("amount", "number", "scale"), "columns_of_numbers"),
    "scales": (("scale",), "columns_of_scales"),
}


def read_settings(folder: Path, stems: Collection[str]) -> Settings:
    """
    The settings in the folder's client.toml; the usual ones, with the folder's name, where there is none.

    Raises Refused with all that is unknown or of the wrong kind.
    """
    path = folder / FILE
    content = _parsed(path) if path.is_file() else {}
    language = content.get("language") if content.get("language") in LANGUAGES else LANGUAGES[0]
    content, unknown = _sorted_out(content, stems)
    settings, wrong = _validated({"name": folder.name, **content})
    problems = (*unknown, *wrong)
    if settings is None or problems:
        raise Refused(problems, language)
    return settings


def _parsed(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (UnicodeDecodeError, OSError) as error:
        raise Refused((Problem("not_utf8", FILE),)) from error
    except tomllib.TOMLDecodeError as error:
        line = re.search(r"line (\d+)", str(error))
        raise Refused((Problem("not_toml", FILE, int(line[1]) if line else None),)) from error


def _sorted_out(content: Mapping[str, Any], stems: Collection[str]) -> tuple[dict[str, Any], list[Problem]]:
    """Options of chapters gathered, Dutch table and column names made English; what is unknown as problems."""
    known, problems = {}, []
    options: dict[str, Any] = {}
    for key, value in content.items():
        if key in BY_TABLE and isinstance(value, Mapping):
            known[key], found = _by_table(key, value)
            problems += found
        elif key in Settings.model_fields and key != "options":
            known[key] = value
        elif key in stems:
            options[key] = value
        else:
            names = [*(name for name in Settings.model_fields if name != "options"), *stems]
            problems.append(_unknown(key, names, key))
    return {**known, "options": options}, [*problems, *_unknown_skips(content, stems)]


def _unknown(key: str, names: Collection[str], path: str) -> Problem:
    return Problem("unknown_key", FILE, column=path, value=key, values={"nearest": contract.nearest(key, names)})


def _unknown_skips(content: Mapping[str, Any], stems: Collection[str]) -> Iterator[Problem]:
    chapters = content.get("chapters")
    skip = chapters.get("skip") if isinstance(chapters, Mapping) else None
    for stem in skip if isinstance(skip, list) else []:
        if isinstance(stem, str) and stem not in stems:
            yield Problem("unknown_chapter", FILE, column="chapters.skip", value=stem,
                          values={"nearest": contract.nearest(stem, stems)})  # fmt: skip


def _by_table(section: str, content: Mapping[str, Any]) -> tuple[dict[str, Any], list[Problem]]:
    known, problems = {}, []
    for key, value in content.items():
        table = contract.table_named(key)
        if table is None:
            nearest = contract.nearest_name(key)
            problems.append(
                Problem("unknown_key", FILE, column=f"{section}.{key}", value=key, values={"nearest": nearest})
            )
        elif section != "sources" and isinstance(value, Mapping):
            known[table], found = _by_column(section, table, value)
            problems += found
        else:
            known[table] = value
    return known, problems


def _by_column(section: str, table: str, content: Mapping[str, Any]) -> tuple[dict[str, Any], list[Problem]]:
    names = {key: contract.column_named(table, key) for key in content}
    known = {name: content[key] for key, name in names.items() if name}
    problems = [
        Problem("unknown_key", FILE, column=f"{section}.{table}.{key}", value=key,
                values={"nearest": contract.nearest_name(key, table)})
        for key, name in names.items() if name is None
    ]  # fmt: skip
    return known, [*problems, *_of_another_kind(section, table, known)]


def _of_another_kind(section: str, table: str, columns: Collection[str]) -> Iterator[Problem]:
    kinds, expected = KINDS.get(section, ((), ""))
    for name in columns:
        if kinds and contract.tables()[table].columns[name].kind not in kinds:
            path = f"{section}.{table}.{name}"
            yield Problem("not_for_column", FILE, column=path, expected=expected, values={"section": section})


def _validated(content: Mapping[str, Any]) -> tuple[Settings | None, list[Problem]]:
    try:
        return Settings.model_validate(content), []
    except ValidationError as error:
        problems = [_worded(detail) for detail in error.errors(include_url=False)]
        return None, sorted(problems, key=lambda problem: problem.key != "unknown_key")  # often the cause of the rest


def _worded(detail: ErrorDetails) -> Problem:
    path = ".".join(str(part) if isinstance(part, str) else str(part + 1) for part in detail["loc"])
    if detail["type"] == "extra_forbidden":
        return _unknown(str(detail["loc"][-1]), _siblings(detail["loc"]), path)
    value = "" if isinstance(detail["input"], Mapping) else str(detail["input"])
    allowed = str(detail.get("ctx", {}).get("expected", "")).replace("'", "").replace(" or ", ", ")
    key = "wrong_setting" if value else "missing_setting"
    return Problem(key, FILE, column=path.removeprefix("options."), value=value, expected=_expected(detail, path),
                   values={"allowed": allowed})  # fmt: skip


def _expected(detail: ErrorDetails, path: str) -> str:
    """What belongs there, by the name of the mistake."""
    if detail["type"] == "value_error":
        return RULES[str(detail["loc"][0])]
    if path == "amounts.vat_rate":
        return "a_fraction"
    return EXPECTED[detail["type"].partition("_")[0]]


def _siblings(path: tuple[int | str, ...]) -> list[str]:
    """The keys that are known beside an unknown one."""
    model: Any = Settings
    for part in path[:-1]:
        if isinstance(part, str) and isinstance(model, type) and part in model.model_fields:
            model = _model_within(model.model_fields[part].annotation) or model
    return list(model.model_fields)


def _model_within(annotation: Any) -> type[BaseModel] | None:
    """The section that a field holds, itself or in a list or dict."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    inner = (_model_within(part) for part in getattr(annotation, "__args__", ()))
    return next((model for model in inner if model), None)
