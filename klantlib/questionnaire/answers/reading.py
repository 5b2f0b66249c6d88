"""Which sheets are in what was given? Whatever the route: code, letters, JSON, e-mail, Word or workbook."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from pydantic import ValidationError

from klantlib.questionnaire.answers.given import Given
from klantlib.questionnaire.answers.mail import parts, text_of, without_markup
from klantlib.questionnaire.codes import LETTERS, STATEMENTS, BadCode, codes_in, read_code, shown, write_code
from klantlib.questionnaire.editions import Editions
from klantlib.questionnaire.line import lines_in, read_line
from klantlib.questionnaire.sheets import BadSheet, Sheet, of_code, read_sheet

Found = Sheet | BadSheet | BadCode

TEXT = 512 * 1024  # characters: more is no e-mail that somebody wrote
BLANKS = re.compile(r"[^\S\n]{20,}")
LETTERS_ONLY = re.compile(rf"(?:[\s,;/]*[{re.escape(LETTERS)}]){{{STATEMENTS}}}\s*", re.IGNORECASE)
FORMS = (".json", ".docx", ".xlsx", ".ods")  # files that hold sheets and nothing else
# endings of files that are often sent, and cannot be read -> what to do (section in templates/answers.toml)
ELSEWISE = {**dict.fromkeys((".pdf", ".jpg", ".jpeg", ".png", ".heic", ".tif", ".tiff"), "picture"),
            ".msg": "outlook", ".zip": "packed", ".doc": "old_word", ".odt": "old_word"}  # fmt: skip


@dataclass(frozen=True)
class Reader:
    """Reads what was given, by the forms that a client handed out; `today` is the day on which a code came in."""

    forms: Editions
    today: date

    def read(self, given: Given) -> list[Found]:
        """Every sheet in it, and every reason why something in it is none; never nothing at all."""
        if given.wrong:
            return [BadSheet(given.wrong)]
        if given.path is None:
            return self._typed(given.content.decode(errors="replace"))
        return self._file(given.suffix, given.content) or [BadSheet("nothing_found")]

    def _file(self, suffix: str, content: bytes) -> list[Found]:
        if suffix == ".eml":
            return self._mail(content)
        if suffix in (".txt", ".text", ""):
            return self._text(text_of(content))
        if suffix in (".htm", ".html"):
            return self._text(without_markup(text_of(content)))
        return self._form(suffix, content)

    def _form(self, suffix: str, content: bytes) -> list[Found]:
        """A file that holds sheets and nothing else."""
        match suffix:
            case ".json":
                return [_tried(lambda: read_sheet(content))]
            case ".docx":
                return [_tried(lambda: self._word(content))]
            case ".xlsx" | ".ods":
                return self._team(content)
        return [BadSheet(ELSEWISE.get(suffix, "unknown_kind"))]

    def _mail(self, content: bytes) -> list[Found]:
        """The text and the forms that came with it; a signature's picture is none."""
        try:
            found = parts(content)
        except BadSheet as problem:
            return [problem]
        forms = [(f".{part.name.rpartition('.')[2].casefold()}", part.content) for part in found if part.name]
        came = [sheet for suffix, form in forms if suffix in FORMS for sheet in self._form(suffix, form)]
        good = {sheet.id for sheet in came if isinstance(sheet, Sheet)}
        text = "\n".join(part.content.decode() for part in found if not part.name)
        return [*came, *self._text(text, good)]

    def _text(self, text: str, known: Iterable[str] = ()) -> list[Found]:
        """Lines and codes; what merely looks like a code is no mistake where there is an answer too."""
        if text.lstrip().startswith("{"):
            return [_tried(lambda: read_sheet(text))]
        if len(text) > TEXT:
            return [BadSheet("too_large")]
        text = BLANKS.sub(" ", text)
        lines = lines_in(text)
        found = [_tried(lambda line=line: read_line(line, self.forms.form)) for line in lines]
        good = {*known, *(sheet.id for sheet in found if isinstance(sheet, Sheet))}
        codes = [code for code in codes_in(text) if code not in good and not any(code in line for line in lines)]
        told = [_tried(lambda code=code: self._code(code)) for code in codes]
        any_good = bool(good) or any(isinstance(sheet, Sheet) for sheet in told)
        kept = [
            it for code, it in zip(codes, told, strict=True) if isinstance(it, Sheet) or not any_good or _mixed(code)
        ]
        return [*found, *kept]

    def _typed(self, text: str) -> list[Found]:
        """A code, the six letters of a sheet on paper, or a text with codes or lines in it that somebody pasted."""
        if LETTERS_ONLY.fullmatch(text):
            return [self._letters(re.sub(r"[\s,;/]", "", text).upper())]
        if lines_in(text) or len(codes_in(text)) > 1:
            return self._text(text)
        return [_tried(lambda: self._code(text))]

    def _letters(self, letters: str) -> Sheet:
        """Paper has no code: one is drawn by lot."""
        form = self.forms.today("self_test")
        return of_code(write_code(letters, form.version), form, self.today)

    def _code(self, text: str) -> Sheet:
        code = read_code(text)
        return of_code(code.code, self.forms.of_version(code.version, shown(code.code)), self.today)

    def _word(self, content: bytes) -> Sheet:
        from klantlib.questionnaire.word.answers import read_word_form

        return read_word_form(content, self.forms.form, self.today)

    def _team(self, content: bytes) -> list[Found]:
        from klantlib.questionnaire.team.answers import read_team_sheet

        try:
            rows = read_team_sheet(content, self.forms.form, self.today)
        except BadSheet as problem:
            return [problem]
        return [*rows.sheets, *(BadSheet(it.reason, **it.values, row=str(row)) for row, it in rows.problems)]


def is_letters(given: Given) -> bool:
    """Was this a sheet on paper, whose code was drawn just now?"""
    return given.path is None and LETTERS_ONLY.fullmatch(given.content.decode(errors="replace")) is not None


def _mixed(code: str) -> bool:
    """Letters and digits: hardly a word, or a telephone number."""
    return not (code.isalpha() or code.isdigit())


def _tried(make: Callable[[], Sheet]) -> Found:
    try:
        return make()
    except (BadSheet, BadCode) as problem:
        return problem
    except ValidationError:  # a line whose check holds, and whose parts are no sheet's
        return BadSheet("shape")
