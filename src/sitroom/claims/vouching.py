"""Who vouches for a figure: the features of the choice among the speakers of a report."""

from __future__ import annotations

from collections.abc import Sequence

from sitroom.claims.draft_figures import DraftFigure, Report, name_key
from sitroom.claims.sheet import Sheet, bucket
from sitroom.claims.speakers import Speaker, near

BACK, AHEAD = 3, 1  # sentences before and after a figure in which its speaker may stand


def offered(report: Report, draft: DraftFigure) -> list[Speaker]:
    """Return the speakers that may vouch for a figure: of its sentence, those around it, and the issuer."""
    sheet = report.sheet
    sentence = draft.view.sentence
    paragraph = sheet.paragraph_of(sentence)
    start = sentence
    while start > max(0, sentence - BACK) and sheet.paragraph_of(start - 1) >= paragraph - 1:
        start -= 1
    end = sentence
    ahead = 2 * AHEAD if sentence == 0 else AHEAD  # a lead is vouched for by what follows it
    while end + 1 < len(sheet.sentence_ends) and end < sentence + ahead:
        if sentence and sheet.paragraph_of(end + 1) != paragraph:
            break
        end += 1
    out = near(list(report.speakers), sheet.sentence_ends[start][0], sheet.sentence_ends[end][1])
    c = draft.view.candidate
    out = [s for s in out if not (s.first < c.last and c.first < s.last)]
    return [*out, report.issuer] if report.issuer else out


def speaker_options(
    report: Report, drafts: Sequence[DraftFigure], at: int, found: Sequence[Speaker]
) -> list[list[str]]:
    """Return the features of nobody, then of each speaker offered."""
    draft = drafts[at]
    sheet = report.sheet
    start, end = sheet.sentence_ends[draft.view.sentence]
    says = sheet.has("cue.says", start, end) or sheet.has("cue.according", start, end)
    prev = "-" if not at else "some" if drafts[at - 1].speaker else "none"
    tie = _tie(report, drafts, at)
    none = [
        "none", f"none|says={says}", f"none|prev={prev}{tie}", f"none|{draft.scope}",
        f"none|issuer={report.issuer is not None}", f"none|bg={draft.background}",
        f"none|sentence={min(draft.view.sentence, 1)}",
    ]  # fmt: skip
    return [none, *[_features(report, drafts, at, s, tie) for s in found]]


def _tie(report: Report, drafts: Sequence[DraftFigure], at: int) -> str:
    if not at:
        return "-"
    before, now = drafts[at - 1].view.sentence, drafts[at].view.sentence
    if before == now:
        return "s"
    return "p" if report.sheet.paragraph_of(before) == report.sheet.paragraph_of(now) else "d"


def _features(report: Report, drafts: Sequence[DraftFigure], at: int, s: Speaker, tie: str) -> list[str]:
    sheet, draft = report.sheet, drafts[at]
    c = draft.view.candidate
    out = [f"parts={s.parts}", f"kind={s.kind}"]
    if s.first < 0:
        out += ["issuer", f"issuer|bg={draft.background}"]
        where = "issuer"
    else:
        sentence = sheet.sentence_of(s.first)
        speech = _speech(sheet, s)
        distance = draft.view.sentence - sentence
        if distance == 0:
            right = s.first >= c.last
            gap = s.first - c.last if right else c.first - s.last
            broken = sheet.between(c.first, s.first)
            where = f"{'R' if right else 'L'}"
            out += [
                f"{where}b{broken}",
                f"{where}{bucket(gap)}",
                f"{where}b{broken}|{speech}",
                f"{where}|{speech}",
                f"{where}b{broken}|{s.parts}",
            ]
            if s.first == sheet.sentence_ends[sentence][0]:
                out.append("opens")
        else:
            same = sheet.paragraph_of(sentence) == sheet.paragraph_of(draft.view.sentence)
            where = f"-{min(distance, 3)}{'p' if same else 'd'}" if distance > 0 else "+"
            a, b = sheet.sentence_ends[draft.view.sentence]
            again = sheet.has("cue.speaker_same", a, b)
            out += [where, f"{where}|{speech}", f"{where}|{speech}|{s.parts}", f"{where}|again={again}"]
        out += [speech, f"{speech}|{s.parts}"]
        later = [o for o in near(list(report.speakers), s.last, max(s.last, c.first)) if _speech(sheet, o) != "quiet"]
        out.append(f"later={min(len(later), 2)}|{speech}")
    if at:
        same_as = _same(drafts[at - 1].speaker, report, s)
        out += [f"prev={same_as}{tie}", f"prev={same_as}{tie}|{where[:2]}"]
        if drafts[at - 1].measure == draft.measure:
            out.append(f"prev={same_as}{tie}|{where[:1]}m")
    if at + 1 < len(drafts):
        after = "s" if drafts[at + 1].view.sentence == draft.view.sentence else "d"
        same_as = _same(drafts[at + 1].speaker, report, s)
        out += [f"next.prev={same_as}{after}", f"next.prev={same_as}{after}|{where[:2]}"]
    if s.side and draft.side:
        out.append(f"side={'own' if s.side == draft.side else 'other'}")
    if draft.standing == "denied":
        out.append(f"denied|{where[:1]}")
    if s.kind == "state_media" or "state_media" in s.kind:
        out.append("medium")
    return out


def _speech(sheet: Sheet, s: Speaker) -> str:
    """Return how a phrase is tied to speech: named as a source, followed or preceded by a verb of saying, or not."""
    if sheet.has("cue.according", max(0, s.first - 3), s.first) and any(
        last >= s.first - 2 for _, last in sheet.cue("cue.according", max(0, s.first - 3), s.first)
    ):
        return "according"
    if (
        sheet.has("cue.according", s.last, s.last + 2)
        and sheet.segment[min(s.last, sheet.size - 1)] == sheet.segment[s.last - 1]
    ):
        return "according-after"
    clause = sheet.clause[s.first]
    after = [first for first, _ in sheet.cue("cue.says", s.last, s.last + 8) if sheet.clause[first] == clause]
    if after:
        return f"says{bucket(after[0] - s.last)}"
    before = [
        last for first, last in sheet.cue("cue.says", max(0, s.first - 5), s.first) if sheet.clause[first] == clause
    ]
    if before:
        return f"said{bucket(s.first - before[-1])}"
    far = [
        first
        for first, _ in sheet.cue("cue.says", s.last, s.last + 20)
        if sheet.sentence_of(first) == sheet.sentence_of(s.first)
    ]
    return "says-far" if far else "quiet"


def _same(name: str | None, report: Report, s: Speaker) -> str:
    if not name:
        return "none"
    text = s.key or ""
    own = (
        name_key(report.sheet.m.text[s.start : s.end])
        if s.first >= 0
        else name_key(report.title.m.text[s.start : s.end])
    )
    a = name_key(name)
    return "same" if a in own or own in a or (text and text == name) else "other"
