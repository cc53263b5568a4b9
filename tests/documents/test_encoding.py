import pytest

from sitroom.documents.encoding import decode
from sitroom.errors import Rejected

TEXTS = {
    "ru": "Войска вошли в город в среду утром, сообщили жители. Погибли двадцать три человека, ещё сорок ранены, в больнице не хватает крови и лекарств.",
    "ar": "دخل مقاتلو الفصائل مدينة حماة بعد ظهر الخميس إثر قتال استمر ثلاثة أيام عند مداخلها الشمالية والشرقية، وفق المرصد السوري لحقوق الإنسان.",
    "fr": "Les insurgés sont entrés dans la ville après trois jours de combats, a indiqué l'Observatoire. L'armée a dénombré 23 tués et des dégâts à l'hôpital.",
    "de": "Die Aufständischen rückten am Mittwoch in die Stadt ein. Mindestens dreißig Menschen wurden getötet, die übrigen flohen über die Brücke.",
    "tr": "Ordu çarşamba sabahı şehre girdi, yetkililer saldırıda üç kişinin öldüğünü, çoğu çocuk olmak üzere on beş kişinin yaralandığını açıkladı.",
}  # fmt: skip


@pytest.mark.parametrize(
    ("lang", "encoding"),
    [
        ("ru", "cp1251"),
        ("ru", "koi8-r"),
        ("ar", "cp1256"),
        ("fr", "cp1252"),
        ("de", "latin-1"),
        ("ru", "utf-16"),
        ("ar", "utf-16-le"),
        ("fr", "utf-16-be"),
    ],
)
def test_a_text_labelled_utf_8_that_is_not_is_read_by_its_letters(lang, encoding):
    text, warnings = decode((TEXTS[lang] * 3).encode(encoding), "x", "utf-8")
    assert text == TEXTS[lang] * 3
    assert encoding == "utf-16" or len(warnings) == 1


@pytest.mark.parametrize(("lang", "encoding"), [("ru", "cp1251"), ("ar", "cp1256"), ("tr", "cp1254"), ("ru", "koi8-r")])
def test_a_true_label_is_believed(lang, encoding):
    assert decode(TEXTS[lang].encode(encoding), "x", encoding) == (TEXTS[lang], ())


def test_utf_8_needs_no_label_and_a_false_one_does_no_harm():
    for text in TEXTS.values():
        assert decode(text.encode(), "x") == (text, ())
        assert decode(text.encode(), "x", "cp1252") == (text, ())
        assert decode(b"\xef\xbb\xbf" + text.encode(), "x") == (text, ())
        assert decode(text.encode(), "x", "no-such-encoding") == (text, ())


def test_one_broken_byte_in_a_long_text_does_not_turn_it_into_another_alphabet():
    data = (TEXTS["ar"] * 3).encode()
    text, warnings = decode(data + b"\xd8 end", "x")
    assert text.startswith(TEXTS["ar"])
    assert text.endswith(" end")
    assert warnings == ("1 bytes are no text and were replaced",)


@pytest.mark.parametrize(
    "data", [bytes(range(256)) * 20, b"\x00\x01\x02\x03" * 500, b"\x89PNG\r\n" + bytes(range(128, 256)) * 9]
)
def test_noise_is_no_text(data):
    with pytest.raises(Rejected, match="not text"):
        decode(data, "x")
