"""What was computed before and has not changed; and what is done where that cannot be kept or read."""

from unittest.mock import Mock

import pytest
from nbformat.v4 import new_markdown_cell, new_notebook

from klantlib.report.cache import ChapterCache

CHAPTER = new_notebook(cells=[new_markdown_cell("x")])


def test_a_chapter_comes_back_under_its_own_fingerprint_only(tmp_path):
    """Of each chapter the newest is kept."""
    store = ChapterCache(tmp_path)
    store.put("a", "first", CHAPTER)
    store.put("a", "second", CHAPTER)

    assert store.get("a", "first") is None
    assert store.get("a", "second").cells[0].source == "x"
    assert [path.name for path in store.folder.iterdir()] == ["a-second.ipynb"]


@pytest.mark.parametrize("content", [b"", b"{", b"\xff\xfe\x00"])
def test_a_damaged_chapter_is_computed_again(tmp_path, content):
    """A full disk or a machine that fell out may leave half a file."""
    store = ChapterCache(tmp_path)
    store.put("a", "key", CHAPTER)
    (store.folder / "a-key.ipynb").write_bytes(content)

    assert store.get("a", "key") is None


@pytest.mark.parametrize("problem", [PermissionError, OSError(28, "No space left on device"), OSError(30, "Read-only")])
def test_a_folder_that_cannot_be_written_has_no_cache(tmp_path, monkeypatch, problem):
    """The report does without."""
    monkeypatch.setattr("pathlib.Path.mkdir", Mock(side_effect=problem))
    ChapterCache(tmp_path).put("a", "key", CHAPTER)

    assert ChapterCache(tmp_path).get("a", "key") is None
