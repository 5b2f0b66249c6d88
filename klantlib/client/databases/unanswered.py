"""Why did a database not answer? Never with what a driver says of its connection: that repeats passwords."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

REASON_SHOWN = 160  # characters of what a database says about a question
ERROR_CLASS = re.compile(r"^\[[A-Z_.]+\]\s*")  # Spark's own name of a mistake


class Unanswered(Exception):
    """A database that cannot be read; `key` says why (section in templates/messages.toml)."""

    def __init__(self, key: str, value: str = "", **values: Any):
        super().__init__(key)
        self.key, self.value, self.values = key, value, values


@contextmanager
def worded(errors: tuple[type[Exception], ...], key: str, value: str = "", **values: Any) -> Iterator[None]:
    """What the driver raises here becomes this key; what it said is not kept."""
    try:
        yield
    except errors:
        failed = True
    else:
        failed = False
    if failed:
        raise Unanswered(key, value, **values)


@contextmanager
def asking(errors: tuple[type[Exception], ...], secrets: Iterable[str]) -> Iterator[None]:
    """What the database says about a question may be told, unless it repeats a secret."""
    try:
        yield
    except errors as error:
        said = reason(str(error), secrets)
    else:
        return
    raise Unanswered("question_refused", said=said) if said else Unanswered("no_answer")


def reason(said: str, secrets: Iterable[str]) -> str:
    """
    The first line of what a database said; nothing where that names a secret or an address.

    >>> reason('column "omzt" does not exist\\nLINE 1', ["geheim"]), reason("no access with geheim", ["geheim"])
    ('column "omzt" does not exist', '')
    """
    first = ERROR_CLASS.sub("", next((line.strip() for line in said.splitlines() if line.strip()), ""))
    if "://" in said or "password" in said.casefold() or any(secret in said for secret in secrets):
        return ""
    return first if len(first) <= REASON_SHOWN else first[: REASON_SHOWN - 1] + "…"
