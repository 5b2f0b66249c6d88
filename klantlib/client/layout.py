"""Where in a sheet or a file does the table stand? Its headings, its columns and rows, and what lies around it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from klantlib.client.cells import written
from klantlib.client.finding_headings import Row, Wanted, at, heading_row, place_in, present
from klantlib.client.problems import Unreadable
from klantlib.client.rows_around import Left, below

FILLED_DOWN = (
    "id",
    "text",
    "date",
    "choice",
    "yes_no",
    "year",
)  # an amount merged over rows is of all of them together
MOST_COLUMNS = 1000  # more is no table of customers; our largest has sixteen
Span = tuple[int, int, int]  # of cells merged downwards: first row, last row, place


@dataclass(frozen=True, eq=False)
class Layout:
    """A table, cut out of all that stood around it."""

    headings: tuple[str, ...]
    rows: list[Row]  # below the headings, cut to their columns
    left: tuple[Left, ...] = ()


def lay_out(rows: Iterable[Row], wanted: Wanted, merged: Sequence[Span] = ()) -> Layout:
    """
    The table among the rows.

    Raises Unreadable where more than one place could hold its headings, or a row is longer than they are.
    """
    filled = [row for row in rows if any(map(present, row[1]))]
    if not filled:
        return Layout((), [])
    filled = _headings_merged(filled, merged)
    start = heading_row(filled, wanted)
    if len(filled[start][1]) > MOST_COLUMNS and at(filled[start][1], MOST_COLUMNS):
        raise Unreadable("too_many_columns", value=str(MOST_COLUMNS))
    above, heading, body = filled[:start], filled[start], filled[start + 1 :]
    names = {place: wanted.column(written(cell)) for place, cell in enumerate(heading[1]) if present(cell)}
    body, left = below(heading, body, {place: name for place, name in names.items() if name}, wanted)
    places, beside = _places(heading, body, names, wanted)
    body, spread = _spread(body, merged, {place: wanted.kinds.get(names.get(place) or "") for place in places})
    if beside:
        body = [row for row in body if any(present(at(row[1], place)) for place in places)]
    headings = tuple(written(cell) if present(cell := at(heading[1], place)) else "" for place in places)
    return Layout(headings, _cut(body, places), (*_above(above), *left, *beside, *spread))


def _above(rows: Sequence[Row]) -> list[Left]:
    return [Left("rows_above", tuple(number for number, _ in rows), _first(rows[0]))] if rows else []


def _first(row: Row) -> str:
    return next(written(cell) for cell in row[1] if present(cell))


def _cut(body: list[Row], places: Sequence[int]) -> list[Row]:
    """The rows without the columns that are not the table's."""
    if list(places) == list(range(len(places))):
        return body
    return [(number, [at(row, place) for place in places]) for number, row in body]


def _headings_merged(rows: list[Row], merged: Sequence[Span]) -> list[Row]:
    """Headings over two rows: words go down in the cells that were merged with theirs."""
    return _filled_down(rows, [span for span in merged if _is_word(rows, span)])


def _is_word(rows: Sequence[Row], span: Span) -> bool:
    cell = next((at(row, span[2]) for number, row in rows if number == span[0]), None)
    return isinstance(cell, str) and not any(letter.isdigit() for letter in cell)


def _spread(body: list[Row], merged: Sequence[Span], kinds: Mapping[int, str | None]) -> tuple[list[Row], list[Left]]:
    """What stands in merged cells holds for every row of them; not so an amount, which is of all the rows together."""
    numbers = {number for number, _ in body}
    spans = [span for span in merged if kinds.get(span[2]) in FILLED_DOWN and span[0] in numbers]
    told = sorted({row for first, last, _ in spans for row in range(first, last + 1)} & numbers)
    return _filled_down(body, spans), [Left("merged_cells", tuple(told))] if told else []


def _filled_down(rows: list[Row], spans: Sequence[Span]) -> list[Row]:
    if not spans:
        return rows
    known = {number: list(row) for number, row in rows}
    for first, last, place in spans:
        value = at(known.get(first, ()), place)
        for number in range(first + 1, min(last, max(known)) + 1):
            row = known.get(number)
            if row is not None and not present(at(row, place)):
                row.extend([None] * (place + 1 - len(row)))
                row[place] = value
    return list(known.items())


def _places(
    heading: Row, body: Sequence[Row], names: Mapping[int, str | None], wanted: Wanted
) -> tuple[list[int], list[Left]]:
    """The columns of the table: those with a heading or anything below it, without what stands beside the table."""
    width = max(names, default=-1) + 1
    if longer := [number for number, row in body if present(at(row, width))]:
        raise Unreadable("too_many_cells", *longer, value=str(width))
    apart = [number for number, row in body if any(map(present, row[width:]))]
    left = [Left("beside", tuple(apart))] if apart else []
    blank = {
        place for place in range(width) if place not in names and not any(present(at(row, place)) for _, row in body)
    }
    blocks = [list(run) for empty, run in groupby(range(width), key=blank.__contains__) if not empty]
    used = _blocks(heading, blocks, names, wanted)
    others = [block for block in blocks if block not in used]
    left += [Left("beside", (heading[0],), written(at(heading[1], block[0]) or "")) for block in others]
    return [place for block in used for place in block], left


def _blocks(heading: Row, blocks: list[list[int]], names: Mapping[int, str | None], wanted: Wanted) -> list[list[int]]:
    """Of what stands side by side, with empty columns between: the table, and what may belong to it."""
    known = [{names[place] for place in block if names.get(place)} for block in blocks]
    if (settled := place_in(wanted.header)) is not None:
        return [block for block in blocks if settled in block]
    whole = [number for number, columns in enumerate(known) if wanted.required <= columns]
    if len(whole) > 1 and wanted.required:
        raise Unreadable("which_header", choices=[_cell(heading[0], blocks[number][0]) for number in whole])
    if not wanted.required <= set().union(*known) or len(blocks) == 1:
        return blocks
    first = known[whole[0]] if whole else set()
    return [
        block for number, (block, columns) in enumerate(zip(blocks, known, strict=True))
        if number in whole or (columns and not columns & first)
    ]  # fmt: skip


def _cell(row: int, place: int) -> str:
    """
    How a spreadsheet calls a cell.

    >>> _cell(7, 4), _cell(1, 27)
    ('E7', 'AB1')
    """
    letters = ""
    place += 1
    while place:
        place, letter = divmod(place - 1, 26)
        letters = chr(65 + letter) + letters
    return f"{letters}{row}"
