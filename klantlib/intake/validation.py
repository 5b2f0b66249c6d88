"""What may be typed in a cell of the fill-in book? Drop-downs, bounds, and a word of help where the cursor stands."""

from __future__ import annotations

from typing import Any

from klantlib.client.contract import Column
from klantlib.client.dates import FIRST, LAST
from klantlib.client.values import LARGEST, YEARS
from klantlib.intake.asked import explained
from klantlib.words import Words

TITLE, MESSAGE = 32, 255  # signs that a spreadsheet shows
ANSWERS = ["A", "B", "C", "D", "?"]


def validation(table: str, column: Column, words: Words) -> dict[str, Any]:
    """
    The rule of a column, as XlsxWriter takes it: what our reader refuses is refused at the cell.

    A scale only warns: a client may have asked another, and client.toml says so. So do texts with known names: a
    client may have names of its own.
    """
    said = explained(table, column, words)
    told = {
        "input_title": column.words[words.language][:TITLE],
        "input_message": said[:MESSAGE],
        "error_title": words.say("hint", "wrong")[:TITLE],
        "error_message": said[:MESSAGE],
        "error_type": "warning" if column.kind == "scale" or column.names_known else "stop",
    }
    return {**_rule(column, words), **told}


def _rule(column: Column, words: Words) -> dict[str, Any]:
    match column.kind:
        case "date":
            return {"validate": "date", **_between(FIRST.to_pydatetime(), LAST.to_pydatetime())}
        case "scale":
            return {"validate": "decimal", **_between(column.low, column.high)}
        case "number" if column.above is not None:
            return {"validate": "decimal", "criteria": ">", "value": column.above}
        case "amount" | "number":
            return {"validate": "decimal", **_between(-LARGEST if column.low is None else column.low, LARGEST)}
        case "year":
            return {"validate": "integer", **_between(*YEARS)}
        case "yes_no":
            return {"validate": "list", "source": [words.say("hint", answer) for answer in ("yes", "no")]}
        case "text" if not column.choices:
            return {"validate": "any"}
        case "choice" | "text":
            return {"validate": "list", "source": [spoken[words.language] for spoken in column.choices.values()]}
        case "answer":
            return {"validate": "list", "source": ANSWERS}
    return {"validate": "any"}


def _between(low: Any, high: Any) -> dict[str, Any]:
    return {"criteria": "between", "minimum": low, "maximum": high}
