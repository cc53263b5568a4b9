"""Words beside a name that say where in a place or what kind of place: "north of", "province", "kırsalı"."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

import msgspec

from sitroom.places.morphology import tongue
from sitroom.places.records import PlaceMention

LONGEST_PHRASE = 4  # words before a name: "outskirts of the", "к северу от", "nord-est de la"
_AFTER = 40  # characters looked at behind a name
_POINTS = frozenset({"settlement", "district", "camp", "site"})
# How a phrase of the tables may stand in a text: on two lines, with or without its hyphen, with any ending.
_LOOSE = {" ": r"[ \n-]", "-": "[ -]?", "*": r"\w*"}
_GLUE = r"(?:[ \u00a0\n-]|['’])(?:(?:the|la|le|el|il|den|der|die) )?"


class _Patterns(msgspec.Struct, frozen=True):
    direction_before: re.Pattern[str]
    direction_after: re.Pattern[str]
    kind_before: re.Pattern[str]
    kind_after: re.Pattern[str]


def _pattern(phrases: Mapping[str, list[str]], head: str, tail: str) -> re.Pattern[str]:
    groups = []
    for name, words in phrases.items():
        ordered = sorted(words, key=len, reverse=True)
        loose = "|".join("".join(_LOOSE.get(letter, re.escape(letter)) for letter in word) for word in ordered)
        groups.append(f"(?P<{name}>{loose})" if words else "(?!)")
    return re.compile(f"{head}(?:{'|'.join(groups) or '(?!)'}){tail}", re.IGNORECASE)


@cache
def _patterns(lang: str) -> _Patterns:
    tables = tongue(lang)
    behind = r"(?:['’]\w{1,5})?[ \u00a0\n-]"
    return _Patterns(
        direction_before=_pattern({"direction": tables.directions.before}, "", _GLUE),
        direction_after=_pattern({"direction": tables.directions.after}, behind, r"(?!\w)"),
        kind_before=_pattern(tables.kinds.before, "", _GLUE),
        kind_after=_pattern(tables.kinds.after, behind, r"(?!\w)"),
    )


def extend(text: str, mention: PlaceMention, starts: list[int], lang: str) -> PlaceMention:
    """Return the mention with the direction and type words that stand beside its name.

    `starts` are where the words before the name begin, the nearest last.
    """
    patterns = _patterns(lang)
    start, end, kind = mention.start, mention.end, mention.kind
    modifier = None
    if (found := patterns.kind_after.match(text, end, end + _AFTER)) and _may_be(mention, found.lastgroup):
        kind, end = found.lastgroup, found.end()
    elif (found := _phrase(patterns.kind_before, text, starts, start)) and _may_be(mention, found.lastgroup):
        kind, start = found.lastgroup, found.start()
    if found := _phrase(patterns.direction_before, text, starts, start):
        modifier, start = found.group().strip(), found.start()
    elif found := patterns.direction_after.match(text, end, end + _AFTER):
        modifier, end = found.group().strip(), found.end()
    if (start, end) == (mention.start, mention.end):
        return mention
    return msgspec.structs.replace(mention, text=text[start:end], start=start, end=end, modifier=modifier, kind=kind)


def _may_be(mention: PlaceMention, kind: str | None) -> bool:
    """Tell whether a type word can belong to the name: "second city of Syria" makes Syria no city."""
    kinds = {place.kind for place in mention.candidates}
    return bool(kinds & _POINTS) if kind in _POINTS else kinds != {"country"} or kind == "country"


def _phrase(pattern: re.Pattern[str], text: str, starts: list[int], end: int) -> re.Match[str] | None:
    """Match the longest phrase that ends where the name begins."""
    for start in starts[-LONGEST_PHRASE - 2 :]:
        if start < end and (found := pattern.fullmatch(text, start, end)):
            return found
    return None
