"""An auditfile goes the same road as other files: sources, remarks, cache, exclusions; and other files go before it."""

from __future__ import annotations

import json

import pandas as pd
import pytest

from klantlib.client import contract, open_client
from klantlib.client.auditfile.ledger import NOBODYS
from klantlib.client.places import known_clients
from tests.made_auditfile import PARTIES, SALES, auditfile, entry, item, journal, line, party

TRANSACTIONS = "klantnummer;datum;omzet\n1;14-3-2025;121\n"
PRIVATE = ("J. Geheim", "06-99887766", "020-5544332", "www.geheim.example", "NL91ABNA0417164300", "ABNANL2A",
           "Loon mei", "M. Medewerker", "Omschrijving van een regel")  # fmt: skip


def test_three_tables_of_one_file(books):
    """Each is a source with the same file and sha256; everything that was read is kept."""
    client = books(auditfile(items=item("I", "1", "F1", "121.00", "D", due="2025-04-13")))
    assert [(source.table, source.file, source.rows_read, source.rows_rejected) for source in client.sources] == [
        ("customers", "auditfile.xaf", 2, 0),
        ("transactions", "auditfile.xaf", 2, 0),
        ("payments", "auditfile.xaf", 1, 0),
    ]
    assert len({source.sha256 for source in client.sources}) == 1
    for name, rows in client.tables.items():
        assert rows.dtypes.astype(str).to_dict() == contract.tables()[name].dtypes


def test_a_file_of_its_own_goes_before(books):
    """The client's own transactions, with a remark; customers still come from the auditfile."""
    client = books(auditfile(), **{"transacties.csv": TRANSACTIONS})
    assert client["transactions"]["revenue"].tolist() == [121]
    assert client.all("customers")["name"].tolist() == ["Bakker", "Café Zoë"]
    assert (client.ledger.used, client.ledger.revenue) == (False, 350)
    superseded = {"file": "auditfile.xaf", "table": "transactions", "own": "transacties.csv"}
    assert [said.values for said in client.remarks] == [superseded]
    assert "transacties.csv gaat voor" in client.remarks[0].sentence("nl")


def test_customers_of_its_own(books):
    """Who is not among them is unknown, as in any other client."""
    client = books(auditfile(), **{"klanten.csv": "klantnummer;naam\n1;Bakkerij De Linde\n"})
    assert client.all("customers")["name"].tolist() == ["Bakkerij De Linde"]
    assert [said.values["ids"] for said in client.remarks if said.key == "unknown_customers"] == [["2"]]


def test_vat_is_never_taken_out_of_the_ledger(books):
    """Revenue accounts hold none; the client's own transactions do, where client.toml says so."""
    settings = '[amounts]\nvat = "incl"\nvat_rate = 0.21\n'
    client = books(auditfile(), settings)
    assert client["transactions"]["revenue"].tolist() == [100, 250]
    assert not any(said.key.startswith("vat") for said in client.remarks)
    own = books(auditfile(), settings, **{"transacties.csv": TRANSACTIONS})
    assert own["transactions"]["revenue"].tolist() == pytest.approx([100])


def test_an_excluded_customer_leaves_every_table(books):
    """Its revenue stays in the ledger, and is told."""
    client = books(auditfile(), '[customers]\nexclude = [{ id = "2", reason = "intern" }]\n')
    assert client["transactions"]["customer_id"].tolist() == ["1"]
    assert client.ledger.revenue == 350


def test_only_what_is_needed_is_kept(deliver):
    """No contact, telephone, website, bank number, description or payroll in tables, cache, remarks or sources."""
    contact, mobile, phone, site, bank, code, wage, employee, described = PRIVATE
    more = (
        f"<contact>{contact}</contact><telephone>{mobile}</telephone><fax>{phone}</fax><website>{site}</website>"
        f"<bankAccount><bankAccNr>{bank}</bankAccNr><bankIdCd>{code}</bankIdCd></bankAccount>"
    )
    wages = line("4001", "3000.00", "D").replace(
        "</trLine>", f"<desc>{wage}</desc><bankAccNr>{bank}</bankAccNr></trLine>"
    )
    payroll = journal(entry(wages), id="95", name="Loonjournaal", kind="Y")
    parties = PARTIES + party("3", "Slager", more=more) + party("50", employee, "O")
    text = auditfile(SALES, payroll, parties=parties).replace("<accID>8000", f"<desc>{described}</desc><accID>8000")
    folder = deliver({"auditfile.xaf": text})
    client = open_client("proef", folder.parent)
    told = [said.sentence("nl") for said in client.remarks] + [json.dumps(said.values) for said in client.remarks]
    tables = [rows.to_csv() for rows in client.tables.values()]
    facts = [path.read_text(encoding="utf-8") for path in folder.glob(".cache/*/*.json")]
    kept = [pd.read_parquet(path).to_csv() for path in folder.glob(".cache/*/*.parquet")]
    everything = "\n".join([*told, *tables, *facts, *kept, str(client.sources), str(client.ledger)])
    assert len(facts) == 1 and len(kept) == 2 and "Slager" in everything
    assert [secret for secret in (*PRIVATE, "Loonjournaal", "3000") if secret in everything] == []


def test_the_cache_speaks(deliver, monkeypatch):
    """The second time the file is not read; a change in it, or in the accounts, is seen."""
    root = deliver({"auditfile.xaf": auditfile()}).parent
    first = open_client("proef", root)
    monkeypatch.setattr("klantlib.client.auditfile.books.gather", None)
    second = open_client("proef", root)
    assert (first.remarks, first.sources, first.ledger) == (second.remarks, second.sources, second.ledger)
    for name, rows in first.tables.items():
        pd.testing.assert_frame_equal(rows, second.tables[name])
    monkeypatch.undo()
    deliver({}, '[auditfile]\nrevenue_accounts = ["8000"]\n')
    assert open_client("proef", root).ledger.how == "confirmed"


def test_two_auditfiles(refused):
    """A year in two files would count twice; both are named."""
    refusal = refused({"auditfile.xaf": auditfile(), "Proef 2025.XAF.gz": b""})
    assert [problem.key for problem in refusal.problems] == ["two_auditfiles"]
    assert "Proef 2025.XAF.gz en auditfile.xaf" in refusal.sentences("nl")[0]


def test_everything_that_is_wrong_at_once(refused):
    """In the auditfile and in another file."""
    refusal = refused({"auditfile.xaf": auditfile(currency="USD"), "klachten.csv": "klantnummer\n1\n"})
    assert sorted(problem.key for problem in refusal.problems) == ["auditfile_currency", "missing_columns"]


def test_another_currency(no_books, books):
    """Refused until client.toml says the same."""
    assert no_books(auditfile(currency="USD")).problems[0].values == {"currency": "EUR"}
    assert books(auditfile(currency="USD"), 'currency = "USD"\n').ledger.revenue == 350


def test_other_files_are_left_alone(opened):
    """An XML file of another name, a folder and a lock file are no auditfiles."""
    client = opened({"offerte.xml": "<x/>", "~$proef.xaf": "", ".xaf": "", "transacties.csv": TRANSACTIONS})
    assert client.ledger is None


def test_a_client_with_only_an_auditfile_is_a_client(deliver, monkeypatch):
    """It is among all clients."""
    folder = deliver({"Proef.xaf": auditfile()})
    folder.parent.rename(folder.parent.parent / "client_data")
    monkeypatch.setenv("KLANT_HOME", str(folder.parents[1]))
    assert known_clients() == ["proef"]


def test_revenue_on_nobody_ranks_nowhere(books):
    """In the total, and in no account of a customer."""
    from klantlib.notebook import accounts_of

    accounts = accounts_of(books(auditfile(SALES, journal(entry(line("8000", "50.00", "C")), id="90", kind="M"))))
    assert accounts.customers.index.tolist() == ["1", "2"]
    assert (accounts.revenue, accounts.unknown_revenue, accounts.unknown_customers) == (400, 50, (NOBODYS,))
