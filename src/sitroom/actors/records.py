"""What the registry hands out: mentions of actors and claimants, and what they were resolved to."""

from __future__ import annotations

from typing import Literal, NamedTuple

Role = Literal["actor", "claimant", "both"]
Sort = Literal["name", "person", "generic", "role", "country", "capital"]


class ActorMention(NamedTuple):
    """A stretch of text that names an actor or claimant. `start` and `end` count code points, end excluded.

    `candidates` are ids of the registry, or of generic kinds ("rebels", "army") and roles ("health-ministry").
    `sort` tells what kind of naming it is: a proper name, a person in office, a common noun for an armed party, a
    common noun for a claimant, the bare name of a country, or a capital that stands for its government.
    `country` is the ISO code that the phrase itself gives ("Syrian army"), `party` the actor that it gives
    ("Houthi health ministry"). `weak` names hold only where the full name or the country is at hand.
    """

    start: int
    end: int
    text: str
    candidates: tuple[str, ...]
    role: Role
    sort: Sort
    country: str | None = None
    party: str | None = None
    weak: bool = False

    @property
    def generic(self) -> bool:
        """Whether the mention is a common noun, whose meaning depends on the report."""
        return self.sort in ("generic", "role")


class ResolvedActor(NamedTuple):
    """A mention and the one id chosen for it, or None where nothing could be chosen.

    `kind` and `side` are those of the chosen id at the date of the report. `confidence` is 0 to 1: 0.95 for a
    name with one meaning, less where the country, the date or the report's other actors had to decide.
    """

    start: int
    end: int
    id: str | None
    kind: str | None
    side: str | None
    confidence: float
    mention: ActorMention
