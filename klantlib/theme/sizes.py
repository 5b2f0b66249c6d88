"""How large, and apart by more than colour? What every house style has in common."""

from __future__ import annotations

TEXT_SIZE = 10.5  # points, body text
NOTE_SIZE = 9.0  # points, captions, notes, tables
CHART_SIZE = (6.3, 3.6)  # inches: the width of the text on A4
CHART_DPI = 200  # print resolution
CHART_FRAME = 1.0  # inches that a chart with rows needs above and below them
CHART_TALL = 4.4  # inches, where both directions matter
CHART_ROW = 0.3  # inches, a bar with its name
CHART_DEEP_ROW = 0.42  # inches, a row of dots with its statement
# a group differs from the next by more than its colour
MARKERS = ("o", "s", "^", "D", "v", "P")
DASHES = ("-", (0, (5, 2)), (0, (1.5, 1.5)), (0, (7, 2, 1.5, 2)), (0, (3, 1)), (0, (9, 3)))
HATCHES = ("", "////", "....", "\\\\\\\\", "xxxx", "----")
