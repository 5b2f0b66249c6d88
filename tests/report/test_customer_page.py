"""The page on one customer, as who asks for it meets it: refusals, files, what survives a new report, what it tells."""

import re
import shutil
from io import BytesIO

import pytest
from docx import Document
from typer.testing import CliRunner

from klantlib.cli import app
from klantlib.client import open_client
from klantlib.render.word.accessibility import barriers
from klantlib.report.customer_files import FOLDER, MEMORY, file_name, with_names, written
from klantlib.report.customer_page import make_page
from klantlib.report.job import Job, Status
from klantlib.report.making import make
from klantlib.report.publish import building
from tests.conftest import ROOT
from tests.said import in_page, in_word

pytestmark = pytest.mark.slow  # each reads a client and makes both documents
RAW = re.compile(r"\{(?!shown|n\}|rows)|\bnan\b|\bNone\b|NaT|<NA>")  # but for what the page's script fills


@pytest.fixture
def home(tmp_path):
    """The client Spring, in a home of its own."""
    shutil.copytree(ROOT / "tests" / "clients" / "spring", tmp_path / "client_data" / "spring")
    return tmp_path


def asked(home, id="P", client="spring", **options):
    return make_page(Job(client, home / "client_data", home / "reports", **options), id)


def texts(folder, name):
    """All that both documents say."""
    return [" ".join(read(folder / f"{name}.{kind}")) for kind, read in (("docx", in_word), ("html", in_page))]


def folder(home, client="spring"):
    return home / "reports" / client / FOLDER


def test_a_page_of_one_customer_lies_beside_the_report(home):
    """Word and HTML, and nothing half."""
    outcome = asked(home)

    assert outcome.status is Status.done
    assert outcome.files == ("spring/scorecards/P.docx", "spring/scorecards/P.html")
    assert sorted(path.name for path in folder(home).iterdir()) == [MEMORY, "P.docx", "P.html"]


@pytest.mark.parametrize("language", ["nl", "en"])
def test_it_tells_in_the_language_asked_and_leaves_no_hole(home, language):
    """Without a report it says that there is none; what is not known is named."""
    asked(home, language=language)
    word, page = texts(folder(home), "P")
    none = {"nl": "Er is nog geen rapport", "en": "There is no report yet"}[language]

    for text in (word, page):
        assert none in text and not RAW.search(text)
    assert {"nl": "Niet bekend", "en": "Not known"}[language] in word


def test_it_can_be_read_by_everybody(home):
    """No barrier in Word; a page alone has no cover and no contents."""
    asked(home)
    docx = (folder(home) / "P.docx").read_bytes()

    assert barriers(docx) == []
    assert "TOC" not in Document(BytesIO(docx)).element.xml
    assert 'class="alone"' in (folder(home) / "P.html").read_text(encoding="utf-8")


def test_an_unknown_customer_is_refused_with_the_nearest(home):
    """Nothing is written."""
    outcome = asked(home, "p ")
    other = asked(home, "zzzzzz")

    assert outcome.status is other.status is Status.refused
    assert outcome.why == other.why == "no_card"  # nothing is said of the data, which are right
    assert "P (" in outcome.sentences[0]
    assert not (home / "reports" / "spring").exists()


def test_a_customer_that_is_left_out_is_refused_with_the_reason(home):
    """client.toml says why; the page says it again."""
    settings = home / "client_data" / "spring" / "client.toml"
    left_out = '\n[customers]\nexclude = [{ id = "Q", reason = "own shop" }]\n'
    settings.write_text(settings.read_text(encoding="utf-8") + left_out, encoding="utf-8")
    outcome = asked(home, "Q")

    assert outcome.status is Status.refused and "own shop" in outcome.sentences[0]


def test_without_names_a_customer_is_a_number(home):
    """The page, its properties and its refusals name nobody."""
    names = set(open_client("spring", home / "client_data").all("customers")["name"].dropna())
    asked(home, pseudonyms=True)
    refused = asked(home, "p ", pseudonyms=True)

    assert [name for text in texts(folder(home), "P") for name in names if len(name) > 2 and name in text] == []
    assert [name for name in names if len(name) > 2 and name in refused.sentences[0]] == []


def test_a_page_survives_a_new_report(home):
    """Publishing swaps the folder; what is not of the run goes along."""
    asked(home)
    with building("spring", home / "reports") as new:
        (new / "report.docx").write_text("new")

    assert (folder(home) / "P.docx").exists() and (folder(home) / MEMORY).exists()


def test_a_page_that_somebody_edited_is_kept_beside(home):
    """Made again untouched it is replaced; with notes in it, it stays under the day's name."""
    asked(home)
    asked(home)
    assert len(list(folder(home).glob("*.docx"))) == 1

    (folder(home) / "P.docx").write_bytes(b"my notes")
    asked(home)
    kept = list(folder(home).glob("P-*.docx"))

    assert [path.read_bytes() for path in kept] == [b"my notes"]


def test_while_a_report_is_made_no_page_is(home):
    """The folder is about to be swapped."""
    with building("spring", home / "reports"):
        assert asked(home).status is Status.failed


@pytest.mark.parametrize("id", ["a/b", "..", "CON", "nul", "x" * 80, "ü", "a b", ".hidden"])
def test_a_number_that_is_no_name_for_a_file_gets_one(id):
    """Letters, digits, - and _ alone, and another for another number."""
    assert re.fullmatch(r"[A-Za-z0-9_-]{1,64}", file_name(id)) and file_name(id) != file_name(id + "_")


def test_numbers_that_differ_in_case_alone_have_files_of_their_own():
    """Some disks know no difference between a and A."""
    ids = ["a1", "A1", "00042"]

    assert len({file_name(id, ids).casefold() for id in ids}) == 3 and file_name("00042", ids) == "00042"


def test_pages_with_names_are_told_beside_a_report_without(tmp_path):
    """What was made with names is listed until it is made again without; a file of somebody's own counts as named."""
    written("spring", tmp_path, "P", b"", b"")
    written("spring", tmp_path, "Q", b"", b"", named=False)
    (tmp_path / "spring" / FOLDER / "own.docx").write_bytes(b"")
    before = with_names(tmp_path / "spring")
    written("spring", tmp_path, "P", b"", b"", named=False)

    assert before == ["P.docx", "P.html", "own.docx"]
    assert with_names(tmp_path / "spring") == ["own.docx"]
    assert with_names(tmp_path / "other") == []


def test_the_command_ends_with_2_for_an_unknown_customer(home, monkeypatch):
    """As the command line does for every refusal; done is 0."""
    monkeypatch.setenv("KLANT_HOME", str(home))

    def status(*arguments):
        return CliRunner().invoke(app, ["scorecard", *arguments]).exit_code

    assert status("spring", "P") == 0
    assert [status(*asked) for asked in (("spring", "z"), ("sprong", "P"), ("spring", "P", "--language", "x"))] == [
        2
    ] * 3


def test_every_kind_of_customer_has_a_sound_page(home, ooxml_validator):
    """Of the demo: large, lost, new, unknown to the survey; by the Open XML SDK and for who cannot see."""
    shutil.copytree(ROOT / "client_data" / "voorbeeld", home / "client_data" / "voorbeeld")
    data = open_client("voorbeeld", home / "client_data")
    bought = data["transactions"].groupby("customer_id")["revenue"].sum().sort_values()
    gone = [id for id in data.all("customers")["customer_id"] if id not in bought.index]
    for id in (bought.index[-2], bought.index[0], gone[0], data.all("contact")["customer_id"].iloc[0]):
        assert asked(home, id, "voorbeeld").status is Status.done
        file = folder(home, "voorbeeld") / f"{id}.docx"

        assert ooxml_validator(file) == [] and barriers(file.read_bytes()) == []
        assert not [text for text in texts(folder(home, "voorbeeld"), id) if RAW.search(text)]


def test_the_page_is_accessible_on_a_phone_and_a_desk(home, surf, axe):
    """axe finds nothing by WCAG 2.2 AA, light and dark; nothing scrolls sideways; nothing is asked of the network."""
    asked(home)
    tab = surf(folder(home) / "P.html")
    for width, scheme in ((390, "light"), (1280, "dark")):
        tab.set_viewport_size({"width": width, "height": 800})
        tab.emulate_media(color_scheme=scheme)

        assert axe(tab) == [] and tab.heard == []
        assert tab.evaluate("document.documentElement.scrollWidth") == width


def test_it_names_the_actions_of_the_last_report_with_this_customers_own_money(home):
    """A report first; then the page of the customer that loses most names what to do, in the page's language too."""
    make(
        Job("spring", home / "client_data", home / "reports", only=("concentration", "cost_to_serve")), lambda *_: None
    )
    asked(home, "T")
    assert "Actions of the last report" in texts(folder(home), "T")[0]
    asked(home, "T", language="nl")
    word = texts(folder(home), "T")[0]

    assert "Acties uit het laatste rapport" in word and "There is" not in word
