"""Is the question put well? duplicates.xlsx as it is written, renewed, and left alone."""

from __future__ import annotations

from pathlib import Path
from zipfile import ZipFile

import pytest
from python_calamine import load_workbook

from klantlib.client import open_client
from klantlib.client.doubles import answered
from klantlib.client.doubles_sheet import FILE, renew, told_duplicates
from tests.client.test_doubles import FILES, sheet

THREE = FILES["klanten.csv"] + "5;=Linde;;;1234 AB;info@linde.example\n"


@pytest.fixture
def folder(deliver) -> Path:
    return deliver(FILES)


def told(folder: Path) -> list[str]:
    return told_duplicates(open_client("proef", folder.parent), folder.parent)


def rows(folder: Path) -> list[list]:
    return load_workbook(folder / FILE).get_sheet_by_index(0).to_python()


def test_the_question_is_put(folder):
    """1 and 2 share a name, a postcode and a mailbox: one row, both names, a score, the reason, no answer yet."""
    assert told(folder)[0].startswith("1 paar klanten staat waarschijnlijk dubbel")
    assert rows(folder)[0][0] == "Klantnummer 1"
    first, name, _, second, other, _, score, reason, answer = rows(folder)[1]
    assert (first, name, second, other, answer) == ("1", "De Linde BV", "2", "Linde B.V.", "")
    assert 90 <= score <= 100
    assert reason == "Zeker: dezelfde naam, hetzelfde e-mailadres en dezelfde postcode"


def test_no_address_number_or_mailbox_is_told(folder):
    """Names and places are; what identifies a person stays where it was."""
    told(folder)
    with ZipFile(folder / FILE) as book:
        text = "".join(book.read(name).decode() for name in book.namelist() if name.endswith(".xml"))
    assert "linde.example" not in text
    assert "1234" not in text


def test_it_speaks_the_language_of_the_client(deliver):
    """Headings, reason, drop-down and explanation in English."""
    folder = deliver(FILES, 'language = "en"\n')
    assert told(folder)[0].startswith("1 pair of customers is probably")
    assert rows(folder)[0][-1] == "Same customer?"
    assert rows(folder)[1][7].startswith("Sure: the same name")
    with ZipFile(folder / FILE) as book:
        page = book.read("xl/worksheets/sheet1.xml").decode()
    assert "yes,no" in page
    assert "<sheetProtection" in page


def test_an_answer_is_kept_when_the_list_grows(deliver, folder):
    """1 = 2 was judged; then customer 5 comes along."""
    told(folder)
    deliver({FILE: sheet(("1", "2", "nee")), "klanten.csv": THREE})
    assert told(folder)[0].startswith("2 paren")
    assert {(double.first, double.second): double.same for double in answered(folder).doubles} == {
        ("1", "2"): False, ("1", "5"): None, ("2", "5"): None,
    }  # fmt: skip


def test_a_merge_is_kept_too_and_in_the_order_that_was_chosen(deliver, folder):
    """2 was put first by the consultant, and stays first."""
    deliver({FILE: sheet(("2", "1", "ja"))})
    deliver({"klanten.csv": THREE})
    told(folder)
    assert ("2", "1", True) in {(double.first, double.second, double.same) for double in answered(folder).doubles}


def test_a_pair_of_the_consultant_is_kept(deliver, folder):
    """3 and 4 are not proposed; the answer stays, at the bottom."""
    deliver({FILE: sheet(("3", "4", "nee"))})
    told(folder)
    assert [cell for cell in rows(folder)[2] if cell][-2:] == ["niet meer voorgesteld", "nee"]


def test_a_sheet_that_asks_everything_is_left_alone(deliver, folder):
    """A consultant may sort it and write in it: not a byte changes."""
    deliver({FILE: sheet(("2", "1", ""))})
    before = (folder / FILE).read_bytes()
    told(folder)
    assert (folder / FILE).read_bytes() == before


def test_all_answered(deliver, folder):
    """Nothing to ask: one line."""
    deliver({FILE: sheet(("1", "2", "nee"))})
    assert told(folder) == ["Het paar klanten in duplicates.xlsx is beoordeeld."]


@pytest.mark.parametrize("mark", [f"~${FILE}", f".~lock.{FILE}#"])
def test_a_sheet_that_is_open_is_not_written_over(deliver, folder, mark):
    """What Excel or LibreOffice leaves beside it: said, and nothing changed."""
    deliver({FILE: sheet(("3", "4", "nee")), mark: "x"})
    before = (folder / FILE).read_bytes()
    assert "nog geopend" in told(folder)[0]
    assert (folder / FILE).read_bytes() == before
    assert not list(folder.glob("*.new"))


def test_no_doubles_no_file(deliver):
    """Nobody to ask about: no sheet, no sentence."""
    folder = deliver({**FILES, "klanten.csv": "klantnummer;naam\n1;Een\n2;Twee\n"})
    assert told(folder) == []
    assert not (folder / FILE).exists()


def test_the_sheet_is_no_formula(deliver, folder):
    """A name that begins with = is text."""
    deliver({"klanten.csv": THREE})
    told(folder)
    with ZipFile(folder / FILE) as book:
        assert "<f>" not in book.read("xl/worksheets/sheet1.xml").decode()
    assert any("=Linde" in row for row in rows(folder))


def test_who_is_left_out_is_not_asked_about(deliver):
    """2 is excluded in client.toml."""
    folder = deliver(FILES, '[customers]\nexclude = [{ id = "2", reason = "intern" }]\n')
    client = open_client("proef", folder.parent)
    assert renew(client, folder).waiting == 0
