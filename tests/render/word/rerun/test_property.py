"""Whatever people write outside the generated parts survives any number of runs, word for word and in its place."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from klantlib.render.ooxml import el, paragraph, run
from klantlib.render.word.rerun import merge
from klantlib.render.word.rerun.memory import recall
from tests.render.word.by_hand import Desk, edited
from tests.render.word.small import report

JAN = report("jan", 100.0)
REGIONS = [known.region for known in recall(JAN).regions if known.region.partition("/")[0] in ("one", "two")]
MARK = "§"  # no text of ours has it
words = st.text(st.characters(whitelist_categories=["L", "N", "P", "Zs"]), min_size=1, max_size=20)


def own_paragraph(text: str, bold: bool):
    return paragraph("Normal", run(f"{MARK}{text}", b=True) if bold else run(f"{MARK}{text}"))


def own_table(text: str, _bold: bool):
    cell = el("w:tc", el("w:tcPr", el("w:tcW", w=4000, type="dxa")), paragraph("Normal", run(f"{MARK}{text}")))
    return el("w:tbl", el("w:tblPr"), el("w:tblGrid", el("w:gridCol", w=4000)), el("w:tr", cell))


wrote = st.tuples(
    st.sampled_from(["write"]),
    st.sampled_from([own_paragraph, own_table]),
    words,
    st.booleans(),
    st.sampled_from(REGIONS),
)
moved = st.tuples(st.sampled_from(["move"]), st.sampled_from(REGIONS), st.sampled_from(REGIONS))
deleted = st.tuples(st.sampled_from(["delete"]), st.sampled_from(REGIONS))
edits = st.lists(st.one_of(wrote, wrote, moved, deleted), min_size=1, max_size=8)


def carry_out(edit):
    """One edit on a desk; what is no longer there cannot be moved."""
    kind, *rest = edit

    def done(desk: Desk) -> None:
        if kind == "write" and desk.has(rest[3]):
            desk.control(rest[3]).addnext(rest[0](rest[1], rest[2]))
        elif kind == "move" and rest[0] != rest[1] and desk.has(rest[0]) and desk.has(rest[1]):
            desk.move(*rest)
        elif kind == "delete" and desk.has(rest[0]):
            desk.delete(rest[0])

    return done


def own(docx: bytes) -> list[str]:
    """What people wrote, in order."""
    return [line for line in Desk(docx).lines if line.startswith(MARK)]


@pytest.mark.slow
@settings(max_examples=25)
@given(st.lists(edits, min_size=1, max_size=3))
def test_what_people_wrote_survives_every_run(months):
    """Edited, run again, edited, run again: their words are all there, in their order; nothing deleted comes back."""
    docx, gone = JAN, set()
    for month, done in enumerate(months):
        docx = edited(docx, *map(carry_out, done))
        before = own(docx)
        gone |= {region for region in REGIONS if not Desk(docx).has(region)}
        docx = merge(docx, report(f"maand {month}", 101.0 + month)).docx
        assert own(docx) == before
        assert not any(Desk(docx).has(region) for region in gone)
