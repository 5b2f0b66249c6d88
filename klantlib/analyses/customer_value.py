"""What are the customers still worth, which of them carry that value, and how sure is it?"""

from __future__ import annotations

import math
from dataclasses import asdict, dataclass
from datetime import date
from functools import cached_property
from typing import Any

import pandas as pd

from klantlib.blocks import Action, Block, Heading, Table, Text, plain, table
from klantlib.measures.accounts import Accounts
from klantlib.measures.curves import Interval, ranked
from klantlib.measures.lifetime import retention
from klantlib.measures.lifetime.customer_value import by_class, equity_draws, interval, placed
from klantlib.measures.lifetime.growth_room import VERY, Growth, growth, levels, maxima
from klantlib.measures.lifetime.retention import Retention
from klantlib.measures.lifetime.value_ladder import Ladder, Terms, climb
from klantlib.stories import customer_value as parts
from klantlib.stories import customer_value_growth as growth_parts
from klantlib.stories.passages import actions_for, ending, names

NEEDS = ("transactions",)
REICHHELD = 0.05  # the points of retention that his 5% is about
LAYER_YEARS = 7  # as in his picture
FORMULAS = {
    "free": {"value": "{discounted} * {per_purchase}", "per_purchase": "{amount} * {rate} - {service}"},
    "contract": {"value": "{profit} * {remaining}"},
    "discounted": {"value": "{profit} * {multiple}"},
}


@dataclass(frozen=True)
class Inputs:
    """What only the client can tell; money a customer, 0 = not measured."""

    acquisition_cost: float  # of winning one
    reinvest: float  # share of the profit, fraction
    growth: float  # a year, of the very satisfied, as the texts have it; fraction
    layer_growth: float  # fraction a year
    layer_cost: float  # a year, from the second on
    layer_referrals: float
    layer_premium: float


@dataclass(frozen=True, eq=False)
class CustomerValue:
    """What the chapter rests on."""

    accounts: Accounts
    terms: Terms
    inputs: Inputs
    ladder: Ladder
    # index customer_id, largest value first, unknown last: name, class, revenue, profit, attention, months_new (of the
    # period; NaN revenue and profit for who did nothing in it), value (money), level (satisfaction 1..5), maximum and
    # room (money in a period), gain (the profit on that room), and of the ladder what its rung needs
    customers: pd.DataFrame
    classes: pd.DataFrame  # by_class
    equity: Interval  # of the value of all, 95%
    retention: Retention
    very: Growth  # of the very satisfied, against the period before
    others: Growth  # of who gave a lower mark

    @property
    def months(self) -> float:
        return self.terms.months

    @property
    def total(self) -> float:
        """What all customers are worth together; NaN where unknown."""
        return float(self.customers["value"].sum(min_count=1))

    @property
    def a_year(self) -> float:
        """Periods in a year."""
        return 12 / self.months

    @cached_property
    def valued(self) -> pd.DataFrame:
        return self.customers.dropna(subset="value")

    @cached_property
    def negative(self) -> pd.DataFrame:
        """Who costs more than it brings in for as long as nothing changes, largest loss first."""
        return self.valued[self.valued["value"] < 0].iloc[::-1]

    @property
    def negative_value(self) -> float:
        return -float(self.negative["value"].sum()) + 0.0

    @cached_property
    def head(self) -> tuple[int, float]:
        """How few customers carry half of the positive value, and which part of all valued customers that is."""
        positive = ranked(self.valued["value"].clip(lower=0))
        if not positive.sum() > 0:
            return 0, math.nan
        count = int((positive.cumsum() < positive.sum() / 2).sum()) + 1
        return count, count / len(positive)

    @property
    def point(self) -> float:
        """What one point of retention more is worth (money), over the customers that earn a profit; NaN if unknown."""
        rate, discount = self.retention.rate, self.terms.discount_period
        earned = self.accounts.customers["profit"].clip(lower=0).sum()
        more = retention.multiple(min(1.0, rate + 0.01), discount) - retention.multiple(rate, discount)
        return float(earned * more) if self.accounts.kind != "unknown" else math.nan

    @property
    def five(self) -> float:
        """How much larger value is with Reichheld's five points more; fraction."""
        return retention.points_more(self.retention.rate, self.terms.discount_period, REICHHELD)

    @property
    def years(self) -> float:
        """Mean years a customer at the measured retention; infinite where nobody left, NaN where unknown."""
        return retention.lifetime(self.retention.rate) * self.months / 12

    @cached_property
    def growing(self) -> pd.DataFrame:
        """Very satisfied customers that earn a profit and have room, most money to be won first."""
        rows = self.customers[self.customers["level"].eq(VERY) & self.customers["gain"].gt(0)]
        return rows.sort_index().sort_values("gain", ascending=False, kind="stable")

    @property
    def budget(self) -> float:
        """What the chosen share of the profit comes to, over customers that earn one; money in the period."""
        return self.inputs.reinvest * float(self.accounts.customers["profit"].clip(lower=0).sum())

    @property
    def profit_each(self) -> float:
        """What the middle customer earns us in a year; NaN where unknown."""
        return float(self.accounts.customers["profit"].median()) * self.a_year

    @property
    def value_each(self) -> float:
        """What the middle customer is worth."""
        return float(self.valued["value"].median())

    @property
    def keeping(self) -> float:
        """What the attention for the middle customer costs in a year; NaN where unknown."""
        return float(self.accounts.customers["attention"].median()) * self.a_year

    @cached_property
    def layers(self) -> pd.DataFrame:
        """Reichheld's layers by year, of the mean customer; only those that are not zero."""
        base = float(self.accounts.customers["profit"].mean()) * self.a_year
        if math.isnan(base):
            return pd.DataFrame()
        put = {name.removeprefix("layer_"): amount for name, amount in asdict(self.inputs).items() if "layer" in name}
        frame = retention.layers(base, **put, years=LAYER_YEARS)
        return frame.loc[:, frame.ne(0).any()]

    def figures(self) -> dict[str, Any]:
        """The fields of results.json."""
        ladder, (few, _) = self.ladder, self.head
        return plain(
            {
                "customers": len(self.customers),
                "valued": len(self.valued),
                "rung": ladder.rung,
                "reasons": dict(ladder.reasons),
                "ladder": dict(ladder.totals),
                "model": dict(ladder.model),
                "equity": self.total,
                "equity_low": self.equity.low,
                "equity_high": self.equity.high,
                "negative_customers": len(self.negative) if len(self.valued) else None,
                "negative_value": self.negative_value if len(self.valued) else None,
                "half_of_value": few if len(self.valued) else None,
                "by_class": self.classes.reset_index().to_dict("records"),
                "check": self._check(),
                "simplest_formula": parts.simplest(self) or None,
                **self._of_retention(),
                **self._of_growth(),
                **self._of_cost(),
                "discount": self.terms.discount,
                "horizon": self.terms.horizon,
            }
        )

    def _check(self) -> dict[str, Any] | None:
        check = self.ladder.check
        if check is None:
            return None
        names_ = ("kind", "customers", "months", "predicted", "actual", "off", "error", "naive_error")
        fifths = check.fifths.rename_axis("fifth").reset_index().to_dict("records") if len(check.fifths) else []
        return {**{name: getattr(check, name) for name in names_}, "missed": self.ladder.missed, "fifths": fifths}

    def _of_retention(self) -> dict[str, Any]:
        low, high = self.retention.interval
        return {
            "bought_before": self.retention.bought,
            "kept": self.retention.kept,
            "retention": self.retention.rate,
            "retention_low": low,
            "retention_high": high,
            "years_a_customer": self.years,
            "multiple": retention.multiple(self.retention.rate, self.terms.discount_period),
            "point_of_retention": self.point,
            "five_points_more": self.five,
        }

    def _of_growth(self) -> dict[str, Any]:
        left = growth_parts.room_left(self) if len(self.growing) else {}
        groups = {"very_satisfied": self.very, "less_satisfied": self.others}
        growths = {
            f"{name}_{part}": value
            for name, group in groups.items()
            for part, value in (
                ("customers", group.customers),
                ("growth", group.rate),
                *group.interval._asdict().items(),
            )
        }
        return {
            **growths,
            "growing_customers": len(self.growing),
            "growing_room": self.growing["room"].sum(),
            "growing_money": self.growing["gain"].sum(),
            **({f"growing_{name}": left[name] for name in ("share", "claimed", "own")} if left else {}),
        }

    def _of_cost(self) -> dict[str, Any]:
        cost, attention = self.inputs.acquisition_cost, self.accounts.customers["attention"].sum(min_count=1)
        return {
            "profit_a_year_each": self.profit_each,
            "value_each": self.value_each,
            "attention_a_year_each": self.keeping,
            "acquisition_cost": cost or None,
            "break_even_years": retention.break_even_years(cost, self.profit_each) if cost else None,
            "attention": attention,
            "reinvest": self.inputs.reinvest or None,
            "budget": self.budget or None,
            "above_customer": self.accounts.above_customer,
            "layers": self.layers.reset_index().to_dict("records"),
        }

    def per_customer(self) -> Table:
        """Every customer, largest value first."""
        formats = {
            "customer_id": "id",
            "name": "text",
            "class": "term",
            "value": "money",
            "profit": "money",
            "revenue": "money",
            **self._basis(),
            "satisfaction": "count",
            "maximum": "money",
            "room": "money",
            "months_new": "count",
        }
        frame = self.customers.reset_index().rename(columns={"level": "satisfaction"})
        formulas = {
            **FORMULAS.get(self.ladder.rung or "", {}),
            "room": "{maximum} - {revenue} if {maximum} >= {revenue} else 0",
        }
        checks = {"formulas": {**formulas, **self._given_formulas()}, "given": self._given()}
        return table(
            "customers",
            frame,
            formats,
            **checks,
            aside=("amount", "rate", "service") if self.ladder.rung == "free" else (),
        )

    def _basis(self) -> dict[str, str]:
        """The columns that the value was worked out from."""
        dated = {"purchases": "count", "first": "day", "last": "day"} if "first" in self.customers else {}
        match self.ladder.rung:
            case "free":
                amounts = {"amount": "cents", "rate": "percent1", "service": "cents", "per_purchase": "cents"}
                return {**dated, "expected": "number", "discounted": "number2", **amounts}
            case "contract":
                return {**dated, "tenure": "count", "remaining": "number2"}
        return dated

    def _given(self) -> list[list[Any]]:
        """What the retention rests on, and what it makes of a stream of profit."""
        rate, discount = self.retention.rate, self.terms.discount_period
        rows = [
            ("bought_before", "count", self.retention.bought),
            ("kept", "count", self.retention.kept),
            ("retention", "percent1", rate),
            ("discount", "percent1", discount),
            ("multiple", "number2", retention.multiple(rate, discount)),
            ("lifetime", "number2", retention.lifetime(rate)),
        ]
        return plain(rows) if self.retention.bought else []

    def _given_formulas(self) -> dict[str, str]:
        if not self.retention.bought:
            return {}
        return {
            "retention": "{kept} / {bought_before}",
            "multiple": "{retention} / (1 + {discount} - {retention})",
            "lifetime": "1 / (1 - {retention})",
        }

    def actions(self) -> list[Action]:
        """Grow the very satisfied that have room; count what a new customer costs."""
        return [*self._grow(), *self._count()]

    def _grow(self) -> list[Action]:
        rows = self.growing
        if rows.empty:
            return []
        money, rests_on = float(rows["gain"].sum()), growth_parts.room_key(self)
        values = {"n": len(rows), "names": names(rows), "money": money, "room": rows["room"].sum()}
        return actions_for("grow_action", rows, values, money, "growth", rests_on, parts=rows["gain"], confidence="low")

    def _count(self) -> list[Action]:
        """Nobody counted what the new customers cost."""
        new = self.customers["months_new"].notna().sum()
        if self.inputs.acquisition_cost or not new or not len(self.valued):
            return []
        return [Action("count_action", {"n": int(new)}, rests_on=growth_parts.winning_key(self), confidence="high")]

    def blocks(self) -> list[Block]:
        """The chapter in reading order."""
        closing = ending(*parts.method(self))
        if self.customers.empty:
            return [Heading("no_customers", level=1), Text("question", {"discount": self.terms.discount}), *closing]
        story = (
            parts.opening,
            parts.classes,
            parts.sureness,
            growth_parts.staying,
            growth_parts.growing,
            growth_parts.winning,
        )
        return [block for part in story for block in part(self)] + closing


def analyse(
    accounts: Accounts,
    transactions: pd.DataFrame,
    customers: pd.DataFrame,
    satisfaction: pd.DataFrame,
    classes: pd.Series,
    end: date,
    months: float = 12,
    *,
    discount: float = 0.10,
    horizon: int = 10,
    contractual: bool = False,
    least: int = 100,
    tolerance: float = 0.25,
    acquisition_cost: float = 0.0,
    reinvest: float = 0.0,
    growth_a_year: float = 0.2,
    layer_growth: float = 0.0,
    layer_cost: float = 0.0,
    layer_referrals: float = 0.0,
    layer_premium: float = 0.0,
    resamples: int = 1000,
    seed: int = 1,
) -> CustomerValue:
    """
    Value every customer by the highest rung of the ladder that its history carries.

    `transactions` and `satisfaction` go back as far as they like; nothing after `end` counts. `classes`: index
    customer_id, may be empty. `months` is the length of the period of the accounts. With fewer than `least` customers,
    without repeats or departures, or where the last period was foretold worse than `tolerance` (fraction), the multiple
    of the measured retention counts. `discount` a year; the models count `horizon` years.
    """
    terms = Terms(end, months, discount, horizon, contractual, least, tolerance)
    inputs = Inputs(acquisition_cost, reinvest, growth_a_year, layer_growth, layer_cost, layer_referrals, layer_premium)
    history = _counting(transactions, customers, end)
    revenue = retention.windows(history, end, months)
    ladder = climb(accounts, history, customers, revenue, terms)
    frame = _frame(accounts, ladder, customers, classes)
    chance = {"resamples": resamples, "seed": seed}
    very, others, frame = _satisfied(frame, satisfaction, customers, revenue, terms, chance)
    draws = equity_draws(frame, _flags(revenue, ladder, terms), **chance)
    return CustomerValue(
        accounts=accounts,
        terms=terms,
        inputs=inputs,
        ladder=ladder,
        customers=frame.sort_index().sort_values("value", ascending=False, kind="stable", na_position="last"),
        classes=by_class(frame, draws),
        equity=interval(draws.get("total")),
        retention=retention.kept(revenue),
        very=very,
        others=others,
    )


def _counting(transactions: pd.DataFrame, customers: pd.DataFrame, end: date) -> pd.DataFrame:
    """The transactions of known customers up to the end of the period."""
    until = transactions[pd.to_datetime(transactions["date"]) <= pd.Timestamp(end)]
    return until if customers.empty else until[until["customer_id"].isin(customers["customer_id"])]


def _frame(accounts: Accounts, ladder: Ladder, customers: pd.DataFrame, classes: pd.Series) -> pd.DataFrame:
    """Everyone who bought or cost something in the period, or has a value by what it bought before."""
    own = accounts.customers[["name", "revenue", "profit", "attention", "months_new"]]
    valued = ladder.values[ladder.values.index.isin(own.index) | ladder.values["value"].notna()]
    frame = own.join(valued, how="outer").rename_axis("customer_id")
    known = customers.set_index("customer_id")["name"].reindex(frame.index)
    return frame.assign(
        name=frame["name"].fillna(known).fillna(frame.index.to_series()),
        **{"class": placed(frame.index, classes, own.index)},
    )


def _flags(revenue: pd.DataFrame, ladder: Ladder, terms: Terms) -> tuple[pd.Series, pd.Series, float] | None:
    """Who bought before and again, where the value hangs on that."""
    if ladder.rung != "discounted":
        return None
    bought = revenue[1] > 0
    return bought, bought & (revenue[0] > 0), terms.discount_period


def _satisfied(
    frame: pd.DataFrame,
    satisfaction: pd.DataFrame,
    customers: pd.DataFrame,
    revenue: pd.DataFrame,
    terms: Terms,
    chance: dict[str, int],
) -> tuple[Growth, Growth, pd.DataFrame]:
    """How the very satisfied grow, how the others do, and the frame with level, maximum, room and gain."""
    level = levels(satisfaction, terms.end)
    before = revenue[1] if 1 in revenue else pd.Series(dtype=float)
    very, others = (
        growth(revenue[0], before[before.index.isin(level.index[chosen])], **chance)
        for chosen in (level.eq(VERY), level.lt(VERY))
    )
    most = maxima(customers, satisfaction, frame["revenue"], terms.end, terms.months)
    room = (most - frame["revenue"]).clip(lower=0)
    gain = room * frame["profit"] / frame["revenue"].where(frame["revenue"] > 0)
    return very, others, frame.assign(level=level.reindex(frame.index), maximum=most, room=room, gain=gain)
