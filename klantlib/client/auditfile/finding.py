"""Which file in a client's folder is the auditfile?"""

from __future__ import annotations

import re
from pathlib import Path

from klantlib.client.problems import Problem

# auditfile.xaf or .xml, packed or not, or anything that is called .xaf
NAME = re.compile(r"auditfile\.(?:xaf|xml|gz|zip)|(?:auditfile\.xml|.+\.xaf)(?:\.gz|\.zip)?", re.IGNORECASE)


def find_auditfile(folder: Path) -> tuple[Path | None, tuple[Problem, ...]]:
    """The one auditfile, where there is one; two are a problem, for a year in two files would count twice."""
    found = sorted(path for path in folder.iterdir() if is_auditfile(path))
    if len(found) > 1:
        return None, (Problem("two_auditfiles", values={"files": [path.name for path in found]}),)
    return (found[0] if found else None), ()


def is_auditfile(path: Path) -> bool:
    """Is this file called as an auditfile is?"""
    return bool(NAME.fullmatch(path.name)) and not path.name.startswith((".", "~$")) and path.is_file()
