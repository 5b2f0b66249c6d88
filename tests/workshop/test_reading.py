"""What people type as an answer, and what it may mean."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from klantlib.workshop import reading
from klantlib.workshop.answers.answer import Answer
from klantlib.workshop.judging import judged
from klantlib.workshop.theme import Exercise, Paper

NAMES = ("Bakkerij Aaldbeek", "Bakkerij Bremloo", "Dinkkolk Tuinen BV")


def asked(kind, choices=None):
    texts = {"title": "", "text": "", "hint": "", "explain": "", "solution": "", "answer": "x"}
    return Exercise(key="one", kind=kind, choices=choices or {}, paper=Paper(text=""), **texts)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("12345", 12345),
        ("12.345", 12345),
        ("12,345", 12345),
        ("€ 12.345,50", 12345.5),
        ("12 345", 12345),
        ("-1.250", -1250),
        ("€ -1.250", -1250),
        ("−1250", -1250),
        ("57,3%", 57.3),
        ("ongeveer 57 procent", 57),
        ((0, 57), 0.57),
        (57, 57),
        (np.float64(0.5), 0.5),
    ],
)
def test_a_number_in_any_form(typed, meant):
    assert meant in reading.numbers(typed)


@pytest.mark.parametrize("typed", ["", "veel", "3 of 4", "1e999", "nan", None, [1, 2], object()])
def test_no_number_or_more_than_one_means_nothing(typed):
    assert reading.numbers(typed) == set()


@pytest.mark.parametrize("typed", ["...", "…", "", " ", '"..."', None, ...])
def test_what_was_never_filled_in(typed):
    assert judged(asked("number"), Answer(3), typed) == "open"


@pytest.mark.parametrize(
    ("typed", "verdict"),
    [
        ("58%", "right"),
        ("0,576", "right"),
        (57.6, "right"),
        ("57", "not_yet"),
        ("5,76", "not_yet"),
        ("nog niet", "unread"),
    ],
)
def test_a_share_of_576_in_a_thousand(typed, verdict):
    """As a fraction or a percentage, rounded to whole percents or not; 57% is not how 57.6% is rounded."""
    assert judged(asked("share"), Answer(0.576), typed) == verdict


@pytest.mark.parametrize(
    ("typed", "verdict"), [("-39.108", "right"), ("-39000", "right"), ("39108", "not_yet"), ("-38000", "not_yet")]
)
def test_an_amount_may_be_a_fiftieth_off(typed, verdict):
    """A loss has a minus."""
    assert judged(asked("amount"), Answer(-39108.0), typed) == verdict


@pytest.mark.parametrize(
    ("typed", "verdict"), [("11", "right"), ("elf", "unread"), ("12", "not_yet"), ("11,01", "not_yet")]
)
def test_a_count_is_exact(typed, verdict):
    assert judged(asked("number"), Answer(11), typed) == verdict


@pytest.mark.parametrize(
    ("typed", "verdict"),
    [
        ("Bakkerij Aaldbeek", "right"),
        ("aaldbeek", "right"),
        ("Bakkerij Aaldbek", "right"),
        ("bremloo", "not_yet"),
        ("bakkerij", "not_yet"),
        ("Jansen", "unread"),
    ],
)
def test_half_a_name_is_enough_where_it_is_one_customer_s(typed, verdict):
    answer = Answer(NAMES[0], right=frozenset(NAMES[:1]), names=NAMES)
    assert judged(asked("name"), answer, typed) == verdict


@pytest.mark.parametrize(
    ("typed", "verdict"), [("Ja, ja, nee", "right"), ("jjn", "right"), ("yyn", "right"), ("nee", "unread")]
)
def test_a_choice_in_any_form(typed, verdict):
    choices = {"yyn": ["ja ja nee", "jjn"], "yyy": ["ja ja ja"]}
    assert judged(asked("choice", choices), Answer("yyn"), typed) == verdict


@given(
    st.one_of(
        st.text(), st.floats(), st.integers(), st.none(), st.binary(), st.lists(st.text()), st.tuples(st.integers())
    ),
    st.sampled_from(["amount", "share", "number", "name", "choice"]),
)
def test_nothing_that_is_typed_can_raise(typed, kind):
    answer = Answer("Bakkerij Aaldbeek" if kind in ("name", "choice") else 3.5, right=frozenset(NAMES[:1]), names=NAMES)
    assert judged(asked(kind, {"a": ["b"]}), answer, typed) in ("open", "unread", "not_yet", "right")
