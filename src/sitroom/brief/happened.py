"""What happened: two to four short paragraphs, the newest and weightiest first."""

from __future__ import annotations

from collections.abc import Sequence

from sitroom.brief.actions import told_with_actions, write_actions, write_appeals, write_launch
from sitroom.brief.desk import Desk, Sentence
from sitroom.brief.ground import write_ground, write_standing
from sitroom.brief.tolls import write_tolls
from sitroom.model import Part

MOST_WORDS = 270


def write_happened(desk: Desk) -> Part:
    """Write the paragraphs: the ground first where it moved, else the count; then how things stand and began."""
    told = told_with_actions(desk)
    focal, rest = write_ground(desk, told)
    ground = [*focal, *write_actions(desk), *rest, *write_appeals(desk)]
    tolls = write_tolls(desk)
    launch = write_launch(desk)
    standing = write_standing(desk)
    paragraphs = [paragraph for paragraph in (ground, tolls, [*launch, *standing]) if paragraph]
    kept = _trim(paragraphs)
    return Part(
        name="happened",
        lines=tuple(sentence.line for paragraph in kept for sentence in paragraph),
        paragraphs=tuple(len(paragraph) for paragraph in kept),
    )


def _trim(paragraphs: Sequence[Sequence[Sentence]]) -> list[list[Sentence]]:
    """Drop the lightest sentences until the text is short enough; order is kept."""
    kept = [list(paragraph) for paragraph in paragraphs]
    while sum(len(s.line.text.split()) for p in kept for s in p) > MOST_WORDS:
        # Of equal weight, the last goes first: within a paragraph, what comes earlier matters more.
        lightest = min((s for p in reversed(kept) for s in reversed(p)), key=lambda s: s.weight)
        kept = [[s for s in p if s is not lightest] for p in kept]
    return [paragraph for paragraph in kept if paragraph]
