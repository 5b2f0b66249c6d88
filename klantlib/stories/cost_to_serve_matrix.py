"""The chapter on cost-to-serve: the matrix of margin and cost, who stands where, and how sure that is."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pandas as pd

from klantlib.blocks import Block, Chart, Finding, Heading, Note, Table, Text, plain, table
from klantlib.measures.curves import above_zero
from klantlib.measures.serving import CELLS
from klantlib.stories.passages import first_that_holds, named

if TYPE_CHECKING:
    from klantlib.analyses.cost_to_serve import CostToServe

NAMED = 6  # losses named in the chart
EDGE = 0.02  # a chart that shows the outer 2% on each side shows little else...
ROOM = 0.5  # ...so it reaches half of the range between them further, and tells who lies outside
SIGNS = dict(zip(CELLS, ("++", "+", "+", "---"), strict=True))


def matrix(result: CostToServe) -> Iterator[Block]:
    if result.customers["cell"].isna().all():
        reasons = {"margin": not result.profit_known, "cost": not result.accounts.cost_to_serve > 0, "revenue": True}
        yield Heading("no_matrix_heading")
        yield Note(f"no_matrix_{first_that_holds(reasons)}")
        return
    worst = result.cell("low_high")
    profit = float(worst["profit"].sum())
    key = "matrix_none" if worst.empty else "matrix_loss" if profit < 0 else "matrix_thin"
    yield Heading(key, {"n": len(worst), "profit": profit, "loss": -profit})
    yield Text("matrix_how", result.limits._asdict())
    yield from _scatter(result)
    yield _cells(result)
    yield from (_cell(result, cell) for cell in CELLS if len(result.cell(cell)))
    if len(result.unplaced):
        yield Note("unplaced", {**named(result.unplaced), "cost": result.unplaced["cost_to_serve"].sum()})
    yield from _certainty(result)


def _scatter(result: CostToServe) -> Iterator[Block]:
    placed = result.customers.dropna(subset="cell")
    inside = _within(placed["margin_ratio"]) & _within(placed["cost_ratio"])
    losses = placed.index[inside & (placed["profit"] < 0)][::-1][:NAMED]
    shown = placed[inside].assign(label=lambda f: f["name"].where(f.index.isin(losses), ""))
    shown = pd.concat([shown[shown["cell"] == cell] for cell in CELLS])  # the legend in the order of the table
    ratios = {"margin_ratio": "percent", "cost_ratio": "percent"}
    formats = {"name": "text", "cell": "term", "revenue": "money", **ratios, "profit": "money", "label": "text"}
    yield Chart(
        "matrix",
        "scatter",
        plain({column: shown[column].tolist() for column in formats}),
        x="cost_ratio",
        y="margin_ratio",
        formats=formats,
        values={"n": len(shown), **result.limits._asdict(), **{cell: len(result.cell(cell)) for cell in CELLS}},
        group="cell",
        label="label",
        who="name",
        guides={"x": result.limits.cost, "y": result.limits.margin},
    )
    if not inside.all():
        yield Note("outside_chart", named(placed[~inside].sort_values("profit", kind="stable")))


def _within(values: pd.Series) -> pd.Series:
    low, high = values.quantile([EDGE, 1 - EDGE])
    room = ROOM * (high - low)
    return values.between(low - room, high + room)


def _cells(result: CostToServe) -> Table:
    """How many stand in each cell, what they bring, and what that asks for."""
    total = above_zero(float(result.customers["revenue"].sum()))
    rows = [
        {
            "cell": cell,
            "sign": SIGNS[cell],
            "customers": len(part),
            "revenue_share": part["revenue"].sum() / total,
            "profit_contribution": part["profit"].sum(),
            "asks_for": f"for_{_with_loss(cell, part)}",
        }
        for cell, part in ((cell, result.cell(cell)) for cell in CELLS)
    ]
    formats = ("term", "text", "count", "percent", "money", "term")
    return table("cells", pd.DataFrame(rows), dict(zip(rows[0], formats, strict=True)))


def _cell(result: CostToServe, cell: str) -> Finding:
    """A cell in words; the losses are named first where it is the bad one, else the largest profits."""
    part = result.cell(cell)
    profit = float(part["profit"].sum())
    ordered = part.iloc[::-1] if cell == "low_high" else part
    values = {**named(ordered), "profit": profit, "loss": -profit, **result.limits._asdict()}
    return Finding(cell_key(result, cell), values)


def cell_key(result: CostToServe, cell: str) -> str:
    """The finding on a cell that holds customers."""
    return f"cell_{_with_loss(cell, result.cell(cell))}"


def _with_loss(cell: str, customers: pd.DataFrame) -> str:
    return f"{cell}_loss" if customers["profit"].sum() < 0 else cell


def _certainty(result: CostToServe) -> Iterator[Block]:
    """How much hangs on the rates and on the limits."""
    swing, placed = result.chosen.swing, int(result.customers["cell"].notna().sum())
    values = {"swing": swing, "customers": placed, **named(result.customers[result.customers.index.isin(result.moved)])}
    yield Note("moved" if len(result.moved) else "nobody_moved", values)
    low, high = result.losers_range
    if low != high:
        yield Note("losers_range", {"swing": swing, "low": low, "high": high})
