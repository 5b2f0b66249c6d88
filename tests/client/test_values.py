"""The other kinds of value: text, yes and no, scales, choices, answers, years."""

from __future__ import annotations

from decimal import Decimal

import pandas as pd
import pytest

from klantlib.client import contract
from klantlib.client.contract import DTYPES, Column
from klantlib.client.values import Answers, read_column
from klantlib.languages import languages

LOYALTY = Column("loyalty", "trouw", "scale", low=0, high=100, percentage=True)
OVERALL = Column("overall", "algemeen", "scale", low=1, high=5)
BUYS_ON = Column("buys_on", {"nl": "koopt op"}, "choice", choices={"value": {"nl": "waarde"}, "price": {"nl": "prijs"}})


def read(column, *cells, **answers):
    column = Column("x", "x", column) if isinstance(column, str) else column
    return read_column(pd.Series(cells, dtype=object), column, Answers(**answers))


def test_a_customer_number_is_text():
    """00042 keeps its zeros, and the number 42 of a spreadsheet is not 42.0."""
    assert read("id", "00042", " 42 ", 42.0, 42, Decimal(7)).content.tolist() == ["00042", "42", "42", "42", "7"]


@pytest.mark.parametrize("kind", sorted(DTYPES))
def test_an_empty_cell_is_unknown_whatever_the_kind(kind):
    """Nothing, spaces and not-a-number are no value, and never wrong."""
    column = Column("x", {"nl": "x"}, kind, low=1, high=5, choices={"a": {"nl": "b"}})
    reading = read(column, None, "", "  ", float("nan"))
    assert reading.content.isna().all()
    assert not reading.unread.any()
    assert reading.content.dtype == DTYPES[kind]


@pytest.mark.parametrize("yes", ["ja", "Ja", "J", "yes", "1", "x", "X", 1, 1.0, True, "waar"])
def test_yes(yes):
    """Every word for yes, beside a no that says the column is no column of crosses."""
    assert read("yes_no", yes, "nee", None).content.tolist() == [True, False, pd.NA]


@pytest.mark.parametrize("no", ["nee", "NEE", "n", "no", "0", 0, False])
def test_no(no):
    """Every word for no."""
    assert read("yes_no", no, "ja").content.tolist() == [False, True]


def test_in_a_column_of_crosses_empty_is_no():
    """Who marks with an x says no by not marking."""
    assert read("yes_no", "x", None, "X", " ").content.tolist() == [True, False, True, False]


def test_maybe_is_neither():
    """Another word is told."""
    assert read("yes_no", "misschien", "ja").unread.tolist() == [True, False]


def test_a_choice_in_both_languages():
    """The canonical word is kept, whichever language it came in."""
    assert read(BUYS_ON, "Waarde", "price", "PRIJS").content.tolist() == ["value", "price", "price"]
    assert read(BUYS_ON, "korting").unread.tolist() == [True]


def test_names_we_know_among_texts_of_the_clients_own():
    """Known in either language and by what else people write; any other text stays as it is, and nothing is refused."""
    pole = contract.tables()["value_compass"].columns["pole"]
    reading = read(pole, "Rol", "customer-portfolio", "Waardepropositie", "Prijs ")
    assert reading.content.tolist() == ["added_value_role", "customer_portfolio", "value_proposition", "Prijs"]
    assert not reading.unread.any()


@pytest.mark.parametrize("names", contract.known_names().values(), ids=list(contract.known_names()))
def test_no_known_name_means_two_things(names):
    """What people write for one name, they write for no other of the same column."""
    spoken = {name: {name, *said["also"], *(said[code] for code in languages())} for name, said in names.items()}
    plain = [word for words in spoken.values() for word in {contract.plain_name(word) for word in words}]
    assert len(plain) == len(set(plain))


def test_answers_of_the_self_test():
    """A to D in any case; ? and two letters are no answer; anything else is wrong."""
    reading = read("answer", "a", " B ", "?", "A/B", "ab", "E", "5", None)
    assert reading.content.tolist()[:2] == ["A", "B"]
    assert reading.content[2:].isna().all()
    assert reading.unread.tolist() == [False] * 5 + [True, True, False]


def test_a_year():
    """Four digits, as text or number."""
    assert read("year", "2025", 2024.0).content.tolist() == [2025, 2024]
    assert read("year", "25", 2024.5, "2925").unread.all()


def test_a_scale_has_ends():
    """0 and 6 lie outside 1 to 5; 4.5 lies within."""
    assert read(OVERALL, "1", "4,5", "0", "6").unread.tolist() == [False, False, True, True]


def test_a_declared_scale_is_converted():
    """On 1-10 the middle 5.5 is a 3 on 1-5; what is outside the declared scale is wrong."""
    reading = read(OVERALL, 1, 10, 5.5, 11, scale="1-10")
    assert reading.content.tolist()[:3] == [1, 5, 3]
    assert reading.unread.tolist() == [False, False, False, True]


def test_a_declared_scale_may_run_down():
    """Where 1 is the best mark of five, 1 becomes 5."""
    assert read(OVERALL, 1, 5, 2, scale="5-1").content.tolist() == [5, 1, 4]


def test_a_percentage_that_never_exceeds_one_is_asked():
    """0.8 may be 80%: the consultant says so, and it is multiplied."""
    assert read(LOYALTY, 0.8, 1).question == "ask_scale"
    assert read(LOYALTY, 0.8, 1, scale="0-1").content.tolist() == [80, 100]
    assert read(LOYALTY, 0.8, 1, scale="0-100").content.tolist() == [0.8, 1]
    assert read(LOYALTY, "0,8", "80").content.tolist() == [0.8, 80]
    assert read(LOYALTY, 0, 0).question is None


def test_a_percent_sign_is_no_mistake():
    """85% on a scale of 0 to 100 is 85."""
    assert read(LOYALTY, "85%", "7,5 %").content.tolist() == [85, 7.5]


def test_a_text_stands_on_one_line():
    """Line ends and control characters become a space; a mark that turns the line around goes; emoji stay whole."""
    texts = read("text", "Regel een\nRegel twee", "bel\x07", "om\u202egekeerd", "👩\u200d👧 BV", "een\u2028twee")
    assert texts.content.tolist() == ["Regel een Regel twee", "bel", "om gekeerd", "👩\u200d👧 BV", "een twee"]


def test_a_text_of_nothing_printable_is_no_text():
    """It would leave a customer without a name."""
    assert read("text", "\x07\x08", "naam").unread.tolist() == [True, False]


@pytest.mark.parametrize("amount", ["1e400", "-1e400", "9999999999999999", float("inf")])
def test_an_amount_beyond_all_money_is_a_typing_error(amount):
    """Infinity, or more than a float holds to the cent, would carry through every total."""
    assert read("amount", amount, "12").unread.tolist() == [True, False]
