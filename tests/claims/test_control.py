"""Who took, lost, besieges, threatens, contests or holds a place: tables of sentences in ten languages."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.claims.marked import marked

from sitroom.claims.control import control_claims

TABLE = [
    # captured, active
    ("en", "[The rebels=hts] took full control of {Hama}.", {("captured", "Hama", "hts", "asserted")}),
    ("en", "[Insurgents=hts] seized {Morek}, {Suran} and {Taybat}.",
     {("captured", "Morek", "hts", "asserted"), ("captured", "Suran", "hts", "asserted"), ("captured", "Taybat", "hts", "asserted")}),
    ("en", "{Hama} was recaptured by [the army=syria-gov].", {("captured", "Hama", "syria-gov", "asserted")}),
    ("en", "The fall of {Aleppo} stunned the capital.", {("captured", "Aleppo", None, "asserted")}),
    ("fr", "[Les rebelles=m23] se sont emparés de {Goma}.", {("captured", "Goma", "m23", "asserted")}),
    ("it", "[I ribelli=m23] hanno conquistato {Goma}.", {("captured", "Goma", "m23", "asserted")}),
    ("es", "[La guerrilla=eln] tomó el control de {Tibú}.", {("captured", "Tibú", "eln", "asserted")}),
    ("pt", "[Os rebeldes=m23] tomaram {Goma}.", {("captured", "Goma", "m23", "asserted")}),
    ("de", "[Die Rebellen=m23] haben {Goma} eingenommen.", {("captured", "Goma", "m23", "asserted")}),
    ("ar", "سيطر [المسلحون=hts] على {حماة}.", {("captured", "حماة", "hts", "asserted")}),
    ("tr", "[Muhalifler=hts] {Hama} kentini ele geçirdi.", {("captured", "Hama", "hts", "asserted")}),
    ("ru", "[Повстанцы=hts] захватили {Хаму}.", {("captured", "Хаму", "hts", "asserted")}),
    ("uk", "[Повстанці=hts] захопили {Хаму}.", {("captured", "Хаму", "hts", "asserted")}),
    # lost
    ("en", "[The army=syria-gov] withdrew from {Hama}.", {("lost", "Hama", "syria-gov", "asserted")}),
    ("fr", "[L'armée=drc-gov] s'est retirée de {Goma}.", {("lost", "Goma", "drc-gov", "asserted")}),
    ("it", "[L'esercito=drc-gov] si è ritirato da {Goma}.", {("lost", "Goma", "drc-gov", "asserted")}),
    ("es", "[El Ejército=syria-gov] se retiró de {Hama}.", {("lost", "Hama", "syria-gov", "asserted")}),
    ("ar", "انسحب [الجيش=syria-gov] من {حماة}.", {("lost", "حماة", "syria-gov", "asserted")}),
    # besieged, threatened, contested, held
    ("en", "[The RSF=rsf] has encircled {El Fasher}.", {("besieged", "El Fasher", "rsf", "asserted")}),
    ("de", "[Die RSF=rsf] hat {El Fasher} eingekesselt.", {("besieged", "El Fasher", "rsf", "asserted")}),
    ("en", "[Rebels=hts] are poised to enter {Maharda}.", {("threatened", "Maharda", "hts", "asserted")}),
    ("fr", "[Les rebelles=hts] sont sur le point d'entrer dans {Maharda}.", {("threatened", "Maharda", "hts", "asserted")}),
    ("it", "[I ribelli=hts] sono sul punto di entrare a {Maharda}.", {("threatened", "Maharda", "hts", "asserted")}),
    ("en", "[Rebels=hts] and soldiers fought for {Khiam}.", {("contested", "Khiam", "hts", "asserted")}),
    ("en", "{Homs} remains under the control of [the army=syria-gov].", {("held", "Homs", "syria-gov", "asserted")}),
]  # fmt: skip


@pytest.mark.parametrize(("lang", "text", "expected"), TABLE)
def test_sentences(lang: str, text: str, expected: set[tuple[str, str, str | None, str]]) -> None:
    claims = control_claims(marked(text, lang))
    assert {(c.event, c.place.text if c.place else "", c.by, c.standing) for c in claims} == expected


NOTHING = [
    ("en", "If {Homs} falls, [the army=syria-gov] will regroup."),
    ("en", "[The army=syria-gov] hopes to retake {Hama}."),
    ("en", "Police seized firearms and ammunition in {Kingston}."),
    ("en", "Thousands of residents fled {Hama}."),
    ("fr", "[Les rebelles=m23] veulent s'emparer de {Goma}."),
    ("es", "[La guerrilla=eln] quiere tomar {Tibú}."),
    ("en", "A delegation took part in talks near {Doha}."),
]


@pytest.mark.parametrize(("lang", "text"), NOTHING)
def test_what_is_no_control(lang: str, text: str) -> None:
    assert [(c.event, c.place) for c in control_claims(marked(text, lang)) if c.event in ("captured", "lost")] == []


def test_what_only_the_doer_says_is_claimed() -> None:
    claims = control_claims(marked("[The rebels=hts] said they had seized {Morek}."))
    assert [(c.event, c.standing, c.by) for c in claims] == [("captured", "claimed", "hts")]


def test_what_a_third_party_says_is_asserted() -> None:
    claims = control_claims(marked("[The Observatory=sohr] said [rebels=hts] had seized {Morek}."))
    assert [(c.event, c.standing, c.by) for c in claims] == [("captured", "asserted", "hts")]


def test_a_denial_denies_the_enemys_control() -> None:
    claims = control_claims(marked("[The army=syria-gov] denied that [rebels=hts] had entered {Suran}."))
    assert [(c.event, c.standing, c.by) for c in claims] == [("captured", "denied", "hts")]
    assert claims[0].attributed_to is not None
    assert claims[0].attributed_to.id == "syria-gov"


def test_a_claim_and_the_denial_that_answers_it() -> None:
    text = "[The rebels=hts] claimed to have taken {Suran}. [The army=syria-gov] rejected this."
    claims = control_claims(marked(text))
    assert {(c.event, c.standing) for c in claims} == {("captured", "claimed"), ("captured", "denied")}


def test_another_war_is_background() -> None:
    claims = control_claims(marked("[The army=syria-gov] retook {Aleppo} in December 2016."))
    assert [c.background for c in claims] == [True]


@given(st.sampled_from([t for _, t, _ in TABLE]), st.sampled_from(["en", "fr", "ar", "tr", "ru"]), st.text(max_size=40))
def test_spans_read_back_and_nothing_crashes(text: str, lang: str, noise: str) -> None:
    m = marked(noise.replace("[", "").replace("{", "") + " " + text, lang)
    for c in control_claims(m):
        span = c.spans[0]
        assert 0 <= span.start < span.end <= len(m.text)
        assert 0 < c.confidence <= 1
