"""Sliders in a workbook: they begin at what the chapter says, and what they come to follows."""

from functools import partial
from pathlib import Path

import nbformat
import pandas as pd
import pytest

import klantlib
from klantlib import exploring
from klantlib.advice import tell, words_of
from klantlib.analyses import price
from klantlib.blocks import Chart, Finding, Heading, Table, Text
from klantlib.chapters import stem_of, workbooks
from klantlib.exploring import around, slide, what_if
from klantlib.languages import languages
from klantlib.render.html import html
from klantlib.theme import house
from tests.made_accounts import accounts

EXPLORED = ["cost_to_serve", "whitney", "classification", "satisfaction_loyalty", "price"]
EMPTY = pd.DataFrame(columns=["customer_id", "buys_on", "order_id", "revenue"])
LAB = """<style>
:not(.jp-RenderedMarkdown).jp-RenderedHTMLCommon td, :not(.jp-RenderedMarkdown).jp-RenderedHTMLCommon th,
:not(.jp-RenderedMarkdown).jp-RenderedHTMLCommon tr { text-align: right }
</style><div class="jp-RenderedHTMLCommon">"""  # as JupyterLab 4 has it


def explored(path: Path) -> list[str]:
    cells = nbformat.read(path, as_version=4).cells
    return [c.source for c in cells if c.cell_type == "code" and "explore" in c.metadata.get("tags", ())]


@pytest.fixture
def analyse():
    """The chapter on price, of one customer that brings 1000, with a margin of 300 and a cost of 200."""
    return partial(price.analyse, accounts([1000], [300], [200]), EMPTY, EMPTY, rise=0.02)


@pytest.fixture
def outputs(monkeypatch) -> list[tuple[str, dict]]:
    """What is shown, and what takes its place: (display or update, MIME bundle)."""
    seen = []
    for how in ("display", "update"):
        monkeypatch.setattr(exploring.DisplayHandle, how, lambda _, data, raw, how=how: seen.append((how, data)))
    return seen


def test_a_slider_starts_at_the_client_s_own_value(analyse):
    """Which joins the values given, in its place."""
    (slider,) = what_if(analyse, "nl", "EUR", rise=[0.05, 0.01]).sliders
    assert (slider.start, slider.values, slider.label) == (0.02, [0.01, 0.02, 0.05], "Prijs erbij")


def test_without_a_value_of_the_client_s_own_it_starts_at_the_standard(analyse):
    """`rise` of the analysis itself is one per cent."""
    standard = partial(analyse.func, *analyse.args)
    assert what_if(standard, "nl", "EUR", rise=[0.05]).start == {"rise": 0.01}


def test_what_is_unknown_starts_at_the_first_value(analyse):
    """A ratio without revenue is no place on a slider."""
    assert what_if(partial(analyse, rise=float("nan")), "nl", "EUR", rise=[0.05, 0.1]).start == {"rise": 0.05}


@pytest.mark.parametrize(("rise", "gain"), [(0.02, "20%"), (0.05, "50%"), (0.1, "100%")])
def test_the_opening_follows_the_slider(analyse, rise, gain):
    """Of 1000 a rise of 2% is 20, on a profit of 100."""
    opening, *_ = what_if(analyse, "nl", "EUR", rise=[0.05, 0.1]).blocks({"rise": rise})
    assert f"is {gain} meer winst" in opening.words["text"]


@pytest.mark.parametrize("language", languages())
def test_moving_a_slider_says_and_draws_something_else(analyse, outputs, language):
    """Sliders, sentences, picture; then the last two again, with another figure."""
    (slider,) = slide(what_if(analyse, language, "EUR", rise=[0.05]), language, "EUR", house())
    slider.value = 0.05
    (_, _), (_, said), (_, drawn), (_, said_again), (_, drawn_again) = outputs
    assert [how for how, _ in outputs] == ["display"] * 3 + ["update"] * 2
    assert "20%" in said["text/html"] and "50%" in said_again["text/html"]
    assert drawn["image/svg+xml"] != drawn_again["image/svg+xml"]


def test_an_option_that_the_chapter_does_not_have_is_refused(analyse):
    with pytest.raises(LookupError, match="raise"):
        what_if(analyse, "nl", "EUR", **{"raise": [0.1]})


def test_an_option_without_words_is_refused(analyse):
    with pytest.raises(LookupError, match="order_fee"):
        what_if(analyse, "nl", "EUR", order_fee=[10])


def test_the_part_around_the_picture_is_told():
    """The opening, the heading above the picture, what was found there; no questions and no notes."""
    picture, other = Chart("c", "bar", {}, "x", "y", {}), Table("t", {}, [])
    blocks = [
        Heading("a"),
        Text("q"),
        Heading("b"),
        Finding("f"),
        other,
        Heading("d"),
        Text("r"),
        Finding("g"),
        picture,
    ]
    assert [block.key for block in around(blocks)] == ["a", "d", "g", "c"]
    assert [block.key for block in around(blocks, "t")] == ["a", "b", "f", "t"]
    assert [block.key for block in around(blocks[:5])] == ["a", "b", "f", "t"]
    assert [block.key for block in around(blocks[:2])] == ["a", "q"]


def test_these_workbooks_have_sliders():
    assert [stem_of(path) for path in workbooks() if explored(path)] == EXPLORED


@pytest.mark.slow
@pytest.mark.parametrize("path", [path for path in workbooks() if explored(path)], ids=stem_of)
@pytest.mark.parametrize("language", languages())
def test_a_workbook_s_sliders_begin_at_the_chapter_and_change_it(path, language, outputs, monkeypatch):
    """On the demo client, cell by cell: each slider can go to both ends, which makes a difference, and back."""
    slid, shown = [], []
    monkeypatch.setattr(klantlib, "show", lambda result, *_: shown.append(result), raising=False)
    monkeypatch.setattr(exploring, "slide", lambda asked, *rest: slid.append((asked, slide(asked, *rest))))
    _run(path, language)
    ((asked, sliders),) = slid
    words, start = words_of(shown[0], language), asked.blocks(asked.start)
    chapter = [tell(block, words) for block in shown[0].blocks()]

    assert [block for block in start if block not in chapter] == []
    for slider, moved in zip(asked.sliders, sliders, strict=True):
        first, *_, last = (value for value in slider.values if value != slider.start)
        assert all(asked.blocks({**asked.start, slider.key: value}) != start for value in (first, last))
        for value in (first, last, slider.start):
            moved.value = value
    assert len(outputs) == 3 + 2 * 3 * len(sliders)
    assert outputs[-2:] == [("update", data) for _, data in outputs[1:3]]


def _run(path: Path, language: str) -> None:
    """All its code, that for exploring too, in this language."""
    names = {}
    for cell in nbformat.read(path, as_version=4).cells:
        if cell.cell_type == "code":
            exec(compile(cell.source, path.name, "exec"), names)  # noqa: S102 - our own workbook
        if "parameters" in cell.metadata.get("tags", ()):
            names["language"] = language


@pytest.mark.slow
def test_names_stand_at_the_left_in_jupyterlab(surf, tmp_path):
    """JupyterLab puts every cell at the right; of ours only numbers stand there."""
    words = {"caption": "Klanten", "labels": {"name": "Klant", "revenue": "Omzet"}}
    table = Table("t", {"name": "text", "revenue": "money"}, [["Een", 1.0]], words=words)
    place = tmp_path / "lab.html"
    place.write_text(f"<!doctype html>{LAB}{html(table, 'nl')}</div>", encoding="utf-8")
    aligned = "cells => cells.map(cell => getComputedStyle(cell).textAlign)"
    assert surf(place).eval_on_selector_all("th, td", aligned) == ["left", "right", "left", "right"]
