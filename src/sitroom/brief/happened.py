"""What happened: two to four short paragraphs, the newest and weightiest first."""

from __future__ import annotations

from collections.abc import Sequence

from sitroom.brief.actions import told_with_actions, write_actions, write_appeals, write_launch
from sitroom.brief.desk import Desk, Sentence, SentenceKey
from sitroom.brief.ground import write_focal, write_fresh, write_standing
from sitroom.brief.tolls import write_tolls
from sitroom.model import Part

MOST_WORDS = 270
MOST_DRAFTS = 4


def write_happened(desk: Desk) -> Part:
    """Write the paragraphs: the ground first where it moved, else the count; then how things stand and began.

    Names are explained where they first stand. So the text is written anew without the sentences that found no room,
    until none of those that stay depends on one that went.
    """
    dropped: set[SentenceKey] = set()
    kept: list[list[Sentence]] = []
    for _ in range(MOST_DRAFTS):
        desk.begin(dropped)
        written = _paragraphs(desk)
        kept = _trim([[s for s in paragraph if s.key not in dropped] for paragraph in written])
        gone = {s.key for p in written for s in p} - {s.key for p in kept for s in p}
        if gone == dropped:
            break
        dropped = gone
    return Part(
        name="happened",
        lines=tuple(sentence.line for paragraph in kept for sentence in paragraph),
        paragraphs=tuple(len(paragraph) for paragraph in kept),
    )


def _paragraphs(desk: Desk) -> list[list[Sentence]]:
    """Write all sentences in the order in which they are read."""
    ground = [
        *write_focal(desk),
        *write_actions(desk),
        *write_fresh(desk, told_with_actions(desk)),
        *write_appeals(desk),
    ]
    return [ground, write_tolls(desk), [*write_launch(desk), *write_standing(desk)]]


def _trim(paragraphs: Sequence[Sequence[Sentence]]) -> list[list[Sentence]]:
    """Drop the lightest sentences until the text is short enough; order is kept."""
    kept = [list(paragraph) for paragraph in paragraphs]
    while sum(len(s.line.text.split()) for p in kept for s in p) > MOST_WORDS:
        # Of equal weight, the last goes first: within a paragraph, what comes earlier matters more.
        lightest = min((s for p in reversed(kept) for s in reversed(p)), key=lambda s: s.weight)
        kept = [[s for s in p if s is not lightest] for p in kept]
    return [paragraph for paragraph in kept if paragraph]
