"""`klant questionnaire`: the forms in the client's folder, tokens that stay, and a list for the mailing."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from python_calamine import load_workbook

from klantlib.client.problems import Refused
from klantlib.questionnaire import editions, made, making, tokens
from klantlib.questionnaire.definition import form
from klantlib.questionnaire.keeping import alone, put, put_ours
from klantlib.questionnaire.sheets import BadSheet
from klantlib.report.publish import Busy

CUSTOMERS = (
    "klantnummer;naam;email;vestiging\n00042;De Linde;linde@example.org;Zwolle\n7;=Visser;;Breda\n8;Bos;;Zwolle\n"
)
SALES = "klantnummer;datum;omzet\n00042;31-12-2025;100\n7;15-12-2025;50\n8;15-12-2020;50\n"
SETTINGS = 'name = "Jansen BV"\n[period]\nend = 2025-12-31\n'


@pytest.fixture
def client(tmp_path: Path) -> Path:
    """A client of three customers, of whom one bought nothing this year."""
    folder = tmp_path / "client_data" / "proef"
    folder.mkdir(parents=True)
    for name, text in {"klanten.csv": CUSTOMERS, "transacties.csv": SALES, "client.toml": SETTINGS}.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def make(client):
    """A function that makes questionnaires of these kinds."""
    return lambda *kinds, language="": making.questionnaires("proef", kinds, language, client.parent)


def listed(client):
    """The rows of the mailing, and the kinds of their cells."""
    book = load_workbook(client / "questionnaires" / "mailing.xlsx")
    heads, *rows = book.get_sheet_by_index(0).to_python()
    return [dict(zip(heads, row, strict=True)) for row in rows]


@pytest.mark.slow
def test_the_self_test_goes_out_by_four_routes(client, make):
    """A page, a Word form, paper and a workbook; what was asked is kept, and a client without data has them too."""
    (client / "transacties.csv").unlink()
    (client / "klanten.csv").unlink()
    done = make("self_test")
    folder = client / "questionnaires"

    assert done.files == ["self_test.html", "self_test.docx", "self_test_paper.html", "self_test.xlsx"]
    assert all((folder / name).stat().st_size > 1000 for name in done.files)
    kept = json.loads((folder / "editions" / f"self_test-{form('self_test', 'nl').edition}.json").read_text())
    assert [question["key"] for question in kept["questions"]] == ["q1", "q2", "q3", "q4", "q5", "q6"]
    assert "client.toml" in "\n".join(made.told(done, "proef", "x"))  # no mail address yet


@pytest.mark.slow
def test_staff_choose_from_the_units_in_the_data(client, make):
    """Or write their own down, where none are known; client.toml goes before both."""
    make("awareness")
    kept = json.loads(next((client / "questionnaires" / "editions").glob("awareness-*.json")).read_text())
    assert [option["value"] for option in kept["questions"][0]["options"]] == ["Breda", "Zwolle"]

    (client / "klanten.csv").unlink()
    assert "free" in make("awareness").notes
    (client / "client.toml").write_text('[questionnaires]\nunits = ["Noord"]\n')
    assert "free" not in make("awareness").notes


def test_a_survey_goes_to_who_bought_by_name(client, make):
    """A page each, and a list by name; a name that looks like a formula is text."""
    done = make("satisfaction")
    given = tokens.tokens(client)
    rows = listed(client)

    assert set(given) == {"7", "00042"} and done.people == 2
    assert [row["Klantnummer"] for row in rows] == ["7", "00042"]
    assert rows[0]["Naam"] == "=Visser" and rows[1]["E-mail"] == "linde@example.org"
    assert rows[1]["Link of bestand"] == f"satisfaction/{given['00042']}.html"
    assert "Jansen BV" in rows[1]["Tekst"] and "12 maanden" in rows[1]["Tekst"]
    page = (client / "questionnaires" / "satisfaction" / f"{given['00042']}.html").read_text(encoding="utf-8")
    assert "De Linde" in page and given["00042"] in page and "linde@example.org" not in page
    assert not list((client / "questionnaires").rglob("*8.html"))


def test_tokens_stay_and_new_customers_get_one(client, make):
    """A second run, after a customer came back: nobody's link stops working."""
    make("satisfaction")
    before = tokens.tokens(client)
    (client / "transacties.csv").write_text(SALES.replace("2020", "2025"), encoding="utf-8")
    done = make("satisfaction")
    after = tokens.tokens(client)

    assert before.items() <= after.items() and set(after) == {"7", "00042", "8"}
    assert (done.people, done.new) == (3, 1)
    assert len(set(after.values())) == 3


def test_a_page_on_the_web_has_a_link_for_each_customer(client, make):
    """One page, that takes the token from the link."""
    address = "https://bureau.example/enquete.html"
    (client / "client.toml").write_text(f'{SETTINGS}[questionnaires]\naddress = "{address}"\nbefore = 2026-12-31\n')
    done = make("satisfaction", language="en")
    given = tokens.tokens(client)

    assert done.files[0] == "satisfaction.html" and not (client / "questionnaires" / "satisfaction").exists()
    assert [row["Link or file"] for row in listed(client)] == [f"{address}#{given['7']}", f"{address}#{given['00042']}"]
    assert "31 December 2026" in listed(client)[0]["Text"]
    assert not any(token in (client / "questionnaires" / "satisfaction.html").read_text() for token in given.values())


@pytest.mark.parametrize(
    ("files", "key"),
    [
        ({"klanten.csv": None}, "survey_without_customers"),
        ({"transacties.csv": SALES.replace("00042", "1").replace("\n7;", "\n2;")}, "survey_without_buyers"),
    ],
)
def test_a_survey_by_name_needs_customers(client, make, files, key):
    """Told before anything is written."""
    for name, text in files.items():
        (client / name).unlink() if text is None else (client / name).write_text(text)
    with pytest.raises(Refused) as refusal:
        make("satisfaction")

    assert [problem.key for problem in refusal.value.problems] == [key]
    assert not (client / "questionnaires" / "tokens.csv").exists()


def test_a_house_style_that_nobody_can_read_goes_to_nobody(client, make):
    """White on white."""
    (client / "house_style.toml").write_text('[colours]\nink = "#ffffff"\n')
    with pytest.raises(Refused):
        make("satisfaction")


def test_two_runs_at_once_do_not_mix(client, make):
    """The second is told to wait."""
    with alone(client), pytest.raises(Busy):
        make("satisfaction")


def test_what_a_person_changed_is_kept_aside(tmp_path):
    """The Word form with a sentence added; what nobody touched is simply renewed."""
    put_ours(tmp_path, {"a.docx": b"one", "b.docx": b"one"})
    (tmp_path / "a.docx").write_bytes(b"one, with a sentence")
    aside = put_ours(tmp_path, {"a.docx": b"two", "b.docx": b"two"})

    assert aside == {"a.docx": "a-old-1.docx"}
    assert (tmp_path / "a-old-1.docx").read_bytes() == b"one, with a sentence"
    assert [(tmp_path / name).read_bytes() for name in ("a.docx", "b.docx")] == [b"two", b"two"]
    assert put_ours(tmp_path, {"a.docx": b"three"}) == {}


def test_a_file_that_was_there_before_us_is_kept_aside(tmp_path):
    """Somebody else's, or the memory of what we wrote is gone."""
    (tmp_path / "a.docx").write_bytes(b"mine")
    (tmp_path / ".written.json").write_text("[]")

    assert put_ours(tmp_path, {"a.docx": b"ours"}) == {"a.docx": "a-old-1.docx"}


def test_a_file_is_written_whole_or_not_at_all(tmp_path, monkeypatch):
    """No half file stays, nor the one that was being built."""
    put(tmp_path / "a", b"old")
    monkeypatch.setattr("klantlib.questionnaire.keeping.os.replace", _no_room)
    with pytest.raises(OSError, match="full") as problem:
        put(tmp_path / "a", b"new")

    assert problem.value.filename == str(tmp_path / "a")
    assert (tmp_path / "a").read_bytes() == b"old" and [path.name for path in tmp_path.iterdir()] == ["a"]


def _no_room(source, target):
    raise OSError("disk full")


@pytest.mark.parametrize(
    "text", ["customer_id;token\n00042;7XKQ29PM\n", "\ufeffcustomer_id,token\r\n00042,7XKQ29PM\r\n"]
)
def test_tokens_are_read_after_a_spreadsheet_saved_them(tmp_path, text):
    """With semicolons and a mark; the number keeps its zeros where the spreadsheet kept them."""
    put(tmp_path / "questionnaires" / "tokens.csv", text.encode())

    assert tokens.tokens(tmp_path) == {"00042": "7XKQ29PM"}


@pytest.mark.parametrize(
    "text", ["", "x\n", "customer_id,token\n1,AAAA2222\n2,AAAA2222\n", "customer_id,token\n1,aaaa\n"]
)
def test_a_damaged_list_of_tokens_is_refused(tmp_path, text):
    """Empty, another file, one token for two, or no token."""
    put(tmp_path / "questionnaires" / "tokens.csv", text.encode())
    with pytest.raises(Refused):
        tokens.tokens(tmp_path)


def test_an_edition_is_what_was_asked_then(client):
    """Read back as it was kept; one that nobody handed out, or that was damaged, there is none of."""
    asks = replace(form("satisfaction", "nl"), version=5)
    editions.keep(client, asks)
    known = editions.Editions(client, making.settings_of("proef", client.parent))

    assert known.form("satisfaction", asks.edition) == asks
    (client / "questionnaires" / "editions" / f"satisfaction-{asks.edition}.json").write_text("{}")
    for kind, edition in [("satisfaction", asks.edition), ("satisfaction", "1.0000"), ("../../x", "1.0000"), ("x", "")]:
        with pytest.raises(BadSheet, match="edition"):
            editions.Editions(client, known.settings).form(kind, edition)
