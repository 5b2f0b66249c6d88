"""What customers take beside what they bring: the frame that the matrix and its lists rest on."""

import math

import pandas as pd
import pytest

from klantlib.measures.accounts import Accounts
from klantlib.measures.serving import buyers, excess, served

# revenue, margin, cost to serve, attention: whole euros
ROWS = {"A": (1000, 300, 100, 30), "B": (500, 200, 250, 70), "C": (-50, math.nan, 20, 0)}


def accounts(rows=ROWS):
    columns = ["revenue", "margin", "cost_to_serve", "attention"]
    frame = pd.DataFrame.from_dict(rows, orient="index", columns=columns, dtype=float).rename_axis("customer_id")
    frame = frame.assign(name="Firm " + frame.index, profit=frame["margin"] - frame["cost_to_serve"], orders=1)
    charges = pd.DataFrame(
        [("A", "visit", 3, 30), ("A", "delivery", 7, 70), ("B", "visit", 7, 70), ("B", "delivery", 18, 180)],
        columns=["customer_id", "activity", "quantity", "cost"],
    )
    money = dict.fromkeys(("unknown_revenue", "unknown_margin", "unallocated", "above_customer"), 0.0)
    sums = {name: float(frame[name].sum()) for name in ("revenue", "margin", "cost_to_serve", "profit")}
    rest = {"unknown_customers": (), "unused_capacity": math.nan, "rates": pd.DataFrame(), "unpriced": ()}
    return Accounts(customers=frame, kind="contribution", charges=charges, **sums, **money, **rest)


def people(**reasons):
    return pd.DataFrame({"customer_id": list(reasons), "buys_on": list(reasons.values())})


def test_margin_beside_cost_and_attention_beside_profit():
    """A 300 - 100, B 200 - 250, C unknown and last; A has 30 of 100 attention, and delivery costs each most."""
    frame = served(accounts(), people(A="value"), pd.DataFrame({"customer_id": ["B", "B", "X"]}))
    assert frame.index.tolist() == ["A", "B", "C"]
    assert frame["attention_share"].tolist() == [0.3, 0.7, 0]
    assert frame["cost_ratio"].tolist()[:2] == [0.1, 0.5]
    assert math.isnan(frame.loc["C", "cost_ratio"])  # no ratio to a credit
    assert frame["driver"].tolist()[:2] == ["delivery", "delivery"]
    assert frame["complaints"].tolist() == [0, 2, 0]
    assert frame.loc["A", "buys_on"] == "value"


def test_shares_of_a_thin_profit_are_unknown():
    """200 - 50 bears shares; with B losing 190 only 10 of 200 is left, under a tenth."""
    none = pd.DataFrame({"customer_id": pd.Series(dtype="str")})
    assert served(accounts(), people(), none)["profit_share"].tolist()[:2] == pytest.approx([200 / 150, -50 / 150])
    thin = accounts({**ROWS, "B": (500, 60, 250, 70)})
    assert served(thin, people(), none)["profit_share"].isna().all()


def test_excess_is_above_the_limit_only():
    """At a fifth of revenue A may cost 200, B 100, C nothing: 0, 150 and 20 too much."""
    assert excess(accounts().customers, 0.2).tolist() == [0, 150, 20]


def test_value_buyers_come_before_price_buyers():
    """A brings 200 on value; B loses 50 on price; of C it is unknown."""
    groups = buyers(accounts().customers.assign(buys_on=["value", "price", None])).set_index("buys_on")
    assert groups.index.tolist() == ["value", "price"]
    assert groups["profit_each"].tolist() == [200, -50]
    assert groups["loss_makers"].tolist() == [0, 1]
