"""Small and odd clients, made of the demo's tables: what each of them is like stands below its name."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from pathlib import Path

import pandas as pd

from klantlib.chapters import WORKBOOKS
from klantlib.client import contract, open_client

DEMO = WORKBOOKS.parent / "client_data" / "voorbeeld"
PER_CUSTOMER = ("pool", "capacity", "capacity_minutes", "new_accounts")  # of all together: the part of these customers
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


def keeping(*tables: str) -> Change:
    """These tables and no others."""
    return lambda table, rows: rows if table in tables else rows.head(0)


def without_cost(table: str, rows: pd.DataFrame) -> pd.DataFrame:
    """Sales alone: nobody wrote down what was sold cost."""
    return rows.drop(columns="cost") if table == "transactions" else rows.head(0 if table != "customers" else None)


def one_day(_table: str, rows: pd.DataFrame) -> pd.DataFrame:
    """Everything ever happened on one day, as in an export that lost its dates."""
    days = [name for name in rows.select_dtypes("datetime") if name != "since"]
    return rows.assign(**{name: rows[name].mask(rows[name].notna(), pd.Timestamp("2025-06-30")) for name in days})


def one_buyer(table: str, rows: pd.DataFrame) -> pd.DataFrame:
    """In the period all but one have stopped buying; they still cost money."""
    if table != "transactions":
        return rows
    return rows[rows["date"].lt("2025-01-01") | rows["customer_id"].eq(rows["customer_id"].iloc[0])]


def back_to_front(table: str, rows: pd.DataFrame) -> pd.DataFrame:
    """Signs turned around, and complaints settled before they were filed."""
    if table == "complaints":
        return rows.assign(settled=rows["date"] - pd.Timedelta(days=9))
    return rows.assign(quantity=-rows["quantity"], revenue=-rows["revenue"]) if table == "transactions" else rows


def strangers(table: str, rows: pd.DataFrame) -> pd.DataFrame:
    """Nobody but those that bought is in the client's own table; hours are of a class that nobody knows."""
    if table == "hours":
        return rows.assign(**{"class": "vrienden van de baas", "customer_id": pd.NA})
    known = table in ("customers", "transactions") or "customer_id" not in rows
    return rows if known else rows.assign(customer_id="X" + rows["customer_id"].astype(str))


def money(times: float) -> Change:
    """Every amount so many times what it is."""
    amounts = ("revenue", "cost", "amount", "prevention", "repair", "potential_revenue", "gross_salary", "rate", "pool",
               "new_accounts")  # fmt: skip
    return lambda _table, rows: rows.assign(**{name: times * rows[name] for name in amounts if name in rows})


def strange_names(table: str, rows: pd.DataFrame) -> pd.DataFrame:
    """In other scripts, with signs that pages and formulas give a meaning to."""
    signs = ("مرحبا ", "北京 ", "👩‍🌾 <b>{x} & ", "=1+1 ")
    ours = [signs[row % len(signs)] for row in range(len(rows))]
    return rows.assign(name=ours + rows["name"]) if table == "customers" else rows


def shuffled(_table: str, rows: pd.DataFrame) -> pd.DataFrame:
    """The same rows in another order."""
    return rows.sample(frac=1, random_state=3)


def renamed(table: str, rows: pd.DataFrame) -> pd.DataFrame:
    """The same customers under each other's names."""
    return rows.assign(name=rows["name"].tolist()[::-1]) if table == "customers" else rows


def with_a_stranger(table: str, rows: pd.DataFrame) -> pd.DataFrame:
    """One customer more, of whom nothing is known but a name."""
    nobody = pd.DataFrame({"customer_id": ["99001"], "name": ["Nieuweling BV"]})
    return pd.concat([rows, nobody]) if table == "customers" else rows


def doubled(table: str, rows: pd.DataFrame) -> pd.DataFrame:
    """Each customer has a twin that does the same, on the same days, and as much is spent on it."""
    if "customer_id" not in rows:
        return rows.assign(**{name: 2 * rows[name] for name in PER_CUSTOMER if name in rows})
    twins = rows.assign(customer_id="8" + rows["customer_id"])
    unlike = {name: "Z" + rows[name] for name in ("name", "order_id", "respondent") if name in rows}
    own = {name: pd.NA for name in ("email", "kvk", "vat_id", "parent_id") if name in rows}
    return pd.concat([rows, twins.assign(**unlike, **own)])


ODD: Mapping[str, tuple[int, Change]] = {  # how many customers, and what is changed
    "one": (1, as_it_is),
    "three": (3, as_it_is),
    "four": (4, as_it_is),
    "nine": (9, as_it_is),
    "all_profitable": (12, costing(0.01)),
    "all_loss": (12, costing(3.0)),
    "without_margin": (12, costing(float("nan"))),
    "one_giant": (12, one_giant),
    "no_repeats": (12, no_repeats),
    "constant": (12, constant),
    "only_required": (12, only_required),
    "all_returned": (12, all_returned),
    "only_transactions": (12, keeping("transactions")),
    "without_cost": (12, without_cost),
    "one_day": (12, one_day),
    "one_buyer": (12, one_buyer),
    "back_to_front": (12, back_to_front),
    "strangers": (12, strangers),
    "huge": (5, money(1e9)),
    "tiny": (5, money(1e-3)),
    "strange_names": (5, strange_names),
    "everything": (12, as_it_is),
    "one_month": (12, as_it_is),
    "two_years": (12, as_it_is),
}
PERIODS: Mapping[str, str] = {  # of those that look back another way than over twelve months
    "everything": "all = true",
    "one_month": "end = 2025-12-31\nmonths = 1",
    "two_years": "end = 2025-12-31\nmonths = 24",
}
SAME: Mapping[str, Change] = {"shuffled": shuffled, "renamed": renamed, "with_a_stranger": with_a_stranger}


def odd_client(folder: Path, name: str) -> None:
    """Writes one of them to the folder."""
    customers, change = ODD[name]
    written(folder, customers, change, PERIODS.get(name, ""))


def written(folder: Path, customers: int, change: Change, period: str = "") -> None:
    """The demo's first customers that bought in the period, their tables changed; `period` as client.toml has it."""
    demo = open_client("voorbeeld", DEMO.parent)
    buyers = demo["customers"]["customer_id"].isin(demo["transactions"]["customer_id"])
    part = customers / buyers.sum()
    kept = demo["customers"].loc[buyers, "customer_id"].head(customers)
    folder.mkdir(parents=True)
    settings = (DEMO / "client.toml").read_text(encoding="utf-8")
    asked = re.sub(r"(?<=\[period\]\n)[^\[]*", f"{period}\n\n", settings) if period else settings
    (folder / "client.toml").write_text(asked, encoding="utf-8")
    for table in demo.tables:
        rows = demo.all(table)
        theirs = rows[rows["customer_id"].isin(kept) | rows["customer_id"].isna()] if "customer_id" in rows else rows
        ours = theirs.assign(**{name: part * theirs[name] for name in PER_CUSTOMER if name in theirs})
        _write(change(table, ours), folder / f"{table}.csv")


def _write(rows: pd.DataFrame, file: Path) -> None:
    """As a Dutch spreadsheet would, without columns in which nothing stands; no table without rows."""
    filled = rows.dropna(axis="columns", how="all")
    spoken = {name: filled[name].map({True: "ja", False: "nee"}) for name in filled.select_dtypes("boolean")}
    if len(filled) and len(filled.columns):
        filled.assign(**spoken).to_csv(
            file, sep=";", decimal=",", float_format="%.2f", date_format="%Y-%m-%d", index=False
        )
