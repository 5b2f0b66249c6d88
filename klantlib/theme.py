"""How does a report look? Every colour, font and size is a name here; styles and charts use the names."""

from __future__ import annotations

# Text colours reach 4.5:1 on PAPER and on BAND (WCAG 2.2 AA); chart colours 3:1, and stay apart for the colour-blind
# (after Okabe & Ito, 2008).
INK = "#1d2733"  # text
MUTED = "#566370"  # captions, notes, axes
PAPER = "#ffffff"
BAND = "#f3f6f8"  # table header, boxes
LINE = "#c9d2da"  # rules, grid
ACCENT = "#0b5a82"  # headings, links, the main line of a chart
GOOD = "#00734f"  # profit, a plus
BAD = "#a83f06"  # loss, a minus
SERIES = ("#0072b2", "#d55e00", "#00875f", "#a35f8f", "#8a6d00", "#56738c")  # groups in a chart, in this order

# What each colour becomes on a dark screen, with the same contrasts there; print and Word stay light.
DARK = {
    INK: "#e4eaef",
    MUTED: "#a3b1bd",
    PAPER: "#141a21",
    BAND: "#1d252e",
    LINE: "#3a4753",
    ACCENT: "#7cc4ea",
    GOOD: "#4fc79a",
    BAD: "#f2995c",
    **dict(zip(SERIES, ("#5fb4e8", "#f58a4b", "#3fbf93", "#d39bc3", "#cfae3c", "#9db6ca"), strict=True)),
}

FONTS = ("Segoe UI", "Carlito", "Calibri", "Liberation Sans", "Arial", "DejaVu Sans")  # the first that is there
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
