"""What kinds of thing stand in cells? Texts, and what a spreadsheet keeps as a number, a day or a boolean."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

import pandas as pd


@dataclass(frozen=True)
class Cell:
    """A cell that is no text, with its type: to Python True, 1 and 1.0 are the same."""

    type: type
    value: Any


def without_blanks(cells: pd.Series) -> pd.Series:
    """Texts stripped, empty ones gone, everything else as a Cell."""
    return pd.Series([_kept(cell) for cell in cells], index=cells.index, dtype=object)


def _kept(cell: Any) -> Any:
    if isinstance(cell, str):
        return cell.strip() or None
    return None if pd.isna(cell) else Cell(type(cell), cell)


def written(cell: Any) -> str:
    """A cell as the client sees it: 42 and not 42.0, a day without its time."""
    match cell:
        case Cell():
            return written(cell.value)
        case datetime() if cell.time() == time():
            return cell.date().isoformat()
        case float() if cell.is_integer():
            return str(int(cell))
    return str(cell).strip()


def all_written(cells: pd.Series) -> pd.Series:
    """Every cell as text."""
    return pd.Series([written(cell) for cell in cells], dtype="str")


def texts(cells: pd.Series) -> pd.Series:
    """The texts among the cells."""
    return pd.Series([cell if isinstance(cell, str) else None for cell in cells], dtype="str")


def real_numbers(cells: pd.Series) -> pd.Series:
    """The numbers among the cells that are no text; a boolean is none."""
    numeric = [isinstance(cell, Cell) and cell.type is not bool and hasattr(cell.value, "__float__") for cell in cells]
    values = [float(cell.value) if good else None for cell, good in zip(cells, numeric, strict=True)]
    return pd.Series(values, dtype="float64")


def real_days(cells: pd.Series) -> pd.Series:
    """The days among the cells that are no text, with their hour, without their time zone."""
    days = [_naive(cell.value) if _is_day(cell) else None for cell in cells]
    return pd.to_datetime(pd.Series(days, dtype=object), errors="coerce").astype("datetime64[us]")


def not_days(cells: pd.Series) -> pd.Series:
    """Every cell that is no real day, as text."""
    return pd.Series([None if _is_day(cell) else written(cell) for cell in cells], dtype="str")


def _is_day(cell: Any) -> bool:
    return isinstance(cell, Cell) and isinstance(cell.value, date)


def _naive(day: Any) -> Any:
    return day.replace(tzinfo=None) if getattr(day, "tzinfo", None) else day
