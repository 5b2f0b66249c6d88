"""What do all charts share? Axes in the reader's language, thresholds, groups and their legend."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.axis import Axis
from matplotlib.ticker import MaxNLocator

from klantlib.blocks import Chart
from klantlib.formats import NUMERIC, show, unknown
from klantlib.theme import NOTE_SIZE, Theme
from klantlib.words import Words

TICKS = 8  # an axis with more is read as a ruler
FINER = {"percent": "percent1", "count": "number", "number": "number2", "money": "cents"}  # where steps are that small
LEGEND_WIDTH = 70  # characters that fit in one row
DASHED = (0, (4, 3))


@dataclass(frozen=True)
class Plot:
    """A chart on its axes, with the words of its reader."""

    block: Chart
    language: str
    currency: str
    axes: Axes | None  # none where another program draws
    theme: Theme

    @cached_property
    def drawn(self) -> pd.DataFrame:
        """The rows that are drawn, by their number: not those without a place, but a band keeps an unknown level."""
        places = [self.block.x] if self.block.kind == "band" else [self.block.x, self.block.y]
        return pd.DataFrame(dict(self.block.data)).dropna(subset=places)

    @cached_property
    def data(self) -> pd.DataFrame:
        """The columns of the rows that are drawn."""
        return self.drawn.reset_index(drop=True)

    @property
    def words(self) -> dict[str, Any]:
        return dict(self.block.words)

    def own(self, part: str, **values: Any) -> str:
        """A word that all charts share."""
        return Words("words", self.language, self.currency).say("chart", part, **values)

    def say(self, value: Any, column: str | None) -> str:
        """A value of a column as the reader writes it."""
        format = self.block.formats.get(column, "text")
        terms = self.words.get("terms", {})
        if format == "term":
            return str(terms.get(value, terms.get(str(value), value)))
        return show(value, format, self.language, self.currency)

    def level(self, row: Mapping[str, Any]) -> str:
        """A level's name, and below it how many answers it rests on."""
        level = self.say(row[self.block.x], self.block.x)
        return level if unknown(row.get("n")) else f"{level}\n{self.own('n', n=row['n'])}"

    def numeric(self, column: str) -> bool:
        return pd.api.types.is_numeric_dtype(self.data[column]) and self.block.formats.get(column) in NUMERIC

    def group_keys(self) -> list[Any]:
        """The groups in the order in which they first appear; one without a name where there is no group column."""
        return list(self.data[self.block.group].dropna().unique()) if self.block.group else [None]

    def groups(self) -> Iterator[tuple[int, str, pd.DataFrame]]:
        """Number, name and rows of each group."""
        for number, key in enumerate(self.group_keys()):
            rows = self.data if key is None else self.data[self.data[self.block.group] == key]
            yield number, "" if key is None else self.say(key, self.block.group), rows

    def named(self) -> list[tuple[float, float, str]]:
        """The points that have a name to write beside them."""
        if not self.block.label:
            return []
        rows = self.data[self.data[self.block.label].notna() & (self.data[self.block.label] != "")]
        texts = (self.say(value, self.block.label) for value in rows[self.block.label])
        return list(zip(rows[self.block.x], rows[self.block.y], texts, strict=True))

    def color(self, number: int, groups: int) -> str:
        """One group has the house's colour, more have the series'."""
        return self.theme.accent if groups == 1 else nth(self.theme.series, number)


def nth(looks: Sequence[Any], number: int) -> Any:
    """A look for each group; after the last one they begin again."""
    return looks[number % len(looks)]


def scales(plot: Plot) -> None:
    """Both axes measured and named."""
    ticks(plot, plot.axes.xaxis, plot.block.x)
    ticks(plot, plot.axes.yaxis, plot.block.y)
    titles(plot, "x", "y")


def titles(plot: Plot, across: str, up: str) -> None:
    """What the axes measure, both written level: up stands above, across below."""
    plot.axes.set_title(plot.words.get(up, ""))
    plot.axes.set_xlabel(plot.words.get(across, ""), labelpad=6)
    plot.axes.set_ylabel("")


def ticks(plot: Plot, axis: Axis, column: str) -> None:
    """Round steps, written as the reader writes them; one decimal more where two steps would read alike."""
    low, high = sorted(axis.get_view_interval())
    slack = 1e-9 * (high - low)
    steps = [step for step in round_steps(plot, low, high, column) if low - slack <= step <= high + slack]
    axis.set_ticks(steps, labels=written(plot, steps, column))


def round_steps(plot: Plot, low: float, high: float, column: str) -> list[float]:
    """Round steps from the one at or below low to the one at or above high; whole where the column counts."""
    whole = plot.block.formats.get(column) in ("count", "plain")
    return MaxNLocator(TICKS, steps=[1, 2, 5, 10], integer=whole).tick_values(low, high).tolist()


def written(plot: Plot, steps: Sequence[float], column: str) -> list[str]:
    """The steps as the reader writes them."""
    format = fine(plot, steps, column)
    return [show(step, format, plot.language, plot.currency) for step in steps]


def fine(plot: Plot, steps: Sequence[float], column: str) -> str:
    """The column's format, or a finer one where the column's makes two steps alike."""
    format = plot.block.formats.get(column, "plain")
    labels = {show(step, format, plot.language, plot.currency) for step in steps}
    return FINER.get(format, format) if len(labels) < len(steps) else format


def guides(plot: Plot) -> None:
    """Thresholds as dashed lines, each with its word where it has one, else its value unless a tick says it."""
    look = {"color": plot.theme.muted, "linewidth": 0.9, "linestyle": DASHED, "zorder": 1.5}
    if (x := plot.block.guides.get("x")) is not None:
        plot.axes.axvline(x, **look)
        note(plot, _guide(plot, "x"), (x, 0), (3, 3), xycoords=("data", "axes fraction"))
    if (y := plot.block.guides.get("y")) is not None:
        plot.axes.axhline(y, **look)
        note(plot, _guide(plot, "y"), (0, y), (3, 2), xycoords=("axes fraction", "data"))


def _guide(plot: Plot, side: str) -> str:
    axis = plot.axes.xaxis if side == "x" else plot.axes.yaxis
    return guide_word(plot, side, [label.get_text() for label in axis.get_ticklabels()])


def guide_word(plot: Plot, side: str, labels: Sequence[str]) -> str:
    """What is written at a threshold: its word, else its value; nothing where a label on the axis says it."""
    if word := plot.words.get(f"guide_{side}"):
        return word
    value = plot.say(plot.block.guides[side], getattr(plot.block, side))
    return "" if value in labels else value


def note(plot: Plot, text: str, at: tuple[float, float], shift: tuple[float, float], **look: Any) -> None:
    """A muted word in the chart, at a place on the axes unless `xycoords` says otherwise."""
    side = {"ha": "right" if shift[0] < 0 else "left", "va": "top" if shift[1] < 0 else "bottom"}
    looks = {"xycoords": "axes fraction", "color": plot.theme.muted, "fontsize": NOTE_SIZE - 0.5, **side, **look}
    plot.axes.annotate(text, at, shift, textcoords="offset points", **looks)


def legend(plot: Plot, handles: Sequence[Any], labels: Sequence[str], most: int = 4) -> None:
    """Names of the groups in rows above the chart; at most so many in one row."""
    columns = len(labels) if sum(map(len, labels)) < LEGEND_WIDTH and len(labels) <= most else 2
    tight = {"handletextpad": 0.5, "columnspacing": 1.6, "borderaxespad": 0.5, "borderpad": 0}
    place = {"loc": "outside upper left", "ncols": columns, "labelcolor": plot.theme.ink}
    plot.axes.figure.legend(handles, labels, **place, **tight)


def align(axes: Axes) -> None:
    """After the layout: what the upward axis measures starts where the whole chart starts, above its numbers."""
    left = axes.figure.get_layout_engine().get()["w_pad"] * axes.figure.dpi
    axes.set_title(axes.get_title("left"), x=axes.transAxes.inverted().transform((left, 0))[0])
