"""Klantwerkboek: from a client's own files to an advisory report on customer management.

A workbook needs two names: `open_client` and `show`; and `customer_accounts` where money per customer counts.
The modules form one ladder; each may import only what stands below it (import-linter checks it):

    cli                         klant ...: parse, call, print
    report                      run, bind, publish
    notebook   chapters         what a workbook uses | which chapters a client can have
    client     render           files in | pages out: html, word, xlsx, charts
    advice     theme            sentences | looks
    analyses                    pure: tables in, Result out; they never import each other
    accounts   curves  ...      pure measures that several analyses share
    blocks                      what a chapter can be made of
    words                       texts in templates/*.toml
    formats                     numbers, money, dates as the reader's language writes them
"""

from __future__ import annotations

from importlib import import_module
from importlib.metadata import version

__all__ = ["customer_accounts", "open_client", "show"]
__version__ = version("klantlib")

_HOMES = {"customer_accounts": "klantlib.accounts", "open_client": "klantlib.notebook", "show": "klantlib.notebook"}


def __getattr__(name: str):
    """Fetched when first used: the command line answers `--help` without loading pandas."""
    if name not in _HOMES:
        raise AttributeError(f"module 'klantlib' has no attribute '{name}'")
    return getattr(import_module(_HOMES[name]), name)
