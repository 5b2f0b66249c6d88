"""`python -m klantlib.workshop.stick FOLDER [--for linux,windows] [--python 3.12]`: what `make usb` runs."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from klantlib.languages import own_language
from klantlib.words import Words
from klantlib.workshop.stick.filling import WORDS, NoList, fill
from klantlib.workshop.stick.targets import PYTHONS, chosen, platforms
from klantlib.workshop.stick.wheels import NoWheel

GONE_WRONG, REFUSED = 1, 2
MEGABYTE = 1e6


def main(arguments: list[str] | None = None) -> int:
    """Fill the folder, tell how large it became; 0 where that went well, 1 where it failed, 2 where it was refused."""
    words = Words(WORDS, own_language())
    asked = _parser(words).parse_args(arguments)
    try:
        wanted, pythons = chosen(_names(asked.platforms)), _pythons(_names(asked.python))
    except LookupError as unknown:
        return _stop(
            words.say("usb", "unknown", name=unknown.args[0], names=", ".join((*platforms(), *PYTHONS))), REFUSED
        )
    print(words.say("usb", "begin", folder=str(asked.folder), names=[one.key for one in wanted]), flush=True)
    try:
        fill(asked.folder, wanted, pythons=pythons)
    except NoWheel as problem:
        said = {"platform": problem.target.platform.key, "python": problem.target.python, "said": problem.said}
        return _stop(words.say("usb", "no_wheel", **said), GONE_WRONG)
    except NoList as problem:
        return _stop(words.say("usb", "no_list", said=str(problem)), GONE_WRONG)
    except ValueError as problem:
        return _stop(words.say("usb", "strange", names=str(problem)), REFUSED)
    except OSError as problem:
        return _stop(words.say("usb", "no_access", path=str(problem.filename), said=str(problem.strerror)), GONE_WRONG)
    size = sum(file.stat().st_size for file in asked.folder.rglob("*") if file.is_file()) / MEGABYTE
    print(words.say("usb", "done", folder=str(asked.folder), size=size))
    return 0


def _parser(words: Words) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("make usb", description=words.say("usb", "about"))
    parser.add_argument("folder", type=Path, help=words.say("usb", "folder"))
    parser.add_argument(
        "--for", dest="platforms", default="", help=words.say("usb", "for", names=", ".join(platforms()))
    )
    parser.add_argument("--python", default="", help=words.say("usb", "python", names=", ".join(PYTHONS)))
    return parser


def _names(text: str) -> list[str]:
    return text.replace(",", " ").split()


def _pythons(names: list[str]) -> list[str]:
    """LookupError where there is no such Python."""
    if unknown := [name for name in names if name not in PYTHONS]:
        raise LookupError(unknown[0])
    return names or list(PYTHONS)


def _stop(sentence: str, status: int) -> int:
    print(sentence, file=sys.stderr)
    return status


if __name__ == "__main__":
    sys.exit(main())
