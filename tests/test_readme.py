"""What the READMEs promise is there: commands, targets, files, and the same in both languages."""

import re
import subprocess
import tomllib

import papermill
import pytest

from klantlib.chapters import stem_of, workbooks
from klantlib.cli import app
from klantlib.report.parameters import OURS, wrong_options
from klantlib.words import Words
from tests.conftest import ROOT

READMES = ("README.md", "README.nl.md")
BLOCK = re.compile(r"```(\w*)\n(.*?)```", re.DOTALL)


def read(name):
    return (ROOT / name).read_text(encoding="utf-8")


def blocks(name):
    return [text for _, text in BLOCK.findall(read(name))]


def code(name):
    """All that stands as code, in a block or in a line."""
    return "\n".join([*blocks(name), *re.findall(r"`([^`\n]+)`", BLOCK.sub("", read(name)))])


def test_both_languages_give_the_same_commands():
    """Block by block, to the letter."""
    assert blocks("README.md") == blocks("README.nl.md")


@pytest.mark.parametrize("name", READMES)
def test_every_make_target_that_is_named_exists(name):
    """And `make` alone lists it."""
    said = subprocess.run(["make"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    targets = set(re.findall(r"^make (\w+)", code(name), re.MULTILINE))

    assert {"report", "test", "lab"} <= targets
    assert [target for target in targets if not re.search(rf"^\s+make {target}\b", said, re.MULTILINE)] == []


@pytest.mark.parametrize("name", READMES)
def test_every_command_that_is_named_exists(name):
    """klant new, check, report."""
    commands = {command.callback.__name__ for command in app.registered_commands}
    named = set(re.findall(r"klant (\w+) \w", code(name)))

    assert {"new", "check", "report"} <= named <= commands


@pytest.mark.parametrize("name", [*READMES, "klantlib/README.md", "client_data/README.md", "reports/README.md"])
def test_every_file_that_is_linked_exists(name):
    """Links and pictures, relative to the page."""
    links = [link for link in re.findall(r"\]\(([^)#]+)\)", read(name)) if "://" not in link]

    assert [link for link in links if not ((ROOT / name).parent / link).exists()] == []


@pytest.mark.parametrize("name", READMES)
def test_what_it_is_takes_five_lines(name):
    """Between the picture and the first heading."""
    opening = read(name).partition(".png)\n")[2].partition("\n## ")[0].strip()

    assert len(opening.splitlines()) == 5


@pytest.mark.parametrize("name", READMES)
def test_every_folder_of_the_house_is_named(name):
    """A newcomer knows each room."""
    tracked = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    folders = {line.split("/")[0] for line in tracked.splitlines() if "/" in line and not line.startswith(".")}

    assert [folder for folder in sorted(folders) if f"`{folder}/`" not in read(name)] == []


def test_the_oldest_python_is_the_same_everywhere():
    """pyproject.toml, install.py and both READMEs."""
    oldest = tomllib.loads(read("pyproject.toml"))["project"]["requires-python"].removeprefix(">=")

    assert all(f"Python {oldest}" in read(name) for name in (*READMES, "install.py"))


def test_every_option_of_a_chapter_can_be_found():
    """In the table of client_data/README.md, by the name of its section in client.toml."""
    rows = re.findall(r"^\| [^|]+ \| `\[(\w+)\]` \| (.+) \|$", read("client_data/README.md"), re.MULTILINE)
    found = {stem_of(path): [n for n in papermill.inspect_notebook(str(path)) if n not in OURS] for path in workbooks()}

    assert {stem: re.findall(r"`(\w+)`", names) for stem, names in rows} == {
        s: names for s, names in found.items() if names
    }


def test_the_options_of_the_example_are_options():
    """Under the heading on options: each is there, of its kind and within its bounds."""
    section = read("client_data/README.md").partition("## Instellingen per hoofdstuk\n")[2]
    example = tomllib.loads(BLOCK.search(section)[2])

    assert example and wrong_options("", example, Words("command", "en")) == ()
    assert example.keys() <= {stem_of(path) for path in workbooks()}
