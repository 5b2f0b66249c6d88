"""From questionnaire to chapter: every form is handed out, filled in by its own route, taken in, and in the report."""

from __future__ import annotations

from email.message import EmailMessage

import pytest

from klantlib.client import open_client
from klantlib.client.opening import settings_of
from klantlib.questionnaire import tokens
from klantlib.questionnaire.definition import form
from klantlib.questionnaire.inviting import asked
from klantlib.questionnaire.making import questionnaires
from klantlib.report.job import Job, Status
from klantlib.report.run import run
from tests.questionnaire.answers.conftest import rows
from tests.questionnaire.answers.test_taking import save
from tests.questionnaire.handed_in import answered, filled_in, typed_in
from tests.questionnaire.web.test_page_browser import code, fill, text

pytestmark = pytest.mark.slow

LETTERS = "BCDBCA"


@pytest.fixture
def handed_out(client):
    """The client's folder with every questionnaire in it, in Dutch."""
    questionnaires("proef", ("self_test", "satisfaction", "awareness"), "", client.parent)
    return client


def form_of(client, kind):
    return form(kind, "nl", asked(settings_of("proef", client.parent)))


def six(letters):
    return {f"q{number}": letter for number, letter in enumerate(letters, start=1)}


def test_a_self_test_by_five_routes_is_five_respondents_in_the_chapter(handed_out, taken, surf):
    """Page (its code by phone and its text by mail are one), Word, workbook, paper; the chapter shows them all."""
    out, post, form_ = handed_out / "questionnaires", handed_out.parent / "post", form_of(handed_out, "self_test")
    tab = surf(out / "self_test.html")
    fill(tab, LETTERS)
    mail = EmailMessage()
    mail.set_content(text(tab))
    save(post, "a.eml", mail.as_bytes())
    word = filled_in((out / "self_test.docx").read_bytes(), form_, six("ABCDAB"), "2026-11-20T09:00:00Z")
    save(post, "b.docx", word)
    team = (out / "self_test.xlsx").read_bytes()
    cells = answered(form_, 0, six("AAAAAA")) | answered(form_, 1, six("DDD?DD"))
    save(post, "c.xlsx", typed_in(team, cells))
    for again in range(2):
        found = taken(post, code(tab), *(["BBBBBB"] if not again else []))
        assert not found.refused and found.rows == {"self_test": 5}

    told = {"".join(row[f"vraag {number}"] for number in range(1, 7)): row for row in rows(handed_out, "self_test")}
    assert set(told) == {LETTERS, "ABCDAB", "AAAAAA", "DDD?DD", "BBBBBB"}
    assert told["ABCDAB"]["datum"] == "2026-11-20" and told[LETTERS]["rol"] == "Directeur"
    outcome = run([Job("proef", handed_out.parent, handed_out.parents[1] / "reports", only=("self_test",))])[0]
    page = (handed_out.parents[1] / "reports" / "proef" / "report.html").read_text(encoding="utf-8")
    assert outcome.status is Status.done and all(row["respondent"] in page for row in told.values())
    assert "Directeur" not in page


def test_a_customer_answers_on_a_page_of_its_own(handed_out, taken, surf):
    """The file that the page saves, and the text that it mails, are one answer of that customer."""
    (handed_out / "client.toml").write_text((handed_out / "client.toml").read_text() + 'mail = "a@b.example"\n')
    own = tokens.tokens(handed_out)["00042"]
    tab = surf(handed_out / "questionnaires" / "satisfaction" / f"{own}.html")
    fill(tab, text="Sneller; graag = beter")
    with tab.expect_download() as saved:
        tab.locator("#save").click()
    path = handed_out.parent / "post" / saved.value.suggested_filename
    saved.value.save_as(path)
    save(handed_out.parent, "post/mail.txt", text(tab))
    found = taken(handed_out.parent / "post")

    assert not found.refused and found.rows == {"satisfaction": 1, "aspects": 2}
    row = rows(handed_out, "satisfaction")[0]
    assert (row["klantnummer"], row["algemeen"], row["wens"]) == ("00042", "2", "Sneller; graag = beter")
    assert open_client("proef", handed_out.parent).all("aspects")["aspect"].tolist() == ["Levering", "Prijs"]


def test_staff_answer_in_word_and_in_a_workbook(handed_out, taken):
    """A file is a person; the same file twice is one."""
    out, form_ = handed_out / "questionnaires", form_of(handed_out, "awareness")
    said = {"unit": "Zwolle", "engagement": "8", "awareness_importance": "6"}
    word = filled_in((out / "awareness.docx").read_bytes(), form_, said)
    team = typed_in((out / "awareness.xlsx").read_bytes(), answered(form_, 0, said))
    for name, content in {"a.docx": word, "copy of a.docx": word, "team.xlsx": team}.items():
        save(handed_out.parent, f"post/{name}", content)
    found = taken(handed_out.parent / "post")

    assert not found.refused and found.rows == {"employees": 2}
    assert open_client("proef", handed_out.parent).all("employees")["engagement"].tolist() == [8, 8]


def test_forms_that_nobody_filled_in_are_told(handed_out, taken):
    """Who drops the empty forms in the folder too."""
    out = handed_out / "questionnaires"
    found = taken(*(out / f"self_test{end}" for end in (".docx", ".xlsx", ".html", "_paper.html")))

    assert [wrong[0].reason for _, wrong in found.refused] == ["empty", "empty", "nothing_found", "nothing_found"]
    assert found.rows == {}
