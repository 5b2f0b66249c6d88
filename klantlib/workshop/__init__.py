"""The kit of a workshop: exercises on an invented firm, checked as they are answered; slides, script and paper.

A workbook of the kit needs one name: `enter`.
"""

from __future__ import annotations

from importlib import import_module

__all__ = ["SEED", "THEMES", "enter"]
THEMES = ("self_test", "twenty_eighty", "whitney", "loyalty")
SEED = 2080  # the firm of who asks for none


def __getattr__(name: str):
    """Fetched when first used: who only writes a kit does not load a shell of IPython."""
    if name != "enter":
        raise AttributeError(f"module 'klantlib.workshop' has no attribute '{name}'")
    return getattr(import_module("klantlib.workshop.room"), name)
