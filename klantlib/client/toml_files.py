"""Is a TOML file of the consultant's in order? Parsed, checked against a model, every mistake as a problem."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from klantlib.client import contract
from klantlib.client.problems import Problem, Refused

Model = TypeVar("Model", bound=BaseModel)
# pydantic's name of a mistake -> what was expected (section in templates/messages.toml)
EXPECTED = {
    "int": "a_whole_number", "finite": "a_whole_number", "greater": "a_whole_number", "less": "a_whole_number",
    "float": "a_fraction",
    "date": "a_toml_date", "string": "a_toml_text", "bool": "true_or_false", "literal": "one_of",
    "dict": "a_section", "model": "a_section", "tuple": "a_list", "missing": "a_value",
}  # fmt: skip


def parsed(path: Path, file: str, wrong: str = "not_toml") -> dict[str, Any]:
    """What stands in the file; Refused, under the name `file`, where it is no TOML (`wrong`: section in messages)."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (UnicodeDecodeError, OSError) as error:
        raise Refused((Problem("not_utf8", file),)) from error
    except tomllib.TOMLDecodeError as error:
        line = re.search(r"line (\d+)", str(error))
        raise Refused((Problem(wrong, file, int(line[1]) if line else None),)) from error


def validated(
    model: type[Model], content: Mapping[str, Any], file: str, rules: Mapping[str, str]
) -> tuple[Model | None, list[Problem]]:
    """
    The content as the model has it, or everything that is wrong with it.

    `rules`: for a key, or the section it is in, what our own rules expect there (section in messages.toml).
    """
    try:
        return model.model_validate(content), []
    except ValidationError as error:
        problems = [_worded(detail, model, file, rules) for detail in error.errors(include_url=False)]
        return None, sorted(problems, key=lambda problem: problem.key != "unknown_key")  # often the cause of the rest


def unknown_key(file: str, key: str, names: Collection[str], path: str) -> Problem:
    """A key that is not known there, with the nearest that is."""
    return Problem("unknown_key", file, column=path, value=key, values={"nearest": contract.nearest(key, names)})


def _worded(detail: ErrorDetails, model: type[BaseModel], file: str, rules: Mapping[str, str]) -> Problem:
    path = ".".join(str(part) if isinstance(part, str) else str(part + 1) for part in detail["loc"])
    if detail["type"] == "extra_forbidden":
        return unknown_key(file, str(detail["loc"][-1]), _siblings(model, detail["loc"]), path)
    value = "" if isinstance(detail["input"], Mapping) else str(detail["input"])
    allowed = str(detail.get("ctx", {}).get("expected", "")).replace("'", "").replace(" or ", ", ")
    key = "wrong_setting" if value else "missing_setting"
    return Problem(key, file, column=path.removeprefix("options."), value=value,
                   expected=_expected(detail["type"], path, rules), values={"allowed": allowed})  # fmt: skip


def _expected(mistake: str, path: str, rules: Mapping[str, str]) -> str:
    """What belongs there, by the place and else by the name of the mistake."""
    if path in rules and "." in path:
        return rules[path]
    if (anywhere := "*." + path.rpartition(".")[2]) in rules:
        return rules[anywhere]
    if mistake == "value_error":
        parts = path.split(".")
        sections = (".".join(parts[:length]) for length in range(len(parts), 0, -1))
        return next(rules[section] for section in sections if section in rules)
    return EXPECTED[mistake.partition("_")[0]]


def _siblings(model: Any, path: tuple[int | str, ...]) -> list[str]:
    """The keys that are known beside an unknown one."""
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
