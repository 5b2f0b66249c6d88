"""Which period is the report about? The last full months in the data, unless client.toml says otherwise."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import pandas as pd
from pandas.tseries.offsets import BMonthEnd, MonthEnd

from klantlib.client import contract
from klantlib.client.model import Period
from klantlib.client.settings import PeriodSettings

DAYS_A_MONTH = 365.25 / 12


def period_of(settings: PeriodSettings, tables: Mapping[str, pd.DataFrame]) -> Period:
    """
    The reporting period and the one before it.

    Days of the transactions where there are any, else of every dated table. `all` takes everything, and then there
    is no period before it in the data.
    """
    days = dated(tables)
    if settings.all and len(days):
        return _whole(days.min(), days.max())
    end = pd.Timestamp(settings.end) if settings.end else last_full_month(tables, days)
    return _months(end, settings.months)


def dated(tables: Mapping[str, pd.DataFrame]) -> pd.Series:
    """The days in the data: of the transactions, else of every table with a date."""
    names = ["transactions"] if "transactions" in tables else list(tables)
    columns = [tables[name][by] for name in names if (by := contract.tables()[name].dated_by)]
    return pd.concat(columns).dropna() if columns else pd.Series(dtype="datetime64[us]")


def last_full_month(tables: Mapping[str, pd.DataFrame], days: pd.Series) -> pd.Timestamp:
    """
    The end of the last month whose transactions reach its last working day; without transactions that of the last day.

    The end of the first month where no month is full; where nothing is dated, the last full month before today.
    """
    if not len(days):
        return pd.Timestamp(date.today()) - MonthEnd(1)
    last = days.max() + MonthEnd(0)
    if "transactions" not in tables or days.max() >= _last_working_day(last):
        return last
    return max(last - MonthEnd(1), days.min() + MonthEnd(0))


def _last_working_day(month_end: pd.Timestamp) -> pd.Timestamp:
    return BMonthEnd().rollback(month_end)


def _months(end: pd.Timestamp, months: int) -> Period:
    after = end + pd.Timedelta(days=1)
    start, before = after - pd.DateOffset(months=months), after - pd.DateOffset(months=2 * months)
    return Period(start.date(), end.date(), before.date(), _day_before(start), float(months))


def _whole(first: pd.Timestamp, last: pd.Timestamp) -> Period:
    length = last - first + pd.Timedelta(days=1)
    return Period(first.date(), last.date(), (first - length).date(), _day_before(first), length.days / DAYS_A_MONTH)


def _day_before(day: pd.Timestamp) -> date:
    return (day - pd.Timedelta(days=1)).date()
