"""What do we do for each customer, and what does that cost us?"""

from __future__ import annotations

import numpy as np
import pandas as pd

from . import dice

COUNTED_SINCE = "2024-01-01"
HABITS = {  # what an order sets off, by part; visits and advice are multiples of an ordinary customer's
    #            deliveries, rush, returns, calls: an order; visits, advice: a multiple
    "ordinary": (1.45, 0.16, 0.10, 2.2, 1.0, 1.0),
    "demanding": (4.80, 2.00, 1.30, 9.0, 1.1, 1.1),
    "drain": (2.60, 1.20, 0.70, 9.0, 2.3, 2.0),
    "quiet": (1.10, 0.02, 0.03, 0.5, 0.08, 0.05),
    "drying": (1.50, 0.20, 0.14, 2.0, 0.6, 0.7),
    "lost": (1.60, 0.25, 0.18, 2.4, 0.8, 0.8),
    "new": (1.50, 0.18, 0.12, 3.4, 1.4, 1.4),
}
RATES = (
    ("Orders", 42.0, None, None, None, None, "klant", "nee"),
    ("Orderregels", None, 336_000, 22, "Magazijn", 420_000, "klant", "nee"),
    ("Retouren", None, None, 65, "Magazijn", None, "klant", "nee"),
    ("Leveringen", None, 590_000, None, None, None, "klant", "nee"),
    ("Spoedleveringen", 145.0, None, None, None, None, "klant", "nee"),
    ("Bezoeken", 185.0, None, None, None, None, "klant", "ja"),
    ("Telefoongesprekken", 9.5, None, None, None, None, "klant", "ja"),
    ("Technisch advies (uren)", 76.0, None, None, None, None, "klant", "ja"),
    ("Offertes", None, 285_000, None, None, None, "klant", "ja"),
    ("Klachtbehandeling", 240.0, None, None, None, None, "klant", "ja"),
    ("Webwinkel en balie", None, 335_000, None, None, None, "kanaal", "nee"),
    ("Directie en administratie", None, 890_000, None, None, None, "bedrijf", "nee"),
)
RATE_COLUMNS = ("activity", "rate", "pool", "minutes", "resource", "capacity_minutes", "level", "attention")


def activities(
    people: pd.DataFrame, lines: pd.DataFrame, quotes: pd.DataFrame, complaints: pd.DataFrame
) -> pd.DataFrame:
    """Per customer, quarter and activity how often; rows of nothing are left out."""
    rng = dice("service")
    counted = {
        "Orders": _orders(lines),
        "Orderregels": _a_quarter(lines.query("quantity > 0")),
        "Offertes": _a_quarter(quotes),
        "Klachtbehandeling": _a_quarter(complaints),
    }
    return (
        pd.concat({**counted, **_effort(rng, people, counted["Orders"])}, names=["activity"])
        .rename("quantity")
        .reset_index()
        .query("quantity > 0 and customer_id in @people.index")
        .sort_values(["date", "customer_id", "activity"], kind="stable", ignore_index=True)
        [["customer_id", "date", "activity", "quantity"]]
    )  # fmt: skip


def rates() -> pd.DataFrame:
    """What each activity costs: a rate, a pool, or minutes of the warehouse; and what is no customer's."""
    return pd.DataFrame(RATES, columns=list(RATE_COLUMNS)).astype({"minutes": "Int64", "capacity_minutes": "Int64"})


def costs(people: pd.DataFrame, lines: pd.DataFrame) -> pd.DataFrame:
    """What goes straight to one customer: a bonus at the end of the year, special packaging, stock kept for it."""
    rng = dice("costs")
    bought = lines.groupby(["customer_id", lines["date"].dt.year])["revenue"].sum().rename("revenue").reset_index()
    known = bought.merge(people[["part"]], left_on="customer_id", right_index=True)
    bonus = known.query("revenue > 150_000").assign(
        kind="Jaarbonus",
        share=lambda b: np.where(b["part"].eq("demanding"), 0.035, np.where(b["part"].eq("quiet"), 0, 0.012)),
    )
    packing = known.query("part in ['demanding', 'drain'] and revenue > 60_000").assign(
        kind="Bijzondere verpakking", share=lambda p: rng.uniform(0.004, 0.012, len(p))
    )
    stock = known.query("part == 'demanding'").assign(kind="Voorraad op afroep", share=0.011)
    return (
        pd.concat([bonus, packing, stock])
        .query("share > 0")
        .assign(amount=lambda c: (c["revenue"] * c["share"]).round(2))
        .assign(date=lambda c: pd.to_datetime(c["date"].astype(str) + "-12-31"))
        .sort_values(["date", "customer_id", "kind"], ignore_index=True)
        [["customer_id", "date", "kind", "amount"]]
    )  # fmt: skip


def _a_quarter(rows: pd.DataFrame) -> pd.Series:
    """Rows per customer and quarter, since counting began."""
    quarter = (rows["date"] + pd.offsets.QuarterEnd(0)).rename("date")
    return rows.loc[rows["date"].ge(COUNTED_SINCE)].groupby(["customer_id", quarter]).size().astype(float)


def _orders(lines: pd.DataFrame) -> pd.Series:
    return lines.query("quantity > 0").drop_duplicates("order_id").pipe(_a_quarter)


def _effort(rng: np.random.Generator, people: pd.DataFrame, orders: pd.Series) -> dict[str, pd.Series]:
    """What the orders set off, and what the people outside and inside do of their own accord."""
    who = people.loc[orders.index.get_level_values("customer_id").intersection(people.index, sort=False).unique()]
    orders = orders.loc[orders.index.get_level_values("customer_id").isin(who.index)]
    numbers = orders.index.get_level_values("customer_id")
    habits = pd.DataFrame(HABITS).T.loc[people.loc[numbers, "part"]].set_axis(orders.index)
    own_way = pd.DataFrame(rng.lognormal(0, 0.22, (len(people), 6)), people.index).loc[numbers].set_axis(orders.index)
    pull = (people.loc[numbers, "size"] / 100_000).set_axis(orders.index)
    base = [orders * pull**0.22, orders * pull**0.3, orders, (orders + 0.6) * pull**0.2, pull * 2.6, pull**1.06 * 25]
    means = [part * habits[i] * own_way[i] for i, part in enumerate(base)]
    drawn = [pd.Series(rng.poisson(mean).astype(float), orders.index) for mean in means]
    deliveries, rush, returns, calls, visits, advice = drawn
    return {
        "Leveringen": deliveries.clip(lower=orders),
        "Spoedleveringen": rush,
        "Retouren": returns,
        "Telefoongesprekken": calls,
        "Bezoeken": visits,
        "Technisch advies (uren)": advice / 2,
    }
