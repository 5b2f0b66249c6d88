"""Whose revenue is it? The line's customer, the transaction's, the invoice's, or nobody's."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from klantlib.client.auditfile.attribution import attributed
from klantlib.client.auditfile.gathering import gather
from klantlib.client.auditfile.ledger import NOBODYS, ROUTES
from tests.made_auditfile import PARTIES, SALES, account, auditfile, entry, journal, line, party, sale


@pytest.fixture
def routed(tmp_path):
    """The revenue lines of these journals: customer, revenue, route."""

    def read(*journals: str, **options) -> list[tuple[str, float, str]]:
        path = tmp_path / "a.xaf"
        path.write_text(auditfile(*journals, **options), encoding="utf-8")
        lines = attributed(gather(path))
        return list(zip(lines["customer_id"], lines["revenue"], lines["route"].map(ROUTES.__getitem__), strict=True))

    return read


def test_the_customer_on_the_line(routed):
    """As 3.2 writes it: on every line."""
    assert routed(journal(sale("1", 100, "F1"))) == [("1", 100, "line")]


def test_the_only_customer_of_the_transaction(routed):
    """As 4.0 writes it: on the debtor's line alone; also where that line comes after the revenue."""
    after = entry(line("8000", "40.00", "C"), line("1300", "40.00", "D", "2"))
    assert routed(journal(sale("1", 100, "F1", on_line=False), after)) == [
        ("1", 100, "transaction"),
        ("2", 40, "transaction"),
    ]


def test_several_customers_in_one_transaction(routed):
    """A day's sales booked at once: nobody's, but for the lines that say whose they are, or name an invoice."""
    day = entry(
        line("1300", "60.00", "D", "1", "F1"),
        line("1300", "40.00", "D", "2", "F2"),
        line("8000", "10.00", "C", "1"),
        line("8000", "50.00", "C"),
        line("8000", "40.00", "C", ref="F2"),
    )
    assert routed(journal(day)) == [("1", 10, "line"), (NOBODYS, 50, "none"), ("2", 40, "invoice")]


def test_a_customer_of_one_transaction_is_not_that_of_the_next(routed):
    """What was named is forgotten when a transaction ends."""
    assert routed(journal(sale("1", 100, "F1"), entry(line("8000", "5.00", "C"))))[1] == (NOBODYS, 5, "none")


def test_the_customer_of_the_invoice(routed):
    """Revenue booked apart from its invoice, later in the file or earlier; a document number serves as well."""
    memo = journal(
        entry(line("8000", "30.00", "C", ref="F2")), entry(line("8000", "7.00", "D", doc="F1")), id="90", kind="M"
    )
    assert routed(memo, SALES)[:2] == [("2", 30, "invoice"), ("1", -7, "invoice")]


@pytest.mark.parametrize("reference", ["0", "/", "-", ""])
def test_what_is_no_reference(routed, reference):
    """Exporters write something where there is nothing: that is no invoice."""
    debtor = journal(entry(line("1300", "9.00", "D", "1", reference)))
    assert routed(debtor, journal(entry(line("8000", "9.00", "C", ref=reference)))) == [(NOBODYS, 9, "none")]


def test_an_invoice_of_two_customers_is_nobody_s(routed):
    """A number that comes back for another customer says nothing, however often it comes."""
    debtors = [entry(line("1300", "1.00", "D", customer, "F1")) for customer in ("1", "2", "1")]
    assert routed(journal(*debtors, entry(line("8000", "9.00", "C", ref="F1")))) == [(NOBODYS, 9, "none")]


def test_a_supplier_s_invoice_number_is_not_a_customer_s(routed):
    """The same number in the purchases, or on a bank statement, leads nowhere."""
    bought = journal(
        entry(line("1600", "9.00", "C", "9", "F7")), entry(line("1600", "9.00", "C", "1", "F7")), id="60", kind="P"
    )
    bank = journal(entry(line("1300", "9.00", "C", "1", doc="F7")), id="20", kind="B")
    assert routed(bought, bank, journal(entry(line("8000", "9.00", "C", ref="F7")))) == [(NOBODYS, 9, "none")]


def test_a_supplier_is_no_customer(routed):
    """On the line it keeps its number, so that the consultant can see it; beside the line it is not looked at."""
    on_line = entry(line("8000", "9.00", "C", "9"))
    beside = entry(line("1600", "9.00", "D", "9"), line("8000", "9.00", "C"))
    with_customer = entry(line("1600", "9.00", "D", "9"), line("1300", "9.00", "D", "1"), line("8000", "9.00", "C"))
    assert routed(journal(on_line, beside, with_customer)) == [
        ("9", 9, "none"),
        (NOBODYS, 9, "none"),
        ("1", 9, "transaction"),
    ]


def test_credits_count_off(routed):
    """A credit note, as a debit or as a negative credit; a discount too."""
    notes = journal(
        entry(line("8000", "30.00", "D", "1"), line("8000", "-5.00", "C", "1"), line("8000", "-2.00", "D", "1"))
    )
    assert [revenue for _, revenue, _ in routed(notes)] == [-30, -5, 2]


def test_the_counter_line_may_be_missing(routed, books):
    """As 3.1 of Exact Globe: only revenue and VAT, with the customer on them; told, and no matter for revenue."""
    half = journal(entry(line("8000", "100.00", "C", "1"), line("1500", "21.00", "C", "1")))
    assert routed(half, version="3.1") == [("1", 100, "line")]
    ledger = books(auditfile(half, version="3.1")).ledger
    assert (ledger.agrees, ledger.balanced, ledger.read.debit, ledger.read.credit) == (True, False, 0, 121)


def test_the_day_of_a_line(books):
    """Its own day in the file's year, else the day of booking: a delivery planned for next year is of this one."""
    days = [("2025-05-01", "2025-04-30"), ("2026-05-01", "2025-04-30"), ("0001-01-01", "2025-04-30")]
    lines = [entry(line("8000", "1.00", "C", "1", day=own), day=booked) for own, booked in days]
    dates = books(auditfile(journal(*lines))).all("transactions")["date"]
    assert dates.dt.strftime("%m-%d").tolist() == ["05-01", "04-30", "04-30"]


def test_an_order_is_an_invoice_or_a_transaction(books):
    """Two lines of one invoice are one order; without a number, two lines of one transaction are."""
    loose = entry(line("8000", "1.00", "C", "1"), line("8000", "2.00", "C", "1"), nr="7")
    again = entry(line("8000", "3.00", "C", "1"), nr="7")
    orders = books(auditfile(SALES, journal(loose, again, id="90", kind="M"))).all("transactions")["order_id"]
    assert orders.tolist() == ["F1", "F2", "#3", "#3", "#4"]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow], max_examples=40)
@given(st.lists(st.tuples(st.sampled_from(["", "1", "2", "9"]), st.booleans(), st.integers(-999, 999)), min_size=1))
def test_no_cent_is_lost(routed, lines):
    """Whoever it goes to, the routes together are the revenue in the ledger."""
    entries = [
        entry(line("1300", "0.00", "D", customer), line("8000", f"{amount}.00", "C", customer if on_line else ""))
        for customer, on_line, amount in lines
    ]
    assert sum(revenue for _, revenue, _ in routed(journal(*entries))) == sum(amount for *_, amount in lines)


def test_relations_without_a_kind(books):
    """Customers where they bought; other relations, and who never bought, are none. Both is a customer."""
    parties = PARTIES + party("3", "Zonder soort", "") + party("4", "Nooit gekocht", "") + party("5", "Overig", "O")
    sales = journal(sale("3", 10, "F3"), sale("5", 10, "F5"), sale("1", 100, "F1"))
    assert books(auditfile(sales, parties=parties)).all("customers")["customer_id"].tolist() == ["1", "2", "3", "5"]


def test_a_relation_that_comes_twice(books):
    """Once as supplier and once as customer: both, under the name that came first."""
    parties = party("1", "Bakker", "S") + party("1", "Bakkerij", "C")
    customers = books(auditfile(journal(sale("1", 100, "F1")), parties=parties)).all("customers")
    assert customers[["customer_id", "name"]].values.tolist() == [["1", "Bakker"]]


def test_a_file_without_relations(books):
    """Who is on the lines is a customer; revenue on nobody stays out of the list."""
    loose = journal(sale("1", 100, "F1"), entry(line("8000", "5.00", "C")))
    client = books(auditfile(loose, parties=""))
    assert client.all("customers")[["customer_id", "name"]].values.tolist() == [["1", "1"]]


def test_an_address_in_parts(books):
    """Street, number and extension are one; what the file has not is unknown."""
    more = (
        "<eMail>info@bakker.example</eMail><commerceNr>01234567</commerceNr><streetAddress><streetname>Dorpsstraat"
        "</streetname><number>1</number><numberExtension>A</numberExtension><city>Ede</city><postalCode>6711 AB"
        "</postalCode><country>NL</country></streetAddress>"
    )
    one = (
        books(auditfile(journal(sale("1", 1, "F1")), parties=party("1", "Bakker", more=more))).all("customers").iloc[0]
    )
    assert one[["street", "city", "postcode", "country", "email", "coc_number"]].tolist() == [
        "Dorpsstraat 1 A", "Ede", "6711 AB", "NL", "info@bakker.example", "01234567",
    ]  # fmt: skip
    assert one[["vat_number", "parent_id", "segment", "since"]].isna().all()


def test_revenue_on_several_accounts(books):
    """Each with what it has; also one without a line."""
    accounts = "".join(account(number, f"Omzet {number}", rgs="WOmzNohOlh") for number in ("8010", "8000", "8020"))
    lines = journal(
        entry(line("8000", "10.00", "C", "1"), line("8010", "5.00", "C", "1"), line("8000", "1.00", "D", "1"))
    )
    found = books(auditfile(lines, accounts=accounts)).ledger.accounts
    assert [(one.number, one.revenue) for one in found] == [("8000", 9), ("8010", 5), ("8020", 0)]
