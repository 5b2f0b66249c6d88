"""What a workbook gets of a client besides its tables: the class of each customer."""

import pytest

from klantlib import accounts_of, classes_of, open_client

CUSTOMERS = "klantnummer;naam;concern;potentieel\n1;Een;;200\n2;Twee;;90\n3;Drie;2;90\n"
LINES = """klantnummer;datum;omzet;kostprijs
1;31-12-2024;20;10
2;31-12-2024;90;10
1;31-12-2025;100;10
2;31-12-2025;40;10
3;31-12-2025;35;50
"""


@pytest.fixture
def client(tmp_path, monkeypatch):
    """Customers 1, 2 and 3, which is of 2, in 2025 and the year before, with these settings."""

    def opened(settings=""):
        folder = tmp_path / "client_data" / "proef"
        folder.mkdir(parents=True)
        (folder / "klanten.csv").write_text(CUSTOMERS, encoding="utf-8")
        (folder / "transacties.csv").write_text(LINES, encoding="utf-8")
        (folder / "client.toml").write_text(f"[period]\nend = 2025-12-31\n{settings}", encoding="utf-8")
        monkeypatch.setenv("KLANT_HOME", str(tmp_path))
        return open_client("proef")

    return opened


def test_the_class_of_each_customer_that_bought(client):
    """1 makes more than half, at a profit; 2 is small; 3 loses 15."""
    data = client()
    classes = classes_of(data)
    assert classes.to_dict() == {"1": "key_account", "2": "small", "3": "loss_maker"}
    assert classes.index.tolist() == sorted(accounts_of(data).customers.index)


def test_the_classes_of_the_period_before(client):
    """Then 2 was the large one, and 3 bought nothing."""
    assert classes_of(client(), before=True).to_dict() == {"1": "small", "2": "key_account"}


def test_the_client_s_own_options_count(client):
    """No place for a key account: 1 is large. Up to all of the revenue 2 is large as well."""
    assert classes_of(client("[classification]\nkey_accounts = 0\nlarge = 1.0\n")).to_dict() == {
        "1": "large",
        "2": "large",
        "3": "loss_maker",
    }


def test_every_company_of_a_group_has_the_class_of_the_group(client):
    """2 and 3 together earn 30 less 15: small, both."""
    assert classes_of(client("[classification]\ngroups = true\n")).to_dict() == {
        "1": "key_account",
        "2": "small",
        "3": "small",
    }
