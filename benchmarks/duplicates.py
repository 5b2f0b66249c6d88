"""How long does it take to find customers that stand in the file twice, and how does that grow?

python benchmarks/duplicates.py
"""

from __future__ import annotations

import random
import resource
import time

import pandas as pd
from rich.console import Console

from klantlib.client.model import empty
from klantlib.measures.customer_file.duplicates import duplicates

SIZES = (1_000, 10_000, 100_000)
LIMIT = 60  # seconds for the largest
TWICE = 0.05  # share of the customers that is entered a second time
STARTS, ENDS = (
    ["Bra", "Dek", "Eul", "Fri", "Gro", "Haa", "Jon", "Kem", "Lin", "Mool", "Noor", "Oos", "Pel"],
    ["man", "kamp", "horst", "stra", "ma", "berg"],
)
TRADES, FORMS = ["Bouw", "Transport", "Techniek", "Metaal", "Food", "Sanitair"], ("BV", "B.V.", "VOF", "")


def made_up(number: int) -> pd.DataFrame:
    """So many invented customers, the same every time; with busy streets and common names, as there are."""
    chance = random.Random(4)
    rows = [_customer(chance) for _ in range(round(number * (1 - TWICE)))]
    again = [{**row, "name": row["name"].upper()} for row in chance.sample(rows, number - len(rows))]
    numbered = [{"customer_id": f"{place:06d}", **row} for place, row in enumerate(rows + again)]
    return pd.DataFrame(numbered).reindex(columns=list(empty("customers").columns)).astype(empty("customers").dtypes)


def _customer(chance: random.Random) -> dict[str, str]:
    surname = chance.choice(STARTS) + chance.choice(ENDS) + chance.choice(("", "", "ing", "veld"))
    return {
        "name": f"{surname} {chance.choice(TRADES)} {chance.choice(FORMS)}".strip(),
        "street": f"Dorpsstraat {chance.randint(1, 60)}",
        "postcode": f"{chance.randint(1000, 9999)} {chance.choice('ABCD')}{chance.choice('ABCD')}",
        "city": "Utrecht",
        "email": f"info@{surname.casefold()}{chance.randint(1, 9999)}.example",
        "coc_number": f"{chance.randint(10_000_000, 99_999_999)}",
    }


def main() -> None:
    console = Console(highlight=False)
    for size in SIZES:
        customers = made_up(size)
        start = time.perf_counter()
        found = duplicates(customers)
        seconds, most = time.perf_counter() - start, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        console.print(
            f"{size} customers: {len(found)} pairs, {found['sure'].sum()} sure, {seconds:.1f} s, {most:.0f} MB"
        )
    console.print(f"the largest within {LIMIT} s: {'yes' if seconds < LIMIT else 'NO'}")


if __name__ == "__main__":
    main()
