"""What do the standard analyses say of the case? Worked out when asked for, as a report would."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from klantlib.analyses import concentration, cost_to_serve, satisfaction_loyalty, self_test, whitney
from klantlib.client import Client
from klantlib.measures.accounts import Accounts
from klantlib.measures.curves import ranked, top_count
from klantlib.measures.survey.loyalty_curve import LAST
from klantlib.notebook import accounts_of

TOP = 0.2  # the first fifth of the customers
LARGE = 2  # times as many are large


@dataclass(frozen=True, eq=False)
class Study:
    """A client and its chapters, each with the client's own options."""

    data: Client

    @cached_property
    def accounts(self) -> Accounts:
        return accounts_of(self.data)

    @property
    def customers(self) -> pd.DataFrame:
        """Accounts.customers: index customer_id, with name, revenue, margin, cost_to_serve, profit, attention."""
        return self.accounts.customers

    @cached_property
    def by_revenue(self) -> pd.DataFrame:
        """The customers, largest revenue first."""
        return self.customers.loc[ranked(self.customers["revenue"]).index]

    @cached_property
    def by_profit(self) -> pd.DataFrame:
        """The customers, largest profit first."""
        return self.customers.loc[ranked(self.customers["profit"]).index]

    @property
    def top(self) -> int:
        """How many customers are the first fifth."""
        return top_count(len(self.customers), TOP)

    @property
    def losers(self) -> pd.DataFrame:
        """Who cost money, largest loss first."""
        return self.by_profit[self.by_profit["profit"] < 0].iloc[::-1]

    @property
    def heaviest(self) -> pd.Series:
        """The large customer that loses most."""
        return self.by_revenue.head(LARGE * self.top).sort_values("profit", kind="stable").iloc[0]

    @cached_property
    def concentration(self) -> concentration.Concentration:
        before = accounts_of(self.data, before=True)
        return concentration.analyse(self.accounts, before, **self._options("concentration"))

    @cached_property
    def serving(self) -> cost_to_serve.CostToServe:
        tables = self.data["customers"], self.data["complaints"]
        return cost_to_serve.analyse(self.accounts, *tables, **self._options("cost_to_serve"))

    @cached_property
    def whitney(self) -> whitney.Whitney:
        return self.qualified(self.accounts)

    def qualified(self, accounts: Accounts, **limits: float) -> whitney.Whitney:
        """Whitney's eight rows with these accounts, and other limits than the client's own where they are given."""
        return whitney.analyse(accounts, self.data["strategy"], **{**self._options("whitney"), **limits})

    @cached_property
    def promising(self) -> pd.DataFrame:
        """Small, strategic and profitable, with potential_revenue and room (money): most room to grow first."""
        could = self.data["customers"].set_index("customer_id")["potential_revenue"].astype(float)
        frame = self.whitney.rows("yny").assign(potential_revenue=could)
        return frame.assign(room=frame["potential_revenue"] - frame["revenue"]).sort_values("room", ascending=False)

    @property
    def to_place(self) -> pd.Series:
        """The customer to place in a row of Whitney: large and strategic, the one that loses most."""
        return self.whitney.rows("yyn").sort_values("profit", kind="stable").iloc[0]

    @cached_property
    def loyalty(self) -> satisfaction_loyalty.Result:
        return self.satisfied()

    def satisfied(self, only: pd.Index | None = None, **limits: float) -> satisfaction_loyalty.Result:
        """Satisfaction and loyalty; of these customers alone, with other limits where they are given."""
        answers = self.data.until("satisfaction")
        answers = answers if only is None else answers[answers["customer_id"].isin(only)]
        period, options = self.data.period, {**self._options("satisfaction_loyalty"), **limits}
        tables = answers, self.data.until("aspects"), self.accounts, self.data["customers"]
        return satisfaction_loyalty.analyse(*tables, period.start, period.end, period.months, **options)

    @property
    def answer_to_place(self) -> pd.Series:
        """An answer to place among the four groups: satisfied and yet least loyal, with the name of the customer."""
        satisfied = self.loyalty.answers.query("level >= 4").sort_values("loyalty", kind="stable").iloc[0]
        return pd.concat([satisfied, pd.Series({"name": self.customers["name"][satisfied["customer_id"]]})])

    @property
    def to_lift(self) -> pd.Series:
        """The customer at level 4 that brings most when it becomes very satisfied, and that has room to."""
        customers, gain = self.loyalty.customers, self.loyalty.curve.steps.loc[LAST, "gain"]
        fours = customers[customers["level"].eq(LAST) & ~customers["loyalty"].gt(1 - gain)]
        return fours.sort_values("lift", ascending=False, kind="stable").iloc[0]

    @cached_property
    def self_test(self) -> self_test.Result:
        return self_test.analyse(self.data.all("self_test"), **self._options("self_test"))

    def _options(self, chapter: str) -> dict:
        return self.data.settings.options.get(chapter, {})
