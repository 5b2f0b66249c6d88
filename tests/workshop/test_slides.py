"""The slides in a real browser: by key, by tap, in two windows, on paper, without a script; and nobody is shut out."""

from __future__ import annotations

import re
from functools import cache
from html import unescape

import pytest

from klantlib.languages import languages
from klantlib.workshop.answers import told
from klantlib.workshop.deck import deck
from klantlib.workshop.plan import plan
from klantlib.workshop.slides import slides
from klantlib.workshop.theme import THEMES
from tests.workshop.studies import study

EVERY = [(theme, language) for theme in THEMES for language in languages()]
SIZES = {"desk": 1280, "phone": 390}
WITH_PICTURE = {"self_test": 1, "twenty_eighty": 1, "whitney": 1, "loyalty": 1}


@cache
def made(theme: str, language: str, hours: float = 2) -> str:
    case = study(language=language)
    workshop = told(theme, language, case.data)
    return slides(workshop, plan(workshop, hours), case)


@pytest.fixture
def visit(surf, tmp_path):
    """A function that opens the slides of a theme."""

    def opened(theme="twenty_eighty", language="nl", width=1280, **options):
        path = tmp_path / f"{theme}.html"
        path.write_text(made(theme, language), encoding="utf-8")
        return surf(path, width=width, **options)

    return opened


def at(tab) -> int:
    """The number of the slide on the screen: the only one that is seen."""
    seen = tab.evaluate(
        "[...document.querySelectorAll('.slide')].filter(s => s.offsetParent || s.offsetHeight).map(s => s.id)"
    )
    assert len(seen) == 1, seen
    return int(seen[0][1:])


@pytest.mark.parametrize(("theme", "language"), EVERY)
def test_the_page_holds_every_slide_and_asks_for_nothing(theme, language):
    """Titles, points, notes, the picture of the case; a policy with hashes; no address in it."""
    page, case = unescape(made(theme, language)), study(language=language)
    workshop = told(theme, language, case.data)
    said = re.sub(r"\s+", " ", re.sub("<[^>]+>", " ", page))

    for screen in deck(workshop, plan(workshop, 2), case.data.settings.name):
        assert screen.notes in said and screen.title in said
    assert page.count("<figure>") == WITH_PICTURE[theme]
    assert "default-src 'none'" in page and "sha256-" in page and "unsafe-inline" not in page
    assert re.findall(r'(?:src|href)="(?!#|data:)[^"]*"', page) == []


@pytest.mark.slow
@pytest.mark.parametrize(("theme", "language"), EVERY)
@pytest.mark.parametrize("width", SIZES.values(), ids=SIZES)
def test_everybody_can_read_every_slide(theme, language, width, visit, axe):
    """axe finds nothing by WCAG 2.2 AA on any slide, in the overview, with notes; nothing is too wide or asked for."""
    tab = visit(theme, language, width, scheme="dark" if language == "en" else "light")
    for _ in range(tab.locator(".slide").count()):
        assert tab.evaluate("document.documentElement.scrollWidth") <= width
        tab.keyboard.press("ArrowRight")
    assert axe(tab) == []
    for key in "no":
        tab.keyboard.press(key)
        assert axe(tab) == []
    assert tab.heard == [] and len(tab.asked) == 1


@pytest.mark.slow
@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("width", SIZES.values(), ids=SIZES)
def test_by_key(language, width, visit):
    """Forth with arrow and space, back with arrow, the ends with Home and End, where they stay."""
    tab = visit(language=language, width=width)
    last = tab.locator(".slide").count()
    walked = []
    for key in ("ArrowRight", "Space", "ArrowLeft", "End", "ArrowRight", "Home", "ArrowLeft"):
        tab.keyboard.press(key)
        walked.append(at(tab))

    assert walked == [2, 3, 2, last, last, 1, 1]
    assert tab.locator("#count").inner_text() == f"1 / {last}"
    assert tab.locator("#progress").get_attribute("aria-valuenow") == "1"
    assert tab.heard == []


@pytest.mark.slow
def test_down_scrolls_before_it_goes_on(visit):
    """On a small screen, or at 400%, the arrow down shows the rest of a slide first: nothing is passed over."""
    tab = visit(width=320)
    tab.set_viewport_size({"width": 320, "height": 256})
    tab.keyboard.press("ArrowRight")
    tab.keyboard.press("ArrowDown")

    assert at(tab) == 2 and tab.evaluate("scrollY") > 0


@pytest.mark.slow
def test_every_button_by_keyboard(visit):
    """Tab reaches the bar, large enough to hit; space presses the button and does not turn the page."""
    tab = visit()
    tab.locator("#next").focus()
    tab.keyboard.press("Space")
    assert at(tab) == 2
    sizes = tab.evaluate("[...document.querySelectorAll('.bar button')].map(b => [b.offsetWidth, b.offsetHeight])")
    assert min(min(size) for size in sizes) >= 24
    tab.locator("#help").focus()
    tab.keyboard.press("Enter")
    assert tab.locator("dialog").is_visible()
    tab.keyboard.press("Escape")
    assert not tab.locator("dialog").is_visible() and at(tab) == 2


@pytest.mark.slow
def test_by_tap(visit):
    """On a phone: a tap on the right goes on, on the left goes back; one on text that is selected does nothing."""
    tab = visit(width=390, has_touch=True)
    tab.touchscreen.tap(350, 600)
    assert at(tab) == 2
    tab.touchscreen.tap(30, 600)
    assert at(tab) == 1


@pytest.mark.slow
def test_the_overview_leads_to_a_slide(visit):
    """The key o, then a card by keyboard; Escape goes back to where one was."""
    tab = visit()
    tab.keyboard.press("o")
    assert tab.locator("#cards").is_visible() and tab.evaluate("document.activeElement.hash") == "#s1"
    tab.keyboard.press("Tab")
    tab.keyboard.press("Enter")
    assert at(tab) == 2 and not tab.locator("#cards").is_visible()
    tab.keyboard.press("o")
    tab.keyboard.press("Escape")
    assert at(tab) == 2


@pytest.mark.slow
@pytest.mark.parametrize("language", languages())
def test_the_speakers_window_keeps_in_step(language, visit):
    """Opened with s: notes, what comes next, the clock of the plan; either leads, and a third follows."""
    tab = visit(language=language)
    with tab.context.expect_page() as opened:
        tab.keyboard.press("s")
    speaker = opened.value
    speaker.wait_for_selector("#speaker:not([hidden])")
    tab.keyboard.press("ArrowRight")
    speaker.wait_for_function("document.querySelector('.slide.here').id === 's2'")
    told_now = tab.locator("#s2 .notes").text_content()
    assert speaker.locator("#spoken").inner_text() in told_now
    assert speaker.locator("#coming").inner_text() == tab.locator("#t3").text_content()
    speaker.keyboard.press("ArrowRight")
    tab.wait_for_function("document.querySelector('.slide.here').id === 's3'")
    speaker.click("#start")
    assert re.fullmatch("10:00|09:[0-5][0-9]", speaker.locator("#left").inner_text())  # of the welcome
    third = tab.context.new_page()
    third.goto(tab.url.split("#")[0] + "?notes")
    third.wait_for_function("document.querySelector('.slide.here').id === 's3'")


@pytest.mark.slow
def test_without_a_script_all_slides_can_be_read(visit):
    """One below the other, with their notes, and a list that leads to them."""
    tab = visit(java_script_enabled=False)

    assert tab.locator(".slide:visible").count() == tab.locator(".slide").count()
    assert tab.locator(".notes:visible").count() == tab.locator(".notes").count()
    assert tab.locator("#cards a:visible").count() == tab.locator(".slide").count()
    assert not tab.locator("#bar").is_visible()


@pytest.mark.slow
@pytest.mark.parametrize("theme", THEMES)
def test_on_paper_a_slide_is_a_page(theme, visit):
    """With its notes; whatever was on the screen."""
    tab = visit(theme)
    printed = tab.pdf(prefer_css_page_size=True)
    tab.emulate_media(media="print")

    assert len(re.findall(rb"/Type\s*/Page\b", printed)) == tab.locator(".slide").count()
    assert tab.locator(".notes:visible").count() == tab.locator(".notes").count()
    assert not tab.locator("#bar").is_visible()


@pytest.mark.slow
def test_the_slides_of_a_long_day_fit_too(surf, tmp_path):
    """Eight hours: as many slides as the plan has, each part's clock in order."""
    path = tmp_path / "long.html"
    path.write_text(made("loyalty", "nl", 8), encoding="utf-8")
    tab = surf(path)
    ends = tab.evaluate("[...document.querySelectorAll('.slide')].map(s => Number(s.dataset.end))")

    assert ends == sorted(ends) and ends[-1] == 480 and tab.heard == []
