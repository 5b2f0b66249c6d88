"""The contract as data: its documentation, its examples, the words about it, and the start of a new client."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from klantlib import texts
from klantlib.client import Refused, contract, open_client
from klantlib.client.client_toml import read_settings
from klantlib.client.places import CHECKOUT, home, stems
from klantlib.client.scaffold import new_client

README = (CHECKOUT / "client_data" / "README.md").read_text(encoding="utf-8")
SECTIONS = re.findall(r"^## .*? \(`(\w+)`\)\n(.*?)(?=^## |\Z)", README, flags=re.M | re.S)
MESSAGES = texts.read("messages")


def test_every_table_is_documented():
    """A section a table, in the same order."""
    assert [name for name, _ in SECTIONS] == list(contract.tables())


@pytest.mark.parametrize(("name", "text"), SECTIONS)
def test_every_column_is_documented(name, text):
    """Dutch name, English name, and a star where it is required; nothing else."""
    documented = re.findall(r"^\| (.+?)( \*)? \| `(\w+)` \|", text, flags=re.M)
    columns = contract.tables()[name].columns.values()
    assert documented == [(column.words["nl"], " *" if column.required else "", column.name) for column in columns]


def test_the_examples_can_be_delivered(opened):
    """The example of every table, put together, makes a client."""
    examples = {f"{name}.csv": re.search(r"```csv\n(.*?)```", text, flags=re.S)[1] for name, text in SECTIONS}
    client = opened(examples)
    assert set(client.tables) == set(contract.tables())
    unfilled = {(name, column) for name, rows in client.tables.items() for column in rows if rows[column].isna().all()}
    assert unfilled == {("transactions", "margin")}  # cost or margin, not both


def test_names_are_clear():
    """No two columns of a table, and no two tables, share a name once case and spaces are gone."""
    for items in (contract.tables(), *(table.columns for table in contract.tables().values())):
        plain = [{contract.plain_name(word) for word in (item.name, *item.words.values())} for item in items.values()]
        assert sum(len(names) for names in plain) == len(set().union(*plain))


@pytest.mark.parametrize(
    "text", ["Klant-Nummer", "KLANT NUMMER", "customer_id", "Customer ID", " klantnummer ", "customer-id"]
)
def test_a_name_in_any_spelling(text):
    """English and Dutch, any case, spaces, underscores and dashes alike."""
    assert contract.column_named("customers", text) == "customer_id"


def test_every_problem_has_its_message():
    """Each key that the code names is a section of messages.toml, and each section is named."""
    code = "\n".join(path.read_text(encoding="utf-8") for path in Path(texts.__file__).parent.rglob("*.py"))
    named = set(re.findall(r'(?:\b(?:Problem|Unreadable|Remark)\(\s*|error=)"(\w+)"', code))
    named |= set(re.findall(r'_at\(.*, "(\w+)", (?:"\w+"|column)\)', code))
    assert len(named) > 40
    assert named <= set(MESSAGES)
    by_kind = {f"{kind}_{way}" for kind in ("amount", "number") for way in ("comma", "point")}
    made = {*by_kind, "vat_cost", "vat_margin", "date_dmy", "date_mdy", "date_ymd"}
    assert [section for section in MESSAGES if f'"{section}"' not in code and section not in made] == []


@pytest.mark.parametrize(("language", "note"), [("nl", "LEESMIJ.txt"), ("en", "README.txt")])
def test_a_new_client_explains_itself(tmp_path, language, note):
    """A folder with a client.toml that is in order, and a note; without files it is refused with what it needs."""
    folder = new_client("jansen-bv", tmp_path, language)
    assert {path.name for path in folder.iterdir()} == {"client.toml", note}
    settings = read_settings(folder, stems())
    assert (settings.name, settings.language) == ("jansen-bv", language)
    with pytest.raises(Refused) as refusal:
        open_client("jansen-bv", tmp_path)
    assert refusal.value.problems[0].key == "nothing_delivered"


@pytest.mark.parametrize(("language", "sheet"), [("nl", "Blad1"), ("en", "Sheet1")])
def test_the_examples_in_the_new_client_toml_are_in_order(tmp_path, language, sheet):
    """With every # before a setting taken away it is still read."""
    folder = new_client("x", tmp_path, language)
    text = (folder / "client.toml").read_text(encoding="utf-8")
    text = re.sub(r"^# (?=\[|[\w.]+ = )", "", text, flags=re.M).replace('vat = "excl"', 'vat = "incl"')
    sections = tomllib.loads(text)
    assert {"sources", "columns", "dates", "decimals", "scales"} <= sections.keys()
    (folder / "client.toml").write_text(text, encoding="utf-8")
    assert read_settings(folder, ("concentration",)).sources["customers"].sheet == sheet


@pytest.mark.parametrize(("name", "key"), [("x", "client_exists"), ("../y", "bad_name")])
def test_a_new_client_is_never_an_old_one(tmp_path, name, key):
    """What is there stays as it was; nothing comes outside the clients' folder."""
    kept = new_client("x", tmp_path / "clients") / "client.toml"
    kept.write_text("name = 'mine'", encoding="utf-8")
    with pytest.raises(Refused) as refusal:
        new_client(name, tmp_path / "clients")
    assert refusal.value.problems[0].key == key
    assert kept.read_text(encoding="utf-8") == "name = 'mine'"
    assert [path.name for path in tmp_path.iterdir()] == ["clients"]


def test_home(tmp_path, monkeypatch):
    """KLANT_HOME, else the nearest folder upwards with client_data, else the checkout."""
    monkeypatch.delenv("KLANT_HOME", raising=False)
    monkeypatch.chdir(tmp_path)
    assert home() == CHECKOUT
    (tmp_path / "client_data").mkdir()
    (tmp_path / "a" / "b").mkdir(parents=True)
    monkeypatch.chdir(tmp_path / "a" / "b")
    assert home() == tmp_path
    monkeypatch.setenv("KLANT_HOME", str(tmp_path / "a"))
    assert home() == tmp_path / "a"
