"""Page numbers in the contents, from LibreOffice where it is: right, asked once, and never the end of a report."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from pypdf import PdfReader

from klantlib.report import office, pages
from klantlib.report.job import Status
from klantlib.report.office import SETTING, OfficeFailed
from klantlib.report.pages import with_pages
from tests.conftest import ROOT
from tests.render.word.small import report
from tests.render.word.test_page_numbers import entries


@pytest.fixture
def made() -> bytes:
    return report()


@pytest.fixture
def asked(monkeypatch) -> list[bytes]:
    """A LibreOffice that puts everything on page 3; what it was given to print."""
    given = []

    def printed(docx: bytes, program: str) -> list[str]:
        given.append(docx)
        return ["", "", "", " ".join(f"@{n}=3;" for n in range(50))]

    monkeypatch.setenv(SETTING, "soffice")
    monkeypatch.setattr(pages, "printed", printed)
    return given


def test_without_libreoffice_the_report_is_as_it_was(made, tmp_path, monkeypatch):
    """Entries that link, without numbers; no word about it."""
    monkeypatch.setenv(SETTING, "")
    assert with_pages(made, tmp_path) == made


def test_an_unchanged_report_is_not_printed_again(made, asked, tmp_path):
    """The numbers lie in the client's .cache; another report, or one that must be made afresh, asks again."""
    first, second = with_pages(made, tmp_path), with_pages(made, tmp_path)
    assert (first, len(asked)) == (second, 1)

    with_pages(made, tmp_path, fresh=True)
    with_pages(report("feb", 200.0), tmp_path)
    assert len(asked) == 3


@pytest.mark.parametrize("kept", ["", "[]", "{}", '{"key": 1}', "\x00"])
def test_damaged_numbers_are_asked_again(made, asked, tmp_path, kept):
    """As if there were none."""
    (tmp_path / ".cache").mkdir()
    (tmp_path / ".cache" / pages.FILE).write_text(kept, encoding="utf-8")
    assert {text.rpartition("\t")[2] for text in entries(with_pages(made, tmp_path)).values()} == {"3"}


def test_a_libreoffice_that_prints_nothing_is_said(made, tmp_path, monkeypatch):
    """A program that ends well without a PDF, and one that is not there."""
    for program in (sys.executable, str(tmp_path / "nothing")):
        monkeypatch.setenv(SETTING, program)
        with pytest.raises(OfficeFailed):
            with_pages(made, tmp_path)


def test_libreoffice_is_found_where_it_lies(monkeypatch, tmp_path):
    """By its setting, by the path, or at a usual place; else there is none."""
    monkeypatch.delenv(SETTING, raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(office, "PLACES", (str(tmp_path / "LibreOffice" / "soffice.exe"),))
    assert office.office() == ""

    (tmp_path / "LibreOffice").mkdir()
    (tmp_path / "LibreOffice" / "soffice.exe").touch()
    assert office.office() == str(tmp_path / "LibreOffice" / "soffice.exe")

    monkeypatch.setenv(SETTING, "/elsewhere/soffice")
    assert office.office() == "/elsewhere/soffice"


@pytest.mark.slow
@pytest.mark.xdist_group("demo")
def test_the_number_beside_an_entry_is_the_page_of_its_heading(demo, soffice, to_pdf, tmp_path, monkeypatch):
    """On the whole demo report, printed with its numbers: the outline of the PDF and the contents agree."""
    monkeypatch.setenv(SETTING, soffice)
    file = tmp_path / "numbered.docx"
    file.write_bytes(with_pages((demo.folder / "report.docx").read_bytes(), tmp_path))
    beside = [text.rpartition("\t")[::2] for text in entries(file.read_bytes()).values()]

    named = [(spaced(title), int(page)) for title, page in beside]
    titles = {title for title, _ in named}  # of a long report the contents name the chapters alone
    assert named == [entry for entry in outline(to_pdf(file)) if entry[0] in titles]
    assert len(beside) > 20 and len({page for _, page in beside}) > 10


@pytest.mark.slow
def test_a_libreoffice_that_fails_costs_the_numbers_and_not_the_report(make, monkeypatch):
    """The report is made, and says what is missing."""
    monkeypatch.setenv(SETTING, sys.executable)
    made = make(ROOT / "tests" / "clients" / "darwin", only=("concentration",))

    assert made.outcome.status == Status.done
    assert [said for said in made.outcome.sentences if "LibreOffice" in said]
    assert not any("\t" in text for text in entries((made.folder / "report.docx").read_bytes()).values())


def outline(pdf: Path) -> list[tuple[str, int]]:
    """The headings of a PDF, two levels deep, with their pages."""
    reader = PdfReader(pdf)

    def walk(items, level=1):
        for item in items:
            if isinstance(item, list):
                yield from walk(item, level + 1) if level < 2 else ()
            else:
                yield spaced(item.title), reader.get_destination_page_number(item) + 1

    return list(walk(reader.outline))


def spaced(title: str) -> str:
    return " ".join(title.split())
