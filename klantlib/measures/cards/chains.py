"""Do engaged employees, satisfied customers and value go together, unit by unit, and which comes first? Pure."""

from __future__ import annotations

from typing import Literal, NamedTuple

import numpy as np
import pandas as pd
from scipy import stats

from klantlib.measures.accounts import Accounts
from klantlib.measures.cards.indicators import answered

Verdict = Literal["arrow", "together", "cannot_tell", "few_teams", "too_few"]
LEAST = 4  # units below which there is no interval at all (Fisher's z takes the root of n - 3)


class Link(NamedTuple):
    """Two figures of a unit. A link with a lag has the first from the period before the second."""

    first: str
    then: str
    lagged: bool

    @property
    def key(self) -> str:
        return f"{self.first}_{self.then}"


LINKS = [
    Link("engagement", "satisfaction", lagged=True),
    Link("satisfaction", "growth", lagged=True),
    Link("satisfaction", "again", lagged=True),
    Link("satisfaction", "profit_each", lagged=True),
    Link("engagement", "satisfaction", lagged=False),
    Link("satisfaction", "growth", lagged=False),
    Link("satisfaction", "profit_each", lagged=False),
]


class Watched(NamedTuple):
    """One period: what employees and customers answered, and the accounts."""

    employees: pd.DataFrame
    satisfaction: pd.DataFrame
    accounts: Accounts


def units(now: Watched, before: Watched, customers: pd.DataFrame) -> pd.DataFrame:
    """
    A row for each unit with employees or customers, index its name; the largest revenue first. NaN is unknown. Columns:

        measured, engagement, engagement_before   measurements; means of 1-10
        customers                                 that bought or cost something in the period
        answers, satisfaction, satisfaction_before   customers that answered; their mean, 1-5
        revenue, growth                           money; fraction, of the unit's customers of both periods
        again                                     share of last period's customers that bought again
        profit, profit_each                       money; a customer
    """
    names = _called(customers, now.employees, before.employees)
    where = names.reindex(_keys(customers["unit"])).set_axis(customers["customer_id"])
    frame = pd.concat(
        [
            _engaged(now.employees, names),
            _engaged(before.employees, names)["engagement"].rename("engagement_before"),
            _satisfied(now.satisfaction, where),
            _satisfied(before.satisfaction, where)["satisfaction"].rename("satisfaction_before"),
            _worth(now.accounts.customers, before.accounts.customers, where),
        ],
        axis="columns",
    )
    counts = ["measured", "answers", "customers"]
    frame = frame.assign(**frame[counts].fillna(0).astype(int), revenue=frame["revenue"].fillna(0.0))
    return frame.rename_axis("unit").sort_index().sort_values("revenue", ascending=False, kind="stable")


def links(frame: pd.DataFrame, few: int, wrong: float) -> pd.DataFrame:
    """
    Each of LINKS over the units: link, first, then, lagged, n, r, low, high, verdict.

    r is the correlation over units, its interval Fisher's (1921), so wide that all links judged together are wrong at
    most `wrong` of the time (Bonferroni). With `few` units or fewer no verdict; an arrow takes a lag.
    """
    pairs = [(link, frame[[_first(link), link.then]].dropna().to_numpy(float)) for link in LINKS]
    judged = max(1, sum(len(values) >= LEAST for _, values in pairs))
    rows = []
    for link, values in pairs:
        r, low, high = correlation(values, wrong / judged)
        rows.append((link.key, *link, len(values), r, low, high, _verdict(link, len(values), low, high, few)))
    return pd.DataFrame(rows, columns=["link", *Link._fields, "n", "r", "low", "high", "verdict"])


def correlation(values: np.ndarray, wrong: float) -> tuple[float, float, float]:
    """Pearson's r of two columns and Fisher's interval; NaN under LEAST rows, or where a column does not vary."""
    if len(values) < LEAST or (np.ptp(values, axis=0) == 0).any():
        return np.nan, np.nan, np.nan
    r = float(np.clip(np.corrcoef(values.T)[0, 1], -1, 1))
    if abs(r) > 1 - 1e-12:
        return r, r, r
    reach = stats.norm.ppf(1 - wrong / 2) / np.sqrt(len(values) - 3)
    return r, float(np.tanh(np.arctanh(r) - reach)), float(np.tanh(np.arctanh(r) + reach))


def slope(frame: pd.DataFrame, link: Link) -> tuple[float, float, float] | None:
    """How much of the second goes with one more of the first, and its 95% interval (Student); None where unknown."""
    values = frame[[_first(link), link.then]].dropna().to_numpy(float)
    if len(values) < LEAST or np.ptp(values[:, 0]) == 0:
        return None
    fit = stats.linregress(*values.T)
    reach = stats.t.ppf(0.975, len(values) - 2) * fit.stderr
    return float(fit.slope), float(fit.slope - reach), float(fit.slope + reach)


def _first(link: Link) -> str:
    return f"{link.first}_before" if link.lagged else link.first


def _verdict(link: Link, n: int, low: float, high: float, few: int) -> Verdict:
    if n < LEAST:
        return "too_few"
    if n <= few:
        return "few_teams"
    if not (low > 0 or high < 0):
        return "cannot_tell"
    return "arrow" if link.lagged else "together"


def _keys(names: pd.Series) -> pd.Series:
    """Units as they are compared: spaces around and capitals aside."""
    return names.astype("str").str.strip().str.casefold().mask(names.isna())


def _called(*tables: pd.DataFrame) -> pd.Series:
    """Each unit's name as it is written most; index its key."""
    written = pd.concat([table["unit"] for table in tables]).dropna().astype("str").str.strip()
    return written.set_axis(_keys(written)).groupby(level=0).agg(lambda ways: ways.mode().iloc[0])


def _engaged(employees: pd.DataFrame, names: pd.Series) -> pd.DataFrame:
    unit = names.reindex(_keys(employees["unit"])).to_numpy()
    rows = employees.dropna(subset=["engagement"]).assign(unit=pd.Series(unit, employees.index)).groupby("unit")
    return rows.agg(measured=("engagement", "size"), engagement=("engagement", "mean"))


def _satisfied(satisfaction: pd.DataFrame, where: pd.Series) -> pd.DataFrame:
    scores = answered(satisfaction)["satisfaction"].dropna()
    rows = pd.DataFrame({"score": scores, "unit": where.reindex(scores.index)}).groupby("unit")["score"]
    return rows.agg(answers="size", satisfaction="mean")


def _worth(now: pd.DataFrame, before: pd.DataFrame, where: pd.Series) -> pd.DataFrame:
    every = now.index.union(before.index)
    rows = pd.DataFrame(
        {
            "unit": where.reindex(every),
            "there": pd.Series(True, now.index).reindex(every).notna(),
            "revenue": now["revenue"].reindex(every).fillna(0.0),
            "earlier": before["revenue"].reindex(every).fillna(0.0),
            "profit": now["profit"].reindex(every),
        }
    )
    rows = rows.assign(bought=rows["earlier"] > 0, again=(rows["earlier"] > 0) & (rows["revenue"] > 0))
    grouped = rows.groupby("unit")
    sums = grouped[["there", "revenue", "earlier", "bought", "again"]].sum().astype(float)
    profit = grouped["profit"].sum(min_count=1)
    return pd.DataFrame(
        {
            "customers": sums["there"],
            "revenue": sums["revenue"],
            "growth": sums["revenue"] / sums["earlier"].where(sums["earlier"] > 0) - 1,
            "again": sums["again"] / sums["bought"].where(sums["bought"] > 0),
            "profit": profit,
            "profit_each": profit / sums["there"].where(sums["there"] > 0),
        }
    )
