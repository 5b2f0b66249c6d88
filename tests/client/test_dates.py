"""Dates: one order per column, decided from all of it."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from klantlib.client.contract import Column
from klantlib.client.values import Answers, read_column

DATE = Column("date", "datum", "date")
DAYS = st.lists(st.dates(date(1970, 1, 1), date(2068, 12, 31)), min_size=1, max_size=30)


def read(*cells, order=None):
    return read_column(pd.Series(cells, dtype=object), DATE, Answers(order=order))


def days(reading) -> list[str]:
    return reading.content.dt.strftime("%Y-%m-%d").tolist()


@pytest.mark.parametrize(
    "cell",
    [
        "2025-12-31", "2025/12/31", "20251231", "2025-12-31 23:59:59.000", "2025-12-31T08:00:00Z", "31-12-2025",
        "31/12/25", "31.12.2025", "31-12-25", "31-12-2025 14:05", "46022", "46022.75", 46022, 46022.5, 20251231.0,
        date(2025, 12, 31), datetime.fromisoformat("2025-12-31 23:59"), datetime(2025, 12, 31, 8, tzinfo=UTC),
    ],
)  # fmt: skip
def test_a_way_to_write_a_day(cell):
    """Last day of 2025 in every form the contract names; Excel counts 46022 days to it."""
    assert days(read(cell)) == ["2025-12-31"]


@pytest.mark.parametrize(
    "cell", ["31-02-2025", "45-13-2025", "2025-13-01", "morgen", "31-12", "31-12-225", 3, True, time(8), "0205-01-01"]
)
def test_what_is_no_day(cell):
    """A day that does not exist, or of another age, is unread."""
    reading = read(cell, "31-12-2025")
    assert reading.unread.tolist() == [True, False]
    assert reading.content.isna().tolist() == [True, False]


def test_one_day_decides_the_whole_column():
    """13-05 can only be day-month, so 01-02 is the first of February."""
    assert days(read("01-02-2025", "13-05-2025")) == ["2025-02-01", "2025-05-13"]
    assert days(read("01-02-2025", "05-13-2025")) == ["2025-01-02", "2025-05-13"]


def test_an_undecidable_column_is_asked_and_the_answer_obeyed():
    """01-02-03 has three meanings; client.toml says which."""
    assert read("01-02-2003", "04-05-2006").question == "ask_date_order"
    answers = {order: days(read("01-02-03", order=order))[0] for order in ("dmy", "mdy", "ymd")}
    assert answers == {"dmy": "2003-02-01", "mdy": "2003-01-02", "ymd": "2001-02-03"}


def test_the_same_either_way_needs_no_answer():
    """05-05 is the fifth of May whichever comes first."""
    assert days(read("05-05-2025")) == ["2025-05-05"]


def test_iso_days_need_no_answer():
    """The year in front leaves no doubt, whatever the numbers."""
    assert days(read("2025-01-02", "2025-03-04")) == ["2025-01-02", "2025-03-04"]


def test_a_stray_day_does_not_turn_the_column():
    """One American date among Dutch ones is told, not obeyed."""
    assert read("13-05-2025", "14-05-2025", "05-15-2025").unread.tolist() == [False, False, True]


def test_two_digits_of_the_last_century():
    """99 is 1999 and 16 is 2016."""
    assert days(read("31-12-99", "31-12-16")) == ["1999-12-31", "2016-12-31"]


def test_an_empty_column_is_empty():
    """No dates, no question."""
    reading = read(None, "", "  ")
    assert reading.question is None
    assert reading.content.isna().all()
    assert reading.content.dtype == "datetime64[us]"


@given(DAYS, st.sampled_from([("dmy", "%d-%m-%Y"), ("mdy", "%m/%d/%y"), ("ymd", "%y-%m-%d")]))
@pytest.mark.slow
def test_a_declared_order_reads_back_every_day(dates, order):
    """Whatever the days, written in the declared order they are read back equal."""
    assert read(*[day.strftime(order[1]) for day in dates], order=order[0]).content.dt.date.tolist() == dates


@given(DAYS)
@pytest.mark.slow
def test_an_undeclared_order_is_never_wrong(dates):
    """Dutch dates are read back equal or asked about, and never become other days."""
    reading = read(*[day.strftime("%d-%m-%Y") for day in dates])
    assert reading.question or reading.content.dt.date.tolist() == dates
