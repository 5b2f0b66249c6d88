"""Do the contents get the pages that were asked for, whoever saved the document last?"""

from __future__ import annotations

from io import BytesIO

import pytest
from docx import Document
from docx.oxml.ns import qn

from klantlib.blocks import Text
from klantlib.render.ooxml import el, field, link, run
from klantlib.render.pieces import About, Piece
from klantlib.render.word import document
from klantlib.render.word.page_numbers import Pages, answer, filled, question
from tests.render.word.small import report


@pytest.fixture(scope="module")
def made() -> bytes:
    return report()


def entries(docx: bytes) -> dict[str, str]:
    """Bookmark -> what its entry shows."""
    body = Document(BytesIO(docx)).element.body
    lines = (p for p in body.iter(qn("w:p")) if p.style and p.style.startswith("TOC") and p.style != "TOCHeading")
    return {found.get(qn("w:anchor")): shown(found) for line in lines for found in line.iter(qn("w:hyperlink"))}


def shown(element) -> str:
    return "".join("\t" if e.tag == qn("w:tab") else e.text or "" for e in element.iter(qn("w:t"), qn("w:tab")))


def printed(docx: bytes, pages: list[int]) -> list[str]:
    """The text of a report of three pages, and of the page that was added with the answers."""
    asked = [*pages, 4]
    return ["Omslag", "Inhoud", "Tekst", "\n".join(f"@{n}={page};" for n, page in enumerate(asked))]


def test_without_numbers_an_entry_is_its_title(made):
    """No tab, so no dots that lead nowhere."""
    assert entries(made)
    assert [text for text in entries(made).values() if "\t" in text] == []


def test_every_entry_shows_its_page(made):
    """The number stands behind a tab, as the result of a field that Word can renew; nothing asks to be updated."""
    count = len(entries(made))
    numbered = filled(made, answer(made, printed(made, list(range(3, 3 + count)))))
    body = Document(BytesIO(numbered)).element.body
    fields = [text for text in body.xpath("//w:instrText/text()") if "PAGEREF" in text]

    assert entries(numbered) == {
        anchor: f"{title}\t{page}" for page, (anchor, title) in enumerate(entries(made).items(), start=3)
    }
    assert len(fields) == count and not body.xpath("//@w:dirty")


def test_numbers_are_written_over_not_behind_each_other(made):
    """Filling in twice is filling in once; new pages take the place of the old."""
    pages, later = (Pages(dict.fromkeys(entries(made), page), 9) for page in (3, 12))

    assert filled(filled(made, pages), pages) == filled(made, pages)
    assert entries(filled(filled(made, pages), later)) == entries(filled(made, later))


def test_an_entry_whose_page_is_not_known_has_none(made):
    """A bookmark that is no longer there: never a guess."""
    first, *others = entries(made)
    numbered = entries(filled(made, answer(made, [f"@{n}=5;" for n in range(1, len(others) + 1)])))

    assert numbered[first] == entries(made)[first]
    assert all(numbered[other].endswith("\t5") for other in others)


@pytest.mark.parametrize(
    "entry",
    [
        lambda: link("b", *field("PAGEREF b \\h", "Kop")),  # LibreOffice, opened and saved
        lambda: link("b", run("Kop\t7")),  # LibreOffice, contents renewed
        lambda: link("b", run("Kop"), run("\t"), *field("PAGEREF b \\h", "7")),  # Word
    ],
    ids=["saved by LibreOffice", "renewed by LibreOffice", "Word"],
)
def test_entries_as_other_programs_write_them(made, entry):
    """The title stays, the number is ours."""
    written = Document(BytesIO(made))
    [line] = [p for p in written.element.body.iter(qn("w:p")) if p.style == "TOC1"][:1]
    line.append(entry())
    file = BytesIO()
    written.save(file)

    assert entries(filled(file.getvalue(), Pages({"b": 12}, 20)))["b"] == "Kop\t12"


def test_the_foot_says_how_many_pages_there_are(made):
    """Not counting the page that was added to ask."""
    pages = answer(made, printed(made, [3]))
    footer = Document(BytesIO(filled(made, pages))).sections[0].footer

    assert pages.total == 3
    assert shown(footer._element).endswith("van 3")


def test_without_contents_there_is_nothing_to_ask():
    """One workbook on its own, or contents that a person deleted."""
    assert question(document([Piece("a", Text("t", words={"text": "x"}))], About())) == b""


def test_the_question_stands_behind_the_report_in_its_last_section(made):
    """The report itself does not move: the added lines begin a page, before the properties of the last section."""
    before, after = (list(Document(BytesIO(docx)).element.body) for docx in (made, question(made)))
    added = after[len(before) - 1 : -1]

    assert len(added) == len(entries(made)) + 1
    assert added[0].find(f"{qn('w:pPr')}/{qn('w:pageBreakBefore')}") is not None
    assert after[-1].tag == el("w:sectPr").tag
