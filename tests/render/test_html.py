"""Is the page whole, in order, and safe? Read from its markup; test_html_browser.py sees what a browser makes of it."""

from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import replace
from itertools import pairwise
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html as reader

from klantlib.blocks import Action, Block, Chart, Finding, Heading, Note, Picture, Prose, Table, Text
from klantlib.render.html import html, page, running_head
from klantlib.render.html_blocks import Place, body
from klantlib.render.markdown import markdown
from klantlib.render.pieces import About, Piece
from tests.render.fixtures import LIST_LENGTH, about, report
from tests.render.test_charts import ALL

HOSTILE = "\"><img src=x onerror=alert(1)><script>alert(1)</script></title></style>&'"
OUTSIDE_TEXT = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=40)


@pytest.fixture(scope="module")
def source() -> str:
    """The miniature report, drawn by our own charts."""
    return page(report("nl"), about("nl"))


@pytest.fixture(scope="module")
def tree(source):
    return reader.fromstring(source)


def said(element) -> str:
    """The text of an element with plain, single spaces."""
    return " ".join(element.text_content().replace("\xa0", " ").split())


def test_every_kind_of_block_can_be_shown():
    """The dispatcher knows all kinds there are, and says so of what is none."""
    assert set(get_args(Block)) <= set(body.registry)
    with pytest.raises(TypeError, match="cannot show a str"):
        html("a text", "nl")


@pytest.mark.parametrize(
    "piece", {type(p.block): p for p in report("nl")}.values(), ids=lambda p: type(p.block).__name__
)
def test_a_block_in_jupyterlab_stands_on_its_own(piece):
    """A fragment in its language with its own style, and no id that a second output would repeat."""
    fragment = reader.fromstring(html(piece.block, "nl"))
    assert fragment.get("lang") == "nl"
    assert fragment.find("style") is not None
    assert not [element for element in fragment.iter() if element.get("id") and element.tag != "svg"
                and not element.get("id").startswith("c")]  # fmt: skip


def test_the_cover_tells_whose_report_it_is(tree):
    cover = said(tree.find(".//header"))
    for part in (
        "Voorbeeld Groothandel BV",
        "1 januari 2025",
        "31 december 2025",
        "15 januari 2026",
        "van den Oeverbosch",
    ):
        assert part in cover
    assert tree.findtext(".//title").endswith("Voorbeeld Groothandel BV")


@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_page_is_in_one_language(language):
    tree = reader.fromstring(page(report(language), about(language)))
    assert tree.get("lang") == language
    label = tree.find(".//figcaption/b").text_content()
    assert label == {"nl": "Figuur 1", "en": "Figure 1"}[language]


def test_contents_lead_to_every_chapter_by_its_finding(tree):
    links = [(link.get("href")[1:], said(link)) for link in tree.xpath(".//nav/ol/li/a")]
    chapters = [(section.get("id"), said(section.find(".//h2"))) for section in tree.iterfind(".//section")]
    assert links == chapters
    assert len(links) == 2


def test_under_each_chapter_the_contents_list_its_findings(tree):
    """The headings of level 2, by their id; a consultant's own headings have none."""
    for item, section in zip(tree.xpath(".//nav/ol/li"), tree.iterfind(".//section"), strict=True):
        listed = [(link.get("href")[1:], said(link)) for link in item.xpath("./ol/li/a")]
        assert listed == [(head.get("id"), said(head)) for head in section.iterfind(".//h3[@id]")]
        assert listed


def test_headings_go_down_one_step_at_a_time(tree):
    """One h1; a consultant's own headings fit in below the chapter's."""
    levels = [int(element.tag[1]) for element in tree.iter() if re.fullmatch("h[1-6]", str(element.tag))]
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_every_block_keeps_its_address_from_month_to_month(tree):
    """chapter-key, once each; the links in the page lead somewhere."""
    ids = [element.get("id") for element in tree.iter() if element.get("id")]
    assert len(ids) == len(set(ids))
    for piece in report("nl"):
        assert piece.region.replace("/", "-").replace("cost-to-serve", "cost_to_serve") in ids
    assert {href[1:] for href in tree.xpath("//a/@href") if href.startswith("#")} <= set(ids)


def test_figures_and_tables_are_numbered_each_by_their_own_count(tree):
    labels = [b.text for b in tree.xpath("//figcaption/b | //caption//b")]
    assert labels == ["Figuur 1", "Tabel 1", "Tabel 2", "Tabel 3"]


def test_a_figure_is_a_drawing_with_its_words_and_no_style_of_its_own(source, tree):
    assert tree.find(".//figure//svg").get("role") == "img"
    assert not re.search(r"<[^>]+\sstyle=", source)
    assert source.count("<style") == 1


def test_a_table_has_headers_for_its_columns_and_rows(tree):
    table = tree.xpath("//div[@id='concentration-largest']//table")[0]
    assert [th.get("scope") for th in table.iterfind(".//thead//th")] == ["col"] * 6
    assert [said(th) for th in table.xpath(".//tbody/tr[1]/th[@scope='row']")] == ["Bouwbedrijf Hofstee-Ruiter BV"]
    assert said(table.find("caption")) == "Tabel 1 De tien grootste klanten in 2025"
    assert [said(cell) for cell in table.xpath(".//tbody/tr[1]/*")][3:] == ["€ 413.250", "8%", "Uitbouwen"]


def test_a_total_leaves_blank_what_cannot_be_added_up(tree):
    foot = tree.xpath("//div[@id='concentration-largest']//tfoot/tr/*")
    assert [said(cell) for cell in foot] == ["", "", "Totaal", "€ 1.912.401", "38%", ""]


def test_numbers_stand_right_and_identifiers_stay_as_they_are(tree):
    cells = tree.xpath("//div[@id='cost_to_serve-cell-22cd-0']//tbody/tr/*")
    assert [said(cell) for cell in cells] == ["001", "12", '<b>vet</b> & "aanhaling"', "3,5"]
    assert [cell.get("class") for cell in cells] == [None, "number", None, "number"]


def test_tables_are_sorted_from_eight_rows_and_searched_from_thirteen(tree):
    """7 rows, 10 with a total, and 240: what there is to do with a table depends on its length. All rows are there."""
    own = tree.xpath("//div[contains(@class, 'table')][not(ancestor::details)]//table")
    assert [(len(table.findall(".//tbody/tr")), table.get("class")) for table in own] == [
        (10, "sorted"), (7, None), (2, None), (LIST_LENGTH, "sorted long")]  # fmt: skip


def test_a_day_tells_what_it_is_sorted_by(tree):
    """Written 01-03-2019 it would be sorted by its day; other cells are sorted by what is written."""
    days = set(tree.xpath("//div[@id='cost_to_serve-drains']//td/@data-value"))
    assert days == {"20190301"}


def test_a_row_is_named_by_what_sets_it_apart():
    """Names if there are any; else the first column of texts in which no two are alike; else the first column."""
    labels = {"labels": dict.fromkeys("abn", "x"), "caption": ""}
    rows = [["yes", "one", 1], ["yes", "two", 2]]
    block = Table("t", {"a": "text", "b": "text", "n": "count"}, rows, words=labels)
    tree = reader.fragment_fromstring(str(body(block, Place("nl"))))
    assert [th.text for th in tree.iterfind(".//tbody//th")] == ["one", "two"]
    numbers = Table("t", {"n": "count", "a": "text"}, [[1, "yes"], [2, "yes"]], words=labels)
    tree = reader.fragment_fromstring(str(body(numbers, Place("nl"))))
    assert [th.text for th in tree.iterfind(".//tbody//th")] == ["1", "2"]


# figures: what a reader who points at them, or cannot see them, is told


def pointed() -> Chart:
    """Three customers, of whom the second is not drawn."""
    data = {"name": ["A & B", "C", "D"], "x": [0.0, None, 1.0], "y": [0.5, 0.25, 1.0], "mark": ["", "", "D"]}
    words = {"caption": "Bijschrift", "alt": "Drie klanten", "x": "Over", "y": "Op"}
    formats = {"x": "percent", "y": "percent1", "mark": "text"}
    return Chart("c", "scatter", data, "x", "y", formats, label="mark", who="name", words=words)


def test_the_numbers_of_a_figure_fold_out_name_first():
    """A row a customer, the order of the data kept; the column of names to write beside points is not repeated."""
    figure = reader.fragment_fromstring(str(body(pointed(), Place("nl", id="c", number=3))))
    fold = figure.find("details")
    assert (fold.get("id"), fold.get("open"), said(fold.find("summary"))) == ("c--data", None, "Figuur 3 in cijfers")
    assert [said(th) for th in fold.iterfind(".//thead//th")] == ["", "Over", "Op"]
    assert [[said(cell) for cell in row] for row in fold.iterfind(".//tbody/tr")] == [
        ["A & B", "0%", "50,0%"], ["C", "–", "25,0%"], ["D", "100%", "100,0%"]]  # fmt: skip


def test_a_drawing_tells_where_each_row_stands():
    """In its own coordinates, from the top: D stands right of and above A & B; C is not drawn and stands nowhere."""
    figure = reader.fragment_fromstring(str(body(pointed(), Place("nl", id="c", number=3))))
    first, second, third = figure.find(".//svg").get("data-places").split(";")
    assert second == ""
    (left, low), (right, high) = (map(float, place.split()) for place in (first, third))
    _, _, width, height = map(float, figure.find(".//svg").get("viewbox").split())
    assert 0 < left < right < width
    assert 0 < high < low < height


@pytest.mark.parametrize("block", ALL, ids=lambda block: block.key)
@pytest.mark.slow
def test_every_chart_has_a_place_for_every_row_that_is_drawn(block):
    tree = reader.fragment_fromstring(str(body(block, Place("nl", id="c", number=1))))
    places, rows = tree.find(".//svg").get("data-places").split(";"), tree.findall(".//details//tbody/tr")
    assert len(places) == len(rows)
    assert any(places)


def test_a_workbook_shows_the_drawing_alone():
    assert reader.fragment_fromstring(str(body(pointed(), Place("nl")))).find("details") is None


def test_actions_that_follow_each_other_are_one_numbered_list(tree):
    lists = tree.xpath("//ol[@class='actions']")
    assert [len(actions.findall("li")) for actions in lists] == [3, 1]
    first = said(lists[0].find("li"))
    for part in ("jaarafspraak", "€ 61.300", "Bouwbedrijf Hofstee-Ruiter BV", "Eerste stap"):
        assert part in first
    assert "en 5 andere klanten" in said(lists[0].findall("li")[1])


def on_data() -> list[Piece]:
    """Findings in two chapters, on a period and two files."""
    told = {"text": "t", "how": "h", "sources": ["2025.", "A (a.csv)."], "tables": ["A"]}
    other = {"sources": ["2025.", "B (b.csv).", "A (a.csv)."], "tables": ["B", "A"]}
    return [
        Piece("one", Finding("first", words=told)),
        Piece("one", Finding("second", words=told | {"how": "i"} | other)),
        Piece("two", Finding("third", words=told | other)),
        Piece("two", Finding("fourth", words={"text": "t", "how": "by hand"})),
    ]


def test_the_data_are_told_once_in_the_report():
    """At its end, each sentence by a number; under a finding stand its tables, and its numbers as a link there."""
    tree = reader.fromstring(page(on_data(), about("en")))
    assert [said(item) for item in tree.xpath("//*[@id='how-sources']//li")] == ["2025.", "A (a.csv).", "B (b.csv)."]
    assert [[said(p) for p in fold.iterfind("p")] for fold in tree.iterfind(".//details")] == [
        ["h", "Rests on: A (data 1 and 2)."],
        ["i", "Rests on: B and A (data 1, 3 and 2)."],
        ["h", "Rests on: B and A (data 1, 3 and 2)."],
        ["by hand"],
    ]
    assert set(tree.xpath("//details//a/@href")) == {"#how-sources"}
    assert said(tree.xpath("//nav//a[@href='#how-sources']")[0]) == said(tree.xpath("//*[@id='how-sources']/h2")[0])


def test_a_page_that_stands_alone_tells_of_its_data_on_the_spot():
    """It has no end to look them up in; nor has a block in JupyterLab."""
    alone = reader.fromstring(page(on_data()[:1], replace(about(), title="Jansen BV")))
    block = reader.fromstring(html(on_data()[0].block, "nl"))
    for tree in (alone, block):
        assert [said(item) for item in tree.xpath("//details//li")] == ["2025.", "A (a.csv)."]
        assert not tree.xpath("//*[@id='how-sources']")


def test_what_was_worked_out_alike_is_told_once_in_a_chapter():
    """The same words on the same data: one sentence that leads to the first; on other data they stand in full."""
    told = {"text": "t", "how": "h", "sources": ["a.csv"]}
    pieces = [
        Piece("one", Finding("first", words=told)),
        Piece("one", Finding("second", words=told)),
        Piece("one", Finding("third", words=told | {"sources": ["b.csv"]})),
    ]
    folds = reader.fromstring(page(pieces, about("en"))).xpath("//details")
    assert [said(fold.find("p")) for fold in folds] == [
        "h",
        "Worked out in the same way, and on the same data, as an earlier finding.",
        "h",
    ]
    assert folds[1].find(".//a").get("href") == "#one-first--how"
    assert [fold.get("id") for fold in folds] == ["one-first--how", None, None]


def test_findings_notes_and_pictures_are_what_they_are(tree):
    assert said(tree.xpath("//div[@class='finding']/p[@class='advice']/b")[0]) == "Wat te doen"
    assert all(said(note).startswith("Let op") for note in tree.iterfind(".//aside"))
    assert tree.find(".//img").get("alt")
    assert tree.find(".//img").get("src").startswith("data:image/png;base64,iVBOR")


def test_the_policy_lets_one_style_and_one_script_be(source, tree):
    policy = tree.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")[0]
    assert policy.startswith("default-src 'none'; img-src data:; ")
    for tag in ("style", "script"):
        inside = re.findall(f"<{tag}>(.*?)</{tag}>", source, re.DOTALL)
        assert len(inside) == 1
        digest = base64.b64encode(hashlib.sha256(inside[0].encode()).digest()).decode()
        assert f"{tag}-src 'sha256-{digest}'" in policy
    assert "unsafe" not in policy


def test_the_page_asks_nothing_of_anybody(source):
    """No address is loaded; the only one is a link that the consultant wrote."""
    assert set(re.findall(r"https?://[^\s\"'<]+", source)) == {
        "https://voorbeeld.example/rit", "http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink"}  # fmt: skip
    assert not re.search(r"@import|@font-face|\burl\((?!#)", source)


def test_the_page_itself_is_small():
    """Everything but the client's text, tables and pictures."""
    bare = page([Piece("one", Heading("h", level=1, words={"text": "Kop"}))], about())
    assert len(bare.encode()) < 50 * 1024


@pytest.mark.parametrize(
    "name", ['"}*{color:red}', "</style><script>alert(1)</script>", "a\\b\nc", "Café ’t Hoekje & Zn."]
)
def test_a_name_over_every_printed_page_is_a_text_and_nothing_else(name):
    """Letters, digits and spaces stand for themselves; every other sign is written as its number."""
    content = re.search('@top-left{content:"(.*?)"}', running_head(name))[1]
    assert re.fullmatch(r"(\w| |\\[0-9a-f]+ )*", content)
    assert re.sub(r"\\([0-9a-f]+) ", lambda sign: chr(int(sign[1], 16)), content) == name


def test_a_single_workbook_is_a_page_too():
    """Exported from JupyterLab: no client, no period, no chapter name."""
    words = {"text": "Wie tellen er?"}
    tree = reader.fromstring(
        page([Piece("", Heading("few", level=1, words=words)), Piece("", Prose("c1", "Los."))], About())
    )
    assert [said(link) for link in tree.iterfind(".//nav//a")] == ["Wie tellen er?"]
    assert said(tree.xpath("//*[@id='c1']")[0]) == "Los."


# what comes from outside


def everywhere(text: str) -> list[Piece]:
    """A text of the client's in every place where one can stand."""
    parts = ("text", "advice", "caption", "alt", "note", "why", "step", "owner", "confidence", "x", "y")
    labels = {"labels": dict.fromkeys(("name", "policy", "n"), text), "terms": {"p": text}}
    words = dict.fromkeys(parts, text) | labels
    columns = {"name": "text", "policy": "term", "n": "count"}
    chart = {"name": [text], "n": [1]}
    blocks = [
        Heading("a", level=1, words=words), Text("b", words=words), Finding("c", words=words), Note("d", words=words),
        Table("e", columns, [[text, "p", 1]] * 20, words=words), Picture("f", "aGk=", text), Prose("g", text),
        Chart("h", "bar", chart, "n", "name", {"name": "text", "n": "count"}, words=words),
        Action("i", money=1.0, customers=[(text, text)], words=words),
    ]  # fmt: skip
    return [Piece("one", block) for block in blocks]


def test_a_client_s_text_never_becomes_markup():
    """In every place, cover and browser title included, a hostile name shows as the text it is."""
    whole = page(everywhere(HOSTILE), replace(about(), client=HOSTILE, consultant=HOSTILE))
    tree = reader.fromstring(whole)
    assert len(tree.findall(".//script")) == 1
    assert len(tree.findall(".//img")) == 1
    assert not [name for element in tree.iter() for name in element.attrib if name.startswith("on")]
    assert HOSTILE in tree.findtext(".//title")
    assert tree.find(".//img").get("alt") == HOSTILE


@given(OUTSIDE_TEXT)
def test_any_text_comes_out_as_it_went_in(text):
    shown = reader.fragment_fromstring(str(body(Text("t", words={"text": text}), Place("nl"))))
    assert (shown.text or "") == text


@pytest.mark.parametrize(
    "text",
    [
        "[klik](javascript:alert(1))",
        "[klik](JaVaScRiPt:alert(1))",
        "[klik](data:text/html,<script>alert(1)</script>)",
        "[klik](vbscript:x)",
        "<javascript:alert(1)>",
        "![klik](https://evil.example/x.png)",
        "![klik](javascript:alert(1))",
        "<a href='javascript:alert(1)'>klik</a>",
        "[klik]: javascript:alert(1)\n\n[klik]",
        "<script>alert(1)</script>",
        "# <img src=x onerror=alert(1)>",
        "| a |\n|---|\n| <svg onload=alert(1)> |",
        '```x" onclick=alert(1)\n<b>\n```',
        "`<b onclick=alert(1)>`",
    ],
)
def test_markdown_brings_no_script_and_no_picture_from_elsewhere(text):
    tree = reader.fragment_fromstring(markdown(text), create_parent="div")
    assert not tree.xpath(".//script | .//img | .//svg | .//a | .//iframe")
    assert not [name for element in tree.iter() for name in element.attrib if name.startswith("on") or name == "style"]


def test_markdown_links_lead_to_the_web_or_to_mail():
    tree = reader.fragment_fromstring(
        markdown('[web](https://a.example/?b=1&c="2) en [mail](mailto:a@b.example)'), "div"
    )
    links = [(link.get("href"), link.get("rel")) for link in tree.iterfind(".//a")]
    assert [(href.split(":")[0], rel) for href, rel in links] == [("https", "noopener"), ("mailto", "noopener")]


@pytest.mark.parametrize(
    ("text", "levels"),
    [("# a\n## b\n### c", "345"), ("### a", "3"), ("## a\n# b\n### c", "334"), ("# a\n###### b\n###### c", "345")],
)
def test_a_consultant_s_headings_skip_no_level(text, levels):
    """Whatever level he starts with, the first stands right below the chapter."""
    assert "".join(re.findall(r"<h(\d)>", markdown(text))) == levels
