"""Which judgements hold: the newest word on each pair, with what was undone left out."""

from __future__ import annotations

from collections.abc import Iterable

from sitroom.model import Judgement

SAME_STORY = "same_story"
APART = "apart"
SAME_TEXT = "same_text"


def effective(judgements: Iterable[Judgement]) -> tuple[Judgement, ...]:
    """Return the judgements that no newer one replaces, oldest first.

    A judgement that undoes another names it in `replaces`; one that undoes the undoing brings the first back. Of two
    judgements on one pair the newer holds.
    """
    ordered = sorted(judgements, key=lambda j: (j.made_at, j.id))
    undone: set[str] = set()
    for j in reversed(ordered):
        # The newest is read first: what is itself undone undoes nothing.
        if j.replaces is not None and j.id not in undone:
            undone.add(j.replaces)
    newest: dict[tuple[str, str], Judgement] = {}
    for j in ordered:
        if j.id not in undone:
            newest[(j.left, j.right)] = j
    return tuple(sorted(newest.values(), key=lambda j: (j.made_at, j.id)))
