"""Who speaks in a report: every phrase that could vouch for a number, joined from names, offices and persons.

"the governor of Dnipropetrovsk, Serhiy Lysak" is one speaker, though it holds an office, a place and a person.
The outlet is never one.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from typing import NamedTuple

from sitroom.claims.mentions import Mentions
from sitroom.claims.sheet import Sheet

LONGEST = 14  # words of one speaker
GAP = 2  # words between two parts of one: "of the"


class Speaker(NamedTuple):
    """A phrase that may vouch: its words, code points, id, kind, and what it is made of.

    `parts` holds the letters N (a name of the registry), R (an office or role), P (a person's name by its capitals),
    G (a party named by a common noun), C (a country or capital).
    """

    first: int
    last: int
    start: int
    end: int
    key: str
    kind: str
    side: str | None
    parts: str


class _Piece(NamedTuple):
    first: int
    last: int
    part: str
    key: str = ""
    kind: str = ""
    side: str | None = None


_SORTS = {"name": "N", "person": "P", "role": "R", "generic": "G", "country": "C", "capital": "C"}


def speakers(sheet: Sheet) -> list[Speaker]:
    """Return the phrases of a text that could vouch for a number, in the order they stand."""
    pieces = _pieces(sheet)
    joined: list[list[_Piece]] = []
    for piece in pieces:
        if joined and _joins(sheet, joined[-1], piece):
            joined[-1].append(piece)
        else:
            joined.append([piece])
    return [_speaker(sheet, group) for group in joined if any(p.part in "NRPGC" for p in group)]


def _pieces(sheet: Sheet) -> list[_Piece]:
    m = sheet.m
    out: list[_Piece] = []
    taken = [False] * (sheet.size + 1)
    for a in m.actors:
        first, last = sheet.words(a.start, a.end)
        out.append(_Piece(first, last, _SORTS.get(a.sort, "N"), a.key, a.kind, a.side))
        taken[first:last] = [True] * (last - first)
    for name in ("speaker.role",):
        for first, last in sheet.cues.get(name, ()):
            if not any(taken[first:last]):
                out.append(_Piece(first, last, "R"))
                taken[first:last] = [True] * (last - first)
    places = [False] * (sheet.size + 1)
    for p in m.places:
        first, last = sheet.words(p.start, p.end)
        if not any(taken[first:last]):
            out.append(_Piece(first, last, "L"))
        places[first:last] = [True] * (last - first)
    out += _capitals(m, sheet, [a or b for a, b in zip(taken, places, strict=True)])
    out.sort(key=lambda p: (p.first, -p.last))
    return out


def _capitals(m: Mentions, sheet: Sheet, taken: list[bool]) -> list[_Piece]:
    """Return runs of two and more capitalised words that nothing else knows: names of persons, mostly."""
    out: list[_Piece] = []
    i, text = 0, m.text
    while i < sheet.size:
        j = i
        while j < sheet.size and not taken[j] and text[m.spans[j][0]].isupper() and (j == i or _adjacent(m, j)):
            j += 1
        if j - i >= 2:
            out.append(_Piece(i, j, "P"))
        i = max(j, i + 1)
    return out


def _adjacent(m: Mentions, word: int) -> bool:
    gap = m.text[m.spans[word - 1][1] : m.spans[word][0]]
    return gap in (" ", "-", "\u00a0", ". ", "'", "’")


def _joins(sheet: Sheet, group: list[_Piece], piece: _Piece) -> bool:
    last = group[-1]
    if piece.first < last.last:
        return True
    if piece.last - group[0].first > LONGEST or piece.first - last.last > GAP:
        return False
    text = sheet.m.text[sheet.m.spans[last.last - 1][1] : sheet.m.spans[piece.first][0]]
    if piece.first == last.last:
        if text.strip() == ",":
            return {last.part, piece.part} <= {"P", "R", "L"} and piece.part not in {last.part, "L"}
        return not text.strip() or text.strip() == "-"
    if any(c in text for c in ',;:.()«»"“”\n'):
        return False
    return sheet.has("prep.of", last.last, piece.first) and piece.part != "P"


def _speaker(sheet: Sheet, group: list[_Piece]) -> Speaker:
    named = next((p for p in group if p.key and p.part in "NP"), None) or next((p for p in group if p.key), None)
    while len(group) > 1 and group[0].part == "L":
        group = group[1:]
    first, last = group[0].first, max(p.last for p in group)
    spans = sheet.m.spans
    parts = "".join(sorted({p.part for p in group}))
    return Speaker(
        first, last, spans[first][0], spans[last - 1][1], named.key if named else "", named.kind if named else "",
        named.side if named else None, parts,
    )  # fmt: skip


def near(found: Sequence[Speaker], first: int, last: int) -> list[Speaker]:
    """Return the speakers that begin between two words, end excluded."""
    return list(
        found[bisect_left(found, first, key=lambda s: s.first) : bisect_left(found, last, key=lambda s: s.first)]
    )
