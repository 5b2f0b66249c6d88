"""Chapters for the appendix, and what a spreadsheet file holds: for the tests of both (invented customers)."""

from __future__ import annotations

import json
import math
import re
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd
from lxml import etree

from klantlib.advice import stem, tell_customers, words_of
from klantlib.analyses import classification, concentration, cost_to_serve, data_quality, satisfaction_loyalty, whitney
from klantlib.blocks import Chapter, Table, from_json, to_json
from klantlib.client.model import empty
from klantlib.measures.customer_file.duplicates import duplicates
from tests.made_accounts import accounts

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
SCORES = ("learning", "reputation", "bridgehead", "network", "ambassador")
UNKNOWN = math.nan


def chapter(result: Any, language: str = "nl", name: str = "", **changed: Any) -> Chapter:
    """A chapter as it comes back from a notebook on disk; `changed` are fields of its table."""
    words = words_of(result, language)
    told = tell_customers(result.per_customer(), words)
    travelled = from_json(json.loads(json.dumps(to_json(told), sort_keys=True)) | changed)
    return Chapter(stem(result), name or words.say("chapter", "name"), "Kop", {}, (), travelled)


def written(rows: Sequence[Sequence[Any]], columns: Mapping[str, str], name: str = "Blad", **more: Any) -> Chapter:
    """A chapter of one hand-made table whose columns are called by their own names."""
    names = [*columns, *(given for given, *_ in more.get("given", ()))]
    said = {part: {each: each for each in names} for part in ("labels", "explained", "origins")}
    terms = {"yes": "ja", "no": "nee", "later": "nog te bepalen"}
    return Chapter(
        "stem", name, "Kop", {}, (), Table("t", columns, rows, words={"caption": "", "terms": terms, **said}, **more)
    )


def filed(*firms: str):
    """A customer file of so many names, and nothing else."""
    known = pd.DataFrame({"customer_id": [str(n) for n in range(1, len(firms) + 1)], "name": firms})
    customers = known.reindex(columns=list(empty("customers").columns)).astype(empty("customers").dtypes)
    nobody = empty("customers").assign(into=pd.Series(dtype="str"))
    sold = empty("transactions")
    return data_quality.analyse(customers, sold, {"customers": customers}, [], duplicates(customers), nobody)


def spread(revenue, *rest, **options):
    """The chapter on concentration of such accounts."""
    return concentration.analyse(accounts(revenue, *rest, **options), accounts([], [], []), resamples=0)


def served(revenue, *rest, **options):
    made = accounts(revenue, *rest, **options)
    nobody = pd.DataFrame({"customer_id": pd.Series(dtype=str), "buys_on": pd.Series(dtype=str)})
    return cost_to_serve.analyse(made, nobody, nobody[["customer_id"]])


def qualified(revenue, *rest, scores=(), answers=(), options: Mapping[str, float] | None = None, **more):
    """The chapter on Whitney; scores and answers (True, False, None) are of customers A, B, C ..."""
    made = accounts(revenue, *rest, **more)
    ids = list(made.customers.index)
    given = {name: [*scores, *[UNKNOWN] * (len(ids) - len(scores))] for name in SCORES}
    said = pd.array([*answers, *[None] * (len(ids) - len(answers))], dtype="boolean")
    table = empty("strategy").reindex(range(len(ids))).assign(customer_id=ids, strategic=said, **given)
    return whitney.analyse(made, table, **(options or {}))


def satisfied(*answers: tuple[str, float, float | None], **options: Any):
    """The chapter on satisfaction, of (customer, score, loyalty in percent)."""
    asked = pd.DataFrame(answers, columns=["customer_id", "overall", "loyalty"]).astype({"loyalty": float})
    table = empty("satisfaction").reindex(range(len(asked))).assign(date=pd.Timestamp("2025-05-01"), **asked)
    ids = list(dict.fromkeys(asked["customer_id"]))
    return satisfaction_loyalty.analyse(
        table.assign(respondent=range(len(asked))),
        empty("aspects"),
        accounts([100] * len(ids), [10] * len(ids)),
        empty("customers").reindex(range(len(ids))).assign(customer_id=ids, name=ids),
        resamples=10,
        **options,
    )


def classed(revenue, *rest, potential=(), scores=(), overall=(), options: Mapping[str, float] | None = None, **more):
    """The chapter on classes; potential, scores and satisfaction are of customers A, B, C ..."""
    made = accounts(revenue, *rest, **more)
    ids = list(made.customers.index)

    def table(name: str, **columns: Sequence[Any]):
        filled = {column: [*values, *[UNKNOWN] * (len(ids) - len(values))] for column, values in columns.items()}
        return empty(name).reindex(range(len(ids))).assign(customer_id=ids, **filled)

    return classification.analyse(
        made,
        table("customers", potential_revenue=potential),
        table("strategy", **dict.fromkeys(SCORES, scores)),
        table("satisfaction", overall=overall).assign(date=pd.Timestamp("2025-05-01")),
        **{"resamples": 10, **(options or {})},
    )


@dataclass(frozen=True)
class Cell:
    value: Any  # float, str, or None where empty
    formula: str | None
    style: int


def sheets(path: Path) -> dict[str, etree._Element]:
    """The sheets of a book by name, as XML."""
    with zipfile.ZipFile(path) as book:
        names = [sheet.get("name") for sheet in etree.fromstring(book.read("xl/workbook.xml")).iter(f"{MAIN}sheet")]
        return {
            name: etree.fromstring(book.read(f"xl/worksheets/sheet{n}.xml")) for n, name in enumerate(names, start=1)
        }


def cells(path: Path) -> dict[str, dict[str, Cell]]:
    """Sheet -> place (A1) -> what stands there."""
    with zipfile.ZipFile(path) as book:
        parts = etree.fromstring(book.read("xl/sharedStrings.xml")) if "xl/sharedStrings.xml" in book.namelist() else []
        texts = ["".join(part.text or "" for part in shared.iter(f"{MAIN}t")) for shared in parts]
    return {
        name: {cell.get("r"): _cell(cell, texts) for cell in sheet.iter(f"{MAIN}c")}
        for name, sheet in sheets(path).items()
    }


def _cell(cell: etree._Element, texts: Sequence[str]) -> Cell:
    value, kind = cell.findtext(f"{MAIN}v"), cell.get("t")
    read = texts[int(value)] if kind == "s" else value if kind in ("str", "e") else float(value) if value else None
    return Cell(_unescaped(read) if isinstance(read, str) else read, cell.findtext(f"{MAIN}f"), int(cell.get("s", 0)))


def _unescaped(text: str) -> str:
    """Control characters, as the format writes them: _x0007_."""
    return re.sub(r"_x([0-9A-F]{4})_", lambda code: chr(int(code[1], 16)), text)


def names(path: Path) -> dict[str, str]:
    """The defined names of a book that are not a spreadsheet's own."""
    with zipfile.ZipFile(path) as book:
        tree = etree.fromstring(book.read("xl/workbook.xml"))
    return {n.get("name"): n.text for n in tree.iter(f"{MAIN}definedName") if not n.get("name").startswith("_xlnm")}


def without_values(path: Path, bare: Path) -> Path:
    """The same book with nothing stored beside its formulas: what is read from it afterwards was computed."""
    with zipfile.ZipFile(path) as book, zipfile.ZipFile(bare, "w") as copy:
        for part in book.infolist():
            content = book.read(part)
            if part.filename.startswith("xl/worksheets/sheet"):
                content = re.sub(rb'( t="str")?><f>(.*?)</f><v>.*?</v>', rb"><f>\2</f>", content)
            copy.writestr(part.filename, content)
    return bare
