"""What do we ask of a client, column by column, and for which chapter? Words for the fill-in book and the request."""

from __future__ import annotations

from klantlib.chapters import name_of, needs_of, stem_of, workbooks
from klantlib.client.contract import Column
from klantlib.formats import together
from klantlib.words import Words


def explained(table: str, column: Column, words: Words) -> str:
    """What a column means, what form its values have, and whether it may stay empty."""
    section = table if words.has(table, column.name) else "columns"
    needed = words.say("hint", "required" if column.required else "optional")
    return " ".join(filter(None, (words.say(section, column.name), hint(column, words), needed)))


def hint(column: Column, words: Words) -> str:
    """The form of its values; nothing of a text that has no known names."""
    kind = "named" if column.names_known else column.kind
    if not words.has("hint", kind):
        return ""
    choices = ", ".join(spoken[words.language] for spoken in column.choices.values())
    return words.say("hint", kind, low=column.low, high=column.high, choices=choices)


def chapters_of(table: str, words: Words) -> str:
    """The chapters that need this table, or one of several among which it is."""
    stems = [stem_of(path) for path in workbooks()]
    needing = [stem for stem in stems if any(table in need.split("|") for need in needs_of(stem))]
    names = [name_of(stem, words.language) for stem in needing]
    return together(names, words.language) if names else words.say("book", "sharpens")
