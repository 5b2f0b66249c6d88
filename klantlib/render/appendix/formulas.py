"""What does a formula of a table become in a spreadsheet?

A formula is written in column names, as an expression that Python can read:

    {name}                     this customer's cell in that column, or the one cell of a given figure
    + - * /                    a division by nothing leaves the cell empty
    > >= < <= ==, and, or      >= and < let pass what differs less than computers can tell apart
    X if CONDITION else Y      "key" is a term in the reader's language, NONE an empty cell
    SUM({column})              of all customers
    RANK({column})             1 is the largest, equal ones share a place
    RUNNING({column}, {order}) this customer's and those of all that come before it in the column `order` (1, 2, ...)
    SHARE(part, whole)         part / whole, empty where the whole is not above 0; not inside another formula
    INT(x)                     rounded down
    KNOWN({column})            is there something in it?
    LOOKUP({a}, {b}, ...)      what Table.answers gives as outcome for these

Where a cell that it needs is empty the outcome is empty: unknown is not 0. Nothing depends on the order of the rows, so
that sorting and filtering leave the outcomes as they are.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from klantlib.blocks import Table
from klantlib.measures.curves import EXACT
from klantlib.render.appendix.grid import KEYS, OUTCOMES, Grid

EMPTY = '""'
JOINT = "-"  # between the answers in the key of a LOOKUP
SIGNS: Mapping[type, str] = {ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/"}
COMPARED: Mapping[type, str] = {ast.Gt: ">", ast.GtE: ">=", ast.Lt: "<", ast.LtE: "<=", ast.Eq: "="}
SHIFT: Mapping[type, str] = dict.fromkeys((ast.GtE, ast.Lt), f"-{EXACT:.9f}")


@dataclass(frozen=True)
class Place:
    """Where a formula stands: on the row of a customer, or (None) beside a given figure."""

    grid: Grid
    row: int | None
    filled: frozenset[str] = frozenset()  # cells that were looked at: there is something in them


def excel(formula: str, grid: Grid, row: int | None = None) -> str:
    """The formula as Excel and LibreOffice read it; LookupError for a name or function that is not there."""
    return "=" + _guarded(parsed(formula), Place(grid, row))


def parsed(formula: str) -> ast.expr:
    return ast.parse(formula, mode="eval").body


def looked_up(table: Table) -> list[str]:
    """The columns that a LOOKUP is given, and last the one that shows the outcome; empty where there is none."""
    for column, formula in table.formulas.items():
        for node in ast.walk(parsed(formula)):
            match node:
                case ast.Call(func=ast.Name(id="LOOKUP"), args=answers):
                    return [*map(name_of, answers), column]
    return []


def name_of(node: ast.expr) -> str:
    """The name in {name}."""
    match node:
        case ast.Set(elts=[ast.Name(id=name)]):
            return name
    raise LookupError(f"a formula has '{ast.unparse(node)}' where a column belongs")


def _guarded(node: ast.expr, place: Place) -> str:
    """Empty where a cell that is needed is empty, or where there is nothing to divide by."""
    needed = [cell for cell in dict.fromkeys(_cells(node, place)) if cell not in place.filled]
    body = _told(node, replace(place, filled=place.filled.union(needed)))
    if any(isinstance(part, ast.Div) for part in ast.walk(node)):
        body = f"IFERROR({body},{EMPTY})"
    blank = ",".join(f"{cell}={EMPTY}" for cell in needed)
    return f"IF({blank if len(needed) == 1 else f'OR({blank})'},{EMPTY},{body})" if needed else body


def _cells(node: ast.expr, place: Place) -> list[str]:
    """The cells without which there is no outcome; the two sides of a choice look after themselves."""
    match node:
        case ast.Set():
            return [place.grid.cell(name_of(node), place.row)]
        case ast.IfExp(test=test):
            return _cells(test, place)
        case ast.Call(func=ast.Name(id="SUM" | "KNOWN")):
            return []
        case ast.Call(func=ast.Name(id="RUNNING"), args=[_, order]):
            return _cells(order, place)
    parts = (part for part in ast.iter_child_nodes(node) if isinstance(part, ast.expr))
    return [cell for part in parts for cell in _cells(part, place)]


def _known(test: ast.expr, place: Place) -> list[str]:
    """The cells that have something in them where this test holds."""
    match test:
        case ast.Call(func=ast.Name(id="KNOWN"), args=[column]):
            return [_told(column, place)]
        case ast.BoolOp(op=ast.And(), values=values):
            return [cell for value in values for cell in _known(value, place)]
    return []


def _told(node: ast.expr, place: Place) -> str:
    match node:
        case ast.Set():
            return place.grid.cell(name_of(node), place.row)
        case ast.Constant(value=str(key)):
            return _quoted(place.grid.table.words["terms"][key])
        case ast.Constant(value=int() | float() as number):
            return repr(number)
        case ast.Name(id="NONE"):
            return EMPTY
        case ast.BinOp(left=left, op=op, right=right):
            return f"{_side(left, place)}{SIGNS[type(op)]}{_side(right, place)}"
        case ast.Compare(left=left, ops=[op], comparators=[right]):
            return f"{_told(left, place)}{COMPARED[type(op)]}{_told(right, place)}{SHIFT.get(type(op), '')}"
        case ast.BoolOp(op=op, values=values):
            return f"{type(op).__name__.upper()}({','.join(_told(value, place) for value in values)})"
        case ast.IfExp(test=test, body=yes, orelse=no):
            then = replace(place, filled=place.filled.union(_known(test, place)))
            return f"IF({_told(test, place)},{_guarded(yes, then)},{_guarded(no, place)})"
        case ast.Call(func=ast.Name(id=name), args=args) if name in FUNCTIONS:
            return FUNCTIONS[name](place, *args)
    raise LookupError(f"a formula says '{ast.unparse(node)}', which the appendix does not know")


def _side(node: ast.expr, place: Place) -> str:
    return f"({_told(node, place)})" if isinstance(node, ast.BinOp) else _told(node, place)


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'


def _column(node: ast.expr, place: Place) -> str:
    return place.grid.column(name_of(node), place.row)


def _share(place: Place, part: ast.expr, whole: ast.expr) -> str:
    return f"IF({_told(whole, place)}>0,{_side(part, place)}/{_side(whole, place)},{EMPTY})"


def _running(place: Place, amount: ast.expr, order: ast.expr) -> str:
    return f'SUMIF({_column(order, place)},"<="&{_told(order, place)},{_column(amount, place)})'


def _lookup(place: Place, *answers: ast.expr) -> str:
    key = f'&"{JOINT}"&'.join(_told(answer, place) for answer in answers)
    return f"INDEX({place.grid.names[OUTCOMES]},MATCH({key},{place.grid.names[KEYS]},0))"


FUNCTIONS: Mapping[str, Callable[..., str]] = {
    "SUM": lambda place, column: f"SUM({_column(column, place)})",
    "RANK": lambda place, column: f"RANK({_told(column, place)},{_column(column, place)})",
    "RUNNING": _running,
    "SHARE": _share,
    "INT": lambda place, value: f"INT({_told(value, place)})",
    "KNOWN": lambda place, column: f"{_told(column, place)}<>{EMPTY}",
    "LOOKUP": _lookup,
}
