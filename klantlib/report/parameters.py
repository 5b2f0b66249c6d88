"""Are the options for a workbook known, of the right type and within bounds? Asked before any workbook starts.

A parameter's meaning may end in its bounds, both included: `top: float = 0.2  # the largest customers [0..1]`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import Any

import papermill
from pydantic import ConfigDict, TypeAdapter, ValidationError

from klantlib.chapters import stem_of, workbooks
from klantlib.words import Words

TYPES = {"bool": bool, "float": float, "int": int, "str": str}
EXPECTED = {"bool": "true_or_false", "float": "number_point", "int": "a_whole_number", "str": "a_toml_text"}
OURS = {"client", "language", "chapters"}  # filled in by the run, not by client.toml

BOUNDS = re.compile(r"\[(-?[\d.]+?)\.\.(-?[\d.]+)\]$")
FINITE = ConfigDict(allow_inf_nan=False)  # TOML knows inf and nan; no option means anything by them


def wrong_options(client: str, options: Mapping[str, Mapping[str, Any]], words: Words) -> tuple[str, ...]:
    """Every option of client.toml that its chapter does not have, or not so; of chapters that are left out too."""
    named = [(path, stem_of(path)) for path in workbooks(client)]
    return tuple(said for path, stem in named if stem in options for said in problems(path, options[stem], stem, words))


def problems(workbook: Path, options: Mapping[str, Any], section: str, words: Words) -> Iterator[str]:
    """One sentence for each option of client.toml's [section] that its workbook does not have, or not as this type."""
    known = {name: p for name, p in papermill.inspect_notebook(str(workbook)).items() if name not in OURS}
    for name, value in options.items():
        if name not in known:
            nearest = get_close_matches(name, known, 1, 0)
            key = "unknown_option" if nearest else "no_options"
            yield words.say(key, section=section, name=name, nearest="".join(nearest))
        elif not fits(value, known[name]["inferred_type_name"]):
            expected = Words("messages", words.language).say(EXPECTED[known[name]["inferred_type_name"]])
            yield words.say("wrong_option", section=section, name=name, value=str(value), expected=expected)
        elif not within(value, known[name]["help"]):
            low, high = bounds(known[name]["help"])
            yield words.say("outside_option", section=section, name=name, value=value, low=low, high=high)


def fits(value: Any, type_name: str) -> bool:
    """
    Is this value of the type that the workbook's parameter cell names? A whole number will do for a float.

    >>> fits(1, "float"), fits("1", "float"), fits(True, "int")
    (True, False, False)
    """
    try:
        TypeAdapter(TYPES.get(type_name, Any), config=FINITE).validate_python(value, strict=True)
    except ValidationError:
        return False
    return True


def bounds(meaning: str) -> tuple[float, float] | None:
    """
    The bounds at the end of a parameter's meaning, where it has any.

    >>> bounds("fraction of the customers [0..1]"), bounds("folder under client_data/")
    ((0.0, 1.0), None)
    """
    found = BOUNDS.search(meaning)
    return (float(found[1]), float(found[2])) if found else None


def within(value: Any, meaning: str) -> bool:
    """Does a value lie within the bounds of its parameter, where it has any?"""
    limits = bounds(meaning)
    return limits is None or limits[0] <= value <= limits[1]
