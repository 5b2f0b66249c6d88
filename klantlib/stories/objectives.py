"""The chapter on objectives per class and plans per key account, part by part."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pandas as pd

from klantlib.blocks import Block, Chart, Finding, Heading, Note, Table, Text, plain, table
from klantlib.measures.classes import CLASSES
from klantlib.measures.curves import LEAST_CUSTOMERS
from klantlib.measures.plans.objectives import UNCLASSED, share
from klantlib.measures.proportions import FEWEST
from klantlib.stories.passages import filled, first_that_holds, named, names

if TYPE_CHECKING:
    from klantlib.analyses.objectives import Objectives

SLIGHT = 0.01  # of the goal: a smaller difference is none
LISTED = 6  # rows of a list in the chapter; all are in the appendix
ONE_SIDED = 1  # a plan with fewer aims of a kind than this has only the other kind


def opening(result: Objectives) -> Iterator[Block]:
    yield _headline(result)
    yield Text("question")
    if result.strangers:
        yield Note("unknown_classes", {"n": len(result.strangers), "names": list(result.strangers)})
    if result.twice:
        yield Note("twice", {"n": len(result.twice)})


def _headline(result: Objectives) -> Heading:
    keys = result.planned["class"].eq("key_account").sum()
    values = {
        **_goal(result),
        "keys": int(keys),
        "unplanned": len(result.unplanned),
        "planned": int(keys) - len(result.unplanned),
    }
    aimed, known = len(result.aimed) > 0, pd.notna(result.repeated.revenue)
    choices = {
        "goal_shrinks": aimed and result.existing - result.goal > SLIGHT * result.existing > 0,
        "goal_above": aimed and known and result.gap > SLIGHT * abs(result.goal),
        "goal_below": aimed and known and result.gap < -SLIGHT * abs(result.goal),
        "goal_equal": aimed and known,
        "goal_only": aimed,
        "plans_only": keys > 0,
        "nothing": True,
    }
    return Heading(first_that_holds(choices), plain(values), level=1)


def _goal(result: Objectives) -> dict[str, Any]:
    change = result.goal - result.existing
    return {
        "existing": result.existing,
        "goal": result.goal,
        "change": abs(change),
        "change_share": share(abs(change), result.existing),
        "repeated": result.repeated.revenue,
        "gap": abs(result.gap),
        "gap_share": share(abs(result.gap), result.goal),
    }


def bridged(result: Objectives) -> Iterator[Block]:
    """From the revenue there is to the revenue that is aimed at, class by class."""
    if result.aimed.empty:
        yield Note("no_objectives")
        return
    steps = (result.aims["target"] - result.aims["existing"]).reindex(list(CLASSES))
    most = steps.abs().idxmax()
    values = {
        **_goal(result),
        "n": len(result.aimed),
        "most": most,
        "most_change": abs(steps[most]),
        "most_way": "added" if steps[most] > 0 else "taken_off",
    }
    choices = {
        "nothing": not result.existing > 0,
        "far": result.goal > 2 * result.existing,
        "up": result.goal > result.existing,
        "down": result.goal < result.existing,
        "same": True,
    }
    way = first_that_holds(choices)
    yield Heading(f"bridge_{way}_heading", plain(values))
    yield Finding(f"bridge_{way}", plain(values))
    yield _bridge(result, steps)
    yield _targets(result)
    yield from _left(result)


def _bridge(result: Objectives, steps: pd.Series) -> Chart:
    """The ends, and a step for each class that has an objective."""
    shown = steps[result.aimed.index]
    data = {
        "step": ["now", *shown.index, "goal"],
        "amount": [result.existing, *shown.tolist(), result.goal],
    }
    values = {
        "n": len(shown),
        "existing": result.existing,
        "goal": result.goal,
        "added": shown.clip(lower=0).sum(),
        "off": -shown.clip(upper=0).sum(),
    }
    formats = {"step": "term", "amount": "money"}
    return Chart("bridge", "bridge", plain(data), x="amount", y="step", formats=formats, values=plain(values))


def _targets(result: Objectives) -> Table:
    """A row a class, what is in none, and the whole."""
    frame = result.aims.rename(index={UNCLASSED: "rest"}).rename_axis("class").reset_index()
    frame = frame[frame["class"].ne("rest") | frame["existing"].ne(0)]
    total = {"class": "total", **frame[["customers", "existing", "new_accounts", "target"]].sum().to_dict()}
    formats = {
        "class": "term",
        "customers": "count",
        "existing": "money",
        "lapse": "percent1",
        "growth": "percent1",
        "new_accounts": "money",
        "target": "money",
    }
    rows = pd.concat([frame, pd.DataFrame([total])], ignore_index=True)
    return table("targets", rows, formats, total=True)


def _left(result: Objectives) -> Iterator[Note]:
    """What was not filled in, and what is in no class: it counts as it is."""
    holes = int(result.aimed[["lapse", "growth"]].isna().sum().sum())
    if holes:
        yield Note("holes", {"n": holes})
    bare = result.aims.loc[list(CLASSES)]
    bare = bare[~bare["aimed"] & bare["customers"].gt(0)]
    if len(bare):
        yield Note("unaimed", {"n": len(bare), "existing": float(bare["existing"].sum())})
    if result.aims.loc[UNCLASSED, "existing"]:
        yield Note("unclassed", {"existing": float(result.aims.loc[UNCLASSED, "existing"])})


def reality(result: Objectives) -> Iterator[Block]:
    """What was aimed at beside what happened."""
    if result.aimed.empty:
        return
    if pd.isna(result.repeated.revenue):
        yield Note("no_before")
        return
    rosy, gloomy, key = result.judged("rosy"), result.judged("gloomy"), reality_key(result)
    values = {
        "n": len(rosy) + len(gloomy),
        "rosy": len(rosy),
        "gloomy": len(gloomy),
        "rosy_money": float((rosy["target"] - rosy["again"]).sum()),
        "gloomy_money": float((gloomy["again"] - gloomy["target"]).sum()),
        "classes": len(result.aimed),
        "far": result.far,
        **_goal(result),
    }
    yield Heading(f"{key}_heading", plain(values))
    yield Finding(key, plain(values))
    yield _beside(result)
    interval = result.repeated.interval
    if pd.notna(interval.low):
        inside = interval.low <= result.goal <= interval.high
        yield Note("interval_inside" if inside else "interval", {**interval._asdict(), "goal": result.goal})
    few = result.beside[result.beside["then_customers"].between(1, LEAST_CUSTOMERS - 1)]
    if len(few):
        yield Note("few", {"n": len(few), "least": LEAST_CUSTOMERS})


def reality_key(result: Objectives) -> str:
    rosy, gloomy = len(result.judged("rosy")), len(result.judged("gloomy"))
    choices = {
        "reality_both": rosy and gloomy,
        "reality_rosy": rosy,
        "reality_gloomy": gloomy,
        "reality_unjudged": result.beside["verdict"].isna().all(),
        "reality_near": True,
    }
    return first_that_holds(choices)


def _beside(result: Objectives) -> Table:
    formats = {
        "class": "term",
        "then_customers": "count",
        "lapse": "percent1",
        "lapse_then": "percent1",
        "growth": "percent1",
        "growth_then": "percent1",
        "new_accounts": "money",
        "new_accounts_then": "money",
        "verdict": "term",
    }
    rows = result.beside.rename_axis("class").reset_index()
    shares = ["lapse_then", "growth_then"]
    rows[shares] = rows[shares].where(rows["then_customers"] >= FEWEST)
    return table("beside", rows, filled(rows, formats, "verdict", *shares), values={"far": result.far})


def plans(result: Objectives) -> Iterator[Block]:
    """Who of the key accounts has a plan, and can its aims be followed?"""
    keys = result.planned[result.planned["class"].eq("key_account")]
    if keys.empty and result.listed.empty:
        yield Note("no_key_accounts")
        return
    have = keys[~keys.index.isin(result.unplanned.index)]
    values = {**named(result.unplanned), "keys": len(keys), "have": len(have)}
    yield Heading(f"{plans_key(result)}_heading", values)
    yield Finding(plans_key(result), values)
    aims = result.listed[result.listed["class"].eq("key_account")]
    if len(aims):
        yield from _quality(result, aims, have)
        yield _aims(aims)
    yield from _of_others(result)


def plans_key(result: Objectives) -> str:
    keys = int(result.planned["class"].eq("key_account").sum())
    choices = {
        "plans_no_keys": not keys,
        "plans_none": len(result.unplanned) == keys,
        "plans_some": len(result.unplanned) > 0,
        "plans_all": True,
    }
    return first_that_holds(choices)


def _quality(result: Objectives, aims: pd.DataFrame, have: pd.DataFrame) -> Iterator[Block]:
    """Figures and feelings, an owner and a day for each aim."""
    with_aims = have[have["aims"] > 0]
    values = {
        "n": len(aims),
        "measurable": int(aims["measurable"].sum()),
        "felt": int((~aims["measurable"]).sum()),
        "only_figures": int(with_aims["felt"].lt(ONE_SIDED).sum()),
        "only_feelings": int(with_aims["measurable"].lt(ONE_SIDED).sum()),
        "plans": len(with_aims),
        "unowned": int((~aims["owned"]).sum()),
        "undated": int((~aims["dated"]).sum()),
        "overdue": int(aims["overdue"].sum()),
    }
    yield Finding("quality", values)
    if values["unowned"] or values["undated"]:
        loose = aims[~aims["owned"] | ~aims["dated"]]
        yield Finding("loose", {**values, "names": list(dict.fromkeys(loose["name"]))})
    if values["overdue"]:
        yield Note("overdue", {"n": values["overdue"], "names": list(dict.fromkeys(aims.loc[aims["overdue"], "name"]))})


def _aims(aims: pd.DataFrame) -> Table:
    formats = dict.fromkeys(("name", "objective", "target", "by", "owner"), "text")
    shown = aims.head(LISTED)
    columns = filled(shown, formats, "target", "by", "owner")
    return table("aims", shown, columns, values={"n": len(shown), "all": len(aims)})


def others(result: Objectives) -> pd.DataFrame:
    """Customers with a plan that are no key account, most revenue first."""
    planned = result.planned[result.planned["aims"] > 0]
    known = planned.index.isin(result.listed.loc[result.listed["known"], "customer_id"])
    return planned[planned["class"].ne("key_account") & known]


def _of_others(result: Objectives) -> Iterator[Block]:
    """Plans of customers that are no key account, and of numbers that are no customer."""
    rest = others(result)
    if len(rest):
        losers = rest[rest["class"].eq("loss_maker")]
        values = {**named(rest), "losers": len(losers), "loser_names": names(losers)}
        yield Finding("plans_of_losers" if len(losers) else "plans_of_others", values)
    unknown = result.listed.loc[~result.listed["known"], "customer_id"].unique().tolist()
    if unknown:
        yield Note("plans_of_nobody", {"n": len(unknown), "ids": unknown})


def caution(result: Objectives) -> Iterator[Block]:
    """What goes wrong with key accounts, whatever the figures."""
    if result.planned["class"].eq("key_account").any():
        yield Heading("caution_heading")
        yield Text("caution", {"keys": int(result.planned["class"].eq("key_account").sum())})
