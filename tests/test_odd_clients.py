"""On small and odd clients no chapter stops, prints what is no number, or falls silent; and the same is told alike."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from typing import Any

import pytest

from klantlib.blocks import Heading, Note, plain
from klantlib.client import open_client
from klantlib.languages import languages
from klantlib.measures.proportions import FEWEST
from tests.odd_clients import ODD, SAME, as_it_is, doubled, money, odd_client, written
from tests.told_chapters import Told, found_in, told_chapters
from tests.told_shares import of_few, over, shares

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("odd")]  # each client is told once
NO_NUMBER = re.compile(r"(?<![\w-])(nan|None(?! of |: )|inf|NaT|<NA>|∞)(?![\w-])")
HOLE = re.compile(r"\{[a-z]\w+\b|(?<!\{x)\}")  # {x} stands in a name of a customer's own
EMPTY = re.compile(r"\( *[,;)]|\[ *\]|: *\.|, *,|(?<!\.)\.\.(?!\.)|(?<![\d.,])0 (van de|van|of the|of) 0(?![\d.,])")
MANY = re.compile(
    r"(?<![\w.,:–-])1 (klanten|antwoorden|klachten|orders|jaren|maanden|dagen|customers|answers|complaints)\b"
)
MINUS_NOTHING = re.compile(r"(?<![\w.,-])-(€|%)?\s?0([.,]0+)?(?![\d.,]*[1-9])")
PARTS = ("text", "advice", "why", "step", "caption", "alt", "note", "how")
MORE = re.compile(  # what may change with twice as many alike: bounds, verdicts, and figures of the first so many
    r"low$|high$|chance$|verdict$|verdicts\.|direction$|competence$|\.r$|yields|lift|full|overlooked|over_visited|top10|largest"
)
FRAME = {"basis", "summary"}  # they tell what the report rests on and says; nothing that they could fail to tell


@pytest.fixture(scope="module", params=ODD)
def told(request, tmp_path_factory) -> list[Told]:
    """Every chapter of one odd client, in every language."""
    home = tmp_path_factory.mktemp(request.param)
    odd_client(home / "client_data" / "odd", request.param)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("KLANT_HOME", str(home))
        return list(told_chapters("odd", patch))


def said(value: Any) -> Iterator[str]:
    """Every sentence in the words of a block, however deep."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list | tuple):
        for part in value.values() if isinstance(value, dict) else value:
            yield from said(part)


def test_every_chapter_opens_with_its_finding_and_says_what_it_cannot_tell(told):
    """One heading of the first level, in front; and a note `cannot`."""
    for chapter in told:
        levels = [block.level for block in chapter.blocks if isinstance(block, Heading)]
        assert levels[0] == 1 == levels.count(1), chapter.stem
        assert chapter.stem in FRAME or "cannot" in [b.key for b in chapter.blocks if isinstance(b, Note)], chapter.stem


def test_no_sentence_has_an_open_hole_or_what_is_no_number(told):
    """`nan`, `None` and `inf` mark a question that nobody asked, an empty sentence an answer that was forgotten."""
    sentences = [(c.stem, block.key, text) for c in told for block in c.everything for text in said(block.words)]

    assert len(sentences) > 100
    assert [case for case in sentences if NO_NUMBER.search(case[2]) or HOLE.search(case[2])] == []
    assert [case for case in sentences if not case[2].strip()] == []


def test_no_sentence_is_about_none_of_none_or_many_of_one(told):
    """No brackets around nothing, no full stop behind a colon, no "1 customers" and no "0 of 0"."""
    sentences = [
        (c.stem, block.key, block.words[part])
        for c in told
        for block in c.everything
        for part in PARTS
        if part in block.words
    ]
    assert [case for case in sentences if EMPTY.search(case[2]) or MANY.search(case[2])] == []


def test_no_share_is_more_than_the_whole(told):
    """Over 100% and under -100% only what is no share: growth, a ratio, and the peak of the whale curve."""
    found = [share for chapter in told for share in shares(chapter)]

    assert len(found) > 50
    assert [share for share in found if over(share)] == []


def test_a_share_of_fewer_than_five_is_a_count(told):
    """Where there are under five customers, 2 of 3 is said and not 67%, in sentences, tables and figures."""
    few = len(next(chapter for chapter in told if chapter.stem == "concentration").customers.rows) < FEWEST
    found = [share for chapter in told for share in shares(chapter) if few]

    assert [share for share in found if of_few(share)] == []


def test_nothing_is_never_less_than_nothing(told):
    """No -0 and no -0.0%, in what is said and in what results.json keeps."""
    sentences = [(c.stem, block.key, text) for c in told for block in c.everything for text in said(block.words)]
    figures = [(c.stem, place, value) for c in told for place, value in leaves(c.figures) if isinstance(value, float)]

    assert [case for case in sentences if MINUS_NOTHING.search(case[2])] == []
    assert [case for case in figures if case[2] == 0 and math.copysign(1, case[2]) < 0] == []


def test_every_chapter_that_has_its_data_is_told_in_every_language(told):
    """The same chapters in each; those that come last among them."""
    by_language = [{chapter.stem for chapter in told if chapter.language == language} for language in languages()]

    assert {"concentration", "summary", "cycle"} < by_language[0]
    assert all(stems == by_language[0] for stems in by_language)


CUSTOMERS = 20  # enough for shares and intervals, few enough to be quick


def found(tmp_path, change) -> dict[str, dict[str, Any]]:
    """Place of a figure in a chapter -> what it is, of a client that is changed so."""
    written(tmp_path / "client_data" / "odd", CUSTOMERS, change)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("KLANT_HOME", str(tmp_path))
        results = found_in(open_client("odd"), patch)
    return {stem: dict(leaves(plain(result.figures()))) for stem, result in results.items() if stem not in FRAME}


def leaves(value: Any, place: str = "") -> Iterator[tuple[str, Any]]:
    """Every single figure in what may be lists and sections of them."""
    if isinstance(value, dict | list):
        for name, part in value.items() if isinstance(value, dict) else enumerate(value):
            yield from leaves(part, f"{place}.{name}")
    else:
        yield place, value


@pytest.fixture(scope="module")
def as_they_are(tmp_path_factory):
    """The figures of the client that the others are held against."""
    return found(tmp_path_factory.mktemp("same"), as_it_is)


def differing(one, other, *, times: tuple[float, ...] = (1.0,)) -> list[tuple]:
    """The figures that are not the same, or not one of so many times the same."""
    return [
        (stem, place, value, other[stem].get(place))
        for stem, figures in one.items()
        for place, value in figures.items()
        if not any(alike(value, other[stem].get(place), factor) for factor in times)
    ]


def alike(value: Any, new: Any, factor: float) -> bool:
    numbers = all(isinstance(each, int | float) and not isinstance(each, bool) for each in (value, new))
    return new == pytest.approx(factor * value, rel=1e-5, abs=1e-6) if numbers else value == new


@pytest.mark.parametrize("name", SAME)
def test_what_does_not_matter_changes_no_figure(name, as_they_are, tmp_path):
    """Rows in another order, other names, a customer that does nothing: of no chapter any figure, but who is known."""
    changed = differing(as_they_are, found(tmp_path, SAME[name]))
    assert [case for case in changed if (name, case[0]) != ("with_a_stranger", "data_quality")] == []


def test_twice_the_money_changes_amounts_alone(as_they_are, tmp_path):
    """Each figure of each chapter is the same, or an amount and twice what it was."""
    assert differing(as_they_are, found(tmp_path, money(2)), times=(1.0, 2.0)) == []


def test_twice_the_customers_changes_counts_and_what_is_sure(as_they_are, tmp_path):
    """With a twin for each customer no share changes; intervals do, what more answers allow, and who comes first."""
    changed = differing(as_they_are, found(tmp_path, doubled), times=(1.0, 2.0))
    assert [case for case in changed if case[0] != "data_quality" and not MORE.search(case[1])] == []
