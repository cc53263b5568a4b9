"""Words beside a name that say where in a place or what kind of place: "north of", "province", "kırsalı"."""

from __future__ import annotations

import re
from functools import cache

import msgspec

from sitroom.places.morphology import tongue
from sitroom.places.records import PlaceMention

_BEFORE = 48  # characters looked at before a name; the longest phrase has fewer than 30
_AFTER = 40
# How a phrase of the tables may stand in a text: on two lines, with or without its hyphen, with any ending.
_LOOSE = {" ": r"[ \n-]", "-": "[ -]?", "*": r"\w*"}


class _Patterns(msgspec.Struct, frozen=True):
    direction_before: re.Pattern[str] | None
    direction_after: re.Pattern[str] | None
    kind_before: tuple[tuple[str, re.Pattern[str]], ...]
    kind_after: tuple[tuple[str, re.Pattern[str]], ...]


def _alternatives(phrases: list[str]) -> str:
    ordered = sorted(phrases, key=len, reverse=True)
    return "|".join("".join(_LOOSE.get(letter, re.escape(letter)) for letter in phrase) for phrase in ordered)


def _before(phrases: list[str]) -> re.Pattern[str] | None:
    glue = r"(?:[ \u00a0\n\-]|(?<=\b[dDlL])['’])"
    return (
        re.compile(rf"(?<!\w)(?:{_alternatives(phrases)}){glue}(?:the |la |le |el |il |the )?$", re.IGNORECASE)
        if phrases
        else None
    )


def _after(phrases: list[str]) -> re.Pattern[str] | None:
    return (
        re.compile(rf"(?:['’]\w{{1,5}})?[ \u00a0\n\-](?:{_alternatives(phrases)})(?!\w)", re.IGNORECASE)
        if phrases
        else None
    )


@cache
def _patterns(lang: str) -> _Patterns:
    tables = tongue(lang)
    before = ((kind, _before(words)) for kind, words in tables.kinds.before.items())
    after = ((kind, _after(words)) for kind, words in tables.kinds.after.items())
    return _Patterns(
        direction_before=_before(tables.directions.before),
        direction_after=_after(tables.directions.after),
        kind_before=tuple((kind, pattern) for kind, pattern in before if pattern),
        kind_after=tuple((kind, pattern) for kind, pattern in after if pattern),
    )


def extend(text: str, mention: PlaceMention, lang: str) -> PlaceMention:
    """Return the mention with the direction and type words that stand beside its name."""
    patterns = _patterns(lang)
    start, end = mention.start, mention.end
    modifier, kind = None, mention.kind
    said = False
    for known, pattern in patterns.kind_after:
        found = pattern.match(text, end, end + _AFTER)
        if found:
            kind, end, said = known, found.end(), True
            break
    head = text[max(0, start - _BEFORE) : start]
    if not said:
        for known, pattern in patterns.kind_before:
            found = pattern.search(head)
            if found:
                kind, start = known, start - (len(head) - found.start())
                head = head[: found.start()]
                break
    if patterns.direction_before and (found := patterns.direction_before.search(head)):
        modifier = found.group().strip()
        start -= len(head) - found.start()
    elif patterns.direction_after and (found := patterns.direction_after.match(text, end, end + _AFTER)):
        modifier = text[end : found.end()].strip()
        end = found.end()
    if (start, end) == (mention.start, mention.end):
        return mention
    return msgspec.structs.replace(mention, text=text[start:end], start=start, end=end, modifier=modifier, kind=kind)
