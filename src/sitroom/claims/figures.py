"""Figures: how many people were killed, injured, missing, detained, displaced or have returned, and all that says how.

A number becomes a claim in two rounds of `measuring`; then `filling` chooses its slots.
"""

from __future__ import annotations

from functools import lru_cache

from msgspec.structs import replace

from sitroom.claims import measuring, placing
from sitroom.claims.candidates import Candidate, candidates
from sitroom.claims.choice import Model, load_model
from sitroom.claims.counting import Trees, count
from sitroom.claims.counting import shipped as shipped_trees
from sitroom.claims.draft_figures import DraftFigure, Report
from sitroom.claims.filling import fill, said
from sitroom.claims.lexicon import lexicon, words_of
from sitroom.claims.measuring import View
from sitroom.claims.mentions import Mentions, PlaceMention
from sitroom.claims.scene import scene_of
from sitroom.claims.sheet import Sheet, category_of
from sitroom.claims.speakers import Speaker, speakers
from sitroom.model import ClaimantRef, FigureClaim, Omission, PlaceRef, Span, content_id

# Below the upper likelihood a figure is left out; between the two it is told of as left out. Cross-validated over the
# given documents: precision 0.92 at 0.6 (0.885 at 0.45, where F1 is best: 0.883 against 0.878). A wrong number is
# worse than a missing one.
THRESHOLD, CONSIDERED = 0.6, 0.3


class Reading:
    """One report being read for figures: its sheet, its views and what surrounds them."""

    def __init__(self, body: Mentions, title: Mentions) -> None:
        """Lay out both texts and find the candidates."""
        self.body, self.head = body, title
        self.sheet, self.title = Sheet(body), Sheet(title)
        self.candidates: list[Candidate] = candidates(self.sheet)
        self.topics = measuring.measures_in(self.title, 0, self.title.size)
        self.views: list[View] = measuring.views(self.sheet, self.candidates, self.topics)
        self._report: Report | None = None

    @property
    def report(self) -> Report:
        """What the slots read; made when the first figure is found."""
        if self._report is None:
            self._report = Report(
                self.body, self.sheet, self.title, speakers(self.sheet), self._issuer(), self._unlisted()
            )
        return self._report

    def _issuer(self) -> Speaker | None:
        """Return who issued the report, where it is a communique: the first speaker of its title."""
        document = self.body.document
        if document is None:
            return None
        source = document.source
        told = self.title.cues.get("genre.communique") or any(
            t.name == "genre.communique"
            for code in {document.lang, "en"}
            for t in lexicon(code).find(source, words_of(source))
        )
        found = speakers(self.title) if told else []
        return found[0]._replace(first=-1, last=-1) if found else None

    def _unlisted(self) -> list[PlaceMention]:
        """Return the places that only their surroundings tell."""
        document = self.body.document
        if document is None:
            return []
        known = {p.start for p in self.body.places} | {a.start for a in self.body.amounts}  # "Nine soldiers died"
        spans = self.body.spans
        found = (s for s in scene_of(self.body).spots if s.named and s.ref.geonameid is None)
        mentions = (
            PlaceMention(spans[s.first][0], spans[s.last - 1][1], s.ref if s.sure else replace(s.ref, confidence=0.1))
            for s in found
        )
        return [p for p in mentions if p.start not in known]


def drafts_of(reading: Reading, trees: Trees) -> list[DraftFigure]:
    """Return the candidates that count something, with how likely that is; slots are still empty."""
    out = []
    for view, guess in zip(reading.views, count(reading.views, trees), strict=True):
        measure = max(view.options, key=guess.__getitem__)
        if guess[measure] >= CONSIDERED:
            out.append(DraftFigure(view, measure, guess[measure]))
    return out


@lru_cache(maxsize=4)
def shipped(name: str = "figures") -> Model:
    """Return the model that ships, read once."""
    return load_model(name)


def figure_claims(
    body: Mentions, title: Mentions, model: Model | None = None, trees: Trees | None = None
) -> tuple[list[FigureClaim], list[Omission]]:
    """Return the figures of a report in the order of the text, and what was left out and why.

    Example: "12 soldiers and three civilians were killed in Hama on Tuesday, the Observatory said" gives two
    claims, killed, with place, day and claimant.
    """
    reading = Reading(body, title)
    if not reading.views:
        return [], []
    found = drafts_of(reading, trees or shipped_trees())
    if not found:
        return [], []
    document = body.document
    if document is None:
        raise ValueError("mentions of no document")
    drafts, omitted = [], []
    for draft in found:
        if draft.confidence >= THRESHOLD:
            drafts.append(draft)
        else:
            span = Span(document=document.id, start=draft.view.candidate.start, end=draft.view.candidate.end)
            omitted.append(
                Omission(document=document.id, reason="figure below the threshold of confidence", spans=(span,))
            )
    report = reading.report
    chosen = fill(report, drafts, model or shipped())
    return _claims(report, drafts, chosen), omitted


def _claims(report: Report, drafts: list[DraftFigure], chosen: dict[str, list[object]]) -> list[FigureClaim]:
    ids: list[str] = []
    claims: list[FigureClaim] = []
    document = report.sheet.m.document
    if document is None:
        raise ValueError("mentions of no document")
    first_of: dict[tuple[object, ...], int] = {}
    for draft in drafts:
        c = draft.view.candidate
        start, end = span_of(report.sheet, draft)
        ids.append(content_id("figure", document.id, draft.measure, c.low, c.high, start, end))
    for at, draft in enumerate(drafts):
        c = draft.view.candidate
        start, end = span_of(report.sheet, draft)
        origin, goal = placing.movement(report, draft)
        speaker, place = chosen["speaker"][at], chosen["place"][at]
        same = (draft.measure, c.low, c.high, draft.category, draft.unit)
        if c.low != 0 and same in first_of and repeats(drafts[first_of[same]], draft):
            continue
        first_of.setdefault(same, at)
        claims.append(
            FigureClaim(
                id=ids[at],
                document=document.id,
                known_at=document.known_at,
                place=_ref(place.mention) if isinstance(place, placing.Spot) else None,
                attributed_to=ClaimantRef(text=said(report, speaker), id=speaker.key or None)
                if isinstance(speaker, Speaker)
                else None,
                standing=draft.standing,  # type: ignore[arg-type]
                background=draft.background,
                on=draft.on,
                spans=(Span(document=document.id, start=start, end=end),),
                confidence=round(draft.confidence, 3),
                measure=draft.measure,  # type: ignore[arg-type]
                category=draft.category,  # type: ignore[arg-type]
                side=side_of(report, draft),
                low=c.low,
                high=c.high,
                wording=c.wording,  # type: ignore[arg-type]
                unit=draft.unit,  # type: ignore[arg-type]
                from_place=_ref(origin),
                to_place=_ref(goal),
                scope=draft.scope,  # type: ignore[arg-type]
                since=draft.since,
                part_of=ids[draft.parent] if draft.parent is not None else None,
            )
        )
    return claims


def repeats(first: DraftFigure, later: DraftFigure) -> bool:
    """Tell whether a later mention says the same figure again; small numbers recur by chance, so more must agree."""
    value = later.view.candidate.low or later.view.candidate.high or 0
    if first.speaker != later.speaker and first.speaker and later.speaker:
        return False
    if first.background != later.background or first.standing != later.standing:
        return False
    return value >= 20 or (first.place == later.place and first.view.sentence != later.view.sentence)


def _ref(mention: PlaceMention | None) -> PlaceRef | None:
    return mention.ref if mention else None


def span_of(sheet: Sheet, draft: DraftFigure) -> tuple[int, int]:
    """Return the shortest text that holds the number and the phrase or noun that it goes with."""
    c = draft.view.candidate
    if c.only:
        return c.reach
    start, end = c.start, c.end
    start_word, end_word = sheet.sentence_ends[draft.view.sentence]
    for item in sheet.items_in(c.last, min(end_word, c.last + 5)):
        if item.kind == "N" or sheet.between(c.last - 1, item.first):
            break
        if item.kind in "PSTVBW":
            return start, max(end, sheet.m.spans[item.last - 1][1])
    for item in reversed(sheet.items_in(max(start_word, c.first - 6), c.first)):
        if item.kind == "N" or sheet.between(c.first, item.first):
            break
        if item.kind in "STEVABW":
            return min(start, sheet.m.spans[item.first][0]), end
    return start, end


def side_of(report: Report, draft: DraftFigure) -> str | None:
    """Return whose combatants they are: the party named with the number, else a party that the noun itself names."""
    if draft.category != "combatants":
        return None
    sheet, c = report.sheet, draft.view.candidate
    end = sheet.sentence_ends[draft.view.sentence][1]
    best: tuple[int, str] | None = None
    for word, a in report.parties:
        if not a.side:
            continue
        if c.last <= word < min(end, c.last + 8) and not _number_between(sheet, c.last, word):
            score = (word - c.last) + 4 * sheet.between(c.last - 1, word)
            if best is None or score < best[0]:
                best = (score, a.side)
    if best:
        return best[1]
    for item in sheet.items_in(c.last, min(end, c.last + 4)):
        if item.kind == "P" and category_of(item.what) == "combatants":
            return _GENERIC.get(item.what)
    return None


_GENERIC = {"army": "army", "police": "police", "rebels": "rebels", "militants": "militants", "gangs": "gangs"}


def _number_between(sheet: Sheet, first: int, last: int) -> bool:
    return any(i.kind == "N" for i in sheet.items_in(first, last))
