"""How wide is each column? Numbers whole and narrow, names with the room that is left."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from klantlib.render.ooxml import MM, TWIPS
from klantlib.theme import NOTE_SIZE

PORTRAIT, LANDSCAPE = round(160 * MM), round(247 * MM)  # the width of the text on A4, in our own template
PADDING = 200  # twips: both cell margins, and a hair for another font
COMFORT = round(30 * MM)  # a name may be wrapped, but not narrower than this
NARROW = 0.62  # a table that needs less of the page than this keeps its own width
EM = {**dict.fromkeys("iljftrI.,:;'|!()[]- \xa0\u202f", 0.3), **dict.fromkeys("mwMW%@&€", 0.83)}  # widths in Calibri
LETTER, CAPITAL = 0.51, 0.6


@dataclass(frozen=True)
class Column:
    """Formatted texts under a heading."""

    heading: str
    texts: Sequence[str]
    right: bool = False  # numbers: aligned right and never broken
    stretch: float = 1.0  # how much wider than Calibri its font is

    @property
    def natural(self) -> int:
        """Wide enough for every text on one line, and for the heading on two."""
        return round(self.stretch * max([self.two_lines, *map(width, self.texts)])) + PADDING

    @property
    def least(self) -> int:
        """As narrow as it may become: numbers whole, names wrapped."""
        longest = round(self.stretch * self.longest_word) + PADDING
        return self.natural if self.right else min(self.natural, max(COMFORT, longest))

    @property
    def two_lines(self) -> float:
        """The heading where it breaks best."""
        words = self.heading.split()
        breaks = ((" ".join(words[:n]), " ".join(words[n:])) for n in range(1, max(len(words), 1) + 1))
        return min((max(width(line, bold=True) for line in lines) for lines in breaks), default=0)

    @property
    def longest_word(self) -> float:
        return max((width(word, bold=True) for word in self.heading.split()), default=0)


def width(text: str, bold: bool = False) -> float:
    """About how wide a text stands in a table, in twips."""
    ems = sum(EM.get(letter, CAPITAL if letter.isupper() else LETTER) for letter in text)
    return ems * NOTE_SIZE * TWIPS * (1.06 if bold else 1.0)


def is_wide(columns: Sequence[Column], upright: int = PORTRAIT) -> bool:
    """Does this table want a page on its side? Only where numbers would break: each such page tears the text."""
    return sum(column.least for column in columns) > upright


def share_out(columns: Sequence[Column], available: int) -> list[int]:
    """The width of each column in twips; together never more than there is."""
    natural, least = ([getattr(column, name) for column in columns] for name in ("natural", "least"))
    if sum(least) >= available:
        return [wide * available // sum(least) for wide in least]
    if sum(natural) >= available:
        give = (available - sum(least)) / (sum(natural) - sum(least))
        return [int(small + (wide - small) * give) for small, wide in zip(least, natural, strict=True)]
    target = available if sum(natural) > NARROW * available else sum(natural)
    return [wide * target // sum(natural) for wide in natural]
