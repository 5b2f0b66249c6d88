"""What does an hour of each role cost, on whom are the hours spent, and what did they cost?"""

from __future__ import annotations

import pandas as pd

from klantlib.measures.classes import CLASSES

UNCLASSED = "unclassed"  # customers that were not given a class
ELSEWHERE = "elsewhere"  # hours on unknown customers, on classes of the client's own making, or on nobody
GROUPS = (*CLASSES, UNCLASSED, ELSEWHERE)
KINDS = ("business", "personal", "unspecified")


def hourly_rate(gross_salary: float, factor: float = 3.2, productive: float = 1400.0) -> float:
    """
    What an hour of a commercial employee costs: gross annual salary x 3.2 / 1,400 hours (Dutch rule of thumb).

    >>> [round(hourly_rate(salary), 2) for salary in (43_750, 35_000, 60_000)]
    [100.0, 80.0, 137.14]
    """
    return gross_salary * factor / productive


def role_key(roles: pd.Series) -> pd.Series:
    """A role without what people vary: case, and spaces around it and within."""
    return roles.astype("str").str.split().str.join(" ").str.casefold()


def role_table(
    staff: pd.DataFrame, hours: pd.DataFrame, *, factor: float, productive: float, months: float
) -> pd.DataFrame:
    """
    One row a role, index its key, dearest hour first, roles without a salary last.

    `staff`: role, gross_salary (a year), hours (a year), a row a person; `hours`: role, hours (in the period of
    `months`). Columns: role (as first written), people, gross_salary (mean, each counted by hours), rate (money an
    hour), contract (hours in the period), written (hours in the period), written_share. NaN where there is no staff.
    """
    everyone = pd.concat([staff["role"], hours["role"]], ignore_index=True)
    names = everyone.str.split().str.join(" ").groupby(role_key(everyone)).first()
    people = staff.assign(key=role_key(staff["role"]), paid=staff["gross_salary"] * staff["hours"]).groupby("key")
    sums = people.agg(people=("hours", "size"), contract=("hours", "sum"), paid=("paid", "sum"))
    written = hours["hours"].groupby(role_key(hours["role"])).sum()
    return (
        pd.DataFrame({"role": names})
        .join(sums)
        .assign(
            gross_salary=lambda f: f["paid"] / f["contract"],
            rate=lambda f: hourly_rate(f["gross_salary"], factor, productive),
            contract=lambda f: f["contract"] * months / 12,
            written=written.reindex(names.index).fillna(0.0),
            written_share=lambda f: f["written"] / f["contract"],
        )
        .drop(columns="paid")
        .rename_axis("key")
        .sort_index()
        .sort_values("rate", ascending=False, kind="stable")
    )


def placed(hours: pd.DataFrame, known: pd.Index, classes: pd.Series, rates: pd.Series) -> pd.DataFrame:
    """
    The rows of `hours`, each with the group it is spent on and its cost.

    `known`: ids of the client's customers; `classes`: index customer_id, a key of CLASSES or NA; `rates`: money an
    hour by role key. A row with a customer counts for that customer, whatever class it names. Adds: key (of the role),
    customer_id (NA unless known), group (a key of GROUPS), stranger (id of an unknown customer, else NA), own (name of
    a class of the client's own making, else NA), kind (of KINDS), cost (NaN where the role has no rate).
    """
    ids, named = hours["customer_id"], hours["class"].str.strip()
    named = named.mask(named.eq(""))
    customer = ids.where(ids.isin(known))
    by_customer = ids.map(classes).where(ids.map(classes).isin(CLASSES), UNCLASSED).where(customer.notna(), ELSEWHERE)
    by_class = named.where(named.isin(CLASSES), ELSEWHERE)
    key = role_key(hours["role"])
    return hours.assign(
        key=key,
        group=by_customer.where(ids.notna(), by_class),
        stranger=ids.where(customer.isna()),
        own=named.where(ids.isna() & ~named.isin(CLASSES)),
        customer_id=customer,
        kind=hours["kind"].where(hours["kind"].notna(), "unspecified"),
        cost=hours["hours"] * key.map(rates),
    )


def per_group(rows: pd.DataFrame, customers: pd.DataFrame) -> pd.DataFrame:
    """
    Hours, cost and profit by group, index GROUPS; groups of neither hours nor customers are left out.

    `rows` as `placed` gives them; `customers`: group, profit. Cost is of the hours that have a rate, NaN where none
    has; profit is of the customers whose profit is known.
    """
    spent = rows.groupby("group")[["hours", "cost"]].sum(min_count=1)
    profits = customers.groupby("group")["profit"]
    people = pd.DataFrame({"customers": profits.size(), "profit": profits.sum(min_count=1)})
    both = spent.join(people, how="outer")
    return (
        both.reindex([group for group in GROUPS if group in both.index])
        .fillna({"hours": 0.0, "customers": 0})
        .astype({"customers": int, "hours": float, "cost": float, "profit": float})
    )


def by_role(rows: pd.DataFrame) -> pd.DataFrame:
    """The resource matrix: index (role key, kind) with any hours, columns GROUPS, hours."""
    matrix = rows.pivot_table(index=["key", "kind"], columns="group", values="hours", aggfunc="sum")
    return matrix.reindex(columns=list(GROUPS)).loc[lambda m: m.sum(axis="columns") > 0]
