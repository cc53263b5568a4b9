"""Why it matters: computed comparisons, each with its operands in the text. No rule fires: no line.

This is the only file of the writer that calculates, and only on records: differences, rates and shares of
figures that count the same thing. A figure with a bound is compared as the number its claimant printed.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from babel import Locale

from sitroom.brief import numerals
from sitroom.brief.desk import Desk, Sentence
from sitroom.brief.ground import focal_place, is_recent, ranked, spoken_on
from sitroom.brief.quantities import MEASURES, currents, is_stale, leading
from sitroom.brief.reach import write_reach
from sitroom.brief.record import write_record
from sitroom.model import Control, Figure, Line, Measure, MonthlyDeaths

MOST_LINES = 7
SMALLEST_BASE = 20  # below it a rate or a share is noise
LEAST_POINTS = 3  # earlier values that a series must have before anything is called its largest
LEAST_SHARE = 0.1
WEEK = 7
LARGE_CITY = 100_000  # inhabitants
_COUNTED_BY_DAY: tuple[Measure, ...] = ("killed", "displaced")
_TIMES = ((5.0, "times_5"), (4.0, "times_4"), (3.0, "times_3"), (2.0, "times_2"))


def write_matters(desk: Desk, history: MonthlyDeaths | None = None) -> tuple[Line, ...]:
    """Write the comparisons that the records allow, the weightiest first."""
    found = [
        *_changes_of_hands(desk),
        *_late_confirmations(desk),
        *_growth(desk),
        *_pace(desk),
        *_shares(desk),
        *_ranks(desk),
        *_near(desk),
        *write_reach(desk),
        *write_record(desk, history),
        *_roads(desk),
    ]
    kept = sorted(enumerate(found), key=lambda pair: (-pair[1].weight, pair[0]))[:MOST_LINES]
    return tuple(sentence.line for _, sentence in kept)


def _value(figure: Figure) -> int | None:
    """The number that the claimant printed: the bound of a bound; nothing for vague amounts and ranges."""
    if figure.wording in {"vague", "range", "at_most"}:
        return None
    return figure.low


def _growth(desk: Desk) -> Iterator[Sentence]:
    """How a running count has grown since its claimant's first: doubled, tripled, and in how many days."""
    for measure in MEASURES:
        lead = leading(desk, measure)
        if lead is None or (lead.scope == "incident" and lead.on is None):
            continue
        points = [f for f in desk.series(lead) if (_value(f) or 0) >= SMALLEST_BASE and f.as_of]
        if len(points) < 2:
            continue
        first, last = points[0], points[-1]
        start, end = _value(first), _value(last)
        if start is None or end is None or first.as_of is None or last.as_of is None:
            continue
        days = numerals.days_between(first.as_of, last.as_of)
        times = next((key for factor, key in _TIMES if end >= factor * start), None)
        if days < 1 or times is None:
            continue
        text = desk.words.say(
            "growth",
            claimant=desk.claimant_of(last) or desk.words.say("claimant_unknown"),
            counted=desk.counted(last),
            done=desk.done(last),
            times=desk.words.say(times),
            days=_days(desk, days),
            old=desk.amount(first),
            old_on=desk.on(first.as_of),
            new=desk.amount(last),
            new_on=desk.on(last.as_of),
        )
        yield desk.sentence(
            8.0 if measure in {"killed", "displaced"} else 6.0, "matters.growth", text, [first.id, last.id]
        )


def _pace(desk: Desk) -> Iterator[Sentence]:
    """Whether the last rise of a count is faster, a day, than the ones before; and the largest of its series."""
    for measure in _COUNTED_BY_DAY:
        lead = leading(desk, measure)
        points = [f for f in desk.series(lead) if f.as_of and f.wording == "exact"] if lead is not None else []
        if len(points) < 3 or points[-1] is not lead:
            continue
        rates = [_rate(one, other) for one, other in pairwise(points)]
        if any(rate is None or rate < 0 for rate in rates):
            continue
        known = [rate for rate in rates if rate is not None]
        before, last = points[-2], points[-1]
        gap = numerals.days_between(before.as_of or "", last.as_of or "")
        rise = (last.low or 0) - (before.low or 0)
        earlier = (_rate(points[0], before)) or 0.0
        if rise < SMALLEST_BASE or earlier < 1:
            continue
        largest = len(known) > LEAST_POINTS and gap == 1 and known[-1] > max(known[:-1])
        key = "pace_largest" if largest else "pace_faster" if known[-1] > earlier else "pace_slower"
        text = desk.words.say(
            key,
            claimant=desk.claimant_of(last) or desk.words.say("claimant_unknown"),
            rise=numerals.number(desk.words, rise),
            rate=numerals.number(desk.words, round(known[-1])),
            old=desk.amount(before),
            new=desk.amount(last),
            since=desk.day(before.as_of or ""),
            before_on=desk.on(before.as_of or ""),
            on=desk.on(last.as_of or ""),
            earlier=numerals.number(desk.words, round(earlier)),
            first=desk.day(points[0].as_of or ""),
        )
        yield desk.sentence(
            3.0 if key == "pace_slower" else 6.0, "matters.pace", text, [points[0].id, before.id, last.id]
        )


def _rate(one: Figure, other: Figure) -> float | None:
    days = numerals.days_between(one.as_of or "", other.as_of or "")
    if days < 1 or one.low is None or other.low is None:
        return None
    return (other.low - one.low) / days


def _shares(desk: Desk) -> Iterator[Sentence]:
    """What part of a count is civilians or children, or has gone to one place."""
    for measure in _COUNTED_BY_DAY:
        for total in currents(desk, measure)[:3]:
            whole = _value(total)
            if whole is None or whole < SMALLEST_BASE or total.wording != "exact" or is_stale(desk, total):
                continue
            share = _share(desk, total, whole)
            if share is not None:
                yield share
                break


def _share(desk: Desk, total: Figure, whole: int) -> Sentence | None:
    if total.measure == "killed":
        parts = [
            p for p in desk.parts(total) if p.category in {"civilians", "children"} and p.category != total.category
        ]
        parts.sort(key=lambda p: p.category != "children")
    else:
        parts = [p for p in desk.parts(total) if p.place not in {None, total.place} and p.category == total.category]
        parts.sort(key=lambda p: -(p.low or 0))
    part = next((p for p in parts if p.wording == "exact" and p.low is not None), None)
    if part is None or part.low is None or part.low < LEAST_SHARE * whole or part.low >= whole:
        return None
    text = desk.words.say(
        "share_place" if part.category == total.category else "share",
        claimant=desk.claimant_of(total) or desk.words.say("claimant_unknown"),
        part=desk.counted(part),
        done=desk.done(total),
        of=desk.people(total),
        n=desk.amount(part),
        place=desk.place_of(part) or "",
        percent=desk.words.say("percent", n=numerals.number(desk.words, round(100 * part.low / whole))),
        on=desk.on(total.as_of) if total.as_of else "",
    )
    return desk.sentence(5.0, "matters.share", text, [part.id, total.id])


def _taken_rows(desk: Desk) -> list[Control]:
    rows = [r for r in desk.picture.control if r.status == "controlled" and r.since and r.basis == "confirmed"]
    return sorted(
        (r for r in rows if any(s.event == "captured" for s in r.history) or not r.history), key=lambda r: r.since or ""
    )


def _changes_of_hands(desk: Desk) -> Iterator[Sentence]:
    """The second provincial capital, or else large city, to fall to one side in a week; or the one that would be."""
    for kind, counts in (("seat", _is_provincial_seat), ("city", _is_large_city)):
        fallen = [r for r in _taken_rows(desk) if counts(desk, r) and _days_ago(desk, r) <= WEEK]
        if not fallen or len({r.holder for r in fallen}) > 1:
            continue
        by = fallen[-1].holder
        if not desk.words.has(f"ordinal_{len(fallen) + 1}"):
            return  # a rout is not told by counting
        if len(fallen) > 1 and is_recent(desk, fallen[-1]):
            yield _change_of_hands(desk, f"{kind}_taken", fallen[-1], fallen[:-1])
            return
        threatened = [r for r in ranked(desk) if r.status == "threatened" and r.by == by and counts(desk, r)]
        if threatened:
            yield _change_of_hands(desk, f"{kind}_would_be", threatened[0], fallen)
            return


def _change_of_hands(desk: Desk, key: str, row: Control, before: list[Control]) -> Sentence:
    text = desk.words.say(
        key,
        place=desk.words.place_name(row.place),
        nth=desk.words.say(f"ordinal_{len(before) + 1}"),
        by=desk.actor(before[-1].holder),
        people=numerals.number(desk.words, LARGE_CITY),
        others=desk.words.join([_place_on(desk, r) for r in before]),
    )
    return desk.sentence(9.0, "matters.hands", text, [row.id, *(r.id for r in before)])


def _is_provincial_seat(desk: Desk, row: Control) -> bool:
    around = desk.surroundings.get(row.place)
    if around is None or around.seat_of is None:
        return False
    return around.seat_of not in Locale("en").territories.values()  # a national capital is another matter


def _is_large_city(desk: Desk, row: Control) -> bool:
    around = desk.surroundings.get(row.place)
    place = around.place if around is not None else row.place_ref
    return place is not None and (place.population or 0) >= LARGE_CITY


def _days_ago(desk: Desk, row: Control) -> int:
    return numerals.days_between(row.since or desk.today, desk.today)


def _place_on(desk: Desk, row: Control) -> str:
    return desk.words.say("place_on", place=desk.words.place_name(row.place), on=desk.on(row.since or ""))


def _late_confirmations(desk: Desk) -> Iterator[Sentence]:
    """A capture first claimed, then denied, and only later confirmed: how far the claim ran ahead."""
    for row in _taken_rows(desk):
        claims = [s for s in row.history if (s.event, s.standing, s.by) == ("captured", "claimed", row.holder)]
        proofs = [s for s in row.history if s.standing == "asserted" and s.event in {"captured", "lost", "held"}]
        # What bore the claim out is of the day since which the place is held, or of a later one.
        proofs = [s for s in proofs if s.on >= (row.since or s.on)]
        proofs = [s for s in proofs if claims and s.on > claims[0].on and (s.by == row.holder) == (s.event != "lost")]
        if not proofs:
            continue
        first, proof = spoken_on(desk, claims[0]), spoken_on(desk, proofs[0])
        denials = [s for s in row.history if s.standing == "denied" and s.event in {"captured", "contested"}]
        denials = [s for s in denials if first <= spoken_on(desk, s) <= proof]
        if not denials or proof == first:
            continue
        text = desk.words.say(
            "confirmed_late",
            by=desk.actor(row.holder),
            place=desk.words.place_name(row.place),
            claimed=desk.on(first),
            denied=desk.on(spoken_on(desk, denials[0])),
            confirmed=desk.on(proof),
            days=_days(desk, numerals.days_between(first, proof)),
        )
        ids = [row.id, *claims[0].rests_on, *denials[0].rests_on, *proofs[0].rests_on]
        yield desk.sentence(6.5, "matters.confirmed_late", text, ids)


def _ranks(desk: Desk) -> Iterator[Sentence]:
    """How large a place in the news is, and of what it is the seat: facts of the gazetteer."""
    row = focal_place(desk)
    around = desk.surroundings.get(row.place) if row is not None and is_recent(desk, row) else None
    if row is not None and around is not None and around.place.population is not None:
        key = "size" if not around.seat_of else "size_seat_same" if around.seat_of == row.place else "size_seat"
        text = desk.words.say(
            key,
            place=desk.words.place_name(row.place),
            population=numerals.number(desk.words, _rounded(around.place.population)),
            seat=around.seat_of or "",
        )
        yield desk.sentence(4.5, "matters.size", text, [row.id])


def _near(desk: Desk) -> Iterator[Sentence]:
    """How many people live near a place that is threatened or fought over; circles are never added up."""
    rows = [r for r in ranked(desk) if r.status in {"threatened", "contested", "besieged"}]
    counted = [(desk.surroundings[r.place].people_within_30_km or 0, r) for r in rows if r.place in desk.surroundings]
    if not counted:
        return
    people, row = max(counted, key=lambda pair: (pair[0], pair[1].place))
    if people < 1000:
        return
    text = desk.words.say(
        f"near_{row.status}",
        place=desk.words.place_name(row.place),
        people=numerals.number(desk.words, _rounded(people)),
    )
    yield desk.sentence(5.5, "matters.near", text, [row.id])


def _roads(desk: Desk) -> Iterator[Sentence]:
    """Where the road leads: what reports say of it, and how far the next city is."""
    row = focal_place(desk)
    if row is None or not is_recent(desk, row):
        return
    facts = [c for c in desk.picture.place_facts if c.fact == "road_to" and c.value and c.place is not None]
    facts = [c for c in facts if c.place is not None and row.place in {c.place.name, c.place.text}]
    targets = list(dict.fromkeys(c.value for c in facts if c.value))
    around = desk.surroundings.get(row.place)
    near = around if around is not None and around.next_city and around.next_city_km else None
    if not targets and near is None:
        return
    same = near is not None and near.next_city in targets
    text = desk.words.say(
        "road_is_next" if same else "road_and_next" if targets and near else "road" if targets else "next_city",
        place=desk.words.place_name(row.place),
        targets=desk.words.join([desk.words.place_name(t) for t in targets[:3]]) if targets else "",
        city=near.next_city if near else "",
        km=numerals.number(desk.words, round(near.next_city_km or 0)) if near else "",
        bearing=desk.words.say(f"bearing_{near.next_city_bearing}") if near and near.next_city_bearing else "",
    )
    yield desk.sentence(5.0, "matters.road", text, [row.id, *(c.id for c in facts)])


def _days(desk: Desk, days: int) -> str:
    return desk.words.say("one_day" if days == 1 else "days", n=numerals.number(desk.words, days, spelled=True))


def _rounded(people: int) -> int:
    """Round to two significant digits: a gazetteer's populations are not more exact than that."""
    return round(people, 2 - len(str(people)))
