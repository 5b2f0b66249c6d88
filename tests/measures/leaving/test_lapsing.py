"""Who left, who ordered again, who never came back after the first order, and on how many products customers rest."""

import pandas as pd

from klantlib.measures.leaving.lapsing import breadth, first_year, losses_by_period, lost, loyalty_coefficient
from klantlib.measures.leaving.order_days import order_days

BEFORE, START, END = map(pd.Timestamp, ("2024-01-01", "2025-01-01", "2025-12-31"))


def lines(*rows):
    frame = pd.DataFrame(rows, columns=["customer_id", "date", "revenue"]).astype({"customer_id": "str"})
    return frame.assign(date=pd.to_datetime(frame["date"]))


LINES = lines(
    ("A", "2024-03-01", 100), ("A", "2025-03-01", 100),
    ("B", "2024-03-01", 60), ("B", "2025-02-01", -10),
    ("C", "2024-06-01", 40), ("D", "2025-05-01", 10),
)  # fmt: skip
DAYS = order_days(LINES, pd.Index(list("ABCD")))


def test_lost_is_who_ordered_then_and_not_now():
    """B got only a credit in 2025 and C nothing: both are lost. D is new."""
    assert lost(DAYS, BEFORE, START, END).tolist() == ["B", "C"]


def test_the_loyalty_coefficient_is_the_share_of_last_years_customers_that_ordered_again():
    """One of three: A, who is small; of the two key accounts nobody."""
    classes = pd.Series({"A": "small", "B": "key_account", "C": "key_account", "D": "small"})
    shares = loyalty_coefficient(DAYS, BEFORE, START, END, classes)
    assert {name: share[:2] for name, share in shares.items()} == {
        "small": (1, 1), "key_account": (0, 2), "total": (1, 3),
    }  # fmt: skip


def test_without_classes_only_the_total_is_told():
    """An empty series of classes is no class."""
    assert list(loyalty_coefficient(DAYS, BEFORE, START, END, pd.Series(dtype="str"))) == ["total"]


def test_the_money_that_went_each_period():
    """In 2025 B and C took 60 + 40 of 2024 with them; before 2024 there is nothing to compare with."""
    rows = losses_by_period(DAYS, LINES, BEFORE, START, END, fall=0.25, chance=0.01)
    assert rows[["lost", "lost_n", "drying", "drying_n"]].to_numpy().tolist() == [[100.0, 2, 0.0, 0]]


NEW = lines(
    ("O", "2023-01-01", 1), ("O", "2025-01-01", 1),
    ("N", "2023-06-01", 1), ("N", "2024-06-01", 1),
    ("M", "2023-06-01", 1), ("M", "2024-06-02", 1),
    ("P", "2025-03-01", 1), ("P", "2025-04-01", 1), ("Q", "2025-03-01", 1),
)  # fmt: skip
SINCE = pd.to_datetime(pd.Series({"O": "2010-01-01", "N": "2023-05-30", "M": "2023-05-30", "P": "2025-03-01"}))


def test_first_year_lapse_counts_only_years_that_are_over():
    """N came back on the last day of its year, M a day late: 1 of 2. P and Q are too young; P has ordered again."""
    found = first_year(order_days(NEW, pd.Index(list("ONMPQ"))), SINCE, END)
    assert found.lapse[:2] == (1, 2)
    assert (found.recent, found.again) == (2, 1)  # Q's since is unknown, but the data ran for two years


def test_who_may_have_bought_before_the_data_begin_is_not_new():
    """Without a date of becoming a customer, N and M (five months after the data begin) tell nothing."""
    found = first_year(order_days(NEW, pd.Index(list("ONMPQ"))), pd.Series(dtype="datetime64[ns]"), END)
    assert found.lapse.n == 0 and found.recent == 2


def test_breadth_counts_different_products_that_were_bought():
    """A bought x twice and y in 2024, then x; what it sent back (z) was not bought. B's products are not named."""
    rows = lines(
        ("A", "2024-01-05", 1), ("A", "2024-02-05", 1), ("A", "2024-03-05", 1), ("A", "2025-01-05", 1),
        ("A", "2025-01-06", -1), ("B", "2025-01-05", 1),
    ).assign(product=["x", "x", "y", "x", "z", None])  # fmt: skip
    found = breadth(rows, pd.Index(["A", "B"]), BEFORE, START, END)
    assert found.loc["A"].tolist() == [2, 1]
    assert found.loc["B"].isna().all()
