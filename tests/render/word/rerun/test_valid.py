"""Do other programs take a report that was run again? The Open XML SDK's validator, and LibreOffice."""

from __future__ import annotations

import subprocess

import pytest

from klantlib.render.word.rerun import merge
from tests.render.word.by_hand import as_word_saves, edited, in_dutch
from tests.render.word.rerun.test_edited import CASES, FEB, JAN, MINE
from tests.render.word.small import report

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def everything() -> bytes:
    """All that people did in the cases, as far as it goes together, saved by Word; then run again twice."""
    docx = edited(
        JAN,
        lambda desk: desk.rewrite("one/question", MINE),
        lambda desk: desk.rewrite("two/seven", MINE),
        lambda desk: desk.comment("one/largest", "Klopt dit?"),
        lambda desk: desk.copy("one/curve", "two/matrix"),
        lambda desk: desk.move("two/wide", "one/share"),
        lambda desk: desk.delete("one/new"),
        lambda desk: desk.write("Wat wij zelf zagen", "two/rates", style="Heading1"),
        as_word_saves,
        in_dutch,
    )
    once = merge(docx, FEB).docx
    return merge(once, report("mrt", 90.0, without=["two/rates"])).docx


def test_the_file_follows_the_standard(everything, tmp_path, ooxml_validator):
    """No error in any part."""
    file = tmp_path / "merged.docx"
    file.write_bytes(everything)
    assert ooxml_validator(file) == []


@pytest.mark.parametrize("case", ["copied", "moved into a table", "tracked a change", "emptied", "wrote on within it"])
def test_each_case_follows_the_standard(case, tmp_path, ooxml_validator):
    """The cases that touch the structure."""
    file = tmp_path / "merged.docx"
    file.write_bytes(merge(edited(JAN, CASES[case][0]), FEB).docx)
    assert ooxml_validator(file) == []


def test_libreoffice_prints_it(everything, tmp_path, to_pdf, pdftotext):
    """With what a person wrote and what is new, and no reference that leads nowhere."""
    file = tmp_path / "merged.docx"
    file.write_bytes(everything)
    text = subprocess.run([pdftotext, str(to_pdf(file)), "-"], capture_output=True, text=True, check=True).stdout
    assert MINE in text and "In mrt was het 90 euro." in text
    assert "Error" not in text
