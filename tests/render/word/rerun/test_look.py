"""Does a report that people edited follow a new house style, and keep what they styled themselves?"""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO

from docx import Document
from docx.shared import RGBColor

from klantlib.render.word.rerun import merge
from klantlib.render.word.rerun.look import Look, look_of, redress
from klantlib.theme import house
from tests.render.word.small import ABOUT, report

RED = "#aa0000"
RESTYLED = house().model_copy(update={"accent": RED, "word_font": "Georgia"})
HEADINGS = ("Heading 1", "Heading 2")


def looks(docx: bytes) -> dict[str, tuple]:
    """Colour and font of the headings, and the font of the text."""
    styles = Document(BytesIO(docx)).styles
    return {name: str(styles[name].font.color.rgb) for name in HEADINGS}


def own_colour(docx: bytes) -> bytes:
    """A person gave the first headings another colour."""
    document, file = Document(BytesIO(docx)), BytesIO()
    document.styles["Heading 1"].font.color.rgb = RGBColor(0x12, 0x34, 0x56)
    document.save(file)
    return file.getvalue()


def test_an_edited_report_takes_on_the_new_colours():
    """As a fresh report in that house style has them."""
    fresh = report(about=replace(ABOUT, theme=RESTYLED))
    merged = merge(report(), fresh)
    assert looks(merged.docx) == looks(fresh) != looks(report())
    assert not merged.own_look
    assert looks(merge(merged.docx, report()).docx) == looks(report())  # and back again


def test_a_style_that_a_person_changed_stays():
    """His colour is no colour of the old house style."""
    found = looks(merge(own_colour(report()), report(about=replace(ABOUT, theme=RESTYLED))).docx)
    assert found["Heading 1"] == "123456"


def test_another_template_leaves_the_styles_and_is_told():
    """Sizes and spacing cannot be taken over style by style; the reader is told so, once."""
    file = BytesIO()
    Document().save(file)
    theme = house().model_copy(update={"template": file.getvalue()})
    fresh = report(about=replace(ABOUT, theme=theme))
    merged = merge(report(), fresh)
    assert merged.own_look and looks(merged.docx) == looks(report())
    assert not merge(merged.docx, fresh).own_look


def test_the_same_house_style_changes_nothing():
    """Nor does a report that was made before looks were remembered."""
    assert look_of(house()) == look_of(house()) != look_of(RESTYLED)
    assert redress(Document(), Look(), look_of(house()))
