"""What stands beside the sheet that a team fills in: every answer in words with its points, and how it works."""

from __future__ import annotations

from collections.abc import Iterator

import xlsxwriter
from xlsxwriter.utility import xl_range_abs
from xlsxwriter.worksheet import Worksheet

from klantlib.questionnaire import saying
from klantlib.questionnaire.definition import Form, Question
from klantlib.questionnaire.inviting import Inviting
from klantlib.questionnaire.team.looks import TITLE_ROW, Looks, height
from klantlib.questionnaire.team.marks import ANSWER, ANSWERS, FIRST_ANSWER, WHOLE_SHEET
from klantlib.words import Words

QUESTION, LETTER, POINTS = 0, 1, 3  # columns, with the answer between
WIDTHS = (60, 8, 72, 10)  # of these, in characters
TITLE, HEAD = 0, 1  # rows
ROW, AIR = 17, 6  # points: a row of one line, and what is left around several
SHEET_WIDTH = 110  # characters, a line of the explanation


def answer_sheet(book: xlsxwriter.Workbook, sheet: Worksheet, form: Form, said: Words, looks: Looks) -> None:
    """Every question with its answers, named, so that lists and totals can point at them; and the groups of totals."""
    name = said.say("team", "answers")
    sheet.set_default_row(ROW)
    sheet.set_row(TITLE, TITLE_ROW)
    sheet.write_string(TITLE, 0, ANSWERS, looks.title(name))
    parts = ("question", "letter", "answer", "points") if saying.scored(form) else ("question", "letter", "answer")
    for place, part in enumerate(parts):
        sheet.set_column(place, place, WIDTHS[place])
        sheet.write_string(HEAD, place, said.say("team", part), looks("head"))
    row = FIRST_ANSWER
    for number, question in enumerate(form.questions, start=1):
        if question.options:
            _options(book, sheet, form, number, question, row, said, looks)
            row += len(question.options)
    if saying.scored(form):
        _bands(book, sheet, form, row + 1, said, looks)
    sheet.freeze_panes(FIRST_ANSWER, 0)
    sheet.repeat_rows(HEAD)


def _options(
    book: xlsxwriter.Workbook,
    sheet: Worksheet,
    form: Form,
    number: int,
    question: Question,
    first: int,
    said: Words,
    looks: Looks,
) -> None:
    asked = saying.heading(number, question, said)
    sheet.set_row(first, max(ROW, height(asked, WIDTHS[QUESTION]) + AIR))
    for row, option in enumerate(question.options, start=first):
        sheet.write_string(row, QUESTION, asked if row == first else "", looks("first"))
        short = option.value if saying.label(option, said) != option.text else ""
        sheet.write_string(row, LETTER, short, looks("cell"))
        sheet.write_string(row, ANSWER, saying.label(option, said), looks("cell"))
        if saying.scored(form) and option.value in saying.points():
            sheet.write_number(row, POINTS, saying.points()[option.value], looks("number"))
        elif saying.scored(form):
            sheet.write_blank(row, POINTS, None, looks("number"))
    last = first + len(question.options) - 1
    _name(book, sheet, f"{question.key}_list", first, last, ANSWER)
    if saying.scored(form):
        last = first + len(saying.points()) - 1  # "don't know" comes last, and has no points
        for part, place in (("letters", LETTER), ("answers", ANSWER), ("points", POINTS)):
            _name(book, sheet, f"{question.key}_{part}", first, last, place)


def _bands(book: xlsxwriter.Workbook, sheet: Worksheet, form: Form, head: int, said: Words, looks: Looks) -> None:
    """From the lowest up, as a look-up wants it."""
    titles = {QUESTION: ("score", "band"), LETTER: ("team", "from"), ANSWER: ("score", "advice")}
    for place, (section, part) in titles.items():
        sheet.write_string(head, place, said.say(section, part), looks("head"))
    bands = saying.bands(form)[::-1]
    for row, band in enumerate(bands, start=head + 1):
        sheet.write_string(row, QUESTION, band.name, looks("first"))
        sheet.write_number(row, LETTER, band.low, looks("number"))
        sheet.write_string(row, ANSWER, band.advice, looks("cell"))
        sheet.set_row(row, height(band.advice, WIDTHS[ANSWER]) + AIR)
    _name(book, sheet, "band_names", head + 1, head + len(bands), QUESTION)
    _name(book, sheet, "band_from", head + 1, head + len(bands), LETTER)


def _name(book: xlsxwriter.Workbook, sheet: Worksheet, name: str, first: int, last: int, place: int) -> None:
    book.define_name(name, f"='{sheet.get_name()}'!{xl_range_abs(first, place, last, place)}")


def explanation(sheet: Worksheet, form: Form, inviting: Inviting, said: Words, looks: Looks) -> None:
    """A sentence or two a row: what it is for, how to fill it in, how to send it back."""
    sheet.set_column(0, 0, SHEET_WIDTH)
    name = said.say("team", "explanation")
    sheet.write_string(TITLE, 0, WHOLE_SHEET + name, looks.title(name))
    sheet.set_row(TITLE, TITLE_ROW)
    for row, text in enumerate(_told(form, inviting, said), start=HEAD):
        sheet.write_string(row, 0, text, looks("said"))
        sheet.set_row(row, height(text, SHEET_WIDTH) + AIR)


def _told(form: Form, inviting: Inviting, said: Words) -> Iterator[str]:
    yield form.why
    yield " ".join(saying.about(form, inviting))
    for part in ("how", "rows"):
        yield said.say("team", part)
    yield f"{said.say('team', 'who')}: {said.say('team', 'who_note')}"
    if saying.scored(form):
        yield said.say("team", "total_rule")
    yield said.say("team", "copies")
    yield saying.sending("team", inviting)
    yield said.say("about", "mark", edition=form.edition)
