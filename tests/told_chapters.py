"""Every chapter of a client, told: its workbook's own cells run in this process, without notebooks and pages."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat

from klantlib.advice import tell, tell_customers, words_of
from klantlib.blocks import Block, plain
from klantlib.chapters import plans
from klantlib.client import Client, open_client
from klantlib.languages import languages
from klantlib.provenance import doubted, traced

RESAMPLES = 40  # enough to see that an interval is there


@dataclass(frozen=True)
class Told:
    """A chapter as a reader of one language gets it: its blocks, what to do, and every customer."""

    stem: str
    language: str
    blocks: list[Block]
    figures: dict[str, Any]


def told_chapters(client: str, monkeypatch: Any, *stems: str) -> Iterator[Told]:
    """The chapters that this client's data carry, in every language, but for those that read what others found."""
    data = open_client(client)
    for plan in plans(data):
        if not plan.missing and not plan.last and (not stems or plan.stem in stems):
            result = _result(plan.workbook, client, monkeypatch)
            yield from (_told(plan.stem, result, data, language) for language in languages())


def _told(stem: str, result: Any, data: Client, language: str) -> Told:
    words = words_of(result, language)
    blocks = doubted([tell(block, words) for block in result.blocks()], data, words)
    shown = [traced(block, data, words) for block in (*blocks, *(tell(action, words) for action in result.actions()))]
    customers = result.per_customer()
    return Told(
        stem, language, [*shown, *([tell_customers(customers, words)] if customers else [])], plain(result.figures())
    )


def _result(workbook: Path, client: str, monkeypatch: Any) -> Any:
    """What the code of a workbook shows in the end; what is for exploring is left out, as in a report."""
    shown: list[Any] = []
    monkeypatch.setattr("klantlib.show", lambda result, *_: shown.append(result))
    names: dict[str, Any] = {}
    for cell in nbformat.read(workbook, as_version=4).cells:
        tags = cell.metadata.get("tags", ())
        if cell.cell_type == "code" and "explore" not in tags:
            exec(compile(cell.source, workbook.name, "exec"), names)  # noqa: S102 - our own workbook
        if "parameters" in tags:
            names |= {"client": client, **{name: RESAMPLES for name in ("resamples",) if name in names}}
    return shown[0]
