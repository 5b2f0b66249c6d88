"""Where do the clients' folders lie?"""

from __future__ import annotations

import os
import re
from pathlib import Path

CLIENT_DATA = "client_data"
SETTINGS = "client.toml"
NAME = re.compile(r"[A-Za-z0-9_-]{1,64}")
FILES = (".toml", ".csv", ".xlsx", ".parquet", ".xaf", ".xml", ".gz", ".zip")
HOME = "KLANT_HOME"  # environment variable: the folder that holds client_data/ and reports/
# names that Windows keeps for devices, whatever follows the dot
RESERVED = {"con", "prn", "aux", "nul", *(f"com{n}" for n in range(10)), *(f"lpt{n}" for n in range(10))}
CHECKOUT = Path(__file__).parents[2]
WORKBOOKS = CHECKOUT / "workbooks"


def home() -> Path:
    """KLANT_HOME if set, else the nearest folder from here upwards that has client folders, else the checkout."""
    if chosen := os.environ.get(HOME):
        return Path(chosen).expanduser().resolve()
    here = Path.cwd()
    return next((folder for folder in (here, *here.parents) if (folder / CLIENT_DATA).is_dir()), CHECKOUT)


def clients_folder(root: Path | str | None = None) -> Path:
    """The folder that holds the clients' folders."""
    return Path(root) if root is not None else home() / CLIENT_DATA


def reports_folder() -> Path:
    """The folder that holds the reports."""
    return home() / "reports"


def known_clients() -> list[str]:
    """The clients there are: the folders under client_data/ that may be called so."""
    folders = clients_folder().glob("*/")
    return sorted(folder.name for folder in folders if valid_name(folder.name) and _holds_files(folder))


def _holds_files(folder: Path) -> bool:
    return any(path.suffix.casefold() in FILES for path in folder.iterdir())


def valid_name(name: str) -> bool:
    """
    May a client's folder be called so: letters, digits, - and _, and no name that Windows keeps for itself?

    >>> valid_name("jansen-bv_2"), valid_name("../x"), valid_name("NUL")
    (True, False, False)
    """
    return bool(NAME.fullmatch(name)) and name.casefold() not in RESERVED


def stems(workbooks: Path = WORKBOOKS) -> tuple[str, ...]:
    """The chapters there are, in the order of the report: workbooks/NN_stem.ipynb."""
    names = sorted(path.stem for path in workbooks.glob("[0-9][0-9]_*.ipynb"))
    return tuple(dict.fromkeys(name[3:] for name in names))
