"""Category, scope, standing and background of a figure: the features of each choice."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sitroom.claims.draft_figures import DraftFigure, Report
from sitroom.claims.sheet import Item, Sheet, bucket, category_of

CATEGORIES = (
    "people", "civilians", "children", "women", "combatants", "aid_workers", "health_workers", "journalists",
)  # fmt: skip
SCOPES = ("incident", "cumulative")
STANDINGS = ("asserted", "denied", "warned")
WINDOW = 9  # words around a number in which its people are named
_SCOPE_CUES = (
    "since",
    "total",
    "period",
    "incident",
    "stock",
    "past",
    "revision",
    "rise",
    "other",
    "warning",
    "disaster",
    "campaign",
)
_PAST_CUES = ("past", "revision", "since", "stock", "total")


def category_options(report: Report, drafts: Sequence[DraftFigure], at: int) -> list[list[str]]:
    """Return the features of each category, in the order of `CATEGORIES`."""
    sheet, draft = report.sheet, drafts[at]
    c = draft.view.candidate
    start, end = sheet.sentence_ends[draft.view.sentence]
    offered: dict[str, list[str]] = {"people": ["people", f"people|{draft.measure}", f"people|noun={draft.view.noun}"]}
    for side, items in (
        ("R", [*_own(sheet, c.first, c.last), *sheet.items_in(c.last, min(end, c.last + WINDOW))]),
        ("L", list(reversed(sheet.items_in(max(start, c.first - WINDOW), c.first)))),
    ):
        _offer(sheet, c.first, c.last, side, items, offered)
    for word, a in report.parties:
        if c.last <= word < min(end, c.last + 8) and a.side and a.kind not in ("generic", "civil"):
            tie = f"party{bucket(word - c.last)}b{sheet.between(c.last - 1, word)}"
            of = "of" if sheet.has("prep.of", c.last, word + 1) else ""
            noun = draft.view.noun[:1] or "-"
            offered.setdefault("combatants", []).extend([tie, f"{tie}{of}", f"{tie}{of}|{noun}"])
    for back in (1, 2):
        if at - back >= 0 and drafts[at - back].category != "people":
            near = drafts[at - back].view.sentence == draft.view.sentence
            noun = draft.view.noun[:1] or "-"
            offered.setdefault(drafts[at - back].category, []).append(f"prev{back}{'in' if near else 'out'}|{noun}")
    options = []
    for name in CATEGORIES:
        found = offered.get(name)
        options.append([*(found or ["unnamed"]), f"c={name}"])
    return options


def _own(sheet: Sheet, first: int, last: int) -> list[Item]:
    """Return the people that are the number itself: two by the ending, one without an article."""
    return [i for i in sheet.items_in(first, last) if i.kind == "P"]


def _offer(
    sheet: Sheet, first: int, last: int, side: str, items: Sequence[Item], offered: dict[str, list[str]]
) -> None:
    amounts = rank = 0
    for item in items:
        if item.kind == "N":
            amounts += 1
        if item.kind == "S" and not amounts and not rank:
            offered["people"].append(f"state{side}{bucket(item.first - last if side == 'R' else first - item.last)}")
        if item.kind != "P":
            continue
        name = category_of(item.what)
        distance = item.first - last if side == "R" else first - item.last
        broken = sheet.between(first, item.first)
        g = f"{side}{bucket(max(distance, 0))}a{min(amounts, 2)}b{broken}"
        kin = "general" if name == "people" else "some"
        offered.setdefault(name, []).extend([f"{kin}|{g}", f"{kin}|{side}#{min(rank, 2)}a{min(amounts, 1)}b{broken}"])
        rank += 1


def _cue_features(sheet: Sheet, draft: DraftFigure, cues: Sequence[str]) -> list[str]:
    """Return where cues stand: in the clause before or after the number, or elsewhere in the sentence."""
    c = draft.view.candidate
    start, end = sheet.sentence_ends[draft.view.sentence]
    a, b = _clause(sheet, c.first, start, end)
    out = []
    for name in cues:
        found = sheet.cue(f"cue.{name}", start, end)
        if not found:
            continue
        out.append(f"{name}.s")
        before = [last for first, last in found if a <= first < c.first]
        after = [first for first, _ in found if c.last <= first < b]
        if before:
            out += [f"{name}.cL", f"{name}.L{bucket(c.first - before[-1])}"]
        if after:
            out += [f"{name}.cR", f"{name}.R{bucket(after[0] - c.last)}"]
    return out


def _clause(sheet: Sheet, word: int, start: int, end: int) -> tuple[int, int]:
    clause = sheet.clause[word]
    a = b = word
    while a > start and sheet.clause[a - 1] == clause:
        a -= 1
    while b < end and sheet.clause[b] == clause:
        b += 1
    return a, b


def _size(draft: DraftFigure) -> str:
    value = draft.view.candidate.low or draft.view.candidate.high or 0
    return (
        "0"
        if value == 0
        else "1"
        if value < 10
        else "2"
        if value < 100
        else "3"
        if value < 1000
        else "4"
        if value < 10000
        else "5"
    )


def _days(report: Report, draft: DraftFigure) -> list[str]:
    """Return what days the sentence, and the one before, speak of."""
    sheet = report.sheet
    start, end = sheet.sentence_ends[draft.view.sentence]
    out = []
    for word, day in report.days:
        if start <= word < end:
            kind = f"{day.kind}{'P' if day.past else ''}"
            side = "L" if word < draft.view.candidate.first else "R"
            out += [f"day={kind}", f"day={kind}{side}b{sheet.between(word, draft.view.candidate.first)}"]
            if day.since and day.until:
                out.append(f"span={_length(day.since, day.until)}")
    return out


def _length(since: str, until: str) -> str:
    if len(since) < 10 or len(until) < 10:
        return "months"
    days = (date.fromisoformat(until) - date.fromisoformat(since)).days
    return "day" if days < 2 else "days" if days < 8 else "weeks" if days < 40 else "months"


def _kind(draft: DraftFigure) -> list[str]:
    """Return which phrase of its measure is nearest on either side."""
    out = []
    for side, seen in (("R", draft.view.after), ("L", draft.view.before)):
        hits = [
            (distance + 6 * amounts + 5 * broken, kind)
            for (kind, what), (distance, amounts, broken, _) in seen.items()
            if what == draft.measure
        ]
        if hits:
            least = min(hits)
            out.append(f"{side}{least[1]}{'near' if least[0] < 6 else 'far'}")
    return out


def scope_options(report: Report, drafts: Sequence[DraftFigure], at: int) -> list[list[str]]:
    """Return the features of incident (none) and cumulative."""
    sheet, draft = report.sheet, drafts[at]
    out = ["bias", draft.measure, f"size={_size(draft)}", f"{draft.measure}|size={_size(draft)}", f"unit={draft.unit}"]
    out += _cue_features(sheet, draft, _SCOPE_CUES)
    out += _days(report, draft)
    out += [f"{draft.measure}|{k}" for k in _kind(draft)]
    sentence = draft.view.sentence
    if sentence:
        start, end = sheet.sentence_ends[sentence - 1]
        if sheet.paragraph_of(sentence - 1) == sheet.paragraph_of(sentence):
            out += [
                f"before.{n}"
                for n in ("since", "incident", "total", "period", "disaster", "campaign")
                if sheet.has(f"cue.{n}", start, end)
            ]
    out += [
        f"title.{n}"
        for n in ("since", "incident", "total", "period", "disaster", "campaign")
        if report.title.has(f"cue.{n}", 0, report.title.size)
    ]
    out.append(f"sentence={min(sentence, 2)}")
    out += [f"lead.{n}" for n in ("disaster", "campaign", "incident") if sheet.has(f"cue.{n}", 0, report.lead_end)]
    if draft.parent is not None:
        out.append(f"total={drafts[draft.parent].scope}")
    if at:
        before = drafts[at - 1]
        near = (
            "s"
            if before.view.sentence == sentence
            else "p"
            if sheet.paragraph_of(before.view.sentence) == sheet.paragraph_of(sentence)
            else "d"
        )
        alike = "m" if before.measure == draft.measure else "x"
        out += [
            f"prev={before.scope}{near}",
            f"prev={before.scope}{near}{alike}",
            f"prev={before.scope}{near}|noun={draft.view.noun[:1]}",
        ]
        if draft.view.candidate.low and before.view.candidate.low:
            more = "more" if draft.view.candidate.low > before.view.candidate.low else "less"
            out.append(f"prev={before.scope}{near}{alike}{more}")
    if at + 1 < len(drafts):
        after = drafts[at + 1]
        near = "s" if after.view.sentence == sentence else "d"
        out += [
            f"next.prev={after.scope}{near}",
            f"next.prev={after.scope}{near}{'m' if after.measure == draft.measure else 'x'}",
        ]
    return [[], out]


def standing_options(report: Report, drafts: Sequence[DraftFigure], at: int) -> list[list[str]]:
    """Return the features of asserted (none), denied and warned."""
    sheet, draft = report.sheet, drafts[at]
    start, end = sheet.sentence_ends[draft.view.sentence]
    c = draft.view.candidate
    common = ["bias", f"m={draft.measure}", f"sort={c.sort}", f"wording={c.wording}"]
    lists: list[list[str]] = [[]]
    for name, cue in (("denied", "denial"), ("warned", "warning")):
        out = [f"{name}|{f}" for f in (*common, *_cue_features(sheet, draft, (cue, "hedge", "negation")))]
        if not sheet.has(f"cue.{cue}", start, end):
            out.append(f"{name}|nocue")
        nxt = draft.view.sentence + 1
        if nxt < len(sheet.sentence_ends):
            a, b = sheet.sentence_ends[nxt]
            if sheet.has(f"cue.{cue}", a, min(b, a + 8)):
                out.append(f"{name}|next")
        if at and drafts[at - 1].view.sentence == draft.view.sentence:
            same = drafts[at - 1].standing == name
            out += [
                f"{name}|prev={same}",
                f"{name}|prev={same}b{sheet.between(drafts[at - 1].view.candidate.last - 1, c.first)}",
            ]
        lists.append(out)
    return lists


def background_options(report: Report, drafts: Sequence[DraftFigure], at: int) -> list[list[str]]:
    """Return the features of now (none) and of another, closed time."""
    sheet, draft = report.sheet, drafts[at]
    out = ["bias", f"scope={draft.scope}"]
    out += _cue_features(sheet, draft, _PAST_CUES)
    days = _days(report, draft)
    out += days
    if any(d.endswith("P") for d in days):
        out.append(f"past|since={'since.s' in out}")
    sentence = draft.view.sentence
    if sentence:
        start, end = sheet.sentence_ends[sentence - 1]
        if sheet.paragraph_of(sentence - 1) == sheet.paragraph_of(sentence):
            if any(start <= w < end and d.past for w, d in report.days):
                out.append("before.past-day")
            if sheet.has("cue.past", start, end):
                out.append("before.past")
    if draft.parent is not None:
        out.append(f"total={drafts[draft.parent].background}")
    last = sheet.paragraph_of(len(sheet.sentence_ends) - 1)
    out.append("end" if sheet.paragraph_of(sentence) >= last - 1 else "not-end")
    if at:
        before = drafts[at - 1]
        near = (
            "s"
            if before.view.sentence == sentence
            else "p"
            if sheet.paragraph_of(before.view.sentence) == sheet.paragraph_of(sentence)
            else "d"
        )
        out.append(f"prev={before.background}{near}")
    return [[], out]
