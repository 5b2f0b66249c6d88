"""How the reconciliation is told: every amount of it, in words that fit."""

from __future__ import annotations

from dataclasses import replace

import pytest

from klantlib.advice import tell, words_of
from klantlib.analyses.basis import analyse
from klantlib.blocks import Finding, Note, Table
from klantlib.client.auditfile.ledger import Account, Control, Journal, Ledger, Payments
from klantlib.stories.ledger import ledger_blocks
from tests.analyses.test_basis import PERIOD

LEDGER = Ledger(
    file="auditfile.xaf", version="3.2", software="Proef",
    stated=Control(6, 500.0, 500.0), read=Control(6, 500.0, 500.0), how="rgs",
    accounts=(Account("8000", "Omzet", 500.0),), revenue=500.0,
    routes={"line": 300.0, "transaction": 50.0, "invoice": 0.0, "none": 150.0},
    journals=(Journal("70", "Verkoop", "S", 350.0, 350.0), Journal("10", "Kas", "C", 150.0, 0.0)), moved=500.0,
    moved_attributed=350.0, payments=Payments("due_date", 3, 2, 1, 1, 20.0),
)  # fmt: skip
CERTAIN = replace(LEDGER, routes={**LEDGER.routes, "line": 450.0, "none": 0.0}, moved_attributed=500.0)


def told(ledger, language="nl"):
    result = analyse([], [], {}, ledger, **PERIOD)
    return [tell(block, words_of(result, language)) for block in ledger_blocks(ledger)]


def keys(ledger, kind):
    return [block.key for block in told(ledger) if isinstance(block, kind)]


def test_without_an_auditfile_there_is_nothing():
    """Neither in the chapter nor in its figures."""
    assert ledger_blocks(None) == []
    assert "ledger" not in analyse([], [], {}, **PERIOD).figures()


def test_the_tables_hold_every_amount():
    """Routes come to the ledger's revenue; control totals stand beside what was read."""
    tables = {block.key: block.rows for block in told(LEDGER) if isinstance(block, Table)}
    assert tables["ledger_totals"] == [("stated", 6, 500, 500), ("read", 6, 500, 500)]
    assert [row[1] for row in tables["ledger_routes"]] == [300, 50, 0, 150, 500]
    assert [row[2] for row in tables["ledger_routes"]] == [0.6, 0.1, 0, 0.3, 1]
    assert tables["ledger_journals"] == [("70", "Verkoop", 350, 350), ("10", "Kas", 150, 0)]
    assert tables["ledger_accounts_rgs"] == [("8000", "Omzet", 500)]


@pytest.mark.parametrize(
    ("ledger", "findings"),
    [
        (LEDGER, ["ledger_agrees", "ledger_uncertain"]),
        (CERTAIN, ["ledger_agrees", "ledger_certain"]),
        (replace(CERTAIN, moved=1000.0), ["ledger_agrees", "ledger_uncertain_booked"]),
        (replace(CERTAIN, stated=Control(7, 500.0, 500.0)), ["ledger_differs", "ledger_certain"]),
        (replace(CERTAIN, stated=None), ["ledger_without_totals", "ledger_certain"]),
        (replace(LEDGER, used=False), ["ledger_agrees"]),
        (replace(LEDGER, revenue=-100.0), ["ledger_agrees", "ledger_uncertain_booked"]),
    ],
    ids=["uncertain", "certain", "booked", "differs", "no totals", "not used", "credit"],
)
@pytest.mark.parametrize("language", ["nl", "en"])
def test_what_is_found(ledger, findings, language):
    """One finding on the totals, one on the revenue where that is used; each can be said."""
    assert [block.key for block in told(ledger, language) if isinstance(block, Finding)] == findings


def test_what_the_file_cannot_tell_is_a_note():
    """A counter line that is left out, payments that name no invoice."""
    assert keys(replace(LEDGER, read=Control(6, 0.0, 500.0)), Note) == ["ledger_unbalanced", "ledger_unnamed"]
    assert keys(replace(LEDGER, payments=Payments("none")), Note) == []


@pytest.mark.parametrize("evidence", ["due_date", "invoice_date", "balance", "none"])
@pytest.mark.parametrize("language", ["nl", "en"])
def test_every_level_of_evidence_has_its_words(evidence, language):
    """Only the first speaks of due dates that are there."""
    [said] = [b.words["text"] for b in told(replace(LEDGER, payments=Payments(evidence)), language)
              if b.key == f"ledger_{evidence}"]  # fmt: skip
    assert said


@pytest.mark.parametrize("how", ["confirmed", "rgs", "name"])
def test_how_the_accounts_were_chosen_stands_above_them(how):
    """A caption each."""
    assert f"ledger_accounts_{how}" in keys(replace(LEDGER, how=how), Table)


def test_figures_for_programs():
    """Plain numbers, shares as fractions."""
    figures = analyse([], [], {}, LEDGER, **PERIOD).figures()["ledger"]
    assert (figures["revenue"], figures["attributed"], figures["unattributed"]) == (500, 350, 150)
    assert (figures["attributed_share"], figures["certain"], figures["agrees"]) == (0.7, False, True)
    assert figures["routes"] == LEDGER.routes
