"""What did a person fill in, in a form of ours in Word? Strict: what is not ours, damaged or unclear is refused.

The form is mailed to several people, so the file itself says who: the same file, to the byte, is the same sheet, and
another file is another person, also where both answered alike. Whoever opens a form that came in and saves it anew
makes another file of it; so it is taken in as it came.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

from docx.oxml.ns import qn
from lxml.etree import _Element as Element

from klantlib.formats import text_of
from klantlib.languages import languages
from klantlib.questionnaire.chance import chance, token
from klantlib.questionnaire.codes import write_code
from klantlib.questionnaire.definition import KINDS, Form, Question
from klantlib.questionnaire.office_file import WordFile, opened
from klantlib.questionnaire.saying import words
from klantlib.questionnaire.sheets import TOKEN, BadSheet, Sheet, checked, coded
from klantlib.questionnaire.word.marks import Place, Stamp, bookmark_of
from klantlib.questionnaire.word.seen import controls, kept, shown, within

OPEN_BOXES = {"\N{BALLOT BOX}", "\N{WHITE SQUARE}", "\uf0a8", "\uf06f", "\uf071"}  # the last three: of Wingdings


def read_word_form(data: bytes, form_of: Callable[[str, str], Form], day: date) -> Sheet:
    """
    The sheet in a form of `word_form` that somebody filled in and saved.

    `form_of` gives the form of a kind and edition, and raises BadSheet where there is none; `day` is on which it came
    in, for a file that does not say when it was saved. Raises BadSheet where it is no whole Word document of ours, and
    where an answer is double, unclear, too long or missing.
    """
    file = opened(data)
    stamp = _known(file.stamp)
    form = form_of(stamp.kind, stamp.edition)
    answers = _answers(file, form)
    if not answers:
        raise BadSheet("empty")
    return checked(
        Sheet(
            kind=form.kind,
            edition=stamp.edition,
            language=stamp.language,
            day=(file.saved or day).isoformat(),
            id=_id(data, stamp, form, answers),
            answers=answers,
        ),
        form,
    )


def _known(stamp: Stamp | None) -> Stamp:
    if stamp is None or stamp.kind not in KINDS or stamp.language not in languages():
        raise BadSheet("not_ours")
    if stamp.id and not TOKEN.fullmatch(stamp.id):
        raise BadSheet("id", id=stamp.id)
    return stamp


def _id(data: bytes, stamp: Stamp, form: Form, answers: Mapping[str, str]) -> str:
    """The token of who was asked, or what the file itself draws."""
    if form.returns == "token":
        return stamp.id
    if form.returns == "sheet":
        return token(data)
    said = [answers.get(question.key, "") for question in coded(form)]
    if "" in said:
        raise BadSheet("open", question=coded(form)[said.index("")].text)
    return write_code(said, form.version, chance(data))


def _answers(file: WordFile, form: Form) -> dict[str, str]:
    """Question -> answer, of those that were answered."""
    found = controls(file.body)
    given = ((question, _answer(question, found, file, form.language)) for question in form.questions)
    return {question.key: answer for question, answer in given if answer}


def _answer(question: Question, found: Mapping[Place, Element], file: WordFile, language: str) -> str:
    if not question.options:
        return _typed(question, found, file, language)
    boxes = [found.get((question.key, number)) for number, _ in enumerate(question.options, start=1)]
    if None in boxes:  # some answer by taking away what does not hold: we do not guess
        raise BadSheet("unclear", question=question.text)
    ticked = [option.value for option, box in zip(question.options, boxes, strict=True) if _ticked(box, question)]
    if len(ticked) > 1:
        raise BadSheet("double", question=question.text)
    return "".join(ticked)


def _typed(question: Question, found: Mapping[Place, Element], file: WordFile, language: str) -> str:
    """The words in a field, without what stood there first; LibreOffice leaves no field but the bookmark around it."""
    control = found.get((question.key, 0))
    if control is not None and control.find(f"{qn('w:sdtPr')}/{qn('w:showingPlcHdr')}") is not None:
        return ""
    written = within(file.body, bookmark_of(question)) if control is None else shown(control)
    if written is None:
        raise BadSheet("unclear", question=question.text)
    hint = words(language).say("word", "type")
    text = text_of(written).replace(hint, "").strip()
    if len(text) > question.longest:
        raise BadSheet("too_long", question=question.text)
    return text


def _ticked(control: Element, question: Question) -> bool:
    """
    What the box shows is what the person saw; Word and LibreOffice change it together with the state that they keep.

    Raises BadSheet where the two differ, for then nobody knows what was meant.
    """
    sign, state = shown(control).strip(), kept(control)
    ticked = bool(sign) and sign not in OPEN_BOXES
    if state is not None and sign and ticked != state:
        raise BadSheet("unclear", question=question.text)
    return ticked or (not sign and bool(state))
