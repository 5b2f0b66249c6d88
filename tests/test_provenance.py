"""Does a finding say on which rows it rests, and are the counts right? On tables that can be counted by hand."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from klantlib.advice import tell
from klantlib.blocks import Action, Finding, Note
from klantlib.client import Client, contract, open_client
from klantlib.client.pseudonyms import pseudonymised
from klantlib.languages import languages
from klantlib.provenance import called, counts, earlier_of, sources, tables_of, traced
from klantlib.words import Words

SETTINGS = """name = "Proef"
[period]
end = 2025-12-31
months = 12
[customers]
exclude = [{ id = "99", reason = "contante verkoop" }]
"""
# in the period: 2 of customer 1, 1 of 2, 2 of X, who is not in klanten; before it 1, after it 1; 2 of who is left out
TRANSACTIONS = """klantnummer;datum;omzet;kostprijs
1;2025-01-31;100;60
1;2025-12-31;100;60
2;2025-06-15;50;70
X;2025-07-15;5;1
X;2025-07-16;5;1
1;2024-12-31;70;10
1;2026-01-15;70;10
99;2025-02-15;900;1
99;2024-02-15;900;1
"""
FILES = {
    "klanten.csv": "klantnummer;naam\n1;Jansen BV\n2;Visser VOF\n99;Balie\n",
    "transacties.csv": TRANSACTIONS,
    "tarieven.csv": "activiteit;tarief\nbezoek;10\n",
    # 3 in the period, of which 1 of X
    "activiteiten.csv": "klantnummer;activiteit;aantal;datum\n1;bezoek;2;2025-02-01\n2;bezoek;1;2025-02-02\n"
    "X;bezoek;1;2025-02-03\n1;bezoek;1;2023-12-31\n",
    # the latest answer counts, also one of before the period; one is from after it
    "tevredenheid.csv": "klantnummer;datum;algemeen;trouw\n1;2024-03-01;4;80\n2;2025-03-01;5;90\n2;2026-02-01;1;10\n",
    "zelftest.csv": "respondent;vraag 1;vraag 2;vraag 3;vraag 4;vraag 5;vraag 6\nA;A;B;C;D;A;B\nB;A;B;C;D;A;?\n",
}


@pytest.fixture(scope="module")
def client(tmp_path_factory) -> Client:
    folder: Path = tmp_path_factory.mktemp("clients") / "proef"
    folder.mkdir()
    for name, content in {**FILES, "client.toml": SETTINGS}.items():
        (folder / name).write_text(content, encoding="utf-8")
    return open_client("proef", folder.parent)


@pytest.mark.parametrize(
    ("table", "read", "used", "outside", "excluded"),
    [
        ("transactions", 9, 5, 2, 2),
        ("customers", 3, 2, 0, 1),
        ("activities", 4, 3, 1, 0),
        ("rates", 1, 1, 0, 0),
        ("satisfaction", 3, 2, 1, 0),
        ("self_test", 2, 2, 0, 0),
    ],
)
def test_rows_are_counted_once(client, table, read, used, outside, excluded):
    """Read = used + outside the period + of who is left out; counted by hand in the files above."""
    expected = {"read": read, "used": used, "outside": outside, "excluded": excluded, "left_out": 0}
    assert counts(table, client) == expected


def test_rows_that_are_no_data_are_not_of_customers_left_out(tmp_path):
    """A total row and an unfinished answer: read, not used, and nobody was left out on request."""
    folder = tmp_path / "proef"
    folder.mkdir()
    (folder / "transacties.csv").write_text(
        "klantnummer;datum;omzet\nA;31-12-2025;10\nB;31-12-2025;5\nTotaal;;15\n", encoding="utf-8"
    )
    (folder / "survey.csv").write_text(
        "#,Nr,Score,Start Date (UTC),Submit Date (UTC)\nx,A,4,2025-10-15,2025-10-15\ny,B,,2025-10-15,\n",
        encoding="utf-8",
    )
    (folder / "client.toml").write_text(
        '[surveys.s]\nfile = "survey.csv"\nklantnummer = "Nr"\n[surveys.s.tevredenheid]\nalgemeen = "Score"\n',
        encoding="utf-8",
    )
    client = open_client("proef", tmp_path)
    assert counts("transactions", client) == {"read": 3, "used": 2, "outside": 0, "excluded": 0, "left_out": 1}
    assert counts("satisfaction", client) == {"read": 2, "used": 1, "outside": 0, "excluded": 0, "left_out": 1}
    said = " ".join(sources(["transactions", "satisfaction"], client, "en"))
    assert "not used: 1 that holds no data or cannot count" in said
    assert "on request" not in said


def test_the_sentences_in_dutch(client):
    """Period, who is left out and why, then each table with what is not used of it."""
    assert list(sources(["transactions", "customers", "activities", "rates"], client, "nl")) == [
        "Periode: 1 januari 2025 tot en met 31 december 2025.",
        "Op verzoek weggelaten: klant 99 (contante verkoop).",
        "Transacties (transacties.csv): 9 rijen gelezen, 5 gebruikt; niet gebruikt: 2 buiten de periode en 2 van een"
        " weggelaten klant. Van de gebruikte rijen staan er 2 op 1 klantnummer buiten uw klantenbestand: die tellen mee"
        " in het geheel, niet per klant.",
        "Klanten (klanten.csv): 3 rijen gelezen, 2 gebruikt; niet gebruikt: 1 van een weggelaten klant.",
        "Activiteiten (activiteiten.csv): 4 rijen gelezen, 3 gebruikt; niet gebruikt: 1 buiten de periode. Van de"
        " gebruikte rijen staat er 1 op 1 klantnummer buiten uw klantenbestand: die staat bij wat niet is toegerekend.",
        "Tarieven (tarieven.csv): 1 rij gelezen, 1 gebruikt.",
    ]


def test_answers_have_no_period_of_their_own(client):
    """Of answers those up to the end count, of the self-test every sheet; the incomplete ones are told."""
    assert list(sources(["satisfaction"], client, "en")) == [
        "Satisfaction (tevredenheid.csv): 3 rows read, 2 used; not used: 1 from after the period."
    ]
    assert list(sources(["self_test"], client, "en")) == [
        "Self-test (zelftest.csv): 2 rows read, 2 used. Of these, 1 sheet was not filled in completely."
    ]


def test_a_finding_names_its_own_tables_else_those_of_its_chapter(client):
    """Costs were not delivered, so nothing rests on them; a suffix of a key does not matter."""
    words = Words("advice/concentration", "nl")

    assert tables_of("revenue_finding.2", client, words) == ["transactions", "customers"]
    assert tables_of("profit_all", client, words) == ["transactions", "customers", "activities", "rates"]
    assert tables_of("diagnosis_high", client, Words("advice/self_test", "nl")) == ["self_test"]


def test_nothing_rests_on_activities_that_no_rate_prices(client):
    """Without rates, or with rates of other activities, the rows of activities count nowhere."""
    words, tables = Words("advice/concentration", "nl"), dict(client.tables)
    others = tables | {"rates": tables["rates"].assign(activity="Iets anders")}
    del tables["rates"]

    assert tables_of("profit_all", replace(client, tables=tables), words) == ["transactions", "customers"]
    assert tables_of("profit_all", replace(client, tables=others), words) == ["transactions", "customers", "rates"]


def test_a_finding_and_an_action_are_traced_and_nothing_else(client):
    """What a note says stands beside the figure it touches."""
    words, note = Words("advice/concentration", "nl"), Note("kind_margin", words={"text": "x"})
    found = traced(tell(Finding("no_profit"), words), client, words)
    done = traced(tell(Action("loss_makers_action", {"loss": 4.0}), words), client, words)

    assert found.words["tables"] == ["Transacties", "Klanten"] and len(found.words["sources"]) == 4
    assert done.words["chapter"] == found.words["chapter"] == "Top tien en winstcurve"
    assert traced(note, client, words) is note


def test_pseudonyms_change_no_count_and_leak_no_name(client):
    """Files, numbers and reasons are what the client's own file says; names are not told at all."""
    tables = list(client.tables)
    told = " ".join(sources(tables, pseudonymised(client, "nl"), "nl"))

    assert told == " ".join(sources(tables, client, "nl"))
    assert not any(name in told for name in ("Jansen", "Visser", "Balie"))


@pytest.mark.parametrize("language", languages())
def test_every_table_has_a_name_for_the_reader(language):
    """None is called as in the code."""
    assert not any("_" in called(table, language) for table in contract.tables())


def test_rows_from_before_the_period_count_where_a_finding_looks_back(client):
    """Eight rows of known and unknown customers: five in the period, one before it, one after, two left out."""
    back, now = (
        next(iter(list(sources(["transactions"], client, "en", earlier))[-1:])) for earlier in (["transactions"], [])
    )

    assert "6 used" in back and "1 from after the period" in back and "outside the period" not in back
    assert "5 used" in now and "2 outside the period" in now


def test_a_chapter_names_the_tables_of_which_it_looks_back():
    """Who was lost can be seen only beside the period before."""
    assert earlier_of("lost", Words("advice/lapse", "nl")) >= {"transactions"}
    assert earlier_of("few", Words("advice/concentration", "nl")) == frozenset()
