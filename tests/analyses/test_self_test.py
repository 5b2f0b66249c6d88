"""Six statements, A to D: the scores are those of the published test, and nobody's silence counts as a zero."""

import re
from itertools import product

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from klantlib.advice import tell, words_of
from klantlib.analyses.self_test import analyse
from klantlib.blocks import Chart, Finding, Heading, Note, Table
from klantlib.languages import languages
from klantlib.measures.survey.self_test_scores import POINTS, STATEMENTS


def sheets(*answers, dates=None):
    """A sheet for each (respondent, six letters); "?" is no valid answer."""
    rows = [{"respondent": name, **dict(zip(STATEMENTS, letters, strict=True))} for name, letters in answers]
    return pd.DataFrame(rows).replace("?", pd.NA).assign(role=pd.NA, date=dates)


def found(result, kind, key):
    return next(block for block in result.blocks() if isinstance(block, kind) and block.key == key)


def keys(result):
    return [block.key for block in result.blocks()]


def numbers(block):
    """What a block says, by the name of the hole."""
    return dict(block.values)


TEAM = sheets(("Jan", "ABCDAB"), ("Piet", "BBACDC"), ("Els", "DCBC?C"), ("Ada", "CCCDDC"))


@pytest.mark.parametrize(
    ("answers", "total", "band"),
    [
        ("AAAAAA", 24, "high"),
        ("DDDDDD", 6, "low"),
        ("ABCDAB", 17, "middle"),
        ("BBBBBB", 18, "high"),
        ("CCCCCC", 12, "low"),
    ],
)
def test_the_published_sheets(answers, total, band):
    """The five worked answers of the self-test (METHODS, step 1a)."""
    result = analyse(sheets(("A", answers)))
    assert (result.total, result.band) == (total, band)


def test_all_possible_sheets_fall_into_the_bands_as_published():
    """Of the 4096 answer sheets 18.46 / 63.09 / 18.46 % are low / middle / high (ORACLES, self-test)."""
    every = pd.DataFrame(list(product(POINTS, repeat=6)), columns=list(STATEMENTS)).assign(date=None)
    bands = analyse(every.assign(respondent=range(4096))).sheets["band"].value_counts(normalize=True)
    assert {band: round(share, 4) for band, share in bands.items()} == {"low": 0.1846, "middle": 0.6309, "high": 0.1846}


def test_letters_times_points_make_the_total():
    """ABCDAB: two A's are 8, two B's 6, a C 2 and a D 1: 17."""
    rows = found(analyse(sheets(("Jan", "ABCDAB"))), Table, "diagnosis").rows
    assert rows == [("A", 2, 4, 8), ("B", 2, 3, 6), ("C", 1, 2, 2), ("D", 1, 1, 1), ("total", 6, None, 17)]


def test_an_unanswered_statement_leaves_the_respondent_out_of_the_total():
    """Els left q5 open: the total is the median of 17, 15 and 10, and the counts are theirs alone."""
    figures = analyse(TEAM).figures()
    assert figures["total"] == 15
    assert figures["incomplete"] == ["Els"]
    assert figures["counts"] == {"A": 3, "B": 4, "C": 7, "D": 4}
    assert figures["respondents"] == [
        {"respondent": "Ada", "total": 10, "band": "low"},
        {"respondent": "Jan", "total": 17, "band": "middle"},
        {"respondent": "Piet", "total": 15, "band": "middle"},
    ]


def test_a_median_between_two_bands_belongs_to_the_lower():
    """17 and 18 points: the median 17.5 is rounded down to 17, so middle."""
    result = analyse(sheets(("A", "ABCDAB"), ("B", "BBBBBB")))
    assert (result.total, result.band) == (17.5, "middle")


def test_a_median_between_two_answers_is_the_less_mature():
    """B and C on q1 is a C, so to be improved; A and B on q2 is a B, so it is not."""
    assert analyse(sheets(("A", "BAAAAA"), ("B", "CBAAAA"))).improve == ["q1"]


def test_the_latest_sheet_of_a_respondent_counts():
    """Jan answered twice: the sheet of 2025 is his, the undated one of Els is all there is."""
    twice = sheets(("Jan", "AAAAAA"), ("Jan", "DDDDDD"), ("Els", "CCCCCC"), dates=["2025-03-01", "2024-03-01", None])
    result = analyse(twice)
    assert [row["total"] for row in result.figures()["respondents"]] == [12, 24]
    assert numbers(found(result, Note, "older")) == {"n": 1}


def test_nobody_complete_is_no_result():
    """No total, no band, no advice by band; what was answered is still shown."""
    result = analyse(sheets(("Jan", "?BCDAB"), ("Els", "A?CDAB")))
    assert (result.total, result.band, result.improve, result.actions()) == (None, None, [], [])
    assert result.blocks()[0].key == "none"
    assert len(found(result, Chart, "answers").data["points"]) == 10


def test_answers_three_letters_apart_are_discussed_first():
    """On q1 Jan says A and Els D, on q5 Jan A and the others D; q3 lies two letters apart."""
    result = analyse(TEAM)
    assert (result.apart(3), result.apart(2)) == (["q1", "q5"], ["q1", "q5", "q3"])
    assert numbers(found(result, Heading, "team_discuss"))["n"] == 2
    first = numbers(found(result, Finding, "discuss_first"))
    assert (first["best"], first["best_answer"], first["worst"], first["worst_answer"]) == (
        ["Jan"],
        "q1A",
        ["Els"],
        "q1D",
    )


def test_the_range_of_every_statement_is_shown():
    """The highest and the lowest answer, also of an incomplete sheet; one letter where all agree."""
    told = found(analyse(sheets(("Jan", "AB?AAA"), ("Piet", "AC?BDA"))), Table, "distribution")
    place = list(told.columns).index("range")
    assert [row[place] for row in told.rows] == ["A", "B–C", None, "A–B", "A–D", "A"]


def test_roles_are_shown_only_where_that_was_asked():
    """By default nobody's role is anywhere; else it is that of the latest sheet, and a person stays one person."""
    rows = sheets(
        ("6WK-9KZB", "AAAAAA"), ("6WK-9KZB", "BBBBBB"), ("EDU-CAQK", "CCCCCC"), dates=["2025-01-01", "2025-02-01", None]
    )
    rows["role"] = ["stagiair", "directie", None]
    assert list(analyse(rows).sheets.index) == ["6WK-9KZB", "EDU-CAQK"]
    assert "directie" not in str(analyse(rows).blocks()) + str(analyse(rows).figures())
    assert list(analyse(rows, roles=True).sheets.index) == ["6WK-9KZB (directie)", "EDU-CAQK"]
    assert analyse(rows, roles=True).older == 1


def test_the_limits_of_disagreement_are_options():
    """One letter apart is told when asked for; four letters apart does not exist."""
    assert analyse(TEAM, disagree=1).apart(1) == ["q1", "q5", "q3", "q2", "q4", "q6"]
    assert "team_differ" in keys(analyse(TEAM, discuss=4))
    assert "team_agree" in keys(analyse(TEAM, disagree=4, discuss=4))


def test_two_people_have_no_middle_opinion():
    """With 17 and 22 points the heading names both and no 19.5; with three respondents the median stands there."""
    two = analyse(sheets(("A", "ABCDAB"), ("B", "AAACAA")))
    assert (two.blocks()[0].key, numbers(two.blocks()[0])) == ("high_between", {"low": 17, "high": 22})
    assert "few" in keys(two)
    assert "few" not in keys(analyse(TEAM))


def test_every_answer_is_a_dot():
    """Four sheets of six answers, one open: 23 dots, Els' own among them; the median is that of the other three."""
    chart = found(analyse(TEAM), Chart, "answers")
    assert len(chart.data["points"]) == 23
    assert chart.data["respondent"].count("Els") == 5
    assert dict(zip(chart.data["statement"], chart.data["median"], strict=True))["q1"] == 3


def test_the_action_starts_at_the_lowest_answer():
    """ABCDAB is lowest on q4 (D); all A's ask for nothing; the team talks about q1 before it improves q5."""
    (step,) = analyse(sheets(("Jan", "ABCDAB"))).actions()
    assert (step.key, numbers(step)["statement"], numbers(step)["next"], step.money) == ("step_up", "q4", "q4C", None)
    assert analyse(sheets(("Jan", "AAAAAA"))).actions() == []
    (together,) = analyse(TEAM).actions()
    assert (together.key, numbers(together)["statement"], numbers(together)["apart"]) == (
        "step_up_together",
        "q5",
        "q1",
    )


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize(
    "test",
    [
        sheets(("Jan", "ABCDAB")),
        sheets(("Jan", "AAAAAA")),
        sheets(("Jan", "??????")),
        sheets(("Jan", "DDDDDD"), ("Els", "CCCCC?")),
        sheets(("Jan", "BBBBBB"), ("Els", "ABBBBB"), ("Ada", "BBBABB")),
        sheets(("Jan", "AAAAAA"), ("Els", "ABAAAD"), ("Ada", "AAAAAA")),
        TEAM,
    ],
    ids=["one", "best", "nothing", "low", "agree", "talk", "team"],
)
def test_whatever_is_found_has_words(test, language):
    """Every block and action is told, without an empty value; keys are unique."""
    result = analyse(test)
    told = [tell(block, words_of(result, language)) for block in [*result.blocks(), *result.actions()]]
    assert not [block.key for block in told if re.search(r"\b(nan|None)\b", str(block.words))]
    assert len(set(keys(result))) == len(keys(result))


@given(st.permutations(range(4)))
def test_the_order_of_the_rows_does_not_matter(order):
    """Whoever is typed in first, the result is the same."""
    assert analyse(TEAM.iloc[order]).figures() == analyse(TEAM).figures()


def test_the_data_are_left_as_they_were():
    """The sheets come back as they were given."""
    before = TEAM.copy()
    analyse(TEAM)
    pd.testing.assert_frame_equal(TEAM, before)
