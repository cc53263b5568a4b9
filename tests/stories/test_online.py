"""Placing reports as they come: what was judged does not depend on what came later, nor its cost on how much came before."""

from __future__ import annotations

import random
from datetime import timedelta

import msgspec
import pytest
from storyboard import Board
from test_stories import extractions, grouped, quake

from sitroom.model import content_id
from sitroom.stories import Assigner, assign, retrieval
from sitroom.stories.bags import Asked, Bag, Rarity, Shelf


def in_time(b: Board):
    claims = {e.document: e.claims for e in extractions(b)}
    return [(d, claims[d.id]) for d in sorted(b.documents, key=lambda d: (d.known_at, d.id))]


def many_stories(towns: int = 60, days: int = 3) -> Board:
    """Fights in many towns of one country, told in words that all of them share."""
    chance = random.Random(7)  # noqa: S311
    b = Board("XX", {})
    rows = [(town, day) for town in range(towns) for day in range(1, days + 1)]
    chance.shuffle(rows)
    for town, day in sorted(rows, key=lambda row: row[1]):
        name = f"Town{chr(65 + town % 26)}{chr(97 + town // 26)}"
        b.report(
            f"{name}-{day}", f"2024-05-0{day}T{town // 6:02}:{town % 6}0",
            text=f"Fighting went on around {name}. The army said it held {name}, residents of {name} fled. " * 3,
        )  # fmt: skip
        b.control("contested", name, "red", "blue")
        b.figure("killed people", 30 + town, place=name)
    return b


def test_reports_taken_one_by_one_are_placed_as_all_at_once():
    b = quake()
    desk = Assigner()
    made = [j for document, claims in in_time(b) for j in desk.take(document, claims)]
    assert tuple(made) == assign(b.documents, extractions(b), ())
    ids = {d.name: d.id for d in b.documents}
    assert set(desk.story_of(ids["q4"])) == {ids[n] for n in ("q1", "q2", "q3", "q4")}
    assert desk.story_of(ids["mine"]) == (ids["mine"],)


def test_what_was_judged_is_judged_again_whatever_comes_later():
    b = many_stories(8)
    whole = assign(b.documents, extractions(b), ())
    ordered = [d for d, _ in in_time(b)]
    for known in (5, 9, 16):
        then = assign(ordered[:known], extractions(b), ())
        assert then == whole[: len(then)]
        last = ordered[known - 1].known_at
        assert then == tuple(j for j in whole if j.made_at <= last)


def test_a_report_older_than_one_taken_is_refused():
    (first, claims), (second, more) = in_time(quake())[:2]
    desk = Assigner()
    desk.take(second, more)
    with pytest.raises(ValueError, match="older"):
        desk.take(first, claims)


def test_among_many_stories_that_share_their_words_each_report_finds_its_own():
    b = many_stories()
    found = grouped(b, assign(b.documents, extractions(b), ()))
    towns = {d.name.split("-")[0] for d in b.documents}
    assert len(towns) > retrieval.CANDIDATES
    assert found == {frozenset(f"{town}-{day}" for day in (1, 2, 3)) for town in towns}


def test_no_report_is_compared_with_more_stories_than_the_limit(monkeypatch):
    b = many_stories()
    asked = []
    real = retrieval.Index.candidates

    def counted(self, features):
        asked.append(real(self, features))
        return asked[-1]

    monkeypatch.setattr(retrieval.Index, "candidates", counted)
    assign(b.documents, extractions(b), ())
    assert max(map(len, asked)) == retrieval.CANDIDATES
    assert all([s.serial for s in found] == sorted(s.serial for s in found) for found in asked)


def test_a_story_that_slept_takes_no_report_and_is_put_away(monkeypatch):
    monkeypatch.setattr("sitroom.stories.assigning.SWEEP", 1)
    b = quake()
    desk = Assigner()
    for document, claims in in_time(b):
        desk.take(document, claims)
    last, claims = in_time(b)[-1]
    late = msgspec.structs.replace(last, id=content_id("doc", "late"), known_at=last.known_at + timedelta(days=30))
    assert desk.take(late, claims) == ()
    assert desk.story_of(late.id) == (late.id,)
    assert len(list(desk._index.awake)) == 1
    assert not desk._stories.keys() - {late.id}


def test_words_weigh_the_same_packed_and_unpacked():
    rarity = Rarity()
    bags = [Bag({1: 2, 5: 1, 9: 300}), Bag({5: 1, 7: 4}), Bag({1: 1, 7: 1, 9: 1})]
    for bag in bags:
        rarity.add(bag.buckets)
    asked = Asked(bags[0], rarity)
    one, other = Shelf(), Shelf()
    one.add(bags[1].buckets)
    packed = one.cosine(asked, rarity)
    other.absorb(one)
    assert other.cosine(asked, rarity) == pytest.approx(packed)
    assert one.count(5) == other.count(5) == 1
    other.add(bags[2].buckets)
    assert dict(other.items()) == {5: 1, 7: 2, 1: 1, 9: 1}
    assert 0 < packed < other.cosine(asked, rarity) < 1
