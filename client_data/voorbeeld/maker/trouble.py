"""What goes wrong, who asks for a price, who pays late, and why did customers leave?"""

from __future__ import annotations

import numpy as np
import pandas as pd

from . import LAST_DAY, YEARS, dice

CAUSES = {
    "Te laat geleverd": 0.34, "Incompleet geleverd": 0.18, "Verkeerd artikel": 0.12, "Factuur klopt niet": 0.13,
    "Beschadigd aangekomen": 0.09, "Niet teruggebeld": 0.08, "Artikel defect": 0.06,
}  # fmt: skip
KINDS = {
    "objectief en gegrond": 0.66, "subjectief en ongegrond": 0.14, "twijfelachtig": 0.11, "onwetendheid": 0.06,
    "chicane": 0.03,
}  # fmt: skip
COMPLAINS = {"demanding": 9.0, "drain": 3.6, "quiet": 0.05, "drying": 1.5, "lost": 2.0, "new": 0.8, "ordinary": 0.75}
QUOTES = {"demanding": 2.2, "drain": 4.5, "quiet": 0.2, "drying": 1.0, "lost": 1.2, "new": 2.2, "ordinary": 1.0}
WINS = {"demanding": 0.45, "drain": 0.14, "quiet": 0.7, "drying": 0.22, "lost": 0.15, "new": 0.42, "ordinary": 0.38}
REASONS = {
    "geen aandacht": 0.88, "geen initiatief": 0.75, "beloften niet nagekomen": 0.75, "denkt niet mee": 0.56,
    "niet deskundig": 0.38, "oneerlijk behandeld": 0.19, "prijs": 0.19,
}  # fmt: skip


def complaints(people: pd.DataFrame) -> pd.DataFrame:
    """One row a complaint; few customers file most of them, and some are still open."""
    rng = dice("complaints")
    temper = people["part"].map(COMPLAINS) * rng.gamma(0.8, 1 / 0.8, len(people)) * np.sqrt(people["size"] / 100_000)
    rows = _moments(rng, people, temper.clip(upper=22), "2023-01-02")
    days = rng.gamma(1.6, 8, len(rows)).astype(int) + 1
    settled = rows["date"] + pd.to_timedelta(days, unit="D")
    return rows.assign(
        kind=rng.choice(list(KINDS), len(rows), p=list(KINDS.values())),
        cause=rng.choice(list(CAUSES), len(rows), p=list(CAUSES.values())),
        settled=settled.where(settled.le(LAST_DAY)),
        cost=(rng.lognormal(4.6, 0.7, len(rows))).round(2),
    )


def complaint_costs(rows: pd.DataFrame) -> pd.DataFrame:
    """A year: what was spent on preventing and on repairing, and how many complaints there were."""
    a_year = rows.groupby(rows["date"].dt.year).agg(cost=("cost", "sum"), complaints=("cost", "size"))
    earlier = pd.DataFrame(
        {"prevention": [9_000, 14_000], "repair": [71_400, 62_900], "complaints": [402, 351]}, [2021, 2022]
    )
    known = a_year.assign(prevention=[22_000, 31_000, 46_000], repair=(a_year["cost"] * 1.6).round(2))
    return pd.concat([earlier, known]).rename_axis("year").reset_index()[["year", "prevention", "repair", "complaints"]]


def quotes(people: pd.DataFrame) -> pd.DataFrame:
    """One row a quotation, won or not."""
    rng = dice("quotes")
    eager = people["part"].map(QUOTES) * 2.7 * (people["size"] / 60_000) ** 0.42
    rows = _moments(rng, people, eager, "2024-01-02")
    who = people.loc[rows["customer_id"]]
    amount = rng.lognormal(np.log(who["size"].to_numpy()) * 0.55 + 2.6, 0.6)
    won = rng.random(len(rows)) < who["part"].map(WINS).to_numpy()
    return rows.assign(amount=amount.round(-1), won=np.where(won, "ja", "nee"))


def payments(people: pd.DataFrame, lines: pd.DataFrame) -> pd.DataFrame:
    """One collective invoice a customer a month, with when it was due and paid; the latest are still open."""
    rng = dice("payments")
    month = (lines["date"] + pd.offsets.MonthEnd(0)).rename("invoice_date")
    recent = lines.loc[lines["customer_id"].isin(people.index) & lines["date"].ge("2024-07-01")]
    rows = recent.groupby(["customer_id", month], as_index=False)["revenue"].sum().rename(columns={"revenue": "amount"})
    rows = rows.loc[rows["amount"].gt(0)].sort_values(["invoice_date", "customer_id"], ignore_index=True)
    habit = pd.Series(rng.normal(3, 7, len(people)), people.index) + 14 * people["part"].isin(
        ["demanding", "drain", "drying"]
    )
    late = (habit.loc[rows["customer_id"]].to_numpy() + rng.normal(0, 4, len(rows))).round().clip(-20).astype(int)
    due = rows["invoice_date"] + pd.Timedelta(days=30)
    paid = due + pd.to_timedelta(late, unit="D")
    return rows.assign(due_date=due, paid_date=paid.where(paid.le(LAST_DAY)), amount=rows["amount"].round(2))


def exits(people: pd.DataFrame) -> pd.DataFrame:
    """One row a reason that a customer who left named; price is named by few."""
    rng = dice("exits")
    gone = people.loc[people["part"].eq("lost"), ["last"]].assign(
        date=lambda g: g["last"] + pd.to_timedelta(rng.integers(120, 200, len(g)), unit="D")
    )
    named = {reason: rng.permutation(len(gone)) < round(share * len(gone)) for reason, share in REASONS.items()}
    return (
        pd.DataFrame(named, gone.index)
        .melt(var_name="reason", ignore_index=False)
        .query("value")
        .join(gone["date"])
        .reset_index()
        .sort_values(["date", "customer_id", "reason"], ignore_index=True)
        [["customer_id", "date", "reason"]]
    )  # fmt: skip


def _moments(rng: np.random.Generator, people: pd.DataFrame, a_year: pd.Series, start: str) -> pd.DataFrame:
    """Random working days for each customer, so many a year, within the time that it bought."""
    first = people["first"].clip(lower=pd.Timestamp(start))
    span = (people["last"] - first).dt.days.clip(lower=0)
    count = rng.poisson(a_year * span / 365)
    rows = pd.DataFrame({"customer_id": people.index.repeat(count), "first": first.repeat(count).to_numpy()})
    day = rows["first"] + pd.to_timedelta((rng.random(len(rows)) * span.repeat(count).to_numpy()).astype(int), unit="D")
    working = day - pd.to_timedelta((day.dt.weekday - 4).clip(lower=0), unit="D")
    within = working.clip(lower=rows["first"])
    return (
        rows.assign(date=within)
        .loc[lambda r: r["date"].dt.year.isin(YEARS), ["customer_id", "date"]]
        .sort_values(["date", "customer_id"], ignore_index=True)
    )
