"""The consultant answers in duplicates.xlsx: which numbers are one customer? Applied, recorded, undone, refused."""

from __future__ import annotations

from io import BytesIO

import pandas as pd
import pytest
import xlsxwriter

from klantlib.client import open_client
from klantlib.client.doubles import answered
from klantlib.client.merging import as_delivered
from klantlib.client.pseudonyms import pseudonymised

CUSTOMERS = (
    "klantnummer;naam;concern;segment;postcode;email\n"
    "1;De Linde BV;;;1234 AB;info@linde.example\n2;Linde B.V.;;bakkers;1234 AB;info@linde.example\n"
    "3;Zomer;2;slagers;9712 AB;\n4;Herfst;;;;\n99;Balie;;;;\n"
)
FILES = {
    "klanten.csv": CUSTOMERS,
    "transacties.csv": "klantnummer;datum;omzet\n1;31-12-2025;100\n2;31-12-2025;50\n3;31-12-2025;7\n99;31-12-2025;9\n",
    "klachten.csv": "klantnummer;datum\n2;15-06-2025\n",
    "strategie.csv": "klantnummer;strategisch\n2;ja\n",
}
EXCLUDE = '[customers]\nexclude = [{ id = "99", reason = "contante verkoop" }]\n'
HEADINGS = ("Klantnummer 1", "Naam 1", "Klantnummer 2", "Dezelfde klant?")


def sheet(*rows: tuple[str, ...], headings: tuple[str, ...] = HEADINGS) -> bytes:
    """A sheet of answers: first number, second number, answer."""
    content = BytesIO()
    with xlsxwriter.Workbook(content) as book:
        page = book.add_worksheet("Dubbelen")
        page.write_row(0, 0, headings)
        for line, (first, second, answer) in enumerate(rows, start=1):
            page.write_row(line, 0, (first, "naam", second, answer))
        book.add_worksheet("Uitleg").write(0, 0, "Uitleg")
    return content.getvalue()


def with_answers(*rows: tuple[str, ...]) -> dict[str, str | bytes]:
    return {**FILES, "duplicates.xlsx": sheet(*rows)}


def revenue(client) -> dict[str, float]:
    return client["transactions"].groupby("customer_id")["revenue"].sum().to_dict()


def test_yes_makes_one_of_two(opened):
    """Rows of 2 count under 1: 150 of revenue, the complaint and the strategy; the customer row of 1 stays."""
    client = opened(with_answers(("1", "2", "ja")))
    assert revenue(client) == {"1": 150, "3": 7, "99": 9}
    assert client.all("complaints")["customer_id"].tolist() == ["1"]
    assert client.all("strategy")["customer_id"].tolist() == ["1"]
    assert client.all("customers")["customer_id"].tolist() == ["1", "3", "4", "99"]


def test_what_is_empty_is_filled_from_the_other(opened):
    """The name of 1 stays; its segment was empty and comes from 2. Who had 2 as parent now has 1."""
    customers = opened(with_answers(("1", "2", "ja"))).all("customers").set_index("customer_id")
    assert customers.loc["1", ["name", "segment"]].tolist() == ["De Linde BV", "bakkers"]
    assert customers.loc["3", "parent_id"] == "1"


def test_nobody_becomes_his_own_parent(opened):
    """3 belongs to the group of 2; as one customer it has no parent."""
    customers = opened(with_answers(("2", "3", "ja"))).all("customers").set_index("customer_id")
    assert pd.isna(customers.loc["2", "parent_id"])


def test_types_and_other_tables_stay_as_they_are(opened):
    """Only numbers change: same columns, same types, same rows elsewhere."""
    before, after = opened(FILES), opened(with_answers(("1", "2", "ja")))
    for name, rows in before.tables.items():
        assert rows.dtypes.equals(after.tables[name].dtypes)
        assert name == "customers" or len(rows) == len(after.tables[name])


def test_a_merge_is_recorded(opened):
    """A remark without names, the sheet among the sources, and 5 read = 4 kept + 1 under another number."""
    client = opened(with_answers(("1", "2", "ja"), ("1", "4", "nee")))
    [remark] = [remark for remark in client.remarks if remark.key == "merged"]
    assert remark.values == {"n": 1, "pairs": ["2 → 1"]}
    customers, sheet_ = (next(s for s in client.sources if s.table == t) for t in ("customers", "duplicates"))
    assert (customers.rows_read, customers.rows_kept, customers.rows_rejected, customers.rows_merged) == (5, 4, 1, 1)
    assert (sheet_.file, sheet_.rows_read, len(sheet_.sha256)) == ("duplicates.xlsx", 2, 64)
    assert client.merged[["customer_id", "into"]].to_numpy().tolist() == [["1", "1"], ["2", "1"]]


@pytest.mark.parametrize("language", ["nl", "en"])
def test_it_can_be_said(opened, language):
    """In both languages."""
    client = opened(with_answers(("1", "2", "ja")))
    assert "2 → 1" in next(remark for remark in client.remarks if remark.key == "merged").sentence(language)


def test_it_can_be_undone(deliver):
    """No instead of yes, or no file at all: everything as it was; the cache sees it each time."""
    folder = deliver(with_answers(("1", "2", "ja")))
    assert len(open_client("proef", folder.parent).all("customers")) == 4
    deliver({"duplicates.xlsx": sheet(("1", "2", "nee"))})
    assert len(open_client("proef", folder.parent).all("customers")) == 5
    deliver({"duplicates.xlsx": sheet(("1", "2", "ja"))})
    assert len(open_client("proef", folder.parent).all("customers")) == 4
    (folder / "duplicates.xlsx").unlink()
    client = open_client("proef", folder.parent)
    assert revenue(client) == {"1": 100, "2": 50, "3": 7, "99": 9}
    assert client.merged.empty
    assert (folder / "klanten.csv").read_text(encoding="utf-8") == CUSTOMERS


def test_the_cache_keeps_who_was_merged(opened):
    """Opened twice, the second time from the cache."""
    files = with_answers(("1", "2", "ja"))  # written once: a workbook knows its second
    first, second = opened(files), opened(files)
    pd.testing.assert_frame_equal(first.merged, second.merged)
    assert first.sources == second.sources


@pytest.mark.parametrize(
    "answers",
    [
        [("1", "2", "ja"), ("2", "4", "ja")],  # 4 under 2 under 1
        [("2", "4", "ja"), ("1", "2", "yes")],
        [("1", "2", "x"), ("1", "4", "j")],
        [("1", "4", "ja"), ("2", "4", "ja")],  # 1 and 2 have one second: the lowest stays
        [("1", "2", "ja"), ("1", "2", "ja"), ("2", "4", "ja")],
    ],
)
def test_a_chain_ends_in_one_customer(opened, answers):
    """1, 2 and 4 are one, in whatever way that was said."""
    client = opened(with_answers(*answers))
    assert client.all("customers")["customer_id"].tolist() == ["1", "3", "99"]
    assert set(client.merged["into"]) == {"1"}


def test_the_first_number_is_the_one_that_stays(opened):
    """The consultant swapped the two: 1 counts under 2."""
    client = opened(with_answers(("2", "1", "ja")))
    assert revenue(client) == {"2": 150, "3": 7, "99": 9}
    assert client.all("customers").set_index("customer_id").loc["2", "name"] == "Linde B.V."


@pytest.mark.parametrize(
    ("rows", "key", "row"),
    [
        ([("1", "2", "ja"), ("1", "77", "ja")], "doubles_unknown", 3),
        ([("1", "1", "ja")], "doubles_itself", 2),
        ([("1", "99", "ja")], "doubles_excluded", 2),
        ([("1", "2", "ja"), ("2", "4", "ja"), ("4", "1", "nee")], "doubles_contradiction", 4),
        ([("1", "2", "ja"), ("1", "2", "nee")], "doubles_contradiction", 3),
        ([("1", "2", "ja"), ("2", "1", "ja")], "doubles_circle", 3),
        ([("1", "2", "misschien")], "wrong_value", 2),
        ([("1", "", "ja")], "doubles_number", 2),
    ],
)
@pytest.mark.slow
def test_what_cannot_be_is_refused_with_its_row(refused, rows, key, row):
    """In both languages a sentence that names the file."""
    problem = refused(with_answers(*rows), EXCLUDE)
    assert [(found.key, found.row) for found in problem.problems] == [(key, row)]
    assert all("duplicates.xlsx" in problem.sentences(language)[0] for language in ("nl", "en"))


def test_a_no_about_a_number_that_is_gone_is_no_problem(opened):
    """The customer was removed at the source; so is a row that was never answered."""
    client = opened(with_answers(("1", "77", "nee"), ("1", "78", "")))
    assert len(client.all("customers")) == 5


def test_excluded_customers_stay_excluded(opened):
    """A merge elsewhere does not bring the counter back; 5 read = 3 kept + 1 left out + 1 under another number."""
    client = opened(with_answers(("1", "2", "ja")), EXCLUDE)
    source = next(source for source in client.sources if source.table == "customers")
    assert (source.rows_read, source.rows_kept, source.rows_rejected, source.rows_merged) == (5, 3, 2, 1)
    assert [remark.values["id"] for remark in client.remarks if remark.key == "excluded"] == ["99"]


def test_columns_may_be_moved_and_added(deliver):
    """Found by their headings, in either language, below a title."""
    content = BytesIO()
    with xlsxwriter.Workbook(content) as book:
        page = book.add_worksheet()
        page.write(0, 0, "Onze lijst")
        page.write_row(2, 0, ("Same customer?", "notitie", "Customer number 2", "Customer number 1"))
        page.write_row(3, 0, ("YES", "gebeld", "2", "1"))
    [double] = answered(deliver({"duplicates.xlsx": content.getvalue()})).doubles
    assert (double.row, double.first, double.second, double.same) == (4, "1", "2", True)


@pytest.mark.parametrize(
    ("content", "key"),
    [(sheet(headings=("a", "b", "c", "d")), "doubles_headings"), (b"not a workbook", None), (b"", None)],
)
def test_a_sheet_that_cannot_be_read_is_refused(refused, content, key):
    """Other headings, or no workbook at all: nothing is applied and nothing is guessed."""
    [problem] = refused({**FILES, "duplicates.xlsx": content}).problems
    assert problem.file == "duplicates.xlsx"
    assert key is None or problem.key == key


def test_a_number_that_excel_took_for_a_number(deliver):
    """42 typed into a cell is customer 42, not 42.0."""
    content = BytesIO()
    with xlsxwriter.Workbook(content) as book:
        page = book.add_worksheet()
        page.write_row(0, 0, HEADINGS)
        page.write_row(1, 0, (42, "", 7, "ja"))
    [double] = answered(deliver({"duplicates.xlsx": content.getvalue()})).doubles
    assert (double.first, double.second) == ("42", "7")


def test_as_delivered_gives_back_who_was_merged(opened):
    """The next sheet asks about everybody again."""
    before, after = opened(FILES), opened(with_answers(("1", "2", "ja")))
    one, other = (
        as_delivered(client).sort_values("customer_id", ignore_index=True).drop(columns="parent_id")
        for client in (before, after)
    )
    pd.testing.assert_frame_equal(one, other)


def test_pseudonyms_hold_for_who_was_merged(opened):
    """No name of a merged customer is left."""
    client = pseudonymised(opened(with_answers(("1", "2", "ja"))), "nl")
    assert set(client.merged["name"]) <= set(client.all("customers")["name"])
    assert not client.merged["name"].str.contains("Linde").any()


def test_without_a_customer_table_the_buyers_are_merged(opened):
    """Numbers alone: who buys is a customer."""
    files = {"transacties.csv": FILES["transacties.csv"], "duplicates.xlsx": sheet(("1", "2", "ja"))}
    assert revenue(opened(files)) == {"1": 150, "3": 7, "99": 9}
