"""What is each customer still worth, and what are they worth together? The parts of the ladder. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Literal

import numpy as np
import pandas as pd

from klantlib.measures.classes import CLASSES
from klantlib.measures.curves import LEAST_CUSTOMERS, Interval
from klantlib.measures.lifetime import buying, retention, spending

Rung = Literal["text", "discounted", "contract", "free"]
RUNGS: tuple[Rung, ...] = ("text", "discounted", "contract", "free")  # from simple to refined
WEEKS_A_YEAR = 365.25 / 7
TOGETHER = 0.3  # rank correlation from which number and amount go together: gamma-gamma would pull the small ones up


def streams(model: buying.Model, history: pd.DataFrame, discount: float, years: int) -> pd.DataFrame:
    """
    Purchases to come (index customer_id): in the next year, and of so many years together, discounted to today.

    Each year's purchases stand in its middle.
    """
    until = [buying.expected(model, history, year * WEEKS_A_YEAR) for year in range(1, years + 1)]
    each = np.diff(np.column_stack([np.zeros(len(history)), *until]), axis=1)
    weights = (1 + discount) ** -(np.arange(years) + 0.5)
    return pd.DataFrame({"expected": each[:, 0], "discounted": each @ weights}, index=history.index)


def amounts(history: pd.DataFrame) -> tuple[pd.Series, dict[str, float]]:
    """
    Money per purchase to come (index customer_id), and what was fitted: p, q, v, log_likelihood_amounts, correlation.

    By gamma-gamma on the repeat purchases; a one-time buyer leans on all others. It takes the amount of a purchase to
    have nothing to do with their number (Fader & Hardie, 2013). Where the rank correlation of the two is over TOGETHER,
    or the spread cannot be fitted (no mean, no end), each customer keeps its own mean.
    """
    repeats = history.dropna(subset="spend")
    own = (history["revenue"] / history["purchases"]).clip(lower=0)
    differ = all(np.ptp(repeats[name]) > 0 for name in ("x", "spend"))
    known = {"correlation": float(repeats["x"].corr(repeats["spend"], method="spearman"))} if differ else {}
    if abs(known.get("correlation", 0.0)) > TOGETHER:
        return own, known
    model, fit = spending.spending(repeats["spend"], repeats["x"])
    if model.q <= 1 or fit.bounded:
        return own, {**known, "q": model.q}
    amount = spending.expected_amount(model, history["revenue"], history["purchases"])
    return amount, {**known, **model._asdict(), "log_likelihood_amounts": fit.log_likelihood}


def per_purchase(accounts: pd.DataFrame, amount: pd.Series, bought: pd.Series) -> pd.DataFrame:
    """
    What a purchase to come leaves (index of `amount`, money a purchase): rate, service and per_purchase.

    rate is margin per unit of revenue, service the cost-to-serve of a purchase: the customer's own in the period, in
    which it made so many purchases (`bought`); of who did not buy then that of all together. per_purchase = amount x
    rate - service; NaN where the customer's margin is unknown, service 0 where nobody's is known.
    """
    own = accounts.reindex(amount.index)
    buys = own["revenue"].gt(0) & bought.reindex(amount.index).gt(0)
    known = accounts.dropna(subset="profit")
    cost = known["cost_to_serve"].fillna(0.0)
    revenue = known["revenue"].sum() if known["revenue"].sum() > 0 else float("nan")
    rate = (own["margin"] / own["revenue"].where(buys)).where(buys, known["margin"].sum() / revenue)
    each = (own["cost_to_serve"].fillna(0.0) / bought.reindex(amount.index).where(buys)).where(
        buys, amount * cost.sum() / revenue
    )
    rate = rate.mask(own["margin"].isna() & amount.index.isin(accounts.index))
    return pd.DataFrame({"rate": rate, "service": each, "per_purchase": amount * rate - each})


def purchases_in(transactions: pd.DataFrame, end: date, months: float) -> pd.Series:
    """How many purchases each customer (index customer_id) made in the last so many months."""
    last = pd.Timestamp(end)
    start = last - pd.Timedelta(days=round(months * 365.25 / 12))
    earlier = buying.histories(transactions, start)["purchases"]
    now = buying.histories(transactions, last)["purchases"]
    return now - earlier.reindex(now.index).fillna(0)


def placed(ids: pd.Index, classes: pd.Series, active: pd.Index) -> pd.Series:
    """The class of each customer; `silent` for who did nothing in the period, `unclassed` where it is not known."""
    known = classes.dropna().astype(object)
    found = known[~known.index.duplicated()].reindex(ids).fillna("unclassed")
    return found.where(ids.isin(active), "silent").astype(object)


def by_class(customers: pd.DataFrame, draws: Mapping[str, np.ndarray]) -> pd.DataFrame:
    """Per class that has customers, and in total: customers, profit, value, low, high, value_each; money."""
    groups = customers.groupby("class").agg(
        customers=("value", "size"), profit=("profit", _known), value=("value", _known)
    )
    order = [*CLASSES, "unclassed", "silent"]
    rows = groups.reindex([name for name in order if name in groups.index])
    rows.loc["total"] = [len(customers), _known(customers["profit"]), _known(customers["value"])]
    bounds = pd.DataFrame({name: interval(draws.get(name)) for name in rows.index}, index=["low", "high"]).T
    each = rows["value"] / rows["customers"].where(rows["customers"] > 0)
    return rows.join(bounds).assign(value_each=each, customers=lambda f: f["customers"].astype(int))


def interval(draws: np.ndarray | None) -> Interval:
    """The middle 95% of the draws; NaN without any."""
    if draws is None or not len(draws):
        return Interval(float("nan"), float("nan"))
    tail = (1 - retention.INTERVAL) / 2
    return Interval(*map(float, np.quantile(draws, [tail, 1 - tail])))


def equity_draws(
    customers: pd.DataFrame, multiple_of: tuple[pd.Series, pd.Series, float] | None, resamples: int, seed: int
) -> dict[str, np.ndarray]:
    """
    Per class and in total, what the value would be with other customers of the same kind; {} under ten customers.

    `multiple_of` where value = profit x the multiple: who bought before, who of them bought again (bool, index
    customer_id), and the discount per period; then retention is worked out anew in every draw.
    """
    if len(customers) < LEAST_CUSTOMERS or not resamples:
        return {}
    base = customers["value"] if multiple_of is None else customers["profit"]
    sums = pd.get_dummies(customers["class"]).mul(base.fillna(0.0), axis=0).assign(total=base.fillna(0.0))
    if multiple_of is None:
        drawn = resampled_frame(sums, resamples, seed)
        return {name: drawn[name].to_numpy() for name in drawn}
    bought, again, discount = multiple_of
    everyone = customers.index.union(bought.index[bought])
    flags = pd.DataFrame({"bought": bought, "again": again}).reindex(everyone).fillna(False).astype(float)
    drawn = resampled_frame(sums.reindex(everyone).fillna(0.0).join(flags), resamples, seed)
    drawn = drawn[drawn["bought"] > 0]
    rate = drawn["again"] / drawn["bought"]
    times = rate / (1 + discount - rate).where(lambda gap: gap > 0)
    return {name: (drawn[name] * times).dropna().to_numpy() for name in sums}


def resampled_frame(frame: pd.DataFrame, resamples: int, seed: int) -> pd.DataFrame:
    """`retention.resampled` with names; the order of the customers does not matter."""
    rows = frame.sort_index()
    return pd.DataFrame(retention.resampled(rows.to_numpy(float), resamples, seed), columns=rows.columns)


def _known(values: pd.Series) -> float:
    return float(values.sum(min_count=1))
