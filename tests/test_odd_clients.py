"""On small and odd clients with every table: no chapter stops, prints what is no number, or falls silent."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest

from klantlib.blocks import Heading, Note
from klantlib.languages import languages
from tests.odd_clients import ODD, odd_client
from tests.told_chapters import Told, told_chapters

pytestmark = pytest.mark.slow
NO_NUMBER = re.compile(r"(?<![\w-])(nan|None|inf|NaT|<NA>|∞)(?![\w-])")
HOLE = re.compile(r"\{\w+|\}")
FRAME = {"basis"}  # tells what the report rests on; it finds nothing that it could fail to tell


@pytest.fixture(scope="module", params=ODD)
def told(request, tmp_path_factory) -> list[Told]:
    """Every chapter of one odd client, in every language."""
    home = tmp_path_factory.mktemp(request.param)
    odd_client(home / "client_data" / "odd", request.param)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("KLANT_HOME", str(home))
        return list(told_chapters("odd", patch))


def said(value: Any) -> Iterator[str]:
    """Every sentence in the words of a block, however deep."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list | tuple):
        for part in value.values() if isinstance(value, dict) else value:
            yield from said(part)


def test_every_chapter_opens_with_its_finding_and_says_what_it_cannot_tell(told):
    """One heading of the first level, in front; and a note `cannot`."""
    for chapter in told:
        levels = [block.level for block in chapter.blocks if isinstance(block, Heading)]
        assert levels[0] == 1 == levels.count(1), chapter.stem
        assert chapter.stem in FRAME or "cannot" in [b.key for b in chapter.blocks if isinstance(b, Note)], chapter.stem


def test_no_sentence_has_an_open_hole_or_what_is_no_number(told):
    """`nan`, `None` and `inf` mark a question that nobody asked, an empty sentence an answer that was forgotten."""
    sentences = [(c.stem, block.key, text) for c in told for block in c.blocks for text in said(block.words)]

    assert len(sentences) > 100
    assert [case for case in sentences if NO_NUMBER.search(case[2]) or HOLE.search(case[2])] == []
    assert [case for case in sentences if not case[2].strip()] == []


def test_every_chapter_that_has_its_data_is_told_in_every_language(told):
    """As many as there are workbooks, but for the two that read what the others found."""
    by_language = [{chapter.stem for chapter in told if chapter.language == language} for language in languages()]

    assert len(by_language[0]) > 10 and all(stems == by_language[0] for stems in by_language)
