"""How does a questionnaire become a page to print: boxes to tick with a pen, and the points to add up oneself?"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from math import ceil

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from klantlib.questionnaire import saying
from klantlib.questionnaire.definition import Form, Option
from klantlib.questionnaire.inviting import Inviting
from klantlib.questionnaire.sheets import coded
from klantlib.render.html import policy
from klantlib.texts import TEMPLATES
from klantlib.theme import Theme
from klantlib.words import Words

PAGE = 57  # ems, the width of the text on A4
BOX = 2.2  # ems, of a box and the room around an answer
LETTER = 0.46  # ems, a letter of body text
MOST = 6  # columns of answers
LONG, MANY = 100, 3  # an answer that may have more characters gets so many lines


def paper(form: Form, inviting: Inviting) -> str:
    """The form as one HTML file without a script; a self-test prints on one A4."""
    said, style = saying.words(form.language), _style(inviting.theme)
    scored = saying.scored(form)
    return (
        _templates()
        .get_template("questionnaire_paper.html.j2")
        .render(
            form=form,
            inviting=inviting,
            said=said,
            about=list(saying.about(form, inviting)),
            sending=saying.sending("paper", inviting),
            heading=saying.heading,
            label=saying.label,
            are_short=saying.are_short,
            bands=saying.bands(form) if scored else [],
            points=saying.points(),
            coded=coded(form) if scored else (),
            columns=_columns,
            notes=all(question.longest <= LONG for question in form.questions),
            LONG=LONG,
            MANY=MANY,
            style=style,
            policy=policy(style, ""),
        )
    )


def _columns(options: Sequence[Option], said: Words) -> int:
    """How many answers stand beside each other: as fit, and about as many in each row."""
    longest = max(len(saying.label(option, said)) for option in options)
    fit = max(2, min(MOST, int(PAGE / (longest * LETTER + BOX))))
    return max(2, ceil(len(options) / ceil(len(options) / fit)))


def _style(theme: Theme) -> Markup:
    fonts = Markup(", ".join(f'"{font}"' for font in theme.fonts) + ", sans-serif")
    filled = _templates().get_template("questionnaire_paper.css").render(theme=theme, fonts=fonts, most=MOST)
    return Markup(re.sub(r"\n+", "\n", filled).strip())


@cache
def _templates() -> Environment:
    blocks = {"trim_blocks": True, "lstrip_blocks": True}
    return Environment(loader=FileSystemLoader(TEMPLATES), autoescape=True, undefined=StrictUndefined, **blocks)
