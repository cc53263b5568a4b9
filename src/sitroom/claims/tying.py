"""How the choices of one slot hang together: figures of a sentence, a paragraph or a breakdown tend to share a value.

Each slot is chosen twice. The first time a figure is seen alone, by weights of named features. The second time an
option is a row of numbers for trees: its own first share, and what the first round made of the same value for the
figures before and after, the total that the figure is a part of, and the whole report. One mistake then does not
run through the whole report.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Hashable, Sequence
from math import log
from typing import NamedTuple

from sitroom.claims.draft_figures import DraftFigure, Report
from sitroom.claims.sheet import MEASURES

LEAST = 0.002  # a share below this counts as this
ABSENT = -1.0
_TIES = {"s": 0.0, "p": 1.0, "d": 2.0}
_SORTS = ("number", "vague", "one", "article", "bare", "dual", "zero")


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

    def rows(self, at: int) -> list[list[float]]:
        """Return a row for each option of a figure: what is known of the figure, of the value here and elsewhere."""
        o, draft = self.found[at], self.drafts[at]
        if o is None:
            raise ValueError("a figure that is not asked has no ties")
        figure = self._figure(at, draft)
        links, described = [], []
        for other in (at - 1, at + 1, at - 2, draft.parent):
            near = self.found[other] if other is not None and 0 <= other < len(self.found) and other != at else None
            links.append(near)
            described += self._link(at, other) if near is not None and other is not None else [ABSENT] * 5
        total, count = self.means[draft.scope, draft.background]
        order = sorted(range(len(o.shares)), key=o.shares.__getitem__, reverse=True)
        rank = {n: k for k, n in enumerate(order)}
        out: list[list[float]] = []
        seen: dict[Hashable, list[float]] = {}
        for n, (key, share) in enumerate(zip(o.keys, o.shares, strict=True)):
            elsewhere = seen.get(key)
            if elsewhere is None:
                own = o.by_key[key]
                elsewhere = seen[key] = [
                    own,
                    (total[key] - own) / (count - 1) if count > 1 else ABSENT,
                    *[near.by_key.get(key, 0.0) if near is not None else ABSENT for near in links],
                ]
            out.append([log(max(share, LEAST)), float(rank[n]), float(key is None or key is False), *elsewhere,
                        *described, *figure])  # fmt: skip
        return out

    def _figure(self, at: int, draft: DraftFigure) -> list[float]:
        c = draft.view.candidate
        value = c.low or c.high or 0
        return [
            float(draft.scope == "cumulative"), float(draft.background), float(draft.standing != "asserted"),
            float(MEASURES.index(draft.measure)), float(len(str(value))), float(_SORTS.index(c.sort)),
            float(draft.view.sentence), float(draft.parent is not None), float(draft.category != "people"),
            float(at), float(len(self.drafts)), float(len(self.report.sheet.sentence_ends)),
        ]  # fmt: skip

    def _link(self, at: int, other: int) -> list[float]:
        one, two = self.drafts[at], self.drafts[other]
        first, last = sorted((one.view.candidate.first, two.view.candidate.first))
        return [
            _TIES[tie(self.report, one, two)],
            float(one.scope == two.scope and one.background == two.background),
            1.0 if two.parent == at else 2.0 if one.parent is not None and one.parent == two.parent else 0.0,
            float(bisect_left(self.marks, last) - bisect_left(self.marks, first)),
            float(one.measure == two.measure),
        ]
