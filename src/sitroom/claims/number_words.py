"""The number vocabulary of a language, compiled: what a word may mean inside a number.

Words are looked up in one dictionary of finished forms; a word that is written as one with others
("trecentosessantuno", "zweihundertdreiunddreißig", "ikiyüz") is divided into known parts once and remembered.
"""

from __future__ import annotations

import re
import unicodedata
from fractions import Fraction
from functools import lru_cache

from sitroom.claims.number_grammar import compose
from sitroom.claims.number_lexemes import (
    AND,
    ARTICLE,
    FIXED,
    HALF,
    MANY,
    NUMERAL,
    OF,
    ONE,
    PLUS_HALF,
    SCALE,
    TEN_ENDING,
    VAGUE,
    Lexeme,
    Rules,
)
from sitroom.claims.tokens import Tokens, bare
from sitroom.languages import Language, Numbers

_PREFIXED = frozenset({NUMERAL, SCALE, ONE, MANY, VAGUE, TEN_ENDING})
LONGEST_GLUED = 90  # letters; the longest German number below a million has 65
MEMO_LIMIT = 100_000  # words remembered per language; beyond it the memory starts anew, so that it stays flat

_ALWAYS = {"İ": "i", "’": "'", "ʼ": "'", "‘": "'", "`": "'", "‐": "-", "‑": "-", "−": "-"}
_ARABIC_SHAPES = {"أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ة": "ه", "ی": "ي", "ک": "ك", "ؤ": "و", "ئ": "ي"}
_CYRILLIC_SHAPES = {"ё": "е", "Ё": "Е"}
# One letter for one, so that offsets stay; done before lower-casing, which would make two letters of "İ".
_SHAPES = tuple((_ALWAYS | _ARABIC_SHAPES | _CYRILLIC_SHAPES).items())


# Digits of other scripts that reports are written in: Arabic, Persian and Urdu, Devanagari, Bengali, Burmese, and
# the wide ones of East Asia. Each row is given by its zero.
_FOREIGN_ZEROS = (0x0660, 0x06F0, 0x0966, 0x09E6, 0x1040, 0xFF10)
_FOREIGN_DIGITS = {zero + k: str(k) for zero in _FOREIGN_ZEROS for k in range(10)}
_FOREIGN_DIGIT = re.compile("[" + "".join(f"{chr(zero)}-{chr(zero + 9)}" for zero in _FOREIGN_ZEROS) + "]")


def unaccented(word: str) -> str:
    """Return a word without its accents."""
    return "".join(c for c in unicodedata.normalize("NFD", word) if not unicodedata.combining(c))


class NumberWords:
    """The number words of one language, ready for look-up."""

    def __init__(self, numbers: Numbers) -> None:
        """Compile the section `numbers` of a language."""
        self.data = numbers
        self._casing = tuple(numbers.casing.items())
        self.words: dict[str, Lexeme] = {}
        self.phrases: dict[str, list[tuple[tuple[str, ...], Lexeme]]] = {}
        self.known: dict[str, Lexeme | None] = {}
        self._last: tuple[str, int, int | None, Tokens] | None = None
        self._suffixes = self._set(numbers.suffixes)
        self._prefixes = tuple(
            sorted(
                ((p, p in self._set(numbers.and_prefixes)) for p in self._set(numbers.prefixes)),
                key=lambda p: -len(p[0]),
            )
        )
        self._not_numbers = self._set(numbers.not_numbers)
        self._unsuffixed = self._set(numbers.unsuffixed)
        self._number_suffixes = [self.folded(w) for w in numbers.number_suffixes.split()]
        self._fill()
        self._parts = self._glue_parts() if numbers.glued else {}
        self._part_starts = {p[:2] for p in self._parts} | {p for p in self._parts if len(p) < 2}
        self._longest_part = max(map(len, self._parts), default=0)
        self._prefix_starts = {p[0] for p, _ in self._prefixes}
        self.rules = Rules(
            joins=tuple((frozenset(j.after.split()), frozenset(j.only)) for j in numbers.joins),
            vigesimal=frozenset(numbers.vigesimal),
            unit_before_ten=numbers.unit_before_ten,
            ten_takes_units=numbers.ten_takes_units,
            plural_multiplies=numbers.numeral_before_plural_multiplies,
        )
        self.duals = self._duals()
        self.starters = _Starters(self)

    def fold(self, text: str) -> str:
        """Return a text of the same length in one shape: digits 0-9, letters in lower case and one form."""
        for written, meant in self._casing:
            if written in text:
                text = text.replace(written, meant)
        if not text.isascii():
            for written, meant in _SHAPES:
                if written in text:
                    text = text.replace(written, meant)
            if _FOREIGN_DIGIT.search(text):
                text = text.translate(_FOREIGN_DIGITS)
        return text.lower()

    def tokens(self, text: str, start: int = 0, end: int | None = None) -> Tokens:
        """Return the words of a text, or of a stretch of it; those of the last text asked for are kept."""
        last = self._last
        if last is not None and last[0] is text and last[1:3] == (start, end):
            return last[3]
        stretch = text if start == 0 and end is None else text[start:end]
        tokens = Tokens(self.fold(stretch), stretch, inner_apostrophe=self.data.inner_apostrophe)
        self._last = (text, start, end, tokens)
        return tokens

    def folded(self, word: str) -> str:
        """Return a word of the data as the look-up knows it."""
        return bare(self.fold(word))

    def _set(self, words: str) -> frozenset[str]:
        return frozenset(self.folded(w) for w in words.split())

    def _put(self, words: str, lexeme: Lexeme) -> None:
        for word in words.split():
            form = self.folded(word)
            self.words.setdefault(form, lexeme)
            if self.data.fold_accents:
                self.words.setdefault(unaccented(form), lexeme)
            if form in self._unsuffixed:
                continue
            for suffix in self._number_suffixes:
                self.words.setdefault(form + suffix, lexeme)

    def _fill(self) -> None:
        n = self.data
        for form in n.fixed:
            low, _, high = n.fixed[form].partition("-")
            self._put(form, Lexeme(FIXED, Fraction(low), high=int(high) if high else None))
        self._put(n.articles, Lexeme(ARTICLE, 1))
        for value, forms in n.numerals.items():
            self._put(forms, Lexeme(NUMERAL, value))
        plurals = self._set(n.vague_plurals)
        for value, forms in n.scales.items():
            for form in forms.split():
                self._put(form, Lexeme(SCALE, value, alone=2 * value if self.folded(form) in plurals else None))
        self._put(n.halves, Lexeme(HALF, Fraction(1, 2)))
        self._put(n.quarters, Lexeme(HALF, Fraction(1, 4)))
        self._put(n.thirds, Lexeme(HALF, Fraction(1, 3)))
        self._put(n.half_suffixes, Lexeme(PLUS_HALF, Fraction(1, 2)))
        for join in n.joins:
            self._put(join.words, Lexeme(AND, 0))
        self._put(n.ten_endings, Lexeme(TEN_ENDING, 10))
        self._fill_vague()
        for phrase in n.half_phrases:
            self._phrase(phrase, Lexeme(PLUS_HALF, Fraction(1, 2)))
        for phrase, value in n.phrases.items():
            self._phrase(phrase, Lexeme(NUMERAL, value))
        self._put(n.of, Lexeme(OF, 0))
        for word in self._not_numbers:
            self.words.pop(word, None)

    def _fill_vague(self) -> None:
        n = self.data
        for c in n.collectives:
            self._put(c.one, Lexeme(ONE, c.value))
            self._put(c.many, Lexeme(MANY, c.value, alone=c.alone or 2 * c.value))
        for v in n.vague:
            lexeme = Lexeme(VAGUE, v.low, high=v.high)
            self._put(v.words, lexeme)
            for phrase in v.phrases:
                self._phrase(phrase, lexeme)

    def _phrase(self, phrase: str, lexeme: Lexeme) -> None:
        first, *rest = (self.folded(w) for w in phrase.split())
        entry = (tuple(rest), lexeme._replace(length=1 + len(rest)))
        self.phrases.setdefault(first, []).append(entry)
        self.phrases[first].sort(key=lambda e: -len(e[0]))

    def _glue_parts(self) -> dict[str, Lexeme]:
        parts = {w: x for w, x in self.words.items() if x.kind in {NUMERAL, SCALE, PLUS_HALF}}
        parts |= {w: Lexeme(NUMERAL, 1) for w, x in self.words.items() if x.kind == ARTICLE}
        for value, forms in self.data.glue_forms.items():
            for form in forms.split():
                parts[self.folded(form)] = Lexeme(SCALE if value >= 1000 else NUMERAL, value)
        for word in self.data.glue_and.split():
            parts[self.folded(word)] = Lexeme(AND, 0)
        return parts

    def _duals(self) -> frozenset[str]:
        forms: set[str] = set()
        for d in self.data.duals:
            forms_of = {self.folded(s + e) for s in d.stems.split() for e in d.endings.split()}
            forms |= forms_of | {self.folded(p) + f for p in d.prefixes.split() for f in forms_of}
        return frozenset(forms)

    def find(self, word: str) -> Lexeme | None:
        """Return what a folded word may mean inside a number, or None."""
        known = self.known
        if word in known:
            return known[word]
        if len(word) > LONGEST_GLUED:
            return None
        if len(known) > MEMO_LIMIT:
            known.clear()
        known[word] = found = self._analyse(word)
        return found

    def _analyse(self, word: str) -> Lexeme | None:
        if word in self._not_numbers:
            return None
        found = self.words.get(word)
        if found is not None:
            return found
        if word[0] in self._prefix_starts:
            for prefix, anded in self._prefixes:
                if word.startswith(prefix):
                    rest = self.words.get(word[len(prefix) :])
                    if rest is not None and (rest.kind in _PREFIXED or (anded and rest.kind == HALF)):
                        return rest._replace(anded=anded, skip=len(prefix))
        if (
            self._parts
            and len(word) <= LONGEST_GLUED
            and (word[:2] in self._part_starts or word[:1] in self._part_starts)
        ):
            value = self._divided(word)
            if value is not None:
                return Lexeme(NUMERAL, value)
        return None

    def _divided(self, word: str) -> int | Fraction | None:
        """Return the value of a word made of number parts, or None: longest parts first, dead ends remembered."""
        dead: set[int] = set()
        trail: list[Lexeme] = []

        def tile(at: int) -> bool:
            if at == len(word):
                return True
            if at in dead:
                return False
            for size in range(min(self._longest_part, len(word) - at), 0, -1):
                part = self._parts.get(word[at : at + size])
                if part is None:
                    continue
                trail.append(part)
                if tile(at + size):
                    return True
                trail.pop()
            dead.add(at)
            return False

        if not tile(0) or len(trail) < 2 or trail[-1].kind == AND:
            return None
        made = compose(self.rules, trail, glued=True)
        return made.value if made is not None and made.used == len(trail) else None


class _Starters(dict[str, bool]):
    """Whether a number may begin with a word, by word; worked out when first asked, forgotten when full."""

    def __init__(self, words: NumberWords) -> None:
        super().__init__()
        self._words = words

    def __missing__(self, word: str) -> bool:
        words = self._words
        lexeme = words.find(word)
        begins = lexeme is not None and lexeme.kind not in {AND, OF, PLUS_HALF}
        answer = word[0].isdigit() or begins or word in words.phrases or word in words.duals
        if len(word) <= LONGEST_GLUED:
            if len(self) > MEMO_LIMIT:
                self.clear()
            self[word] = answer
        return answer


@lru_cache(maxsize=64)
def _compiled(language: Language) -> NumberWords:
    return NumberWords(language.numbers)


def number_words(language: Language) -> NumberWords:
    """Return the compiled number words of a language, the same object every time."""
    return _compiled(language)
