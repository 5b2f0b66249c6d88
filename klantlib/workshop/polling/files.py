"""Which codes are in a file that somebody dropped: a text, an e-mail, or the file that the questionnaire makes?"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

from klantlib.languages import usual
from klantlib.questionnaire.definition import form
from klantlib.questionnaire.sheets import BadSheet, checked, read_sheet
from klantlib.workshop.polling.found import FORM, Found, Refusal, found, merged, of_code, short

LARGEST = 2_000_000  # bytes: a mail with a form attached is far below it
ENCODINGS = ("utf-8-sig", "cp1252", "latin-1")  # the last reads anything
BYTE_MARKS = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
TAG = re.compile(r"<[^>]{0,2000}>")


def in_file(name: str, content: bytes) -> Found:
    """The codes in a file; what is no text, e-mail or JSON of ours is refused by its name."""
    read = KINDS.get(Path(name).suffix.casefold())
    if read is None:
        return _refused(name, "unknown_kind")
    if len(content) > LARGEST:
        return _refused(name, "too_large")
    inside = read(content, name)
    return inside if inside.codes or inside.refused else _refused(name, "none")


def _text(content: bytes, name: str) -> Found:
    if b"\0" in content and content[:2] not in BYTE_MARKS:
        return _refused(name, "no_text")
    return found(_decoded(content))


def _json(content: bytes, name: str) -> Found:
    """One sheet, held to the form that it answers; its code is its id."""
    try:
        sheet = read_sheet(_decoded(content))
        if sheet.kind != FORM:
            return _refused(name, "other_kind")
        return of_code(checked(sheet, form(FORM, usual())).id)
    except BadSheet:
        return _refused(name, "sheet")


def _mail(content: bytes, name: str) -> Found:
    """What is written in a mail, and what is attached to it; its headings hold no codes."""
    message = message_from_bytes(content, policy=default)
    return merged(_parts(message, name))


def _parts(message: EmailMessage, name: str) -> Iterator[Found]:
    body = message.get_body(("plain", "html"))
    if body is not None:
        yield found(_spoken(body), letter=True)
    for attached in message.iter_attachments():
        called = attached.get_filename() or name
        if Path(called).suffix.casefold() in ATTACHED:
            yield in_file(called, attached.get_payload(decode=True) or b"")


def _spoken(body: EmailMessage) -> str:
    """A part of a mail as text; an unknown alphabet is read as any other file."""
    try:
        text = body.get_content()
    except LookupError:
        text = _decoded(body.get_payload(decode=True))
    return TAG.sub(" ", text) if body.get_content_subtype() == "html" else text


def _decoded(content: bytes) -> str:
    marked = BYTE_MARKS.get(content[:2])
    for encoding in (marked,) if marked else ENCODINGS:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return content.decode("latin-1")


def _refused(name: str, reason: str) -> Found:
    return Found(refused=(Refusal(short(name), reason),))


KINDS: Mapping[str, Callable[[bytes, str], Found]] = {".txt": _text, ".csv": _text, ".eml": _mail, ".json": _json}
ATTACHED = (".txt", ".json")
