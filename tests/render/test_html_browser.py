"""What does a browser make of the page, with the network off? Chromium, by Playwright; accessibility by axe."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from playwright.sync_api import Page

from klantlib.render.html import page
from klantlib.render.pieces import Piece
from tests.render.fixtures import LIST_LENGTH, about, report
from tests.render.test_charts import ALL

pytestmark = pytest.mark.slow

LONG = "#cost_to_serve-everyone"


@pytest.fixture(scope="module")
def file(tmp_path_factory) -> Path:
    path = tmp_path_factory.mktemp("page") / "report.html"
    charts = [Piece("charts", block) for block in ALL]
    path.write_text(page([*report("nl"), *charts], about("nl")), encoding="utf-8")
    return path


@pytest.fixture
def visit(surf, file):
    """A function that opens this page, or another."""

    def opened(width: int = 1280, scheme: str = "light", path: Path = file, **options) -> Page:
        return surf(path, width, scheme, **options)

    return opened


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_is_asked_and_nothing_complains(visit, file, scheme):
    """One request, for the file itself; no error, and no style or script that the policy had to stop."""
    tab = visit(scheme=scheme)
    tab.mouse.wheel(0, 20_000)
    tab.wait_for_function("scrollY > 0")
    assert tab.asked == [file.as_uri()]
    assert tab.heard == []


def test_a_script_that_does_not_belong_is_stopped(visit, file, tmp_path):
    """The policy is alive: the same page with a script added behind it complains, and the script does not run."""
    other = tmp_path / "other.html"
    other.write_text(
        file.read_text("utf-8").replace("</main>", "<script>document.title = 'x'</script></main>"), "utf-8"
    )
    tab = visit(path=other)
    assert any("Content Security Policy" in text for text in tab.heard)
    assert tab.title() != "x"


@pytest.mark.parametrize("width", [360, 390, 768, 1280, 2560])
def test_the_page_never_scrolls_sideways(visit, width):
    tab = visit(width)
    assert tab.evaluate("document.documentElement.scrollWidth") == width


def names(tab: Page) -> list[str]:
    return tab.locator(f"{LONG} tbody tr:not([hidden]) th").all_text_contents()


def test_a_long_table_is_sorted_by_its_headings(visit):
    """Amounts: most first, then least first; the row in which it is least is the last of the list."""
    tab = visit()
    head = tab.locator(f"{LONG} thead th").nth(2)
    first = names(tab)
    head.get_by_role("button").click()
    assert head.get_attribute("aria-sort") == "descending"
    assert names(tab) == first
    head.get_by_role("button").click()
    assert head.get_attribute("aria-sort") == "ascending"
    assert names(tab) == first[::-1]


def test_names_are_sorted_as_the_reader_s_language_does(visit):
    tab = visit()
    head = tab.locator(f"{LONG} thead th").nth(1)
    head.get_by_role("button").click()
    assert head.get_attribute("aria-sort") == "ascending"
    assert names(tab)[0] == "Bouwbedrijf Hofstee-Ruiter BV 0"
    assert names(tab)[1] == "Bouwbedrijf Hofstee-Ruiter BV 10"
    assert tab.locator(f"{LONG} [aria-sort]").count() == 1


def test_a_long_table_is_searched(visit):
    """All words, in any order and case; how many are left is said aloud."""
    tab = visit()
    field = tab.get_by_label("Zoek in deze tabel")
    field.fill("ZN. pannevis")
    count = len([row for row in range(LIST_LENGTH) if row % 10 == 4])
    assert len(names(tab)) == count
    assert tab.get_by_role("status").text_content() == f"{count} van {LIST_LENGTH} rijen"
    field.fill("")
    assert len(names(tab)) == LIST_LENGTH


def test_without_a_script_everything_is_there_to_read(visit):
    tab = visit(java_script_enabled=False)
    assert len(names(tab)) == LIST_LENGTH
    assert tab.locator("thead button").count() == 0
    assert tab.locator(".actions > li").first.is_visible()


def test_the_keyboard_gets_everywhere(visit):
    """Tab meets the skip link, the contents, tables, sort buttons and the search field, each with a visible ring."""
    tab = visit()
    met = []
    for _ in range(60):
        tab.keyboard.press("Tab")
        met.append(tab.evaluate("[document.activeElement.className || document.activeElement.tagName, "
                                "getComputedStyle(document.activeElement).outlineStyle]"))  # fmt: skip
    kinds = [kind for kind, _ in met]
    assert kinds[0] == "skip"
    assert kinds[1] == "A"
    assert {"BUTTON", "INPUT", "scroll", "here"} <= set(kinds)
    assert all(ring == "solid" for kind, ring in met if kind != "BODY")


def test_skipping_goes_past_the_contents(visit):
    tab = visit()
    tab.keyboard.press("Tab")
    tab.keyboard.press("Enter")
    assert tab.evaluate("document.activeElement.id") == "main"


def test_the_contents_tell_where_the_reader_is(visit):
    tab = visit()
    tab.locator("nav a").nth(1).click()
    tab.wait_for_function("document.querySelectorAll('nav a')[1].hasAttribute('aria-current')")
    assert tab.locator("nav [aria-current]").count() == 1


@pytest.mark.parametrize("width", [390, 1280])
def test_targets_are_large_enough_to_hit(visit, width):
    """24 by 24 pixels (WCAG 2.2, 2.5.8), links within a sentence excepted."""
    sizes = visit(width).evaluate(
        "[...document.querySelectorAll('button, input, nav a, .here')].map(e => e.getBoundingClientRect())"
        ".map(r => [r.width, r.height])"
    )
    assert sizes
    assert all(min(size) >= 24 for size in sizes)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
def test_axe_finds_nothing(visit, axe, width, scheme):
    """WCAG 2.2 AA, by the rules of axe."""
    assert axe(visit(width, scheme)) == []


def test_charts_are_readable_in_the_dark(visit):
    """No line or text of a chart keeps its colour of paper: dark ink on a dark page is not seen."""
    shades = "[...document.querySelectorAll('.chart text')].map(e => getComputedStyle(e).fill)"
    light, dark = set(visit(scheme="light").evaluate(shades)), set(visit(scheme="dark").evaluate(shades))
    assert light
    assert not light & dark


def test_print_is_light_with_a_cover_and_contents_first(visit, tmp_path, pdftotext):
    tab = visit(scheme="dark")
    file = tmp_path / "report.pdf"
    tab.pdf(path=file, prefer_css_page_size=True, print_background=True)
    run = subprocess.run([pdftotext, "-layout", str(file), "-"], capture_output=True, text=True, check=True)
    pages = run.stdout.split("\f")
    assert "Voorbeeld Groothandel BV" in pages[0]
    assert pages[1].split()[0] == "Inhoud"
    assert "24 van de 240 klanten" in pages[2]
    assert "Zoek in deze tabel" not in run.stdout
    tab.emulate_media(media="print")
    assert tab.evaluate("getComputedStyle(document.documentElement).backgroundColor") == "rgb(255, 255, 255)"
