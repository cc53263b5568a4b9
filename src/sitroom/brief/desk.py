"""The desk: one picture laid out for writing, with its records by id, its series, and who has been named already."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import NamedTuple

from sitroom.brief import bounds, numerals
from sitroom.brief.naming import STATE, Naming
from sitroom.brief.words import Phrase, Words
from sitroom.errors import Unsupported
from sitroom.model import (
    AnyClaim,
    Control,
    Document,
    Figure,
    Line,
    Name,
    Picture,
    PlaceRef,
    Sum,
    Surroundings,
    content_id,
)

COMBATANTS = "combatants"


SentenceKey = tuple[str, tuple[str, ...]]


class Sentence(NamedTuple):
    """A line with its weight: where space is short, the lightest goes first."""

    line: Line
    weight: float

    @property
    def key(self) -> SentenceKey:
        """What tells the sentence from others whatever its words: its rule, and what it rests on."""
        return self.line.rule, self.line.rests_on


def make_line(rule: str, text: str, rests_on: Iterable[str]) -> Line:
    """Make a line of a brief; raise `Unsupported` where it would rest on nothing."""
    ids = tuple(dict.fromkeys(rests_on))
    if not ids:
        raise Unsupported(f"a line of rule {rule} rests on nothing: {text}")
    return Line(id=content_id("line", rule, text), text=text, rests_on=ids, rule=rule)


class Desk(Naming):
    """A picture laid out for writing in one language. Naming is stateful: a name is given in full once."""

    def __init__(
        self,
        picture: Picture,
        words: Words,
        *,
        documents: Sequence[Document],
        claims: Sequence[AnyClaim],
        names: Mapping[str, Name],
        surroundings: Mapping[str, Surroundings],
    ) -> None:
        """Index the records; nothing is decided here."""
        self.picture = picture
        self.surroundings = surroundings
        by_id = {document.id: document for document in documents}
        super().__init__(words, names, {claim.id: claim for claim in claims}, by_id)
        self.reports = {document.name: document for document in documents}
        self.figures = {figure.id: figure for figure in picture.figures}
        self.today = picture.as_of.date().isoformat()
        self.year = picture.as_of.year
        self._sums = _valid_sums(picture)
        self._parts = _parts(picture)
        self._before = {f.replaced_by: f for f in picture.figures if f.replaced_by is not None}
        self._scope_pairs = _pairs_of_different_scope(picture)
        self._told: set[str] = set()
        self._settled: tuple[frozenset[str], frozenset[str]] = (frozenset(), frozenset())
        self._dropped: frozenset[SentenceKey] = frozenset()
        self._states = {f.side for f in picture.figures if f.side and self.kind(f.side) == STATE}

    # Records

    def parts(self, figure: Figure) -> tuple[Figure, ...]:
        """Return the figures that are given as parts of this one, in the order of the picture."""
        return self._parts.get(figure.id, ())

    def sum_of(self, figure: Figure) -> Sum | None:
        """Return the breakdown of this figure that adds up, if there is one."""
        return self._sums.get(figure.id)

    def series(self, figure: Figure) -> tuple[Figure, ...]:
        """Return what the same claimant counted before, oldest first, with `figure` last; one scope throughout."""
        members = [
            other
            for other in self.picture.figures
            if other.id != figure.id and self._alike(other, figure) and (other.as_of or "") < (figure.as_of or "")
        ]
        by_day: dict[str, Figure] = {}
        for member in sorted(members, key=lambda f: (f.as_of or "", len(f.docs), f.id)):
            if member.as_of:
                by_day[member.as_of[:10]] = member
        kept = [figure]
        for member in reversed(by_day.values()):
            # What was counted on another scope ends the series: nothing before it can be compared either.
            if any(frozenset((member.id, later.id)) in self._scope_pairs for later in kept):
                break
            kept.append(member)
        return tuple(reversed(kept))

    def comparable(self, one: Figure, other: Figure) -> bool:
        """Say whether two figures count the same thing by the same claimant, so that a difference means something."""
        return frozenset((one.id, other.id)) not in self._scope_pairs and self._alike(one, other)

    def _alike(self, one: Figure, other: Figure) -> bool:
        if one.part_of is not None or other.part_of is not None:
            return False
        same = all(
            getattr(one, name) == getattr(other, name)
            for name in ("measure", "category", "side", "scope", "since", "unit", "claimant", "claimant_id", "standing")
        )
        return same and (one.place == other.place or self._linked(one, other))

    def _linked(self, one: Figure, other: Figure) -> bool:
        return one.replaced_by == other.id or other.replaced_by == one.id

    def outlets(self, docs: Iterable[str]) -> tuple[str, ...]:
        """Return the outlets of these reports, in order of publication."""
        found = sorted(
            (self.reports[name] for name in docs if name in self.reports), key=lambda d: (d.known_at, d.name)
        )
        return tuple(dict.fromkeys(document.source for document in found))

    def named_outlets(self, docs: Iterable[str], most: int = 2) -> Phrase:
        """Name the first outlets of these reports, for what no other source is named."""
        outlets = self.outlets(docs)[:most]
        return self.words.join(outlets) if outlets else Phrase(text=self.words.say("reports"), plural=True)

    # Words for records

    def strict(self, figure: Figure) -> bool:
        """Say whether a source wrote "more than" (and not "at least") for this figure."""
        spans = [span for cid in figure.rests_on if cid in self.claims for span in self.claims[cid].spans]
        return bounds.strictly_more(spans, self.documents)

    def amount(self, figure: Figure, *, alone: bool = True) -> str:
        """Print a figure's amount with the qualifier that its sources used."""
        return numerals.amount(
            self.words, figure.low, figure.high, figure.wording, strict=self.strict(figure), alone=alone
        )

    def day(self, iso: str, *, weekday: bool = False) -> str:
        """Print a day as the text names it, without a preposition."""
        return numerals.day(self.words, iso, self.year, weekday=weekday)

    def on(self, iso: str, *, weekday: bool = False) -> str:
        """Print a day with its preposition: "on 4 December", "in November 2024"."""
        key = "on_month" if len(iso) < len("2024-11-27") else "on_weekday" if weekday else "on_day"
        return self.words.say(key, day=self.day(iso, weekday=weekday))

    def people(self, figure: Figure) -> Phrase:
        """Print the amount with what is counted: "704 people", "361 HTS-led fighters", "dozens of civilians"."""
        count = figure.high if figure.low is None else figure.low
        noun = self.counted(figure, count if count is not None else 2)
        return Phrase(
            text=f"{self.amount(figure, alone=False)} {noun.text}", plural=noun.plural, feminine=noun.feminine
        )

    def counted(self, figure: Figure, count: int = 2) -> Phrase:
        """Name what a figure counts: people, civilians, fighters of a side; families where households are counted."""
        writer = self.words.writer
        if figure.unit == "households":
            forms = writer.people["households"]
        elif figure.category == COMBATANTS:
            forms = writer.fighters.get(self._fighter_form(figure.side), writer.fighters["unknown"])
        else:
            forms = writer.people[figure.category]
        text = self.words.choose(forms, count)
        if "{" in text:
            text = self.words.fill(text, {"side": self.short(figure.side or "")}, "fighters")
        plural = self.words.plural_form(count) != "one"
        return Phrase(text=text, plural=plural, feminine=forms.get("feminine") == "yes")

    def done(self, figure: Figure, people: Phrase | None = None) -> str:
        """Print a measure's participle, agreeing with the people counted: "killed", "tuées"."""
        return self.words.say(f"participle_{figure.measure}", people=people or self.counted(figure))

    def _fighter_form(self, side: str | None) -> str:
        if side is None:
            return "unknown"
        if side in self._states and len(self._states) == 1:
            return "the_state"
        if self.short(side).plural:
            return "plural_name"
        name = self.names.get(side)
        return "coalition" if name is not None and name.coalition else "group"

    def first_time(self, what: str) -> bool:
        """Say whether this is asked for the first time: some things are told once."""
        if what in self._told:
            return False
        self._told.add(what)
        return True

    def place(self, ref: PlaceRef | None, text: str | None) -> str | None:
        """Name a place; None where nothing was resolved and nothing is written. Countries in the brief's language."""
        if ref is not None and ref.kind == "country" and ref.country is not None:
            return str(self.words.locale.territories.get(ref.country, ref.name or text))
        return ref.name if ref is not None and ref.name else text

    def place_of(self, figure: Figure) -> str | None:
        """Name what a figure covers: as a report in this language has it, where that says more than the gazetteer.

        A report may count in "Idlib and northern Aleppo", and the gazetteer knows only the first of the two. Where
        no report in the brief's language has the words, such a place is left out: a part is not the whole.
        """
        name = self.place(figure.place_ref, figure.place)
        if name is None:
            return None
        written = self._places_as_written(figure)
        if not written and any(cid in self.claims for cid in figure.rests_on):
            return None  # its reports name no place: one taken over from a like figure may be too narrow
        if self._is_loose(figure, written):
            return None
        own = [text for text, lang in written if lang == self.words.locale.language and _says_more(text, name)]
        if own:
            return max(own, key=lambda text: (own.count(text), text))
        several = any(bounds.several_places(text, lang) for text, lang in written)
        return None if several and not bounds.several_places(name, self.words.locale.language) else name

    def _is_loose(self, figure: Figure, written: Sequence[tuple[str, str]]) -> bool:
        """Whether the place is less likely what the figure covers than where its sentence happens to stand."""
        lang = self.words.locale.language
        ref = figure.place_ref
        if ref is not None and ref.geonameid is None and written:
            # A name that no gazetteer has, in another language or on nobody's word, may be no place at all.
            return figure.claimant is None or not _in(written, lang)
        known = sum(cid in self.claims for cid in figure.rests_on)
        # Half of its reports give the running total no place, or one beside the fighting: "north of Hama".
        few = 1 < known >= 2 * len(written)
        return figure.scope == "cumulative" and (few or any(self._is_beside(*pair) for pair in written))

    def _is_beside(self, text: str, lang: str) -> bool:
        """Whether a place as written lies beside the one it names: the writer has a preposition of its own for it."""
        return lang == self.words.locale.language and self.words.place(text) == text

    def _places_as_written(self, figure: Figure) -> list[tuple[str, str]]:
        claims = [self.claims[cid] for cid in figure.rests_on if cid in self.claims]
        return [
            (claim.place.text, self.documents[claim.document].lang)
            for claim in claims
            if claim.place is not None and claim.document in self.documents
        ]

    def where(self, figure: Figure, preposition: str = "in") -> str:
        """Print a figure's place with its preposition, "" where it has none."""
        name = self.place_of(figure)
        return self.words.place(name, preposition) if name else ""

    # Lines

    def line(self, rule: str, text: str, rests_on: Iterable[str]) -> Line:
        """Make a finished sentence; raise `Unsupported` where it rests on nothing."""
        return make_line(rule, self.words.sentence(text), rests_on)

    def sentence(self, weight: float, rule: str, text: str, rests_on: Iterable[str]) -> Sentence:
        """Make a sentence with a weight. What a dropped sentence named or told first, the next one may again."""
        made = Sentence(line=self.line(rule, text, rests_on), weight=weight)
        if made.key in self._dropped:
            self._named, self._told = set(self._settled[0]), set(self._settled[1])
        self._settled = (frozenset(self._named), frozenset(self._told))
        return made

    def begin(self, dropped: Collection[SentenceKey] = ()) -> None:
        """Begin the text: nobody has been named. `dropped` are sentences that will be written but not printed."""
        self._named, self._told = set(), set()
        self._settled = (frozenset(), frozenset())
        self._dropped = frozenset(dropped)

    def control(self, place: str) -> Control | None:
        """Return the control row of a place."""
        return next((row for row in self.picture.control if row.place == place), None)


def _valid_sums(picture: Picture) -> dict[str, Sum]:
    return {row.figure: row for row in picture.sums if row.adds_up and row.figure is not None}


def _parts(picture: Picture) -> dict[str, tuple[Figure, ...]]:
    parts: dict[str, tuple[Figure, ...]] = {}
    for figure in picture.figures:
        if figure.part_of is not None:
            parts[figure.part_of] = (*parts.get(figure.part_of, ()), figure)
    return parts


def _pairs_of_different_scope(picture: Picture) -> frozenset[frozenset[str]]:
    return frozenset(
        frozenset((one.figure, other.figure))
        for conflict in picture.conflicts
        if conflict.kind == "scope"
        for one in conflict.values
        for other in conflict.values
        if one.figure is not None and other.figure is not None and one.figure != other.figure
    )


def _in(written: Sequence[tuple[str, str]], lang: str) -> bool:
    return any(own == lang for _, own in written)


def _says_more(text: str, name: str) -> bool:
    """Whether a place as written names more, or less, than the place it was resolved to: "northern Syria"."""
    return name.lower() in text.lower() and len(text.split()) > len(name.split())
