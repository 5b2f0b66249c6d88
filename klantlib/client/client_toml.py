"""Is client.toml in order? Reads it into Settings, with every mistake in it told at once."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from klantlib.client import contract
from klantlib.client.places import SETTINGS as FILE
from klantlib.client.problems import Problem, Refused
from klantlib.client.settings import Settings
from klantlib.client.surveys.naming import english
from klantlib.client.toml_files import parsed, unknown_key, validated

BY_TABLE = ("sources", "columns", "dates", "decimals", "scales", "signs")  # their keys are tables, then columns
# sections that do not say how a file is to be read: with a mistake there the files are judged all the same
APART = ("name", "language", "consultant", "period", "amounts", "customers", "chapters", "questionnaires")
# our own rules, by the section they are in
RULES = {
    "amounts": "a_vat_rate", "amounts.vat_rate": "a_fraction",
    "currency": "a_currency", "period": "a_toml_date", "scales": "a_scale",
    "questionnaires.mail": "a_mail_address", "questionnaires.address": "a_web_address",
    "questionnaires.aspects": "short_names", "questionnaires.units": "short_names",
    "questionnaires.before": "a_toml_date",
    "sources": "a_source", "*.header": "a_place", "surveys": "a_scale",
}  # fmt: skip
# section -> the kinds of column it may speak of, and what those are called
KINDS = {
    "dates": (("date",), "columns_of_dates"),
    "decimals": (("amount", "number", "scale"), "columns_of_numbers"),
    "scales": (("scale",), "columns_of_scales"),
    "signs": (("amount",), "columns_of_amounts"),
}


def read_settings(folder: Path, stems: Collection[str]) -> Settings:
    """
    The settings in the folder's client.toml; the usual ones, with the folder's name, where there is none.

    Raises Refused with all that is unknown or of the wrong kind.
    """
    settings, problems = settled(folder, stems)
    if problems:
        raise Refused(problems, settings.language)
    return settings


def settled(folder: Path, stems: Collection[str]) -> tuple[Settings, tuple[Problem, ...]]:
    """
    The settings, and all that is unknown or of the wrong kind; that has its usual value.

    Raises Refused where the file is no TOML.
    """
    path = folder / FILE
    content, unknown = _sorted_out(parsed(path, FILE) if path.is_file() else {}, stems)
    content = {"name": folder.name, **content}
    settings, wrong = validated(Settings, content, FILE, RULES)
    if settings is None:
        settings, _ = validated(Settings, _without(content, wrong), FILE, RULES)
    return settings or Settings(name=folder.name), (*unknown, *map(_without_address, wrong))


def harmless(problem: Problem) -> bool:
    """Can a client's files be judged all the same? Not where the mistake is in what says how to read them."""
    section = problem.column.partition(".")[0]
    of_a_chapter = section not in Settings.model_fields and "." in problem.column
    return problem.file == FILE and (section in APART or of_a_chapter)


def _without(content: Mapping[str, Any], problems: Collection[Problem]) -> dict[str, Any]:
    """The content without the keys that are wrong, and without a section that is wrong as a whole."""
    wrong = {tuple(problem.column.split(".")[:2]) for problem in problems}
    options = {stem: value for stem, value in content["options"].items() if (stem,) not in wrong}
    rest = {
        key: {name: v for name, v in value.items() if (key, name) not in wrong} if isinstance(value, Mapping) else value
        for key, value in content.items() if (key,) not in wrong and key != "options"
    }  # fmt: skip
    return {**rest, "options": options}


def _without_address(problem: Problem) -> Problem:
    """What stands under [sources] is not repeated where it may hold a password."""
    secret = problem.column.startswith("sources.") and ("://" in problem.value or problem.column.endswith(".address"))
    return replace(problem, value="…") if secret and problem.value else problem


def _sorted_out(content: Mapping[str, Any], stems: Collection[str]) -> tuple[dict[str, Any], list[Problem]]:
    """Options of chapters gathered, Dutch table and column names made English; what is unknown as problems."""
    known, problems = {}, []
    options: dict[str, Any] = {}
    for key, value in content.items():
        if key in BY_TABLE and isinstance(value, Mapping):
            known[key], found = _by_table(key, value)
            problems += found
        elif key == "surveys" and isinstance(value, Mapping):
            known[key], found = english(value)
            problems += found
        elif key in Settings.model_fields and key != "options":
            known[key] = value
        elif key in stems:
            options[key] = value
        else:
            names = [*(name for name in Settings.model_fields if name != "options"), *stems]
            problems.append(unknown_key(FILE, key, names, key))
    return {**known, "options": options}, [*problems, *_unknown_skips(content, stems)]


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
