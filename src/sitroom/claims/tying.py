"""How the choices of one slot hang together: figures of a sentence, a paragraph or a breakdown tend to share a value.

Each slot is chosen twice. The first time a figure is seen alone. The second time an option has its own first
probability, and what the first round made of the same value for the figure before, the one after, the total that
the figure is a part of, and the whole report. One mistake then does not run through the whole report.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Hashable, Sequence
from math import log
from typing import NamedTuple

from sitroom.claims.draft_figures import DraftFigure, Report

LEAST, LITTLE = 0.002, 0.03  # probabilities below these count as these: a figure's own, and those of others
Measures = list[list[tuple[str, float]]]  # for each option, how much of what speaks for it


class Offers(NamedTuple):
    """The options of one figure for one slot: keys to compare values by, first shares, and the share of each key."""

    keys: list[Hashable]
    shares: list[float]
    by_key: dict[Hashable, float]


def offers(keys: list[Hashable], shares: list[float]) -> Offers:
    """Put the shares of options that mean the same value together."""
    by_key: dict[Hashable, float] = {}
    for key, share in zip(keys, shares, strict=True):
        by_key[key] = by_key.get(key, 0.0) + share
    return Offers(keys, shares, by_key)


def tie(report: Report, one: DraftFigure, other: DraftFigure) -> str:
    """Return how near two figures stand: s in one sentence, p in one paragraph, d farther."""
    a, b = one.view.sentence, other.view.sentence
    if a == b:
        return "s"
    return "p" if report.sheet.paragraph_of(a) == report.sheet.paragraph_of(b) else "d"


class Ties:
    """The second round of one slot over the figures of a report."""

    def __init__(
        self, report: Report, drafts: Sequence[DraftFigure], found: Sequence[Offers | None], marks: Sequence[int] = ()
    ) -> None:
        """Take what the first round made of every figure (None: not asked), and the words that may turn to another."""
        self.report, self.drafts, self.found, self.marks = report, drafts, found, marks
        self.means: dict[tuple[str, bool], tuple[dict[Hashable, float], int]] = {}
        for draft, o in zip(drafts, found, strict=True):
            if o is None:
                continue
            kind = (draft.scope, draft.background)
            total, count = self.means.get(kind, ({}, 0))
            for key, share in o.by_key.items():
                total[key] = total.get(key, 0.0) + share
            self.means[kind] = (total, count + 1)

    def measures(self, at: int) -> Measures:
        """Return for each option of a figure its own first share and those of the same value elsewhere, as logarithms."""
        o, draft = self.found[at], self.drafts[at]
        if o is None:
            raise ValueError("a figure that is not asked has no ties")
        links: list[tuple[str, str, Offers]] = []
        for name, other in (("prev", at - 1), ("next", at + 1), ("prev2", at - 2), ("total", draft.parent)):
            if other is None or not 0 <= other < len(self.found) or other == at:
                continue
            near = self.found[other]
            if near is not None:
                links.append((*self._link(name, at, other), near))
        total, count = self.means[draft.scope, draft.background]
        out: Measures = []
        seen: dict[Hashable, list[tuple[str, float]]] = {}
        for key, share in zip(o.keys, o.shares, strict=True):
            known = seen.get(key)
            if known is None:
                kind = "0" if key is None or key is False else ""
                known = seen[key] = []
                if count > 1:
                    known.append((f"{kind}all", _log((total[key] - o.by_key[key]) / (count - 1))))
                for coarse, fine, near in links:
                    level = _log(near.by_key.get(key, 0.0))
                    known += ((f"{kind}{coarse}", level), (f"{kind}{fine}", level))
                if kind:
                    known.append(("0", 1.0))
            out.append([("own", log(max(share, LEAST))), *known])
        return out

    def _link(self, name: str, at: int, other: int) -> tuple[str, str]:
        one, two = self.drafts[at], self.drafts[other]
        near = tie(self.report, one, two)
        if name == "total":
            return "total", f"total{near}"
        same = "m" if one.scope == two.scope and one.background == two.background else "x"
        kin = "+" if two.parent == at else "=" if one.parent is not None and one.parent == two.parent else ""
        first, last = sorted((one.view.candidate.first, two.view.candidate.first))
        turn = min(bisect_left(self.marks, last) - bisect_left(self.marks, first), 2)
        return f"{name}{near}{kin}", f"{name}{near}{same}{kin}t{turn}"


def _log(share: float) -> float:
    return log(max(share, LITTLE))
