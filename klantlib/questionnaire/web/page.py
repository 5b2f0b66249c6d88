"""How does a form become one page: from disk or any web host, on a phone, without a server?

Without its script the page is the form on paper; with it, one question at a time, and the result at the end.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator
from functools import cache
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from klantlib.questionnaire.definition import UNKNOWN, Form, Option, Question
from klantlib.questionnaire.inviting import Inviting
from klantlib.questionnaire.web.data import embedded
from klantlib.questionnaire.web.result import CHAPTER, PAGE, ranges
from klantlib.render.html import policy
from klantlib.texts import TEMPLATES
from klantlib.theme import Theme
from klantlib.theme import logo as logos
from klantlib.words import Words

SCRIPTS = ("questionnaire_sums.js", "questionnaire.js")  # what can be reckoned; what can be seen
MARKS = 10  # a scale with so many answers is thought of in marks, so these are shown beside their words
ROW = 100  # characters that fit one row; a longer answer gets a box
BRIEF = 34  # characters of an answer of which three fit side by side on paper


def page(form: Form, inviting: Inviting) -> str:
    """A questionnaire as one self-contained HTML file; with `inviting.token` it is one customer's own."""
    words = Words(PAGE, form.language)
    style, script = _style(inviting.theme, form), _script()
    return (
        _templates()
        .get_template("questionnaire.html.j2")
        .render(
            form=form,
            inviting=inviting,
            words=words,
            chapter=Words(CHAPTER, form.language),
            ranges=ranges(form) if form.returns == "code" else [],
            looks={question.key: _looks(question, words) for question in form.questions},
            logo=_logo(inviting.theme, form.language),
            data=Markup(embedded(form, inviting)),
            policy=policy(style, script),
            style=style,
            script=Markup(script),
        )
    )


def _looks(question: Question, words: Words) -> dict[str, Any]:
    """What a question's place on the page depends on: its hints, its marks, and how much room its answers take."""
    return {
        "hints": " ".join(_hints(question, words)),
        "marked": {option.value for option in question.options if _marked(question, option)},
        "many": len(question.options) >= MARKS,
        "brief": all(len(option.text) <= BRIEF for option in question.options),
        "box": question.longest > ROW,
    }


def _hints(question: Question, words: Words) -> Iterator[str]:
    if question.note:
        yield question.note
    elif question.optional:
        yield words.say("page", "optional")
    if question.longest > ROW:
        yield words.say("page", "longest", n=question.longest)


def _marked(question: Question, option: Option) -> bool:
    """Whether an answer is shown with its letter or mark."""
    own = option.value not in (UNKNOWN, option.text)
    return own and (option.value.isalpha() or len(question.options) >= MARKS)


def _logo(theme: Theme, language: str) -> dict[str, Any] | None:
    if not theme.logo:
        return None
    words = Words("words", language)
    width, height = logos.size(theme.logo)
    source = f"data:{logos.kind(theme.logo)};base64,{base64.b64encode(theme.logo).decode()}"
    alt = words.say("report", "logo_of", name=theme.name) if theme.name else words.say("report", "logo")
    return {"src": source, "alt": alt, "width": width, "height": height}


def _style(theme: Theme, form: Form) -> Markup:
    fonts = Markup(", ".join(f'"{font}"' for font in theme.fonts) + ", sans-serif")
    spans = [(band, high - low + 1) for band, low, high in ranges(form)] if form.returns == "code" else []
    filled = _templates().get_template("questionnaire.css").render(theme=theme, fonts=fonts, spans=spans)
    return Markup(re.sub(r"\n+", "\n", filled).strip())


@cache
def _script() -> str:
    """The page's script without indents and the comments on lines of their own."""
    source = "\n".join(_templates().get_template(name).render() for name in SCRIPTS)
    return re.sub(r"(?m)^\s*(//.*)?\n?", "", source)


@cache
def _templates() -> Environment:
    blocks = {"trim_blocks": True, "lstrip_blocks": True}
    return Environment(loader=FileSystemLoader(TEMPLATES), autoescape=True, undefined=StrictUndefined, **blocks)
