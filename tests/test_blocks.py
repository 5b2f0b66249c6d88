"""Blocks travel in a notebook as plain data and come back the same."""

import json
from datetime import date

import numpy as np
import pandas as pd
import pytest

from klantlib.blocks import (
    Action,
    Block,
    Chart,
    Finding,
    Heading,
    Note,
    Picture,
    Prose,
    Table,
    Text,
    from_json,
    plain,
    table,
    to_json,
)

BLOCKS = [
    Heading("h", {"n": 1}, level=1, words={"text": "Kop"}),
    Text("t"),
    Finding("f", {"share": 0.5}),
    Note("n"),
    Table("tb", {"revenue": "money", "name": "text"}, [[1.5, "Jansen"], [None, "001"]]),
    Table(
        "checked",
        {"revenue": "money", "share": "percent"},
        [[1.5, 0.5]],
        formulas={"share": "SHARE({revenue}, {whole})"},
        given=[["whole", "money", 3.0]],
        answers=[["yes", "yyy"]],
        aside=["share"],
    ),
    Chart("c", "line", {"x": [1, 2], "y": [3.0, 4.0]}, "x", "y", {"y": "percent", "x": "count"}, guides={"y": 1.0}),
    Action("a", money=10.0, stake="loss", customers=[["1", "Jansen"]]),
    Prose("p", "**vet**"),
    Picture("i", "iVBORw0KGgo=", "een grafiek"),
]


def test_every_kind_of_block_is_tried_here():
    """A new kind must travel too."""
    assert {type(block) for block in BLOCKS} == set(Block.__args__)


@pytest.mark.parametrize("block", BLOCKS, ids=lambda block: type(block).__name__)
def test_a_block_comes_back_as_it_went(block):
    """Through JSON with its keys sorted, as nbformat writes a notebook to disk; columns and formats keep order."""
    back = from_json(json.loads(json.dumps(to_json(block), sort_keys=True)))

    assert back == block
    for name in ("columns", "formats"):
        assert list(getattr(back, name, ())) == list(getattr(block, name, ()))


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (np.float64(1.5), 1.5),
        (np.int64(3), 3),
        (np.bool_(True), True),
        (float("nan"), None),
        (float("inf"), None),
        (pd.NA, None),
        (pd.NaT, None),
        (pd.Timestamp("2025-01-02"), "2025-01-02"),
        (date(2025, 1, 2), "2025-01-02"),
        ((1, pd.NA, "001"), [1, None, "001"]),
        ({1: {"a": np.float64("nan")}}, {"1": {"a": None}}),
    ],
)
def test_values_become_plain(value, expected):
    """Numbers, texts, lists, and nothing where a value is unknown."""
    assert plain(value) == expected
    assert json.loads(json.dumps(plain(value), allow_nan=False)) == expected


def test_a_table_of_a_frame_has_the_columns_asked_for_in_that_order():
    """The index stays out, and the frame as it was."""
    frame = pd.DataFrame({"revenue": [2.0, np.nan], "name": ["A", "B"], "other": [0, 0]})
    before = frame.copy()
    made = table("t", frame, {"name": "text", "revenue": "money"})

    assert (made.columns, made.rows) == ({"name": "text", "revenue": "money"}, [["A", 2.0], ["B", None]])
    pd.testing.assert_frame_equal(frame, before)
