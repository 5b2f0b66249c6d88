"""Do other programs agree that the Word report is a sound document? The Open XML SDK's validator, and LibreOffice."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

from klantlib.blocks import Heading, Note, Prose, Table
from klantlib.render.pieces import About, Piece
from klantlib.render.word import document
from tests.render.fixtures import LIST_LENGTH, UNBROKEN, about, report

pytestmark = pytest.mark.slow

AWKWARD = [
    Heading("h" * 90, level=1, words={"text": 'Kop met \x07 piep en <tag> & "aanhaling"'}),
    Table("turned", {f"kolom {n}": "text" for n in range(14)}, [[UNBROKEN] * 14] * 3, words={"caption": ""}),
    Table("next", {"a": "id"}, [["001"]], words={"caption": ""}),
    Note("note", words={"text": "Regel één\nregel twee\tmet een tab"}),
    Prose(
        "prose", "- a\n  1. b\n     - c\n       - d\n\n> - e\n\n1. \n\n![](x.png) **_beide_** ~~weg~~\n\n| a |\n|---|\n"
    ),
    Table("last", {f"k{n}": "money" for n in range(12)}, [[-1234567.0] * 12], total=True, words={"caption": "Alles"}),
]


@pytest.fixture(scope="module")
def files(tmp_path_factory) -> dict[str, Path]:
    """Reports of each shape that there is, on disk."""
    alone = [piece for piece in report("nl") if piece.chapter == "concentration"]
    shapes = {
        "nl": (report("nl"), about("nl")),
        "en": (report("en"), about("en")),
        "alone": (alone, About()),
        "awkward": ([Piece("stem", block) for block in AWKWARD], about("nl")),
        "empty": ([], about("nl")),
    }
    folder = tmp_path_factory.mktemp("word")
    for name, shape in shapes.items():
        (folder / f"{name}.docx").write_bytes(document(*shape))
    return {name: folder / f"{name}.docx" for name in shapes}


@pytest.fixture(scope="module")
def pdf(files, to_pdf) -> Path:
    return to_pdf(files["nl"])


@pytest.fixture(scope="module")
def pages(pdf, pdftotext) -> list[str]:
    """The report as LibreOffice prints it, page by page; spaces and line ends alike."""
    run = subprocess.run([pdftotext, "-layout", str(pdf), "-"], capture_output=True, text=True, check=True)
    return [" ".join(page.split()) for page in run.stdout.split("\f")[:-1]]


@pytest.mark.parametrize("name", ["nl", "en", "alone", "awkward", "empty"])
def test_the_file_follows_the_standard(files, name, ooxml_validator):
    """No error in any part, for Office as it is now."""
    assert ooxml_validator(files[name]) == []


def test_the_template_follows_the_standard(ooxml_validator):
    """The template alone is a sound document too."""
    assert ooxml_validator(Path(__file__).parents[2] / "templates" / "report.docx") == []


def test_the_validator_can_say_no(files, tmp_path, ooxml_validator):
    """A file cut in half is told; a validator that is always content proves nothing."""
    broken = tmp_path / "broken.docx"
    broken.write_bytes(files["nl"].read_bytes()[:20_000])
    assert ooxml_validator(broken)


def test_the_cover_has_no_header_and_every_other_page_its_number(pages):
    """Pages on their side too."""
    assert "Pagina" not in pages[0]
    assert "Periode 1 januari 2025 tot en met 31 december 2025" in pages[0]
    assert [re.search(r"Pagina (\d+) van (\d+)", page).groups() for page in pages[1:]] == [
        (str(number), str(len(pages))) for number in range(2, len(pages) + 1)
    ]
    assert all(page.startswith("Voorbeeld Groothandel BV") for page in pages[1:])


def test_a_chapter_opens_its_page(pages):
    """The heading is the first thing under the header."""
    start = r"Voorbeeld Groothandel BV Klantenmanagement: welke klanten tellen (24 van de 240|34 klanten kosten)"
    assert [re.match(start, page).group(1) for page in pages if re.match(start, page)] == [
        "24 van de 240",
        "34 klanten kosten",
    ]


def test_a_long_table_repeats_its_headings_and_loses_no_row(pages):
    """All 240 customers are printed, and every page of the list says what stands in the columns."""
    listed = [page for page in pages if len(re.findall(r"\b10[0-2]\d\d\b", page)) > 15]
    assert len(listed) > 3
    assert all("Klantnummer Klant Winst" in page for page in listed)
    assert {f"{10000 + i}" for i in range(LIST_LENGTH)} <= set(re.findall(r"\b10[0-2]\d\d\b", " ".join(pages)))


def test_nothing_falls_off_the_page(pages):
    """A name without a space is broken, not pushed out: all of it is printed."""
    assert UNBROKEN in re.sub(r" |€.*?%", "", " ".join(pages))


def test_no_page_is_blank_and_one_lies_on_its_side(pdf, pdftoppm, tmp_path):
    """Pictures of the pages: ink on each, and the wide table's page is wider than high."""
    from matplotlib.image import imread

    subprocess.run([pdftoppm, "-r", "20", "-gray", "-png", str(pdf), str(tmp_path / "page")], check=True)
    pictures = [imread(file) for file in sorted(tmp_path.glob("page*.png"))]
    assert all((picture[20:-20] < 0.9).mean() > 0.001 for picture in pictures)
    assert [picture.shape[1] > picture.shape[0] for picture in pictures].count(True) == 1


def test_libreoffice_prints_the_awkward_too(files, to_pdf, pdftotext):
    """Fourteen columns of words without a space, lists in lists, an empty table: it opens and says what was in it."""
    text = subprocess.run(
        [pdftotext, str(to_pdf(files["awkward"])), "-"], capture_output=True, text=True, check=True
    ).stdout
    assert "Kop met piep en <tag>" in " ".join(text.split())
    assert "regel twee" in text


def test_a_box_is_not_torn(pages):
    """What to do and its first step stand on one page."""
    what, step = "Geef elk van de acht volgende klanten", "in het eerstvolgende verkoopoverleg"
    assert any(what in page and step in page for page in pages)
