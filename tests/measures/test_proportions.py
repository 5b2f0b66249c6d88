"""A share that was counted has an interval, also where nobody or everybody did."""

import copy
import math

import pandas as pd
import pytest

from klantlib.formats import Sentence
from klantlib.measures.proportions import Part, carried, share_of, within


def test_the_interval_of_wilson():
    """8 of 10: .4902 to .9433 (Wilson 1927, by hand with z = 1.96)."""
    assert share_of(8, 10)[2:] == pytest.approx((0.8, 0.4902, 0.9433), abs=1e-4)


def test_none_of_ten_is_not_never():
    """0 of 10 may be as much as 28%; 10 of 10 may be as little as 72%."""
    assert share_of(0, 10).high == pytest.approx(0.2775, abs=1e-4)
    assert share_of(10, 10).low == pytest.approx(0.7225, abs=1e-4)


def test_nothing_counted_is_no_share():
    """0 of 0 is unknown, not 0."""
    assert math.isnan(share_of(0, 0).share) and share_of(0, 0).n == 0


@pytest.mark.parametrize(
    ("share", "told"),
    [
        (Part(3, 4), "3 van de 4 klanten zijn nieuw"),
        (Part(1, 4), "1 van de 4 klanten is nieuw"),
        (Part(1, 1), "De enige klant is nieuw"),
        (Part(3, 5), "60% van de klanten is nieuw"),
        (0.75, "75% van de klanten is nieuw"),
    ],
)
def test_a_share_of_fewer_than_five_is_told_as_a_count(share, told):
    """With words of its own; a share of money stays a percentage. Also of a copy, as blocks are copied on their way."""
    text = "{s:percent van de klanten is|# van de ## klanten [is/zijn]|De enige klant is} nieuw"
    assert Sentence("nl").format(text, s=share) == Sentence("nl").format(text, s=copy.deepcopy(share)) == told


def test_a_share_of_few_without_words_is_a_fraction():
    """Never a percentage."""
    assert Sentence("nl").format("{s:percent1}", s=Part(2, 3)) == "2/3"


def test_a_table_leaves_out_the_shares_of_few():
    """2 of 4 is not told, 5 of 10 is."""
    assert carried(pd.Series([0.5, 0.5]), pd.Series([4, 10])).tolist() == pytest.approx([math.nan, 0.5], nan_ok=True)


def test_parts_of_a_whole_are_not_more_than_it():
    """110% and -10% are no parts that a reader can add up; what is unknown may be one."""
    assert within(pd.Series([0.6, math.nan, 0.4])) and not within(pd.Series([1.1, -0.1]))
