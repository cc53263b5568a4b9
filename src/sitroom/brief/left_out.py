"""What was left out, and why: so that a reader can tell "not said" from "not seen"."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from sitroom.brief import numerals
from sitroom.brief.desk import Desk
from sitroom.brief.quantities import enemy_claim
from sitroom.model import Document, Figure, Scenario

MOST_CLAIMS = 4


def write_left_out(desk: Desk, scenarios: Sequence[Scenario], documents: Sequence[Document]) -> tuple[str, ...]:
    """Write a sentence a reason, with counts; the weightiest omissions by name."""
    lines = [
        *_enemy_claims(desk),
        *_counted(desk, "left_denied", [f for f in desk.picture.figures if f.standing == "denied"]),
        *_counted(desk, "left_background", [f for f in desk.picture.figures if f.background]),
        *_unclaimed(desk),
        *_omissions(desk),
        *_reports(desk, documents),
    ]
    if not scenarios:
        lines.append(desk.words.sentence(desk.words.say("left_no_scenario")))
    return tuple(lines)


def _enemy_claims(desk: Desk) -> list[str]:
    """Party claims of enemy dead: in the claimant's mouth, as what was not used."""
    found = [f for f in desk.picture.figures if enemy_claim(desk, f) and not f.background]
    same: dict[tuple[object, ...], list[Figure]] = {}
    for figure in sorted(found, key=lambda f: (f.as_of or "", f.id), reverse=True):
        same.setdefault((figure.claimant, figure.low, figure.high, figure.side, figure.as_of), []).append(figure)
    if not same:
        return []
    items = [_claim(desk, group) for group in list(same.values())[:MOST_CLAIMS]]
    text = desk.words.say(
        "left_enemy_one" if len(same) == 1 else "left_enemy",
        n=numerals.number(desk.words, len(same), spelled=True),
        claims=desk.words.join(items, "semicolon"),
    )
    return [desk.words.sentence(text)]


def _claim(desk: Desk, figures: Sequence[Figure]) -> str:
    figure = figures[0]
    if figure.claimant_id is not None and figure.claimant_id in desk.names:
        claimant = desk.words.noun(desk.names[figure.claimant_id].full)
    else:
        claimant = desk.words.noun(figure.claimant or desk.words.say("claimant_unknown"))
    sources = len(desk.outlets(name for f in figures for name in f.docs)) or 1
    key = "left_claim_one" if sources == 1 else "left_claim"
    return desk.words.say(
        key,
        claimant=claimant,
        people=desk.people(figure),
        done=desk.done(figure, desk.people(figure)),
        day=desk.day(figure.as_of) if figure.as_of else "–",
        n=numerals.number(desk.words, sources, spelled=True),
    )


def _counted(desk: Desk, key: str, figures: Sequence[Figure]) -> list[str]:
    if not figures:
        return []
    form = f"{key}_one" if len(figures) == 1 else key
    return [desk.words.sentence(desk.words.say(form, n=numerals.number(desk.words, len(figures), spelled=True)))]


def _unclaimed(desk: Desk) -> list[str]:
    loose = [f for f in desk.picture.figures if f.claimant is None and f.scope == "cumulative" and not f.background]
    return _counted(desk, "left_unclaimed", [f for f in loose if f.current and f.standing == "asserted"])


def _omissions(desk: Desk) -> list[str]:
    counts = Counter(omission.reason for omission in desk.picture.omissions)
    lines = []
    for reason, count in sorted(counts.items(), key=lambda item: (-item[1], item[0])):
        words = desk.words.writer.omissions.get(reason, reason)
        key = "left_omission_one" if count == 1 else "left_omission"
        text = desk.words.say(key, n=numerals.number(desk.words, count, spelled=True), reason=words)
        lines.append(desk.words.sentence(text))
    return lines


def _reports(desk: Desk, documents: Sequence[Document]) -> list[str]:
    known = {document.name for document in documents}
    noise = [name for name in desk.picture.noise if name in known]
    copies = sum(len(group) - 1 for group in desk.picture.duplicates)
    lines = []
    for key, count in (("left_noise", len(noise)), ("left_copies", copies)):
        if count:
            form = f"{key}_one" if count == 1 else key
            lines.append(desk.words.sentence(desk.words.say(form, n=numerals.number(desk.words, count, spelled=True))))
    return lines
