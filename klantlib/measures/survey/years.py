"""How did answers develop year by year, for the whole, per group and per customer? Pure."""

from __future__ import annotations

from datetime import date

import pandas as pd

from klantlib.measures.survey.estimates import mean_of, promoters
from klantlib.measures.survey.loyalty_answers import until
from klantlib.measures.uncertainty import Estimate

SCALES = {"overall": (1, 5), "effort": (1, 7), "trust": (1, 5)}  # and recommend, of which the net score is taken
MEASURES = ("overall", "net_promoters", "effort", "trust")


def by_year(satisfaction: pd.DataFrame, end: date | None = None) -> pd.DataFrame:
    """
    The latest answer of each respondent in each year up to `end`, oldest first, with the column `year`: a year runs up
    to the day and month of `end`, and is called after the calendar year in which it ends. Undated answers are left out.
    """
    dated = until(satisfaction, end).dropna(subset=["date"])
    last = pd.Timestamp(end or date(2000, 12, 31))
    day, closing = (dated["date"].dt.month * 100 + dated["date"].dt.day), last.month * 100 + last.day
    years = dated.assign(year=dated["date"].dt.year + (day > closing).astype(int))
    return years.drop_duplicates(["customer_id", "respondent", "year"], keep="last").reset_index(drop=True)


def scores(answers: pd.DataFrame, promoter_from: float = 9, detractor_to: float = 6) -> pd.DataFrame:
    """Of each measure and year in which it was answered: measure, year, n, value, low, high (estimates of the mean; of
    recommend the net promoter score, -1..1)."""
    rows = []
    for year, those in answers.groupby("year"):
        found: dict[str, Estimate] = {name: mean_of(those[name], *scale) for name, scale in SCALES.items()}
        found["net_promoters"] = promoters(those["recommend"], promoter_from, detractor_to).net
        rows += [{"measure": name, "year": int(year), **found[name]._asdict()} for name in MEASURES if found[name].n]
    frame = pd.DataFrame(rows, columns=["measure", "year", "n", "value", "low", "high"])
    return frame.sort_values(["measure", "year"], key=lambda c: c.map(MEASURES.index) if c.name == "measure" else c,
                             ignore_index=True)  # fmt: skip


def marks_by_year(answers: pd.DataFrame) -> pd.DataFrame:
    """Customers x years (ascending): the customer's overall mark, of several respondents the middle one."""
    return answers.dropna(subset=["overall"]).pivot_table("overall", "customer_id", "year", "median")


def newest(answers: pd.DataFrame, column: str) -> pd.Series:
    """What was answered in the last year in which anyone answered it; `answers` as `by_year` gives them."""
    known = answers.dropna(subset=[column])
    return known.loc[known["year"] == known["year"].max(), column]


def newest_marks(answers: pd.DataFrame) -> pd.DataFrame:
    """Index customer_id: its newest known recommend, effort and trust."""
    return answers.groupby("customer_id")[["recommend", "effort", "trust"]].last()


def long_marks(marks: pd.DataFrame) -> pd.DataFrame:
    """The same marks, a row each: customer_id, year, overall; by customer, oldest first."""
    rows = marks.reset_index().melt("customer_id", var_name="year", value_name="overall").dropna(subset=["overall"])
    return rows.sort_values(["customer_id", "year"], ignore_index=True)


def latest_change(marks: pd.DataFrame) -> pd.DataFrame:
    """Index customer_id: year, mark (the newest), year_before, before (the mark before it) and change."""
    filled = long_marks(marks).rename(columns={"overall": "mark"})
    earlier = filled.groupby("customer_id")[["mark", "year"]].shift()
    filled = filled.assign(before=earlier["mark"], year_before=earlier["year"])
    newest = filled.drop_duplicates("customer_id", keep="last").set_index("customer_id")
    return newest.assign(change=newest["mark"] - newest["before"])


def group_history(marks: pd.DataFrame, groups: pd.Series) -> pd.DataFrame:
    """Of each group (`groups`: index customer_id) and year: group, year, n (customers), value, low, high of their
    overall mark."""
    rows = [
        {"group": group, "year": int(year), **mean_of(column, 1, 5)._asdict()}
        for group, those in marks.groupby(groups.reindex(marks.index), observed=True)
        for year, column in those.items()
        if column.notna().any()
    ]
    return pd.DataFrame(rows, columns=["group", "year", "n", "value", "low", "high"])
