"""A sheet as one line of an e-mail: it comes back through broken lines and quotes, and not when it was damaged."""

import base64
import quopri
import textwrap

import pytest
from hypothesis import given
from hypothesis import strategies as st

from klantlib.questionnaire.definition import Asked, form
from klantlib.questionnaire.line import lines_in, read_line, write_line
from klantlib.questionnaire.sheets import BadSheet, Sheet

FORM = form("awareness", "nl", Asked(units=("Utrecht, [noord] | zuid", "'s-Hertogenbosch")))
SURVEY = form("satisfaction", "nl")


def forms(kind, edition):
    for known in (FORM, SURVEY):
        if (known.kind, known.edition) == (kind, edition):
            return known
    raise BadSheet("edition")


def survey(wish, overall="4"):
    answers = {"overall": overall, "wish": wish}
    facts = {"edition": SURVEY.edition, "language": "nl", "day": "2026-11-22", "id": "7XKQ29PM"}
    return Sheet(kind="satisfaction", answers={key: said for key, said in answers.items() if said}, **facts)


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=400))
def test_whatever_was_wished_comes_back(wish):
    """Brackets, bars, commas, emoji, line ends."""
    line = write_line(survey(wish), SURVEY)

    assert lines_in(f"Beste,\n\n{line}\n\nGroet") == [line]
    assert read_line(line, forms) == survey(wish)


@pytest.mark.parametrize(
    "sent",
    [
        lambda line: "\n".join(textwrap.wrap(line, 40)),
        lambda line: "\r\n> ".join(textwrap.wrap(line, 60)),
        lambda line: "\n>> ".join(textwrap.wrap(line, 72)),
        lambda line: quopri.encodestring(line.encode()).decode(),
        lambda line: f"{line}\n> {line}",
    ],
)
def test_it_survives_what_mail_does_to_it(sent):
    """Broken, quoted, quoted twice, soft line breaks, the same line twice."""
    line = write_line(survey("Vaker langskomen, ook 's zomers"), SURVEY)

    assert lines_in(sent(line)) == [line]


def test_signs_of_the_line_itself_may_stand_in_an_answer():
    """A branch with a comma, brackets and a bar in its name."""
    answers = {"unit": "Utrecht, [noord] | zuid", "engagement": "7"}
    sheet = Sheet(
        kind="awareness", edition=FORM.edition, language="nl", day="2026-11-22", id="7XKQ29PM", answers=answers
    )

    assert read_line(write_line(sheet, FORM), forms) == sheet


@given(st.data())
def test_a_damaged_line_is_refused(data):
    """Any one sign of it replaced by another."""
    line = write_line(survey("Sneller"), SURVEY)
    at = data.draw(st.integers(1, len(line) - 2))
    sign = data.draw(st.sampled_from("A4|,%x").filter(lambda sign: sign != line[at]))

    with pytest.raises(BadSheet):
        read_line(line[:at] + sign + line[at + 1 :], forms)


def test_a_text_without_a_line_has_none():
    """Nor one that was cut off."""
    assert lines_in("Beste, hierbij [KW of zo]. " + base64.b64encode(b"x" * 99).decode()) == []
    assert lines_in(write_line(survey("Sneller"), SURVEY)[:-1]) == []
