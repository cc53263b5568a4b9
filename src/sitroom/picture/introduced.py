"""The story's own claimants: names that no registry holds, which one report introduces and the others use.

"The Shan Civilian Monitor (SCM), a local group, counts 58 civilians" is introduced once; elsewhere it is "SCM", or a
reader takes it for the army spokesman of the sentence before. A name that is somebody's claimant in one report of a
story vouches for a figure in whose sentence it stands, in every report of that story.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping

import msgspec

from sitroom.model import AnyClaim, ClaimantRef, Document, FigureClaim, Name
from sitroom.terms.reconciling import reconciling

_WORD = r"[^\W\d_][\w'’\-]*"
_NAME_BEFORE = re.compile(rf"((?:{_WORD}[ \u00a0]){{1,9}})\(((?:[^\W\d_]){{2,8}})\)")
_IN_BRACKETS = re.compile(r"[ \u00a0]?\(([^\W\d_]{2,8})\)")
_SENTENCE_ENDS = re.compile(r"[.!?\u061f](?=\s|$)|\n")

_GLOSSES_BY_ID = frozenset({"generic"})
_GLOSSES = frozenset({"ngo", "rights_group", "monitor", "union", "witness", "generic"})

LONGEST_LINK = 3
"""Letters of a word that an acronym passes over: "of the", "des", "del"."""

LEAST_CAPITALS = 2
"""An acronym, and a name that has one, hold at least two capitals."""


class _Own(msgspec.Struct, frozen=True):
    """A name of the story's own, its acronym, and the name in all languages in which reports write it out."""

    full: str
    short: str
    spellings: tuple[str, ...]


def with_introduced(
    claims: Iterable[AnyClaim], documents: Mapping[str, Document], names: Mapping[str, Name]
) -> list[AnyClaim]:
    """Return the claims, figures attributed to the story's own claimants where these stand in the figure's sentence."""
    claims = list(claims)
    known = {_plain(text) for n in names.values() for text in (n.full, n.short) if text}
    own = _vouching(_introduced(documents.values(), known), claims, names)
    by_short = {text.casefold(): n for n in names.values() for text in (n.full, n.short) if text and " " not in text}
    specific = _named_before(claims, names)
    return [
        _attributed(c, documents[c.document], own, by_short, names, specific.get(c.document, ()))
        if isinstance(c, FigureClaim)
        else c
        for c in claims
    ]


def _introduced(documents: Iterable[Document], known: set[str]) -> list[_Own]:
    """Return the names that a report writes out with their acronym, one name for one acronym: English, if any is."""
    found: dict[str, dict[tuple[bool, str], int]] = defaultdict(lambda: defaultdict(int))
    for document in documents:
        for match in _NAME_BEFORE.finditer(document.text):
            full = _spelled_out(match[1].split(), match[2])
            if full and not {_plain(full), _plain(match[2])} & known:
                found[match[2]][(document.lang != "en", full)] += 1
    out = []
    for short in sorted(found):
        spellings = found[short]
        best = min(spellings, key=lambda k: (k[0], -spellings[k], k[1]))
        out.append(_Own(best[1], short, tuple(sorted(full for _, full in spellings))))
    return out


def _spelled_out(words: list[str], short: str) -> str | None:
    """Return the last words, the fewest, whose initials make the acronym in some order.

    Articles and prepositions may or may not count: "Société civile du Sud-Kivu" is SCSK, in Spanish and Portuguese too.
    """
    if sum(c.isupper() for c in short) < LEAST_CAPITALS:
        return None
    wanted = sorted(short.casefold())
    for n in range(2, len(words) + 1):
        parts = [part for w in words[-n:] for part in re.split(r"-|^\w['’]", w) if part]
        heavy = [part for part in parts if part[0].isupper() or len(part) > LONGEST_LINK]
        if words[-n][0].isupper() and wanted == sorted(part[0].casefold() for part in heavy):
            return " ".join(words[-n:])
    return None


def _vouching(introduced: Iterable[_Own], claims: Iterable[AnyClaim], names: Mapping[str, Name]) -> list[_Own]:
    """Return the names that some report of the story has vouch for a figure: victims have acronyms too.

    A name that some report's reader knows, as it knows the French of the Syrian Observatory, is not the story's own.
    """
    said = [c.attributed_to for c in claims if isinstance(c, FigureClaim) and c.attributed_to is not None]
    known = {_plain(a.text) for a in said if _is_named(a, names)}
    loose = {a.text for a in said if _plain(a.text) not in known}
    return [
        o
        for o in introduced
        if not known & {_plain(o.short), *map(_plain, o.spellings)} and any(_means(t, o) for t in loose)
    ]


def _means(text: str, own: _Own) -> bool:
    if own.short in re.findall(r"\w+", text):
        return True
    plain = _plain(text)
    fulls = [_plain(full) for full in own.spellings]
    if any(full.startswith(f"{plain} ") for full in fulls):
        return True
    return len(text) > len(own.short) and any(plain in full or full in plain for full in fulls)


def _attributed(
    claim: FigureClaim,
    document: Document,
    own: list[_Own],
    by_short: Mapping[str, Name],
    names: Mapping[str, Name],
    before: tuple[tuple[int, ClaimantRef], ...],
) -> FigureClaim:
    who, text = claim.attributed_to, document.text
    at = claim.spans[0].start
    sentence = _sentence(document, at)
    if who is not None:
        meant = None if _is_named(who, names) else next((o for o in own if _means(who.text, o)), None)
        if meant is not None:
            return _by(claim, meant)
        who = _better_named(who, text, by_short, names) or who
        claim = msgspec.structs.replace(claim, attributed_to=who)
    said_here = who is not None and text.find(who.text, sentence[0], sentence[1]) > 0
    here = [] if _other_between(text, sentence[0], at, own, by_short) else _standing_in(text, sentence, own)
    if len(here) == 1 and (not said_here or _is_gloss(who, names)):
        return _by(claim, here[0])
    if not here and (who is None or not said_here) and claim.part_of is None:
        previous = _standing_in(text, _sentence(document, sentence[0] - 2), own) if sentence[0] > 1 else []
        if len(previous) == 1 and text[sentence[0] - 1] != "\n":
            return _by(claim, previous[0])
    if who is not None and _refers_back(who, names):
        nearest = max((b for b in before if b[0] < at), key=lambda b: b[0], default=None)
        if nearest is not None:
            return msgspec.structs.replace(claim, attributed_to=nearest[1])
    return claim


def _is_named(who: ClaimantRef, names: Mapping[str, Name]) -> bool:
    return who.id is not None and ":" not in who.id and who.id in names and names[who.id].kind not in _GLOSSES_BY_ID


def _is_gloss(who: ClaimantRef | None, names: Mapping[str, Name]) -> bool:
    """Return whether a claimant's words are only what a report calls somebody: "a network of volunteers"."""
    if who is None or who.id is None:
        return True
    name = names.get(who.id)
    return name is None or (":" in name.id and name.kind in _GLOSSES)


def _by(claim: FigureClaim, own: _Own) -> FigureClaim:
    return msgspec.structs.replace(claim, attributed_to=ClaimantRef(text=f"{own.full} ({own.short})", id=None))


def _sentence(document: Document, at: int) -> tuple[int, int]:
    for sentence in document.sentences:
        if sentence.start <= at < sentence.end:
            return sentence.start, sentence.end
    text = document.text
    start = max((m.end() for m in _SENTENCE_ENDS.finditer(text, 0, at)), default=0)
    end = _SENTENCE_ENDS.search(text, at)
    return start, end.end() if end else len(text)


def _other_between(text: str, start: int, at: int, own: Iterable[_Own], by_short: Mapping[str, Name]) -> bool:
    """Return whether between the last of the story's own names and a figure another claimant's acronym stands."""
    words = [w for w in re.findall(r"\w+", text[start:at]) if w.isupper()]
    shorts = {o.short for o in own}
    last = max((n for n, w in enumerate(words) if w in shorts), default=None)
    return last is not None and any(w.casefold() in by_short for w in words[last + 1 :])


def _standing_in(text: str, stretch: tuple[int, int], own: Iterable[_Own]) -> list[_Own]:
    words = set(re.findall(r"\w+", text[slice(*stretch)]))
    plain = _plain(text[slice(*stretch)])
    found = {o.short: o for o in own if o.short in words or any(_plain(full) in plain for full in o.spellings)}
    return list(found.values())


def _better_named(
    who: ClaimantRef, text: str, by_short: Mapping[str, Name], names: Mapping[str, Name]
) -> ClaimantRef | None:
    """Return whom the acronym in brackets right behind a claimant's words names: "the UN's aid office (OCHA)"."""
    at = text.find(who.text)
    match = _IN_BRACKETS.match(text, at + len(who.text)) if at >= 0 else None
    named = by_short.get(match[1].casefold()) if match else None
    said = names.get(who.id or "")
    if named is None or named.id == who.id or (said is not None and named.family not in (said.family, said.id)):
        return None
    return ClaimantRef(text=who.text, id=named.id)


def _named_before(
    claims: Iterable[AnyClaim], names: Mapping[str, Name]
) -> dict[str, tuple[tuple[int, ClaimantRef], ...]]:
    """Return for each report where it lets a civil claimant with a name of its own vouch."""
    found: dict[str, list[tuple[int, ClaimantRef]]] = defaultdict(list)
    for c in claims:
        if c.attributed_to is not None and c.attributed_to.id is not None:
            name = names.get(c.attributed_to.id)
            if name is not None and ":" not in name.id and name.kind in reconciling().preferred_kinds[0]:
                found[c.document].append((c.spans[0].start, c.attributed_to))
    return {document: tuple(sorted(rows, key=lambda r: r[0])) for document, rows in found.items()}


def _refers_back(who: ClaimantRef, names: Mapping[str, Name]) -> bool:
    """Return whether a claimant is only "the NGO" or "the office", which is whoever the report named before."""
    if who.id is None:
        return who.text.islower() and " " not in who.text
    name = names.get(who.id or "")
    return name is not None and ":" in name.id and name.kind == "ngo" and " " not in who.text


def _plain(text: str) -> str:
    return re.sub(r"[^\w]+", " ", text.casefold()).strip()
