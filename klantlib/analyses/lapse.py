"""Who leaves, who dries up, how much money goes each way, and whose silence is a reason to call?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

from klantlib.blocks import Action, Block, Heading, Table, Text, plain, table
from klantlib.measures.accounts import Accounts
from klantlib.measures.leaving.behaviour import MANY_SIGNS, SIGNS, Behaviour, signs
from klantlib.measures.leaving.drying_up import Drying, drying_up
from klantlib.measures.leaving.lapsing import (
    FirstYear,
    breadth,
    first_year,
    losses_by_period,
    lost,
    loyalty_coefficient,
)
from klantlib.measures.leaving.order_days import among, order_days, rhythms
from klantlib.measures.leaving.warning import TIMES, Backtest, Rule, at_risk, backtest, chances, horizon_of
from klantlib.measures.proportions import Share
from klantlib.stories import lapse as parts
from klantlib.stories import lapse_warning as warning_parts
from klantlib.stories.passages import actions_for, ending, known_sum, names

NEEDS = ("transactions",)
STAGES = ("relation", "leaving", "gone")  # what fits a customer depends on which of these it is in
STATES = {  # what is known of a customer -> its stage; the first that holds counts
    "lost": "gone",
    "silent": "gone",
    "overdue": "leaving",
    "drying": "leaving",
    "signs": "leaving",
    "steady": "relation",
}
CALLED = 20  # customers in one round of calls
FORMULAS = {
    "overdue": "{silent} / {rhythm}",
    "expected": "({probability} * {profit} if {profit} > 0 else 0) if KNOWN({probability}) else NONE",
}


@dataclass(frozen=True, eq=False)
class Lapse:
    """What the chapter rests on."""

    accounts: Accounts
    # who ordered in this period or the one before it; index customer_id, by id: name, months_new, state (of STATES),
    # last (day), silent (days), rhythm (days), own (bool), overdue (times), alarm (bool), probability (to stay away for
    # the horizon; NaN where not tested or not at risk), profit (of the period), expected (probability x profit),
    # revenue_before, revenue, lost (money that went), lost_profit, orders_before, orders_now, products_before,
    # products, the signs of `measures.behaviour` with their figures, and signs (how many)
    customers: pd.DataFrame
    compared: bool  # did any customer order in a period before this one?
    drying: Drying
    history: pd.DataFrame  # money lost to each, period by period: end, lost, drying, lost_n, drying_n
    loyalty: Mapping[str, Share]  # per class, and total: bought again, of the customers of the period before
    newcomers: FirstYear
    test: Backtest
    exits: int  # lost customers whose reason is in the table of exits
    months: float  # of the period
    rule: Rule
    least: int
    untested: float
    fall: float
    chance: float
    narrow: int

    @property
    def tested(self) -> bool:
        """Could the alarm be held against the client's own past?"""
        return self.test.best is not None

    @property
    def priced(self) -> bool:
        """Is profit known, so that there is something to rank by?"""
        return self.accounts.kind != "unknown"

    def of(self, *states: str) -> pd.DataFrame:
        """The customers in these states, most money first: lost where it went, at stake where it may yet go."""
        rows = self.customers[self.customers["state"].isin(states)]
        by = ["lost"] if set(states) <= {"lost", "drying"} else ["worth", "revenue"]
        return rows.sort_index().sort_values(by, ascending=False, kind="stable")

    @cached_property
    def overdue(self) -> pd.DataFrame:
        """Who is flagged, most money at stake first."""
        return self.of("overdue")

    @cached_property
    def dries(self) -> pd.DataFrame:
        """Who dries up, flagged or not, most money first."""
        rows = self.customers.loc[self.drying.dries.index]
        return rows.sort_index().sort_values("lost", ascending=False, kind="stable")

    def stage(self, stage: str) -> pd.DataFrame:
        return self.of(*(state for state, its in STATES.items() if its == stage))

    @property
    def fewer_orders(self) -> float:
        """The part of what dries up that goes by ordering less often, the rest by ordering less at a time; fraction."""
        dries = self.dries
        size = dries["revenue_before"] / dries["orders_before"].where(dries["orders_before"] > 0)
        total = float(dries["lost"].sum())
        often = float(((dries["orders_before"] - dries["orders_now"]) * size).sum())
        return min(max(often / total, 0.0), 1.0) if total > 0 else float("nan")

    @property
    def narrowed(self) -> pd.DataFrame:
        """Who still buys, but a third fewer products than before, of at least three."""
        then, now = self.customers["products_before"], self.customers["products"]
        return self.customers[(then.ge(3) & (now * 3 <= then * 2)).fillna(value=False).astype(bool)]

    def figures(self) -> dict[str, Any]:
        """The fields of results.json: counts, money, shares with their intervals, and what the alarm rests on."""
        gone, dries, rows = self.of("lost"), self.dries, self.customers
        return plain(
            {
                "customers": len(rows),
                "customers_before": self.loyalty["total"].n if self.compared else None,
                "lost_customers": len(gone) if self.compared else None,
                "lost_revenue": gone["lost"].sum() if self.compared else None,
                "lost_profit": known_sum(gone["lost_profit"]),
                "drying_customers": len(dries) if self.compared else None,
                "drying_revenue": dries["lost"].sum() if self.compared else None,
                "drying_profit": known_sum(dries["lost_profit"]),
                "drying_tested": self.drying.tested,
                "drying_too_few_orders": self.drying.too_few,
                "drying_by_chance": self.drying.by_chance if self.compared else None,
                "drying_fewer_orders_share": self.fewer_orders,
                "drying_unproven_customers": len(self.drying.doubtful),
                "drying_unproven_revenue": parts.unproven(self),
                "trend": self.drying.trend if self.compared else None,
                "larger": parts.larger(self),
                "history": self.history.to_dict("records"),
                "loyalty_coefficient": {name: share._asdict() for name, share in self.loyalty.items()},
                "first_year_lapse": self.newcomers.lapse._asdict(),
                "first_year_recent": self.newcomers.recent,
                "first_year_recent_again": self.newcomers.again,
                "silent_customers": len(self.of("silent")),
                "overdue_customers": len(self.overdue),
                "overdue_expected": known_sum(self.overdue["expected"]),
                "overdue_profit": known_sum(self.overdue["profit"]),
                "no_own_rhythm": int((self.at_risk & ~rows["own"].astype(bool)).sum()),
                "stages": {stage: len(self.stage(stage)) for stage in STAGES},
                "signs": {sign: int(rows[sign].sum()) for sign in SIGNS},
                "products_median": rows["products"].median(),
                "narrow_customers": int(rows["products"].le(self.narrow).sum()),
                "narrowed_customers": len(self.narrowed),
                "warning": self._warning(),
            }
        )

    @property
    def at_risk(self) -> pd.Series:
        """Who ordered lately enough to be lost still; boolean per customer."""
        return ~self.customers["state"].isin(["lost", "silent"])

    def _warning(self) -> dict[str, Any]:
        test, best = self.test, self.test.best
        scores = [
            {**score._asdict(), "precision": score.precision._asdict(), "recall": score.recall._asdict()}
            for score in test.scores
        ]
        return {
            "horizon_months": test.months,
            "cutoffs": list(test.cutoffs),
            "observations": len(test.seen),
            "base_rate": test.base._asdict(),
            "returned_later": test.returned._asdict(),
            "signal": best.signal if best else None,
            "alarm": best.alarm if best else self.untested,
            "tested": self.tested,
            "better_than_base_rate": test.better if best else None,
            "scores": scores,
            "bins": test.bins.to_dict("records") if best else [],
        }

    def per_customer(self) -> Table:
        """Everyone who ordered in this period or the one before it, most money at stake first."""
        formats = {
            "customer_id": "id",
            "name": "text",
            "months_new": "count",
            "state": "term",
            "last": "day",
            "silent": "count",
            "rhythm": "number",
            "overdue": "number2",
            "probability": "percent",
            "profit": "money",
            "expected": "money",
            "revenue_before": "money",
            "revenue": "money",
            "lost": "money",
            "orders_before": "count",
            "orders_now": "count",
            "products_before": "count",
            "products": "count",
            "complaints": "count",
            "days_later": "count",
            "quotes_won": "percent",
            "satisfaction_change": "number",
            "signs": "count",
        }
        rows = self.of(*STATES).reset_index()
        return table("customers", rows, formats, formulas=FORMULAS)

    def actions(self) -> list[Action]:
        """Call who is silent for too long, and repair or win back where most money went; nobody is in both."""
        calls = self.overdue[self.overdue["revenue"] > 0].head(CALLED)
        return [*self._call(calls), *self._repair()]

    def _call(self, calls: pd.DataFrame) -> list[Action]:
        worth = calls["expected"] if self.tested else calls["profit"].clip(lower=0)
        money = float(worth.clip(lower=0).sum()) if self.priced else 0.0
        values = {"n": len(calls), "names": names(calls), "money": money, "months": self.test.months}
        key = ("call" if self.tested else "call_untested") if money > 0 else "call_plain"
        how_sure = "medium" if self.tested and self.test.better else "low"
        share = worth if money > 0 else None
        rests_on = warning_parts.overdue_key(self)
        return actions_for(key, calls, values, money, "profit", rests_on, parts=share, confidence=how_sure)

    def _repair(self) -> list[Action]:
        """For those that dry up, or those that are lost: where more money went."""
        dries, gone = self.of("drying"), self.of("lost")
        first = gone if parts.larger(self) in ("lost", "split_lost") or dries.empty else dries
        first = first[~(first["lost_profit"] < 0)].head(CALLED)  # nobody is sent after a loss
        kind, sure = ("win_back", "high") if first.index.isin(gone.index).any() else ("repair", "medium")
        money = float(first["lost_profit"].clip(lower=0).sum())
        values = {"n": len(first), "names": names(first), "money": money, "revenue": first["lost"].sum()}
        share = first["lost_profit"] if money > 0 else None
        rests_on = "lost" if kind == "win_back" else "drying"
        return actions_for(kind, first, values, money, "loss", rests_on, parts=share, confidence=sure)

    def blocks(self) -> list[Block]:
        """The chapter in reading order."""
        how = ending(*parts.limits(self), horizon=self.test.months)
        if self.customers.empty:
            return [Heading("no_customers", level=1), Text("question"), *how]
        story = (
            parts.opening,
            parts.leaks,
            parts.staying,
            warning_parts.test,
            warning_parts.overdue,
            parts.stages,
        )
        return [block for part in story for block in part(self)] + how


def analyse(
    accounts: Accounts,
    before: Accounts,
    transactions: pd.DataFrame,
    customers: pd.DataFrame,
    classes: pd.Series,
    behaviour: Behaviour,
    before_start: date,
    start: date,
    end: date,
    *,
    horizon: int = 0,
    alarm: float = 0.0,
    missed: float = 2.0,
    most: float = 0.2,
    least: int = 10,
    untested: float = 2.0,
    fall: float = 0.25,
    chance: float = 0.01,
    narrow: int = 2,
) -> Lapse:
    """
    Who left and who dries up between the period before and this one, and whose silence foretells that they will leave.

    `transactions` and the tables of `behaviour`: every row up to `end`; `before` are the accounts of the period from
    `before_start` to the day before `start`, without customers where there is none; `classes` are of that period (index
    customer_id; may be empty). `horizon`: months without an order that are staying away, 0 = the customers' own rhythm
    decides. The other options are described in the workbook.
    """
    first, begin, last = (pd.Timestamp(day) for day in (before_start, start, end))
    known = accounts.parents.index.union(accounts.customers.index).union(before.customers.index)
    lines = transactions[among(transactions["customer_id"], known) & transactions["date"].le(last)]
    days, rule = order_days(lines, known), Rule(missed, most)
    months = horizon or horizon_of(days, last)
    test = backtest(days, last, months, rule=rule, alarm=alarm, least=least)
    loyalty = loyalty_coefficient(days, first, begin, last, classes)
    compared = loyalty["total"].n > 0
    drying = drying_up(days, first, begin, last, fall=fall, chance=chance)
    gone = lost(days, first, begin, last)
    ids = _who(days, first)
    frame = _money(accounts, before, ids, gone, drying)
    frame = frame.join(_silence(days, last, test, untested).reindex(ids))
    frame = frame.join(breadth(lines, ids, first, begin, last)).join(signs(behaviour, ids, first, begin, last))
    frame = _judged(frame, gone, drying, at_risk(days, last, months).index)
    return Lapse(
        accounts=accounts,
        customers=frame,
        compared=compared,
        drying=drying,
        history=losses_by_period(days, lines, first, begin, last, fall=fall, chance=chance),
        loyalty=loyalty,
        newcomers=first_year(days, customers.set_index("customer_id")["since"], last),
        test=test,
        exits=int(gone.isin(behaviour.exits["customer_id"].unique()).sum()),
        months=(end.year - start.year) * 12 + end.month - start.month + 1,
        rule=rule,
        least=least,
        untested=untested,
        fall=fall,
        chance=chance,
        narrow=narrow,
    )


def _who(days: pd.DataFrame, first: pd.Timestamp) -> pd.Index:
    """Who ordered since the period before began, by id."""
    return pd.Index(sorted(days.loc[days["date"] >= first, "customer_id"].unique()), name="customer_id", dtype="str")


def _money(accounts: Accounts, before: Accounts, ids: pd.Index, gone: pd.Index, drying: Drying) -> pd.DataFrame:
    """What each brought in then and now, and what went where it left or dries up."""
    now, then = accounts.customers.reindex(ids), before.customers.reindex(ids)
    frame = pd.DataFrame(
        {
            "name": now["name"].fillna(then["name"]),
            "months_new": now["months_new"],
            "profit": now["profit"].astype(float),
            "revenue_before": then["revenue"].astype(float).fillna(0.0),
            "revenue": now["revenue"].astype(float).fillna(0.0),
            "orders_before": then["orders"].fillna(0).astype(int),
            "orders_now": now["orders"].fillna(0).astype(int),
        },
        index=ids,
    )
    left, dries = among(ids, gone), among(ids, drying.dries.index)
    less = then["profit"].astype(float) - now["profit"].astype(float).where(~left, 0.0)
    alike = accounts.kind == before.kind or "unknown" in (accounts.kind, before.kind)
    return frame.assign(
        lost=(frame["revenue_before"] - frame["revenue"].where(~left, 0.0)).clip(lower=0).where(left | dries),
        lost_profit=less.where((left | dries) & alike),
    )


def _silence(days: pd.DataFrame, last: pd.Timestamp, test: Backtest, untested: float) -> pd.DataFrame:
    """Of everyone that ever ordered: how long silent, in rhythms too, whether that is an alarm, and the chance."""
    now, best = rhythms(days, last), test.best
    signal, level = (best.signal, best.alarm) if best else (TIMES, untested)
    chance = chances(now[signal], test.bins) if best else np.nan
    return now.drop(columns="orders").assign(alarm=now[signal] >= level, probability=chance)


def _judged(frame: pd.DataFrame, gone: pd.Index, drying: Drying, lately: pd.Index) -> pd.DataFrame:
    """Each customer's state, and what may go with it."""
    choices = {
        "lost": among(frame.index, gone),
        "silent": ~among(frame.index, lately),
        "overdue": frame["alarm"].astype(bool),
        "drying": among(frame.index, drying.dries.index),
        "signs": frame["signs"] >= MANY_SIGNS,
    }
    state = np.select([np.asarray(holds, dtype=bool) for holds in choices.values()], list(choices), default="steady")
    live = ~np.isin(state, ["lost", "silent"])
    chance = frame["probability"].where(live).astype(float)
    expected = chance * frame["profit"].clip(lower=0)
    return frame.assign(
        state=state, probability=chance, expected=expected, worth=expected.fillna(frame["profit"]).fillna(0.0)
    )
