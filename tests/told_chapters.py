"""Every chapter of a client, told: its workbook's own cells run in this process, without notebooks and pages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import nbformat

import klantlib
from klantlib import notebook
from klantlib.advice import tell, tell_customers, words_of
from klantlib.blocks import Action, Block, Chapter, Heading, Table, plain
from klantlib.chapters import plans
from klantlib.client import Client, open_client
from klantlib.languages import languages
from klantlib.provenance import doubted, traced

RESAMPLES = {"resamples": 40}  # enough to see that an interval is there
Found = Mapping[str, Any]  # stem -> what the chapter finds


@dataclass(frozen=True)
class Told:
    """A chapter as a reader of one language gets it: its blocks, what to do, and every customer."""

    stem: str
    language: str
    blocks: list[Block]
    actions: list[Action]
    customers: Table | None
    figures: dict[str, Any]

    @property
    def everything(self) -> list[Block]:
        return [*self.blocks, *self.actions, *([self.customers] if self.customers else [])]


def told_chapters(client: str, monkeypatch: Any, *stems: str) -> Iterator[Told]:
    """The chapters (else these) that a client's data carry, in every language; last those that read the others."""
    data = open_client(client)
    found = found_in(data, monkeypatch, *stems)
    for language in languages():
        told = [_told(stem, result, data, language) for stem, result in found.items()]
        monkeypatch.setattr(notebook, "finished", lambda *_, told=told: [_as_read(each, found) for each in told])
        last = [plan for plan in plans(data) if plan.last and (not stems or plan.stem in stems)]
        yield from told
        yield from (_told(plan.stem, _result(plan.workbook, data, monkeypatch), data, language) for plan in last)


def found_in(data: Client, monkeypatch: Any, *stems: str) -> dict[str, Any]:
    """What each chapter (else these) finds that the data carry, but for those that read what the others found."""
    _shared(data, monkeypatch)
    carried = [plan for plan in plans(data) if not plan.missing and not plan.last]
    ours = [plan for plan in carried if not stems or plan.stem in stems]
    return {plan.stem: _result(plan.workbook, data, monkeypatch) for plan in ours}


def _shared(data: Client, monkeypatch: Any) -> None:
    """What every workbook works out anew is worked out once."""
    for name in ("accounts_of", "classes_of"):
        once = cache(getattr(notebook, name))
        for module in (klantlib, notebook):
            monkeypatch.setattr(module, name, once)
    monkeypatch.setattr(klantlib, "open_client", lambda _: data)


def _told(stem: str, result: Any, data: Client, language: str) -> Told:
    words = words_of(result, language)
    blocks = doubted([tell(block, words) for block in result.blocks()], data, words)
    shown = [traced(block, data, words) for block in blocks]
    actions = [traced(tell(action, words), data, words) for action in result.actions()]
    customers = result.per_customer()
    spoken = tell_customers(customers, words) if customers else None
    return Told(stem, language, shown, actions, spoken, plain(result.figures()))


def _as_read(told: Told, found: Found) -> Chapter:
    """A chapter as those that run last read it."""
    name = words_of(found[told.stem], told.language).say("chapter", "name")
    title = next(block.words["text"] for block in told.blocks if isinstance(block, Heading))
    return Chapter(told.stem, name, title, told.figures, told.actions, told.customers)


def _result(workbook: Path, data: Client, monkeypatch: Any) -> Any:
    """What the code of a workbook shows in the end; what is for exploring is left out, as in a report."""
    shown: list[Any] = []
    monkeypatch.setattr(klantlib, "show", lambda result, *_: shown.append(result))
    names: dict[str, Any] = {}
    for cell in nbformat.read(workbook, as_version=4).cells:
        tags = cell.metadata.get("tags", ())
        if cell.cell_type == "code" and "explore" not in tags:
            exec(compile(cell.source, workbook.name, "exec"), names)  # noqa: S102 - our own workbook
        if "parameters" in tags:
            names |= {"client": data.id, **{name: n for name, n in RESAMPLES.items() if name in names}}
    return shown[0]
