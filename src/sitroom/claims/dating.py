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
    for word, day in report.days:
        for value in _values(day, slot):
            found.setdefault(value, []).append((word, day))
    return [
        Offer(value, tuple(sorted(mentions, key=lambda w: abs(w[0] - c.first)))) for value, mentions in found.items()
    ]


def _values(day: DayMention, slot: str) -> list[str]:
    if slot == "on":
        return [day.on] if day.on and len(day.on) == 10 else []
    return list(dict.fromkeys(v + "-01-01"[len(v) - 4 :] for v in (day.since, day.on) if v))


def day_options(
    report: Report, drafts: Sequence[DraftFigure], at: int, slot: str, offers: Sequence[Offer]
) -> list[list[str]]:
    """Return the features of no day, then of each day offered."""
    sheet, draft = report.sheet, drafts[at]
    c, sentence = draft.view.candidate, draft.view.sentence
    here = any(sheet.sentence_of(w) == sentence for o in offers for w, _ in o.mentions)
    none = [
        "none",
        f"none|here={here}",
        f"none|bg={draft.background}",
        f"none|{draft.standing}",
        f"none|{draft.measure}",
    ]
    published = day_of(sheet.m.document.published) if sheet.m.document else None
    options = [none]
    gaps = [abs(o.mentions[0][0] - c.first) for o in offers]
    for offer, gap in zip(offers, gaps, strict=True):
        word, day = offer.mentions[0]
        what = f"{_kind(day)}.{_field(offer, day)}"
        out = [what, f"count={min(len(offer.mentions), 3)}"]
        distance = sentence - sheet.sentence_of(word)
        if distance == 0:
            where = f"{'R' if word >= c.last else 'L'}b{sheet.between(word, c.first)}"
            out += [where, f"{where[0]}{bucket(gap)}", f"{where}|{what}"]
        else:
            same = sheet.paragraph_of(sheet.sentence_of(word)) == sheet.paragraph_of(sentence)
            where = f"-{min(distance, 4)}{'p' if same else 'd'}" if distance > 0 else f"+{min(-distance, 2)}"
            out += [where, f"{where}|{what}"]
            if word < report.lead_end:
                out += ["lead", f"lead|{what}"]
        rank = sum(g < gap for g in gaps)
        out += [f"rank={min(rank, 3)}", f"bg={draft.background}|{_kind(day)}", f"{draft.measure}|{what}"]
        if draft.parent is not None and _of(drafts[draft.parent], slot):
            out.append(f"total={_of(drafts[draft.parent], slot) == offer.value}")
        if any(d.kind == "since" for _, d in offer.mentions):
            out.append("somewhere-since")
        if published is not None:
            out.append(f"age={_age(offer.value, published)}")
        options.append(out)
    return options


def day_columns(report: Report, drafts: Sequence[DraftFigure], at: int, offers: Sequence[Offer]) -> list[list[float]]:
    """Return a row of numbers for no day, then for each day offered."""
    sheet, draft = report.sheet, drafts[at]
    c, sentence = draft.view.candidate, draft.view.sentence
    paragraph = sheet.paragraph_of(sentence)
    published = day_of(sheet.m.document.published) if sheet.m.document else None
    start, end = sheet.sentence_ends[sentence]
    here = sum(start <= w < end for o in offers for w, _ in o.mentions)
    shared = [float(here), float(len(offers))]
    shared += [float(sheet.has(f"cue.{n}", start, end)) for n in ("since", "incident", "disaster", "total", "period")]
    rows = [[*shared, *([ABSENT] * _COLUMNS)]]
    gaps = [abs(o.mentions[0][0] - c.first) for o in offers]
    for offer, gap in zip(offers, gaps, strict=True):
        word, day = offer.mentions[0]
        there = sheet.sentence_of(word)
        where = sheet.sentence_ends[there]
        before = [w for w, _ in offer.mentions if w < c.first]
        rows.append([
            *shared,
            float(_KINDS.get(day.kind, 9)), float(day.past), float(_field(offer, day) == "since"),
            float(len(offer.mentions)), float(sentence - there), float(paragraph - sheet.paragraph_of(there)),
            float(word >= c.last), float(gap) if there == sentence else ABSENT,
            float(sheet.between(word, c.first)) if there == sentence else ABSENT,
            float(sum(g < gap for g in gaps)), float(word < report.lead_end),
            float(any(w < report.lead_end for w, _ in offer.mentions)),
            float(any(d.kind == "since" for _, d in offer.mentions)), float(_days_before(offer.value, published)),
            float(any(i.kind in "STVABE" for i in sheet.items_in(*where))),
            float(any(sheet.has(f"cue.{n}", *where) for n in ("incident", "disaster", "campaign"))),
            float(sum(w > before[-1] and w < c.first for w in report.day_words)) if before else ABSENT,
        ])  # fmt: skip
    return rows


_COLUMNS = 17
ABSENT = -1.0
_KINDS = {"day": 0, "night": 1, "since": 2, "until": 3, "month": 4, "year": 5, "period": 6, "range": 7}


def _kind(day: DayMention) -> str:
    return f"{day.kind}{'P' if day.past else ''}"


def _field(offer: Offer, day: DayMention) -> str:
    return "since" if day.since and offer.value.startswith(day.since) else "on"


def _days_before(value: str, published: date | None) -> int:
    if published is None or len(value) != len("2000-01-01"):
        return -99
    try:
        return max(-9, min(4000, (published - date.fromisoformat(value)).days))
    except ValueError:
        return -99


def _of(draft: DraftFigure, slot: str) -> str | None:
    return draft.on if slot == "on" else draft.since


def _age(value: str, published: date) -> str:
    try:
        days = (published - date.fromisoformat(value if len(value) == 10 else f"{value}-01")).days
    except ValueError:
        return "?"
    return next((name for limit, name in _AGES if days < limit), "old")
