"""Klantwerkboek: from a client's own files to an advisory report on customer management.

A workbook needs few names: `open_client`, `accounts_of` and `classes_of` where money or the class of a customer counts,
and `show`; to slide a limit, `explore`.
The modules form one ladder; each may import only what stands below it (import-linter checks it):

    cli                         klant ...: parse, call, print
    report                      run, bind, publish
    exploring                   sliders in a workbook
    notebook   chapters         what a workbook uses | which chapters a client can have
    client     render           files in | pages out: html, word, xlsx, charts
    advice     theme            sentences | looks
    analyses                    pure: tables in, Result out; they never import each other
    stories                     how a long chapter is told, part by part
    measures                    pure: what several analyses compute with, accounts per customer first
    blocks                      what a chapter can be made of
    words                       texts in templates/*.toml
    formats                     numbers, money, dates as the reader's language writes them
"""

from __future__ import annotations

from importlib import import_module
from importlib.metadata import version

__all__ = ["accounts_of", "classes_of", "explore", "open_client", "show"]
HOMES = {"explore": "klantlib.exploring"}  # of what is not in klantlib.notebook
__version__ = version("klantlib")


def __getattr__(name: str):
    """Fetched when first used: the command line answers `--help` without loading pandas."""
    if name not in __all__:
        raise AttributeError(f"module 'klantlib' has no attribute '{name}'")
    return getattr(import_module(HOMES.get(name, "klantlib.notebook")), name)
