"""A client with nothing but an auditfile goes the whole road, and its reports hold the reconciliation."""

from __future__ import annotations

import json

import pytest
from docx import Document
from docx.oxml.ns import qn

from klantlib.chapters import CHAPTERS, needs_of
from klantlib.formats import show
from tests.made_auditfile import auditfile, entry, item, journal, line, party, sale

pytestmark = pytest.mark.slow
PRIVATE = ("NL91ABNA0417164300", "J. Geheim", "06-99887766")
MORE = "<contact>J. Geheim</contact><telephone>06-99887766</telephone><bankAccount><bankAccNr>NL91ABNA0417164300" \
    "</bankAccNr></bankAccount>"  # fmt: skip
DAYS = [f"2025-{month:02d}-{day}" for month in range(1, 13) for day in (10, 31 if month == 12 else 20)]


def books(cash: int) -> str:
    """Twelve customers with two invoices each, 4,356 in all, and so much in cash on nobody."""
    parties = "".join(party(str(number), f"Klant {number}", more=MORE) for number in range(1, 13))
    sales = [sale(str(n % 12 + 1), 50 + 25 * (n % 12) - 12 * (n // 12), f"F{n}", day=day) for n, day in enumerate(DAYS)]
    loose = entry(line("1000", f"{cash}.00", "D"), line("8000", f"{cash}.00", "C"))
    items = item("I", "1", "F0", "50.00", "D", due="2025-02-10") + item("P", "1", "0", "50.00", "C")
    return auditfile(journal(*sales), journal(loose, id="10", name="Kasboek", kind="C"), parties=parties, items=items)


@pytest.fixture(scope="module", params=["nl", "en"])
def made(request, make, tmp_path_factory):
    source = tmp_path_factory.mktemp("source") / f"boeken_{request.param}"
    source.mkdir()
    (source / "auditfile.xaf").write_text(books(4000), encoding="utf-8")
    (source / "client.toml").write_text(f'language = "{request.param}"\n', encoding="utf-8")
    return request.param, make(source)


def text_of(docx) -> str:
    paragraphs = (element for element in Document(docx).element.body.iter() if element.tag == qn("w:p"))
    return "\n".join("".join(run.text or "" for run in one.iter(qn("w:t"))) for one in paragraphs)


def test_which_chapters_come_out(made):
    """Those that need transactions alone; the others are left out with what they need."""
    _, report = made
    assert report.outcome.status.name == "done", report.outcome.sentences
    assert {"summary", "concentration", "basis"} <= report.results.keys()
    assert {"cost_to_serve", "whitney", "self_test", "satisfaction_loyalty"} <= report.results["left_out"].keys()


def test_the_reconciliation_is_in_word_and_html(made):
    """Control totals, revenue, what came to customers and what did not; the note under the title too."""
    language, report = made
    ledger = report.results["basis"]["ledger"]
    assert (ledger["revenue"], ledger["attributed"], ledger["agrees"], ledger["certain"]) == (8356, 4356, True, False)
    word, page = text_of(report.folder / "report.docx"), (report.folder / "report.html").read_text(encoding="utf-8")
    for amount in (8356, 4356, 4000):
        said = show(amount, "cents", language)
        assert said in word and said in page.replace("&nbsp;", "\xa0")
    note = {"nl": "Dit hoofdstuk is onzeker.", "en": "This chapter is uncertain."}[language]
    resting = [stem for stem in report.results if {"transactions", CHAPTERS} & set(needs_of(stem))]
    assert word.count(note) == len(resting) > 2 and page.count(note) >= len(resting)


def test_nothing_private_is_in_any_output(made):
    """Nor in the caches in the client's folder."""
    _, report = made
    files = [
        path for folder in (report.folder, report.client / ".cache") for path in folder.rglob("*") if path.is_file()
    ]
    text = [path.read_bytes() for path in files if path.suffix in (".json", ".csv", ".html", ".ipynb", ".parquet")]
    assert len(text) > 5 and not any(secret.encode() in content for secret in PRIVATE for content in text)
    assert not any(secret in text_of(report.folder / "report.docx") for secret in PRIVATE)


def test_the_manifest_names_the_auditfile(made):
    """Each table of it, with how it was read; and the remark that proposes the accounts."""
    _, report = made
    sources = report.manifest["sources"]
    assert {source["file"] for source in sources} == {"auditfile.xaf"}
    assert [source["table"] for source in sources] == ["customers", "transactions", "payments"]
    keys = [remark["key"] for remark in report.manifest["remarks"]]
    assert {"auditfile_accounts_rgs", "auditfile_unattributed", "auditfile_unnamed"} <= set(keys)
    assert "9988" not in json.dumps(report.manifest)


def test_a_ledger_without_customers_makes_no_report(make, tmp_path):
    """Refused, and nothing is written."""
    source = tmp_path / "leeg"
    source.mkdir()
    content = auditfile(journal(entry(line("8000", "5.00", "C")), kind="Z"))
    (source / "auditfile.xaf").write_text(content, encoding="utf-8")
    report = make(source)
    assert (report.outcome.status.name, report.folder.exists()) == ("refused", False)
