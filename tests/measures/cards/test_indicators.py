"""What one period says of a customer: by head."""

from datetime import date

import pandas as pd
import pytest

from klantlib.client.model import empty
from klantlib.measures.cards.indicators import Seen, answered, indicators, paid_late, rhythm
from tests.made_accounts import accounts

END = date(2025, 12, 31)


def rows(table, *values, columns):
    """A client's table with these columns filled, as the reader gives it."""
    frame = pd.DataFrame(values, columns=columns.split()).reindex(columns=empty(table).columns)
    return frame.astype(empty(table).dtypes.to_dict())


def orders(*values):
    return rows("transactions", *values, columns="customer_id date revenue")


def complaints(*values):
    return rows("complaints", *values, columns="customer_id date settled")


def answers(*values):
    return rows("satisfaction", *values, columns="customer_id respondent date overall trust share_of_wallet")


def payments(*values):
    return rows("payments", *values, columns="customer_id amount due_date paid_date")


def seen(accounts, *, sold=(), asked=(), complained=(), paid=()):
    return Seen(accounts, orders(*sold), answers(*asked), complaints(*complained), payments(*paid), END)


def test_a_rhythm_is_the_median_of_the_days_between_order_days():
    """Gaps of 10 and 20 days: 15; two order days are no rhythm; a credit is no order; ten days since the last."""
    found = rhythm(
        orders(
            ("A", "2025-11-21", 5), ("A", "2025-12-01", 5), ("A", "2025-12-01", 9), ("A", "2025-12-21", 5),
            ("A", "2025-12-30", -5), ("B", "2025-12-01", 5), ("B", "2025-12-31", 5),
        ),
        END,
    )  # fmt: skip

    assert found.loc["A"].tolist() == [15.0, 10.0]
    assert pd.isna(found.loc["B", "order_gap"]) and found.loc["B", "days_since"] == 0.0


def test_of_each_respondent_the_latest_answer_counts():
    """Jan says 2 and then 4, Els 3: the customer stands at 3.5; 60 of 100 is a share of 0.6."""
    found = answered(
        answers(
            ("A", "Jan", "2025-01-01", 2, 1, None),
            ("A", "Jan", "2025-06-01", 4, 3, 60),
            ("A", "Els", None, 3, None, None),
        )
    )

    assert found.loc["A", "satisfaction"] == 3.5
    assert found.loc["A", "trust"] == 3.0 and found.loc["A", "share_of_wallet"] == 0.6


def test_late_is_money_that_came_after_its_day_or_has_not_come():
    """30 in time, 50 late, 20 unpaid: 70% late. What is not due yet, and a credit, do not count."""
    found = paid_late(
        payments(
            ("A", 30, "2025-06-30", "2025-06-30"), ("A", 50, "2025-06-30", "2025-07-01"), ("A", 20, "2025-06-30", None),
            ("A", 900, "2026-01-31", None), ("A", -40, "2025-06-30", "2025-09-01"),
        ),
        END,
    )  # fmt: skip

    assert found["A"] == pytest.approx(0.7)


def test_complaints_are_counted_per_hundred_orders():
    """One order and two complaints: 200 per 100. Settled after the period's end is still open; 4 days to settle one."""
    told = [("A", "2025-12-01", "2025-12-05"), ("A", "2025-12-20", "2026-01-04")]
    found = indicators(seen(accounts([100, 50]), complained=told))

    assert found.loc["A", ["complaints", "open", "settle_days", "complaint_rate"]].tolist() == [2, 1, 4, 200]
    assert found.loc["B", ["complaints", "open"]].tolist() == [0, 0]


def test_where_nobody_kept_complaints_none_is_not_zero():
    """Unknown stays unknown."""
    assert indicators(seen(accounts([100])), complaints_known=False)["complaints"].isna().all()


def test_the_tables_come_back_unchanged():
    """A measure reads and does not write."""
    given = seen(accounts([100]), sold=[("A", "2025-01-01", 5)], asked=[("A", "Jan", "2025-01-01", 2, 1, 10)])
    kept = [frame.copy() for frame in given[1:5]]
    indicators(given)

    for frame, copy in zip(given[1:5], kept, strict=True):
        pd.testing.assert_frame_equal(frame, copy)
