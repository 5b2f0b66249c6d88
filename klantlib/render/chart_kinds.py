"""How is each kind of chart drawn? One function a kind; it returns where each row stands on the axes (n x 2)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import pandas as pd
import seaborn as sns

from klantlib import theme
from klantlib.blocks import Chart
from klantlib.render import chart_labels
from klantlib.render.chart_bars import bar, named_axis, names_beside
from klantlib.render.chart_bridge import bridge
from klantlib.render.chart_pairs import pairs
from klantlib.render.chart_parts import Plot, guides, legend, note, nth, scales, ticks, titles
from klantlib.render.chart_radar import radar
from klantlib.render.chart_stack import stack

NAMES_IN_SCATTER = 12  # more names are no longer found
CORNERS = {"ll": (0, 0), "lr": (1, 0), "ul": (0, 1), "ur": (1, 1)}
DOT_STEP = 0.12  # of the way to the next answer
ROOM_FOR_ZONES = 0.12  # of the height, for their names
POINT = {"s": 30, "alpha": 0.85, "linewidth": 0.5, "zorder": 3}
SHADE = {"alpha": 0.14, "linewidth": 0}


def height(block: Chart) -> float:
    """Inches: a row for each bar or statement, else the house's proportions."""
    if block.kind in ("bar", "bridge") and (names := named_axis(block)):
        return theme.CHART_FRAME + theme.CHART_ROW * len(set(block.data[names]))
    if block.kind == "stack":
        return theme.CHART_FRAME + theme.CHART_DEEP_ROW * len(set(block.data[block.y]))
    if block.kind == "dots":
        row = theme.CHART_ROW if block.group else theme.CHART_DEEP_ROW
        return theme.CHART_FRAME + row * len(set(block.data[block.y]))
    return theme.CHART_TALL if block.kind in ("scatter", "radar") else theme.CHART_SIZE[1]


def line(plot: Plot) -> np.ndarray:
    """Cumulative curves: one line a group, the named points marked, what is above the reference lightly filled."""
    block, axes = plot.block, plot.axes
    count = len(plot.group_keys())
    for number, name, rows in plot.groups():
        look = {"color": plot.color(number, count), "linestyle": nth(theme.DASHES, number)}
        axes.plot(rows[block.x], rows[block.y], label=name, **look)
        _uncertain(plot, rows[block.x], rows, plot.color(number, count))
    axes.margins(x=0.01, y=0.1)
    scales(plot)
    guides(plot)
    if block.group:
        legend(plot, *axes.get_legend_handles_labels())
    else:
        _above(plot)
    _peaks(plot)
    return _points(plot)


def scatter(plot: Plot) -> np.ndarray:
    """A matrix: a point a customer, thresholds dashed, corners and the furthest points named."""
    block, axes = plot.block, plot.axes
    count = len(plot.group_keys())
    for number, name, rows in plot.groups():
        look = {"marker": nth(theme.MARKERS, number), "color": plot.color(number, count), "label": name}
        sns.scatterplot(rows, x=block.x, y=block.y, legend=False, ax=axes, **look, **_point(plot))
    axes.margins(0.08)
    scales(plot)
    guides(plot)
    for corner, (x, y) in CORNERS.items():
        if text := plot.words.get(f"corner_{corner}"):
            note(plot, text, (x, y), (5 - 10 * x, 5 - 10 * y), fontweight="bold")
    if block.group:
        legend(plot, *axes.get_legend_handles_labels())
    names = sorted(plot.named(), key=_far(plot))
    chart_labels.write(axes, names, _points(plot), NAMES_IN_SCATTER, chart_labels.BESIDE)
    return _points(plot)


def dots(plot: Plot) -> np.ndarray:
    """Opinions: a row a statement, a dot a respondent, equal answers side by side, the median a bar. Groups: pairs."""
    block, axes = plot.block, plot.axes
    if block.group:
        return pairs(plot)
    statements = list(dict.fromkeys(plot.data[block.y]))
    rows = plot.data.assign(row=plot.data[block.y].map(statements.index))
    same = rows.groupby(["row", block.x])["row"]
    size = same.transform("size")
    aside = (same.cumcount() - (size - 1) / 2) * np.minimum(DOT_STEP, 0.9 / size)
    medians = rows.groupby("row")["median" if "median" in rows else block.x].median()
    bars = axes.vlines(medians, medians.index - 0.3, medians.index + 0.3, color=plot.theme.bad, linewidth=2.4, zorder=2)
    look = {**_point(plot), "color": plot.theme.accent, "s": 42, "alpha": 1}
    answers = axes.scatter(rows[block.x] + aside, rows["row"], **look)
    names_beside(plot, statements, block.y)
    _whole_steps(plot, block.x)
    titles(plot, "x", "")
    legend(plot, [answers, bars], [plot.own("respondent"), plot.own("median")])
    return np.column_stack([rows[block.x] + aside, rows["row"]])


def band(plot: Plot) -> np.ndarray:
    """A value over ordered levels with its uncertainty; n under each level, zones shaded where levels have one."""
    block, axes = plot.block, plot.axes
    levels = plot.data[block.x]
    place = levels.astype(float) if plot.numeric(block.x) else pd.Series(np.arange(len(levels), dtype=float))
    _uncertain(plot, place, plot.data, plot.theme.accent)
    if block.low and block.high:
        low, high = plot.data[block.low].astype(float), plot.data[block.high].astype(float)
        axes.vlines(place, low, high, color=plot.theme.accent, linewidth=1)
    points = {"marker": "o", "markersize": 6.5, "markeredgecolor": plot.theme.paper}
    axes.plot(place, plot.data[block.y].astype(float), color=plot.theme.accent, **points)
    axes.margins(x=0.06, y=0.08)
    _zones(plot, place)
    ticks(plot, axes.yaxis, block.y)
    axes.set_xticks(place, labels=[plot.level(row) for row in plot.data.to_dict("records")])
    axes.grid(visible=False, axis="x")
    titles(plot, "x", "y")
    guides(plot)
    return np.column_stack([place, plot.data[block.y].astype(float)])


Kind = Callable[[Plot], np.ndarray]
KINDS: Mapping[str, Kind] = {
    "line": line,
    "bar": bar,
    "scatter": scatter,
    "dots": dots,
    "band": band,
    "radar": radar,
    "bridge": bridge,
    "stack": stack,
}


def _point(plot: Plot) -> dict[str, Any]:
    return {**POINT, "edgecolor": plot.theme.paper}


def _points(plot: Plot) -> np.ndarray:
    return plot.data[[plot.block.x, plot.block.y]].to_numpy(float)


def _uncertain(plot: Plot, place: pd.Series, rows: pd.DataFrame, shade: str) -> None:
    """The room between low and high, where the chart has both."""
    if plot.block.low and plot.block.high:
        low, high = rows[plot.block.low].astype(float), rows[plot.block.high].astype(float)
        plot.axes.fill_between(place, low, high, color=shade, **SHADE)


def _above(plot: Plot) -> None:
    """What a curve has more than its reference."""
    if (reference := plot.block.guides.get("y")) is not None:
        x, y = _points(plot).T
        more = {"where": y >= reference, "interpolate": True, "color": plot.theme.accent}
        plot.axes.fill_between(x, reference, y, **more, **SHADE)


def _peaks(plot: Plot) -> None:
    """The named points of a curve: a dot, and the name above it."""
    if named := plot.named():
        plot.axes.scatter(*zip(*[point[:2] for point in named], strict=True), s=36, color=plot.theme.ink, zorder=4)
        chart_labels.write(plot.axes, named, _points(plot), len(named), chart_labels.ABOVE, fontweight="bold")


def _far(plot: Plot) -> Callable[[tuple[float, float, str]], float]:
    """How far a point lies from the crowd's middle, furthest first."""
    points = _points(plot)
    middle, spread = np.median(points, axis=0), np.ptp(points, axis=0)
    return lambda point: -float(np.sum(np.abs(np.array(point[:2], float) - middle) / np.where(spread > 0, spread, 1)))


def _zones(plot: Plot, place: pd.Series) -> None:
    """Neighbouring levels of one group share a zone, named in its top."""
    if not plot.block.group:
        return
    low, high = plot.axes.get_ylim()
    plot.axes.set(xlim=(place.min() - 0.5, place.max() + 0.5), ylim=(low, high + (high - low) * ROOM_FOR_ZONES))
    edges = place.groupby(plot.data[plot.block.group], sort=False).agg(["min", "max"])
    for number, (zone, (first, last)) in enumerate(edges.iterrows()):
        shade = plot.theme.paper if number % 2 else plot.theme.band
        plot.axes.axvspan(first - 0.5, last + 0.5, color=shade, zorder=0, linewidth=0)
        middle = (first + last) / 2
        look = {"xycoords": ("data", "axes fraction"), "ha": "center", "va": "top", "fontweight": "bold"}
        note(plot, plot.say(zone, plot.block.group), (middle, 1), (0, -5), **look)


def _whole_steps(plot: Plot, column: str) -> None:
    """A step for every answer there can be between the lowest and the highest."""
    low, high = int(plot.data[column].min()), int(plot.data[column].max())
    steps = range(low, high + 1)
    plot.axes.set_xticks(steps, labels=[plot.say(step, column) for step in steps])
    plot.axes.set_xlim(low - 0.5, high + 0.5)
