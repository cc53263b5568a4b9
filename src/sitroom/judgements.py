"""Which judgements hold, and whose they are: the machine's, or a person's correction.

A judgement is never changed. Undoing one is a newer judgement whose `replaces` names it; undoing that brings the first
back.
"""

from __future__ import annotations

from collections.abc import Iterable

from sitroom.model import Judgement

SAME_TEXT = "same_text"
SAME_STORY = "same_story"
APART = "apart"
"""`left` is taken out of the story that `right` is in."""

RETRACTED = "retracted"
FIXED = "fixed"
"""`left` is a claim, `right` its new slots as one JSON object."""

UNRELIABLE = "unreliable"
UNDONE = "undone"

STORIES = "sitroom.stories"
DUPLICATES = "near_duplicates"
MACHINES = frozenset({STORIES, DUPLICATES})
"""Who judges by rule, and would judge the same again. Whoever else judges is a person, and corrects."""


def is_correction(judgement: Judgement) -> bool:
    """Return whether a person made this judgement."""
    return judgement.by not in MACHINES


def effective(judgements: Iterable[Judgement]) -> tuple[Judgement, ...]:
    """Return the judgements that no newer one undoes, oldest first; of two that say the same, the newer."""
    ordered = sorted(judgements, key=lambda j: (j.made_at, j.id))
    undone: set[str] = set()
    for j in reversed(ordered):
        # The newest is read first: what is itself undone undoes nothing.
        if j.replaces is not None and j.id not in undone:
            undone.add(j.replaces)
    newest: dict[tuple[str, str, str], Judgement] = {}
    for j in ordered:
        if j.id not in undone and j.verdict != UNDONE:
            newest[j.verdict, j.left, j.right] = j
    return tuple(sorted(newest.values(), key=lambda j: (j.made_at, j.id)))
