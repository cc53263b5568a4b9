"""The wiring: which stage follows which, the clock, and the one guard around a document.

A stage is a function from frozen records to frozen records and knows no other stage. Here they are put in
order, here their vocabularies are opened once, and only here is the time of day read.
"""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from sitroom import (
    __version__,
    actors,
    around,
    brief,
    claims,
    corrections,
    documents,
    outlook,
    picture,
    places,
    sources,
    stories,
)
from sitroom.errors import DataError, Rejected
from sitroom.judgements import is_correction
from sitroom.model import (
    AnyClaim,
    Document,
    Edition,
    Extraction,
    Judgement,
    Name,
    Omission,
    Picture,
    Scenario,
    Story,
)

if TYPE_CHECKING:
    from sitroom.store import Store

log = logging.getLogger("sitroom")

Progress = Callable[[str, float], None]
"""Told the name of the work at hand and the share done, 0 to 1."""

# Claims of another version of the extractor are kept, and not used.
EXTRACTOR = __version__
# "What changed" compares with the picture of the day before.
SINCE_LAST_BRIEF = timedelta(days=1)


def _silent(_work: str, _share: float) -> None:
    pass


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """What a run is told from outside: the clock, the cache folder (None: the user's), whom to tell of progress.

    `deaths` is the user's file of deaths by organised violence (UCDP's GED); without it none are forecast.
    """

    now: datetime
    cache_dir: Path | None = None
    progress: Progress = _silent
    deaths: Path | None = None

    @classmethod
    def of_this_moment(cls, progress: Progress = _silent, deaths: Path | None = None) -> Settings:
        """Return the settings of an ordinary run: the machine's clock, the user's cache folder and file of deaths."""
        return cls(now=datetime.now(UTC), progress=progress, deaths=deaths)


class Reading(msgspec.Struct, frozen=True, kw_only=True):
    """What was read: documents in order of time, and the reports rejected with their reasons.

    `repeated` pairs the name of a report that says word for word what a document already said with that document's id.
    """

    documents: tuple[Document, ...]
    repeated: tuple[tuple[str, str], ...] = ()
    rejected: tuple[Rejected, ...] = ()


class Vocabularies:
    """The gazetteer and the registry of actors, opened once and shared by all documents of a run."""

    def __init__(self, settings: Settings) -> None:
        """Open both; the gazetteer is compiled first where this machine has none yet."""
        self.gazetteer = places.open_gazetteer(
            settings.cache_dir, lambda share, work: settings.progress(f"compiling places: {work}", share)
        )
        self.registry = actors.open_registry()

    def names(self, lang: str, as_of: datetime) -> Mapping[str, Name]:
        """Return how every actor and claimant was called in a language, and whose side it stood on, at a time."""
        return self.registry.names(lang, as_of.date())


class Dossier(msgspec.Struct, frozen=True, kw_only=True):
    """All that is known of a set of reports before anything is reconciled.

    With `hindsight`, what persons corrected counts at every moment; without, only from the moment they did.
    """

    documents: tuple[Document, ...]
    extractions: tuple[Extraction, ...]
    judgements: tuple[Judgement, ...]
    hindsight: bool = False

    @property
    def claims(self) -> tuple[AnyClaim, ...]:
        """Every claim of every document."""
        return tuple(claim for extraction in self.extractions for claim in extraction.claims)

    @property
    def corrections(self) -> tuple[Judgement, ...]:
        """The judgements that persons made."""
        return tuple(j for j in self.judgements if is_correction(j))

    def known_at(self, as_of: datetime) -> Dossier:
        """Return the dossier as it was at a time: no document, claim or judgement that came later."""
        kept = tuple(d for d in self.documents if d.known_at <= as_of)
        ids = {d.id for d in kept}
        return msgspec.structs.replace(
            self,
            documents=kept,
            extractions=tuple(e for e in self.extractions if e.document in ids),
            judgements=tuple(j for j in self.judgements if j.made_at <= as_of or (self.hindsight and is_correction(j))),
        )

    def corrected(self) -> Dossier:
        """Return the dossier with what persons corrected in its claims."""
        return msgspec.structs.replace(self, extractions=corrections.apply(self.extractions, self.judgements))


def read(paths: Sequence[str], settings: Settings) -> Reading:
    """Read every report under the paths: files, folders or URLs.

    A report that cannot be read is rejected with its reason and stops nothing else. The same report met twice
    is kept once. The result does not depend on the order of the paths.
    """
    found: dict[str, Document] = {}
    names: set[tuple[str, str]] = set()
    rejected: list[Rejected] = []
    for path in paths:
        try:
            for item in sources.fetch(path, settings.now):
                if isinstance(item, Rejected):
                    rejected.append(item)
                    continue
                try:
                    document = documents.read(item, settings.now)
                except Rejected as rejection:
                    rejected.append(rejection)
                else:
                    first = found.setdefault(document.id, document)
                    if document.name < first.name:
                        found[document.id] = document
                    names.add((document.name, document.id))
                    settings.progress("reading reports", 0.0)
        except Rejected as rejection:
            rejected.append(rejection)
    in_order = sorted(found.values(), key=lambda d: (d.known_at, d.id))
    return Reading(
        documents=_with_distinct_names(in_order),
        repeated=tuple(sorted(pair for pair in names if found[pair[1]].name != pair[0])),
        rejected=tuple(sorted(rejected, key=lambda r: (r.where, r.reason))),
    )


def _with_distinct_names(found: Sequence[Document]) -> tuple[Document, ...]:
    # Two reports under one id are both kept; each then shows a piece of its own id, whichever came first.
    counts = Counter(d.name for d in found)
    return tuple(msgspec.structs.replace(d, name=f"{d.name}~{d.id[-6:]}") if counts[d.name] > 1 else d for d in found)


def extract(found: Iterable[Document], vocabularies: Vocabularies, settings: Settings) -> tuple[Extraction, ...]:
    """Extract the claims of each document.

    The one guard: a document on which the extractor fails is left out with a reason, logged with its trace, and
    the others go on.
    """
    found = tuple(found)
    extractions = []
    for number, document in enumerate(found, start=1):
        try:
            extraction = claims.extract(document, vocabularies.gazetteer, vocabularies.registry)
        except Exception as error:
            log.exception("the extractor failed on %s", document.name)
            reason = f"the extractor failed: {type(error).__name__}"
            extraction = Extraction(
                document=document.id, claims=(), omissions=(Omission(document=document.id, reason=reason),)
            )
        extractions.append(extraction)
        settings.progress("reading claims", number / len(found))
    return tuple(extractions)


def study(found: Sequence[Document], vocabularies: Vocabularies, settings: Settings) -> Dossier:
    """Extract the claims of documents and judge which texts are the same."""
    return Dossier(
        documents=tuple(found),
        extractions=extract(found, vocabularies, settings),
        judgements=documents.near_duplicates(found),
    )


def keep(store: Store, found: Iterable[Document], vocabularies: Vocabularies, settings: Settings) -> None:
    """Keep documents and their claims in a store.

    A document whose claims this version already extracted is not read again, so reading twice changes nothing and a
    run that was killed goes on where it stopped: each document is kept with its claims before the next is begun.
    """
    # A name that was made distinct within one reading is the report's own again: whom it meets in the store is
    # another matter, and may change.
    store.add(msgspec.structs.replace(d, name=d.name.removesuffix(f"~{d.id[-6:]}")) for d in found)
    unread = tuple(store.unread(EXTRACTOR))
    for number, document in enumerate(unread, start=1):
        (extraction,) = extract([document], vocabularies, msgspec.structs.replace(settings, progress=_silent))
        store.add_extraction(extraction, EXTRACTOR, document.known_at)
        settings.progress("reading claims", number / len(unread))


def study_with_store(
    store: Store, found: Iterable[Document], vocabularies: Vocabularies, settings: Settings
) -> Dossier:
    """Keep documents and their claims in a store; return the dossier of all that the store holds."""
    keep(store, found, vocabularies, settings)
    kept = _with_distinct_names(store.documents())
    store.add(documents.near_duplicates(kept))
    return Dossier(documents=kept, extractions=store.extractions(EXTRACTOR), judgements=store.judgements())


def wire_claims(document: Document, extraction: Extraction) -> list[dict[str, object]]:
    """Return the claims of a document as they are printed: places and claimants as objects, spans with their words."""
    return [claims.wire(claim, document) for claim in extraction.claims]


def last_moment(dossier: Dossier) -> datetime:
    """Return when the newest report was known: the time a brief is as of, where none is given.

    It comes from the reports and not from the clock, so that two runs over the same reports agree to the byte.
    Raises DataError where there is no report.
    """
    if not dossier.documents:
        raise DataError("there is no report to take a time from")
    return max(d.known_at for d in dossier.documents)


def judge(dossier: Dossier) -> tuple[Dossier, tuple[Story, ...]]:
    """Decide which documents of a corrected dossier belong together; return it so judged, and the stories."""
    added = stories.assign(dossier.documents, dossier.extractions, dossier.judgements)
    judged = msgspec.structs.replace(dossier, judgements=dossier.judgements + added)
    return judged, stories.derive(judged.documents, judged.claims, judged.judgements)


def choose(found: Sequence[Story], story_id: str | None) -> Story | None:
    """Return the story asked for by id, or the largest; None where there is none.

    Raises DataError where the id asked for is not among them.
    """
    if story_id is None:
        return max(found, key=lambda s: (len(s.documents), s.last_day, s.id), default=None)
    for story in found:
        if story.id == story_id:
            return story
    known = ", ".join(s.id for s in found) or "none"
    raise DataError(f"no story {story_id!r} in these reports; there are: {known}")


def assemble(dossier: Dossier, vocabularies: Vocabularies, as_of: datetime, story_id: str | None = None) -> Picture:
    """Assemble the picture of one story as of a time, from nothing known later.

    Raises DataError where no report was known by then, or there is no story of that id.
    """
    known = dossier.known_at(as_of).corrected()
    if not known.documents:
        raise DataError(f"no report was known by {as_of.isoformat()}")
    then, found = judge(known)
    story = choose(found, story_id)
    drawn = picture.assemble(
        story,
        documents=then.documents,
        claims=then.claims,
        voices=stories.voices(then.documents, then.claims, then.judgements),
        names=vocabularies.names("en", as_of),
        as_of=as_of,
    )
    in_story = set(story.documents) if story else {d.id for d in then.documents}
    # A report that could not be used as a whole belongs to no story, and must be told all the same.
    omissions = tuple(o for e in then.extractions for o in e.omissions if e.document in in_story or not o.spans)
    return msgspec.structs.replace(drawn, stories=tuple(found), omissions=(*omissions, *drawn.omissions))


def printed(drawn: Picture, vocabularies: Vocabularies) -> dict[str, Any]:
    """Return a picture as plain data, claimants and places with every name they have."""
    return picture.printed(drawn, vocabularies.names("en", drawn.as_of))


def consider(
    drawn: Picture,
    settings: Settings,
    found: Iterable[Document] = (),
    vocabularies: Vocabularies | None = None,
) -> outlook.Considered:
    """Ask the questions about the picture that have an answer, as of its time, and tell which have none, and why.

    `found` are the reports at hand, from which next week's attention is forecast. The vocabularies tell which towns lie
    around a pressed place; without them, people are taken to go to places of the picture alone.
    """
    counts = outlook.load_counts_kept(settings.deaths, settings.cache_dir) if settings.deaths is not None else None
    towns = around.towns(drawn, vocabularies.gazetteer, outlook.TOWNS_KM) if vocabularies is not None else ()
    return outlook.consider(drawn, found, counts, towns)


def forecast(
    drawn: Picture,
    settings: Settings,
    found: Iterable[Document] = (),
    vocabularies: Vocabularies | None = None,
) -> tuple[Scenario, ...]:
    """Return the scenarios of `consider`."""
    return consider(drawn, settings, found, vocabularies).scenarios


def _names_in(drawn: Picture, names: Mapping[str, Name]) -> dict[str, Name]:
    used = {row.holder for row in drawn.control} | {row.by for row in drawn.control}
    used |= {f.claimant_id for f in drawn.figures} | {f.side for f in drawn.figures}
    return {key: names[key] for key in sorted(k for k in used if k) if key in names}


def compose(
    dossier: Dossier,
    vocabularies: Vocabularies,
    settings: Settings,
    *,
    as_of: datetime | None = None,
    story_id: str | None = None,
    lang: str = "en",
    rejected: Sequence[Rejected] = (),
) -> Edition:
    """Write the brief of one story as of a time, with everything it rests on."""
    as_of = as_of or last_moment(dossier)
    drawn = assemble(dossier, vocabularies, as_of, story_id)
    then = dossier.known_at(as_of).corrected()
    previous = None
    if dossier.known_at(as_of - SINCE_LAST_BRIEF).documents:
        earlier = assemble(dossier, vocabularies, as_of - SINCE_LAST_BRIEF)
        # Only the same story's earlier state says what changed; another story's would be news of everything.
        if earlier.story_id == drawn.story_id:
            previous = earlier
    considered = consider(drawn, settings, then.documents, vocabularies)
    scenarios = considered.scenarios
    names = vocabularies.names(lang, as_of)
    surrounding = around.surroundings(drawn, vocabularies.gazetteer)
    written = brief.compose(
        drawn,
        scenarios=scenarios,
        unasked=considered.unasked,
        history=considered.history,
        documents=then.documents,
        claims=then.claims,
        names=names,
        surroundings=surrounding,
        previous=previous,
        lang=lang,
    )
    records = brief.Records(
        drawn,
        scenarios=scenarios,
        documents=then.documents,
        claims=then.claims,
        names=names,
        surroundings=surrounding,
        history=considered.history,
    )
    written = brief.check_brief(written, records)
    for refusal in written.refused:
        log.info("the gate refused: %s (%s)", refusal.text, "; ".join(refusal.reasons))
    return Edition(
        brief=written,
        picture=drawn,
        scenarios=scenarios,
        # When a file was opened says nothing of the reports: two runs over the same ones agree to the byte.
        documents=tuple(msgspec.structs.replace(d, fetched_at=d.known_at) for d in then.documents),
        claims=then.claims,
        names=_names_in(drawn, names),
        rejected=tuple((r.where, r.reason) for r in rejected),
        corrections=then.corrections,
        history=considered.history,
    )
