"""Where do the files of templates/ lie, and what stands in them? As written: words.py picks a language."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

TEMPLATES = Path(__file__).parents[1] / "templates"


@cache
def read(name: str) -> Mapping[str, Mapping[str, Any]]:
    """The sections of templates/<name>.toml."""
    return tomllib.loads((TEMPLATES / f"{name}.toml").read_text(encoding="utf-8"))
