"""Complaints made by hand, for tests of what is said about them."""

import pandas as pd

KEYS = ("kind", "cause")


def complained(customers, *, day="2025-06-01", days=5, kind=None, cause=None, cost=None):
    """A complaint for each letter, settled after so many days (None: open); a list gives each its own."""
    n = len(customers)
    each = {name: value if isinstance(value, list) else [value] * n for name, value in
            {"day": day, "days": days, "kind": kind, "cause": cause, "cost": cost}.items()}  # fmt: skip
    date = pd.to_datetime(pd.Series(each["day"], dtype=object))
    spent = pd.to_timedelta(pd.Series(each["days"], dtype=float), unit="D")
    return pd.DataFrame(
        {
            "customer_id": pd.Series(list(customers), dtype="str"),
            "date": date.astype("datetime64[us]"),
            "kind": pd.Series(each["kind"], dtype="str"),
            "cause": pd.Series(each["cause"], dtype="str"),
            "settled": (date + spent).astype("datetime64[us]"),
            "cost": pd.Series(each["cost"], dtype=float),
        }
    )
