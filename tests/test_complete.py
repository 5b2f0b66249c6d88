"""A chapter is four files with one stem; a missing, half-told or fat one fails here."""

import ast
import importlib
import inspect

import nbformat
import papermill
import pytest

from klantlib.chapters import CHAPTERS, WORKBOOKS, needs_of, stem_of, workbooks
from klantlib.client import contract
from klantlib.languages import languages
from klantlib.report.parameters import OURS, TYPES
from klantlib.texts import TEMPLATES, read
from tests.missing_words import missing, other_holes, texts

ROOT = WORKBOOKS.parent
STEMS = sorted(path.stem for path in (ROOT / "klantlib/analyses").glob("[a-z]*.py"))
FIELDS = {"kind", "dated_by", "names"}  # of a table or column in tables.toml, beside what it is called
LOGIC = ast.FunctionDef | ast.ClassDef | ast.Lambda | ast.For | ast.While | ast.If | ast.Try | ast.comprehension
LINES = 40  # of code in a workbook; what needs more belongs in klantlib


def code(workbook):
    return [cell for cell in nbformat.read(workbook, as_version=4).cells if cell.cell_type == "code"]


def tagged(cells, tag):
    return [cell for cell in cells if tag in cell.metadata.get("tags", ())]


def test_every_chapter_has_its_four_files():
    """Analysis, workbook, words, test: the folder is the list."""
    assert sorted(map(stem_of, workbooks())) == STEMS
    assert sorted(path.stem for path in (TEMPLATES / "advice").glob("*.toml")) == STEMS
    assert sorted(p.stem.removeprefix("test_") for p in (ROOT / "tests/analyses").glob("test_*.py")) == STEMS


@pytest.mark.parametrize("language", languages())
def test_every_text_is_there_in_every_language(language):
    """Each part of each section, and every table and column of a client; what is missing is named."""
    assert missing(language) == []


@pytest.mark.parametrize("language", languages())
def test_every_language_uses_the_same_numbers(language):
    """A hole that one language forgot, or misspelt, is a figure that one reader misses."""
    assert other_holes(language) == []


def test_no_text_is_in_a_language_that_is_not_there():
    """A misspelt language is a text that nobody reads."""
    assert {language for _, _, said in texts() for language in said} - {*languages(), *FIELDS} == set()


@pytest.mark.parametrize("stem", STEMS)
def test_an_analysis_keeps_the_contract(stem):
    """NEEDS names tables there are; analyse has options by keyword only; its Result is frozen and describes itself."""
    module = importlib.import_module(f"klantlib.analyses.{stem}")
    result = inspect.get_annotations(module.analyse, eval_str=True)["return"]
    tables = {table for need in needs_of(stem) for table in need.split("|")}

    assert tables <= {CHAPTERS, *contract.tables()}
    assert result.__dataclass_params__.frozen and not result.__dataclass_params__.eq
    assert all(hasattr(result, method) for method in ("blocks", "actions", "figures", "per_customer"))
    assert read(f"advice/{stem}")["chapter"]["name"].keys() == set(languages())


@pytest.mark.parametrize("workbook", workbooks(), ids=stem_of)
def test_the_options_of_an_analysis_are_the_parameters_of_its_workbook(workbook):
    """Same names, same defaults: client.toml reaches the analysis."""
    analyse = importlib.import_module(f"klantlib.analyses.{stem_of(workbook)}").analyse
    options = {
        p.name: p.default
        for p in inspect.signature(analyse).parameters.values()
        if p.kind is p.KEYWORD_ONLY and p.default is not p.empty and type(p.default).__name__ in TYPES
    }
    parameters = papermill.inspect_notebook(str(workbook))

    assert {n: ast.literal_eval(p["default"]) for n, p in parameters.items() if n not in OURS} == options
    assert [n for n, p in parameters.items() if p["inferred_type_name"] not in TYPES or not p["help"]] == []


@pytest.mark.parametrize("workbook", workbooks(), ids=stem_of)
def test_a_workbook_is_thin(workbook):
    """A question, one parameter cell, a handful of short cells; no logic, no outputs."""
    cells = code(workbook)

    assert len(tagged(cells, "parameters")) == 1
    assert [cell for cell in cells if cell.outputs or cell.execution_count] == []
    assert sum(len(cell.source.splitlines()) for cell in cells) <= LINES
    assert [
        n for c in cells if not tagged([c], "explore") for n in ast.walk(ast.parse(c.source)) if isinstance(n, LOGIC)
    ] == []


@pytest.mark.parametrize("workbook", workbooks(), ids=stem_of)
def test_what_a_workbook_says_to_who_works_in_it_is_not_printed(workbook):
    """Its own Markdown is for the notebook; a report's words come from templates/advice, in the client's language."""
    cells = [cell for cell in nbformat.read(workbook, as_version=4).cells if cell.cell_type == "markdown"]

    assert len(tagged(cells, "workbook")) == len(cells)
    assert cells[0].source.startswith("# ") and "?" in cells[0].source.splitlines()[0]
