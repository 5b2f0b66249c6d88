"""The live poll: every code counts once, what is refused is listed, nobody is recognised, nothing is kept."""

import asyncio
import json
import os
import threading
from concurrent.futures import ThreadPoolExecutor
from email.message import EmailMessage

import nbformat
import pytest
from hypothesis import given
from hypothesis import strategies as st

from klantlib.languages import languages
from klantlib.questionnaire.codes import LETTERS, SIGNS, shown, write_code
from klantlib.questionnaire.definition import form
from klantlib.questionnaire.sheets import Sheet
from klantlib.theme import house
from klantlib.workshop.poll import Desk, open_poll, poll_notebook
from klantlib.workshop.polling.dropped import MARK, Folder
from klantlib.workshop.polling.files import in_file
from klantlib.workshop.polling.found import Refusal, found
from klantlib.workshop.polling.ledger import Ledger
from klantlib.workshop.polling.picture import pictures

ONE = "6WK9KZB"  # ABCD?A, version 1, drawn 42
WRONG = "6WK-9KZC"  # its last sign is another
LONG_AGO = (0, 0)


def codes(n, answers="ABCDAB"):
    return [write_code(answers, 1, chance) for chance in range(n)]


def dropped(folder, name, content):
    """A file that was put there long ago, so that it is complete."""
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    os.utime(path, LONG_AGO)


@pytest.fixture
def desk(tmp_path):
    return Desk("nl", tmp_path / "inbox", house())


# ---- which codes are in a text ----


@pytest.mark.parametrize(
    "text",
    [
        "6WK9KZB", "6wk-9kzb", "6WK 9KZB", " 6 w k 9 k z b ", "code: 6WK-9KZB.", "Jan: 6wk9kzb, en nog eens 6WK-9KZB",
        "Beste Anna,\n\nMijn code is 6WK-9KZB.\nGroeten,\nHallo",
        "[KW|self_test|1.5f3a|nl|2026-11-22|6WK9KZB|A,B|2P9K]",
    ],
)  # fmt: skip
def test_a_code_is_found_however_it_is_written(text):
    """Words around it, small letters, hyphens and spaces: one code, nothing refused."""
    assert (found(text).codes, found(text).refused) == ((ONE,), ())


@pytest.mark.parametrize(
    ("text", "refused"),
    [
        (WRONG, Refusal("6WK-9KZC", "check")),
        ("6wk 9kz0", Refusal("6WK-9KZ0", "sign")),
        ("mijn code is 6WK-9KZ0, zei hij met nadruk", Refusal("6WK-9KZ0", "sign")),
        ("6WK-9KZ", Refusal("6WK-9KZ", "length")),
        ("6WK-9KZBB", Refusal("6WK-9KZBB", "length")),
        ("Ik heb er geen, sorry", Refusal("Ik heb er geen, sorry", "none")),
        (shown(write_code("ABCDAB", 2, 1)), Refusal(shown(write_code("ABCDAB", 2, 1)), "version")),
    ],
)
def test_what_is_no_code_is_listed_with_the_reason(text, refused):
    """A wrong sign, a sign that no code has, too few, too many, another version, no code at all."""
    assert found(text).refused == (refused,) and found(text).codes == ()


def test_in_a_list_every_line_is_meant_as_a_code():
    """Letters alone, six of them: on a line of a list that is a code with a sign missing, not a word."""
    assert found("6WK-9KZB\nABCDEF\n").refused == (Refusal("ABCDEF", "length"),)


@given(st.lists(st.tuples(st.text(LETTERS, min_size=6, max_size=6), st.integers(0, 7000)), min_size=1, max_size=8))
def test_of_a_list_none_is_lost_and_none_counted_twice(given_):
    """Any codes, each twice, one below the other."""
    written = [write_code(answers, 1, chance) for answers, chance in given_]
    assert set(found("\n".join(map(shown, written * 2))).codes) == set(written)
    assert len(found("\n".join(written * 2)).codes) == len(set(written))


@given(st.integers(0, 6), st.sampled_from(SIGNS))
def test_a_mistyped_code_is_never_lost(place, sign):
    """One sign another: it is the code itself, or it is refused."""
    typed = ONE[:place] + sign + ONE[place + 1 :]
    read = found(typed)
    assert len(read.codes) + len(read.refused) == 1 and (typed == ONE) == bool(read.codes)


# ---- files ----


def sheet(code=ONE, answers="ABCD?A"):
    given_answers = {f"q{number}": answer for number, answer in enumerate(answers, start=1)}
    edition = form("self_test", "nl").edition
    return Sheet(kind="self_test", edition=edition, language="nl", day="2026-11-22", id=code, answers=given_answers)


def mail(text, attached="", subtype="plain"):
    message = EmailMessage()
    message["Subject"], message["Message-ID"] = "Zelftest", "<234-5678.ABC-DEFG@mail.example>"
    message.set_content(text, subtype=subtype, cte="quoted-printable")
    if attached:
        message.add_attachment(attached.encode(), maintype="application", subtype="json", filename="antwoorden.json")
    return message.as_bytes()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.txt", ONE.encode()),
        ("a.TXT", ("\ufeff" + ONE).encode("utf-16")),
        ("a.txt", f"caf\u00e9 {ONE}".encode("cp1252")),
        ("a.json", sheet().json_text().encode()),
        ("a.eml", mail(f"Dag,\n\nmijn code: {shown(ONE)}\n")),
        ("a.eml", mail(f"<p>mijn code: <b>{shown(ONE)}</b></p>", subtype="html")),
        ("a.eml", mail(f"{shown(ONE)}", sheet().json_text())),
    ],
)
def test_a_code_is_found_in_a_file(name, content):
    """Texts in three alphabets, the file of the questionnaire, a mail; nothing in the headings of a mail counts."""
    assert (in_file(name, content).codes, in_file(name, content).refused) == ((ONE,), ())


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("a.docx", b"PK", "unknown_kind"),
        ("a.msg", ONE.encode(), "unknown_kind"),
        ("a.txt", b"\0\0\0", "no_text"),
        ("a.txt", b"", "none"),
        ("a.txt", b"6" * 2_000_001, "too_large"),
        ("a.json", b'{"half', "sheet"),
        ("a.json", sheet(answers="ABCD?B").json_text().encode(), "sheet"),  # the code says A at the end
        ("a.json", sheet().json_text().replace("self_test", "awareness").encode(), "other_kind"),
    ],
)
def test_a_file_without_a_code_is_listed_by_its_name(name, content, reason):
    """What it is, and why it was not counted."""
    assert in_file(name, content).refused == (Refusal(name, reason),)


def test_a_file_counts_when_it_no_longer_grows(tmp_path):
    """Half a list is seen, then the whole: nothing is read before it is the same twice."""
    folder, file = Folder(tmp_path / "inbox"), tmp_path / "inbox" / "list.txt"
    file.write_text("6WK-9K")
    assert folder.look() == ({}, [])
    file.write_text("6WK-9KZB\n")
    assert folder.look() == ({}, [])
    assert folder.look()[0]["list.txt"].codes == (ONE,)
    assert folder.look() == ({}, [])


def test_a_file_that_grows_after_it_was_read_is_read_again(tmp_path):
    """What was refused in its first half is forgotten with it."""
    desk = Desk("nl", tmp_path / "inbox", house())
    dropped(tmp_path / "inbox", "list.txt", "6WK-9K")
    desk.look()
    assert desk.ledger.refused() == [Refusal("6WK-9K", "length")]
    dropped(tmp_path / "inbox", "list.txt", "6WK-9KZB")
    desk.look()
    assert (desk.ledger.codes(), desk.ledger.refused()) == ([ONE], [])


def test_what_a_browser_has_not_finished_is_left_alone(tmp_path):
    """Parts of downloads, hidden files and folders are not read."""
    folder = Folder(tmp_path / "inbox")
    for name in ("a.txt.part", ".hidden.txt", "~$a.docx"):
        dropped(tmp_path / "inbox", name, ONE)
    (tmp_path / "inbox" / "sub").mkdir()
    assert folder.look() == ({}, [])


# ---- all at once ----


def typing(desk, mine):
    """Sign by sign, as the box sends it."""
    box = ""
    for sign in "".join(f"{shown(code).lower()}\n" for code in mine):
        box += sign
        desk._lines(box)


def pasting(desk, mine):
    for code in mine:
        desk.take(f"Dag, de code is {shown(code)}. Groet!")


def dropping(folder, name, mine):
    """Files that are written a few signs at a time."""
    for number, code in enumerate(mine):
        with (folder / f"{name}{number}.txt").open("w") as file:
            for part in (f"Code {code[:3]}", code[3:], "\n"):
                file.write(part)
                file.flush()


def test_sixty_codes_from_all_sides_are_counted_once_each(tmp_path, monkeypatch):
    """
    Sixty people: a third typed, a third pasted in a mail's words, a third dropped as files that are written in pieces;
    each code comes twice, in two windows of one poll, all at the same time.
    """
    monkeypatch.setattr("klantlib.workshop.polling.desk.picture", lambda *_: "")  # drawing is not what this is about
    sixty, inbox = codes(60), tmp_path / "inbox"
    windows = [Desk("nl", inbox, house()), Desk("nl", inbox, house())]
    work = [(typing, desk, sixty[:20]) for desk in windows]
    work += [(pasting, desk, sixty[20:40]) for desk in windows]
    work += [(dropping, inbox, name, sixty[40:]) for name in "ab"]
    work += [(lambda: [windows[0]._dropped() for _ in range(20)],)]
    start = threading.Barrier(len(work))

    def at_once(one, *arguments):
        start.wait()
        one(*arguments)

    threads = [threading.Thread(target=at_once, args=one) for one in work]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for _ in range(2):
        windows[0].look()

    assert Ledger(inbox).codes() == sorted(sixty)
    assert Ledger(inbox).refused() == []


# ---- the picture ----


@pytest.mark.parametrize("language", languages())
def test_nothing_is_shown_of_fewer_than_three(desk, language):
    """Two codes: the number, and why there is no picture."""
    desk = Desk(language, desk.folder.path, house())
    desk.take("\n".join(codes(2)))
    assert desk.picture.value == "" and "2" in desk.standing.value and "3" in desk.standing.value


def test_the_picture_grows_three_at_a_time(desk):
    """With three it is there; a fourth waits, for the room would see what it changed; `look` shows everyone."""
    desk.take("\n".join(codes(3)))
    three = desk.picture.value
    assert "<svg" in three
    desk.take(codes(4)[3])
    assert desk.picture.value == three and "4 codes" in desk.standing.value
    desk.look()
    assert desk.picture.value != three


def test_the_bars_hold_every_answer():
    """Three people, first statement A, A and don't know; the totals need three who answered everything."""
    room = [write_code("AAAAAA", 1, 1), write_code("ABBBBB", 1, 2), write_code("?DDDDD", 1, 3)]
    (answers,) = pictures(room, "nl")
    first = [row for row in zip(*answers.data.values(), strict=True) if row[0] == "q1"]
    assert {row[1]: row[3] for row in first} == {"A": 2, "B": 0, "C": 0, "D": 0, "unknown": 1}
    assert sum(answers.data["people"]) == 3 * 6


def test_the_totals_have_their_bands():
    """24, 6, 6 and 13 points: one high, one middle, two low; a total that nobody has is there with nothing."""
    room = [write_code(answers, 1, number) for number, answers in enumerate(["AAAAAA", "DDDDDD", "DDDDDD", "BBCCCD"])]
    totals = pictures(room, "en")[1]
    assert dict(zip(totals.data["total"], totals.data["people"], strict=True))[6] == 2
    assert len(totals.data["total"]) == 19 and sum(totals.data["people"]) == 4
    assert totals.words["alt"].endswith("from 6 to 24 of 24 points: 2 low, 1 middle, 1 high.")


# ---- what is kept, and erased ----


def test_nothing_is_kept_but_codes_by_letter(desk):
    """Neither the order in which they came, nor a name, nor who sent what."""
    mine = codes(3)
    dropped(desk.folder.path, "jan_jansen.txt", f"Jan: {mine[2]}")
    desk.take(f"Piet: {mine[0]}")
    desk.look(f"Klaas: {mine[1]}")
    kept = json.loads((desk.folder.path / ".poll.json").read_text())
    assert kept == {"codes": sorted(mine), "refused": {}}


def test_a_workbook_that_is_run_again_goes_on_where_it_was(desk):
    """The codes stand in the folder; the box is empty and nothing is counted twice."""
    desk.take("\n".join(codes(5)))
    assert Desk("nl", desk.folder.path, house()).shown == sorted(codes(5))


def test_closing_erases_everything_and_says_so(desk):
    """Three codes and a dropped file: picture, memory, file and folder are gone, and nothing more is taken."""
    dropped(desk.folder.path, "mail.txt", ONE)
    desk.look("\n".join(codes(3)))
    desk.close()
    assert "4 codes" in desk.standing.value and "1 bestand" in desk.standing.value
    assert desk.picture.value == "" and desk.shown == [] and not desk.folder.path.exists()
    desk.take(ONE)
    desk.look(ONE)
    assert not desk.folder.path.exists() and desk.box.disabled


def test_files_in_a_folder_of_somebody_else_are_left(tmp_path):
    """The folder was there with a file in it: the codes go, the file stays, and that is said."""
    dropped(tmp_path, "own.txt", ONE)
    desk = Desk("en", tmp_path, house())
    desk.close()
    assert [path.name for path in tmp_path.iterdir()] == ["own.txt"]
    assert "were left" in desk.standing.value and "1 code " in desk.standing.value


def test_the_button_asks_before_it_erases(desk):
    """Once: is that meant? Twice: closed."""
    shut = desk.buttons.children[2]
    shut.click()
    assert not desk.closed and shut.button_style == "danger"
    shut.click()
    assert desk.closed


def test_what_is_refused_is_told_safely(desk):
    """As it was written, with no markup of its own, and what to do."""
    dropped(desk.folder.path, "<b>x.docx", "x") if os.name != "nt" else None
    desk.look(WRONG)
    assert "6WK-9KZC" in desk.refused.value and "voor te lezen" in desk.refused.value
    assert "<b>x" not in desk.refused.value


def test_typing_is_judged_a_line_at_a_time(desk):
    """A code that is still being typed is not refused; a line that is mended is forgotten."""
    desk.box.value = "6WK-9K"
    assert desk.ledger.refused() == []
    desk.box.value = "6WK-9KZC\n"
    assert len(desk.ledger.refused()) == 1
    desk.box.value = "6WK-9KZB\n"
    assert (desk.ledger.refused(), desk.ledger.codes()) == ([], [ONE])


def test_the_folder_is_watched_until_the_poll_is_closed(tmp_path, monkeypatch):
    """Without anyone clicking: a dropped file is counted; closing ends the watch."""
    monkeypatch.setattr("klantlib.workshop.polling.desk.EVERY", 0)

    async def session():
        desk = open_poll("nl", tmp_path / "inbox")
        again = open_poll("nl", tmp_path / "inbox")
        await asyncio.sleep(0)
        assert desk._watch.cancelling() or desk._watch.done()
        dropped(tmp_path / "inbox", "a.txt", ONE)
        while not again.ledger.codes():
            await asyncio.sleep(0)
        again.close()
        await asyncio.gather(again._watch, return_exceptions=True)
        return again

    with ThreadPoolExecutor(1) as apart:  # a thread without a loop of its own, whatever ran before
        assert apart.submit(asyncio.run, session()).result().closed


def test_an_own_folder_has_its_mark(tmp_path):
    """Only a folder that was made by the poll, or was empty, is emptied on closing."""
    assert Folder(tmp_path / "new").own and (tmp_path / "new" / MARK).exists()


# ---- the workbook ----


@pytest.mark.parametrize("language", languages())
def test_the_workbook_is_one_and_the_same(language):
    """Valid, with no outputs, the same text every time."""
    book = nbformat.reads(poll_notebook(language), as_version=4)
    nbformat.validate(book)
    assert poll_notebook(language) == poll_notebook(language)
    assert next(cell.source for cell in book.cells if cell.cell_type == "code").endswith(f'open_poll("{language}")')
