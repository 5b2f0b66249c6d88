"""The reporting period: the last full months in the data, and what lies in it, before it and outside it."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest

from klantlib.client import Remark
from klantlib.client.periods import period_of
from klantlib.client.settings import PeriodSettings


def tables(*days: str, table: str = "transactions") -> dict[str, pd.DataFrame]:
    column = "invoice_date" if table == "payments" else "date"
    return {table: pd.DataFrame({column: pd.to_datetime(list(days)).astype("datetime64[us]")})}


def period(*days: str, table: str = "transactions", **settings):
    found = period_of(PeriodSettings(**settings), tables(*days, table=table))
    return found.start.isoformat(), found.end.isoformat()


@pytest.mark.parametrize(
    ("last", "end"),
    [
        ("2025-12-31", "2025-12-31"),  # the last day of all
        ("2025-11-28", "2025-11-30"),  # the last working day: the 29th and 30th are a weekend
        ("2025-11-27", "2025-10-31"),  # a working day short
        ("2025-12-30", "2025-11-30"),  # the 31st is a Wednesday
        ("2024-02-29", "2024-02-29"),  # a leap year
    ],
)
def test_a_month_is_full_when_it_reaches_its_last_working_day(last, end):
    """Days of the week by the calendar of 2024 and 2025."""
    assert period("2023-01-02", last)[1] == end


def test_twelve_months_and_the_twelve_before():
    """End included on both sides; no day between, none twice."""
    found = period_of(PeriodSettings(), tables("2020-01-01", "2025-12-31"))
    assert (found.start, found.end) == (date(2025, 1, 1), date(2025, 12, 31))
    assert (found.before_start, found.before_end) == (date(2024, 1, 1), date(2024, 12, 31))
    assert found.months == 12


def test_months_and_end_as_settled():
    """Three months that end on a given day, at the end of February too."""
    assert period("2025-12-31", months=3, end=date(2025, 2, 28)) == ("2024-12-01", "2025-02-28")
    assert period("2025-12-31", months=1, end=date(2025, 12, 15)) == ("2025-11-16", "2025-12-15")


def test_less_than_a_month_of_data():
    """No full month at all: the month in which the data begin."""
    assert period("2025-03-03", "2025-03-20", months=1) == ("2025-03-01", "2025-03-31")


def test_without_transactions_the_month_of_the_last_day():
    """A survey in October and payments to the 5th of November: November."""
    found = period_of(
        PeriodSettings(), {**tables("2025-10-15", table="satisfaction"), **tables("2025-11-05", table="payments")}
    )
    assert found.end == date(2025, 11, 30)


def test_transactions_go_before_other_dates():
    """A survey of January does not stretch a year of sales."""
    found = period_of(PeriodSettings(), {**tables("2025-12-31"), **tables("2026-01-15", table="satisfaction")})
    assert found.end == date(2025, 12, 31)


def test_everything():
    """`all`: from the first day to the last, both included."""
    assert period("2024-02-01", "2025-03-15", all=True) == ("2024-02-01", "2025-03-15")


def test_without_any_date():
    """A client with only a self-test without dates has a period all the same."""
    assert period_of(PeriodSettings(), {"rates": pd.DataFrame({"activity": ["a"]})}).months == 12


TRANSACTIONS = "klantnummer;datum;omzet\n1;31-12-2025;1\n1;15-06-2025;2\n1;15-06-2024;4\n1;15-06-2023;8\n"


def test_rows_of_the_period_before_it_and_all(opened):
    """Powers of two: each sum says which rows it took."""
    client = opened({"transacties.csv": TRANSACTIONS})
    sums = [
        rows["revenue"].sum()
        for rows in (client["transactions"], client.before("transactions"), client.all("transactions"))
    ]
    assert sums == [3, 4, 15]
    outside = {"file": "transacties.csv", "rows": 2, "rows_before": 1}
    assert client.remarks == (Remark("outside_period", outside),)


def test_all_takes_everything(opened):
    """Nothing is outside, and there is nothing to compare with."""
    client = opened({"transacties.csv": TRANSACTIONS, "zelftest.csv": SELF_TEST}, "[period]\nall = true\n")
    assert client["transactions"]["revenue"].sum() == 15
    assert client.before("transactions").empty
    assert not [remark for remark in client.remarks if remark.key == "outside_period"]


SELF_TEST = "respondent;q1;q2;q3;q4;q5;q6;datum\nJan;A;A;A;A;A;A;\nPiet;B;B;B;B;B;B;01-13-2020\n"


def test_undated_rows_are_of_the_period(opened):
    """A self-test without date counts; one of 2020 does not; payments lie by their invoice date."""
    payments = "klantnummer;factuurdatum;bedrag;betaaldatum\n1;31-12-2025;1;31-01-2026\n1;31-12-2024;2;31-01-2025\n"
    client = opened({"transacties.csv": TRANSACTIONS, "zelftest.csv": SELF_TEST, "betalingen.csv": payments})
    assert client["self_test"]["respondent"].tolist() == ["Jan"]
    assert client["payments"]["amount"].tolist() == [1]


def test_a_table_that_was_not_delivered(opened):
    """Empty, with every column and its own type; a table that does not exist is a mistake in the program."""
    client = opened({"transacties.csv": TRANSACTIONS})
    satisfaction = client["satisfaction"]
    assert satisfaction.empty
    assert satisfaction.dtypes.astype(str)[["customer_id", "date", "overall"]].tolist() == [
        "str",
        "datetime64[us]",
        "float64",
    ]
    assert "satisfaction" not in client.tables
    with pytest.raises(LookupError):
        client["satisfacton"]


def test_each_frame_is_a_new_one(opened):
    """What a chapter does to its frame, the next one does not see."""
    client = opened({"transacties.csv": TRANSACTIONS})
    for mine in (client["transactions"], client.all("transactions")):
        mine["revenue"] = 0
    assert client["transactions"]["revenue"].sum() == 3
