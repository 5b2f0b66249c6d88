"""What is each customer worth in the period, and how much of that hangs on its satisfaction? Pure."""

from __future__ import annotations

from typing import NamedTuple

import pandas as pd

from klantlib.measures.accounts import Accounts
from klantlib.measures.curves import above_zero, top_count
from klantlib.measures.survey.loyalty_curve import LAST

LARGE = 0.2  # the top fifth by potential, after the first 20/80 rule
UNHAPPY = 2  # the level up to which a customer is about to leave


class Response(NamedTuple):
    """Who of the customers that bought in the period answered."""

    active: int  # customers that bought
    heard: int  # of which answered
    share: float  # of the revenue, fraction; NaN where nobody bought
    silent: pd.DataFrame  # who bought and did not answer, largest first: name, revenue


def portfolio(customers: pd.DataFrame, accounts: Accounts, months: float = 12) -> pd.DataFrame:
    """
    Everyone the client knows, index customer_id; the accounts are of `months` months, and so is all money.

        name        text; the id where there is no name
        months_new  months it has been a customer when shorter than the period, else NA
        revenue     money in the period; 0 for who did not buy, NaN where no one did
        profit      money; 0 for who did not buy, NaN where unknown
        potential   money: potential_revenue, else revenue
        worth       money: the profit on the potential, at the customer's own rate, else that of all; never below 0
        large       is it in the top fifth by potential?
    """
    bought = accounts.customers[["name", "revenue", "profit", "months_new"]]
    known = customers.set_index("customer_id")[["name", "potential_revenue"]]
    frame = known.join(bought.rename(columns={"name": "account"}), how="outer").rename_axis("customer_id")
    part = months / 12  # potential_revenue is of a year
    return frame.assign(
        name=lambda f: f["name"].fillna(f["account"]).fillna(f.index.to_series()),
        revenue=lambda f: f["revenue"].fillna(0) if len(bought) else f["revenue"],
        profit=lambda f: f["profit"].mask(~f.index.isin(bought.index) & bought["profit"].notna().any(), 0),
        potential=lambda f: (f["potential_revenue"] * part).fillna(f["revenue"]),
        worth=lambda f: (f["potential"] * _rate(f)).clip(lower=0),
        large=lambda f: _large(f["potential"]),
    )[["name", "months_new", "revenue", "profit", "potential", "worth", "large"]]


def tasked(frame: pd.DataFrame, gains: pd.Series, *, lifts: bool) -> pd.DataFrame:
    """
    What to do with each customer (index customer_id) and the money that hangs on it, most money first.

    Added: lift (money: what one level up brings), task (lift, keep, save or missing), money (of that task), obstacle
    (the aspect that disappoints, else the wish). `gains` is the gain per step as a fraction, NaN where it carries no
    money; nobody becomes more than wholly loyal.
    """
    profit, gain = frame["profit"], frame["level"].map(gains).astype(float)
    lift = frame["worth"] * gain.clip(upper=(1 - frame["loyalty"]).where(frame["loyalty"].notna(), 1))
    tasks = {
        "lift": frame["level"].eq(LAST) & ~frame["worth"].le(0) & ~lift.le(0) & lifts,
        "keep": frame["level"].gt(LAST) & ~profit.le(0),
        "save": frame["level"].le(UNHAPPY) & frame["large"].eq(True),
    }
    task = pd.Series(None, frame.index, dtype=object)
    for name, those in tasks.items():
        task = task.mask(those, name)
    money = lift.where(task.eq("lift"), profit.where(task.notna()))
    return (
        frame.assign(
            name=frame["name"].fillna(frame.index.to_series()),
            lift=lift,
            task=task,
            money=money.where(money > 0),
            obstacle=frame["aspect"].fillna(frame["wish"]),
        )
        .sort_index()
        .sort_values(["money", "potential"], ascending=False, kind="stable", na_position="last")
    )


def yields(frame: pd.DataFrame, gains: pd.Series) -> pd.DataFrame:
    """Per step (index from): who stands below it, and what it is worth to lift them all, together and each."""
    below = frame.groupby("level").agg(
        customers=("lift", "size"), potential=("potential", "sum"), money=("lift", lambda lift: lift.sum(min_count=1))
    )
    return (
        below.reindex(gains.index)
        .fillna({"customers": 0, "potential": 0})
        .rename_axis("from")
        .assign(to=lambda f: f.index + 1, gain=gains, customers=lambda f: f["customers"].astype(int))
        .assign(each=lambda f: f["money"] / f["customers"].where(f["customers"] > 0))
    )[["to", "customers", "potential", "gain", "money", "each"]]


def leading(fours: pd.DataFrame) -> tuple[str | None, pd.DataFrame]:
    """The aspect that most money hangs on (else most potential, else most customers), and those it keeps back."""
    weight = next((fours[c] for c in ("money", "potential") if fours[c].gt(0).any()), fours["level"])
    totals = weight.groupby(fours["aspect"]).sum()
    if totals.empty:
        return None, fours.iloc[:0]
    return str(totals.idxmax()), fours[fours["aspect"] == totals.idxmax()]


def raisable(frame: pd.DataFrame, level: int) -> pd.DataFrame:
    """Who could go up a step from this level, most money first; who is to be saved is not among them."""
    below = frame[frame["level"].eq(level) & ~frame["task"].eq("save") & frame["lift"].gt(0)]
    return below.assign(money=below["lift"]).sort_values("money", ascending=False, kind="stable")


def responded(known: pd.DataFrame, answered: pd.Index) -> Response:
    """How far the answers reach: `known` as `portfolio` gives it, `answered` are ids."""
    bought = known[known["revenue"] > 0]
    heard, silent = bought[bought.index.isin(answered)], bought[~bought.index.isin(answered)]
    share = float(heard["revenue"].sum()) / above_zero(float(bought["revenue"].sum()))
    return Response(len(bought), len(heard), share, largest_first(silent)[["name", "revenue"]])


def largest_first(customers: pd.DataFrame) -> pd.DataFrame:
    return customers.sort_index().sort_values("revenue", ascending=False, kind="stable")


def _rate(frame: pd.DataFrame) -> pd.Series:
    """Profit per euro of revenue: the customer's own, else that of all whose profit is known."""
    known = frame[frame["profit"].notna()]
    of_all = known["profit"].sum() / known["revenue"].sum() if known["revenue"].sum() > 0 else float("nan")
    return (frame["profit"] / frame["revenue"].where(frame["revenue"] > 0)).fillna(of_all)


def _large(potential: pd.Series) -> pd.Series:
    """Equal ones stand or fall together: where all are alike nobody is large."""
    there = potential[potential > 0]
    place = there.rank(method="max", ascending=False).reindex(potential.index)
    return place.le(top_count(len(there), LARGE))
