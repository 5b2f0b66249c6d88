"""Which customer has which token? A survey by name knows its customer by eight signs that were drawn by lot."""

from __future__ import annotations

import csv
import io
import secrets
from collections.abc import Iterable, Mapping
from pathlib import Path

from klantlib.client.problems import Problem, Refused
from klantlib.questionnaire.codes import SIGNS
from klantlib.questionnaire.keeping import FOLDER, put
from klantlib.questionnaire.sheets import TOKEN

FILE = "tokens.csv"
SHOWN = f"{FOLDER}/{FILE}"
HEADINGS = ("customer_id", "token")
LENGTH = 8  # one in 31^8 = 850 thousand million: nobody guesses a customer's


def drawn() -> str:
    """A new token."""
    return "".join(secrets.choice(SIGNS) for _ in range(LENGTH))


def tokens(client: Path) -> dict[str, str]:
    """
    Customer number -> token, as kept in the client's folder; nothing where none were given out.

    Raises Refused, with the row, where a person damaged the file: a token that is lost is an answer that is lost.
    """
    path = client / FOLDER / FILE
    if not path.is_file():
        return {}
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise Refused((Problem("tokens_damaged", SHOWN),)) from error
    rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text)))
    wrong = [number for number, row in enumerate(rows[1:], start=2) if row and not _good(row)]
    taken = [row[1].strip() for row in rows[1:] if row and _good(row)]
    if tuple(rows[:1] and rows[0][:2]) != HEADINGS or wrong or len(set(taken)) < len(taken):
        raise Refused((Problem("tokens_damaged", SHOWN, wrong[0] if wrong else None),))
    return {row[0].strip(): row[1].strip() for row in rows[1:] if row}


def with_new(known: Mapping[str, str], customers: Iterable[str]) -> dict[str, str]:
    """The tokens there are, and a new one for every customer that has none."""
    found, used = dict(known), set(known.values())
    for customer in customers:
        while customer not in found:
            token = drawn()
            found |= {} if token in used else {customer: token}
            used.add(token)
    return found


def keep(client: Path, tokens: Mapping[str, str]) -> None:
    """Written in the order in which they were given out."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerows([HEADINGS, *tokens.items()])
    put(client / FOLDER / FILE, text.getvalue().encode())


def _good(row: list[str]) -> bool:
    return len(row) >= len(HEADINGS) and bool(row[0].strip()) and TOKEN.fullmatch(row[1].strip()) is not None


def _delimiter(text: str) -> str:
    """A comma, or what a spreadsheet made of it."""
    first = text.partition("\n")[0]
    return next((sign for sign in (";", "\t") if sign in first), ",")
