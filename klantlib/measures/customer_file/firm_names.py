"""Are two names those of one firm? What people vary is taken out; what makes another firm of it stays."""

from __future__ import annotations

import re
import unicodedata
from enum import IntEnum
from functools import lru_cache
from typing import NamedTuple

from rapidfuzz import fuzz
from rapidfuzz.distance import DamerauLevenshtein

# what says how a firm is organised, and is written or left out as people please; not stichting or vereniging: those
# stand beside the firm of the same name
FORMS = frozenset({
    "bv", "nv", "vof", "cv", "bvba", "sprl", "srl", "sa", "sarl", "sas", "gmbh", "ag", "kg", "ohg", "ltd", "limited",
    "inc", "llc", "llp", "plc", "corp", "maatschap", "eenmanszaak", "firma", "fa", "bvio", "io", "ua", "ba", "wa",
})  # fmt: skip
# words that make another firm of the same name: a parent, its property, the son beside the father
OTHERS = frozenset({
    "holding", "beheer", "groep", "group", "vastgoed", "exploitatie", "participaties", "pensioen", "invest",
    "investments", "investment", "management", "international", "nederland", "netherlands", "belgie", "belgium",
    "deutschland", "europe", "stichting", "vereniging", "trust", "onroerend", "verhuur", "junior", "jr", "senior",
    "sr", "zoon", "zn", "zonen", "dochter", "dochters", "erven", "weduwe", "broers",
})  # fmt: skip
FILLING = re.compile("de|het|the|t|en|and|und|et")  # written or left out
TITLES = frozenset({"dhr", "mevr", "mw", "hr", "heer", "mevrouw", "mr", "mrs", "ms", "drs", "dr", "ing", "ir"})
SPELLINGS = {"gebr": "gebroeders", "mij": "maatschappij", "handelsond": "handelsonderneming", "vd": "van der"}
FORMS_APART = re.compile(r"\b(?:b v b a|b v|n v|v o f|c v|u a|i o)\b")  # forms written with points
ONE_ERROR_FROM = 5  # letters: a slip in a shorter word makes another word of it (Vos, Bos)
TWO_ERRORS_FROM = 9  # letters
ALIKE = 75  # of 100: two words that may be one, for people to judge
TELLING = 3  # letters of a word that can say by itself whom it is about


class Likeness(IntEnum):
    """How alike two names are."""

    apart = 0  # a holding and its daughter, father and son, branch 12 and branch 13
    other = 1
    partly = 2  # one says more than the other, or words that look alike: for people to judge
    slip = 3  # the same but for a slip of the pen
    same = 4  # the same but for legal form, order, accents, spaces


class Name(NamedTuple):
    """A name as far as it tells firms apart."""

    words: tuple[str, ...]  # sorted, without forms, titles and filling
    whole: str  # the same in the order in which they stand, without spaces
    initials: frozenset[str]  # words of one letter
    marks: frozenset[str]  # words that make another firm of it, and numbers

    @property
    def key(self) -> str:
        """What two spellings of one name share."""
        return "".join(self.words) + "|" + "".join(sorted(self.initials)) + "|" + " ".join(sorted(self.marks))

    @property
    def shown(self) -> str:
        """The words that are compared, and where there are none what else there is."""
        return " ".join(self.words or sorted(self.initials | self.marks))


@lru_cache(maxsize=1 << 18)
def parsed(text: str) -> Name:
    """
    The words of a name.

    >>> parsed("Bakker Bouw B.V.").key == parsed("bouw, BÀKKER bv").key
    True
    >>> parsed("Jansen Holding BV").key == parsed("Jansen Beheer B.V.").key
    False
    """
    words = [word for word in _words(text) if word not in TITLES and not FILLING.fullmatch(word)]
    firm = [word for word in words if word not in FORMS] or words  # "BV BV" is a name too
    marks = frozenset(word for word in firm if word in OTHERS or word.isdigit())
    initials = frozenset(word for word in firm if len(word) == 1 and not word.isdigit())
    words = [word for word in firm if word not in marks | initials]
    return Name(tuple(sorted(words)), "".join(words), initials, marks)


def plain_words(text: str) -> str:
    """
    A text in small letters, without accents and signs.

    >>> plain_words("  Café-'t Hoekje B.V. ")
    'cafe t hoekje b v'
    """
    letters = unicodedata.normalize("NFKD", text).casefold()
    plain = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return re.sub(r"[\W_]+", " ", plain).strip()


def _words(text: str) -> list[str]:
    plain = plain_words(text.replace("&", " en "))
    joined = FORMS_APART.sub(lambda found: found.group().replace(" ", ""), plain)
    return " ".join(SPELLINGS.get(word, word) for word in joined.split()).split()


def likeness(one: str, other: str) -> Likeness:
    """
    How alike two names are; the order of the two does not matter.

    >>> likeness("Bakker Bouw B.V.", "Bouw Bakkr"), likeness("J. Jansen", "P. Jansen"), likeness("De Wit", "De Vit")
    (<Likeness.slip: 3>, <Likeness.apart: 0>, <Likeness.other: 1>)
    """
    first, second = parsed(one), parsed(other)
    if first.marks != second.marks or (first.initials and second.initials and first.initials != second.initials):
        return Likeness.apart
    if not first.words or not second.words:
        return Likeness.same if first == second else Likeness.other
    if first.words == second.words or first.whole == second.whole:
        return _with_initials(first, second, Likeness.same)
    return _with_initials(first, second, _worded(first, second))


def _with_initials(first: Name, second: Name, found: Likeness) -> Likeness:
    """Initials that only one of them has leave some doubt."""
    return min(found, Likeness.partly) if first.initials != second.initials else found


def _worded(first: Name, second: Name) -> Likeness:
    rest, others = _without(first.words, second.words), _without(second.words, first.words)
    if not rest or not others:
        shared = [word for word in first.words if word in second.words]
        return Likeness.partly if any(len(word) >= TELLING for word in shared) else Likeness.other
    if len(rest) == len(others) and all(_slip(a, b) for a, b in zip(rest, others, strict=True)):
        return Likeness.slip
    if len(rest) != len(others) and _slip(first.whole, second.whole):
        return Likeness.slip
    return Likeness.partly if _alike(rest, others) and _alike(others, rest) else Likeness.other


def _alike(words: list[str], others: list[str]) -> bool:
    """Has each of these words one that looks like it?"""
    return all(max(fuzz.ratio(word, other) for other in others) >= ALIKE for word in words)


def _without(words: tuple[str, ...], others: tuple[str, ...]) -> list[str]:
    left = list(others)
    return [word for word in words if not (word in left and not left.remove(word))]


def _slip(one: str, other: str) -> bool:
    """Is the one the other with a letter missing, too many, wrong, or two that changed places?"""
    shortest = min(len(one), len(other))
    allowed = 2 if shortest >= TWO_ERRORS_FROM else 1 if shortest >= ONE_ERROR_FROM else 0
    return DamerauLevenshtein.distance(one, other, score_cutoff=allowed) <= allowed
