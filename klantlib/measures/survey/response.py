"""Who answered and who did not, by what they are worth; and whom to ask how? Pure."""

from __future__ import annotations

from datetime import date

import pandas as pd

from klantlib.measures.accounts import Accounts
from klantlib.measures.classes import CLASSES
from klantlib.measures.curves import above_zero
from klantlib.measures.survey.loyalty_answers import until

UNCLASSED = "unclassed"
FIFTHS = ("fifth_1", "fifth_2", "fifth_3", "fifth_4", "fifth_5")  # of the customers, most profit first
TALK = ("key_account", "future_key_account", "large", "fifth_1")  # a yearly talk, not a form


def asked(customers: pd.DataFrame, groups: pd.Series, last: pd.Series, end: date, overdue_days: int) -> pd.DataFrame:
    """
    The customers that bought (`customers`: index customer_id, name, revenue, profit), with group, last (date of the
    newest answer; NaT = none), answered (bool: in the year up to `end`) and overdue (bool: no answer in `overdue_days`
    days).
    """
    bought = customers[customers["revenue"] > 0]
    newest, closing = pd.to_datetime(last.reindex(bought.index)), pd.Timestamp(end)
    return bought[["name", "revenue", "profit"]].assign(
        group=groups.reindex(bought.index).astype(object),
        last=newest,
        answered=newest > closing - pd.DateOffset(years=1),
        overdue=~(newest > closing - pd.Timedelta(days=overdue_days)),
    )


def last_answers(satisfaction: pd.DataFrame, aspects: pd.DataFrame, end: date) -> pd.Series:
    """The day of each customer's newest answer up to `end`, of whichever kind."""
    return pd.concat([until(satisfaction, end), until(aspects, end)]).groupby("customer_id")["date"].max()


def everyone(
    accounts: Accounts,
    bought: pd.DataFrame,
    groups: pd.Series,
    last: pd.Series,
    changes: pd.DataFrame,
    marks: pd.DataFrame,
    own: pd.DataFrame,
) -> pd.DataFrame:
    """
    A row for who bought or answered, most profit first (index customer_id).

    name, group, revenue, profit (NaN where nothing was bought), overall, year_marked, overall_before, year_before,
    change (`changes` as survey_years.latest_change gives them), the columns of `own` and `marks`, last (day of the
    newest answer), answered and overdue (as `asked` gives them; NA for who did not buy).
    """
    ids = bought.index.union(last.index).rename("customer_id")
    named = pd.concat([accounts.customers["name"], accounts.parents["name"]]).astype(object)
    named = named[~named.index.duplicated()].reindex(ids)
    flags = bought[["answered", "overdue"]].astype("boolean").reindex(ids)
    called = {"mark": "overall", "year": "year_marked", "before": "overall_before"}
    frame = pd.DataFrame({"name": named.where(named.notna(), ids), "group": groups.reindex(ids)}, index=ids)
    return (
        frame.join(accounts.customers[["revenue", "profit"]])
        .join(changes.rename(columns=called))
        .join(own)
        .join(marks)
        .assign(last=last.reindex(ids), **flags)
        .sort_index()
        .sort_values(["profit", "revenue"], ascending=False, kind="stable", na_position="last")
    )


def groups_of(customers: pd.DataFrame, classes: pd.Series) -> tuple[pd.Series, tuple[str, ...]]:
    """
    In which group each customer is counted, and the groups in order: its class, else (no class known of anybody) its
    fifth by profit, or by revenue where profit is unknown.
    """
    known = classes.reindex(customers.index).astype(object)
    if known.notna().any():
        return known.where(known.notna(), UNCLASSED), (*CLASSES, UNCLASSED)
    worth = customers["profit"] if customers["profit"].notna().any() else customers["revenue"]
    place = worth.sort_index().rank(method="first", ascending=False, na_option="bottom")
    number = ((place - 1) * len(FIFTHS) // max(len(place), 1)).astype(int)
    return number.map(dict(enumerate(FIFTHS))).astype(object).reindex(customers.index), FIFTHS


def response(customers: pd.DataFrame, groups: tuple[str, ...]) -> pd.DataFrame:
    """Of each group that has customers (index group, in order): customers, answered, share, profit_share (of the
    group's profit; NaN where that is not above 0), overdue."""
    grouped = customers.assign(heard=customers["profit"].where(customers["answered"], 0.0)).groupby("group")
    frame = grouped.agg(
        customers=("name", "size"),
        answered=("answered", "sum"),
        overdue=("overdue", "sum"),
        profit=("profit", "sum"),
        heard=("heard", "sum"),
    ).reindex([group for group in groups if group in set(customers["group"])])
    return frame.assign(
        share=frame["answered"] / frame["customers"],
        profit_share=frame["heard"] / frame["profit"].where(frame["profit"] > 0),
    )[["customers", "answered", "share", "profit_share", "overdue"]].rename_axis("group")


def share_heard(customers: pd.DataFrame, column: str) -> float:
    """What part of all revenue or profit is of who answered; NaN where that is unknown or the total is not above 0."""
    known = customers.dropna(subset=[column])
    heard = float(known.loc[known["answered"], column].sum())
    return heard / above_zero(float(known[column].sum()))
