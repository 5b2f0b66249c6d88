"""Which answers to our own forms lie in a client's folder? `klant answers` writes them: further rows of a table."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pandas as pd

from klantlib.client.settings import Settings
from klantlib.client.sources import ANSWERS, Delivery

TABLES = ("satisfaction", "aspects", "self_test", "employees")  # what our forms ask for
OF_FILES = ("columns", "dates", "decimals", "scales", "signs")  # what client.toml says of the client's own files

Tables = Mapping[str, pd.DataFrame]


def find_answers(folder: Path) -> tuple[Delivery, ...]:
    """The tables of answers that lie there: answers/<table>.csv."""
    places = {table: folder / ANSWERS / f"{table}.csv" for table in TABLES}
    return tuple(
        Delivery(table, path, called=f"{ANSWERS}/{path.name}") for table, path in places.items() if path.is_file()
    )


def of_our_own(settings: Settings) -> Settings:
    """The settings without what they say of the client's own files: ours have our own headings and scales."""
    return settings.model_copy(update={name: {} for name in OF_FILES})


def with_answers(tables: Tables, answers: Tables) -> dict[str, pd.DataFrame]:
    """The client's tables, the answers below their rows; both have every known column."""
    added = {name: pd.concat([tables[name], rows], ignore_index=True) if name in tables else rows
             for name, rows in answers.items()}  # fmt: skip
    return {**tables, **added}
