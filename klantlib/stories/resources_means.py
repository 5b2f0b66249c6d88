"""The chapter on hours against value: by which means customers are served, what a visit costs, and an hour."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from klantlib.blocks import Block, Finding, Heading, Note, Table, Text, table
from klantlib.measures.plans.hours import GROUPS
from klantlib.stories.passages import filled, first_that_holds, named

if TYPE_CHECKING:
    from klantlib.analyses.resources import Resources

LISTED = 8  # rows of a list of customers; all are in the appendix
EXAMPLE = 1000.0  # of margin: the example of the rule
SLIGHT = 0.02  # under a fiftieth of the contract hours, what was written is what there is


def matrix(result: Resources) -> Iterator[Block]:
    """Which means go to which category of customers, and whether the tie is business or personal."""
    if result.matrix.empty:
        return
    hours, personal = result.hours, _of_kind(result, "personal")
    unspecified = _of_kind(result, "unspecified")
    values = {"hours": hours, "personal": personal, "personal_share": personal / hours}
    dear = _dearest(result)
    yield Heading("matrix_dear_heading" if dear else "matrix_heading", {**values, **dear})
    yield Finding("matrix_dear" if dear else "matrix_hours", {**values, **dear})
    yield _matrix_table(result)
    if unspecified < hours:
        yield Text("personal" if personal else "personal_none", values)
    if unspecified:
        yield Note("kind_missing", {"hours": unspecified, "share": unspecified / hours})


def _of_kind(result: Resources, kind: str) -> float:
    return float(result.rows.loc[result.rows["kind"] == kind, "hours"].sum())


def _dearest(result: Resources) -> dict[str, Any]:
    """Of the dearest role that wrote hours: its rate and hours, and the class that most of them went to."""
    writing = result.roles[(result.roles["written"] > 0) & result.roles["rate"].notna()]
    if writing.empty:
        return {}
    role = writing.iloc[0]
    spent = result.rows[result.rows["key"] == writing.index[0]].groupby("group")["hours"].sum()
    group = spent.reindex([group for group in GROUPS if group in spent.index]).idxmax()
    figures = {"role": role["role"], "rate": role["rate"], "role_hours": role["written"]}
    return {**figures, "group": group, "group_share": spent[group] / spent.sum()}


def _matrix_table(result: Resources) -> Table:
    order = {key: number for number, key in enumerate(result.roles.index)}
    frame = result.matrix.reset_index().assign(
        role=lambda f: f["key"].map(result.roles["role"]),
        all_hours=lambda f: f[list(GROUPS)].sum(axis="columns"),
        place=lambda f: f["key"].map(order),
    )
    frame = frame.sort_values(["place", "kind"], kind="stable")
    formats = {"role": "text", "kind": "term", **dict.fromkeys(GROUPS, "count"), "all_hours": "count"}
    return table("matrix_table", frame, filled(frame, formats, *GROUPS))


def visits(result: Resources) -> Iterator[Block]:
    """What a visit costs, and who gets more of them than its margin carries."""
    if not result.visit_cost > 0:
        return
    cost = result.visit_cost
    rule = {"visit_cost": cost, "example": EXAMPLE, "carried": EXAMPLE / cost, "monthly": 12 * cost}
    rule |= {"hours_a_visit": result.rules.hours_a_visit, "rate": result.visit_rate, "most": result.rules.visits_most}
    yield Heading("visits_heading", rule)
    yield Finding("visits_by" if result.visitors else "visits_by_all", {**rule, "roles": result.visitors})
    if not result.visited:
        yield Note("no_visits")
        return
    yield from _over_visited(result)


def _over_visited(result: Resources) -> Iterator[Block]:
    over, known = result.over_visited, result.customers[result.customers["margin"].notna()]
    beyond = over[over["visits"] > over["break_even_visits"]]
    counts = {"all": int((known["visits"] > 0).sum()), "beyond": len(beyond), "most": result.rules.visits_most}
    if known.empty:
        yield Note("visits_margin_unknown")
        return
    if over.empty:
        yield Finding("visited_well", counts)
        return
    yield Finding("over_visited", {**counts, **named(over, "excess"), "visits": over["visits"].sum()})
    formats = {
        "name": "text",
        "months_new": "count",
        "margin": "money",
        "visits": "count",
        "visits_cost": "money",
        "break_even_visits": "number",
    }
    first = over.head(LISTED)
    yield table("visits_table", first, filled(first, formats, "months_new"), values={"n": len(first), "all": len(over)})


def rates(result: Resources) -> Iterator[Block]:
    """What an hour of each role costs, and how many of the hours there are were written."""
    known = result.roles.dropna(subset="rate")
    if known.empty:
        return
    rules = {"factor": result.rules.rate_factor, "productive": result.rules.productive_hours}
    ends = {"low": known["rate"].min(), "high": known["rate"].max()}
    ends |= {"cheapest": known["role"].iloc[-1], "dearest": known["role"].iloc[0], "n": len(known)}
    contract, written = known["contract"].sum(), known["written"].sum()
    worked = {"salary": known["gross_salary"].iloc[0], "contract": contract, "written": written}
    yield Heading("rates_heading" if len(known) > 1 else "rate_heading", {**ends, **rules})
    values = {**ends, **rules, **worked, "share": written / contract, "people": int(known["people"].sum())}
    yield Finding(_written_key(result, written / contract), values)
    yield _rates_table(result)
    silent = known.loc[known["written"].eq(0), "role"].tolist()
    if silent and result.hours:
        yield Note("silent_roles", {"n": len(silent), "names": silent})


def _written_key(result: Resources, share: float) -> str:
    choices = {
        "rates_only": not result.hours,
        "written_more": share > 1 + SLIGHT,
        "written_less": share < 1 - SLIGHT,
        "written_all": True,
    }
    return first_that_holds(choices)


def _rates_table(result: Resources) -> Table:
    formats = {
        "role": "text",
        "people": "count",
        "gross_salary": "money",
        "rate": "cents",
        "contract": "count",
        "written": "count",
        "written_share": "percent",
    }
    shown = {name: f for name, f in formats.items() if result.hours or not name.startswith("written")}
    return table("rates_table", result.roles, shown)
