"""The ladder of the key accounts, the sellers that they ask for, and what is told where only part is known."""

import math
import re
from dataclasses import replace
from datetime import date

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from klantlib.advice import tell, tell_customers, words_of
from klantlib.analyses.contact import analyse
from klantlib.blocks import Heading, Table
from klantlib.client.model import empty
from klantlib.languages import languages
from klantlib.measures.accounts import Accounts
from tests.made_accounts import accounts

START, END = date(2025, 1, 1), date(2025, 12, 31)


def placed(**steps):
    """Customer -> step now and wished."""
    rows = [(key, float(now), float(wished), None) for key, (now, wished) in steps.items()]
    return pd.DataFrame(rows, columns=["customer_id", "ladder_now", "ladder_wished", "seller"]).astype(
        {"customer_id": "str", "seller": "str"}
    )


def people(known, seller="Jo", since="2015-01-01"):
    ids = known.customers.index
    frame = pd.DataFrame({"customer_id": ids, "account_manager": seller, "since": pd.Timestamp(since)})
    return frame.astype({"account_manager": "str"})


def bought(known, days=("2024-06-01", "2025-03-01", "2025-06-01")):
    """Every customer buys on each of these days."""
    rows = [(key, pd.Timestamp(day), 10.0) for key in known.customers.index for day in days]
    return pd.DataFrame(rows, columns=["customer_id", "date", "revenue"]).astype({"date": "datetime64[us]"})


def classes(**given_):
    return pd.Series(given_, dtype="str")


def found(known, ladder, of=None, *, before=None, customers=None, transactions=None, quotes=None, **options):
    of = classes(**dict.fromkeys(known.customers.index, "key_account")) if of is None else of
    return analyse(
        known,
        accounts([]) if before is None else before,
        ladder,
        of,
        people(known) if customers is None else customers,
        bought(known) if transactions is None else transactions,
        empty("quotes") if quotes is None else quotes,
        START,
        END,
        **options,
    )


def keys(result):
    return [block.key for block in result.blocks()]


def block(result, key):
    return next(item for item in result.blocks() if item.key == key)


@pytest.fixture
def three():
    """A stands on 1 and is wished on 3, B on 3 and stays, C on 2 and is wished on 1; all are key accounts."""
    return accounts([500, 300, 200], [90, 30, 20]), placed(A=(1, 3), B=(3, 3), C=(2, 1))


def test_each_key_account_has_its_gap_and_its_forms(three):
    """A climbs two steps, from transactional to account management; B stays; C is wished a step lower."""
    ladder = found(*three).ladder
    assert ladder.index.tolist() == ["A", "B", "C"]
    assert ladder["steps"].tolist() == [2, 0, -1]
    assert ladder["form_now"].tolist() == ["transactional", "account_management", "representation"]
    assert ladder["form_wished"].tolist() == ["account_management", "account_management", "transactional"]


def test_who_is_wished_lower_is_told(three):
    """C may come down: said, as it may be a mistake."""
    assert block(found(*three), "down").values["names"] == ["Klant C"]


def test_a_chapter_does_not_call_in_place_who_is_wished_lower_or_not_placed():
    """One wished lower and none that climbs; and one placed of three: the headline says so."""
    assert found(accounts([10], [1]), placed(A=(3, 1))).blocks()[0].key == "lower"
    assert found(accounts([10, 20, 5], [1, 2, 3]), placed(A=(3, 4))).blocks()[0].key == "hardly_placed"


def test_a_climb_within_a_form_asks_no_other_selling():
    """From 4 to 5 is consultative on both: one climber, none that changes."""
    result = found(accounts([10], [1]), placed(A=(4, 5)))
    assert (len(result.climbing), len(result.changing)) == (1, 0)
    assert result.blocks()[0].key == "climb_steps"


def test_both_lists_are_held_against_each_other(three):
    """A is a key account without a row, B is placed and none; Z is no customer at all."""
    known, _ = three
    ladder = placed(B=(1, 2), C=(2, 3), Z=(1, 2))
    result = found(known, ladder, classes(A="key_account", B="large", C="key_account"))
    assert block(result, "without").values == {"n": 1, "names": ["Klant A"], "revenue": 500}
    assert block(result, "others").values == {"n": 1, "names": ["Klant B"]}
    assert block(result, "strangers").values == {"n": 1, "ids": ["Z"]}
    assert result.ladder.index.tolist() == ["C"]
    assert [action.key for action in result.actions()] == ["climb_action", "place_action"]


def test_without_key_accounts_all_placed_customers_are_shown(three):
    """No classes, or none of them key: the whole ladder, and it is said."""
    for of in (classes(), classes(A="large", B="small")):
        result = found(*three, of)
        assert len(result.ladder) == 3 and "no_key_accounts" in keys(result)
        assert result.blocks()[0].key == "climb_whole"


def test_the_steps_count_customers_now_and_wished(three):
    """One on each of 1, 2 and 3; wished one on 1 and two on 3. Margin on step 1 is A's: 90 of 500."""
    steps = found(*three).steps
    assert steps["now"].tolist() == [1, 1, 1, 0, 0]
    assert steps["wished"].tolist() == [1, 0, 2, 0, 0]
    assert steps.loc[1, "margin_rate"] == 0.18


def test_the_table_shows_the_ladder_from_the_top(three):
    """Step 5 first, with the form that goes with it."""
    rows = block(found(*three), "steps_table").rows
    assert [row[:3] for row in rows][:2] == [[5, "step5", "consultative"], [4, "step4", "consultative"]]
    assert [row[2] for row in rows][2:] == ["account_management", "representation", "transactional"]


def test_who_stands_where_price_decides_is_to_climb(three):
    """Of the climbers only A stands below account management, with a profit of 90; no money is claimed to be lost."""
    result = found(*three)
    [action] = result.actions()
    assert (action.key, action.money, action.customers) == ("climb_action", None, (("A", "Klant A"),))
    assert result.figures()["exposed_profit"] == 90


def test_margin_per_transaction_and_days_between():
    """Margin 90 on 3 orders is 30; three days of buying over a year (365 days): 182.5 between them."""
    known = accounts([500, 300], [90, 30])
    known = replace(known, customers=known.customers.assign(orders=[3, 0]))
    days = bought(known, ("2024-06-01", "2025-01-01", "2025-06-01"))
    frame = found(known, placed(A=(1, 3)), transactions=days).customers
    assert frame.loc["A", ["margin_per_order", "days_between"]].tolist() == [30, 182.5]
    assert math.isnan(frame.loc["B", "margin_per_order"])


def test_the_seller_of_today_and_of_the_step_wished():
    """A's margin per transaction is over the median of 60: little advice now, much on the step wished."""
    result = found(accounts([500, 300], [90, 30]), placed(A=(1, 4), B=(1, 1)))
    frame = result.customers
    assert frame.loc["A", ["seller_type", "seller_type_wished"]].tolist() == ["representative", "relation_manager"]
    assert frame.loc["B", "seller_type"] == "inside"
    assert block(result, "types_finding").values["wished"] == 1


def test_a_commission_per_portfolio(three):
    """
    Jo has A and B, Mo has C (20 of 200). Jo counts 90 (under 100) and 30: 120 at 2%, ten years and 364 days since 2015
    makes 10.998 years: 4.99% more.
    """
    known, ladder = three
    customers = people(known, seller=["Jo", "Jo", "Mo"])
    sellers = found(known, ladder, customers=customers).sellers
    assert sellers["counted"].to_dict() == {"Jo": 120, "Mo": 20}
    years = (pd.Timestamp(END) - pd.Timestamp("2015-01-01")).days / 365.25
    assert math.isclose(sellers.loc["Jo", "commission"], 0.02 * 120 * (1 + 0.05 * (years - 10)))
    capped = found(known, ladder, customers=customers, commission_cap=0.1, lifetime_wished=20.0).sellers
    assert capped.loc["Jo", ["counted", "commission"]].tolist() == [80, 1.6]


def test_a_portfolio_that_sells_and_earns_nothing_is_a_reason_to_reward_profit(three):
    """Mo's only customer loses 5: commission 0, and an action on how sellers are paid."""
    known, ladder = accounts([500, 300, 200], [90, 30, -5]), three[1]
    result = found(known, ladder, customers=people(known, seller=["Jo", "Jo", "Mo"]))
    assert result.sellers.loc["Mo", "commission"] == 0
    assert [a.values["sellers"] for a in result.actions() if a.key == "reward_action"] == [["Mo"]]


def test_the_seller_that_contact_names_counts_where_there_is_no_account_manager(three):
    """Nobody manages them; Bo is named with A alone: Bo has A, and B and C are told to be nobody's."""
    known, ladder = three
    ladder = ladder.assign(seller=pd.Series(["Bo", None, None], dtype="str"))
    result = found(known, ladder, customers=people(known, seller=None))
    assert result.sellers.index.tolist() == ["Bo"]
    assert block(result, "nobodys").values["names"] == ["Klant B", "Klant C"]


def test_new_by_its_own_date_or_by_the_data(three):
    """A is new by its date. Without dates who first bought in 2025 is new, as the data reach back to 2024."""
    _, ladder = three
    known = accounts([500, 300, 200], [90, 30, 20], new=[3, pd.NA, pd.NA])
    assert found(known, ladder).customers["new"].to_dict() == {"A": True, "B": False, "C": False}
    plain = accounts([500, 300], [90, 30])
    days = bought(plain).drop(index=0)  # A's purchase of 2024
    undated = people(plain).assign(since=pd.NaT)
    result = found(plain, placed(A=(1, 2)), customers=undated, transactions=days)
    assert result.customers["new"].to_dict() == {"A": True, "B": False}


EDGES = {
    "nobody": (accounts([], []), placed()),
    "nobody known": (accounts([], []), placed(Z=(1, 2))),
    "one": (accounts([10], [1]), placed(A=(1, 5))),
    "in place": (accounts([10, 20], [1, 2]), placed(A=(3, 3), B=(5, 5))),
    "halves": (accounts([10, 20], [1, 2]), placed(A=(1.5, 2.5), B=(2, 3))),
    "all down": (accounts([10, 20, 5], [1, 2, 3]), placed(A=(3, 1), B=(5, 4))),
    "all loss": (accounts([10] * 9, [-1] * 9), placed(A=(1, 2), B=(2, 3))),
    "profit unknown": (accounts([10, 20]), placed(A=(1, 2), B=(2, 4))),
    "one profit unknown": (accounts([10, 20], [math.nan, 2]), placed(A=(1, 2), B=(2, 4))),
    "one with nearly all": (accounts([99, 1], [50, -1]), placed(A=(2, 4))),
    "credits": (accounts([-10, -20], [-1, -2]), placed(A=(1, 2))),
    "not placed": (accounts([10, 20], [1, 2]), placed()),
    "new": (accounts([10, 20], [1, 2], new=[2, 3]), placed(A=(1, 2), B=(1, 2))),
    "many": (accounts(range(1, 26), range(-5, 20)), placed(**{chr(65 + i): (1 + i % 5, 5) for i in range(25)})),
}


def told(result):
    said = [*result.blocks(), *result.actions()]
    return [
        item
        for language in languages()
        for item in (
            *(tell(one, words_of(result, language)) for one in said),
            tell_customers(result.per_customer(), words_of(result, language)),
        )
    ]


@pytest.mark.parametrize("history", [True, False])
@pytest.mark.parametrize("seller", ["Jo", None])
@pytest.mark.parametrize("name", EDGES)
@pytest.mark.slow
def test_every_edge_is_told_in_both_languages(name, seller, history):
    """Nothing crashes, nothing prints nan or None, no key stands twice, the chapter opens with one main heading."""
    known, ladder = EDGES[name]
    before = accounts([2] * (len(known.customers) + 1)) if history else accounts([])
    transactions = bought(known) if history else bought(known).head(0)
    customers = people(known, seller=seller, since="2015-01-01" if history else None)
    result = found(known, ladder, before=before, customers=customers, transactions=transactions)
    texts = [part for item in told(result) for part in item.words.values() if isinstance(part, str)]
    assert not [text for text in texts if re.search(r"\bnan\b|None|-0\b|[{}]", text)]
    assert len(keys(result)) == len(set(keys(result)))
    assert [item.level for item in result.blocks() if isinstance(item, Heading)].count(1) == 1
    assert not [item for item in result.blocks() if isinstance(item, Table) and not item.rows]
    assert result.figures()


def test_who_was_placed_and_bought_nothing_is_on_the_ladder(three):
    """D is in the client's file and bought nothing: placed, without revenue, and no seller to type."""
    known, ladder = three
    parents = known.customers[["name"]].assign(parent_id=None)
    parents.loc["D"] = ["Klant D", None]
    ladder = pd.concat([ladder, placed(D=(1, 2))], ignore_index=True)
    of = classes(**dict.fromkeys("ABCD", "key_account"))
    result = found(replace(known, parents=parents), ladder, of)
    assert result.ladder.loc["D", "revenue"] == 0
    assert block(result, "untyped").values["names"] == ["Klant D"]
    assert told(result)


def test_the_chapter_is_short_and_the_appendix_complete():
    """25 placed customers of 13 sellers: the picture stops at 15, tables at 10 rows; the appendix has all 25 forms."""
    known, ladder = EDGES["many"]
    customers = people(known, seller=[f"S{i % 13}" for i in range(25)])
    result = found(known, ladder, customers=customers)
    assert len(block(result, "picture").data["name"]) == 2 * 15
    assert {len(block(result, key).rows) for key in ("portfolios", "commissions")} == {10}
    table = result.per_customer()
    forms = [row[list(table.columns).index("form_wished")] for row in table.rows]
    assert forms == ["consultative"] * 25


def test_the_two_kinds_of_sellers_and_the_weakest_tie_are_told(three):
    """Individual against team, short against long, position against interests, and the personal tie: both languages."""
    said = {
        "nl": ("alleen", "team", "kwartaal", "jaren", "positie", "belangen", "zwakste", "vriendelijkheid"),
        "en": ("alone", "team", "quarter", "years", "position", "interests", "weakest", "kindness"),
    }
    result = found(*three)
    for language, words in said.items():
        text = tell(block(result, "born"), words_of(result, language)).words["text"]
        assert [word for word in words if word not in text] == []


def test_two_rows_of_a_customer_are_told(three):
    """A stands on 1 and on 2: the mean, and its name."""
    known, ladder = three
    result = found(known, pd.concat([ladder, placed(A=(2, 3))], ignore_index=True))
    assert result.ladder.loc["A", "ladder_now"] == 1.5
    assert block(result, "twice").values["names"] == ["Klant A"]
    assert told(result)


def test_the_order_of_the_rows_does_not_matter_and_the_input_stays_as_it_was(three):
    """Shuffled, the same figures; the frames that came in are not touched."""
    known, ladder = three
    before = known.customers.copy(), ladder.copy()
    shuffled = Accounts(**{**vars(known), "customers": known.customers.iloc[::-1]})
    assert found(shuffled, ladder.iloc[::-1]).figures() == found(known, ladder).figures()
    pd.testing.assert_frame_equal(known.customers, before[0])
    pd.testing.assert_frame_equal(ladder, before[1])


def test_other_names_give_the_same_figures(three):
    """A ladder is of customers, not of names."""
    known, ladder = three
    renamed = replace(known, customers=known.customers.assign(name=["X", "Y", "Z"]))
    assert found(renamed, ladder).figures() == found(known, ladder).figures()


LADDERS = st.lists(
    st.tuples(st.integers(-50, 500), st.integers(-50, 50), st.integers(1, 5), st.integers(1, 5)),
    min_size=1,
    max_size=15,
)


@pytest.mark.slow
@given(LADDERS)
@settings(deadline=None, max_examples=40)
def test_everyone_has_a_step_and_a_form(customers):
    """Whatever the figures: the steps add up to the customers, climbers and the rest too, and it can be told."""
    revenue, margin, now, wished = zip(*customers, strict=True)
    letters = [chr(65 + i) for i in range(len(customers))]
    ladder = placed(**dict(zip(letters, zip(now, wished, strict=True), strict=True)))
    result = found(accounts(revenue, margin), ladder)
    assert result.steps["now"].sum() == result.steps["wished"].sum() == len(customers)
    assert len(result.climbing) + len(result.down) <= len(customers)
    assert (result.sellers["commission"] >= 0).all()
    assert told(result)
