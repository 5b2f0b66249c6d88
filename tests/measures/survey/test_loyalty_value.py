"""What a customer is worth, and what one step up would bring: small sums, done by hand."""

import pandas as pd
import pytest

from klantlib.client.model import empty
from klantlib.measures.accounts import Accounts
from klantlib.measures.survey.loyalty_value import leading, portfolio, raisable, responded, tasked, yields


def accounts(**customers):
    """Revenue and profit of each customer; what it costs to serve them is half of the margin."""
    frame = pd.DataFrame(
        [(firm, firm, revenue, 2 * profit, profit, None) for firm, (revenue, profit) in customers.items()],
        columns=["customer_id", "name", "revenue", "margin", "profit", "months_new"],
    ).set_index("customer_id")
    return Accounts(frame, "margin", 0, 0, 0, 0, 0, 0, (), 0, 0, 0, pd.DataFrame(), ())


def customers(**potentials):
    """The client's own table: a name for each, and the potential where it is known."""
    rows = pd.DataFrame({"customer_id": list(potentials), "potential_revenue": list(potentials.values())})
    types = empty("customers").dtypes
    return rows.assign(name="Firm " + rows["customer_id"]).reindex(columns=types.index).astype(types.to_dict())


def answered(*rows):
    """(customer, level, loyalty, worth, profit) each."""
    frame = pd.DataFrame(rows, columns=["customer_id", "level", "loyalty", "worth", "profit"]).set_index("customer_id")
    return frame.assign(
        name=frame.index, potential=frame["worth"] * 5, large=frame["worth"] >= 900, aspect="delivery", wish=None
    )


GAINS = pd.Series([0.1, 0.1, 0.2, 0.3], index=[1, 2, 3, 4])


def test_worth_is_the_potential_at_the_customers_own_rate_of_profit():
    """A: 1000 of potential at 25% is 250. B has no potential: its revenue of 200 at 10% is 20."""
    found = portfolio(customers(A=1000, B=None), accounts(A=(400, 100), B=(200, 20)))
    assert found["worth"].to_dict() == {"A": 250, "B": 20}
    assert found["potential"].to_dict() == {"A": 1000, "B": 200}
    assert found["name"].to_dict() == {"A": "Firm A", "B": "Firm B"}


def test_who_did_not_buy_is_worth_the_rate_of_all():
    """All together make 120 on 600, so 20%: a potential of 1000 is worth 200; its revenue and profit are 0."""
    found = portfolio(customers(A=None, B=None, C=1000), accounts(A=(400, 100), B=(200, 20)))
    assert found.loc["C", ["worth", "revenue", "profit"]].tolist() == [200, 0, 0]


def test_more_sales_to_who_costs_money_are_worth_nothing():
    """A loses 20 on 200: lifting it would not help; C, which did not buy, is worth the rate of all, 80 on 600."""
    found = portfolio(customers(A=None, B=None, C=300), accounts(A=(200, -20), B=(400, 100)))
    assert found["worth"].to_dict() == {"A": 0, "B": 100, "C": 40}


def test_amounts_are_of_the_period():
    """Of a potential of 800 a year half falls in half a year; revenue and profit stay what the period gave."""
    half = portfolio(customers(A=800), accounts(A=(300, 100)), months=6).loc["A"]
    assert half[["potential", "revenue"]].tolist() == [400, 300]
    assert portfolio(customers(A=None), accounts(A=(300, 100)), months=6).loc["A", "potential"] == 300


def test_the_large_are_the_top_fifth_by_potential():
    """Of six customers ceil(1.2) = 2 are large."""
    found = portfolio(customers(A=6, B=5, C=4, D=3, E=2, F=1), accounts())
    assert found.index[found["large"]].tolist() == ["A", "B"]


def test_without_accounts_money_is_unknown():
    """Names and potentials are there; revenue, profit and worth are not."""
    found = portfolio(customers(A=1000), accounts()).loc["A"]
    assert found[["revenue", "profit", "worth"]].isna().all()


def test_each_level_has_its_task_and_its_money():
    """A 4 is lifted for .3 x 1000, a 5 kept for its profit, a large 2 saved for its profit, a 3 and a small 1 left."""
    rows = answered(
        ("a3", 3, 0.4, 1000, 70),
        ("a4", 4, 0.5, 1000, 80),
        ("a5", 5, 0.9, 1000, 90),
        ("a2", 2, 0.2, 1000, 60),
        ("a1", 1, 0.1, 5, 1),
    )
    found = tasked(rows, GAINS, lifts=True)
    assert found["task"].fillna("").to_dict() == {"a4": "lift", "a5": "keep", "a2": "save", "a3": "", "a1": ""}
    assert found["money"].dropna().to_dict() == {"a4": 300, "a5": 90, "a2": 60}
    assert found.index[0] == "a4"


def test_nobody_becomes_more_than_wholly_loyal():
    """At 90% loyal a step of 30 points can bring 10 at most; with an unknown loyalty the step counts whole."""
    rows = answered(("A", 4, 0.9, 1000, 0), ("B", 4, None, 1000, 0), ("C", 4, 1.0, 1000, 0))
    found = tasked(rows, GAINS, lifts=True)
    assert found["money"].dropna().to_dict() == pytest.approx({"A": 100, "B": 300})
    assert found["task"].dropna().index.tolist() == ["B", "A"]


def test_loss_makers_are_not_lifted_or_kept():
    """A 4 without margin and a 5 that costs money have no task; where profit is unknown a 5 is kept all the same."""
    rows = answered(("A", 4, 0.5, 0, -5), ("B", 5, 0.5, 100, -5), ("C", 5, 0.5, None, None))
    assert tasked(rows, GAINS, lifts=True)["task"].dropna().to_dict() == {"C": "keep"}


def test_a_step_is_worth_what_all_below_it_would_bring():
    """Two 4s worth 1000 and 500 bring .3 x 1500 = 450 together, 225 each; nobody stands at 1 or 2."""
    rows = tasked(answered(("A", 4, 0.5, 1000, 0), ("B", 4, 0.5, 500, 0), ("C", 3, 0.5, 100, 0)), GAINS, lifts=True)
    found = yields(rows, GAINS)
    assert found["customers"].tolist() == [0, 0, 1, 2]
    assert found["money"].fillna(0).tolist() == pytest.approx([0, 0, 20, 450])
    assert found.loc[4, "each"] == pytest.approx(225)


def test_a_step_without_a_gain_has_no_money():
    """Where the curve carries no amount there is none, and nobody is called worth 0."""
    rows = tasked(answered(("A", 4, 0.5, 1000, 0)), GAINS * float("nan"), lifts=True)
    assert rows["money"].isna().all()
    assert yields(rows, GAINS * float("nan"))["money"].isna().all()


def test_the_leading_aspect_is_the_one_most_money_hangs_on():
    """One customer of 300 on price outweighs two of 100 on delivery; without money the potential decides."""
    fours = tasked(answered(("A", 4, 0.5, 1000, 0), ("B", 4, 0.5, 300, 0), ("C", 4, 0.5, 300, 0)), GAINS, lifts=True)
    fours = fours.assign(aspect=["price", "delivery", "delivery"])
    assert leading(fours)[0] == "price"
    assert leading(fours.assign(money=None))[0] == "price"
    assert leading(fours.assign(money=None, potential=None))[0] == "delivery"
    assert leading(fours.assign(aspect=None))[0] is None


def test_who_can_go_up_a_step():
    """At level 2 of 0.1: B may bring 50, C 20; A is to be saved, and D stands elsewhere."""
    rows = answered(("A", 2, 0.2, 900, 1), ("B", 2, 0.2, 500, 1), ("C", 2, 0.2, 200, 1), ("D", 3, 0.2, 800, 1))
    found = raisable(tasked(rows, GAINS, lifts=True), 2)
    assert found["money"].to_dict() == {"B": pytest.approx(50), "C": pytest.approx(20)}


def test_who_did_not_answer_is_told_largest_first():
    """A answered for 400 of 1000; B and C bought and said nothing; D bought nothing."""
    known = portfolio(customers(A=None, B=None, C=None, D=None), accounts(A=(400, 1), B=(200, 1), C=(400, 1)))
    found = responded(known, pd.Index(["A", "D"]))
    assert found[:3] == (3, 1, pytest.approx(0.4))
    assert found.silent.index.tolist() == ["C", "B"]
    assert pd.isna(responded(known.head(0), pd.Index(["A"])).share)
