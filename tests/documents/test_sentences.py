import pytest
from hypothesis import given
from hypothesis import strategies as st

from sitroom.documents.sentences import split

# One row is a text as it stands in a report, with "‖" where a sentence ends and the next begins.
TABLE = {
    "en": [
        "The U.N. Security Council met at 5 p.m. on Nov. 27.‖ The army said 1,200 men died.",
        "He left at 5 p.m.‖ The army followed.",
        '"We left."‖ He did not say why.‖ "Stop!" he said.‖ "Is it over?" she asked.',
        "Gen. John F. Smith and Lt. Col. Ann Lee of the U.S. Army arrived in St. Paul...‖ Then it rained.",
        "At least 3.5 million people, i.e. half, fled.‖ See example.com or no. 5 of the list.",
        "He entered Hama.The army left.".replace("Hama.", "Hama.‖"),
        "The toll rose to 704.‖ It was 514 on Monday.‖ al-Assad fled.",
        "It ended.[12]‖ (The army denied it.)‖ Then what?!‖ Nobody knew…‖ Nobody.",
        "KYIV, Ukraine, Nov. 27 (AP). – The drones came at night.‖ None was shot down.",
        "BEIRUT (Wire) - Rebels entered.‖ The army left.",
        "He works for Acme Inc. and the E.U. in the D.R. Congo.‖ She does not.",
        "The report, etc., was late vs. Tuesday's.‖ Mr. Khan and Dr. Noor agreed.",
    ],
    "fr": [
        "M. Dupont, 45 ans, est à St-Denis, p. ex. le lundi.‖ L'ONU, l'UE, etc. ont réagi.",
        "« Partez. »‖ Elle est partie.‖ Il était 14h30.‖ Selon l'armée, 1.200 hommes, soit 2,5 %, sont morts.",
        "En 52 av. J.-C. César vint.‖ Les rebelles, non.",
    ],
    "it": [
        "Il gen. Rossi e il dott. Bianchi, n. 5 della lista, sono a S. Pietro.‖ Nessuno è morto.",
        "È di 1.200 morti il bilancio.‖ «Andatevene.»‖ Così il sig. Verdi, ecc. ecc.",
    ],
    "es": [
        "EE. UU. y la U.E. pidieron calma, p. ej. en Hama.‖ ¿Quién manda?‖ ¡Nadie!‖ El Sr. Pérez calló.",
        "Bogotá, 4 dic. (EFE). – Las familias huyeron.‖ Son 1.200.",
    ],
    "pt": [
        "O Sr. Silva e a Dra. Costa, p. ex., fugiram.‖ Eram 42.411 pessoas.‖ No art. 5 da lei não há nada.",
    ],
    "de": [
        "Am 27. November flohen 1,5 Mio. Menschen.‖ Die Zahl stieg auf 27.‖ Die Armee schwieg.",
        "»Wir gehen.«‖ Das 3. Korps kam z. B. nach St. Pölten.‖ „Nein.“‖ Dr. Maier, d. h. der Arzt, blieb.",
        "Der 2. Weltkrieg, u. a. im 20. Jahrhundert, ist lange her.‖ Nr. 5 lebt.",
    ],
    "ar": [
        "دخل المقاتلون حماة.‖ هل انتهت الحرب؟‖ قال د. أحمد إنها لم تنته، وأضاف أن 1.5 مليون نزحوا.",
        "ونقلت أ. ف. ب. عن مصدر قوله ذلك.‖ «انسحبنا.»‖ لم يوضح السبب!‖ وانتهى البيان.",
        "بلغت الحصيلة 704.‖ وكانت 514 يوم الاثنين.",
    ],
    "tr": [
        "3. Ordu 27 Kasım'da 1.200 kişiyi kurtardı.‖ Dr. Mehmet geldi.‖ Bu doğru mu?‖ \"Evet.\"‖ Gitti.",
        "T.C. Milli Savunma Bakanlığı açıkladı.‖ Saldırıda 5. Kolordu vuruldu.",
    ],
    "ru": [
        "В 2024 г. погибли 28 тыс. чел., т. е. больше, чем в г. Донецк.‖ А. Б. Иванов подтвердил это.",
        "Это было в 2024 г.‖ Россия вывела войска.‖ «Мы уйдём», — сказал он.‖ «Нет!» — ответили ему.",
        "Ущерб — 1,5 млн. руб.‖ Жители ул. Ленина, д. 5 и др. уехали.",
    ],
    "uk": [
        "У 2024 р. загинули 28 тис. осіб, т. зв. втрати.‖ Це сталося в м. Київ о 9.30 ранку.‖ Так!",
        "Проф. І. Франко і ген. Петренко та ін. прибули.‖ «Ні», — сказав він.",
    ],
    "und": ["Abc def.‖ Ghi jkl?‖ Mno."],
}  # fmt: skip


@pytest.mark.parametrize(("lang", "row"), [(lang, row) for lang, rows in TABLE.items() for row in rows])
def test_sentences_end_where_a_reader_ends_them(lang, row):
    text = row.replace("‖", "")
    found = [text[sentence.start : sentence.end] for sentence in split(text, lang)]
    assert found == [part.strip() for part in row.split("‖")]


# Lines of reports that are no running text; one string a sentence.
LAYOUT = [
    ("• 704 killed\n• 115,000 displaced\n- Roads cut\n* Aid blocked\n– None left", ["• 704 killed", "• 115,000 displaced", "- Roads cut", "* Aid blocked", "– None left"]),
    ("1. Clashes in Hama\n2. Floods\n(a) in the north\n3) Other", ["1. Clashes in Hama", "2. Floods", "(a) in the north", "3) Other"]),
    ("KEY FIGURES\n\n704 killed.", ["KEY FIGURES", "704 killed."]),
    ("Situation overview\nThe army left. It rained.", ["Situation overview", "The army left.", "It rained."]),
    ("14:35 GMT - Rebels enter Hama\n14:20 GMT - Army denies it. It was false.", ["14:35 GMT - Rebels enter Hama", "14:20 GMT - Army denies it.", "It was false."]),
    ("14:35 GMT – Rebels enter 14:20 GMT – Army denies", ["14:35 GMT – Rebels enter", "14:20 GMT – Army denies"]),
    ("Killed: • 361 rebels • 233 soldiers", ["Killed:", "• 361 rebels", "• 233 soldiers"]),
    ("Place | Dead\nNorth | 31\nEast | 7", ["Place | Dead", "North | 31", "East | 7"]),
    ("rebels 361\nsoldiers 233\ncivilians 110", ["rebels 361", "soldiers 233", "civilians 110"]),
    ("Of the dead:\n361 rebels; 233 soldiers", ["Of the dead:", "361 rebels; 233 soldiers"]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), LAYOUT)
def test_bullets_headings_rows_and_entries_stand_alone(text, expected):
    assert [text[sentence.start : sentence.end] for sentence in split(text, "en")] == expected


@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_a_sentence_goes_on_over_wrapped_lines_and_no_further(line_end):
    text = line_end.join(
        [
            "The army said on Tuesday that its units had been pulled out of the city",
            "of Hama, and that they would be sent to the south. It gave no further",
            "detail.",
            "",
            "Nobody else spoke.",
        ]
    )
    found = split(text, "en")
    assert [" ".join(text[s.start : s.end].split()) for s in found] == [
        "The army said on Tuesday that its units had been pulled out of the city of Hama, and that they would be sent to the south.",
        "It gave no further detail.",
        "Nobody else spoke.",
    ]
    assert [s.paragraph for s in found] == [0, 0, 1]


def test_paragraphs_are_counted_by_blank_lines():
    assert [s.paragraph for s in split("One. Two.\n \t\nThree.\nFour.\n\n\n\nFive.", "en")] == [0, 0, 1, 1, 2]


PIECES = st.sampled_from(
    [". ", "! ", "? ", "؟ ", "… ", "... ", ".", '."', "» ", "\n", "\n\n", "\r\n", "\u2028", "• ", "- ", "1. ", "12:30 GMT - ", " | ", "U.N.", "Nov. ", "27. ", "т. е. ", "г. ", "1.200", "1,5 Mio. ", "Hama", "حماة", "the ", "The ", "—", "(", ")", "[1]", " ", "\t", "\u00a0", "\u2009", "é", "ß", "İ", "😀", "\x0c"]
)  # fmt: skip


@given(st.one_of(st.lists(PIECES).map("".join), st.text()), st.sampled_from([*TABLE]))
def test_sentences_are_disjoint_ordered_bare_and_leave_nothing_out(text, lang):
    found = split(text, lang)
    position = 0
    paragraph = 0
    for sentence in found:
        assert position <= sentence.start < sentence.end <= len(text)
        assert not text[position : sentence.start].strip()
        piece = text[sentence.start : sentence.end]
        assert piece == piece.strip()
        assert sentence.paragraph >= paragraph
        position, paragraph = sentence.end, sentence.paragraph
    assert not text[position:].strip()
    assert split(text, lang) == found


@pytest.mark.parametrize(
    "unit", ["a", ". ", "A. ", "1. ", "Nov. ", "\n", "• ", "(", "«", "12:30 GMT ", "a.B", "[1]", ",", "- "]
)
def test_no_text_costs_more_than_its_length(unit):
    # A quadratic scan of so much would not end within the patience of whoever runs this.
    text = unit * (200_000 // len(unit))
    found = split(text, "en")
    assert sum(s.end - s.start for s in found) >= len(text.strip()) / 2 - 1 or not text.strip()
