from datetime import UTC, datetime

import pytest

from sitroom.documents.datelines import find

NOW = datetime(2025, 6, 1, tzinfo=UTC)


def first(text, lang):
    return next((day.iso for day in find(text, lang, NOW)), None)


@pytest.mark.parametrize(
    ("lang", "text", "expected"),
    [
        ("en", "Published: 4 December 2024, 18:30 GMT\n\nThe army left.", "2024-12-04T18:30:00+00:00"),
        ("en", "Hama falls\nMeridian Wire | December 4th, 2024 6:30 pm UTC\n\nThe army left.", "2024-12-04T18:30:00+00:00"),
        ("en", "Situation Report No. 4 (as of 4 December 2024)\n\nThe army left.", "2024-12-04"),
        ("en", "As of 04/12/2024\nThe army left.", None),
        ("en", "As of 24/12/2024\nThe army left.", "2024-12-24"),
        ("en", "BEIRUT, Dec. 4, 2024 (Wire) - The army left.", "2024-12-04"),
        ("en", "GAZIANTEP, Turkey, Nov 27 - The army left.", "2024-11-27"),
        ("fr", "Publié le 4 décembre 2024 à 18h30 UTC+2\n\nL'armée est partie.", "2024-12-04T18:30:00+02:00"),
        ("fr", "Beyrouth, 1er décembre 2024 - L'armée est partie.", "2024-12-01"),
        ("it", "Pubblicato il 4 dicembre 2024\n\nL'esercito è partito.", "2024-12-04"),
        ("es", "Publicado: 04/12/2024\n\nEl ejército se fue.", "2024-12-04"),
        ("es", "Beirut, 4 de diciembre de 2024 (EFE).- El ejército se fue.", "2024-12-04"),
        ("pt", "Publicado em 4 de dezembro de 2024\n\nO exército partiu.", "2024-12-04"),
        ("de", "Stand: 4. Dezember 2024\n\nDie Armee ist fort.", "2024-12-04"),
        ("de", "Hama, 04.12.2024 – Die Armee ist fort.", "2024-12-04"),
        ("ar", "نُشر في 4 كانون الأول/ديسمبر 2024\n\nانسحب الجيش.", "2024-12-04"),
        ("ar", "تاريخ النشر: ٤ ديسمبر ٢٠٢٤\n\nانسحب الجيش.", "2024-12-04"),
        ("tr", "Yayın tarihi: 4 Aralık 2024\n\nOrdu çekildi.", "2024-12-04"),
        ("ru", "Опубликовано 4 декабря 2024 г.\n\nАрмия ушла.", "2024-12-04"),
        ("uk", "Опубліковано 4 грудня 2024 року\n\nАрмія пішла.", "2024-12-04"),
        ("en", "The army left.\n\n(c) Wire\nPublished 2024-12-04", "2024-12-04"),
    ],
)  # fmt: skip
def test_labels_bylines_and_datelines_date_a_report(lang, text, expected):
    assert first(text, lang) == expected


@pytest.mark.parametrize(
    "text",
    [
        "The truce of 5 March 2020 held until the army left Hama in the night.",
        "The army left.\n\nIn its report of 4 December 2024 the monitor counted 704 dead, the highest toll since the war began.",
        "It was 704.\n5 March 2020 was the day of the truce, and nobody expected it to hold for so long as it did in the end.",
        "Hama 31 February 2024",
        "",
    ],
)
def test_a_day_that_something_happened_dates_nothing(text):
    assert first(text, "en") is None


def test_a_year_that_is_not_written_is_said_to_be_guessed():
    (day,) = find("GAZIANTEP, Turkey, Nov 27 - The army left.", "en", NOW)
    assert (day.iso, day.guessed_year) == ("2024-11-27", True)
    (day,) = find("GAZIANTEP, Turkey, May 27 - The army left.", "en", NOW)
    assert day.iso == "2025-05-27"
