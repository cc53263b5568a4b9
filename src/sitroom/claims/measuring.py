"""What a number counts: whether it is a figure, and of which measure.

Each measure that a candidate could have is an option, described by a row of numbers: what stands around it, how far
off, and what lies between. Boosted trees tell how likely an option is. Two rounds: the first sees each candidate
alone; the second also sees what the first made of its neighbours, so that "12 soldiers, four policemen and a nurse
were killed" and "and two in Hama" are read. The rows name no language and no word, so that one set of trees serves
every language.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Sequence
from math import log10

from sitroom.claims.candidates import Candidate
from sitroom.claims.sheet import MEASURE_KINDS, MEASURES, Item, Sheet, taken

REACH = 30  # words on either side in which a phrase can bear on a number
NOUN_REACH = 4  # words after a number in which its noun stands
NEAR_CUE, BESIDE = 3, 8  # words to a cue, and to a thing that is not people
FAR = 99.0  # a distance that means "not there"
PER_AMOUNT, PER_BREAK = 6, 5  # words that another number, or a comma, between counts for
HEADED = 14  # sentences back to the heading of a table or list
SHORT_LINE = 60  # characters: a line of a table or list rather than of a paragraph
AROUND = 2  # sentences: neighbours that are likely told of the same thing
SURE = 0.5
CROWD = 60  # candidates on either side that are neighbours; more stand in endless tables only, and cost stays linear
NO_SIZE = -1.0
# Measures that may be meant without being named: "UN agencies think the number is closer to 100,000".
ALWAYS = frozenset({"killed", "injured", "displaced"})
_KINDS = "STEVABW"
_SORTS = ("number", "vague", "one", "article", "bare", "dual", "zero")
_NOUNS = ("", "P", "X", "S", "T", "O")
_TAKEN = ("free", "closer", "even", "farther")
_CUES = (
    "cue.breakdown", "cue.other", "cue.generic", "cue.rise", "cue.cause", "cue.lost", "cue.negation", "cue.revision",
    "cue.total", "prep.to", "prep.of", "prep.by", "prep.in", "prep.from",
)  # fmt: skip
_PEOPLE = (
    "general", "civilians", "children", "women", "army", "police", "fighters", "rebels", "militants", "militia",
    "gangs", "aid_workers", "health_workers", "journalists", "households",
)  # fmt: skip
_THINGS = ("time", "age", "distance", "money", "weapon", "vehicle", "building", "place", "event", "goods")
_OTHERS = ("combined", "state", "verb")
_HYPHENS = ("-", "‑", "–", "/")
_OPENERS, _PARTERS, _BULLETS = frozenset('(:"«“|\n'), frozenset(',;:.()|\n"»”'), frozenset("-•–*·▪")

Seen = dict[tuple[str, str], tuple[int, int, int, str]]
Guess = dict[str, float]  # the likelihood of each measure, and of none ("")
Row = list[float]


class View:
    """A candidate with what stands around it, read once for both rounds."""

    __slots__ = ("after", "before", "candidate", "context", "hints", "noun", "options", "others", "sentence", "sheet")

    def __init__(self, sheet: Sheet, candidate: Candidate, context: tuple[str, ...], told: frozenset[str]) -> None:
        """Look around.

        `context` are the measures of the sentences before and of the title, nearest first; `told` those of the text.
        """
        self.sheet, self.candidate, self.context = sheet, candidate, context
        self.sentence = sheet.sentence_of(candidate.first)
        start, end = sheet.sentence_ends[self.sentence]
        self.noun = ""
        self.others: list[str] = []
        own = [i for i in sheet.items_in(candidate.first, candidate.last) if i.kind in "PS"]
        for item in own:
            self._take_noun(item, 0)
        self.after = self._scan(candidate.last, min(end, candidate.last + REACH), forward=True)
        self.before = self._scan(max(start, candidate.first - REACH), candidate.first, forward=False)
        for item in own:
            if item.kind == "S":
                self.after["S", item.what] = (0, 0, 0, "free")
        self.hints = (
            self._hints(candidate.last, end, forward=True),
            self._hints(start, candidate.first, forward=False),
        )
        if candidate.only:
            self.options: tuple[str, ...] = (candidate.only,)
        else:
            here = {m for _, m in self.after} | {m for _, m in self.before} | told | ALWAYS
            here |= self.hints[0].keys() | self.hints[1].keys()
            self.options = tuple(m for m in MEASURES if m in here)

    def _scan(self, first: int, last: int, *, forward: bool) -> Seen:
        sheet, at = self.sheet, self.candidate.first if not forward else self.candidate.last - 1
        found: Seen = {}
        amounts = 0
        side = "R" if forward else "L"
        items = sheet.items_in(first, last)
        for item in items if forward else reversed(items):
            if item.last > self.candidate.first and not forward:
                continue
            distance = item.first - self.candidate.last if forward else self.candidate.first - item.last
            if item.kind == "N":
                amounts += 1
                continue
            broken = sheet.between(at, item.first)
            if forward and not self.noun and distance <= NOUN_REACH and not broken and not amounts:
                self._take_noun(item, distance)
            if item.kind in MEASURE_KINDS:
                if (item.kind, item.what) not in found:
                    known = taken(sheet, item, distance, forward=forward)
                    found[item.kind, item.what] = (distance, amounts, broken, known)
            elif item.kind in "XO" and distance < BESIDE and not amounts and broken < 2:
                self.others.append(side + item.kind)
        return found

    def _hints(self, first: int, last: int, *, forward: bool) -> dict[str, tuple[int, int, int]]:
        """Return the nearest hint of each kind on one side: its distance, the numbers between, and what parts them."""
        sheet, c = self.sheet, self.candidate
        found: dict[str, tuple[int, int, int]] = {}
        hints = sheet.hints_in(first, min(last, first + REACH) if forward else last)
        for hint in hints if forward else reversed(hints):
            if hint.what in found or (not forward and hint.last > c.first):
                continue
            between = (c.last, hint.first) if forward else (hint.last, c.first)
            amounts = sum(i.kind == "N" for i in sheet.items_in(*between))
            at = c.last - 1 if forward else c.first
            found[hint.what] = (between[1] - between[0], amounts, sheet.between(at, hint.first))
        return found

    def _take_noun(self, item: Item, distance: int) -> None:
        if item.kind in "PXSTO":
            what = item.what if item.kind in "XO" or item.what == "households" else ""
            self.noun = f"{item.kind}{what}{min(distance, 2)}"

    def value(self) -> int:
        """Return the size of the number, its lower bound first."""
        return self.candidate.low or self.candidate.high or 0


def views(sheet: Sheet, found: list[Candidate], title: tuple[str, ...]) -> list[View]:
    """Return a view of each candidate; `title` are the measures that the title speaks of."""
    told = frozenset(i.what for i in sheet.items if i.kind in MEASURE_KINDS) | set(title)
    by_sentence: dict[int, tuple[str, ...]] = {}
    out = []
    for c in found:
        sentence = sheet.sentence_of(c.first)
        if sentence not in by_sentence:
            by_sentence[sentence] = _context(sheet, sentence, title)
        out.append(View(sheet, c, by_sentence[sentence], told))
    return out


def measures_in(sheet: Sheet, first: int, last: int) -> tuple[str, ...]:
    """Return the measures that a stretch speaks of, the last first."""
    found = [i.what for i in sheet.items_in(first, last) if i.kind in MEASURE_KINDS]
    return tuple(dict.fromkeys(reversed(found)))


def _context(sheet: Sheet, sentence: int, title: tuple[str, ...]) -> tuple[str, ...]:
    """Return the measures of the two sentences before, and of the title, nearest first."""
    out: list[str] = []
    for back in (1, 2):
        if sentence - back >= 0:
            out += measures_in(sheet, *sheet.sentence_ends[sentence - back])
    return tuple(dict.fromkeys([*out, *title]))


class Told:
    """What a whole text tells: its phrases of measures, in order, and how many of each."""

    def __init__(self, sheet: Sheet) -> None:
        """Gather the phrases of a text."""
        self.phrases = [i for i in sheet.items if i.kind in MEASURE_KINDS]
        self.firsts = [i.first for i in self.phrases]
        self.counts = Counter(i.what for i in self.phrases)
        self.by_measure: dict[str, list[int]] = {}
        for i in self.phrases:
            self.by_measure.setdefault(i.what, []).append(i.first)


def first_round(seen: Sequence[View]) -> list[list[Row]]:
    """Return for each candidate of one text a row for each of its options, in order."""
    if not seen:
        return []
    told = Told(seen[0].sheet)
    out = []
    for view in seen:
        own, line = [*_number(view), *_cues(view), *_beside(view), *_words(view), *_company(view)], _line(view)
        out.append(
            [[*own, *line[:3], *_measure(view, m), *_told(view, m, told), _headed(view, m, line)] for m in view.options]
        )
    return out


class _Round:
    """What the first round made of the candidates of one text, by measure, to be asked for each of them."""

    def __init__(self, seen: Sequence[View], guesses: Sequence[Guess]) -> None:
        self.sizes = [log10(1 + v.value()) for v in seen]
        self.none = [g[""] for g in guesses]
        self._guesses = guesses
        self._sentences = [v.sentence for v in seen]  # in order, as candidates are
        self._of: dict[str, list[float]] = {}
        self._two_largest: dict[str, tuple[tuple[float, int], float]] = {}

    def of(self, measure: str) -> list[float]:
        """Return how likely each candidate is one of that measure."""
        known = self._of.get(measure)
        if known is None:
            known = self._of[measure] = [g.get(measure, 0.0) for g in self._guesses]
        return known

    def neighbours(self, at: int, reach: int) -> list[int]:
        """Return the other candidates within so many sentences; at most `CROWD` on either side, the nearest."""
        sentence = self._sentences[at]
        first = max(bisect_left(self._sentences, sentence - reach), at - CROWD)
        end = min(bisect_right(self._sentences, sentence + reach), at + CROWD + 1)
        return [*range(first, at), *range(at + 1, end)]

    def largest_but(self, at: int, measure: str) -> float | None:
        """Return the size of the largest other candidate that is surely one of that measure."""
        known = self._two_largest.get(measure)
        if known is None:
            sure = sorted(
                ((self.sizes[n], -n) for n, share in enumerate(self.of(measure)) if share > SURE), reverse=True
            )
            best = sure[0] if sure else (NO_SIZE, 1)
            known = self._two_largest[measure] = best, sure[1][0] if len(sure) > 1 else NO_SIZE
        (size, number), second = known
        found = second if -number == at else size
        return None if found == NO_SIZE else found


def second_round(seen: Sequence[View], rows: Sequence[list[Row]], guesses: Sequence[Guess]) -> list[list[Row]]:
    """Return the rows of the first round with what it made of each candidate and its neighbours."""
    told = _Round(seen, guesses)
    sizes, none = told.sizes, told.none
    out = []
    for at, view in enumerate(seen):
        links = [(n, _link(seen, at, n)) for n in (at - 1, at + 1, at - 2)]
        here, around = told.neighbours(at, 0), told.neighbours(at, AROUND)
        steps = [sizes[at] - (sizes[n] if 0 <= n < len(seen) else 0.0) for n in (at - 1, at + 1)]
        none_around = sum([none[n] for n in around])
        extended = []
        for row, m in zip(rows[at], view.options, strict=True):
            of_m = told.of(m)
            more: Row = []
            for n, link in links:
                more += [of_m[n], none[n], *link] if link else [-1.0, -1.0, FAR, 4.0]
            largest = told.largest_but(at, m)
            more += [
                *steps, max([of_m[n] for n in here], default=-1.0), sum([of_m[n] for n in around]),
                none_around, -9.0 if largest is None else sizes[at] - largest,
                of_m[at], none[at], max([s for k, s in guesses[at].items() if k not in ("", m)], default=0.0),
            ]  # fmt: skip
            extended.append([*row, *more])
        out.append(extended)
    return out


def _link(seen: Sequence[View], at: int, other: int) -> Row | None:
    """Return how far two neighbours stand from one another, and what parts them; None where there is no such one."""
    if not 0 <= other < len(seen):
        return None
    left, right = seen[min(at, other)].candidate, seen[max(at, other)].candidate
    sheet = seen[at].sheet
    parted = sheet.between(left.last - 1, right.first) if seen[at].sentence == seen[other].sentence else 3
    return [float(right.first - left.last), float(parted)]


def _number(view: View) -> Row:
    """Return what the number itself is, and where it stands."""
    c, noun = view.candidate, view.noun
    start, end = view.sheet.sentence_ends[view.sentence]
    return [
        _SORTS.index(c.sort), _NOUNS.index(noun[:1]), int(noun[-1:] or 9), log10(1 + view.value()),
        c.wording == "exact", c.wording == "vague", c.superseded, c.weak, c.year_like, view.sentence,
        c.first - start, end - c.last, noun[1:-1] == "households",
    ]  # fmt: skip


def _cues(view: View) -> Row:
    """Return which cues stand right after the number and right before it, and how many numbers share its sentence."""
    c, sheet = view.candidate, view.sheet
    start, end = sheet.sentence_ends[view.sentence]
    after, before = min(end, c.last + NEAR_CUE), max(start, c.first - NEAR_CUE)
    out: Row = [sheet.has(name, c.last, after) for name in _CUES]
    out += [sheet.has(name, before, c.first) for name in _CUES]
    out += [sheet.numbers_in(start, c.first), sheet.numbers_in(c.last, end)]
    return out


def _beside(view: View) -> Row:
    """Return what stands beside the number that is no one harmed: things, units, people in another state."""
    c, sheet = view.candidate, view.sheet
    start, end = sheet.sentence_ends[view.sentence]
    after = [i.first - c.last for i in sheet.items_in(c.last, min(end, c.last + BESIDE)) if i.kind in "XO"]
    before = [c.first - i.last for i in sheet.items_in(max(start, c.first - BESIDE), c.first) if i.kind in "XO"]
    sides = [side in view.others for side in ("RX", "LX", "RO", "LO")]
    return [*sides, len(view.others), min(after, default=FAR), min(before, default=FAR)]


def _words(view: View) -> Row:
    """Return the shape of the two words after the number, and of what stands before it."""
    m, c, sheet = view.sheet.m, view.candidate, view.sheet
    out: Row = []
    for at in (c.last, c.last + 1):
        if at >= sheet.size:
            out += [0, 0, 1, 0]
            continue
        a, b = m.spans[at]
        gap = m.text[m.spans[at - 1][1] : a]
        known = any(i.first <= at < i.last for i in sheet.items_in(max(0, at - 2), at + 1))
        out += [m.text[a].isupper(), b - a, not _PARTERS.isdisjoint(gap), known]
    before, _ = m.spans[c.first - 1] if c.first else (0, 0)
    gap = m.text[m.spans[c.first - 1][1] if c.first else 0 : c.start]
    named = m.text[before].isupper() and c.first - 1 > sheet.sentence_ends[view.sentence][0]
    out += [not _OPENERS.isdisjoint(gap), "(" in gap, named and not gap.strip(), c.first - before]
    joined = m.text[c.end : c.end + 1] in _HYPHENS, gap[-1:] in _HYPHENS  # "a nine-storey block", "Su-34"
    return [*out, *joined, m.text[c.start].isdecimal(), m.text[c.end - 1].isdecimal()]


def _company(view: View) -> Row:
    """Return the class of people, of things and of others nearest after the number, as indices; -1 for none."""
    c, sheet = view.candidate, view.sheet
    near = sheet.items_in(c.last, min(sheet.sentence_ends[view.sentence][1], c.last + BESIDE))
    out: Row = []
    out.append(view.hints[0].get("people", (FAR, 0, 0))[0])
    for kind, classes in (("P", _PEOPLE), ("X", _THINGS), ("O", _OTHERS)):
        found = next((i.what for i in near if i.kind == kind), None)
        out.append(classes.index(found) if found in classes else -1)
    return out


def _line(view: View) -> Row:
    """Return how many cells its line has, whether it is a bullet, and a short one, and where the line ends."""
    text, c = view.sheet.m.text, view.candidate
    start, end = text.rfind("\n", 0, c.start) + 1, text.find("\n", c.end)
    end = len(text) if end < 0 else end
    return [text.count("|", start, end), text[start : start + 1] in _BULLETS, end - start < SHORT_LINE]


def _measure(view: View, measure: str) -> Row:
    """Return where the phrases of a measure stand, on either side and by kind, and how its nearest one compares."""
    out: Row = [MEASURES.index(measure)]
    least, nearest = FAR, 0
    for side, seen in enumerate((view.after, view.before)):
        for k, kind in enumerate(_KINDS):
            hit = seen.get((kind, measure))
            if hit is None:
                out += [FAR, 9, 9, 9]
                continue
            distance, amounts, broken, known = hit
            out += [distance, amounts, broken, _TAKEN.index(known)]
            weight = distance + PER_AMOUNT * amounts + PER_BREAK * broken
            if weight < least:
                least, nearest = weight, 1 + side * len(_KINDS) + k
    rival = min(
        (
            distance + PER_AMOUNT * amounts + PER_BREAK * broken
            for seen in (view.after, view.before)
            for (_, what), (distance, amounts, broken, _) in seen.items()
            if what != measure
        ),
        default=FAR,
    )
    near = view.context.index(measure) if measure in view.context else 9
    for hints in view.hints:
        out += hints.get(measure, (FAR, 9, 9))
        out.append(
            min((d + PER_AMOUNT * a for m, (d, a, _) in hints.items() if m not in (measure, "people")), default=FAR)
        )
    return [*out, least, rival, least - rival, nearest, near, view.candidate.only == measure]


def _told(view: View, measure: str, told: Told) -> Row:
    """Return how much of the text is about a measure, and how long ago it was last spoken of."""
    count = told.counts[measure]
    before = bisect_left(told.firsts, view.candidate.first)
    of_measure = told.by_measure.get(measure, ())
    k = bisect_left(of_measure, view.candidate.first)
    ago = FAR if not k else view.sentence - view.sheet.sentence_of(of_measure[k - 1])
    return [count, count / max(1, len(told.phrases)), ago, before > 0 and told.phrases[before - 1].what == measure]


def _headed(view: View, measure: str, line: Row) -> float:
    """Return 1 where the heading over a row of a table names a measure, 2 where it names others, else 0."""
    if not (line[0] or line[2]):
        return 0
    sheet = view.sheet
    for sentence in range(view.sentence - 1, max(-1, view.sentence - HEADED), -1):
        named = measures_in(sheet, *sheet.sentence_ends[sentence])
        if named:
            return 1 if measure in named else 2
    return 0
