"""Does every text lead to its figures, every finding to how it was worked out, and everything back?"""

from __future__ import annotations

import re
from dataclasses import replace
from io import BytesIO

import pytest
from docx import Document
from docx.oxml.ns import qn
from lxml import html as html_reader
from lxml.etree import XPath

from klantlib.blocks import Action, Chart, Finding, Heading, Note, Table, Text
from klantlib.render.html import page
from klantlib.render.ooxml import NAMESPACES, bookmark_name
from klantlib.render.pieces import About, Piece
from klantlib.render.references import Reference, anchor, grounds, items, references
from klantlib.render.word import document
from tests.render.fixtures import about, report

CHART = Chart("", "line", {"x": [1], "y": [1]}, "x", "y", {}, words={"caption": "c", "alt": "a"})
TABLE = Table("", {"x": "text"}, [["a"]], words={"caption": "c", "labels": {"x": "x"}})


def pieces(*blocks, chapter="one"):
    return [Piece(chapter, block) for block in blocks]


def heading(key, level=2):
    return Heading(key, level=level, words={"text": f"Kop {key}"})


def finding(key, how=""):
    return Finding(key, words={"text": key, **({"how": how} if how else {})})


def text(key):
    return Text(key, words={"text": key})


def chart(key):
    return replace(CHART, key=key)


def table(key, caption="c"):
    return replace(TABLE, key=key, words={**TABLE.words, "caption": caption})


def spoken(*blocks, **place):
    """What each text refers to, as numbers: {"one/a": "f1 t1"}."""
    found = references(pieces(*blocks, **place))
    return {region: " ".join(f"{one.kind[0]}{one.number}" for one in shown) for region, shown in found.items()}


def find(element, path: str):
    return XPath(path, namespaces=NAMESPACES)(element)


def test_a_finding_refers_to_what_follows_it():
    """Up to the next finding or heading; a note and a text in between do not count."""
    blocks = [heading("h"), finding("a"), text("t"), chart("f"), Note("n"), table("g"), finding("b"), table("i")]

    assert spoken(*blocks) == {"one/a": "f1 t1", "one/b": "t2"}


def test_a_heading_ends_what_a_finding_speaks_of():
    """Below the next heading its own text speaks."""
    assert spoken(finding("a"), heading("h"), text("t"), chart("f")) == {"one/t": "f1"}


def test_what_stands_before_every_text_is_spoken_of_by_the_first():
    """A table directly below a heading; where nobody speaks there, the text before the heading does."""
    assert spoken(heading("h"), table("t"), finding("a")) == {"one/a": "t1"}
    assert spoken(finding("a"), heading("h"), table("t")) == {"one/a": "t1"}
    assert spoken(heading("h"), table("t")) == {}


def test_only_what_has_a_caption_has_a_number():
    """A consultant's own table has none; numbers run through the whole report."""
    one, two = pieces(finding("a"), table("own", ""), table("t")), pieces(finding("b"), table("u"), chapter="two")

    assert references([*one, *two]) == {
        "one/a": (Reference("table", 1, "one/t"),),
        "two/b": (Reference("table", 2, "two/u"),),
    }


def test_an_action_rests_on_a_finding_of_its_own_chapter_or_of_another():
    """What is not in the document is not pointed to; the figures are the finding's own to show."""
    acts = [Action("x", rests_on="two/b"), Action("y", rests_on="a"), Action("z", rests_on="three/c"), Action("w")]
    shown = [*pieces(finding("a"), *acts), *pieces(finding("b"), chart("f"), chapter="two")]

    assert grounds(shown) == {"one/x": "two/b", "one/y": "one/a"}
    assert set(references(shown)) == {"two/b"}


def test_findings_worked_out_alike_share_an_item():
    """In one chapter; in the next one the same words are another item. Without a how there is none."""
    one = pieces(
        heading("h"), finding("a", "sum"), finding("b", "mean"), heading("i"), finding("c", "sum"), finding("d")
    )
    found = items([*one, *pieces(finding("e", "sum"), chapter="two")])

    assert [(item.number, [piece.block.key for piece in item.findings]) for item in found] == [
        (1, ["a", "c"]),
        (2, ["b"]),
        (3, ["e"]),
    ]
    assert found[0].headings == ("Kop h", "Kop i")


@pytest.fixture(scope="module", params=["nl", "en"])
def language(request):
    return request.param


@pytest.fixture(scope="module")
def word(language):
    """The body of the document."""
    return Document(BytesIO(document(report(language), about(language)))).element.body


@pytest.fixture(scope="module")
def web(language):
    return html_reader.fromstring(page(report(language), about(language)))


def instructions(body, kind: str) -> list[str]:
    return [field.text.split()[1] for field in body.iter(qn("w:instrText")) if field.text.split()[0] == kind]


def letters(element) -> str:
    return "".join(found.text or "" for found in element.iter(qn("w:t")))


def test_every_field_and_link_in_word_leads_somewhere(word):
    """No reference that Word would call unresolved."""
    names = set(find(word, ".//w:bookmarkStart/@w:name"))
    leads = {*instructions(word, "REF"), *find(word, ".//w:hyperlink/@w:anchor")}

    assert instructions(word, "REF") != [] and leads - names == set()


def test_every_finding_in_word_leads_to_its_item_and_the_item_back(word, language):
    """The number behind the text is the item's; the item links to the bookmark of the finding."""
    for item in items(report(language)):
        name = bookmark_name(item.region, "_How_")
        [entry] = find(word, f'.//w:p[w:bookmarkStart/@w:name="{name}"]')
        backs = find(entry, ".//w:hyperlink/@w:anchor")
        assert letters(entry).startswith(str(item.number)) and item.words["how"] in letters(entry)
        assert bookmark_name(item.findings[0].region) in backs
        for piece in item.findings:
            [said] = find(word, f'.//w:p[w:bookmarkStart/@w:name="{bookmark_name(piece.region)}"]')
            assert letters(said).endswith(f"[{item.number}]") and name in instructions(said, "REF")


def test_a_reference_in_word_shows_the_number_of_its_caption(word, language):
    """ "figuur 1" in the sentence, "Figuur 1" under the figure."""
    shown = [one for all_ in references(report(language)).values() for one in all_]
    for one in shown:
        name = bookmark_name(one.region, "_Nr_")
        [caption] = find(word, f'.//w:p[w:bookmarkStart/@w:name="{name}"]')
        assert re.search(rf"^\w+ {one.number}\.", letters(caption))
    assert len(shown) > 3


def test_every_link_on_the_page_has_its_target(web):
    """Contents, figures, findings, grounds; and no id is given twice."""
    ids = web.xpath("//@id")
    assert {href[1:] for href in web.xpath('//a/@href[starts-with(., "#")]')} - set(ids) == set()
    assert len(ids) == len(set(ids))


def test_every_finding_on_the_page_unfolds_how(web, language):
    """The summary is the question; inside stands the formula."""
    for item in items(report(language)):
        for piece in item.findings:
            [fold] = web.xpath(f'//*[@id="{anchor(piece.region)}"]/details[@class="how"]')
            assert item.words["how"] in fold.text_content() and fold[0].tag == "summary"


def test_both_documents_refer_to_the_same(word, web, language):
    """The same sentence, text by text."""
    for piece in report(language):
        if isinstance(piece.block, Finding | Text):
            [said] = find(word, f'.//w:p[w:bookmarkStart/@w:name="{bookmark_name(piece.region)}"]')
            place = web.xpath(f'//*[@id="{anchor(piece.region)}"]')[0]
            links = place.xpath('(self::p|p[1])/a[not(contains(@class, "here"))]')
            numbers = [int(re.search(r"\d+", link.text_content())[0]) for link in links]
            assert numbers == [one.number for one in references(report(language)).get(piece.region, ())]
            assert all(link.text_content() in letters(said).replace("\xa0", " ") for link in links)


def test_a_finding_without_how_has_no_annex():
    """A single block, as a consultant's own workbook may show it."""
    body = Document(BytesIO(document(pieces(finding("a")), About()))).element.body
    assert find(body, "./w:sdt/w:sdtPr/w:alias/@w:val") == ["one/a"]
