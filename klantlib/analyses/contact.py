"""On which step does the contact with each key account stand, who has to climb, and who sells there in which way?"""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

import pandas as pd

from klantlib.blocks import Action, Block, Table, plain, table
from klantlib.measures.accounts import Accounts
from klantlib.measures.plans.commission import Commission, commission, counted_profit, uplift, weighted_years
from klantlib.measures.plans.ladder import FORMS, STEPS, FormsFrom, forms, positions
from klantlib.measures.plans.sellers import days_between, portfolios, prospect_quotes, seller_type
from klantlib.stories import contact as parts
from klantlib.stories import contact_sellers as selling
from klantlib.stories.passages import actions_for, ending, names

NEEDS = ("contact",)
DAYS_A_YEAR = 365.25
FORMULAS = {
    "steps": "{ladder_wished} - {ladder_now}",
    "margin_per_order": "NONE if {orders} < 1 else {margin} / {orders}",
    "counted": "{profit} if {profit} < 0 or {profit} < {cap} * {revenue} "
    "else 0 if {revenue} < 0 else {cap} * {revenue}",
}


@dataclass(frozen=True, eq=False)
class Contact:
    """What the chapter rests on."""

    accounts: Accounts
    # every customer that bought, cost something or was placed on the ladder, largest revenue first: name, class (NA
    # where it has none), seller, ladder_now, ladder_wished, steps (wished - now), form_now, form_wished, revenue,
    # margin, profit, orders, months_new, margin_per_order (money), days_between, seller_type, new (bool), years (a
    # customer), counted (money: profit that counts for a commission), seller_type_wished (on the step wished)
    customers: pd.DataFrame
    whole: bool  # no placed customer is a key account: all placed customers are shown in their stead
    strangers: list[str]  # ids on the ladder that are not in the client's table
    twice: list[str]  # names of customers that were placed more than once
    # index of sellers: see measures.sellers.portfolios, with prospect_quotes and prospects_won; counted (money), years,
    # uplift (fraction), commission (money; NaN where profit is unknown)
    sellers: pd.DataFrame
    starts: FormsFrom
    terms: Commission
    margin_from: float  # margin per transaction above which it is high: the client's median
    days_from: float  # days between transactions above which it is long: the client's median
    advice_from: float  # step from which the need for advice is called high

    @cached_property
    def placed(self) -> pd.DataFrame:
        """All customers on the ladder."""
        return self.customers.dropna(subset="ladder_now")

    @cached_property
    def ladder(self) -> pd.DataFrame:
        """The key accounts on the ladder, furthest to climb first; all placed customers where none is a key account."""
        chosen = self.placed if self.whole else self.placed[self.placed["class"].eq("key_account").fillna(False)]
        return chosen.sort_index().sort_values(["steps", "revenue"], ascending=False, kind="stable")

    @cached_property
    def climbing(self) -> pd.DataFrame:
        return self.ladder[self.ladder["steps"] > 0]

    @cached_property
    def changing(self) -> pd.DataFrame:
        """Those for whom the climb asks another form of selling."""
        return self.climbing[self.climbing["form_now"] != self.climbing["form_wished"]]

    @cached_property
    def down(self) -> pd.DataFrame:
        """Who is wished lower than it stands."""
        return self.placed[self.placed["steps"] < 0]

    @cached_property
    def without(self) -> pd.DataFrame:
        """Key accounts that nobody placed on the ladder."""
        key = self.customers["class"].eq("key_account").fillna(False)
        return self.customers[key & self.customers["ladder_now"].isna()]

    @cached_property
    def others(self) -> pd.DataFrame:
        """Placed customers that are no key account."""
        return self.placed[~self.placed["class"].eq("key_account").fillna(False)]

    @cached_property
    def exposed(self) -> pd.DataFrame:
        """Climbers that stand where price and competition decide: below account management."""
        return self.climbing[self.climbing["form_now"].isin(FORMS[:2])]

    @cached_property
    def steps(self) -> pd.DataFrame:
        """Index STEPS: customers on it now and wished, and of those on it now revenue, margin and margin_rate."""
        now = self.ladder.assign(step=self.ladder["ladder_now"].astype(int))
        sums = now.groupby("step")[["revenue", "margin"]].sum(min_count=1)
        return pd.DataFrame(
            {
                "now": now.groupby("step").size(),
                "wished": self.ladder.groupby(self.ladder["ladder_wished"].astype(int)).size(),
                **sums,
                "margin_rate": (sums["margin"] / sums["revenue"]).where(sums["revenue"] > 0),
            },
            index=pd.Index(STEPS, name="step"),
        ).fillna({"now": 0, "wished": 0})

    def figures(self) -> dict[str, Any]:
        """The fields of results.json; None where unknown."""
        placed = self.ladder
        return plain(
            {
                "key_accounts": int(self.customers["class"].eq("key_account").sum()),
                "placed": len(self.placed),
                "on_ladder": len(placed),
                "whole": self.whole,
                "climbing": len(self.climbing),
                "changing": len(self.changing),
                "furthest": placed["steps"].max(),
                "exposed": len(self.exposed),
                "exposed_profit": parts.profit_of(self.exposed),
                "steps": {str(step): row for step, row in self.steps.to_dict("index").items()},
                "forms_now": placed["form_now"].value_counts().to_dict(),
                "forms_wished": placed["form_wished"].value_counts().to_dict(),
                "without": self.without.index.tolist(),
                "others": self.others.index.tolist(),
                "down": self.down.index.tolist(),
                "strangers": self.strangers,
                "seller_types": self.ladder["seller_type"].value_counts().to_dict(),
                "seller_types_wished": self.ladder["seller_type_wished"].value_counts().to_dict(),
                "margin_from": self.margin_from,
                "days_from": self.days_from,
                "advice_from": self.advice_from,
                "sellers": self.sellers.to_dict("index"),
                "commission_terms": self.terms._asdict(),
                "forms_from": self.starts._asdict(),
            }
        )

    def per_customer(self) -> Table:
        """Every customer, largest revenue first."""
        formats = {
            "customer_id": "id",
            "name": "text",
            "class": "term",
            "seller": "text",
            "ladder_now": "plain",
            "ladder_wished": "plain",
            "steps": "plain",
            "form_now": "term",
            "form_wished": "term",
            "revenue": "money",
            "margin": "money",
            "profit": "money",
            "orders": "count",
            "margin_per_order": "money",
            "days_between": "number",
            "seller_type": "term",
            "seller_type_wished": "term",
            "years": "number",
            "counted": "money",
            "months_new": "count",
        }
        given = plain([("cap", "percent", self.terms.cap)])
        return table("customers", self.customers.reset_index(), formats, formulas=FORMULAS, given=given)

    def actions(self) -> list[Action]:
        """Climb with those that stand where price decides; place the others; reward profit."""
        exposed, without = self.exposed, self.without
        climb, place = ({"n": len(who), "names": names(who)} for who in (exposed, without))
        return [
            *actions_for("climb_action", exposed, climb, 0.0, "", "ladder_finding", confidence="low"),
            *actions_for("place_action", without, place, 0.0, "", "ladder_finding", confidence="high"),
            *self._reward(),
        ]

    def _reward(self) -> list[Action]:
        """Where a portfolio sells and earns nothing: pay for profit."""
        idle = self.sellers[self.sellers["commission"].eq(0) & (self.sellers["revenue"] > 0)]
        if idle.empty:
            return []
        values = {"n": len(idle), "sellers": idle.index.tolist(), "revenue": idle["revenue"].sum()}
        return [Action("reward_action", values, rests_on="commission_finding")]

    def blocks(self) -> list[Block]:
        """The chapter in reading order."""
        story = (parts.opening, parts.ladder, parts.climb, selling.types, selling.hunters, selling.reward)
        return [block for part in story for block in part(self)] + ending()


def analyse(
    accounts: Accounts,
    before: Accounts,
    contact: pd.DataFrame,
    classes: pd.Series,
    customers: pd.DataFrame,
    transactions: pd.DataFrame,
    quotes: pd.DataFrame,
    start: date,
    end: date,
    *,
    representation_from: float = 2.0,
    account_management_from: float = 3.0,
    consultative_from: float = 4.0,
    advice_from: float = 3.0,
    commission_rate: float = 0.02,
    commission_cap: float = 0.2,
    lifetime_wished: float = 10.0,
    uplift_a_year: float = 0.05,
    uplift_most: float = 0.25,
) -> Contact:
    """
    The ladder of each key account, the seller that each customer asks for, and what each seller's portfolio did.

    `contact`: customer_id, ladder_now, ladder_wished (1-5), seller; `classes`: index customer_id; `customers`:
    customer_id, since, account_manager; `transactions`: all up to `end`; `quotes`: of the period `start` to `end`.
    `before` is the period before. A customer's seller is its account manager, else the one that `contact` names. A
    commission is `commission_rate` of the profit of a portfolio, of each customer at most `commission_cap` of its
    revenue, and `uplift_a_year` more for each year that the weighted lifetime is over `lifetime_wished`, at most
    `uplift_most`. (Ladder after Miller & Heiman, Strategic Selling, 1985.)
    """
    starts = FormsFrom(representation_from, account_management_from, consultative_from)
    terms = Commission(commission_rate, commission_cap, lifetime_wished, uplift_a_year, uplift_most)
    known = accounts.customers.index.union(accounts.parents.index)
    ladder = positions(contact)
    frame = _customers(accounts, classes, ladder[ladder.index.isin(known)], customers, starts)
    first = transactions[transactions["revenue"] > 0].groupby("customer_id")["date"].min()
    frame = _rhythm(_history(frame, customers, first, transactions, start, end), transactions)
    limits = frame["margin_per_order"].median(), frame["days_between"].median()
    frame = frame.assign(counted=counted_profit(frame["profit"], frame["revenue"], commission_cap))
    typed = _typed(frame, limits, advice_from)
    placed = typed.dropna(subset="ladder_now")
    return Contact(
        accounts=accounts,
        customers=typed,
        whole=not placed["class"].eq("key_account").any(),
        strangers=sorted(ladder.index.difference(known)),
        twice=sorted(typed.loc[typed.index.isin(ladder.index[ladder["judged"] > 1]), "name"]),
        sellers=_sellers(accounts, before, typed, _of(customers, ladder), quotes, first, terms),
        starts=starts,
        terms=terms,
        margin_from=float(limits[0]),
        days_from=float(limits[1]),
        advice_from=advice_from,
    )


def _of(customers: pd.DataFrame, ladder: pd.DataFrame) -> pd.Series:
    """Whose customer each is: the account manager's, else the seller's that contact names; NA where nobody is named."""
    managers = customers.set_index("customer_id")["account_manager"]
    everyone = managers.index.union(ladder.index)
    return managers.reindex(everyone).fillna(ladder["seller"].reindex(everyone)).rename("seller")


def _customers(
    accounts: Accounts, classes: pd.Series, ladder: pd.DataFrame, customers: pd.DataFrame, starts: FormsFrom
) -> pd.DataFrame:
    """Who bought, cost something or was placed; who did neither of the first two has no revenue and no profit."""
    active = accounts.customers[["name", "revenue", "margin", "profit", "orders", "months_new"]]
    idle = accounts.parents.loc[ladder.index.difference(active.index), ["name"]]
    earned = math.nan if accounts.kind == "unknown" else 0.0
    nothing = {"revenue": 0.0, "margin": earned, "profit": earned, "orders": 0}
    everyone = pd.concat([active, idle.assign(**nothing)]) if len(idle) else active
    frame = everyone.rename_axis("customer_id").join(ladder[["ladder_now", "ladder_wished"]])
    return frame.assign(
        **{"class": frame.index.to_series().map(classes)},
        seller=_of(customers, ladder).reindex(frame.index),
        steps=frame["ladder_wished"] - frame["ladder_now"],
        form_now=forms(frame["ladder_now"], starts),
        form_wished=forms(frame["ladder_wished"], starts),
    ).pipe(lambda f: f.sort_index().sort_values("revenue", ascending=False, kind="stable"))


def _history(
    frame: pd.DataFrame,
    customers: pd.DataFrame,
    first: pd.Series,
    transactions: pd.DataFrame,
    start: date,
    end: date,
) -> pd.DataFrame:
    """Since when: years a customer (NaN where unknown), and new: since this period by its date, else by its data."""
    since = pd.to_datetime(customers.set_index("customer_id")["since"]).reindex(frame.index)
    told = transactions["date"].min() < pd.Timestamp(start)  # the data reach back to before the period
    late = first.reindex(frame.index) >= pd.Timestamp(start)
    years = ((pd.Timestamp(end) - since).dt.days / DAYS_A_YEAR).clip(lower=0.0)
    return frame.assign(years=years, new=frame["months_new"].notna() | (since.isna() & late & told))


def _rhythm(frame: pd.DataFrame, transactions: pd.DataFrame) -> pd.DataFrame:
    """Margin per transaction in the period, and days between transactions over all the data."""
    return frame.assign(
        margin_per_order=(frame["margin"] / frame["orders"]).where(frame["orders"] > 0),
        days_between=days_between(transactions).reindex(frame.index),
    )


def _typed(frame: pd.DataFrame, limits: tuple[float, float], advice_from: float) -> pd.DataFrame:
    """The seller that each customer asks for where it stands, and would ask for where it is wished."""
    chosen = {"margin_from": limits[0], "days_from": limits[1], "advice_from": advice_from}
    known = frame["margin_per_order"], frame["days_between"]
    return frame.assign(
        seller_type=seller_type(*known, frame["ladder_now"], **chosen),
        seller_type_wished=seller_type(*known, frame["ladder_wished"], **chosen),
    )


def _sellers(
    accounts: Accounts,
    before: Accounts,
    frame: pd.DataFrame,
    seller: pd.Series,
    quotes: pd.DataFrame,
    first: pd.Series,
    terms: Commission,
) -> pd.DataFrame:
    """Each seller's portfolio, and the commission that it would give."""
    table = portfolios(accounts, before, seller, frame["new"])
    own = frame.dropna(subset="seller").groupby("seller")
    counted = own["counted"].sum(min_count=1).reindex(table.index)
    years = pd.Series({name: weighted_years(rows["years"], rows["revenue"]) for name, rows in own}, dtype=float)
    years = years.reindex(table.index)
    pairs = list(zip(counted, years, strict=True))
    return table.join(prospect_quotes(quotes, first, seller)).assign(
        counted=counted,
        years=years,
        uplift=[uplift(stay, terms) for _, stay in pairs],
        commission=pd.Series([commission(base, stay, terms) for base, stay in pairs], table.index, dtype=float),
    )
