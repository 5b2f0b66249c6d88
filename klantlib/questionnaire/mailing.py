"""Who gets which page or link? A workbook for the mailing, with a text to send; it stays in the client's folder."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from io import BytesIO
from pathlib import Path

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from klantlib.questionnaire.answers.store import answered
from klantlib.questionnaire.definition import Form
from klantlib.questionnaire.inviting import Inviting
from klantlib.questionnaire.people import Person
from klantlib.render.xlsx import SOME_DAY, TEXT_AS_TEXT
from klantlib.words import Words

# column -> width in characters
COLUMNS = {"customer": 14, "name": 34, "email": 42, "way": 44, "token": 12, "answered": 14, "subject": 40, "text": 60}
ROW = 15  # points: a line a customer; the text has paragraphs, and is there to be copied or merged
TEXT = "@"  # a number that is typed stays as it is: 00042


def mailing(people: Sequence[Person], form: Form, inviting: Inviting, client: Path) -> bytes:
    """
    A row a customer, by name: how the page reaches them, what to write, and the day of an answer that is there.

    The same people and answers give the same bytes. `client` is the client's folder.
    """
    words, content, came = Words("answers", inviting.language), BytesIO(), answered(client)
    with xlsxwriter.Workbook(content, {**TEXT_AS_TEXT, "in_memory": True}) as book:
        book.set_properties({"title": form.title, "created": datetime.combine(SOME_DAY, datetime.min.time())})
        plain = book.add_format({"num_format": TEXT, "valign": "top"})
        heading = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        sheet = book.add_worksheet(words.say("mailing", "sheet"))
        _headings(sheet, heading, plain, words)
        for line, person in enumerate(people, start=1):
            sheet.set_row(line, ROW)
            cells = [*_who(person, inviting), came.get(person.token, ""), *_message(person, form, inviting, words)]
            for place, cell in enumerate(cells):
                sheet.write_string(line, place, cell, plain)
        sheet.autofilter(0, 0, len(people), len(COLUMNS) - 1)
    return content.getvalue()


def way(person: Person, inviting: Inviting) -> str:
    """The link of this customer, or the file to send."""
    return f"{inviting.address}#{person.token}" if inviting.address else f"satisfaction/{person.token}.html"


def _headings(sheet: Worksheet, heading: Format, plain: Format, words: Words) -> None:
    for place, (column, width) in enumerate(COLUMNS.items()):
        sheet.set_column(place, place, width, plain)
        sheet.write_string(0, place, words.say("mailing", column), heading)
    sheet.freeze_panes(1, 2)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)


def _who(person: Person, inviting: Inviting) -> tuple[str, ...]:
    return person.id, person.name, person.email, way(person, inviting), person.token


def _message(person: Person, form: Form, inviting: Inviting, words: Words) -> tuple[str, str]:
    """The subject and the text."""
    lines = _lines(person, form, inviting, words)
    return words.say("mailing", "about", title=form.title, client=inviting.client), "\n\n".join(lines)


def _lines(person: Person, form: Form, inviting: Inviting, words: Words) -> Iterator[str]:
    firms = {"client": inviting.client, "asked_by": inviting.asked_by, "minutes": form.minutes}
    own = inviting.asked_by == inviting.client
    yield words.say("invitation", "dear")
    yield words.say("invitation", "own" if own else "other", **firms)
    yield words.say("invitation", "link" if inviting.address else "file", way=way(person, inviting), mail=inviting.mail)
    if inviting.before:
        yield words.say("invitation", "before", day=inviting.before)
    yield words.say("invitation", "kept", months=inviting.keep_months, **firms)
    yield words.say("invitation", "close", **firms)
