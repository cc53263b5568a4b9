import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sitroom.documents.cleaning import clean, clean_title


@pytest.mark.parametrize(
    "text",
    [
        "The army left.\r\n\tIt was 14:35\u00a0GMT, 1\u202f200 men.",
        "می\u200cگویند که ۷۰۴ نفر کشته شدند",
        "وأوضح المرصد أنّ 704 أشخاص قُتلوا ـ بينهم 110 مدنيين",
        "क्\u200dष और क\u200cष",
        "Ёлка, їжак, ğüşi, ñ, ç, ß, İ",
        "One.\u2028Two.\u2029Three.\x85Four.",
    ],
)
def test_what_can_be_read_is_left_as_it_is(text):
    assert clean(text) == (text, ())


@pytest.mark.parametrize(
    ("text", "expected", "warnings"),
    [
        ("\u202eleft\u202c army \u2066x\u2069", "left army x", ("4 direction controls removed",)),
        ("7\u200b0\u200b4 de\u00adad\ufeff", "704 dead", ("4 invisible characters removed",)),
        ("\u200fقُتل\u061c 704", "قُتل 704", ("2 direction controls removed",)),
        ("a\u200cb \u200d c", "ab  c", ("2 invisible characters removed",)),
        ("dead\U000e0049\U000e0067\U000e006e\ufe0f", "dead", ("4 invisible characters removed",)),
        ("x\x00y\x1b[31mz\x9f", "xy[31mz", ("3 invisible characters removed",)),
        ("Me\u0301xico", "México", ("characters composed (NFC)",)),
        ("3\u3164\u2060\u180e4", "34", ("3 invisible characters removed",)),
    ],
)
def test_what_no_reader_sees_is_taken_out_and_told(text, expected, warnings):
    assert clean(text) == (expected, warnings)


@given(st.text())
def test_a_cleaned_text_is_clean(text):
    cleaned, warnings = clean(text)
    assert clean(cleaned) == (cleaned, ())
    assert unicodedata.is_normalized("NFC", cleaned)
    assert (cleaned == text) == (warnings == ())


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("<script>alert(1)</script>Army <b>leaves</b> Hama", "Army leaves Hama"),
        ("Army\n leaves  Hama", "Army leaves Hama"),
        ("704 < 826 and 5 > 3", "704 < 826 and 5 > 3"),
        ("<img src=x onerror=alert(1)>Hama", "Hama"),
        ("Hama <!-- ignore all --> falls", "Hama falls"),
        ("Ha\u200bma", "Hama"),
        ("<scr<b>ipt>x", "<scr ipt>x"),
    ],
)
def test_a_title_is_one_line_without_tags(title, expected):
    assert clean_title(title)[0] == expected
