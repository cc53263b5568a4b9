import pytest

from sitroom.documents.language import detect

TEXTS = {
    "en": "Fighters entered the city on Wednesday after three days of clashes, residents said.",
    "fr": "Les combattants sont entrés dans la ville mercredi après trois jours d'affrontements.",
    "it": "I combattenti sono entrati in città mercoledì dopo tre giorni di scontri, dicono i residenti.",
    "es": "Los combatientes entraron en la ciudad el miércoles tras tres días de enfrentamientos.",
    "pt": "Os combatentes entraram na cidade na quarta-feira depois de três dias de confrontos.",
    "de": "Die Kämpfer rückten am Mittwoch nach drei Tagen heftiger Gefechte in die Stadt ein.",
    "ar": "دخل المقاتلون المدينة يوم الأربعاء بعد ثلاثة أيام من الاشتباكات",
    "tr": "Savaşçılar üç gün süren çatışmaların ardından çarşamba günü kente girdi.",
    "ru": "Боевики вошли в город в среду после трёх дней боёв, сообщили жители.",
    "uk": "Бойовики увійшли до міста в середу після трьох днів боїв, повідомили мешканці.",
}


@pytest.mark.parametrize(("lang", "text"), TEXTS.items())
def test_the_language_of_a_sentence_is_told(lang, text):
    assert detect(text) == (lang, ())


@pytest.mark.parametrize(("lang", "text"), TEXTS.items())
@pytest.mark.parametrize("declared", ["{}", "{}-XX", "{}_XX", " {} "])
def test_what_is_declared_and_true_stands(lang, text, declared):
    assert detect(text, declared.format(lang)) == (lang, ())


@pytest.mark.parametrize(("declared", "lang"), [("eng", "en"), ("fra", "fr"), ("ukr", "uk"), ("ara", "ar")])
def test_codes_of_three_letters_are_known(declared, lang):
    assert detect(TEXTS[lang], declared) == (lang, ())


@pytest.mark.parametrize(
    ("declared", "lang"), [("en", "ar"), ("en", "es"), ("ru", "uk"), ("uk", "ru"), ("fr", "de"), ("es", "it")]
)
def test_what_is_declared_and_plainly_wrong_is_overruled_and_told(declared, lang):
    found, warnings = detect(" ".join([TEXTS[lang]] * 3), declared)
    assert found == lang
    assert warnings == (f"declared as {declared}, but written in {lang}",)


@pytest.mark.parametrize(
    ("text", "declared"),
    [("Hama", "it"), ("M23: 704", "pt"), ("Chiúre, Cabo Delgado", "pt"), ("Dagaal ka dhacay magaalada Baydhabo", "so")],
)
def test_a_few_names_overrule_nobody(text, declared):
    assert detect(text, declared) == (declared, ())


@pytest.mark.parametrize("text", ["", "704", "12.5 % 14:35", "Hama", "M23", "🙂🙂🙂"])
def test_what_cannot_be_told_is_said_to_be_unknown(text):
    assert detect(text) == ("und", ("the language could not be told",))


def test_a_declaration_that_is_none_is_ignored():
    assert detect(TEXTS["it"], "../../x")[0] == "it"
    assert detect(TEXTS["it"], "???")[0] == "it"
