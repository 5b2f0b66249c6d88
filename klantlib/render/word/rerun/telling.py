"""What does our comment on an edited region say? What the data said before and say now, line by line."""

from __future__ import annotations

from collections.abc import Sequence

from klantlib.render.word.rerun.differences import Pair
from klantlib.words import Words

LINES = 12  # that a comment shows; a long table stands in the appendix
SECTION = "rerun"  # of templates/words.toml


def told(changed: Sequence[Pair], words: Words) -> list[str]:
    """The lines of a comment; where old and new together are too long, the new ones."""
    both = [line for pair in changed for line in _line(pair, words)]
    if len(both) <= LINES and any(old for old, _ in changed):
        return [words.say(SECTION, "changed"), *both]
    new = [line for _, line in changed if line]
    more = [words.say(SECTION, "more", n=len(new) - LINES)] if len(new) > LINES else []
    return [words.say(SECTION, "new_value"), *new[:LINES], *more]


def _line(pair: Pair, words: Words) -> list[str]:
    return [words.say(SECTION, part, line=line) for part, line in zip(("was", "becomes"), pair, strict=True) if line]
