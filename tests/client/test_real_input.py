"""Real exports, as clients by client.toml alone: the published totals come out."""

from __future__ import annotations

import pytest

from tests.published import NORTHWIND, SUPERSTORE


def test_superstore(opened, shared):
    """9,994 lines of 793 customers; published: revenue 2,297,200.8603 and profit 286,397.0217."""
    transactions = opened({}, SUPERSTORE.format(folder=shared.as_posix()))["transactions"]
    assert len(transactions) == 9994
    assert transactions["customer_id"].nunique() == 793
    assert transactions["revenue"].sum() == pytest.approx(2_297_200.8603, abs=1e-4)
    assert transactions["margin"].sum() == pytest.approx(286_397.0217, abs=1e-4)
    assert set(transactions["date"].dt.year) == {2014, 2015, 2016, 2017}


def test_northwind(opened, shared):
    """830 orders of 89 customers; published: net 1,265,793.0395."""
    transactions = opened({}, NORTHWIND.format(folder=shared.as_posix()))["transactions"]
    assert (transactions["order_id"].nunique(), transactions["customer_id"].nunique()) == (830, 89)
    assert transactions["revenue"].sum() == pytest.approx(1_265_793.0395, abs=1e-4)
