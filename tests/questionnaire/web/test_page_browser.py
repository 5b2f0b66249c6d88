"""The page in the hands of a reader: by keyboard, by touch, enlarged, printed, without its script. Chromium and axe."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page, expect

from klantlib.languages import languages
from klantlib.questionnaire import line
from klantlib.questionnaire.codes import codes_in, read_code
from klantlib.questionnaire.definition import KINDS
from klantlib.questionnaire.sheets import checked, read_sheet
from tests.questionnaire.pages import TOKEN, asked, written

pytestmark = pytest.mark.slow

DESK, PHONE, ENLARGED = 1280, 390, 320  # pixels; 320 is a desk enlarged to 400%
LONGEST = 1500  # characters of a link that every mail program takes
MIXED = "BCDBCA"  # 3 + 2 + 1 + 3 + 2 + 4 = 15 points: the middle band; three answers call for a step up


@pytest.fixture(scope="module")
def files(tmp_path_factory) -> dict[tuple[str, str], Path]:
    folder = tmp_path_factory.mktemp("pages")
    return {(kind, language): written(folder, kind, language) for kind in KINDS for language in languages()}


@pytest.fixture
def visit(surf, files):
    """A function that opens the page of a kind."""

    def opened(kind: str = "self_test", language: str = "nl", width: int = DESK, scheme: str = "light", **options):
        return surf(files[kind, language], width, scheme, **options)

    return opened


def step(tab: Page):
    return tab.locator(".question:visible")


def fill(tab: Page, letters: str = MIXED, text: str = "Directeur") -> None:
    """From the start to the end: the letters of the self-test, elsewhere the second answer of every question."""
    tab.locator("#begin").click()
    number = 0
    while step(tab).count():
        options = step(tab).get_by_role("radio")
        if not options.count():
            step(tab).get_by_role("textbox").fill(text)
        elif step(tab).locator("[value='A']").count():
            step(tab).locator(f"[value='{letters[number]}']").check()
        else:
            options.nth(1).check()
        number += 1
        step(tab).locator(".next").click()


def code(tab: Page) -> str:
    return tab.locator("#code").text_content()


def text(tab: Page) -> str:
    return tab.locator("#text").text_content()


def body(tab: Page) -> str:
    """Of the message that the reader's mail program opens with."""
    return parse_qs(urlsplit(tab.locator("#mail").get_attribute("href")).query)["body"][0]


def test_the_result_is_there_at_once(visit):
    """15 points: middle; B, C, D, B, C, A gives 1x4, 2x3, 2x2, 1x1; a next step for statements 2, 3 and 5."""
    tab = visit()
    fill(tab)

    assert tab.locator("#verdict").text_content().endswith("15 van de 24 punten")
    assert tab.locator("#scale").get_attribute("aria-label") == "15 van de 24 punten; groep: midden"
    rows = [row.split() for row in tab.locator("#points tr").all_inner_texts()]
    assert rows == [["A", "1", "4", "4"], ["B", "2", "3", "6"], ["C", "2", "2", "4"], ["D", "1", "1", "1"]]
    assert tab.locator("tfoot").inner_text().split() == ["Totaal", "6", "15"]
    assert tab.locator("#improve h3").text_content() == "3 stellingen vragen om een stap omhoog"
    steps = tab.locator(".steps li").all_inner_texts()
    assert [step.split(".")[0] for step in steps] == [
        "Hoe u klanten indeelt", "Hoeveel moeite een klant krijgt", "Waarop u verkopers beoordeelt"]  # fmt: skip
    assert "Molenaar" in tab.locator("#reading").text_content()


@pytest.mark.parametrize(("letters", "band", "total"), [("AAAAAA", "high", 24), ("DDDDDD", "low", 6)])
def test_the_ends_of_the_scale_are_on_it(visit, letters, band, total):
    """The mark stands within the scale, over its band."""
    tab = visit(width=ENLARGED)
    fill(tab, letters)
    mark, lot = tab.locator("#scale .at").bounding_box(), tab.locator(f"#scale .{band}").bounding_box()

    assert tab.locator("#scale .at").text_content() == str(total)
    assert lot["x"] <= mark["x"] + mark["width"] / 2 <= lot["x"] + lot["width"]


def test_without_a_c_or_d_nothing_calls_for_a_step(visit):
    tab = visit()
    fill(tab, "AABBAB")

    assert tab.locator("#improve h3").text_content() == "Geen enkele stelling scoort een C of D"
    assert tab.locator(".steps li").count() == 0


def test_who_does_not_know_gets_no_total_but_does_get_steps(visit):
    """Two unknown: said which, no table of points; the C still has its next step; the code holds what is unknown."""
    tab = visit()
    fill(tab, "A?C?AA")

    assert tab.locator("#verdict").text_content() == "Nog geen uitslag: u weet 2 antwoorden niet"
    assert tab.locator("#open li").all_text_contents() == ["Hoe u klanten indeelt", "Hoe de verkoop werkt"]
    assert tab.locator("#points").is_hidden() and tab.locator("#scale").is_hidden()
    assert tab.locator(".steps li").count() == 1
    assert read_code(code(tab)).answers == "A?C?AA"


def test_the_code_is_read_by_python_and_said_sign_by_sign(visit):
    tab = visit()
    fill(tab)
    said = tab.locator(".aloud li").all_text_contents()

    assert read_code(code(tab)).answers == MIXED
    assert re.fullmatch(r"\w{3}-\w{4}", code(tab))
    for sign, word in zip(code(tab).replace("-", ""), said, strict=True):
        assert word.isalpha() if sign.isdigit() else word.startswith(f"{sign} van {sign}")


@pytest.mark.parametrize(("role", "told"), [("Directeur", True), ("", False)])
def test_what_is_not_in_the_code_is_said(visit, role, told):
    """Six letters are; a role in one's own words is not."""
    tab = visit()
    fill(tab, text=role)

    assert tab.locator("#beside").is_visible() == told


def test_the_message_holds_the_code_once_and_a_line_that_python_reads(visit):
    tab = visit()
    fill(tab)
    form = asked("self_test")
    sheet = line.read_line(line.lines_in(text(tab))[0], lambda *_: form)

    assert codes_in(text(tab)) == [code(tab).replace("-", "")]
    assert checked(sheet, form).answers == {
        **{f"q{n}": letter for n, letter in enumerate(MIXED, 1)},
        "role": "Directeur",
    }
    assert line.lines_in(body(tab)) == line.lines_in(text(tab))
    assert "2. Hoe deelt u uw klanten in? C" in body(tab)
    assert tab.locator("#mail").get_attribute("href").startswith("mailto:antwoord@klantzicht.example?subject=")


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("language", languages())
def test_a_link_to_mail_stays_short(visit, kind, language):
    """Under 1,500 characters, the line in it; where all answers do not fit, the line alone."""
    tab = visit(kind, language)
    fill(tab, text="Één ding: sneller leveren, en bellen als het later wordt")

    assert len(tab.locator("#mail").get_attribute("href")) <= LONGEST
    assert line.lines_in(body(tab)) == line.lines_in(text(tab))


def test_what_is_too_long_for_a_link_is_pasted(visit):
    """400 signs of another script take 4,800 in a link: the text goes to the clipboard, the message says so."""
    tab = visit("satisfaction", permissions=["clipboard-read", "clipboard-write"])
    fill(tab, text="Ж" * 400)

    assert len(tab.locator("#mail").get_attribute("href")) <= LONGEST
    assert "Plak hier de tekst" in body(tab)
    tab.evaluate("document.querySelector('#mail').addEventListener('click', event => event.preventDefault())")
    tab.locator("#mail").click()
    expect(tab.locator("#sent")).to_have_text("Gekopieerd.")
    assert line.lines_in(tab.evaluate("navigator.clipboard.readText()")) == line.lines_in(text(tab))


@pytest.mark.parametrize(("kind", "id_"), [("self_test", ""), ("satisfaction", TOKEN), ("awareness", "")])
def test_the_file_is_taken_in(visit, kind, id_):
    """What the browser saves is a sheet that holds to its form."""
    tab = visit(kind)
    fill(tab)
    with tab.expect_download() as saved:
        tab.locator("#save").click()
    sheet = checked(read_sheet(Path(saved.value.path()).read_bytes()), asked(kind))

    assert saved.value.suggested_filename == f"{kind}-{sheet.id}.json"
    assert sheet.id == (id_ or sheet.id)
    assert len(sheet.answers) == len(asked(kind).questions)
    assert saved.value.suggested_filename in tab.locator("#sent").text_content()


def test_code_and_text_are_copied(visit):
    tab = visit(permissions=["clipboard-read", "clipboard-write"])
    fill(tab)
    tab.locator("#copy-code").click()
    expect(tab.locator("#sent")).to_have_text("Gekopieerd.")
    assert tab.evaluate("navigator.clipboard.readText()") == code(tab)
    tab.locator("#copy").click()
    tab.wait_for_function("navigator.clipboard.readText().then(text => text.includes('[KW|'))")
    assert tab.evaluate("navigator.clipboard.readText()") == text(tab)


@pytest.mark.parametrize(("button", "selected"), [("#copy-code", "#code"), ("#copy", "#text")])
@pytest.mark.parametrize("denied", ["undefined", "{writeText: () => Promise.reject(new Error('denied'))}"])
def test_where_copying_is_not_allowed_the_text_is_selected(visit, button, selected, denied):
    """As from disk in some browsers: no clipboard, or one that refuses."""
    tab = visit()
    tab.evaluate(f"Object.defineProperty(navigator, 'clipboard', {{value: {denied}, configurable: true}})")
    fill(tab)
    tab.locator(button).click()
    expect(tab.locator("#sent")).to_contain_text("geselecteerd")
    assert tab.evaluate("getSelection().toString()").strip() == tab.locator(selected).inner_text().strip()


def test_a_code_stays_until_an_answer_changes(visit):
    """Back and forth, and after a reload, the same; another answer is another code, and the page says so."""
    tab = visit()
    fill(tab)
    first = code(tab)
    tab.locator(".end .back").click()
    step(tab).locator(".next").click()
    assert code(tab) == first
    tab.reload()
    assert code(tab) == first
    assert tab.locator("#changed").is_hidden()
    tab.locator(".change[data-key=q2]").last.click()
    step(tab).locator("[value=A]").check()
    step(tab).locator(".next").click()
    assert code(tab) != first
    assert first in tab.locator("#changed").text_content()
    assert read_code(code(tab)).answers == "BADBCA"


def test_a_survey_keeps_its_own_id_when_answers_change(visit):
    """The latest counts: one customer, one sheet."""
    for kind in ("satisfaction", "awareness"):
        tab = visit(kind)
        fill(tab)
        first = text(tab).split("|")[5]
        tab.locator(".change").first.click()
        step(tab).get_by_role("radio").first.check()
        step(tab).locator(".next").click()
        assert text(tab).split("|")[5] == first
        assert tab.locator("#changed").is_visible()


def test_a_token_in_the_address_counts(surf, tmp_path):
    """One page on the web for all; the part after # says whose it is, and never reaches a server."""
    path = written(tmp_path, "satisfaction", token="", customer="")
    tab = surf(path)
    assert tab.locator("#no-token").is_visible()
    tab.goto(f"{path.as_uri()}#k9mq27xp")
    expect(tab.locator("#token dd")).to_have_text("K9MQ27XP")
    assert tab.locator("#no-token").is_hidden()
    fill(tab)
    assert "|K9MQ27XP|" in text(tab)


def test_each_person_has_answers_of_his_own(surf, tmp_path):
    """Two links to one page on one computer do not mix."""
    path = written(tmp_path, "satisfaction", token="", customer="")
    tab = surf(path)
    tab.goto(f"{path.as_uri()}#K9MQ27XP")
    expect(tab.locator("#token dd")).to_have_text("K9MQ27XP")
    tab.locator("#begin").click()
    step(tab).get_by_role("radio").nth(2).check()
    tab.goto(f"{path.as_uri()}#K9MQ27XQ")
    expect(tab.locator("#token dd")).to_have_text("K9MQ27XQ")
    assert tab.locator("#kept").is_hidden()
    assert tab.locator(":checked").count() == 0


def test_answers_survive_a_reload_and_a_return(visit, files):
    """On the same question after a reload; after closing the page it says how far one was, and carries on there."""
    tab = visit()
    tab.locator("#begin").click()
    for letter in "AB":
        step(tab).locator(f"[value={letter}]").check()
        step(tab).locator(".next").click()
    tab.reload()
    assert step(tab).get_attribute("data-key") == "q3"
    later = tab.context.new_page()
    later.goto(files["self_test", "nl"].as_uri())
    assert later.locator("#kept").text_content() == "U was al begonnen: 2 van de 7 vragen zijn beantwoord."
    later.locator("#begin").click()
    assert step(later).get_attribute("data-key") == "q3"
    step(later).locator(".back").click()
    assert step(later).locator(":checked").get_attribute("value") == "B"


def test_the_browser_s_own_way_back_works(visit):
    tab = visit()
    tab.locator("#begin").click()
    step(tab).locator("[value=A]").check()
    step(tab).locator(".next").click()
    tab.go_back()
    expect(step(tab)).to_have_attribute("data-key", "q1")
    assert step(tab).locator(":checked").get_attribute("value") == "A"
    tab.go_forward()
    expect(step(tab)).to_have_attribute("data-key", "q2")


def test_answers_are_erased_and_can_be_put_back(visit):
    """Nothing is left in the browser; until the next answer it can be undone, the code the same."""
    tab = visit()
    fill(tab)
    first = code(tab)
    tab.locator(".about .erase").click()
    assert tab.locator("main > .status").inner_text() == "Uw antwoorden zijn gewist. Zet ze terug"
    assert tab.evaluate("localStorage.length") == 0
    assert tab.locator(":checked").count() == 0
    tab.keyboard.press("Enter")
    assert code(tab) == first
    tab.locator(".send .erase").click()
    tab.reload()
    assert tab.locator("#kept").is_hidden()


def test_where_nothing_can_be_kept_the_page_says_so_and_works(surf, files):
    """Some browsers refuse to keep anything for a file from disk."""
    tab = surf(files["self_test", "nl"])
    refuse = "Object.defineProperty(window, 'localStorage', {get() { throw new DOMException('no', 'SecurityError'); }})"
    tab.context.add_init_script(refuse)
    tab.reload()
    fill(tab)
    assert "bewaart uw antwoorden niet" in tab.locator("#here").text_content()
    assert read_code(code(tab)).answers == MIXED


def test_an_open_question_is_named_and_led_to(visit):
    """The summary takes the focus; its link leads to the first answer, which is described by what is wrong."""
    tab = visit()
    tab.locator("#begin").click()
    step(tab).locator(".next").click()
    errors = tab.locator(".errors")
    expect(errors).to_be_focused()
    assert tab.title().startswith("Let op")
    assert errors.get_by_role("link").all_text_contents() == ["Kies een antwoord: Wat legt u van uw klanten vast?"]
    assert "Kies een van de antwoorden." in tab.locator("#q1-error").text_content()
    assert "q1-error" in tab.locator("#q1").get_attribute("aria-describedby")
    errors.get_by_role("link").press("Enter")
    expect(tab.locator("#q1-1")).to_be_focused()
    tab.keyboard.press("Space")
    assert errors.is_hidden()
    assert tab.locator("#q1-error").text_content() == ""


def test_a_question_left_open_elsewhere_is_led_to_from_the_end(visit):
    """Who has emptied an answer by another window gets to the question, not to a result."""
    tab = visit("awareness")
    fill(tab)
    tab.locator(".end .back").click()
    tab.evaluate("const key = Object.keys(localStorage)[0], kept = JSON.parse(localStorage[key]);"
                 "delete kept.answers.engagement; localStorage[key] = JSON.stringify(kept)")  # fmt: skip
    tab.reload()
    step(tab).locator(".next").click()
    assert step(tab).get_attribute("data-key") == "engagement"
    expect(tab.locator(".errors")).to_be_focused()


def test_an_optional_question_is_skipped_and_a_choice_taken_back(visit):
    """The button says that it skips; a choice can be removed; the sheet leaves the question out."""
    tab = visit("satisfaction")
    tab.locator("#begin").click()
    step(tab).get_by_role("radio").nth(3).check()
    step(tab).locator(".next").click()
    assert step(tab).locator(".next").text_content() == "Overslaan"
    step(tab).get_by_role("radio").first.check()
    assert step(tab).locator(".next").text_content() == "Volgende"
    step(tab).locator(".clear").click()
    assert step(tab).locator(":checked").count() == 0
    while step(tab).count():
        step(tab).locator(".next").click()
    form = asked("satisfaction")
    assert line.read_line(line.lines_in(text(tab))[0], lambda *_: form).answers == {"overall": "4"}
    assert tab.locator(".answers .none").count() == len(form.questions) - 1


@pytest.mark.parametrize("kind", KINDS)
def test_the_whole_form_by_keyboard(visit, kind):
    """Tab, arrows, space and Enter from start to sent; the focus is always seen and never lost."""
    tab = visit(kind)
    focus_on(tab, "#begin")
    tab.keyboard.press("Enter")
    for question in asked(kind).questions:
        assert tab.evaluate("document.activeElement.tagName") == "H2"
        tab.keyboard.press("Tab")
        assert tab.evaluate("document.activeElement.name") == question.key
        if question.options:
            tab.keyboard.press("Space")
            tab.keyboard.press("ArrowDown")
        else:
            tab.keyboard.type("Sneller leveren")
        assert rung(tab)
        if question.longest > 100:  # in a box Enter is a new line
            focus_on(tab, ".question:not([hidden]) .next")
        tab.keyboard.press("Enter")
    assert tab.evaluate("document.activeElement.tagName") == "H2"
    for button in ("#mail", "#copy", "#save"):
        focus_on(tab, button)
        assert rung(tab)
    form = asked(kind)
    sheet = line.read_line(line.lines_in(text(tab))[0], lambda *_: form)
    chosen = [sheet.answers[question.key] for question in form.questions if question.options]
    assert chosen == [question.values[1] for question in form.questions if question.options]


def focus_on(tab: Page, selector: str) -> None:
    """By the Tab key alone."""
    for _ in range(90):
        tab.keyboard.press("Tab")
        if tab.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    pytest.fail(f"the Tab key does not get to {selector}")


def rung(tab: Page) -> bool:
    """Whether the element with the focus, or its label, has a ring, and is in sight."""
    return tab.evaluate("""() => {
        const at = document.activeElement, shown = at.type === "radio" ? at.closest("label") : at;
        const box = shown.getBoundingClientRect();
        return getComputedStyle(shown).outlineStyle === "solid" && box.bottom > 0 && box.top < innerHeight;
    }""")


@pytest.mark.parametrize("kind", KINDS)
def test_the_whole_form_by_touch(visit, kind):
    """On a phone: a tap on the words of an answer chooses it."""
    tab = visit(kind, width=PHONE, has_touch=True)
    tab.locator("#begin").tap()
    while step(tab).count():
        labels = step(tab).locator(".option")
        if labels.count():
            labels.nth(1).tap()
            assert labels.nth(1).locator("input").is_checked()
        else:
            step(tab).get_by_role("textbox").fill("Sneller")
        step(tab).locator(".next").tap()
    assert tab.locator("#mail").is_visible()


def test_the_skip_link_leaves_the_token_alone(surf, tmp_path):
    path = written(tmp_path, "satisfaction", token="")
    tab = surf(path)
    tab.goto(f"{path.as_uri()}#K9MQ27XP")
    expect(tab.locator("#token dd")).to_have_text("K9MQ27XP")
    tab.keyboard.press("Tab")
    tab.keyboard.press("Enter")
    assert tab.evaluate("document.activeElement.id") == "main"
    assert tab.url.endswith("#K9MQ27XP")


def every_step(tab: Page, letters: str = MIXED):
    """Yields at the start, at every question, with its mistake where it has to be answered, and at the end."""
    yield
    tab.locator("#begin").click()
    number = 0
    while step(tab).count():
        if step(tab).locator(".next").text_content() not in ("Overslaan", "Skip"):
            step(tab).locator(".next").click()
            if not step(tab).count():
                break
            yield
        options = step(tab).get_by_role("radio")
        if options.count():
            value = letters[number] if step(tab).locator("[value='A']").count() else ""
            (step(tab).locator(f"[value='{value}']") if value else options.nth(1)).check()
        else:
            step(tab).get_by_role("textbox").fill("Sneller")
        number += 1
        yield
        step(tab).locator(".next").click()
    tab.locator("summary").click()
    yield


@pytest.mark.parametrize(  # each size, scheme and language with each other one
    ("language", "width", "scheme"),
    [("nl", PHONE, "light"), ("nl", DESK, "dark"), ("en", PHONE, "dark"), ("en", DESK, "light")],
)
@pytest.mark.parametrize("kind", KINDS)
def test_axe_finds_nothing_on_any_step(visit, axe, kind, language, width, scheme):
    """WCAG 2.2 AA, by the rules of axe; and nothing was asked of the network or stopped by the policy."""
    tab = visit(kind, language, width, scheme)
    for _ in every_step(tab):
        assert axe(tab) == []
    assert tab.heard == []
    assert all(address.startswith("file:") for address in tab.asked) and len(tab.asked) == 1


def test_axe_finds_nothing_where_answers_are_unknown(visit, axe):
    tab = visit()
    fill(tab, "??????")
    assert axe(tab) == []


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("language", languages())
def test_nothing_scrolls_sideways_at_400_percent(visit, kind, language):
    """320 pixels wide, on every step, the text of the message unfolded."""
    tab = visit(kind, language, ENLARGED)
    for _ in every_step(tab):
        assert tab.evaluate("document.documentElement.scrollWidth") <= ENLARGED


@pytest.mark.parametrize("width", [PHONE, DESK])
@pytest.mark.parametrize("kind", KINDS)
def test_targets_are_large_enough_to_hit(visit, kind, width):
    """24 pixels at least; an answer, a button that goes on and a field 44."""
    sizes = """selector => [...document.querySelectorAll(selector)].filter(e => e.checkVisibility())
        .map(e => [e.className || e.tagName, e.getBoundingClientRect()])
        .map(([name, box]) => [name, Math.round(Math.min(box.width, box.height))])"""
    tab = visit(kind, width=width)
    for _ in every_step(tab):
        every = tab.evaluate(sizes, "button, a:not(.skip), summary, .option, input[type=text], textarea")
        assert every
        assert [small for small in every if small[1] < 24] == []
        large = tab.evaluate(sizes, ".option, .next, .back, #begin, .button, input[type=text], textarea")
        assert [small for small in large if small[1] < 44] == []


def test_nothing_moves_for_who_wants_no_motion(visit):
    tab = visit()
    moving = "[...document.querySelectorAll('*')].filter(e => parseFloat(getComputedStyle(e).transitionDuration) > 0)"
    assert tab.evaluate(f"{moving}.length") == 0
    tab.emulate_media(reduced_motion="no-preference")
    assert tab.evaluate(f"{moving}.length") > 0


def test_with_forced_colours_a_choice_is_still_seen(visit):
    """High contrast takes backgrounds away: the border of what is chosen is wider."""
    tab = visit(forced_colors="active")
    tab.locator("#begin").click()
    step(tab).locator("[value=B]").check()
    width = "key => getComputedStyle(document.querySelector(`[name=q1][value=${key}]`).closest('label')).borderTopWidth"
    assert (tab.evaluate(width, "B"), tab.evaluate(width, "A")) == ("3px", "1px")


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("language", languages())
def test_without_its_script_all_questions_are_there_to_read(visit, axe, kind, language):
    """One list, every answer in words, how to send them back; no button that does nothing."""
    tab = visit(kind, language, java_script_enabled=False)
    for question in asked(kind, language).questions:
        part = tab.locator(f"#step-{question.key}")
        assert part.is_visible()
        assert all(option.text in part.inner_text() for option in question.options)
    assert tab.locator("button:visible").count() == 0
    assert tab.locator(".paper").is_visible()
    assert tab.locator(".end").is_hidden()
    tab.locator("input[type=radio]").first.check()


def printed(tab: Page, folder: Path, pdftotext: str) -> str:
    file = folder / "printed.pdf"
    tab.pdf(path=file, prefer_css_page_size=True, print_background=True)
    run = subprocess.run([pdftotext, "-layout", str(file), "-"], capture_output=True, text=True, check=True)
    return run.stdout


@pytest.mark.parametrize("kind", KINDS)
def test_the_empty_form_is_printed_whole(visit, tmp_path, pdftotext, kind):
    """From the first screen: all questions and answers, how to send them back, who asks; no buttons."""
    tab = visit(kind, scheme="dark")
    paper = " ".join(printed(tab, tmp_path, pdftotext).split())

    assert "Uw antwoorden terugsturen" in paper
    assert "Bureau Klantzicht" in paper
    for question in asked(kind).questions:
        assert question.text in paper
    assert paper.count("Weet ik niet") == sum("?" in question.values for question in asked(kind).questions)
    assert not re.search("Vorige|Volgende|Begin |Wis mijn", paper)
    assert (TOKEN in paper) == (kind == "satisfaction")


def test_the_result_is_printed_with_the_code(visit, tmp_path, pdftotext):
    """And not the questions, the buttons or the message."""
    tab = visit()
    fill(tab)
    paper = " ".join(printed(tab, tmp_path, pdftotext).split())

    assert "15 van de 24 punten" in paper
    assert code(tab) in paper
    assert "Verder lezen" in paper
    assert not re.search(r"Vraag 1|Kopieer|Wijzig|Druk dit af|\[KW", paper)


def test_the_page_can_be_asked_by_another_page(visit):
    """What reckons is there by name, for who builds the page into a site."""
    tab = visit()
    names = tab.evaluate("Object.keys(window.klantwerkboek)")

    assert {"asked", "writeCode", "score", "writeLine", "sheet", "json"} <= set(names)
    assert json.loads(tab.evaluate("JSON.stringify(klantwerkboek.score([...'AAAAAA']))"))["total"] == 24
