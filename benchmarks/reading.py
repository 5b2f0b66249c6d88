"""How much does the cache of checked tables save? A ratio within one run.

python benchmarks/reading.py
"""

from __future__ import annotations

import random
import tempfile
import time
from pathlib import Path

from rich.console import Console

from klantlib.client import open_client

LINES = 25_000


def made_up(number: int) -> str:
    """So many Dutch transaction lines, the same every time."""
    chance = random.Random(1)
    lines = ["klantnummer;datum;omzet;kostprijs;ordernummer;artikel;aantal"]
    for line in range(number):
        day = f"{chance.randint(1, 28):02d}-{chance.randint(1, 12):02d}-{chance.randint(2023, 2025)}"
        euros = f"€ {chance.randint(1, 9)}.{chance.randint(100, 999)},{chance.randint(10, 99)}"
        lines.append(f"{chance.randint(1, 240):05d};{day};{euros};{chance.randint(1, 999)},5;{line // 4};A1;3")
    return "\n".join(lines)


def seconds(clients: Path) -> float:
    start = time.perf_counter()
    open_client("proef", clients)
    return time.perf_counter() - start


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        client = Path(folder) / "proef"
        client.mkdir()
        (client / "transacties.csv").write_text(made_up(LINES), encoding="utf-8")
        cold, warm = seconds(client.parent), min(seconds(client.parent) for _ in range(3))
    Console().print(f"{LINES} lines: read and checked in {cold:.2f} s, from the cache {cold / warm:.0f} times faster")


if __name__ == "__main__":
    main()
