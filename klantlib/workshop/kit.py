"""What is in the kit of a workshop, and how does it come into a folder without losing what somebody changed there?"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from klantlib.client.opening import open_client
from klantlib.words import Words
from klantlib.workshop.actions import action_list
from klantlib.workshop.answers import told
from klantlib.workshop.case import SEED, case_files
from klantlib.workshop.case.firm import firm
from klantlib.workshop.installation import installation_check
from klantlib.workshop.notebooks import participant, solution
from klantlib.workshop.plan import Plan, plan
from klantlib.workshop.poll import poll_notebook
from klantlib.workshop.putting import Put, put
from klantlib.workshop.script import script
from klantlib.workshop.slides import slides
from klantlib.workshop.study import Study
from klantlib.workshop.theme import FORM, HOUR, THEMES, Workshop, workshop
from klantlib.workshop.worksheet import worksheet

CASE = "case"


def write_kit(
    folder: Path, themes: Sequence[str] = THEMES, *, hours: float = FORM / HOUR, language: str, seed: int = SEED
) -> list[Put]:
    """
    The kits of these themes, each in a folder of its own; what became of each file.

    Raises Refused where the hours are too few for one of the themes, or are no hours of a day; nothing is then written.
    """
    plans = {theme: plan(workshop(theme, language), hours) for theme in themes}
    files = case_files(seed, language)
    study = _studied(files)
    kits = {theme: _kit(theme, plans[theme], study, language, seed) for theme in themes}
    case = {f"{CASE}/{name}": content for name, content in files.items()}
    return [result for theme, kit in kits.items() for result in put(folder / theme, {**kit, **case})]


def _studied(files: dict[str, bytes]) -> Study:
    """The case, opened away from the kit, so that no cache comes along."""
    with TemporaryDirectory() as place:
        case = Path(place) / CASE
        case.mkdir()
        for name, content in files.items():
            (case / name).write_bytes(content)
        return Study(open_client(CASE, place))


def _kit(theme: str, minutes: Plan, study: Study, language: str, seed: int) -> dict[str, bytes]:
    """Every file but the case, by name."""
    told_of = told(theme, language, study.data)
    texts = {
        "participant.ipynb": participant(theme, language, study.data, seed),
        "solution.ipynb": solution(theme, language, study.data, seed),
        "poll.ipynb": poll_notebook(language),
        "slides.html": slides(told_of, minutes, study),
        "check_installation.py": installation_check(language),
        "README.md": _readme(told_of, minutes, study, seed),
    }
    documents = {"script.docx": script, "worksheet.docx": worksheet, "actions.docx": action_list}
    return {
        **{name: text.encode() for name, text in texts.items()},
        **{name: made(told_of, minutes, study) for name, made in documents.items()},
    }


def _readme(told_of: Workshop, minutes: Plan, study: Study, seed: int) -> str:
    words, case = Words("workshop", told_of.language), Words("workshop_case", told_of.language)
    return words.say(
        "readme",
        theme=told_of.name,
        question=told_of.question,
        minutes=minutes.minutes,
        firm=study.data.settings.name,
        trade=case.say(firm(seed, case).trade, "trade"),
        seed=seed,
    )
