"""Make judgements on a person's word. Each says who, when and why; each can be undone by a newer one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

import msgspec

from sitroom.corrections.applying import with_slots
from sitroom.errors import DataError
from sitroom.judgements import APART, FIXED, MACHINES, RETRACTED, SAME_STORY, UNDONE, UNRELIABLE, is_correction
from sitroom.model import AnyClaim, Document, Judgement, Story, content_id


class Word(NamedTuple):
    """Who corrects, when, and why."""

    by: str
    made_at: datetime
    reason: str


def retract(claim: AnyClaim, word: Word) -> Judgement:
    """Take back a claim: the report does not say so."""
    return _judgement(RETRACTED, claim.id, claim.document, word)


def fix(claim: AnyClaim, slots: Mapping[str, Any], word: Word) -> Judgement:
    """Give a claim other values in some of its slots.

    Raises DataError where it has no such slot, or the slot cannot hold the value.
    """
    try:
        with_slots(claim, slots)
    except ValueError as error:
        raise DataError(f"cannot fix {claim.id}: {error}") from error
    return _judgement(FIXED, claim.id, msgspec.json.encode(dict(sorted(slots.items()))).decode(), word)


def mark_unreliable(document: Document, word: Word) -> Judgement:
    """Leave all that a report claims out of the picture."""
    return _judgement(UNRELIABLE, document.id, document.id, word)


def split(story: Story, leaving: Sequence[str], word: Word) -> tuple[Judgement, ...]:
    """Take reports (document ids) out of a story; several of them form a story of their own.

    Raises DataError where one is not in the story, or where nothing would be left of it.
    """
    left_behind = [i for i in story.documents if i not in leaving]
    strangers = [i for i in leaving if i not in story.documents]
    if strangers:
        raise DataError(f"not in {story.id}: {', '.join(strangers)}")
    if not left_behind:
        raise DataError(f"all reports of {story.id} would leave it: nothing would change")
    apart = [_judgement(APART, i, left_behind[0], word) for i in leaving]
    together = [_judgement(SAME_STORY, i, leaving[0], word) for i in leaving[1:]]
    return (*apart, *together)


def join(one: str, other: str, word: Word) -> Judgement:
    """Join the stories that two reports (document ids) are in; a report in no story joins the other's.

    Raises DataError where they are one report.
    """
    if one == other:
        raise DataError("these are in one story already")
    return _judgement(SAME_STORY, one, other, word)


def undo(judgement: Judgement, word: Word) -> Judgement:
    """Undo a correction, or the undoing of one.

    Raises DataError where a machine made the judgement: it would make it again.
    """
    if not is_correction(judgement):
        raise DataError(f"{judgement.id} is no correction: {judgement.by} judged so, and would again")
    return _judgement(UNDONE, judgement.left, judgement.right, word, replaces=judgement.id)


def _judgement(verdict: str, left: str, right: str, word: Word, replaces: str | None = None) -> Judgement:
    if word.by in MACHINES or not word.by.strip():
        raise DataError(f"a correction needs a person's name, not {word.by!r}")
    if not word.reason.strip():
        raise DataError("a correction needs a reason")
    return Judgement(
        id=content_id("correction", verdict, left, right, replaces, word.by, word.made_at.isoformat()),
        left=left,
        right=right,
        verdict=verdict,
        score=1.0,
        by=word.by,
        made_at=word.made_at,
        reason=word.reason,
        replaces=replaces,
    )
