"""Where does a name go, so that it covers nothing? Greedy, in order of importance; what has no place is left out."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.text import Annotation

from klantlib import theme

Point = tuple[float, float, str]  # x, y, name
Place = tuple[float, float, str, str]
Box = tuple[float, float, float, float]  # left, bottom, right, top in pixels
# around a point: (step right, step up, horizontal, vertical), best first
_SIDES = ((1, 0, "left", "center"), (-1, 0, "right", "center"))
_UP = ((0, 1, "center", "bottom"), (0.8, 0.8, "left", "bottom"), (-0.8, 0.8, "right", "bottom"))
_DOWN = ((0, -1, "center", "top"), (0.8, -0.8, "left", "top"), (-0.8, -0.8, "right", "top"))
BESIDE = (*_SIDES, *_UP, *_DOWN)  # for points
ABOVE = (*_UP, *_SIDES, *_DOWN)  # for curves
GAP = 6.0  # points between a point and its name
DOT = 2.5  # points: half of a drawn point
LOOK = {"textcoords": "offset points", "zorder": 4, "fontsize": theme.NOTE_SIZE - 0.5}  # in the colour of all text
SHIFT = {"left": 0.0, "bottom": 0.0, "center": 0.5, "right": 1.0, "top": 1.0}


def write(
    axes: Axes, points: Sequence[Point], around: np.ndarray, most: int, places: Sequence[Place], **look: str
) -> int:
    """
    Write the names beside their points, at most `most`, clear of each other and of the points in `around` (n x 2).

    Names that find no place are left out; returns how many were written.
    """
    axes.figure.draw_without_rendering()
    scale = axes.figure.dpi / 72
    taken = [_dot(x, y, DOT * scale) for x, y in axes.transData.transform(around)]
    free = len(taken) + most
    for x, y, name in points:
        if len(taken) == free:
            break
        text = axes.annotate(name, (x, y), (0, 0), **LOOK, **look)
        box = _settle(text, axes, places, taken)
        if box is None:
            text.remove()
        else:
            taken.append(box)
    return len(taken) - len(around)


def _settle(text: Annotation, axes: Axes, places: Sequence[Place], taken: Sequence[Box]) -> Box | None:
    """Put the text in the first place that is free; None where there is none."""
    gap = GAP * axes.figure.dpi / 72
    at = axes.transData.transform(text.xy)
    size = text.get_window_extent()
    for right, up, across, along in places:
        left = at[0] + right * gap - SHIFT[across] * size.width
        bottom = at[1] + up * gap - SHIFT[along] * size.height
        box = (left, bottom, left + size.width, bottom + size.height)
        if _within(box, axes.bbox.extents) and not any(_overlap(box, other) for other in taken):
            text.set(position=(right * GAP, up * GAP), ha=across, va=along)
            return box
    return None


def _dot(x: float, y: float, half: float) -> Box:
    return (x - half, y - half, x + half, y + half)


def _within(box: Box, frame: Sequence[float]) -> bool:
    return box[0] >= frame[0] and box[1] >= frame[1] and box[2] <= frame[2] and box[3] <= frame[3]


def _overlap(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
