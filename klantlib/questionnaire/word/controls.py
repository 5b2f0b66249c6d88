"""How are a box to tick, a field for words and a group written in Word's XML? (ECMA-376; boxes: MS-DOCX)"""

from __future__ import annotations

from lxml.etree import _Element as Element

from klantlib.questionnaire.definition import Form, Question
from klantlib.questionnaire.word.marks import bookmark_of, tag
from klantlib.render.ooxml import TAG_LENGTH, TWIPS, bookmark, el, paragraph, run
from klantlib.render.word.draft import Draft
from klantlib.render.word.styles import border

TICKED, OPEN = "\N{BALLOT BOX WITH X}", "\N{BALLOT BOX}"
BOX_FONT = "MS Gothic"  # what Word itself writes boxes in
BOX_SIZE = 13  # points: large enough for a pen
FIELD_GAP = 4  # points, between words and the line around them


def tick_box(form: Form, question: Question, number: int, told: str, draft: Draft) -> list[Element]:
    """A box for one answer, between the ends of its bookmark; `told` is what a screen reader says of it."""
    font = el("w:rFonts", ascii=BOX_FONT, eastAsia=BOX_FONT, hAnsi=BOX_FONT, hint="eastAsia")
    look = el("w:rPr", font, el("w:sz", val=2 * BOX_SIZE), el("w:szCs", val=2 * BOX_SIZE))
    box = run(OPEN)
    box.insert(0, look)
    control = _control(tag(form, question, number), told, draft, _checkbox(), content=box)
    return bookmark(bookmark_of(question, number), next(draft.ids), control)


def field(form: Form, question: Question, told: str, hint: str, draft: Draft) -> Element:
    """A field for words of one's own, in a frame over the whole line."""
    kinds = (el("w:showingPlcHdr"), el("w:text", multiLine=1))
    control = _control(tag(form, question), told, draft, *kinds, content=run(hint, "Emphasis"))
    sides = [border(side, draft.about.theme.muted, 6, FIELD_GAP) for side in ("top", "left", "bottom", "right")]
    spacing, indent = el("w:spacing", before=6 * TWIPS, after=6 * TWIPS), el("w:ind", left=6 * TWIPS, right=6 * TWIPS)
    content = bookmark(bookmark_of(question), next(draft.ids), control)
    return paragraph("Normal", *content, borders=el("w:pBdr", *sides), spacing=spacing, ind=indent)


def group(number: int, *content: Element) -> Element:
    """Everything in one group: only the boxes and fields in it can be changed."""
    marks = [el("w:id", val=number), el("w:lock", val="contentLocked"), el("w:group")]
    return el("w:sdt", el("w:sdtPr", *marks), el("w:sdtContent", *content))


def _control(name: str, told: str, draft: Draft, *kind: Element, content: Element) -> Element:
    """It can be filled in and not be taken away."""
    titled = el("w:alias", val=told[:TAG_LENGTH])
    marks = [titled, el("w:tag", val=name), el("w:id", val=next(draft.ids))]
    return el("w:sdt", el("w:sdtPr", *marks, el("w:lock", val="sdtLocked"), *kind), el("w:sdtContent", content))


def _checkbox() -> Element:
    states = {"w14:checkedState": TICKED, "w14:uncheckedState": OPEN}
    written = [el(name, **{"w14:val": f"{ord(sign):04X}", "w14:font": BOX_FONT}) for name, sign in states.items()]
    return el("w14:checkbox", el("w14:checked", **{"w14:val": 0}), *written)
