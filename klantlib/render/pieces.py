"""What does an executed workbook show, in order? Our blocks, and what a consultant added; nothing else of a cell."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from nbformat import NotebookNode

from klantlib.blocks import MIME, RESULT_MIME, Block, Chapter, Heading, Picture, Prose, Table, from_json, plain
from klantlib.languages import usual
from klantlib.theme import Theme, house

SILENT_TAGS = {
    "workbook",
    "explore",
    "parameters",
    "injected-parameters",
}  # for who works in the notebook, not for print
TABLE_MIME = "application/vnd.dataresource+json"
SCHEMA_FORMATS = {"integer": "plain", "number": "plain", "datetime": "day"}  # pandas' table schema -> formats


@dataclass(frozen=True)
class About:
    """What cover, header and properties say of a report; empty where a single workbook is exported."""

    client: str = ""
    language: str = field(default_factory=usual)
    currency: str = "EUR"
    consultant: str = ""
    date: date | None = None
    start: date | None = None  # of the reporting period
    end: date | None = None
    theme: Theme = field(default_factory=house)

    @property
    def author(self) -> str:
        """The consultant and the consultancy, as far as they are known."""
        return ", ".join(name for name in (self.consultant, self.theme.name) if name)

    id: str = ""  # the client's folder; a report run again must be of the same
    pseudonyms: bool = False  # without customer names
    absent: Collection[str] = ()  # regions, and whole chapters, that people deleted from the Word report
    title: str = ""  # of a page that stands alone: no cover, no contents; empty = the report


@dataclass(frozen=True)
class Piece:
    """A block in its place: the chapter it stands in, and the pictures drawn of it when its workbook ran."""

    chapter: str  # stem
    block: Block
    pictures: Mapping[str, Any] = field(default_factory=dict)  # MIME type -> base64 PNG or SVG source

    @property
    def region(self) -> str:
        """The stable name of this place: the region in Word, the link in HTML."""
        return f"{self.chapter}/{self.block.key}"


def about(notebook: NotebookNode) -> About:
    """What the binder wrote into the notebook's metadata; of a single workbook only its language and currency."""
    fields = dict(notebook.metadata.get("klant", {}).get("about") or _spoken(notebook))
    days = {name: date.fromisoformat(fields[name]) for name in ("date", "start", "end") if fields.get(name)}
    look = {"theme": Theme.model_validate_json(json.dumps(fields["theme"]))} if "theme" in fields else {}
    return About(**{**fields, **days, **look, "absent": tuple(fields.get("absent", ()))})


def metadata(about: About) -> dict[str, Any]:
    """What `about` reads back: plain values for a notebook's metadata, a logo as base64."""
    rest = {f.name: getattr(about, f.name) for f in dataclasses.fields(about) if f.name != "theme"}
    return {**plain(rest), "theme": json.loads(about.theme.model_dump_json())}


def _spoken(notebook: NotebookNode) -> Mapping[str, str]:
    """The language and currency in which the first block was told."""
    outputs = (output for cell in notebook.cells for output in cell.get("outputs", ()))
    told = (output.data[MIME] for output in outputs if MIME in output.get("data", {}))
    return next(({"language": block["language"], "currency": block["currency"]} for block in told), {})


def pieces(notebook: NotebookNode) -> Iterator[Piece]:
    """Every printed piece in order; text streams, errors, code and unknown output types never come out."""
    for cell in notebook.cells:
        if SILENT_TAGS & set(cell.metadata.get("tags", ())):
            continue
        chapter = cell.metadata.get("klant", {}).get("chapter", "")
        if cell.cell_type == "markdown" and cell.source.strip():
            yield Piece(chapter, Prose(cell.id, cell.source))
        for number, output in enumerate(cell.get("outputs", ())):
            if block := _block(output, f"{cell.id}-{number}"):
                yield Piece(
                    chapter, block, {mime: data for mime, data in output.data.items() if mime.startswith("image/")}
                )


def _block(output: NotebookNode, key: str) -> Block | None:
    """The block in one output, or what a consultant's own cell displayed as one; None for anything else."""
    data = output.get("data", {})
    if MIME in data:
        return from_json({name: value for name, value in data[MIME].items() if name not in ("language", "currency")})
    if TABLE_MIME in data:
        return _frame(data[TABLE_MIME], key)
    if "image/png" in data:
        return Picture(key, data["image/png"], output.get("metadata", {}).get("image/png", {}).get("alt", ""))
    return None


def _frame(resource: Mapping[str, Any], key: str) -> Table:
    """A DataFrame that a consultant showed, by pandas' table schema: texts stay the texts they are."""
    fields = {f["name"]: SCHEMA_FORMATS.get(f["type"], "text") for f in resource["schema"]["fields"]}
    if [row.get("index") for row in resource["data"]] == list(range(len(resource["data"]))):
        fields.pop("index", None)  # only counts the rows
    rows = [[row.get(name) for name in fields] for row in resource["data"]]
    return Table(key, fields, rows, words={"caption": "", "labels": {name: name for name in fields}})


def found(notebook: NotebookNode, stem: str) -> Chapter:
    """What an executed workbook found: its title, and the figures, actions and table that travel undisplayed."""
    outputs = [output.get("data", {}) for cell in notebook.cells for output in cell.get("outputs", ())]
    result = next((data[RESULT_MIME] for data in outputs if RESULT_MIME in data), {})
    titles = (p.block.words["text"] for p in pieces(notebook) if isinstance(p.block, Heading) and p.block.level == 1)
    customers = result.get("customers")
    return Chapter(
        stem=stem,
        name=result.get("name", stem),
        title=next(titles, stem),
        figures=result.get("figures", {}),
        actions=tuple(from_json(action) for action in result.get("actions", ())),
        customers=from_json(customers) if customers else None,
    )
