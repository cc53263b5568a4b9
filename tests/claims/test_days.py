"""Days in twelve languages, all resolved against Wednesday 4 December 2024."""

from datetime import date, datetime, timedelta, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sitroom.claims.days import DayMention, find_days
from sitroom.languages import available, load

PUBLISHED = datetime(2024, 12, 4, 12, tzinfo=timezone(timedelta(hours=3)))


def days(text: str, code: str) -> list[DayMention]:
    return find_days(text, load(code), PUBLISHED)


ON = [
    ("en", "killed on Wednesday", "2024-12-04"),
    ("en", "killed on Tuesday", "2024-12-03"),
    ("en", "last Wednesday", "2024-11-27"),
    ("en", "on Thursday", "2024-11-28"),
    ("en", "next Friday", "2024-12-06"),
    ("en", "yesterday", "2024-12-03"),
    ("en", "this morning", "2024-12-04"),
    ("en", "two days ago", "2024-12-02"),
    ("en", "a week ago", "2024-11-27"),
    ("en", "27 November", "2024-11-27"),
    ("en", "Nov. 27", "2024-11-27"),
    ("en", "the 27th of November", "2024-11-27"),
    ("en", "the twenty-seventh of November", "2024-11-27"),
    ("en", "November 27, 2023", "2023-11-27"),
    ("en", "Tuesday, 3 December", "2024-12-03"),
    ("en", "27/11/2024", "2024-11-27"),
    ("en", "2024-11-27", "2024-11-27"),
    ("en", "on 20 December", "2023-12-20"),
    ("en", "15 May 2024", "2024-05-15"),
    ("fr", "mercredi dernier", "2024-11-27"),
    ("fr", "le 27 novembre", "2024-11-27"),
    ("fr", "mardi 3 décembre", "2024-12-03"),
    ("fr", "le 1er octobre 2023", "2023-10-01"),
    ("fr", "il y a deux jours", "2024-12-02"),
    ("fr", "avant-hier", "2024-12-02"),
    ("fr", "aujourd'hui", "2024-12-04"),
    ("it", "mercoledì scorso", "2024-11-27"),
    ("it", "il 27 novembre", "2024-11-27"),
    ("it", "due giorni fa", "2024-12-02"),
    ("it", "l'altro ieri", "2024-12-02"),
    ("es", "el pasado martes", "2024-12-03"),
    ("es", "el 27 de noviembre de 2023", "2023-11-27"),
    ("es", "hace dos días", "2024-12-02"),
    ("es", "anteayer", "2024-12-02"),
    ("pt", "terça-feira", "2024-12-03"),
    ("pt", "na última quarta-feira", "2024-11-27"),
    ("pt", "27 de novembro", "2024-11-27"),
    ("pt", "há dois dias", "2024-12-02"),
    ("de", "am 27. November", "2024-11-27"),
    ("de", "am Dienstagabend", "2024-12-03"),
    ("de", "vergangenen Mittwoch", "2024-11-27"),
    ("de", "vor zwei Tagen", "2024-12-02"),
    ("de", "27.11.2024", "2024-11-27"),
    ("ar", "يوم الثلاثاء", "2024-12-03"),
    ("ar", "يوم الأربعاء الماضي", "2024-11-27"),
    ("ar", "27 تشرين الثاني", "2024-11-27"),
    ("ar", "27 تشرين الثاني/نوفمبر 2024", "2024-11-27"),
    ("ar", "٢٧ نوفمبر", "2024-11-27"),
    ("ar", "27 نونبر", "2024-11-27"),
    ("ar", "السابع والعشرين من نوفمبر", "2024-11-27"),
    ("ar", "أمس الثلاثاء", "2024-12-03"),
    ("ar", "قبل يومين", "2024-12-02"),
    ("ar", "8 آذار 2024", "2024-03-08"),
    ("tr", "27 Kasım'da", "2024-11-27"),
    ("tr", "27 Kasım 2024'te", "2024-11-27"),
    ("tr", "geçen çarşamba", "2024-11-27"),
    ("tr", "Salı günü", "2024-12-03"),
    ("tr", "iki gün önce", "2024-12-02"),
    ("tr", "dün", "2024-12-03"),
    ("ru", "во вторник", "2024-12-03"),
    ("ru", "в прошлую среду", "2024-11-27"),
    ("ru", "27 ноября", "2024-11-27"),
    ("ru", "27 ноября 2023 года", "2023-11-27"),
    ("ru", "два дня назад", "2024-12-02"),
    ("ru", "позавчера", "2024-12-02"),
    ("uk", "у вівторок", "2024-12-03"),
    ("uk", "27 листопада", "2024-11-27"),
    ("uk", "два дні тому", "2024-12-02"),
    ("uk", "у п'ятницю", "2024-11-29"),
    ("nl", "afgelopen woensdag", "2024-11-27"),
    ("nl", "27 november", "2024-11-27"),
    ("fa", "سه‌شنبه", "2024-12-03"),
    ("fa", "۲۷ نوامبر", "2024-11-27"),
]


@pytest.mark.parametrize(("code", "text", "on"), ON)
def test_days(code, text, on):
    assert [d.on for d in days(text, code)] == [on]


NIGHTS = [
    ("en", "overnight", "2024-12-03"),
    ("en", "overnight into Wednesday", "2024-12-03"),
    ("en", "Monday night", "2024-12-02"),
    ("fr", "dans la nuit de lundi à mardi", "2024-12-02"),
    ("fr", "cette nuit", "2024-12-03"),
    ("it", "nella notte tra lunedì e martedì", "2024-12-02"),
    ("it", "la scorsa notte", "2024-12-03"),
    ("es", "anoche", "2024-12-03"),
    ("es", "en la noche del lunes al martes", "2024-12-02"),
    ("pt", "na noite de segunda-feira", "2024-12-02"),
    ("de", "in der Nacht zum Mittwoch", "2024-12-03"),
    ("de", "in der Nacht von Montag auf Dienstag", "2024-12-02"),
    ("ar", "ليل الاثنين الثلاثاء", "2024-12-02"),
    ("ar", "الليلة الماضية", "2024-12-03"),
    ("tr", "dün gece", "2024-12-03"),
    ("ru", "в ночь на среду", "2024-12-03"),
    ("ru", "в ночь на 4 декабря", "2024-12-03"),
    ("uk", "у ніч на середу", "2024-12-03"),
    ("uk", "за ніч", "2024-12-03"),
    ("nl", "in de nacht van maandag op dinsdag", "2024-12-02"),
]


@pytest.mark.parametrize(("code", "text", "on"), NIGHTS)
def test_a_night_takes_its_first_date(code, text, on):
    assert [(d.on, d.kind) for d in days(text, code)] == [(on, "night")]


SINCE = [
    ("en", "since 27 November", "2024-11-27"),
    ("en", "since Monday", "2024-12-02"),
    ("en", "since early November", "2024-11-01"),
    ("en", "since the start of the year", "2024-01-01"),
    ("en", "since March 2021", "2021-03-01"),
    ("en", "since 2011", "2011-01-01"),
    ("fr", "depuis le 27 novembre", "2024-11-27"),
    ("fr", "depuis lundi soir", "2024-12-02"),
    ("fr", "depuis le début de l'année", "2024-01-01"),
    ("it", "dal 27 novembre", "2024-11-27"),
    ("it", "dall'inizio dell'anno", "2024-01-01"),
    ("es", "desde el 27 de noviembre", "2024-11-27"),
    ("pt", "desde o início do ano", "2024-01-01"),
    ("de", "seit dem 27. November", "2024-11-27"),
    ("de", "seit Jahresbeginn", "2024-01-01"),
    ("ar", "منذ 27 تشرين الثاني", "2024-11-27"),
    ("ar", "منذ صباح الاثنين", "2024-12-02"),
    ("ar", "منذ بداية العام", "2024-01-01"),
    ("tr", "27 Kasım'dan bu yana", "2024-11-27"),
    ("tr", "pazartesiden beri", "2024-12-02"),
    ("tr", "yılbaşından bu yana", "2024-01-01"),
    ("ru", "с 27 ноября", "2024-11-27"),
    ("ru", "с начала года", "2024-01-01"),
    ("uk", "від 27 листопада", "2024-11-27"),
    ("uk", "з початку року", "2024-01-01"),
    ("nl", "sinds 27 november", "2024-11-27"),
    ("fa", "از ۲۷ نوامبر", "2024-11-27"),
]


@pytest.mark.parametrize(("code", "text", "since"), SINCE)
def test_since(code, text, since):
    assert [(d.on, d.since, d.kind) for d in days(text, code)] == [(None, since, "since")]


PERIODS = [
    ("en", "in the last 24 hours", "2024-12-03", "2024-12-04"),
    ("en", "over the past three weeks", "2024-11-13", "2024-12-04"),
    ("en", "between 27 and 29 November", "2024-11-27", "2024-11-29"),
    ("en", "27-29 November", "2024-11-27", "2024-11-29"),
    ("fr", "du 27 au 29 novembre", "2024-11-27", "2024-11-29"),
    ("fr", "au cours des dernières 24 heures", "2024-12-03", "2024-12-04"),
    ("es", "en las últimas 24 horas", "2024-12-03", "2024-12-04"),
    ("it", "nelle ultime 24 ore", "2024-12-03", "2024-12-04"),
    ("de", "in den vergangenen 24 Stunden", "2024-12-03", "2024-12-04"),
    ("ar", "خلال الساعات الـ24 الماضية", "2024-12-03", "2024-12-04"),
    ("tr", "son 24 saatte", "2024-12-03", "2024-12-04"),
    ("ru", "за минувшие сутки", "2024-12-03", "2024-12-04"),
    ("uk", "за добу", "2024-12-03", "2024-12-04"),
]


@pytest.mark.parametrize(("code", "text", "since", "until"), PERIODS)
def test_periods(code, text, since, until):
    assert [(d.since, d.until, d.kind) for d in days(text, code)] == [(since, until, "period")]


@pytest.mark.parametrize(
    ("code", "text", "month"),
    [
        ("en", "in March 2021", "2021-03"),
        ("en", "in May", "2024-05"),
        ("fr", "en mars 2021", "2021-03"),
        ("ar", "في آذار 2021", "2021-03"),
        ("ru", "в марте 2021 года", "2021-03"),
        ("tr", "Mart 2021", "2021-03"),
        ("uk", "у березні 2021 року", "2021-03"),
    ],
)
def test_a_month_without_a_day_stays_a_month(code, text, month):
    assert [(d.on, d.kind) for d in days(text, code)] == [(month, "month")]


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("en", "they may march on the city"),
        ("en", "15 may have died"),
        ("en", "the sun sat low"),
        ("en", "2016 people fled"),
        ("en", "3/4/2025"),
        ("pt", "a segunda fase"),
        ("ru", "окружающей среды"),
        ("tr", "pazar yeri"),
        ("es", "sobre la mar"),
        ("de", "40 Meter"),
    ],
)
def test_what_is_no_day(code, text):
    assert days(text, code) == []


def test_the_past_is_told():
    assert [d.past for d in days("in 2016", "en")] == [True]
    assert [d.past for d in days("on 27 November 2023", "en")] == [True]
    assert [d.past for d in days("on 27 November", "en")] == [False]
    assert [d.past for d in days("since 2011", "en")] == [False]


def test_until_looks_ahead():
    (day,) = days("by 15 December", "en")
    assert (day.until, day.kind) == ("2024-12-15", "until")


def test_the_writers_own_day_counts():
    late = datetime(2024, 12, 4, 1, tzinfo=timezone(timedelta(hours=3)))
    assert find_days("on Wednesday", load("en"), late)[0].on == "2024-12-04"


def test_a_stretch_is_read_alone_and_counted_in_the_whole():
    text = "On Monday. On Tuesday."
    (day,) = find_days(text, load("en"), PUBLISHED, 11)
    assert text[day.start : day.end] == "Tuesday"


@settings(max_examples=200, deadline=None)
@given(day=st.dates(date(2001, 1, 1), date(2030, 12, 31)), number=st.integers(0, 6))
def test_a_weekday_lies_in_the_week_before(day, number):
    names = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
    published = datetime.combine(day, datetime.min.time(), tzinfo=timezone.utc)  # noqa: UP017
    (found,) = find_days(f"on {names[number]}", load("en"), published)
    resolved = date.fromisoformat(found.on)
    assert resolved.weekday() == number
    assert day - timedelta(days=6) <= resolved <= day


@settings(max_examples=200, deadline=None)
@given(day=st.dates(date(2001, 1, 1), date(2030, 12, 31)), then=st.dates(date(2001, 1, 1), date(2030, 12, 31)))
def test_a_date_without_a_year_is_the_last_such_day(day, then):
    published = datetime.combine(day, datetime.min.time(), tzinfo=timezone.utc)  # noqa: UP017
    (found,) = find_days(f"on {then.day} {then:%B}", load("en"), published)
    resolved = date.fromisoformat(found.on)
    assert (resolved.month, resolved.day) == (then.month, then.day)
    assert resolved <= day
    assert (day - resolved).days < 366 * (8 if (then.month, then.day) == (2, 29) else 1)


WORDS = {
    code: sorted(
        {w for forms in (*load(code).dates.months.values(), *load(code).dates.weekdays.values()) for w in forms.split()}
        | {p for part in (load(code).dates.since_before, load(code).dates.past_before) for p in part}
        | {"27", "2024", "27.11.2024", "1/2/2024", "-", ",", "'", "Nov", "24", *load(code).dates.hours.split()}
    )
    for code in available()
}


@pytest.mark.parametrize("code", available())
@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_any_row_of_calendar_words_is_read_without_overlap(code, data):
    text = " ".join(data.draw(st.lists(st.sampled_from(WORDS[code]), max_size=14)))
    reach = 0
    for d in days(text, code):
        assert reach <= d.start < d.end <= len(text)
        assert d.on or d.since or d.until or d.kind == "year"
        reach = d.end


@settings(max_examples=200, deadline=None)
@given(text=st.text(max_size=200), code=st.sampled_from(available()))
def test_any_text_is_read(text, code):
    for d in days(text, code):
        assert 0 <= d.start < d.end <= len(text)
