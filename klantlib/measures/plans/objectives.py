"""What is aimed at for each class of customers, and what happened to it last time? Pure."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
import pandas as pd

from klantlib.measures.accounts import Accounts
from klantlib.measures.classes import CLASSES
from klantlib.measures.curves import LEAST_CUSTOMERS, Interval, above_zero

UNCLASSED = "unclassed"  # revenue that is in no class: unknown customers, and those whose class cannot be told
PERCENT = 100.0


class Repeated(NamedTuple):
    """What the revenue would be if every class did again what it did last time."""

    revenue: float  # money; NaN without a period before
    interval: Interval  # money, 95%: other customers of the same kind (bootstrap)


def targets(accounts: Accounts, classes: pd.Series, objectives: pd.DataFrame) -> pd.DataFrame:
    """
    Index CLASSES and UNCLASSED, money of a period: existing x (1 - lapse) x (1 + growth) + new accounts.

        customers, existing     how many, and their revenue; of UNCLASSED what is in no class
        aimed                   bool: is there a row for this class?
        lapse, growth           fractions as given; NaN where not given
        new_accounts            money; NaN where not given
        lost, grown, won        money that lapse, growth and new accounts change; 0 where not given
        target                  existing - lost + grown + won

    A class twice in `objectives` counts by its first row; rows of no known class are left out (see `strangers`).
    """
    members = classes.reindex(accounts.customers.index).astype(object)
    sums = accounts.customers.groupby(members.where(members.notna(), UNCLASSED).to_numpy())["revenue"]
    frame = pd.DataFrame({"customers": sums.size(), "existing": sums.sum()}).reindex([*CLASSES, UNCLASSED])
    frame = frame.fillna(0.0).astype({"customers": int, "existing": float})
    frame.loc[UNCLASSED, "existing"] += accounts.unknown_revenue
    given = objectives.drop_duplicates("class").set_index("class").reindex(frame.index)
    return frame.assign(
        aimed=frame.index.isin(objectives["class"]) & (frame.index != UNCLASSED),
        lapse=given["lapse"].astype(float) / PERCENT,
        growth=given["growth"].astype(float) / PERCENT,
        new_accounts=given["new_accounts"].astype(float),
        lost=lambda f: (f["existing"] * f["lapse"]).fillna(0.0),
        grown=lambda f: ((f["existing"] - f["lost"]) * f["growth"]).fillna(0.0),
        won=lambda f: f["new_accounts"].fillna(0.0),
        target=lambda f: f["existing"] - f["lost"] + f["grown"] + f["won"],
    )


def strangers(objectives: pd.DataFrame) -> list[str]:
    """The classes in the client's table that are none of ours, as written, each once."""
    return list(dict.fromkeys(objectives.loc[~objectives["class"].isin(CLASSES), "class"].dropna()))


def realised(accounts: Accounts, classes: pd.Series, before: Accounts, classes_before: pd.Series) -> pd.DataFrame:
    """
    Index CLASSES: what happened to who was in that class in the period before; NaN where nobody bought then.

        then_customers, then    who bought in the period before, and what (only revenue above 0)
        lapse                   fraction of that revenue that was of customers who buy nothing now
        growth                  fraction that the others buy more or less
        again                   now / then of all of them: (1 - lapse) x (1 + growth)
        new_accounts            money: what customers who bought nothing then buy now, in today's class
    """
    pairs = _pairs(accounts, before, classes_before)
    rows = pairs.groupby("class")
    kept = pairs[pairs["now"] > 0].groupby("class")[["then", "now"]].sum()
    frame = pd.DataFrame({"then_customers": rows.size(), "then": rows["then"].sum()}).reindex(list(CLASSES))
    stayed = kept.reindex(list(CLASSES)).fillna(0.0)
    bought = frame["then"].where(frame["then"] > 0)
    newcomers = accounts.customers[
        (accounts.customers["revenue"] > 0) & ~accounts.customers.index.isin(_buyers(before).index)
    ]
    new = newcomers["revenue"].groupby(classes.reindex(newcomers.index).astype(object)).sum()
    return frame.fillna(0.0).assign(
        lapse=1 - stayed["then"] / bought,
        growth=stayed["now"] / stayed["then"].where(stayed["then"] > 0) - 1,
        again=stayed["now"] / bought,
        new_accounts=new.reindex(list(CLASSES)).fillna(0.0) if len(pairs) else math.nan,
    )


def again(aims: pd.DataFrame, done: pd.DataFrame, pairs: pd.DataFrame) -> pd.Series:
    """
    Index CLASSES, money: what each class would bring if it did what it did: existing x again + new accounts.

    A class that nobody was in follows all customers together; NaN where nobody bought in the period before.
    """
    overall = pairs["now"].clip(lower=0).sum() / above_zero(float(pairs["then"].sum()))
    existing = aims["existing"].reindex(list(CLASSES))
    return existing * done["again"].fillna(overall) + done["new_accounts"]


def repeated(
    aims: pd.DataFrame, done: pd.DataFrame, pairs: pd.DataFrame, *, resamples: int, seed: int, level: float = 0.95
) -> Repeated:
    """
    The revenue of a next period in which every class does what it did (see `again`), UNCLASSED as it is. The interval
    is a percentile bootstrap over the customers of the period before, class by class (Efron, 1979); NaN under ten of
    them.
    """
    if pairs.empty or not pairs["then"].sum() > 0:
        return Repeated(math.nan, Interval(math.nan, math.nan))
    overall = pairs["now"].clip(lower=0).sum() / pairs["then"].sum()
    rest = float(aims.loc[UNCLASSED, "existing"])
    revenue = rest + float(again(aims, done, pairs).sum())
    if len(pairs) < LEAST_CUSTOMERS or not resamples:
        return Repeated(revenue, Interval(math.nan, math.nan))
    random, drawn = np.random.default_rng(seed), np.full(resamples, rest + float(done["new_accounts"].sum()))
    for name in CLASSES:
        members = pairs[pairs["class"].eq(name)].sort_values(["then", "now"])
        drawn += aims.loc[name, "existing"] * (_ratios(members, random, resamples) if len(members) else overall)
    low, high = np.quantile(drawn, [(1 - level) / 2, (1 + level) / 2])
    return Repeated(revenue, Interval(float(low), float(high)))


def pairs_of(accounts: Accounts, before: Accounts, classes_before: pd.Series) -> pd.DataFrame:
    """Who bought in the period before and had a class then: class, then and now (money)."""
    return _pairs(accounts, before, classes_before)


def share(part: float, whole: float) -> float:
    """A fraction of a whole; NaN where that is not above 0."""
    return part / above_zero(whole)


def _pairs(accounts: Accounts, before: Accounts, classes_before: pd.Series) -> pd.DataFrame:
    then = _buyers(before)
    frame = pd.DataFrame({"class": classes_before.reindex(then.index).astype(object), "then": then})
    return frame.assign(now=accounts.customers["revenue"].reindex(then.index).fillna(0.0)).dropna(subset="class")


def _buyers(accounts: Accounts) -> pd.Series:
    revenue = accounts.customers["revenue"]
    return revenue[revenue > 0]


def _ratios(members: pd.DataFrame, random: np.random.Generator, resamples: int) -> np.ndarray:
    """Now / then of as many customers drawn with replacement, so many times."""
    drawn = random.integers(0, len(members), (resamples, len(members)))
    now, then = (members[name].clip(lower=0).to_numpy()[drawn].sum(axis=1) for name in ("now", "then"))
    return now / then
