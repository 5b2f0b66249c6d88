"""Four signs beside the silence: each told only where it can be known."""

import pandas as pd

from klantlib.client.model import empty
from klantlib.measures.leaving.behaviour import Behaviour, signs

BEFORE, START, END = map(pd.Timestamp, ("2024-01-01", "2025-01-01", "2025-12-31"))
NOTHING = {name: empty(name) for name in ("complaints", "payments", "quotes", "satisfaction", "exits")}


def known(**tables):
    frames = {name: pd.DataFrame(rows) for name, rows in tables.items()}
    typed = {name: pd.concat([empty(name), frame]).astype(empty(name).dtypes) for name, frame in frames.items()}
    return Behaviour(**{**NOTHING, **typed})


def found(behaviour, ids="AB"):
    return signs(behaviour, pd.Index(list(ids), name="customer_id"), BEFORE, START, END)


def day(text):
    return pd.Timestamp(text)


def test_more_complaints_than_before_or_one_still_open_is_a_sign():
    """A complained once, then twice; B once each, but the last is not settled; C did not complain."""
    rows = [("A", "2024-05-01", "2024-05-02"), ("A", "2025-05-01", "2025-05-02"), ("A", "2025-06-01", "2025-06-02"),
            ("B", "2024-05-01", "2024-05-02"), ("B", "2025-05-01", None)]  # fmt: skip
    table = [{"customer_id": c, "date": day(d), "settled": day(s) if s else pd.NaT} for c, d, s in rows]
    result = found(known(complaints=table), "ABC")
    assert result["complaint"].tolist() == [True, True, False]
    assert result["complaints"].tolist() == [2, 1, 0]


def invoices(customer, year, days_late, *, due=True, paid=True, n=3):
    start = pd.Timestamp(year, 3, 1)
    return [
        {
            "customer_id": customer,
            "invoice_date": start + pd.Timedelta(days=n),
            "amount": 100.0,
            "due_date": start + pd.Timedelta(days=30) if due else pd.NaT,
            "paid_date": start + pd.Timedelta(days=30 + days_late) if paid else pd.NaT,
        }
        for n in range(n)
    ]


def test_who_pays_ten_days_later_than_before_shows_a_sign():
    """A from on time to 10 days late; B 5 days: too little; C went from 20 days early to 8 early, and is not late."""
    rows = [*invoices("A", 2024, 0), *invoices("A", 2025, 10), *invoices("B", 2024, 0), *invoices("B", 2025, 5),
            *invoices("C", 2024, -20), *invoices("C", 2025, -8)]  # fmt: skip
    result = found(known(payments=rows), "ABC")
    assert result["pays_later"].tolist() == [True, False, False]
    assert result["days_later"].tolist() == [10, 5, 12]


def test_without_a_due_date_nobody_is_late_and_without_a_payment_nothing_is_known():
    """A's invoices have no due date, B's no day of payment, C has two invoices where three are needed."""
    rows = [*invoices("A", 2024, 0, due=False), *invoices("A", 2025, 90, due=False),
            *invoices("B", 2024, 0), *invoices("B", 2025, 90, paid=False),
            *invoices("C", 2024, 0, n=2), *invoices("C", 2025, 90, n=2)]  # fmt: skip
    assert found(known(payments=rows), "ABC")["pays_later"].isna().all()


def quotes(customer, year, *won):
    return [
        {"customer_id": customer, "date": pd.Timestamp(year, 3, n + 1), "amount": 1.0, "won": w}
        for n, w in enumerate(won)
    ]


def test_half_as_many_quotations_won_is_a_sign():
    """A won 4 of 4, then 2 of 4: half; B 2 of 4, then 2 of 4; C is not known, as three were decided."""
    rows = [*quotes("A", 2024, True, True, True, True), *quotes("A", 2025, True, True, False, False),
            *quotes("B", 2024, True, True, False, False), *quotes("B", 2025, True, True, False, False),
            *quotes("C", 2024, True, True, True, True), *quotes("C", 2025, False, False, False, pd.NA)]  # fmt: skip
    result = found(known(quotes=rows), "ABC")["quotes_lost"]
    assert (result["A"], result["B"], result["C"] is pd.NA) == (True, False, True)


def test_a_step_less_satisfied_or_a_two_is_a_sign():
    """A from 5 to 4; B from 4 to 4; C answered once, a 2; D never answered."""
    rows = [("A", "2024-05-01", 5), ("A", "2025-05-01", 4), ("B", "2024-05-01", 4), ("B", "2025-05-01", 4),
            ("C", "2025-05-01", 2)]  # fmt: skip
    table = [{"customer_id": c, "date": day(d), "overall": float(o)} for c, d, o in rows]
    result = found(known(satisfaction=table), "ABCD")
    assert result["less_satisfied"].tolist()[:3] == [True, False, True] and result["less_satisfied"].isna()["D"]
    assert result["satisfaction_change"].fillna(9).tolist() == [-1, 0, 9, 9]
    assert result["signs"].tolist() == [1, 0, 1, 0]


def test_nothing_known_is_no_sign():
    """Five empty tables: every sign unknown, none counted."""
    result = found(Behaviour(**NOTHING))
    assert result[["complaint", "pays_later", "quotes_lost", "less_satisfied"]].isna().all(axis=None)
    assert result["signs"].tolist() == [0, 0]
