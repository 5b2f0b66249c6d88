"""How does the desk look? Large type, for the back of the room; every text is escaped."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from klantlib.blocks import Chart
from klantlib.formats import together
from klantlib.questionnaire.codes import read_code
from klantlib.questionnaire.definition import UNKNOWN
from klantlib.render.charts import draw
from klantlib.theme import Theme
from klantlib.words import Words
from klantlib.workshop.polling.found import Refusal
from klantlib.workshop.polling.picture import FEWEST, pictures

BIG, PLAIN = "font-size:2rem;font-weight:700", "font-size:1.1rem;line-height:1.5"
FRAME = Markup('<div lang="{}" style="{}">{}</div>')
FIGURE = Markup(
    '<figure style="margin:.6rem 0 1.6rem"><figcaption style="font-size:1.5rem;font-weight:600;padding:.3rem 0">{}'
    "</figcaption>{}</figure>"
)
PAPER = "background:{paper};color:{ink};padding:.6rem 1rem"  # whatever colours JupyterLab has
WIDE = '<svg style="width:100%;height:auto;max-height:85vh" '


def standing(words: Words, codes: Sequence[str], shown: Sequence[str]) -> str:
    """How many there are, read out to who cannot see it; and what there is to see, or not yet, and why."""
    say = lambda part, **values: words.say("desk", part, **values)  # noqa: E731 - one word for it all
    number = Markup('<div role="status" style="{}">{}</div>').format(BIG, say("n", n=len(codes)))
    told = [say("waiting", fewest=FEWEST)] if len(codes) < FEWEST else _about(words, shown)
    if FEWEST <= len(codes) != len(shown):
        told.append(say("later", shown=len(shown)))
    return _framed(words, PLAIN, number + Markup("<br>").join(told))


def picture(codes: Sequence[str], words: Words, look: Theme) -> str:
    """The charts of the room, as wide as there is room."""
    figures = [_figure(chart, words, look) for chart in pictures(codes, words.language)]
    return _framed(words, PAPER.format(paper=look.paper, ink=look.ink), Markup().join(figures)) if figures else ""


def refusals(words: Words, refused: Sequence[Refusal]) -> str:
    """What was not counted, each with its reason; nothing where there is none."""
    if not refused:
        return ""
    heading = Markup("<strong>{}</strong>").format(words.say("desk", "refused", n=len(refused)))
    item = Markup("<li><code>{}</code> - {}</li>")
    items = Markup().join(item.format(one.text, words.say("refusals", one.reason)) for one in refused)
    return _framed(words, PLAIN, Markup('<div role="status">{}<ul>{}</ul></div>').format(heading, items))


def closing(words: Words, codes: int, files: int, left: Sequence[str], folder: str) -> str:
    """What was erased, and what was not; `folder` is one that is not the poll's own."""
    told = [words.say("desk", "closed", n=codes, files=files)]
    if folder:
        told.append(words.say("desk", "not_own", folder=folder))
    if left:
        told.append(words.say("desk", "left", names=together(left, words.language)))
    return _framed(words, PLAIN, Markup('<p role="status">{}</p>').format(Markup("<br>").join(told)))


def _about(words: Words, shown: Sequence[str]) -> list[str]:
    """Which sheets are not in the totals."""
    complete = sum(UNKNOWN not in read_code(code).answers for code in shown)
    lacking = len(shown) - complete
    told = [words.say("desk", "incomplete", open=lacking)] if lacking else []
    return [*told, words.say("desk", "no_totals", fewest=FEWEST)] if complete < FEWEST else told


def _figure(chart: Chart, words: Words, look: Theme) -> Markup:
    drawn = draw(chart, words.language, look=look)["image/svg+xml"]
    return FIGURE.format(chart.words["caption"], Markup(drawn.replace("<svg ", WIDE, 1)))  # noqa: S704 - our drawing


def _framed(words: Words, style: str, inside: str) -> str:
    return str(FRAME.format(words.language, style, inside))
