"""Picture and scenarios in, brief out: the order of the page, and nothing else."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec

from sitroom.brief.ahead import write_ahead
from sitroom.brief.cards import write_cards
from sitroom.brief.desk import Desk
from sitroom.brief.disagreements import write_disagreements
from sitroom.brief.evidence import firm_control
from sitroom.brief.happened import write_happened
from sitroom.brief.headline import write_changes, write_title
from sitroom.brief.left_out import write_left_out
from sitroom.brief.matters import write_matters
from sitroom.brief.tables import write_control, write_ledger, write_sources
from sitroom.brief.timeline import write_timeline
from sitroom.brief.unanswered import write_unanswered
from sitroom.brief.words import load_words
from sitroom.model import AnyClaim, Brief, Document, MonthlyDeaths, Name, Part, Picture, Scenario, Surroundings, Unasked

PARTS = ("happened", "matters", "ahead", "control", "timeline", "ledger", "disagreements", "sources")


def compose(  # noqa: PLR0913 -- one argument a kind of record; all but the picture by name
    picture: Picture,
    *,
    scenarios: Sequence[Scenario],
    documents: Sequence[Document],
    claims: Sequence[AnyClaim],
    names: Mapping[str, Name],
    surroundings: Mapping[str, Surroundings],
    previous: Picture | None = None,
    unasked: Sequence[Unasked] = (),
    history: MonthlyDeaths | None = None,
    lang: str = "en",
) -> Brief:
    """Write the brief of a picture.

    `documents` are those known at the picture's time; `surroundings` are by the place names of the control rows;
    `names` are in the language of the brief. Deterministic: the same records make the same brief, byte for byte.

    Raises:
        DataError: there are no writer's words for `lang`, or they lack one.
        Unsupported: a line would rest on nothing.
    """
    words = load_words(lang)
    order = sorted(documents, key=lambda d: (d.known_at, d.name))
    by_id = {claim.id: claim for claim in claims}
    told = msgspec.structs.replace(picture, control=firm_control(picture.control, by_id))
    if previous is not None:
        previous = msgspec.structs.replace(previous, control=firm_control(previous.control, by_id))
    desk = Desk(told, words, documents=order, claims=claims, names=names, surroundings=surroundings)
    title = write_title(desk)
    changes = write_changes(desk, previous)
    happened = write_happened(desk)
    written = {
        "matters": write_matters(desk, history),
        "ahead": write_ahead(desk, scenarios),
        "control": write_control(desk),
        "timeline": write_timeline(desk),
        "ledger": write_ledger(desk),
        "disagreements": write_disagreements(desk),
        "sources": write_sources(desk),
    }
    used = _reports(picture, order)
    return Brief(
        title=title.text,
        title_rests_on=title.rests_on,
        as_of=picture.as_of,
        lang=lang,
        standfirst=changes,
        cards=write_cards(desk),
        parts=(happened, *(Part(name=name, lines=written[name]) for name in PARTS[1:])),
        unanswered=write_unanswered(desk, unasked),
        left_out=write_left_out(desk, scenarios, order),
        reports=len(used),
        outlets=len({d.source for d in used}),
        languages=tuple(sorted({d.lang for d in used})),
    )


def _reports(picture: Picture, documents: Sequence[Document]) -> list[Document]:
    """Return the reports of the story: those that its record names, else all that are not about something else."""
    story = next((s for s in picture.stories if s.id == picture.story_id), None)
    if story is not None:
        members = set(story.documents)
        return [d for d in documents if d.id in members]
    noise = set(picture.noise)
    return [d for d in documents if d.name not in noise]
