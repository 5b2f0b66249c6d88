"""Can it be right, by its form? Every example was judged by hand."""

import pandas as pd
import pytest

from klantlib.measures.customer_file.validity import belgian_vat, countries, dutch_vat, german_vat, states

COLUMNS = ["postcode", "email", "coc_number", "vat_number", "country"]


def judged(column: str, *values: str | None, country: str | None = None) -> list[str]:
    """One customer for each value."""
    frame = pd.DataFrame({name: pd.Series([None] * len(values), dtype="str") for name in COLUMNS})
    frame[column] = pd.Series(values, dtype="str")
    frame["country"] = pd.Series([country] * len(values), dtype="str")
    return states(frame)[column].tolist()


def test_dutch_postcodes():
    """Four digits not beginning with 0 and two letters, but never SA, SD or SS; a space or capitals do not matter."""
    assert judged("postcode", "1234 AB", "1234ab", "9999 XZ") == ["ok"] * 3
    assert judged("postcode", "0123 AB", "1234", "1234 A", "1234 SS", "12345 AB") == ["form"] * 5
    assert judged("postcode", None, "", "0000") == ["missing", "missing", "placeholder"]


def test_postcodes_by_country():
    """Four digits in Belgium, five in Germany; of Italy we know nothing."""
    assert judged("postcode", "9000", country="België") == ["ok"]
    assert judged("postcode", "1234 AB", country="BE") == ["form"]
    assert judged("postcode", "50667", country="Germany") == ["ok"]
    assert judged("postcode", "00184", country="Italië") == ["abroad"]


def test_e_mail_addresses():
    """One address with a name, an @ and a domain with a point in it."""
    assert judged("email", "jan@bedrijf.nl", "j.de.wit+kv@sub.bedrijf.co.uk", "Inkoop@De-Linde.example") == ["ok"] * 3
    assert judged("email", "jan", "jan@bedrijf", "jan@@bedrijf.nl", "jan @bedrijf.nl", "a..b@c.nl") == ["form"] * 5
    assert judged("email", "a@b.nl; c@d.nl", "a@b.nl/c@d.nl", "geen@geen.nl", "x@x.nl") == [
        "several", "several", "placeholder", "placeholder",
    ]  # fmt: skip


def test_numbers_of_the_register():
    """Eight digits; seven lost a zero in a spreadsheet, twelve are an establishment; abroad they are others'."""
    assert judged("coc_number", "12345678", "1234 5678", "01234567") == ["ok"] * 3
    assert judged("coc_number", "1234567", "000012345678", "123", "1234567A", "00000000") == [
        "zero_lost", "establishment", "form", "form", "placeholder",
    ]  # fmt: skip
    assert judged("coc_number", "0123.456.789", country="Belgium") == ["abroad"]


def test_dutch_vat_numbers():
    """
    NL 1234567 8: 1*9+2*8+3*7+4*6+5*5+6*4+7*3+8*2 = 156, 156 mod 11 = 2, so 123456782 is right and 123456783 is not.
    """
    assert judged("vat_number", "NL123456782B01", "nl 1234.56.782.b01", "123456782B01") == ["ok"] * 3
    assert judged("vat_number", "NL123456783B01", "NL12345678B01", "NL123456782", "NL000000000B00") == [
        "check", "form", "form", "placeholder",
    ]  # fmt: skip


def test_the_number_of_a_one_man_firm():
    """Since 2020 the whole is checked modulo 97, as an IBAN is: the example that the tax office prints."""
    assert dutch_vat("000099998B57")
    assert not dutch_vat("000099998B58")


def test_vat_numbers_of_the_neighbours():
    """97 less the rest for Belgium; the example of ISO 7064 for Germany; of others the form alone."""
    assert belgian_vat(f"01234567{97 - 1234567 % 97:02d}")
    assert not belgian_vat("0123456700")
    assert german_vat("136695976")
    assert not german_vat("136695977")
    assert judged("vat_number", "IT12345678901", "X!") == ["abroad", "form"]


def test_countries_by_whatever_name():
    """No country is the Netherlands; a name that is not known is abroad."""
    names = ["Nederland", "NL", "the Netherlands", None, "BELGIË", "duitsland", "Ruritanië"]
    frame = pd.DataFrame({"country": pd.Series(names, dtype="str")})
    assert countries(frame).tolist() == ["NL", "NL", "NL", "NL", "BE", "DE", ""]


@pytest.mark.parametrize("rows", [0, 3])
def test_nothing_was_delivered(rows):
    """Empty columns, or no rows: missing, and no error."""
    frame = pd.DataFrame({name: pd.Series([None] * rows, dtype="str") for name in COLUMNS})
    assert (states(frame) == "missing").all(axis=None)
    assert len(states(frame)) == rows
