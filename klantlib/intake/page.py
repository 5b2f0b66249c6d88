"""How does an overview become check.html: one page that asks nothing of the network, to keep or to mail?"""

from __future__ import annotations

import base64
import hashlib
import re
from datetime import date
from functools import cache

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from klantlib.intake.told import Told
from klantlib.texts import TEMPLATES
from klantlib.theme import Theme
from klantlib.words import Words

FILE = "check.html"
FIRST = "wrong"  # on a page what is wrong stands on top; in a terminal it is what is read last


def page(told: Told, theme: Theme, day: date) -> str:
    """The overview as one HTML file in a house style."""
    style, template = _style(theme), _templates().get_template("check.html.j2")
    parts = sorted(told.parts, key=lambda part: part.key != FIRST)
    words = Words("check", told.language)
    return template.render(told=told, parts=parts, words=words, day=day, style=style, policy=_policy(style))


def _policy(style: str) -> str:
    """The Content-Security-Policy that lets this style be, and nothing else."""
    sha256 = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    return f"default-src 'none'; style-src 'sha256-{sha256}'; base-uri 'none'; form-action 'none'"


def _style(theme: Theme) -> Markup:
    fonts = Markup(", ".join(f'"{font}"' for font in theme.fonts) + ", sans-serif")
    filled = _templates().get_template("check.css").render(theme=theme, fonts=fonts)
    return Markup(re.sub(r"\n+", "\n", filled).strip())


@cache
def _templates() -> Environment:
    blocks = {"trim_blocks": True, "lstrip_blocks": True}
    return Environment(loader=FileSystemLoader(TEMPLATES), autoescape=True, undefined=StrictUndefined, **blocks)
