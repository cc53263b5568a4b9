"""Who vouches for a figure: what describes each of the speakers of a report that are offered to it."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from typing import NamedTuple

from sitroom.claims.draft_figures import DraftFigure, Report
from sitroom.claims.sheet import Sheet, bucket
from sitroom.claims.speakers import Speaker, near

BACK, AHEAD = 3, 1  # sentences before and after a figure in which its speaker may stand
ABSENT = -1.0
_SPEECH = ("quiet", "according", "according-after", "says", "said", "says-far")
_PARTS = "NRPGCL"
_QUOTES = frozenset('«»“”„"')


class Voice(NamedTuple):
    """What a speaker is to the report, whatever the figure."""

    names: tuple[str, ...]
    columns: tuple[float, ...]
    speech: str
    sentence: int
    paragraph: int


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
    out = near(report.speakers, sheet.sentence_ends[start][0], sheet.sentence_ends[end][1])
    c = draft.view.candidate
    out = [s for s in out if not (s.first < c.last and c.first < s.last)]
    return [*out, report.issuer] if report.issuer else out


def voice_of(report: Report, s: Speaker) -> Voice:
    """Return what a speaker is to the report; each is looked at once."""
    known = report.voices.get(s.first)
    if known is None:
        known = report.voices[s.first] = _voice(report, s)
    return known


def _voice(report: Report, s: Speaker) -> Voice:
    sheet = report.sheet
    names = [f"parts={s.parts}", f"kind={s.kind}"]
    if "state_media" in s.kind:
        names.append("medium")
    columns = [float(p in s.parts) for p in _PARTS]
    columns += [float(bool(s.key)), float(bool(s.side)), float("state_media" in s.kind), float(s.last - s.first)]
    if s.first < 0:
        return Voice(tuple(names), (*columns, *([ABSENT] * 6)), "issuer", -1, -1)
    speech = speech_of(sheet, s)
    sentence = sheet.sentence_of(s.first)
    first, last = sheet.sentence_ends[sentence]
    kind = speech.rstrip("0123456789")
    text = sheet.m.text
    columns += [
        float(_SPEECH.index(kind)), float(speech[len(kind) :] or 0), float(s.first == first), float(s.first - first),
        float(any(q in text[sheet.m.spans[first][0] : sheet.m.spans[last - 1][1]] for q in _QUOTES)),
        float(any(i.kind == "P" for i in sheet.items_in(s.first, s.last))),
    ]  # fmt: skip
    names += [speech, f"{speech}|{s.parts}"]
    return Voice(tuple(names), tuple(columns), speech, sentence, sheet.paragraph_of(sentence))


def speaker_options(
    report: Report, drafts: Sequence[DraftFigure], at: int, found: Sequence[Speaker]
) -> list[list[str]]:
    """Return the features of nobody, then of each speaker offered."""
    draft = drafts[at]
    sheet = report.sheet
    start, end = sheet.sentence_ends[draft.view.sentence]
    says = sheet.has("cue.says", start, end) or sheet.has("cue.according", start, end)
    none = [
        "none", f"none|says={says}", f"none|{draft.scope}", f"none|issuer={report.issuer is not None}",
        f"none|bg={draft.background}", f"none|sentence={min(draft.view.sentence, 1)}",
    ]  # fmt: skip
    again = sheet.has("cue.speaker_same", start, end)
    return [none, *[_features(report, draft, s, again=again) for s in found]]


def _features(report: Report, draft: DraftFigure, s: Speaker, *, again: bool) -> list[str]:
    sheet, c = report.sheet, draft.view.candidate
    known = voice_of(report, s)
    out = list(known.names)
    speech = known.speech
    if s.first < 0:
        where = "issuer"
        out += ["issuer", f"issuer|bg={draft.background}"]
    else:
        distance = draft.view.sentence - known.sentence
        if distance == 0:
            right = s.first >= c.last
            gap = s.first - c.last if right else c.first - s.last
            broken = sheet.between(c.first, s.first)
            where = "R" if right else "L"
            out += [
                f"{where}b{broken}", f"{where}{bucket(gap)}", f"{where}b{broken}|{speech}", f"{where}|{speech}",
                f"{where}b{broken}|{s.parts}",
            ]  # fmt: skip
            if s.first == sheet.sentence_ends[known.sentence][0]:
                out.append("opens")
        else:
            same = known.paragraph == sheet.paragraph_of(draft.view.sentence)
            where = f"-{min(distance, 3)}{'p' if same else 'd'}" if distance > 0 else "+"
            out += [where, f"{where}|{speech}", f"{where}|{speech}|{s.parts}", f"{where}|again={again}"]
        out.append(f"later={min(_later(report, s, c.first), 2)}|{speech}")
    if s.side and draft.side:
        out.append(f"side={'own' if s.side == draft.side else 'other'}")
    if draft.standing == "denied":
        out.append(f"denied|{where[:1]}")
    return out


def _speaking(report: Report) -> list[int]:
    """Return the first words of those who are tied to speech, told once a report."""
    if report.speaking is None:
        report.speaking = [s.first for s in report.speakers if voice_of(report, s).speech != "quiet"]
    return report.speaking


def _later(report: Report, s: Speaker, first: int) -> int:
    """Return how many others speak between a speaker and a number after it."""
    if first <= s.last:
        return 0
    speaking = _speaking(report)
    return bisect_left(speaking, first) - bisect_left(speaking, s.last)


def speaker_columns(
    report: Report, drafts: Sequence[DraftFigure], at: int, found: Sequence[Speaker]
) -> list[list[float]]:
    """Return a row of numbers for nobody, then for each speaker offered."""
    draft = drafts[at]
    sheet, c = report.sheet, draft.view.candidate
    sentence = draft.view.sentence
    start, end = sheet.sentence_ends[sentence]
    paragraph = sheet.paragraph_of(sentence)
    shared = [
        float(sheet.has("cue.says", start, end)), float(sheet.has("cue.according", start, end)),
        float(sheet.has("cue.speaker_same", start, end)), float(report.issuer is not None),
        float(bisect_left(_speaking(report), end) - bisect_left(_speaking(report), start)),
        float(end - c.last), float(c.first - start),
    ]  # fmt: skip
    rows = [[*shared, *([ABSENT] * _PAIR), *([ABSENT] * _VOICE)]]
    for s in found:
        known = voice_of(report, s)
        pair = [ABSENT] * _PAIR
        if s.first >= 0:
            right = s.first >= c.last
            pair[0], pair[1] = float(sentence - known.sentence), float(paragraph - known.paragraph)
            pair[2] = float(_later(report, s, c.first))
            pair[3] = float(right)
            if known.sentence == sentence:
                pair[4] = float(s.first - c.last if right else c.first - s.last)
                pair[5] = float(sheet.between(c.first, s.first))
                pair[6] = float(
                    sum(i.kind == "N" for i in sheet.items_in(*((c.last, s.first) if right else (s.last, c.first))))
                )
            pair[7] = float(draft.side == s.side) if s.side and draft.side else ABSENT
        rows.append([*shared, *pair, *known.columns])
    return rows


_PAIR, _VOICE = 8, 16


def speech_of(sheet: Sheet, s: Speaker) -> str:
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
    end = sheet.sentence_ends[sheet.sentence_of(s.first)][1]
    return "says-far" if sheet.has("cue.says", s.last, min(s.last + 20, end)) else "quiet"
