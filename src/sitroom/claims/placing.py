"""Where a figure happened, and from where and to where people moved: the features of each choice."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from sitroom.claims.draft_figures import DraftFigure, Report, name_key
from sitroom.claims.mentions import PlaceMention
from sitroom.claims.sheet import Sheet, bucket

BACK = 4  # sentences before a figure in which its place may stand
DATELINE = 4  # words into a report within which a place and a dash, or a comma and a date, are its dateline
_DATELINE = re.compile(r"[^.;:?!\n]{0,40}?(?:\)|\s[-–—]|[.,]-|/[^\n]{0,20}\s[-–—])\s")
CHAIN = 4  # words between a place and the wider one that it lies in
MOST = 14  # places offered to one figure


_WIDTH = {"country": "wide", "region": "wide", "water": "wide", "province": "province", "district": "province"}


class Spot(NamedTuple):
    """A place offered to a figure: its word (-1 in the title), the mention, and its name for comparison."""

    word: int
    mention: PlaceMention
    key: str


def offered(report: Report, draft: DraftFigure) -> list[Spot]:
    """Return the places that a figure may be about: of its sentence, of the sentences before, and of the title."""
    sheet = report.sheet
    sentence = draft.view.sentence
    end = sheet.sentence_ends[sentence][1]
    start = sheet.sentence_ends[max(0, sentence - BACK)][0]
    out = [Spot(w, p, _key(p)) for w, p in report.places if start <= w < end]
    out = out[-MOST:]
    known = {s.key for s in out}
    for w, p in report.places:
        if w < report.lead_end and _key(p) not in known:
            out.append(Spot(w, p, _key(p)))
            known.add(_key(p))
    for p in report.title.m.places:
        if _key(p) not in known:
            known.add(_key(p))
            out.append(Spot(-1, p, _key(p)))
    return out


def _key(p: PlaceMention) -> str:
    return name_key(p.ref.name or p.ref.text)


def place_options(report: Report, drafts: Sequence[DraftFigure], at: int, spots: Sequence[Spot]) -> list[list[str]]:
    """Return the features of no place, then of each place offered."""
    draft = drafts[at]
    mover = "d" if draft.measure in ("displaced", "returned") else "k"
    here = any(_sentence(report.sheet, s) == draft.view.sentence for s in spots)
    none = ["none", f"none|{draft.scope}", f"none|here={here}", f"none|{mover}"]
    return [none, *[_features(report, drafts, at, s, mover) for s in spots]]


def _sentence(sheet: Sheet, spot: Spot) -> int:
    return sheet.sentence_of(spot.word) if spot.word >= 0 else -1


def _prep(sheet: Sheet, spot: Spot, width: int = 2) -> str:
    """Return the class of the preposition before a place, or of the case ending written after it."""
    if spot.word < 0:
        return "title"
    after = sheet.word_at(spot.mention.end)
    for name in ("prep.from", "prep.to", "prep.in", "prep.of", "prep.by"):
        found = sheet.cue(name, max(0, spot.word - width), spot.word)
        if any(last <= spot.word < last + width for _, last in found):
            return name[5:]
    for name in ("prep.from", "prep.to", "prep.in"):
        if sheet.has(name, after, after + 1):
            return name[5:]
    return "-"


def _features(report: Report, drafts: Sequence[DraftFigure], at: int, spot: Spot, mover: str) -> list[str]:
    sheet, draft = report.sheet, drafts[at]
    kind = spot.mention.ref.kind
    wide = _WIDTH.get(kind, "spot")
    prep = _prep(sheet, spot)
    out = [wide, f"{wide}|{draft.scope}", f"prep={prep}", f"{mover}|prep={prep}", f"{wide}|{draft.scope}|{mover}"]
    out += [f"kind={kind}", f"count={min(report.place_counts.get(spot.key, 0), 3)}"]
    if spot.key in report.main:
        out += ["main", f"main|{wide}", f"main|{draft.scope}"]
    if spot.mention.ref.geonameid is None:
        out.append("unlisted")
    if spot.key in report.title_places:
        out += ["title", f"title|{wide}"]
    if spot.word < 0:
        out.append("only-title")
        where = "T"
    else:
        out += _standing_of(report, spot, wide)
        here = sheet.sentence_of(spot.word) == draft.view.sentence
        where, found = (_here if here else _elsewhere)(report, draft, spot, wide)
        out += found
        out += _between(report, draft, spot, f"{wide}|{draft.scope}", where)
    if any(s.first <= spot.word < s.last for s in report.speakers):
        out += ["in-speaker", f"in-speaker|{where[:1]}"]
    if draft.background:
        out.append(f"bg|{where[:2]}")
    if draft.parent is not None and drafts[draft.parent].place:
        out.append(f"total={_same(drafts[draft.parent].place or '', spot)}")
    return out


def _here(report: Report, draft: DraftFigure, spot: Spot, wide: str) -> tuple[str, list[str]]:
    """Return where a place of the same sentence stands, in short and as features."""
    sheet, c = report.sheet, draft.view.candidate
    right = spot.word >= c.last
    side, gap = ("R", spot.word - c.last) if right else ("L", c.first - spot.word)
    items = sheet.items_in(*((c.last, spot.word) if right else (spot.word, c.first)))
    amounts = any(i.kind == "N" for i in items)
    where = f"{side}b{sheet.between(c.first, spot.word)}a{int(amounts)}"
    prep = _prep(sheet, spot)
    rivals = [p for w, p in report.places if sheet.sentence_of(w) == draft.view.sentence]
    order = sum(1 for p in rivals if abs(sheet.word_at(p.start) - c.first) < abs(spot.word - c.first))
    near = f"{side}{bucket(gap)}"
    return where, [near, where, f"{where}|{wide}", f"{where}|{prep}", f"{near}|{prep}", f"order={min(order, 3)}"]


def _elsewhere(report: Report, draft: DraftFigure, spot: Spot, wide: str) -> tuple[str, list[str]]:
    """Return where a place of another sentence stands, in short and as features."""
    sheet = report.sheet
    sentence = sheet.sentence_of(spot.word)
    distance = draft.view.sentence - sentence
    same = sheet.paragraph_of(sentence) == sheet.paragraph_of(draft.view.sentence)
    where = f"-{min(distance, 4)}{'p' if same else 'd'}" if distance > 0 else "+"
    there = [w for w, _ in report.places if sheet.sentence_of(w) == sentence]
    order = "last" if spot.word == there[-1] else "first" if spot.word == there[0] else "mid"
    out = [where, f"{where}|{wide}", f"{where}|{draft.view.noun[:1]}", f"{order}-there"]
    return where, [*out, "lead"] if spot.word < report.lead_end else out


def _between(report: Report, draft: DraftFigure, spot: Spot, what: str, where: str) -> list[str]:
    """Return how many other places were named since a place that stands before the figure."""
    first = draft.view.candidate.first
    if spot.word >= first:
        return []
    back = len({_key(p) for w, p in report.places if spot.word < w < first and _key(p) != spot.key})
    return [f"back={min(back, 4)}", f"back={min(back, 2)}|{what}", f"back={min(back, 2)}|{where[0]}"]


def _standing_of(report: Report, spot: Spot, wide: str) -> list[str]:
    """Return what a place is to the report: its dateline, a party that bears its name, the spot of an event."""
    sheet = report.sheet
    start, end = spot.mention.start, spot.mention.end
    out = []
    if spot.word < DATELINE and _DATELINE.match(sheet.m.text, end):
        out += ["dateline", f"dateline|{wide}"]
    for word, a in report.parties:
        if word > spot.word + 1:
            break
        if a.start < end and start < a.end:
            out += ["party", f"party|{a.sort}"]
    if sheet.has("cue.incident", max(0, spot.word - 5), spot.word + 4):
        out += ["event", f"event|{wide}"]
    out += [f"{link}|{wide}" for link in _chain(report, spot)]
    around = sheet.sentence_ends[sheet.sentence_of(spot.word)]
    if any(i.kind in "STVAB" and i.what in ("killed", "injured") for i in sheet.items_in(*around)):
        out.append("harm there")
    first = next((w for w, p in report.places if p.ref.kind not in ("country", "region", "water") and w >= 0), -1)
    if spot.word == first:
        out.append("first spot")
    return out


def _chain(report: Report, spot: Spot) -> list[str]:
    """Return whether another place follows or comes right before: "Zibist, in the district of Quarit"."""
    at = next((k for k, (w, p) in enumerate(report.places) if w == spot.word and p is spot.mention), -1)
    if at < 0:
        return []
    sheet = report.sheet
    last = sheet.words(spot.mention.start, spot.mention.end)[1]
    out = []
    if at + 1 < len(report.places):
        word = report.places[at + 1][0]
        if word - last <= CHAIN and sheet.sentence_of(word) == sheet.sentence_of(spot.word):
            out.append("head")
    if at:
        before = report.places[at - 1][1]
        end = sheet.words(before.start, before.end)[1]
        if spot.word - end <= CHAIN and sheet.sentence_of(spot.word) == sheet.sentence_of(end - 1):
            out.append("tail")
    return out


def _same(name: str, spot: Spot) -> bool:
    a, b = name_key(name), name_key(spot.mention.ref.text)
    return bool(a) and (a in b or b in a or a == spot.key)


def movement(report: Report, draft: DraftFigure) -> tuple[PlaceMention | None, PlaceMention | None]:
    """Return where people moved from and to, by the prepositions of the places of their sentence."""
    if draft.measure not in ("displaced", "returned"):
        return None, None
    sheet = report.sheet
    start, end = sheet.sentence_ends[draft.view.sentence]
    origin = goal = None
    for word, p in report.places:
        if start <= word < end:
            prep = _prep(sheet, Spot(word, p, ""))
            if prep == "from" and origin is None:
                origin = p
            elif prep == "to" and goal is None:
                goal = p
    return origin, goal
