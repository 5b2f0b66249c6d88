"""Forms as they are handed out, and as they come back: filled in the way Word and Excel do it, without either."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from datetime import date
from io import BytesIO

from docx.oxml.ns import qn
from lxml import etree

from klantlib.questionnaire.definition import Asked, Form, form
from klantlib.questionnaire.inviting import Inviting
from klantlib.questionnaire.saying import label, words
from klantlib.questionnaire.sheets import BadSheet
from klantlib.questionnaire.team.marks import FIRST, column
from klantlib.render.word.package import replaced
from klantlib.theme import house

KINDS = ("self_test", "satisfaction", "awareness")
ASKED = Asked(units=("Utrecht", "Zwolle", "Buitendienst Noord"), role=True)
DAY = date(2026, 3, 2)
TOKEN = "7XKQ29PM"
BODY, CORE, SHEET = "word/document.xml", "docProps/core.xml", "xl/worksheets/sheet1.xml"
MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def asked_form(kind: str, language: str = "nl") -> Form:
    return form(kind, language, ASKED)


def invited(language: str = "nl", kind: str = "self_test", **changed) -> Inviting:
    """As an adviser's client would send it; a survey by name has a token."""
    usual = {
        "client": "Jansen BV",
        "asked_by": "Bureau Groenland",
        "mail": "antwoord@groenland.example",
        "before": date(2026, 12, 15),
        "keep_months": 12,
        "address": "",
        "theme": house(),
        "language": language,
        "token": TOKEN if kind == "satisfaction" else "",
        "customer": "De Linde" if kind == "satisfaction" else "",
    }
    return Inviting(**{**usual, **changed})


def form_of(kind: str, edition: str) -> Form:
    """The forms that this client knows."""
    found = asked_form(kind)
    if found.edition != edition:
        raise BadSheet("edition", kind=kind, edition=edition)
    return found


def body(docx: bytes) -> etree._Element:
    with zipfile.ZipFile(BytesIO(docx)) as package:
        return etree.fromstring(package.read(BODY))


def with_body(docx: bytes, root: etree._Element) -> bytes:
    return replaced(docx, {BODY: etree.tostring(root)})


def control(root: etree._Element, form: Form, key: str, value: str = "") -> etree._Element:
    """The box of an answer, or the field of a question."""
    number = form.question(key).values.index(value) + 1 if value else 0
    tag = f"{form.kind}/{form.edition}/{key}/{number}"
    return next(sdt for sdt in root.iter(qn("w:sdt")) if _tag(sdt) == tag)


def _tag(sdt: etree._Element) -> str:
    tag = sdt.find(f"{qn('w:sdtPr')}/{qn('w:tag')}")
    return "" if tag is None else tag.get(qn("w:val"))


def tick(box: etree._Element, sign: str = "\N{BALLOT BOX WITH X}") -> None:
    """As Word does it: the state, and the sign that shows it."""
    box.find(f"{qn('w:sdtPr')}/{qn('w14:checkbox')}/{qn('w14:checked')}").set(qn("w14:val"), "1")
    box.find(f".//{qn('w:t')}").text = sign


def typed(field: etree._Element, text: str) -> None:
    """As Word does it: what stood there first is gone, and the mark that it stood there."""
    properties = field.find(qn("w:sdtPr"))
    properties.remove(properties.find(qn("w:showingPlcHdr")))
    field.find(f".//{qn('w:t')}").text = text


def filled_in(docx: bytes, form: Form, answers: Mapping[str, str], saved: str = "2026-03-01T09:00:00Z") -> bytes:
    """A form of Word with these answers, saved at this moment."""
    root = body(docx)
    for key, answer in answers.items():
        if form.question(key).options:
            tick(control(root, form, key, answer))
        else:
            typed(control(root, form, key), answer)
    return replaced(with_body(docx, root), {CORE: _saved(docx, saved)})


def _saved(docx: bytes, moment: str) -> bytes:
    with zipfile.ZipFile(BytesIO(docx)) as package:
        core = etree.fromstring(package.read(CORE))
    etree.SubElement(core, "{http://purl.org/dc/terms/}modified").text = moment
    return etree.tostring(core)


def answered(form: Form, row: int, answers: Mapping[str, str]) -> dict[str, str]:
    """What a person chooses on a row (from 0) of the workbook: cell -> text, as the list words it."""
    said = words(form.language)
    texts = {
        key: next((label(option, said) for option in form.question(key).options if option.value == answer), answer)
        for key, answer in answers.items()
    }
    return {f"{chr(65 + column(form, form.question(key)))}{FIRST + row + 1}": text for key, text in texts.items()}


def typed_in(xlsx: bytes, cells: Mapping[str, str | float]) -> bytes:
    """The workbook with these cells filled in on its first sheet."""
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(xlsx)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = old.read(name)
            new.writestr(name, _written(content, cells) if name == SHEET else content)
    return out.getvalue()


def _written(sheet: bytes, cells: Mapping[str, str | float]) -> bytes:
    root = etree.fromstring(sheet)
    there = {cell.get("r"): cell for cell in root.iter(f"{MAIN}c")}
    for place, value in cells.items():
        cell = there[place]
        for old in list(cell):
            cell.remove(old)
        cell.set("t", "inlineStr" if isinstance(value, str) else "n")
        holder = etree.SubElement(cell, f"{MAIN}is") if isinstance(value, str) else cell
        etree.SubElement(holder, f"{MAIN}{'t' if isinstance(value, str) else 'v'}").text = str(value)
    return etree.tostring(root)
