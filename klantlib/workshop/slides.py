"""How do the slides become one page that asks nothing of the network and runs on its own small script?"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from klantlib.blocks import Chart
from klantlib.render.charts import draw
from klantlib.render.html import policy
from klantlib.texts import TEMPLATES
from klantlib.theme import Theme
from klantlib.words import Words
from klantlib.workshop.deck import WORDS, Screen, deck
from klantlib.workshop.plan import Plan
from klantlib.workshop.study import Study
from klantlib.workshop.theme import Workshop
from klantlib.workshop.views import view

FILE = "slides.html"
SAID = ("start", "restart", "over", "end")  # what the page's script says


def slides(workshop: Workshop, plan: Plan, study: Study) -> str:
    """The slides as one HTML file in the house style of the case, with speaker's notes and the clock of the plan."""
    client, words = study.data, Words(WORDS, workshop.language)
    style, script = _style(client.theme), _read("slides.js")
    screens = deck(workshop, plan, client.settings.name)
    return _templates().get_template("slides.html.j2").render(
        workshop=workshop,
        screens=[(screen, _picture(screen, study, workshop.language)) for screen in screens],
        firm=client.settings.name,
        words=words,
        said=SAID,
        style=style,
        script=Markup(script),
        policy=policy(style, script),
        zip=zip,
    )  # fmt: skip


def _picture(screen: Screen, study: Study, language: str) -> Mapping[str, Any] | None:
    """The chart of a slide and its caption, where it has one."""
    if not screen.picture:
        return None
    block = view(screen.picture, study, language)
    if not isinstance(block, Chart):
        raise LookupError(f"slide '{screen.title}': the view '{screen.picture}' is no chart")
    drawn = draw(block, language, study.data.settings.currency, study.data.theme)
    return {"svg": Markup(drawn["image/svg+xml"]), "caption": block.words["caption"]}


def _style(theme: Theme) -> Markup:
    fonts = Markup(", ".join(f'"{font}"' for font in theme.fonts) + ", sans-serif")
    filled = _templates().get_template("slides.css").render(theme=theme, fonts=fonts)
    return Markup(re.sub(r"\n+", "\n", filled).strip())


def _read(name: str) -> str:
    return (TEMPLATES / "workshop" / name).read_text(encoding="utf-8").strip()


@cache
def _templates() -> Environment:
    blocks = {"trim_blocks": True, "lstrip_blocks": True}
    return Environment(
        loader=FileSystemLoader(TEMPLATES / "workshop"), autoescape=True, undefined=StrictUndefined, **blocks
    )
