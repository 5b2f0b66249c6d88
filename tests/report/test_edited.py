"""What a run does with the report that already lies there: renew it, go on in it, or refuse it and say what to do."""

import json
from dataclasses import replace
from hashlib import sha256
from io import BytesIO

import pytest
from docx import Document

from klantlib.render.word.rerun import Change, Merged
from klantlib.report.edited import Earlier, Unusable, earlier
from klantlib.report.publish import OPEN_MARKS, OpenInWord, building
from klantlib.report.summary import summary
from klantlib.words import Words
from tests.render.word.by_hand import Desk, edited
from tests.render.word.small import ABOUT, report

JAN, FEB = report("jan", 100.0), report("feb", 120.0)
MINE = "Dit schreef ik zelf."
EDITED = edited(JAN, lambda desk: desk.rewrite("one/question", MINE))
LANGUAGES = ("nl", "en")


@pytest.fixture
def folder(tmp_path):
    """A function that lays a report in a folder, and the manifest of the run that wrote another."""

    def laid(docx, of_the_run=JAN):
        (tmp_path / "report.docx").write_bytes(docx)
        made = {"report.docx": sha256(of_the_run).hexdigest()} if of_the_run else {}
        (tmp_path / "manifest.json").write_text(json.dumps({"files": made}))
        return tmp_path

    return laid


def refusal(folder, about=ABOUT):
    with pytest.raises(Unusable) as problem:
        earlier(folder, about)
    return problem.value


def somebody_elses():
    file = BytesIO()
    Document().save(file)
    return file.getvalue()


def test_nothing_lies_there(tmp_path):
    """The first run of a client publishes what it made."""
    assert earlier(tmp_path, ABOUT).renewed(FEB).docx == FEB


def test_a_report_that_nobody_edited_is_renewed_whole(folder):
    """No merging, no summary."""
    assert earlier(folder(JAN), ABOUT).renewed(FEB) == Earlier().renewed(FEB)


def test_an_edited_report_is_gone_on_with(folder):
    """What was written stays, what changed is renewed."""
    merged = earlier(folder(EDITED), ABOUT).renewed(FEB)
    assert MINE in Desk(merged.docx).text("one/question")
    assert "feb" in Desk(merged.docx).text("one/share")


def test_a_report_edited_before_an_earlier_run_is_still_edited(folder):
    """Nobody touched it since; what was written before the last run stays."""
    once = Earlier(EDITED, edited=True).renewed(FEB).docx
    found = earlier(folder(once, of_the_run=once), ABOUT)
    assert found.edited and not found.touched
    assert MINE in Desk(found.renewed(JAN).docx).text("one/question")


def test_a_report_whose_manifest_is_gone_counts_as_edited(folder):
    """Rather merged for nothing than lost."""
    assert earlier(folder(EDITED, of_the_run=None), ABOUT).edited


REFUSED = {
    "damaged": (EDITED[:4000], ABOUT, "report_damaged"),
    "empty": (b"", ABOUT, "report_damaged"),
    "somebody else's": (somebody_elses(), ABOUT, "report_not_ours"),
    "another client's": (EDITED, replace(ABOUT, id="visser"), "report_of_another"),
    "another language": (EDITED, replace(ABOUT, language="en"), "edited_other_language"),
    "names in it": (EDITED, replace(ABOUT, pseudonyms=True), "edited_with_names"),
    "no names in it": (report(about=replace(ABOUT, pseudonyms=True)), ABOUT, "edited_without_names"),
}


@pytest.mark.parametrize(("docx", "about", "section"), REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_gone_on_with_is_refused(folder, docx, about, section):
    """Each with its own sentence in every language, which names the file."""
    problem = refusal(folder(docx), about)
    assert problem.section == section
    assert all("report.docx" in problem.sentence(Words("command", language)) for language in LANGUAGES)


def test_an_untouched_report_in_another_language_is_simply_renewed(folder):
    """Nobody's work is lost by it."""
    assert not earlier(folder(JAN), replace(ABOUT, language="en")).edited


def test_a_report_saved_while_the_run_went_on_is_not_replaced(folder):
    """The run ends with a sentence; the next one takes the edits along."""
    place = folder(JAN)
    before = earlier(place, ABOUT)
    before.check(place)
    folder(EDITED)
    with pytest.raises(Unusable, match="report_changed"):
        before.check(place)


@pytest.mark.parametrize("mark", OPEN_MARKS)
def test_an_open_report_is_refused_by_whatever_program(tmp_path, mark):
    """Word and LibreOffice leave a file beside what they have open."""
    (tmp_path / "jansen").mkdir()
    (tmp_path / "jansen" / mark).write_text("")
    with pytest.raises(OpenInWord), building("jansen", tmp_path):
        pytest.fail("the run began")


def test_an_edited_report_is_kept_beside_when_the_manifest_is_gone(tmp_path):
    """Whatever is not known to be ours is not thrown away."""
    (tmp_path / "jansen").mkdir()
    (tmp_path / "jansen" / "report.docx").write_text("by hand")
    with building("jansen", tmp_path) as new:
        (new / "report.docx").write_text("made")
    assert [path.read_text() for path in (tmp_path / "jansen").glob("report-*.docx")] == ["by hand"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_outcome_has_its_words(language):
    """Counts in one sentence; a line for what wants attention, by the name of its chapter and its own words."""
    whats = ("same", "replaced", "kept", "commented", "gone", "deleted", "away", "left_out", "added", "removed")
    changes = [Change("concentration/x", what, "eerst", "nu", "Tabel 4. Wie") for what in whats]
    told = list(
        summary(Merged(b"", tuple(changes), loose=("Zie figuur 2.",), own_look=True), Words("command", language))
    )
    assert len(told) == 1 + 5 + 2
    assert all("{" not in line for line in told)
    assert sum("Tabel 4. Wie" in line for line in told) == 5


def test_a_deleted_chapter_is_one_line():
    """Twenty parts of it are no twenty sentences; and what was deleted earlier is only counted."""
    gone = [Change(f"self_test/{n}", "deleted", name=f"deel {n}") for n in range(20)]
    away = [Change(f"whitney/{n}", "away", name=f"deel {n}") for n in range(20)]
    told = list(summary(Merged(b"", (*gone, *away)), Words("command", "nl")))
    assert told[1:] == ["Zelftest klantenkennis: 20 onderdelen door u verwijderd; die blijven weg."]


def test_two_values_are_shown_where_they_differ():
    """Not their first ninety letters, which are the same."""
    long = "een twee drie vier vijf zes zeven acht negen tien elf twaalf dertien veertien vijftien zestien"
    change = Change("concentration/x", "commented", f"{long} 100 euro", f"{long} 120 euro", "kop")
    [_, line] = summary(Merged(b"", (change,)), Words("command", "nl"))
    assert (
        "eerst: '… dertien veertien vijftien zestien 100 euro' Nu: '… dertien veertien vijftien zestien 120 euro'"
        in line
    )


def test_a_figure_whose_words_stay_the_same_points_to_the_page():
    """Only what is drawn changed: there is no old and new text to show."""
    [_, line] = summary(
        Merged(b"", (Change("concentration/x", "commented", new="Lijn", name="Figuur 2. Wie"),)), Words("command", "nl")
    )
    assert "Figuur 2. Wie" in line and "''" not in line


def test_nothing_is_said_where_nobody_edited():
    """No sentence about an edited report that there is not."""
    assert list(summary(Merged(b""), Words("command", "nl"))) == []
