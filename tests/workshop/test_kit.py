"""The kit as the command writes it: what lies in it, and whether its workbooks run."""

import json

import nbformat
import papermill
import pytest
from typer.testing import CliRunner

from klantlib.cli import app
from klantlib.languages import languages
from klantlib.workshop import THEMES
from klantlib.workshop.kit import write_kit
from klantlib.workshop.notebooks import participant, solution
from klantlib.workshop.theme import workshop
from tests.workshop.studies import study

FILES = {
    "README.md",
    "actions.docx",
    "check_installation.py",
    "participant.ipynb",
    "poll.ipynb",
    "script.docx",
    "slides.html",
    "solution.ipynb",
    "worksheet.docx",
}
CASE = {"client.toml", "customers.csv", "transactions.csv", "activities.csv", "rates.csv", "strategy.csv",
        "satisfaction.csv", "self_test.csv"}  # fmt: skip


@pytest.fixture(scope="module")
def kits(tmp_path_factory):
    """The kits of every theme in every language, written once: language -> folder."""
    folder = tmp_path_factory.mktemp("kits")
    for language in languages():
        write_kit(folder / language, language=language, seed=3)
    return folder


def executed(path, monkeypatch):
    """The workbook run from top to bottom in its own folder, as a participant's kernel would."""
    monkeypatch.chdir(path.parent)
    return papermill.execute_notebook(
        path.name, None, engine_name="klant", progress_bar=False, request_save_on_cell_execute=False
    )


def outputs(notebook):
    return [output for cell in notebook.cells for output in cell.get("outputs", ())]


def checks(notebook):
    """What each check said."""
    cells = [cell for cell in notebook.cells if cell.id.startswith("answer-")]
    return [output.data["text/plain"] for cell in cells for output in cell.outputs]


@pytest.mark.parametrize("theme", THEMES)
def test_both_workbooks_come_from_one_source(theme):
    """Cell for cell the same, but for the title, what it is, and the answers."""
    case = study()
    books = [nbformat.reads(made(theme, "nl", case.data, 2080), 4) for made in (participant, solution)]
    differ = [one.id for one, other in zip(*(book.cells for book in books), strict=True) if one.source != other.source]
    asked = [f"answer-{exercise.key.replace('_', '-')}" for exercise in workshop(theme, "nl").exercises]
    assert differ == ["title", *(cell.id for cell in books[0].cells if cell.id in asked)]


@pytest.mark.parametrize("theme", THEMES)
def test_workbooks_are_thin(theme):
    """No output, at most two lines a cell, and no programming asked: an answer stands between quotes."""
    book = nbformat.reads(participant(theme, "en", study().data, 2080), 4)
    code = [cell for cell in book.cells if cell.cell_type == "code"]
    assert not any(cell.outputs for cell in code)
    assert max(len(cell.source.splitlines()) for cell in code) <= 2
    assert all(' = "..."' in cell.source for cell in code if cell.id.startswith("answer-"))


def test_what_there_is_to_slide_is_tagged():
    """A report neither runs nor prints it."""
    book = nbformat.reads(participant("whitney", "nl", study().data, 2080), 4)
    sliders = [cell for cell in book.cells if cell.source.startswith("explore(")]
    assert sliders
    assert all(cell.metadata.tags == ["explore"] for cell in sliders)


@pytest.mark.slow
@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("language", languages())
def test_a_kit_is_complete(kits, theme, language):
    folder = kits / language / theme
    assert {path.name for path in folder.iterdir()} >= FILES
    assert {path.name for path in (folder / "case").iterdir()} == CASE


@pytest.mark.slow
@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("language", languages())
def test_the_participant_s_workbook_runs_unsolved(kits, theme, language, monkeypatch):
    """From top to bottom: no error, nothing on stderr, and every check says that nothing was filled in."""
    notebook = executed(kits / language / theme / "participant.ipynb", monkeypatch)
    assert {output.output_type for output in outputs(notebook)} == {"display_data"}
    assert len(checks(notebook)) == len(workshop(theme, language).exercises)
    assert all(said.startswith("…") for said in checks(notebook))


@pytest.mark.slow
@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("language", languages())
def test_the_worked_solution_passes_every_check(kits, theme, language, monkeypatch):
    notebook = executed(kits / language / theme / "solution.ipynb", monkeypatch)
    assert {output.output_type for output in outputs(notebook)} == {"display_data"}
    assert all(said.startswith("✓") for said in checks(notebook))


@pytest.mark.slow
def test_sliders_have_a_sentence_and_a_picture_without_javascript(kits, monkeypatch):
    """The sliders say where they work; below them stand what they come to, and its picture."""
    notebook = executed(kits / "nl" / "twenty_eighty" / "participant.ipynb", monkeypatch)
    sliders, text, chart = next(cell for cell in notebook.cells if cell.source == 'explore("whale")').outputs
    assert sliders.data["text/plain"].startswith("Hier staan schuiven")
    assert "text/html" in text.data
    assert {"image/png", "image/svg+xml"} <= set(chart.data)


@pytest.mark.slow
def test_a_participant_s_workbook_runs_in_a_kernel_of_its_own(kits, monkeypatch):
    """As in JupyterLab, with real widgets."""
    monkeypatch.chdir(kits / "en" / "self_test")
    notebook = papermill.execute_notebook("participant.ipynb", None, kernel_name="python3", progress_bar=False)
    assert {output.output_type for output in outputs(notebook)} == {"display_data"}


@pytest.mark.slow
def test_the_same_number_gives_the_same_kit(tmp_path, kits):
    """To the byte, Word files too."""
    write_kit(tmp_path, ("loyalty",), language="en", seed=3)
    for path in (tmp_path / "loyalty").rglob("*.*"):
        assert path.read_bytes() == (kits / "en" / path.relative_to(tmp_path)).read_bytes(), path.name


@pytest.mark.slow
def test_the_command_writes_a_kit_and_says_its_number(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    options = ["--theme", "whitney", "--hours", "3", "--language", "en", "--seed", "9"]
    done = CliRunner().invoke(app, ["workshop", "kit", *options])
    assert done.exit_code == 0, done.output
    assert "--seed 9" in done.output
    assert json.loads((tmp_path / "kit/whitney/participant.ipynb").read_text(encoding="utf-8"))["nbformat"] == 4
    assert [path.name for path in (tmp_path / "kit").iterdir()] == ["whitney"]


@pytest.mark.parametrize(
    "wrong", [["--theme", "whitny"], ["--hours", "0.1"], ["--hours", "2.2"], ["--hours", "9"], ["--language", "de"]]
)
def test_the_command_refuses_what_it_cannot_make(tmp_path, wrong):
    """With a sentence, and nothing is written."""
    done = CliRunner().invoke(app, ["workshop", str(tmp_path / "kit"), *wrong])
    assert done.exit_code == 2
    assert done.stderr.strip()
    assert not (tmp_path / "kit").exists()


@pytest.mark.slow
def test_a_file_in_the_way_is_told(tmp_path):
    (tmp_path / "kit").write_text("a file", encoding="utf-8")
    done = CliRunner().invoke(app, ["workshop", str(tmp_path / "kit"), "--theme", "loyalty"])
    assert done.exit_code == 2
    assert "kit" in done.stderr
