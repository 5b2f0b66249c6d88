"""Do engaged employees lead to satisfied customers, and those to more value? (Heskett and others, Harvard, 1994)"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pandas as pd

from klantlib.blocks import Action, Block, plain
from klantlib.measures.accounts import Accounts
from klantlib.measures.cards.chains import LINKS, Watched, links, slope, units
from klantlib.stories import service_profit_chain as parts
from klantlib.stories.passages import ending

NEEDS = ("employees", "satisfaction", "transactions")
WRONG = 0.05  # how often the intervals of all links together may miss


@dataclass(frozen=True, eq=False)
class ServiceProfitChain:
    """What the chapter rests on."""

    accounts: Accounts
    units: pd.DataFrame  # see measures.chains.units
    links: pd.DataFrame  # see measures.chains.links
    step: tuple[float, float, float] | None  # satisfaction now per point of engagement before: slope, low, high
    few: int  # so many units or fewer carry no chain
    homeless: int  # customers of the period without a unit

    @cached_property
    def linked(self) -> pd.DataFrame:
        """The units of which both employees (this period or last) and customers are known."""
        asked = self.units[["engagement", "engagement_before"]].notna().any(axis="columns")
        return self.units[asked & (self.units["customers"] > 0)]

    @cached_property
    def arrows(self) -> pd.DataFrame:
        return self.links[self.links["verdict"] == "arrow"]

    @cached_property
    def lowest(self) -> str | None:
        """The unit with the least engagement this period; None where no unit has any, or all have the same."""
        marks = self.linked["engagement"].dropna()
        return None if marks.nunique() < 2 else str(marks.idxmin())

    def figures(self) -> dict[str, Any]:
        """The fields of results.json."""
        step = dict(zip(("slope", "low", "high"), self.step or (None,) * 3, strict=True))
        return plain(
            {
                "units": self.units.reset_index().to_dict("records"),
                "linked": len(self.linked),
                "links": self.links.to_dict("records"),
                "arrows": len(self.arrows),
                "satisfaction_per_point": step,
                "few": self.few,
                "customers_without_unit": self.homeless,
            }
        )

    def per_customer(self) -> None:
        return None  # it is about units

    def actions(self) -> list[Action]:
        """With few units: measure by team. With an arrow from employees on: begin where engagement is least."""
        n, ground = len(self.linked), parts.links_key(self)
        if not n:
            return []
        if n <= self.few:
            return [Action("measure_action", {"n": n, "few": self.few}, rests_on=ground, confidence="low")]
        leads = (self.arrows["first"].eq("engagement") & (self.arrows["r"] > 0)).any()
        if not leads or self.lowest is None:
            return []
        return [Action("engage_action", {"unit": self.lowest}, rests_on=ground, confidence="medium")]

    def blocks(self) -> list[Block]:
        """The chapter in reading order."""
        story = (parts.opening, parts.by_unit, parts.links, parts.picture, parts.aside)
        return [block for part in story for block in part(self)] + ending(few=self.few)


def analyse(now: Watched, before: Watched, customers: pd.DataFrame, *, few: int = 10) -> ServiceProfitChain:
    """
    Employees, customers and value of each unit in two periods, and whether the one comes before the other.

    `customers`: customer_id and unit (NA = none). A link counts as an arrow only with a lag, with more than `few`
    units, and where its interval leaves out 0.
    """
    frame = units(now, before, customers)
    homes = customers.set_index("customer_id")["unit"]
    active = now.accounts.customers.index
    homeless = int(homes.reindex(active).isna().sum())
    return ServiceProfitChain(now.accounts, frame, links(frame, few, WRONG), slope(frame, LINKS[0]), few, homeless)
