"""Which codes are in what somebody typed, pasted or sent? The good ones, and those refused, with the reason."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from klantlib.languages import usual
from klantlib.questionnaire.codes import CARRYING, TYPED, BadCode, Coded, codes_in, read_code, shown
from klantlib.questionnaire.definition import form

SIGNS = CARRYING + 1
CLOSE = 2  # so many signs too few or too many, and it was meant as a code
LISTED = 16  # no line is longer in a list of codes; a letter has longer ones
SHOWN = 24  # signs of a refused text that are repeated
# three signs and four of any kind: those that a code never has are the ones that are misheard
MEANT = re.compile(r"\b[0-9A-Z]{3}[-‐-– .]?[0-9A-Z]{4}\b", re.IGNORECASE)
FORM = "self_test"

Reason = Literal[
    "length", "sign", "check", "version", "none", "sheet", "other_kind", "too_large", "no_text", "unknown_kind"
]


@dataclass(frozen=True, order=True)
class Refusal:
    """What was not counted: as it was written, and why (a section of templates/workshop/poll.toml)."""

    text: str
    reason: Reason


@dataclass(frozen=True)
class Found:
    """Codes as they are kept, each once, and what was refused."""

    codes: tuple[str, ...] = ()
    refused: tuple[Refusal, ...] = ()

    def __or__(self, other: Found) -> Found:
        return Found(_once(self.codes + other.codes), _once(self.refused + other.refused))


def found(text: str, *, letter: bool = False) -> Found:
    """
    Every code in a text of any kind, with words around them, small letters, hyphens or spaces.

    Where all lines are short it is taken for a list, in which every line is meant as a code, unless it is a `letter`.

    >>> found("Jan: 6wk-9kzb, en 6WK-9KZC").codes, found("6WK 9KZC").refused
    (('6WK9KZB',), (Refusal(text='6WK-9KZC', reason='check'),))
    """
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    listed = not letter and (len(lines) == 1 or all(len(line) <= LISTED for line in lines))
    read = merged(_in_line(line, meant=listed) for line in lines)
    if lines and not (read.codes or read.refused):
        return Found(refused=(Refusal(short(lines[0]), "none"),))
    return read


def of_code(text: str) -> Found:
    """One code, or why it is none."""
    try:
        code = read_code(text)
    except BadCode as bad:
        return Found(refused=(Refusal(short(_as_read(text)), bad.reason),))
    return Found(codes=(code.code,)) if _current(code) else Found(refused=(Refusal(code.shown, "version"),))


def merged(parts: Iterable[Found]) -> Found:
    whole = Found()
    for part in parts:
        whole |= part
    return whole


def short(text: str) -> str:
    return text if len(text) <= SHOWN else text[: SHOWN - 1] + "…"


def _in_line(line: str, *, meant: bool) -> Found:
    """The codes in a line; else what in it was `meant` as one, as it is in a list of codes."""
    inside = codes_in(line)
    left = TYPED.sub(lambda match: " " if _kept(match[0]) in inside else match[0], line)
    misheard = [match[0] for match in MEANT.finditer(left) if _mixed(match[0])]
    if inside or misheard:
        return merged(of_code(text) for text in [*inside, *misheard])
    signs = _kept(line)
    near = abs(len(signs) - SIGNS) <= CLOSE and (meant or any(sign.isdigit() for sign in signs))
    return of_code(line) if near else Found()


def _kept(text: str) -> str:
    return re.sub(r"[\W_]", "", text).upper()


def _mixed(text: str) -> bool:
    """Letters and digits both: neither a word nor a number."""
    return any(sign.isdigit() for sign in text) and any(sign.isalpha() for sign in text)


def _as_read(text: str) -> str:
    """As people read a code, where it looks like one; else as it was written."""
    signs = _kept(text)
    return shown(signs) if len(signs) == SIGNS and not signs.isalpha() else text.strip()


def _current(code: Coded) -> bool:
    return code.version == form(FORM, usual()).version


def _once(values: tuple) -> tuple:
    return tuple(dict.fromkeys(values))
