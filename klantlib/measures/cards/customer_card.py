"""What is known of one customer, on one card? Pure; what is not known is named."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd

from klantlib.blocks import Action
from klantlib.measures.cards.scorecards import SIGNALS, UNCLASSED
from klantlib.measures.survey.loyalty_answers import until

QUARTERS = 4  # parts into which a period falls
FIGURES = ("revenue", "margin", "profit", "orders", "order_gap", "complaints", "paid_late")
SCORES = ("satisfaction", "trust", "repurchase", "recommend", "share_of_wallet")
FACTS = ("class", "account_manager", "unit", "segment", "since", "potential_revenue", "buys_on")
ROWS = ("now", "before", "peers")
ASPECTS, COMPLAINTS, WISHES = 3, 3, 2  # what is read before a visit: the whole card is two pages at most


@dataclass(frozen=True, eq=False)
class Card:
    """One customer, as an account manager takes it along."""

    customer_id: str
    name: str
    facts: Mapping[str, Any]  # of FACTS; None where unknown
    figures: pd.DataFrame  # rows ROWS as far as known, columns `row` and FIGURES
    scores: pd.DataFrame  # idem, columns `row`, SCORES and n (answers; of the class customers)
    peers: int  # customers of its class, itself among them; 0 without a class
    growth: float | None  # of revenue, fraction
    signals: Sequence[str]  # of SIGNALS
    quarters: pd.DataFrame  # quarter (q1..q4), row (now, before), revenue
    aspects: pd.DataFrame  # aspect, importance, expectation, experience, shortfall; largest shortfall first
    wishes: pd.DataFrame  # date, wish; latest first
    complaints: pd.DataFrame  # date, cause, settled, cost, open (bool); open ones first, then the latest
    ladder: Mapping[str, Any]  # ladder_now, ladder_wished (1-5), seller; empty where unknown
    plan: pd.DataFrame  # objective, measure, now, target, by, owner
    actions: Sequence[tuple[Action, float | None]]  # told, and this customer's part of its money
    reported: bool  # is there a report to take actions from?
    delivered: frozenset[str]  # tables that the client delivered

    @property
    def open(self) -> int:
        return int(self.complaints["open"].sum())

    @property
    def unknown(self) -> list[str]:
        """What this card cannot tell, in the order in which it stands on it."""
        now = {**self.figures.iloc[0].to_dict(), **self.scores.iloc[0].to_dict()}
        missing = {
            "class": self.facts["class"] is None,
            "account_manager": self.facts["account_manager"] is None,
            "potential_revenue": self.facts["potential_revenue"] is None,
            **{
                name: pd.isna(now[name]) for name in ("profit", "paid_late", "satisfaction", "trust", "share_of_wallet")
            },
            "aspects": self.aspects.empty,
            "complaints": "complaints" not in self.delivered,
            "ladder": not self.ladder,
            "plan": self.plan.empty,
        }
        return [name for name, lacks in missing.items() if lacks]


def facts(customer: pd.Series | None, of_class: str) -> dict[str, Any]:
    """Of FACTS what is known of who it is."""
    known = {} if customer is None else {name: customer[name] for name in FACTS[1:]}
    row = {"class": None if of_class == UNCLASSED else of_class, **known}
    return {name: None if (value := row.get(name)) is None or pd.isna(value) else value for name in FACTS}


def held(cards: pd.DataFrame, before: pd.DataFrame, customer_id: str) -> tuple[pd.DataFrame, pd.DataFrame, int]:
    """
    Figures and scores of this customer now, last period, and of the middle customer of its class; how many those are.

    `cards`: measures.scorecards.cards; `before`: indicators of last period. A class of one is compared with nobody.
    """
    columns = [*FIGURES, *SCORES]
    own = cards.loc[customer_id]
    rows = {"now": own[columns]}
    if customer_id in before.index:
        rows["before"] = before.loc[customer_id, columns]
    alike = cards[cards["class"].eq(own["class"]) & (cards["revenue"] > 0)] if own["class"] != UNCLASSED else cards[:0]
    if len(alike) > 1:
        rows["peers"] = alike[columns].median()
    frame = pd.DataFrame(rows).T.rename_axis("row").reset_index().astype(dict.fromkeys(columns, float))
    return frame[["row", *FIGURES]], frame[["row", *SCORES]], len(alike)


def warnings(card: pd.Series) -> list[str]:
    """The signals that are on; `card` is a row of measures.scorecards.warned."""
    return [name for name in SIGNALS if card[name]]


def quarters(lines: Mapping[str, pd.DataFrame], starts: Mapping[str, date], months: float, id: str) -> pd.DataFrame:
    """Revenue of this customer per quarter of each period; `lines` and `starts` by row (now, before)."""
    length = months / QUARTERS
    rows = [
        (f"q{number + 1}", row, float(_within(lines[row], id, starts[row], number, length)["revenue"].sum()))
        for row in starts
        for number in range(QUARTERS)
    ]
    return pd.DataFrame(rows, columns=["quarter", "row", "revenue"])


def _within(lines: pd.DataFrame, id: str, start: date, number: int, length: float) -> pd.DataFrame:
    """The lines of one quarter; undated ones are in none."""
    own = lines[lines["customer_id"] == id]
    part = ((_month(own["date"]) - _month(pd.Series([pd.Timestamp(start)])).iloc[0]) / length).clip(0, QUARTERS - 0.5)
    return own[part.floordiv(1).eq(number)]


def _month(days: pd.Series) -> pd.Series:
    days = pd.to_datetime(days)
    return days.dt.year * 12 + days.dt.month + (days.dt.day - 1) / 31


def judged(aspects: pd.DataFrame, id: str) -> pd.DataFrame:
    """What the customer said of each aspect last, the largest importance x shortfall first."""
    own = until(aspects[aspects["customer_id"] == id], None)
    last = own[own["date"].eq(own.groupby("aspect")["date"].transform("max")) | own["date"].isna()]
    marks = last.groupby("aspect", as_index=False)[["importance", "expectation", "experience"]].mean()
    ranked = marks.assign(shortfall=marks["expectation"] - marks["experience"])
    weight = (ranked["importance"] * ranked["shortfall"]).sort_values(ascending=False, kind="stable")
    return ranked.loc[weight[weight > 0].index].head(ASPECTS)


def wished(satisfaction: pd.DataFrame, id: str) -> pd.DataFrame:
    """The latest wishes, each once."""
    own = until(satisfaction[satisfaction["customer_id"] == id], None).dropna(subset=["wish"])
    return own[["date", "wish"]].drop_duplicates("wish", keep="last").iloc[::-1].head(WISHES)


def complained(complaints: pd.DataFrame, id: str, start: date, end: date) -> pd.DataFrame:
    """The complaints of the period, and older ones that are open at its end; those first, then the latest."""
    own = complaints[complaints["customer_id"].eq(id) & ~complaints["date"].gt(pd.Timestamp(end))]
    rows = own.assign(open=~own["settled"].le(pd.Timestamp(end)))
    kept = rows[rows["open"] | ~rows["date"].lt(pd.Timestamp(start))]
    told = kept.assign(settled=kept["settled"].mask(kept["open"]))
    return told.sort_values(["open", "date"], ascending=False, kind="stable")[
        ["date", "cause", "settled", "cost", "open"]
    ]


def concerning(found: Sequence[Action], id: str, at_most: int) -> list[tuple[Action, float | None]]:
    """The told actions in which this customer occurs, with its part of the money; most money first, each text once."""
    rows: dict[str, tuple[Action, float | None]] = {}
    for action in found:
        ids = [who for who, _ in action.customers]
        if id in ids:
            part = action.parts[ids.index(id)] if len(action.parts) == len(ids) else None
            rows.setdefault(action.words["text"], (action, part or None))
    return sorted(rows.values(), key=lambda row: -(row[1] or 0.0))[:at_most]


def with_customer(cards: pd.DataFrame, id: str, name: str) -> pd.DataFrame:
    """The cards, also where this customer bought nothing in either period: then with what that means and no more."""
    if id in cards.index:
        return cards
    nothing = {"name": name, "class": UNCLASSED, "revenue": 0.0, "orders": 0.0, **dict.fromkeys(SIGNALS, False)}
    row = pd.DataFrame([nothing], index=pd.Index([id], name=cards.index.name)).reindex(columns=cards.columns)
    return row if cards.empty else pd.concat([cards, row.astype(cards.dtypes.to_dict(), errors="ignore")])
