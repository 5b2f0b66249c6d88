"""Which way of valuing customers can this history carry, and what is each customer worth by it? Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from klantlib.measures.accounts import Accounts
from klantlib.measures.lifetime import buying, contracts, retention
from klantlib.measures.lifetime.customer_value import RUNGS, Rung, amounts, per_purchase, purchases_in, streams
from klantlib.measures.lifetime.retention import Retention
from klantlib.measures.lifetime.value_check import (
    Check,
    contract_terms,
    contracts_foretold,
    enough,
    fittable,
    foretold,
    stays_foretold,
)


@dataclass(frozen=True)
class Terms:
    """What is known and chosen before anything is valued."""

    end: date
    months: float  # length of the period
    discount: float  # a year, fraction
    horizon: int  # years that the models count
    contractual: bool
    least: int  # customers without which no model is fitted
    tolerance: float  # how far a model may be off in the check, fraction

    @property
    def discount_period(self) -> float:
        return retention.a_period(self.discount, self.months)

    @property
    def horizon_periods(self) -> int:
        return max(1, round(self.horizon * 12 / self.months))


@dataclass(frozen=True, eq=False)
class Ladder:
    """The rung that counts, what stands on each, and why the others do not count."""

    rung: Rung | None  # None: nothing can be valued
    # per rung: the value of all customers (money; NaN where it cannot be told) and the key of the reason
    totals: Mapping[Rung, float]
    reasons: Mapping[Rung, str]  # "used", else why not
    # index customer_id: value (money, NaN where unknown), and of the free rung purchases, first, last, expected,
    # discounted, amount, rate, service and per_purchase (customer_value.per_purchase); of contracts tenure, remaining
    values: pd.DataFrame
    check: Check | None  # of the rung that counts; of a rung that missed where it was stepped down from
    missed: bool  # the check was failed, and a lower rung counts for that
    model: Mapping[str, float] = field(default_factory=dict)  # parameters of what was fitted, log-likelihoods


def climb(
    accounts: Accounts, transactions: pd.DataFrame, customers: pd.DataFrame, revenue: pd.DataFrame, terms: Terms
) -> Ladder:
    """
    The highest rung that the history carries.

    With contracts the shifted beta-geometric, else BG/NBD with gamma-gamma; each only with `least` customers (and
    repeats, or departures) and where the last period was foretold within `tolerance`. Failing that the multiple of the
    measured retention. `transactions` up to the end of the period, of known customers; `revenue` per window.
    """
    profit, kept = accounts.customers["profit"], retention.kept(revenue)
    simple = _simple(profit, kept, terms)
    rung, found = ("contract", _contracts) if terms.contractual else ("free", _free)
    fitted = found(accounts, transactions, customers, revenue, terms)
    other: Rung = "free" if terms.contractual else "contract"
    reason = fitted["reason"] or ("no_profit" if profit.isna().all() else "")
    endless = "endless" if kept.bought else "no_earlier_period"
    low = "" if simple["value"] is not None else "no_profit" if profit.isna().all() else endless
    used = rung if not reason else "discounted" if not low else None
    check = fitted["check"] if used == rung or reason == "missed" else stays_foretold(revenue) if used else None
    totals = {**dict.fromkeys(RUNGS, np.nan), **simple["totals"], rung: _sum(fitted["values"])}
    simple_reason = low or ("used" if used == "discounted" else "lower")
    reasons = {
        "text": low or "lower",
        "discounted": simple_reason,
        rung: reason or "used",
        other: "no_contracts" if other == "contract" else "contracts",
    }
    values = fitted["values"] if used == rung else _plainly(accounts, simple["value"], fitted["values"])
    return Ladder(used, totals, reasons, values, check, reason == "missed", fitted["model"])


def _simple(profit: pd.Series, kept: Retention, terms: Terms) -> dict[str, Any]:
    """The text's formula and the discounted one: profit times a number that is the same for all."""
    times = retention.multiple(kept.rate, terms.discount_period)
    if np.isnan(times) or profit.isna().all():
        return {"value": None, "totals": {}}
    total, years = profit.sum(), retention.lifetime(kept.rate)
    text = total * years if np.isfinite(years) else np.nan
    return {"value": profit * times, "totals": {"text": text, "discounted": total * times}}


def _plainly(accounts: Accounts, value: pd.Series | None, fitted: pd.DataFrame) -> pd.DataFrame:
    """What is told of each customer where the multiple counts, or nothing does: the dates of its purchases stay."""
    known = [name for name in ("purchases", "first", "last") if name in fitted]
    none = pd.Series(np.nan, accounts.customers.index)
    return pd.DataFrame({"value": none if value is None else value}).join(fitted[known])


def _free(
    accounts: Accounts, transactions: pd.DataFrame, customers: pd.DataFrame, revenue: pd.DataFrame, terms: Terms
) -> dict[str, Any]:
    """Who is free to buy: purchases to come x money a purchase x profit per unit of revenue."""
    history = buying.histories(transactions, pd.Timestamp(terms.end))
    told = history[["purchases", "first", "last"]]
    if reason := enough(history, terms.least):
        return {"reason": reason, "values": told, "check": None, "model": {}}
    model, fit = buying.fitted(history)
    amount, spend = amounts(history)
    bought = purchases_in(transactions, terms.end, terms.months).reindex(history.index, fill_value=0)
    known = history.assign(**streams(model, history, terms.discount, terms.horizon), amount=amount)
    known = known.join(per_purchase(accounts.customers, amount, bought))
    values = known.assign(value=known["discounted"] * known["per_purchase"])
    check = foretold(transactions, terms.end, terms.months, terms.least)
    missed = check is not None and not abs(check.off) <= terms.tolerance
    parameters = {**model._asdict(), "log_likelihood": fit.log_likelihood, **spend}
    columns = [*told, "expected", "discounted", "amount", "rate", "service", "per_purchase", "value"]
    return {"reason": "missed" if missed else "", "values": values[columns], "check": check, "model": parameters}


def _contracts(
    accounts: Accounts, transactions: pd.DataFrame, customers: pd.DataFrame, revenue: pd.DataFrame, terms: Terms
) -> dict[str, Any]:
    """With contracts: profit a period x discounted periods still to come."""
    told = buying.histories(transactions, pd.Timestamp(terms.end))[["purchases", "first", "last"]]
    spans = contract_terms(revenue, customers, terms.end, terms.months)
    if reason := fittable(spans, terms.least):
        return {"reason": reason, "values": told, "check": None, "model": {}}
    model, fit = contracts.renewal(spans["entered"], spans["left"], spans["stayed"])
    there = spans.loc[spans["stayed"], "left"].rename("tenure")
    ahead = contracts.residual_lifetime(model, there, terms.discount_period, terms.horizon_periods)
    values = accounts.customers[["profit"]].join(there).join(ahead.rename("remaining")).join(told)
    check = contracts_foretold(_until(revenue, customers, terms), revenue, terms.least)
    missed = check is not None and not abs(check.off) <= terms.tolerance
    return {
        "reason": "missed" if missed else "",
        "values": values.assign(value=values["profit"] * values["remaining"]).drop(columns="profit"),
        "check": check,
        "model": {**model._asdict(), "log_likelihood": fit.log_likelihood},
    }


def _until(revenue: pd.DataFrame, customers: pd.DataFrame, terms: Terms) -> pd.DataFrame:
    """The contracts as they stood a period ago."""
    earlier = revenue.drop(columns=0).rename(columns=lambda window: window - 1)
    end = (pd.Timestamp(terms.end) - pd.DateOffset(months=round(terms.months))).date()
    return contract_terms(earlier, customers, end, terms.months)


def _sum(values: pd.DataFrame) -> float:
    return float(values["value"].sum(min_count=1)) if "value" in values else np.nan
