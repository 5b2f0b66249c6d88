"""Has every key account a plan, and can each aim be followed? Pure."""

from __future__ import annotations

from datetime import date

import pandas as pd

from klantlib.measures.groups import groups_of

FIGURE = r"\d"  # a target with a figure in it can be measured
WRITTEN = (  # a day as people write it
    r"(?P<day>\d{1,2})[-/.](?P<month>\d{1,2})[-/.](?P<year>\d{4})",
    r"(?P<year>\d{4})-(?P<month>\d{2})-(?P<day>\d{2})",
)


def aims(account_plan: pd.DataFrame, end: date | None = None) -> pd.DataFrame:
    """
    The rows of the plan, in the client's order, with bools

        measurable     its target has a figure in it; without a target it is not
        owned, dated   there is an owner, a day
        overdue        its day lies before `end` (only days that are written as a day: 31-12-2026, 2026-12-31)
    """
    text = account_plan[["target", "owner", "by"]].astype("string").apply(lambda column: column.str.strip())
    there = text.notna() & text.ne("")
    days = _days(text["by"])
    return account_plan.assign(
        measurable=text["target"].str.contains(FIGURE, na=False).astype(bool),
        owned=there["owner"].astype(bool),
        dated=there["by"].astype(bool),
        overdue=(days < pd.Timestamp(end)) if end else False,
    )


def plans(listed: pd.DataFrame) -> pd.DataFrame:
    """Per customer_id: aims, measurable, felt (not measurable), unowned, undated, overdue: numbers of aims."""
    rows = listed.groupby("customer_id")
    return pd.DataFrame(
        {
            "aims": rows.size(),
            "measurable": rows["measurable"].sum(),
            "felt": rows.size() - rows["measurable"].sum(),
            "unowned": rows.size() - rows["owned"].sum(),
            "undated": rows.size() - rows["dated"].sum(),
            "overdue": rows["overdue"].sum(),
        }
    ).astype(int)


def without_plan(key_accounts: pd.Index, planned: pd.Index, parents: pd.DataFrame) -> pd.Index:
    """Key accounts without a plan; one of another company of the same group will do. `parents` as in Accounts."""
    groups = groups_of(parents)
    return key_accounts[~groups.of(key_accounts).isin(groups.of(planned))]


def _days(texts: pd.Series) -> pd.Series:
    """The days that are written as a day; NaT for all other words."""
    parts = [texts.str.extract(f"^{pattern}$") for pattern in WRITTEN]
    days = [part["year"] + "-" + part["month"] + "-" + part["day"] for part in parts]
    days = [pd.to_datetime(day.astype(object), format="%Y-%m-%d", errors="coerce") for day in days]
    return days[0].fillna(days[1])
