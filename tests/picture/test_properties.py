"""What must hold of any story: order does not matter, copies and later reports change nothing, low <= best <= high."""

from __future__ import annotations

import random
from datetime import timedelta

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st
from storyboard import Board, named

from sitroom.model import Picture
from sitroom.picture import assemble

NAMES = named(
    "m, monitor, -, Monitor",
    "n, un_agency, -, Agency",
    "red, rebel, red, Red Front",
    "blue, state, blue, Blue Army",
)
PLACES = (None, "Alfa", "Bravo", "Upper_Land")
DAYS = ("2024-05-01", "2024-05-02", "2024-05-03")

figures = st.fixed_dictionaries(
    {
        "kind": st.just("figure"),
        "what": st.sampled_from(["killed people", "killed civilians", "killed combatants", "displaced people"]),
        "number": st.sampled_from(["12", "21", "40", "44", "40+", "60~", "500", "30-50", "24v"]),
        "who": st.sampled_from([None, "m", "n", "red", "blue", "some doctors"]),
        "place": st.sampled_from(PLACES),
        "since": st.sampled_from([None, None, "2024-04-20", "2024-03-01"]),
        "on": st.sampled_from([None, *DAYS]),
        "side": st.sampled_from([None, "red", "blue"]),
        "superseded": st.booleans(),
        "part": st.booleans(),
        "standing": st.sampled_from(["asserted", "asserted", "asserted", "denied", "warned"]),
    }
)
controls = st.fixed_dictionaries(
    {
        "kind": st.just("control"),
        "event": st.sampled_from(["captured", "lost", "contested", "besieged", "threatened", "held"]),
        "place": st.sampled_from(PLACES[1:]),
        "by": st.sampled_from([None, "red", "blue", "rebels"]),
        "frm": st.sampled_from([None, "red", "blue"]),
        "who": st.sampled_from([None, "m", "red", "blue"]),
        "on": st.sampled_from([None, *DAYS]),
        "standing": st.sampled_from(["asserted", "claimed", "denied"]),
    }
)
reports = st.lists(st.lists(st.one_of(figures, figures, controls), min_size=1, max_size=5), min_size=1, max_size=5)


def board(drawn: list[list[dict[str, object]]]) -> Board:
    b = Board("XX", NAMES, Upper_Land=("province", "Upper Land"))
    for n, claims in enumerate(drawn):
        b.report(f"r{n}", f"2024-05-0{1 + n // 2}T{8 + n:02}:00", source="Agency" if n % 3 == 0 else "Wire")
        total: str | None = None
        for row in claims:
            slots = {k: v for k, v in row.items() if k not in ("kind", "part")}
            if row["kind"] == "control":
                b.control(slots.pop("event"), slots.pop("place"), slots.pop("by"), slots.pop("frm"), **slots)
                continue
            part = total if row["part"] else None
            claim = b.figure(slots.pop("what"), slots.pop("number"), part_of=part, **slots)
            total = total or claim
    return b


def printed(picture: Picture) -> bytes:
    return msgspec.json.encode(picture)


@settings(max_examples=60, deadline=None, derandomize=True)
@given(reports, st.integers(0, 10**6))
def test_the_order_of_documents_and_claims_does_not_matter(drawn, seed):
    b = board(drawn)
    before = printed(b.draw())
    shuffle = random.Random(seed).shuffle  # noqa: S311
    shuffle(b.documents)
    shuffle(b.claims)
    assert printed(b.draw()) == before


@settings(max_examples=60, deadline=None, derandomize=True)
@given(reports, st.integers(0, 4))
def test_a_copy_adds_its_name_and_changes_nothing(drawn, which):
    b = board(drawn)
    original = b.documents[which % len(b.documents)]
    end = max(d.known_at for d in b.documents) + timedelta(hours=2)
    as_of = end.strftime("%Y-%m-%dT%H:%M")
    before = b.draw(as_of)
    b.documents.append(b.documents.pop(b.documents.index(original)))
    b.copy("copy", (original.known_at + timedelta(minutes=10)).strftime("%Y-%m-%dT%H:%M"), original.source)
    after = b.draw(as_of, voices=[[original.name, "copy"]])
    assert _without_names(after) == _without_names(before)
    assert after.duplicates == (tuple(sorted((original.name, "copy"))),)


def _without_names(picture: Picture) -> list[object]:
    rows = [
        [
            (f.id, f.low, f.high, f.as_of, f.current, f.best, f.low_across, f.high_across, f.disputed_by)
            for f in picture.figures
        ],
        [(c.kind, c.about, [(v.claimant, v.low, v.high, v.as_of) for v in c.values]) for c in picture.conflicts],
        [(s.total, s.parts, s.adds_up, s.claimant) for s in picture.sums],
        [(c.place, c.status, c.holder, c.since, c.basis, len(c.history)) for c in picture.control],
        [(r.date, r.kind, r.what, r.weight) for r in picture.timeline],
        [w.low for w in picture.warnings],
    ]
    return list(rows)


@settings(max_examples=60, deadline=None, derandomize=True)
@given(reports, st.integers(1, 4))
def test_what_is_known_later_changes_nothing(drawn, cut):
    b = board(drawn)
    documents = sorted(b.documents, key=lambda d: d.known_at)
    kept = documents[:cut]
    as_of = kept[-1].known_at
    ids = {d.id for d in kept}
    alone = assemble(None, kept, [c for c in b.claims if c.document in ids], [], b.names, as_of)
    assert printed(assemble(None, b.documents, b.claims, [], b.names, as_of)) == printed(alone)


@settings(max_examples=80, deadline=None, derandomize=True)
@given(reports)
def test_best_lies_between_low_and_high_and_every_row_rests_on_claims(drawn):
    b = board(drawn)
    p = b.draw()
    ids = {c.id for c in b.claims}
    names = {d.name for d in b.documents}
    for f in p.figures:
        if f.best is not None:
            assert f.low_across is not None
            assert f.high_across is not None
            assert f.low_across <= f.best <= f.high_across
        assert f.standing in ("asserted", "claimed")
    rows = (*p.figures, *p.conflicts, *p.sums, *p.control)
    for row in rows:
        assert row.rests_on
        assert set(row.rests_on) <= ids
    for row in p.timeline:
        assert row.rests_on
        assert set(row.docs) <= names
    for rows_of_kind in (p.figures, p.conflicts, p.sums, p.control, p.timeline):
        assert len({row.id for row in rows_of_kind}) == len(rows_of_kind), "an id is one row's alone"


@settings(max_examples=60, deadline=None, derandomize=True)
@given(reports)
def test_one_value_of_a_series_is_current_at_most(drawn):
    p = board(drawn).draw()
    replaced = {f.replaced_by for f in p.figures if f.replaced_by}
    by_id = {f.id: f for f in p.figures}
    assert replaced <= by_id.keys()
    assert all(not f.current for f in p.figures if f.replaced_by)
