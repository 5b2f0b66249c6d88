"""Were these very files read before? The checked tables, kept in the client's own folder between workbooks."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import cache
from importlib.metadata import version
from pathlib import Path

import pandas as pd

from klantlib.blocks import plain
from klantlib.client import contract
from klantlib.client.auditfile.ledger import Ledger, ledger_from
from klantlib.client.model import Remark, Source
from klantlib.client.understood import Understood, found, kept

FOLDER = ".cache"
FACTS = "facts.json"
MERGED = "merged_customers.parquet"


@dataclass(frozen=True, eq=False)
class Checked:
    """All that reading and checking yields."""

    tables: Mapping[str, pd.DataFrame]
    sources: tuple[Source, ...]
    remarks: tuple[Remark, ...]
    ledger: Ledger | None = None
    merged: pd.DataFrame | None = None  # customers that were taken together; None where nobody was
    understood: tuple[Understood, ...] = ()


def fingerprint(files: Iterable[tuple[str, str]], more: Iterable[str] = ()) -> str:
    """What a reading depends on: each file's role and sha256, whatever else is named, and this package's own code."""
    parts = [*(f"{role}={sha256}" for role, sha256 in files), *more, version("klantlib"), pd.__version__, _code()]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]


def sha256(path: Path) -> str:
    """The sha256 of a file; empty where it cannot be read, which is told when its table is."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""


def together(paths: Sequence[Path]) -> str:
    """The sha256 of a file; of several, of theirs one after the other."""
    each = [sha256(path) for path in paths]
    return each[0] if len(each) == 1 else hashlib.sha256("".join(each).encode()).hexdigest()


@cache
def _code() -> str:
    own = sorted(path for path in Path(__file__).parent.rglob("*") if path.suffix in (".py", ".toml"))
    return hashlib.sha256(b"".join(path.read_bytes() for path in own)).hexdigest()


def load(folder: Path, key: str) -> Checked | None:
    """What was kept of a reading with this fingerprint; None where nothing was, or it cannot be read."""
    place = _place(folder, key)
    try:
        facts = json.loads((place / FACTS).read_text(encoding="utf-8"))
        tables = {name: _table(place, name) for name in facts["tables"]}
        merged = _merged(place) if facts["merged"] else None
        understood = found(facts["understood"])
    except (OSError, ValueError, KeyError):  # a damaged or half removed cache: read the files again
        return None
    sources = tuple(Source(**source) for source in facts["sources"])
    ledger = ledger_from(facts["ledger"]) if facts["ledger"] else None
    return Checked(tables, sources, tuple(Remark(**remark) for remark in facts["remarks"]), ledger, merged, understood)


def save(folder: Path, key: str, checked: Checked) -> None:
    """Keep a reading, whole or not at all, and remove older ones; a folder that cannot be written has no cache."""
    place = _place(folder, key)
    try:
        place.parent.mkdir(exist_ok=True)
        with tempfile.TemporaryDirectory(prefix="new-", dir=place.parent) as building:
            _write(Path(building) / "tables", checked)
            os.replace(Path(building) / "tables", place)
    except OSError:
        return
    for old in place.parent.glob("tables-*"):
        if old != place:
            shutil.rmtree(old, ignore_errors=True)


def _place(folder: Path, key: str) -> Path:
    return folder / FOLDER / f"tables-{key}"


def _write(building: Path, checked: Checked) -> None:
    building.mkdir()
    for name, rows in checked.tables.items():
        rows.to_parquet(building / f"{name}.parquet", index=False)
    facts = {
        "tables": list(checked.tables),
        "sources": [asdict(source) for source in checked.sources],
        "remarks": [asdict(remark) for remark in checked.remarks],
        "ledger": asdict(checked.ledger) if checked.ledger else None,
        "merged": checked.merged is not None,
        "understood": kept(checked.understood),
    }
    if checked.merged is not None:
        checked.merged.to_parquet(building / MERGED, index=False)
    (building / FACTS).write_text(json.dumps(plain(facts), ensure_ascii=False), encoding="utf-8")


def _table(place: Path, name: str) -> pd.DataFrame:
    return pd.read_parquet(place / f"{name}.parquet").astype(contract.tables()[name].dtypes)


def _merged(place: Path) -> pd.DataFrame:
    return pd.read_parquet(place / MERGED).astype({**contract.tables()["customers"].dtypes, "into": "str"})
