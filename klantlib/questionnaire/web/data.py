"""What does the page's script need to know? The definition, how codes and lines are written, and what it may say."""

from __future__ import annotations

import json
from typing import Any

from klantlib.languages import tag
from klantlib.questionnaire import codes, line, sheets
from klantlib.questionnaire.definition import UNKNOWN, Form, Question
from klantlib.questionnaire.inviting import Inviting
from klantlib.questionnaire.web.result import PAGE, result
from klantlib.words import Words

MAIL_LONGEST = 1500  # characters of a mailto link: some mail programs cut off what is longer than 2,000
LOT = 8  # signs of an id drawn by lot
SAID = {  # what the script says by itself, by section
    "error": ("mark",),
    "result": ("none", "change", "filled"),
    "send": ("copied", "selected", "saved", "changed", "changed_sheet"),
    "mail": ("subject", "subject_code", "hello", "code", "token", "line", "paste"),
}
HOLES = {name: f"{{{name}}}" for name in ("code", "day", "file", "n", "mail")}  # which the script fills in


def embedded(form: Form, inviting: Inviting) -> str:
    """The data as JSON that can stand in a page: nothing in it ends the element that holds it."""
    return json.dumps(data(form, inviting), ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")


def data(form: Form, inviting: Inviting) -> dict[str, Any]:
    """Everything the script knows; it has no definition, constant or sentence of its own."""
    words = Words(PAGE, form.language)
    return {
        "sheet": _sheet(form),
        "locale": tag(form.language),
        "returns": form.returns,
        "version": form.version,
        "client": inviting.client,
        "token": inviting.token,
        "questions": [_question(question, number, words) for number, question in enumerate(form.questions, 1)],
        "coded": [question.key for question in sheets.coded(form)],
        "code": _code(),
        "line": {"name": line.NAME, "check": line.CHECK},
        "tokens": sheets.TOKEN.pattern,
        "lot": LOT,
        "longest": MAIL_LONGEST,
        "mail": inviting.mail,
        "say": {section: _said(section, form, inviting, words) for section in SAID},
        "spelled": _spelled(words) if form.returns == "code" else {},
        "result": result(form) if form.returns == "code" else {},
    }


def _sheet(form: Form) -> dict[str, Any]:
    """What every sheet of this form says of itself, in the order of the file."""
    own = {name: getattr(form, name) for name in ("kind", "edition", "language")}
    return {"mark": sheets.MARK, "format": sheets.FORMAT, **own}


def _question(question: Question, number: int, words: Words) -> dict[str, Any]:
    lack = "choose" if question.options else "write"
    return {
        "key": question.key,
        "number": number,
        "text": question.text,
        "optional": question.optional,
        "options": [[option.value, option.text] for option in question.options],
        "wrong": words.say("error", lack, question=question.text),
        "here": words.say("error", f"{lack}_here"),
        "change": words.say("result", "change_of", question=question.text),
    }


def _code() -> dict[str, Any]:
    """The rule of codes.py in numbers; `undo` brings the check back to a multiple of the number of signs."""
    return {
        "signs": codes.SIGNS,
        "letters": codes.LETTERS,
        "unknown": UNKNOWN,
        "carrying": codes.CARRYING,
        "versions": codes.VERSIONS,
        "chances": codes.CHANCES,
        "space": codes.SPACE,
        "stir": codes.STIR,
        "shift": codes.SHIFT,
        "undo": pow(codes.CARRYING + 1, -1, len(codes.SIGNS)),
    }


def _said(section: str, form: Form, inviting: Inviting, words: Words) -> dict[str, str]:
    holes = {**HOLES, "title": form.title, "client": inviting.client, "asked_by": inviting.asked_by}
    return {part: words.say(section, part, **holes) for part in SAID[section]}


def _spelled(words: Words) -> dict[str, str]:
    """How each sign of a code is said."""
    said = words.parts("spelling")
    return {
        sign: said[sign] if sign.isdigit() else words.say("spelling", "letter", sign=sign, word=said[sign])
        for sign in codes.SIGNS
    }
