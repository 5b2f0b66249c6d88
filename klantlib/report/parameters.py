"""Are the options for a workbook known and of the right type? Asked before any workbook starts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import Any

import papermill
from pydantic import TypeAdapter, ValidationError

from klantlib.words import Words

TYPES = {"bool": bool, "float": float, "int": int, "str": str}
OURS = {"client", "language", "chapters"}  # filled in by the run, not by client.toml


def problems(workbook: Path, options: Mapping[str, Any], section: str, words: Words) -> Iterator[str]:
    """One sentence for each option of client.toml's [section] that its workbook does not have, or not as this type."""
    known = {name: p for name, p in papermill.inspect_notebook(str(workbook)).items() if name not in OURS}
    for name, value in options.items():
        if name not in known:
            nearest = get_close_matches(name, known, 1, 0) or [""]
            yield words.say("unknown_option", section=section, name=name, nearest=nearest[0])
        elif not fits(value, known[name]["inferred_type_name"]):
            yield words.say(
                "wrong_option", section=section, name=name, value=value, expected=known[name]["inferred_type_name"]
            )


def fits(value: Any, type_name: str) -> bool:
    """
    Is this value of the type that the workbook's parameter cell names? A whole number will do for a float.

    >>> fits(1, "float"), fits("1", "float"), fits(True, "int")
    (True, False, False)
    """
    try:
        TypeAdapter(TYPES.get(type_name, Any)).validate_python(value, strict=True)
    except ValidationError:
        return False
    return True
