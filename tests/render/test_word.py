"""Is the Word report a native document, with every block in its place? Read from the file itself."""

from __future__ import annotations

import importlib.util
from base64 import b64encode
from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO
from typing import get_args
from zipfile import ZipFile

import pytest
from docx import Document
from docx.oxml.ns import qn
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml.etree import XPath

from klantlib.blocks import Action, Block, Chart, Finding, Heading, Note, Picture, Prose, Table, Text
from klantlib.render.ooxml import NAMESPACES, bookmark_name, clean, shortened
from klantlib.render.pieces import About, Piece
from klantlib.render.word import document
from klantlib.render.word.front import A_PAGE
from klantlib.render.word.kinds import word
from klantlib.render.word.widths import LANDSCAPE, PORTRAIT, Column, share_out
from klantlib.texts import TEMPLATES
from tests.render.fixtures import LIST_LENGTH, LONG_NAME, about, report

ALONE = About()
PARTS = "word/document.xml", "word/styles.xml", "word/settings.xml"


@pytest.fixture(scope="module", params=["nl", "en"])
def file(request) -> bytes:
    return document(report(request.param), about(request.param))


@pytest.fixture(scope="module")
def dutch():
    return body(document(report("nl"), about("nl")))


def body(file: bytes):
    """The body of the document, as python-docx reads it."""
    return Document(BytesIO(file)).element.body


def one(*blocks: Block, about: About = ALONE):
    """The body of a document of just these blocks."""
    return body(document([Piece("stem", block) for block in blocks], about))


def find(element, path: str):
    """What an XPath finds; python-docx's own elements know the prefixes, all others do not."""
    return XPath(path, namespaces=NAMESPACES)(element)


def texts(element) -> str:
    return "".join(letters.text or "" for letters in element.iter(qn("w:t")))


def styled(element, style: str) -> list[str]:
    return [texts(paragraph) for paragraph in find(element, f'.//w:p[w:pPr/w:pStyle/@w:val="{style}"]')]


def region(element, name: str):
    """The content control of a region."""
    [control] = find(element, f'./w:sdt[w:sdtPr/w:alias/@w:val="{name}"]')
    return control


def drawn() -> dict:
    return next(piece.pictures for piece in report("nl") if piece.pictures)


# --- the contract


@pytest.mark.parametrize("kind", get_args(Block))
def test_every_kind_of_block_can_be_shown(kind):
    """There is no kind of block that Word does not know."""
    assert kind in word.registry


@pytest.mark.slow
def test_the_same_pieces_give_the_same_bytes(file):
    """A report can be compared with last month's."""
    language = Document(BytesIO(file)).core_properties.language[:2]
    assert document(report(language), about(language)) == file


def test_a_chart_without_alternative_text_is_refused():
    """What a blind reader cannot know may not leave the house; the message names the place."""
    chart = Chart("whale", "line", {"x": [1], "y": [1]}, "x", "y", {}, words={"caption": "c", "x": "x", "y": "y"})
    with pytest.raises(ValueError, match=r"concentration/whale.*alternative text"):
        document([Piece("concentration", chart, drawn())], About())


def test_a_chart_without_picture_is_refused():
    """A chart that was never drawn, and that Word does not draw itself, is told by its place too."""
    chart = Chart("whale", "bar", {"x": [1], "y": [1]}, "x", "y", {}, words={"caption": "c", "alt": "a"})
    with pytest.raises(ValueError, match=r"concentration/whale.*picture"):
        document([Piece("concentration", chart)], About())


# --- regions


def test_each_piece_stands_in_a_control_named_after_its_region(file):
    """Cover, contents and every piece, in order; alias and tag are the same."""
    names = [find(control, "string(w:sdtPr/w:alias/@w:val)") for control in find(body(file), "./w:sdt")]
    tags = find(body(file), "./w:sdt/w:sdtPr/w:tag/@w:val")
    annex = [f"how/{key}" for key in ("headline", "question", "worked", "concentration", "cost_to_serve")]
    cover = [f"cover/{line}" for line in ("client", "title", "period", "consultant", "date")]
    assert names == tags == [*cover, "report/contents", *[piece.region for piece in report("nl")], *annex]


@pytest.mark.parametrize(
    "path", ["//w:sdtPr/w:id/@w:val", "//w:bookmarkStart/@w:id", "//w:bookmarkStart/@w:name", "//wp:docPr/@id"]
)
def test_numbers_and_names_are_given_out_once(file, path):
    """Word repairs a file, or loses a link, when two things carry one number."""
    values = find(body(file), path)
    assert len(set(values)) == len(values) > 0


def test_every_control_has_its_bookmark(file):
    """Whatever a program drops of a control, the bookmark in it stays."""
    for control in find(body(file), "./w:sdt"):
        name = bookmark_name(find(control, "string(w:sdtPr/w:alias/@w:val)"))
        assert find(control, f'count(.//w:bookmarkStart[@w:name="{name}"])') == 1


def test_names_fit_in_word():
    """A bookmark has at most 40 letters and a tag 64, and two long names stay two."""
    names = ["stem/" + "a" * 80 + ending for ending in "xy"]
    assert max(len(bookmark_name(name)) for name in names) <= 40
    assert max(len(shortened(name, 64)) for name in names) <= 64
    assert len({bookmark_name(name) for name in names}) == len({shortened(name, 64) for name in names}) == 2


def test_a_block_that_is_shown_twice_has_two_regions():
    """A consultant may repeat a figure; the second is told apart."""
    note = Note("n", words={"text": "x"})
    assert find(one(note, note), "./w:sdt/w:sdtPr/w:alias/@w:val") == ["stem/n", "stem/n~2"]


# --- contents and headings


def test_the_contents_name_every_heading_and_link_to_it(file):
    """The entries are there before anyone asks for them, each leading to a bookmark that exists."""
    page = body(file)
    headings = find(page, '//w:p[w:pPr/w:pStyle[@w:val="Heading1" or @w:val="Heading2"]]')
    links = find(page, '//w:p[starts-with(w:pPr/w:pStyle/@w:val, "TOC")]/w:hyperlink')
    assert [texts(link) for link in links] == [texts(heading) for heading in headings]
    assert [link.get(qn("w:anchor")) for link in links] == [
        find(h, 'string(w:bookmarkStart[starts-with(@w:name,"_Toc")]/@w:name)') for h in headings
    ]


def test_contents_that_would_be_longer_than_a_page_name_the_chapters_alone():
    """One heading over a page: what is left is a line a chapter, and the field says so."""
    chapters = [Piece(f"c{n}", Heading("h", level=1, words={"text": f"Chapter {n}"})) for n in range(A_PAGE // 2 + 1)]
    findings = [Piece(piece.chapter, Heading("f", words={"text": "Finding"})) for piece in chapters]
    long, short = (
        body(document([*chapters[:n], *findings[:n]], About(client="K"))) for n in (len(chapters), A_PAGE // 2)
    )
    assert len(styled(long, "TOC1")) == len(chapters) and not styled(long, "TOC2")
    assert len(styled(short, "TOC1")) == len(styled(short, "TOC2")) == A_PAGE // 2
    assert [code.strip() for code in find(long, ".//w:instrText[contains(., 'TOC')]/text()")] == ['TOC \\o "1-1" \\h']


def test_word_asks_nothing_when_the_report_opens(file):
    """No field is marked for update."""
    with ZipFile(BytesIO(file)) as package:
        parts = b"".join(package.read(part) for part in PARTS)
    assert b"w:dirty" not in parts
    assert b"updateFields" not in parts


def test_chapters_start_on_a_new_page(dutch):
    """The first paragraph of each chapter breaks the page, and no other does."""
    starts = find(dutch, "./w:sdt[.//w:pageBreakBefore]/w:sdtPr/w:alias/@w:val")
    assert starts == ["concentration/few", "cost_to_serve/loss", "how/headline"]


def test_one_workbook_has_no_cover():
    """Exported from JupyterLab a chapter is just a chapter, and starts at the top of the first page."""
    page = one(Heading("h", level=1, words={"text": "Kop"}), Text("t", words={"text": "Tekst"}))
    assert find(page, "./w:sdt/w:sdtPr/w:alias/@w:val") == ["stem/h", "stem/t"]
    assert not find(page, "//w:pageBreakBefore | //w:titlePg")


# --- text


def test_the_question_leads(dutch):
    """The question of a chapter has a style of its own; another text is plain."""
    assert styled(dutch, "Lead")[0].startswith("Op hoeveel klanten rust uw omzet")
    assert styled(region(dutch, "concentration/method"), "Normal")


def test_a_finding_says_what_to_do(dutch):
    """Advice follows in a paragraph of its own, after the words of the language; without advice there is none."""
    assert styled(region(dutch, "concentration/top_ten_share"), "Advice")[0].startswith(
        "Wat te doen: Spreek dit kwartaal"
    )
    assert not styled(region(dutch, "cost_to_serve/seven"), "Advice")


def test_actions_that_follow_each_other_are_one_numbered_list(dutch):
    """Three actions share a list; an action alone has no number."""
    lists = [find(region(dutch, f"concentration/{key}"), ".//w:numId/@w:val") for key in ("talk", "owner", "watch")]
    assert lists[0] == lists[1] == lists[2] != []
    assert not find(region(dutch, "cost_to_serve/single"), ".//w:numId")


def test_an_action_tells_its_money_who_counts_elsewhere_and_whose_the_first_step_is(dutch):
    """What it brings in and how sure that is; only the first step where nothing more is known."""
    owner, watch = (styled(region(dutch, f"concentration/{key}"), "ActionDetail") for key in ("owner", "watch"))
    assert owner[0].startswith(
        "Te behouden: €\xa048.000 winst, geschat uit uw gegevens. 2 klanten tellen al bij punt 1."
    )
    assert owner[1].startswith("Eerste stap, directie: ")
    assert [line.startswith("Eerste stap") for line in watch] == [True]


def test_a_document_that_is_not_run_again_has_no_controls():
    """One workbook on its own: LibreOffice would print the codes of the fields in them."""
    table = Table("t", {"n": "count"}, [[1]], words={"caption": "c", "labels": {"n": "n"}})
    page = body(document([Piece("stem", table)], ALONE, again=False))
    assert not find(page, ".//w:sdt")
    assert [code.strip() for code in find(page, ".//w:instrText/text()")] == ["SEQ Table \\* ARABIC"]


def test_characters_that_no_file_may_hold_are_left_out():
    """A control character from a client's system costs one character, not the report; the rest stays as it is."""
    page = one(Text("t", words={"text": "00042\x00\x0b <b>&\ufffe €\ud800 1"}), Heading("h", words={"text": "a\x1fb"}))
    assert styled(page, "Normal") == ["00042 <b>& € 1"]
    assert styled(page, "Heading2") == ["ab"]


@settings(max_examples=25, deadline=None)
@given(st.text())
def test_any_text_of_a_client_comes_through(text):
    """Whatever stands in a cell, the file opens and shows it; ends of lines become Word's own."""
    [cell] = find(one(Table("t", {"a": "text"}, [[text]])), ".//w:tr[2]//w:tc")
    shown = clean(text).replace("\r", "").replace("\n", "").replace("\t", "")
    assert texts(cell) == shown


# --- tables and pictures


def test_captions_count_in_fields(file):
    """Each table and figure has its number as the result of a field, counted from 1 per kind."""
    for label, style, n in (("Table", "TableCaption", 3), ("Figure", "Caption", 1)):
        fields = find(
            body(file), f'//w:p[w:pPr/w:pStyle/@w:val="{style}"][.//w:instrText[contains(., "SEQ {label} ")]]'
        )
        numbers = [
            find(paragraph, 'string(w:r[w:fldChar/@w:fldCharType="separate"]/following-sibling::w:r[1])')
            for paragraph in fields
        ]
        assert numbers == [str(number) for number in range(1, n + 1)]
        assert all(find(p, 'w:bookmarkStart[starts-with(@w:name, "_Ref")]') for p in fields)


def test_a_table_stands_as_a_table(dutch):
    """Named style, repeating headings, rows in one piece, numbers right, a caption above and a note below."""
    whole = region(dutch, "concentration/largest")
    [table] = whole.iter(qn("w:tbl"))
    assert find(table, "string(w:tblPr/w:tblStyle/@w:val)") == "ReportTable"
    assert len(find(table, "w:tr[w:trPr/w:tblHeader]")) == 1
    assert len(find(table, "w:tr[not(w:trPr/w:cantSplit)]")) == 0
    assert [bool(find(cell, ".//w:jc")) for cell in find(table, "w:tr[2]/w:tc")] == [
        True,
        False,
        False,
        True,
        True,
        False,
    ]
    assert styled(table, "TableTotal") == ["", "", "Totaal", "€\xa01.912.401", "38%", ""]
    assert styled(table, "TableText")[5] == "Uitbouwen"  # "term"
    assert [styled(whole, "TableCaption"), styled(whole, "TableNote")] == [
        ["Tabel 1. De tien grootste klanten in 2025"],
        ["Omzet zonder btw, na creditnota's."],
    ]


def test_every_row_is_there_and_a_number_stays_a_text(dutch):
    """240 customers are 240 rows; 00001 and 001 keep their zeros, losses their colour, the unknown its dash."""
    assert len(find(region(dutch, "cost_to_serve/everyone"), ".//w:tr")) == LIST_LENGTH + 1
    assert styled(region(dutch, "cost_to_serve/cell-22cd-0"), "TableText") == [
        "001",
        "12",
        '<b>vet</b> & "aanhaling"',
        "3,5",
    ]
    wide = region(dutch, "cost_to_serve/drains")
    assert "00001" in styled(wide, "TableText")
    assert "–" in styled(wide, "TableText")
    assert styled(wide, "TableLoss")[0] == "€\xa0-335"


def test_a_table_without_rows_or_caption_is_no_accident():
    """An empty DataFrame shows its headings; one without columns shows nothing."""
    page = one(Table("a", {"x": "text"}, [], total=True, words={"labels": {"x": "X"}}), Table("b", {}, []))
    assert styled(page, "TableHeading") == ["X"]
    assert len(find(page, "./w:sdt")) == 1


def test_pictures_and_tables_can_be_read_aloud(file):
    """Each has a text; a consultant's picture without one says that it has none."""
    page = body(file)
    assert all(find(page, "//wp:docPr/@descr"))
    assert len(find(page, "//wp:docPr[@descr]")) == len(find(page, "//wp:docPr"))
    tables = find(page, "//w:tbl")
    assert all(find(table, "string(w:tblPr/w:tblCaption/@w:val)") for table in tables)
    assert all(find(table, "string(w:tblPr/w:tblDescription/@w:val)") for table in tables)


def test_the_words_for_a_table_that_is_read_aloud(dutch):
    """Rows, columns and what they are called."""
    [text] = find(region(dutch, "cost_to_serve/cell-22cd-0"), ".//w:tblDescription/@w:val")
    assert text == "Tabel met 2 rijen en 2 kolommen: artikel en aantal"


def test_a_drawn_chart_is_as_wide_as_the_text_and_has_an_svg_beside_it():
    """160 mm; Word 2016 and later take the SVG, older ones the PNG. Curves are charts of Word itself."""
    chart = Chart("bars", "bar", {"x": [1], "y": [1]}, "x", "y", {}, words={"caption": "c", "alt": "a"})
    file = document([Piece("stem", chart, drawn())], ALONE)
    [svg] = find(body(file), "//*[local-name()='svgBlip']")
    part = Document(BytesIO(file)).part.related_parts[svg.get(qn("r:embed"))]
    assert part.content_type == "image/svg+xml"
    assert b"<svg" in part.blob[:200]
    width = int(find(svg, "string(ancestor::wp:inline/wp:extent/@cx)"))
    assert width / 36000 == pytest.approx(160, abs=0.1)


def test_a_large_picture_is_made_to_fit():
    """A consultant's picture is as large as it is, but never larger than the page holds."""
    from matplotlib.figure import Figure

    out = BytesIO()
    Figure(figsize=(4, 20)).savefig(out, format="png", dpi=72)
    [extent] = find(one(Picture("p", b64encode(out.getvalue()).decode(), "Toren")), "//wp:extent")
    assert int(extent.get("cy")) <= 195 * 36000
    assert int(extent.get("cx")) * 5 == pytest.approx(int(extent.get("cy")), rel=0.01)


# --- wide tables


def test_a_wide_table_turns_its_page_and_only_its_own(dutch):
    """Three sections; the header and footer of the first carry on, and its cover page with it."""
    sections = find(dutch, ".//w:sectPr")
    assert [find(section, "string(w:pgSz/@w:orient)") for section in sections] == ["", "landscape", ""]
    assert [bool(find(section, "w:headerReference")) for section in sections] == [True, False, False]
    assert [bool(find(section, "w:titlePg")) for section in sections] == [True, False, False]


def test_a_finding_between_a_heading_and_a_wide_table_comes_along():
    """With its heading alone it would leave a page nearly empty; another finding before the heading does not come."""
    wide = Table("w", {f"c{n}": "text" for n in range(9)}, [["Van Drunensteijn"] * 9], words={"caption": "c"})
    said = [Finding("a", words={"text": "a"}), Heading("h", words={"text": "k"}), Finding("b", words={"text": "b"})]
    upright = find(one(*said, wide), "./w:p[.//w:sectPr]/preceding-sibling::w:sdt/w:sdtPr/w:alias/@w:val")
    assert upright == ["stem/a"]


def test_a_text_that_opens_a_table_stays_on_its_page():
    """ "These terms recur in the report." says nothing without them."""
    table = Table("t", {"word": "text"}, [["marge"]], words={"caption": "c"})
    page = one(Text("a", words={"text": "a"}), table, Text("b", words={"text": "b"}))
    assert find(page, "./w:sdt[.//w:p[w:pPr/w:keepNext and not(ancestor::w:tbl)]]/w:sdtPr/w:alias/@w:val") == ["stem/a"]


def test_heading_and_note_stay_with_a_wide_table():
    """A heading right above and a note right below it come along; the text after them does not."""
    wide = Table("w", {f"c{n}": "text" for n in range(9)}, [["Van Drunensteijn"] * 9], words={"caption": "c"})
    page = one(
        Text("before", words={"text": "a"}),
        Heading("h", words={"text": "k"}),
        wide,
        Note("n", words={"text": "b"}),
        Text("after", words={"text": "c"}),
    )
    breaks = [number for number, child in enumerate(page) if find(child, "./w:pPr/w:sectPr")]
    assert breaks == [1, 5]  # before | heading, table, note | after


def test_what_is_found_below_a_wide_table_stays_with_it():
    """The rest of its page would else be empty; the next heading begins on an upright page again."""
    wide = Table("w", {f"c{n}": "text" for n in range(9)}, [["Van Drunensteijn"] * 9], words={"caption": "c"})
    found = [Finding("f", words={"text": "f"}), Note("n", words={"text": "n"}), Finding("g", words={"text": "g"})]
    page = one(wide, *found, Heading("h", words={"text": "k"}), Finding("i", words={"text": "i"}))
    assert [number for number, child in enumerate(page) if find(child, "./w:pPr/w:sectPr")] == [4]


def test_many_narrow_columns_stay_upright():
    """Nine columns of one letter need no page on its side."""
    page = one(Table("t", {f"c{n}": "text" for n in range(9)}, [["x"] * 9]))
    assert not find(page, "//w:pgSz[@w:orient]")


LETTERS = st.text("abc 0123456789-.", max_size=60)
COLUMNS = st.builds(Column, LETTERS, st.lists(LETTERS, max_size=4), st.booleans())


@given(st.lists(COLUMNS, min_size=1, max_size=25), st.sampled_from([PORTRAIT, LANDSCAPE]))
def test_columns_never_push_a_table_off_the_page(columns, available):
    """Whatever the texts, every column has some width and together they fit."""
    widths = share_out(columns, available)
    assert sum(widths) <= available
    assert min(widths) > 0


def test_numbers_stay_narrow_and_names_get_the_room():
    """A long name is wrapped, an amount never."""
    number, name = Column("Omzet", ["€ 1.234.567"], right=True), Column("Klant", [LONG_NAME * 3])
    widths = share_out([number, name], PORTRAIT)
    assert widths[0] >= number.natural - 1
    assert widths[1] > 3 * widths[0]
    assert sum(widths) <= PORTRAIT


def test_a_note_stays_with_what_it_is_about(dutch):
    """The paragraph, or the last row, before a note is on the note's page; other last rows are free."""
    last = "string(.//w:tr[last()]//w:keepNext/parent::w:pPr/w:pStyle/@w:val)"
    assert find(region(dutch, "concentration/method"), ".//w:keepNext")
    assert find(region(dutch, "cost_to_serve/drains"), last)
    assert not find(region(dutch, "cost_to_serve/everyone"), last)


# --- Markdown


def test_markdown_becomes_native_paragraphs(dutch):
    """Headings below the chapter's, lists as lists, a table as a table, tags as they were typed."""
    prose = region(dutch, "cost_to_serve/cell-7f3a")
    assert styled(prose, "Heading2") == ["Wat wij op de werkvloer zagen"]
    assert styled(prose, "ListNumber") == ["Eerst bellen", "Dan een vaste dag"]
    assert styled(prose, "ListBullet") == ["maandag of donderdag", "nooit voor tien uur"]
    assert find(prose, './/w:p[w:pPr/w:pStyle/@w:val="ListBullet"]//w:ilvl/@w:val') == ["1", "1"]
    assert styled(prose, "TableText") == ["ma", "12", "do", "9"]
    assert styled(prose, "Code") == ["order 001 <b>niet vet</b>"]
    assert "Zie de toelichting (https://voorbeeld.example/rit) en route-12." in texts(prose)


def test_markdown_headings_never_skip_a_level():
    """A fourth level right below the chapter comes out as the second."""
    page = one(Prose("p", "#### Diep\n\n###### Dieper\n\n# Boven"))
    assert [style.get(qn("w:val")) for style in page.iter(qn("w:pStyle"))] == ["Heading2", "Heading3", "Heading2"]


@pytest.mark.parametrize("text", ["<script>alert(1)</script>", "a <b>c</b>", "<!-- x -->"])
def test_tags_in_markdown_show_as_text(text):
    """Word runs nothing and hides nothing of what a consultant typed."""
    assert texts(one(Prose("p", text))) == text


@pytest.mark.parametrize(
    "text",
    [
        "> # kop",
        "- # kop",
        "**a **b** c**",
        "***a** b*",
        "3. drie\n\n   nog iets",
        "- ```\n  code\n  ```",
        "[a]: http://x\n\n[a]",
    ],
)
def test_markdown_of_any_shape_is_shown(text):
    """What people nest in a quotation or a list, and marks within marks."""
    assert texts(one(Prose("p", text)))


def test_a_second_paragraph_in_a_list_has_no_bullet():
    """It stands under the first, and the list counts from where its writer began."""
    page = one(Prose("p", "3. drie\n\n   nog iets"))
    assert styled(page, "ListNumber") == ["drie"]
    assert styled(page, "ListContinue") == ["nog iets"]


def test_numbered_lists_start_again():
    """Two lists of a consultant both begin at 1."""
    page = one(Prose("p", "1. a\n\ntekst\n\n1. b"))
    first, second = find(page, ".//w:numId/@w:val")
    assert first != second


def test_markdown_without_anything_to_print_leaves_no_region():
    """A cell with only a line in it is not shown."""
    assert not find(one(Prose("p", "---")), "./w:sdt")


# --- the frame


def test_properties_name_the_report_and_no_machine(file):
    """Title, client, consultant, language, the day of the report; nothing of who was logged in or of the tools."""
    properties = Document(BytesIO(file)).core_properties
    assert properties.author == properties.last_modified_by == "Marijke van den Oeverbosch"
    assert properties.created == properties.modified == datetime(2026, 1, 15, tzinfo=UTC)
    assert properties.title in (
        "Klantenmanagement: welke klanten tellen",
        "Customer management: which customers matter",
    )
    with ZipFile(BytesIO(file)) as package:
        everything = b"".join(package.read(name) for name in package.namelist())
    assert b"python-docx" not in everything
    assert b"Macintosh" not in everything


@pytest.mark.parametrize(("language", "tag", "words"), [("nl", "nl-NL", "Pagina "), ("en", "en-GB", "Page ")])
def test_a_report_speaks_one_language(language, tag, words):
    """Styles name the language for who reads aloud or checks spelling; the footer is worded in it."""
    document_ = Document(BytesIO(document(report(language), about(language))))
    assert document_.styles.element.xpath("//w:rPrDefault//w:lang/@w:val") == [tag]
    assert document_.sections[0].footer.paragraphs[0].text.startswith(words)
    assert document_.sections[0].header.paragraphs[0].text.startswith("Voorbeeld Groothandel BV")
    assert not document_.sections[0].first_page_header.paragraphs[0].text


def test_what_is_not_known_is_not_on_the_cover():
    """No period, date or consultant: the cover has the client and the title, and no empty line."""
    page = one(Text("t", words={"text": "x"}), about=About(client="Bakkerij"))
    lines = find(page, './w:sdt[starts-with(w:sdtPr/w:alias/@w:val, "cover/")]')
    assert [texts(line) for line in lines] == ["Bakkerij", "Klantenmanagement: welke klanten tellen"]


def test_input_stays_as_it_was():
    """A renderer changes no block."""
    pieces = [replace(piece) for piece in report("nl")]
    document(pieces, about("nl"))
    assert pieces == list(report("nl"))


# --- the template


def test_the_template_is_what_its_script_makes():
    """Who changes the theme renews templates/report.docx: python templates/make_report_docx.py."""
    spec = importlib.util.spec_from_file_location("make_report_docx", TEMPLATES / "make_report_docx.py")
    script = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(script)
    with ZipFile(BytesIO(script.template())) as made, ZipFile(TEMPLATES / "report.docx") as committed:
        assert made.namelist() == committed.namelist()
        for name in made.namelist():
            assert made.read(name) == committed.read(name), name


def test_the_template_has_no_text_and_every_style_that_is_used(file):
    """Styles and page only; no paragraph falls back on a style that is not there."""
    template = Document(str(TEMPLATES / "report.docx"))
    ids = set(template.styles.element.xpath("w:style/@w:styleId"))
    assert not texts(template.element)
    assert set(find(body(file), "//w:pStyle/@w:val | //w:rStyle/@w:val | //w:tblStyle/@w:val")) <= ids


def test_only_an_action_list_is_counted():
    """Two actions in two chapters are two lists of one: no number."""
    action = Action("a", words={"text": "t", "why": "w", "step": "s", "owner": "o"})
    page = body(document([Piece("one", action), Piece("two", action)], About()))
    assert not find(page, "//w:numId")
