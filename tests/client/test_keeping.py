"""What is kept and reported: exclusions, VAT, unknown customers, incomplete questionnaires; and the cache of it all."""

from __future__ import annotations

import pandas as pd
import pytest

from klantlib.client import open_client

FILES = {
    "klanten.csv": "klantnummer;naam\n1;Een\n2;Twee\n99;Balie\n",
    "transacties.csv": (
        "klantnummer;datum;omzet;kostprijs\n1;31-12-2025;121,00;60,5\n2;31-12-2025;242,00;100\n99;31-12-2025;12,10;5\n"
        "77;31-12-2025;36,30;20\n77;15-01-2020;60,50;20\n"
    ),
    "klachten.csv": "klantnummer;datum;soort\n1;15-06-2025;a\n55;15-06-2025;b\n55;16-06-2025;b\n99;15-06-2025;c\n",
    "zelftest.csv": "respondent;q1;q2;q3;q4;q5;q6\nJan;A;A;A;A;A;A\nPiet;A;A;A;?;A;A\nKees;A;A;A/B;;A;A\n",
}
SETTINGS = """
[amounts]
vat = "incl"
vat_rate = 0.21
[customers]
exclude = [{ id = "99", reason = "contante verkoop" }, { id = "1234", reason = "interne leveringen" }]
"""


def remarks(client, key: str) -> list:
    return [said.values for said in client.remarks if said.key == key]


def test_excluded_customers_leave_every_table(opened):
    """The counter is gone from customers, transactions and complaints; reported with its revenue, without VAT."""
    client = opened(FILES, SETTINGS)
    assert all("99" not in rows["customer_id"].tolist() for rows in client.tables.values() if "customer_id" in rows)
    counter = {"id": "99", "name": "Balie", "reason": "contante verkoop", "revenue": pytest.approx(10)}
    assert remarks(client, "excluded") == [counter]
    assert [values["id"] for values in remarks(client, "excluded_absent")] == ["1234"]


def test_vat_is_taken_out_of_revenue(opened):
    """121 with 21% VAT is 100; the cost stays as delivered, and that is told."""
    client = opened(FILES, SETTINGS)
    assert client["transactions"]["revenue"].tolist() == pytest.approx([100, 200, 30])
    assert client["transactions"]["cost"].tolist() == [60.5, 100, 20]
    assert remarks(client, "vat_cost") == [{"rate": 0.21}]


def test_unknown_customers_are_kept_and_reported(opened):
    """Customer 77 is in no list: two rows kept, 30 of revenue in the period."""
    client = opened(FILES, SETTINGS)
    assert remarks(client, "unknown_customers") == [
        {"rows": 2, "customers": 1, "ids": ["77"], "revenue": pytest.approx(30)}
    ]


def test_rows_of_other_tables_that_match_nobody(opened):
    """Two complaints of customer 55."""
    values = {"file": "klachten.csv", "rows": 2, "ids": ["55"], "customers": 1}
    assert remarks(opened(FILES), "unmatched") == [values]


def test_without_a_customer_table_the_buyers_are_the_customers(opened):
    """77 buys and so is a customer; 55 complains and never bought."""
    client = opened({name: text for name, text in FILES.items() if name != "klanten.csv"})
    assert remarks(client, "unknown_customers") == []
    assert remarks(client, "unmatched")[0]["ids"] == ["55"]


def test_incomplete_self_tests_name_their_respondents(opened):
    """A question mark, two letters, nothing: kept, and told."""
    client = opened(FILES)
    assert len(client["self_test"]) == 3
    assert remarks(client, "incomplete") == [{"file": "zelftest.csv", "rows": 2, "respondents": ["Piet", "Kees"]}]


def test_sources_count_what_was_read_kept_and_rejected(opened):
    """Of five transactions one was the counter's."""
    source = next(source for source in opened(FILES, SETTINGS).sources if source.table == "transactions")
    assert (source.file, source.rows_read, source.rows_kept, source.rows_rejected) == ("transacties.csv", 5, 4, 1)
    assert len(source.sha256) == 64


@pytest.mark.parametrize("language", ["nl", "en"])
def test_every_remark_can_be_said(opened, language):
    """No hole without a value, in either language."""
    assert all(remark.sentence(language) for remark in opened(FILES, SETTINGS).remarks)


def test_a_clean_client_has_no_remarks(opened):
    """Nothing to tell is nothing told."""
    assert opened({"transacties.csv": "klantnummer;datum;omzet\n1;31-12-2025;1\n"}).remarks == ()


def test_the_order_of_the_rows_does_not_matter(opened):
    """The same lines upside down give the same sums and remarks."""
    head, *lines = FILES["transacties.csv"].splitlines()
    turned = {**FILES, "transacties.csv": "\n".join([head, *reversed(lines)])}
    one, other = opened(FILES, SETTINGS), opened(turned, SETTINGS)
    assert one["transactions"]["revenue"].sum() == pytest.approx(other["transactions"]["revenue"].sum())
    assert one.remarks == other.remarks


def test_the_cache_gives_the_same_client(opened):
    """Opened twice, the second time from the cache: every frame, type, source and remark is the same."""
    first, second = opened(FILES, SETTINGS), opened(FILES, SETTINGS)
    assert first.tables.keys() == second.tables.keys()
    for name, rows in first.tables.items():
        pd.testing.assert_frame_equal(rows, second.tables[name])
    assert (first.period, first.settings, first.sources) == (second.period, second.settings, second.sources)
    assert first.remarks == second.remarks


def test_the_cache_is_used(deliver, monkeypatch):
    """The second time nothing is read."""
    root = deliver(FILES).parent
    open_client("proef", root)
    monkeypatch.setattr("klantlib.client.reading.read_grid", None)
    assert len(open_client("proef", root).tables) == 4


@pytest.mark.parametrize("change", [{"klachten.csv": FILES["klachten.csv"].replace("16-06", "17-06")}, {"offertes.csv":
    "klantnummer;datum;bedrag\n1;31-12-2025;1\n"}])  # fmt: skip
def test_a_change_is_seen_and_the_old_cache_removed(deliver, change):
    """A cell or a file more: read again; one cache remains."""
    folder = deliver(FILES)
    open_client("proef", folder.parent)
    deliver(change)
    client = open_client("proef", folder.parent)
    assert {source.file for source in client.sources} >= change.keys()
    assert len(list((folder / ".cache").iterdir())) == 1


def test_a_change_in_client_toml_is_seen(deliver):
    """VAT settled after the first reading."""
    root = deliver(FILES).parent
    before = open_client("proef", root)["transactions"]["revenue"].sum()
    deliver({}, SETTINGS)
    assert open_client("proef", root)["transactions"]["revenue"].sum() < before


@pytest.mark.parametrize("damage", ["facts.json", "transactions.parquet"])
def test_a_damaged_cache_is_read_over(deliver, damage):
    """Half a file in the cache: the client's own files are read again."""
    folder = deliver(FILES)
    open_client("proef", folder.parent)
    next(folder.glob(f".cache/*/{damage}")).write_bytes(b"half")
    assert len(open_client("proef", folder.parent).all("transactions")) == 5


def test_a_folder_that_cannot_be_written_has_no_cache(deliver):
    """A file stands where the cache would come: the client opens all the same."""
    folder = deliver({**FILES, ".cache": "x"})
    assert len(open_client("proef", folder.parent).all("transactions")) == 5
