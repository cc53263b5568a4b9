"""What a number counts: the features by which a candidate is given a measure, or none.

Two rounds. The first sees each candidate with the phrases around it; the second also sees what the first made of
its neighbours, so that "12 soldiers, four policemen and a nurse were killed" and "and two in Hama" are read.
"""

from __future__ import annotations

from bisect import bisect_left

from sitroom.claims.candidates import Candidate
from sitroom.claims.sheet import MEASURE_KINDS, MEASURES, Item, Sheet, bucket

REACH = 30  # words on either side in which a phrase can bear on a number
NOUN_REACH = 4  # words after a number in which its noun stands

Seen = dict[tuple[str, str], tuple[int, int, int, str]]


class View:
    """A candidate with what stands around it, read once for both rounds."""

    __slots__ = ("after", "before", "candidate", "local", "noun", "options", "others", "sentence", "shared", "sheet")

    def __init__(self, sheet: Sheet, candidate: Candidate, context: tuple[str, ...]) -> None:
        """Look around; `context` are the measures of the title and of the sentences before."""
        self.sheet, self.candidate = sheet, candidate
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
        if candidate.only:
            self.options: tuple[str, ...] = (candidate.only,)
        else:
            here = {m for _, m in self.after} | {m for _, m in self.before} | set(context)
            self.options = tuple(m for m in MEASURES if m in here)
        self.local = {m for _, m in self.after} | {m for _, m in self.before}
        self.shared = self._shared()

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
                    taken = _taken(sheet, item, distance, forward=forward)
                    found[item.kind, item.what] = (distance, amounts, broken, taken)
            elif item.kind in "XO" and distance < 8 and not amounts and broken < 2:
                self.others.append(f"{side}{item.kind}.{item.what}{bucket(distance)}b{broken}")
        return found

    def _take_noun(self, item: Item, distance: int) -> None:
        if item.kind in "PXSTO":
            what = item.what if item.kind in "XO" or item.what == "households" else ""
            self.noun = f"{item.kind}{what}{min(distance, 2)}"

    def _shared(self) -> list[str]:
        """Return what holds whatever the measure."""
        c, sheet = self.candidate, self.sheet
        start, end = sheet.sentence_ends[self.sentence]
        out = [f"sort={c.sort}", f"noun={self.noun or '-'}"]
        if c.superseded:
            out.append("superseded")
        if c.weak:
            out.append("weak")
        if c.year_like:
            out.append("year")
        out += [
            f"cue={n[4:]}+"
            for n in ("cue.breakdown", "cue.other", "cue.generic")
            if sheet.has(n, c.last, min(end, c.last + 3))
        ]
        out += [
            f"-cue={n[4:]}"
            for n in (
                "cue.breakdown",
                "cue.other",
                "cue.rise",
                "cue.cause",
                "cue.lost",
                "cue.negation",
                "cue.generic",
                "cue.revision",
                "cue.total",
            )
            if sheet.has(n, max(start, c.first - 4), c.first)
        ]
        out += [
            f"-prep={n[5:]}"
            for n in ("prep.to", "prep.of", "prep.by")
            if sheet.has(n, max(start, c.first - 1), c.first)
        ]
        out += [
            f"prep={n[5:]}+"
            for n in ("prep.in", "prep.of", "prep.from", "prep.by")
            if sheet.has(n, c.last, min(end, c.last + 1))
        ]
        return out

    def none(self) -> list[str]:
        """Return the features of counting nothing that is a claim."""
        out = ["0", *[f"0|{f}" for f in self.shared], *[f"0|{f}" for f in self.others]]
        if not self.local:
            out.append("0|bare")
        if self.candidate.only:
            out.append("0|only")
        return out

    def measure(self, measure: str, context: tuple[str, ...]) -> list[str]:
        """Return the features of counting the people of one measure."""
        noun = self.noun[:1] or "-"
        sort = self.candidate.sort
        out = [measure, f"{measure}|noun={self.noun}", f"1|noun={self.noun}", f"1|sort={sort}"]
        nearest = ""
        least = 99
        for side, seen in (("R", self.after), ("L", self.before)):
            for kind in "STEVABW":
                hit = seen.get((kind, measure))
                if hit is None:
                    continue
                distance, amounts, broken, taken = hit
                d, g = bucket(distance), f"a{min(amounts, 2)}b{broken}"
                out += [
                    f"{side}{kind}{d}",
                    f"{side}{kind}{g}",
                    f"{side}{kind}{d}{g}|{noun}",
                    f"{measure}|{side}{kind}{g}",
                    f"{side}{kind}{g}|{sort}",
                    f"{side}{kind}{taken}",
                    f"{side}{kind}{taken}{g}",
                    f"{side}{taken}b{broken}",
                ]
                weight = distance + 6 * amounts + 5 * broken
                if weight < least:
                    least, nearest = weight, f"{side}{kind}"
        if nearest:
            rival = self._rival(measure)
            order = "first" if least < rival else "even" if least == rival else "later"
            out += [f"near={nearest}{order}", f"near={order}", f"near={order}|{noun}", f"near={bucket(least)}"]
        else:
            out += ["absent", f"absent|{noun}"]
        if measure in context:
            out += [f"context{context.index(measure)}", f"context|{noun}|{'here' if nearest else 'gone'}"]
        out += [f"1|{f}" for f in self.shared[2:]]
        out += [f"{nearest[1:] or '-'}|{f}" for f in self.others]
        return out

    def _rival(self, measure: str) -> int:
        least = 99
        for seen in (self.after, self.before):
            for (_, what), (distance, amounts, broken, _) in seen.items():
                if what != measure:
                    least = min(least, distance + 6 * amounts + 5 * broken)
        return least


def _taken(sheet: Sheet, item: Item, distance: int, *, forward: bool) -> str:
    """Return whether a phrase has another number on its far side, and whether that one is closer to it.

    In "three women died and sixteen were wounded", "died" already has its three.
    """
    at = bisect_left(sheet.items, item)
    rest = sheet.items[at + 1 : at + 8] if forward else reversed(sheet.items[max(0, at - 7) : at])
    for other in rest:
        gap = other.first - item.last if forward else item.first - other.last
        if gap > 8 or sheet.clause[other.first] != sheet.clause[item.first]:
            break
        if other.kind == "N":
            return "closer" if gap < distance else "even" if gap == distance else "farther"
    return "free"


def views(sheet: Sheet, found: list[Candidate], title: tuple[str, ...]) -> list[View]:
    """Return a view of each candidate; `title` are the measures that the title speaks of."""
    out = []
    by_sentence: dict[int, tuple[str, ...]] = {}
    for c in found:
        sentence = sheet.sentence_of(c.first)
        if sentence not in by_sentence:
            by_sentence[sentence] = _context(sheet, sentence, title)
        out.append(View(sheet, c, by_sentence[sentence]))
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


def first_round(view: View, context: tuple[str, ...]) -> list[list[str]]:
    """Return the options of a candidate, none first, then `view.options` in order."""
    return [view.none(), *[view.measure(m, context) for m in view.options]]


def context_of(view: View, title: tuple[str, ...]) -> tuple[str, ...]:
    """Return the context that a view was made with."""
    return _context(view.sheet, view.sentence, title)


def link(sheet: Sheet, left: Candidate, right: Candidate) -> str:
    """Return how two neighbouring candidates hang together."""
    a, b = left.last - 1, right.first
    if sheet.sentence_of(a) != sheet.sentence_of(b):
        same = sheet.paragraph_of(sheet.sentence_of(a)) == sheet.paragraph_of(sheet.sentence_of(b))
        return "next" if same else "far"
    broken = sheet.between(a, b)
    items = sheet.items[bisect_left(sheet.item_firsts, left.last) : bisect_left(sheet.item_firsts, right.first)]
    verb = "v" if any(i.kind in "VA" for i in items) else ""
    clause = "c" if sheet.has("cue.clause", left.last, right.first) else ""
    return f"{bucket(b - a)}b{broken}{verb}{clause}"


def second_round(
    view: View, guesses: list[dict[str, float]], at: int, all_views: list[View], context: tuple[str, ...]
) -> list[list[str]]:
    """Return the options of a candidate as the second round sees them: with its neighbours' likeliest measures."""
    options = first_round(view, context)
    own = guesses[at]
    for k, neighbour in (("prev", at - 1), ("next", at + 1), ("prev2", at - 2)):
        if not 0 <= neighbour < len(all_views):
            continue
        left, right = sorted((at, neighbour))
        tie = link(view.sheet, all_views[left].candidate, all_views[right].candidate)
        if tie == "far":
            continue
        guess = guesses[neighbour]
        top = max(guess, key=guess.__getitem__)
        strong = "!" if guess[top] > 0.8 else "?"
        noun = view.noun[:1] or "-"
        options[0] += [
            f"0|{k}={'none' if top == '' else 'some'}{strong}",
            f"0|{k}={'none' if top == '' else 'some'}{strong}{tie}",
        ]
        for j, measure in enumerate(view.options):
            what = "same" if top == measure else "none" if top == "" else "other"
            known = f"{k}={what}"
            options[j + 1] += [
                known + strong, known + tie, known + strong + noun, known + strong + tie + noun,
            ]  # fmt: skip
    for j, name in enumerate(("", *view.options)):
        share = own.get(name, 0.0)
        options[j].append(f"own={int(share * 5)}")
    return options
