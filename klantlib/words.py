"""Which words, in which language? The texts in templates/*.toml, their holes filled.

A file has sections, a section has parts, a part has every language beside the other:

    [loss_makers]
    text.nl = "{n:count klant kost|klanten kosten} ons {loss:money}."
    text.en = "{n:count customer costs|customers cost} us {loss:money}."
    like = "losses_how"                   # takes the parts that it lacks from [losses_how]
    of = "questionnaires/self_test"       # and from the section of this name in another file
    tables = ["transactions", "costs"]    # what is no text has no language
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from klantlib.formats import Sentence
from klantlib.languages import usual
from klantlib.texts import read


@dataclass(frozen=True)
class Words:
    """The texts of one file in one language, with numbers written that language's way."""

    name: str  # file under templates/, without .toml
    language: str = field(default_factory=usual)
    currency: str = "EUR"

    def say(self, section: str, part: str = "text", /, **values: Any) -> str:
        """One text with its holes filled; LookupError names the file, section and part that is missing."""
        text = self.parts(section).get(part)
        if text is None:
            raise LookupError(f"templates/{self.name}.toml: [{section}] has no {part}.{self.language}")
        try:
            return self.sentence.format(text, **values)
        except (LookupError, ValueError) as problem:
            raise LookupError(f"templates/{self.name}.toml: [{section}] {part}.{self.language}: {problem}") from problem

    def parts(self, section: str) -> dict[str, str]:
        """The parts of a section that are there in this language, holes not yet filled."""
        parts = read(self.name).get(section, {})
        borrowed = self.parts(parts["like"]) if "like" in parts else {}
        if isinstance(parts.get("of"), str):
            borrowed |= Words(parts["of"], self.language).parts(section)
        own = {part: texts for part, texts in parts.items() if isinstance(texts, Mapping)}
        return borrowed | {part: texts[self.language] for part, texts in own.items() if self.language in texts}

    def fact(self, section: str, name: str) -> Any:
        """What a section, or the one that it is like, says in no language; None where neither does."""
        parts = read(self.name).get(section, {})
        return parts.get(name) or (self.fact(parts["like"], name) if "like" in parts else None)

    def has(self, section: str, part: str = "text") -> bool:
        return part in self.parts(section)

    @property
    def terms(self) -> dict[str, str]:
        """The words for values that are keys, such as the eight policies: section [terms]."""
        return self.parts("terms")

    @property
    def sentence(self) -> Sentence:
        return Sentence(self.language, self.currency, self.terms)
