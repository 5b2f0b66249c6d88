"""On which rows does a finding rest? Told beside it: the period, each table with its rows, and what was left out."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from klantlib.blocks import Action, Block, Finding, Note, told
from klantlib.chapters import CHAPTERS, SHEETS, SURVEYS, needs_of, rows_of
from klantlib.client import Client, contract
from klantlib.client.auditfile.ledger import LEAST_ATTRIBUTED
from klantlib.client.keeping import known_ids
from klantlib.client.model import Source
from klantlib.formats import together
from klantlib.stories.ledger import unattributed_note
from klantlib.words import Words


def traced(block: Block, data: Client, words: Words) -> Block:
    """
    A told finding with its sources (sentences) and tables (as the client knows them), a told action with its chapter.

    `words` are those of the chapter; a section, or the chapter, names the tables that its figures rest on.
    """
    if not isinstance(block, Finding | Action):
        return block
    more: dict[str, Any] = {"chapter": words.say("chapter", "name")}
    if isinstance(block, Finding):
        tables = tables_of(block.key, data, words)
        more["sources"] = list(sources(tables, data, words.language, earlier_of(block.key, words)))
        more["tables"] = [called(table, words.language) for table in tables]
    return replace(block, words={**more, **block.words})


def doubted(blocks: Sequence[Block], data: Client, words: Words) -> list[Block]:
    """
    The blocks of a chapter, under its title a told note where it rests on revenue of which too little is on customers.

    `words` are those of the chapter. What is too little: LEAST_ATTRIBUTED in klantlib.client.auditfile.ledger.
    """
    ledger, stem = data.ledger, words.name.rpartition("/")[2]
    rests_on = {table for need in needs_of(stem) for table in need.split("|")}
    if ledger is None or not ledger.used or ledger.certain or rests_on.isdisjoint({"transactions", CHAPTERS}):
        return list(blocks)
    key, values = unattributed_note(ledger)
    shared = Words("words", words.language, words.currency)
    note = told(Note(key, values), {"text": shared.say(key, file=ledger.file, least=LEAST_ATTRIBUTED, **values)})
    return [*blocks[:1], note, *blocks[1:]]


def tables_of(key: str, data: Client, words: Words) -> list[str]:
    """The delivered tables that the finding with this key rests on, by English name."""
    stem = words.name.rpartition("/")[2]
    needed = [table for need in needs_of(stem) for table in need.split("|") if table != CHAPTERS]
    named = words.fact(key.partition(".")[0], "tables") or words.fact("chapter", "tables") or needed
    idle = {"activities"} if "rates" in named and not _priced(data) else set()
    return [table for table in named if table in data.tables and table not in idle]


def earlier_of(key: str, words: Words) -> frozenset[str]:
    """The tables of which the finding with this key uses rows from before the period too: fact `earlier`."""
    return frozenset(words.fact(key.partition(".")[0], "earlier") or words.fact("chapter", "earlier") or ())


def _priced(data: Client) -> bool:
    """Does any activity have a rate? Where none has, no figure rests on activities."""
    if not {"activities", "rates"} <= set(data.tables):
        return False
    return bool(data["activities"]["activity"].isin(data["rates"]["activity"].dropna()).any())


def sources(
    tables: Sequence[str], data: Client, language: str, earlier: Collection[str] = frozenset()
) -> Iterator[str]:
    """What the figures rest on, a sentence each; `earlier`: tables of which all rows up to the period's end count."""
    say = partial(Words("words", language).say, "sources")
    if any(contract.tables()[table].dated_by and table not in SURVEYS | SHEETS for table in tables):
        yield say("period", start=data.period.start, end=data.period.end)
    if any(_excluded(source) for source in data.sources if source.table in tables):
        left_out = [say("customer", **customer.model_dump()) for customer in data.settings.customers.exclude]
        yield say("excluded", n=len(left_out), customers=together(left_out, language))
    for table in tables:
        back = table in earlier
        yield " ".join([_read(table, data, language, say, back), *_aside(table, data, say)])


def counts(table: str, data: Client, back: bool = False) -> dict[str, int]:
    """
    The rows of a table: read, used, outside the period (or after it), of excluded customers, and no data at all.

    With `back` all rows up to the end of the period are used.
    """
    files = [source for source in data.sources if source.table == table]
    used = len(data.until(table) if back else rows_of(data, table))
    return {
        "read": sum(source.rows_read for source in files),
        "used": used,
        "outside": sum(source.rows_kept for source in files) - used,
        "excluded": sum(_excluded(source) for source in files),
        "left_out": sum(source.rows_left_out for source in files),
    }


def _excluded(source: Source) -> int:
    """Rows of customers that are left out on request."""
    return source.rows_rejected - source.rows_merged - source.rows_left_out


def called(table: str, language: str) -> str:
    """A table as the chapter on what the report rests on calls it."""
    return Words("advice/basis", language).say("terms", table)


def _read(table: str, data: Client, language: str, say: partial[str], back: bool) -> str:
    """One table: its file, how many rows it has, how many count, and why the others do not."""
    rows = counts(table, data, back)
    merged = sum(source.rows_merged for source in data.sources if source.table == table)
    parts = {"later" if back or table in SURVEYS else "outside": rows["outside"], "set_aside": rows["excluded"],
             "under_another": merged, "no_data": rows["left_out"]}  # fmt: skip
    customers = len(data.settings.customers.exclude)
    unused = [say(part, n=n, customers=customers) for part, n in parts.items() if n]
    files = [source.file for source in data.sources if source.table == table]
    values = {"table": called(table, language), "files": together(files, language), **rows}
    return say("table_part", **values, unused=together(unused, language)) if unused else say("table", **values)


def _aside(table: str, data: Client, say: partial[str]) -> Iterator[str]:
    """Rows that count for the whole and not for a customer, and answers that are not complete."""
    rows, known = rows_of(data, table), known_ids(data)
    if "customer_id" in rows and table != "customers" and "customers" in data.tables and known is not None:
        strange = rows.loc[rows["customer_id"].notna() & ~rows["customer_id"].isin(known), "customer_id"]
        if len(strange):
            yield say(STRANGERS.get(table, "strangers_not"), n=len(strange), customers=strange.nunique())
    answers = [column.name for column in contract.tables()[table].columns.values() if column.kind == "answer"]
    if answers and (incomplete := int(rows[answers].isna().any(axis="columns").sum())):
        yield say("incomplete", n=incomplete)


# where rows of customers that are not in the client's table end; those of other tables count nowhere
STRANGERS: Mapping[str, str] = {
    "transactions": "strangers_whole",
    "activities": "strangers_apart",
    "costs": "strangers_apart",
    "satisfaction": "strangers_curve",
}
