"""What does each group of customers wish for, grouped by how satisfied they are first? Pure."""

from __future__ import annotations

import pandas as pd

LEVELS = (1, 2, 3, 4, 5)
COLUMNS = ["n", "wished", "wishes", "times", "aspect"]


def wishes_by_level(answers: pd.DataFrame, aspects: pd.DataFrame, most: int = 2) -> pd.DataFrame:
    """
    Index level (1..5, those that anyone gave): n (answers), wished (those with a wish), wishes (the `most` named most
    often, as they were written), times (how often each), aspect (that falls short most in the group: importance x
    shortfall, on average over its customers; missing where nothing does).

    `answers`: customer_id, level, wish; `aspects`: customer_id, aspect, importance, gap. Wishes that differ only in
    capitals, spaces or a full stop are one.
    """
    rows = {}
    for level, those in answers.groupby("level"):
        every = _counted(those["wish"])
        said = every.head(most)
        short = _most_short(aspects[aspects["customer_id"].isin(those["customer_id"])])
        rows[level] = [len(those), int(every.sum()), said.index.tolist(), said.tolist(), short]
    return pd.DataFrame.from_dict(rows, orient="index", columns=COLUMNS).rename_axis("level").sort_index()


def named_in_two(answers: pd.DataFrame, most: int = 2) -> list[str]:
    """The wishes that are among the `most` named most often in more than one group."""
    firsts = [wish for _, those in answers.groupby("level") for wish in _counted(those["wish"]).head(most).index]
    frame = pd.DataFrame({"wish": firsts, "key": [_folded(wish) for wish in firsts]})
    return frame[frame["key"].duplicated(keep=False)].drop_duplicates("key")["wish"].tolist()


def _counted(wishes: pd.Series) -> pd.Series:
    """Each wish as it was written first in the alphabet -> how often; most often first."""
    said = wishes.dropna().astype(str).str.strip()
    said = said[said != ""]
    frame = pd.DataFrame({"said": said, "key": said.map(_folded)})
    counted = frame.groupby("key").agg(said=("said", "min"), times=("said", "size"))
    return counted.sort_values(["times", "said"], ascending=[False, True]).set_index("said")["times"]


def _folded(wish: str) -> str:
    return " ".join(wish.split()).rstrip(".!? ").casefold()


def _most_short(aspects: pd.DataFrame) -> str | None:
    short = (-aspects["importance"] * aspects["gap"]).groupby(aspects["aspect"]).mean().sort_index()
    return str(short.idxmax()) if len(short) and short.max() > 0 else None
