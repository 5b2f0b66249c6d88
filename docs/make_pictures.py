"""Renew the pictures in the guides: `python docs/make_pictures.py`, with the test packages and Chromium.

Everything in them is made by the program itself, of the demo client and of an invented firm, in a folder that is thrown
away. A picture is a few dozen kB: as many colours as a page of text needs.
"""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import nbformat
from nbclient import NotebookClient
from nbconvert import HTMLExporter
from PIL import Image
from playwright.sync_api import Page, sync_playwright

from klantlib.languages import languages
from klantlib.questionnaire.codes import write_code
from klantlib.theme import house
from klantlib.words import Words
from klantlib.workshop.polling.page import picture as picture_of_poll
from klantlib.workshop.polling.workbook import WORDS as POLL

ROOT = Path(__file__).resolve().parents[1]
PICTURES = Path(__file__).resolve().parent / "guides" / "pictures"
CLIENT, THEME, SEED = "voorbeeld", "twenty_eighty", "7"
DESKTOP, PHONE, SCREEN = (1100, 760), (390, 760), (1280, 720)
COLOURS = 64
FONTS = ", ".join((*house().fonts, "sans-serif"))
SHEETS = ("BBCADB", "BCCBDC", "ABCBCC", "CCDBDC", "BBCBCD", "BCBADC", "CDDCDD", "ABBABB", "BCCBDD", "BBCC?B", "CCCCDC")
ANSWERS = "BCCADB"  # of who fills in the self-test in the pictures


def main(folder: Path = PICTURES) -> None:
    """Every picture, in every language."""
    with browser() as opened:
        for language in languages():
            place = folder / language
            place.mkdir(parents=True, exist_ok=True)
            for name, picture in pictures(opened, language):
                (place / f"{name}.png").write_bytes(small(picture))


def pictures(opened: Callable, language: str) -> Iterator[tuple[str, bytes]]:
    """Name and picture; the files that they show are made first."""
    with TemporaryDirectory() as place:
        home = Path(place)
        client = made_client(home, language)
        kit = made_kit(home, language)
        yield "check", shot(opened(client / "check.html", DESKTOP))
        yield "report", of_chapter(opened(home / "reports" / CLIENT / "report.html", DESKTOP))
        yield from of_questionnaire(opened(client / "questionnaires" / "self_test.html", PHONE))
        yield "slides", of_slide(opened(kit / "slides.html", SCREEN))
        yield "participant", of_workbook(opened(executed(kit), DESKTOP))
        yield "poll", shot(opened(poll(home, language), SCREEN))


@contextmanager
def browser() -> Iterator[Callable[[Path, tuple[int, int]], Page]]:
    """A function that opens a file in a window of a size."""
    program = shutil.which("chromium") or shutil.which("google-chrome")
    with sync_playwright() as started:
        running = started.chromium.launch(executable_path=program, args=["--no-sandbox"])

        def opened(file: Path, size: tuple[int, int]) -> Page:
            page = running.new_page(viewport={"width": size[0], "height": size[1]}, device_scale_factor=1.5)
            page.emulate_media(color_scheme="light", reduced_motion="reduce")
            page.goto(file.as_uri())
            return page

        yield opened
        running.close()


def made_client(home: Path, language: str) -> Path:
    """The demo client, checked, with its report and its questionnaires."""
    folder = home / "client_data" / CLIENT
    ours = ("*.csv", "*.toml")
    folder.mkdir(parents=True)
    for file in (file for pattern in ours for file in (ROOT / "client_data" / CLIENT).glob(pattern)):
        shutil.copy(file, folder)
    settings = folder / "client.toml"
    settings.write_text(settings.read_text("utf-8").replace('language = "nl"', f'language = "{language}"'), "utf-8")
    for words in (["check", CLIENT], ["report", CLIENT], ["questionnaire", CLIENT]):
        klant(home, *words)
    return folder


def made_kit(home: Path, language: str) -> Path:
    klant(home, "workshop", "kit", "--theme", THEME, "--language", language, "--seed", SEED)
    return home / "kit" / THEME


def klant(home: Path, *words: str) -> None:
    environment = os.environ | {"KLANT_HOME": str(home), "KLANT_OFFICE": ""}
    program = str(Path(sys.executable).with_name("klant"))
    subprocess.run([program, *words], cwd=home, env=environment, check=True, stdout=subprocess.DEVNULL)


def executed(kit: Path) -> Path:
    """The workbook of a participant as it looks after a run, as a page."""
    workbook = nbformat.read(kit / "participant.ipynb", as_version=4)
    NotebookClient(workbook, resources={"metadata": {"path": str(kit)}}).execute()
    text, _ = HTMLExporter(exclude_input_prompt=True, exclude_output_prompt=True).from_notebook_node(workbook)
    page = kit / "participant.html"
    page.write_text(text, encoding="utf-8")
    return page


def poll(home: Path, language: str) -> Path:
    """What a room sees of its answers."""
    codes = [write_code(answers, 1, chance) for chance, answers in enumerate(SHEETS)]
    page = home / "poll.html"
    shown = picture_of_poll(codes, Words(POLL, language), house())
    page.write_text(f'<meta charset="utf-8"><body style="font-family: {FONTS}">{shown}', encoding="utf-8")
    return page


def of_chapter(page: Page) -> bytes:
    """The figure of the profit curve and the text around it."""
    page.locator("#concentration-whale_curve").evaluate("figure => figure.scrollIntoView()")
    return shot(page)


def of_questionnaire(page: Page) -> Iterator[tuple[str, bytes]]:
    """The first question on a phone, and the result."""
    page.locator("#begin").click()
    for number, answer in enumerate(ANSWERS, start=1):
        page.locator(f"#step-q{number} input[value='{answer}']").check()
        if number == 1:
            yield "question", shot(page)
        page.locator(f"#step-q{number} button.next").click()
    page.locator("#verdict").wait_for()
    yield "result", shot(page)


def of_slide(page: Page) -> bytes:
    for _ in range(4):
        page.keyboard.press("ArrowRight")
    return shot(page)


def of_workbook(page: Page) -> bytes:
    """The first exercise and its check."""
    page.locator("h2, h3").nth(1).scroll_into_view_if_needed()
    page.evaluate("window.scrollBy(0, 300)")
    return shot(page)


def shot(page: Page) -> bytes:
    return page.screenshot(animations="disabled")


def small(picture: bytes) -> bytes:
    """The same picture in few colours."""
    kept = io.BytesIO()
    Image.open(io.BytesIO(picture)).convert("RGB").quantize(COLOURS).save(kept, "PNG", optimize=True)
    return kept.getvalue()


if __name__ == "__main__":
    main()
