"""How does a consultant's Markdown join the page? Tags show as text, links lead to the web or to mail only."""

from __future__ import annotations

from html import escape

import mistune
from mistune.plugins.table import table

SAFE_SCHEMES = ("http://", "https://", "mailto:")
FIRST_LEVEL = 3  # page and chapter have taken the first two


class _Renderer(mistune.HTMLRenderer):
    """mistune's own, with headings that never skip a level and links that never run."""

    def __init__(self) -> None:
        super().__init__(escape=True)
        self.last = FIRST_LEVEL - 1

    def heading(self, text: str, level: int, **_attrs: object) -> str:
        self.last = min(FIRST_LEVEL - 1 + level, self.last + 1, 6)
        return f"<h{self.last}>{text}</h{self.last}>\n"

    def link(self, text: str, url: str, **_attrs: object) -> str:
        if not url.lower().startswith(SAFE_SCHEMES):
            return text
        return f'<a href="{escape(url)}" rel="noopener">{text}</a>'

    def image(self, text: str, **_attrs: object) -> str:
        return text  # a page asks nothing of the network; pictures come as a cell's output


def markdown(text: str) -> str:
    """
    Markdown as HTML, for inside a chapter.

    >>> markdown("# Naast de cijfers <b>")
    '<h3>Naast de cijfers &lt;b&gt;</h3>\\n'
    """
    reader = mistune.create_markdown(renderer=_Renderer(), plugins=[table])
    reader.renderer.register("table_cell", _cell)  # mistune's own aligns by a style attribute, which the page refuses
    return reader(text)


def _cell(_renderer: _Renderer, text: str, align: str | None = None, head: bool = False) -> str:
    tag, scope = ("th", ' scope="col"') if head else ("td", "")
    number = ' class="number"' if align == "right" else ""
    return f"<{tag}{scope}{number}>{text}</{tag}>\n"
