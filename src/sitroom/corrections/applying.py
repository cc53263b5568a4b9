"""Lay corrections over what the extractor found. The extractor's own records stay as they are in the store.

Corrections of stories are not applied here: `stories.derive` lays them over the machine's judgements.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import msgspec

from sitroom.judgements import FIXED, RETRACTED, UNRELIABLE, effective, is_correction
from sitroom.model import AnyClaim, Extraction, FigureClaim, Judgement, Omission

MARKED_UNRELIABLE = "in a report that was marked unreliable"
CLAIM_RETRACTED = "retracted by hand"
NO_LONGER_FITS = "a correction by hand that no longer fits the claim"

Corrected = Mapping[str, Sequence[Judgement]]


def apply(extractions: Iterable[Extraction], judgements: Iterable[Judgement]) -> tuple[Extraction, ...]:
    """Return what the extractor found, as corrected: claims retracted, slots fixed, unreliable reports unheard.

    What is left out on a correction is told as an omission. Without corrections the same records are returned.
    """
    corrected: dict[str, list[Judgement]] = defaultdict(list)
    for judgement in effective(judgements):
        if is_correction(judgement) and judgement.verdict in {FIXED, RETRACTED, UNRELIABLE}:
            corrected[judgement.left].append(judgement)
    return tuple(_extraction(extraction, corrected) if corrected else extraction for extraction in extractions)


def _extraction(extraction: Extraction, corrected: Corrected) -> Extraction:
    told: list[Omission] = []
    kept: list[AnyClaim] = []
    unreliable = any(j.verdict == UNRELIABLE for j in corrected.get(extraction.document, ()))
    for claim in extraction.claims:
        own = corrected.get(claim.id, ())
        if unreliable or any(j.verdict == RETRACTED for j in own):
            reason = MARKED_UNRELIABLE if unreliable else CLAIM_RETRACTED
            told.append(Omission(document=extraction.document, reason=reason, spans=claim.spans))
            continue
        fixed, unfit = _fixed(claim, [j for j in own if j.verdict == FIXED])
        kept.append(fixed)
        if unfit:
            told.append(Omission(document=extraction.document, reason=NO_LONGER_FITS, spans=claim.spans))
    if not told and tuple(kept) == extraction.claims:
        return extraction
    ids = {claim.id for claim in kept}
    return Extraction(
        document=extraction.document,
        claims=tuple(_whole(claim, ids) for claim in kept),
        omissions=(*extraction.omissions, *told),
    )


def _whole(claim: AnyClaim, ids: set[str]) -> AnyClaim:
    """Return a claim that is part of no claim that is gone."""
    if isinstance(claim, FigureClaim) and claim.part_of is not None and claim.part_of not in ids:
        return msgspec.structs.replace(claim, part_of=None)
    return claim


def _fixed(claim: AnyClaim, fixes: Iterable[Judgement]) -> tuple[AnyClaim, bool]:
    """Return a claim with its fixes, in the order they were made, and whether any did not fit."""
    unfit = False
    for judgement in fixes:
        try:
            claim = with_slots(claim, msgspec.json.decode(judgement.right))
        except (msgspec.DecodeError, ValueError):
            unfit = True
    return claim, unfit


def with_slots(claim: AnyClaim, slots: Mapping[str, Any]) -> AnyClaim:
    """Return a claim with other values in some of its slots, named as `sitroom claims` prints them.

    Raises ValueError where the claim has no such slot, where it is not one to be fixed, or where a value is not
    one that it may hold.
    """
    data: dict[str, Any] = msgspec.to_builtins(claim)
    for slot in slots:
        if slot not in data or slot in NOT_FIXED:
            known = ", ".join(s for s in data if s not in NOT_FIXED)
            raise ValueError(f"a {data['kind']} claim has no slot {slot!r} to fix; it has {known}")
    try:
        fixed: AnyClaim = msgspec.convert(data | dict(slots), type=type(claim))
    except msgspec.ValidationError as error:
        raise ValueError(str(error)) from error
    if isinstance(fixed, FigureClaim) and fixed.low is not None and fixed.high is not None and fixed.low > fixed.high:
        raise ValueError(f"low {fixed.low} is over high {fixed.high}")
    return fixed


NOT_FIXED = frozenset({"id", "document", "known_at", "kind", "spans"})
"""What makes a claim that claim: its words, in that report. Another claim is another record."""
