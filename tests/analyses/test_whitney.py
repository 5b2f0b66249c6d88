"""Three questions, eight policies: on customers that one can judge by head."""

import math
import re
from dataclasses import replace

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from klantlib.advice import tell, words_of
from klantlib.analyses.whitney import analyse
from klantlib.blocks import Heading, Table
from klantlib.languages import languages
from klantlib.measures.accounts import Accounts
from klantlib.measures.qualification import POLICIES
from tests.made_accounts import accounts

SCORES = ("learning", "reputation", "bridgehead", "network", "ambassador")
SYNERGY = ("core_skills", "strategy_fit", "culture", "relational_fit")
NOBODY = pd.DataFrame(
    {
        "customer_id": pd.Series(dtype=str),
        **{name: pd.Series(dtype=float) for name in (*SCORES, *SYNERGY)},
        "strategic": pd.Series(dtype="boolean"),
    }
)


def scored(**scores):
    """A strategy table: a customer's score, the same on all five; None where nothing was scored."""
    rows = pd.DataFrame({"customer_id": list(scores), "score": list(scores.values())}).astype({"score": float})
    filled = rows.assign(**dict.fromkeys(SCORES, rows["score"]), **dict.fromkeys(SYNERGY, math.nan))
    return filled.drop(columns="score").assign(strategic=pd.array([pd.NA] * len(rows), dtype="boolean"))


def answered(**answers):
    """A strategy table with only yes or no."""
    empty = dict.fromkeys((*SCORES, *SYNERGY), math.nan)
    return pd.DataFrame(
        {"customer_id": list(answers), **empty, "strategic": pd.array(list(answers.values()), dtype="boolean")}
    )


def policies(result):
    return result.customers["policy"].sort_index().to_dict()


def keys(result):
    return [block.key for block in result.blocks()]


def rows(result, key):
    return next(block for block in result.blocks() if isinstance(block, Table) and block.key == key).rows


@pytest.fixture
def eight():
    """One customer for each of the eight rows: strategic by score, significant by 10% of 100, profitable by profit."""
    return (
        accounts([25, 25, 2, 2, 25, 17, 2, 2], [5, -5, 1, -1, 5, -4, 1, -2]),
        scored(A=4, B=4, C=4, D=4, E=1, F=1, G=1, H=1),
        {"significant_share": 0.1},
    )


def test_each_of_the_eight_rows_has_its_customer(eight):
    """A is strategic, significant, profitable; H is none of the three; the six between take the other rows."""
    *tables, options = eight
    assert policies(analyse(*tables, **options)) == dict(zip("ABCDEFGH", POLICIES, strict=True))
    assert POLICIES == ("yyy", "yyn", "yny", "ynn", "nyy", "nyn", "nny", "nnn")


def test_all_eight_rows_are_reported_empty_ones_too():
    """One customer: seven rows with nobody, and nobody to be judged."""
    result = analyse(accounts([100], [10]), scored(A=5))
    assert {code: result.figures()[code] for code in (*POLICIES, "to_be_judged")} == {
        **dict.fromkeys((*POLICIES, "to_be_judged"), 0),
        "yyy": 1,
    }
    assert [row[3] for row in rows(result, "matrix")] == [*POLICIES, "to_be_judged"]


def test_the_table_per_customer_has_its_public_columns_first(eight):
    """customer_id, name, strategic, significant, profitable, policy; answers are yes and no."""
    *tables, options = eight
    table = analyse(*tables, **options).per_customer()
    assert list(table.columns)[:6] == ["customer_id", "name", "strategic", "significant", "profitable", "policy"]
    assert table.rows[0][:6] == ["A", "Klant A", "yes", "yes", "yes", "yyy"]


def test_unknown_is_not_a_no():
    """B misses a score, C is not in the table, D's profit is unknown: all three are to be judged."""
    strategy = scored(A=4, B=4, D=4).assign(network=[4.0, math.nan, 4.0])
    result = analyse(accounts([25, 25, 25, 25], [1, 1, 1, math.nan]), strategy)
    assert policies(result) == {"A": "yyy", "B": "to_be_judged", "C": "to_be_judged", "D": "to_be_judged"}
    assert [row[3:6] for row in rows(result, "unjudged_table")] == [
        ["unknown", "yes", "yes"],
        ["unknown", "yes", "yes"],
        ["yes", "yes", "unknown"],
    ]
    [finding] = [block for block in result.blocks() if block.key == "unjudged"]
    assert (finding.values["missing"], finding.values["missing_n"]) == ("no_strategic", 2)


def test_yes_or_no_goes_before_the_score():
    """A scores 5 but was answered no; B has no score at all and was answered yes."""
    strategy = scored(A=5, B=None).assign(strategic=pd.array([False, True], dtype="boolean"))
    assert policies(analyse(accounts([50, 50], [1, 1]), strategy)) == {"A": "nyy", "B": "yyy"}


def test_answers_alone_are_enough():
    """No scores delivered: yes and no decide, and an empty answer is to be judged."""
    result = analyse(accounts([40, 30, 30], [1, 1, 1]), answered(A=True, B=False, C=None))
    assert policies(result) == {"A": "yyy", "B": "nyy", "C": "to_be_judged"}
    assert result.figures()["weights"] == {}


def test_a_column_that_was_not_delivered_does_not_count():
    """Only learning and network were scored, 5 and 1: a mean of 3 is strategic, by equal weights of a half."""
    strategy = scored(A=5).assign(reputation=math.nan, bridgehead=math.nan, ambassador=math.nan, network=1.0)
    result = analyse(accounts([10], [1]), strategy)
    assert result.figures()["weights"] == {"learning": 0.5, "network": 0.5}
    assert result.customers["score"].tolist() == [3]
    assert policies(result) == {"A": "yyy"}


def test_a_weighted_score_of_just_three_is_strategic():
    """Five threes with weights of .1, .2, .3, .3, .1: 3 whatever the computer makes of tenths."""
    weights = dict(zip([f"weight_{name}" for name in SCORES], (0.1, 0.2, 0.3, 0.3, 0.1), strict=True))
    assert analyse(accounts([10], [1]), scored(A=3), **weights).customers["score"].tolist() == [3]


def test_synergy_counts_only_by_option():
    """All 2 on the five and 5 on synergy: 2 by default; at equal weight of one in two (2 + 5) / 2 = 3.5."""
    strategy = scored(A=2).assign(**dict.fromkeys(SYNERGY, 5.0))
    only = {f"weight_{name}": 0.0 for name in SCORES[1:]}
    assert analyse(accounts([10], [1]), strategy).customers["score"].tolist() == [2]
    assert analyse(accounts([10], [1]), strategy, **only, weight_synergy=1.0).customers["score"].tolist() == [3.5]


def test_synergy_with_one_of_its_four_missing_is_to_be_judged():
    """Where synergy counts, a customer without a mark for culture has no score; without that weight it has."""
    strategy = scored(A=4, B=4).assign(**dict.fromkeys(SYNERGY, 4.0)).assign(culture=[4.0, math.nan])
    known = accounts([50, 50], [1, 1])
    assert policies(analyse(known, strategy, weight_synergy=1.0)) == {"A": "yyy", "B": "to_be_judged"}
    assert policies(analyse(known, strategy)) == {"A": "yyy", "B": "yyy"}


def test_two_scorers_are_averaged_and_contradicting_answers_are_none():
    """A was scored 2 and 4, answered yes and no: a score of 3, and the score decides."""
    strategy = pd.concat([scored(A=2), scored(A=4)]).assign(strategic=pd.array([True, False], dtype="boolean"))
    result = analyse(accounts([10], [1]), strategy)
    assert (result.customers["score"].tolist(), policies(result)) == ([3], {"A": "yyy"})


def test_significant_is_of_the_whole_with_unknown_customers():
    """10 of 100 known is 5% of 200: under a limit of 6%, at a limit of 5%."""
    known, strategy = accounts([10, 90], [1, 1], stray=100), scored(A=5, B=5)
    assert policies(analyse(known, strategy, significant_share=0.06))["A"] == "yny"
    assert policies(analyse(known, strategy, significant_share=0.05))["A"] == "yyy"


def test_significant_by_revenue_is_enough():
    """A is under 20% of the revenue, but has the 10 that make it significant by revenue; 0 is off."""
    known, strategy = accounts([10, 90], [1, 1]), scored(A=5, B=5)
    assert policies(analyse(known, strategy, significant_share=0.2, significant_revenue=10.0))["A"] == "yyy"
    assert policies(analyse(known, strategy, significant_share=0.2))["A"] == "yny"


def test_profitable_is_above_the_limit():
    """A profit of 0 is none; with a limit of 5, 5 is not enough."""
    known, strategy = accounts([50, 50], [0, 5]), scored(A=5, B=5)
    assert policies(analyse(known, strategy)) == {"A": "yyn", "B": "yyy"}
    assert policies(analyse(known, strategy, profitable_above=5.0)) == {"A": "yyn", "B": "yyn"}


def test_who_is_near_a_limit():
    """
    Limits of 3, 10% and 0, moved by a tenth: A's score of 3.2 is under 3.3; B's 9.5% is over 9%; C's profit of 4
    is gone when its cost of 50 is a tenth higher; D is near nothing.
    """
    known = accounts([30, 9.5, 30, 30.5], [20, 20, 54, 20], [1, 1, 50, 1])
    result = analyse(known, scored(A=3.2, B=5, C=5, D=5), significant_share=0.1)
    near = result.customers["near"]
    assert near[near.notna()].to_dict() == {"A": "strategic", "B": "significant", "C": "profitable"}
    assert result.figures()["moved"] == {
        "strategic": {"looser": 0, "tighter": 1},
        "significant": {"looser": 1, "tighter": 0},
        "profitable": {"looser": 0, "tighter": 1},
    }


def test_without_cost_to_serve_the_margin_moves():
    """A limit of 10 and a margin of 10.5: a tenth less is under it."""
    result = analyse(accounts([50, 50], [10.5, 20]), scored(A=5, B=5), profitable_above=10.0)
    assert result.customers["near"].sort_index().tolist()[0] == "profitable"


def test_a_given_answer_is_not_near():
    """A scores 3 but was answered yes: moving the limit changes nothing."""
    strategy = scored(A=3).assign(strategic=pd.array([True], dtype="boolean"))
    assert analyse(accounts([10], [1]), strategy).customers["near"].tolist() == [None]


def test_nobody_stands_in_two_actions(eight):
    """B and D are to be improved (6), F and H to stop with (6); I, not scored, is to be judged."""
    _, strategy, options = eight
    known = accounts([25, 25, 2, 2, 25, 17, 2, 2, 10], [5, -5, 1, -1, 5, -4, 1, -2, 3])
    actions = analyse(known, strategy, **options).actions()
    assert [(a.key, a.money, a.stake, [key for key, _ in a.customers]) for a in actions] == [
        ("improve_action", 6, "loss", ["B", "D"]),
        ("stop_action", 6, "loss", ["F", "H"]),
        ("judge_action", 3, "profit", ["I"]),
    ]


def test_the_largest_are_to_be_judged_first():
    """Twelve customers that nobody scored: the ten with most revenue, largest first."""
    actions = analyse(accounts(range(1, 13), [1] * 12), NOBODY).actions()
    assert [key for key, _ in actions[0].customers] == list("LKJIHGFEDC")
    assert keys(analyse(accounts(range(1, 13), [1] * 12), NOBODY))[0] == "nobody_judged"


def test_a_list_shows_the_first_eight_and_says_how_many_there_are():
    """Twelve to be judged: the eight largest in the chapter, everyone in the table per customer."""
    result = analyse(accounts(range(1, 13), [1] * 12), NOBODY)
    shown = next(block for block in result.blocks() if block.key == "unjudged_table")
    assert [row[1] for row in shown.rows] == [12, 11, 10, 9, 8, 7, 6, 5]
    assert (shown.values["n"], shown.values["all"]) == (8, 12)
    assert len(result.per_customer().rows) == 12


EDGES = {
    "nobody": (accounts([], []), NOBODY),
    "one": (accounts([10], [1]), scored(A=5)),
    "three equal": (accounts([10, 10, 10], [1, 1, 1], [0, 0, 0]), scored(A=3, B=3, C=3)),
    "nine, all loss": (accounts([10] * 9, [-1] * 9), scored(**dict.fromkeys("ABCDEFGHI", 1))),
    "all profitable": (accounts([10] * 9, [1] * 9), scored(**dict.fromkeys("ABCDEFGHI", 1))),
    "one with nearly all": (accounts([99, 1], [9, -1], [1, 1]), scored(A=2, B=5)),
    "credits only": (accounts([-10, -20], [-1, -2]), scored(A=5, B=1)),
    "credit of one": (accounts([100, -5], [10, -5]), scored(A=5, B=1)),
    "profit unknown": (accounts([10, 20]), scored(A=5, B=1)),
    "one profit unknown": (accounts([10, 20], [math.nan, 2], [1, 1]), scored(A=5, B=1)),
    "no score complete": (
        accounts([10, 20], [1, 2]),
        scored(A=5, B=1).assign(network=[math.nan, 2], learning=[1, math.nan]),
    ),
    "nobody scored": (accounts([10, 20], [1, 2]), NOBODY),
    "strangers": (accounts([10, 20], [1, 2], stray=100), scored(A=5, B=1)),
    "strangers only": (accounts([], [], stray=100), NOBODY),
    "no cost of anyone": (accounts([10, 20, 1], [0, 0, 0], [0, 0, 0]), answered(A=True, B=False)),
}


def told(result):
    blocks = [*result.blocks(), *result.actions(), result.per_customer()]
    return [tell(block, words_of(result, language)) for language in languages() for block in blocks]


@pytest.mark.parametrize("name", EDGES)
@pytest.mark.slow
def test_every_edge_is_told_in_both_languages(name):
    """Nothing crashes, nothing prints nan or None, no key stands twice, the chapter opens with one main heading."""
    result = analyse(*EDGES[name])
    texts = [part for block in told(result) for part in block.words.values() if isinstance(part, str)]
    assert not [text for text in texts if re.search(r"\bnan\b|None|-0\b|[{}]", text)]
    assert len(keys(result)) == len(set(keys(result)))
    assert [block.level for block in result.blocks() if isinstance(block, Heading)].count(1) == 1


def test_credits_only_cannot_be_judged_by_size():
    """Of a negative total nobody has a share: to be judged, unless revenue alone decides."""
    assert set(policies(analyse(*EDGES["credits only"])).values()) == {"to_be_judged"}


CUSTOMERS = st.lists(
    st.tuples(st.integers(-20, 500), st.integers(-50, 50), st.none() | st.integers(0, 5)), min_size=1, max_size=20
)


@pytest.mark.slow
@given(CUSTOMERS)
@settings(deadline=None, max_examples=40)
def test_everyone_has_one_policy(customers):
    """Whatever the figures: the nine counts add up to the customers, nobody is in two actions, and it can be told."""
    revenue, margin, scores = zip(*customers, strict=True)
    letters = [chr(65 + i) for i in range(len(customers))]
    result = analyse(accounts(revenue, margin, [1] * len(revenue)), scored(**dict(zip(letters, scores, strict=True))))
    counts = [result.figures()[code] for code in (*POLICIES, "to_be_judged")]
    acted = [key for action in result.actions() for key, _ in action.customers]
    assert sum(counts) == len(customers)
    assert len(acted) == len(set(acted))
    assert told(result)


def test_the_order_of_the_rows_does_not_matter_and_the_input_stays_as_it_was(eight):
    """Shuffled customers and scores give the same policies; the frames that came in are not touched."""
    known, strategy, options = eight
    frames = known.customers.copy(), strategy.copy()
    shuffled = Accounts(**{**vars(known), "customers": known.customers.sample(frac=1, random_state=3)})
    assert analyse(shuffled, strategy.iloc[::-1], **options).figures() == analyse(known, strategy, **options).figures()
    pd.testing.assert_frame_equal(known.customers, frames[0])
    pd.testing.assert_frame_equal(strategy, frames[1])


def test_companies_of_one_parent_are_judged_as_one_on_request(eight):
    """G and H (2 each, profit 1 and -2) are of D (2, -1, strategic): together 6 of 100 and -2, strategic by D."""
    known, strategy, options = eight
    parent = known.customers.index.to_series().map({"G": "D", "H": "D"})
    of = known.customers[["name"]].assign(parent_id=parent)
    result = analyse(replace(known, parents=of), strategy, **options, groups=True)
    assert policies(result) == dict(zip("ABCDEF", POLICIES[:6], strict=True))
    assert result.customers.loc["D", ["revenue", "profit", "companies"]].tolist() == [6, -2, 3]
    assert (result.figures()["customers"], result.figures()["groups"]) == (6, 1)
    assert "groups" in keys(result)
    assert told(result)
