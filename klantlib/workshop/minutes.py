"""How is a whole number shared out in proportion, within bounds, so that nothing is left over?"""

from __future__ import annotations

from collections.abc import Sequence

HALVINGS = 60  # of the range in which the scale is sought: closer than any remainder that could matter
DIGITS = 6  # of a share: what differs beyond is the same share


def shared_out(weights: Sequence[int], bounds: Sequence[tuple[int, int]], total: int) -> list[int]:
    """
    Whole numbers in proportion to the weights, none beyond its bounds (least, most); together exactly the total.

    The total must lie between the sum of the least and the sum of the most.
    """
    return _whole(_bounded(weights, bounds, total), total)


def _bounded(weights: Sequence[int], bounds: Sequence[tuple[int, int]], total: int) -> list[float]:
    """Shares in proportion to the weights, none beyond its bounds; they add up to the total."""
    low, high = 0.0, float(total)
    for _ in range(HALVINGS):
        scale = (low + high) / 2
        held = sum(_held(scale * weight, bound) for weight, bound in zip(weights, bounds, strict=True))
        low, high = (scale, high) if held < total else (low, scale)
    return [_held(high * weight, bound) for weight, bound in zip(weights, bounds, strict=True)]


def _held(value: float, bound: tuple[int, int]) -> float:
    return min(max(value, bound[0]), bound[1])


def _whole(shares: Sequence[float], total: int) -> list[int]:
    """Whole numbers that add up; what is left goes to the largest remainders (Hamilton, 1792), of equals the last."""
    shares = [round(share, DIGITS) for share in shares]
    whole = [int(share) for share in shares]
    order = sorted(range(len(shares)), key=lambda n: (whole[n] - shares[n], -n))
    for n in order[: total - sum(whole)]:
        whole[n] += 1
    return whole
