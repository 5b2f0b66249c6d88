"""A report that LibreOffice edited and saved is run again: every rule, on what that program really writes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from io import BytesIO

import pytest
from docx import Document
from docx.oxml.ns import qn

from klantlib.blocks import Chart, Note
from klantlib.render.word.page_numbers import Pages, filled
from klantlib.render.word.rerun import Merged, merge
from tests.render.word.small import report

pytestmark = pytest.mark.slow
# what becomes of every region that nobody touched: these have another value in February, all others are the same
UNTOUCHED = {
    **dict.fromkeys(("one/share", "one/largest", "one/line", "one/curve", "two/seven", "two/wide"), "replaced"),
    "two/call": "replaced",
    "one/late": "added",
    "two/rates": "removed",
}
FEBRUARY = "In feb was het 200 euro."
ONE = [f"one/{key}" for key in ("open", "question", "share", "largest", "new", "line", "curve")]


@dataclass(frozen=True)
class Case:
    """What a person did, and what became of it: regions that differ from UNTOUCHED; words there, in order, or not."""

    edits: Sequence[Sequence]
    changes: Mapping[str, str] = field(default_factory=dict)
    there: Sequence[str] = ()
    gone: Sequence[str] = ()


CASES = {
    "saved": Case([], there=[FEBRUARY]),
    # outside our regions
    "own page": Case(
        [["insert_page", "Wie dat zijn", "Eigen kop", "Eigen woorden."]], there=["Eigen kop", "Eigen woorden."]
    ),
    "paragraph after": Case([["insert_after", "Op wie rust", "Eigen zin."]], there=["Eigen zin."]),
    "paragraph before": Case([["insert_before", "In jan was", "Eigen zin."]], there=["Eigen zin.", FEBRUARY]),
    "own table": Case([["add_table", "Op wie rust", [["eigen", "cel"]]]], there=["eigen", "cel"]),
    # in a region whose value changed
    "words": Case(
        [["replace", "In jan was", "Wij zagen: in jan was"]],
        {"one/share": "commented"},
        ["Wij zagen: in jan was het 100"],
    ),
    "sentence": Case(
        [["append", "Zij kosten", " Eigen zin."]], {"two/seven": "commented"}, ["Zij kosten 50", "Eigen zin."]
    ),
    "advice": Case([["replace", "Bel ze", "Bel ze niet"]], {"one/share": "commented"}, ["Bel ze niet."]),
    "paragraph split": Case([["split", "In jan was"]], {"one/share": "commented"}),
    "cell": Case([["cell", "Tabel 1", "B2", "nul"]], {"one/largest": "commented"}, ["nul"]),
    "row": Case([["delete_row", "Tabel 1", 2]], {"one/largest": "commented"}, gone=["Visser"]),
    "cell of wide table": Case([["cell", "Tabel 2", "A2", "nul"]], {"two/wide": "commented"}, ["nul"]),
    "table away": Case([["delete_table", "Tabel 1"]], {"one/largest": "commented"}, gone=["Jansen"]),
    "picture away": Case([["delete_picture", "Figuur 2"]], {"one/curve": "commented"}),
    "chart away": Case([["delete_picture", "Figuur 1"]], {"one/line": "commented"}),
    "caption": Case([["replace", "De lijn", "Onze lijn"]], {"one/curve": "commented"}, ["Onze lijn"]),
    "action": Case(
        [["replace", "Zoek het nummer", "Vraag het nummer"]], {"two/call": "commented"}, ["Vraag het nummer."]
    ),
    # (where a comment is made there is no window, and then this program loses the chart)
    "comment": Case(
        [["comment", "In jan was", "Klopt dit?"]], dict.fromkeys(["one/share", "one/line"], "commented"), ["In jan was"]
    ),
    "tracked": Case([["track"], ["replace", "In jan was", "Wij zagen"]], {"one/share": "commented"}, ["Wij zagen"]),
    # in a region whose value is the same
    "same value": Case([["replace", "rust uw", "drijft uw"]], {"one/question": "kept"}, ["Op wie drijft uw omzet?"]),
    "heading": Case([["replace", "Wie dat zijn", "Wie het zijn"]], {"two/matrix": "kept"}, ["Wie het zijn"]),
    "retyped": Case([["rewrite", "Op wie rust", "Waarop drijft u?"]], {"one/question": "kept"}, ["Waarop drijft u?"]),
    "cover": Case([["replace", "Marijke van", "Mevrouw van"]], {"cover/consultant": "kept"}, ["Mevrouw van den Oever"]),
    "own cell": Case([["replace", "Dan dat", "Daarna dat"]], {"two/cell-1": "kept"}, ["Daarna dat"]),
    "value known": Case([["replace", "In jan was het 100", "In feb was het 200"]], {"one/share": "same"}, [FEBRUARY]),
    # no longer produced, yet edited
    "no longer produced": Case(
        [["replace", "zijn geschat", "zijn gegokt"]], {"two/rates": "gone"}, ["Tarieven zijn gegokt."]
    ),
    # away
    "paragraph away": Case([["delete", "Op wie rust"]], {"one/question": "deleted"}, gone=["Op wie rust"]),
    "figure away": Case([["delete_figure", "De lijn"]], {"one/curve": "deleted"}, gone=["De lijn"]),
    "chapter away": Case(
        [["delete_chapter", "Weinig klanten"]],
        {**dict.fromkeys(ONE, "deleted"), "one/late": "left_out"},
        gone=[FEBRUARY],
    ),
    "contents away": Case([["delete_contents"]], {"report/contents": "deleted"}, [FEBRUARY]),
    # elsewhere, or twice
    "chapter moved": Case(  # (this program loses a chart that is cut)
        [["move_chapter", "Weinig klanten", "Hoe weten we"]],
        {"one/line": "commented"},
        ["Dan dat", FEBRUARY, "Hoe weten"],
    ),
    "paragraph copied": Case(
        [["copy", "In jan was", "Twee klanten"]], there=[FEBRUARY, "In jan was", "Twee klanten kosten"]
    ),
    "chapter copied": Case([["copy_chapter", "Weinig klanten", "Hoe weten we"]], there=[FEBRUARY, "In jan was"]),
    "bold": Case([["bold", "In jan was"]], {"one/share": "commented"}, ["In jan was"]),
    "contents renewed": Case([["update_contents"]], there=[FEBRUARY]),
}


def line(revenue: float) -> Chart:
    """A chart that Word draws itself."""
    formats = {"x": "count", "y": "money"}
    words = {"caption": "De tekening", "alt": f"Lijn tot {revenue:.0f}", "x": "Klant", "y": "Omzet", "labels": {}}
    return Chart("line", "line", {"x": [1, 2], "y": [0.0, revenue]}, "x", "y", formats, words=words)


@pytest.fixture(scope="module")
def january() -> bytes:
    """What was sent, with page numbers in its contents."""
    made = report("jan", 100.0, also=[("one/new", "one", line(100.0))])
    return filled(made, Pages(dict.fromkeys(anchors(made), 3), 7))


@pytest.fixture(scope="module")
def february() -> bytes:
    late = Note("late", words={"text": "Dit komt erbij."})
    also = [("one/new", "one", line(200.0)), ("one/share", "one", late)]
    return report("feb", 200.0, without=["two/rates"], also=also)


@pytest.fixture(scope="module")
def merged(office, january, february) -> Mapping[str, Merged]:
    """Every case through one LibreOffice, then run again."""
    saved = office(january, {name: case.edits for name, case in CASES.items()})
    return {name: merge(docx, february) for name, docx in saved.items()}


@pytest.mark.parametrize("name", CASES)
def test_what_people_did_in_libreoffice_stays_and_the_rest_is_renewed(merged, name):
    """One row of the table above."""
    case, found = CASES[name], merged[name]
    became = {change.region: change.what for change in found.changes}
    shown = text(found.docx)

    assert became == {**dict.fromkeys(became, "same"), **UNTOUCHED, **case.changes}
    places = [shown.rfind(words) for words in case.there]  # the last: the contents repeat a heading
    assert places == sorted(places) and -1 not in places
    assert [words for words in case.gone if words in shown] == []


def anchors(docx: bytes) -> list[str]:
    """What the contents point to."""
    return [link.get(qn("w:anchor")) for link in Document(BytesIO(docx)).element.body.iter(qn("w:hyperlink"))]


def text(docx: bytes) -> str:
    """Everything that a reader of the body sees, a paragraph a line."""
    paragraphs = Document(BytesIO(docx)).element.body.iter(qn("w:p"))
    return "\n".join("".join(t.text or "" for t in p.iter(qn("w:t"))) for p in paragraphs)
