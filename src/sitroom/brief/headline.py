"""The title: the newest and weightiest fact, in the present tense of headlines; and what changed since."""

from __future__ import annotations

from typing import NamedTuple

from sitroom.brief.desk import Desk
from sitroom.brief.evidence import HEADLINE_SUPPORT, support
from sitroom.brief.ground import admission, focal_place, is_recent, ranked
from sitroom.brief.quantities import currents, leading, usable
from sitroom.model import Control, Figure, Line, Measure, Picture

MOST_CHANGES = 5
LEAST_OUTLETS = 2  # a count for which nobody is named, in one outlet alone, makes no headline
_DENIALS = frozenset({"captured", "contested"})
_HEADLINE_MEASURES: tuple[Measure, ...] = ("killed", "displaced", "missing", "injured")


class Title(NamedTuple):
    """The headline and the records it rests on; none where there is nothing to report."""

    text: str
    rests_on: tuple[str, ...]


def write_title(desk: Desk) -> Title:
    """Write the title: who holds or takes the focal place and the leading count, or whichever of the two there is."""
    row = focal_place(desk)
    if row is not None and support(row, desk.claims) < HEADLINE_SUPPORT:
        row = None
    toll = _toll(desk)
    control = _control(desk, row) if row is not None and (is_recent(desk, row) or toll is None) else None
    second = _second(desk, row) if control is not None and row is not None else None
    pieces = [piece for piece in (control, second or toll) if piece is not None]
    if not pieces:
        key = "title_nothing" if desk.picture.story else "title_nothing_unnamed"
        return Title(desk.words.say(key, story=desk.picture.story), ())
    text = desk.words.tidy(desk.words.writer.joins["headline"].join(piece.text for piece in pieces))
    return Title(text[:1].upper() + text[1:], tuple(dict.fromkeys(i for piece in pieces for i in piece.rests_on)))


def _control(desk: Desk, row: Control) -> Title | None:
    key = f"title_{row.status}"
    if row.status == "controlled" and row.basis == "claimed":
        key = "title_claimed"
    elif row.status == "controlled" and row.basis == "disputed":
        key = "title_disputed"
    elif row.status == "controlled" and not is_recent(desk, row):
        key = "title_holds"
    actor = row.by if row.status == "threatened" else row.holder or row.by
    if actor is None:
        return None
    return Title(
        desk.words.say(
            key,
            by=desk.actor_brief(actor, article=False),
            place=desk.words.place_name(row.place),
            enemy=desk.actor_brief(row.by, article=False) if row.by else "",
        ),
        (row.id,),
    )


def _second(desk: Desk, row: Control) -> Title | None:
    """The other half of the news about the place: the loser's own word, or the denial."""
    for step in reversed(row.history):
        _, voice = admission(desk, row, step)
        key = "title_acknowledged"
        if voice is None and row.status == "threatened" and step.standing == "denied" and step.event in _DENIALS:
            key = "title_denied"
            voice = next((v for v in desk.voices(step) if desk.speaks_for(v, row.holder)), None)
        if voice is None:
            continue
        return Title(desk.words.say(key, claimant=desk.short(voice)), (row.id, *step.rests_on))
    return None


def _toll(desk: Desk) -> Title | None:
    for measure in _HEADLINE_MEASURES:
        figure = leading(desk, measure)
        if figure is None or (figure.claimant is None and len(desk.outlets(figure.docs)) < LEAST_OUTLETS):
            continue
        said = desk.claimant_short(figure)
        key = "title_toll" if said is not None else "title_toll_reported"
        since = desk.words.say("since", day=desk.day(figure.since)) if figure.since else ""
        text = desk.words.say(
            key,
            people=desk.people(figure),
            done=desk.done(figure, desk.people(figure)),
            where=desk.where(figure),
            since=since,
            claimant=said or "",
        )
        return Title(text, (figure.id,))
    return None


def write_changes(desk: Desk, previous: Picture | None) -> tuple[Line, ...]:
    """Write what is new since the previous picture: places, counts, who revised what."""
    if previous is None:
        return ()
    changes = [*_changed_places(desk, previous), *_changed_counts(desk, previous)][:MOST_CHANGES]
    return tuple(desk.line("change", text, ids) for text, ids in changes)


def _changed_places(desk: Desk, previous: Picture) -> list[tuple[str, list[str]]]:
    before = {row.place: row for row in previous.control}
    groups: dict[tuple[str, str], list[Control]] = {}
    for row in ranked(desk):
        old = before.get(row.place)
        if old is None or (old.status, old.holder) != (row.status, row.holder):
            new = "new" if old is None else "now"
            if row.basis != "confirmed" and row.status == "controlled":
                new = row.basis
            elif row.status == "controlled" and not is_recent(desk, row):
                continue
            groups.setdefault((f"change_{row.status}_{new}", row.holder or row.by or ""), []).append(row)
    changes = []
    for (key, actor), rows in groups.items():
        if desk.words.has(key):
            places = desk.words.join([desk.words.place_name(r.place) for r in rows])
            changes.append(
                (desk.words.say(key, places=places, by=desk.actor_brief(actor, article=False)), [r.id for r in rows])
            )
    return changes


def _changed_counts(desk: Desk, previous: Picture) -> list[tuple[str, list[str]]]:
    """Pair each leading count with the same claimant's count in the previous picture."""
    changes = []
    for figure in currents(desk):
        if figure.scope != "cumulative" or figure.category not in {"people", "civilians"} or figure.claimant is None:
            continue
        olds = [f for f in previous.figures if f.current and _same_quantity(f, figure) and usable(desk, f)]
        if not olds or olds[0].low == figure.low or "vague" in {olds[0].wording, figure.wording}:
            continue
        old = next((f for f in desk.series(figure)[:-1] if _same_value(f, olds[0])), None)
        if old is None:
            continue
        up = (figure.low or figure.high or 0) > (old.low or old.high or 0)
        text = desk.words.say(
            "change_up" if up else "change_down",
            claimant=desk.claimant_short(figure) or "",
            counted=desk.counted(figure),
            done=desk.done(figure),
            old=desk.amount(old),
            old_on=desk.on(old.as_of) if old.as_of else "",
            new=desk.amount(figure),
        )
        changes.append((text, [old.id, figure.id]))
    return changes


def _same_value(one: Figure, other: Figure) -> bool:
    return (one.low, one.high, one.as_of, one.place) == (other.low, other.high, other.as_of, other.place)


def _same_quantity(one: Figure, other: Figure) -> bool:
    names = ("measure", "category", "side", "scope", "since", "unit", "claimant")
    return all(getattr(one, name) == getattr(other, name) for name in names)
