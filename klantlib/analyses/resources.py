"""What does an hour cost, who gets our hours, and do they go where the value is?"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

import pandas as pd

from klantlib.blocks import Action, Block, Table, plain, table
from klantlib.measures.accounts import Accounts
from klantlib.measures.curves import above_zero, shares_explode
from klantlib.measures.plans.hours import CLASSES, UNCLASSED, by_role, per_group, placed, role_table
from klantlib.measures.plans.reallocation import reallocated
from klantlib.measures.plans.visits import break_even_visits, first_named, visits_made
from klantlib.stories import resources as parts
from klantlib.stories import resources_means as means
from klantlib.stories.passages import actions_for, ending, known_sum, names

NEEDS = ("hours|staff", "transactions")
FORMULAS = {
    "hours_share": "SHARE({hours}, {whole_hours})",
    "profit_share": "SHARE({profit}, {whole_profit})",
    "break_even_visits": "0 if {margin} < 0 else {margin} / {visit_cost}",
    "visits_cost": "{visits} * {visit_cost}",
}


class Rules(NamedTuple):
    """The chapter's options, as they stand."""

    rate_factor: float
    productive_hours: float
    hours_a_visit: float
    visits_most: float  # share of the margin that visits may take
    disproportion: float  # times its share of profit: a share of hours over that is flagged
    keep: float  # part of its hours that every class keeps
    keep_future: float  # idem, future key accounts
    most: float  # times its hours that a class gets at most
    most_small: float  # idem, small customers
    suppress_under: float


@dataclass(frozen=True, eq=False)
class Resources:
    """What the chapter rests on. Hours, costs and visits are of the period."""

    accounts: Accounts
    # every customer that bought, cost something or got hours, largest share of hours first: name, group (of GROUPS),
    # hours and hours_cost (NaN where none were written on it by name), hours_share (of all hours), margin, profit,
    # profit_share (of the whole), heavy (bool), visits and break_even_visits (numbers), visits_cost (money), months_new
    customers: pd.DataFrame
    rows: pd.DataFrame  # of the table hours, placed; see measures.hours.placed
    # index of GROUPS: hours, cost, customers, profit, hours_share, profit_share, proposed (hours), change (hours)
    groups: pd.DataFrame
    roles: pd.DataFrame  # see measures.hours.role_table
    suppressed: bool | None  # shares of profit have no meaning; None = profit unknown
    visitors: list[str]  # the roles whose rate a visit is counted at; empty = unknown
    visit_rate: float  # money an hour; NaN where unknown
    visited: bool  # are visits recorded?
    divided: bool  # is there anything to divide the hours by?
    rules: Rules

    @property
    def hours(self) -> float:
        """All that were written."""
        return float(self.rows["hours"].sum())

    @property
    def visit_cost(self) -> float:
        """Money a visit; NaN where no rate is known."""
        return self.rules.hours_a_visit * self.visit_rate

    @cached_property
    def matrix(self) -> pd.DataFrame:
        return by_role(self.rows)

    @cached_property
    def named(self) -> pd.DataFrame:
        """The customers on whom hours were written by name."""
        return self.customers.dropna(subset="hours")

    @cached_property
    def heavy(self) -> pd.DataFrame:
        """Whose share of hours is out of proportion to its share of profit, most hours first."""
        return self.customers[self.customers["heavy"]]

    @cached_property
    def over_visited(self) -> pd.DataFrame:
        """Whose visits take more of the margin than they may, largest excess first; with `excess` in money."""
        over = self.customers["visits_cost"] > self.rules.visits_most * self.customers["margin"].clip(lower=0.0)
        excess = self.customers["visits_cost"] - self.rules.visits_most * self.customers["margin"].clip(lower=0.0)
        chosen = self.customers.assign(excess=excess)[over]
        return chosen.sort_index().sort_values("excess", ascending=False, kind="stable")

    @property
    def moved(self) -> float:
        """Hours that the proposal takes from some classes and gives to others."""
        return float(self.groups["change"].clip(lower=0.0).sum())

    @property
    def moved_cost(self) -> float | None:
        """What those hours cost at the mean rate of the classes that give them up; None where no rate is known."""
        rate = self.groups["cost"] / self.groups["hours"]
        return known_sum(-self.groups["change"].clip(upper=0.0)[self.groups["change"] < 0] * rate)

    def figures(self) -> dict[str, Any]:
        """The fields of results.json; None where unknown or without meaning."""
        over = self.over_visited
        return plain(
            {
                "hours": self.hours,
                "hours_cost": known_sum(self.rows["cost"]),
                "hours_by_name": self.named["hours"].sum(),
                "personal_hours": self.rows.loc[self.rows["kind"] == "personal", "hours"].sum(),
                "groups": self.groups.to_dict("index"),
                "roles": self.roles.set_index("role").to_dict("index"),
                "roles_without_rate": self.roles.loc[self.roles["rate"].isna(), "role"].tolist(),
                "moved_hours": self.moved if self.divided else None,
                "moved_cost": self.moved_cost if self.divided else None,
                "percentages_suppressed": self.suppressed,
                "heavy": self.heavy.index.tolist(),
                "visit_rate": self.visit_rate,
                "visit_cost": self.visit_cost,
                "monthly_visit_margin": 12 * self.visit_cost,
                "visits": self.customers["visits"].sum() if self.visited else None,
                "over_visited": over.index.tolist(),
                "over_visited_excess": over["excess"].sum(),
                **self.rules._asdict(),
            }
        )

    def per_customer(self) -> Table:
        """Every customer, most hours first."""
        formats = {
            "customer_id": "id",
            "name": "text",
            "class": "term",
            "hours": "number",
            "hours_share": "percent1",
            "hours_cost": "money",
            "margin": "money",
            "profit": "money",
            "profit_share": "percent1",
            "visits": "number",
            "visits_cost": "money",
            "break_even_visits": "number",
            "months_new": "count",
        }
        shown = self.customers.assign(**{"class": self.customers["group"]}).reset_index()
        return table("customers", shown, formats, formulas=self._formulas(), given=self._given())

    def _formulas(self) -> dict[str, str]:
        """What a reader can check; visits only where there is a rate to count them at."""
        loose = () if self.visit_cost > 0 else ("break_even_visits", "visits_cost")
        return {name: formula for name, formula in FORMULAS.items() if name not in loose}

    def _given(self) -> list[list[Any]]:
        """The totals that shares are taken of, and the cost of a visit."""
        whole = math.nan if self.suppressed is not False else self.accounts.profit
        totals = [("whole_hours", "number", above_zero(self.hours)), ("whole_profit", "money", whole)]
        return plain([*totals, ("visit_cost", "cents", self.visit_cost)])

    def actions(self) -> list[Action]:
        """Move hours to where the value is; visit those less whose margin does not carry it."""
        over = self.over_visited
        return [*self._move(), *self._visit_less(over)]

    def _move(self) -> list[Action]:
        if not self.divided or not self.moved:
            return []
        change = self.groups["change"]
        values = {"hours": self.moved, "from": change.idxmin(), "to": change.idxmax()}
        return [Action("move_action", values, rests_on="proposal", confidence="low")]

    def _visit_less(self, over: pd.DataFrame) -> list[Action]:
        money = float(over["excess"].sum())
        values = {"n": len(over), "names": names(over), "money": money, "most": self.rules.visits_most}
        options = {"parts": over["excess"], "confidence": "medium"}
        return actions_for("visit_action", over, values, money, "loss", "over_visited", **options)

    def blocks(self) -> list[Block]:
        """The chapter in reading order."""
        story = (parts.opening, parts.shares, parts.proposal, means.matrix, means.visits, means.rates)
        return [block for part in story for block in part(self)] + ending(*parts.rule_of_thumb(self))


def analyse(
    accounts: Accounts,
    hours: pd.DataFrame,
    staff: pd.DataFrame,
    activities: pd.DataFrame,
    classes: pd.Series,
    months: float = 12.0,
    *,
    rate_factor: float = 3.2,
    productive_hours: float = 1400.0,
    hours_a_visit: float = 3.0,
    visited_by: str = "accountmanager, account manager, buitendienst, vertegenwoordiger, verkoper, sales",
    visit_names: str = "bezoek, visit",
    visits_most: float = 0.25,
    disproportion: float = 2.0,
    keep: float = 0.5,
    keep_future: float = 1.0,
    most: float = 2.0,
    most_small: float = 1.0,
    suppress_under: float = 0.1,
) -> Resources:
    """
    Hours and their cost against profit, per class and per customer, and what a division by value would be.

    `hours`: customer_id or class, role, hours (in the period of `months`), kind; `staff`: role, gross_salary and hours
    (both a year); `activities`: customer_id, activity, quantity; any of them may be empty. `classes`: index
    customer_id, a key of CLASSES or NA. Hours by class are never spread over customers. An hour costs gross salary x
    `rate_factor` / `productive_hours`. The roles that visit, and the activities that are visits, are known by words in
    their names. Shares of profit are left out where the total is not above 0, or under `suppress_under` of what the
    profitable customers earn.
    """
    future, small = max(keep, keep_future), min(most, most_small)
    rules = Rules(
        rate_factor,
        productive_hours,
        hours_a_visit,
        visits_most,
        disproportion,
        keep,
        future,
        most,
        small,
        suppress_under,
    )
    roles = role_table(staff, hours, factor=rate_factor, productive=productive_hours, months=months)
    rows = placed(hours, _known(accounts), classes, roles["rate"])
    suppressed = _suppressed(accounts, suppress_under)
    visiting = first_named(roles["role"].where(roles["rate"].notna()), visited_by)
    rate = _mean_rate(roles[visiting] if visiting.any() else roles)
    made = visits_made(activities, visit_names)
    customers = _customers(accounts, rows, classes, suppressed, disproportion)
    groups, divided = _groups(rows, customers, accounts, suppressed, rules)
    return Resources(
        accounts=accounts,
        customers=_visited(customers, made, hours_a_visit, rate),
        rows=rows,
        groups=groups,
        roles=roles,
        suppressed=suppressed,
        visitors=roles.loc[visiting, "role"].tolist(),
        visit_rate=rate,
        visited=made is not None,
        divided=divided,
        rules=rules,
    )


def _known(accounts: Accounts) -> pd.Index:
    return accounts.customers.index.union(accounts.parents.index)


def _suppressed(accounts: Accounts, under: float) -> bool | None:
    profit = accounts.customers["profit"]
    if accounts.kind == "unknown" or profit.isna().all() or math.isnan(accounts.profit):
        return None
    return shares_explode(profit, accounts.profit, under)


def _mean_rate(roles: pd.DataFrame) -> float:
    """Of these roles together, each counted by its hours; NaN where none has a rate."""
    known = roles.dropna(subset="rate")
    return float((known["rate"] * known["contract"]).sum() / known["contract"].sum()) if len(known) else math.nan


def _customers(
    accounts: Accounts, rows: pd.DataFrame, classes: pd.Series, suppressed: bool | None, disproportion: float
) -> pd.DataFrame:
    """Who bought, cost something or got hours; who did neither of the first two has no margin and no profit: 0."""
    spent = rows.dropna(subset="customer_id").groupby("customer_id")[["hours", "cost"]].sum(min_count=1)
    active = accounts.customers
    idle = accounts.parents.loc[accounts.parents.index.intersection(spent.index).difference(active.index), ["name"]]
    columns = ["name", "revenue", "margin", "profit", "months_new"]
    everyone = pd.concat([active[columns], idle.assign(revenue=0.0, margin=0.0, profit=0.0)[columns[:4]]])
    whole = accounts.profit if suppressed is False else math.nan
    shares = everyone.rename_axis("customer_id").assign(
        group=everyone.index.to_series().map(classes).where(lambda c: c.isin(CLASSES), UNCLASSED),
        hours=spent["hours"].reindex(everyone.index),
        hours_cost=spent["cost"].reindex(everyone.index),
        hours_share=lambda f: f["hours"] / above_zero(float(rows["hours"].sum())),
        profit_share=lambda f: f["profit"] / whole,
    )
    losing = shares["profit"] <= 0
    return shares.assign(
        heavy=(shares["hours"] > 0) & (losing | (shares["hours_share"] > disproportion * shares["profit_share"]))
    ).pipe(_most_hours_first)


def _most_hours_first(customers: pd.DataFrame) -> pd.DataFrame:
    return customers.sort_index().sort_values(["hours", "revenue"], ascending=False, kind="stable")


def _visited(customers: pd.DataFrame, made: pd.Series | None, hours_a_visit: float, rate: float) -> pd.DataFrame:
    """Visits are unknown for all where none are recorded; else who has none was not visited."""
    visits = pd.Series(math.nan, customers.index) if made is None else made.reindex(customers.index).fillna(0.0)
    return customers.assign(
        visits=visits,
        break_even_visits=break_even_visits(customers["margin"], hours_a_visit, rate),
        visits_cost=visits * hours_a_visit * rate,
    )


def _groups(
    rows: pd.DataFrame, customers: pd.DataFrame, accounts: Accounts, suppressed: bool | None, rules: Rules
) -> tuple[pd.DataFrame, bool]:
    """The groups with their shares and the hours proposed; and whether there was anything to divide by."""
    whole = accounts.profit if suppressed is False else math.nan
    groups = per_group(rows, customers)
    value = groups["profit"].where(groups.index.isin(CLASSES))
    least = pd.Series(rules.keep, groups.index).where(groups.index != "future_key_account", rules.keep_future)
    most = pd.Series(rules.most, groups.index).where(groups.index != "small", rules.most_small)
    proposed = reallocated(groups["hours"], value, least, most)
    divided = bool(rows["hours"].sum() > 0 and (value > 0).any() and value.notna().sum() > 1)
    return groups.assign(
        hours_share=groups["hours"] / above_zero(float(rows["hours"].sum())),
        profit_share=groups["profit"] / whole,
        proposed=proposed,
        change=proposed - groups["hours"],
    ), divided
