"""What stands in an e-mail that was saved as a file? Its text, and the files that came with it; nothing is run."""

from __future__ import annotations

import codecs
import email
import re
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import Message
from html import unescape
from pathlib import PurePath

from klantlib.questionnaire.sheets import BadSheet

PARTS = 200  # of one message; a real one has a handful
HEADER = 4000  # characters that say what a part is; reading a longer one takes longer than anybody waits
UNSEEN = re.compile(r"<(script|style|head)\b", re.IGNORECASE)  # what a reader of a page does not see
BLOCK = re.compile(r"</?(?:br|p|div|tr|td|th|li|ul|ol|h\d|pre|table|blockquote)\b[^<>]*>", re.IGNORECASE)
TAG = re.compile(r"<[^<>]*>")
BOMS = {codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
GIVEN_UP = (RecursionError, LookupError, ValueError, TypeError, AttributeError)  # how `email` says that it cannot


@dataclass(frozen=True)
class Part:
    """A text of a message, or a file that came with it."""

    name: str  # of the file; empty where it is the text itself, which is then in UTF-8
    content: bytes


def parts(content: bytes) -> list[Part]:
    """
    The text of a message and its attachments; of a text that is there twice, plain and as a page, the plain one.

    Raises BadSheet where it is no message, or one that was made to do harm.
    """
    try:
        found = list(_parts(email.message_from_bytes(content)))
    except GIVEN_UP as error:
        raise BadSheet("no_mail") from error
    plain = any(kind == "text/plain" and part.content.strip() for kind, part in found)
    return [part for kind, part in found if not (plain and kind == "text/html")]


def text_of(content: bytes, charset: str = "") -> str:
    """Letters, however they were written: by its mark, as the message says, in UTF-8, else in code page 1252."""
    marked = next((name for mark, name in BOMS.items() if content.startswith(mark)), "")
    for encoding in filter(None, (marked, charset, "utf-8")):
        try:
            return content.decode(encoding)
        except (LookupError, ValueError):  # no such encoding, or not in it
            continue
    return content.decode("cp1252", errors="replace")


def without_markup(text: str) -> str:
    """The words of a page, a line where a reader sees one."""
    return unescape(TAG.sub("", BLOCK.sub("\n", "".join(_seen(text)))))


def _seen(text: str) -> Iterator[str]:
    """Without scripts and styles; from one that does not end, nothing more is seen."""
    at = 0
    lower = text.lower()
    while found := UNSEEN.search(text, at):
        yield text[at : found.start()]
        end = lower.find(f"</{found[1].lower()}", found.end())
        at = end if end >= 0 else len(text)
    yield text[at:]


def _parts(message: Message) -> Iterator[tuple[str, Part]]:
    for number, part in enumerate(message.walk()):
        said = [str(part.get(header, "")) for header in ("content-type", "content-disposition")]
        if number > PARTS or any(len(header) > HEADER for header in said):
            raise BadSheet("no_mail")
        content = None if part.is_multipart() else part.get_payload(decode=True)
        if isinstance(content, bytes):
            yield _part(part, content)


def _part(part: Message, content: bytes) -> tuple[str, Part]:
    """A file by its name; else the text as UTF-8, whatever it came in."""
    kind, name = part.get_content_type(), PurePath(part.get_filename() or "").name
    if name or not kind.startswith("text/"):
        return "file", Part(name or kind.replace("/", "."), content)
    text = text_of(content, part.get_content_charset() or "")
    return kind, Part("", (without_markup(text) if kind == "text/html" else text).encode("utf-8", "replace"))
