"""Which figure another is a part of: the features of the choice among the figures around it."""

from __future__ import annotations

from collections.abc import Sequence

from sitroom.claims.draft_figures import DraftFigure, Report
from sitroom.claims.sheet import bucket

BACK, AHEAD = 8, 3  # figures before and after among which the total of a part is sought


def offered(drafts: Sequence[DraftFigure], at: int) -> list[int]:
    """Return the figures that may be the total of which a figure is a part."""
    me = drafts[at]
    value = me.view.candidate.low or me.view.candidate.high
    out = []
    for k in range(max(0, at - BACK), min(len(drafts), at + AHEAD + 1)):
        other = drafts[k]
        total = other.view.candidate.high or other.view.candidate.low
        if (
            k == at
            or other.measure != me.measure
            or not value
            or not total
            or value > total
            or me.view.candidate.sort == "zero"
        ):
            continue
        if value == total and me.view.candidate.sort != "vague":
            continue
        if k > at and other.view.sentence != me.view.sentence:
            continue
        out.append(k)
    return out


def parent_options(report: Report, drafts: Sequence[DraftFigure], at: int, found: Sequence[int]) -> list[list[str]]:
    """Return the features of being no part, then of being part of each figure offered."""
    sheet, me = report.sheet, drafts[at]
    c = me.view.candidate
    start, end = sheet.sentence_ends[me.view.sentence]
    cue_here = sheet.has("cue.breakdown", max(start, c.first - 8), min(end, c.last + 5))
    none = [
        "none",
        f"none|cue={cue_here}",
        f"none|{_kind(me)}",
        f"none|cue={cue_here}|{_kind(me)}",
        f"none|noun={me.view.noun}",
    ]
    return [none, *[_features(report, drafts, at, k, cue_here=cue_here) for k in found]]


def _kind(draft: DraftFigure) -> str:
    return "people" if draft.category == "people" else "some"


def _features(report: Report, drafts: Sequence[DraftFigure], at: int, k: int, *, cue_here: bool) -> list[str]:
    sheet, me, other = report.sheet, drafts[at], drafts[k]
    c, o = me.view.candidate, other.view.candidate
    kinds = f"{_kind(other)}>{_kind(me)}"
    before = k < at
    steps = abs(at - k)
    distance = me.view.sentence - other.view.sentence
    same = sheet.paragraph_of(me.view.sentence) == sheet.paragraph_of(other.view.sentence)
    tie = "s" if distance == 0 else f"{min(abs(distance), 2)}{'p' if same else 'd'}"
    side = "L" if before else "R"
    out = [f"{side}{tie}", kinds, f"{side}{tie}|{kinds}", f"steps={min(steps, 4)}", f"{kinds}|{steps == 1}"]
    first, last = (o.last, c.first) if before else (c.last, o.first)
    if distance == 0:
        broken = sheet.between(min(first, sheet.size - 1), min(last, sheet.size - 1))
        between = sheet.has("cue.breakdown", first, last + 1)
        colon = ":" in sheet.m.text[sheet.m.spans[max(0, first - 1)][1] : sheet.m.spans[min(last, sheet.size - 1)][0]]
        out += [
            f"b{broken}",
            f"between={between}",
            f"between={between}b{broken}",
            f"colon={colon}",
            f"{side}{bucket(last - first)}",
            f"between={between}|{kinds}",
        ]
    else:
        out += [f"{tie}|cue={cue_here}", f"{tie}|cue={cue_here}|{kinds}"]
        start = sheet.sentence_ends[me.view.sentence][0]
        if sheet.has("cue.breakdown", start, start + 4):
            out += ["opens", f"opens|{tie}"]
    out.append(f"cue={cue_here}|{kinds}")
    out.append(f"cue={cue_here}|noun={me.view.noun[:1]}")
    if other.parent is not None:
        out += ["prev.nested", f"prev.nested|{kinds}"]
    siblings = [d for d in drafts[:at] if d.parent == k]
    if siblings:
        near = "s" if siblings[-1].view.sentence == me.view.sentence else "d"
        out += [f"prev.sibling{near}", f"prev.sibling{near}|{steps <= len(siblings) + 1}"]
    if drafts[at - 1].parent is not None and drafts[at - 1].parent == k and at:
        out.append("prev.like")
    total = o.low or 0
    if total and c.low:
        parts = sum(d.view.candidate.low or 0 for d in siblings)
        later = sum(
            d.view.candidate.low or 0
            for d in drafts[at : at + 4]
            if d.measure == me.measure and d.view.sentence == me.view.sentence
        )
        if parts + c.low == total or parts + later == total or _run(drafts, at, k, total):
            out += ["adds", f"adds|{tie}"]
        share = c.low / total
        out.append("small" if share < 0.1 else "half" if share < 0.5 else "most")
    if other.unit != me.unit:
        out.append("units differ")
    if o.wording != "exact":
        out.append("loose total")
    return out


def _run(drafts: Sequence[DraftFigure], at: int, k: int, total: int) -> bool:
    """Tell whether a run of figures with this one in it, after figure k, makes its total."""
    if k > at:
        return False
    for first in range(k + 1, at + 1):
        whole = 0
        for d in drafts[first : first + 8]:
            whole += d.view.candidate.low or 0
            if whole > total:
                break
            if whole == total and d.view.candidate.first >= drafts[at].view.candidate.first:
                return True
    return False
