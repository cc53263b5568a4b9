"""What the writer says of known stories, and what it must never say."""

from __future__ import annotations

import random
import re

import msgspec
import pictures
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sitroom.brief.chain import Chains
from sitroom.brief.compose import compose
from sitroom.brief.desk import make_line
from sitroom.brief.numerals import amount, day, number
from sitroom.brief.words import load_words, writer_languages
from sitroom.errors import DataError, Unsupported
from sitroom.model import Edition, Scenario
from sitroom.terms.likelihood import likelihood_word

EN = load_words("en")
FR = load_words("fr")
STORIES = (
    ("hama-2024", "expected-2024-12-04.json"),
    ("hama-2024", "expected.json"),
    ("lashio-2024", "expected.json"),
    ("catatumbo-2025", "expected.json"),
)


def edition(story, file, lang="en", previous=None, **changes):
    desk = pictures.expected(story, file, pictures.hama_around() if story.startswith("hama") else None)
    picture = msgspec.structs.replace(desk.picture, **changes) if changes else desk.picture
    before = pictures.expected(story, previous).picture if previous else None
    brief = compose(picture, scenarios=(), previous=before, lang=lang, **desk.arguments())
    return Edition(brief=brief, picture=picture, scenarios=(), documents=desk.documents, claims=desk.claims)


def lines_of(brief, *names):
    return [line.text for part in brief.parts if part.name in names for line in part.lines]


def prose(brief):
    return " ".join([brief.title, *lines_of(brief, "happened", "matters", "ahead", "disagreements")])


HAMA_4 = edition(*STORIES[0])
HAMA_5 = edition(*STORIES[1], previous="expected-2024-12-04.json")
LASHIO = edition(*STORIES[2])
CATATUMBO = edition(*STORIES[3])


@pytest.mark.parametrize(
    "fact",
    [
        "The offensive was launched on 27 November by HTS-led fighters.",
        "HTS-led fighters have held Aleppo since 30 November.",
        "closing in on Hama, which the Syrian government still holds",
        "the front was less than 5 km from it on 3 December",
        "The Syrian defence ministry denied on 3 and 4 December that HTS-led fighters had taken Hama.",
        "launched a counter-offensive near Hama on 4 December and took Kafraa and Maarshahour",
        "also threaten Maharda, a Christian town, and Salamiyah, an Ismaili city; neither has been taken.",
        "promised Christians and Ismailis that civilians and property would be protected",
        "told them not to side with the Syrian government",
        "By 4 December, SOHR had counted 704 people killed",
        ": 361 HTS-led fighters, 233 soldiers and allied fighters and 110 civilians.",
        "On 2 December, two days earlier, SOHR's count was 514: 268 HTS-led fighters, 154 soldiers and allied fighters",
        "the White Helmets said 94 (Idlib, Aleppo and Hama provinces, 4 December)",
        "the Syrian Network for Human Rights (SNHR) said 149 (3 December)",
        "More than 115,000 people have been displaced in Idlib and northern Aleppo since 27 November",
        "Hama would be the second provincial capital to fall to HTS-led fighters in a week; Aleppo fell on 30 November.",
        "more than quadrupled in six days, from 153 on 28 November to 704 on 4 December",
        "Voce d'Oriente printed 267 HTS-led fighters killed where Agenzia Levante carries 268; only 268 makes",
        "The parts that Gulf Ledger printed, 361 + 233, make 594, not 704.",
        "lowered their count of people killed in Idlib and Aleppo on 1 December from 25 (1 December) to 23 (3 December)",
    ],
)
def test_the_brief_of_4_december_says(fact):
    assert fact in prose(HAMA_4.brief)


@pytest.mark.parametrize(
    "fact",
    [
        "HTS-led fighters take Hama; Syrian army acknowledges withdrawal",
        "took Hama on 5 December, the Syrian Observatory for Human Rights (SOHR) said.",
        "The Syrian army acknowledged that it had withdrawn; the Syrian defence ministry had denied on 3 and 4 December",
        "had counted 727 people killed",
        "including 111 civilians",
        "SOHR had counted 704 the day before: 361",
        "said 178,000 (5 December); the World Food Programme (WFP) said about 280,000 (5 December)",
        "OCHA's earlier count of more than 115,000 (4 December) covered only Idlib and northern Aleppo.",
        "WFP warned on 5 December that up to 1.5 million people could be displaced.",
        "Hama is the second provincial capital to fall to HTS-led fighters in a week",
    ],
)
def test_the_brief_of_5_december_says(fact):
    assert fact in prose(HAMA_5.brief)


@pytest.mark.parametrize(
    "fact",
    [
        "MNDAA takes Lashio; Myanmar junta acknowledges withdrawal",
        "acknowledged on 5 August that it had withdrawn, after denying on 25 July that the MNDAA had taken Lashio",
        "said on 5 August it had taken Kyaukme; no other source in the reports confirms it",
        "from 94 (1 August) to 90 (4 August), including 31 women and 18 children",
        "first claimed Lashio on 25 July; the claim was denied on 25 July and borne out only on 5 August, 11 days later",
        "has been besieged by the TNLA since 27 July",
        "Children are 18 of the 90 civilians killed in the SCM's count on 4 August, or 20%.",
    ],
)
def test_the_brief_of_lashio_says(fact):
    assert fact in prose(LASHIO.brief)


@pytest.mark.parametrize(
    "fact",
    [
        "from more than 80 (19 January) to 48 (27 January)",
        "the Colombian defence ministry said 41 (26 January); the Defensoría del Pueblo said 80 to 90 (20 January)",
        ": 21,700 in Cúcuta, 15,012 in Ocaña and 12,900 in Tibú",
        "from 48,119 (24 January) to 47,084 (26 January)",
        "is closing in on Campo Dos, which FARC dissidents still hold",
        "Caño Indio, held by FARC dissidents, has been besieged by the ELN",
        "warned on 27 January that up to 80,000 people could be displaced",
        "only 12,206 makes the PMU's total of 36,139",
    ],
)
def test_the_brief_of_catatumbo_says(fact):
    assert fact in prose(CATATUMBO.brief)


@pytest.mark.parametrize(
    ("known", "never"),
    [
        (HAMA_4, ["fallen", "took Hama", "727", "178,000", "280,000", "300", "half a million", "40,000", " 52 "]),
        (HAMA_5, ["9,000", "500,000", "400 ", "50 soldiers", "560,000", "still holds", "40,000"]),
        (LASHIO, ["9,000", "800", "500 ", "putsch", "commander was killed", "30,000"]),
        (CATATUMBO, ["9,000", "38 ", "25 ELN", "Venezuelan troops", "ELN took Campo Dos", "35 ", "8,668"]),
    ],
)
def test_what_is_never_said_as_a_fact(known, never):
    said = " ".join(lines_of(known.brief, "happened", "matters"))
    for words in never:
        assert words not in said


@pytest.mark.parametrize("known", [HAMA_4, HAMA_5, LASHIO, CATATUMBO])
def test_every_line_leads_to_words_of_reports(known):
    chains = Chains(known)
    for line in (*known.brief.standfirst, *(line for part in known.brief.parts for line in part.lines)):
        quotes = [q for record in line.rests_on for q in chains.link(record).all_quotes()]
        assert quotes or line.rule == "table.timeline", line
        for quote in quotes:
            assert quote.document.text[quote.start : quote.end] == quote.words


@pytest.mark.parametrize("known", [HAMA_4, HAMA_5, LASHIO, CATATUMBO])
def test_prose_is_short_clean_and_sober(known):
    happened = lines_of(known.brief, "happened")
    assert 100 <= sum(len(text.split()) for text in happened) <= 270
    for text in lines_of(known.brief, "happened", "matters", "ahead", "disagreements"):
        assert text.endswith(".")
        assert text[0].isupper() or text[0].isdigit()
        assert not re.search(r"  | [,.;:]|[{}]|None|,[.;]|\bthe the\b", text), text
        assert not re.search(r"strategic|unprecedented|\bkey\b|turning point|critical", text)


@pytest.mark.parametrize("known", [HAMA_4, HAMA_5, LASHIO, CATATUMBO])
def test_an_acronym_is_explained_once_and_before_it_stands_alone(known):
    said = " ".join(lines_of(known.brief, "happened", "matters", "ahead"))
    for full, short in {(n.full, n.short) for n in pictures.names().values() if n.short}:
        uses = [m.start() for m in re.finditer(rf"\b{re.escape(short)}\b", said)]
        if uses:
            assert said.count(f"{full} ({short})") == 1, short
            assert said.index(f"{full} ({short})") < uses[0]


def test_the_same_records_make_the_same_brief_in_any_order():
    desk = pictures.expected("hama-2024", "expected.json", pictures.hama_around())
    arguments = desk.arguments()
    documents, claims = list(desk.documents), list(desk.claims)
    random.Random(7).shuffle(documents)  # noqa: S311 -- an order, not a secret
    random.Random(8).shuffle(claims)  # noqa: S311
    shuffled = arguments | {"documents": documents, "claims": claims}
    one = compose(desk.picture, scenarios=(), **arguments)
    other = compose(desk.picture, scenarios=(), **shuffled)
    assert msgspec.json.encode(one) == msgspec.json.encode(other)


def test_a_breakdown_that_does_not_add_up_is_called_including():
    broken = tuple(s for s in HAMA_4.picture.sums if s.total != 704)
    brief = edition(*STORIES[0], sums=broken).brief
    assert "704 people killed since the offensive began on 27 November, including 361" in prose(brief)


def test_at_least_is_said_only_where_a_source_set_a_bound():
    exact = tuple(
        msgspec.structs.replace(f, high=f.low, wording="exact") if f.low == 115000 else f
        for f in HAMA_4.picture.figures
    )
    said = prose(edition(*STORIES[0], figures=exact).brief)
    assert "more than 115,000" not in said.lower()
    assert "at least" not in said


def test_enemy_dead_are_listed_as_left_out_with_their_claimant():
    left = " ".join(HAMA_5.brief.left_out)
    assert "Russia, 300 HTS-led fighters" in left
    assert "Syrian defence ministry" in left
    assert "300" not in prose(HAMA_5.brief)


def test_what_changed_since_the_previous_brief():
    said = " ".join(line.text for line in HAMA_5.brief.standfirst)
    assert "Hama taken by HTS-led fighters." in said
    assert "Homs newly threatened." in said
    assert "The SOHR count of people killed is up from 704 on 4 December to 727." in said
    assert not HAMA_4.brief.standfirst


def test_the_cards_carry_value_claimant_day_and_kind():
    killed, displaced = HAMA_5.brief.cards[:2]
    assert (killed.value, killed.source) == ("727", "SOHR, 5 December")
    assert displaced.value == "178,000 to about 280,000"
    assert "OCHA 178,000, 5 December" in displaced.source
    assert "flow" in displaced.note
    assert HAMA_4.brief.cards[0].note == "361 + 233 + 110, adds up"
    assert HAMA_4.brief.cards[-1].value == "held by Syrian government, threatened"


ODD = {
    "earthquake": ["The Afghan health ministry said on 9 September that 2,205 people were killed in Kunar on 6 September.",
                   "more than doubled in two days, from 812 on 7 September to 2,205 on 9 September",
                   "Dozens of people are missing in Kunar"],
    "flood": ["About 210,000 people have been displaced in Sindh since 26 August", "At least 41,000 people have returned to"],
    "siege": ["El Fasher, held by saf, has been besieged by rsf since 10 May 2024.", "Dozens of people were killed"],
    "unclaimed": ["without naming a source"],
    "vague": ["had counted hundreds of people killed in Plateau State", "Thousands of people have been displaced"],
    "two claimants": ["the Palestine Red Crescent Society said at least 90 (9 September); the Ministry of Health in Gaza said 130"],
    "nothing": ["no claim in these reports could be used"],
}  # fmt: skip


@pytest.mark.parametrize("name", ODD)
@pytest.mark.parametrize("lang", ["en", "fr"])
def test_odd_pictures_make_a_brief(name, lang):
    picture = pictures.ODD[name]()
    brief = compose(picture, lang=lang, **pictures.bare(picture))
    assert brief.title
    if lang == "en":
        for fact in ODD[name]:
            assert fact in prose(brief)


def test_no_scenario_no_forecast_and_the_reader_is_told():
    assert any(text.startswith("No forecast") for text in HAMA_4.brief.left_out)


def scenario(**fields):
    row = {
        "id": "scenario-1", "kind": "capture", "predicate": "captured", "place": "Hama", "country": "SY",
        "horizon": "2024-12-11", "resolution_rule": "two sources", "resolved_by": "two independent reports of capture",
        "probability": 0.62, "base_rate": 0.41, "base_n": 90, "base_label": "places this close to a front",
        "method": "logit", "data_cutoff": "2024-12-04", "issued_at": pictures.NOON, "known_at": pictures.NOON,
    } | fields  # fmt: skip
    return Scenario(**row)


def ahead(*scenarios):
    desk = pictures.expected("hama-2024", "expected-2024-12-04.json")
    return lines_of(compose(desk.picture, **desk.arguments(), scenarios=scenarios), "ahead")


def test_a_scenario_is_one_line_with_number_word_date_and_base_rate():
    (line,) = ahead(scenario())
    assert line == (
        "Hama is captured by 11 December: likely, 62% (base rate of places as near to a front: 41%, n = 90)."
    )


def test_the_days_of_one_question_share_a_line():
    later = scenario(id="scenario-2", horizon="2025-01-01", probability=0.81, base_rate=0.55)
    (line,) = ahead(later, scenario())
    assert line.index("by 11 December: likely, 62%") < line.index("by 1 January 2025: very likely, 81%")


def test_if_a_then_b_comes_first_and_keeps_the_two_apart():
    effect = scenario(
        id="scenario-2", kind="displaced", given="scenario-1", probability=None, threshold=None,
        quantiles=((0.1, 90000.0), (0.9, 260000.0)), horizon="2024-12-18",
        about=(("to_1", "Homs"), ("to_1_share", "0.5 0.4 0.6")),
    )  # fmt: skip
    toll = scenario(id="scenario-3", kind="toll", place=None, claimant="sohr", threshold=1000.0)
    first, second = ahead(toll, scenario(), effect)
    assert first.startswith("If Hama is captured by 11 December (likely, 62%;")
    assert first.endswith(
        "90,000 to 260,000 more people would be displaced by 18 December (80% interval), the largest shares towards Homs."
    )
    assert "toll passes 1,000" in second


def test_a_place_that_nobody_presses_is_told_of_only_where_it_may_well_fall():
    assert not ahead(scenario(place="Nowhere", probability=0.02))
    assert len(ahead(scenario(place="Nowhere", probability=0.3))) == 1


def test_the_outlook_holds_at_most_six_lines():
    kinds = ("toll", "toll_injured", "deaths", "siege", "ceasefire", "coverage", "total_displaced", "capture")
    many = [scenario(id=f"scenario-{kind}", kind=kind, threshold=1000.0, claimant="sohr") for kind in kinds]
    assert len(ahead(*many)) == 6


@pytest.mark.parametrize(
    ("probability", "word"),
    [(0.03, "almost_no_chance"), (0.05, "very_unlikely"), (0.2, "unlikely"), (0.49, "roughly_even"), (0.55, "likely"),
     (0.8, "very_likely"), (0.95, "almost_certain"), (0.99, "almost_certain"), (1.0, "almost_certain")],
)  # fmt: skip
def test_likelihood_words_follow_icd_203(probability, word):
    assert likelihood_word(probability) == word


def test_a_line_that_rests_on_nothing_is_refused():
    with pytest.raises(Unsupported):
        make_line("rule", "Something happened.", [])


@pytest.mark.parametrize(
    ("low", "high", "wording", "strict", "printed"),
    [
        (704, 704, "exact", False, "704"),
        (115000, None, "at_least", True, "more than 115,000"),
        (115000, None, "at_least", False, "at least 115,000"),
        (None, 60, "at_most", False, "up to 60"),
        (500, 500, "about", False, "about 500"),
        (80, 90, "range", False, "80 to 90"),
        (24, None, "vague", False, "dozens"),
        (200, None, "vague", False, "hundreds"),
        (1_100_000, 1_100_000, "exact", False, "1.1 million"),
        (1_234_567, 1_234_567, "exact", False, "1,234,567"),
        (3_000_000, 3_000_000, "about", False, "about 3 million"),
    ],
)
def test_amounts_keep_their_qualifier(low, high, wording, strict, printed):
    assert amount(EN, low, high, wording, strict=strict, alone=True) == printed


@given(st.integers(min_value=0, max_value=999_999))
@settings(max_examples=50, deadline=None)
def test_numbers_read_back(value):
    assert int(number(EN, value).replace(",", "")) == value
    assert int(re.sub(r"\D", "", number(FR, value))) == value


@pytest.mark.parametrize(
    ("words", "iso", "printed"),
    [(EN, "2024-12-04", "4 December"), (EN, "2023-12-04", "4 December 2023"), (EN, "2024-11", "November 2024"),
     (FR, "2024-12-01", "1er décembre"), (FR, "2024-08-04", "4 août")],
)  # fmt: skip
def test_days(words, iso, printed):
    assert day(words, iso, 2024) == printed


@pytest.mark.parametrize(
    ("name", "phrase", "plural"),
    [
        ("Syrian Observatory for Human Rights", "the Syrian Observatory for Human Rights", False),
        ("White Helmets", "the White Helmets", True),
        ("OCHA", "OCHA", False),
        ("local officials", "local officials", True),
        ("Syrian government forces", "Syrian government forces", True),
        ("Rapid Support Forces", "the Rapid Support Forces", True),
        ("Colombia's defence ministry", "Colombia's defence ministry", False),
        ("Hayat Tahrir al-Sham", "Hayat Tahrir al-Sham", False),
        ("UN", "the UN", False),
        ("Human Rights Watch", "Human Rights Watch", False),
        ("community groups", "community groups", True),
    ],
)
def test_english_names_take_their_article(name, phrase, plural):
    noun = EN.noun(name)
    assert (noun.text, noun.plural) == (phrase, plural)


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("le décompte de le ministère", "le décompte du ministère"),
        ("de les Casques blancs", "des Casques blancs"),
        ("le nord de Alep", "le nord d'Alep"),
        ("que ils", "qu'ils"),
        ("le 1 décembre", "le 1er décembre"),
        ("le 11 décembre", "le 11 décembre"),
        ("1,1 million personnes", "1,1 million de personnes"),
    ],
)
def test_french_contracts(text, written):
    assert FR.tidy(text) == written


def test_french_agrees():
    said = prose(edition(*STORIES[1], lang="fr").brief)
    assert "menacent Maharda, ville chrétienne, Salamiyah, ville ismaélienne, et Homs" in said
    assert "personnes tuées" in said
    assert "civils tués" in said
    assert "{" not in said


def test_every_language_has_every_template_and_asks_for_no_other_slot():
    assert {"en", "fr"} <= set(writer_languages())
    sections = ("phrases", "events", "promises", "demands", "communities", "people", "fighters", "headers", "sections")
    for lang in writer_languages():
        writer = load_words(lang).writer
        for section in sections:
            assert set(getattr(writer, section)) == set(getattr(EN.writer, section)), (lang, section)


def test_a_language_without_words_is_named():
    with pytest.raises(DataError, match="xx"):
        load_words("xx")


def test_nobody_is_said_to_hold_what_is_disputed():
    rows = tuple(
        msgspec.structs.replace(row, basis="disputed") if row.place == "Hama" else row for row in HAMA_5.picture.control
    )
    brief = edition(*STORIES[1], control=rows).brief
    assert brief.title.startswith("Control of Hama disputed")
    assert "Control of Hama is disputed." in prose(brief)
    assert "took Hama" not in prose(brief)
    assert "Hama is the second provincial capital" not in prose(brief)
    assert "The Syrian defence ministry denied on 3 and 4 December that HTS-led fighters had taken Hama." in prose(
        brief
    )
    assert "said on 4 December they had entered Hama" in prose(brief)
