"""What is said first: ranked by money, nobody spoken for twice, never more than asked."""

from klantlib.advice import tell, words_of
from klantlib.analyses.summary import analyse
from klantlib.blocks import Action, Chapter


def chapter(stem, *actions, **figures):
    return Chapter(stem, stem, stem, figures, actions, None)


def action(key, money=None, customers="", stake="loss"):
    """An action for customers A, B, ... already told."""
    told = {"text": f"Doe {key}.", "why": "Daarom.", "step": "Bel."}
    return Action(key, money=money, stake=stake, customers=[(c, f"Klant {c}") for c in customers], words=told)


def keys(result):
    return [(stem, action.key) for stem, action in result.chosen]


def test_actions_are_ranked_by_the_money_at_stake():
    """What has no amount comes last."""
    result = analyse([chapter("x", action("low", 5, "A"), action("none")), chapter("y", action("high", 9, "B"))])

    assert keys(result) == [("y", "high"), ("x", "low"), ("x", "none")]


def test_at_most_as_many_as_asked():
    """The ninth is left to its own chapter."""
    nine = [action(f"a{n}", n, "ABCDEFGHI"[n]) for n in range(9)]

    assert [key for _, key in keys(analyse([chapter("x", *nine)]))] == [f"a{n}" for n in range(8, 0, -1)]
    assert len(analyse([chapter("x", *nine)], most=3).chosen) == 3


def test_a_customer_is_spoken_for_once():
    """Of two actions about mostly the same customers the later chapter's stays: it knows more about them."""
    early, late = chapter("concentration", action("loss", 9, "ABC")), chapter("whitney", action("improve", 4, "AB"))

    assert keys(analyse([early, late])) == [("whitney", "improve")]


def test_an_action_that_is_mostly_about_others_stays():
    """One of its three customers was named before."""
    early, late = chapter("x", action("loss", 9, "ABC")), chapter("y", action("improve", 4, "A"))

    assert keys(analyse([early, late])) == [("x", "loss"), ("y", "improve")]


def test_profit_at_risk_and_growth_are_different_money():
    """The same customer may be worth keeping and worth lifting."""
    result = analyse([chapter("x", action("keep", 9, "A", "profit")), chapter("y", action("lift", 4, "A", "growth"))])

    assert keys(result) == [("x", "keep"), ("y", "lift")]


def test_without_actions_there_is_a_summary_that_says_so():
    """No money is named that nobody found."""
    result = analyse([chapter("concentration")])
    said = [tell(block, words_of(result, "nl")).words["text"] for block in result.blocks()]

    assert said[0] == "In deze gegevens is niets gevonden dat nu om actie vraagt"
    assert "nl" not in said and result.figures() == {"actions": []}


def test_actions_keep_their_own_words_and_get_a_place_of_their_own():
    """Two chapters may use the same key."""
    result = analyse([chapter("x", action("a", 2, "A")), chapter("y", action("a", 1, "B"))])
    actions = [tell(block, words_of(result, "en")) for block in result.blocks() if isinstance(block, Action)]

    assert [(a.key, a.words["text"]) for a in actions] == [("x_a", "Doe a."), ("y_a", "Doe a.")]


def test_the_client_is_told_in_one_sentence_as_far_as_it_is_known():
    """Without profit the sentence stops at revenue."""
    known = {"customers": 10, "revenue": 1000.0, "profit": 80.0, "loss_makers": 1}
    both = [analyse([chapter("concentration", **known | more)]) for more in ({}, {"profit": None})]

    assert [[b.key for b in result.blocks() if b.key.startswith("whole")] for result in both] == [
        ["whole"],
        ["whole_revenue"],
    ]
