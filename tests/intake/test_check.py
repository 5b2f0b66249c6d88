"""klant check as a consultant reads it: found, understood, wrong, what to do; in 80 columns, in both languages."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from rich.console import Console

from klantlib.intake.terminal import show
from klantlib.intake.told import Grid, Lines, Part, Snippet, Told
from tests.intake.conftest import SALES

WIDTH = 80
UGLY = {
    "headings of their own": (
        {
            "transacties.csv": "Debiteurnr;Fact.datum;Netto\n00042;31-12-2025;1.234,50\n7;15-12-2025;50,00\n",
            "client.toml": '[columns.transacties]\nklantnummer = "Debiteurnr"\ndatum = "Fact.datum"\nomzet = "Netto"\n',
        },
        0,
        ["Debiteurnr", "klantnummer", "dag voorop: 31-12-2025 is 31 december 2025", "decimale komma: 1.234,50 is"],
    ),
    "undecidable": (
        {"transacties.csv": "klantnummer;datum;omzet\n00042;03-04-2025;1.234\n7;05-06-2025;2.500\n"},
        2,
        ["[dates]", 'transacties.datum = "dmy"', "[decimals]", "transacties.omzet = ", "nog niet te zeggen"],
    ),
    "wrong in many rows": (
        {"transactions.csv": "customer_id;date;revenue\n" + "".join(f"{n};someday;5,50\n" for n in range(200)),
         "client.toml": 'language = "en"\n'},
        2,
        ["Row 2, column “date”: “someday” cannot be used here.", "Likewise: row 3 (“someday”)", "and 190 other rows"],
    ),
    "mistakes everywhere": (
        {
            "transacties.csv": SALES.replace("50,00", "veel"),
            "klanten.csv": "klantnummer;naam\n00042;De Linde\n00042;De Linde BV\n",
            "medewerkers.csv": "vestiging;datum;betrokkenheid\nMidden;31-12-2025;11\n",
            "client.toml": '[period]\nmonths = 0\n[whitney]\nnonsense = 1\n',
        },
        2,
        ["period.months", "nonsense", "veel", "00042", "betrokkenheid"],
    ),
    "nothing at all": ({"client.toml": 'name = "Jansen"\n'}, 2, ["Jansen", "transacties", "geen enkele tabel"]),
}  # fmt: skip


def words(text: str) -> str:
    """Without line ends: a sentence may be broken anywhere."""
    return " ".join(text.split())


@pytest.mark.parametrize(("files", "status", "facts"), UGLY.values(), ids=UGLY)
def test_each_fact_is_there_in_80_columns(deliver, klant, files, status, facts):
    """What a consultant must know of five ugly clients, no line wider than a terminal."""
    deliver(files)
    ended, said = klant("check", "proef")

    assert ended == status
    assert [fact for fact in facts if fact not in words(said)] == []
    assert [line for line in said.splitlines() if len(line) > WIDTH and "check.html" not in line] == []


def test_what_was_found_and_what_can_be_made(deliver, klant):
    """File, table, rows, period, currency; the chapters, and the table that another needs."""
    deliver({"transacties.csv": SALES})
    _, said = klant("check", "proef")
    said = words(said)

    assert "In orde: 1 tabel, 2 rijen." in said and "transacties transacties.csv 2 2" in said
    assert "Periode: 1 januari 2025 tot en met 31 december 2025." in said and "Bedragen in EUR, zonder btw." in said
    assert "Top tien en winstcurve concentration" in said and "Tevredenheid en trouw tevredenheid" in said
    assert said.endswith("om te bewaren of te mailen.") and "klant report proef" in said


def test_columns_that_are_not_used_or_empty_are_told(deliver, klant):
    """Nothing is left out in silence."""
    files = {
        "transacties.csv": "klantnummer;datum;omzet;opmerking;aantal\n1;31-12-2025;5,50;vlug;\n",
        "client.toml": "[columns.transacties]\n",
    }
    deliver(files)
    _, said = klant("check", "proef")

    assert "Niet gebruikt: opmerking." in said and "Niets ingevuld: aantal." in said


def test_mistakes_that_do_not_touch_the_files_are_told_with_theirs(deliver, klant):
    """All at once: the consultant need not come back for the second half."""
    deliver({"transacties.csv": SALES.replace("50,00", "veel"), "client.toml": "[period]\nmonths = -1\n"})
    status, said = klant("check", "proef")

    assert status == 2 and "period.months" in said and "veel" in said


def test_where_client_toml_says_wrongly_how_to_read_the_files_wait(deliver, klant):
    """What would follow from the mistake is not told as a mistake of the client's."""
    deliver({"transacties.csv": SALES, "client.toml": '[columns.transacties]\nklantnumer = "Debiteur"\n'})
    status, said = klant("check", "proef")

    assert status == 2 and "klantnumer" in said and "zodra client.toml klopt" in words(said)
    assert "transacties.csv" not in said


def test_a_client_toml_that_is_no_toml_has_a_page_too(deliver, klant):
    """The line where it stops, and nothing guessed about the files."""
    folder = deliver({"transacties.csv": SALES, "client.toml": "name = Jansen\n"})
    status, said = klant("check", "proef")

    assert status == 2 and "Regel 1" in said and "client.toml" in said
    assert (folder / "check.html").exists()


def test_without_such_a_client_nothing_is_written(klant, home):
    """A typing error makes no folder."""
    status, _ = klant("check", "niemand")

    assert status == 2 and list((home / "client_data").iterdir()) == []


def test_a_folder_that_may_only_be_read_is_told(deliver, klant, monkeypatch):
    """The check itself goes on."""
    deliver({"transacties.csv": SALES})
    monkeypatch.setattr(Path, "write_text", lambda *_, **__: (_ for _ in ()).throw(PermissionError()))
    status, said = klant("check", "proef")

    assert status == 0 and "check.html is niet vernieuwd" in said.replace("\n", " ")


def test_a_value_cannot_steer_the_terminal(deliver, klant):
    """Escape codes in a cell are no codes when they are shown."""
    deliver({"transacties.csv": SALES.replace("50,00", "\x1b[2Jveel")})
    _, said = klant("check", "proef")

    assert "\x1b[2J" not in said and "veel" in said


LONG = f'klanten.naam = "{"x" * 90}"'
TOLD = Told(
    "nl", "Controle van de bestanden van “Café”", "Nog niet in orde", False,
    [
        Part("found", "Gevonden", [Grid("", ["Tabel", "Rijen"], [["klanten", "1.234"]], ["Niet gebruikt: “x”."], 1)]),
        Part("wrong", "Te verbeteren", [Lines("a.csv", ["Rij 2: €\u00a05 – veel [bold]"]),
                                       Snippet("Voor client.toml", "Neem over.", [LONG])]),
    ],
    "klant check x",
)  # fmt: skip


@pytest.mark.parametrize("encoding", ["utf-8", "cp1252", "cp437", "ascii"])
def test_a_console_without_fancy_signs_shows_the_same(encoding):
    """Quotes and dashes have stand-ins; nothing breaks, and no sign of a client is taken for markup."""
    stream = io.TextIOWrapper(io.BytesIO(), encoding=encoding, write_through=True)
    show(TOLD, Console(file=stream, width=WIDTH, highlight=False))
    said = stream.buffer.getvalue().decode(encoding)

    assert "Controle van de bestanden" in said and "1.234" in said and "[bold]" in said
    assert "Caf" in said and ("“" in said) == (encoding in ("utf-8", "cp1252"))


def test_a_line_to_copy_is_never_broken():
    """However long it is."""
    stream = io.StringIO()
    show(TOLD, Console(file=stream, width=WIDTH, highlight=False))

    assert LONG in stream.getvalue()


def copied(said: str) -> str:
    """The lines for client.toml, as a consultant copies them."""
    below = said.partition("Voor client.toml")[2]
    return below.split("\n\n")[1].replace("\n  ", "\n").strip()


def test_what_is_proposed_can_be_copied_until_all_is_well(deliver, klant):
    """First the headings, then what they left open: each time the lines as they stand, and never TOML that is none."""
    folder = deliver({"transacties.csv": "Debiteurnr;Fact.datum;Netto;Bedrag;Kleur\n00042;03-04-2025;1.234;9;rood\n"})
    first, said = klant("check", "proef")
    proposal = copied(said)
    (folder / "client.toml").write_text(proposal, encoding="utf-8")
    second, said = klant("check", "proef")
    (folder / "client.toml").write_text(proposal + "\n" + copied(said), encoding="utf-8")

    assert proposal.count("omzet") == 1 and "Kleur" not in proposal
    assert (first, second, klant("check", "proef")[0]) == (2, 2, 0)


def test_unknown_headings_are_told_together(deliver, klant):
    """One sentence a file, with what each may stand for."""
    deliver({"transacties.csv": SALES.replace("klantnummer", "Relatiecode").replace("omzet", "Kleur")})
    _, said = klant("check", "proef")

    assert "2 koppen zijn onbekend: “Relatiecode” (klantnummer?) en “Kleur”." in words(said)
