"""How does a questionnaire become a Word document that can be filled in, in Word, in LibreOffice and with a pen?

Boxes to tick rather than lists that fold out: on paper and at a glance every answer is there, and a tick is one click.
All of it stands in a group, which Word protects from slips but for the boxes and fields in it, without a password;
Word's protection of forms is not used, for LibreOffice then tears the page apart and Word on the web only reads it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from io import BytesIO
from math import ceil

from lxml.etree import _Element as Element

from klantlib.questionnaire import saying
from klantlib.questionnaire.definition import Form, Option, Question
from klantlib.questionnaire.inviting import Inviting
from klantlib.questionnaire.word.controls import field, group, tick_box
from klantlib.questionnaire.word.marks import HEADING, Stamp, stamp
from klantlib.render.ooxml import MM, TWIPS, bookmark, el, keep_with_next, paragraph, run
from klantlib.render.pieces import About
from klantlib.render.word.document import describe
from klantlib.render.word.draft import Draft
from klantlib.render.word.front import header_and_footer
from klantlib.render.word.package import sealed
from klantlib.render.word.room import twips
from klantlib.render.word.tables import native
from klantlib.render.word.widths import Column, width
from klantlib.theme import NOTE_SIZE, TEXT_SIZE
from klantlib.words import Words

QUESTION_SIZE = 11.5  # points: a form has many questions, and they are read one by one
BESIDE = 24  # points: a box before an answer and the room behind it
HANGING = 7  # millimetres, from a box to its answer
CLOSE = 2  # points between answers


def word_form(form: Form, inviting: Inviting) -> bytes:
    """The form as a Word document; the same form gives the same bytes."""
    draft = Draft(About(inviting.client, form.language, theme=inviting.theme, title=form.title))
    said = saying.words(form.language)
    document, content = draft.document, list(_content(form, inviting, draft, said))
    document.element.body.insert(0, group(next(draft.ids), *content))
    header_and_footer(document.sections[0], draft, form.title)
    draft.template.settle([document.element.body])
    describe(draft, form.title)
    stamp(document, Stamp(form.kind, form.edition, form.language, inviting.token))
    file = BytesIO()
    document.save(file)
    return sealed(file.getvalue())


def _content(form: Form, inviting: Inviting, draft: Draft, said: Words) -> Iterator[Element]:
    yield paragraph("Heading1", run(form.title))
    yield paragraph("Lead", run(form.why))
    yield paragraph("Normal", run(" ".join(saying.about(form, inviting))))
    yield paragraph("Advice", run(said.say("word", "how")))
    for number, question in enumerate(form.questions, start=1):
        yield from _question(number, question, form, draft, said)
    if saying.scored(form):
        yield from _score(form, draft, said)
    yield _heading(said.say("word", "back"), draft)
    yield paragraph("Normal", run(saying.sending("word", inviting)))
    yield paragraph("TableNote", run(said.say("about", "mark", edition=form.edition)))


def _question(number: int, question: Question, form: Form, draft: Draft, said: Words) -> Iterator[Element]:
    """A heading with what is asked, and right below it where to answer: never on two pages."""
    yield _heading(saying.heading(number, question, said), draft)
    if question.note:
        yield paragraph("TableNote", run(question.note), keepNext=el("w:keepNext"))
    if not question.options:
        told = saying.spoken(number, said.say("option", "words"), form.language)
        yield field(form, question, told, said.say("word", "type"), draft)
        return
    boxes = [
        [tick_box(form, question, place, saying.spoken(number, _short(option), form.language), draft), option]
        for place, option in enumerate(question.options, start=1)
    ]
    lines = list(_beside(boxes, draft, said) if saying.are_short(question.options, said) else _below(boxes, said))
    for line in lines[:-1]:
        keep_with_next(line)
    yield from lines


def _short(option: Option) -> str:
    """How an answer is called in a few signs: its letter or number, else its words."""
    return option.value if option.value.isalnum() and option.value != option.text else option.text


def _below(boxes: Sequence, said: Words) -> Iterator[Element]:
    """Long answers, a line each."""
    for box, option in boxes:
        indent = el("w:ind", left=round(HANGING * MM), hanging=round(HANGING * MM))
        text = [*box, el("w:r", el("w:tab")), run(saying.label(option, said))]
        yield paragraph("Normal", *text, keepLines=el("w:keepLines"), spacing=_close(), ind=indent)


def _beside(boxes: Sequence, draft: Draft, said: Words) -> Iterator[Element]:
    """Short answers in columns, read from left to right; as many beside each other as there is room for."""
    room = twips(draft.template.room.upright)
    longest = max(width(saying.label(option, said)) for _, option in boxes) * TEXT_SIZE / NOTE_SIZE
    fit = max(1, int(room // (longest * draft.template.stretch + BESIDE * TWIPS)))
    columns = ceil(len(boxes) / ceil(len(boxes) / fit))  # rows of about as many
    for first in range(0, len(boxes), columns):
        row = boxes[first : first + columns]
        tabs = el("w:tabs", *[el("w:tab", val="left", pos=room * n // columns) for n in range(1, columns)])
        content = [part for pair in row for part in (el("w:r", el("w:tab")), *pair[0], _answer(pair[1], said))]
        yield paragraph("Normal", *content[1:], keepLines=el("w:keepLines"), tabs=tabs, spacing=_close())


def _answer(option: Option, said: Words) -> Element:
    return run(f"\N{NO-BREAK SPACE}{saying.label(option, said)}")


def _close() -> Element:
    return el("w:spacing", before=CLOSE * TWIPS, after=0)


def _heading(text: str, draft: Draft) -> Element:
    """A heading of the second level, in the size of a form; marked, for a field reaches to the next heading."""
    words, number = run(text), next(draft.ids)
    words.insert(0, el("w:rPr", el("w:sz", val=round(2 * QUESTION_SIZE)), el("w:szCs", val=round(2 * QUESTION_SIZE))))
    spacing = el("w:spacing", before=12 * TWIPS, after=TWIPS)
    return paragraph("Heading2", *bookmark(f"{HEADING}{number}", number, words), spacing=spacing)


def _score(form: Form, draft: Draft, said: Words) -> Iterator[Element]:
    """What each answer counts and what a total means, for who wants to know at once."""
    bands = saying.bands(form)
    yield _heading(said.say("score"), draft)
    yield paragraph("Normal", run(said.say("score", "rule", **saying.points())), keepNext=el("w:keepNext"))
    columns = [
        Column(
            said.say("score", "total"), [said.say("score", "range", low=band.low, high=band.high) for band in bands]
        ),
        Column(said.say("score", "band"), [band.name for band in bands]),
        Column(said.say("score", "advice"), [band.advice for band in bands]),
    ]
    yield paragraph("Spacer")
    yield native(columns, draft, said.say("score"))
