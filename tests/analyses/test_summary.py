"""What is said first: ranked by money, nobody spoken for twice, never more than asked."""

from klantlib.advice import tell, words_of
from klantlib.analyses.summary import analyse
from klantlib.blocks import Action, Chapter


def chapter(stem, *actions, **figures):
    return Chapter(stem, stem, stem, figures, actions, None)


def action(key, money=None, customers="", stake="loss", confidence="high", parts=()):
    """An action for customers A, B, ... already told; its money theirs in equal parts unless told otherwise."""
    told = {"text": f"Doe {key}.", "why": "Daarom.", "step": "Bel.", "owner": "verkoop", "confidence": "geteld"}
    people = [(c, f"Klant {c}") for c in customers]
    return Action(key, {}, money, stake, people, parts=list(parts), confidence=confidence, words=told)


def keys(result):
    return [(stem, action.key) for stem, action in result.chosen]


def test_actions_are_ranked_by_the_money_at_stake():
    """What has no amount comes last."""
    result = analyse([chapter("x", action("none")), chapter("y", action("low", 5, "A"), action("high", 9, "B"))])

    assert keys(result) == [("y", "high"), ("y", "low"), ("x", "none")]


def test_what_is_counted_goes_before_what_is_assumed():
    """100 that is assumed weighs 25, 40 that is estimated 20, 30 that is counted 30."""
    actions = [action("a", 100, "A", confidence="low"), action("b", 40, "B", confidence="medium")]

    assert keys(analyse([chapter("x", *actions), chapter("y", action("c", 30, "C"))])) == [
        ("y", "c"),
        ("x", "a"),
        ("x", "b"),
    ]


def test_at_most_as_many_as_asked():
    """The ninth is left to its own chapter."""
    nine = [chapter(f"c{n}", action("a", n + 1, "ABCDEFGHI"[n])) for n in range(9)]

    assert [stem for stem, _ in keys(analyse(nine))] == [f"c{n}" for n in range(8, 0, -1)]
    assert len(analyse(nine, most=3).chosen) == 3


def test_a_chapter_has_two_actions_at_most():
    """Of three, the one with least money stays in its own chapter."""
    three = [action(f"a{n}", n, "ABC"[n - 1]) for n in (1, 2, 3)]

    assert keys(analyse([chapter("x", *three)])) == [("x", "a3"), ("x", "a2")]


def test_of_what_has_no_amount_each_chapter_says_one_thing():
    """The second of x, and that of y, which has an amount to tell of, stay in their own chapters."""
    free = [chapter("x", action("a"), action("b")), chapter("y", action("paid", 9, "A"), action("c"))]

    assert keys(analyse(free)) == [("y", "paid"), ("x", "a")]


def test_places_are_kept_for_what_has_no_amount():
    """Of five actions three may stay: the largest sum, and both without one."""
    paid = [chapter(f"p{n}", action("a", n, "ABC"[n - 1])) for n in (1, 2, 3)]
    free = [chapter(f"f{n}", action("a")) for n in (1, 2)]

    assert [stem for stem, _ in keys(analyse([*paid, *free], most=3))] == ["p3", "f1", "f2"]
    assert [stem for stem, _ in keys(analyse(free, most=1))] == ["f1"]


def test_a_customer_is_spoken_for_once():
    """Of two actions about mostly the same customers the later chapter's stays: it knows more about them."""
    early, late = chapter("concentration", action("loss", 9, "ABC")), chapter("whitney", action("improve", 4, "AB"))

    assert keys(analyse([early, late])) == [("whitney", "improve")]


def test_small_money_does_not_stand_in_the_place_of_large():
    """Halving visits to A and B saves 1 of each; that they lose 20 together is said too."""
    lose, visit = chapter("concentration", action("lose", 20, "AB")), chapter("resources", action("visit", 2, "AB"))

    assert ("concentration", "lose") in keys(analyse([lose, visit]))


def test_the_headline_adds_up_what_changes_and_not_what_is_there_already():
    """A loss that stops and a profit that is won are new money; a profit that stays is named only where it is alone."""
    lose, win = chapter("x", action("lose", 20, "A")), chapter("y", action("win", 30, "B", "growth"))
    keep = chapter("z", action("keep", 90, "C", "profit"))
    headings = [analyse(c).blocks()[0] for c in ([lose, win, keep], [lose, keep], [win, keep], [keep])]

    assert [h.key for h in headings] == ["headline_both", "headline_saved", "headline_won", "headline_kept"]
    assert (headings[0].values["saved"], headings[0].values["won"]) == (20, 30)


def test_the_money_of_a_customer_counts_once():
    """A's loss is 4 of the second action's 9; it counts under the first, and the second says so."""
    first, second = action("lose", 20, "A"), action("stop", 9, "ABC", parts=[4, 3, 2])
    result = analyse([chapter("x", first), chapter("y", second)])

    assert [(a.money, a.shared) for _, a in result.chosen] == [(20, []), (5, [(1, 1)])]
    assert result.money == 25 and result.figures()["money"] == 25


def test_an_action_whose_money_counts_elsewhere_is_left_out():
    """Less than half of the 9 is left when A's 7 counts under the first: the point would say nothing new."""
    first, second = action("lose", 20, "ACEF"), action("stop", 9, "ABD", parts=[7, 1, 1])

    assert keys(analyse([chapter("x", first), chapter("y", second)])) == [("x", "lose")]


def test_what_a_customer_is_worth_and_what_it_may_yield_are_different_money():
    """A's profit is at risk under the first point, and its growth is to be won under the second."""
    first, second = action("keep", 20, "A", "profit"), action("lift", 9, "AB", "growth", parts=[7, 2])
    result = analyse([chapter("x", first), chapter("y", second)])

    assert [(a.money, a.shared) for _, a in result.chosen] == [(20, []), (9, [])]


def test_money_that_is_nobodys_stays_whole():
    """Idle capacity belongs to no customer."""
    result = analyse([chapter("x", action("lose", 20, "A")), chapter("y", action("idle", 9))])

    assert [a.money for _, a in result.chosen] == [20, 9]


def test_without_actions_there_is_a_summary_that_says_so():
    """No money is named that nobody found."""
    result = analyse([chapter("concentration")])
    said = [tell(block, words_of(result, "nl")).words["text"] for block in result.blocks()]

    assert said[0] == "In deze gegevens is niets gevonden dat nu om actie vraagt"
    assert "nl" not in said and result.figures() == {"money": 0, "actions": []}


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
