"""Voices: reports that carry one wire text are one voice, copied, cut short or translated.

Copies in one language are found by their words, in documents/, and come as judgements. A translation shares no
words; it is known by saying the same things in the same order: the same figures and places, the same digits, within
a day or two, and often by the credit it gives. Two reports that merely quote the same toll are two voices.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import NamedTuple

from sitroom.judgements import SAME_TEXT, effective
from sitroom.model import AnyClaim, Document, Judgement
from sitroom.stories.features import digits_of, signature_of

TRANSLATED_WITHIN = timedelta(hours=36)
LEAST_ITEMS = 3
"""Fewer figures and places in common than this are anybody's."""

SAME_ORDER = 0.62
"""How much of two reports' figures, places and digits must run in one order. On the story sets translations reach
0.83 and more, and 0.65 with a fifth of their claims lost; independent reports of the same count reach 0.52."""

SAME_DIGITS = 0.72
LEAST_DIGITS = 6
"""So many digits alone in one order are enough: translations reach 0.75 and more, independent reports 0.50."""

CREDIT = 0.1
"""What a credit to the other's outlet adds."""

LENGTHS = (0.6, 1.67)
"""A translation is about as long as its original; a report that only quotes it is not."""

_CREDIT_HEAD, _CREDIT_TAIL = 90, 120


class Text(NamedTuple):
    """A report as translations of it are known: what it claims and which digits it holds, in order."""

    document: Document
    signature: tuple[tuple[object, ...], ...]
    digits: tuple[int, ...]


def voices(
    documents: Iterable[Document], claims: Iterable[AnyClaim], judgements: Iterable[Judgement]
) -> tuple[tuple[str, ...], ...]:
    """Return the groups of documents (at least two each) that carry one text, in order of their first report."""
    known = {d.id: d for d in documents}
    by_document: dict[str, list[AnyClaim]] = defaultdict(list)
    for claim in claims:
        by_document[claim.document].append(claim)
    pairs = [
        (j.left, j.right)
        for j in effective(judgements)
        if j.verdict == SAME_TEXT and j.left in known and j.right in known
    ]
    groups = _grouped(known, pairs)
    # One report stands for its copies: the longest, so that a translation meets the whole text.
    heads = [max(group, key=lambda i: (len(known[i].text), -known[i].known_at.timestamp(), i)) for group in groups]
    texts = {i: Text(known[i], signature_of(by_document[i]), digits_of(known[i])) for i in heads}
    pairs += [(a, b) for a, b in _near_in_time(heads, known) if likeness(texts[a], texts[b]) >= SAME_ORDER]
    found = [g for g in _grouped(known, pairs) if len(g) > 1]
    return tuple(tuple(sorted(g, key=lambda i: (known[i].known_at, i))) for g in found)


def _near_in_time(heads: Sequence[str], known: dict[str, Document]) -> Iterable[tuple[str, str]]:
    ordered = sorted(heads, key=lambda i: (known[i].published.timestamp(), i))
    start = 0
    for n, b in enumerate(ordered):
        while known[b].published - known[ordered[start]].published > TRANSLATED_WITHIN:
            start += 1
        for a in ordered[start:n]:
            if known[a].lang != known[b].lang:
                yield a, b


def _grouped(known: dict[str, Document], pairs: Iterable[tuple[str, str]]) -> list[list[str]]:
    group_of = {i: [i] for i in sorted(known, key=lambda i: (known[i].known_at, i))}
    for a, b in sorted(pairs):
        if group_of[a] is not group_of[b]:
            joined = group_of[a] + group_of[b]
            for i in joined:
                group_of[i] = joined
    unique = {id(g): g for g in group_of.values()}
    return sorted(
        (sorted(g, key=lambda i: (known[i].known_at, i)) for g in unique.values()),
        key=lambda g: known[g[0]].known_at.isoformat() + g[0],
    )


def likeness(x: Text, y: Text) -> float:
    """Return how much two reports in different languages say the same in the same order, 0 to 1."""
    a, b = x.document, y.document
    if not LENGTHS[0] <= len(a.text) / max(1, len(b.text)) <= LENGTHS[1]:
        return 0.0
    claims = in_order(x.signature, y.signature)
    digits = in_order(x.digits, y.digits)
    if digits >= SAME_DIGITS and min(len(x.digits), len(y.digits)) >= LEAST_DIGITS:
        return max(digits, claims)
    if min(len(x.signature), len(y.signature)) < LEAST_ITEMS:
        return 0.0
    credit = CREDIT if _credits(a, b) or _credits(b, a) else 0.0
    return min(1.0, (claims + digits) / 2 + credit)


def in_order(a: Sequence[object], b: Sequence[object]) -> float:
    """Return the length of the longest run of items that both hold in one order, as a share of the longer."""
    if not a or not b:
        return 0.0
    row = [0] * (len(b) + 1)
    for item in a:
        before = 0
        for n, other in enumerate(b, start=1):
            before, row[n] = row[n], (before + 1 if item == other else max(row[n], row[n - 1]))
    return row[-1] / max(len(a), len(b))


def _credits(a: Document, b: Document) -> bool:
    """Return whether a report names the other's outlet in its dateline or at its end."""
    edges = (a.text[:_CREDIT_HEAD] + " " + a.text[-_CREDIT_TAIL:]).casefold()
    return any(word in edges for word in _telling(b.source))


def _telling(source: str) -> list[str]:
    """Return the words of an outlet's name that are its own: the longest, and any other in capitals."""
    words = [w for w in source.replace("-", " ").split() if len(w) > 3 and w[:1].isupper()]
    return [w.casefold() for w in words if w.casefold() not in _SHARED]


_SHARED = frozenset(
    [
        "agence",
        "agencia",
        "agenzia",
        "agência",
        "agentur",
        "news",
        "wire",
        "press",
        "presse",
        "prensa",
        "post",
        "times",
        "daily",
        "herald",
        "tribune",
        "radio",
        "report",
        "dienst",
        "nachrichten",
        "haber",
        "ajans",
        "ajansı",
        "diario",
        "journal",
        "gazette",
        "mail",
        "media",
        "network",
        "service",
    ]
)
