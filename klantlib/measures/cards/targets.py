"""Which measures are on target, which way do they go, and in which unit do they differ? Pure."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd

from klantlib.measures.curves import EXACT
from klantlib.measures.uncertainty import LEAST, SURE, Estimate, difference, mean

DIGITS = 3  # that a mean of measurements is read with; whole numbers keep all of theirs
WAYS = {("higher", True): "better", ("higher", False): "worse", ("lower", True): "worse", ("lower", False): "better"}


def against_targets(now: pd.DataFrame, before: pd.DataFrame) -> pd.DataFrame:
    """
    Per measure how it stands, the furthest under its target first; index measure (with its unit of measure).

    `now`, `before` (the period before; may be empty): measure, date, value, target, better (higher/lower or NA),
    unit_of_measure, unit. Columns:
        target, latest   means over units in the last month that was measured
        distance         how far past the target that is, as a share of the target; below 0 where it falls short,
                         whichever way is better; NaN where the target is 0 or `better` unknown
        reached          is it on target? boolean, NA where `better` is unknown
        on_target, n     share of the measurements that are on their own target, and how many there are
        earlier, later   means over months: of the period before and of this one, else of this one's halves (`halves`)
        change, low, high   later less earlier, with its interval (NaN under three months a side)
        trend            better, worse, up or down (`better` unknown), steady (the interval holds 0), few
    """
    rows, earlier = _labelled(now), _labelled(before)
    frame = pd.DataFrame([_measure(name, own, earlier) for name, own in rows.groupby("measure")])
    if frame.empty:
        return pd.DataFrame(columns=COLUMNS, index=pd.Index([], dtype="str", name="measure"))
    return (
        frame.set_index("measure")
        .astype({"reached": "boolean"})
        .sort_index()
        .sort_values("distance", kind="stable", na_position="last")
    )


def by_unit(now: pd.DataFrame, sure: float = SURE) -> tuple[pd.DataFrame, int]:
    """
    Where a unit differs from the others beyond chance, worst first; and how many comparisons were made.

    Columns measure, unit, level, others, gap, low, high, months, way (better or worse). The gap is the mean over months
    of a unit's mean less that of the other units in that month, with an interval that allows for the number of
    comparisons (Bonferroni). Measures whose better way is unknown are left out.
    """
    rows = _labelled(now).dropna(subset=["unit"])
    ways = {name: _better(own) for name, own in rows.groupby("measure")}
    pairs = [
        (name, unit, _gaps(own, unit))
        for name, own in rows.groupby("measure")
        if ways[name]
        for unit in sorted(own["unit"].unique())
    ]
    pairs = [pair for pair in pairs if len(pair[2]) >= LEAST]
    certain = 1 - (1 - sure) / max(1, len(pairs))
    found = [_apart(*pair, ways[pair[0]], certain) for pair in pairs]
    frame = pd.DataFrame([row for row in found if row], columns=UNIT_COLUMNS)
    worst = frame.assign(size=-frame["gap"].abs() / frame["others"].abs().where(lambda v: v > 0)).sort_values(
        ["way", "size"], ascending=[False, True], kind="stable"
    )
    return worst.drop(columns="size").reset_index(drop=True), len(pairs)


COLUMNS = ("target", "latest", "distance", "reached", "on_target", "n", "earlier", "later", "change", "low", "high",
           "halves", "trend")  # fmt: skip
UNIT_COLUMNS = ("measure", "unit", "level", "others", "gap", "low", "high", "months", "way")


def readable(value: float, digits: int = DIGITS) -> float:
    """
    A mean as people read it: three digits, all of them where it is larger.

    >>> readable(83.917), readable(1.8754), readable(1234.4), readable(0.0)
    (83.9, 1.88, 1234.0, 0.0)
    """
    if not value or not math.isfinite(value):
        return value
    return round(value, max(0, digits - 1 - math.floor(math.log10(abs(value)))))


def rough(value: float) -> float:
    """A difference of means, in two digits: it is not known any better."""
    return readable(value, DIGITS - 1)


def _labelled(rows: pd.DataFrame) -> pd.DataFrame:
    """A measure with its unit of measure behind it, and the month of each day."""
    kind = rows["unit_of_measure"]
    named = rows["measure"].astype(object).where(kind.isna(), rows["measure"] + " (" + kind.fillna("") + ")")
    return rows.assign(measure=named, month=pd.to_datetime(rows["date"]).dt.to_period("M"))


def _better(rows: pd.DataFrame) -> str | None:
    """The way that is better, where the rows that name one name the same."""
    ways = rows["better"].dropna().unique()
    return str(ways[0]) if len(ways) == 1 else None


def _measure(name: str, rows: pd.DataFrame, before: pd.DataFrame) -> dict:
    better = _better(rows)
    last = rows[rows["month"].eq(rows["month"].max())]
    latest, target = float(last["value"].mean()), float(last["target"].mean())
    hit = _hit(rows["value"], rows["target"], better)
    earlier, later, halves = _sides(rows, before[before["measure"].eq(name)])
    gap = difference(later, earlier)
    return {
        "measure": name,
        "target": readable(target),
        "latest": readable(latest),
        "distance": _distance(latest, target, better),
        "reached": bool(_hit(pd.Series([latest]), pd.Series([target]), better)[0]) if better else pd.NA,
        "on_target": float(hit.mean()) if better else math.nan,
        "n": len(rows),
        "earlier": readable(float(earlier.mean())),
        "later": readable(float(later.mean())),
        "change": rough(gap.value),
        "low": gap.low,
        "high": gap.high,
        "halves": halves,
        "trend": _trend(gap, better),
    }


def _hit(values: pd.Series, targets: pd.Series, better: str | None) -> pd.Series:
    return values <= targets + EXACT if better == "lower" else values >= targets - EXACT


def _distance(latest: float, target: float, better: str | None) -> float:
    if better is None or not target:
        return math.nan
    return (latest - target if better == "higher" else target - latest) / abs(target)


def _sides(rows: pd.DataFrame, before: pd.DataFrame) -> tuple[pd.Series, pd.Series, bool]:
    """Earlier and later months, as days in a row are alike; halves of the period where the one before has too few."""
    later, earlier = _monthly(rows), _monthly(before)
    half = len(later) // 2
    return (earlier, later, False) if len(earlier) >= LEAST else (later.iloc[:half], later.iloc[half:], True)


def _monthly(rows: pd.DataFrame) -> pd.Series:
    """The mean of each month, in which every unit counts alike."""
    return rows.groupby(["month", rows["unit"].fillna("")])["value"].mean().groupby("month").mean().sort_index()


def _trend(gap: Estimate, better: str | None) -> str:
    if math.isnan(gap.low):
        return "few"
    if not gap.apart(0.0):
        return "steady"
    up = gap.value > 0
    return WAYS[better, up] if better else "up" if up else "down"


def _gaps(rows: pd.DataFrame, unit: str) -> pd.DataFrame:
    """Per month the unit's mean (own) and the mean of the other units (others), where both were measured."""
    means = rows.pivot_table(index="month", columns="unit", values="value", aggfunc="mean")
    both = pd.DataFrame({"own": means[unit], "others": means.drop(columns=unit).mean(axis="columns")})
    return both.dropna()


def _apart(name: str, unit: str, gaps: pd.DataFrame, better: str, sure: float) -> tuple | None:
    gap = mean(gaps["own"] - gaps["others"], sure)
    if not gap.apart(0.0):
        return None
    level, others = (readable(float(np.mean(gaps[side]))) for side in ("own", "others"))
    return name, unit, level, others, rough(gap.value), gap.low, gap.high, gap.n, WAYS[better, gap.value > 0]
