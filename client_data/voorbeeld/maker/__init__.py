"""The demo client Voorbeeld Groothandel BV: what do its customers buy and say, and what does serving them cost?"""

from __future__ import annotations

import numpy as np
import pandas as pd

SEED = 20251231
YEARS = (2023, 2024, 2025)
FIRST_DAY = pd.Timestamp(2023, 1, 1)
LAST_DAY = pd.Timestamp(2025, 12, 31)


def dice(story: str) -> np.random.Generator:
    """One generator a story, so that a change in one leaves the files of the others as they were."""
    return np.random.default_rng([SEED, *story.encode()])
