"""When klant check says that companies of one parent could count as one customer: only where a chapter would change."""

import pytest

from klantlib.client import open_client
from klantlib.intake.companies import told_companies

CUSTOMERS = "klantnummer;naam;concern\n1;Een;\n2;Twee;4\n3;Drie;4\n4;Vier;\n"
TOGETHER = "[classification]\ngroups = true\n"  # what that chapter counts already is not told
STRATEGY = "klantnummer;strategisch\n1;ja\n2;ja\n3;nee\n4;nee\n"


@pytest.fixture
def told(tmp_path):
    """What is said of four customers with this revenue and these settings; 2 and 3 are of 4."""

    def tell(revenue, settings="", **files):
        folder = tmp_path / "clients" / "proef"
        folder.mkdir(parents=True)
        lines = "".join(f"{number};31-12-2025;{amount};1\n" for number, amount in enumerate(revenue, start=1))
        tables = {"klanten": CUSTOMERS, "transacties": f"klantnummer;datum;omzet;kostprijs\n{lines}", **files}
        for name, content in tables.items():
            (folder / f"{name}.csv").write_text(content, encoding="utf-8")
        (folder / "client.toml").write_text(f'language = "en"\n{settings}', encoding="utf-8")
        return told_companies(open_client("proef", folder.parent))

    return tell


def test_a_top_ten_that_would_change_is_told(told):
    """100, 60, 50, 10: together 2, 3 and 4 have 120 and lead."""
    (sentence,) = told([100, 60, 50, 10], TOGETHER)
    assert "Vier" in sentence
    assert "[concentration]: groups = true" in sentence


def test_a_top_one_that_stays_is_not_told(told):
    """The first is the first either way, and the table has one row."""
    assert told([1000, 60, 50, 10], f"[concentration]\nten = 1\n{TOGETHER}") == []


def test_who_counts_groups_already_is_not_told(told):
    """The option is on."""
    assert told([100, 60, 50, 10], f"[concentration]\ngroups = true\n{TOGETHER}") == []


def test_customers_without_parents_are_not_told(told):
    """Nothing to count together."""
    assert told([100, 60], klanten="klantnummer;naam\n1;Een\n2;Twee\n") == []


def test_policies_that_would_change_are_told(told):
    """2 is strategic, 3 and its parent 4 are not: as one, with 4's no, only 2 gets another policy."""
    sentences = told([100, 60, 50, 10], f"[concentration]\ngroups = true\n{TOGETHER}", strategie=STRATEGY)
    (sentence,) = sentences
    assert "1 customer gets another policy" in sentence
    assert "[whitney]: groups = true" in sentence


def test_classes_that_would_change_are_told(told):
    """Of 220, 1 and 2 make the first half. As one, 4 has 120 and makes it alone: 1 falls, 3 and 4 rise."""
    (sentence,) = told([100, 60, 50, 10], "[concentration]\ngroups = true\n")
    assert "3 customers get another class" in sentence
    assert "[classification]: groups = true" in sentence
