"""Cutting a text into sentences, bullets and headings without moving a character.

A text is cut into blocks (blank lines), blocks into lines, and lines that are one wrapped sentence are joined again.
Within such a stretch, marks that can end a sentence are looked at one by one. Everything is a scan from left to
right with looks of bounded length to both sides, so the cost is linear in the text.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from itertools import pairwise

from sitroom.documents.vocabulary import Vocabulary, vocabulary
from sitroom.model import Sentence

_LINE = re.compile(r"[^\r\n\u2028\u2029\x0b\x0c\x85]+")
_CLOSERS = "\"'»«”’“„)\\]›‹＂"
# Where a sentence may end: an end mark, with what closes behind it, before a space; or an end mark that lost its space.
# The pattern opens with a set of characters, so that scanning costs next to nothing.
_MARKS = ".!?…؟۔。！？։।"
_END = re.compile(
    rf"(?P<mark>[{_MARKS}]+)(?:(?P<close>(?:[{_CLOSERS}]|\[\d{{1,3}}\])*(?:[ \u00a0\u202f][»”](?=\s|$))?)(?=\s|$)"
    r"|(?P<glued>(?<=[^\W\d_]{3}[.!?؟])(?=[^\W\d_]{2})))"
)
# Within a line: a bullet, or a clock time that opens the next entry of a live blog. Both open with a set, too.
_INLINE_BULLET = re.compile(r"[•▪●◦‣■►➤✓✔](?=\s?\S)")
_INLINE_CLOCK = re.compile(r"\d\d?[:.h]\d\d\s(?:GMT|UTC|CET|CEST|EET|EEST|MSK|EST|EDT|BST|WAT|CAT|EAT|TSİ)\b\s?[-–—:|]")
_PARAGRAPH_END = "\u2029\x0c"
_OPENERS = "\"'«“‘„‚([‹¿¡*_ \t\u00a0\u202f"
_BULLET = re.compile(r"\s*(?:[•▪●◦‣■►➤✓✔·*+]|[-–—](?=\s)|\(?\d{1,2}[.)](?=\s)|\(?[a-zа-яієґ][.)](?=\s)|#{1,6}\s|\|)")
_CLOCK_LINE = re.compile(r"\s*\[?\d{1,2}[:.h]\d{2}\b")
_LEADING = re.compile(r"^[\W_]+")
_WORD = re.compile(r"[^\W_]+(?:[-'’][^\W_]+)*")
_ARTICLE_NAME = re.compile(r"(?:al|el|ar|as|ash|at|an|ad|az|ed|es)[-‑][A-Z]")
_INITIALS = re.compile(r"(?:[^\W\d_]\.)*[^\W\d_]|([^\W\d_])\1")  # "J", "U.N", and the doubled "EE" of "EE. UU."
_DASHES = "-–—"
# A dateline at a paragraph's head, in which full stops end nothing: places, then a date or an agency in brackets or
# both, then a dash. "Bogotá, 4 dic. (EFE). – Las", "KYIV, Ukraine, Nov. 27 - The", "BEIRUT (AP) — The".
_DATELINE = re.compile(
    r"[^\W\d_][^.,()\d\n!?]{1,30}(?:,[^.,()\d\n!?]{2,30}){0,2}"
    r"(?:,[^,()\n!?]{0,14}\d[^,()\n!?]{0,14}(?:,\s\d{4})?(?:\([^()\n]{2,40}\))?|\s?\([^()\n]{2,40}\))[.,:]{0,2}\s?[-–—]{1,2}\s"
)
# A line is taken for wrapped, and joined with the next, when it reaches this share of its block's widest line, or the
# lower share and the next goes on in small letters. Typewriter columns, PDF columns and mail clients wrap at 40 to 130.
_FULL_LINE = 0.72
_RAGGED_LINE = 0.5
_NARROWEST_COLUMN = 40
_WIDEST_COLUMN = 130
_LOOK_BACK = 32
# No list holds a longer one; most words before a full stop are longer, and need no look.
_LONGEST_ABBREVIATION = 9


def split(text: str, lang: str) -> tuple[Sentence, ...]:
    """Return the sentences of a text in order: disjoint, without outer blanks, and together all that is not blank.

    Bullets, headings, table rows and live-blog entries are sentences of their own. `paragraph` counts blocks
    parted by a blank line.
    """
    lists = vocabulary(lang)
    entries = _entries(text)
    found: list[Sentence] = []
    for paragraph, lines in enumerate(_blocks(text)):
        for start, end in _stretches(text, lines):
            opened = start
            for entry in _inside(entries, start, end):
                _cut(text, opened, entry, lists, paragraph, found)
                opened = entry
            _cut(text, opened, end, lists, paragraph, found)
    return tuple(found)


def _entries(text: str) -> list[int]:
    """Return where a bullet or a live blog's clock time stands behind a space, in order."""
    found = [match.start() for pattern in (_INLINE_BULLET, _INLINE_CLOCK) for match in pattern.finditer(text)]
    return sorted(at for at in found if at and text[at - 1].isspace())


def _inside(places: list[int], start: int, end: int) -> list[int]:
    """Return those of the ordered places that lie within a stretch."""
    return places[bisect_right(places, start) : bisect_left(places, end)] if places else []


def _blocks(text: str) -> list[list[tuple[int, int]]]:
    """Return the lines of each block as (start, end), blanks stripped."""
    blocks: list[list[tuple[int, int]]] = []
    last_end = None
    for match in _LINE.finditer(text):
        start, end = match.span()
        line = match[0]
        bare = line.strip()
        if not bare:
            continue
        start += len(line) - len(line.lstrip())
        end = start + len(bare)
        if last_end is None or _blank_line_between(text, last_end, start):
            blocks.append([])
        blocks[-1].append((start, end))
        last_end = end
    return blocks


def _blank_line_between(text: str, end: int, start: int) -> bool:
    gap = text[end:start].replace("\r\n", "\n").strip(" \t")
    return len(gap) > 1 or gap in _PARAGRAPH_END


def _stretches(text: str, lines: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Join the lines of a block that are one wrapped text; each other line stands alone."""
    if len(lines) == 1:
        return lines
    widest = max(end - start for start, end in lines)
    stretches = [lines[0]]
    for before, (start, end) in pairwise(lines):
        if _wrapped(text, before, start, end, widest):
            stretches[-1] = (stretches[-1][0], end)
        else:
            stretches.append((start, end))
    return stretches


def _wrapped(text: str, before: tuple[int, int], start: int, end: int, widest: int) -> bool:
    if _BULLET.match(text, start, end) or _CLOCK_LINE.match(text, start, end):
        return False
    last = text[before[1] - 1]
    if last in "!?…؟:|":
        return False
    width = before[1] - before[0]
    column = _NARROWEST_COLUMN <= widest <= _WIDEST_COLUMN
    full = column and width >= _FULL_LINE * widest
    if last == ".":
        return full  # then the full stop itself decides: "… said Gen.", or the end of a sentence
    if text[start].islower():
        return width >= _RAGGED_LINE * max(widest, _NARROWEST_COLUMN)
    return full or last in ",;،(–—"


def _cut(text: str, start: int, end: int, lists: Vocabulary, paragraph: int, found: list[Sentence]) -> None:
    opened = start
    for match in _END.finditer(text, _dateline_end(text, start, end), end):
        at = match.end()
        if at < end and (
            _glued_end(text, at, end) if match["glued"] is not None else _ends(text, match, opened, end, lists)
        ):
            opened = _append(text, opened, at, paragraph, found)
    _append(text, opened, end, paragraph, found)


def _append(text: str, start: int, end: int, paragraph: int, found: list[Sentence]) -> int:
    """Add text[start:end] without its outer blanks, and return where the next sentence may start."""
    piece = text[start:end]
    bare = piece.strip()
    if bare:
        begin = start + len(piece) - len(piece.lstrip())
        found.append(Sentence(start=begin, end=begin + len(bare), paragraph=paragraph))
    return end


def _glued_end(text: str, at: int, end: int) -> bool:
    """Tell "…entered Hama.The army" from "example.Org", "e.g.This" and names of files."""
    following = text[at : at + 2]
    before = text[at - 2]
    cased = before.islower() and following[0].isupper() and following[1].islower()
    uncased = not (before.islower() or before.isupper()) and following.isalpha() and not following.isupper()
    if not (cased or (uncased and not following.islower())):
        return False
    before_it = text[max(0, at - _LOOK_BACK) : at].rsplit(maxsplit=1)[-1]
    around = before_it + text[at : min(end, at + _LOOK_BACK)].split(maxsplit=1)[0]
    return not any(sign in around for sign in ("/", "@", "www", "_")) and around.count(".") == 1


def _dateline_end(text: str, start: int, end: int) -> int:
    match = _DATELINE.match(text, start, end)
    return match.end() if match else start


def _ends(text: str, match: re.Match[str], opened: int, end: int, lists: Vocabulary) -> bool:
    follow = match.end()
    limit = min(end, follow + _LOOK_BACK)
    while follow < limit and (text[follow] in _OPENERS or text[follow].isspace()):
        follow += 1
    while follow < limit and (text[follow] in _DASHES or text[follow] in _OPENERS):
        follow += 1
    if follow >= end:
        return True
    first = text[follow]
    if first.islower() and not _ARTICLE_NAME.match(text, follow, end):
        return False
    mark = match["mark"]
    if mark != "." or match["close"]:
        return True
    return _full_stop_ends(text, match.start(), opened, follow, lists)


def _full_stop_ends(text: str, at: int, opened: int, follow: int, lists: Vocabulary) -> bool:
    """Decide a single full stop before something that is not a small letter."""
    back = text[max(opened, at - _LOOK_BACK) : at]
    token = _LEADING.sub("", back.rpartition(" ")[2])
    if not token:
        return True
    if len(token) > _LONGEST_ABBREVIATION and "." not in token:
        return True
    match = _WORD.match(text, follow)
    before_starter = match is not None and match[0].lower() in lists.starters
    if token.isdigit():
        if at - len(token) - opened <= 2:
            return False  # "1. Armed clashes": the number of a list entry
        return before_starter or not (lists.ordinal_dot and len(token) <= 3)
    named = {token.lower(), _LEADING.sub("", " ".join(back.lower().split(" ")[-2:]))}
    if not named.isdisjoint(lists.unit) and not (text[follow].isdigit() and not named.isdisjoint(lists.number)):
        return _counted(back[: -len(token)], lists)
    return before_starter if _is_open(token, named, lists) else not _is_closed(named, lists, text[follow])


def _is_closed(named: set[str], lists: Vocabulary, follows: str) -> bool:
    """Tell an abbreviation that ends no sentence before what follows it."""
    return not named.isdisjoint(lists.never) or (follows.isdigit() and not named.isdisjoint(lists.number))


def _is_open(token: str, named: set[str], lists: Vocabulary) -> bool:
    """Tell an abbreviation that may end a sentence: "U.N.", "etc.", the initial of a name."""
    if not named.isdisjoint(lists.never):
        return False
    initials = _INITIALS.fullmatch(token) is not None and (token[0].isupper() or "." in token)
    return initials or not named.isdisjoint(lists.open)


def _counted(before: str, lists: Vocabulary) -> bool:
    """Tell the unit in "2024 г." and "300 тыс. кв. км." from the title in "г. Киев": a figure stands before it."""
    for word in reversed(before.split()):
        if word[-1].isdigit():
            return True
        if word.rstrip(".").lower() not in lists.unit:
            return False
    return False
