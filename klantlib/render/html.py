"""How does a report become one page that asks nothing of the network? And a block, something to see in JupyterLab?"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import groupby

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from klantlib import theme
from klantlib.blocks import Action, Block, Chart, Heading, Table
from klantlib.render.html_blocks import Place, body
from klantlib.render.pieces import About, Piece
from klantlib.words import TEMPLATES, Words


@dataclass(frozen=True)
class Chapter:
    """A chapter as the page's template meets it."""

    id: str
    title: str  # plain text, for the contents; empty where a consultant's own cells stand outside a chapter
    parts: Sequence[Markup]


def html(block: Block, language: str, currency: str = "EUR") -> str:
    """One block for JupyterLab, with the few styles it needs."""
    shown = body(block, Place(language, currency, level=1))
    frame = Markup('<div class="klant" lang="{}"><style>{}</style>{}</div>')
    return str(frame.format(language, _css("block.css"), shown))


def page(pieces: Sequence[Piece], about: About) -> str:
    """A report as one self-contained HTML file."""
    style, script = _css("report.css"), _templates().get_template("report.js").render()
    words = Words("words", about.language, about.currency)
    template = _templates().get_template("report.html.j2")
    return template.render(
        about=about,
        chapters=list(chapters(pieces, about)),
        say=words.say,
        words=words.parts("html"),
        policy=policy(style, script),
        style=style,
        script=Markup(script),
    )


def policy(style: str, script: str) -> str:
    """The Content-Security-Policy that lets this style and this script be, and nothing else."""
    own = f"style-src {_hash(style)}; script-src {_hash(script)}"
    return f"default-src 'none'; img-src data:; {own}; base-uri 'none'; form-action 'none'"


def chapters(pieces: Sequence[Piece], about: About) -> Iterator[Chapter]:
    """The pieces chapter by chapter; figures and tables are numbered through the whole report."""
    placed = list(zip(pieces, _places(pieces, about), strict=True))
    for number, (stem, members) in enumerate(groupby(placed, lambda item: item[0].chapter), 1):
        group = list(members)
        heads = (piece.block for piece, _ in group if isinstance(piece.block, Heading) and piece.block.level == 1)
        title = next((head.words["text"] for head in heads), "")
        yield Chapter(f"chapter-{_name(stem) or number}", title, list(_parts(group)))


def _parts(group: Sequence[tuple[Piece, Place]]) -> Iterator[Markup]:
    """The blocks of a chapter; actions that follow each other are one numbered list."""
    for acting, members in groupby(group, lambda item: isinstance(item[0].block, Action)):
        bodies = [body(piece.block, place) for piece, place in members]
        if acting:
            yield Markup('<ol class="actions">{}</ol>').format(Markup().join(map(Markup("<li>{}</li>").format, bodies)))
        else:
            yield from bodies


def _places(pieces: Sequence[Piece], about: About) -> Iterator[Place]:
    """Where each piece stands: its id, and its number where it is a figure or a table with a caption."""
    count = {Chart: 0, Table: 0}
    for piece in pieces:
        kind, number = type(piece.block), 0
        if kind in count and piece.block.words["caption"]:
            number = count[kind] = count[kind] + 1
        yield Place(about.language, about.currency, _name(piece.region), number, 2, piece.pictures)


def _name(region: str) -> str:
    """A region as an id that can stand in an address."""
    return re.sub(r"[^0-9A-Za-z_]+", "-", region).strip("-")


def _hash(source: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(source.encode()).digest()).decode()}'"


@cache
def _css(name: str) -> Markup:
    """A style sheet with the theme's names filled in."""
    fonts = Markup(", ".join(f'"{font}"' for font in theme.FONTS) + ", sans-serif")
    filled = _templates().get_template(name).render(theme=theme, fonts=fonts, light=str, dark=theme.DARK.__getitem__)
    return Markup(re.sub(r"\n+", "\n", filled).strip())


@cache
def _templates() -> Environment:
    blocks = {"trim_blocks": True, "lstrip_blocks": True}
    return Environment(loader=FileSystemLoader(TEMPLATES), autoescape=True, undefined=StrictUndefined, **blocks)
