"""Reports as they come, one by one: each is kept, placed in its story, and the story's picture drawn anew.

What `run.py` does for all reports at once is done here for one, at a cost that does not grow with the store: only the
reports of one story are looked at. The picture is the one that all reports together would give, except that a copy of a
text is looked for among the reports of its story alone.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import msgspec

from sitroom import documents, picture, run, stories
from sitroom.judgements import APART, SAME_STORY, effective, is_correction
from sitroom.model import Document, Extraction, Judgement, Picture

if TYPE_CHECKING:
    from sitroom.store import Store


class Watch:
    """A store, and which stories its reports are in, ready for the next report."""

    def __init__(self, store: Store, vocabularies: run.Vocabularies, settings: run.Settings) -> None:
        """Place all reports that the store holds, the oldest first."""
        self._store = store
        self._vocabularies = vocabularies
        self._settings = settings
        self._assigner = stories.Assigner()
        self._judgements: tuple[Judgement, ...] = ()
        self.look_up_corrections()
        claims = {e.document: e.claims for e in store.extractions(run.EXTRACTOR)}
        for document in store.documents():
            self._assigner.take(document, claims.get(document.id, ()))

    def look_up_corrections(self) -> None:
        """Read again what persons corrected."""
        self._judgements = tuple(j for j in self._store.judgements() if is_correction(j))

    def take(self, document: Document, extraction: Extraction | None = None) -> Picture:
        """Keep a report, its claims with it, and return the picture of its story as of when it was known.

        Raises ValueError where it is older than a report taken before: then the store is read anew from the beginning.
        """
        if extraction is None:
            (extraction,) = run.extract([document], self._vocabularies, self._settings)
        self._store.add([document])
        self._store.add_extraction(extraction, run.EXTRACTOR, document.known_at)
        self._assigner.take(document, extraction.claims)
        return self.picture_of(document)

    def picture_of(self, document: Document) -> Picture:
        """Return the picture of the story that a report is in, as of when the report was known."""
        ids, judged = self._around(document.id)
        found = self._store.documents(ids=ids)
        dossier = run.Dossier(
            documents=found,
            extractions=self._store.extractions(run.EXTRACTOR, ids=ids),
            judgements=(*judged, *documents.near_duplicates(found), *self._judgements),
            hindsight=True,
        ).corrected()
        derived = stories.derive(found, dossier.claims, dossier.judgements)
        story = next((s for s in derived if document.id in s.documents), None)
        inside = set(story.documents) if story else {document.id}
        told = tuple(c for c in dossier.claims if c.document in inside)
        drawn = picture.assemble(
            story,
            documents=tuple(d for d in found if d.id in inside),
            claims=told,
            voices=stories.voices([d for d in found if d.id in inside], told, dossier.judgements),
            names=self._vocabularies.names("en", document.known_at),
            as_of=document.known_at,
        )
        return msgspec.structs.replace(drawn, stories=(story,) if story else ())

    def _around(self, document: str) -> tuple[set[str], list[Judgement]]:
        """Return the reports of a story and of all that persons joined to it or parted from it, and what made them."""
        ids = set(self._assigner.story_of(document))
        judged = list(self._assigner.judged(document))
        moved = [j for j in effective(self._judgements) if j.verdict in {SAME_STORY, APART}]
        grown = True
        while grown:
            grown = False
            for other in _others(ids, moved):
                ids.update(self._assigner.story_of(other))
                judged += self._assigner.judged(other)
                grown = True
        return ids, judged


def _others(ids: set[str], moved: Iterable[Judgement]) -> list[str]:
    found = (side for j in moved if j.left in ids or j.right in ids for side in (j.left, j.right))
    return [side for side in dict.fromkeys(found) if side not in ids]
