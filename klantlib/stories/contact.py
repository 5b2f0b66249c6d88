"""The chapter on contact: the ladder of the key accounts and who has to climb it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pandas as pd

from klantlib.blocks import Block, Chart, Finding, Heading, Note, Table, Text, plain, table
from klantlib.measures.plans.ladder import FORMS, STEPS
from klantlib.stories.passages import filled, first_that_holds, known_sum, named

if TYPE_CHECKING:
    from klantlib.analyses.contact import Contact

DRAWN = 15  # more rows in a figure are not read
ENOUGH = 30  # customers under which a difference between steps is a description and no more


def profit_of(customers: pd.DataFrame) -> float | None:
    """What those among them that make a profit bring in; None where profit is unknown."""
    return known_sum(customers["profit"].clip(lower=0.0))


def opening(result: Contact) -> Iterator[Block]:
    yield _headline(result)
    yield Text("question")
    if result.ladder.empty:
        yield from _who_is_not_in_it(result)


def _headline(result: Contact) -> Heading:
    top, n = result.ladder["steps"].max(), len(result.climbing)
    values = {"n": n, "all": len(result.ladder), "forms": len(result.changing), "steps": top}
    values |= {"without": len(result.without), "lower": int((result.ladder["steps"] < 0).sum())}
    choices = {
        "nobody": result.ladder.empty,
        "hardly_placed": not result.whole and len(result.without) > len(result.ladder),
        "climb_whole": n and result.whole,
        "climb_everyone": n and n == len(result.ladder) == len(result.changing),
        "climb_forms": n and len(result.changing),
        "climb_steps": n,
        "lower": values["lower"],
        "in_place_whole": result.whole,
        "in_place": True,
    }
    return Heading(first_that_holds(choices), values, level=1)


def _who_is_not_in_it(result: Contact) -> Iterator[Note]:
    """Whom the two lists, of key accounts and of customers on the ladder, do not have in common."""
    if result.whole and len(result.ladder):
        yield Note("no_key_accounts", {"n": len(result.ladder)})
    if len(result.without):
        yield Note("without", named(result.without, "revenue"))
    if len(result.others) and not result.whole:
        yield Note("others", named(result.others))
    if result.strangers:
        yield Note("strangers", {"n": len(result.strangers), "ids": result.strangers})
    if result.twice:
        yield Note("twice", {"n": len(result.twice), "names": result.twice})
    if len(result.down):
        yield Note("down", named(result.down))


def ladder(result: Contact) -> Iterator[Block]:
    """Where each stands and where it is wished; what is on the steps."""
    if result.ladder.empty:
        return
    placed = result.ladder
    below = placed[placed["form_now"].isin(FORMS[:2])]
    values = {"n": len(below), "all": len(placed), **result.starts._asdict()}
    values |= {"wished": int(placed["form_wished"].isin(FORMS[2:]).sum())}
    yield Heading("ladder_heading" if len(below) else "ladder_high_heading", values)
    yield Finding("ladder_finding", values)
    yield _picture(placed.head(DRAWN), len(placed))
    yield Text("installer")
    yield Text("up_down")
    yield _steps_table(result)
    if result.steps["margin_rate"].notna().sum() > 1:
        yield Note("few_steps" if len(placed) < ENOUGH else "no_cause", {"n": len(placed)})
    yield from _who_is_not_in_it(result)


def _picture(shown: pd.DataFrame, all_placed: int) -> Chart:
    """A row a customer: a ring where it stands, a dot where it is wished."""
    columns = {"ladder_now": "now", "ladder_wished": "wished"}
    tidy = shown.rename(columns=columns).melt(["name"], list(columns.values()), "when", "step")
    tidy = tidy.sort_values("name", key=lambda n: n.map(shown["name"].tolist().index), kind="stable")
    values = {
        "n": len(shown),
        "all": all_placed,
        "climbing": int((shown["steps"] > 0).sum()),
        "furthest": shown["steps"].max(),
    }
    formats = {"name": "text", "when": "term", "step": "plain"}
    data = plain(tidy[["name", "when", "step"]].to_dict("list"))
    return Chart("picture", "dots", data, x="step", y="name", formats=formats, values=values, group="when", who="name")


def _steps_table(result: Contact) -> Table:
    """The five steps from the top down, as a ladder stands."""
    frame = result.steps.loc[list(reversed(STEPS))].reset_index()
    starts = [1.0, *result.starts]
    shown = frame.assign(
        rung=[f"step{step}" for step in frame["step"]],
        form=[FORMS[sum(start <= step for start in starts) - 1] for step in frame["step"]],
    )
    formats = {
        "step": "count",
        "rung": "term",
        "form": "term",
        "now": "count",
        "wished": "count",
        "margin_rate": "percent1",
    }
    return table("steps_table", shown, filled(shown, formats, "margin_rate"))


def climb(result: Contact) -> Iterator[Block]:
    """Who has furthest to go, and what the form of selling wished for asks of us."""
    climbing = result.climbing
    if climbing.empty:
        return
    top = climbing["steps"].max()
    furthest = climbing[climbing["steps"] == top]
    values: dict[str, Any] = {**named(furthest), "steps": top, "climbing": len(climbing), "forms": len(result.changing)}
    yield Heading("climb_heading", values)
    yield Finding("climb_finding", values)
    for form in FORMS[1:]:
        if len(rising := result.changing[result.changing["form_wished"] == form]):
            yield Text(f"asks_{form}", named(rising))
