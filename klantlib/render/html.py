"""How does a report become one page that asks nothing of the network? And a block, something to see in JupyterLab?"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from klantlib.blocks import Action, Block, Chart, Heading, Table
from klantlib.render.html_blocks import Place, body
from klantlib.render.html_pointing import same_how, used_data
from klantlib.render.pieces import About, Piece
from klantlib.render.references import anchor, grounds, references
from klantlib.texts import TEMPLATES
from klantlib.theme import WHITE, Theme, house
from klantlib.theme import logo as logos
from klantlib.words import Words

SAID = ("link", "filter", "shown", "copy", "copied", "not_copied", "walk")  # what the page's script says to a reader


@dataclass(frozen=True)
class Chapter:
    """A chapter as the page's template meets it."""

    id: str
    title: str  # plain text, for the contents; empty where a consultant's own cells stand outside a chapter
    findings: Sequence[tuple[str, str]]  # id and text of its headings of level 2, for the contents
    parts: Sequence[Markup]


def html(block: Block, language: str, currency: str = "EUR", look: Theme | None = None) -> str:
    """One block for JupyterLab, with the few styles it needs; without a house style in the standard one."""
    look = look or house()
    shown = body(block, Place(language, currency, level=1, theme=look))
    frame = Markup('<div class="klant" lang="{}"><style>{}</style>{}</div>')
    return str(frame.format(language, _css("block.css", look), shown))


def page(pieces: Sequence[Piece], about: About) -> str:
    """A report as one self-contained HTML file."""
    style = _css("report.css", about.theme) + Markup(running_head(about.client))
    script = _script()
    words = Words("words", about.language, about.currency)
    template = _templates().get_template("report.html.j2")
    return template.render(
        about=about,
        chapters=list(chapters(pieces, about)),
        say=words.say,
        words=words.parts("html"),
        said=SAID,
        data=list(_used(pieces, about)),
        logo=_logo(about, words),
        disclaimer=about.theme.disclaimer(about.language) if about.client else "",
        policy=policy(style, script),
        style=style,
        script=Markup(script),
    )


def running_head(client: str) -> str:
    """The style that prints the client's name over every page; every sign that could end a text in CSS is a number."""
    name = "".join(sign if sign.isalnum() or sign == " " else f"\\{ord(sign):x} " for sign in client)
    return f'@media print{{@page{{@top-left{{content:"{name}"}}}}}}'


def _logo(about: About, words: Words) -> dict[str, Any] | None:
    """The logo of the house style for the cover, where there is one."""
    look = about.theme
    if not look.logo or not about.client:
        return None
    width, height = logos.size(look.logo)
    source = f"data:{logos.kind(look.logo)};base64,{base64.b64encode(look.logo).decode()}"
    alt = words.say("report", "logo_of", name=look.name) if look.name else words.say("report", "logo")
    return {"src": source, "alt": alt, "width": width, "height": height}


def policy(style: str, script: str) -> str:
    """The Content-Security-Policy that lets this style and this script be, and nothing else."""
    own = f"style-src {_hash(style)}; script-src {_hash(script)}"
    return f"default-src 'none'; img-src data:; {own}; base-uri 'none'; form-action 'none'"


def chapters(pieces: Sequence[Piece], about: About) -> Iterator[Chapter]:
    """The pieces chapter by chapter; figures and tables are numbered through the whole report."""
    placed = list(zip(pieces, _places(pieces, about), strict=True))
    for number, (stem, members) in enumerate(groupby(placed, lambda item: item[0].chapter), 1):
        group = list(members)
        heads = [(place.id, piece.block) for piece, place in group if isinstance(piece.block, Heading)]
        title = next((head.words["text"] for _, head in heads if head.level == 1), "")
        findings = [(id, head.words["text"]) for id, head in heads if head.level == 2]
        yield Chapter(f"chapter-{anchor(stem) or number}", title, findings, list(_parts(group)))


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
    count, based = {Chart: 0, Table: 0}, grounds(pieces)
    used, alike = _used(pieces, about), same_how(pieces)
    shown = {} if about.title else references(pieces)  # one page alone is seen at a glance
    for piece in pieces:
        kind, number = type(piece.block), 0
        if kind in count and piece.block.words["caption"]:
            number = count[kind] = count[kind] + 1
        yield Place(
            about.language,
            about.currency,
            anchor(piece.region),
            number,
            2,
            piece.pictures,
            about.theme,
            shown.get(piece.region, ()),
            used,
            alike.get(piece.region, ""),
            piece.region in alike.values(),
            based.get(piece.region, ""),
        )


def _used(pieces: Sequence[Piece], about: About) -> dict[str, int]:
    """What the end of the page tells of the data, by number; one page alone tells of them on the spot."""
    return {} if about.title else used_data(pieces)


def _hash(source: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(source.encode()).digest()).decode()}'"


@cache
def _script() -> str:
    """The page's script without indents, comments, and line ends after an opening, a comma or a semicolon."""
    source = _templates().get_template("report.js").render()
    bare = re.sub(r"(?m)(^|\s+)// .*$|^\s+", "", source)
    return re.sub(r"(?<=[{(\[,;])\n+|(?<=\n)\n+", "", bare)


@cache
def _css(name: str, look: Theme) -> Markup:
    """A style sheet with the colours and fonts of a house style filled in."""
    fonts = Markup(", ".join(f'"{font}"' for font in look.fonts) + ", sans-serif")
    filled = _templates().get_template(name).render(theme=look, fonts=fonts, white=WHITE)
    return Markup(re.sub(r"(?<=[{};])\n+|(?<=\n)\n+", "", filled).strip())


@cache
def _templates() -> Environment:
    blocks = {"trim_blocks": True, "lstrip_blocks": True}
    return Environment(loader=FileSystemLoader(TEMPLATES), autoescape=True, undefined=StrictUndefined, **blocks)
