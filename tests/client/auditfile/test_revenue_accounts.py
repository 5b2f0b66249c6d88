"""Which accounts are revenue: by code, by name, or as the consultant says."""

from __future__ import annotations

import pytest

from klantlib.client.auditfile.elements import Account
from klantlib.client.auditfile.revenue_accounts import revenue_accounts
from tests.made_auditfile import SALES, account, auditfile, entry, journal, line

CODED = [Account("8000", "Handel", "P", "WOmzNohOlh"), Account("9400", "Kortingen", "P", "WOmzKebVek"),
         Account("8900", "Omzet oud", "P", ""), Account("7000", "Kostprijs", "P", "WKprKvg")]  # fmt: skip


def test_by_code():
    """WOmz is net revenue, discounts included; an account without a code that sounds like revenue is a doubt."""
    choice = revenue_accounts(CODED)
    assert (dict(choice.accounts), choice.how) == ({"8000": "Handel", "9400": "Kortingen"}, "rgs")
    assert choice.doubtful == {"8900": "Omzet oud"}


@pytest.mark.parametrize(
    ("name", "kind", "rgs", "counts"),
    [
        ("Omzet binnenland", "P", "", True),
        ("Verkopen webshop", "P", "", True),
        ("Opbrengst diensten", "M", "", True),
        ("Sales EU", "P", "", True),
        ("Kostprijs van de omzet", "P", "", False),
        ("Btw over verkopen hoog", "P", "", False),
        ("Renteopbrengst", "P", "", False),
        ("Opbrengst verkoop materiële vaste activa", "P", "", False),
        ("Uitgestelde omzet", "B", "", False),
        ("Omzetbelasting", "B", "", False),
        ("Verkoopkosten", "P", "", False),
        ("Autokosten", "P", "", False),
        ("Omzet uit verhuur", "P", "WOvbHuo", False),
    ],
)
def test_by_name(name, kind, rgs, counts):
    """Where no account has the code of revenue: of profit and loss, named for it, and not for its cost or its tax."""
    choice = revenue_accounts([Account("1", name, kind, rgs)])
    assert (list(choice.accounts), choice.how) == (["1"] if counts else [], "name")


def test_the_consultant_goes_before():
    """In the order of the ledger; what is no account is told elsewhere."""
    choice = revenue_accounts(CODED, ["8900", "8000", "x"])
    assert (list(choice.accounts), choice.how, dict(choice.doubtful)) == (["8000", "8900"], "confirmed", {})


def test_the_choice_is_proposed_with_the_line_to_confirm(books):
    """Once it stands in client.toml, it is no longer asked."""
    [remark] = [said for said in books(auditfile()).remarks if said.key == "auditfile_accounts_rgs"]
    assert remark.values["accounts"] == ["8000 Omzet hoog tarief"]
    assert remark.sentence("nl").endswith('onder [auditfile]: revenue_accounts = ["8000"]')
    client = books(auditfile(), '[auditfile]\nrevenue_accounts = ["8000"]\n')
    assert client.ledger.how == "confirmed"
    assert not any(said.key.startswith("auditfile_accounts") for said in client.remarks)


def test_a_chosen_name_asks_to_be_looked_at(books):
    """By name is weaker than by code, and says so."""
    keys = [said.key for said in books(auditfile(version="3.1")).remarks]
    assert keys == ["auditfile_accounts_name"]


def test_what_sounds_like_revenue_but_was_left_out_is_told(books):
    """The consultant may add it."""
    accounts = account("8000", "Handel", rgs="WOmzNohOlh") + account("8900", "Omzet oud")
    [remark] = [said for said in books(auditfile(accounts=accounts)).remarks if said.key == "auditfile_doubtful"]
    assert remark.values["accounts"] == ["8900 Omzet oud"]


def test_an_unknown_account_is_refused_by_name(no_books):
    """Each of them, with the nearest there is; a number without quotes is the same account."""
    refusal = no_books(auditfile(), "[auditfile]\nrevenue_accounts = [8001, '8000', '13']\n")
    assert [(p.key, p.file, p.value, p.values["nearest"]) for p in refusal.problems] == [
        ("unknown_account", "client.toml", "8001", "8000"),
        ("unknown_account", "client.toml", "13", "1300"),
    ]
    assert "auditfile.revenue_accounts" in refusal.sentences("en")[0]


def test_a_mistake_in_the_section_is_told(no_books):
    """An unknown key, and a text where a list belongs."""
    assert (
        no_books(auditfile(), "[auditfile]\nomzetrekeningen = []\n").problems[0].values["nearest"] == "revenue_accounts"
    )
    assert no_books(auditfile(), "[auditfile]\nrevenue_accounts = '8000'\n").problems[0].expected == "a_list"


@pytest.mark.parametrize(
    ("accounts", "key"),
    [
        ("", "auditfile_no_accounts"),
        (account("4000", "Autokosten"), "auditfile_no_revenue_accounts"),
        (account("8100", "Omzet buitenland", rgs="WOmzNohOln"), "auditfile_no_revenue"),
    ],
)
def test_nothing_that_is_revenue(no_books, accounts, key):
    """A part of an export, no account that looks like it, or nothing booked on it: each with what to do."""
    refusal = no_books(auditfile(accounts=accounts))
    assert [problem.key for problem in refusal.problems] == [key]
    assert all(refusal.sentences(language) for language in ("nl", "en"))


def test_lines_on_other_accounts_do_not_count(books):
    """A purchase is no revenue, whoever is on it."""
    bought = journal(entry(line("4000", "80.00", "D", "1"), line("1300", "80.00", "C", "1")), id="60", kind="P")
    assert books(auditfile(SALES, bought)).ledger.revenue == 350
