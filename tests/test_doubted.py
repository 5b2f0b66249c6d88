"""Chapters that rest on revenue of which too little is on customers say so under their title; others do not."""

from __future__ import annotations

from dataclasses import replace

import pytest

from klantlib.blocks import Heading, Note, Text
from klantlib.client import open_client
from klantlib.provenance import doubted
from klantlib.words import Words
from tests.made_auditfile import SALES, auditfile, entry, journal, line

BLOCKS = [Heading("title", level=1), Text("question")]
LOOSE = journal(entry(line("8000", "150.00", "C")), id="10", name="Kas", kind="C")


@pytest.fixture
def client(tmp_path):
    """350 of 500 is on customers: 70%."""
    folder = tmp_path / "proef"
    folder.mkdir()
    (folder / "auditfile.xaf").write_text(auditfile(SALES, LOOSE), encoding="utf-8")
    return open_client("proef", tmp_path)


@pytest.mark.parametrize("stem", ["concentration", "whitney", "cost_to_serve", "summary"])
@pytest.mark.parametrize(("language", "said"), [("nl", "70%"), ("en", "70%")])
def test_a_chapter_on_transactions_is_uncertain(client, stem, language, said):
    """Right under its title, with the share, what is needed, and where it is accounted for."""
    title, note, rest = doubted(BLOCKS, client, Words(f"advice/{stem}", language))
    assert (title, rest) == tuple(BLOCKS)
    assert isinstance(note, Note) and said in note.words["text"] and "80%" in note.words["text"]


@pytest.mark.parametrize("stem", ["self_test", "satisfaction_loyalty", "basis"])
def test_other_chapters_are_left_alone(client, stem):
    """They do not rest on revenue."""
    assert doubted(BLOCKS, client, Words(f"advice/{stem}", "nl")) == BLOCKS


@pytest.mark.parametrize(
    "change",
    [
        {"used": False},
        {"routes": {"line": 500.0, "transaction": 0.0, "invoice": 0.0, "none": 0.0}, "moved_attributed": 500.0},
    ],
    ids=["transactions of their own", "enough"],
)
def test_a_client_with_enough_is_left_alone(client, change):
    """Or with transactions in a file of their own, or without an auditfile."""
    sure = replace(client, ledger=replace(client.ledger, **change))
    for data in (sure, replace(client, ledger=None)):
        assert doubted(BLOCKS, data, Words("advice/concentration", "nl")) == BLOCKS


def test_the_share_of_what_was_booked_has_words_of_its_own(client):
    """Where it is enough on balance, and not in what was booked."""
    ledger = replace(client.ledger, routes={**client.ledger.routes, "none": 0.0}, moved_attributed=100.0)
    for language in ("nl", "en"):
        note = doubted(BLOCKS, replace(client, ledger=ledger), Words("advice/summary", language))[1]
        assert note.key == "ledger_uncertain_booked" and "20%" in note.words["text"]
