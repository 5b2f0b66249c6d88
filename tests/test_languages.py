"""One language at a time, from the first heading to the last message; and a third by its keys alone."""

import ast
import os
import re
import shutil
import string
import subprocess
import sys
import tomllib
from pathlib import Path

import pandas as pd
import pytest
from babel import Locale

from klantlib.client import contract
from klantlib.formats import show
from klantlib.languages import ELSEWHERE, languages, locale_of, own_language, tag, usual
from klantlib.report.job import Job
from klantlib.report.making import make as make_report
from tests.conftest import ROOT
from tests.missing_words import missing, other_holes, texts
from tests.said import WORD, foreign, in_page, in_sheets, in_word, mixed
from tests.third_language import CODE, LOCALE, MARK, installation

SPRING = ROOT / "tests" / "clients" / "spring"
FILES = {"report.docx": in_word, "report.html": in_page, "appendix.xlsx": in_sheets}
SAID = list(texts())
AS_THEY_ARE = ("US$", "et", "ou", "A B C D", "shown n")  # a currency, French "and" and "or", answers, holes of the page


def literal(text):
    """A text without the names of its holes, with every form that one may take."""
    parts = string.Formatter().parse(text)
    return " ".join(f"{said} {spec.replace('|', ' ') if spec and '|' in spec else ''}" for said, _, spec, _ in parts)


# --- one list of languages


def test_the_list_of_languages_stands_in_one_place():
    """In words.toml; no module under klantlib names a language, but for the one in which its own names are."""
    codes = re.compile(rf"({'|'.join(languages())})([-_][A-Z]{{2}})?")
    named = [
        (path.stem, node.value)
        for path in (ROOT / "klantlib").rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and codes.fullmatch(node.value)
    ]

    assert sorted(named) == [("contract", contract.NAMED_IN), ("languages", ELSEWHERE)]


def test_a_language_knows_how_it_writes():
    """Its tag for documents, its customs for numbers; the usual one comes first."""
    assert usual() == languages()[0]
    assert [tag(language) for language in ("nl", "en")] == ["nl-NL", "en-GB"]
    assert [str(locale_of(language)) for language in ("nl", "en")] == ["nl_NL", "en_GB"]


@pytest.mark.parametrize(
    ("computer", "language"),
    [("nl_NL", "nl"), ("Dutch_Netherlands", "nl"), ("nl_BE", "nl"), ("en_US", "en"), ("fr_FR", "en"), (None, "en")],
)
def test_the_command_speaks_the_language_of_the_computer(monkeypatch, computer, language):
    """On Windows too; English where the computer speaks none of ours."""
    monkeypatch.setattr("locale.getlocale", lambda: (computer, "UTF-8"))

    assert own_language() == language


# --- nothing missing, nothing mixed


def test_a_missing_text_is_named_with_its_file_and_its_section():
    """As `python tests/missing_words.py de` shows them: a text, a column of a client, a choice."""
    lacking = missing("de", iter(SAID))

    assert len(lacking) == len(SAID)
    assert {
        "templates/words.toml [report] title.de",
        "tables.toml [customers] columns.name.de",
        "tables.toml [rates] columns.level.choices.channel.de",
    } <= set(lacking)


def test_a_text_that_forgets_a_number_is_named():
    """With the hole that the other language has."""
    said = [("x.toml", "[loss] text", {"nl": "{n:count klant|klanten} {loss:money}", "en": "{n:count customer}"})]

    assert other_holes("en", iter(said)) == ["x.toml [loss] text.en: loss"]


@pytest.mark.parametrize("language", languages())
def test_no_text_has_words_of_another_language(language):
    """Each text by itself, whether or not a report prints it."""
    said = [(key, text[language]) for file, key, text in SAID if file != "tables.toml" and not key.startswith("[say]")]

    assert [(key, text) for key, text in said if foreign(literal(text), language)] == []


def test_a_mixed_sentence_is_seen():
    """The check can fail: a Dutch word in an English sentence, and the other way round."""
    assert foreign("The omzet of these customers", "en") == {"omzet"}
    assert foreign("De omzet of these customers", "nl") == {"these", "customers"}
    assert mixed(["Lost: Jan van den Berg", "Verlies bij Jan"], "en", ["Jan van den Berg"]) == ["Verlies bij Jan"]


@pytest.fixture(scope="module")
def clients_own():
    """What the demo client wrote itself: names, reasons, answers. These stay as they are in every language."""
    folder = ROOT / "client_data" / "voorbeeld"
    cells = [pd.read_csv(path, sep=None, engine="python", dtype=str) for path in folder.glob("*.csv")]
    words = {text for table in cells for column in table for text in table[column].dropna().unique()}
    settings = re.findall(r'"([^"]+)"', (folder / "client.toml").read_text(encoding="utf-8"))
    return {word for word in {*words, *settings} if WORD.search(word)}


@pytest.mark.slow
@pytest.mark.xdist_group("demo")
@pytest.mark.parametrize("file", FILES)
@pytest.mark.parametrize("language", ["nl", "en"])
def test_a_report_speaks_one_language(request, clients_own, language, file):
    """Word, the page with its labels for who cannot see it, and the appendix: no sentence of the other language."""
    made = request.getfixturevalue({"nl": "demo", "en": "demo_en"}[language])
    said = list(FILES[file](made.folder / file))

    assert sum(len(WORD.findall(text)) for text in said) > 500
    assert mixed(said, language, clients_own) == []


@pytest.mark.slow
@pytest.mark.xdist_group("demo")
@pytest.mark.parametrize("language", ["nl", "en"])
def test_numbers_and_dates_are_written_as_the_language_does(request, clients_own, language):
    """€ 1.234 and 31 december 2025, or €1,234 and 31 December 2025; the client's own words stay as they are."""
    made = request.getfixturevalue({"nl": "demo", "en": "demo_en"}[language])
    wrong = {
        "nl": r"\d,\d{3}\b(?!\d)|€\d| (January|March|May|June|July|October) ",
        "en": r"€\s\d|\d\.\d{3}\b| (maart|mei) ",
    }
    said = [text for file in ("report.docx", "report.html") for text in FILES[file](made.folder / file)]
    own = "|".join(re.escape(word) for word in clients_own if re.search(wrong[language], word))
    ours = [re.sub(own, "", text) if own else text for text in said]

    assert show(pd.Timestamp("2025-12-31"), "date", language) in " ".join(said)
    assert [text for text in ours if re.search(wrong[language], text)] == []


# --- the command


def client(tmp_path, source=SPRING, settings=None):
    """A client in a home of its own; with another client.toml where asked."""
    folder = tmp_path / "client_data" / "spring"
    folder.mkdir(parents=True)
    for path in filter(Path.is_file, source.iterdir()):
        shutil.copy(path, folder)
    if settings is not None:
        (folder / "client.toml").write_text(settings, encoding="utf-8")
    return folder


@pytest.mark.parametrize(("settings", "asked", "language"), [
    ('language = "nl"', "", "nl"), ('language = "nl"', "en", "en"), ('language = "en"', "nl", "nl"),
])  # fmt: skip
def test_what_is_said_of_a_client_is_in_its_language(tmp_path, settings, asked, language):
    """Or in the one that is asked for: progress and refusal alike."""
    folder = client(tmp_path, settings=settings)
    (folder / "activities.csv").write_text("customer_id,activity,quantity\nP,orders,many\n", encoding="utf-8")
    heard = []
    outcome = make_report(
        Job("spring", folder.parent, tmp_path / "reports", language=asked), lambda what, part: heard.append(what)
    )

    assert outcome.language == language and outcome.sentences and heard
    assert [text for text in (*heard, *outcome.sentences) if foreign(text, language)] == []


def test_an_unreadable_client_toml_is_told_in_the_language_of_the_computer(tmp_path, monkeypatch):
    """Its own language is not known."""
    monkeypatch.setattr("klantlib.client.problems.own_language", lambda: "nl")
    folder = client(tmp_path, settings='language = "en\n')
    outcome = make_report(Job("spring", folder.parent, tmp_path / "reports"), lambda what, part: None)

    assert outcome.sentences[0].startswith("client.toml, regel 1: hier is het bestand niet te lezen.")


def test_tables_are_called_what_the_reader_calls_them():
    """No name with underscores, no upright line between two that would both do."""
    needs = ("activities|costs", "complaint_costs")
    assert contract.needed(needs, "nl") == ["(activiteiten of kosten)", "klachtkosten"]
    assert contract.needed(needs, "en") == ["(activities or costs)", "complaint costs"]


# --- a third language


@pytest.fixture(scope="module")
def third(tmp_path_factory):
    """An installation with a third language in its TOML files, and Spring's report in it."""
    home = installation(tmp_path_factory.mktemp("third"))
    client(home)
    environment = {**os.environ, "PYTHONPATH": str(home), "KLANT_HOME": str(home), "PYTHONDONTWRITEBYTECODE": "1"}

    command = [sys.executable, "-c", "from klantlib.cli import app; app()", "report", "spring", "--language", CODE]
    return home, subprocess.run(command, cwd=home, env=environment, capture_output=True, text=True, check=False)


@pytest.mark.slow
def test_a_third_language_is_keys_in_the_toml_files(third):
    """The same code, other words: a report is made, and every word in it is of that language or the client's own."""
    home, done = third
    assert done.returncode == 0, done.stderr

    own = [path.name + " " + path.read_text(encoding="utf-8") for path in filter(Path.is_file, SPRING.iterdir())]
    months = Locale.parse(LOCALE, sep="-").months["format"]["wide"].values()
    known = {word.casefold() for text in (*own, *months, *AS_THEY_ARE) for word in WORD.findall(text)}
    folder = home / "reports" / "spring"
    for said in (*(said(folder / file) for file, said in FILES.items()), re.findall(r"^  .*ⁿ.*$", done.stdout, re.M)):
        words = [word for text in said for word in WORD.findall(text) if len(word) > 1]  # the e of e-mail has no mark
        assert sum(MARK in word for word in words) > 5
        assert sorted({word for word in words if MARK not in word and word.casefold() not in known}) == []


def test_a_third_language_lacks_nothing_once_its_keys_are_there(tmp_path):
    """The list of what is missing is the list of what to write."""
    home = installation(tmp_path)
    said = list(texts(home / "templates", home / "klantlib" / "client" / "tables.toml"))

    assert missing(CODE, iter(said)) == other_holes(CODE, iter(said)) == []
    listed = tomllib.loads((home / "templates" / "words.toml").read_text(encoding="utf-8"))["languages"]
    assert listed["locale"][CODE] == LOCALE
