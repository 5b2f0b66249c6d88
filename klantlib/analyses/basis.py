"""On what does this report rest?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from klantlib.blocks import Block, Heading, Table, Text
from klantlib.measures.sources import Source
from klantlib.stories.ledger import Ledger, ledger_blocks, ledger_figures

NEEDS = ()
GLOSSARY = (
    "cost_to_serve",
    "whale_curve",
    "margin",
    "profit_contribution",
    "attention",
    "energy_drain",
    "overlooked",
    "concentration",
    "gini",
    "interval",
    "median",
    "loyalty",
    "strategic",
    "significant",
    "unallocated",
    "unused_capacity",
    "key_account",
    "future_key_account",
    "nps",
    "drying_up",
    "retention",
    "customer_value",
    "break_even",
)


@dataclass(frozen=True, eq=False)
class Basis:
    start: date  # of the reporting period
    end: date
    sources: tuple[Source, ...]  # in the order in which they were read
    remarks: tuple[str, ...]  # what was kept and reported, a sentence each
    left_out: Mapping[str, str]  # chapter -> the tables it needs, in words
    ledger: Ledger | None = None  # the reconciliation of the auditfile, where there is one

    def blocks(self) -> list[Block]:
        period = {"start": self.start, "end": self.end}
        return [
            Heading("headline", {"sources": self._files(), "rows": self._rows("rows_read")}, level=1),
            Text("question"),
            Heading("how"),
            Text("period", period),
            Text("profit"),
            Text("rounding"),
            Heading("data"),
            Text("files"),
            self._data(),
            *ledger_blocks(self.ledger),
            Heading("kept"),
            *self._kept(),
            Heading("chapters_left_out"),
            *self._chapters_left_out(),
            Heading("words"),
            Text("terms_used"),
            Table("glossary", {"word": "term", "meaning": "term"}, [(w, f"{w}_meaning") for w in GLOSSARY]),
        ]

    def actions(self) -> list:
        return []

    def per_customer(self) -> None:
        return None

    def figures(self) -> dict[str, Any]:
        rows = {"rows_read": self._rows("rows_read"), "rows_kept": self._rows("rows_kept")}
        return {**rows, "ledger": ledger_figures(self.ledger)} if self.ledger else rows

    def _files(self) -> int:
        """One file may hold several tables."""
        return len({source.file for source in self.sources})

    def _rows(self, which: str) -> int:
        return sum(getattr(source, which) for source in self.sources)

    def _data(self) -> Table:
        columns = {
            "table": "term",
            "file": "text",
            "rows_read": "count",
            "rows_kept": "count",
            "rows_rejected": "count",
        }
        return Table("sources", columns, [tuple(getattr(source, name) for name in columns) for source in self.sources])

    def _kept(self) -> list[Block]:
        notes = [Text(f"kept_remark.{n}", {"sentence": said}) for n, said in enumerate(self.remarks, start=1)]
        return notes or [Text("kept_nothing")]

    def _chapters_left_out(self) -> list[Block]:
        told = [
            Text(f"chapter_left_out.{n}", {"chapter": chapter, "tables": tables})
            for n, (chapter, tables) in enumerate(self.left_out.items(), start=1)
        ]
        return told or [Text("no_chapter_left_out")]


def analyse(
    sources: Sequence[Source],
    remarks: Sequence[str],
    left_out: Mapping[str, str],
    ledger: Ledger | None = None,
    *,
    start: date,
    end: date,
) -> Basis:
    """
    Account for the report: what was read, what was kept aside and why, and which chapters lack their data.

    `sources`: one per file. `remarks`: what was kept and reported, a sentence each. `left_out`: chapter -> the tables
    it needs, in words. `ledger`: the reconciliation of the auditfile, where there is one. `start`, `end`: the first and
    last day of the reporting period.
    """
    return Basis(start, end, tuple(sources), tuple(remarks), dict(left_out), ledger)
