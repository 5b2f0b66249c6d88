"""Is the customer file in order? Counts by hand, odd files, both languages, and nothing that identifies anybody."""

from __future__ import annotations

from types import SimpleNamespace

import pandas as pd
import pytest

from klantlib.advice import tell, tell_customers, words_of
from klantlib.analyses import data_quality
from klantlib.blocks import Finding, Heading, Table, to_json
from klantlib.client import open_client
from klantlib.client.model import empty
from klantlib.client.pseudonyms import PSEUDONYMS
from klantlib.measures.customer_file.duplicates import duplicates

VAT = "NL123456782B01"
CARD = {"street": "Dorpsstraat 1", "postcode": "1234 AB", "city": "Utrecht", "email": "info@linde.example",
        "coc_number": "12345678", "vat_number": VAT}  # fmt: skip
ROWS = [
    {"name": "De Linde BV", **CARD},
    {"name": "Linde B.V.", **CARD},  # the same
    {"name": "Zomer", "postcode": "0000", "email": "zomer", "coc_number": "1234567", "vat_number": "NL123456783B01"},
    {"name": "Herfst", "street": "Laan 2", "postcode": "9712 AB", "city": "Groningen"},
]
SOURCES = [
    SimpleNamespace(table="customers", file="klanten.csv", rows_read=6, rows_kept=4, rows_rejected=2, rows_merged=1),
    SimpleNamespace(table="transactions", file="t.csv", rows_read=3, rows_kept=3, rows_rejected=0, rows_merged=0),
]
LANGUAGES = pytest.mark.parametrize("language", ["nl", "en"])


def file(*rows: dict[str, object]) -> pd.DataFrame:
    numbered = [{"customer_id": str(number), **row} for number, row in enumerate(rows, start=1)]
    return pd.DataFrame(numbered).reindex(columns=list(empty("customers").columns)).astype(empty("customers").dtypes)


def sold(**revenue: float) -> pd.DataFrame:
    """One transaction for each: c1=100 is customer 1."""
    frame = pd.DataFrame({"customer_id": [key[1:] for key in revenue], "revenue": list(revenue.values())})
    frame = frame.reindex(columns=list(empty("transactions").columns))
    return frame.assign(date="2025-12-31").astype(empty("transactions").dtypes)


def analysed(*rows: dict[str, object], transactions: pd.DataFrame | None = None, **options) -> data_quality.DataQuality:
    customers, bought = file(*rows), sold() if transactions is None else transactions
    tables = {"customers": customers} | ({"transactions": bought} if len(bought) else {})
    merged = options.pop("merged", empty("customers").assign(into=pd.Series(dtype="str")))
    sources = options.pop("sources", SOURCES)
    return data_quality.analyse(customers, bought, tables, sources, duplicates(customers), merged, **options)


@pytest.fixture(scope="module")
def result() -> data_quality.DataQuality:
    return analysed(*ROWS, transactions=sold(c1=100.0, c2=50.0, c3=850.0, c9=1.0))


def keys(result: data_quality.DataQuality) -> list[str]:
    return [block.key for block in result.blocks()]


def spoken(result: data_quality.DataQuality, language: str) -> list:
    words = words_of(result, language)
    return [tell(block, words) for block in result.blocks()]


def test_the_card_reaches_whom_it_should(result):
    """1 and 4 get one; 2 is 1 again; 3 has no address."""
    assert result.reached.to_dict() == {"3": False, "1": True, "2": False, "4": True}
    assert result.figures()["reached"] == 2
    assert keys(result)[0] == "some_reached"


def test_what_cannot_be_right_is_listed_with_its_reason(result):
    """Four details of customer 3, and their reasons; not the details themselves."""
    assert result.wrong.to_numpy().tolist() == [
        ["3", "Zomer", "coc_number", "zero_lost"],
        ["3", "Zomer", "email", "form"],
        ["3", "Zomer", "postcode", "placeholder"],
        ["3", "Zomer", "vat_number", "check"],
    ]


def test_fields_are_counted_filled_and_usable(result):
    """Of the e-mail address: three filled, two that can be right."""
    fields = result.figures()["fields"]
    assert fields["email"] == {"filled": 3, "usable": 2}
    assert fields["street"] == {"filled": 3, "usable": 3}
    assert "segment" not in fields


def test_completeness_is_weighed_by_revenue(result, monkeypatch):
    """Customers 1 and 2 have an e-mail address that can be used: 150 of 1,000. Of four no share is told."""
    [few] = [block for block in result.blocks() if block.key == "fields"]
    assert "usable_share" not in few.columns
    monkeypatch.setattr("klantlib.measures.proportions.FEWEST", 1)
    [table] = [block for block in result.blocks() if block.key == "fields"]
    [row] = [dict(zip(table.columns, row, strict=True)) for row in table.rows if row[0] == "email"]
    assert row["revenue_share"] == pytest.approx(0.15)
    assert (row["filled"], row["empty"], row["unlikely"], row["usable_share"]) == (3, 1, 1, 0.5)


def test_pairs_come_with_what_they_share(result):
    """1 and 2: sure, 150 of revenue."""
    [pair] = result.pairs.to_dict("records")
    assert (pair["first"], pair["second"], pair["sure"], pair["revenue"]) == ("1", "2", True, 150)
    [table] = [block for block in result.blocks() if block.key == "pairs"]
    assert table.rows[0][4:7] == ["same", "same", "same"]


def test_revenue_is_of_customers_and_not_of_pairs():
    """Three pairs of three customers: 100 + 20 + 3, each counted once."""
    result = analysed(*ODD["identical"], transactions=sold(c1=100.0, c2=20.0, c3=3.0))
    [finding] = [block for block in result.blocks() if block.key == "doubles_sure"]
    assert finding.values["revenue"] == 123


def test_the_sheet_of_answers_is_no_table_of_the_client():
    """duplicates.xlsx is among the sources, and not in the sums."""
    answers = SimpleNamespace(
        table="duplicates", file="d.xlsx", rows_read=9, rows_kept=9, rows_rejected=0, rows_merged=0
    )
    assert analysed(ROWS[0], sources=[*SOURCES[:1], answers]).figures()["rows_read"] == 6


def test_a_higher_limit_tells_fewer_pairs():
    """The option of the workbook."""
    street = [{"name": name, "postcode": "1234 AB"} for name in ("De Linde", "Linde BV")]
    assert len(analysed(*street).pairs) == 1
    assert len(analysed(*street, likely_from=90).pairs) == 0


def test_silent_customers_and_rows_of_nobody(result):
    """4 bought nothing; one row is of customer 9, who is not in the file."""
    assert result.silent.index.tolist() == ["4"]
    assert result.orphans.to_dict("index") == {"transactions": {"rows": 1, "customers": 1}}
    assert "both_found" in keys(result)


def test_the_reconciliation_adds_up(result):
    """9 read = 7 kept + 1 left out + 1 under another number; files of which every row counts are not listed."""
    [table] = [block for block in result.blocks() if block.key == "account_table"]
    assert table.rows == [["customers", "klanten.csv", 6, 4, 1, 1]]
    figures = result.figures()
    assert figures["rows_read"] == figures["rows_kept"] + figures["rows_rejected"] == 9


def test_what_was_merged_is_told():
    """Customer 5 counts under 1."""
    merged = file(ROWS[0], ROWS[1]).assign(into="1")
    result = analysed(ROWS[0], merged=merged)
    assert result.figures()["merged"] == 1
    [table] = [block for block in result.blocks() if block.key == "merged_table"]
    assert table.rows == [["2", "Linde B.V.", "1"]]


def test_actions_rest_on_findings_of_the_chapter(result):
    """Judge, complete, correct; each about those whom it names."""
    actions = {action.key: action for action in result.actions()}
    assert list(actions) == ["judge_doubles", "complete", "correct"]
    assert [number for number, _ in actions["complete"].customers] == ["3"]
    assert {action.rests_on for action in actions.values()} <= {
        b.key for b in result.blocks() if isinstance(b, Finding)
    }


ODD = {
    "one": [{"name": "De Linde BV", **CARD}],
    "names_alone": [{"name": "A"}, {"name": "B"}],
    "identical": [{"name": "De Linde BV", **CARD}] * 3,
    "signs": [{"name": "!!!", "email": "@", "postcode": "-", "coc_number": "?", "vat_number": "."}],
    "mail_alone": [{"name": "A", "email": "a@a.nl"}, {"name": "B", "email": "b"}],
    "same_names": [{"name": "De Linde"}, {"name": "Linde BV"}],
    "all_right": [{"name": "A", **CARD}, {"name": "B", **CARD, "street": "Laan 3", "email": "b@b.nl", "coc_number": "",
                                          "vat_number": ""}],
}  # fmt: skip
HEADLINES = {"one": "all_reached", "names_alone": "bare", "identical": "some_reached", "signs": "mailed",
             "mail_alone": "mailed", "same_names": "doubled", "all_right": "all_reached"}  # fmt: skip


@LANGUAGES
@pytest.mark.parametrize("odd", ODD)
@pytest.mark.parametrize("bought", [sold(), sold(c1=100.0), sold(c1=-5.0), sold(c9=1.0)])
@pytest.mark.slow
def test_odd_files_are_told(odd, bought, language):
    """One customer, no details at all, three times the same, signs alone; with and without transactions; no holes."""
    result = analysed(*ODD[odd], transactions=bought)
    told = spoken(result, language)
    assert told[0].key == HEADLINES[odd]
    assert all(part for block in told for part in block.words.values() if isinstance(part, str))
    assert all(tell(action, words_of(result, language)).words["why"] for action in result.actions())
    assert len(tell_customers(result.per_customer(), words_of(result, language)).rows) == len(ODD[odd])


@pytest.mark.parametrize("odd", ODD)
def test_shares_are_shares(odd):
    """Never below 0 or above 1; and figures are plain values."""
    result = analysed(*ODD[odd], transactions=sold(c1=100.0))
    assert result.known["share"].between(0, 1).all()
    for field in result.figures()["fields"].values():
        assert 0 <= field["usable"] <= field["filled"] <= len(ODD[odd])


@LANGUAGES
def test_three_identical_customers_are_three_pairs_and_one_card(language):
    """1-2, 1-3, 2-3: one of them gets the card."""
    result = analysed(*ODD["identical"])
    assert (len(result.pairs), int(result.reached.sum())) == (3, 1)
    assert "3" in next(b.words["text"] for b in spoken(result, language) if b.key == "doubles_heading")


def test_nothing_that_identifies_is_told(result):
    """No street, postcode, e-mail address or number in any block, table, figure or action."""
    words = words_of(result, "nl")
    told = [to_json(block) for block in spoken(result, "nl")]
    told += [to_json(tell(action, words)) for action in result.actions()]
    everything = str([*told, result.figures(), to_json(tell_customers(result.per_customer(), words))])
    secrets = {str(value) for row in ROWS for column, value in row.items() if column in {*CARD} - {"city"}} - {"zomer"}
    assert [secret for secret in secrets if secret in everything] == []


def test_the_order_of_the_rows_does_not_matter(result):
    """The same file upside down."""
    customers, bought = file(*ROWS).iloc[::-1].reset_index(drop=True), sold(c9=1.0, c3=850.0, c2=50.0, c1=100.0)
    merged = empty("customers").assign(into=pd.Series(dtype="str"))
    tables = {"customers": customers, "transactions": bought}
    other = data_quality.analyse(customers, bought, tables, SOURCES, duplicates(customers), merged)
    assert other.figures() == result.figures()


def test_the_frames_come_back_unchanged():
    """The analysis takes copies."""
    customers, bought = file(*ROWS), sold(c1=1.0)
    before = customers.copy()
    analysed(*ROWS, transactions=bought)
    pd.testing.assert_frame_equal(customers, before)


def test_headings_tell_the_finding(result):
    """Every heading but the last has a number in it, in Dutch."""
    said = [block.words["text"] for block in spoken(result, "nl") if isinstance(block, Heading)]
    assert [text for text in said[:-1] if not any(letter.isdigit() for letter in text)] == []


def test_long_lists_go_to_the_appendix():
    """Twelve wrong postcodes: ten in the chapter, all in the table per customer."""
    result = analysed(*[{"name": f"Firma {chr(65 + n)}", "postcode": f"{n}"} for n in range(12)])
    lists = [len(block.rows) for block in result.blocks() if isinstance(block, Table) and block.key == "wrong_table"]
    assert lists == [10]
    assert sum(row[7] for row in result.per_customer().rows) == 12


def test_pairs_are_found_on_the_names_themselves(tmp_path, monkeypatch):
    """With pseudonyms "Klant 1" and "Klant 2" are alike; the pairs are those of the real names, and none is told."""
    from klantlib import notebook

    folder = tmp_path / "client_data" / "proef"
    folder.mkdir(parents=True)
    lines = ["klantnummer;naam;email", "1;De Linde;a@a.nl", "2;Linde BV;a@a.nl", "3;Zomer;a@a.nl"]
    (folder / "klanten.csv").write_text("\n".join(lines), encoding="utf-8")
    (folder / "transacties.csv").write_text("klantnummer;datum;omzet\n1;31-12-2025;5\n", encoding="utf-8")
    monkeypatch.setenv("KLANT_HOME", str(tmp_path))
    monkeypatch.setenv(PSEUDONYMS, "nl")
    data = notebook.open_client("proef")
    pairs = notebook.double_entries(data)
    result = data_quality.analyse(
        data["customers"], data["transactions"], data.tables, data.sources, pairs, data.merged
    )
    assert pairs[["first", "second"]].to_numpy().tolist() == [["1", "2"]]
    assert "Linde" not in str([to_json(block) for block in spoken(result, "nl")])
    assert "Klant 1" in str([to_json(block) for block in spoken(result, "nl")])
    assert open_client("proef", tmp_path / "client_data").all("customers")["name"].tolist()[0] == "De Linde"
