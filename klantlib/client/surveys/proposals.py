"""Which section of client.toml would read a survey? Written out, to be pasted and looked over."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from klantlib.client import contract
from klantlib.client.contract import BARE
from klantlib.client.problems import Proposal
from klantlib.client.surveys.questions import Suggested
from klantlib.client.values import UNPRINTABLE
from klantlib.words import Words

LISTED = 30  # questions named that nothing is made of; a proposal is to be read
SHORT = 24  # characters of a survey's name in client.toml


@dataclass(frozen=True)
class SurveyProposal(Proposal):
    """A whole section, with those below it; `section` is its name, `line` all that follows."""

    file: str = ""
    sheet: str = ""
    found: Suggested | None = None

    def line(self, language: str) -> str:
        return "\n".join(_lines(self, language))

    def heading(self, language: str) -> str:
        return self.section


class DayProposal(Proposal):
    """The day of a survey that does not note days: the key is a column, and no table stands before it."""

    def line(self, language: str) -> str:
        return f"{_word(self.key, language)} = {self.value}"


def proposed(name: str, file: str, sheet: str | None, found: Suggested) -> SurveyProposal:
    """The section for this export; `name` is that of the survey in client.toml."""
    return SurveyProposal(f"surveys.{name}", "file", toml(file), (), file, sheet or "", found)


def named(stem: str) -> str:
    """
    A name for a survey, after its file.

    >>> named("Klanttevredenheid 2025(1-48)"), named("日本")
    ('klanttevredenheid_2025_1', 'survey')
    """
    words = re.findall(r"[a-z0-9]+", stem.casefold())
    return "_".join(words)[:SHORT].strip("_") or "survey"


def toml(text: str) -> str:
    """A text as TOML writes it."""
    return '"' + re.sub(UNPRINTABLE, " ", text).replace("\\", "\\\\").replace('"', '\\"') + '"'


def _lines(proposal: SurveyProposal, language: str) -> Iterator[str]:
    found, words = proposal.found or Suggested(), Words("messages", language)
    yield f"file = {toml(proposal.file)}"
    if proposal.sheet:
        yield f"sheet = {toml(proposal.sheet)}"
    if found.satisfaction or found.aspects or not found.self_test:
        yield from _customer(found, words)
    common = {column: text for column, text in found.common.items() if column in ("date", "role")}
    yield from _asked(common, language)
    yield from _satisfaction(proposal.section, found, words)
    if found.self_test:
        yield f"[{proposal.section}.{_key(contract.word('self_test', language))}]"
        yield from _asked(found.self_test, language, "self_test")
    for aspect, asked in found.aspects.items():
        yield f"[{proposal.section}.{_key(contract.word('aspects', language))}.{_key(aspect)}]"
        yield from _asked(asked, language, "aspects")
    if found.scales:
        yield f"[{proposal.section}.scales]"
        yield from (f"{_anywhere(column, language)} = {toml(scale)}" for column, scale in found.scales.items())
    yield from (f"# {words.say('survey_proposal', 'unused')} {toml(text)}" for text in found.rest[:LISTED])
    if more := found.rest[LISTED:]:
        yield f"# {words.say('survey_proposal', 'more', n=len(more))}"


def _satisfaction(section: str, found: Suggested, words: Words) -> Iterator[str]:
    """Its questions; where nothing else was recognised either, the one that counts is still to be filled in."""
    if not found.satisfaction and (found.aspects or found.self_test):
        return
    yield f"[{section}.{_key(contract.word('satisfaction', words.language))}]"
    if "overall" not in found.satisfaction:
        yield f'{_word("overall", words.language)} = ""  # {words.say("survey_proposal", "overall")}'
    yield from _asked(found.satisfaction, words.language)


def _asked(questions: Mapping[str, str], language: str, table: str = "") -> Iterator[str]:
    yield from (f"{_word(column, language, table)} = {toml(text)}" for column, text in questions.items())


def _customer(found: Suggested, words: Words) -> Iterator[str]:
    name = _word("customer_id", words.language)
    if "customer_id" in found.common:
        yield f"{name} = {toml(found.common['customer_id'])}"
    else:
        yield f'{name} = ""  # {words.say("survey_proposal", "customer")}'


def _word(column: str, language: str, table: str = "") -> str:
    """A column as the reader calls it, as a key of TOML."""
    table = table or ("self_test" if column == "role" else "satisfaction")
    return _key(contract.word(column, language, table))


def _anywhere(column: str, language: str) -> str:
    table = "aspects" if column in contract.tables()["aspects"].columns else "satisfaction"
    return _word(column, language, table)


def _key(text: str) -> str:
    return text if text and BARE.fullmatch(text) else toml(text)
