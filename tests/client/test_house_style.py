"""Does a consultant's house_style.toml count, and is all that is wrong with it told at once?"""

from __future__ import annotations

import base64
import io
from pathlib import Path

import pytest

from klantlib.client import open_client
from klantlib.client.house_style import told_style
from klantlib.texts import TEMPLATES
from klantlib.theme import house
from tests.client.conftest import TRANSACTIONS
from tests.own_template import own_template

FILES = {"transacties.csv": TRANSACTIONS}
STYLE = "house_style.toml"
LOGO = base64.b64decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNk+A8AAQUBAScY42YAAAAASUVORK5CYII=")


@pytest.fixture
def told(refused):
    """The sentences that refuse this house style, in Dutch."""

    def sentences(style: str, language: str = "nl", **files: bytes) -> list[str]:
        return refused({**FILES, STYLE: style, **files}).sentences(language)

    return sentences


def test_without_a_file_the_standard_style_holds(opened):
    """Nothing to say about it either."""
    theme = opened(FILES).theme
    assert theme == house()
    assert told_style(theme, "nl") == []


def test_the_file_as_it_lies_in_templates_changes_nothing(opened):
    """It may be copied as a start; all its colours are the standard ones."""
    theme = opened({**FILES, STYLE: (TEMPLATES / STYLE).read_text(encoding="utf-8")}).theme
    assert theme.model_copy(update={"sources": ()}) == house()


def test_a_file_says_only_what_differs(opened):
    """The rest stays as it is in the standard style; capitals in a colour are no matter."""
    theme = opened({**FILES, STYLE: 'name = "Groenland"\n[colours]\naccent = "#14532D"'}).theme
    assert (theme.name, theme.accent, theme.ink) == ("Groenland", "#14532d", house().ink)
    assert told_style(theme, "nl") == ["Huisstijl: clients/proef/house_style.toml."]


def test_the_clients_own_file_goes_before_that_of_the_consultant(deliver):
    """Each says what it wants: the accent is the client's, the name the consultant's for all clients."""
    folder = deliver({**FILES, STYLE: '[colours]\naccent = "#14532d"'})
    (folder.parent / STYLE).write_text('name = "Groenland"\n[colours]\naccent = "#800060"\nbad = "#990000"')
    theme = open_client("proef", folder.parent).theme
    assert (theme.accent, theme.bad, theme.name) == ("#14532d", "#990000", "Groenland")
    assert theme.sources == ("clients/house_style.toml", "clients/proef/house_style.toml")


def test_a_dark_colour_follows_its_light_one_unless_it_is_chosen(opened):
    """What was chosen for blue does not go with green; what was not touched stays."""
    theme = opened({**FILES, STYLE: '[colours]\naccent = "#14532d"\n[dark]\nbad = "#ff9980"'}).theme
    assert theme.night.ink == house().night.ink
    assert theme.night.bad == "#ff9980"
    red, green, blue = (int(theme.night.accent[at : at + 2], 16) for at in (1, 3, 5))
    assert green > red
    assert green > blue


def test_a_disclaimer_is_one_text_or_one_for_each_language(opened):
    """One text serves every reader."""
    one = opened({**FILES, STYLE: 'disclaimer = "Ongetekend"'}).theme
    each = opened({**FILES, STYLE: '[disclaimer]\nnl = "Geen rechten"\nen = "No rights"'}).theme
    assert (one.disclaimer("nl"), one.disclaimer("en")) == ("Ongetekend", "Ongetekend")
    assert (each.disclaimer("nl"), each.disclaimer("en")) == ("Geen rechten", "No rights")


def test_logo_and_template_are_read_from_beside_the_file(opened):
    """Their bytes travel; the styles that the template lacks are named by `klant check`."""
    files = {
        STYLE: 'logo = "beeldmerk.png"\ntemplate = "eigen.docx"',
        "beeldmerk.png": LOGO,
        "eigen.docx": own_template(),
    }
    theme = opened({**FILES, **files}).theme
    assert (theme.logo, theme.template) == (LOGO, own_template())
    assert "Advice, Note, Action" in told_style(theme, "en")[1]


@pytest.mark.parametrize(
    ("style", "expected"),
    [
        ('[colours]\nink = "#999999"', ["“#999999” valt te weinig op tegen “paper” (#ffffff)", "2,84", "4,5"]),
        ('[colours]\npaper = "#fff8e8"\nmuted = "#857d68"', ["“colours.muted”", "te weinig op tegen wit", "Word"]),
        ('[colours]\nline = "#fafafa"', ["“colours.line”", "1,2"]),
        (
            '[colours]\nseries = ["#0072b2", "#d55e00", "#00875f", "#8a6d00"]',
            ["“colours.series.2”", "“#d55e00”", "“series.4” (#8a6d00)", "geen rood ziet", "5,0 (CIEDE2000)"],
        ),
        ('[dark]\nink = "#445566"', ["“dark.ink”: “#445566” valt te weinig op tegen “paper”"]),
        ('[dark]\nseries = ["#ffffff", "#ff8800", "#88ff88", "#8888ff"]', ["“dark.series”", "4 kleuren", "6"]),
    ],
)  # fmt: skip
def test_a_palette_that_cannot_be_read_is_refused_with_the_pair(told, style, expected):
    """Both colours, the ratio found and the ratio needed, under the key to change."""
    sentences = told(style)
    assert any(all(part in sentence for part in expected) for sentence in sentences), sentences


def test_a_pair_is_told_in_english_too(told):
    """The same numbers, written as English does."""
    assert told('[colours]\nink = "#999999"', "en")[0] == (
        "clients/proef/house_style.toml, “colours.ink”: “#999999” stands out too little from “paper” (#ffffff): "
        "the contrast is 2.84, needed is 4.5. Make one of them lighter or darker."
    )


def test_a_light_colour_that_fails_is_not_told_again_for_its_dark_one(told):
    """The dark one follows from it."""
    assert [sentence for sentence in told('[colours]\nink = "#999999"') if "dark" in sentence] == []


@pytest.mark.parametrize(
    ("style", "expected"),
    [
        ("colurs = 1", "“colurs” is hier onbekend. Bedoelt u “colours”?"),
        ('[colours]\naksent = "#000000"', "Bedoelt u “accent”?"),
        ('[colours]\nink = "zwart"', "“zwart” kan hier niet staan. Verwacht: een kleur als “#0b5a82”"),
        ('[colours]\nink = "#fff"', "Verwacht: een kleur als “#0b5a82”"),
        ('[colours]\nseries = ["#111111"]', "Verwacht: een lijst van vier tot acht kleuren"),
        ('[colours]\nseries = ["#111111", "rood", "#222222", "#333333"]', "“colours.series.2”"),
        ('[fonts]\nword = "Arial; } body {"', "Verwacht: de naam van een lettertype"),
        ('name = "twee\\nregels"', "Verwacht: een korte tekst op één regel"),
        ('[disclaimer]\nnll = "x"', "“nll” is hier onbekend. Bedoelt u “nl”?"),
        (f'disclaimer = "{"x" * 2001}"', "Verwacht: een tekst van hooguit 2000 tekens"),
        ("colours = 3", "Verwacht: een onderdeel met eigen regels"),
        ("name = Groen", "regel 1: hier is het bestand niet te lezen"),
        ('logo = "../geheim.png"', "“../geheim.png” ligt buiten de map"),
        ('logo = "/etc/hosts"', "ligt buiten de map"),
        ('logo = "weg.png"', "het bestand “weg.png” is er niet"),
        ('logo = "tekst.png"', "geen heel PNG- of JPEG-bestand"),
        ('logo = "groot.png"', "“groot.png” is groter dan 1 MB"),
        ('template = "tekst.png"', "geen leesbaar Word-document (.docx)"),
        ('template = "half.docx"', "ontbreken deze stijlen: Kop 2 (tussenkop) en Inhopg 1 (hoofdstuk in de"),
    ],
)  # fmt: skip
@pytest.mark.slow
def test_what_cannot_be_used_is_told_with_what_is_expected(told, style, expected):
    """Unknown keys with the nearest known one; files that are not what they should be."""
    half = own_template(without=("heading 2", "toc 1"))
    files = {"tekst.png": b"x", "groot.png": LOGO + bytes(20 * 2**20), "half.docx": half}
    assert any(expected in sentence for sentence in told(style, **files)), told(style, **files)


def test_everything_that_is_wrong_is_told_at_once(told):
    """A key, a file and a pair of colours; and the tables too."""
    sentences = told('colurs = 1\nlogo = "weg.png"\n[colours]\nink = "#999999"\nbad = "rood"')
    assert all(any(part in sentence for sentence in sentences) for part in ("colurs", "weg.png", "#999999", "rood"))


def test_a_link_out_of_the_folder_is_no_way_out(told, tmp_path: Path):
    """A logo must lie in the folder, not only seem to."""
    (tmp_path / "elders.png").write_bytes(LOGO)
    folder = tmp_path / "clients" / "proef"
    folder.mkdir(parents=True)
    try:
        (folder / "logo.png").symlink_to(tmp_path / "elders.png")
    except OSError:
        pytest.skip("no links here")
    assert any("ligt buiten de map" in sentence for sentence in told('logo = "logo.png"'))


def test_the_template_is_not_touched(opened):
    """It is read, never written."""
    files = {STYLE: 'template = "eigen.docx"', "eigen.docx": own_template()}
    assert io.BytesIO(opened({**FILES, **files}).theme.template).read() == own_template()
