"""Assemble the picture of a story as of a time: filter first, then reconcile."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

import msgspec

from sitroom.model import (
    AnyClaim,
    AppealClaim,
    ControlClaim,
    Document,
    EventClaim,
    FigureClaim,
    Name,
    Picture,
    PlaceFactClaim,
    Story,
)
from sitroom.picture.across import with_range
from sitroom.picture.aside import put_aside
from sitroom.picture.carrying import carry_towns
from sitroom.picture.completion import complete_across
from sitroom.picture.conflicts import find_conflicts
from sitroom.picture.control import draw_control
from sitroom.picture.figures import build_series, main_start
from sitroom.picture.folding import fold_appeals, fold_events, fold_place_facts, fold_warnings
from sitroom.picture.introduced import with_introduced
from sitroom.picture.linking import link_parts
from sitroom.picture.parties import Parties
from sitroom.picture.settling import settle
from sitroom.picture.statements import read_statements
from sitroom.picture.sums import check_sums, read_breakdowns
from sitroom.picture.timeline import Writer, draw_timeline, merged_rows
from sitroom.picture.tracks import build_tracks
from sitroom.picture.witnesses import Witnesses

_NOT_COUNTED = ("denied", "warned", "planned")


def assemble(
    story: Story | None,
    documents: Iterable[Document],
    claims: Iterable[AnyClaim],
    voices: Sequence[Sequence[str]],
    names: Mapping[str, Name],
    as_of: datetime,
) -> Picture:
    """Return the reconciled state of one story as of a time.

    Nothing known after `as_of` is looked at. The order of documents and claims does not matter, and a copy of a
    report adds its name to `docs` and changes nothing else.

    Args:
        story: which documents count; without one, all of them do.
        documents: every report read; those outside the story become the picture's noise.
        claims: the claims of these reports.
        voices: groups of ids of documents that carry one wire text.
        names: actors and claimants by id, in English.
        as_of: the moment, with its offset from UTC.
    """
    known = {d.id: d for d in documents if d.known_at <= as_of}
    inside = {i: d for i, d in known.items() if story is None or i in story.documents}
    copies = _voices(inside, voices)
    voice_of = _voice_of(inside, copies)
    inside = {i: _dated_as(d, inside[voice_of[i]]) for i, d in inside.items()}
    told = sorted(
        {c.id: c for c in claims if c.document in inside and c.known_at <= as_of}.values(),
        key=lambda c: (c.known_at, c.document, c.spans[0].start, c.id),
    )
    told = with_introduced(told, inside, names)
    witnesses = Witnesses(inside.values(), told, names)
    parties = Parties((c for c in told if voice_of[c.document] == c.document), names)
    figure_claims = [c for c in told if isinstance(c, FigureClaim)]
    counted = link_parts((c for c in figure_claims if c.standing not in _NOT_COUNTED), voice_of)
    settled = carry_towns(settle(read_statements(counted, inside, voice_of, witnesses)))
    statements, omissions = put_aside(settled, {c.id: c for c in counted})
    breakdowns = read_breakdowns(counted, inside, witnesses)
    whole = frozenset(b.total.id for b in breakdowns if b.adds_up)
    series = with_range(build_series(build_tracks(statements), main_start(statements), whole, parties), names)
    homes = {c: v.figure.id for s in series for v in s.values for c in v.figure.rests_on}
    sums = check_sums(breakdowns, homes)
    events = [c for c in told if isinstance(c, EventClaim)]
    appeals = fold_appeals(c for c in told if isinstance(c, AppealClaim))
    control = draw_control([c for c in told if isinstance(c, ControlClaim)], inside, voice_of, witnesses, parties)
    rows = draw_timeline(
        series, control, events, [c for c in told if isinstance(c, AppealClaim)], inside, Writer(names)
    )
    return Picture(
        story=story.title if story else "",
        story_id=story.id if story else None,
        as_of=as_of,
        stories=(story,) if story else (),
        noise=tuple(sorted(d.name for i, d in known.items() if i not in inside)),
        duplicates=tuple(sorted(tuple(sorted(inside[i].name for i in group)) for group in copies)),
        figures=tuple(v.figure for s in series for v in s.values),
        conflicts=find_conflicts(series, breakdowns),
        sums=(*sums, *complete_across(series, sums)),
        control=control,
        timeline=merged_rows(rows),
        events=fold_events(events),
        appeals=appeals,
        place_facts=fold_place_facts(c for c in told if isinstance(c, PlaceFactClaim)),
        warnings=fold_warnings(c for c in figure_claims if c.standing == "warned"),
        omissions=omissions,
    )


def _voices(inside: Mapping[str, Document], voices: Sequence[Sequence[str]]) -> list[list[str]]:
    """Return the voices that have at least two reports in the story."""
    groups = [sorted(i for i in group if i in inside) for group in voices]
    return [group for group in groups if len(group) > 1]


def _dated_as(copy: Document, first: Document) -> Document:
    """Return a copy as of the day of its original: carrying a text further says nothing new."""
    return msgspec.structs.replace(copy, published=first.published)


def _voice_of(inside: Mapping[str, Document], copies: Sequence[Sequence[str]]) -> dict[str, str]:
    """Return for each document the key of its voice: the document that came first in it."""
    voice = {i: i for i in inside}
    for group in copies:
        first = min(group, key=lambda i: (inside[i].known_at, i))
        voice.update(dict.fromkeys(group, first))
    return voice
