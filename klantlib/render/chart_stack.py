"""How is each whole divided? A lying bar a row, all equally long, with a part for each group in a fixed order."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.patches import Patch
from matplotlib.text import Text

from klantlib.render.chart_bars import edge, names_beside
from klantlib.render.chart_parts import Plot, legend, nth

THICK = 0.78  # of the room there is for a bar
AIR = 1.15  # a word needs this much of its own width, or it is not written
FULL = 1.0  # every bar ends here: whole rows are compared by share, their numbers are written in the parts


def stack(plot: Plot) -> np.ndarray:
    """
    x is an amount, y the row, group the part. In each part stand its label (where there is a column of those) and its
    amount, as far as it is wide enough; parts lie in the order of the groups, so that colour is not all that tells.
    """
    block, axes = plot.block, plot.axes
    names = list(dict.fromkeys(plot.data[block.y]))
    parts = _parts(plot, names)
    keys = plot.group_keys()
    colors = [nth(plot.theme.series, keys.index(key)) for key in plot.data[block.group]]
    axes.barh(parts["row"], parts["share"], THICK, left=parts["begin"], color=colors, **edge(plot))
    axes.set_xlim(0, FULL)
    axes.set_xticks([])
    axes.grid(visible=False)
    axes.spines["bottom"].set_visible(False)
    names_beside(plot, names, block.y)
    written = [
        _written(plot, part, row) for part, (_, row) in zip(parts.itertuples(), plot.data.iterrows(), strict=True)
    ]
    patches = [Patch(facecolor=nth(plot.theme.series, number), **edge(plot)) for number in range(len(keys))]
    legend(plot, patches, [plot.say(key, block.group) for key in keys], most=len(keys))
    axes.figure.draw_without_rendering()
    for text, share in zip(written, parts["share"], strict=True):
        _shortened(text, share * axes.bbox.width)
    return np.column_stack([parts["begin"] + parts["share"] / 2, parts["row"]])


def _parts(plot: Plot, names: list) -> pd.DataFrame:
    """Of each row of the data where its part lies: row, begin and share, 0..1 of its bar."""
    amounts = plot.data[plot.block.x].astype(float)
    rows = amounts.groupby(plot.data[plot.block.y], sort=False)
    share = (amounts / rows.transform("sum")).fillna(0.0)
    before = share.groupby(plot.data[plot.block.y], sort=False).cumsum() - share
    return pd.DataFrame({"row": plot.data[plot.block.y].map(names.index), "begin": before, "share": share})


def _written(plot: Plot, part: tuple, row: pd.Series) -> Text:
    """The label and the amount in the middle of a part."""
    amount = plot.say(row[plot.block.x], plot.block.x)
    label = plot.say(row[plot.block.label], plot.block.label) if plot.block.label else ""
    look = {"ha": "center", "va": "center", "color": plot.theme.paper, "fontweight": "bold"}
    return plot.axes.text(part.begin + part.share / 2, part.row, f"{label} {amount}".strip(), **look)


def _shortened(text: Text, room: float) -> None:
    """What does not fit loses its label, then all."""
    while text.get_text() and text.get_window_extent().width * AIR > room:
        text.set_text(text.get_text().partition(" ")[2])
