"""The day of an incident and the start of a running count: the features of each choice."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from sitroom.claims.days import DayMention
from sitroom.claims.draft_figures import DraftFigure, Report
from sitroom.claims.sheet import bucket
from sitroom.model import day_of

BACK = 5  # sentences before a figure whose days are offered to it


_AGES = ((0, "future"), (1, "0"), (2, "1"), (8, "7"), (31, "30"), (366, "365"))  # days before publication


class Offer(NamedTuple):
    """A day offered: its value, and the mentions that say it, nearest to the figure first."""

    value: str
    mentions: tuple[tuple[int, DayMention], ...]


def offered(report: Report, draft: DraftFigure, slot: str) -> list[Offer]:
    """Return the days that may fill a slot ("on" or "since"), each with where it is said."""
    c = draft.view.candidate
    found: dict[str, list[tuple[int, DayMention]]] = {}
    last = report.sheet.sentence_ends[min(draft.view.sentence + 1, len(report.sheet.sentence_ends) - 1)][1]
    for word, day in report.days:
        if word >= last:
            break
        for value in _values(day, slot):
            found.setdefault(value, []).append((word, day))
    return [
        Offer(value, tuple(sorted(mentions, key=lambda w: abs(w[0] - c.first)))) for value, mentions in found.items()
    ]


def _values(day: DayMention, slot: str) -> list[str]:
    if slot == "on":
        return [day.on] if day.on and len(day.on) == 10 else []
    return [v for v in (day.since, day.on) if v]


def day_options(
    report: Report, drafts: Sequence[DraftFigure], at: int, slot: str, offers: Sequence[Offer]
) -> list[list[str]]:
    """Return the features of no day, then of each day offered."""
    sheet, draft = report.sheet, drafts[at]
    prev = _of(drafts[at - 1], slot) if at else None
    near = "-" if not at else "s" if drafts[at - 1].view.sentence == draft.view.sentence else "d"
    alike = at and drafts[at - 1].scope == draft.scope and drafts[at - 1].place == draft.place
    here = any(sheet.sentence_of(w) == draft.view.sentence for o in offers for w, _ in o.mentions)
    none = [
        "none", f"none|here={here}", f"none|prev={bool(prev)}{near}", f"none|bg={draft.background}",
        f"none|{draft.standing}", f"none|{draft.measure}", f"none|prev={bool(prev)}{near}{bool(alike)}",
    ]  # fmt: skip
    published = day_of(sheet.m.document.published) if sheet.m.document else None
    options = [none]
    for offer in offers:
        word, day = offer.mentions[0]
        kind = f"{day.kind}{'P' if day.past else ''}"
        field = "since" if day.since == offer.value else "on"
        out = [f"{kind}.{field}", f"count={min(len(offer.mentions), 3)}"]
        distance = draft.view.sentence - sheet.sentence_of(word)
        if distance == 0:
            right = word >= draft.view.candidate.last
            gap = abs(word - draft.view.candidate.first)
            where = f"{'R' if right else 'L'}b{sheet.between(word, draft.view.candidate.first)}"
            out += [where, f"{where[0]}{bucket(gap)}", f"{where}|{kind}.{field}"]
        else:
            same = sheet.paragraph_of(sheet.sentence_of(word)) == sheet.paragraph_of(draft.view.sentence)
            where = f"-{min(distance, 4)}{'p' if same else 'd'}" if distance > 0 else "+"
            out += [where, f"{where}|{kind}.{field}"]
            if word < report.lead_end:
                out += ["lead", f"lead|{kind}.{field}"]
        rank = sum(
            1
            for o in offers
            if abs(o.mentions[0][0] - draft.view.candidate.first) < abs(word - draft.view.candidate.first)
        )
        out += [f"rank={min(rank, 3)}", f"bg={draft.background}|{kind}", f"{draft.measure}|{kind}.{field}"]
        if prev:
            out += [
                f"prev={prev == offer.value}{near}",
                f"prev={prev == offer.value}{near}{bool(alike)}",
                f"prev={prev == offer.value}{near}|{where[:2]}",
            ]
        if draft.parent is not None and _of(drafts[draft.parent], slot):
            out.append(f"total={_of(drafts[draft.parent], slot) == offer.value}")
        if at + 1 < len(drafts) and _of(drafts[at + 1], slot):
            after = "s" if drafts[at + 1].view.sentence == draft.view.sentence else "d"
            out.append(f"next.prev={_of(drafts[at + 1], slot) == offer.value}{after}")
        if any(d.kind == "since" for _, d in offer.mentions):
            out.append("somewhere-since")
        if published is not None:
            out.append(f"age={_age(offer.value, published)}")
        options.append(out)
    return options


def _of(draft: DraftFigure, slot: str) -> str | None:
    return draft.on if slot == "on" else draft.since


def _age(value: str, published: date) -> str:
    try:
        days = (published - date.fromisoformat(value if len(value) == 10 else f"{value}-01")).days
    except ValueError:
        return "?"
    return next((name for limit, name in _AGES if days < limit), "old")
