"""What is each customer worth by weighted factors, and which of five classes does that put it in? Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
import pandas as pd

from klantlib.measures.curves import EXACT

CLASSES = ("key_account", "future_key_account", "large", "small", "loss_maker")  # in the order of what they deserve
FACTORS = ("profit", "significance", "potential", "strategic", "synergy", "satisfaction")
MONEY = ("profit", "significance", "potential")  # 0 at nothing; the others have a scale of their own
SCALES: Mapping[str, tuple[float, float]] = {"strategic": (0, 5), "synergy": (0, 5), "satisfaction": (1, 5)}
LIMITS = ("value", "size", "profit", "strategic")  # that a class hangs on, in the order in which they are told
DIGITS = 9  # what differs less than this is equal


class Rules(NamedTuple):
    """From where on a customer is of which class."""

    key_accounts: int  # at most so many
    key_from: float  # weighted value, 0-1
    large: float  # the large customers make this share of known customers' revenue
    strategic_from: float  # score, 0-5
    known_from: float  # share of the weights whose factor is known


def full_marks(raw: pd.DataFrame, part: float) -> dict[str, float]:
    """
    Of each money factor the amount that gets the full 1: that of the customer at this part of the way up above 0.

    Never the largest of two or more, so that one giant does not press all others against 0. NaN where none is above 0.
    """
    above = {name: np.sort(raw[name][raw[name] > 0].to_numpy(dtype=float)) for name in MONEY}
    return {
        name: float(values[min(int(part * (len(values) - 1) + EXACT), max(len(values) - 2, 0))])
        if len(values)
        else float("nan")
        for name, values in above.items()
    }


def scaled(raw: pd.DataFrame, full: Mapping[str, float]) -> pd.DataFrame:
    """
    Each of FACTORS from 0 to 1; NaN where unknown.

    Money: 0 at nothing or less, 1 at the full mark and above, in proportion between. Scores: from the lowest to the
    highest of their scale. `raw` has a column for each of FACTORS: money, or a score on the scale of SCALES.
    """
    money = {name: (raw[name] / full[name]).fillna(0.0).where(raw[name].notna()) for name in MONEY}
    scores = {name: (raw[name] - low) / (high - low) for name, (low, high) in SCALES.items()}
    return pd.DataFrame({**money, **scores}, index=raw.index).clip(0.0, 1.0)[list(FACTORS)].astype(float)


def weights_of(parts: pd.DataFrame, wished: Mapping[str, float]) -> dict[str, float]:
    """The weights that are left when factors nobody is known of are out, scaled to 1; empty where none is left."""
    there = {name: wished[name] for name in FACTORS if wished[name] > 0 and parts[name].notna().any()}
    return {name: weight / sum(there.values()) for name, weight in there.items()}


def weighed(parts: pd.DataFrame, weights: Mapping[str, float]) -> pd.DataFrame:
    """
    Per customer `value` (0-1: the weighted mean of what is known of it, NaN where nothing is) and `known` (0-1: the
    share of the weights whose factor is known of it).
    """
    used = parts[list(weights)]
    by = pd.Series(weights, dtype=float)
    known = used.notna().mul(by).sum(axis="columns")
    value = used.mul(by).sum(axis="columns") / known.where(known > 0)
    return pd.DataFrame({"value": value.round(DIGITS), "known": known.round(DIGITS)}, parts.index)


def classed(frame: pd.DataFrame, rules: Rules) -> pd.DataFrame:
    """
    Per customer `class` (one of CLASSES; None where its profit is unknown and others' is not), `large` (bool),
    `candidate` (bool: may be a key account by its value) and `place` (among the candidates; NA for others).

    `frame`: revenue, profit (NaN where unknown), potential_revenue (money in the period), strategic (0-5), value and
    known. The first that holds: a loss; a candidate within the number of key accounts; not large, but strategic and
    with the potential to be large; large; small.
    """
    large, lowest = large_ones(frame["revenue"], rules.large)
    loss = frame["profit"] < 0
    enough = frame["known"] >= rules.known_from - EXACT
    candidate = large & ~loss & enough & (frame["value"] >= rules.key_from - EXACT)
    place = places(frame[candidate]).reindex(frame.index)
    future = (
        ~large
        & enough
        & (frame["strategic"] >= rules.strategic_from - EXACT)
        & (frame["potential_revenue"] >= lowest - EXACT)
    )
    choices = [loss, candidate & place.le(rules.key_accounts), future, large]
    names = ["loss_maker", "key_account", "future_key_account", "large"]
    found = pd.Series(np.select(choices, names, default="small"), frame.index, dtype=object)
    unknown = frame["profit"].isna() & frame["profit"].notna().any()
    return pd.DataFrame(
        {"class": found.mask(unknown, None), "large": large, "candidate": candidate, "place": place.astype("Int64")}
    )


def otherwise(frame: pd.DataFrame, rules: Rules, near: float) -> tuple[pd.Series, pd.DataFrame]:
    """
    The class that a customer gets when one limit is moved by the fraction `near` (the first of LIMITS that changes it;
    None where none does), and per limit how many change class when it is looser and when it is tighter.

    Of profit its cost-to-serve moves, or its margin where that is unknown (column cost_to_serve or margin).
    """
    cost = frame["cost_to_serve"] if frame["cost_to_serve"].notna().any() else frame["margin"]
    now, moved = classed(frame, rules)["class"], {}
    other = pd.Series(None, frame.index, dtype=object)
    for limit in LIMITS:
        for name, by in (("looser", -near), ("tighter", near)):
            shifted = frame.assign(profit=frame["profit"] - cost.abs() * by) if limit == "profit" else frame
            then = classed(shifted, _moved(rules, limit, by))["class"]
            changed = then.ne(now) & then.notna() & now.notna()
            other = other.mask(other.isna() & changed, then)
            moved[limit, name] = int(changed.sum())
    counts = pd.DataFrame({name: {limit: moved[limit, name] for limit in LIMITS} for name in ("looser", "tighter")})
    return other.astype(object).where(other.notna(), None), counts


def _moved(rules: Rules, limit: str, by: float) -> Rules:
    """The rules with one limit moved: looser below 0, tighter above."""
    moved = {
        "value": {"key_from": rules.key_from * (1 + by)},
        "size": {"large": rules.large * (1 - by)},
        "strategic": {"strategic_from": rules.strategic_from * (1 + by)},
    }
    return rules._replace(**moved.get(limit, {}))


def large_ones(revenue: pd.Series, part: float) -> tuple[pd.Series, float]:
    """
    Who is large, and the smallest revenue that makes one so (infinite where nobody is).

    A customer is large while those with more revenue make less than `part` of what all above 0 make; equal revenue is
    equally large.
    """
    above = revenue.where(revenue > 0, 0.0)
    by_size = above.groupby(above).sum().sort_index(ascending=False)
    before = above.map(by_size.cumsum() - by_size)
    large = (above > 0) & (before < part * by_size.sum() - EXACT)
    return large.astype(bool), float(revenue[large].min()) if large.any() else float("inf")


def places(candidates: pd.DataFrame) -> pd.Series:
    """1 for the highest value; of equals more revenue, then more profit goes first, else all take the last place."""
    order = ["value", "revenue", "profit"]
    rows = candidates[order].fillna(0.0)
    sizes = rows.groupby(order).size().sort_index(ascending=False).cumsum()
    found = sizes.reindex(pd.MultiIndex.from_frame(rows)).to_numpy(dtype=float) if len(rows) else []
    return pd.Series(found, candidates.index, dtype=float)


def staying(parts: pd.DataFrame, frame: pd.DataFrame, weights: Mapping[str, float], rules: Rules, **draws) -> pd.Series:
    """
    Of each customer that may be a key account (large, no loss, enough known) the fraction of drawings in which it is.

    `draws`: resamples, spread, seed. In each, every weight is multiplied by a number between 1 - spread and 1 + spread,
    and all are scaled to 1 again. NaN for all without drawings.
    """
    large, _ = large_ones(frame["revenue"], rules.large)
    may = frame[large & ~(frame["profit"] < 0) & (frame["known"] >= rules.known_from - EXACT)].sort_index()
    used = parts.loc[may.index, list(weights)].to_numpy(dtype=float)
    drawn = drawings(np.array(list(weights.values())), **draws)
    if not len(drawn) or not len(may):
        return pd.Series(float("nan"), may.index)
    known = (~np.isnan(used)) @ drawn.T
    values = np.nan_to_num(used) @ drawn.T / np.where(known > 0, known, np.nan)
    order = np.lexsort([may["profit"].fillna(0.0), may["revenue"]])[::-1]  # who goes first where values are equal
    first = np.argsort(-values[order].round(DIGITS), axis=0, kind="stable")
    place = np.empty_like(first)
    np.put_along_axis(place, first, np.arange(len(may))[:, None], axis=0)
    stays = (place < rules.key_accounts) & (values[order] >= rules.key_from - EXACT)
    return pd.Series(stays.mean(axis=1), may.index[order])


def drawings(weights: np.ndarray, *, resamples: int, spread: float, seed: int) -> np.ndarray:
    """Weights around these, a row a drawing, each row adding up to 1."""
    random = np.random.default_rng(seed)
    drawn = weights * random.uniform(1 - spread, 1 + spread, (resamples, len(weights)))
    totals = drawn.sum(axis=1, keepdims=True)
    return np.divide(drawn, totals, out=np.tile(weights, (resamples, 1)), where=totals > 0)
