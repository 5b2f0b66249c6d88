"""The chain as it is told: no arrow without a lag, none from a few units, and every odd client in two languages."""

import re

import pandas as pd
import pytest

from klantlib.advice import tell, words_of
from klantlib.analyses.service_profit_chain import analyse
from klantlib.blocks import Chart, Heading, Note
from klantlib.languages import languages
from klantlib.measures.cards.chains import Watched
from tests.made_accounts import accounts
from tests.measures.cards.test_chains import staff
from tests.measures.cards.test_indicators import answers, rows

NOBODY = Watched(staff(), answers(), accounts([]))


def world(n, *, engaged=lambda i: 5 + i / 5, satisfied=lambda i: 1 + i / 10, grown=lambda i: 100 + i):
    """n units with a customer each, as it was and as it is."""
    ids = accounts([1] * n).customers.index
    customers = rows("customers", *[(id, f"Team {i:02}") for i, id in enumerate(ids)], columns="customer_id unit")

    def year(day, revenue):
        told = [(id, "Jan", day, satisfied(i), 3, 50) for i, id in enumerate(ids)]
        return Watched(staff(*[(f"Team {i:02}", day, engaged(i)) for i in range(n)]), answers(*told), accounts(revenue))

    return year("2025-06-30", [grown(i) for i in range(n)]), year("2024-06-30", [100.0] * n), customers


def keys(result):
    return [block.key for block in result.blocks()]


def sound(result):
    for language in languages():
        words = words_of(result, language)
        for block in (*result.blocks(), *result.actions()):
            texts = [text for text in tell(block, words).words.values() if isinstance(text, str)]
            assert [t for t in texts if not t.strip() or re.search(r"\{|\bnan\b|\bNone\b|<NA>", t)] == []
    return True


def test_the_whole_chain_is_told_where_every_link_has_its_arrow():
    """Twenty teams in which everything follows; at the same time there is no arrow."""
    result = analyse(*world(20))

    assert keys(result)[0] == "chain" and sound(result)
    assert result.arrows["lagged"].all() and len(result.arrows) >= 2
    assert [action.key for action in result.actions()] == ["engage_action"]
    assert result.actions()[0].values == {"unit": "Team 00"}


@pytest.mark.parametrize("n", [4, 9, 10])
def test_a_few_teams_carry_no_chain(n):
    """However clear it looks: the interval is shown, and no arrow; the advice is to measure by team."""
    result = analyse(*world(n))

    assert keys(result)[0] == "few" and "links_table" in keys(result) and sound(result)
    assert result.arrows.empty and set(result.links["verdict"]) <= {"few_teams", "too_few"}
    assert [action.key for action in result.actions()] == ["measure_action"]


def test_the_limit_of_few_is_an_option():
    """Ten teams with a limit of five may have arrows."""
    assert len(analyse(*world(10), few=5).arrows) > 0


def test_satisfaction_alone_is_part_of_a_chain():
    """Engagement says nothing, satisfaction comes before growth."""
    result = analyse(*world(20, engaged=lambda i: 5 + (i * 7) % 5))

    assert keys(result)[0] == "part" and result.actions() == [] and sound(result)


def test_nothing_in_common_is_no_chain():
    """Twenty teams with figures that have nothing to do with each other."""
    result = analyse(*world(20, satisfied=lambda i: 1 + (i * 7) % 4, grown=lambda i: 100 + (i * 3) % 7))

    assert keys(result)[0] == "no_chain" and "links_none" in keys(result) and sound(result)


def test_the_unit_with_the_least_engagement_is_named():
    """Team 00 is lowest on both; where customers differ the other way, that is told too."""
    assert "same_lowest" in keys(analyse(*world(5)))
    assert "other_lowest" in keys(analyse(*world(5, satisfied=lambda i: 5 - i / 10)))


def test_what_stands_apart_is_told():
    """A unit without employees, one without customers, customers without a unit."""
    now, before, customers = world(4)
    more = rows("customers", ("E", "Elders"), ("F", None), columns="customer_id unit")
    now = now._replace(
        employees=pd.concat([now.employees, staff(("Leeg", "2025-06-30", 7))]), accounts=accounts([9] * 6)
    )
    result = analyse(now, before, pd.concat([customers, more]))

    assert {"no_employees", "no_customers", "homeless"} <= set(keys(result)) and sound(result)
    assert result.figures()["customers_without_unit"] == 1


ODD = {
    "nobody": (NOBODY, NOBODY, rows("customers", columns="customer_id unit")),
    "no units": (*world(3)[:2], world(3)[2].assign(unit=pd.NA)),
    "one": world(1),
    "three": world(3),
    "constant scores": world(12, engaged=lambda i: 7, satisfied=lambda i: 4, grown=lambda i: 100),
    "no last period": (world(5)[0], NOBODY, world(5)[2]),
    "only last period": (NOBODY, *world(5)[1:]),
    "employees alone": (world(5)[0]._replace(satisfaction=answers()), world(5)[1], world(5)[2]),
    "lost revenue": world(12, engaged=lambda i: 7, grown=lambda i: -100.0),
}


@pytest.mark.parametrize("case", ODD)
def test_odd_clients_are_told_in_every_language(case):
    """No crash, no hole; one heading opens, one note closes; no chart without two points."""
    result = analyse(*ODD[case])
    blocks = result.blocks()

    assert sound(result) and result.arrows.empty
    assert [block.level for block in blocks if isinstance(block, Heading)].count(1) == 1
    assert isinstance(blocks[-1], Note)
    assert all(len(block.data[block.x]) > 1 for block in blocks if isinstance(block, Chart))


def test_figures_are_plain():
    """No nan and no numpy in results.json."""
    assert "nan" not in str(analyse(*world(3)).figures()) and "float64" not in str(analyse(*world(12)).figures())
