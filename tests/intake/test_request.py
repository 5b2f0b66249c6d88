"""The data request: one page of native Word for the client and the bookkeeper; and all that `klant new` makes."""

from __future__ import annotations

from io import BytesIO

import pytest
from docx import Document

from klantlib.intake.request import request
from klantlib.languages import languages
from klantlib.render.word.accessibility import barriers
from klantlib.theme import house

FACTS = ["Exact Online", "Twinfield", "AFAS", "SnelStart", "Yuki", "XAF 3.1", "zip"]


def text(docx: bytes) -> str:
    body = Document(BytesIO(docx)).element.body
    return " ".join(node.text or "" for node in body.iter() if node.tag.endswith("}t"))


@pytest.mark.parametrize("language", languages())
def test_what_to_send_and_how(language):
    """Where the export is found, which columns, how to send it; and nobody is shut out."""
    docx = request(language, house())

    assert [fact for fact in FACTS if fact not in text(docx)] == []
    assert "[" in text(docx)  # what the consultant fills in
    assert barriers(docx) == []


@pytest.mark.slow
@pytest.mark.parametrize("language", languages())
def test_it_is_one_page(language, tmp_path, to_pdf, ooxml_validator):
    """And sound Word."""
    path = tmp_path / "request.docx"
    path.write_bytes(request(language, house()))

    assert ooxml_validator(path) == []
    assert to_pdf(path).read_bytes().count(b"/Type/Page\n") + to_pdf(path).read_bytes().count(b"/Type /Page\n") <= 1


@pytest.mark.parametrize(("language", "names"), [
    ("nl", {"client.toml", "data.xlsx", "gegevensvraag.docx", "LEESMIJ.txt"}),
    ("en", {"client.toml", "data.xlsx", "data_request.docx", "README.txt"}),
])  # fmt: skip
def test_a_new_client_gets_all_there_is(klant, home, language, names):
    """In its own language; checking it right away says what to do, and nothing is delivered yet."""
    status, said = klant("new", "jansen", "--language", language)
    checked, _ = klant("check", "jansen")
    folder = home / "client_data" / "jansen"

    assert status == 0 and checked == 2 and all(name in said for name in names)
    assert names <= {path.name for path in folder.iterdir()}


def test_a_house_style_that_is_not_in_order_stops_no_new_client(klant, home):
    """It is told by klant check."""
    (home / "client_data" / "house_style.toml").write_text("colours = 3\n", encoding="utf-8")

    assert klant("new", "jansen")[0] == 0
