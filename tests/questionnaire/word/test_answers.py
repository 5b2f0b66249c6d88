"""A form of Word that came back: what was ticked and typed is what is read, and what is not clear is refused."""

from __future__ import annotations

import contextlib
import zipfile
from io import BytesIO

import pytest
from docx.oxml.ns import qn
from hypothesis import given
from hypothesis import strategies as st

from klantlib.languages import languages
from klantlib.questionnaire.codes import read_code
from klantlib.questionnaire.office_file import LARGEST, MOST_PARTS, UNPACKED
from klantlib.questionnaire.sheets import BadSheet
from klantlib.questionnaire.word.answers import read_word_form
from klantlib.questionnaire.word.form import word_form
from klantlib.render.word.package import replaced
from tests.questionnaire.handed_in import (
    BODY,
    DAY,
    KINDS,
    TOKEN,
    asked_form,
    body,
    control,
    filled_in,
    form_of,
    invited,
    tick,
    typed,
    with_body,
)  # fmt: skip

FORMS = {kind: word_form(asked_form(kind), invited(kind=kind)) for kind in KINDS}
SELF_TEST = dict(zip(("q1", "q2", "q3", "q4", "q5", "q6"), "ABCD?A", strict=True))
ANSWERS = {
    "self_test": {**SELF_TEST, "role": "Verkoper"},
    "satisfaction": {"overall": "4", "a1_importance": "5", "a6_experience": "10", "recommend": "0", "wish": "Sneller"},
    "awareness": {"unit": "Buitendienst Noord", "engagement": "7", "awareness_role": "?"},
}
HINT = "Klik hier en typ uw antwoord"
CONTAINER = "word/../../etc/passwd"  # a name that must never become a path


def read(docx: bytes):
    return read_word_form(docx, form_of, DAY)


def refused(docx: bytes) -> tuple[str, dict]:
    with pytest.raises(BadSheet) as refusal:
        read(docx)
    return refusal.value.reason, refusal.value.values


@pytest.mark.parametrize("kind", KINDS)
def test_what_was_filled_in_is_read(kind):
    """Every kind of form, with the day on which it was saved."""
    sheet = read(filled_in(FORMS[kind], asked_form(kind), ANSWERS[kind]))

    assert (sheet.kind, sheet.answers, sheet.day) == (kind, ANSWERS[kind], "2026-03-01")
    assert sheet.edition == asked_form(kind).edition and sheet.language == "nl"


@pytest.mark.slow
@given(st.text("ABCD?", min_size=6, max_size=6))
def test_every_self_test_comes_back_as_it_was_given(letters):
    """Whatever six answers; the code says them too."""
    answers = dict(zip(SELF_TEST, letters, strict=True))
    sheet = read(filled_in(FORMS["self_test"], asked_form("self_test"), answers))

    assert sheet.answers == answers and read_code(sheet.id).answers == letters


def test_the_same_file_is_the_same_sheet_and_another_file_another_person():
    """Two who answer alike saved at another moment; a survey by name has its customer's token instead."""
    form = asked_form("self_test")
    one, other = (filled_in(FORMS["self_test"], form, SELF_TEST, f"2026-03-01T09:0{n}:00Z") for n in range(2))
    survey = filled_in(FORMS["satisfaction"], asked_form("satisfaction"), ANSWERS["satisfaction"])

    assert read(one).id == read(one).id != read(other).id
    assert read(survey).id == TOKEN


@pytest.mark.parametrize("sign", ["\N{BALLOT BOX WITH CHECK}", "x", "\N{HEAVY BALLOT X}"])
def test_another_sign_is_a_tick_too(sign):
    """A consultant may have given boxes another look."""
    form, root = asked_form("self_test"), body(filled_in(FORMS["self_test"], asked_form("self_test"), SELF_TEST))
    control(root, form, "q1", "A").find(f".//{qn('w:t')}").text = sign

    assert read(with_body(FORMS["self_test"], root)).answers["q1"] == "A"


@pytest.mark.parametrize(("code", "answer"), [("F0FE", "A"), ("F052", "A")])
def test_a_sign_of_wingdings_is_read(code, answer):
    """Word writes w:sym where a box has such a font."""
    form, root = asked_form("self_test"), body(filled_in(FORMS["self_test"], asked_form("self_test"), SELF_TEST))
    letter = control(root, form, "q1", "A").find(f".//{qn('w:t')}")
    symbol = letter.getparent().makeelement(qn("w:sym"), {qn("w:font"): "Wingdings", qn("w:char"): code})
    letter.getparent().replace(letter, symbol)

    assert read(with_body(FORMS["self_test"], root)).answers["q1"] == answer


def test_an_empty_box_of_wingdings_is_open():
    """The sign of an empty box is no tick."""
    form, root = asked_form("self_test"), body(filled_in(FORMS["self_test"], asked_form("self_test"), SELF_TEST))
    letter = control(root, form, "q1", "B").find(f".//{qn('w:t')}")
    symbol = letter.getparent().makeelement(qn("w:sym"), {qn("w:font"): "Wingdings", qn("w:char"): "F0A8"})
    letter.getparent().replace(letter, symbol)

    assert read(with_body(FORMS["self_test"], root)).answers["q1"] == "A"


def test_without_tags_the_bookmarks_tell():
    """As LibreOffice leaves it: no tag and no title on any box, bookmarks as they were."""
    root = body(filled_in(FORMS["awareness"], asked_form("awareness"), ANSWERS["awareness"]))
    for mark in [*root.iter(qn("w:tag"), qn("w:alias"))]:
        mark.getparent().remove(mark)

    assert read(with_body(FORMS["awareness"], root)).answers == ANSWERS["awareness"]


def test_words_keep_their_lines():
    """Of an answer over two lines."""
    form, root = asked_form("satisfaction"), body(FORMS["satisfaction"])
    tick(control(root, form, "overall", "4"))
    field = control(root, form, "wish")
    typed(field, "Sneller")
    letter = field.find(f".//{qn('w:t')}")
    letter.addnext(letter.makeelement(qn("w:br")))
    after = letter.makeelement(qn("w:t"))
    after.text = "en beter"
    letter.getnext().addnext(after)

    assert read(with_body(FORMS["satisfaction"], root)).answers["wish"] == "Sneller\nen beter"


def test_two_ticks_are_no_answer():
    """And it is said at which question."""
    docx = filled_in(FORMS["self_test"], asked_form("self_test"), SELF_TEST)
    root = body(docx)
    tick(control(root, asked_form("self_test"), "q2", "D"))

    assert refused(with_body(docx, root)) == ("double", {"question": "Hoe deelt u uw klanten in?"})


def test_a_box_that_contradicts_itself_is_not_guessed():
    """Its state says ticked, what the person saw does not."""
    root = body(filled_in(FORMS["self_test"], asked_form("self_test"), SELF_TEST))
    control(root, asked_form("self_test"), "q1", "A").find(f".//{qn('w:t')}").text = "\N{BALLOT BOX}"

    assert refused(with_body(FORMS["self_test"], root))[0] == "unclear"


def test_answering_by_deleting_the_rest_is_not_guessed():
    """A box that is gone may have been the answer, or what was not."""
    root = body(filled_in(FORMS["self_test"], asked_form("self_test"), SELF_TEST))
    gone = control(root, asked_form("self_test"), "q3", "B")
    gone.getparent().remove(gone)

    reason, values = refused(with_body(FORMS["self_test"], root))
    assert (reason, values["question"]) == ("unclear", "Waar hangt van af hoeveel moeite een klant krijgt?")


def test_nothing_filled_in_is_said():
    """A form that comes back as it went, and one with a question left open."""
    some = {key: answer for key, answer in SELF_TEST.items() if key != "q4"}

    partly = filled_in(FORMS["self_test"], asked_form("self_test"), some)

    assert refused(FORMS["self_test"])[0] == "empty"
    assert refused(partly) == ("open", {"question": "Hoe werkt uw verkoop?"})
    assert refused(filled_in(FORMS["satisfaction"], asked_form("satisfaction"), {"wish": "Sneller"}))[0] == "open"


def test_too_long_an_answer_is_refused_whole():
    """Never cut off: 60 characters go, 61 do not."""
    form = asked_form("self_test")

    assert read(filled_in(FORMS["self_test"], form, {**SELF_TEST, "role": "x" * 60})).answers["role"] == "x" * 60
    assert refused(filled_in(FORMS["self_test"], form, {**SELF_TEST, "role": "x" * 61}))[0] == "too_long"


def test_what_stood_in_a_field_is_no_answer():
    """Also where a program forgot that it was only a hint."""
    assert (
        "role" not in read(filled_in(FORMS["self_test"], asked_form("self_test"), {**SELF_TEST, "role": HINT})).answers
    )


def test_another_edition_is_refused():
    """The client has no such form."""
    old = word_form(asked_form("satisfaction"), invited(kind="satisfaction"))
    stamp = _part(old, "customXml/item7101.xml").replace(asked_form("satisfaction").edition.encode(), b"1.0000")

    assert refused(replaced(old, {"customXml/item7101.xml": stamp}))[0] == "edition"


@pytest.mark.parametrize(
    ("was", "becomes", "reason"),
    [
        (b'kind="self_test"', b'kind="recipe"', "not_ours"),
        (b'language="nl"', b'language="xx"', "not_ours"),
        (b'id=""', b'id="=1+1"', "id"),
        (b"urn:klantwerkboek:form", b"urn:other", "not_ours"),
    ],
)
def test_a_stamp_that_is_not_ours_is_refused(was, becomes, reason):
    """It decides nothing that we did not write in it."""
    form = FORMS["self_test"]
    stamp = _part(form, "customXml/item7101.xml").replace(was, becomes)

    assert refused(replaced(form, {"customXml/item7101.xml": stamp}))[0] == reason


def _part(docx: bytes, name: str) -> bytes:
    with zipfile.ZipFile(BytesIO(docx)) as package:
        return package.read(name)


def _zip(**parts: bytes) -> bytes:
    file = BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return file.getvalue()


BOMB = _zip(**{BODY: b" " * (UNPACKED + 1)})
ENTITY = b'<!DOCTYPE d [<!ENTITY a "b">]><d>&a;</d>'


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "damaged"),
        (b"%PDF-1.7", "damaged"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "damaged"),  # how Office keeps a file with a password
        (FORMS["self_test"][:-200], "damaged"),
        (b"x" * (LARGEST + 1), "too_large"),
        (BOMB, "too_large"),
        (_zip(**{f"part{n}": b"" for n in range(MOST_PARTS + 1)}), "too_large"),
        (_zip(**{"xl/workbook.xml": b"<a/>"}), "not_ours"),
        (_zip(**{BODY: b"<a/>"}), "damaged"),
        (_zip(**{BODY: b"no xml"}), "damaged"),
        (replaced(FORMS["self_test"], {BODY: ENTITY}), "damaged"),
        (_zip(**{CONTAINER: b""}), "not_ours"),
    ],
)
def test_what_is_no_form_is_refused_with_its_reason(data, reason):
    """Before anything is unpacked that could do harm."""
    assert refused(data)[0] == reason


@pytest.mark.slow
@given(st.integers(0, len(FORMS["awareness"]) - 1), st.binary(min_size=1, max_size=8))
def test_a_damaged_file_is_read_or_refused(place, junk):
    """Bytes changed on the way: nothing else than a sheet or a refusal comes out."""
    whole = FORMS["awareness"]
    with contextlib.suppress(BadSheet):
        read(whole[:place] + junk + whole[place + len(junk) :])


@pytest.mark.slow
@pytest.mark.parametrize("language", languages())
def test_libreoffice_fills_it_in(language, office):
    """Ticked, ticked wrongly and put right, typed over and typed on: saved by LibreOffice and read back."""
    hint = {"nl": HINT, "en": "Click here and type your answer"}[language]
    first = [["tick", f"kw_q{n}__{n % 5 + 1}"] for n in range(1, 7)]  # B, C, D, don't know, A, B
    put_right = [["tick", "kw_q1__2"], ["tick", "kw_q1__1"]]
    wish = [["replace", hint, "Sneller"], ["insert_after", "Sneller", "en beter"]]
    cases = {
        "self_test": [*first, *put_right, ["type_over", hint, "Verkoper"]],
        "satisfaction": [["tick", "kw_overall__4"], ["tick", "kw_recommend__11"], *wish],
        "awareness": [["tick", "kw_unit__3"], ["tick", "kw_engagement__7"]],
    }
    found = {}
    for kind, edits in cases.items():
        [saved] = office(word_form(asked_form(kind, language), invited(language, kind)), {kind: edits}).values()
        found[kind] = read(saved).answers

    assert found == {
        "self_test": {"q1": "A", "q2": "C", "q3": "D", "q4": "?", "q5": "A", "q6": "B", "role": "Verkoper"},
        "satisfaction": {"overall": "4", "recommend": "10", "wish": "Sneller\nen beter"},
        "awareness": {"unit": "Buitendienst Noord", "engagement": "7"},
    }
