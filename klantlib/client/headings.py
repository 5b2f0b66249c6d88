"""Which heading is which column? English, Dutch, or as client.toml maps it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from klantlib.client import contract
from klantlib.client.contract import Table, plain_name
from klantlib.client.finding_headings import Wanted
from klantlib.client.headings_meant import meant
from klantlib.client.problems import Problem, Proposal
from klantlib.client.sources import Delivery


@dataclass(frozen=True)
class Match:
    """Where each known column stands, and what was not used."""

    places: Mapping[str, int]  # column -> place among the headings
    ignored: tuple[str, ...]  # headings that client.toml leaves out
    problems: tuple[Problem, ...]


def match_headings(
    headings: tuple[str, ...],
    filled: tuple[bool, ...],
    table: Table,
    mapping: Mapping[str, str] | None,
    delivery: Delivery,
    understood: Collection[int] = (),
) -> Match:
    """
    The columns of a table among its headings.

    `filled` says under which headings anything stands.
    `mapping` is [columns.<table>] of client.toml, None where it has none: then an unknown heading is a problem.
    A column mapped to "" is left out, though its name may be among the headings.
    `understood`: places of columns that say something of others, such as debit and credit.
    """
    columns = [_columns(text, table, mapping or {}) for text in headings]
    places = {column: place for place, names in reversed(list(enumerate(columns))) for column in names}
    unused = tuple(
        text for place, (text, names) in enumerate(zip(headings, columns, strict=True))
        if text and not names and place not in understood
    )  # fmt: skip
    problems = [
        *_doubled(columns, headings, delivery),
        *_unmet(mapping or {}, headings, table, delivery),
        *(
            (*_unnamed(headings, filled, delivery), *_unknown(unused, places, table, delivery))
            if mapping is None
            else ()
        ),
        *_missing(places, headings, table, delivery),
    ]
    return Match(places, unused, tuple(problems))


def wanted(table: Table, mapping: Mapping[str, str] | None, header: str) -> Wanted:
    """How the headings of a table are known among the rows of a file; `header` is where client.toml says they are."""

    @cache
    def column(text: str) -> str | None:
        return next(iter(_columns(text, table, mapping or {})), None)

    kinds = {name: each.kind for name, each in table.columns.items()}
    return Wanted(column, frozenset(table.required), kinds, header)


def unused(headings: tuple[str, ...], table: Table, mapping: Mapping[str, str] | None) -> list[int]:
    """The places of headings that stand for no column."""
    return [place for place, text in enumerate(headings) if text and not _columns(text, table, mapping or {})]


def _columns(text: str, table: Table, mapping: Mapping[str, str]) -> list[str]:
    """The columns that a heading stands for: those that client.toml takes it for, else the one with its name."""
    mapped = [column for column, heading in mapping.items() if heading and plain_name(heading) == plain_name(text)]
    own = contract.column_named(table.name, text)
    return mapped or [column for column in [own] if column and column not in mapping]


def _unnamed(headings: tuple[str, ...], filled: tuple[bool, ...], delivery: Delivery) -> Iterator[Problem]:
    for place, (text, something) in enumerate(zip(headings, filled, strict=True), start=1):
        if something and not text:
            yield Problem("no_heading", delivery.file, values={"place": place})


def _doubled(columns: list[list[str]], headings: tuple[str, ...], delivery: Delivery) -> Iterator[Problem]:
    every = [column for names in columns for column in names]
    for column in dict.fromkeys(column for column in every if every.count(column) > 1):
        both = [text for text, names in zip(headings, columns, strict=True) if column in names]
        yield Problem("column_twice", delivery.file, values={"headings": both})


def _unmet(
    mapping: Mapping[str, str], headings: tuple[str, ...], table: Table, delivery: Delivery
) -> Iterator[Problem]:
    there = {plain_name(text) for text in headings}
    for column, heading in mapping.items():
        if heading and plain_name(heading) not in there:
            values = {"nearest": contract.nearest(heading, headings)}
            yield Problem("mapped_to_nothing", delivery.file, column=heading,
                          value=f"columns.{table.name}.{column}", values=values)  # fmt: skip


def _unknown(unused: tuple[str, ...], places: Mapping[str, int], table: Table, delivery: Delivery) -> Iterator[Problem]:
    """Each with the column that it may stand for; no column is proposed twice, nor one that is there."""
    free = [name for name in table.columns if name not in places]
    for text in unused:
        values = {"nearest": contract.nearest_name(text, table.name), "section": f"columns.{table.name}"}
        column, proposal = meant(text, table.name, free), None
        if column:
            free.remove(column)
            values |= {"meant": column}
            written = text.replace("\\", "\\\\").replace('"', '\\"')
            proposal = Proposal("columns", f"{table.name}.{column}", f'"{written}"')
        yield Problem("unknown_column", delivery.file, column=text, values=values, proposal=proposal)


def _missing(
    places: Mapping[str, int], headings: tuple[str, ...], table: Table, delivery: Delivery
) -> Iterator[Problem]:
    there = {"there": [text for text in headings if text], "table": table.name}
    if absent := [name for name in table.required if name not in places]:
        yield Problem("missing_columns", delivery.file, values={**there, "needed": absent, "n": len(absent)})
    if table.any_of and not any(name in places for name in table.any_of):
        yield Problem("missing_any", delivery.file, values={**there, "needed": list(table.any_of)})
