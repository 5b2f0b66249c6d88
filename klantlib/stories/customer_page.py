"""The page on one customer that an account manager takes along, part by part."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from klantlib.blocks import Block, Chart, Heading, Note, Table, Text, plain, table
from klantlib.measures.cards.customer_card import COMPLAINTS, Card
from klantlib.stories.passages import filled

FIGURES = {
    "row": "term",
    "revenue": "money",
    "margin": "money",
    "profit": "money",
    "orders": "count",
    "order_gap": "number",
    "complaints": "count",
    "paid_late": "percent",
}
SCORES = {
    "row": "term",
    "satisfaction": "number",
    "trust": "number",
    "repurchase": "number",
    "recommend": "number",
    "share_of_wallet": "percent",
}
FACTS = {
    "class": "term",
    "account_manager": "text",
    "unit": "text",
    "segment": "text",
    "since": "day",
    "potential_revenue": "money",
    "buys_on": "term",
}
PLAN = {"objective": "text", "measure": "text", "now": "text", "target": "text", "by": "text", "owner": "text"}
LEVEL = 0.02  # change in revenue, as a fraction, up to which it is level


def blocks(card: Card) -> list[Block]:
    """The whole page in reading order."""
    parts = (_who, _figures, _opinion, _complaints, _agreed, _next, _unknown)
    return [block for part in parts for block in part(card)]


def _who(card: Card) -> Iterator[Block]:
    values = {"name": card.name, "id": card.customer_id, "n": len(card.signals), "signals": list(card.signals)}
    loss = -float(card.figures["profit"].iloc[0])  # unknown is no loss
    told = "signals" if card.signals else "no_signals"
    yield Heading(f"loss_{told}" if loss > 0 else told, {**values, "loss": loss}, level=1)
    yield Text("signals_text" if card.signals else "no_signals_text", values)
    rows = pd.DataFrame([card.facts])
    if known := filled(rows, FACTS):
        yield table("facts", rows, known)


def _figures(card: Card) -> Iterator[Block]:
    revenue = float(card.figures["revenue"].iloc[0])
    yield Heading(f"revenue_{_direction(card)}", {"growth": abs(card.growth or 0.0), "revenue": revenue})
    shown = filled(card.figures, FIGURES, *list(FIGURES)[2:])
    key = "figures" if "peers" in set(card.figures["row"]) else "figures_alone"
    yield table(key, card.figures, shown, values={"peers": card.peers})
    if card.quarters["revenue"].abs().sum() > 0:
        yield _quarters(card)


def _direction(card: Card) -> str:
    if card.growth is None:
        return "first"
    return "level" if abs(card.growth) <= LEVEL else "up" if card.growth > 0 else "down"


def _quarters(card: Card) -> Chart:
    """Quarter beside quarter; last period only where there was any."""
    rows = card.quarters
    sold = rows.groupby("row")["revenue"].transform(lambda values: values.abs().sum()) > 0
    rows = rows[sold].sort_values("quarter", kind="stable")
    now = rows[rows["row"] == "now"] if (rows["row"] == "now").any() else rows
    best = now.loc[now["revenue"].idxmax()]
    values = {"quarter": best["quarter"], "most": float(best["revenue"]), "n": len(rows)}
    formats = {"quarter": "term", "row": "term", "revenue": "money"}
    data = plain(rows.to_dict("list"))
    return Chart("quarters", "bar", data, x="revenue", y="quarter", formats=formats, values=values, group="row")


def _opinion(card: Card) -> Iterator[Block]:
    known = card.scores.drop(columns="row").iloc[0].notna().any()
    if not known and card.aspects.empty and card.wishes.empty:
        return
    yield Heading("opinion" if known else "opinion_earlier", {"satisfaction": card.scores["satisfaction"].iloc[0]})
    if known:
        shown = filled(card.scores, SCORES, *list(SCORES)[1:])
        yield table("scores", card.scores, shown)
    if len(card.aspects):
        formats = {"aspect": "text", **dict.fromkeys(("importance", "expectation", "experience"), "number")}
        yield table("aspects", card.aspects, formats)
    for n, row in enumerate(card.wishes.to_dict("records")):
        key = "wish" if pd.notna(row["date"]) else "wish_undated"
        yield Text(f"{key}.{n}", plain({"wish": row["wish"], "date": row["date"]}))


def _complaints(card: Card) -> Iterator[Block]:
    if "complaints" not in card.delivered:
        return
    values = {"n": len(card.complaints), "open": card.open, "settled": len(card.complaints) - card.open}
    yield Heading("complaints" if values["n"] else "no_complaints", values)
    if values["n"]:
        rows = card.complaints.head(COMPLAINTS)
        shown = filled(rows, {"date": "day", "cause": "text", "settled": "day", "cost": "money"}, "cause", "cost")
        yield table("complaints_table", rows, shown, values={**values, "shown": len(rows)})


def _agreed(card: Card) -> Iterator[Block]:
    """Where the relation stands and should go, and what was agreed."""
    if not card.ladder and card.plan.empty:
        return
    yield Heading("agreed", {"n": len(card.plan)})
    if len(card.plan):
        yield table("plan", card.plan, filled(card.plan, PLAN, *list(PLAN)[1:]))
    if card.ladder:
        step = card.ladder["ladder_wished"] - card.ladder["ladder_now"]
        rungs = {name: f"rung{int(card.ladder[name])}" for name in ("ladder_now", "ladder_wished")}
        yield Text("climb" if step > 0 else "descend" if step < 0 else "stay", rungs)


def _next(card: Card) -> Iterator[Block]:
    yield Heading("next" if card.actions else "nothing_next", {"n": len(card.actions)})
    if card.actions:
        yield _actions(card)
    else:
        yield Note("no_actions" if card.reported else "no_report")


def _actions(card: Card) -> Table:
    rows = pd.DataFrame(
        [
            {"action": told.words["text"], "step": told.words["step"], "duty": told.words.get("owner"), "money": part}
            for told, part in card.actions
        ]
    )
    formats = {"action": "text", "step": "text", "duty": "text", "money": "money"}
    return table("actions", rows, filled(rows, formats, "duty", "money"))


def _unknown(card: Card) -> Iterator[Block]:
    if card.unknown:
        yield Note("unknown", {"things": card.unknown})
    yield Note("internal")
