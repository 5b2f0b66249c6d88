"""Accounts made by hand, for tests of what is said about them."""

import math

import pandas as pd

from klantlib.measures.accounts import Accounts


def accounts(revenue, margin=None, cost=None, *, attention=None, new=None, stray=0.0, stray_margin=0.0):
    """Accounts of customers A, B, C ...; without margin profit is unknown, without cost it is the margin."""
    ids = pd.Index(
        [chr(65 + i // 26) + chr(65 + i % 26) if len(revenue) > 26 else chr(65 + i) for i in range(len(revenue))]
    )
    unknown = [math.nan] * len(ids)
    frame = pd.DataFrame(
        {
            "name": [f"Klant {key}" for key in ids],
            "revenue": revenue,
            "margin": margin if margin is not None else unknown,
            "cost_to_serve": cost if cost is not None else unknown,
            "attention": attention if attention is not None else unknown,
            "orders": 1,
            "months_new": pd.array(new if new is not None else [pd.NA] * len(ids), dtype="Int64"),
        },
        index=ids.rename("customer_id"),
    ).astype(dict.fromkeys(("revenue", "margin", "cost_to_serve", "attention"), float))
    frame = frame.assign(profit=frame["margin"] - (frame["cost_to_serve"] if cost is not None else 0.0))
    whole = frame[["margin", "profit"]].sum(min_count=1) + stray_margin
    return Accounts(
        customers=frame,
        kind="unknown" if margin is None else "margin" if cost is None else "contribution",
        revenue=float(frame["revenue"].sum()) + stray,
        margin=float(whole["margin"]),
        cost_to_serve=float(frame["cost_to_serve"].sum(min_count=1)),
        profit=float(whole["profit"]),
        unknown_revenue=stray,
        unknown_margin=stray_margin,
        unknown_customers=("X",) if stray else (),
        unallocated=0.0,
        above_customer=0.0,
        unused_capacity=math.nan,
        rates=pd.DataFrame(),
        unpriced=(),
        unknown_margin_customers=tuple(frame.index[frame["margin"].isna()]) if margin is not None else (),
    )
