"""check.html: the same overview as a page to mail; nothing private on it, nothing asked of the network."""

from __future__ import annotations

import re

import pytest

from tests.intake.conftest import SALES

WRONG = {
    "transacties.csv": SALES.replace("50,00", "<b>veel</b>"),
    "klanten.csv": "klantnummer;naam;email;klant sinds\n00042;De Linde;jan@linde.example;jan@linde.example\n",
}
GOOD = {"transacties.csv": SALES}


def read(folder) -> str:
    return (folder / "check.html").read_text(encoding="utf-8")


def test_the_page_says_what_the_terminal_says(deliver, klant):
    """Also where the files are refused: it is for who must mend them."""
    folder = deliver(WRONG)
    _, said = klant("check", "proef")
    page = re.sub(r"\s+", " ", re.sub("<[^>]+>", " ", read(folder)))

    assert "Nog niet in orde" in page and "Nog niet in orde" in said
    assert "Rij 3, kolom “omzet”" in page and "Rij 3, kolom “omzet”" in said
    assert page.index("Wat er te verbeteren is") < page.index("Wat er gevonden is")


def test_what_a_client_typed_is_text(deliver, klant):
    """No markup of his comes to life."""
    folder = deliver(WRONG)
    klant("check", "proef")

    assert "<b>veel" not in read(folder) and "&lt;b&gt;veel" in read(folder)


@pytest.mark.parametrize("column", ["straat", "postcode", "email", "kvk", "btw-nummer"])
def test_private_values_are_masked(deliver, klant, column):
    """What stands in a private column is not repeated, here nor in the terminal."""
    files = {"klanten.csv": f"klantnummer;naam;{column}\n1;A;x\x00geheim\n", "transacties.csv": SALES}
    folder = deliver(files)
    _, said = klant("check", "proef")

    assert "geheim" not in read(folder) + said


def test_an_e_mail_address_in_another_column_is_masked_too(deliver, klant):
    """A date that is an address: where it stands is told, not what it is."""
    folder = deliver(WRONG)
    _, said = klant("check", "proef")

    assert "linde.example" not in read(folder) + said and "klant sinds" in read(folder)


def test_a_page_that_was_made_before_is_replaced(deliver, klant):
    """Yesterday's mistakes are not mailed today."""
    folder = deliver(WRONG)
    klant("check", "proef")
    (folder / "klanten.csv").unlink()
    deliver(GOOD)
    klant("check", "proef")

    assert "In orde: 1 tabel" in read(folder) and "Nog niet" not in read(folder)


@pytest.mark.slow
@pytest.mark.parametrize("files", [WRONG, GOOD], ids=["wrong", "good"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_everybody_can_read_the_page(deliver, klant, surf, axe, files, scheme, width):
    """WCAG 2.2 AA by axe, on a phone and a desktop; nothing is asked of the network, nothing is too wide."""
    folder = deliver(files)
    klant("check", "proef")
    tab = surf(folder / "check.html", width=width, scheme=scheme)

    assert axe(tab) == []
    assert tab.heard == [] and len(tab.asked) == 1
    assert tab.evaluate("document.documentElement.scrollWidth") <= width
