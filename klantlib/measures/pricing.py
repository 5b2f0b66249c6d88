"""What does another price do to profit, and how much volume may it cost?"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from klantlib.measures.curves import above_zero

RISES = (0.01, 0.02, 0.04, 0.08, 0.16)  # of the table in the texts, doubling from 1%
MARGINS = (0.01, 0.02, 0.04, 0.08, 0.16)
CENT = 0.005  # less than half a cent touches nobody


def profit_rise(rise: float, net_margin: float) -> float:
    """
    By what fraction profit rises with the price, volume and cost unchanged: rise / net margin (all fractions).

    NaN where nothing is earned: of a loss there is no percentage.

    >>> profit_rise(0.01, 0.04), profit_rise(0.16, 0.01)
    (0.25, 16.0)
    """
    return rise / above_zero(net_margin)


def break_even_loss(rise: float, contribution_margin: float) -> float:
    """
    The fraction of volume that may be lost before a higher price costs money: rise / (rise + contribution margin).

    (Nagle, 1987.) 1 where a sale contributes nothing: then no lost sale costs anything.

    >>> break_even_loss(0.25, 0.75), break_even_loss(0.1, -0.2)
    (0.25, 1.0)
    """
    return rise / (rise + max(contribution_margin, 0.0))


def effect(revenue: float, contribution_margin: float, rise: float, loss: float) -> float:
    """What a higher price adds to profit when this fraction of the volume is lost; money, below 0 where it costs."""
    return revenue * ((1 - loss) * (contribution_margin + rise) - contribution_margin)


def table_of_rises(margins: Sequence[float]) -> pd.DataFrame:
    """A row a net margin, a column a rise of RISES: by what fraction profit rises."""
    return pd.DataFrame({rise: [profit_rise(rise, margin) for margin in margins] for rise in RISES}, index=margins)


def per_customer(accounts: pd.DataFrame, rise: float) -> pd.DataFrame:
    """
    What a price rise does to each customer, at the volume it has; `accounts` as Accounts.customers:

        extra_price   money; 0 without positive revenue
        new_profit    profit with it; NaN where profit is unknown
        may_lose      the fraction of its volume it may take away before the rise costs money: gross margin taken as
                      what a lost sale costs, which is the careful side; NaN without positive revenue or known margin
        needed_rise   of a customer that loses money: the rise at which it breaks even; 0 of others; NaN as above
    """
    sold = accounts["revenue"].where(accounts["revenue"] > 0)
    extra = (rise * sold).fillna(0.0)
    needed = (-accounts["profit"] / sold).clip(lower=0)
    return pd.DataFrame(
        {
            "extra_price": extra,
            "new_profit": accounts["profit"] + extra,
            "may_lose": rise * sold / (rise * sold + accounts["margin"].clip(lower=0)),
            "needed_rise": needed.where(accounts["profit"].notna()) + 0.0,
        }
    )


def order_values(transactions: pd.DataFrame) -> pd.DataFrame:
    """customer_id and revenue of each order above 0; a line without an order number is an order of its own."""
    lines = transactions.reset_index(drop=True)
    number = lines["order_id"].astype("str").where(lines["order_id"].notna(), "line " + lines.index.astype(str))
    orders = lines.groupby(["customer_id", number])["revenue"].sum().rename_axis(["customer_id", "order"])
    return orders[orders > 0].reset_index()[["customer_id", "revenue"]]


def lowest_tenth(orders: pd.DataFrame) -> float:
    """The amount under which a tenth of the orders lie, in two digits as a person would set it; NaN without orders."""
    return _two_digits(float(orders["revenue"].quantile(0.1))) if len(orders) else math.nan


def fee_for(amount: float, orders: float) -> float:
    """The fee per order that brings in about this amount, in two digits; NaN without orders."""
    return _two_digits(amount / above_zero(orders))


def bundled(orders: pd.DataFrame, minimum: float, ids: pd.Index) -> pd.DataFrame:
    """
    Per customer: `small_orders` under the minimum, and how many would be saved (`avoided`) if they were put together.

    Revenue stays. What does not fill an order goes along with a larger one; who has none keeps one order.
    """
    small = orders["revenue"] < minimum
    groups = orders[small].groupby("customer_id")["revenue"]
    count = groups.size().reindex(ids, fill_value=0).astype(int)
    filled = np.floor(groups.sum().reindex(ids, fill_value=0.0) / minimum + 1e-9) if minimum > 0 else 0.0 * count
    larger = orders[~small].groupby("customer_id").size().reindex(ids, fill_value=0)
    kept = pd.Series(filled, ids).clip(lower=(larger.eq(0) & count.gt(0)).astype(int)).astype(int)
    return pd.DataFrame({"small_orders": count, "avoided": (count - kept).clip(lower=0)})


def order_cost(charges: pd.DataFrame, orders: int, within: float = 0.05) -> tuple[str | None, float]:
    """
    The activity that is counted once an order, and what it costs each; (None, NaN) where there is none.

    `charges` as Accounts.charges. Once an order: in all within 5% of the number of orders, the nearest first.
    """
    used = charges.dropna(subset="quantity").groupby("activity")[["quantity", "cost"]].sum().query("quantity > 0")
    away = (used["quantity"] / above_zero(float(orders)) - 1).abs()
    if not (away <= within).any():
        return None, math.nan
    activity = str(away.idxmin())
    return activity, float(used.loc[activity, "cost"] / used.loc[activity, "quantity"])


def costliest(charges: pd.DataFrame) -> str | None:
    """The activity with a rate that costs most; None where there is none."""
    cost = charges.dropna(subset="quantity").groupby("activity")["cost"].sum()
    return str(cost.idxmax()) if (cost > 0).any() else None


def outcomes(profit: pd.Series, extras: Mapping[str, pd.Series]) -> pd.DataFrame:
    """
    Per what-if, index its name: extra (money of all), touched (customers), touched_share, turned (from loss to none),
    fallen (from none to loss), losers (after it). Customers whose profit is unknown are touched, not judged.
    """
    rows = {
        name: {
            "extra": float(extra.sum()),
            "touched": int(extra.abs().gt(CENT).sum()),
            "touched_share": extra.abs().gt(CENT).sum() / above_zero(float(len(extra))),
            "turned": int((profit.lt(0) & (profit + extra).ge(0)).sum()),
            "fallen": int((profit.ge(0) & (profit + extra).lt(0)).sum()),
            "losers": int((profit + extra).lt(0).sum()),
        }
        for name, extra in extras.items()
    }
    return pd.DataFrame.from_dict(rows, orient="index")


def _two_digits(value: float) -> float:
    return float(f"{value:.2g}") if math.isfinite(value) else math.nan
