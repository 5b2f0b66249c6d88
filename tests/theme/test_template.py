"""Is a Word file known by the names of its styles, whatever its language?"""

from __future__ import annotations

import io
import zipfile

import pytest
from docx import Document

from klantlib.texts import TEMPLATES, read
from klantlib.theme.template import NEEDED, NoTemplate, lent, missing
from tests.own_template import own_template

OURS = (TEMPLATES / "report.docx").read_bytes()


def test_our_own_template_lacks_nothing():
    """It is what every other one is held against."""
    assert missing(OURS) == ()
    assert lent(OURS, OURS) == ()


def test_dutch_ids_do_not_matter():
    """Word's own names are English in every language: "heading 1" with the id Kop1."""
    assert missing(own_template()) == ()


def test_every_missing_style_is_named():
    """All at once, as Word names them."""
    assert missing(own_template(without=("toc 1", "caption"))) == ("caption", "toc 1")


def test_what_is_lent_is_named():
    """Our own boxes and tables are in no consultant's template; its headings are not lent."""
    names = lent(own_template(), OURS)
    assert {"Advice", "Report Table", "Table Text"} <= set(names)
    assert not set(names) & set(NEEDED)


def test_each_needed_style_has_a_name_for_the_reader():
    """What is missing is told as Word calls it in the reader's language, with what it is for."""
    words = read("messages")["word_styles"]
    assert {name.casefold().replace(" ", "_") for name in NEEDED} == words.keys()


def _zip(**parts: str) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return file.getvalue()


def _macros() -> bytes:
    """A document that may run programs (.docm): another kind of file."""
    file, old = io.BytesIO(), io.BytesIO()
    Document().save(old)
    with zipfile.ZipFile(old) as source, zipfile.ZipFile(file, "w") as package:
        for name in source.namelist():
            content = source.read(name)
            plain = b"openxmlformats-officedocument.wordprocessingml.document.main+xml"
            package.writestr(name, content.replace(plain, b"ms-word.document.macroEnabled.main+xml"))
    return file.getvalue()


@pytest.mark.parametrize(
    "content",
    [b"", b"no zip", _zip(), _zip(**{"[Content_Types].xml": "x"}), OURS[:4000], _macros()],
    ids=["empty", "no zip", "empty zip", "other zip", "cut off", "macros"],
)
def test_what_is_no_word_document_is_refused(content):
    """Before anything is written on it."""
    with pytest.raises(NoTemplate):
        missing(content)
