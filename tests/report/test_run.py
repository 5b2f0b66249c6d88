"""The road: a client's folder becomes a report, whole or not at all."""

import json
import re
import shutil

import nbformat
import pandas as pd
import pytest

from klantlib.chapters import stem_of, workbooks
from klantlib.report.job import Job, Status
from klantlib.report.run import run
from tests.conftest import ROOT

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("demo")]
CLIENTS = ROOT / "tests" / "clients"
CHAPTERS = [stem_of(path) for path in workbooks()]
MONEY = ("concentration", "cost_to_serve")  # enough where it is not about the chapters


def shown(made):
    """Everything the executed workbooks displayed, without pictures."""
    return {
        path.name: [
            {mime: data for mime, data in output.data.items() if not mime.startswith("image/")}
            for cell in nbformat.read(path, as_version=4).cells
            for output in cell.get("outputs", ())
            if "data" in output
        ]
        for path in sorted((made.folder / "workbooks").iterdir())
    }


def test_a_run_leaves_all_that_was_promised(demo):
    """The files of TABLES.md, and nothing half-made beside them."""
    assert demo.outcome.status is Status.done, demo.outcome.sentences
    assert {path.name for path in demo.folder.iterdir()} == {
        *("report.docx", "report.html", "appendix.xlsx", "results.json", "manifest.json", "tables", "workbooks")
    }
    assert [p.name for p in demo.folder.parent.iterdir() if not p.name.endswith(".lock")] == ["voorbeeld"]


def test_every_chapter_is_in_the_results(demo):
    """The demo client has data for all of them."""
    assert demo.results["left_out"] == {}
    assert [stem for stem in CHAPTERS if stem not in demo.results] == []


def test_the_tables_for_programs_begin_with_the_customer(demo):
    """UTF-8, comma, decimal point, English identifiers; a number with leading zeros stays text."""
    tables = {path.stem: pd.read_csv(path, dtype={"customer_id": str}) for path in (demo.folder / "tables").iterdir()}

    assert {"concentration", "cost_to_serve", "whitney", "satisfaction_loyalty"} <= set(tables)
    assert {name: table.columns[0] for name, table in tables.items() if table.columns[0] != "customer_id"} == {}
    columns = ["customer_id", "name", "revenue", "margin", "cost_to_serve", "profit_contribution"]
    assert list(tables["cost_to_serve"].columns)[:6] == columns
    whitney = ["customer_id", "name", "strategic", "significant", "profitable", "policy"]
    assert list(tables["whitney"].columns)[:6] == whitney


def test_figures_of_several_chapters_agree(demo):
    """One revenue, one profit, wherever they are printed; counts add up."""
    results, table = demo.results, pd.read_csv(demo.folder / "tables" / "cost_to_serve.csv")
    concentration, cost, whitney = (results[stem] for stem in ("concentration", "cost_to_serve", "whitney"))

    assert concentration["profit"] == pytest.approx(cost["profit_contribution"], abs=0.01)
    assert cost["cost_to_serve"] == pytest.approx(table["cost_to_serve"].sum(), abs=0.01)
    policies = ("yyy", "yyn", "yny", "ynn", "nyy", "nyn", "nny", "nnn", "to_be_judged")
    assert sum(whitney[policy] for policy in policies) == concentration["customers"]


def test_the_stories_of_the_demo_client_are_found(demo):
    """Its whale curve peaks between 115% and 150%, it has energy drains and somebody overlooked, and a team at odds."""
    results = demo.results

    assert 1.15 <= results["concentration"]["peak_share"] <= 1.5
    assert results["cost_to_serve"]["energy_drains"] and results["cost_to_serve"]["overlooked"]
    assert results["satisfaction_loyalty"]["steepest"] == 4
    assert results["self_test"]["incomplete"] and len({r["band"] for r in results["self_test"]["respondents"]}) > 1
    assert 1 <= len(results["summary"]["actions"]) <= 8


def test_the_manifest_accounts_for_every_row_and_file(demo):
    """Read = kept + set aside; the fingerprint of what was written."""
    manifest = demo.manifest

    assert [s for s in manifest["sources"] if s["rows_read"] != s["rows_kept"] + s["rows_rejected"]] == []
    assert "report.docx" in manifest["files"] and "pandas" in manifest["versions"]
    assert set(manifest["seconds"]) >= {*CHAPTERS, "report"}


def test_nothing_of_the_machine_is_in_what_is_published(demo):
    """No path, no user, in any text file; private columns stay in the client's folder."""
    private = pd.read_csv(demo.client / "klanten.csv", sep=";", dtype=str).filter(regex="(?i)mail|kvk|btw|straat")
    secrets = [str(ROOT), str(demo.folder.parent.parent), *private.dropna().head(10).to_numpy().ravel()]
    texts = [
        p.read_text(encoding="utf-8")
        for p in demo.folder.rglob("*")
        if p.suffix in {".json", ".csv", ".html", ".ipynb"}
    ]

    assert len(texts) > 10 and len(secrets) > 40
    assert [secret for secret in secrets if any(secret in text for text in texts)] == []


def test_no_number_that_is_none(demo):
    """A reader never sees nan, None or an unfilled hole."""
    page = re.sub(
        r"<(script|style).*?</\1>", "", (demo.folder / "report.html").read_text(encoding="utf-8"), flags=re.DOTALL
    )

    assert re.findall(r"\bnan\b|\bNaN\b|\bNone\b|\bNaT\b|\{\w+\}", re.sub(r"<[^>]*>", " ", page)) == []


def test_a_second_run_computes_nothing_again(make, demo):
    """Nothing changed, so every chapter is taken as it was and the figures are the same."""
    again = make(demo.client, home=demo.folder.parent.parent)

    assert set(again.outcome.reused) == set(CHAPTERS)
    assert again.results == demo.results


def test_other_data_another_option_or_another_word_runs_the_chapter_again(make):
    """A cache that does not look at the data shows last month's figures."""
    first = make(CLIENTS / "spring", only=MONEY)
    home = first.folder.parent.parent
    path = first.client / "client.toml"
    path.write_text(path.read_text(encoding="utf-8") + "\n[concentration]\ntop = 0.4\n", encoding="utf-8")
    option = make(first.client, home=home, only=MONEY)
    rows = first.client / "transactions.csv"
    rows.write_text(rows.read_text(encoding="utf-8").replace("29952.00", "39952.00"), encoding="utf-8")
    data = make(first.client, home=home, only=MONEY)

    assert first.outcome.reused == ()
    assert "concentration" not in option.outcome.reused
    assert data.outcome.reused == () and data.results["concentration"]["revenue"] == pytest.approx(10000 + 1449612)


def test_a_kernel_of_its_own_gives_the_same(make):
    """--isolated is the reference for our engine."""
    some = ("concentration", "cost_to_serve", "price", "cycle")  # a kernel takes seconds to start
    ours, kernels = (make(CLIENTS / "spring", isolated=isolated, only=some) for isolated in (False, True))

    assert kernels.outcome.status is Status.done, kernels.outcome.sentences
    assert shown(ours) == shown(kernels)
    assert ours.results == kernels.results


def test_clients_that_run_at_once_do_not_mix(make, tmp_path):
    """Three clients with the same file names: none shows a figure or name of another."""
    names = ("spring", "darwin", "time_driven")
    for name in names:
        shutil.copytree(CLIENTS / name, tmp_path / "client_data" / name)
    jobs = [Job(name, tmp_path / "client_data", tmp_path / "reports", only=MONEY) for name in names]
    outcomes = run(jobs, at_once=3)
    alone = {name: make(CLIENTS / name, only=MONEY).results for name in names}

    assert [outcome.status for outcome in outcomes] == [Status.done] * 3
    assert {n: json.loads((tmp_path / "reports" / n / "results.json").read_text()) for n in names} == alone


def test_refused_data_write_nothing(make, tmp_path):
    """The problems are said in the client's language, and there is no report."""
    source = tmp_path / "wrong"
    shutil.copytree(CLIENTS / "spring", source)
    (source / "transactions.csv").write_text("customer_id,date,revenue\nP,2025-13-45,abc\n", encoding="utf-8")
    made = make(source)

    assert made.outcome.status is Status.refused
    assert any("2025-13-45" in sentence for sentence in made.outcome.sentences)
    assert not made.folder.exists()


def test_an_unknown_option_of_a_chapter_is_refused_before_anything_runs(make, tmp_path):
    """With the nearest name there is."""
    source = tmp_path / "option"
    shutil.copytree(CLIENTS / "spring", source)
    with (source / "client.toml").open("a", encoding="utf-8") as settings:
        settings.write('\n[concentration]\ntopp = 0.4\nresamples = "many"\n')
    made = make(source)

    assert made.outcome.status is Status.refused and not made.folder.exists()
    assert "'top'" in made.outcome.sentences[0] and "many" in made.outcome.sentences[1]


def test_a_chapter_that_fails_leaves_the_previous_report(make):
    """The command says which workbook and cell; what was there is still there."""
    first = make(CLIENTS / "spring")
    before = (first.folder / "report.html").read_bytes()
    own = first.client / "workbooks"
    own.mkdir()
    notebook = nbformat.read(ROOT / "workbooks" / "20_concentration.ipynb", as_version=4)
    notebook.cells.append(nbformat.v4.new_code_cell("1 / 0"))
    nbformat.write(notebook, own / "20_concentration.ipynb")
    again = make(first.client, home=first.folder.parent.parent)

    assert again.outcome.status is Status.failed
    assert "20_concentration.ipynb" in again.outcome.sentences[0] and "ZeroDivisionError" in again.outcome.sentences[0]
    assert (first.folder / "report.html").read_bytes() == before


def test_what_a_consultant_adds_comes_out_in_the_report(make):
    """Prose, a table with a number that keeps its zeros, and a plot, in the client's own copy of a workbook."""
    first = make(CLIENTS / "darwin")
    own = first.client / "workbooks"
    own.mkdir()
    notebook = nbformat.read(ROOT / "workbooks" / "20_concentration.ipynb", as_version=4)
    notebook.cells += [
        nbformat.v4.new_markdown_cell("Wij spraken hierover met **de directie**."),
        nbformat.v4.new_code_cell('import pandas as pd\npd.DataFrame({"nummer": ["00042"], "bedrag": [1234.5]})'),
        nbformat.v4.new_code_cell("import matplotlib.pyplot as plt\nplt.plot([1, 2]);"),
        nbformat.v4.new_code_cell('import sys\nprint("hunter2"); print("hunter3", file=sys.stderr)'),
    ]
    nbformat.write(notebook, own / "20_concentration.ipynb")
    made = make(first.client, home=first.folder.parent.parent)
    page = (made.folder / "report.html").read_text(encoding="utf-8")

    assert made.outcome.status is Status.done, made.outcome.sentences
    assert "<strong>de directie</strong>" in page and "00042" in page and "data:image/png" in page
    assert "hunter" not in page and "import pandas" not in page


def test_pseudonyms_leave_no_customer_name(make, demo):
    """Names stay in the client's folder; figures are the same."""
    made = make(ROOT / "client_data" / "voorbeeld", pseudonyms=True)
    names = pd.read_csv(demo.folder / "tables" / "concentration.csv")["name"]
    texts = [
        p.read_text(encoding="utf-8")
        for p in made.folder.rglob("*")
        if p.suffix in {".json", ".csv", ".html", ".ipynb"}
    ]

    assert names.nunique() > 200
    assert [name for name in names if any(name in text for text in texts)] == []
    assert made.results["concentration"] == demo.results["concentration"]


def test_pseudonyms_hold_for_the_customer_that_was_left_out(make, tmp_path):
    """What is said of it, in the report and in the manifest, is said of its number."""
    source = tmp_path / "left_out"
    shutil.copytree(CLIENTS / "spring", source)
    with (source / "client.toml").open("a", encoding="utf-8") as settings:
        settings.write('\n[customers]\nexclude = [{ id = "T", reason = "sold" }]\n')
    customers = pd.read_csv(source / "customers.csv", dtype=str)
    customers.loc[customers["customer_id"] == "T", "name"] = "Veronderstelling"
    customers.to_csv(source / "customers.csv", index=False)
    made = make(source, pseudonyms=True, language="en")
    texts = [
        p.read_text(encoding="utf-8")
        for p in made.folder.rglob("*")
        if p.suffix in {".json", ".csv", ".html", ".ipynb"}
    ]

    assert made.outcome.status is Status.done and any("sold" in text for text in texts)
    assert [text for text in texts if "Veronderstelling" in text] == []


def test_a_report_that_may_not_be_written_is_a_sentence(make, tmp_path):
    """A file stands where the folder of reports should come: which path, and no traceback."""
    (tmp_path / "reports").write_text("in the way", encoding="utf-8")
    made = make(CLIENTS / "spring", home=tmp_path)

    assert made.outcome.status is Status.failed
    assert "reports" in made.outcome.sentences[0] and "Traceback" not in "".join(made.outcome.sentences)


def test_options_and_data_are_refused_together(make, tmp_path):
    """All problems at once, also of a chapter that is skipped."""
    source = tmp_path / "both"
    shutil.copytree(CLIENTS / "spring", source)
    (source / "transactions.csv").write_text("customer_id,date,revenue\nP,2025-13-45,abc\n", encoding="utf-8")
    with (source / "client.toml").open("a", encoding="utf-8") as settings:
        settings.write('\n[chapters]\nskip = ["whitney"]\n[whitney]\nsignificant_share = inf\n')
    said = "\n".join(make(source).outcome.sentences)

    assert "2025-13-45" in said and "abc" in said and "significant_share" in said
