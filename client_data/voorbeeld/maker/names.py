"""What are people, firms and streets called? As Dutch as real ones, from invented roots; any likeness is chance."""

from __future__ import annotations

import numpy as np

ROOTS = {
    "Fries": (
        "Bolk Dorre Eibe Feike Galte Hoeke Jorrit Kloos Luite Miede Nolke Okke Pijbe Reits Sjoer Tjalk Wiarde Zwette",
        "sma stra inga ema",
    ),
    "Gronings": (
        "Aalde Boerke Dool Eppe Folk Grauwe Hamme Kolde Lauwer Moele Noorde Pauwe Ruige Scholt Tamme Uiter Wold Zuide",
        "ma ing borg huizing kamp sema",
    ),
    "Brabants": (
        "Aker Bles Donke Eer Goor Heuvel Kemme Loon Meule Nispe Oirle Peel Raam Schijve Tongel Vesse Wouwe Zand",
        "mans donk laar schot hoven brekers akkers rijt",
    ),
    "oostelijk": (
        "Asse Berge Dink Eul Gorse Harre Kiefte Lutte Marke Nete Olde Pelle Rekke Slinge Telge Varse Wille Ziede",
        "ink brink horst kotte slag camp voort",
    ),
    "westelijk": (
        "Baarle Duive Elze Grave Hooge Klaver Leede Meije Nesse Ooster Polder Riete Schoore Teyle Veere Wester Zijde",
        "haag wijk poort steijn dijk veld kerke",
    ),
}
PREFIXES = {
    "Fries": ("",),
    "Gronings": ("", "", "", "Ten "),
    "Brabants": ("Van ", "Van den ", "", "", "Ver"),
    "oostelijk": ("", "", "Te ", ""),
    "westelijk": ("", "Van ", "De ", ""),
}
LARGE_FIRMS = {
    "Installatie": (
        "{n} Totaalinstallatie BV", "{n} Installatietechniek BV", "{n} Klimaattechniek BV", "Technisch Bureau {n} BV",
        "{n} Warmte en Water BV", "{n} Elektrotechniek Groep BV",
    ),
    "Bouw": ("Bouwgroep {p}", "Bouwbedrijf {n} BV", "{n} Prefab BV", "Bouwcombinatie {p}", "{n} Projectbouw BV"),
    "Industrie": (
        "Machinefabriek {n} BV", "{n} Apparatenbouw BV", "{p} Kunststoffen BV", "Metaalwaren {p} BV",
        "Scheepswerf {p} BV", "{p} Zuiveltechniek BV",
    ),
    "Onderhoud": ("{p} Vastgoedonderhoud BV", "Woonstichting {p}", "{n} Beheer BV", "{n} Servicedienst BV"),
    "Detailhandel": ("Bouwmarkt {p} BV", "{n} Gereedschappen BV", "{n} Techniekshops BV"),
}  # fmt: skip
SMALL_FIRMS = {
    "Installatie": (
        "Installatiebedrijf {n}", "Loodgietersbedrijf {n} & Zn.", "Gebr. {n} Installaties VOF", "{n} Elektrotechniek",
        "Elektro {n} VOF", "{n} Koeltechniek", "Dak- en zinkwerken {n}", "{n} Sanitair en Verwarming",
        "Electra Service {n}", "{n} Installatietechniek BV", "{n} Klimaattechniek BV",
    ),
    "Bouw": (
        "Bouwbedrijf {n}", "Aannemersbedrijf {n} & Zn.", "{n} Bouw en Renovatie VOF", "Timmerbedrijf {n}", "{n} Afbouw",
        "Klusbedrijf {n}", "{n} Montage", "Bouwbedrijf {n} BV",
    ),
    "Industrie": (
        "Constructiebedrijf {n}", "Metaalbewerking {n} VOF", "{n} Machineonderhoud", "Smederij {n}",
        "{p} Lastechniek BV",
    ),
    "Onderhoud": (
        "{n} Servicedienst", "Onderhoudsbedrijf {n}", "Schildersbedrijf {n} & Zn.", "{p} Vastgoedonderhoud BV",
    ),
    "Detailhandel": (
        "IJzerhandel {n}", "{n} Gereedschappen", "Firma {n} & Dochters", "{n} Techniekshop", "Doe-het-zelf {p}",
    ),
}  # fmt: skip
# Roots that come out as a name many people bear.
TAKEN = "Miedema Westerdijk Oosterveld Ybema Tamming Hoekema Galema Folkma Noordema Heuvelmans Luitinga"
STREETS = (
    "Kalf Gruis Ankel Trommel Spaander Leest Kolk Wilgen Blok Hamel Drijf Raap Hekkel Smeer Touw Bezem Kruin Zwaard",
    "weg straat kade laan singel dreef pad steeg wal",
)
FIRST = (
    "Sanne Jelle Maaike Wouter Femke Bram Lotte Gijs Nienke Sjoerd Anouk Thijs Marloes Ruben Ilse Koen Hanneke Douwe "
    "Eline Stijn Carla Henk Petra Gerrit Yvonne Dirk Marijke Theo Esra Karim Noor Bas Joyce Arjan Saskia Peter Wilma "
    "Johan Fatma Mark"
)


def surnames(rng: np.random.Generator, regions: list[str]) -> list[tuple[str, str]]:
    """A family name and a place name for each region in turn, no root twice."""
    stock = {region: list(rng.permutation(_roots(region))) for region in ROOTS}
    return [_surname(rng, region, stock[region].pop()) for region in regions]


def firm(rng: np.random.Generator, segment: str, large: bool, surname: str, place: str) -> str:
    """A firm's name with the trade in it."""
    return str(rng.choice((LARGE_FIRMS if large else SMALL_FIRMS)[segment])).format(n=surname, p=place)


def street(rng: np.random.Generator) -> str:
    """A street and a number."""
    stems, ends = (words.split() for words in STREETS)
    return f"{rng.choice(stems)}{rng.choice(ends)} {rng.integers(1, 240)}"


def person(rng: np.random.Generator, region: str = "oostelijk") -> str:
    """A first name and an invented family name."""
    root = str(rng.choice(_roots(region)))
    surname = _surname(rng, region, root)[0]
    return f"{rng.choice(FIRST.split())} {surname[0].lower() + surname[1:] if ' ' in surname else surname}"


def _roots(region: str) -> list[str]:
    first, second = (words.split() for words in ROOTS[region])
    return [root for root in (_joined(a, b) for a in first for b in second) if root not in TAKEN.split()]


def _joined(first: str, second: str) -> str:
    """Drops the vowel that would stand twice: Reitse + ema is Reitsema."""
    return first[:-1] + second if first[-1] == "e" and second[0] in "aei" else first + second


def _surname(rng: np.random.Generator, region: str, root: str) -> tuple[str, str]:
    prefix = str(rng.choice(PREFIXES[region]))
    surname = prefix + root if prefix.endswith(" ") or not prefix else prefix + root.lower()
    return surname, root
