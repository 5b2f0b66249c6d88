"""Each barrier is planted once in a report that has none, and found."""

from io import BytesIO
from zipfile import BadZipFile, ZipFile

import pytest
from docx.oxml.ns import qn
from lxml import etree

from klantlib.blocks import Chart, Heading, Prose, Table, Text
from klantlib.languages import languages
from klantlib.render.ooxml import el, field, paragraph, run
from klantlib.render.pieces import Piece
from klantlib.render.word import document
from klantlib.render.word.accessibility import Barrier, barriers
from klantlib.render.word.accessibility.looks import Looks
from klantlib.render.word.rerun import merge
from klantlib.texts import read
from tests.render.fixtures import about, report
from tests.render.word import small


@pytest.fixture(scope="module")
def sound():
    """A small report with a table, a chart, a list and links, in which nobody is shut out."""
    kinds = {type(piece.block): piece for piece in report("nl")}
    chosen = [*report("nl")[:3], kinds[Chart], kinds[Table], kinds[Prose]]
    return document(chosen, about("nl"))


def changed(docx, change, part="word/document.xml"):
    """The document with one part changed."""
    out = BytesIO()
    with ZipFile(BytesIO(docx)) as old, ZipFile(out, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name == part:
                root = etree.fromstring(content)
                change(root)
                content = etree.tostring(root)
            new.writestr(name, content)
    return out.getvalue()


def add(*blocks):
    """A change that adds blocks at the end of the text."""
    return lambda root: [root.find(qn("w:body"))[-1].addprevious(block) for block in blocks]


def first(name, root):
    return next(root.iter(qn(name)))


def drop(name):
    """A change that takes the first of these elements away."""
    return lambda root: (element := first(name, root)).getparent().remove(element)


def put(name, attribute, value):
    return lambda root: first(name, root).set(attribute, value)


def coloured(ink, paper):
    """A paragraph of which the letters and what is behind them have these colours."""
    line = paragraph("Normal", run("bleek"))
    line.find(qn("w:r")).insert(0, el("w:rPr", el("w:color", val=ink)))
    line.find(qn("w:pPr")).append(el("w:shd", val="clear", fill=paper))
    return line


def floating(root):
    first("wp:inline", root).tag = qn("wp:anchor")


def span(root):
    first("w:tcPr", root).append(el("w:gridSpan", val=2))


def empty_cell(root):
    for letters in first("w:tc", root).iter(qn("w:t")):
        letters.text = ""


def nested(root):
    list(root.iter(qn("w:tc")))[-1].append(el("w:tbl", el("w:tblPr", el("w:tblCaption", val="x"))))


def no_language(root):
    for lang in list(root.iter(qn("w:lang"))):
        lang.getparent().remove(lang)


def all_headings_plain(root):
    for style in root.iter(qn("w:pStyle")):
        if style.get(qn("w:val")).startswith("Heading"):
            style.set(qn("w:val"), "Normal")
    add(*[paragraph("Normal", run("Een alinea.")) for _ in range(20)])(root)


def text_box(root):
    box = el("w:txbxContent", paragraph("Normal", run("terzijde")))
    add(el("w:p", el("w:r", el("w:pict", box))))(root)


TITLE = "{http://purl.org/dc/elements/1.1/}title"
PLANTED = {
    "no_title": (lambda root: root.remove(root.find(TITLE)), "docProps/core.xml"),
    "no_language": (no_language, "word/styles.xml"),
    "no_alt": put("wp:docPr", "descr", " "),
    "file_name_as_alt": put("wp:docPr", "descr", "image1.png"),
    "floating": floating,
    "text_box": text_box,
    "no_table_alt": lambda root: [drop(name)(root) for name in ("w:tblCaption", "w:tblDescription")],
    "no_header_row": drop("w:tblHeader"),
    "empty_column_heading": empty_cell,
    "merged_cells": span,
    "table_in_table": nested,
    "empty_heading": add(paragraph("Heading2")),
    "first_heading": lambda root: root.find(qn("w:body")).insert(0, paragraph("Heading2", run("Te laag"))),
    "heading_jump": add(paragraph("Heading1", run("Een")), paragraph("Heading3", run("Drie"))),
    "no_heading": all_headings_plain,
    "hand_made_list": add(paragraph("Normal", run("- appels")), paragraph("Normal", run("- peren"))),
    "empty_paragraphs": add(*[paragraph("Normal") for _ in range(3)]),
    "empty_link": add(el("w:p", el("w:hyperlink", anchor="x"))),
    "empty_field": add(el("w:p", *field("PAGE", ""))),
    "broken_reference": add(el("w:p", *field("REF _Ref_weg \\h", "figuur 3"))),
    "contrast": add(coloured("999999", "FFFFFF")),
}


def test_nothing_is_wrong_with_a_report_of_ours(sound):
    """So that what is found below was planted."""
    assert barriers(sound) == []


@pytest.mark.parametrize("rule", PLANTED)
@pytest.mark.slow
def test_a_planted_mistake_is_found(sound, rule):
    """That one, and no other."""
    change, part = found if isinstance(found := PLANTED[rule], tuple) else (found, "word/document.xml")

    assert {barrier.rule for barrier in barriers(changed(sound, change, part))} == {rule}


def test_every_rule_is_planted_and_has_its_words():
    """A rule without a test, or without a sentence, fails here."""
    assert set(read("words")["accessibility"]) == set(PLANTED)
    assert all(Barrier(rule, "hier").sentence(language) for rule in PLANTED for language in languages())
    assert Barrier("no_alt", "De winst").sentence("en") == (
        "A picture or chart has no description; it stands at “De winst”."
    )


def test_a_barrier_says_where_it_is(sound):
    """By its own words, or else by those before it."""
    jump = barriers(changed(sound, PLANTED["heading_jump"]))
    empty = barriers(changed(sound, add(paragraph("Normal", run("Zie verder")), paragraph("Heading2"))))

    assert [barrier.place for barrier in (*jump, *empty)] == ["Drie", "Zie verder"]


@pytest.mark.parametrize(
    ("ink", "paper", "wrong"),
    [("767676", "FFFFFF", False), ("777777", "FFFFFF", True), ("FFFFFF", "1D2733", False), ("auto", "000000", False)],
)
def test_contrast_is_that_of_wcag(sound, ink, paper, wrong):
    """4.54 passes and 4.48 does not; white on dark does, and Word's own choice too."""
    assert bool(barriers(changed(sound, add(coloured(ink, paper))))) == wrong


@pytest.mark.parametrize(
    "line", [paragraph("Normal", run("- één streepje is geen lijst")), paragraph("Normal", run("1. Inleiding"))]
)
def test_one_line_is_no_list(sound, line):
    """A dash at the start of a sentence is a dash."""
    assert barriers(changed(sound, add(line))) == []


def test_an_ornament_needs_no_words(sound):
    """What Word marks as decorative is skipped by who listens."""
    mark = etree.fromstring(
        '<d:decorative xmlns:d="http://schemas.microsoft.com/office/drawing/2017/decorative" val="1"/>'
    )

    def ornament(root):
        properties = first("wp:docPr", root)
        properties.set("descr", "")
        properties.append(mark)

    assert barriers(changed(sound, ornament)) == []


def test_the_colour_behind_a_heading_of_a_table_is_that_of_its_style(sound):
    """The band of the first row comes from the table's style, the letters from the paragraph's."""
    with ZipFile(BytesIO(sound)) as package:
        root, styles = (etree.fromstring(package.read(f"word/{name}.xml")) for name in ("document", "styles"))
    ink, paper, size, bold = Looks(styles).of(next(first("w:tbl", root).iter(qn("w:r"))))
    look = about("nl").theme

    assert (ink.lower(), paper.lower(), size, bold) == (look.accent, look.band, 9.0, True)


def test_what_is_no_document_is_refused():
    """Said at once, by the zip file that it is not."""
    with pytest.raises(BadZipFile):
        barriers(b"no document")


@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_fixtures_have_no_barrier(language):
    """Every kind of block, a consultant's own cells, tables on their side."""
    assert barriers(document(report(language), about(language))) == []


def test_a_chapter_alone_and_an_empty_report_have_none():
    """As JupyterLab's export menu makes them, and where there was nothing to tell."""
    alone = [Heading("h", level=1, words={"text": "Kop"}), Text("t", words={"text": "Tekst"})]

    assert barriers(document([Piece("c", block) for block in alone], about("nl"))) == []
    assert barriers(document([], about("nl"))) == []


def test_a_report_that_was_edited_and_run_again_has_none():
    """With the comments that carry the new values, and the text of the consultant beside ours."""

    def rewrite(root):
        for letters in root.iter(qn("w:t")):
            letters.text = (letters.text or "").replace("In jan was het", "Wij zagen in januari")

    edited = changed(small.report("jan", 100.0), rewrite)
    merged = merge(edited, small.report("feb", 250.0))

    assert "commented" in {change.what for change in merged.changes}
    assert barriers(merged.docx) == []


@pytest.mark.slow
@pytest.mark.xdist_group("demo")
@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_demo_report_has_no_barrier(request, language):
    """The whole report, in both languages."""
    made = request.getfixturevalue({"nl": "demo", "en": "demo_en"}[language])

    assert barriers((made.folder / "report.docx").read_bytes()) == []
