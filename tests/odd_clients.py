"""Small and odd clients with every table there is, made of the demo's: what each of them is like stands below it."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping
from pathlib import Path

import pandas as pd

from klantlib.chapters import WORKBOOKS
from klantlib.client import contract, open_client

DEMO = WORKBOOKS.parent / "client_data" / "voorbeeld"
Change = Callable[[str, pd.DataFrame], pd.DataFrame]  # table, its rows
SCORES = ("overall", "loyalty", "recommend", "effort", "trust", "repurchase", "share_of_wallet", "importance",
          "expectation", "experience", "learning", "reputation", "bridgehead", "network", "ambassador", "core_skills",
          "strategy_fit", "culture", "relational_fit", "ladder_now", "ladder_wished", "engagement")  # fmt: skip


def as_it_is(_table: str, rows: pd.DataFrame) -> pd.DataFrame:
    return rows


def costing(times: float) -> Change:
    """What was sold cost so many times its price; not a number: nobody knows."""
    return lambda table, rows: rows.assign(cost=times * rows["revenue"]) if table == "transactions" else rows


def one_giant(table: str, rows: pd.DataFrame) -> pd.DataFrame:
    """The first customer buys a thousand times what it bought."""
    if table != "transactions":
        return rows
    times = rows["customer_id"].eq(rows["customer_id"].iloc[0]).map({True: 1000.0, False: 1.0})
    return rows.assign(revenue=times * rows["revenue"], cost=times * rows["cost"])


def no_repeats(table: str, rows: pd.DataFrame) -> pd.DataFrame:
    """Nobody comes back: of each customer the last line alone."""
    return rows.drop_duplicates("customer_id", keep="last") if table == "transactions" else rows


def constant(_table: str, rows: pd.DataFrame) -> pd.DataFrame:
    """Everybody gives and gets the same mark."""
    return rows.assign(**{name: 3.0 for name in SCORES if name in rows})


def only_required(table: str, rows: pd.DataFrame) -> pd.DataFrame:
    """Nothing but the columns that a table cannot do without; those that need one of several are as they are."""
    required = contract.tables()[table].required
    return rows if table in ("rates", "strategy", "hours") else rows[list(required)]


def all_returned(table: str, rows: pd.DataFrame) -> pd.DataFrame:
    """Every line is taken back on its own day."""
    if table != "transactions":
        return rows
    back = rows.assign(revenue=-rows["revenue"], cost=-rows["cost"], quantity=-rows["quantity"])
    return pd.concat([rows, back.assign(order_id=back["order_id"] + "C")])


ODD: Mapping[str, tuple[int, Change]] = {  # how many customers, and what is changed
    "one": (1, as_it_is),
    "three": (3, as_it_is),
    "nine": (9, as_it_is),
    "all_profitable": (30, costing(0.01)),
    "all_loss": (30, costing(3.0)),
    "without_margin": (30, costing(float("nan"))),
    "one_giant": (30, one_giant),
    "no_repeats": (30, no_repeats),
    "constant": (30, constant),
    "only_required": (30, only_required),
    "all_returned": (30, all_returned),
}


def odd_client(folder: Path, name: str) -> None:
    """Writes one of them to the folder: the demo's first customers that bought in the period, their tables changed."""
    demo = open_client("voorbeeld", DEMO.parent)
    customers, change = ODD[name]
    buyers = demo["customers"]["customer_id"].isin(demo["transactions"]["customer_id"])
    kept = demo["customers"].loc[buyers, "customer_id"].head(customers)
    folder.mkdir(parents=True)
    shutil.copy(DEMO / "client.toml", folder)
    for table in demo.tables:
        rows = demo.all(table)
        theirs = rows[rows["customer_id"].isin(kept) | rows["customer_id"].isna()] if "customer_id" in rows else rows
        _write(change(table, theirs), folder / f"{table}.csv")


def _write(rows: pd.DataFrame, file: Path) -> None:
    """As a Dutch spreadsheet would, without columns in which nothing stands; no table without rows."""
    filled = rows.dropna(axis="columns", how="all")
    spoken = {name: filled[name].map({True: "ja", False: "nee"}) for name in filled.select_dtypes("boolean")}
    if len(filled) and len(filled.columns):
        filled.assign(**spoken).to_csv(
            file, sep=";", decimal=",", float_format="%.2f", date_format="%Y-%m-%d", index=False
        )
