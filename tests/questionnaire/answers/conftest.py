"""A small client that handed out every questionnaire, and answers to them."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import pytest

from klantlib.client.opening import settings_of
from klantlib.questionnaire import editions, tokens
from klantlib.questionnaire.answers.taking import Taken, take
from klantlib.questionnaire.codes import write_code
from klantlib.questionnaire.definition import form
from klantlib.questionnaire.inviting import asked
from klantlib.questionnaire.sheets import Sheet

TODAY = date(2026, 11, 24)
CUSTOMERS = "klantnummer;naam;email\n00042;De Linde;linde@example.org\n7;=Visser;\n8;Bos & Zn;bos@example.org\n"
TOKENS = {"00042": "7XKQ29PM", "7": "AAAA2222", "8": "BBBB3333"}
SETTINGS = (
    'name = "Jansen BV"\nconsultant = "Bureau"\n[questionnaires]\nask_role = true\naspects = ["Levering", "Prijs"]\n'
)


@pytest.fixture
def client(tmp_path: Path) -> Path:
    """The folder of client "proef", which handed out all three questionnaires."""
    folder = tmp_path / "client_data" / "proef"
    folder.mkdir(parents=True)
    (folder / "client.toml").write_text(SETTINGS, encoding="utf-8")
    (folder / "klanten.csv").write_text(CUSTOMERS, encoding="utf-8")
    tokens.keep(folder, TOKENS)
    own = asked(settings_of("proef", folder.parent), ["Zwolle", "Breda"])
    for kind in ("self_test", "satisfaction", "awareness"):
        editions.keep(folder, form(kind, "nl", own))
    return folder


@pytest.fixture
def taken(client):
    """A function that takes in what it is given, on a day."""

    def take_in(*arguments, today: date = TODAY) -> Taken:
        return take("proef", [str(argument) for argument in arguments], client.parent, today)

    return take_in


@pytest.fixture
def sheet(client):
    """A function that fills in a questionnaire of this client: its kind, id, day and answers."""
    own = asked(settings_of("proef", client.parent), ["Zwolle", "Breda"])

    def filled_in(kind: str, id: str, day: str = "2026-11-22", **answers: str) -> Sheet:
        asks = form(kind, "nl", own)
        return Sheet(kind=kind, edition=asks.edition, language="nl", day=day, id=id, answers=answers)

    return filled_in


@pytest.fixture
def self_test(sheet):
    """A function that answers the self-test: six letters, by lot."""

    def answered(letters: str, chance: int = 1, day: str = "2026-11-22", **role: str) -> Sheet:
        said = {f"q{number}": letter for number, letter in enumerate(letters, start=1)}
        return sheet("self_test", write_code(letters, 1, chance), day, **said, **role)

    return answered


def rows(client: Path, table: str) -> list[dict[str, str]]:
    """The rows of a table of answers, as they stand in the file."""
    path = client / "answers" / f"{table}.csv"
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file, delimiter=";"))


def files(client: Path, kept: str) -> list[str]:
    """The names of what lies in received, earlier or refused."""
    return sorted(path.name for path in (client / "answers" / kept).glob("*"))
