"""Accounts: what a customer brings in, what serving it costs, what is left."""

from datetime import date

import pandas as pd
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from klantlib.measures.accounts import customer_accounts

YEAR = {"start": date(2025, 1, 1), "end": date(2025, 12, 31)}
COLUMNS = {
    "customers": {"customer_id": "str", "name": "str", "since": "datetime64[ns]"},
    "transactions": {"customer_id": "str", "revenue": float, "cost": float, "margin": float, "order_id": "str"},
    "activities": {"customer_id": "str", "activity": "str", "quantity": float},
    "rates": {
        "activity": "str",
        "rate": float,
        "pool": float,
        "minutes": float,
        "resource": "str",
        "capacity_minutes": float,
        "level": "str",
        "attention": "boolean",
    },
    "costs": {"customer_id": "str", "kind": "str", "amount": float},
}


def table(name, *rows):
    """A table as the client gives it: every known column, empty where not delivered."""
    named = [dict(zip(COLUMNS[name], row, strict=False)) for row in rows]
    return pd.DataFrame(named).reindex(columns=list(COLUMNS[name])).astype(COLUMNS[name])


def rates(*rows):
    """Rates by name of the column, as most are empty."""
    return pd.DataFrame(list(rows)).reindex(columns=list(COLUMNS["rates"])).astype(COLUMNS["rates"])


def accounts(**tables):
    return customer_accounts(**{name: tables.get(name, table(name)) for name in COLUMNS}, **YEAR)


def sales(*rows):
    """Customer, revenue, cost."""
    return table("transactions", *rows)


def used(*rows):
    """Customer, activity, quantity."""
    return table("activities", *rows)


# --- published examples


def test_spring_distribution():
    """Horngren, Cost Accounting: five customers by activity, operating income 90,787 in all."""
    cases = {"P": 2080, "Q": 8750, "R": 60800, "S": 31800, "T": 3900}
    price = {"P": 14.40, "Q": 14.16, "R": 13.20, "S": 13.92, "T": 12.96}
    orders = {"P": 15, "Q": 25, "R": 30, "S": 25, "T": 30}
    visits = {"P": 2, "Q": 3, "R": 6, "S": 2, "T": 3}
    miles = {"P": 140, "Q": 120, "R": 180, "S": 320, "T": 800}
    drivers = {"order": orders, "visit": visits, "mile": miles, "case": cases, "expedited": {"T": 1}}
    result = accounts(
        transactions=sales(*[(c, cases[c] * price[c], cases[c] * 12.0) for c in cases]),
        activities=used(*[(c, activity, n) for activity, counts in drivers.items() for c, n in counts.items()]),
        rates=rates(
            {"activity": "order", "rate": 100},
            {"activity": "visit", "rate": 80},
            {"activity": "mile", "rate": 2},
            {"activity": "case", "rate": 0.50},
            {"activity": "expedited", "rate": 300},
        ),
    )
    assert result.customers["profit"].round().to_dict() == {"P": 2012, "Q": 11545, "R": 38720, "S": 41856, "T": -3346}
    assert result.profit == pytest.approx(90787)
    assert result.kind == "contribution"


def test_darwin_charges_credit_as_an_activity():
    """Drury: sales x days / 365 at 10% a year; contributions (38,658) / 67,281 / 50,130 / 183,271."""
    orders = {"A": 200, "B": 100, "Y": 50, "Z": 30}
    visits = {"A": 20, "B": 10, "Y": 5, "Z": 5}
    km = {"A": 30000, "B": 10000, "Y": 2500, "Z": 1250}
    special = {"A": 20, "B": 5}
    sold = {"A": 1_000_000, "B": 1_000_000, "Y": 500_000, "Z": 2_000_000}
    margin = {"A": 90_000, "B": 120_000, "Y": 70_000, "Z": 200_000}
    credit = {c: sold[c] * days / 365 for c, days in {"A": 90, "B": 30, "Y": 10, "Z": 10}.items()}
    drivers = {"order": orders, "visit": visits, "km": km, "special": special, "credit": credit}
    result = accounts(
        transactions=sales(*[(c, sold[c], None, margin[c]) for c in sold]),
        activities=used(*[(c, activity, n) for activity, counts in drivers.items() for c, n in counts.items()]),
        rates=rates(
            {"activity": "order", "rate": 300},
            {"activity": "visit", "rate": 200},
            {"activity": "km", "rate": 1},
            {"activity": "special", "rate": 500},
            {"activity": "credit", "rate": 0.10},
        ),
    )
    expected = {"A": -38658, "B": 67281, "Y": 50130, "Z": 183271}
    assert result.customers["profit"].to_dict() == pytest.approx(expected, abs=1)


def time_driven(**volumes):
    return accounts(
        activities=used(*[("A", activity, n) for activity, n in volumes.items()]),
        transactions=sales(("A", 500_000, 0)),
        rates=rates(
            {"activity": "orders", "minutes": 40, "resource": "desk", "pool": 560_000, "capacity_minutes": 700_000},
            {"activity": "inquiries", "minutes": 220, "resource": "desk"},
            {"activity": "credit_checks", "minutes": 250, "resource": "desk"},
        ),
    )


def test_time_driven_rates_leave_unused_capacity_apart():
    """Kaplan & Anderson: 0.80 a minute, rates 32 / 176 / 200; 121,400 of 700,000 minutes unused = 97,120."""
    result = time_driven(orders=9800, inquiries=280, credit_checks=500)
    assert result.rates["rate"].tolist() == pytest.approx([32, 176, 200])
    assert result.cost_to_serve == pytest.approx(462_880)
    assert result.unused_capacity == pytest.approx(97_120)
    assert result.remainder == pytest.approx(500_000 - 560_000)  # margin less the whole pool


def test_over_capacity_keeps_its_sign():
    """20,000 orders of 40 minutes are 800,000 minutes: 100,000 too many, 80,000 in money."""
    assert time_driven(orders=20_000).unused_capacity == pytest.approx(-80_000)


def test_a_resource_nobody_uses_is_all_unused():
    """No activity at all: the whole pool of 560,000 is idle, and none of it is unallocated."""
    result = time_driven()
    assert (result.unused_capacity, result.unallocated) == (560_000, 0)


# --- rates and pools


def test_a_pool_is_divided_by_the_total_of_its_driver():
    """100 over 3 + 1 visits: 25 a visit."""
    result = accounts(
        transactions=sales(("A", 200, 100), ("B", 200, 100)),
        activities=used(("A", "visit", 3), ("B", "visit", 1)),
        rates=rates({"activity": "visit", "pool": 100}),
    )
    assert result.customers["cost_to_serve"].to_dict() == {"A": 75, "B": 25}
    assert pd.isna(result.unused_capacity)


def test_a_stranger_takes_part_of_the_pool_along():
    """Of a pool of 100 over four visits one visit was to nobody we know: 25 stays unallocated."""
    result = accounts(
        customers=table("customers", ("A", "Alfa")),
        transactions=sales(("A", 200, 100)),
        activities=used(("A", "visit", 3), ("Z", "visit", 1)),
        rates=rates({"activity": "visit", "pool": 100}),
        costs=table("costs", ("Z", "freight", 7)),
    )
    assert result.customers["cost_to_serve"].to_dict() == {"A": 75}
    assert result.unallocated == 32


def test_a_pool_without_activity_stays_unallocated():
    """Nobody was visited, and yet the 100 was spent: it is shown, not smeared over revenue."""
    result = accounts(transactions=sales(("A", 200, 100)), rates=rates({"activity": "visit", "pool": 100}))
    assert (result.unallocated, result.cost_to_serve) == (100, 0)
    assert result.kind == "contribution"


def test_channel_and_company_cost_stays_above_the_customer():
    """A shop of 500 without rows and a stand at the fair, 2 days at 30: 560, and nobody is charged."""
    result = accounts(
        transactions=sales(("A", 200, 100)),
        activities=used(("A", "fair", 2), ("A", "order", 1)),
        rates=rates(
            {"activity": "shop", "pool": 500, "level": "channel"},
            {"activity": "fair", "rate": 30, "level": "company"},
            {"activity": "order", "rate": 5},
        ),
    )
    assert (result.above_customer, result.cost_to_serve, result.unallocated) == (560, 5, 0)
    assert result.remainder == 200 - 100 - 5 - 560
    assert result.unpriced == ()


def test_an_activity_without_a_rate_is_told():
    """Returns were counted but have no rate: not charged, and named."""
    result = accounts(
        transactions=sales(("A", 200, 100)),
        activities=used(("A", "return", 2), ("A", "order", 1)),
        rates=rates({"activity": "order", "rate": 5}),
    )
    assert (result.unpriced, result.cost_to_serve) == (("return",), 5)


def test_charges_tell_what_a_customer_was_charged_for():
    """Two orders at 5, and 40 of freight traced straight to the customer."""
    result = accounts(
        transactions=sales(("A", 200, 100)),
        activities=used(("A", "order", 1), ("A", "order", 1)),
        rates=rates({"activity": "order", "rate": 5}),
        costs=table("costs", ("A", "freight", 40)),
    )
    rows = [("A", "order", 2.0, 10.0), ("A", "freight", None, 40.0)]
    expected = pd.DataFrame(rows, columns=["customer_id", "activity", "quantity", "cost"])
    pd.testing.assert_frame_equal(result.charges.drop(columns="attention"), expected, check_dtype=False)
    assert result.cost_to_serve == 50


def test_attention_is_the_cost_of_marked_activities_only():
    """A visit at 80 is attention, an order at 5 is not; where nothing is marked attention is unknown."""
    tables = {"transactions": sales(("A", 200, 100)), "activities": used(("A", "visit", 2), ("A", "order", 1))}
    visit, order = {"activity": "visit", "rate": 80}, {"activity": "order", "rate": 5}
    assert accounts(**tables, rates=rates({**visit, "attention": True}, order)).customers["attention"].item() == 160
    assert accounts(**tables, rates=rates(visit, order)).customers["attention"].isna().all()


# --- who counts, and what is unknown


def test_without_a_customer_table_the_buyers_are_the_customers():
    """Who bought is a customer, named by its number, in order of it."""
    result = accounts(transactions=sales(("B", 10, 5), ("A", 10, 5)))
    assert result.customers["name"].to_dict() == {"A": "A", "B": "B"}
    assert list(result.customers.index) == ["A", "B"]


def test_transactions_of_unknown_customers_are_in_totals_not_in_rankings():
    """A stranger's 50 of revenue and 20 of margin count for the whole only."""
    result = accounts(customers=table("customers", ("A", "Alfa")), transactions=sales(("A", 100, 60), ("Z", 50, 30)))
    assert list(result.customers.index) == ["A"]
    assert (result.revenue, result.margin, result.unknown_revenue, result.unknown_margin) == (150, 60, 50, 20)
    assert result.unknown_customers == ("Z",)


def test_one_unknown_cost_makes_the_customers_margin_unknown():
    """A's second line has no cost: unknown, not zero; the whole counts the lines it knows, and A is named."""
    result = accounts(transactions=sales(("A", 100, 60), ("A", 10, None), ("B", 100, 70)))
    assert result.customers["margin"].isna().to_dict() == {"A": True, "B": False}
    assert (result.margin, result.unknown_margin_customers, result.kind) == (70, ("A",), "margin")


def test_without_any_margin_profit_is_unknown():
    """Revenue and freight are known, cost of goods is not."""
    result = accounts(transactions=sales(("A", 100)), costs=table("costs", ("A", "freight", 5)))
    assert (result.kind, result.cost_to_serve) == ("unknown", 5)
    assert pd.isna(result.profit)
    assert result.customers["profit"].isna().all()


def test_a_given_margin_goes_before_revenue_minus_cost():
    """Margin 30 as delivered, though 100 - 60 = 40."""
    assert accounts(transactions=sales(("A", 100, 60, 30))).margin == 30


def test_without_costs_and_rates_profit_is_margin():
    """A visit without a rate costs nothing we know of; it is told."""
    result = accounts(transactions=sales(("A", 100, 60)), activities=used(("A", "visit", 1)))
    assert (result.kind, result.profit) == ("margin", 40)
    assert result.customers["cost_to_serve"].isna().all()
    assert result.unpriced == ("visit",)


def test_who_only_cost_something_is_there_too_and_who_did_nothing_is_not():
    """Beta bought nothing but was visited; Gamma neither."""
    result = accounts(
        customers=table("customers", ("C", "Gamma"), ("B", "Beta"), ("A", "Alfa")),
        transactions=sales(("A", 100, 60)),
        activities=used(("B", "visit", 1)),
        rates=rates({"activity": "visit", "rate": 80}),
    )
    assert result.customers["profit"].to_dict() == {"B": -80, "A": 40}
    assert result.customers["orders"].to_dict() == {"B": 0, "A": 1}


def test_orders_are_counted_by_number_and_else_by_line():
    """Two lines of one order are one order; two lines without a number are two."""
    result = accounts(transactions=sales(("A", 10, 5, None, "1"), ("A", 10, 5, None, "1"), ("B", 10, 5), ("B", 10, 5)))
    assert result.customers["orders"].to_dict() == {"A": 1, "B": 2}


def test_months_as_a_customer_for_who_is_newer_than_the_period():
    """From 1 October to 31 December is three months; from the first day of the period is no news."""
    result = accounts(
        customers=table("customers", ("A", "Alfa", "2025-10-01"), ("B", "Beta", "2025-01-01"), ("C", "Gamma", None)),
        transactions=sales(("A", 10, 5), ("B", 10, 5), ("C", 10, 5)),
    )
    assert result.customers["months_new"].dropna().to_dict() == {"A": 3}


def test_a_client_without_a_single_row_has_empty_accounts():
    """No rows at all, or customers who did nothing: nobody is listed."""
    result = accounts(customers=table("customers", ("A", "Alfa")))
    assert result.customers.empty
    assert accounts().customers.empty
    assert (result.revenue, result.kind) == (0, "unknown")


# --- properties

# the examples are small as they are: shrinking one takes minutes
quick = settings(max_examples=25, deadline=None, phases=(Phase.explicit, Phase.generate))

ids = st.sampled_from(["A", "B", "C", "Z"])  # Z is not in the customer table
numbers = st.integers(0, 50).map(float)
level = st.sampled_from(["customer", "channel", None])
client = st.fixed_dictionaries(
    {
        "transactions": st.lists(st.tuples(ids, numbers, numbers), min_size=1, max_size=8),
        "activities": st.lists(
            st.tuples(ids, st.sampled_from(["visit", "order", "call", "fair"]), numbers), max_size=8
        ),
        "costs": st.lists(st.tuples(ids, st.just("freight"), numbers), max_size=3),
        "visit": st.tuples(numbers, level),
        "pool": st.tuples(numbers, level),
        "call": st.tuples(numbers, numbers, level),
    }
)


def tables(drawn, times=1.0):
    """Frames of a drawn client: visits at a rate, orders and fairs from a shared pool, calls by the minute."""
    (visit, visit_level), (pool, pool_level) = drawn["visit"], drawn["pool"]
    calls, capacity, call_level = drawn["call"]
    return {
        "customers": table("customers", ("C", "Gamma"), ("A", "Alfa"), ("B", "Beta")),
        "transactions": table("transactions", *drawn["transactions"]),
        "activities": table("activities", *[(c, a, n * times) for c, a, n in drawn["activities"]]),
        "rates": rates(
            {"activity": "visit", "rate": visit, "level": visit_level},
            {"activity": "order", "pool": pool, "resource": "desk", "level": pool_level},
            {"activity": "fair", "resource": "desk"},
            {"activity": "call", "pool": calls, "minutes": 3, "capacity_minutes": capacity, "level": call_level},
        ),
        "costs": table("costs", *drawn["costs"]),
    }


@pytest.mark.slow
@given(client)
@quick
def test_every_euro_ends_in_one_place(drawn):
    """Charged + unallocated + above the customer + unused capacity = pools + rate x quantity + costs."""
    frames = tables(drawn)
    result = accounts(**frames)
    visits = frames["activities"].query("activity == 'visit'")["quantity"].sum() * drawn["visit"][0]
    spent = visits + frames["rates"]["pool"].sum() + frames["costs"]["amount"].sum()
    unused = 0 if pd.isna(result.unused_capacity) else result.unused_capacity
    assert result.customers["cost_to_serve"].sum() == pytest.approx(result.cost_to_serve)
    assert result.cost_to_serve + result.unallocated + result.above_customer + unused == pytest.approx(spent)


@pytest.mark.slow
@given(client, st.randoms(use_true_random=False))
@quick
def test_the_order_of_rows_does_not_matter(drawn, random):
    """Every table shuffled, customers excepted: the same accounts."""
    frames = tables(drawn)
    shuffled = {
        name: f if name == "customers" else f.sample(frac=1, random_state=random.randint(0, 99))
        for name, f in frames.items()
    }
    pd.testing.assert_frame_equal(accounts(**frames).customers, accounts(**shuffled).customers)


@pytest.mark.slow
@given(client)
@quick
def test_twice_the_quantity_at_a_rate_costs_twice(drawn):
    """Visits have a rate per unit: doubling them doubles what they cost; pools stay what they are."""
    once, twice = accounts(**tables(drawn)).rates, accounts(**tables(drawn, times=2)).rates
    assert twice["cost"].iloc[0] == 2 * once["cost"].iloc[0]
    assert twice["cost"].iloc[1:3].sum() == pytest.approx(once["cost"].iloc[1:3].sum())


@pytest.mark.slow
@given(client)
@quick
def test_a_customer_that_does_nothing_changes_nothing(drawn):
    """A name in the customer file, no transaction, no activity."""
    frames = tables(drawn)
    more = {**frames, "customers": table("customers", ("C", "Gamma"), ("A", "Alfa"), ("B", "Beta"), ("N", "Nul"))}
    pd.testing.assert_frame_equal(accounts(**frames).customers, accounts(**more).customers)


def test_the_data_is_left_as_it_was():
    """All five tables come back unchanged."""
    frames = tables(
        {
            "transactions": [("A", 10.0, 5.0)],
            "activities": [("A", "visit", 2.0)],
            "costs": [("B", "freight", 3.0)],
            "visit": (80.0, None),
            "pool": (100.0, None),
            "call": (60.0, 100.0, "customer"),
        }
    )
    before = {name: frame.copy() for name, frame in frames.items()}
    accounts(**frames)
    for name in frames:
        pd.testing.assert_frame_equal(frames[name], before[name])
