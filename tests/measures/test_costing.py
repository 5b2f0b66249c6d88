"""What was charged for what, and what costs each customer most."""

import math

import pandas as pd

from klantlib.measures.costing import drivers, spent_on

CHARGES = pd.DataFrame(
    [("A", "visit", 3.0, 30.0), ("A", "fair", math.nan, 50.0), ("B", "visit", 7.0, 70.0), ("B", "free", 4.0, 0.0)],
    columns=["customer_id", "activity", "quantity", "cost"],
)


def test_what_was_charged_largest_first():
    """Ten visits of 10 are 100 of 150; the fair was bought at 50 and has no rate; what cost nothing is left out."""
    spent = spent_on(CHARGES, 150).set_index("activity")
    assert spent.index.tolist() == ["visit", "fair"]
    assert spent["share"].tolist() == [100 / 150, 50 / 150]
    assert spent.loc["visit", ["quantity", "rate", "cost"]].tolist() == [10, 10, 100]
    assert spent.loc["fair", ["quantity", "rate"]].isna().all()


def test_what_costs_each_customer_most():
    """A's fair of 50 is more than its visits of 30; whom nothing was charged for is not there."""
    assert drivers(CHARGES).to_dict() == {"A": "fair", "B": "visit"}
    assert drivers(CHARGES[CHARGES["activity"] == "free"]).empty
