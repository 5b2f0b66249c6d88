"""Which mark carries most of the overall mark, held to a published example."""

import math

import numpy as np
import pandas as pd
import pytest

from klantlib.measures.survey.relative_weights import key_drivers, relative_weights

# Henderson & Velleman (1981), 32 cars: mpg, cyl, disp, hp, gear
CARS = pd.DataFrame(
    [
        (21.0, 6, 160.0, 110, 4), (21.0, 6, 160.0, 110, 4), (22.8, 4, 108.0, 93, 4), (21.4, 6, 258.0, 110, 3),
        (18.7, 8, 360.0, 175, 3), (18.1, 6, 225.0, 105, 3), (14.3, 8, 360.0, 245, 3), (24.4, 4, 146.7, 62, 4),
        (22.8, 4, 140.8, 95, 4), (19.2, 6, 167.6, 123, 4), (17.8, 6, 167.6, 123, 4), (16.4, 8, 275.8, 180, 3),
        (17.3, 8, 275.8, 180, 3), (15.2, 8, 275.8, 180, 3), (10.4, 8, 472.0, 205, 3), (10.4, 8, 460.0, 215, 3),
        (14.7, 8, 440.0, 230, 3), (32.4, 4, 78.7, 66, 4), (30.4, 4, 75.7, 52, 4), (33.9, 4, 71.1, 65, 4),
        (21.5, 4, 120.1, 97, 3), (15.5, 8, 318.0, 150, 3), (15.2, 8, 304.0, 150, 3), (13.3, 8, 350.0, 245, 3),
        (19.2, 8, 400.0, 175, 3), (27.3, 4, 79.0, 66, 4), (26.0, 4, 120.3, 91, 5), (30.4, 4, 95.1, 113, 5),
        (15.8, 8, 351.0, 264, 5), (19.7, 6, 145.0, 175, 5), (15.0, 8, 301.0, 335, 5), (21.4, 4, 121.0, 109, 4),
    ],
    columns=["mpg", "cyl", "disp", "hp", "gear"],
)  # fmt: skip
MARKS, MPG = CARS.drop(columns="mpg"), CARS["mpg"]


def test_the_weights_are_the_published_ones():
    """Johnson's weights of cyl, disp, hp, gear for mpg: .2284797 .2221469 .2321744 .0963886; R2 .7791896."""
    weights, r2 = relative_weights(MARKS, MPG)
    assert weights == pytest.approx([0.2284797, 0.2221469, 0.2321744, 0.0963886], abs=5e-8)
    assert r2 == pytest.approx(0.7791896, abs=5e-8) == weights.sum()


def test_the_table_has_shares_that_add_up_to_one_with_their_intervals():
    """Largest first: hp, cyl, disp, gear; each share within its interval; hp, cyl and disp cannot be told apart."""
    found = key_drivers(MARKS, MPG, resamples=200)
    assert found.table.index.tolist() == ["hp", "cyl", "disp", "gear"]
    assert (found.n, found.table["share"].sum()) == (32, pytest.approx(1))
    assert found.table["share"].between(found.table["low"], found.table["high"]).all()
    assert not found.apart


def test_one_mark_that_makes_the_overall_mark_stands_apart():
    """Overall = the first mark; the second is noise: a share near 1, its whole interval above the other's."""
    rng = np.random.default_rng(3)
    marks = pd.DataFrame({"a": rng.normal(size=60), "b": rng.normal(size=60)})
    found = key_drivers(marks, marks["a"], resamples=100)
    assert found.table["share"].iloc[0] > 0.9 and found.table.index[0] == "a" and found.apart


def test_the_order_of_rows_and_columns_does_not_matter():
    """Shuffled cars and columns give the same table to the last figure; the frames stay as they were."""
    before = MARKS.copy()
    mixed = key_drivers(MARKS[["gear", "hp", "disp", "cyl"]].iloc[::-1], MPG.iloc[::-1], resamples=50)
    pd.testing.assert_frame_equal(mixed.table, key_drivers(MARKS, MPG, resamples=50).table)
    pd.testing.assert_frame_equal(MARKS, before)


def test_two_marks_that_are_the_same_share_what_they_explain():
    """A mark asked twice: the halves are equal, and nothing divides by zero."""
    marks = pd.DataFrame({"a": MARKS["hp"], "b": MARKS["hp"], "c": MARKS["gear"]})
    weights, r2 = relative_weights(marks, MPG)
    assert weights[0] == pytest.approx(weights[1]) and math.isfinite(r2) and 0 < r2 < 1


def test_too_few_or_all_alike_is_said_and_not_worked_out():
    """29 of the 30 needed; 32 for seven marks (35 needed); a constant overall mark; a constant column is left out."""
    assert key_drivers(MARKS.head(29), MPG).state == "few"
    seven = pd.concat([MARKS, MARKS.add_suffix("2").iloc[:, :3]], axis=1)
    assert (key_drivers(seven, MPG).state, key_drivers(seven, MPG).n) == ("few", 32)
    assert key_drivers(MARKS, MPG * 0 + 3).state == "flat"
    assert set(key_drivers(MARKS.assign(gear=4), MPG, resamples=20).table.index) == {"hp", "cyl", "disp"}
    assert key_drivers(MARKS[[]], MPG).state == "flat"


def test_rows_with_an_unknown_mark_are_left_out_and_counted():
    """Two cars without hp: 30 remain."""
    marks = MARKS.assign(hp=MARKS["hp"].astype(float).where(MARKS.index > 1))
    assert key_drivers(marks, MPG, resamples=20).n == 30
