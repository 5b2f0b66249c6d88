"""Seven signs for six answers: every sheet comes back, every slip is noticed, and nobody's code is another's."""

import itertools
import random
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from klantlib.questionnaire.codes import (
    CHANCES,
    LETTERS,
    SIGNS,
    SPACE,
    STIR,
    VERSIONS,
    BadCode,
    codes_in,
    read_code,
    shown,
    write_code,
)

SHEETS = ["".join(letters) for letters in itertools.product(LETTERS, repeat=6)]


def drawn(sheet):
    """A chance for a sheet: another for each, the same in every run."""
    return random.Random(sheet).randrange(CHANCES)


def refused(code):
    try:
        read_code(code)
    except BadCode:
        return True
    return False


def test_every_answer_sheet_comes_back():
    """All 15,625 of them, with the version that they were given to."""
    codes = {sheet: write_code(sheet, 1, drawn(sheet)) for sheet in SHEETS}

    assert len(SHEETS) == 15_625
    assert {sheet: read_code(code).answers for sheet, code in codes.items()} == {sheet: sheet for sheet in SHEETS}
    assert {read_code(code).version for code in codes.values()} == {1}


@pytest.mark.slow
def test_every_wrong_sign_and_every_swap_of_neighbours_is_refused():
    """Of every answer sheet's code: 7 places x 30 other signs, and the 6 pairs of neighbours."""
    taken = []
    for sheet in SHEETS:
        code = write_code(sheet, 1, drawn(sheet))
        wrong = {code[:at] + sign + code[at + 1 :] for at in range(7) for sign in SIGNS}
        wrong |= {code[:at] + code[at + 1] + code[at] + code[at + 2 :] for at in range(6)}
        taken += [(code, slip) for slip in wrong - {code} if not refused(slip)]

    assert taken == []


@given(st.text(LETTERS, min_size=6, max_size=6), st.integers(0, VERSIONS - 1), st.integers(0, CHANCES - 1), st.data())
def test_a_slip_in_any_code_of_any_version_is_refused(sheet, version, chance, data):
    """Also two signs that changed places from afar."""
    code = write_code(sheet, version, chance)
    first, second = data.draw(st.lists(st.integers(0, 6), min_size=2, max_size=2, unique=True))
    swapped = list(code)
    swapped[first], swapped[second] = swapped[second], swapped[first]

    assert (read_code(code).answers, read_code(code).version) == (sheet, version)
    assert swapped == list(code) or refused("".join(swapped))


def test_people_who_answer_alike_have_codes_of_their_own():
    """One sheet has as many codes as there are chances, and none is the code of another sheet."""
    codes = {write_code(sheet, 1, chance) for sheet in ("AAAAAA", "DDDDDD") for chance in range(CHANCES)}

    assert len(codes) == 2 * CHANCES == 14_200


def test_a_chance_is_drawn_where_none_is_given():
    """Of twenty people who answer alike not all draw the same."""
    assert len({write_code("BBBBBB", 1) for _ in range(20)}) > 1


def test_a_browser_can_count_it():
    """Whole numbers are exact up to 2^53 there."""
    assert SPACE * STIR < 2**53


@pytest.mark.parametrize("typed", ["6WK-9KZB", "6wk9kzb", " 6 W K 9 K Z B ", "6WK 9KZB", "6wk\u20139kzb", "6WK_9KZB."])
def test_how_it_is_typed_does_not_matter(typed):
    """Small letters, spaces, hyphens, a full stop behind it."""
    assert read_code(typed).answers == "ABCD?A"


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("", "length"),
        ("6WK-9KZ", "length"),
        ("6WK-9KZBB", "length"),
        ("6WK-9KZ0", "sign"),  # a zero: it is not among the signs
        ("6WK-9KZI", "sign"),
        ("6WK-9KZ€", "length"),
        ("6WK-9KZC", "check"),
    ],
)
def test_why_a_code_is_refused(typed, reason):
    """The reason has a sentence for who typed it."""
    with pytest.raises(BadCode) as refusal:
        read_code(typed)

    assert refusal.value.reason == reason


@pytest.mark.parametrize(
    ("answers", "version", "chance"), [("AAAAA", 1, 0), ("AAAAAE", 1, 0), ("AAAAAA", 8, 0), ("AAAAAA", 1, CHANCES)]
)
def test_a_sheet_that_cannot_be_is_not_written(answers, version, chance):
    """Five answers, an answer E, a ninth version, a chance too many."""
    with pytest.raises(ValueError, match="no such sheet"):
        write_code(answers, version, chance)


@given(st.text(max_size=20))
def test_any_text_is_a_code_or_refused_as_one(typed):
    """Nothing that is typed can break it."""
    with suppress(BadCode):
        assert read_code(typed).shown == shown(read_code(typed).code)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("6WK-9KZB", ["6WK9KZB"]),
        ("Mijn code: 6wk-9kzb.\nGroet, Karen", ["6WK9KZB"]),
        ("6WK-9KZB 6WK9KZB\n> 6wk 9kzb", ["6WK9KZB"]),
        ("kwartet\nbesteht nur", ["KWARTET"]),  # alone on its line it may be one; the check decides
        ("een kwartet besteht", []),
        ("26WK9KZB2", []),
        ("", []),
    ],
)
def test_codes_are_found_among_words(text, found):
    """Each once, in order; words in small letters are words."""
    assert codes_in(text) == found
