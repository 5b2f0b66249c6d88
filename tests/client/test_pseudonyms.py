"""No customer name leaves the client's folder where that was asked."""

import pytest

from klantlib.client.pseudonyms import PSEUDONYMS, pseudonymised
from klantlib.notebook import open_client

FILES = {
    "klanten.csv": "klantnummer;naam\n00042;Bakker\n7;Smid\n",
    "transacties.csv": "klantnummer;datum;omzet\n00042;31-12-2025;100\n",
}


@pytest.mark.parametrize(("language", "names"), [("nl", ["Klant 1", "Klant 2"]), ("en", ["Customer 1", "Customer 2"])])
def test_a_number_in_the_language_of_the_report(opened, language, names):
    """In the order of the customer numbers; the numbers themselves stay."""
    customers = pseudonymised(opened(FILES), language).all("customers")

    assert customers["customer_id"].tolist() == ["00042", "7"] and customers["name"].tolist() == names


def test_a_workbook_follows_the_language_that_was_asked(deliver, monkeypatch):
    """An English report of a Dutch client says Customer, though the client's own language is Dutch."""
    folder = deliver(FILES)
    (folder.parent / "client_data").symlink_to(folder.parent, target_is_directory=True)
    monkeypatch.setenv("KLANT_HOME", str(folder.parent))
    monkeypatch.setenv(PSEUDONYMS, "en")

    assert open_client("proef").all("customers")["name"].tolist() == ["Customer 1", "Customer 2"]


def test_a_remark_about_one_customer_names_its_number(opened):
    """The excluded customer is reported, by number."""
    bought = {"transacties.csv": FILES["transacties.csv"] + "7;30-12-2025;5\n"}
    data = opened(FILES | bought, '[customers]\nexclude = [{ id = "7", reason = "gestopt" }]')

    remarks = pseudonymised(data, "nl").remarks

    assert [remark.values["name"] for remark in remarks if remark.key == "excluded"] == ["7"]
    assert "Smid" not in str(remarks)
