"""Makes the demo client again, to the byte: cd client_data/voorbeeld && python -m maker"""

from __future__ import annotations

import sys
from pathlib import Path

import pandas as pd

from . import files, key_accounts, opinions, orders, own_house, people, register, service, trouble


def tables() -> dict[str, pd.DataFrame]:
    """Every table of the demo client, by the name of its file."""
    cast, sellers = people.cast(), own_house.sellers()
    lines, answers = orders.transactions(cast), opinions.satisfaction(cast)
    quotes, complaints = trouble.quotes(cast), trouble.complaints(cast)
    customers = register.customers(cast, opinions.share_with_us(answers), sellers)
    managers = customers.set_index("customer_id")["account_manager"]
    return {
        "klanten": customers,
        "transacties": lines,
        "activiteiten": service.activities(cast, lines, quotes, complaints),
        "tarieven": service.rates(),
        "kosten": service.costs(cast, lines),
        "klachten": complaints,
        "klachtkosten": trouble.complaint_costs(complaints),
        "offertes": quotes,
        "betalingen": trouble.payments(cast, lines),
        "vertrokken": trouble.exits(cast),
        "metingen": own_house.measures(),
        "medewerkers": own_house.employees(),
        "personeel": own_house.staff(),
        "satisfaction": answers,
        "aspects": opinions.aspects(cast, answers),
        "strategy": key_accounts.strategy(cast),
        "self_test": own_house.self_test(),
        "objectives": key_accounts.objectives(),
        "account_plan": key_accounts.account_plan(cast, managers),
        "hours": key_accounts.hours(cast),
        "contact": key_accounts.contact(cast, managers),
        "value_compass": key_accounts.value_compass(),
    }


if __name__ == "__main__":
    files.write(tables(), Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parents[1])
