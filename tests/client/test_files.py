"""Files: whatever program wrote them, the same cells come out, or a reason why not."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pandas as pd
import pytest
import xlsxwriter

from klantlib.client import open_client
from klantlib.client.csv_files import delimiter_of

HEADINGS = ["klantnummer", "datum", "omzet"]
ROWS = [["00042", "2025-12-31", 1234.5], ["7", "2025-12-15", -50.0]]
TEXT = "klantnummer;datum;omzet\n00042;31-12-2025;€ 1.234,50\n7;15-12-2025;50,00-\n"


def workbook(**sheets: list[list]) -> bytes:
    """A workbook with these rows on these sheets."""
    content = io.BytesIO()
    book = xlsxwriter.Workbook(content)
    for name, rows in sheets.items():
        sheet = book.add_worksheet(name)
        for place, row in enumerate(rows):
            sheet.write_row(place, 0, row)
    book.close()
    return content.getvalue()


def parquet(frame: pd.DataFrame) -> bytes:
    content = io.BytesIO()
    frame.to_parquet(content)
    return content.getvalue()


@pytest.mark.parametrize(
    "file",
    [
        {"transacties.csv": TEXT},
        {"Transactions.CSV": TEXT.replace(";", "\t")},
        {"transacties.csv": TEXT.encode("cp1252")},
        {"transacties.csv": TEXT.encode("utf-16")},
        {"transacties.csv": TEXT.encode("utf-8-sig")},
        {"transacties.csv": TEXT.replace("\n", "\r\n")},
        {"transacties.csv": "sep=;\r\n" + TEXT},
        {"transacties.csv": TEXT.replace("\n", ";\n")},
        {"transacties.csv": 'klantnummer,datum,omzet\n00042,2025-12-31,"1,234.50"\n7,2025-12-15,-50\n'},
        {"transacties.xlsx": workbook(transacties=[HEADINGS, *ROWS])},
        {"transacties.xlsx": workbook(Blad1=[HEADINGS, *ROWS], Blad2=[])},
        {"transacties.xlsx": workbook(toelichting=[["lees dit"]], transacties=[HEADINGS, *ROWS])},
        {"data.xlsx": workbook(Transacties=[HEADINGS, *ROWS], Blad2=[])},
        {"transacties.parquet": parquet(pd.DataFrame(ROWS, columns=HEADINGS))},
        {"transacties.parquet": parquet(pd.DataFrame(ROWS, columns=HEADINGS).astype({"datum": "datetime64[ns]"}))},
    ],
)  # fmt: skip
def test_every_form_gives_the_same_table(opened, file):
    """csv in any encoding, xlsx, a sheet of data.xlsx, parquet: the same two transactions."""
    transactions = opened(file).all("transactions")
    assert transactions["customer_id"].tolist() == ["00042", "7"]
    assert transactions["revenue"].tolist() == [1234.5, -50]
    assert transactions["date"].dt.strftime("%Y-%m-%d").tolist() == ["2025-12-31", "2025-12-15"]


def test_a_file_that_client_toml_names(opened):
    """Any name and any sheet, under [sources], in Dutch or English."""
    files = {"export.xlsx": workbook(Blad1=[["x"]], Omzet=[HEADINGS, *ROWS]), "relaties.csv": "klantnummer;naam\n7;A\n"}
    settings = '[sources]\ntransacties = { file = "export.xlsx", sheet = "Omzet" }\ncustomers = "relaties.csv"\n'
    client = opened(files, settings)
    assert {source.table: source.file for source in client.sources} == {
        "customers": "relaties.csv",
        "transactions": "export.xlsx (Omzet)",
    }


def test_rows_are_numbered_as_a_spreadsheet_does(refused):
    """Two empty rows above the heading and one below it: the bad amount is in row 5."""
    problem = refused({"transacties.csv": "\n\nklantnummer;datum;omzet\n\n7;31-12-2025;abc\n"}).problems[0]
    assert (problem.row, problem.value) == (5, "abc")


def test_rows_of_a_sheet_are_numbered_too(refused):
    """The same in a workbook."""
    rows = [[], [], HEADINGS, [], ["7", "2025-12-31", "abc"]]
    assert refused({"data.xlsx": workbook(transacties=rows)}).problems[0].row == 5


@pytest.mark.parametrize(
    ("name", "content", "key"),
    [
        ("transacties.csv", b"\x00\x01\x02\x03", "not_text"),
        ("transacties.csv", b'klantnummer;datum;omzet\n7;31-12-2025;"1\n', "bad_quotes"),
        ("transacties.csv", b"klantnummer;datum;omzet\n7;31-12-2025;1;2\n", "too_many_cells"),
        ("transacties.csv", b"", "empty_table"),
        ("transacties.csv", b"klantnummer;datum;omzet\n\n;;\n", "empty_table"),
        ("transacties.xlsx", b"no workbook", "not_a_workbook"),
        ("data.xlsx", b"no workbook", "not_a_workbook"),
        ("transacties.xlsx", workbook(a=[HEADINGS, *ROWS], b=[HEADINGS, *ROWS]), "which_sheet"),
        ("data.xlsx", workbook(transactie_s=[HEADINGS, *ROWS], Klantjes=[["x"]]), "unknown_sheet"),
        ("transacties.parquet", b"no parquet", "not_parquet"),
    ],
)
def test_a_file_that_cannot_be_read(refused, name, content, key):
    """Each with its own reason, in a sentence that names the file."""
    refusal = refused({name: content})
    assert refusal.problems[0].key == key
    assert refusal.sentences()[0].startswith(name)


def test_a_zip_bomb_is_not_unpacked(refused):
    """A small file that says it holds far more is refused before it is opened."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "")
        archive.writestr("xl/worksheets/sheet1.xml", b" " * 20_000_000)
    assert refused({"transacties.xlsx": content.getvalue()}).problems[0].key == "too_large"


def test_a_missing_sheet_names_the_sheets_there_are(refused):
    """[sources] names a sheet that is not there."""
    settings = '[sources]\ntransacties = { file = "x.xlsx", sheet = "Blad9" }\n'
    problem = refused({"x.xlsx": workbook(Blad1=[["a"]])}, settings).problems[0]
    assert (problem.key, problem.value) == ("no_such_sheet", "Blad1")


def test_a_list_in_parquet_is_no_value(refused):
    """A structure in a cell is told like any other wrong value."""
    frame = pd.DataFrame({"klantnummer": ["7"], "datum": ["2025-12-31"], "omzet": [[1, 2]]})
    assert refused({"transacties.parquet": parquet(frame)}).problems[0].value == "[1, 2]"


@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
def test_the_delimiter_is_seen(delimiter):
    """Also with the other marks within the texts."""
    rows = [["klantnummer", "naam", "straat"], ["1", '"Jansen, De Vries; & Co"', '"Kade 1, 2e"'], ["2", "B", "Weg 3"]]
    assert delimiter_of("\n".join(delimiter.join(row) for row in rows)) == delimiter


def test_what_is_no_table_is_left_alone(deliver):
    """Notes, also as text, lock files of a spreadsheet program, hidden files and folders."""
    folder = deliver({"transacties.csv": TEXT, "notities.docx": "x", "~$klanten.xlsx": "x", ".klanten.csv": "x",
                      "notitie.txt": "x", "check.html": "x"})  # fmt: skip
    (folder / "workbooks").mkdir()
    assert list(open_client("proef", folder.parent).tables) == ["transactions"]


def test_a_file_that_someone_else_holds(deliver, refused, monkeypatch):
    """A spreadsheet program has locked the file: said plainly, with all else that is wrong."""

    whole = Path.open

    def locked(self, *how, **more):
        if self.name == "transacties.csv" and self.exists() and how == ("rb",):
            raise PermissionError(self)
        return whole(self, *how, **more)

    files = {"transacties.csv": TEXT, "klantn.csv": "x"}
    deliver(files)
    monkeypatch.setattr(Path, "open", locked)
    assert [problem.key for problem in refused({}).problems] == ["unknown_table", "no_permission"]
