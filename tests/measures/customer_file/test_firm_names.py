"""Is it one name, typed by two people? And when is it not?"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from klantlib.measures.customer_file.firm_names import Likeness, likeness, parsed

NAMES = st.text("abcde .&-é'", max_size=18)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Bakker Bouw B.V.", "bakker bouw bv"),
        ("Bakker Bouw BV", "Bouw Bakker"),
        ("Bakker Bouw", "BakkerBouw B.V."),
        ("Café 't Hoekje", "CAFE T HOEKJE"),
        ("Jansen & Zoet VOF", "Jansen en Zoet V.O.F."),
        ("Gebr. De Wit Transport N.V.", "Gebroeders de Wit Transport"),
        ("Dhr. J. Visser", "J. Visser"),
        ("Müller GmbH & Co. KG", "Muller GmbH en Co KG"),
    ],
)
def test_what_people_vary_does_not_count(one, other):
    """Legal form, order, capitals, accents, spaces, & and en, titles."""
    assert likeness(one, other) is Likeness.same
    assert likeness(other, one) is Likeness.same


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Metaalwaren Kemmemans", "Metaalwaren Kemmenans"),
        ("Metaalwaren Kemmemans", "Metalwaren Kemmemans"),
        ("Bakker Bouw", "Bakkre Bouw"),
    ],
)
def test_a_slip_of_the_pen_is_seen(one, other):
    """A letter wrong, missing, or two that changed places."""
    assert likeness(one, other) is Likeness.slip


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Jansen Holding B.V.", "Jansen Beheer B.V."),
        ("Jansen Bouw", "Jansen Bouw Holding"),
        ("J. Jansen", "P. Jansen"),
        ("Jansen Bouw", "Jansen en Zn Bouw"),
        ("J. Jansen sr", "J. Jansen jr"),
        ("Kwikshop 12", "Kwikshop 13"),
        ("De Linde BV", "Stichting De Linde"),
    ],
)
def test_what_makes_another_firm_of_it_does_count(one, other):
    """A holding, a son, a number, a foundation: apart, whatever else is the same."""
    assert likeness(one, other) is Likeness.apart


@pytest.mark.parametrize(
    ("one", "other", "found"),
    [
        ("De Vries", "De Vries-Bakker", Likeness.partly),  # married
        ("Jansen", "Jansen Bouw", Likeness.partly),
        ("Jansen", "J. Jansen", Likeness.partly),  # an initial that only one of them has
        ("Vos", "Bos", Likeness.other),  # too short for a slip
        ("Jansen Bouw", "Jansen Transport", Likeness.other),
        ("Bakkerij De Linde", "Slagerij Zomer", Likeness.other),
    ],
)
def test_in_between(one, other, found):
    """One says more than the other; or they share a word and no more."""
    assert likeness(one, other) is found


@given(NAMES, NAMES)
def test_the_order_of_the_two_does_not_matter(one, other):
    """Whatever was typed."""
    assert likeness(one, other) is likeness(other, one)


@given(NAMES)
def test_a_name_is_the_same_as_itself(name):
    """Also an empty one, or one of signs alone."""
    assert likeness(name, name) is Likeness.same
    assert parsed(name).key == parsed(f" {name.upper()} ").key


def test_a_name_of_nothing_but_a_form_is_a_name():
    """Somebody called the customer BV."""
    assert likeness("BV", "B.V.") is Likeness.same
    assert likeness("BV", "NV") is Likeness.other
