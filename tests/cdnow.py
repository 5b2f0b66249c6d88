"""The public purchases of CDNOW's sample of 2,357 customers (Fader, Hardie & Lee), where a developer has them."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

HALFWAY = pd.Timestamp(1997, 9, 30)  # the end of the calibration


def purchases(folder: Path) -> pd.DataFrame:
    """customer_id, date, revenue. A purchase for nothing counts there, so it is given a hundredth of a cent."""
    columns = ["master", "customer_id", "date", "cds", "revenue"]
    text = dict.fromkeys(("master", "customer_id", "date"), str)
    lines = pd.read_csv(folder / "CDNOW_sample.txt", sep=r"\s+", header=None, names=columns, dtype=text)
    return lines.assign(date=pd.to_datetime(lines["date"]), revenue=lines["revenue"].clip(lower=0.0001))
