"""Targets, reality and plans: on customers that one can judge by head."""

import math
import re
from dataclasses import replace
from datetime import date

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from klantlib.advice import tell, tell_customers, words_of
from klantlib.analyses.objectives import analyse
from klantlib.blocks import Heading
from klantlib.client.model import empty
from klantlib.languages import languages
from klantlib.measures.accounts import Accounts
from klantlib.measures.classes import CLASSES
from tests.made_accounts import accounts

FEW = {"resamples": 20, "seed": 1}
END = date(2025, 12, 31)
NO_PLAN = empty("account_plan")
NO_AIMS = empty("objectives")
NOBODY = pd.Series(dtype=object)


def made(revenue, profit=None, **options):
    """Accounts whose customers the client knows by name."""
    found = accounts(revenue, profit if profit is not None else [1] * len(revenue), **options)
    return replace(found, parents=found.customers[["name"]].assign(parent_id=None))


def goals(**of):
    """Class -> (lapse %, growth %, new accounts)."""
    rows = [(name, *aim) for name, aim in of.items()]
    return pd.DataFrame(rows, columns=["class", "lapse", "growth", "new_accounts"])


def plan(*rows):
    """Customer, target, by, owner."""
    frame = pd.DataFrame(list(rows), columns=["customer_id", "target", "by", "owner"])
    return empty("account_plan").reindex(range(len(frame))).assign(**frame, objective="Meer verkopen")


def classes(text):
    """The classes of A, B, C ... by their first letters: k, f, l, s, v (a loss); - for none."""
    names = dict(zip("kflsv-", (*CLASSES, None), strict=True))
    return pd.Series({chr(65 + i): names[letter] for i, letter in enumerate(text)}, dtype=object)


def keys(result):
    return [block.key for block in result.blocks()]


def block(result, key):
    return next(block for block in result.blocks() if block.key == key)


@pytest.fixture
def judged(monkeypatch):
    """As if one customer were enough to judge a class by."""
    monkeypatch.setattr("klantlib.analyses.objectives.FEWEST", 1)


@pytest.fixture
def firm():
    """Key accounts A and B of 100 and 80, large C of 60, loss-maker D of 60; before, each the same but A 50."""
    now, before = made([100, 80, 60, 60], [20, 10, 6, -6]), made([50, 80, 60, 60], [5, 10, 6, -6])
    of, aims = classes("kklv"), goals(key_account=(0, 10, 0), large=(0, 50, 10), loss_maker=(50, 0, 0))
    written = plan(("A", "96%", "30-06-2026", "Ilse"), ("A", "eerste keus", "31-12-2026", ""), ("D", "18%", "", "Piet"))
    return now, before, of, of, aims, written, END


def test_the_goal_and_what_doing_it_again_would_bring(firm):
    """Goal 198 + 100 + 30 = 328. The key accounts went from 130 to 180: 180 x 180/130, with 60 and 60: 369.23."""
    figures = analyse(*firm, **FEW).figures()
    assert (figures["existing"], figures["goal"]) == (300, 328)
    assert figures["repeated"] == pytest.approx(180 * 180 / 130 + 120)
    assert figures["change"]["large"] == 40


def test_the_bridge_goes_from_now_to_the_goal_by_the_classes(firm):
    """300, then 18, 40 and 30 off, to 328: the steps join the ends."""
    chart = block(analyse(*firm, **FEW), "bridge")
    assert chart.data["step"] == ["now", "key_account", "large", "loss_maker", "goal"]
    assert chart.data["amount"] == pytest.approx([300, 18, 40, -30, 328])
    assert sum(chart.data["amount"][:-1]) == pytest.approx(chart.data["amount"][-1])


def test_a_class_of_fewer_than_five_is_not_judged(firm):
    """Two key accounts, one large customer, one loss-maker: what one of them did is no rule for the class."""
    result = analyse(*firm, **FEW)
    assert set(result.figures()["verdicts"].values()) == {None}
    assert "reality_unjudged" in keys(result)
    assert {"lapse_then", "growth_then"}.isdisjoint(block(result, "beside").columns)


@pytest.mark.usefixtures("judged")
def test_a_target_far_from_what_happened_is_said(firm):
    """Key accounts grew 38% and aim at 10%: gloomy. Large stood still and aims at 60 more than half: rosy."""
    result = analyse(*firm, **FEW)
    assert result.figures()["verdicts"] == {"key_account": "gloomy", "large": "rosy", "loss_maker": "gloomy"}
    assert "reality_both" in keys(result)
    assert [action.key for action in result.actions()] == ["plan_action", "aims_action"]


@pytest.mark.usefixtures("judged")
def test_how_far_is_far_is_an_option(firm):
    """Where a target may differ by all of the revenue, none is far."""
    assert set(analyse(*firm, far=1.0, **FEW).figures()["verdicts"].values()) == {"near"}


@pytest.mark.usefixtures("judged")
def test_key_accounts_without_a_plan_are_named_with_their_profit(firm):
    """B has none, and earns 10."""
    result = analyse(*firm, **FEW)
    assert block(result, "plans_some").values["names"] == ["Klant B"]
    [action, _] = result.actions()
    assert (action.money, action.parts, action.customers) == (10, [10], (("B", "Klant B"),))


def test_aims_without_owner_or_day_and_plans_of_others_are_said(firm):
    """Of A's two aims one has no owner; D has a plan, is no key account and loses money."""
    result = analyse(*firm, **FEW)
    quality = block(result, "quality").values
    assert [quality[name] for name in ("n", "measurable", "felt", "unowned", "undated")] == [2, 1, 1, 1, 0]
    assert block(result, "loose").values["names"] == ["Klant A"]
    assert block(result, "plans_of_losers").values["loser_names"] == ["Klant D"]


def test_what_matches_nothing_is_reported(firm):
    """A class of the client's own, and a plan for a number that is no customer."""
    now, before, of, then, aims, written, end = firm
    strange = pd.concat([aims, goals(Bakkers=(1, 2, 3))])
    lost = pd.concat([written, plan(("Z", "1", "", ""))], ignore_index=True)
    result = analyse(now, before, of, then, strange, lost, end, **FEW)
    assert block(result, "unknown_classes").values["names"] == ["Bakkers"]
    assert block(result, "plans_of_nobody").values["ids"] == ["Z"]
    assert result.figures()["goal"] == 328


def test_the_table_per_customer_has_key_accounts_and_whoever_has_a_plan(firm):
    """A, B and D, most revenue first; B with no aims."""
    table = analyse(*firm, **FEW).per_customer()
    assert list(table.columns)[:3] == ["customer_id", "name", "class"]
    assert [(row[0], row[5]) for row in table.rows] == [("A", 2), ("B", 0), ("D", 1)]


def test_a_new_customer_is_marked(firm):
    """B has been a customer for four months; the others for the whole period."""
    now, *rest = firm
    now.customers.loc["B", "months_new"] = 4
    rows = analyse(now, *rest, **FEW).per_customer()

    assert dict(zip((row[0] for row in rows.rows), (row[-1] for row in rows.rows), strict=True)) == {
        "A": None,
        "B": 4,
        "D": None,
    }


def test_a_goal_that_shrinks_the_company_opens_the_chapter(firm):
    """Half of the key accounts to go: 300 becomes 210."""
    now, before, of, then, _, written, end = firm
    result = analyse(now, before, of, then, goals(key_account=(50, 0, 0)), written, end, **FEW)
    assert keys(result)[0] == "goal_shrinks"
    assert block(result, "goal_shrinks").values["change_share"] == pytest.approx(0.3)


def test_a_group_needs_one_plan():
    """A and B are of one parent and both key accounts; A's plan will do for both."""
    now = made([50, 50])
    now = replace(now, parents=now.parents.assign(parent_id=[None, "A"]))
    result = analyse(now, made([], []), classes("kk"), NOBODY, NO_AIMS, plan(("A", "1", "nu", "Jan")), END, **FEW)
    assert "plans_all" in keys(result)


ALL = goals(**dict.fromkeys(CLASSES, (5, 10, 100)))
WRITTEN = plan(("A", "1", "01-01-2025", ""), ("B", "beter", "", "Jan"), ("Z", "", "", ""))
MANY = made(range(1, 13), [1] * 12)
EDGES = {
    "nobody": (made([], []), made([], []), NOBODY, NOBODY, ALL, NO_PLAN),
    "nobody, with plans": (made([], []), made([], []), NOBODY, NOBODY, ALL, WRITTEN),
    "nothing at all": (made([], []), made([], []), NOBODY, NOBODY, NO_AIMS, NO_PLAN),
    "one": (made([10]), made([10]), classes("k"), classes("k"), ALL, WRITTEN),
    "one, plans only": (made([10]), made([10]), classes("k"), classes("k"), NO_AIMS, WRITTEN),
    "no class for anyone": (made([10, 5]), made([10, 5]), classes("--"), classes("--"), ALL, WRITTEN),
    "no period before": (made([10, 5]), made([], []), classes("kl"), NOBODY, ALL, WRITTEN),
    "all gone and all new": (made([0, 10]), made([10, 0]), classes("sk"), classes("ks"), ALL, WRITTEN),
    "credits only": (made([-5, -10], [-1, -1]), made([-5, 10]), classes("vv"), classes("vs"), ALL, WRITTEN),
    "profit unknown": (accounts([10, 20]), accounts([10, 20]), classes("kk"), classes("ks"), ALL, WRITTEN),
    "nothing filled in": (made([10]), made([9]), classes("k"), classes("k"),
                          goals(key_account=(math.nan,) * 3), plan(("A", None, None, None))),
    "everything goes": (made([10]), made([9]), classes("k"), classes("k"), goals(key_account=(100, -100, 0)), NO_PLAN),
    "classes of its own": (made([10]), made([9]), classes("s"), classes("s"), goals(Bakkers=(1, 1, 1)), NO_PLAN),
    "twice": (made([10]), made([9]), classes("s"), classes("s"), pd.concat([ALL, ALL]), NO_PLAN),
    "twelve": (MANY, MANY, classes("kkfflllsssvv"), classes("kkfflllsssvv"), ALL, WRITTEN),
    "strangers": (made([10, 5], stray=50), made([10, 5]), classes("kl"), classes("kl"), ALL, WRITTEN),
}  # fmt: skip


def told(result):
    blocks = [*result.blocks(), *result.actions()]
    every = [tell(block, words_of(result, language)) for language in languages() for block in blocks]
    customers = result.per_customer()
    return every + [tell_customers(customers, words_of(result, code)) for code in languages() if customers]


@pytest.mark.parametrize("name", EDGES)
@pytest.mark.slow
def test_every_edge_is_told_in_both_languages(name):
    """Nothing crashes, nothing prints nan or None, no key stands twice, the chapter opens with one main heading."""
    result = analyse(*EDGES[name], END, **FEW)
    texts = [part for block in told(result) for part in block.words.values() if isinstance(part, str)]
    assert not [text for text in texts if re.search(r"\bnan\b|None|-0\b|[{}]", text)]
    assert len(keys(result)) == len(set(keys(result)))
    assert [block.level for block in result.blocks() if isinstance(block, Heading)].count(1) == 1
    assert result.figures()


ROWS = st.lists(
    st.tuples(st.integers(-20, 500), st.integers(-20, 500), st.sampled_from("kflsv-")), min_size=1, max_size=15
)
AIMS = st.lists(st.tuples(st.none() | st.integers(0, 100), st.none() | st.integers(-100, 300)), min_size=5, max_size=5)


@pytest.mark.slow
@given(ROWS, AIMS)
@settings(deadline=None, max_examples=40)
def test_the_steps_always_add_up_to_the_goal(rows, aims):
    """Whatever the figures: existing and all changes are the goal, and it can be told."""
    now, then, letters = zip(*rows, strict=True)
    of = classes("".join(letters))
    wanted = goals(**{name: (lapse, growth, 10) for name, (lapse, growth) in zip(CLASSES, aims, strict=True)})
    result = analyse(
        made(now), made(then), of, of, wanted.astype({"lapse": float, "growth": float}), WRITTEN, END, **FEW
    )
    figures = result.figures()
    assert figures["existing"] == pytest.approx(sum(now))
    assert figures["existing"] + sum(figures["change"].values()) == pytest.approx(figures["goal"])
    assert told(result)


def test_the_order_of_the_rows_does_not_matter_and_the_input_stays_as_it_was(firm):
    """Shuffled customers, objectives and plans give the same figures; the frames that came in are not touched."""
    now, before, of, then, aims, written, end = firm
    copies = [now.customers.copy(), aims.copy(), written.copy(), of.copy()]
    shuffled = Accounts(**{**vars(now), "customers": now.customers.iloc[::-1]})
    again = analyse(shuffled, before, of.iloc[::-1], then, aims.iloc[::-1], written.iloc[::-1], end, **FEW)
    assert again.figures() == analyse(*firm, **FEW).figures()
    for frame, copy in zip([now.customers, aims, written], copies, strict=False):
        pd.testing.assert_frame_equal(frame, copy)
    pd.testing.assert_series_equal(of, copies[-1])


def test_twice_the_money_is_twice_the_goal_and_the_same_verdict():
    """Revenue of both periods and new accounts doubled."""
    now, before, of = [100, 80, 60, 60], [50, 80, 60, 60], classes("kklv")
    one, two = (
        analyse(
            made([n * by for n in now]), made([n * by for n in before]), of, of,
            goals(key_account=(0, 10, 0), large=(0, 50, 10 * by)), NO_PLAN, END, **FEW,
        ).figures()
        for by in (1, 2)
    )  # fmt: skip
    assert two["goal"] == pytest.approx(2 * one["goal"])
    assert two["verdicts"] == one["verdicts"]


def test_a_customer_with_nothing_changes_nothing(firm):
    """E, small, bought nothing then and now."""
    now, before, of, then, *others = firm
    more = made([100, 80, 60, 60, 0], [20, 10, 6, -6, 0]), made([50, 80, 60, 60, 0], [5, 10, 6, -6, 0])
    figures = analyse(*more, classes("kklvs"), classes("kklvs"), *others, **FEW).figures()
    assert figures["goal"] == analyse(now, before, of, then, *others, **FEW).figures()["goal"]
    assert figures["repeated"] == pytest.approx(analyse(*firm, **FEW).figures()["repeated"])
