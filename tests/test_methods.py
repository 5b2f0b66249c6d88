"""Is every method where the README of the house says, with its test, and are figures of others still quoted?"""

import re

import pytest

from klantlib.chapters import stem_of, workbooks
from klantlib.languages import languages
from klantlib.texts import read
from tests.conftest import ROOT
from tests.method_pages import pages, places, region

README = (ROOT / "klantlib" / "README.md").read_text(encoding="utf-8")
SECTION = README.partition("## Where each method stands\n")[2].partition("\n## ")[0]
ROWS = [line.strip("| ").split(" | ") for line in SECTION.splitlines() if line.startswith("| ")]
METHODS = [row for row in ROWS if row[0] != "method"]
SHIFT = 2  # pages that a place may lie elsewhere than the table says: a chapter is two to four
FIGURES = {  # of others, or of the rule itself, as a chapter quotes them; points for commas in English
    "self_test": "1996 2000 2001 24",
    "concentration": "339 67% 61,6% 74,1% 635 562% 20% 225% 70% 125%",
    "cost_to_serve": "80% 83% 17%",
    "whitney": "1996 2000 2001 36% 49%",
    "classification": "50% 30% 20% 15–20% 80–85% 10,5% 0,5%",
    "contact": "1985",
    "organisation": "1998 9,5",
    "satisfaction": "95%",
    "satisfaction_loyalty": "1994",
    "lapse": "32% 77%",
    "customer_value": "5% 1996 2005 2007 2013",
    "price": "1% 4% 25%",
    "service_profit_chain": "1994",
}


def told(stem, language):
    """All that a chapter can say in a language, in one string."""
    sections = read(f"advice/{stem}").values()
    texts = (part for parts in sections for part in parts.values() if isinstance(part, dict))
    return " ".join(part[language] for part in texts if language in part)  # what has no language is no text


def test_a_method_has_a_place_and_a_test():
    """Four filled cells a row, the last with the key of its place and the page."""
    assert len(METHODS) > 80
    assert [row for row in METHODS if len(row) != 4 or not all(row)] == []
    assert len(places(README)) == len(METHODS)


def test_every_chapter_has_its_methods():
    """Those named are there, and none of the workbooks is forgotten."""
    stems = {stem_of(path) for path in workbooks()}
    named = {name for _, place, *_ in METHODS for name in re.findall(r"`(\w+)`", place)}
    placed = {name for _, place, *_ in METHODS for name in re.findall(r"`(\w+)`:", place)}

    assert stems - named == set()
    assert placed - stems == set()


@pytest.mark.slow
@pytest.mark.xdist_group("demo")
def test_a_method_stands_in_the_report_where_the_table_says(demo, soffice):
    """Every place of the column is in the demo's report, within SHIFT pages: other fonts move what follows."""
    rows = places(README)
    found = pages((demo.folder / "report.docx").read_bytes(), [region(row) for row in rows], soffice)

    assert [row for row in rows if region(row) not in found] == []
    assert [(row, found[region(row)]) for row in rows if abs(int(row.page) - found[region(row)]) > SHIFT] == []


@pytest.mark.parametrize("row", METHODS, ids=lambda row: row[0][:40])
def test_the_test_of_a_method_exists(row):
    """In the file that is named."""
    named = re.findall(r"`([\w/]+)::(test_\w+)`", row[2])
    sources = {file: (ROOT / "tests" / f"{file}.py").read_text(encoding="utf-8") for file, _ in named}

    assert named
    assert [name for file, name in named if f"\ndef {name}(" not in sources[file]] == []


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("stem", FIGURES)
def test_figures_of_others_stand_in_their_chapter(stem, language):
    """As numbers of their own: 67% is not in 167%."""
    text = told(stem, language).replace(",", ".")
    figures = FIGURES[stem].replace(",", ".").split()

    assert [one for one in figures if not re.search(rf"(?<![\d.]){re.escape(one)}(?!\d)", text)] == []
