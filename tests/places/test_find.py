from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sitroom.places import Context, Gazetteer


def named(gazetteer: Gazetteer, text: str, lang: str) -> list[tuple[str, str | None]]:
    mentions = gazetteer.find(text, lang)
    for mention in mentions:
        assert text[mention.start : mention.end] == mention.text
        assert text[mention.name_start : mention.name_end] == mention.name
    return [(mention.name, ref.name) for mention, ref in zip(mentions, gazetteer.resolve(mentions), strict=True)]


@pytest.mark.parametrize(
    ("lang", "text", "expected"),
    [
        ("en", "The army lost Taybat al-Imam and Khan Sheikhoun.", [("Taybat al-Imam", "Taybat al-Imam"), ("Khan Sheikhoun", "Khan Sheikhoun")]),
        ("en", "Tanks near Muhradah, in Syria.", [("Muhradah", "Maharda"), ("Syria", "Syria")]),
        ("en", "Hama's mayor fled to Homs.", [("Hama", "Hama"), ("Homs", "Homs")]),
        ("fr", "Aux portes d'Alep et de Damas, l’armée recule.", [("Alep", "Aleppo"), ("Damas", "Damascus")]),
        ("it", "Gli sfollati dell'Idlib sono a Bengasi.", [("Idlib", "Idlib"), ("Bengasi", "Benghazi")]),
        ("es", "Los rebeldes entraron en Alepo y avanzan hacia Hama, en Siria.", [("Alepo", "Aleppo"), ("Hama", "Hama"), ("Siria", "Syria")]),
        ("pt", "Ataque na Faixa de Gaza e em Chiúre, em Moçambique.", [("Faixa de Gaza", "Gaza Strip"), ("Chiúre", "Chiúre"), ("Moçambique", "Mozambique")]),
        ("de", "Die Armee rückt aus Charkiw nach Kupjansk vor.", [("Charkiw", "Kharkiv"), ("Kupjansk", "Kupiansk")]),
        ("tr", "Halep'te ve İdlib’den gelenler Şam'a gitti.", [("Halep", "Aleppo"), ("İdlib", "Idlib"), ("Şam", "Damascus")]),
        ("ar", "قصف على خان يونس وبيت لاهيا في قطاع غزة", [("خان يونس", "Khan Yunis"), ("بيت لاهيا", "Beit Lahia"), ("قطاع غزة", "Gaza Strip")]),
        ("ar", "اشتباكات بحماة والرقة في سوريا", [("حماة", "Hama"), ("الرقة", "Raqqa"), ("سوريا", "Syria")]),
        ("ru", "Бои идут в Хаме, под Телль-Рифатом и в Алеппо.", [("Хаме", "Hama"), ("Телль-Рифатом", "Tel Rifaat"), ("Алеппо", "Aleppo")]),
        ("ru", "В Западном Дарфуре и Донецкой области обстрелы.", [("Западном Дарфуре", "West Darfur"), ("Донецкой области", "Donetsk")]),
        ("uk", "У Кривому Розі та на Сумщині лунали вибухи.", [("Кривому Розі", "Kryvyi Rih"), ("Сумщині", "Sumy")]),
    ],
)  # fmt: skip
def test_finds_names_as_each_language_writes_them(gazetteer, lang, text, expected):
    assert named(gazetteer, text, lang) == expected


@pytest.mark.parametrize(
    ("lang", "text", "whole", "modifier", "kind", "resolved"),
    [
        ("en", "Fighting north of Hama.", "north of Hama", "north of", None, "settlement"),
        ("en", "Fighting in northern Aleppo.", "northern Aleppo", "northern", None, "settlement"),
        ("en", "Fighting in Hama province.", "Hama province", None, "province", "province"),
        ("en", "Fighting in the province of Hama.", "province of Hama", None, "province", "province"),
        ("es", "Combates en la provincia de Hama.", "provincia de Hama", None, "province", "province"),
        ("ar", "اشتباكات في محافظة حماة", "محافظة حماة", None, "province", "province"),
        ("ar", "اشتباكات في مدينة حماة", "مدينة حماة", None, "settlement", "settlement"),
        ("tr", "Hama kırsalına saldırı", "Hama kırsalına", "kırsalına", None, "settlement"),
        ("tr", "Gazze kentine saldırı", "Gazze kentine", None, "settlement", "settlement"),
        ("de", "Kämpfe in der Provinz Hama.", "Provinz Hama", None, "province", "province"),
        ("uk", "Бої у північній Хамі.", "північній Хамі", "північній", None, "settlement"),
    ],
)
def test_keeps_the_words_that_say_where_and_what(gazetteer, lang, text, whole, modifier, kind, resolved):
    (mention,) = gazetteer.find(text, lang, countries=("SY", "PS"))
    assert (mention.text, mention.modifier, mention.kind) == (whole, modifier, kind)
    (ref,) = gazetteer.resolve([mention])
    assert ref.kind == resolved


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("en", "Hamas and Amnesty International spoke on Tuesday in May."),
        ("en", "The man said: Of the many, most left. Split decisions followed. Reading helps. Nice work."),
        ("en", "Hama Amadou and Michael Jordan met."),
        ("en", "Man Killed, Police Say"),
        ("en", "THE MAN SAID MOST OF THE VAN WAS NICE AND OF USE"),
        ("en", "Hayat Tahrir al-Sham announced it."),
        ("fr", "Selon Reuters, mardi, la Croix-Rouge est sur place."),
        ("de", "Die Menschen, die Soldaten und die Stadt am Ende."),
        ("es", "Sala y Pueblo, según el Observatorio."),
        ("tr", "Van der Bellen değil, ordu ve devlet."),
        ("ar", "قالت السلطات إن الدولة في حصار وإن القوات السورية على الباب"),
        ("ru", "Войска вошли, сказал Роман. Мира нет."),
        ("uk", "Війська увійшли, сказав Роман."),
    ],
)
def test_common_words_people_and_bodies_are_no_places(gazetteer, lang, text):
    assert gazetteer.find(text, lang) == []


@pytest.mark.parametrize(
    ("text", "country"),
    [
        ("Shelling hit Sake, west of Goma.", "CD"),
        ("Clashes in Nice and Marseille, France.", "FR"),
        ("Fires near Split, Croatia.", "HR"),
        ("An earthquake struck near Van and Batman in Turkey.", "TR"),
        ("The militia holds Beni, in North Kivu.", "CD"),
        ("Ivory Coast: gunfire in the town of Man.", "CI"),
    ],
)
def test_a_common_word_is_a_place_where_it_stands_as_one(gazetteer, text, country):
    refs = gazetteer.resolve(gazetteer.find(text, "en"))
    assert {ref.country for ref in refs} == {country}
    assert all(ref.geonameid for ref in refs)
    assert len(refs) >= 2


def test_a_text_in_capitals_is_read(gazetteer):
    text = "REBELS SEIZED THE TOWN OF MAHARDE NORTH OF HAMA IN SYRIA, THE ARMY SAID."
    assert [name for _, name in named(gazetteer, text, "en")] == ["Maharda", "Hama", "Syria"]


def test_an_unlisted_spelling_is_found_by_its_consonants_in_the_countries_of_the_text_only(gazetteer):
    mentions = gazetteer.find("In Syria, rebels fought in Khan Sheikhoun and near Talbyseh.", "en")
    assert [(one.name, one.exact) for one in mentions][-1] == ("Talbyseh", False)
    assert gazetteer.resolve(mentions)[-1].name == "Talbiseh"
    assert [one.name for one in gazetteer.find("In Peru, rain fell near Talbyseh.", "en")] == ["Peru"]


def test_countries_given_help_a_name_that_stands_alone(gazetteer):
    (mention,) = gazetteer.find("Heavy fighting in Tripoli", "en")
    assert gazetteer.resolve([mention], Context(countries=("LB",)))[0].country == "LB"
    assert gazetteer.resolve([mention], Context(countries=("LY",)))[0].country == "LY"


_PIECES = st.sampled_from(
    [
        "Hama",
        "'s",
        " ",
        "-",
        "\n",
        "al-",
        "حماة",
        "و",
        "Хаме",
        "'te",
        "’",
        "province of ",
        "A",
        "\u200f",
        "1,200",
        "d'",
        "İ",
        ".",
    ]
)


@settings(max_examples=200, deadline=None)
@given(pieces=st.lists(_PIECES, max_size=12), lang=st.sampled_from(["en", "fr", "tr", "ar", "ru", "uk", "de", "xx"]))
def test_spans_read_back_their_words_and_never_overlap(gazetteer, pieces, lang):
    text = "".join(pieces)
    mentions = gazetteer.find(text, lang)
    for mention in mentions:
        assert text[mention.start : mention.end] == mention.text
        assert text[mention.name_start : mention.name_end] == mention.name
        assert mention.candidates
    names = [(mention.name_start, mention.name_end) for mention in mentions]
    assert all(before[1] <= after[0] for before, after in pairwise(names))
    assert mentions == gazetteer.find(text, lang)
