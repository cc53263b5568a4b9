"""The parties to a story: who they are, and which names may mean the same one."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping

from sitroom.model import AnyClaim, ControlClaim, EventClaim, FigureClaim, Name
from sitroom.terms.reconciling import reconciling

GROUND_WEIGHT = 4
"""How many reports of an attack one report of a town that changed hands outweighs, in telling who fights whom."""


class Parties:
    """Who takes part.

    A ministry speaks for a party only in a story in which its government is one: after an earthquake the health
    ministry is nobody's enemy.
    """

    def __init__(self, claims: Iterable[AnyClaim], names: Mapping[str, Name]) -> None:
        """Find the parties in what the claims say of who acts, loses, attacks and dies in arms."""
        self._names = names
        self._fights: dict[str, Counter[str]] = defaultdict(Counter)
        self.keys: set[str] = set()
        for claim in claims:
            if claim.background:
                continue
            if isinstance(claim, ControlClaim):
                # Who takes a place from whom tells more than who is said to have shot at whom.
                self._clash(claim.by, claim.from_, weight=0 if claim.event == "held" else GROUND_WEIGHT)
            elif isinstance(claim, EventClaim):
                self._clash(claim.by, claim.against, weight=1)
            elif isinstance(claim, FigureClaim) and claim.side is not None:
                self.keys.add(claim.side)

    def _clash(self, a: str | None, b: str | None, *, weight: int) -> None:
        self.keys.update(key for key in (a, b) if key is not None)
        if a is not None and b is not None and a != b and weight:
            self._fights[a][b] += weight
            self._fights[b][a] += weight

    def has(self, side: str | None) -> bool:
        """Return whether a side takes part in this story."""
        return side is not None and side in self.keys

    def opponent(self, actor: str | None) -> str | None:
        """Return whom an actor mostly fights here, or None where nobody says."""
        found = self._fights.get(actor or "")
        return min(found, key=lambda other: (-found[other], other)) if found else None

    def same(self, a: str | None, b: str | None) -> bool:
        """Return whether two keys may mean one actor: "rebels" may be any armed group, "army" any state's forces."""
        if a is None or b is None:
            return False
        return a == b or self._may_be(a, b) or self._may_be(b, a)

    def _may_be(self, generic: str, actor: str) -> bool:
        terms = reconciling()
        if generic in terms.generic_state:
            return self._of_state(actor)
        return generic in terms.generic_armed and not self._of_state(actor)

    def _of_state(self, actor: str) -> bool:
        terms = reconciling()
        if actor in terms.generic_state:
            return True
        name = self._names.get(actor)
        return name is not None and name.kind in terms.state_kinds

    def better(self, known: str | None, said: str | None) -> str | None:
        """Return the better name of two: what is newly said, unless it names no one where somebody is known."""
        if said is None or (said in reconciling().generic_actors and known is not None and self.same(known, said)):
            return known
        return said
