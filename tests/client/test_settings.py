"""client.toml: every setting, every mistake in it, and what it maps."""

from __future__ import annotations

from datetime import date

import pytest

from klantlib.client import open_client
from klantlib.client.client_toml import read_settings
from klantlib.client.model import Refused
from klantlib.client.settings import Settings

STEMS = ("concentration", "whitney")


def read(folder, text, stems=STEMS) -> Settings:
    (folder / "client.toml").write_text(text, encoding="utf-8")
    return read_settings(folder, stems)


def test_without_a_file_the_usual(tmp_path):
    """No client.toml: the folder's name, Dutch, euros, twelve months, no VAT."""
    settings = read_settings(tmp_path, STEMS)
    assert (settings.name, settings.language, settings.currency) == (tmp_path.name, "nl", "EUR")
    assert (settings.period.months, settings.period.all, settings.amounts.vat) == (12, False, "excl")


def test_every_setting(tmp_path):
    """All that the contract names, read into its place; Dutch table and column names become English."""
    settings = read(
        tmp_path,
        """
        name = "Voorbeeld Groothandel BV"
        language = "en"
        currency = "USD"
        consultant = "E. Visser"
        [period]
        end = 2025-12-31
        months = 6
        [amounts]
        vat = "incl"
        vat_rate = 0.21
        [customers]
        exclude = [{ id = "99999", reason = "cash sales" }]
        [chapters]
        skip = ["whitney"]
        [sources]
        transacties = "x.csv"
        klanten = { file = "y.xlsx", sheet = "Blad1" }
        [columns.transacties]
        Klant-Nummer = "Debiteur"
        revenue = "Netto"
        [dates]
        transacties.datum = "mdy"
        [decimals]
        transactions.revenue = ","
        [scales]
        tevredenheid.trouw = "0-1"
        [questionnaires]
        asked_by = "Bureau De Werkbank"
        mail = "antwoord@werkbank.example"
        before = 2026-12-31
        aspects = ["Levering", " Advies "]
        ask_role = true
        [concentration]
        top = 0.1
        """,
    )
    assert settings.period.end == date(2025, 12, 31)
    assert settings.sources["customers"].sheet == "Blad1"
    assert settings.sources["transactions"].file == "x.csv"
    assert settings.columns == {"transactions": {"customer_id": "Debiteur", "revenue": "Netto"}}
    assert settings.answer("dates", "transactions", "date") == "mdy"
    assert settings.answer("scales", "satisfaction", "loyalty") == "0-1"
    assert settings.options == {"concentration": {"top": 0.1}}
    asked = settings.questionnaires
    assert (asked.mail, asked.before, asked.keep_months) == ("antwoord@werkbank.example", date(2026, 12, 31), 12)
    assert (asked.aspects, asked.units, asked.ask_role) == (("Levering", "Advies"), (), True)


@pytest.mark.parametrize(
    ("text", "key", "path", "nearest"),
    [
        ('nam = "x"', "unknown_key", "nam", "name"),
        ("[perod]\nmonths = 3", "unknown_key", "perod", "period"),
        ("[period]\nmonth = 3", "unknown_key", "period.month", "months"),
        ("[whitny]\nx = 3", "unknown_key", "whitny", "whitney"),
        ('[sources]\ntransaktie = "x.csv"', "unknown_key", "sources.transaktie", "transacties"),
        ('[sources]\nklanten = { fil = "x.csv" }', "unknown_key", "sources.customers.fil", "file"),
        ('[columns.klanten]\nname_ = "x"\nnam = "x"', "unknown_key", "columns.customers.nam", "naam"),
        ('[customers]\nexclude = [{ id = "1", resaon = "x" }]', "unknown_key", "customers.exclude.1.resaon", "reason"),
        ('[chapters]\nskip = ["witney"]', "unknown_chapter", "chapters.skip", "whitney"),
    ],
)
def test_an_unknown_key_gets_the_nearest_name(tmp_path, text, key, path, nearest):
    """Wherever it stands."""
    with pytest.raises(Refused) as refusal:
        read(tmp_path, text)
    problem = refusal.value.problems[0]
    assert (problem.key, problem.column, problem.values["nearest"]) == (key, path, nearest)
    assert refusal.value.sentences("en")[0].startswith(f"client.toml, “{path}”")


@pytest.mark.parametrize(
    ("text", "path", "expected"),
    [
        ('language = "de"', "language", "one_of"),
        ("name = 3.5\n[period]\nmonths = 0", "period.months", "a_whole_number"),
        ("[period]\nmonths = -3", "period.months", "a_whole_number"),
        ('[period]\nmonths = "veel"', "period.months", "a_whole_number"),
        ('[period]\nend = "gisteren"', "period.end", "a_toml_date"),
        ('[period]\nall = "misschien"', "period.all", "true_or_false"),
        ('[amounts]\nvat = "incl"', "amounts", "a_vat_rate"),
        ('[amounts]\nvat = "incl"\nvat_rate = 21', "amounts.vat_rate", "a_fraction"),
        ("amounts = 3", "amounts", "a_section"),
        ('currency = "euro"', "currency", "a_currency"),
        ('name = ""', "name", "a_toml_text"),
        ("[customers]\nexclude = 99999", "customers.exclude", "a_list"),
        ('[customers]\nexclude = [{ id = "1" }]', "customers.exclude.1.reason", "a_value"),
        ('[dates]\ntransacties.datum = "nl"', "dates.transactions.date", "one_of"),
        ('[scales]\ntevredenheid.trouw = "hoog"', "scales.satisfaction.loyalty", "a_scale"),
        ('[scales]\ntransacties.omzet = "0-1"', "scales.transactions.revenue", "columns_of_scales"),
        ('[dates]\ntransacties.omzet = "dmy"', "dates.transactions.revenue", "columns_of_dates"),
        ("whitney = 3", "whitney", "a_section"),
        ("[sources]\nklanten = 3", "sources.customers", "a_section"),
        ("columns = 3", "columns", "a_section"),
        ('[questionnaires]\nmail = "bureau"', "questionnaires.mail", "a_mail_address"),
        ('[questionnaires]\naddress = "www.bureau.nl"', "questionnaires.address", "a_web_address"),
        ('[questionnaires]\nbefore = "morgen"', "questionnaires.before", "a_toml_date"),
        ("[questionnaires]\nbefore = 9999-12-31", "questionnaires.before", "a_toml_date"),
        ("[questionnaires]\nkeep_months = 0", "questionnaires.keep_months", "a_whole_number"),
        ('[questionnaires]\naspects = ["Prijs", "prijs"]', "questionnaires.aspects", "short_names"),
        ('[questionnaires]\nunits = [""]', "questionnaires.units", "short_names"),
        ('[questionnaires]\nask_role = "soms"', "questionnaires.ask_role", "true_or_false"),
    ],
)
def test_a_setting_of_the_wrong_kind(tmp_path, text, path, expected):
    """Said plainly: which setting and what belongs there."""
    with pytest.raises(Refused) as refusal:
        read(tmp_path, text)
    problem = refusal.value.problems[0]
    assert (problem.column, problem.expected) == (path, expected)
    assert all(refusal.value.sentences(language) for language in ("nl", "en"))


def test_all_mistakes_at_once_in_the_chosen_language(tmp_path):
    """An unknown key and a wrong value, both told, in English because the file says so."""
    with pytest.raises(Refused) as refusal:
        read(tmp_path, 'language = "en"\nnam = "x"\n[period]\nmonths = 0')
    assert [problem.column for problem in refusal.value.problems] == ["nam", "period.months"]
    assert "is not known here" in refusal.value.sentences()[0]


def test_a_file_that_is_no_toml_says_on_which_line(tmp_path):
    """A quotation mark forgotten on the second line."""
    with pytest.raises(Refused) as refusal:
        read(tmp_path, 'name = "A"\ncurrency = "EUR\n')
    assert refusal.value.sentences("nl")[0].startswith("client.toml, regel 2:")


def test_addresses_and_other_files_are_refused(refused):
    """An address needs a table beside it; a pdf is never read; a missing file is named."""
    settings = '[sources]\nklanten = "postgresql://x/y"\ntransacties = "x.pdf"\nkosten = "weg.csv"\n'
    assert [p.key for p in refused({}, settings).problems] == ["address_alone", "wrong_suffix", "no_such_file"]


def test_mapped_columns(opened):
    """Own headings by client.toml alone; what it does not name is left out and told."""
    text = "Debiteur;Dag;Netto;Marge;Omzet;Vestiging\n7;31-12-2025;1,50;0,50;9;Oost\n"
    mapping = '[columns.transacties]\nklantnummer = "debiteur"\ndate = "Dag"\nrevenue = "Netto"\nmarge = ""\n'
    client = opened({"transacties.csv": text}, mapping)
    assert client.all("transactions").loc[0, "revenue"] == 1.5
    assert client.all("transactions")["margin"].isna().all()
    ignored = next(remark for remark in client.remarks if remark.key == "ignored_columns")
    assert ignored.values["columns"] == ["Marge", "Omzet", "Vestiging"]


def test_a_mapping_to_nothing(refused):
    """The heading that client.toml names is not in the file."""
    settings = '[columns.transacties]\nomzet = "Neto"\n'
    problem = refused({"transacties.csv": "klantnummer;datum;Netto\n7;31-12-2025;1\n"}, settings).problems[0]
    assert (problem.key, problem.values["nearest"]) == ("mapped_to_nothing", "Netto")


def test_one_heading_for_two_columns(opened):
    """Who has only names uses the name as the number too."""
    settings = '[columns.klanten]\nklantnummer = "Klant"\nnaam = "Klant"\n'
    customers = opened({"klanten.csv": "Klant;Plaats\nDe Linde;Utrecht\n"}, settings).all("customers")
    assert customers.loc[0, ["customer_id", "name", "city"]].tolist() == ["De Linde", "De Linde", "Utrecht"]


@pytest.mark.parametrize(
    ("text", "path", "expected"),
    [
        ("[period]\nmonths = nan", "period.months", "a_whole_number"),
        ("[period]\nmonths = inf", "period.months", "a_whole_number"),
        ("[period]\nend = 9999-12-31", "period.end", "a_toml_date"),
        ("[period]\nend = 0001-01-01", "period.end", "a_toml_date"),
        ('[sources]\nklanten = "\\u0000.csv"', "sources.customers.file", "a_toml_text"),
    ],
)
def test_what_toml_allows_and_nobody_means(tmp_path, text, path, expected):
    """No number, the year 9999, a character that no path can hold: told like any other mistake."""
    with pytest.raises(Refused) as refusal:
        read(tmp_path, text)
    problem = refusal.value.problems[0]
    assert (problem.column, problem.expected) == (path, expected)
    assert refusal.value.sentences("nl") and refusal.value.sentences("en")


def test_where_the_headings_stand(deliver):
    """A row or a cell; anything else is told with an example of both."""
    files = {"a.csv": "klantnummer;datum;omzet\n7;31-12-2025;1\n"}
    folder = deliver(files, '[sources]\ntransacties = { file = "a.csv", header = "boven" }\n')
    with pytest.raises(Refused) as refusal:
        open_client("proef", folder.parent)
    problem = refusal.value.problems[0]
    assert (problem.column, problem.value, problem.expected) == ("sources.transactions.header", "boven", "a_place")
    assert "E7" in problem.sentence("nl")
