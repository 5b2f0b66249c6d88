"""How does a questionnaire become a workbook that a whole team fills in, a row a person, its total at once?"""

from __future__ import annotations

import secrets
from io import BytesIO

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from klantlib.questionnaire import saying
from klantlib.questionnaire.chance import chance, token
from klantlib.questionnaire.definition import Form, Question
from klantlib.questionnaire.inviting import Inviting
from klantlib.questionnaire.sheets import coded
from klantlib.questionnaire.team.explained import answer_sheet, explanation
from klantlib.questionnaire.team.looks import TITLE_ROW, Looks, height
from klantlib.questionnaire.team.marks import (
    FIRST,
    HEADINGS,
    HOW,
    TITLE,
    WHO,
    Mark,
    column,
    id_column,
    total_column,
)
from klantlib.words import Words

TEXT_AS_TEXT = {"strings_to_formulas": False, "strings_to_numbers": False, "strings_to_urls": False, "in_memory": True}
WIDTHS = {"who": 16, "choice": 30, "words": 24, "total": 10}  # characters
A_PAGE = 24  # rows of people that can still be read on one printed page
AIR = 4  # points around the text of a cell
MESSAGE, MESSAGE_TITLE = 255, 32  # signs that a spreadsheet shows
ALLOWED = {"format_columns": True, "format_rows": True}  # wider and higher, for who reads with large letters


def team_sheet(form: Form, inviting: Inviting, people: int = 20) -> bytes:
    """
    The workbook: a sheet to fill in, the questions and answers in words, and an explanation.

    Every row has an id that is drawn here, so two workbooks are never the same. Raises ValueError for a survey by
    name, which each customer answers alone.
    """
    if form.returns == "token":
        raise ValueError(form.kind)
    file, said = BytesIO(), saying.words(form.language)
    with xlsxwriter.Workbook(file, TEXT_AS_TEXT) as book:
        book.set_properties({"title": form.title, "company": inviting.theme.name, "author": inviting.asked_by})
        looks = Looks(book, inviting.theme)
        fill, answers, told = (
            book.add_worksheet(said.say("team", part)) for part in ("fill", "answers", "explanation")
        )
        answer_sheet(book, answers, form, said, looks)
        _fill_in(fill, form, people, said, looks)
        explanation(told, form, inviting, said, looks)
        for sheet in (fill, answers, told):
            sheet.protect("", ALLOWED)
            sheet.set_landscape()
            sheet.set_paper(9)  # A4
            sheet.fit_to_pages(1, 0)
            sheet.hide_gridlines(2)
        fill.fit_to_pages(1, 1 if people <= A_PAGE else 0)
        answers.fit_to_pages(1, 1 if saying.scored(form) else 0)
    return file.getvalue()


def _fill_in(sheet: Worksheet, form: Form, people: int, said: Words, looks: Looks) -> None:
    sheet.write_string(TITLE, 0, Mark(form.kind, form.edition, form.language).text(), looks.title(form.title))
    sheet.set_row(TITLE, TITLE_ROW)
    sheet.write_string(HOW, 0, said.say("team", "how"), looks("line"))
    rows = range(FIRST, FIRST + people)
    _headings(sheet, form, rows, said, looks)
    for question in form.questions:
        _column(sheet, form, question, rows, said, looks)
    for row, own in zip(rows, _ids(people), strict=True):
        sheet.set_row(row, _row_height(form, said))
        sheet.write_blank(row, WHO, None, looks("fill"))
        sheet.write_string(row, id_column(form), own)
        if saying.scored(form):
            _total(sheet, form, row, looks)
    sheet.set_column(id_column(form), id_column(form), None, None, {"hidden": True})
    sheet.freeze_panes(FIRST, WHO + 1)
    sheet.repeat_rows(HEADINGS)


def _row_height(form: Form, said: Words) -> float:
    """Every answer can be read whole."""
    labels = (saying.label(option, said) for question in form.questions for option in question.options)
    return AIR + max(height(text, WIDTHS["choice"] - 2) for text in labels)


def _ids(people: int) -> list[str]:
    """An id a row, drawn by lot, so that no two rows give one code where they answer alike."""
    drawn: dict[int, str] = {}
    while len(drawn) < people:
        own = token(secrets.token_bytes())
        drawn.setdefault(chance(own), own)
    return list(drawn.values())


def _headings(sheet: Worksheet, form: Form, rows: range, said: Words, looks: Looks) -> None:
    sheet.set_column(WHO, WHO, WIDTHS["who"])
    sheet.write_string(HEADINGS, WHO, said.say("team", "who"), looks("head"))
    sheet.data_validation(rows[0], WHO, rows[-1], WHO, _told(said.say("team", "who"), said.say("team", "who_note")))
    heights = []
    for number, question in enumerate(form.questions, start=1):
        text, width = saying.heading(number, question, said), WIDTHS["choice" if question.options else "words"]
        heights.append(height(text, width - 2))
        sheet.set_column(column(form, question), column(form, question), width)
        sheet.write_string(HEADINGS, column(form, question), text, looks("head"))
    sheet.set_row(HEADINGS, max(heights) + AIR)
    if saying.scored(form):
        sheet.set_column(total_column(form), total_column(form) + 1, WIDTHS["total"])
        for place, part in enumerate(("total", "band")):
            sheet.write_string(HEADINGS, total_column(form) + place, said.say("score", part), looks("head"))
    sheet.write_string(HEADINGS, id_column(form), said.say("team", "row"), looks("head"))


def _column(sheet: Worksheet, form: Form, question: Question, rows: range, said: Words, looks: Looks) -> None:
    """The cells of one question, each with its list or its longest text."""
    place = column(form, question)
    for row in rows:
        sheet.write_blank(row, place, None, looks("fill"))
    sheet.data_validation(rows[0], place, rows[-1], place, _rule(question, said))


def _rule(question: Question, said: Words) -> dict[str, object]:
    if question.options:
        rule = {"validate": "list", "source": f"={question.key}_list"}
        asked, wrong = said.say("team", "choose"), said.say("team", "wrong_note")
    else:
        rule = {"validate": "length", "criteria": "<=", "value": question.longest}
        asked = wrong = said.say("team", "longest", longest=question.longest)
    errors = {"error_title": said.say("team", "wrong")[:MESSAGE_TITLE], "error_message": wrong[:MESSAGE]}
    return {**_told(asked, f"{question.text} {question.note}".strip()), **rule, **errors}


def _told(title: str, message: str) -> dict[str, object]:
    """What stands beside the cell while one is in it."""
    return {"validate": "any", "input_title": title[:MESSAGE_TITLE], "input_message": message[:MESSAGE]}


def _total(sheet: Worksheet, form: Form, row: int, looks: Looks) -> None:
    """Points added up and the group they fall in, live; nothing as long as an answer is missing or not known."""
    cells = {q.key: xlsxwriter.utility.xl_rowcol_to_cell(row, column(form, q)) for q in coded(form)}
    given = {key: f"(({key}_answers={cell})+({key}_letters={cell}))" for key, cell in cells.items()}
    answered = "+".join(f"SUMPRODUCT({hits})" for hits in given.values())
    points = "+".join(f"SUMPRODUCT({hits}*{key}_points)" for key, hits in given.items())
    total = xlsxwriter.utility.xl_rowcol_to_cell(row, total_column(form))
    band = f'IF({total}="","",INDEX(band_names,MATCH({total},band_from,1)))'
    sheet.write_formula(row, total_column(form), f'=IF({answered}={len(cells)},{points},"")', looks("total"), "")
    sheet.write_formula(row, total_column(form) + 1, f"={band}", looks("total"), "")
