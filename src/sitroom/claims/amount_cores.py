"""Find where the numbers of a text are, what each says, and what its surroundings make of it."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from sitroom.claims.amount_context import Context, Kind, kind_by_signs, kind_by_words, mask_at
from sitroom.claims.digits import LONGEST_DIGITS, read_digits
from sitroom.claims.number_grammar import compose
from sitroom.claims.number_lexemes import AND, ARTICLE, DIGITS, NUMERAL, SCALE, Lexeme, Made
from sitroom.claims.number_words import NumberWords, number_words
from sitroom.claims.tokens import Tokens
from sitroom.languages import Language

LONGEST_NUMBER = 24  # words; "nine hundred and ninety-nine thousand nine hundred and ninety-nine" has eleven
LONGEST_CODE = 3  # letters written onto digits that make a code of them ("5G", "24h"); longer words lost their space
COMMA_REACH = 4  # words after a comma in which a hundred or a thousand must show that the number goes on
NO_NUMBER = Made(0, 1)
_NEVER_TWICE = frozenset({DIGITS, ARTICLE, AND})  # in a row; a long list of them is read in one go


class Core(NamedTuple):
    """A number found: its tokens, first and last, what it says, and where it stands."""

    first: int
    last: int
    made: Made
    start: int
    end: int
    kind: Kind
    ambiguous: bool = False
    dual: bool = False


class Reader:
    """The compiled words of one language; reads the numbers of one text at a time."""

    def __init__(self, language: Language) -> None:
        """Compile what the language says of numbers."""
        numbers = language.numbers
        self.words: NumberWords = number_words(language)
        self.context = Context(language, self.words)
        fold = self.words.folded
        self.decimal = numbers.decimal
        self.signs = {sign: value for value, signs in numbers.scale_signs.items() for sign in signs.split()}
        self.continuing = {*self.words.phrases, *(fold(sign) for sign in self.signs)}
        self.weak = {fold(x) for x in numbers.weak.split()}
        self.one_after_bound = {fold(x) for x in numbers.one_after_bound.split()}
        self.weak_before = {fold(x) for x in numbers.weak_before.split()}
        self.weak_after = {fold(x) for x in numbers.weak_after.split()}
        ranges = numbers.ranges
        self.between = {(fold(a), fold(b)) for a, b in ranges.between}
        self.range_articles = {fold(x) for x in ranges.articles.split()}
        self.around = {(fold(a), fold(b)) for a, b in ranges.around}
        self.range_start = {fold(x) for x in ranges.start.split()}
        self.range_openers = self.range_start | {a for a, _ in self.between}
        self.range_to = {" ".join(fold(x) for x in phrase.split()) for phrase in ranges.to}
        self.alternative = {fold(x) for x in ranges.alternative.split()}
        self.links = {
            "",
            *(fold(x) for x in (*ranges.links.split(), *(j for n in numbers.joins for j in n.words.split()))),
        }
        self.changes = {fold(x) for x in ranges.changes.split()}
        self.and_prefixes = {fold(x) for x in numbers.and_prefixes.split()}
        self.ordinal_point = numbers.ordinal_point


@lru_cache(maxsize=64)
def reader_of(language: Language) -> Reader:
    """Return the compiled reader of a language, the same object every time."""
    return Reader(language)


def _alone(reader: Reader, tokens: Tokens, i: int, document: str) -> tuple[Made | None, int, bool]:
    """Return the number that token i is where the next word can be no part of it: most numbers are of one word.

    With it, how many letters stand before it in its word, and whether its reading is open.
    """
    words = reader.words
    if i + 1 < len(tokens):
        following = tokens.words[i + 1]
        if tokens.numeric[i + 1] or following in reader.continuing or words.find(following) is not None:
            return None, 0, False
    if tokens.numeric[i]:
        digits = read_digits(tokens.words[i], reader.decimal, document)
        return None if digits.kind == "code" else Made(digits.value, 1), 0, digits.ambiguous
    lexeme = words.find(tokens.words[i])
    if lexeme is None or lexeme.kind not in {NUMERAL, ARTICLE} or tokens.words[i] in words.phrases:
        return None, 0, False
    return Made(lexeme.value, 1, article=lexeme.kind == ARTICLE), lexeme.skip, False


def _row(reader: Reader, tokens: Tokens, i: int, document: str) -> tuple[list[Lexeme], list[int], bool]:
    """Return what the tokens from i on may mean inside one number, the last token of each, and whether it is open.

    The row ends at the first token that can be no part of a number, and after the point of an abbreviation.
    """
    row: list[Lexeme] = []
    lasts: list[int] = []
    ambiguous = False
    j, size = i, len(tokens)
    while j < size and len(row) < LONGEST_NUMBER:
        if tokens.numeric[j]:
            digits = read_digits(tokens.words[j], reader.decimal, document) if _digits_join(tokens, j, row) else None
            if digits is None or digits.kind == "code":
                break
            ambiguous = ambiguous or digits.ambiguous
            lexeme: Lexeme | None = Lexeme(DIGITS, digits.value)
        else:
            lexeme = _word_at(reader, tokens, j, row)
        if lexeme is None or (row and lexeme.kind == row[-1].kind and lexeme.kind in _NEVER_TWICE):
            break
        row.append(lexeme)
        j += lexeme.length
        lasts.append(j - 1)
        if tokens.folded[tokens.ends[j - 1] - 1] == ".":
            break
    return row, lasts, ambiguous


def _digits_join(tokens: Tokens, j: int, row: list[Lexeme]) -> bool:
    """Tell whether digits may go on a number: after a space, or right after an "and" written onto them."""
    if not row:
        return True
    gap = tokens.gap(j - 1)
    return (tokens.joined(j - 1) and "-" not in gap) or (row[-1].kind == AND and gap == "")


def _word_at(reader: Reader, tokens: Tokens, j: int, row: list[Lexeme]) -> Lexeme | None:
    """Return what token j may mean after what was read: a phrase, a word, or the sign of a scale after digits."""
    words, word = reader.words, tokens.words[j]
    if row and tokens.numeric[j - 1]:
        sign = _sign(reader, tokens, j)
        if sign is not None:
            return sign
    if row and not tokens.joined(j - 1):
        return words.find(word) if _resumes(reader, tokens, j, row) else None
    for phrase, meant in words.phrases.get(word, ()):
        if tokens.follows(j + 1, phrase) and all(tokens.joined(j + k) for k in range(len(phrase))):
            return meant
    return words.known[word] if word in words.known else words.find(word)


def _resumes(reader: Reader, tokens: Tokens, j: int, row: list[Lexeme]) -> bool:
    """Tell whether a number in words goes on after a comma: "one thousand, two hundred", never "a thousand, two"."""
    if row[-1].kind != SCALE or row[0].kind == DIGITS or tokens.gap(j - 1) != ", ":
        return False
    for k in range(j, min(j + COMMA_REACH, len(tokens))):
        lexeme = None if tokens.numeric[k] else reader.words.find(tokens.words[k])
        if lexeme is None or lexeme.kind not in {NUMERAL, SCALE}:
            return False
        if k > j and (lexeme.kind == SCALE or lexeme.value == 100):
            return True
        if not tokens.joined(k):
            return False
    return False


def _sign(reader: Reader, tokens: Tokens, j: int) -> Lexeme | None:
    """Return the scale that token j stands for right after digits: "12k", "1,2 Mio.", "2 тыс."."""
    if not tokens.numeric[j - 1]:
        return None
    gap = tokens.gap(j - 1)
    start, end = tokens.starts[j], tokens.ends[j]
    written = tokens.text[start:end]
    value = reader.signs.get(written)
    if value is None:
        found = reader.words.find(tokens.words[j])
        if gap == "" and found is not None and found.kind == SCALE:
            return found
        return None
    unit = not written.isupper() and reader.context.role_after(tokens, j) is not None
    if gap and (not gap.isspace() or unit):
        return None
    if tokens.folded[end : end + 1] == "." and tokens.folded[end + 1 : end + 2] in {" ", "\u00a0"}:
        tokens.ends[j] += 1
    return Lexeme(SCALE, value)


def _core_at(reader: Reader, tokens: Tokens, i: int, document: str) -> Core | None:
    """Return the number that begins at token i, with what its surroundings make of it."""
    made, skip, ambiguous = _alone(reader, tokens, i, document)
    lasts = [i]
    if made is None:
        row, lasts, ambiguous = _row(reader, tokens, i, document)
        made, skip = (compose(reader.words.rules, row), row[0].skip) if row else (None, 0)
    if made is None:
        if not tokens.numeric[i]:
            return None
        return Core(i, i, NO_NUMBER, tokens.starts[i], tokens.ends[i], "label")
    last = lasts[made.used - 1]
    start, end = tokens.starts[i] + skip, tokens.ends[last]
    touching = _touching(reader, tokens, last) if tokens.numeric[last] else None
    if touching is not None:
        kind, through = touching
        if through > last:
            last, end = through, tokens.ends[through]
        if kind is not None:
            return Core(i, last, made, start, end, kind, ambiguous)
    value = made.value if isinstance(made.value, int) else None
    context = reader.context
    found: Kind | None = kind_by_signs(context, tokens, i, last) if tokens.numeric[i] else None
    if found is None:
        found = kind_by_words(context, tokens, i, last, value)
    if found is None:
        found = "count" if value is not None and not _pointed(tokens, i, last) else "decimal"
    return Core(i, last, made, start, end, found, ambiguous)


def _pointed(tokens: Tokens, first: int, last: int) -> bool:
    """Tell whether a single row of digits has decimals, be they zero: "5.00"."""
    if first != last or not tokens.numeric[first]:
        return False
    tail = tokens.words[first].replace("٫", ".").replace(",", ".").rpartition(".")
    return bool(tail[1]) and len(tail[2]) != 3


def _touching(reader: Reader, tokens: Tokens, last: int) -> tuple[Kind | None, int] | None:
    """Return what letters written onto digits make of them ("46th", "30'dan", "5G"), and their token."""
    if last + 1 >= len(tokens) or tokens.numeric[last + 1]:
        return None
    gap = tokens.gap(last)
    if gap not in {"", "'", "-"}:
        point = reader.ordinal_point and gap == ". " and tokens.text[tokens.starts[last + 1]].isupper()
        return ("ordinal", last) if point and len(tokens.words[last]) <= 2 else None
    word, context = tokens.words[last + 1], reader.context
    if word in context.ordinal_signs:
        return "ordinal", last + 1
    if gap:
        return (None, last + 1) if word in context.suffixes else None
    kind = kind_by_words(context, tokens, last, last, None)
    if kind is None and len(word) <= LONGEST_CODE:
        kind = "code"
    return None if kind is None else (kind, last + 1)


def _parts(tokens: Tokens, i: int, kind: Kind) -> list[Core]:
    """Return each row of digits in a token that is no amount as a whole: a date, "192.168.1.2", "22,24,26"."""
    start = tokens.starts[i]
    rows = re.finditer(r"\d+", tokens.words[i])
    return [Core(i, i, Made(int(m[0][:LONGEST_DIGITS]), 1), start + m.start(), start + m.end(), kind) for m in rows]


def cores_of(reader: Reader, tokens: Tokens, document: str) -> list[Core]:
    """Return the numbers of a text from the left, each as long as it can be, without what is no amount at all."""
    starters, words, duals = reader.words.starters, reader.words, reader.words.duals
    cores: list[Core] = []
    reach = 0
    for i in [i for i, word in enumerate(tokens.words) if starters[word]]:
        if i < reach:
            continue
        mask = mask_at(tokens, i) if tokens.numeric[i] else None
        if mask is not None:
            through, kind = mask
            for k in range(i, through + 1):
                cores += _parts(tokens, k, kind)
            reach = through + 1
            continue
        word = tokens.words[i]
        if word in duals and words.find(word) is None:
            cores.append(Core(i, i, Made(2, 1), tokens.starts[i], tokens.ends[i], "count", dual=True))
            continue
        core = _core_at(reader, tokens, i, document)
        if core is not None:
            reach = core.last + 1 + reader.context.length_after(tokens, core.last + 1, core.kind)
            if core.made is NO_NUMBER:
                cores += _parts(tokens, i, core.kind)
            elif core.kind != "code":
                cores.append(core)
    return cores
