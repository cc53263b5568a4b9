import pytest

from sitroom.places.spelling import key, romanise, skeleton, without_articles


@pytest.mark.parametrize("name", ["Maharde", "Maharda", "Muhradah", "Mhardeh", "محردة", "Мхарде", "Махарда"])
def test_maharda_in_any_spelling_is_one_place(gazetteer, name):
    assert {ref.geonameid for ref in gazetteer.lookup(name)[:1]} == {gazetteer.lookup("Maharda")[0].geonameid}


@pytest.mark.parametrize(
    ("name", "lang", "country", "kind"),
    [
        ("Darfur", "en", "SD", "region"), ("Donbass", "fr", "UA", "region"), ("Sektor", "xx", None, None),
        ("Gazastreifen", "de", "PS", "region"), ("Zamzam", "en", "SD", "camp"), ("Сектор Газа", "ru", "PS", "region"),
        ("Bab al-Hawa", "en", "SY", "site"), ("Mer Rouge", "fr", None, "water"), ("Syrie", "fr", "SY", "country"),
        ("Nordkivu", "de", "CD", "province"), ("شمال دارفور", "ar", "SD", "province"), ("Türkiye", "tr", "TR", "country"),
        ("Sheikh Maqsoud", "en", "SY", "district"), ("Донеччина", "uk", "UA", "province"), ("Crimea", "en", "UA", "region"),
    ],
)  # fmt: skip
def test_the_supplement_knows_what_geonames_lacks(gazetteer, name, lang, country, kind):
    refs = gazetteer.lookup(name, lang)
    assert (refs[0].country, refs[0].kind) == (country, kind) if kind else refs == []


def test_places_of_the_supplement_alone_have_stable_negative_ids(gazetteer):
    zamzam = gazetteer.lookup("Zamzam camp")[0]
    assert zamzam.geonameid < 0
    assert gazetteer.by_id(zamzam.geonameid).name == "Zamzam camp"


def test_likeness_is_asked_within_a_country_only(gazetteer):
    assert gazetteer.lookup("Talbyseh") == []
    assert gazetteer.lookup("Talbyseh", country="SY")[0].name == "Talbiseh"


@pytest.mark.parametrize(
    "spellings",
    [
        ("Tel Rifaat", "Tell Rifaat", "Tal Rifaat", "TEL  RIFAAT"),
        ("Deir ez-Zor", "Dayr az-Zawr", "Deir al-Zor"),
        ("Kafr Zita", "Kfar Zita", "kefr zita"),
        ("Saint-Marc", "St. Marc", "Sainte Marc"),
        ("السلمية", "السَّلَمِيَّة", "السلميه"),
        ("Ma'arrat", "Ma‘arrat", "Maarrat"),
    ],
)
def test_spellings_that_mean_the_same_have_one_key(spellings):
    assert len({key(one) for one in spellings}) == 1


def test_articles_fall_but_words_that_look_like_them_stay():
    assert without_articles(key("al-Bab")) == "bab"
    assert without_articles(key("ash-Shaddadi")) == "shaddadi"
    assert key("As Salamiyah") == key("Al-Salamiyah")
    assert key("An Bord") == "an bord"
    assert without_articles(key("الباب")) == "باب"


@pytest.mark.parametrize(
    "pair",
    [
        ("Maharda", "Muhradah"),
        ("Jabaliya", "Dschabaliya"),
        ("Quneitra", "Kuneytra"),
        ("Khan Sheikhoun", "Khan Cheikhun"),
    ],
)
def test_romanisations_share_their_consonants(pair):
    bones = {skeleton(romanise(key(one))) for one in pair}
    assert len(bones) == 1


def test_neighbourhood(gazetteer):
    maharda = gazetteer.lookup("Maharda")[0]
    around = gazetteer.surroundings(maharda)
    assert around.next_city == "Hama"
    assert 15 < around.next_city_km < 30
    assert around.next_city_bearing == "south-east"
    assert around.people_within_30_km > 300_000
    hama = gazetteer.surroundings(gazetteer.lookup("Hama")[0])
    assert hama.seat_of == "Hama governorate"
    assert gazetteer.surroundings(gazetteer.lookup("Aleppo")[0]).rank_in_country == 1
    assert hama.rank_in_country > 1
    assert gazetteer.surroundings(gazetteer.lookup("Syria")[0]).people_within_30_km is None


def test_near_is_nearest_first_and_within_the_distance(gazetteer):
    found = gazetteer.near(35.13, 36.75, 20)
    distances = [km for _, km in found]
    assert distances == sorted(distances)
    assert max(distances) <= 20
    assert found[0][0].name == "Hama"
    assert gazetteer.near(0.0, -179.99, 1) == []
