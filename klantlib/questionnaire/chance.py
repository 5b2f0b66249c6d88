"""What is drawn by lot for a form that comes back in a file, and is the same each time for the same file?"""

from __future__ import annotations

import hashlib

from klantlib.questionnaire.codes import CHANCES, SIGNS

LENGTH = 10  # signs of a token: one in 800 million million


def chance(*parts: bytes | str) -> int:
    """The part of a code that is drawn by lot, decided by these parts alone."""
    return _drawn(*parts) % CHANCES


def token(*parts: bytes | str) -> str:
    """The same as signs that are not mistaken for each other."""
    number = _drawn(*parts)
    return "".join(SIGNS[number // len(SIGNS) ** power % len(SIGNS)] for power in range(LENGTH))


def _drawn(*parts: bytes | str) -> int:
    """A whole number, as good as drawn by lot (SHA-256)."""
    mixed = hashlib.sha256()
    for part in parts:
        content = part.encode() if isinstance(part, str) else part
        mixed.update(len(content).to_bytes(8, "big") + content)
    return int.from_bytes(mixed.digest(), "big")
