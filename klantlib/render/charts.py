"""What does a block of numbers look like? Drawn once: PNG for print, SVG for the screen.

This module and its `chart_` neighbours are the only ones that know matplotlib and seaborn. No pyplot state: whatever
backend, settings and figures a workbook has, they are as they were.
"""

from __future__ import annotations

import base64
import io
from functools import cache

import matplotlib as mpl
import numpy as np
from matplotlib import font_manager
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from klantlib import theme
from klantlib.blocks import Chart
from klantlib.render import svg
from klantlib.render.chart_kinds import KINDS, height
from klantlib.render.chart_parts import Plot, align
from klantlib.theme import Theme

FAST = {"compress_level": 1}  # a larger file, a third of the time
NOTES = ("font.size", "axes.labelsize", "axes.titlesize", "xtick.labelsize", "ytick.labelsize", "legend.fontsize")
LINES = ("axes.edgecolor", "grid.color", "xtick.color", "ytick.color")
MUTED = ("axes.labelcolor", "axes.titlecolor", "xtick.labelcolor", "ytick.labelcolor")
PLAIN = {  # what every house style has alike
    "text.parse_math": False,  # a client's name may hold a dollar sign
    "figure.facecolor": theme.WHITE,
    "axes.facecolor": "none",
    "axes.titlelocation": "left",
    "axes.titlepad": 8,
    "axes.grid": True,
    "axes.axisbelow": True,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.spines.left": False,
    "axes.linewidth": 0.8,
    "axes.unicode_minus": False,  # numbers come written
    "grid.linewidth": 0.5,
    "grid.alpha": 0.7,
    "ytick.left": False,
    "lines.linewidth": 2,
    "lines.solid_capstyle": "round",
    "legend.frameon": False,
    "hatch.linewidth": 0.6,
    "figure.constrained_layout.h_pad": 0.06,
    "figure.constrained_layout.w_pad": 0.06,
    "svg.fonttype": "none",
    "svg.hashsalt": "klantlib",
}
POINTS_PER_INCH = 72  # an SVG of matplotlib's measures in points, from the top


def draw(block: Chart, language: str, currency: str = "EUR", look: Theme | None = None) -> dict[str, str]:
    """
    The chart as a notebook output: {"image/png": base64, "image/svg+xml": source}, both as wide as A4's text.

    Without a house style it has the standard one.

    Raises LookupError for a kind or a format that does not exist.
    """
    if block.kind not in KINDS:
        raise LookupError(f"there is no chart '{block.kind}'; there are {', '.join(KINDS)}")
    look = look or theme.house()
    with mpl.rc_context():
        mpl.rcdefaults()
        mpl.rcParams.update(style(look))
        figure = Figure(figsize=(theme.CHART_SIZE[0], height(block)), layout="constrained")
        FigureCanvasAgg(figure)
        plot = Plot(block, language, currency, figure.subplots(), look)
        places = KINDS[block.kind](plot)
        figure.draw_without_rendering()
        align(plot.axes)
        figure.set_layout_engine("none")  # laid out once for both files
        return {"image/png": _png(figure), "image/svg+xml": _svg(figure, block, look.fonts, _written(plot, places))}


def _png(figure: Figure) -> str:
    file = io.BytesIO()
    figure.savefig(file, format="png", dpi=theme.CHART_DPI, metadata={"Software": None}, pil_kwargs=FAST)
    return base64.b64encode(file.getvalue()).decode("ascii")


def _svg(figure: Figure, block: Chart, families: tuple[str, ...], places: str) -> str:
    file = io.BytesIO()
    figure.savefig(file, format="svg", metadata={"Date": None}, transparent=True)
    fonts = tuple(dict.fromkeys((font(families), *families)))
    return svg.clean(file.getvalue(), block.words.get("caption", ""), block.words.get("alt", ""), fonts, places=places)


def _written(plot: Plot, places: np.ndarray) -> str:
    """Where each row of the data stands in the drawing, "x y;x y;;x y"; nothing for a row that is not drawn."""
    figure = plot.axes.figure
    points = plot.axes.transData.transform(places) * POINTS_PER_INCH / figure.dpi
    spots = {
        row: f"{x:.1f} {figure.get_figheight() * POINTS_PER_INCH - y:.1f}"
        for row, (x, y) in zip(plot.drawn.index, points, strict=True)
        if np.isfinite([x, y]).all()
    }
    return ";".join(spots.get(row, "") for row in range(len(plot.block.data[plot.block.x])))


@cache
def font(families: tuple[str, ...]) -> str:
    """The first of these fonts that this machine has; matplotlib brings DejaVu Sans along."""
    installed = {entry.name for entry in font_manager.fontManager.ttflist}
    return next((name for name in families if name in installed), "DejaVu Sans")


def style(look: Theme) -> dict[str, object]:
    """The house style as matplotlib's settings."""
    return {
        **PLAIN,
        **dict.fromkeys(NOTES, theme.NOTE_SIZE),
        **dict.fromkeys(LINES, look.line),
        **dict.fromkeys(MUTED, look.muted),
        "font.family": [font(look.fonts)],
        "text.color": look.ink,
    }
