"""Does every figure of the demo's report lead to how it was computed, in both languages and both documents?"""

from __future__ import annotations

import ast
import re
from io import BytesIO
from itertools import groupby
from pathlib import Path

import nbformat
import pytest
from docx import Document
from docx.oxml.ns import qn
from lxml import html as html_reader

from klantlib.blocks import Action, Chart, Finding, Table
from klantlib.client import contract
from klantlib.formats import NOTHING
from klantlib.render.pieces import Piece, pieces
from klantlib.render.references import anchor, grounds, items, references
from klantlib.texts import TEMPLATES, read

ROOT = Path(__file__).parents[1]
CODE = [*(ROOT / "klantlib/stories").glob("*.py"), *(ROOT / "klantlib/analyses").glob("*.py")]
RAW = re.compile(r"\{|\}|\bnan\b|\bNone\b|\w_\w")  # a hole, an unknown number, a name of the program

pytestmark = pytest.mark.xdist_group("demo")


@pytest.fixture(scope="module", params=[pytest.param(name, marks=pytest.mark.slow) for name in ("demo", "demo_en")])
def made(request):
    return request.getfixturevalue(request.param)


@pytest.fixture(scope="module")
def shown(made) -> list[Piece]:
    """Everything that the report shows, in order."""
    paths = sorted((made.folder / "workbooks").glob("*.ipynb"))
    chapters = [(path.stem.partition("_")[2], nbformat.read(path, as_version=4)) for path in paths]
    return [Piece(stem, piece.block) for stem, notebook in chapters for piece in pieces(notebook)]


def of(kind, shown):
    return [piece for piece in shown if isinstance(piece.block, kind)]


def test_every_finding_says_how_and_on_what(shown):
    """Whole sentences: no hole, no unknown number, no name of the program, no dash where a number is due."""
    for piece in of(Finding, shown):
        words = piece.block.words
        sentences = [words["how"], *(re.sub(r"\([^)]*\)", "", source) for source in words["sources"])]
        assert words["tables"] and len(words["sources"]) >= len(words["tables"]), piece.region
        assert [s for s in sentences if RAW.search(s) or NOTHING in s or s[-1] not in ".?"] == [], piece.region


def test_a_finding_s_tables_stand_in_its_sources(shown):
    """Each with its file and two counts."""
    for piece in of(Finding, shown):
        for table in piece.block.words["tables"]:
            [told] = [source for source in piece.block.words["sources"] if source.startswith(f"{table} (")]
            assert re.search(r"\([\w-]+\.csv\): [\d.,]+ \w+ \w+, [\d.,]+ \w+", told)


def test_every_figure_and_table_is_spoken_of(shown):
    """Whoever reads the text is sent to each of them at least once."""
    captioned = {piece.region for piece in of(Chart | Table, shown) if piece.block.words["caption"]}

    assert {one.region for all_ in references(shown).values() for one in all_} == captioned


def test_every_action_rests_on_a_finding_of_its_chapter(shown):
    """The finding is in the report, and says how."""
    by_region = {piece.region: piece.block for piece in shown}
    actions = of(Action, shown)

    assert len(actions) > 3 and set(grounds(shown)) == {piece.region for piece in actions}
    assert all(isinstance(by_region[ground], Finding) for ground in grounds(shown).values())


def test_word_has_the_same_items_and_no_reference_that_leads_nowhere(made, shown):
    """As many items in the annex as there are ways of working out, numbered in order; every target is there."""
    body = Document(BytesIO((made.folder / "report.docx").read_bytes())).element.body
    fields = [field.text.split() for field in body.iter(qn("w:instrText"))]
    names = {mark.get(qn("w:name")) for mark in body.iter(qn("w:bookmarkStart"))}
    anchors = {link.get(qn("w:anchor")) for link in body.iter(qn("w:hyperlink"))} - {None}

    assert sum(field[:2] == ["SEQ", "How"] for field in fields) == len(items(shown))
    assert ({field[1] for field in fields if field[0] == "REF"} | anchors) - names == set()


def test_html_has_a_fold_out_for_every_finding_and_every_link_its_target(made, shown):
    """What Word tells in its annex the page tells on the spot."""
    page = html_reader.fromstring((made.folder / "report.html").read_bytes())
    folded = {fold.getparent().get("id") for fold in page.xpath('//details[@class="how"]')}

    assert folded == {anchor(piece.region) for piece in of(Finding, shown)}
    assert {href[1:] for href in page.xpath('//a/@href[starts-with(., "#")]')} <= {*page.xpath("//@id"), ""}


def test_data_are_told_once_in_word(made, shown):
    """Thirty findings rest on the same files; the annex names each file once."""
    body = Document(BytesIO((made.folder / "report.docx").read_bytes())).element.body
    lines = ["".join(t.text or "" for t in p.iter(qn("w:t"))) for p in body.iter(qn("w:p"))]
    told = {source for piece in of(Finding, shown) for source in piece.block.words["sources"]}

    assert [line for line in lines if line in told] == list(dict.fromkeys(line for line in lines if line in told))
    assert told <= set(lines)


@pytest.mark.parametrize("stem", sorted(path.stem for path in (TEMPLATES / "advice").glob("*.toml")))
def test_what_advises_says_how_it_knows(stem):
    """A section with an advice words a finding, so it has a how, of its own or of the section that it is like."""
    sections = read(f"advice/{stem}")
    hows = {name for name, parts in sections.items() if "how" in parts or "how" in sections.get(parts.get("like"), {})}

    assert {name for name, parts in sections.items() if "advice" in parts and "text" in parts} - hows == set()


@pytest.mark.parametrize("stem", sorted(path.stem for path in (TEMPLATES / "advice").glob("*.toml")))
def test_what_a_section_names_is_there(stem):
    """The section that it is like, and tables that a client can deliver."""
    for _, parts in read(f"advice/{stem}").items():
        assert parts.get("like", "chapter") in read(f"advice/{stem}")
        assert set(parts.get("tables", ())) <= set(contract.tables())


def test_every_finding_in_the_code_has_a_how():
    """Also those that the demo does not show; a key that is put together is left to the tests of its chapter."""
    hows = {
        (path.stem, name)
        for path in (TEMPLATES / "advice").glob("*.toml")
        for name, parts in read(f"advice/{path.stem}").items()
        if "how" in parts or "like" in parts
    }
    keys = {key for path in CODE for key in _finding_keys(ast.parse(path.read_text(encoding="utf-8")))}

    assert len(keys) > 20 and keys - {name for _, name in hows} == set()


def _finding_keys(tree: ast.AST) -> set[str]:
    """The keys that stand in the code as they are: Finding("a"), Finding("a" if x else "b")."""
    calls = [n for n in ast.walk(tree) if isinstance(n, ast.Call) and getattr(n.func, "id", "") == "Finding" and n.args]
    given = [call.args[0] for call in calls]
    choices = [[key.body, key.orelse] if isinstance(key, ast.IfExp) else [key] for key in given]
    return {node.value for nodes in choices for node in nodes if isinstance(node, ast.Constant)}


def test_chapters_stand_in_the_order_of_the_report(shown):
    """Numbers count through the report, so the order in which they are given out is that of the text."""
    chapters = [chapter for chapter, _ in groupby(item.chapter for item in items(shown))]

    assert chapters == [c for c in dict.fromkeys(piece.chapter for piece in shown) if c in chapters]
