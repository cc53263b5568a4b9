"""Which questions of what may come next the page cannot answer, and why."""

from __future__ import annotations

import re
from collections.abc import Sequence

from sitroom.brief.desk import Desk
from sitroom.model import Unasked

MOST_QUESTIONS = 8


def write_unanswered(desk: Desk, unasked: Sequence[Unasked]) -> tuple[str, ...]:
    """Write a sentence for the questions of one kind that were not asked for one reason."""
    groups: dict[tuple[str, str], list[str]] = {}
    for one in unasked:
        subjects = groups.setdefault((one.kind, one.reason), [])
        if one.subject is not None and one.subject not in subjects:
            subjects.append(one.subject)
    texts = [_sentence(desk, kind, subjects, reason) for (kind, reason), subjects in groups.items()]
    return tuple(dict.fromkeys(text for text in texts if text))[:MOST_QUESTIONS]


def _sentence(desk: Desk, kind: str, subjects: Sequence[str], reason: str) -> str:
    words, templates = desk.words, desk.words.writer.unasked
    template = templates.get(kind if subjects else f"{kind}_any")
    if template is None:
        return ""
    named = [words.place_name(subject) for subject in subjects]
    question = words.fill(template, {"subject": words.join(named) if named else ""}, kind)
    why = _reason(desk, reason)
    return words.sentence(
        words.fill(templates["sentence"], {"question": question, "reason": why}, kind) if why else question
    )


def _reason(desk: Desk, reason: str) -> str:
    """Put a reason into the brief's language; "" where it has no words for it: the question is named all the same."""
    for match, words in desk.words.writer.reasons:
        found = re.fullmatch(match, reason)
        if found is not None:
            return found.expand(words)
    return ""
