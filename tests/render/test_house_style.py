"""Is a report in a consultant's own house style that style everywhere, in Word, on the page and in the charts?"""

from __future__ import annotations

import re
from base64 import b64decode, b64encode
from dataclasses import replace
from io import BytesIO
from zipfile import ZipFile

import pytest
from docx import Document
from docx.oxml.ns import qn
from docx.shared import Mm

from klantlib.blocks import Chart, Prose, Table
from klantlib.render.charts import draw
from klantlib.render.html import page
from klantlib.render.pieces import Piece, about, metadata
from klantlib.render.word import document
from klantlib.theme import Palette, house
from klantlib.theme.checks import failing
from klantlib.theme.dark import darkened
from tests.own_template import LETTERHEAD, PURPLE, TEXT_WIDTH, own_template
from tests.render import fixtures

GREEN = {
    "ink": "#2b2416",
    "muted": "#665c45",
    "paper": "#fffdf6",
    "band": "#f4efdf",
    "line": "#d9cfb4",
    "accent": "#14532d",
    "good": "#2f7d32",
    "bad": "#a3320b",
    "series": ("#14532d", "#b8730a", "#7a2e5d", "#3f7fa6", "#1c1a10"),
}
LOGO = b64decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNk+A8AAQUBAScY42YAAAAASUVORK5CYII=")
NIGHT = Palette(**darkened(GREEN, {"good": "#86dc85"}, house().night.paper))
STYLE = house().model_copy(
    update={
        **GREEN,
        "night": NIGHT,
        "fonts": ("Georgia", "DejaVu Serif"),
        "word_font": "Georgia",
        "name": "Groenland <Zn>",
        "disclaimers": {"nl": "Geen rechten.", "en": "No rights."},
        "logo": LOGO,
    }
)
STANDARD = {c.lstrip("#").lower() for theme in (house(), house().night) for c in theme.colours()} - {"ffffff"}


def pieces(language: str, look=STYLE) -> list[Piece]:
    """The fixtures' report, its charts drawn in this house style."""
    return [
        replace(piece, pictures=draw(piece.block, language, look=look)) if isinstance(piece.block, Chart) else piece
        for piece in fixtures.report(language)
    ]


@pytest.fixture(scope="module", params=["nl", "en"])
def language(request) -> str:
    return request.param


@pytest.fixture(scope="module")
def word(language) -> bytes:
    return document(pieces(language), replace(fixtures.about(language), theme=STYLE))


@pytest.fixture(scope="module")
def html(language) -> str:
    return page(pieces(language), replace(fixtures.about(language), theme=STYLE))


@pytest.fixture(scope="module")
def purple() -> bytes:
    """A report on the consultant's own template."""
    look = STYLE.model_copy(update={"template": own_template()})
    return document(pieces("nl", look), replace(fixtures.about("nl"), theme=look))


def xml(file: bytes) -> str:
    """Every part of a Word file that is text."""
    with ZipFile(BytesIO(file)) as package:
        return "\n".join(package.read(n).decode() for n in package.namelist() if n.endswith((".xml", ".svg")))


def colours(text: str) -> set[str]:
    return {found.lower() for found in re.findall(r'["#]([0-9A-Fa-f]{6})\b', text)}


def said(element) -> str:
    return "".join(letters.text or "" for letters in element.iter(qn("w:t")))


def test_the_style_of_these_tests_can_be_read():
    """A test with colours that are refused proves nothing."""
    assert failing(STYLE) == []


@pytest.mark.parametrize("kind", ["line", "bar", "scatter", "dots", "band", "radar", "bridge"])
def test_a_chart_has_its_colours_and_none_of_the_standard_ones(kind):
    """Each kind of chart; text in its fonts."""
    data = {"a": [1.0, 2.0, 3.0], "b": [2.0, -1.0, 4.0], "group": ["x", "y", "z"]}
    words = {"caption": "c", "alt": "a", "x": "x", "y": "y"}
    chart = Chart(
        "k", kind, data, "a", "b", {"a": "number", "b": "number", "group": "text"}, group="group", words=words
    )
    drawn = draw(chart, "nl", look=STYLE)["image/svg+xml"]
    own = {colour.lstrip("#") for colour in STYLE.colours()}
    assert colours(drawn) & own
    assert not colours(drawn) & STANDARD
    assert "Georgia" in drawn


def test_word_has_its_colours_and_font_and_none_of_the_standard_ones(word):
    """Styles, lists, header, the palette that Word offers, the charts in it."""
    everything = xml(word)
    assert {"14532d", "f4efdf", "a3320b", "3f7fa6"} <= colours(everything)
    assert not colours(everything) & STANDARD
    assert 'w:ascii="Georgia"' in everything
    assert "Calibri" not in everything


def test_word_carries_logo_name_and_disclaimer(word, language):
    """The logo first on the cover, with a text for who cannot see it; the disclaimer last, in the reader's language."""
    body = Document(BytesIO(word)).element.body
    first, *_, last = body.iterchildren(qn("w:sdt"))
    alt = {"nl": "Logo van Groenland <Zn>", "en": "Logo of Groenland <Zn>"}[language]
    assert [properties.get("descr") for properties in first.iter(qn("wp:docPr"))] == [alt]
    assert said(last) == {"nl": "Geen rechten.", "en": "No rights."}[language]
    assert "Marijke van den Oeverbosch, Groenland <Zn>" in said(body)
    assert Document(BytesIO(word)).core_properties.author == "Marijke van den Oeverbosch, Groenland <Zn>"


def test_the_page_has_its_colours_and_none_of_the_standard_ones(html):
    """Style sheet and charts, light and dark."""
    assert {"14532d", "fffdf6", NIGHT.accent.lstrip("#"), NIGHT.paper.lstrip("#")} <= colours(html)
    assert not colours(html) & STANDARD
    assert '"Georgia", "DejaVu Serif", sans-serif' in html


def test_the_page_carries_logo_name_and_disclaimer(html, language):
    """Escaped, for a name may hold anything."""
    assert f'src="data:image/png;base64,{b64encode(LOGO).decode()}"' in html
    assert f'alt="Logo {"van" if language == "nl" else "of"} Groenland &lt;Zn&gt;"' in html
    assert "Marijke van den Oeverbosch, Groenland &lt;Zn&gt;" in html
    assert f'<footer class="closing"><p>{"Geen rechten." if language == "nl" else "No rights."}</p></footer>' in html


def test_the_standard_style_has_no_logo_and_no_disclaimer():
    """Nothing is printed for what nobody gave."""
    plain = page(fixtures.report("nl"), fixtures.about("nl"))
    assert "<footer" not in plain
    assert 'class="logo"' not in plain
    body = Document(BytesIO(document(fixtures.report("nl"), fixtures.about("nl")))).element.body
    assert "CoverLogo" not in {style.get(qn("w:val")) for style in body.iter(qn("w:pStyle"))}


def test_a_bound_report_carries_its_style():
    """Through the notebook's metadata, as plain values."""
    from nbformat.v4 import new_notebook

    bound = replace(fixtures.about("nl"), theme=STYLE)
    assert about(new_notebook(metadata={"klant": {"about": metadata(bound)}})) == bound
    assert about(new_notebook()).theme == house()


# --- a template of the consultant's own


def test_its_style_ids_are_used_and_each_exists(purple):
    """Dutch ids where it has the style, ours where that is lent."""
    opened = Document(BytesIO(purple))
    known = {style.get(qn("w:styleId")) for style in opened.styles.element.iter(qn("w:style"))}
    used = {e.get(qn("w:val")) for tag in ("pStyle", "rStyle", "tblStyle") for e in opened.element.iter(qn(f"w:{tag}"))}
    assert used <= known
    assert {"Kop1", "Kop2", "Titel", "Bijschrift", "Inhopg1", "Advice", "ReportTable"} <= used
    assert not used & {"Heading1", "Title", "Caption", "TOC1", "Normal"}


def test_its_looks_stay_and_its_text_goes(purple):
    """Headings in its own colour; the sample text is gone; lent styles are in the house style."""
    opened = Document(BytesIO(purple))
    assert str(opened.styles["Heading 1"].font.color.rgb) == PURPLE
    assert "Voorbeeld dat weg moet" not in said(opened.element.body)
    assert "14532D" in xml(purple)
    names = [
        style.find(qn("w:name")).get(qn("w:val")).casefold() for style in opened.styles.element.iter(qn("w:style"))
    ]
    assert len(names) == len(set(names))


def test_its_letterhead_stays_and_the_empty_foot_gets_the_page(purple):
    """Ours goes only where the template has nothing."""
    section = Document(BytesIO(purple)).sections[0]
    assert said(section.header._element) == LETTERHEAD
    assert said(section.footer._element) == "Pagina 1 van 1"
    assert {s.get(qn("w:val")) for s in section.footer._element.iter(qn("w:pStyle"))} == {"Voettekst"}


def test_its_margins_decide_how_wide_everything_is(purple):
    """Tables and figures fit between them."""
    body = Document(BytesIO(purple)).element.body
    figures = [int(extent.get("cx")) for extent in body.iter(qn("wp:extent"))]
    assert max(figures) == pytest.approx(Mm(TEXT_WIDTH), abs=635)  # a twip
    turned = Mm(297 - 40 - 20)
    assert max(int(table.get(qn("w:w"))) for table in body.iter(qn("w:tblW"))) <= turned.twips


@pytest.mark.parametrize("lists", [True, False], ids=["with lists", "without lists"])
def test_lists_count_on_any_template(lists):
    """Its own first level where it has one, ours below that; a template without any gets ours."""
    look = STYLE.model_copy(update={"template": own_template(lists=lists)})
    text = "1. een\n2. twee\n   1. diep\n\n- punt\n"
    made = document([Piece("one", Prose("p", text))], replace(fixtures.about("nl"), theme=look))
    opened = Document(BytesIO(made))
    numbering = opened.part.numbering_part.element
    defined = {
        n.get(qn("w:numId")): n.find(qn("w:abstractNumId")).get(qn("w:val")) for n in numbering.iter(qn("w:num"))
    }
    levels = {
        a.get(qn("w:abstractNumId")): {level.get(qn("w:ilvl")) for level in a.iter(qn("w:lvl"))}
        for a in numbering.iter(qn("w:abstractNum"))
    }
    used = [
        (number.find(qn("w:numId")).get(qn("w:val")), number.find(qn("w:ilvl")).get(qn("w:val")))
        for number in opened.element.body.iter(qn("w:numPr"))
    ]
    assert len(used) == 4
    assert all(level in levels[defined[number]] for number, level in used)


def test_a_report_of_ours_can_be_the_template(word):
    """A consultant may take last month's report, changed to his taste."""
    look = STYLE.model_copy(update={"template": word})
    table = Table("t", {"a": "text"}, [["x"]], words={"caption": "", "labels": {"a": "A"}})
    again = document([Piece("one", table)], replace(fixtures.about("nl"), theme=look))
    assert "Geen rechten." in said(Document(BytesIO(again)).element.body)


@pytest.mark.slow
@pytest.mark.parametrize("template", [None, own_template(), own_template(lists=False)], ids=["ours", "own", "no lists"])
def test_the_validator_finds_nothing(template, tmp_path, ooxml_validator):
    """In another house style, on another template: a sound document."""
    look = STYLE.model_copy(update={"template": template})
    file = tmp_path / "report.docx"
    file.write_bytes(document(pieces("nl", look), replace(fixtures.about("nl"), theme=look)))
    assert ooxml_validator(file) == []
