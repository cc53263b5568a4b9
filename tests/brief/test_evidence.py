"""What is firm enough to be told of the ground."""

from datetime import UTC, datetime

import pytest

from sitroom.brief.evidence import FAR_KM, firm_control, held_by_denial, is_latin, is_printable_name, support
from sitroom.model import Control, ControlClaim, ControlStep, PlaceRef, Span

SEEN = datetime(2024, 12, 4, tzinfo=UTC)


def place(name, lat=35.0, lon=36.7, country="SY", **other):
    return PlaceRef(
        text=name, name=name, geonameid=other.pop("geonameid", 1), lat=lat, lon=lon, country=country, **other
    )


def step(event, by, standing="asserted", docs=("a",), on="2024-12-04", rests_on=()):
    return ControlStep(on=on, event=event, by=by, standing=standing, claimant=None, docs=docs, rests_on=rests_on)


def row(
    name="Hama", *, status="controlled", holder="gov", by=None, basis="confirmed", history=(), ref=None, docs=("a",)
):
    return Control(
        id=f"control-{name}", place=name, place_ref=ref or place(name), status=status, holder=holder, by=by,
        since="2024-12-04", basis=basis, last_report="2024-12-04", history=history, docs=docs, rests_on=(),
    )  # fmt: skip


def claim(cid, document, confidence):
    return ControlClaim(
        id=cid, document=document, known_at=SEEN, spans=(Span(document=document, start=0, end=1),),
        confidence=confidence, event="captured",
    )  # fmt: skip


def told(*rows, claims=None):
    return {r.place: r for r in firm_control(rows, claims or {})}


@pytest.mark.parametrize("kind", ["country", "region", "water"])
def test_a_country_a_region_and_a_river_are_no_towns(kind):
    assert not told(row("Turkey", ref=place("Turkey", kind=kind)))


@pytest.mark.parametrize(("name", "printed"), [("Kafraa", True), ("prison", False), ("وقضت", False), ("", False)])
def test_a_name_that_no_gazetteer_has_must_look_like_one(name, printed):
    assert is_printable_name(name) == printed
    unresolved = PlaceRef(text=name, name=name)
    assert bool(told(row(name, ref=unresolved, docs=("a", "b")))) == printed


def test_a_name_that_no_gazetteer_has_needs_two_reports():
    claims = {"c": claim("c", "a", 0.75)}
    history = (step("held", "gov", rests_on=("c",)),)
    unresolved = PlaceRef(text="Indio", name="Indio")
    assert not told(row("Indio", ref=unresolved, history=history), claims=claims)
    assert told(row("Indio", ref=unresolved, history=history, docs=("a", "b")), claims=claims)


def test_a_namesake_on_another_continent_is_left_out_and_a_town_across_the_border_is_not():
    home = [row(n) for n in ("Hama", "Homs")]
    kano = row("Kano", ref=place("Kano", lat=12.0, lon=8.5, country="NG"))
    reyhanli = row("Reyhanli", ref=place("Reyhanli", lat=36.27, lon=36.57, country="TR"))
    assert set(told(*home, kano, reyhanli)) == {"Hama", "Homs", "Reyhanli"}
    assert FAR_KM > 100


def test_one_doubtful_report_is_not_enough_and_two_are():
    claims = {"c": claim("c", "a", 0.6), "d": claim("d", "b", 0.6), "e": claim("e", "a", 0.6)}
    alone = row(history=(step("held", "gov", rests_on=("c", "e")),))
    both = row(history=(step("held", "gov", rests_on=("c", "d")),))
    assert support(alone, claims) == pytest.approx(0.6)
    assert support(both, claims) == pytest.approx(0.84)
    assert not told(alone, claims=claims)
    assert told(both, claims=claims)


def test_a_place_is_not_fought_over_with_its_holder():
    history = (step("threatened", "hts", on="2024-12-03"), step("contested", "gov", "claimed"))
    hama = told(row(status="contested", by="gov", basis="disputed", history=history))["Hama"]
    assert (hama.status, hama.holder, hama.by, hama.basis) == ("threatened", "gov", "hts", "confirmed")


def test_a_lone_claim_of_capture_yields_to_more_reports_of_a_threat():
    near = step("threatened", "hts", "claimed", docs=("a", "b"))
    taken = step("captured", "hts", "claimed", docs=("c",))
    lone = told(row("Maharda", holder="hts", basis="claimed", history=(near, taken)))["Maharda"]
    assert (lone.status, lone.holder, lone.by) == ("threatened", None, "hts")
    many = step("captured", "hts", "claimed", docs=("c", "d"))
    kept = told(row("Maharda", holder="hts", basis="claimed", history=(near, many)))["Maharda"]
    assert kept.status == "controlled"


def test_who_only_denies_that_another_has_a_place_does_not_claim_it():
    denial = step("captured", "militants", "denied")
    assert held_by_denial(row("Homs", basis="claimed", history=(denial,)))
    assert not held_by_denial(row("Homs", basis="claimed", history=(denial, step("held", "gov", "claimed"))))


@pytest.mark.parametrize(("text", "latin"), [("White Helmets", True), ("Ağrı", True), ("المنظمة", False), ("5", True)])
def test_a_name_in_another_script_names_nobody_to_the_reader(text, latin):
    assert is_latin(text) == latin
