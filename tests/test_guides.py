"""What the guides say works: every command and every line for client.toml is run, in the order of the reader."""

import os
import platform
import re
import shlex
import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from klantlib.client.opening import settings_of
from klantlib.languages import languages, usual
from klantlib.questionnaire.codes import write_code
from klantlib.questionnaire.definition import form
from klantlib.questionnaire.sheets import of_code
from klantlib.workshop.stick.filling import MACHINES
from tests.conftest import ROOT

GUIDES = ROOT / "docs" / "guides"
READERS = ("consultant", "client", "trainer")
EACH = [(reader, language) for reader in READERS for language in languages()]
# a block of code, or a remark that no reader sees: what a reader has done by then
PART = re.compile(r"<!-- (?P<done>\w+): (?P<what>[^>]*?) -->|```(?P<kind>\w+)\n(?P<text>.*?)```", re.DOTALL)
CLIENT = "jansen"
LINE = 124  # no wider than the other texts


def text(reader, language):
    return (GUIDES / f"{reader}.{language}.md").read_text(encoding="utf-8")


def commands(reader, language):
    return [part["text"] for part in PART.finditer(text(reader, language)) if part["kind"] == "sh"]


@pytest.mark.parametrize("reader", READERS)
def test_every_language_has_the_same_guide(reader):
    """The same commands to the letter, as many headings and pictures."""
    shape = {
        (tuple(commands(reader, language)), said.count("\n## "), said.count("!["))
        for language in languages()
        for said in [text(reader, language)]
    }

    assert len(shape) == 1


@pytest.mark.parametrize(("reader", "language"), EACH)
def test_what_is_linked_is_there_in_this_language(reader, language):
    """Other guides, the README, and pictures with words beside them."""
    said = text(reader, language)
    links = re.findall(r"\]\(([^)#]+)\)", said)

    assert [link for link in links if not (GUIDES / link).exists()] == []
    assert all(f"/{language}/" in link for link in links if link.endswith(".png"))
    assert "![]" not in said


def test_no_picture_is_left_over():
    """Each is shown in a guide of its language."""
    shown = {(GUIDES / link).resolve() for each in EACH for link in re.findall(r"\]\(([^)]+\.png)\)", text(*each))}

    assert shown == {path.resolve() for path in (GUIDES / "pictures").rglob("*.png")}


@pytest.mark.parametrize(("reader", "language"), EACH)
def test_a_guide_is_short(reader, language):
    """Two printed pages: some hundred lines."""
    lines = text(reader, language).splitlines()

    assert len(lines) <= 120
    assert [line for line in lines if len(line) > LINE and not line.startswith("|")] == []


@pytest.mark.slow
@pytest.mark.parametrize("reader", READERS)
def test_a_reader_who_follows_the_guide_gets_there(reader, tmp_path):
    """In an empty home each command ends well; they are the same in every language."""
    home = Reader(tmp_path, usual())
    for part in PART.finditer(text(reader, usual())):
        home.does(part)


@pytest.mark.parametrize("language", languages())
def test_every_line_for_client_toml_is_understood(language, tmp_path):
    """In the file that `klant new` makes."""
    home = Reader(tmp_path, language)
    home.types(f"klant new {CLIENT} --language {language}")
    for part in PART.finditer(text("consultant", language)):
        if part["kind"] == "toml":
            home.settles(part["text"])

    settings = settings_of(CLIENT, tmp_path / "client_data")
    assert settings.customers.exclude[0].id == "99999"
    assert settings.questionnaires.keep_months == 12


class Reader:
    """Somebody at a computer, with a guide in hand."""

    def __init__(self, home: Path, language: str):
        self.home, self.language = home, language
        self.folder = home / "client_data" / CLIENT

    def does(self, part: re.Match) -> None:
        match part["done"] or part["kind"]:
            case "files":
                self.puts(part["what"].split())
            case "answers":
                self.receives(part["what"])
            case "sh":
                for line in part["text"].splitlines():
                    self.types(line)
            case "toml":
                self.settles(part["text"])
            case other:
                raise AssertionError(f"a guide has code of a kind that nobody runs: {other}")

    def puts(self, files: list[str]) -> None:
        """Files of the demo client, in the folder of this one."""
        for file in files:
            shutil.copy(ROOT / "client_data" / "voorbeeld" / file, self.folder)
        (self.folder / "data.xlsx").unlink()

    @property
    def make(self) -> list[str]:
        """In the checkout; a stick is filled for this computer alone, which takes a tenth of the time."""
        python = f"{sys.version_info.major}.{sys.version_info.minor}"
        machine = MACHINES[f"{sys.platform} {platform.machine()}"][-1]
        return ["make", "-C", str(ROOT), f"USB_FOR={machine}", f"USB_PYTHON={python}"]

    def settles(self, lines: str) -> None:
        """Lines in client.toml: under their heading where it is there already, else at the end."""
        path, heading = self.folder / "client.toml", lines.partition("\n")[0]
        settings = path.read_text(encoding="utf-8")
        merged, there = re.subn(rf"^{re.escape(heading)}\n", lines, settings, count=1, flags=re.MULTILINE)
        path.write_text(merged if there else f"{settings}\n{lines}", encoding="utf-8")

    def receives(self, folder: str) -> None:
        """An answer that came back as a file."""
        sheet = of_code(write_code("BBCADB", 1, 7), form("self_test", self.language), date(2026, 1, 5))
        (self.home / folder).mkdir()
        (self.home / folder / "answer.json").write_text(sheet.json_text(), encoding="utf-8")

    def types(self, line: str) -> None:
        """One command, which must end well."""
        program, *words = shlex.split(line)
        known = {"klant": [str(Path(sys.executable).with_name("klant"))], "python": [sys.executable], "make": self.make}
        words = [word.replace("USB=", f"USB={self.home}/") for word in words]
        environment = os.environ | {"KLANT_HOME": str(self.home), "KLANT_OFFICE": ""}
        done = subprocess.run([*known[program], *words], cwd=self.home, env=environment, capture_output=True, text=True)

        assert done.returncode == 0, f"{line}\n{done.stdout}\n{done.stderr}"
