"""How does a report look? Every colour and font has a name in a house style; sizes are the same in all of them."""

from __future__ import annotations

from klantlib.theme.palette import WHITE, Palette, Theme, house
from klantlib.theme.sizes import (
    CHART_DEEP_ROW,
    CHART_DPI,
    CHART_FRAME,
    CHART_ROW,
    CHART_SIZE,
    CHART_TALL,
    DASHES,
    HATCHES,
    MARKERS,
    NOTE_SIZE,
    TEXT_SIZE,
)

__all__ = [
    "CHART_DEEP_ROW",
    "CHART_DPI",
    "CHART_FRAME",
    "CHART_ROW",
    "CHART_SIZE",
    "CHART_TALL",
    "DASHES",
    "HATCHES",
    "MARKERS",
    "NOTE_SIZE",
    "TEXT_SIZE",
    "WHITE",
    "Palette",
    "Theme",
    "house",
]
