"""How does one amount become another? As a bridge: a bar for each end, and between them a step for each cause."""

from __future__ import annotations

import numpy as np

from klantlib.render.chart_bars import BAR, edge, make_room, named_axis, names_beside
from klantlib.render.chart_parts import Plot, note, titles

CUT_UNDER = 0.5  # steps that together span less than this part of the ends would be hairs on a scale from zero
ROOM_LEFT = 0.35  # of the span, that a cut scale begins before the lowest level
TEAR = 0.012  # of the width of the scale: the gap that says that a bar goes on
SLANT = 0.010


def bridge(plot: Plot) -> np.ndarray:
    """
    The first row is where it begins, the last where it ends; those between are steps, each from where the one before
    it ended. Bars lie, amounts at their ends; where the steps would be hairs the scale is cut, seen and said.
    """
    block = plot.block
    names, amounts = (block.y, block.x) if named_axis(block) != block.x else (block.x, block.y)
    values = plot.data[amounts].to_numpy(float)
    begins, ends = _levels(values)
    floor = _floor(begins, ends)
    totals = np.isin(np.arange(len(values)), [0, len(values) - 1])
    begins = np.where(totals, floor, begins)
    _bars(plot, begins, ends, totals)
    _joined(plot, ends)
    names_beside(plot, list(plot.data[names]), names)
    for row, value in enumerate(values):
        _amount(plot, plot.say(value, amounts), max(begins[row], ends[row]), row)
    _scaled(plot, floor, np.concatenate([begins, ends]), np.flatnonzero(totals))
    make_room(plot.axes)
    titles(plot, "x" if amounts == block.x else "y", "")
    return np.column_stack([ends, np.arange(len(values))])


def _levels(values: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Where each bar begins and ends: the two ends from nothing, a step from where the one before it ended."""
    running = np.cumsum(values[:-1])
    begins = np.concatenate([[0.0], running])[: len(values)]
    ends = np.concatenate([running, values[-1:]])
    begins[-1:] = 0.0
    return begins, ends


def _floor(begins: np.ndarray, ends: np.ndarray) -> float:
    """Where the scale begins: 0, or below the lowest level where the steps are small beside it."""
    low, high = ends.min(initial=np.inf), ends.max(initial=-np.inf)
    span = high - low
    if not len(ends) or low <= 0 or not 0 < span < CUT_UNDER * low:
        return 0.0
    return float(low - max(span * ROOM_LEFT, 0.02 * low))


def _scaled(plot: Plot, floor: float, levels: np.ndarray, totals: np.ndarray) -> None:
    """From the floor, or from the lowest level where that is below zero; a cut scale is seen and said."""
    low, high = levels.min(initial=floor), levels.max(initial=floor)
    plot.axes.set_xlim(low, high if high > low else low + 1)
    plot.axes.set_xticks([])
    plot.axes.spines["bottom"].set_visible(False)
    plot.axes.grid(visible=False)
    if floor:
        _torn(plot, floor, totals)
    else:
        plot.axes.axvline(0, color=plot.theme.muted, linewidth=0.8)


def _bars(plot: Plot, begins: np.ndarray, ends: np.ndarray, totals: np.ndarray) -> None:
    """Ends in the house's colour; what is added and what is taken off differ in colour and in the way they go."""
    look = plot.theme
    shades = [
        look.accent if total else look.good if end >= begin else look.bad
        for begin, end, total in zip(begins, ends, totals, strict=True)
    ]
    plot.axes.barh(np.arange(len(ends)), ends - begins, BAR, left=begins, color=shades, **edge(plot))


def _joined(plot: Plot, ends: np.ndarray) -> None:
    """A thin line from where a bar ends to the next one."""
    for row, end in enumerate(ends[:-1]):
        plot.axes.plot(
            [end, end], [row - BAR / 2, row + 1 + BAR / 2], color=plot.theme.muted, linewidth=0.7, zorder=0.5
        )


def _amount(plot: Plot, text: str, at: float, row: int) -> None:
    look = {"textcoords": "offset points", "ha": "left", "va": "center", "color": plot.theme.ink}
    plot.axes.annotate(text, (at, row), (5, 0), **look)


def _torn(plot: Plot, floor: float, rows: np.ndarray) -> None:
    """Two slanting strokes of paper through a bar that does not begin at nothing, and a word that says so."""
    low, high = plot.axes.get_xlim()
    width, at = high - low, floor + (high - low) * 3 * TEAR
    for row in rows:
        for shift in (0.0, TEAR * width):
            x = [at + shift - SLANT * width, at + shift + SLANT * width]
            plot.axes.plot(x, [row + BAR / 2, row - BAR / 2], color=plot.theme.paper, linewidth=1.6, zorder=3)
    note(plot, plot.own("cut"), (1, 0), (0, -4), ha="right", va="top")
