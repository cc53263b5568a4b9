"""Control claims weighed as evidence: who says so, in whose favour, and of which day."""

from __future__ import annotations

from datetime import datetime

import msgspec

from sitroom.model import ControlClaim, Document, Standing, day_of
from sitroom.picture.parties import Parties
from sitroom.picture.witnesses import Witness, Witnesses

_THIRD_KINDS = ("peacekeeping", "un_agency", "monitor", "red_cross", "ngo", "rights_group")
_WEAKEST_FIRST = ("held", "threatened", "contested", "besieged", "captured", "lost")


class Evidence(msgspec.Struct, frozen=True, kw_only=True):
    """One control claim, weighed.

    `by` is who gains by it and `loser` who loses: of "the army has left", the army's opponent and the army. `own` is
    a party in its own favour, `admission` the loser against itself, `denial` anybody's denial; what is none of them
    is a third party's word.
    """

    claim: ControlClaim
    day: str
    moment: datetime
    witness: Witness | None
    by: str | None
    loser: str | None
    own: bool
    admission: bool
    denial: bool
    docs: tuple[str, ...]
    claims: tuple[str, ...]

    @property
    def third(self) -> bool:
        """Whether neither side says so: a monitor, residents, or the report itself."""
        return not (self.own or self.denial or self.admission)

    @property
    def standing(self) -> Standing:
        """How the step stands in a place's history."""
        return "claimed" if self.own and not self.denial else self.claim.standing

    @property
    def rank(self) -> tuple[str, int, int, datetime, str]:
        """Order of reading: by day, the weaker before the stronger, then by time of report."""
        strength = 2 if self.admission else 1 if self.third else 0
        return (self.day, strength, _WEAKEST_FIRST.index(self.claim.event), self.moment, self.claim.id)


def weigh(claim: ControlClaim, document: Document, witnesses: Witnesses, parties: Parties) -> Evidence:
    """Return a control claim as evidence."""
    witness = witnesses.of(claim)
    if witness is not None and witness.id == claim.by and witness.side is None and witness.kind in _THIRD_KINDS:
        # Who reports on a place as a third party was taken for who holds it.
        claim = msgspec.structs.replace(claim, by=None)
    side = (witness.side or witness.id) if witness else None
    leaves = claim.event == "lost"
    loser = claim.by if leaves else (claim.from_ or parties.opponent(claim.by))
    gainer = parties.opponent(claim.by) if leaves else claim.by
    against_itself = side is not None and parties.same(side, loser) and claim.event in ("captured", "lost")
    return Evidence(
        claim=claim,
        day=claim.on or day_of(document.published).isoformat(),
        moment=document.known_at,
        witness=witness,
        by=gainer,
        loser=loser,
        own=claim.standing in ("claimed", "planned") or (side is not None and parties.same(side, gainer)),
        admission=claim.standing == "asserted" and against_itself,
        denial=claim.standing == "denied",
        docs=(document.name,),
        claims=(claim.id,),
    )
