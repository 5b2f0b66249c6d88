"""What does an action bring in, how sure is that, and who counts elsewhere? Said alike on the page and in Word."""

from __future__ import annotations

from collections.abc import Callable

from klantlib.blocks import Action

Say = Callable[..., str]  # a part of [report] in templates/words.toml, with its values


def gain(action: Action, say: Say) -> str:
    """The money and how sure it is; nothing where there is no money."""
    if action.money is None:
        return ""
    part = f"gain_{action.stake}" if action.stake else "gain"
    return say(part, money=action.money, confidence=action.words["confidence"])


def elsewhere(action: Action, say: Say) -> str:
    """How many of its customers count under earlier points; nothing where none does."""
    return "; ".join(say("also", n=n, point=point) for point, n in action.shared)


def step(action: Action, say: Say) -> str:
    """Whose the first step is, as a label."""
    return say("step_by", owner=action.words["owner"])
