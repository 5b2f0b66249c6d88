"""Who stands in the file twice? Pairs by hand, and 600 known pairs among 5,000 invented customers."""

from __future__ import annotations

from functools import cache

import pandas as pd
import pytest

from klantlib.client.model import empty
from klantlib.measures.customer_file.duplicates import SURE_FROM, duplicates
from tests.made_customers import Made, made

VAT = "NL123456782B01"
OTHER_VAT = "NL000099998B57"
FULL = {"street": "Dorpsstraat 1", "postcode": "1234 AB", "city": "Utrecht", "email": "info@linde.example",
        "coc_number": "12345678", "vat_number": VAT}  # fmt: skip


def file(*rows: dict[str, str]) -> pd.DataFrame:
    """A customer file of these rows, numbered 1, 2, ..."""
    numbered = [{"customer_id": str(number), **row} for number, row in enumerate(rows, start=1)]
    frame = pd.DataFrame(numbered).reindex(columns=list(empty("customers").columns))
    return frame.astype(empty("customers").dtypes)


def pair(one: dict[str, str], other: dict[str, str]) -> pd.Series | None:
    """What is found of two entries; None where they are not taken for one."""
    found = duplicates(file(one, other))
    return found.iloc[0] if len(found) else None


def named(name: str, **fields: str) -> dict[str, str]:
    return {"name": name, **fields}


@pytest.mark.parametrize("ground", ["email", "coc_number", "vat_number"])
def test_the_same_name_and_one_ground_is_sure(ground):
    """Legal forms aside, and either an e-mail address or a valid number."""
    found = pair(named("De Linde BV", **{ground: FULL[ground]}), named("Linde B.V.", **{ground: FULL[ground]}))
    assert found["sure"] and found["score"] >= SURE_FROM


def test_an_address_is_a_postcode_and_a_house_number():
    """At one house: sure. In one street: likely."""
    one, next_door = {"postcode": "1234 AB", "street": "Dorpsstraat 1"}, {"postcode": "1234ab", "street": "Dorpsstr. 3"}
    assert pair(named("De Linde", **one), named("Linde BV", **{**one, "postcode": "1234ab"}))["sure"]
    found = pair(named("De Linde", **one), named("Linde BV", **next_door))
    assert found is None or not found["sure"]


def test_without_a_house_number_it_is_likely():
    """The postcode alone is a street, and a name is given to more than one."""
    found = pair(named("De Linde", postcode="1234 AB"), named("De Linde BV", postcode="1234AB"))
    assert not found["sure"]
    assert found["grounds"] == ("same_name", "postcode")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Jansen Holding BV", "Jansen Beheer BV"),
        ("J. Jansen", "P. Jansen"),
        ("Jansen Bouw", "Jansen en Zn Bouw"),
    ],
)
def test_who_shares_everything_and_is_another_is_not_asked(one, other):
    """A holding and its sister, father and son: one house, one mailbox."""
    shared = {"street": "Dorpsstraat 1", "postcode": "1234 AB", "email": "info@jansen.example"}
    assert pair(named(one, **shared), named(other, **shared)) is None


def test_a_building_full_of_firms():
    """One address, other names: nobody is asked."""
    shared = {"street": "Plein 1", "postcode": "1234 AB"}
    assert duplicates(file(*(named(f"{name} BV", **shared) for name in ("Akker", "Brink", "Cirkel", "Duin")))).empty


def test_a_franchise_in_other_towns_is_not_sure():
    """One name and one mailbox, two towns: a question, no more."""
    shared = {"name": "Vlaaienhuis", "email": "info@vlaai.example"}
    found = pair({**shared, "postcode": "1234 AB"}, {**shared, "postcode": "9712 AB"})
    assert not found["sure"]
    assert "other_address" in found["grounds"]


def test_two_establishments_of_one_firm_are_asked_and_not_sure():
    """The same KvK number and name at another address: moved, or a second establishment?"""
    found = pair({**named("De Linde"), **FULL, "email": ""}, {**named("De Linde"), **FULL, "postcode": "9712 AB",
                 "email": ""})  # fmt: skip
    assert not found["sure"]
    assert {"number", "other_address"} <= set(found["grounds"])


def test_moved_with_the_same_number_and_e_mail_is_sure():
    """Two grounds against one."""
    assert pair({**named("De Linde"), **FULL}, {**named("De Linde"), **FULL, "postcode": "9712 AB"})["sure"]


def test_a_fiscal_unity_is_never_sure():
    """One VAT number, two KvK numbers: two firms, whatever else they share."""
    found = pair({**named("De Linde"), **FULL}, {**named("De Linde"), **FULL, "coc_number": "87654321"})
    assert not found["sure"]
    assert "fiscal_unity" in found["grounds"]


def test_one_firm_may_have_two_vat_numbers():
    """Of a one-man firm the old and the new: the KvK number decides."""
    assert pair({**named("De Linde"), **FULL}, {**named("De Linde"), **FULL, "vat_number": OTHER_VAT})["sure"]


def test_a_number_that_cannot_be_right_is_no_ground():
    """Everybody has 00000000, and a mistyped VAT number proves nothing."""
    zeros, wrong = {"coc_number": "00000000"}, {"vat_number": "NL123456783B01"}
    for shared in (zeros, wrong):
        assert not pair(named("De Linde", **shared), named("De Linde", **shared))["sure"]


def test_one_register_number_two_names():
    """A trade name beside the firm's own, at one address: asked, never sure."""
    found = pair({**named("Jansen Bouw"), **FULL}, {**named("Keukenstudio Zomer"), **FULL})
    assert not found["sure"]
    assert found["grounds"][:2] == ("other_name", "number")


def test_a_married_name():
    """One name more, the same number and house: sure. Without the number: asked."""
    assert pair({**named("A. de Vries"), **FULL}, {**named("A. de Vries-Bakker"), **FULL})["sure"]
    without = {**FULL, "coc_number": "", "vat_number": ""}
    assert not pair({**named("A. de Vries"), **without}, {**named("A. de Vries-Bakker"), **without})["sure"]


def test_a_file_with_names_alone():
    """Where nothing else is known the same name is worth asking; another one is not."""
    found = duplicates(file(named("De Linde BV"), named("Linde"), named("Zomer")))
    assert found[["first", "second", "sure"]].to_numpy().tolist() == [["1", "2", False]]
    assert found["grounds"][0] == ("same_name", "name_only")


def test_three_of_the_same_are_three_pairs():
    """1-2, 1-3 and 2-3; the lowest number first."""
    found = duplicates(file(*[{**named("De Linde"), **FULL}] * 3))
    assert sorted(zip(found["first"], found["second"], strict=True)) == [("1", "2"), ("1", "3"), ("2", "3")]


def test_a_mailbox_of_a_bookkeeper_is_no_ground():
    """Six firms share one address: it tells nobody apart."""
    shared = [named(name, email="post@kantoor.example") for name in ("Linde", "Linde", "Akker", "Brink", "Duin", "Els")]
    assert not duplicates(file(*shared))["sure"].any()


@pytest.mark.parametrize("rows", [[], [named("De Linde")], [named("A"), named("B")]])
def test_nobody_is_double(rows):
    """An empty file, one customer, two others."""
    found = duplicates(file(*rows))
    assert found.empty
    assert list(found.columns) == ["first", "second", "score", "sure", "grounds"]


def test_the_input_comes_back_unchanged_and_its_order_does_not_matter():
    """Upside down it gives the same pairs."""
    customers = made_file().customers.head(800)
    before = customers.copy()
    found = duplicates(customers)
    pd.testing.assert_frame_equal(customers, before)
    pd.testing.assert_frame_equal(found, duplicates(customers.iloc[::-1].reset_index(drop=True)))


@cache
def made_file() -> Made:
    file_ = made()
    frame = file_.customers.reindex(columns=list(empty("customers").columns)).astype(empty("customers").dtypes)
    return Made(frame, file_.pairs, file_.apart)


@cache
def of_made() -> tuple[dict[frozenset[str], bool], dict[frozenset[str], object]]:
    """What is found in the made file (pair -> sure), and what is true of it (pair -> Pair)."""
    found = duplicates(made_file().customers)
    proposed = {frozenset(ids): sure for *ids, sure in found[["first", "second", "sure"]].to_numpy().tolist()}
    return proposed, {frozenset((pair.first, pair.second)): pair for pair in made_file().pairs}


def test_the_made_file_is_as_promised():
    """5,000 customers, 600 pairs of six kinds, of most of which enough was left to be sure."""
    _, true = of_made()
    assert (len(made_file().customers), len(true)) == (5_000, 600)
    assert {pair.kind for pair in true.values()} == {"slip", "form", "order", "moved", "married", "mixed"}
    assert sum(pair.sure for pair in true.values()) >= 450


def test_sure_pairs_are_found():
    """At least 95% of the pairs of which enough was left to be sure are proposed as sure."""
    proposed, true = of_made()
    sure = [pair for pair, known in true.items() if known.sure]
    found = sum(proposed.get(pair, False) for pair in sure)
    assert found >= 0.95 * len(sure), f"recall {found / len(sure):.1%}: {found} of {len(sure)} sure pairs"


def test_no_false_pair_is_sure():
    """Not one; and of all that is asked nine in ten are true."""
    proposed, true = of_made()
    false = [sorted(pair) for pair, sure in proposed.items() if sure and pair not in true]
    right = sum(pair in true for pair in proposed)
    assert false == [], f"{len(false)} false pairs are sure, of {sum(proposed.values())}: {false[:5]}"
    assert right >= 0.9 * len(proposed), f"precision {right / len(proposed):.1%}: {right} of {len(proposed)} pairs"


def test_most_of_all_pairs_are_asked():
    """Also of those of which little was left."""
    proposed, true = of_made()
    found = sum(pair in proposed for pair in true)
    assert found >= 0.9 * len(true), f"recall {found / len(true):.1%}: {found} of {len(true)} pairs"


def test_lookalikes_are_never_sure():
    """Holdings, fathers and sons, one building, franchises, establishments, clients of one bookkeeper."""
    proposed, _ = of_made()
    assert len(made_file().apart) > 500
    assert [sorted(pair) for pair in made_file().apart if proposed.get(pair)] == []
