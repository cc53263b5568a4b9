"""A person's word is laid over what the machine found, and taken off again without a trace."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from storyboard import Board, named

from sitroom import corrections, run
from sitroom.corrections import Word
from sitroom.corrections.applying import CLAIM_RETRACTED, MARKED_UNRELIABLE, NO_LONGER_FITS
from sitroom.errors import DataError
from sitroom.judgements import effective
from sitroom.model import Extraction, FigureClaim, Judgement
from sitroom.newsroom import Desk, changes

NOW = datetime(2024, 6, 1, tzinfo=UTC)
NAMES = named("m, monitor, -, Monitor", "n, un_agency, -, Agency", "red, rebel, red, Red", "blue, state, blue, Blue")


class Words:
    """Vocabularies of an invented country."""

    gazetteer = None

    def names(self, _lang, _as_of):
        return NAMES


VOCABULARIES = Words()


def board() -> Board:
    b = Board("XX", NAMES, Upper_Land=("province", "Upper Land"))
    for day in range(1, 4):
        for town, toll in (("Alfa", 40), ("Bravo", 90)):
            b.report(f"{town}{day}", f"2024-05-0{day}T{8 + toll // 10:02}:00", text=f"Fighting went on at {town}. " * 6)
            total = b.figure("killed people", toll + day, who="m", place=town, since="2024-04-20")
            b.figure("killed civilians", toll, who="m", place=town, since="2024-04-20", part_of=total)
            b.control("threatened" if day < 3 else "captured", town, "red", "blue")
    return b


def dossier(b: Board, *judgements: Judgement, hindsight: bool = True) -> run.Dossier:
    extractions = tuple(
        Extraction(document=d.id, claims=tuple(c for c in b.claims if c.document == d.id)) for d in b.documents
    )
    return run.Dossier(
        documents=tuple(b.documents), extractions=extractions, judgements=judgements, hindsight=hindsight
    )


def word(hours: int = 0, reason: str = "misread") -> Word:
    return Word("ann", NOW + timedelta(hours=hours), reason)


def drawn(b: Board, *judgements: Judgement, as_of: datetime = NOW, hindsight: bool = True) -> bytes:
    found = dossier(b, *judgements, hindsight=hindsight)
    stories = run.judge(found.known_at(as_of).corrected())[1]
    return msgspec.json.encode([run.assemble(found, VOCABULARIES, as_of, s.id) for s in stories])


def toll(b: Board, name: str) -> FigureClaim:
    document = next(d for d in b.documents if d.name == name)
    own = (c for c in b.claims if c.document == document.id and isinstance(c, FigureClaim))
    return next(c for c in own if c.part_of is None)


def test_a_fixed_slot_is_what_the_picture_is_made_of():
    b = board()
    fixed = corrections.fix(toll(b, "Alfa3"), {"low": 71, "high": 71}, word())
    found = run.assemble(dossier(b, fixed), VOCABULARIES, NOW, story_with(b, "Alfa3", fixed))
    assert {f.low for f in found.figures if f.current and f.place == "Alfa"} >= {71}
    assert 43 not in {f.low for f in found.figures}


def test_a_retracted_claim_is_gone_told_and_nothing_is_part_of_it():
    b = board()
    claim = toll(b, "Alfa1")
    (before, *_), (after, *_) = (
        corrections.apply(dossier(b).extractions, ()),
        corrections.apply(dossier(b).extractions, [corrections.retract(claim, word())]),
    )
    assert claim in before.claims
    assert claim.id not in {c.id for c in after.claims}
    assert all(getattr(c, "part_of", None) is None for c in after.claims)
    assert [o.reason for o in after.omissions] == [CLAIM_RETRACTED]
    assert after.omissions[0].spans == claim.spans


def test_an_unreliable_report_claims_nothing_and_says_so():
    b = board()
    found = corrections.apply(dossier(b).extractions, [corrections.mark_unreliable(b.documents[0], word())])
    assert found[0].claims == ()
    assert {o.reason for o in found[0].omissions} == {MARKED_UNRELIABLE}
    assert len(found[0].omissions) == len(dossier(b).extractions[0].claims)
    assert found[1:] == dossier(b).extractions[1:]


def test_of_two_fixes_of_one_slot_the_newer_counts_and_undoing_it_brings_back_the_older():
    b = board()
    claim = toll(b, "Alfa1")
    older, newer = corrections.fix(claim, {"low": 1}, word(1)), corrections.fix(claim, {"low": 2}, word(2))
    undone = corrections.undo(newer, word(3))
    again = corrections.undo(undone, word(4))

    def low(*judgements):
        found = corrections.apply(dossier(b).extractions, judgements)
        return next(c.low for e in found for c in e.claims if c.id == claim.id)

    assert [low(), low(older), low(newer, older), low(newer, undone, older), low(again, newer, undone, older)] == [
        41, 1, 2, 1, 2,
    ]  # fmt: skip


def test_a_correction_that_no_longer_fits_its_claim_is_told_and_not_followed():
    b = board()
    claim = toll(b, "Alfa1")
    old = msgspec.structs.replace(corrections.fix(claim, {"low": 1}, word()), right='{"harm": 3}')
    found = corrections.apply(dossier(b).extractions, [old])
    assert claim in found[0].claims
    assert [o.reason for o in found[0].omissions] == [NO_LONGER_FITS]


@pytest.mark.parametrize(
    ("slots", "said"),
    [
        ({"low": "many"}, "low"),
        ({"low": 90, "high": 3}, "over"),
        ({"vanished": 1}, "vanished"),
        ({"id": "x"}, "id"),
        ({"spans": []}, "spans"),
        ({"measure": "lost"}, "lost"),
        ({"kind": "control"}, "kind"),
    ],
)
def test_a_slot_that_is_none_and_a_value_that_it_cannot_hold_are_refused(slots, said):
    with pytest.raises(DataError, match=said):
        corrections.fix(toll(board(), "Alfa1"), slots, word())


@pytest.mark.parametrize(("by", "reason"), [("ann", " "), ("", "why"), ("sitroom.stories", "why")])
def test_a_correction_has_a_person_and_a_reason(by, reason):
    with pytest.raises(DataError):
        corrections.retract(toll(board(), "Alfa1"), Word(by, NOW, reason))


def stories(b: Board, *judgements: Judgement) -> set[frozenset[str]]:
    name = {d.id: d.name for d in b.documents}
    return {frozenset(name[i] for i in s.documents) for s in run.judge(dossier(b, *judgements))[1]}


ALFA, BRAVO = ({f"{town}{day}" for day in (1, 2, 3)} for town in ("Alfa", "Bravo"))


def desk(b: Board, *judgements: Judgement, hours: int = 0) -> Desk:
    return Desk(dossier(b, *judgements), VOCABULARIES, NOW + timedelta(hours=hours), by="ann", reason="seen")


def story_with(b: Board, name: str, *judgements: Judgement) -> str:
    wanted = next(d.id for d in b.documents if d.name == name)
    return next(s.id for s in run.judge(dossier(b, *judgements))[1] if wanted in s.documents)


def test_stories_are_joined_split_and_as_they_were_when_undone():
    b = board()
    assert stories(b) == {frozenset(ALFA), frozenset(BRAVO)}
    joined = desk(b).join(story_with(b, "Alfa1"), story_with(b, "Bravo1"))
    assert stories(b, *joined) == {frozenset(ALFA | BRAVO)}
    assert stories(b, *joined, *desk(b, *joined, hours=1).undo([joined[0].id])) == stories(b)
    parted = desk(b).split(story_with(b, "Alfa1"), ["Alfa1", "Alfa2"])
    assert stories(b, *parted) == {frozenset({"Alfa1", "Alfa2"}), frozenset(BRAVO)}
    both = (*joined, *desk(b, *joined, hours=1).split(story_with(b, "Alfa1", *joined), ["Bravo2"]))
    assert stories(b, *both) == {frozenset(ALFA | BRAVO) - {"Bravo2"}}
    assert stories(b, *both, *desk(b, *both, hours=2).undo([j.id for j in both])) == stories(b)


def test_a_report_put_into_a_story_stays_when_the_story_grows():
    b = board()
    joined = desk(b).join(story_with(b, "Alfa1"), "Bravo3")
    assert frozenset(ALFA | BRAVO) in stories(b, *joined)
    parted = (*joined, *desk(b, *joined, hours=1).split(story_with(b, "Alfa1", *joined), ["Bravo1", "Bravo2"]))
    assert stories(b, *parted) == {frozenset(ALFA | {"Bravo3"}), frozenset({"Bravo1", "Bravo2"})}


@pytest.mark.parametrize(
    "act",
    [
        lambda d: d.retract("figure-nothing"),
        lambda d: d.mark_unreliable("Zulu9"),
        lambda d: d.split("story-nothing", ["Alfa1"]),
        lambda d: d.undo(["correction-nothing"]),
        lambda d: d.join("Alfa1", "Alfa1"),
        lambda d: d.fix(toll(board(), "Alfa1").id, {"side": "nobody"}),
        lambda d: d.split(story_with(board(), "Alfa1"), ["Bravo1"]),
        lambda d: d.split(story_with(board(), "Alfa1"), ["Alfa1", "Alfa2", "Alfa3"]),
    ],
)
def test_what_is_not_there_is_named(act):
    with pytest.raises(DataError):
        act(desk(board()))


def test_what_a_machine_judged_is_not_undone_but_corrected():
    b = board()
    made = run.judge(dossier(b))[0].judgements
    with pytest.raises(DataError, match="no correction"):
        desk(b, *made).undo([made[0].id])


def test_a_claim_by_an_actor_and_one_by_an_unknown_are_told_apart():
    b = board()
    by_agency = desk(b).fix(toll(b, "Alfa1").id, {"attributed_to": "n"})
    by_stranger = desk(b).fix(toll(b, "Alfa1").id, {"attributed_to": "a doctor"})
    by_nobody = desk(b).fix(toll(b, "Alfa1").id, {"attributed_to": None})
    who = [
        corrections.apply(dossier(b).extractions, made)[0].claims[0].attributed_to
        for made in (by_agency, by_stranger, by_nobody)
    ]
    assert [(w.text, w.id) if w else None for w in who] == [("Agency", "n"), ("a doctor", None), None]


def test_a_correction_counts_from_when_it_was_made_unless_hindsight_is_asked_for():
    b = board()
    fixed = corrections.fix(toll(b, "Alfa3"), {"low": 71, "high": 71}, word(5))
    then, later = NOW + timedelta(hours=4), NOW + timedelta(hours=6)
    assert drawn(b, fixed, as_of=then, hindsight=False) == drawn(b, as_of=then)
    assert drawn(b, fixed, as_of=then) != drawn(b, as_of=then)
    assert drawn(b, fixed, as_of=later, hindsight=False) == drawn(b, fixed, as_of=later) != drawn(b, as_of=later)


def test_a_difference_between_two_moments_names_the_correction_behind_it():
    b = board()
    fixed = corrections.fix(toll(b, "Alfa3"), {"low": 71, "high": 71}, word(5))
    found = changes(
        dossier(b, fixed, hindsight=False), VOCABULARIES, NOW, NOW + timedelta(hours=6), story_with(b, "Alfa1")
    )
    assert [(c.change.before, c.change.after, c.corrections) for c in found if c.change.what == "figure"] == [
        ("exact 43", "exact 71", (fixed.id,))
    ]


def test_a_difference_between_two_moments_names_the_reports_behind_it():
    b = board()
    day = datetime(2024, 5, 2, 23, tzinfo=UTC)
    found = changes(dossier(b), VOCABULARIES, day, day + timedelta(days=1), story_with(b, "Bravo1"))
    seen = {(c.change.what, c.change.about): (c.change.before, c.change.after, c.change.docs) for c in found}
    assert seen["control", "Bravo"][2] == ("Bravo3",)
    assert ("exact 92", "exact 93", ("Bravo3",)) in seen.values()


def test_before_a_story_began_everything_is_new():
    b = board()
    early = datetime(2024, 4, 1, tzinfo=UTC)
    found = changes(dossier(b), VOCABULARIES, early, NOW, story_with(b, "Bravo1"))
    assert found
    assert all(c.change.before is None for c in found)


# A correction: what to do, to which of the claims or reports, with which value.
CORRECTIONS = st.lists(
    st.tuples(
        st.sampled_from(["retract", "low", "measure", "since", "unreliable", "split", "join"]), st.integers(0, 17)
    ),
    min_size=1,
    max_size=4,
)


def correct(b: Board, made: tuple[Judgement, ...], what: str, n: int, hours: int) -> tuple[Judgement, ...]:
    here = desk(b, *made, hours=hours)
    figures = [c for e in dossier(b, *made).corrected().extractions for c in e.claims if isinstance(c, FigureClaim)]
    report, other = b.documents[n % 6].name, b.documents[(n + 1) % 6].name
    try:
        match what:
            case "retract":
                return here.retract(figures[n % len(figures)].id)
            case "low" | "measure" | "since":
                value = {"low": 1, "measure": "injured", "since": "2024-04-01"}[what]
                return here.fix(figures[n % len(figures)].id, {what: value})
            case "unreliable":
                return here.mark_unreliable(report)
            case "split":
                return here.split(story_with(b, report, *made), [report])
            case _:
                return here.join(report, other)
    except (DataError, StopIteration, ZeroDivisionError):
        return ()  # nothing left to correct so


@settings(max_examples=40, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
@given(chosen=CORRECTIONS, order=st.randoms(use_true_random=False))
def test_undoing_corrections_restores_every_picture_to_the_byte(chosen, order):
    b = board()
    before = drawn(b)
    made: tuple[Judgement, ...] = ()
    for hours, (what, n) in enumerate(chosen):
        made += correct(b, made, what, n, hours)
    shuffled = list(made)
    order.shuffle(shuffled)
    corrected = drawn(b, *made)
    assert drawn(b, *shuffled) == corrected
    undone = tuple(corrections.undo(j, word(50 + n)) for n, j in enumerate(shuffled))
    assert drawn(b, *made, *undone) == before
    redone = tuple(corrections.undo(j, word(90 + n)) for n, j in enumerate(undone))
    assert drawn(b, *redone, *made, *undone) == corrected


def test_the_judgements_that_hold_do_not_depend_on_their_order():
    b = board()
    made = corrections.fix(toll(b, "Alfa1"), {"low": 1}, word(1))
    undone = corrections.undo(made, word(2))
    assert effective([undone, made]) == effective([made, undone]) == ()
