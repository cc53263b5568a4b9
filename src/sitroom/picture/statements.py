"""Figure claims as statements: who gave which number for what on which day, one per voice.

Copies of one wire text are one voice. Where a copy prints another number in the same slot, one of the two is kept
as the statement and the other as its variant: a transcription, not a second count.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import TypeGuard

import msgspec

from sitroom.model import Category, Document, FigureClaim, Measure, PlaceRef, Scope, Standing, Unit, Wording, day_of
from sitroom.picture.amounts import point, same_number
from sitroom.picture.extent import place_key
from sitroom.picture.witnesses import Witness, Witnesses


class Variant(msgspec.Struct, frozen=True, kw_only=True):
    """Another number printed in the same slot by a copy of the same text."""

    low: int | None
    high: int | None
    docs: tuple[str, ...]
    sources: tuple[str, ...]
    claims: tuple[str, ...]


class Statement(msgspec.Struct, frozen=True, kw_only=True):
    """One number, by one witness, in one voice. `as_of` is an ISO day, or None where only "before" is known.

    `anonymous` marks a part that no slot tells from its total ("of these, 128,000 are newly displaced"). `loser`
    ids of denials are in `denied_by`.
    """

    id: str
    voice: str
    lang: str
    moment: datetime
    published: str
    order: int
    witness: Witness | None
    own: bool
    measure: Measure
    category: Category
    side: str | None
    place: str | None
    place_ref: PlaceRef | None
    scope: Scope
    since: str | None
    on: str | None
    unit: Unit
    as_of: str | None
    dated: bool
    superseded: bool
    low: int | None
    high: int | None
    wording: Wording
    standing: Standing
    background: bool
    part_of: str | None
    anonymous: bool
    docs: tuple[str, ...]
    claims: tuple[str, ...]
    confidence: float = 1.0
    sources: tuple[str, ...] = ()
    variants: tuple[Variant, ...] = ()

    @property
    def amount(self) -> tuple[int | None, int | None]:
        """The bounds, as printed."""
        return self.low, self.high

    @property
    def number(self) -> int:
        """The number that stands for the amount."""
        return point(self.low, self.high)

    @property
    def witness_key(self) -> str | None:
        """The key of who vouches."""
        return self.witness.key if self.witness else None


def read_statements(
    claims: Iterable[FigureClaim],
    documents: Mapping[str, Document],
    voices: Mapping[str, str],
    witnesses: Witnesses,
) -> tuple[Statement, ...]:
    """Return the statements of figure claims, in order of time.

    Args:
        claims: figure claims of any standing but denied and warned.
        documents: the story's reports by id.
        voices: for each document id, the key of its voice.
        witnesses: who vouches for what.
    """
    by_document: dict[str, list[FigureClaim]] = defaultdict(list)
    for claim in claims:
        by_document[claim.document].append(claim)
    by_voice: dict[str, list[Document]] = defaultdict(list)
    for document_id in by_document:
        by_voice[voices[document_id]].append(documents[document_id])
    out: list[Statement] = []
    for voice, members in sorted(by_voice.items()):
        members.sort(key=lambda d: (d.known_at, d.id))
        sources = {d.name: d.source for d in members}
        merged: list[Statement] = []
        adds_up: dict[str, bool] = {}
        for document in members:
            own = _of_document(document, by_document[document.id], voice, members[0], witnesses)
            adds_up.update(_parts_that_add_up(own))
            _fold(merged, own, sources, adds_up)
        out.extend(merged)
    return tuple(sorted(_since_the_start(out), key=lambda s: (s.moment, s.voice, s.order, s.id)))


def _since_the_start(statements: Sequence[Statement]) -> list[Statement]:
    """Read the toll of a day, told later by a witness who counts from that day, as that witness's count.

    "Has killed 514 since the offensive began on 27 November" looks like a toll of 27 November. Who gives running
    counts since a day does not, days later, give that day's own toll anew.
    """
    starts = {
        (s.witness_key, s.measure, s.since)
        for s in statements
        if s.witness is not None and s.scope == "cumulative" and s.since is not None
    }
    return [
        msgspec.structs.replace(s, scope="cumulative", since=s.on, on=None)
        if s.scope == "incident" and s.published > (s.on or "9") and (s.witness_key, s.measure, s.on) in starts
        else s
        for s in statements
    ]


def _of_document(
    document: Document, claims: Sequence[FigureClaim], voice: str, first: Document, witnesses: Witnesses
) -> list[Statement]:
    by_id = {c.id: c for c in claims}
    publisher = witnesses.publisher(document.id)
    published = day_of(first.published).isoformat()
    out = []
    for order, claim in enumerate(sorted(claims, key=lambda c: (c.spans[0].start, c.spans[0].end, c.id))):
        parent = by_id.get(claim.part_of) if claim.part_of else None
        whole = _outermost(claim, by_id)
        witness = witnesses.of(claim) if claim.attributed_to or parent is None else witnesses.of(whole)
        enemy = claim.side is not None and witness is not None and witness.side not in (None, claim.side)
        as_of, dated = _as_of(claim if claim.as_of is not None else whole, published, witness)
        out.append(
            Statement(
                id=claim.id,
                voice=voice,
                lang=document.lang,
                moment=first.known_at,
                published=published,
                order=order,
                witness=witness,
                own=bool(publisher and witness and publisher.key == witness.key),
                measure=claim.measure,
                category=claim.category,
                side=claim.side,
                place=place_key(claim.place),
                place_ref=claim.place,
                scope=_scope(whole),
                since=claim.since or whole.since,
                on=whole.on if parent is not None else claim.on,
                unit=claim.unit,
                as_of=as_of,
                dated=dated,
                superseded=claim.superseded,
                low=claim.low,
                high=claim.high,
                wording=claim.wording,
                standing="claimed" if enemy and claim.standing == "asserted" else claim.standing,
                background=claim.background,
                part_of=parent.id if parent else None,
                anonymous=parent is not None and _indistinct(claim, parent),
                docs=(document.name,),
                claims=(claim.id,),
                confidence=claim.confidence,
                sources=(document.source,),
            )
        )
    return _without_repeats(out)


def _scope(claim: FigureClaim) -> Scope:
    """Return the scope of a claim; people displaced on no day in particular are a running count or a stock."""
    if claim.measure in ("displaced", "returned") and claim.on is None:
        return "cumulative"
    return claim.scope


def _outermost(claim: FigureClaim, by_id: Mapping[str, FigureClaim]) -> FigureClaim:
    """Return the total of which a claim is a part at last, or the claim itself: a part is counted as its total is."""
    seen = {claim.id}
    while claim.part_of is not None and claim.part_of in by_id and claim.part_of not in seen:
        seen.add(claim.part_of)
        claim = by_id[claim.part_of]
    return claim


def _as_of(claim: FigureClaim, published: str, witness: Witness | None) -> tuple[str | None, bool]:
    if claim.as_of is not None:
        return claim.as_of, True
    if claim.superseded:
        return None, False
    if claim.scope == "cumulative" and claim.since is not None and (claim.on or "") > claim.since and _is_day(claim.on):
        # A running count has no day of its own but that on which it was taken.
        return claim.on, True
    if witness is None and claim.scope == "incident" and claim.on is not None and _is_day(claim.on):
        return claim.on, True
    return published, False


def _is_day(text: str | None) -> TypeGuard[str]:
    if text is None:
        return False
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _indistinct(part: FigureClaim, total: FigureClaim) -> bool:
    """Return whether no slot tells a part from its total: only its words do, and those are not kept."""
    return (
        part.category in (total.category, "people")
        and part.side == total.side
        and place_key(part.place) == place_key(total.place)
    )


def _slots(s: Statement) -> tuple[object, ...]:
    return (s.measure, s.unit, s.category, s.side, s.place, s.scope, s.background, s.superseded, s.anonymous)


def _without_repeats(statements: Sequence[Statement]) -> list[Statement]:
    kept: dict[tuple[object, ...], Statement] = {}
    for s in statements:
        # Parts of one total may well be equal: three dead here and three dead there.
        key = (*_slots(s), s.amount, s.witness_key, s.as_of, s.since, s.on, s.part_of, s.anonymous and s.id)
        first = kept.get(key)
        kept[key] = s if first is None else msgspec.structs.replace(first, claims=first.claims + s.claims)
    return list(kept.values())


def _parts_that_add_up(statements: Sequence[Statement]) -> dict[str, bool]:
    """Tell of each part whether its report's breakdown makes the total."""
    parts: dict[str, list[Statement]] = defaultdict(list)
    for s in statements:
        if s.part_of is not None:
            parts[s.part_of].append(s)
    totals = {s.id: s.number for s in statements}
    return {
        part.id: sum(p.number for p in group) == totals.get(total) for total, group in parts.items() for part in group
    }


def _fold(
    merged: list[Statement], own: Sequence[Statement], sources: Mapping[str, str], adds_up: Mapping[str, bool]
) -> None:
    """Add a copy's statements to those of its voice: equal ones join, differing ones become variants."""
    free = list(range(len(merged)))
    left: list[Statement] = []
    for s in own:
        same = [i for i in free if merged[i].measure == s.measure and same_number(merged[i].amount, s.amount)]
        if not same:
            left.append(s)
            continue
        best = max(same, key=lambda i: (_agreement(merged[i], s), -i))
        free.remove(best)
        merged[best] = _joined(merged[best], s)
    for s in left:
        slot = [i for i in free if _slots(merged[i]) == _slots(s) and merged[i].witness_key == s.witness_key]
        if len(slot) == 1:
            free.remove(slot[0])
            merged[slot[0]] = _with_variant(merged[slot[0]], s, sources, adds_up)
        else:
            merged.append(s)


def _joined(kept: Statement, copy: Statement) -> Statement:
    """Join a copy's statement to the first; what was not read in one copy may have been read in another."""
    filled: dict[str, object] = {
        slot: getattr(copy, slot) for slot in ("witness", "side", "since", "on") if getattr(kept, slot) is None
    }
    if (kept.scope, copy.scope) == ("incident", "cumulative") and kept.on is not None and kept.on == copy.since:
        filled |= {"scope": copy.scope, "since": copy.since, "on": None}
    if kept.place is None:
        filled |= {"place": copy.place, "place_ref": copy.place_ref}
    if kept.as_of is None or (copy.dated and not kept.dated):
        filled |= {"as_of": copy.as_of, "dated": copy.dated}
    docs, claims = _union(kept.docs, copy.docs), _union(kept.claims, copy.claims)
    return msgspec.structs.replace(kept, docs=docs, claims=claims, **filled)


def _agreement(a: Statement, b: Statement) -> int:
    pairs = zip((*_slots(a), a.witness_key, a.since, a.on), (*_slots(b), b.witness_key, b.since, b.on), strict=True)
    return sum(x == y for x, y in pairs)


def _union(a: tuple[str, ...], b: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(sorted({*a, *b}))


def _with_variant(
    kept: Statement, other: Statement, sources: Mapping[str, str], adds_up: Mapping[str, bool]
) -> Statement:
    """Keep the number whose breakdown adds up, else the one printed first; the other becomes the variant."""
    if adds_up.get(other.id, False) and not adds_up.get(kept.id, False):
        swapped = msgspec.structs.replace(
            kept, low=other.low, high=other.high, wording=other.wording, docs=other.docs, claims=other.claims
        )
        return msgspec.structs.replace(swapped, variants=(*kept.variants, _variant(kept, sources)))
    known = [v for v in kept.variants if (v.low, v.high) == other.amount]
    variant = _variant(other, sources)
    if known:
        variant = msgspec.structs.replace(
            variant,
            docs=_union(known[0].docs, variant.docs),
            sources=_union(known[0].sources, variant.sources),
            claims=_union(known[0].claims, variant.claims),
        )
    others = tuple(v for v in kept.variants if (v.low, v.high) != other.amount)
    return msgspec.structs.replace(kept, variants=(*others, variant))


def _variant(s: Statement, sources: Mapping[str, str]) -> Variant:
    return Variant(
        low=s.low,
        high=s.high,
        docs=s.docs,
        sources=tuple(sorted({sources[d] for d in s.docs})),
        claims=s.claims,
    )
