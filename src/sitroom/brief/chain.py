"""The chain behind a sentence: from a line through figures and claims to the words of the reports."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from sitroom.errors import DataError
from sitroom.judgements import FIXED, effective
from sitroom.model import Claim, Document, Edition, Record


class Quote(NamedTuple):
    """The words of one span, and the report they stand in."""

    document: Document
    start: int
    end: int
    words: str


class Link(NamedTuple):
    """A record, what it rests on, and, for a claim, the words themselves; a claim rests on its corrections, too."""

    id: str
    record: Record
    rests_on: tuple[Link, ...]
    quotes: tuple[Quote, ...]

    def all_quotes(self) -> Iterator[Quote]:
        """Yield every quote at the ends of this chain."""
        yield from self.quotes
        for link in self.rests_on:
            yield from link.all_quotes()


class Chains:
    """Every record of a finished brief by its id."""

    def __init__(self, edition: Edition) -> None:
        """Index the records of an edition."""
        brief, picture = edition.brief, edition.picture
        self.documents: Mapping[str, Document] = {d.id: d for d in edition.documents}
        self.lines = (*brief.standfirst, *(line for part in brief.parts for line in part.lines))
        rows = (
            *self.lines, *brief.cards, *picture.figures, *picture.sums, *picture.conflicts, *picture.control,
            *picture.timeline, *edition.scenarios, *edition.claims, *edition.corrections,
            *((edition.history,) if edition.history is not None else ()),
        )  # fmt: skip
        self.records: Mapping[str, Record] = {row.id: row for row in rows}
        self._fixes: dict[str, list[str]] = defaultdict(list)
        for judgement in effective(edition.corrections):
            if judgement.verdict == FIXED:
                self._fixes[judgement.left].append(judgement.id)

    def link(self, record_id: str) -> Link:
        """Return the chain behind an id, or behind the one id that begins so.

        Raises DataError where no record, or more than one, has it.
        """
        if record_id not in self.records:
            found = [known for known in self.records if known.startswith(record_id)]
            if len(found) != 1:
                problem = "several records have ids that begin" if found else "no record of this brief has the id"
                raise DataError(f"{problem} {record_id!r}")
            record_id = found[0]
        return self._link(record_id, above=())

    def _link(self, record_id: str, above: tuple[str, ...]) -> Link:
        if record_id in above:
            raise DataError(f"{record_id} rests on itself")
        if record_id not in self.records:
            raise DataError(f"{above[-1] if above else 'a brief'} rests on {record_id}, which is not in its records")
        record = self.records[record_id]
        quotes: tuple[Quote, ...] = ()
        if isinstance(record, Claim):
            document = self.documents[record.document]
            quotes = tuple(Quote(document, s.start, s.end, document.quote(s)) for s in record.spans)
        rests_on = (*getattr(record, "rests_on", ()), *self._fixes.get(record_id, ()))
        below = tuple(self._link(one, (*above, record_id)) for one in rests_on)
        return Link(record_id, record, below, quotes)
