"""Which silence foretells that a customer stays away? Tested on the client's own past. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import pandas as pd
from scipy.stats import rankdata
from sklearn.isotonic import isotonic_regression

from klantlib.measures.leaving.order_days import among, between, months_before, rhythms
from klantlib.measures.proportions import Share, share_of

SIGNALS = ("silent", "overdue")  # days since the latest order; the same in rhythms of its own
HORIZONS = (6, 12, 24)  # months, from which `horizon_of` chooses
TIMES = "overdue"  # the signal that is counted in own rhythms
MOST_CUTOFFS = 8  # moments to look back to; older ones tell of another firm
FOLDS = 5  # parts of the customers: the alarm is chosen on four and held against the fifth
LEVELS = 100  # levels of a signal that are tried as alarm
DECIMALS = {"silent": 0, "overdue": 1}  # an alarm that a person remembers
PARTS = (0.5, 0.8, 0.9, 0.95)  # of the customers below each bound between the bins
LEAST_IN_BIN = 20  # customers from which a bin has a chance of its own


class Rule(NamedTuple):
    """Which level of a signal is the alarm: the best balance of precision and recall (F, Van Rijsbergen 1979)."""

    missed: float  # how many times as bad it is to miss a customer as to call one in vain
    most: float  # at most this fraction of the customers is flagged: an alarm that always sounds is none


RULE = Rule(2.0, 0.2)


class Score(NamedTuple):
    """How well a signal told who would stay away; shares are fractions."""

    signal: str
    area: float  # under the line of precision over recall: mean precision
    ranking: float  # chance that who stayed away stands above who came back (AUC); 0.5 is guessing
    alarm: float  # the level from which to sound it: days, or times its own rhythm
    precision: Share  # of those flagged, who stayed away; flagged at alarms that were chosen on other customers
    recall: Share  # of those who stayed away, who were flagged


@dataclass(frozen=True, eq=False)
class Backtest:
    """What the past shows: at each moment, who had lately ordered, and who of them then stayed away."""

    months: int  # how long without an order is staying away
    cutoffs: tuple[pd.Timestamp, ...]
    seen: pd.DataFrame  # a row a customer and moment: customer_id, cutoff, silent, overdue, lapsed (bool)
    scores: tuple[Score, ...]  # in the order of SIGNALS; none where there is too little to test
    returned: Share  # of those who stayed away, and could be followed longer, who ordered again later

    @property
    def base(self) -> Share:
        """Of all that were looked at, how many stayed away."""
        return share_of(int(self.seen["lapsed"].sum()), len(self.seen))

    @property
    def best(self) -> Score | None:
        """The signal with the larger area; of equals the simplest. None where nothing could be tested."""
        return max(self.scores, key=lambda score: round(score.area, 9), default=None)

    @property
    def better(self) -> bool:
        """Is whoever is flagged surely likelier to stay away than anybody?"""
        return self.best is not None and self.best.precision.low > self.base.share

    def curve(self, signal: str) -> pd.DataFrame:
        """For each level of a signal: level, flagged, precision and recall, over all that were looked at."""
        return _curve(self.seen[signal].to_numpy(float), self.seen["lapsed"].to_numpy(bool), DECIMALS[signal])

    @property
    def bins(self) -> pd.DataFrame:
        """The chance to stay away by level of the best signal: low (from), n, lapsed, probability; never falling."""
        best = self.best
        return _bins(self.seen[best.signal], self.seen["lapsed"], best, DECIMALS[best.signal])


def horizon_of(days: pd.DataFrame, end: pd.Timestamp) -> int:
    """
    How many months without an order are staying away: the shortest of HORIZONS that is at least twice the rhythm of
    nine in ten customers with a rhythm of their own.
    """
    now = rhythms(days, end)
    slow = now.loc[now["own"], "rhythm"].quantile(0.9)
    enough = [months for months in HORIZONS if not 2 * slow > months * 365.25 / 12]
    return enough[0] if enough else HORIZONS[-1]


def backtest(
    days: pd.DataFrame, end: pd.Timestamp, months: int, *, rule: Rule = RULE, alarm: float = 0.0, least: int = 10
) -> Backtest:
    """
    Roll the clock back, time and again by `months`, and see who had ordered within so many months before and then
    ordered nothing for as long.

    `days` as `order_days` gives them. Nothing is scored unless at least `least` stayed away and as many came back.
    `alarm` above 0, in own rhythms, goes before what `rule` chooses; the other signal is then left out.
    """
    days = days[days["date"] <= end]
    cutoffs = tuple(_cutoffs(days["date"].min(), end, months))
    parts = [_looked_at(days, cutoff, months).assign(cutoff=cutoff) for cutoff in cutoffs]
    columns = ["customer_id", "cutoff", *SIGNALS, "lapsed", "returned"]
    seen = pd.concat(parts)[columns].reset_index(drop=True) if parts else pd.DataFrame(columns=columns)
    seen = seen.astype({**dict.fromkeys(SIGNALS, float), "lapsed": bool})
    enough = min(seen["lapsed"].sum(), (~seen["lapsed"]).sum()) >= least and seen["overdue"].notna().all()
    scores = tuple(_score(seen, name, alarm, rule) for name in ((TIMES,) if alarm else SIGNALS)) if enough else ()
    followed = seen.loc[seen["lapsed"] & seen["cutoff"].ne(cutoffs[0] if cutoffs else None), "returned"]
    return Backtest(months, cutoffs, seen, scores, share_of(int(followed.sum()), len(followed)))


def at_risk(days: pd.DataFrame, at: pd.Timestamp, months: int) -> pd.DataFrame:
    """Who ordered within so many months, as `rhythms` gives them: whoever is silent for longer has stayed away."""
    now = rhythms(days, at)
    return now[now["last"] > months_before(at, months)]


def chances(level: pd.Series, bins: pd.DataFrame) -> pd.Series:
    """The chance to stay away that goes with each level of the signal; NaN where the level is unknown."""
    place = np.searchsorted(bins["low"].to_numpy(float), level.to_numpy(float), side="right") - 1
    chance = bins["probability"].to_numpy(float)[np.clip(place, 0, len(bins) - 1)]
    return pd.Series(chance, level.index).where(level.notna())


def ranking(signal: np.ndarray, lapsed: np.ndarray) -> float:
    """The chance that who stayed away stands above who did not (AUC; Hanley & McNeil 1982); equals count half."""
    lapsed = np.asarray(lapsed, dtype=bool)
    hits, misses = int(lapsed.sum()), int((~lapsed).sum())
    if not hits or not misses:
        return float("nan")
    return float((rankdata(signal)[lapsed].sum() - hits * (hits + 1) / 2) / (hits * misses))


def _cutoffs(first: pd.Timestamp, end: pd.Timestamp, months: int) -> Iterator[pd.Timestamp]:
    """Moments to look back to, latest first: each with as many months of orders before it as after it."""
    for step in range(1, MOST_CUTOFFS + 1):
        cutoff = months_before(end, months * step)
        if pd.isna(first) or months_before(cutoff, months) < first - pd.Timedelta(days=1):
            return
        yield cutoff


def _looked_at(days: pd.DataFrame, cutoff: pd.Timestamp, months: int) -> pd.DataFrame:
    """Who had lately ordered then, whether it stayed away, and whether it came back after all."""
    then = at_risk(days, cutoff, months)
    until = months_before(cutoff, -months)
    following = between(days, cutoff + pd.Timedelta(days=1), until)["customer_id"].unique()
    lapsed = ~among(then.index, pd.Index(following))
    later = among(then.index, pd.Index(days.loc[days["date"] > until, "customer_id"].unique()))
    return then.assign(lapsed=lapsed, returned=lapsed & later).reset_index()


def _score(seen: pd.DataFrame, name: str, given: float, rule: Rule) -> Score:
    signal, lapsed = seen[name].to_numpy(float), seen["lapsed"].to_numpy(bool)
    curve = _curve(signal, lapsed, DECIMALS[name])
    alarm = given or _balanced(curve, len(seen), int(lapsed.sum()), rule)
    flagged, hits = _held_out(seen, name, given, rule)
    exact = _exact(signal, lapsed)
    area = float((np.diff(np.concatenate([[0.0], exact["recall"]])) * exact["precision"]).sum())
    precision, recall = share_of(hits, flagged), share_of(hits, int(lapsed.sum()))
    return Score(name, area, ranking(signal, lapsed), alarm, precision, recall)


def _held_out(seen: pd.DataFrame, name: str, given: float, rule: Rule) -> tuple[int, int]:
    """How many are flagged, and of them stayed away, each at an alarm that was chosen on other customers."""
    fold = pd.factorize(seen["customer_id"], sort=True)[0] % FOLDS
    signal, lapsed = seen[name].to_numpy(float), seen["lapsed"].to_numpy(bool)
    flagged = np.zeros(len(seen), dtype=bool)
    for part in range(FOLDS):
        rest, own = fold != part, fold == part
        if own.any():
            curve = _curve(signal[rest], lapsed[rest], DECIMALS[name])
            flagged |= own & (signal >= (given or _balanced(curve, int(rest.sum()), int(lapsed[rest].sum()), rule)))
    return int(flagged.sum()), int((flagged & lapsed).sum())


def _balanced(curve: pd.DataFrame, n: int, lapsed: int, rule: Rule) -> float:
    """The level that the rule chooses, of equals the highest; the highest there is where all flag too many."""
    allowed = curve[curve["flagged"] <= rule.most * n]
    if allowed.empty:
        return float(curve["level"].max()) if len(curve) else float("inf")
    weight = rule.missed**2
    balance = ((1 + weight) * allowed["hits"] / (allowed["flagged"] + weight * lapsed)).round(9)
    return float(allowed.loc[balance[::-1].idxmax(), "level"])


def _curve(signal: np.ndarray, lapsed: np.ndarray, decimals: int) -> pd.DataFrame:
    """At round levels, lowest first: level, flagged, hits, precision, recall."""
    if not len(signal):
        return pd.DataFrame(columns=["level", "flagged", "hits", "precision", "recall"], dtype=float)
    wished = np.quantile(signal, np.concatenate([np.linspace(0, 0.9, LEVELS // 2), np.linspace(0.9, 1, LEVELS // 2)]))
    return _at(np.unique(wished.round(decimals)), signal, lapsed)


def _exact(signal: np.ndarray, lapsed: np.ndarray) -> pd.DataFrame:
    """At every level there is, highest first."""
    return _at(np.unique(signal), signal, lapsed).iloc[::-1]


def _at(levels: np.ndarray, signal: np.ndarray, lapsed: np.ndarray) -> pd.DataFrame:
    everyone, gone = np.sort(signal), np.sort(signal[lapsed])
    flagged = len(everyone) - np.searchsorted(everyone, levels, side="left")
    hits = len(gone) - np.searchsorted(gone, levels, side="left")
    frame = pd.DataFrame({"level": levels, "flagged": flagged, "hits": hits})[flagged > 0]
    return frame.assign(precision=frame["hits"] / frame["flagged"], recall=frame["hits"] / max(len(gone), 1))


def _bins(signal: pd.Series, lapsed: pd.Series, best: Score, decimals: int) -> pd.DataFrame:
    """
    Bins with the alarm as one of the bounds. Each chance is counted with one more customer at the base rate, so that
    none is 0 or 1, and then made never to fall (isotonic regression, Barlow and others 1972). Those from the alarm up
    are lowered together to the precision that other customers showed: an alarm looks best where it was chosen.
    """
    alarm = best.alarm
    wished = {0.0, *(round(float(level), decimals) for level in signal.quantile(PARTS))}
    bounds = sorted({*wished, alarm} if np.isfinite(alarm) else wished)
    bounds = _wide_enough(bounds, np.sort(signal.to_numpy(float)), alarm)
    place = np.searchsorted(bounds, signal.to_numpy(float), side="right") - 1
    n = np.bincount(place, minlength=len(bounds))
    gone = np.bincount(place, weights=lapsed.to_numpy(float), minlength=len(bounds))
    chance = isotonic_regression((gone + lapsed.mean()) / (n + 1), sample_weight=n + 1)
    above = np.asarray(bounds) >= alarm
    if best.precision.n and (gone[above].sum() or 0) > 0:
        chance[above] *= min(1.0, best.precision.share * n[above].sum() / gone[above].sum())
    lowered = np.maximum.accumulate(chance)
    return pd.DataFrame({"low": bounds, "n": n, "lapsed": gone.astype(int), "probability": lowered})


def _wide_enough(bounds: list[float], signal: np.ndarray, alarm: float) -> list[float]:
    """The bounds with at least so many customers between them, from the top down; the lowest and the alarm stay."""
    kept, above = [], len(signal)
    for bound in reversed(bounds):
        place = int(np.searchsorted(signal, bound, side="left"))
        if bound in (bounds[0], alarm) or (above - place >= LEAST_IN_BIN and bound != bounds[0]):
            kept, above = [bound, *kept], place
    return kept
