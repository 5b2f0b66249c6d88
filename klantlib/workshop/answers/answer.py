"""What is right, and which names and numbers do the texts of the exercise need?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Answer:
    """
    `value`: a number (a share as a fraction), the key of a choice, or the name that is right. Where several names are,
    they stand in `right`; `names` are all that could be meant, so that half a name is known for whose it is.
    """

    value: float | str
    values: Mapping[str, Any] = field(default_factory=dict)  # the holes in the texts of the exercise
    right: frozenset[str] = frozenset()
    names: tuple[str, ...] = ()
