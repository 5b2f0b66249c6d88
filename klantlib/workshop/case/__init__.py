"""Which firm do participants work on? An invented one: a client folder made by chance, new for every number."""

from __future__ import annotations

from pathlib import Path

from klantlib.client.places import SETTINGS
from klantlib.words import Words
from klantlib.workshop import SEED
from klantlib.workshop.case import books, opinions
from klantlib.workshop.case.firm import firm
from klantlib.workshop.case.portfolio import portfolio

__all__ = ["SEED", "case_files", "write_case"]


def case_files(seed: int = SEED, language: str = "") -> dict[str, bytes]:
    """The files of the case by name, a client folder on which every command works; the same seed gives the same bytes.

    The firm is the same in every language; what is said of it is not.
    """
    words = Words("workshop_case", language) if language else Words("workshop_case")
    ours, customers = firm(seed, words), portfolio(seed, words)
    tables = {
        "customers": customers.register,
        "transactions": books.transactions(seed, customers, words.parts(ours.trade)["products"]),
        "activities": books.activities(seed, customers, words),
        "rates": books.rates(seed, words),
        "strategy": opinions.strategy(seed, customers),
        "satisfaction": opinions.satisfaction(seed, customers, words),
        "self_test": opinions.self_test(seed, words),
    }
    settings = words.say("settings", name=ours.name, trade=words.say(ours.trade, "trade"), seed=seed)
    files = {f"{name}.csv": table.to_csv(index=False, lineterminator="\n") for name, table in tables.items()}
    return {name: text.encode() for name, text in {SETTINGS: settings, **files}.items()}


def write_case(folder: Path, seed: int = SEED, language: str = "") -> None:
    """The case in this folder, which is made where it is not there."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in case_files(seed, language).items():
        (folder / name).write_bytes(content)
