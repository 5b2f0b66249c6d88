"""Who answered, by what they are worth: counted by head."""

import math
from datetime import date

import pandas as pd

from klantlib.measures.survey.response import FIFTHS, UNCLASSED, asked, groups_of, last_answers, response, share_heard
from tests.made_accounts import accounts

END = date(2025, 12, 31)
FOUR = accounts([40, 30, 20, 10, 0], [40, 30, -10, 20, 0]).customers
DAYS = pd.Series(pd.to_datetime(["2025-06-01", "2024-12-31", "2023-01-01"]), index=["A", "B", "C"])
CLASSES = pd.Series({"A": "key_account", "B": "large", "C": "small", "D": "small"})


def of_classes():
    groups, order = groups_of(FOUR, CLASSES)
    return asked(FOUR, groups, DAYS, END, 365), order


def test_who_answered_in_the_last_year_and_who_is_overdue():
    """A answered in June, B on the last day of the year before, C long ago, D never; E did not buy."""
    found, _ = of_classes()
    assert found["answered"].to_dict() == {"A": True, "B": False, "C": False, "D": False}
    assert found["overdue"].to_dict() == {"A": False, "B": True, "C": True, "D": True}


def test_the_limit_of_overdue_is_an_option():
    """With 366 days B is still in time."""
    groups, _ = groups_of(FOUR, CLASSES)
    assert asked(FOUR, groups, DAYS, END, 366)["overdue"].to_dict()["B"] is False


def test_each_class_with_its_share_of_customers_and_of_profit():
    """The key account was heard, 40 of its 40; large is silent; small has 20 - 10, of which nothing was heard."""
    found = response(*of_classes())
    assert found.index.tolist() == ["key_account", "large", "small"]
    assert found[["customers", "answered", "share", "profit_share", "overdue"]].to_numpy().tolist() == [
        [1, 1, 1, 1, 0], [1, 0, 0, 0, 1], [2, 0, 0, 0, 2],
    ]  # fmt: skip


def test_a_group_that_loses_money_has_no_share_of_profit():
    """C alone lost 10: a share of that means nothing."""
    groups, order = groups_of(FOUR.loc[["C"]], CLASSES)
    assert math.isnan(response(asked(FOUR.loc[["C"]], groups, DAYS, END, 365), order).loc["small", "profit_share"])


def test_the_share_of_all_profit_and_revenue():
    """A brought 40 of 80 profit and 40 of 100 revenue."""
    found, _ = of_classes()
    assert (share_heard(found, "profit"), share_heard(found, "revenue")) == (0.5, 0.4)


def test_who_cannot_be_classed_is_a_group_of_its_own():
    """D and E have no class."""
    groups, order = groups_of(FOUR, CLASSES.drop("D"))
    assert groups["D"] == groups["E"] == UNCLASSED == order[-1]


def test_without_classes_customers_are_in_fifths_by_profit_else_by_revenue():
    """Five customers, a fifth each: by profit A, B, D, E, C; with profit unknown by revenue A, B, C, D, E."""
    groups, order = groups_of(FOUR, pd.Series(dtype=object))
    assert order == FIFTHS
    assert groups.sort_values().index.tolist() == ["A", "B", "D", "E", "C"]
    unknown = groups_of(FOUR.assign(profit=math.nan), pd.Series(pd.NA, index=FOUR.index))[0]
    assert unknown.sort_values().index.tolist() == ["A", "B", "C", "D", "E"]


def test_nobody_is_no_group():
    """No customers: no rows, no share."""
    nobody = FOUR.iloc[:0]
    groups, order = groups_of(nobody, CLASSES)
    found = asked(nobody, groups, DAYS, END, 365)
    assert response(found, order).empty and math.isnan(share_heard(found, "profit"))


def test_the_newest_answer_is_of_whichever_kind():
    """A gave a mark in May and judged aspects in June; what came after the end does not count."""
    marks = pd.DataFrame({"customer_id": ["A", "B"], "date": pd.to_datetime(["2025-05-01", "2026-01-01"])})
    judged = pd.DataFrame({"customer_id": ["A"], "date": pd.to_datetime(["2025-06-01"])})
    assert last_answers(marks, judged, END).to_dict() == {"A": pd.Timestamp("2025-06-01")}
