"""What does a browser make of the page, with the network off? Chromium, by Playwright; accessibility by axe."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from klantlib.blocks import Action, Chart, Finding, Heading, Table
from klantlib.render.html import page
from klantlib.render.pieces import Piece
from klantlib.render.references import anchor
from tests.render.fixtures import LIST_LENGTH, about, report
from tests.render.test_charts import ALL
from tests.render.test_html import on_data

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
    expect(tab.locator("nav [aria-current=true]")).to_have_count(1)
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


def test_the_page_never_scrolls_sideways(visit):
    """From the narrowest that counts (320 pixels, which is also 1280 enlarged to 400%) to a wide screen, folds open."""
    tab = visit()
    tab.evaluate("document.querySelectorAll('details').forEach(fold => { fold.open = true; })")
    for width in (320, 360, 390, 768, 1280, 1920, 2560):
        tab.set_viewport_size({"width": width, "height": 800})
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


@pytest.fixture
def amounts(visit, tmp_path):
    """A page with one table of amounts as Dutch people write them, and texts that a spreadsheet would run or spoil."""
    texts = ["001", "=1+1", "-x", "@a", "+31 6", "d", "e", "f\tg"]
    money = [1234.5, -20.0, 0.0, None, 900.0, 1_000_000.0, -3_000.0, 7.0]
    days = ["2025-03-01", "2024-12-31", None, "2025-01-02", "2019-07-07", "2020-01-01", "2021-01-01", "2022-01-01"]
    formats = {"code": "text", "money": "cents", "day": "day"}
    words = {"caption": "Bedragen", "labels": {"code": "Code", "money": "Bedrag", "day": "Dag"}}
    block = Table("amounts", formats, list(zip(texts, money, days, strict=True)), words=words)
    path = tmp_path / "amounts.html"
    path.write_text(page([Piece("one", block)], about("nl")), encoding="utf-8")
    return visit(path=path, permissions=["clipboard-read", "clipboard-write"])


@pytest.mark.parametrize(
    ("column", "order"),
    [
        ("Bedrag", ["f g", "001", "+31 6", "d", "=1+1", "e", "-x", "@a"]),
        ("Dag", ["=1+1", "+31 6"]),
    ],
)
def test_amounts_and_days_are_sorted_by_what_they_are(amounts, column, order):
    """1.000.000,00 is more than 1.234,50 and 900,00; -3.000,00 less than -20,00; what is unknown comes last."""
    head = amounts.locator("thead th", has_text=column)
    codes = lambda: [" ".join(text.split()) for text in amounts.locator("tbody th").all_text_contents()]  # noqa: E731
    before = codes()
    head.get_by_role("button").click()
    assert (
        codes()
        == {
            "Bedrag": ["d", "001", "+31 6", "f g", "-x", "=1+1", "e", "@a"],
            "Dag": ["+31 6", "d", "e", "f g", "=1+1", "@a", "001", "-x"],
        }[column]
    )
    head.get_by_role("button").click()
    head.get_by_role("button").click()
    assert head.get_attribute("aria-sort") is None
    assert codes() == before


def test_a_table_is_copied_for_a_spreadsheet(amounts):
    """Tabs between cells; numbers as written; text that would be a formula is marked as text; it is said aloud."""
    amounts.get_by_role("button", name="Kopieer").click()
    lines = amounts.evaluate("navigator.clipboard.readText()").splitlines()
    assert [line.split("\t") for line in lines[:5]] == [
        ["Code", "Bedrag", "Dag"], ["001", "€ 1.234,50", "01-03-2025"], ["'=1+1", "€ -20,00", "31-12-2024"],
        ["'-x", "€ 0,00", "–"], ["'@a", "–", "02-01-2025"]]  # fmt: skip
    assert lines[5].startswith("'+31 6\t")
    assert lines[8].startswith("f g\t")
    assert amounts.get_by_role("status").text_content() == "Gekopieerd: 8 van 8 rijen"


def test_a_spreadsheet_that_takes_markup_keeps_codes_as_text(amounts):
    """Excel takes a table before a text: text cells carry its format for text, numbers do not."""
    amounts.get_by_role("button", name="Kopieer").click()
    read = "navigator.clipboard.read().then(items => items[0].getType('text/html')).then(blob => blob.text())"
    copied = amounts.evaluate(read)
    assert re.search(r"<td style=[^>]*mso-number-format[^>]*>001</td>", copied)
    assert re.search(r"<td>€ 1.234,50</td>", copied)


def test_only_the_rows_that_are_shown_are_copied(visit):
    tab = visit(permissions=["clipboard-read", "clipboard-write"])
    tab.locator(f"{LONG} input").fill("pannevis")
    tab.locator(LONG).get_by_role("button", name="Kopieer").click()
    lines = tab.evaluate("navigator.clipboard.readText()").splitlines()
    assert len(lines) == 1 + LIST_LENGTH // 10
    assert all("Pannevis" in line for line in lines[1:])


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
    field = tab.locator(LONG).get_by_label("Zoek in deze tabel")
    field.fill("ZN. pannevis")
    count = len([row for row in range(LIST_LENGTH) if row % 10 == 4])
    assert len(names(tab)) == count
    assert tab.locator(LONG).get_by_role("status").text_content() == f"{count} van {LIST_LENGTH} rijen"
    field.fill("")
    assert len(names(tab)) == LIST_LENGTH


def test_without_a_script_everything_is_there_to_read(visit):
    tab = visit(java_script_enabled=False)
    assert len(names(tab)) == LIST_LENGTH
    assert tab.locator("button, .probe").count() == 0
    assert tab.locator(".actions > li").first.is_visible()
    assert tab.locator(".contents ol ol a").first.is_visible()
    tab.locator(f"{WHALE} summary").click()
    assert tab.locator(f"{WHALE} table").is_visible()


def test_the_keyboard_gets_everywhere(visit):
    """Tab meets skip link, contents, figures, folds, tables and their tools, each with a visible ring and in sight."""
    tab = visit()
    met = []
    for _ in range(90):
        tab.keyboard.press("Tab")
        met.append(
            tab.evaluate("""() => {
            const at = document.activeElement, box = at.getBoundingClientRect();
            const seen = box.bottom > 0 && box.top < innerHeight;
            return [at.className || at.tagName, getComputedStyle(at).outlineStyle, seen];
        }""")
        )
    kinds = [kind for kind, _, _ in met]
    assert kinds[:2] == ["skip", "A"]
    assert {"BUTTON", "INPUT", "SUMMARY", "scroll", "here", "probe", "copy"} <= set(kinds)
    assert all(ring == "solid" and seen for kind, ring, seen in met if kind != "BODY")


WHALE = "#concentration-whale"


def test_pointing_at_a_curve_tells_of_the_place_nearest(visit):
    """Whatever its height: straight above rank 120 of 240 it tells of rank 120. Escape and leaving close it."""
    tab = visit()
    probe, tip = tab.locator(f"{WHALE} .probe"), tab.locator(f"{WHALE} .tip")
    probe.scroll_into_view_if_needed()
    box, (left, right) = probe.bounding_box(), ends(tab)
    middle = box["x"] + (left + right) / 2
    tab.mouse.move(middle, box["y"] + box["height"] * 0.8)
    assert tip.locator("b").text_content() == "120"
    assert tip.locator("dl").inner_text().split() == ["Aandeel", "winst", "119%"]
    tab.keyboard.press("Escape")
    assert tip.is_hidden()
    tab.mouse.move(middle + 20, box["y"] + box["height"] * 0.8)
    assert tip.is_visible()
    tab.mouse.move(5, 5)
    assert tip.is_hidden()


def ends(tab: Page) -> tuple[float, float]:
    """Where the curve begins and ends, in pixels from the left of the drawing."""
    places = tab.locator(f"{WHALE} svg").get_attribute("data-places").split(";")
    scale = tab.evaluate(f"(s => s.clientWidth / s.viewBox.baseVal.width)(document.querySelector('{WHALE} svg'))")
    return float(places[0].split()[0]) * scale, float(places[-1].split()[0]) * scale


def test_arrow_keys_walk_through_a_figure(visit):
    """A slider for who does not see it: each step is said, from the first to the last; other keys are left alone."""
    tab = visit()
    probe, tip = tab.locator(f"{WHALE} .probe"), tab.locator(f"{WHALE} .tip")
    assert probe.get_attribute("role") == "slider"
    assert probe.get_attribute("aria-label") == "Figuur 1: bekijk de punten met de pijltjestoetsen"
    probe.focus()
    for key, text in [
        ("Home", "0, "),
        ("ArrowRight", "2, "),
        ("PageDown", "22, "),
        ("End", "240, "),
        ("ArrowUp", "238, "),
    ]:
        tab.keyboard.press(key)
        expect(probe).to_have_attribute("aria-valuetext", re.compile(f"^{text}"))
        assert tip.is_visible()
    tab.keyboard.press("Tab")
    assert tip.is_hidden()


def test_a_tap_tells_too_and_a_tap_elsewhere_closes(visit):
    tab = visit(390, has_touch=True)
    probe, tip = tab.locator(f"{WHALE} .probe"), tab.locator(f"{WHALE} .tip")
    probe.tap(position={"x": 150, "y": 60})
    assert tip.is_visible()
    box = tip.bounding_box()
    assert box["x"] >= 0 and box["x"] + box["width"] <= 390
    tab.locator("#concentration-new").tap()
    assert tip.is_hidden()


def test_every_heading_finding_figure_table_and_action_has_a_link_to_itself(visit):
    """Made by the script, named after its place; the address is the one that the place has in the markup."""
    tab = visit()
    links = tab.locator(".here").evaluate_all("links => links.map(link => link.hash.slice(1))")
    shown = [piece for piece in report("nl") if isinstance(piece.block, Heading | Finding | Chart | Action | Table)]
    assert len(links) == len(set(links))
    assert {anchor(piece.region) for piece in shown if piece.block.words.get("caption", "none")} <= set(links)
    labels = [tab.locator(f".here[href='{id}']").get_attribute("aria-label") for id in ("#cost_to_serve-loss", WHALE)]
    assert labels == ["Link naar: 34 klanten kosten u wat 160…", "Link naar: Figuur 1"]


@pytest.fixture
def sourced(tmp_path) -> Path:
    path = tmp_path / "sourced.html"
    path.write_text(page(on_data(), about("en")), encoding="utf-8")
    return path


FULL = "2025. B (b.csv). A (a.csv)."
SHORT = "Rests on: B and A (data 1, 3 and 2)."


def test_an_open_fold_tells_of_its_data_in_full(visit, sourced):
    """The sentences of the end of the page, in the finding's own order, in place of their numbers."""
    fold = visit(path=sourced).locator(".how").nth(1)
    fold.locator("summary").click()
    assert " ".join(fold.locator("li").all_text_contents()) == FULL
    assert fold.locator(".on").is_hidden()


def test_without_a_script_a_fold_leads_to_its_data(visit, sourced):
    tab = visit(path=sourced, java_script_enabled=False)
    fold = tab.locator(".how").nth(1)
    fold.locator("summary").click()
    assert fold.locator(".on").inner_text() == SHORT
    fold.locator("a").click()
    assert tab.locator("#how-sources li").all_inner_texts() == ["2025.", "A (a.csv).", "B (b.csv)."]
    assert tab.evaluate("document.querySelector('#how-sources').getBoundingClientRect().top < innerHeight")


def test_paper_has_the_data_at_the_end(visit, sourced, tmp_path, pdftotext):
    """By number under each finding, also where a reader had it open; in full once."""
    tab = visit(path=sourced)
    tab.locator(".how summary").nth(1).click()
    tab.pdf(path=tmp_path / "sourced.pdf", prefer_css_page_size=True)
    run = subprocess.run([pdftotext, str(tmp_path / "sourced.pdf"), "-"], capture_output=True, text=True, check=True)
    assert run.stdout.count("(b.csv)") == 1
    assert " ".join(run.stdout.split()).count(SHORT) == 2


def test_an_old_link_to_how_still_opens_it(visit, sourced):
    """A fold to which nothing leads has no id; its finding has."""
    tab = visit(path=sourced)
    tab.evaluate("location.hash = 'one-second--how'")
    expect(tab.locator(".how").nth(1)).to_have_attribute("open", "")
    tab.evaluate("location.hash = 'no-such'")
    tab.evaluate("location.hash = ''")
    assert tab.heard == []


def test_a_table_is_a_region_with_its_name_where_it_scrolls(visit):
    """Given by the script, by caption or figure; every one can be reached by keyboard without it."""
    tab = visit()
    names = tab.locator(".scroll").evaluate_all("all => all.map(e => [e.tabIndex, e.role, e.ariaLabel])")
    assert names
    assert all(tabindex == 0 and role == "region" and name for tabindex, role, name in names)


def test_a_link_opens_the_fold_that_holds_its_place(visit, file):
    """Whether it leads to the fold or into it."""
    tab = visit()
    assert tab.locator(f"{WHALE} table").is_hidden()
    tab.goto(file.as_uri() + f"{WHALE}--data")
    assert tab.locator(f"{WHALE} table").is_visible()
    tab.evaluate("document.querySelector('#charts-matrix--data tbody tr').id = 'inside'; location.hash = 'inside'")
    expect(tab.locator("#charts-matrix--data")).to_have_attribute("open", "")


def test_a_link_to_a_finding_lands_on_it(visit, file):
    """Near the top of the window, not under anything that stays there; on a phone under the bar with the contents."""
    for width in (390, 1280):
        tab = visit(width)
        tab.goto(file.as_uri() + "#cost_to_serve-seven")
        box, bar = tab.locator("#cost_to_serve-seven").bounding_box(), tab.locator(".unfold").bounding_box()
        assert (bar["height"] if bar else 0) <= box["y"] < 300


def test_on_a_phone_the_contents_fold_out_of_a_bar(visit):
    """Closed at first; a chapter's link closes it again, and so does Escape, which gives the focus back."""
    tab = visit(390)
    bar, list_ = tab.locator(".unfold"), tab.locator("#chapters")
    assert list_.is_hidden()
    bar.click()
    assert (list_.is_visible(), bar.get_attribute("aria-expanded")) == (True, "true")
    tab.keyboard.press("Escape")
    assert (list_.is_hidden(), tab.evaluate("document.activeElement.className")) == (True, "unfold")
    bar.click()
    list_.get_by_role("link").last.click()
    assert list_.is_hidden()
    tab.locator(".back a").last.click()
    assert list_.is_visible()


def test_from_the_end_of_a_chapter_back_to_the_contents(visit):
    tab = visit()
    tab.locator(".back a").last.click()
    assert tab.evaluate("document.activeElement.closest('nav') !== null")


def test_skipping_goes_past_the_contents(visit):
    tab = visit()
    tab.keyboard.press("Tab")
    tab.keyboard.press("Enter")
    assert tab.evaluate("document.activeElement.id") == "main"


def test_the_contents_tell_where_the_reader_is(visit):
    tab = visit()
    second = tab.locator("#chapters > li > a").nth(1)
    second.click()
    expect(second).to_have_attribute("aria-current", "true")
    expect(tab.locator("nav [aria-current=true]")).to_have_count(1)
    expect(tab.locator("nav ol ol:visible")).to_have_count(1)
    tab.locator("nav ol ol a:visible").last.click()
    expect(tab.locator("nav [aria-current=location]")).to_have_count(1)


def test_contents_longer_than_the_window_keep_the_chapter_in_sight(visit, tmp_path):
    """Of sixty chapters, they scroll along to the one where the reader is, and back."""
    path = tmp_path / "many.html"
    chapters = [Piece(f"c{n}", Heading("h", level=1, words={"text": f"Hoofdstuk {n}"})) for n in range(60)]
    path.write_text(page(chapters, about()), encoding="utf-8")
    tab = visit(path=path)
    for n in (50, 2):
        tab.evaluate(f"location.hash = 'chapter-c{n}'")
        link = tab.locator("#chapters > li > a").nth(n)
        expect(link).to_have_attribute("aria-current", "true")
        expect(link).to_be_in_viewport()


@pytest.mark.parametrize("width", [390, 1280])
def test_targets_are_large_enough_to_hit(visit, width):
    """24 by 24 pixels (WCAG 2.2, 2.5.8), links within a sentence excepted."""
    sizes = visit(width).evaluate(
        "[...document.querySelectorAll('button, input, nav a, .here, summary, .probe, .back a')]"
        ".filter(e => e.checkVisibility()).map(e => e.getBoundingClientRect()).map(r => [r.width, r.height])"
    )
    assert sizes
    assert all(min(size) >= 24 for size in sizes)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
def test_axe_finds_nothing(visit, axe, width, scheme):
    """WCAG 2.2 AA, by the rules of axe; with the folds closed, and open with a tooltip in sight."""
    tab = visit(width, scheme)
    assert axe(tab) == []
    tab.evaluate("document.querySelectorAll('details').forEach(fold => { fold.open = true; })")
    tab.locator(f"{WHALE} .probe").press("End")
    assert axe(tab) == []


def test_with_forced_colours_a_drawing_keeps_its_own(visit):
    """High contrast takes the page's colours, but a line of a chart on the system's black would be lost."""
    tab = visit(forced_colors="active")
    svg = f"getComputedStyle(document.querySelector('{WHALE} svg'))"
    assert tab.evaluate(f"{svg}.forcedColorAdjust") == "none"
    assert tab.evaluate(f"{svg}.backgroundColor") == "rgb(255, 255, 255)"


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
    assert pages[1].split()[3] == "Inhoud"  # under the client's name
    assert "24 van de 240 klanten" in pages[2]
    assert all(text not in run.stdout for text in ("Zoek in deze tabel", "Kopieer", "in cijfers", "Terug naar"))
    assert all("Voorbeeld Groothandel BV" in page for page in pages[:-1])
    assert f"3 / {len(pages) - 1}" in pages[2]
    tab.emulate_media(media="print")
    assert tab.evaluate("getComputedStyle(document.documentElement).backgroundColor") == "rgb(255, 255, 255)"
