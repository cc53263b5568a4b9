"""Where a figure happened, and from where and to where people moved: what describes each place that is offered."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from sitroom.claims.draft_figures import DraftFigure, Report, name_key
from sitroom.claims.mentions import PlaceMention
from sitroom.claims.sheet import Sheet, bucket

BACK = 4  # sentences before a figure in which its place may stand
DATELINE = 4  # words into a report within which a place and a dash, or a comma and a date, are its dateline
_DATELINE = re.compile(
    r"[^.;:?!\n]{0,40}?(?:\)|\s[-–—]{1,2}|[.,]-|/[^\n]{0,20}\s[-–—])\s|,[^.;:?!\n]{0,16}\d\.?\s\w+\.\s"
)
CHAIN = 4  # words between a place and the wider one that it lies in
MOST = 14  # places offered to one figure
CARE = 6  # words before a place in which a hospital makes it the place where the wounded lie
NEAR_EVENT = 12  # words around a place in which harm makes it the place of an event
_WIDTH = {"country": "wide", "region": "wide", "water": "wide", "province": "province", "district": "province"}
_PREPS = ("-", "from", "to", "in", "of", "by", "title", "into")
_HARM = frozenset("STVABE")
ABSENT = -1.0  # stands in a column that says nothing


class Spot(NamedTuple):
    """A place offered to a figure: its word (-1 in the title), the mention, and its name for comparison."""

    word: int
    mention: PlaceMention
    key: str


class Standing(NamedTuple):
    """What a place is to its report, whatever the figure."""

    names: tuple[str, ...]
    columns: tuple[float, ...]
    prep: str
    sentence: int
    paragraph: int
    harmed: bool


def offered(report: Report, draft: DraftFigure) -> list[Spot]:
    """Return the places that a figure may be about: of its sentence, of the sentences before, and of the title."""
    sheet = report.sheet
    sentence = draft.view.sentence
    end = sheet.sentence_ends[sentence][1]
    start = sheet.sentence_ends[max(0, sentence - BACK)][0]
    out = [Spot(w, p, key_of(p)) for w, p in report.places if start <= w < end]
    out = out[-MOST:]
    known = {s.key for s in out}
    for w, p in report.places:
        if w < report.lead_end and key_of(p) not in known:
            out.append(Spot(w, p, key_of(p)))
            known.add(key_of(p))
    for p in report.title.m.places:
        if key_of(p) not in known:
            known.add(key_of(p))
            out.append(Spot(-1, p, key_of(p)))
    return out


def key_of(p: PlaceMention) -> str:
    """Return the name by which two mentions are one place."""
    return name_key(p.ref.name or p.ref.text)


def _prep(sheet: Sheet, spot: Spot, width: int = 2) -> str:
    """Return the class of the preposition before a place, or of the case ending written after it."""
    if spot.word < 0:
        return "title"
    after = sheet.word_at(spot.mention.end)
    before = max(0, spot.word - width)
    if before < spot.word and sheet.segment[spot.word - 1] != sheet.segment[spot.word]:
        before = spot.word
    found = [
        name
        for name in ("from", "to", "in", "of", "by")
        if any(last <= spot.word < last + width for _, last in sheet.cue(f"prep.{name}", before, spot.word + 1))
    ]
    if "to" in found and "in" in found:  # one word for both: the case that tells them apart is not looked at
        return "into"
    if found:
        return found[0]
    if sheet.m.text[spot.mention.end : spot.mention.end + 1] in ("'", "’"):
        for name in ("from", "to", "in", "of"):
            if sheet.has(f"prep.{name}", after, after + 1):
                return name
    return "-"


def standing_of(report: Report, spot: Spot) -> Standing:
    """Return what a place is to the report; each mention is looked at once."""
    known = report.standings.get((spot.word, spot.key))
    if known is None:
        known = report.standings[spot.word, spot.key] = _standing(report, spot)
    return known


def _standing(report: Report, spot: Spot) -> Standing:
    sheet, ref = report.sheet, spot.mention.ref
    wide = _WIDTH.get(ref.kind, "spot")
    prep = _prep(sheet, spot)
    count = report.place_counts.get(spot.key, 0)
    main, titled = spot.key in report.main, spot.key in report.title_places
    unlisted = ref.geonameid is None
    names = [wide, f"prep={prep}", f"kind={ref.kind}", f"count={min(count, 3)}"]
    names += ["main", f"main|{wide}"] if main else []
    names += ["title", f"title|{wide}"] if titled else []
    names += [f"unlisted{ref.confidence}"] if unlisted else []
    columns = [
        ("spot", "province", "wide").index(wide), unlisted, ref.confidence, min(ref.candidates, 9), count, main, titled,
        spot.word < 0, _PREPS.index(prep), float((ref.population or 0) > 0),
    ]  # fmt: skip
    if spot.word < 0:
        return Standing(("only-title", *names), (*columns, *([ABSENT] * 17)), prep, -1, -1, harmed=False)
    start, end = spot.mention.start, spot.mention.end
    sentence = sheet.sentence_of(spot.word)
    first, last = sheet.sentence_ends[sentence]
    dateline = spot.word < DATELINE and _DATELINE.match(sheet.m.text, end) is not None
    party = next((a.sort for _, a in report.parties if a.start < end and start < a.end), "")
    event = sheet.has("cue.incident", max(0, spot.word - 5), spot.word + 4)
    head, tail = _chain(report, spot)
    harm = any(i.kind in _HARM and i.what in ("killed", "injured") for i in sheet.items_in(first, last))
    near = sheet.items_in(max(first, spot.word - NEAR_EVENT), min(last, spot.word + NEAR_EVENT))
    harmed = any(i.kind in _HARM and sheet.clause[i.first] == sheet.clause[spot.word] for i in near)
    voices = [s.parts for s in report.speakers if s.first <= spot.word < s.last]
    order = next(k for k, (w, p) in enumerate(report.places) if w == spot.word and p.start == start)
    names += ["dateline", f"dateline|{wide}"] if dateline else []
    names += ["party", f"party|{party}"] if party else []
    names += ["event", f"event|{wide}"] if event else []
    names += [f"head|{wide}"] if head else []
    names += [f"tail|{wide}"] if tail else []
    names += ["harm there"] if harm else []
    names += ["harmed"] if harmed else []
    names += ["in-speaker"] if voices else []
    names += ["first spot"] if spot.word == report.first_spot else []
    ahead, behind = _capitals(sheet, spot, first, last)
    care = sheet.has("cue.care", max(first, spot.word - CARE), spot.word)
    names += [f"capital before|{unlisted}"] if ahead else []
    names += [f"capital after|{unlisted}"] if behind else []
    names += ["care"] if care else []
    columns += [
        dateline, bool(party), event, head, tail, harm, harmed, bool(voices), any("P" in v for v in voices),
        spot.word == report.first_spot, min(order, 12), spot.word - first, last - spot.word,
        sheet.has("cue.says", first, last) or sheet.has("cue.according", first, last), ahead, behind, care,
    ]  # fmt: skip
    paragraph = sheet.paragraph_of(sentence)
    return Standing(tuple(names), tuple(map(float, columns)), prep, sentence, paragraph, harmed)


def _capitals(sheet: Sheet, spot: Spot, first: int, last: int) -> tuple[bool, bool]:
    """Tell whether a capital stands right before a name, and right after: "Yuri Mora", "La Cruz Roja"."""
    text, spans = sheet.m.text, sheet.m.spans
    word, end = sheet.words(spot.mention.start, spot.mention.end)
    gap = text[spans[word - 1][1] : spans[word][0]]
    before = word - 1 > first and text[spans[word - 1][0]].isupper() and gap == " "
    after = end < last and text[spans[end][0]].isupper() and text[spans[end - 1][1] : spans[end][0]] == " "
    return before, after


def place_options(report: Report, drafts: Sequence[DraftFigure], at: int, spots: Sequence[Spot]) -> list[list[str]]:
    """Return the features of no place, then of each place offered."""
    draft = drafts[at]
    mover = "d" if draft.measure in ("displaced", "returned") else "k"
    known = [standing_of(report, s) for s in spots]
    here = any(s.sentence == draft.view.sentence for s in known)
    none = ["none", f"none|{draft.scope}", f"none|here={here}", f"none|{mover}"]
    return [none, *[_features(report, drafts, at, s, k, mover) for s, k in zip(spots, known, strict=True)]]


def _features(
    report: Report, drafts: Sequence[DraftFigure], at: int, spot: Spot, known: Standing, mover: str
) -> list[str]:
    draft = drafts[at]
    wide = known.names[1] if spot.word < 0 else known.names[0]
    out = [*known.names, f"{wide}|{draft.scope}", f"{mover}|prep={known.prep}", f"{wide}|{draft.scope}|{mover}"]
    if spot.key in report.main:
        out.append(f"main|{draft.scope}")
    where = "T"
    if spot.word >= 0:
        here = known.sentence == draft.view.sentence
        where, found = (_here if here else _elsewhere)(report, draft, spot, known, wide)
        out += found
        out += _between(report, draft, spot, f"{wide}|{draft.scope}", where)
        if "in-speaker" in known.names:
            out.append(f"in-speaker|{where[:1]}")
    if draft.background:
        out.append(f"bg|{where[:2]}")
    if draft.parent is not None and drafts[draft.parent].place:
        out.append(f"total={_same(drafts[draft.parent].place or '', spot)}")
    return out


def _here(report: Report, draft: DraftFigure, spot: Spot, known: Standing, wide: str) -> tuple[str, list[str]]:
    """Return where a place of the same sentence stands, in short and as features."""
    sheet, c = report.sheet, draft.view.candidate
    right = spot.word >= c.last
    side, gap = ("R", spot.word - c.last) if right else ("L", c.first - spot.word)
    items = sheet.items_in(*((c.last, spot.word) if right else (spot.word, c.first)))
    amounts = any(i.kind == "N" for i in items)
    where = f"{side}b{sheet.between(c.first, spot.word)}a{int(amounts)}"
    order = sum(
        1
        for w, _ in report.places
        if sheet.sentence_of(w) == draft.view.sentence and abs(w - c.first) < abs(spot.word - c.first)
    )
    near = f"{side}{bucket(gap)}"
    return where, [
        near, where, f"{where}|{wide}", f"{where}|{known.prep}", f"{near}|{known.prep}", f"order={min(order, 3)}",
        f"{near}a{int(amounts)}|{known.prep}",
    ]  # fmt: skip


def _elsewhere(report: Report, draft: DraftFigure, spot: Spot, known: Standing, wide: str) -> tuple[str, list[str]]:
    """Return where a place of another sentence stands, in short and as features."""
    sheet = report.sheet
    distance = draft.view.sentence - known.sentence
    same = known.paragraph == sheet.paragraph_of(draft.view.sentence)
    where = f"-{min(distance, 4)}{'p' if same else 'd'}" if distance > 0 else "+"
    there = [w for w, _ in report.places if sheet.sentence_of(w) == known.sentence]
    order = "last" if spot.word == there[-1] else "first" if spot.word == there[0] else "mid"
    out = [where, f"{where}|{wide}", f"{where}|{draft.view.noun[:1]}", f"{order}-there", f"{where[-1]}|{known.prep}"]
    if known.harmed:
        out.append(f"{where}|harmed")
    return where, [*out, "lead"] if spot.word < report.lead_end else out


def _between(report: Report, draft: DraftFigure, spot: Spot, what: str, where: str) -> list[str]:
    """Return how many other places were named since a place that stands before the figure."""
    back = _back(report, draft, spot)
    if back is None:
        return []
    return [f"back={min(back, 4)}", f"back={min(back, 2)}|{what}", f"back={min(back, 2)}|{where[0]}"]


def _back(report: Report, draft: DraftFigure, spot: Spot) -> int | None:
    first = draft.view.candidate.first
    if spot.word >= first:
        return None
    return len({key_of(p) for w, p in report.places if spot.word < w < first and key_of(p) != spot.key})


def place_columns(report: Report, drafts: Sequence[DraftFigure], at: int, spots: Sequence[Spot]) -> list[list[float]]:
    """Return a row of numbers for no place, then for each place offered."""
    draft = drafts[at]
    sheet, c, sentence = report.sheet, draft.view.candidate, draft.view.sentence
    paragraph = sheet.paragraph_of(sentence)
    known = [standing_of(report, s) for s in spots]
    here = [k for k in known if k.sentence == sentence]
    shared = [
        float(len(here)), float(sum(k.prep in ("in", "into") for k in here)),
        float(sum(k.paragraph == paragraph for k in known)),
        float(sheet.has("cue.care", *sheet.sentence_ends[sentence])),
    ]  # fmt: skip
    rows: list[list[float]] = [[*shared, *([ABSENT] * _PAIR), *([ABSENT] * _STANDING)]]
    previous = drafts[at - 1] if at else None
    for spot, k in zip(spots, known, strict=True):
        pair = [ABSENT] * _PAIR
        if spot.word >= 0:
            pair[0], pair[1] = float(sentence - k.sentence), float(paragraph - k.paragraph)
            if k.sentence == sentence:
                right = spot.word >= c.last
                between = sheet.items_in(*((c.last, spot.word) if right else (spot.word, c.first)))
                pair[2:8] = [
                    float(right), float(spot.word - c.last if right else c.first - spot.word),
                    float(sheet.between(c.first, spot.word)), float(sum(i.kind == "N" for i in between)),
                    float(any(i.what == draft.measure and i.kind in _HARM for i in between)),
                    float(sum(o.sentence == sentence and abs(s.word - c.first) < abs(spot.word - c.first)
                              for s, o in zip(spots, known, strict=True))),
                ]  # fmt: skip
            since = [
                (s.key, o)
                for s, o in zip(spots, known, strict=True)
                if spot.word < s.word < c.first and s.key != spot.key
            ]
            pair[8:12] = [
                float(len({key for key, _ in since})),
                float(len({key for key, o in since if o.prep in ("in", "into")})),
                float(len({key for key, o in since if o.harmed})),
                float(len({key for key, o in since if o.paragraph == paragraph})),
            ]
            if previous is not None:
                pair[12] = float(previous.view.candidate.first < spot.word < c.first)
                pair[13] = float(previous.view.sentence - k.sentence)
        rows.append([*shared, *pair, *k.columns])
    return rows


_PAIR, _STANDING = 14, 27


def _chain(report: Report, spot: Spot) -> tuple[bool, bool]:
    """Return whether another place follows, and comes right before: "Zibist, in the district of Quarit"."""
    at = next((k for k, (w, p) in enumerate(report.places) if w == spot.word and p is spot.mention), -1)
    if at < 0:
        return False, False
    sheet = report.sheet
    last = sheet.words(spot.mention.start, spot.mention.end)[1]
    head = tail = False
    if at + 1 < len(report.places):
        word = report.places[at + 1][0]
        head = word - last <= CHAIN and sheet.sentence_of(word) == sheet.sentence_of(spot.word)
    if at:
        before = report.places[at - 1][1]
        end = sheet.words(before.start, before.end)[1]
        tail = spot.word - end <= CHAIN and sheet.sentence_of(spot.word) == sheet.sentence_of(end - 1)
    return head, tail


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
            prep = standing_of(report, Spot(word, p, key_of(p))).prep
            if prep == "from" and origin is None:
                origin = p
            elif prep in ("to", "into") and goal is None:
                goal = p
    return origin, goal
