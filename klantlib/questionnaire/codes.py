"""How do six answers travel as seven signs that can be said over the phone?

A sign is one of 31: digits and capitals without 0, 1, I, L and O, which are mistaken for each other. Six signs carry
the answers, the version of the form and a part drawn by lot, so that two people who answer alike still have two codes;
the seventh is a check. 31 is a prime and every place weighs differently, so that one wrong sign, or two that changed
places, is always noticed (weighted check digits: Wagner and Putter, 1989). The number is stirred before it is written,
for sheets that are alike should not look alike; that hides nothing from who knows the rule, and is no secret.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

SIGNS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
LETTERS = "ABCD?"  # the answers a code can hold; ? is "don't know"
STATEMENTS = 6
VERSIONS = 8  # a form's version is 0 to 7
CARRYING = 6  # signs before the check
SPACE = len(SIGNS) ** CARRYING
SHEETS = len(LETTERS) ** STATEMENTS
CHANCES = SPACE // (SHEETS * VERSIONS)  # what is drawn by lot: 0 to 7,099
STIR, SHIFT = 7_654_321, 123_456_789  # number x STIR stays below 2^53, so that a browser counts it exactly
TYPED = re.compile(rf"\b([{SIGNS}]{{3}})[-\u2010-\u2013 .]?([{SIGNS}]{{4}})\b", re.IGNORECASE)

Reason = Literal["length", "sign", "check", "version"]


class BadCode(ValueError):
    """A code that nobody was given: mistyped, or not a code."""

    def __init__(self, reason: Reason, code: str) -> None:
        super().__init__(f"{reason}: {code}")
        self.reason, self.code = reason, code


@dataclass(frozen=True)
class Coded:
    """What a code says."""

    code: str  # seven signs, as kept
    answers: str  # six of LETTERS
    version: int

    @property
    def shown(self) -> str:
        """As people read it: three signs, a hyphen, four."""
        return shown(self.code)


def write_code(answers: Sequence[str], version: int, chance: int | None = None) -> str:
    """
    Seven signs for six answers of LETTERS; `chance` is drawn where it is not given.

    >>> shown(write_code("ABCD?A", version=1, chance=42))
    '6WK-9KZB'

    Raises ValueError where an answer, version or chance is not one there is.
    """
    chance = secrets.randbelow(CHANCES) if chance is None else chance
    sheet = len(answers) == STATEMENTS and set(answers) <= set(LETTERS)
    if not (sheet and 0 <= version < VERSIONS and 0 <= chance < CHANCES):
        raise ValueError(f"no such sheet: {answers}, version {version}, chance {chance}")
    number = chance * VERSIONS + version
    for answer in answers:
        number = number * len(LETTERS) + LETTERS.index(answer)
    places = _places((number * STIR + SHIFT) % SPACE)
    return "".join(SIGNS[place] for place in (*places, _check(places)))


def read_code(text: str) -> Coded:
    """
    The answers of one code, however it was typed: small letters, hyphens and spaces do not matter.

    >>> read_code("6wk 9kzb").answers
    'ABCD?A'

    Raises BadCode: seven signs are needed, of those there are, and the check must hold.
    """
    code = re.sub(r"[\W_]", "", text).upper()
    if wrong := set(code) - set(SIGNS):
        raise BadCode("sign", "".join(sorted(wrong)))
    if len(code) != CARRYING + 1:
        raise BadCode("length", code)
    *places, check = (SIGNS.index(sign) for sign in code)
    if check != _check(places):
        raise BadCode("check", code)
    number, sheet = divmod((_number(places) - SHIFT) * pow(STIR, -1, SPACE) % SPACE, SHEETS)
    chance, version = divmod(number, VERSIONS)
    if chance >= CHANCES:  # the few numbers that no sheet is written as
        raise BadCode("check", code)
    return Coded(code, "".join(LETTERS[place] for place in _places(sheet, len(LETTERS))), version)


def shown(code: str) -> str:
    return f"{code[:3]}-{code[3:]}"


def codes_in(text: str) -> list[str]:
    """
    Everything in a text that looks like a code, once each, in order; whether it is one, `read_code` says.

    A word of seven small letters is taken for one only where it stands alone on its line.

    >>> codes_in("Mijn code is 6WK-9KZB, en die van Jan: 6wk9kzb. Klanten kennen wij.")
    ['6WK9KZB']
    """
    found = dict.fromkeys(
        (match[1] + match[2]).upper()
        for line in text.splitlines()
        for match in TYPED.finditer(line)
        if _meant(match[0], line)
    )
    return list(found)


def _meant(typed: str, line: str) -> bool:
    return typed == line.strip() or any(sign.isdigit() for sign in typed) or typed.upper() == typed


def _places(number: int, base: int = len(SIGNS)) -> list[int]:
    """The six digits of a number in a base, the first the highest."""
    return [number // base**power % base for power in reversed(range(CARRYING))]


def _number(places: Sequence[int]) -> int:
    number = 0
    for place in places:
        number = number * len(SIGNS) + place
    return number


def _check(places: Sequence[int]) -> int:
    """The digit that makes the weighted sum of all seven a multiple of 31."""
    total = sum(weight * place for weight, place in enumerate(places, start=1))
    return -total * pow(CARRYING + 1, -1, len(SIGNS)) % len(SIGNS)
