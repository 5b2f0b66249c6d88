"""A report takes its place in one move, or not at all."""

import json
from datetime import date

import pytest

from klantlib.report.publish import Busy, OpenInWord, building, sha256


def make(reports, text, **others):
    """One run: a report with this text, and its manifest."""
    with building("jansen", reports) as folder:
        (folder / "report.docx").write_text(text)
        for name, content in others.items():
            (folder / name).write_text(content)
        files = {path.name: sha256(path) for path in folder.iterdir()}
        (folder / "manifest.json").write_text(json.dumps({"files": files}))
    return reports / "jansen"


def cut_off(folder):
    """A run that ends in the middle."""
    (folder / "report.docx").write_text("half")
    raise InterruptedError


def names(folder):
    return sorted(path.name for path in folder.iterdir())


def test_a_new_report_replaces_the_old(tmp_path):
    """What the last run wrote and this one does not is gone."""
    make(tmp_path, "first", old="x")
    folder = make(tmp_path, "second")

    assert (folder / "report.docx").read_text() == "second"
    assert names(folder) == ["manifest.json", "report.docx"]


def test_a_run_that_fails_leaves_the_old_report(tmp_path):
    """Half a report is never seen, and nothing of it stays behind."""
    folder = make(tmp_path, "first")
    with pytest.raises(InterruptedError), building("jansen", tmp_path) as new:
        cut_off(new)

    assert (folder / "report.docx").read_text() == "first"
    assert [name for name in names(tmp_path) if name != ".jansen.lock"] == ["jansen"]


def test_a_run_that_was_cut_off_between_the_two_moves_is_repaired(tmp_path):
    """The report under the other name comes back before anything else happens."""
    make(tmp_path, "first").rename(tmp_path / ".jansen.old")
    with pytest.raises(InterruptedError), building("jansen", tmp_path) as new:
        cut_off(new)

    assert (tmp_path / "jansen" / "report.docx").read_text() == "first"


def test_a_report_edited_by_hand_is_kept_beside_the_new_one(tmp_path):
    """Twice on one day gives two copies."""
    for edit in ("by hand", "by hand again"):
        (make(tmp_path, "made") / "report.docx").write_text(edit)
    folder = make(tmp_path, "made")
    today = date.today().isoformat()

    assert (folder / "report.docx").read_text() == "made"
    assert (folder / f"report-{today}.docx").read_text() == "by hand"
    assert (folder / f"report-{today}-2.docx").read_text() == "by hand again"


def test_files_of_a_persons_own_stay(tmp_path):
    """Notes, also in a folder of their own."""
    folder = make(tmp_path, "first")
    (folder / "own").mkdir()
    (folder / "own" / "notes.txt").write_text("mine")
    make(tmp_path, "second")

    assert (folder / "own" / "notes.txt").read_text() == "mine"


def test_two_runs_of_one_client_do_not_interleave(tmp_path):
    """The second is told so at once; another client is free to go."""
    with building("jansen", tmp_path):
        with pytest.raises(Busy), building("jansen", tmp_path):
            pytest.fail("the second run began")
        with building("visser", tmp_path):
            pass


def test_a_report_that_is_open_in_word_is_not_replaced(tmp_path):
    """Word would write its own version over it."""
    folder = make(tmp_path, "first")
    (folder / "~$port.docx").write_text("")
    with pytest.raises(OpenInWord), building("jansen", tmp_path):
        pytest.fail("the run began")

    assert (folder / "report.docx").read_text() == "first"
