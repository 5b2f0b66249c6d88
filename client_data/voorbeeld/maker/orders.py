"""What did each customer buy, when, at what price and cost?"""

from __future__ import annotations

import numpy as np
import pandas as pd

from . import FIRST_DAY, LAST_DAY, dice
from .people import CASH, MEDIAN_REVENUE

ORDERS_A_YEAR = 14.5  # of a customer of the median size; grows with the root of size
REGULARITY = 4  # shape of the gaps between orders: the higher, the steadier the rhythm
SEASON = (0.92, 0.95, 1.05, 1.04, 1.02, 1.06, 0.86, 0.82, 1.10, 1.12, 1.10, 0.96)  # by month
PRICE_RISE = 1.03  # a year
STRAY = "18888"  # a number that is in no list of customers
ARTICLES = {  # price a unit in 2025
    "Koperbuis 15 mm": 38.5, "Koperbuis 22 mm": 61.0, "Meerlagenbuis 16 mm": 94.0, "Perskoppeling 15 mm": 6.4,
    "Perskoppeling 22 mm": 9.8, "Kogelkraan 1/2": 14.2, "Radiator type 22": 186.0, "Thermostaatkraan": 27.5,
    "CV-ketel HR 28 kW": 1_245.0, "Warmtepomp 8 kW": 4_180.0, "Boiler 120 liter": 690.0, "Expansievat 25 liter": 58.0,
    "Circulatiepomp": 312.0, "Ventilatiebox": 428.0, "Spiraalbuis 125 mm": 22.9, "Dakdoorvoer": 49.0,
    "Installatiedraad 2,5": 42.0, "Grondkabel 5x6": 7.9, "Kabelgoot 3 m": 31.5, "Groepenkast 3-fase": 268.0,
    "Aardlekautomaat": 57.0, "Inbouwdoos": 1.9, "Schakelmateriaal": 8.6, "Ledpaneel 60x60": 46.5,
    "Laadpaal 11 kW": 815.0, "Accuboormachine": 249.0, "Haakse slijper": 139.0, "Perstang": 1_390.0,
    "Slagmoersleutel": 312.0, "Bitset": 34.9, "Handschoenen": 4.7, "Veiligheidsschoenen": 89.0,
    "Keilbout M10": 1.35, "Slotbout M8": 0.62, "Houtschroef 5x60": 11.8, "Draadeind M10": 3.4,
    "Ankerrail": 44.0, "Purschuim": 7.2, "Siliconenkit": 5.9, "Montagelijm": 8.1,
}  # fmt: skip


def transactions(people: pd.DataFrame) -> pd.DataFrame:
    """One row an order line, by date; with some credits, two lines of an unknown customer and the cash sales."""
    rng = dice("orders")
    lines = pd.concat([_bought(rng, number, who) for number, who in people.iterrows()], ignore_index=True)
    return (
        pd.concat([lines, _cash(rng), _stray()], ignore_index=True)
        .sort_values(["date", "customer_id", "draft"], kind="stable")
        .assign(order_id=_numbered)
        .pipe(_with_credits, rng)
        .sort_values(["date", "order_id"], kind="stable", ignore_index=True)
        .assign(revenue=lambda t: t["revenue"].round(2), cost=lambda t: t["cost"].round(2))
        [["order_id", "date", "customer_id", "product", "quantity", "revenue", "cost"]]
    )  # fmt: skip


def _bought(rng: np.random.Generator, number: str, who: pd.Series) -> pd.DataFrame:
    """All order lines of one customer."""
    a_year = ORDERS_A_YEAR * np.sqrt(who["size"] / MEDIAN_REVENUE) * rng.lognormal(0, 0.15)
    basket = rng.choice(list(ARTICLES), int(np.clip(4 + a_year / 3, 4, 28)), replace=False)
    lines = []
    for draft, day in enumerate(_order_days(rng, who, a_year)):
        value = who["size"] / a_year * _level(who, day) ** 0.4 * rng.lognormal(-0.08, 0.4)
        lines += [{"draft": draft, "date": day, **line} for line in _lines(rng, value, day, basket, who["margin"])]
    return pd.DataFrame(lines).assign(customer_id=number)


def _order_days(rng: np.random.Generator, who: pd.Series, a_year: float) -> pd.DatetimeIndex:
    """Days in the customer's own rhythm, which follows the season and its own rise or fall."""
    days = pd.date_range(who["first"], who["last"])
    pace = np.array([SEASON[day.month - 1] for day in days]) * _level(who, days) ** 0.6 * a_year / 365
    gaps = rng.gamma(REGULARITY, 1 / REGULARITY, int(pace.sum() * 2) + 8)
    moments = np.cumsum(gaps) - gaps[0] * (1 if who["part"] == "new" else rng.random())
    spot = np.searchsorted(np.cumsum(pace), moments[moments < pace.sum()])
    return days[spot] - pd.to_timedelta((days[spot].weekday - 4).to_numpy().clip(0), unit="D")


def _level(who: pd.Series, day: pd.Timestamp | pd.DatetimeIndex) -> float | np.ndarray:
    """How much the customer buys on that day, 1 = its size: a tenth more in three years, or drying up."""
    passed = np.asarray((day - FIRST_DAY).days) / (LAST_DAY - FIRST_DAY).days
    return 1.35 - 1.10 * passed if who["part"] == "drying" else 0.93 + 0.10 * passed


def _lines(rng: np.random.Generator, value: float, day: pd.Timestamp, basket: np.ndarray, margin: float) -> list[dict]:
    parts = rng.dirichlet(np.full(1 + rng.poisson(0.95), 2.0)) * value
    return [_line(rng, part, day, basket, margin) for part in parts]


def _line(rng: np.random.Generator, value: float, day: pd.Timestamp, basket: np.ndarray, margin: float) -> dict:
    fits = [name for name in basket if ARTICLES[name] <= value] or [min(basket, key=ARTICLES.__getitem__)]
    product = str(rng.choice(fits))
    price = round(ARTICLES[product] * PRICE_RISE ** (day.year - 2025) * rng.uniform(0.94, 1.06), 2)
    quantity = max(1, round(value / price))
    revenue = quantity * price
    return {
        "product": product,
        "quantity": quantity,
        "revenue": revenue,
        "cost": revenue * (1 - np.clip(margin + rng.normal(0, 0.035), 0.02, 0.6)),
    }


def _cash(rng: np.random.Generator) -> pd.DataFrame:
    """Counter sales, booked once a month on one debtor."""
    return pd.DataFrame(
        {
            "draft": 0,
            "date": day,
            "customer_id": CASH,
            **_line(rng, rng.uniform(2_500, 6_500), day, np.array(["Bitset"]), 0.34),
        }
        for day in pd.date_range(FIRST_DAY, LAST_DAY, freq="BME")
    )


def _stray() -> pd.DataFrame:
    return pd.DataFrame(
        [
            (0, pd.Timestamp(2025, 4, 16), STRAY, "Ledpaneel 60x60", 24, 1_116.00, 842.40),
            (1, pd.Timestamp(2025, 9, 3), STRAY, "Kabelgoot 3 m", 60, 1_890.00, 1_402.20),
        ],
        columns=["draft", "date", "customer_id", "product", "quantity", "revenue", "cost"],
    )


def _numbered(lines: pd.DataFrame) -> pd.Series:
    """Order numbers run on within a year: 25-00017."""
    first = ~lines.duplicated(["date", "customer_id", "draft"])
    count = first.groupby(lines["date"].dt.year).cumsum()
    return lines["date"].dt.strftime("%y-") + count.astype(str).str.zfill(5)


def _with_credits(lines: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """About one line in a hundred comes back, under its own order number, one to four weeks later."""
    back = lines.loc[lines["quantity"].gt(1) & (rng.random(len(lines)) < 0.011)]
    later = back["date"] + pd.to_timedelta(rng.integers(7, 28, len(back)), unit="D")
    share = rng.uniform(0.1, 0.6, len(back))
    credit = back.assign(
        date=later,
        quantity=-(back["quantity"] * share).clip(lower=1).round().astype(int),
        revenue=lambda c: c["quantity"] * back["revenue"] / back["quantity"],
        cost=lambda c: c["quantity"] * back["cost"] / back["quantity"],
    )
    return pd.concat([lines, credit.loc[later.le(LAST_DAY)]], ignore_index=True)
