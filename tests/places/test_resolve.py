import pytest

from sitroom.places import Place, PlaceMention
from sitroom.places.records import Context
from sitroom.places.resolve import resolve


@pytest.mark.parametrize(
    ("text", "name", "country"),
    [
        ("Militias fought in Tripoli as Benghazi and Misrata watched.", "Tripoli", "LY"),
        ("Clashes in Tripoli and Sidon, Lebanon.", "Tripoli", "LB"),
        ("Israel bombed Rafah and Khan Yunis.", "Rafah", "PS"),
        ("Georgia's parliament in Tbilisi voted.", "Georgia", "GE"),
        ("A storm hit Atlanta, Georgia, and Alabama.", "Georgia", "US"),
        ("Niger and Mali left; troops from Niamey went home.", "Niger", "NE"),
        ("Jordan, Chad and Turkey signed.", "Chad", "TD"),
        ("Valencia and Paiporta were flooded, Spain said.", "Valencia", "ES"),
        ("Santiago, Chile, shook.", "Santiago", "CL"),
        ("Fighters of the ADF killed people near Beni and Butembo.", "Beni", "CD"),
    ],
)
def test_the_other_places_of_a_document_decide(gazetteer, text, name, country):
    mentions = gazetteer.find(text, "en")
    refs = [ref for mention, ref in zip(mentions, gazetteer.resolve(mentions), strict=True) if mention.name == name]
    assert refs
    assert {ref.country for ref in refs} == {country}


def test_of_two_villages_of_one_name_the_nearer_to_the_others_is_meant(gazetteer):
    mentions = gazetteer.find("Rebels took Suran, Morek and Hama in Syria.", "en")
    suran = next(ref for ref in gazetteer.resolve(mentions) if ref.text == "Suran")
    assert (round(suran.lat or 0, 1), round(suran.lon or 0, 1)) == (35.3, 36.7)


def _place(ident: int, country: str, population: int) -> Place:
    return Place(id=ident, name="Springfield", country=country, lat=float(ident), lon=10.0, population=population)


def _mention(*places: Place) -> PlaceMention:
    return PlaceMention(
        text="Springfield", start=0, end=11, name="Springfield", name_start=0, name_end=11, candidates=places
    )


def test_what_nothing_decides_stays_ambiguous_and_says_so():
    (ref,) = resolve([_mention(_place(1, "AA", 5000), _place(40, "BB", 5000))], Context())
    assert ref.geonameid is None
    assert ref.lat is None
    assert ref.candidates == 2
    assert ref.confidence < 0.62


def test_two_entries_of_one_spot_are_one_place():
    first = _place(1, "AA", 5000)
    second = Place(id=2, name="Springfield", country="AA", lat=1.01, lon=10.0, population=5000)
    (ref,) = resolve([_mention(first, second)], Context())
    assert ref.geonameid in {1, 2}


def test_a_mention_without_candidates_is_unresolved():
    (ref,) = resolve([_mention()], Context())
    assert (ref.geonameid, ref.candidates, ref.confidence) == (None, 0, 0.0)
