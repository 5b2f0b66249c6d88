"""Bad input: refused in one clear sentence, exit status 2, nothing written, and in bounded memory."""

from __future__ import annotations

import io
import os
import random
import tracemalloc
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner

from klantlib.cli import app
from klantlib.client import Refused, open_client, packages
from klantlib.client.csv_files import encoding_of
from tests.client.books import container, ods, xls, xlsb, xlsx, zipped

CSV = "klantnummer;datum;omzet\n7;31-12-2025;1,50\n"
ROWS = [["klantnummer", "datum", "omzet"], ["7", "31-12-2025", 1.5]]
BOOK = xlsx(ROWS)
SHEET = "xl/worksheets/sheet1.xml"
LAUGHS = (
    b'<!DOCTYPE lolz [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]>'
)
MEGABYTE = 1 << 20
ROOM = 64 * MEGABYTE  # what reading any bad file may take in Python; the files themselves hold up to 300 MB


def changed(book: bytes, part: str, change: Callable[[bytes], bytes]) -> bytes:
    """A workbook with one part of it changed, or added."""
    with zipfile.ZipFile(io.BytesIO(book)) as archive:
        parts = {info.filename: archive.read(info) for info in archive.infolist()}
    return zipped({**parts, part: change(parts.get(part, b""))})


def flipped(book: bytes) -> bytes:
    """One byte of the first packed part is not what it was."""
    place = book.index(b"PK\x03\x04", 4) - 8
    return book[:place] + bytes([book[place] ^ 0xFF]) + book[place + 1 :]


def noise(size: int) -> str:
    """Letters that do not shrink when packed."""
    return random.Random(1).randbytes(size // 2).hex()


BAD = {
    "truncated": ("transacties.xlsx", BOOK[: len(BOOK) // 2], "damaged_workbook"),
    "truncated, of all tables": ("data.xlsx", BOOK[: len(BOOK) // 2], "damaged_workbook"),
    "truncated within": ("transacties.xlsx", changed(BOOK, SHEET, lambda xml: xml[:-40]), "damaged_workbook"),
    "a byte flipped": ("transacties.xlsx", flipped(BOOK), "damaged_workbook"),
    "truncated xls": ("transacties.xls", xls(ROWS)[:2000], "damaged_workbook"),
    "billion laughs": ("transacties.xlsx", changed(BOOK, SHEET, lambda xml: LAUGHS + xml), "unsafe_workbook"),
    "laughs in ods": ("transacties.ods", changed(ods(ROWS), "content.xml", lambda xml: LAUGHS + xml),
                      "unsafe_workbook"),
    "a zip bomb": ("transacties.xlsx", changed(BOOK, "xl/media/a.png", lambda _: bytes(50_000_000)), "too_large"),
    "a cell in the last corner": ("transacties.xlsx", changed(BOOK, SHEET, lambda xml: xml.replace(
        b"</sheetData>", b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>')),
        "too_many_cells_in_sheet"),
    "a cell far away in ods": ("transacties.ods", ods(ROWS, 'table:number-columns-repeated="9999999"'),
                               "too_many_cells_in_sheet"),
    "a cell far away in xlsb": ("transacties.xlsb", xlsb([[None] * 16000 + ["x"]], first=1_000_000),
                                "too_many_cells_in_sheet"),
    "a password": ("transacties.xlsx", container("EncryptedPackage", b"x" * 5000), "password"),
    "a password on xls": ("transacties.xls", xls(ROWS, password=True), "password"),
    "a pdf": ("transacties.csv", b"%PDF-1.7\n1 0 obj", "is_pdf"),
    "a web page": ("transacties.xls", b"<html><table><tr><td>klantnummer</td></tr></table></html>", "is_web_page"),
    "a picture": ("transacties.csv", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "not_text"),
    "a document": ("transacties.xlsx", zipped({"word/document.xml": "<x/>"}), "not_a_workbook"),
    "an empty file": ("transacties.csv", b"", "empty_table"),
    "an empty workbook": ("transacties.xlsx", xlsx([]), "empty_table"),
    "headings only": ("transacties.csv", CSV.splitlines()[0].encode(), "empty_table"),
    "headings only, in a workbook": ("transacties.xlsx", xlsx(ROWS[:1]), "empty_table"),
    "headings and a total": ("transacties.csv", b"klantnummer;datum;omzet\nTotaal;;0,00\n", "empty_table"),
    "two thousand columns": ("transacties.csv", ";".join(f"k{n}" for n in range(2000)).encode() + b"\n1\n",
                             "too_many_columns"),
    "mixed currencies": ("transacties.csv", CSV.encode() + "7;31-12-2025;$ 2,50\n8;31-12-2025;€ 1,00\n".encode(),
                         "mixed_currencies"),
}  # fmt: skip


@pytest.mark.parametrize(("name", "content", "key"), BAD.values(), ids=BAD.keys())
def test_refused_in_one_sentence(deliver, monkeypatch, tmp_path, name, content, key):
    """`klant check` and `klant report` say it once, end with 2, and leave no report and no cache."""
    folder = deliver({name: content})
    with pytest.raises(Refused) as refusal:
        open_client("proef", folder.parent)
    assert [problem.key for problem in refusal.value.problems] == [key]
    (said,) = refusal.value.sentences("nl")
    assert said.startswith(name)
    assert refusal.value.sentences("en")[0] != said
    monkeypatch.setattr("klantlib.cli.clients_folder", lambda *_: folder.parent)
    monkeypatch.setenv("KLANT_HOME", str(tmp_path))
    (tmp_path / "clients").rename(tmp_path / "client_data")
    done = CliRunner().invoke(app, ["check", "proef"])
    assert done.exit_code == 2
    assert not (tmp_path / "reports").exists()
    assert [path.name for path in (tmp_path / "client_data" / "proef").iterdir() if path.suffix != ".html"] == [name]


def peak(work: Callable[[], object]) -> int:
    tracemalloc.start()
    try:
        work()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def refused_in(folder: Path) -> str:
    with pytest.raises(Refused) as refusal:
        open_client("proef", folder.parent)
    return refusal.value.problems[0].key


@pytest.mark.parametrize("head", [b"klantnummer;datum;omzet\n7;31-12-2025;", b'klantnummer\n"', b"\xff\xfe"])
@pytest.mark.slow
def test_a_cell_of_300_megabytes(deliver, head):
    """A line without an end is refused after its first megabyte; a hole in the file serves for the rest of it."""
    folder = deliver({"transacties.csv": head})
    with (folder / "transacties.csv").open("ab") as file:
        file.write(b"x" * (3 * MEGABYTE))
        file.truncate(300 * MEGABYTE)
    found = []
    assert peak(lambda: found.append(refused_in(folder))) < ROOM
    assert found == ["cell_too_long"]


def test_a_quotation_mark_left_open_over_many_lines(deliver):
    """The rest of the file would be one cell: told with the row where it begins."""
    folder = deliver({"transacties.csv": CSV + '8;31-12-2025;"1\n' + CSV * 10_000})
    with pytest.raises(Refused) as refusal:
        open_client("proef", folder.parent)
    assert [(problem.key, problem.row) for problem in refusal.value.problems] == [("cell_too_long", 3)]


@pytest.mark.slow
def test_a_workbook_with_a_cell_of_300_megabytes(deliver):
    """As letters that shrink, it is a bomb; as letters that do not, a text longer than Excel can hold."""
    shrinks = changed(BOOK, "xl/sharedStrings.xml", lambda xml: xml.replace(b"datum", b"x" * (300 * MEGABYTE)))
    folder = deliver({"transacties.xlsx": shrinks})
    assert refused_in(folder) == "too_large"
    long = changed(BOOK, "xl/sharedStrings.xml", lambda xml: xml.replace(b"datum", noise(3 * MEGABYTE).encode()))
    deliver({"transacties.xlsx": long})
    found = []
    assert peak(lambda: found.append(refused_in(folder))) < ROOM
    assert found == ["cell_too_long"]


def test_a_bomb_that_lies_about_its_size(deliver):
    """A part that says it is small is read no further than it says, and then it is damaged."""
    honest = bytearray(changed(BOOK, SHEET, lambda xml: xml.replace(b"<sheetData>", b"<sheetData>" + b" " * 5_000_000)))
    with zipfile.ZipFile(io.BytesIO(honest)) as archive:
        size = archive.getinfo(SHEET).file_size.to_bytes(4, "little")
    lying = bytes(honest).replace(size, (1000).to_bytes(4, "little"))
    found, folder = [], deliver({"transacties.xlsx": lying})
    assert peak(lambda: found.append(refused_in(folder))) < ROOM
    assert found == ["damaged_workbook"]


@pytest.mark.slow
def test_one_long_text_in_very_many_cells(deliver):
    """Thirty thousand letters, kept once and meant a hundred thousand times, are three gigabytes when they are read."""
    cells = "".join(f'<row r="{row}"><c r="A{row}" t="s"><v>0</v></c></row>' for row in range(2, 100_000)).encode()
    book = changed(BOOK, SHEET, lambda xml: xml.replace(b"</sheetData>", cells + b"</sheetData>"))
    book = changed(book, "xl/sharedStrings.xml", lambda xml: xml.replace(b"klantnummer", noise(30_000).encode()))
    found, folder = [], deliver({"transacties.xlsx": book})
    assert peak(lambda: found.append(refused_in(folder))) < ROOM
    assert found == ["too_large"]


def test_many_parts(deliver, monkeypatch):
    """A package of a hundred thousand parts is no workbook."""
    monkeypatch.setattr(packages, "MOST_PARTS", 20)
    book = zipped({"xl/workbook.xml": "", **{f"xl/{number}.xml": "" for number in range(21)}})
    assert refused_in(deliver({"transacties.xlsx": book})) == "too_large"


@pytest.mark.slow
def test_more_text_than_fits(deliver, monkeypatch):
    """A csv beyond a gigabyte, or beyond the cells that fit in memory, is for a database."""
    folder = deliver({"transacties.csv": CSV})
    monkeypatch.setattr("klantlib.client.csv_files.MOST_CELLS", 5)
    assert refused_in(folder) == "too_large_for_memory"
    monkeypatch.undo()
    os.truncate(folder / "transacties.csv", (1 << 30) + 1)
    assert refused_in(folder) == "too_large_for_memory"


@pytest.mark.parametrize("lock", ["~$transacties.csv", ".~lock.transacties.csv#"])
def test_a_file_that_is_still_open(deliver, lock):
    """Excel and LibreOffice put a file beside the one that they have open: what is not saved would be missing."""
    assert refused_in(deliver({"transacties.csv": CSV, lock: "x"})) == "still_open"


@pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() == 0, reason="who may read everything is refused nothing"
)
def test_a_file_that_may_not_be_read(deliver):
    """Rights taken away, as a file on somebody else's disk has them."""
    folder = deliver({"transacties.csv": CSV})
    (folder / "transacties.csv").chmod(0)
    assert refused_in(folder) == "no_permission"


def test_two_files_for_one_table(deliver):
    """A csv and a workbook: nobody knows which is right."""
    folder = deliver({"transacties.csv": CSV, "transacties.xlsx": BOOK})
    with pytest.raises(Refused) as refusal:
        open_client("proef", folder.parent)
    assert [problem.key for problem in refusal.value.problems] == ["delivered_twice"]


def test_a_period_without_data(deliver):
    """Told with the days that there are, and the line that would do."""
    folder = deliver({"transacties.csv": CSV}, "[period]\nend = 2019-12-31\n")
    with pytest.raises(Refused) as refusal:
        open_client("proef", folder.parent)
    (problem,) = refusal.value.problems
    assert (problem.key, problem.proposal.section, problem.proposal.line("nl")) == (
        "empty_period", "period", "end = 2025-12-31",
    )  # fmt: skip
    assert "31 december 2025" in problem.sentence("nl")


def test_encodings(tmp_path):
    """Plain letters are UTF-8; a file of zeros is no UTF-16."""
    plain = tmp_path / "a.csv"
    plain.write_bytes(b"abc")
    assert encoding_of(plain) == ("utf-8", False)
    plain.write_bytes(b"a\0\0\0" * 10)
    with pytest.raises(Exception, match="not_text"):
        encoding_of(plain)
