"""Are the demo client's stories in its data? Plain pandas on the raw files; nothing of klantlib is used."""

from __future__ import annotations

import math
import subprocess
import sys
import tomllib
from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from tests.plain_accounts import charged, read

DEMO = Path(__file__).parents[1] / "client_data" / "voorbeeld"
CASH, STRAY = "99999", "18888"
ENGLISH = {
    "Klantnummer": "customer_id", "Datum": "date", "Omzet": "revenue", "Kostprijs": "cost", "Activiteit": "activity",
    "Aantal": "quantity", "Tarief": "rate", "Kostenpot": "pool", "Minuten": "minutes", "Capaciteit": "resource",
    "Capaciteit minuten": "capacity_minutes", "Niveau": "level", "Aandacht": "attention", "Bedrag": "amount",
    "Potentieel": "potential", "Klant sinds": "since", "Naam": "name", "Ordernummer": "order_id", "Reden": "reason",
}  # fmt: skip


@cache
def dutch(table: str) -> pd.DataFrame:
    """A file from the bookkeeping: semicolons, 1.234,50 and 31-12-2025."""
    rows = read(DEMO, table, sep=";", decimal=",", thousands=".").rename(columns=ENGLISH)
    dates = {name: pd.to_datetime(rows[name], format="%d-%m-%Y") for name in ("date", "since") if name in rows}
    return rows.assign(**dates)


@cache
def english(table: str) -> pd.DataFrame:
    """A file from the survey tool: commas, 1234.50 and 2025-12-31."""
    return read(DEMO, table).assign(date=lambda rows: pd.to_datetime(rows["date"]))


def of_year(rows: pd.DataFrame, year: int) -> pd.DataFrame:
    return rows.loc[rows["date"].dt.year.eq(year)]


@cache
def customers() -> pd.DataFrame:
    return dutch("klanten").set_index("customer_id").drop(index=CASH)


@cache
def revenue() -> pd.DataFrame:
    """Per customer and year, of known customers."""
    lines = dutch("transacties")
    known = lines.loc[lines["customer_id"].isin(customers().index)]
    return known.pivot_table(
        index="customer_id", columns=known["date"].dt.year, values="revenue", aggfunc="sum", fill_value=0
    )


@cache
def accounts() -> pd.DataFrame:
    """Per customer that bought in 2025: revenue, margin, cost to serve, profit and attention, by the rules."""
    lines = of_year(dutch("transacties"), 2025)
    bought = lines.loc[lines["customer_id"].isin(customers().index)].groupby("customer_id")[["revenue", "cost"]].sum()
    activities, rates = of_year(dutch("activiteiten"), 2025), dutch("tarieven")
    heeded = activities["activity"].isin(rates.loc[rates["attention"].eq("ja"), "activity"])
    traced = of_year(dutch("kosten"), 2025).groupby("customer_id")["amount"].sum()
    return bought.assign(
        margin=lambda a: a["revenue"] - a["cost"],
        cost_to_serve=charged(activities, rates).add(traced, fill_value=0),
        profit=lambda a: a["margin"] - a["cost_to_serve"].fillna(0),
        attention=charged(activities.loc[heeded], rates),
    ).fillna(0)


def fifth(rows: pd.DataFrame) -> int:
    return math.ceil(0.2 * len(rows))


def answers() -> pd.DataFrame:
    return of_year(english("satisfaction"), 2025)


@pytest.mark.slow
def test_the_maker_writes_the_committed_files_again(tmp_path: Path):
    """The script is seeded: what it makes today is what lies in the folder, byte for byte."""
    subprocess.run([sys.executable, "-m", "maker", tmp_path], cwd=DEMO, check=True)
    made = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    kept = {path.name: path.read_bytes() for path in DEMO.glob("*.csv")}
    assert sorted(made) == sorted(kept)
    assert [name for name in made if made[name] != kept[name]] == []


def test_the_demo_is_as_large_as_promised():
    """240 customers with 240 names, three whole years, some 25,000 lines in a file of at most 2 MB."""
    lines = dutch("transacties")
    assert len(customers()) == 240
    assert customers()["name"].is_unique
    assert 24_000 <= len(lines) <= 28_000
    assert (DEMO / "transacties.csv").stat().st_size <= 2_000_000
    assert (lines["date"].min().year, lines["date"].max()) == (2023, pd.Timestamp(2025, 12, 31))
    assert lines["date"].is_monotonic_increasing


def test_a_wholesaler_earns_little():
    """18 to 24 million a year at 22 to 28% margin; 30 to 45% of that is left after serving; a thin net in the end."""
    assert revenue().sum().between(18e6, 24e6).all()
    lines = dutch("transacties")
    sums = lines.groupby(lines["date"].dt.year)[["revenue", "cost"]].sum()
    assert (1 - sums["cost"] / sums["revenue"]).between(0.22, 0.28).all()
    assert 0.30 <= accounts()["profit"].sum() / accounts()["margin"].sum() <= 0.45
    rates = dutch("tarieven")
    above = rates.loc[rates["level"].ne("klant"), "pool"].sum()
    assert 0.02 <= (accounts()["profit"].sum() - above) / accounts()["revenue"].sum() <= 0.06


def test_the_profit_curve_peaks_above_the_total():
    """Between 115% and 150% of the total profit."""
    profit = accounts()["profit"].sort_values(ascending=False)
    assert 1.15 <= (profit.cumsum() / profit.sum()).max() <= 1.50


def test_loss_makers_are_not_only_small():
    """15 to 30% of the customers, with two or three of the ten largest among them."""
    loss = accounts()["profit"].lt(0)
    assert 0.15 <= loss.mean() <= 0.30
    assert loss[accounts()["revenue"].nlargest(10).index].sum() in (2, 3)


def test_a_fifth_of_the_customers_makes_nearly_three_quarters():
    """70 to 75% of revenue: not exactly 80."""
    bought = accounts()["revenue"]
    assert 0.70 <= bought.nlargest(fifth(accounts())).sum() / bought.sum() <= 0.75


def test_energy_drains_take_much_and_bring_nothing():
    """Top fifth of attention and bottom fifth of profit: 6 to 15 customers."""
    k = fifth(accounts())
    busy, poor = accounts()["attention"].nlargest(k).index, accounts()["profit"].nsmallest(k).index
    assert 6 <= len(busy.intersection(poor)) <= 15


def test_good_customers_are_overlooked():
    """Top fifth of profit, attention under half its share; one has over 5% of profit and under 0.5% of attention."""
    shares = accounts()[["profit", "attention"]] / accounts()[["profit", "attention"]].sum()
    best = shares.nlargest(fifth(shares), "profit")
    overlooked = best.query("attention < 0.5 * profit")
    assert 1 <= len(overlooked) <= 20
    assert not overlooked.query("profit > 0.05 and attention < 0.005").empty


def test_some_dry_up_some_are_lost_some_are_new():
    """Falling every year to under half; nothing in 2025; nothing before `since`, in 2025."""
    drying = revenue().query("`2023` > 20_000").loc[lambda r: r[2025].gt(0) & r[2025].lt(0.55 * r[2023])]
    steady = drying.loc[drying[2023].gt(drying[2024]) & drying[2024].gt(drying[2025])]
    lost = revenue().loc[lambda r: r[2025].eq(0)]
    new = revenue().loc[lambda r: r[[2023, 2024]].eq(0).all(axis=1)]
    assert len(steady) >= 6
    assert len(lost) >= 10
    assert len(new) >= 8
    first_order = dutch("transacties").groupby("customer_id")["date"].min()[new.index]
    assert customers().loc[new.index, "since"].dt.year.eq(2025).all()
    assert (first_order >= customers().loc[new.index, "since"]).all()


def test_satisfaction_and_loyalty_bend():
    """Enough answers, and in 95 of 100 redrawings the step from 4 to 5 gains most."""
    rows, dice = answers(), np.random.default_rng(1)
    assert len(rows) >= 130
    assert 0.5 <= rows["customer_id"].nunique() / len(accounts()) <= 0.7
    drawn = [rows.sample(len(rows), replace=True, random_state=dice) for _ in range(300)]
    steps = [rows.groupby("overall")["loyalty"].mean().reindex(range(1, 6)).diff().to_numpy()[1:] for rows in drawn]
    assert np.mean([np.nanargmax(gain) == 3 for gain in steps]) >= 0.95
    assert rows.groupby("overall")["loyalty"].mean().is_monotonic_increasing


def test_one_aspect_keeps_large_customers_from_a_five():
    """At least five customers with a 4 and a potential of 300,000 or more fall shortest on delivery reliability."""
    fours = answers().query("overall == 4")["customer_id"]
    large = customers().loc[lambda c: c["potential"].ge(300_000) & c.index.isin(fours)].index
    rows = of_year(english("aspects"), 2025).loc[lambda a: a["customer_id"].isin(large)]
    short = rows.assign(weight=rows["importance"] * (rows["expectation"] - rows["experience"]))
    worst = short.pivot_table(index="customer_id", columns="aspect", values="weight").idxmax(axis=1)
    assert len(worst) >= 5
    assert worst.eq("Leverbetrouwbaarheid").sum() >= 5


def test_hostages_and_mercenaries_exist():
    """Loyal at 60% or more though dissatisfied; satisfied though loyal at less, also among the fives."""
    assert len(answers().query("overall < 4 and loyalty >= 60")) >= 3
    assert len(answers().query("overall == 5 and loyalty < 60")) >= 1


def test_few_customers_complain_most():
    """A fifth of the customers files more than 80% of the complaints of 2025."""
    filed = of_year(dutch("klachten"), 2025)["customer_id"].value_counts()
    assert filed.head(fifth(accounts())).sum() / filed.sum() > 0.8


def test_who_is_no_customer_is_left_out_with_a_reason():
    """The cash debtor is excluded in client.toml; one number is in no list of customers, with two lines."""
    excluded = tomllib.loads((DEMO / "client.toml").read_text(encoding="utf-8"))["customers"]["exclude"]
    assert [row["id"] for row in excluded] == [CASH]
    assert excluded[0]["reason"]
    unknown = dutch("transacties").loc[lambda t: ~t["customer_id"].isin([*customers().index, CASH]), "customer_id"]
    assert unknown.tolist() == [STRAY, STRAY]


def test_the_management_team_disagrees_about_effort_and_judging():
    """Statements 3 and 5 lie two or three letters apart, the others one; one member does not know everything."""
    letters = english("self_test").filter(like="q")
    whole = letters.loc[~letters.eq("?").any(axis=1)]
    assert len(whole) == len(letters) - 1 == 4
    points = whole.replace({"A": 4, "B": 3, "C": 2, "D": 1}).astype(int)
    spread = points.max() - points.min()
    assert spread[["q3", "q5"]].between(2, 3).all()
    assert spread[["q1", "q2", "q4", "q6"]].le(1).all()


def test_who_left_missed_attention_more_than_a_low_price():
    """Price is named by at most a third of those who name attention."""
    named = dutch("vertrokken")["reason"].value_counts()
    assert named["prijs"] * 3 <= named["geen aandacht"]


def test_numbers_are_valid_and_plainly_invented():
    """VAT numbers meet the eleven test and, like KvK numbers, begin with 0000; one of each is wrong. No mail."""
    vat = customers()["Btw-nummer"].dropna().str.extract(r"^NL(0000\d{5})B01$")[0]
    digits = np.array([[int(digit) for digit in number] for number in vat])
    assert ((digits[:, :8] @ np.arange(9, 1, -1)) % 11 != digits[:, 8]).sum() == 1
    assert vat.is_unique
    assert (~customers()["KvK"].dropna().str.fullmatch(r"0000\d{4}")).sum() == 1
    assert customers()["Email"].dropna().str.endswith(".example").all()


def test_two_firms_were_entered_twice():
    """The same name in two spellings at the same postcode, for the check of the file to find."""
    plain = customers()["name"].str.replace(".", "", regex=False)
    twice = pd.DataFrame({"name": plain, "postcode": customers()["Postcode"]}).duplicated(keep="first")
    assert twice.sum() == 2


def test_strategy_is_scored_for_some_and_not_for_all_completely():
    """About sixty customers, a few with a score missing."""
    scores = read(DEMO, "strategy")
    assert 50 <= len(scores) <= 70
    assert 1 <= scores.isna().any(axis=1).sum() <= 15
