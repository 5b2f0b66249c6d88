"""Does another program find our figures? LibreOffice computes every formula of the appendix, nothing stored in it."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from dataclasses import replace
from math import isclose, nan
from pathlib import Path

import pytest

from klantlib.blocks import Chapter
from klantlib.formats import unknown
from klantlib.render.appendix.grid import FIRST, grids
from klantlib.render.appendix.sheet import told
from klantlib.render.xlsx import appendix
from klantlib.words import Words
from tests.programs import MINUTE
from tests.render.fixtures import about
from tests.render.spreadsheets import cells, chapter, classed, qualified, satisfied, served, spread, without_values

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("demo")]


@pytest.fixture(scope="session")
def recalculated(soffice, tmp_path_factory) -> Callable[[Path], dict]:
    """A function that has LibreOffice compute a book anew: sheet -> place -> value."""
    folder = tmp_path_factory.mktemp("calc")

    def computed(path: Path) -> dict:
        bare = without_values(path, folder / "bare.xlsx")
        profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
        command = [soffice, profile, "--headless", "--convert-to", "xlsx", "--outdir", str(folder / "out"), str(bare)]
        run = subprocess.run(command, capture_output=True, text=True, timeout=3 * MINUTE)
        assert (folder / "out" / "bare.xlsx").exists(), run.stderr
        values = cells(folder / "out" / "bare.xlsx")
        return {name: {place: cell.value for place, cell in sheet.items()} for name, sheet in values.items()}

    return computed


def same(ours, theirs) -> bool:
    """Unknown is empty and not 0, a number is the same number, a text the same text."""
    if isinstance(ours, float) and isinstance(theirs, float):
        return isclose(ours, theirs, rel_tol=1e-9, abs_tol=1e-9)
    return (None if ours == "" else ours) == (None if theirs == "" else theirs)


def test_unknown_is_not_zero():
    """Nor is a number the text of it."""
    assert same("", None)
    assert not same("", 0.0)
    assert not same(None, 0.0)
    assert not same("1", 1.0)


def different(path: Path, found: dict) -> list[str]:
    """The cells whose formula gives something else than what is stored beside it."""
    return [
        f"{sheet}!{place}: {cell.formula} gives {found[sheet].get(place)!r}, not {cell.value!r}"
        for sheet, stored in cells(path).items()
        for place, cell in stored.items()
        if cell.formula and not same(cell.value, found[sheet].get(place))
    ]


def formulas(path: Path) -> int:
    return sum(cell.formula is not None for sheet in cells(path).values() for cell in sheet.values())


@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_whole_demo_report(language, request, recalculated):
    """Every share, running total, rank, verdict and policy of every customer, and the totals and limits."""
    path = request.getfixturevalue("demo" if language == "nl" else "demo_en").folder / "appendix.xlsx"
    assert formulas(path) > 3000
    assert different(path, recalculated(path)) == []


TIED = [40, 20, 20, 10, 10, 0]
ODD = {
    "ties": spread(TIED, TIED, [1, 1, 1, 0, 0, 0], attention=[0, 1, 1, 2, 0, 0]),
    "strangers": spread([50, 30], [9, 8], [1, 9], stray=20.0, stray_margin=4.0),
    "returns only": spread([-10, -20], [1, 2], [0, 0]),
    "no revenue": spread([0, 0], [0, 0], [0, 0], attention=[0, 0]),
    "a margin unknown": spread([50, 30, 20], [9, nan, 5], [1, 1, 1]),
    "no cost": spread([50, 30], [9, 8]),
    "no profit known": spread([50, 30]),
    "loss": spread([50, 30], [9, 8], [10, 20]),
    "thin": spread([50, 30], [100, 8], [0, 107]),
    "one": spread([5], [1], [0]),
    "nobody": spread([], [], []),
    "served": served([50, 30, 20, 0, -5], [9, 3, nan, 1, 1], [1, 9, 1, 2, 0], attention=[0, 0, 0, 0, 0]),
    "served by margin": served([50, 30], [9, 8]),
    "served nobody": served([], [], []),
    "eight": qualified(
        [20, 20, 0, 0, 20, 20, 0, 0, 20],
        [1, 0, 1, -1, 1, -1, 1, 0, nan],
        scores=[5, 5, 5, 5, 0, 0, 0, 0, nan],
        answers=[None, None, None, False, None, True, None, None, None],
        stray=20.0,
    ),
    "on the limit": qualified([1, 99], [0, 1], scores=[3, 2.9999999999]),
    "by revenue": qualified(
        [30, 970], [1, 1], scores=[3, 3], options={"significant_share": 0.5, "significant_revenue": 30.0}
    ),
    "judged without revenue": qualified([0, 0], [1, nan], scores=[3, 1], options={"significant_revenue": 5.0}),
    "classed": classed(
        [40, 30, 20, 15, 10, 0, -5],
        [20, 1, 4, 2, -3, 0, nan],
        potential=[90, 30, 60, nan, 10],
        scores=[5, 0, 4, 1],
        overall=[5, nan, 3, 1],
        stray=20.0,
    ),
    "classed on the limit": classed([50, 50], [0, 2], [0, 0], potential=[50, 100], scores=[3, 5], overall=[1, 5]),
    "classed without profit": classed([50, 30, 20], potential=[90, 90, 90], scores=[5, 5, 5]),
    "classed returns": classed([-10, -20], [1, -2], potential=[5, 5], scores=[4, 4]),
    "classed by one factor": classed([50, 30], [9, 8], options={"weight_significance": 0.0, "known_from": 0.1}),
    "classed by nothing": classed([50, 30], [9, 8], options={"weight_significance": 0.0, "weight_profit": 0.0}),
    "classed nobody": classed([], []),
    "satisfied": satisfied(
        *(("A", 5, 90), ("B", 4, 60), ("C", 3.5, 80), ("D", 2, None), ("E", 4.5, 10), ("E", 4, 20), ("F", 1, 0))
    ),
}


def turned(chapter: Chapter) -> Chapter:
    """With its customers in the opposite order, as a reader sorts them."""
    return replace(chapter, customers=replace(chapter.customers, rows=chapter.customers.rows[::-1]))


def test_odd_clients_and_other_orders(tmp_path, recalculated):
    """Ties, strangers, returns, nothing known, nothing to divide by, nobody; and each with its rows turned around."""
    path, told = tmp_path / "odd.xlsx", [chapter(result, name=name) for name, result in ODD.items()]
    appendix(path, [*told, *map(turned, told)], about())
    assert formulas(path) > 700
    assert different(path, recalculated(path)) == []


def moved(before, after, **limits: float) -> tuple[Chapter, Chapter]:
    """A chapter of which only these given figures are changed, and the chapter that we would make with them."""
    told, wished = chapter(before), chapter(after)
    given = [[name, format, limits.get(name, value)] for name, format, value in told.customers.given]
    return replace(told, customers=replace(told.customers, given=given)), wished


def test_a_changed_limit_gives_the_verdicts_that_we_would_give(tmp_path, recalculated):
    """A reader who types another limit on the front sheet sees what a run with that option finds."""
    bought, earned, scores = [50, 30, 15, 5], [5, -3, 2, 1], [4, 2, 3, 5]
    answers = (("A", 5, 90), ("B", 4, 60), ("C", 3, 80), ("D", 2, 10))
    fewer = {"key_accounts": 0, "strategic_from": 4.0}
    strict = {"strategic_from": 4.0, "significant_share": 0.2, "profitable_above": 3.0}
    pairs = [
        moved(
            qualified(bought, earned, scores=scores), qualified(bought, earned, scores=scores, options=strict), **strict
        ),
        moved(
            classed(bought, earned, potential=[9, 40, 90, 90], scores=scores, overall=scores),
            classed(bought, earned, potential=[9, 40, 90, 90], scores=scores, overall=scores, options=fewer),
            **fewer,
        ),
        moved(satisfied(*answers), satisfied(*answers, satisfied=3, loyal=0.7), satisfied_from=3.0, loyal_from=0.7),
    ]
    path, words = tmp_path / "limits.xlsx", Words("words", "nl")
    appendix(path, [changed for changed, _ in pairs], about())
    found = recalculated(path)
    for grid, (changed, wished) in zip(grids([one for one, _ in pairs], "Toelichting", words), pairs, strict=True):
        assert changed.customers.rows != wished.customers.rows, "the limits make no difference here"
        for number, (name, format) in enumerate(wished.customers.columns.items()):
            if name not in wished.customers.formulas:
                continue
            for row, customer in enumerate(wished.customers.rows, start=FIRST):
                value = customer[number]
                ours = None if unknown(value) else told(value, format, grid) if format == "term" else float(value)
                assert same(ours, found[grid.sheet].get(grid.cell(name, row))), (name, customer)


def test_the_file_follows_the_standard(tmp_path, ooxml_validator):
    """The Open XML SDK finds nothing to say."""
    path = tmp_path / "appendix.xlsx"
    appendix(path, [chapter(result, name=name) for name, result in ODD.items()], about())
    assert ooxml_validator(path) == []
