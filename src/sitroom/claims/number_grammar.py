"""Compose words and digits into one number: "two hundred and thirty-three", "3 thousand 200", "مئة وعشرة".

One pass from left to right without looking back: each word either fits what has been read or ends the number.
The running state is a stack of finished multiples (2,000,000; 300,000) and the group below a thousand that is
being filled.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import NamedTuple

NUMERAL, SCALE, DIGITS, HALF, PLUS_HALF, AND, OF, ARTICLE, ONE, MANY, VAGUE, TEN_ENDING, FIXED = range(13)


class Lexeme(NamedTuple):
    """What a word may mean inside a number.

    `value` is its value or factor. `high` bounds a vague quantity. `alone` is what a bare plural stands for at
    least. `anded` tells that an "and" is written as one with it; `skip` is how many letters of the word come
    before the number itself.
    """

    kind: int
    value: int | Fraction
    high: int | None = None
    alone: int | None = None
    anded: bool = False
    skip: int = 0
    length: int = 1


class Rules(NamedTuple):
    """What a language allows between the words of a number.

    `joins` pairs what may stand before an "and" with the values that may follow a ten there (none: all).
    """

    joins: tuple[tuple[frozenset[str], frozenset[int]], ...] = ()
    vigesimal: frozenset[int] = frozenset()
    unit_before_ten: bool = False
    ten_takes_units: bool = False
    plural_multiplies: bool = False


class Made(NamedTuple):
    """A number composed from the first `used` lexemes.

    `vague` tells that only `value` as a lower bound is known; `round` that a collective blurs it; `article` that
    it is nothing but an article; `high` bounds a vague quantity.
    """

    value: int | Fraction
    used: int
    vague: bool = False
    round: bool = False
    article: bool = False
    high: int | None = None
    collective: bool = False


class _State:
    """What has been read so far."""

    __slots__ = ("article", "collective", "current", "half", "high", "last", "mixed", "round", "stack", "tail", "vague")

    def __init__(self) -> None:
        self.stack: list[tuple[int | Fraction, int]] = []
        self.current: int | Fraction | None = None
        self.last = ""
        self.vague = self.round = self.article = self.mixed = self.collective = False
        self.high: int | None = None
        self.half = False
        self.tail: int = 0

    def value(self) -> int | Fraction:
        return sum(v for v, _ in self.stack) + (self.current or 0)


def _class_of(value: int | Fraction) -> str:
    if value < 10:
        return "unit"
    if value < 20:
        return "teen"
    if value < 100:
        return "ten" if value % 10 == 0 else "unit"
    return "hundred"


def _join_allowed(rules: Rules, state: _State, following: Lexeme) -> bool:
    last = state.last
    if last == "ten" and state.current is not None and state.current % 10:
        return False
    if following.kind == DIGITS:
        return state.mixed and last in {"hundred", "scale"} or last == "scale"
    for after, only in rules.joins:
        if last in after and (last != "ten" or not only or following.value in only):
            return True
    return False


def _add(rules: Rules, state: _State, value: int, anded: bool) -> bool:
    """Add a numeral below 1000 to the group being filled, if it fits."""
    cur = state.current
    if cur is None:
        if state.stack and (state.stack[-1][1] <= value or value == 0):
            return False
        state.current, state.last = value, _class_of(value)
        return True
    if isinstance(cur, Fraction) and value == 100 and state.last == "digits":
        state.current, state.last = _plain(cur * 100), "hundred"
        return True
    if isinstance(cur, Fraction) or cur == 0 or value == 0:
        return False
    rest = cur % 100
    if value == 100:
        if not 1 <= cur <= (999 if state.last == "digits" else 99) or anded:
            return False
        state.current, state.last = cur * 100, "hundred"
        return True
    fits = (
        (rest == 0 and value < 100 and cur >= 100)
        or (
            rest >= (10 if rules.ten_takes_units else 20)
            and rest % 10 == 0
            and 0 < value < 10
            and state.last in {"ten", "teen"}
        )
        or (rest in rules.vigesimal and 10 <= value <= 19 and state.last == "ten")
        or (0 < rest < 10 and 20 <= value < 100 and value % 10 == 0 and rules.unit_before_ten and anded)
    )
    if not fits or state.last == "digits":
        return False
    state.current = cur + value
    state.tail = value if anded else 0
    state.last = "ten" if value == 10 and rest in rules.vigesimal else _class_of(value)
    return True


def _scale(state: _State, scale: int, anded: bool, bare: bool) -> bool:
    """Multiply what stands before by a thousand, a lakh, a million ..., if it fits."""
    cur = state.current
    if cur == 0 and not state.stack:
        return False
    if cur is None:
        if state.stack and state.stack[-1][1] <= scale:
            if state.stack[-1][1] == scale or anded:
                return False
            cur = 0
        else:
            if not bare and not anded and state.last != "scale":
                return False
            cur = 1
    total = cur
    while state.stack and state.stack[-1][1] < scale:
        total += state.stack.pop()[0]
    if state.stack and state.stack[-1][1] == scale:
        return False
    product = total * scale
    state.stack.append((product, scale))
    state.current, state.last = None, "scale"
    return True


def compose(rules: Rules, lexemes: Sequence[Lexeme], *, glued: bool = False) -> Made | None:
    """Return the longest number at the start of a row of lexemes, or None.

    Example: two, hundred, and, thirty, three -> 233, five lexemes used.
    """
    state = _State()
    best: Made | None = None
    before_and: Made | None = None
    anded = False
    i, size = 0, len(lexemes)
    while i < size:
        lexeme = lexemes[i]
        kind = lexeme.kind
        if kind == AND:
            if best is None or anded or i + 1 >= size:
                break
            follows = lexemes[i + 1]
            if follows.kind in {HALF, ARTICLE} and _half_follows(lexemes, i + 1):
                anded = True
                i += 1
                continue
            if not glued and not _join_allowed(rules, state, follows) and not _reversed(rules, state, follows):
                break
            anded = True
            i += 1
            continue
        if anded or lexeme.anded:
            before_and = best
        if lexeme.anded and best is not None and kind != HALF:
            if not _join_allowed(rules, state, lexeme) and not _reversed(rules, state, lexeme):
                break
            anded = True
        if not _take(rules, state, lexemes, i, anded=anded or lexeme.anded):
            break
        anded = anded and kind == ARTICLE
        i += 1
        if state.last not in {"half", "of"}:
            best = Made(_plain(state.value()), i, state.vague, state.round, state.article, state.high, state.collective)
        if kind == SCALE:
            before_and = None
    if before_and is not None and i < size and _multiplies(lexemes[i]):
        # "between ten thousand and forty thousand": the "and" parted two numbers
        return before_and
    return best


def _multiplies(lexeme: Lexeme) -> bool:
    return lexeme.kind == SCALE or (lexeme.kind == NUMERAL and lexeme.value == 100)


def _plain(value: int | Fraction) -> int | Fraction:
    return int(value) if value.denominator == 1 else value


def _half_follows(lexemes: Sequence[Lexeme], at: int) -> bool:
    if lexemes[at].kind == HALF:
        return True
    return at + 1 < len(lexemes) and lexemes[at + 1].kind == HALF


def _reversed(rules: Rules, state: _State, following: Lexeme) -> bool:
    """Tell whether a ten may follow its unit here: "three and twenty"."""
    return rules.unit_before_ten and state.last == "unit" and following.kind == NUMERAL and 20 <= following.value < 100


def _take(rules: Rules, state: _State, lexemes: Sequence[Lexeme], i: int, *, anded: bool) -> bool:  # noqa: C901, PLR0911, PLR0912
    """Read one more lexeme into the state; False where it does not fit."""
    lexeme = lexemes[i]
    kind, value = lexeme.kind, lexeme.value
    if kind == OF:
        return _links(state, lexemes, i)
    if state.last == "of":
        return kind in {SCALE, MANY, ONE} and _collective(rules, state, lexeme)
    if kind == HALF:
        return _half(state, lexemes, i, anded=anded)
    if kind == FIXED:
        if state.last and not state.article:
            return False
        state.article = False
        state.current, state.high, state.last = _plain(Fraction(value)), lexeme.high, "fixed"
        return True
    if kind == VAGUE:
        if state.last:
            return False
        state.current, state.high, state.vague, state.last = value, lexeme.high, True, "vague"
        return True
    if kind in {ONE, MANY}:
        return _collective(rules, state, lexeme)
    if state.collective and kind != SCALE:
        return False
    if kind == ARTICLE:
        if anded and i + 1 < len(lexemes) and lexemes[i + 1].kind == HALF:
            return True
        if state.last and state.last != "half":
            return _add(rules, state, 1, anded)
        if state.last == "half":
            return True
        state.current, state.last, state.article = 1, "unit", True
        return True
    if kind == PLUS_HALF:
        if state.current is None or state.last == "hundred":
            return False
        state.current += Fraction(1, 2)
        state.last = "unit"
        return True
    if kind == TEN_ENDING:
        return _ten_ending(state, lexeme, rules, anded)
    if kind == SCALE:
        return _take_scale(rules, state, lexeme, anded)
    if kind == DIGITS:
        return _digits(state, value)
    if state.article:
        # "a hundred" is one hundred; "a twenty" is nothing.
        if value != 100:
            return False
        state.current, state.last, state.article = 100, "hundred", False
        return True
    if state.last == "vague":
        if value not in {10, 100}:
            return False
        state.current, state.last = (state.current or 0) * value, "scale"
        return True
    if isinstance(value, Fraction):
        if state.last:
            return False
        state.current, state.last = value, "unit"
        return True
    if value >= 1000:
        return _composite(rules, state, value, anded)
    return _add(rules, state, value, anded)


def _composite(rules: Rules, state: _State, value: int, anded: bool) -> bool:
    """Take a number of four or more digits that was written as one word."""
    scale = 1000
    while value >= scale * 1000:
        scale *= 1000
    if state.current is not None or (state.stack and state.stack[-1][1] <= scale):
        return False
    head, tail = divmod(value, scale)
    state.stack.append((head * scale, scale))
    state.last = "scale"
    if tail >= 1000:
        return _composite(rules, state, tail, anded)
    return not tail or _add(rules, state, tail, anded)


def _digits(state: _State, value: int | Fraction) -> bool:
    if not state.last:
        if value >= 1000 and isinstance(value, int):
            state.current, state.last = value, "digits"
        else:
            state.current, state.last = value, "digits"
        state.mixed = True
        return True
    if state.last == "scale" and state.mixed and state.stack and isinstance(value, int):
        if 0 < value < state.stack[-1][1]:
            state.current, state.last = value, "digits"
            return True
        return False
    if state.last in {"hundred", "scale"} and isinstance(value, int) and state.current is not None:
        if state.mixed and state.current % 100 == 0 and 0 < value < 100:
            state.current += value
            state.last = _class_of(value)
            return True
    return False


def _take_scale(rules: Rules, state: _State, lexeme: Lexeme, anded: bool) -> bool:
    value = int(lexeme.value)
    if not state.last:
        if lexeme.alone is not None:
            state.stack.append((lexeme.alone, value))
            state.vague, state.last, state.collective = True, "scale", True
            return True
        return _scale(state, value, anded, bare=True)
    if state.last == "halved":
        return state.stack[-1][1] == value  # "a million and half the million"
    if state.collective:
        return _collective(rules, state, lexeme)
    if state.last == "fixed" and state.high is not None:
        state.high *= value
    if state.last == "vague":
        state.high = None
    state.article = False
    if state.last == "half":
        state.stack.append(((state.current or 0) * value, value))
        state.current, state.last = None, "scale"
        return True
    return _scale(state, value, anded, bare=False)


def _ten_ending(state: _State, lexeme: Lexeme, rules: Rules, anded: bool) -> bool:
    """Take a word that makes a unit before it a teen, and is ten by itself: عشر."""
    if state.current is not None and not anded and state.last == "unit" and 0 < state.current % 100 < 10:
        state.current += 10
        state.last = "teen"
        return True
    return _add(rules, state, 10, anded)


def _half(state: _State, lexemes: Sequence[Lexeme], i: int, *, anded: bool) -> bool:
    part = Fraction(lexemes[i].value)
    after = i + 1
    while after < len(lexemes) and lexemes[after].kind in {ARTICLE, OF}:
        after += 1
    multiplies = after < len(lexemes) and lexemes[after].kind in {SCALE, ONE} and lexemes[after].value >= 10
    if anded and state.last == "scale" and not (multiplies and lexemes[after].value < state.stack[-1][1]):
        amount, scale = state.stack.pop()
        state.stack.append((amount + scale * part, scale))
        state.last = "halved"
        return True
    if anded and state.last == "collective" and state.current is not None:
        return False
    if anded and state.current is not None and state.last in {"unit", "digits", "ten", "teen"}:
        state.current += part
        state.article = False
        return True
    if multiplies and state.last == "unit" and not anded and not state.stack and state.current is not None:
        if not state.article and part < Fraction(1, 2):
            part *= state.current  # "three quarters of a million"
            state.current, state.last, state.half = part, "half", True
            return True
    follows = state.last == "" or (state.last == "unit" and state.article) or (state.last == "scale" and anded)
    if not multiplies or not follows:
        return False
    state.current, state.last, state.article, state.half = part, "half", False, True
    return True


def _links(state: _State, lexemes: Sequence[Lexeme], i: int) -> bool:
    """Let "of" stand between a collective and what it multiplies: "tens of thousands"."""
    if i + 1 >= len(lexemes):
        return False
    if state.last == "half":
        return lexemes[i + 1].kind in {SCALE, ONE, ARTICLE}
    follows = lexemes[i + 1]
    if state.last == "vague":
        return follows.kind in {SCALE, MANY, ONE} and _of(state)
    if state.collective and state.last == "collective":
        big = follows.kind in {MANY, SCALE} and follows.value >= 1000
        return big and _of(state)
    return state.last == "scale" and False


def _of(state: _State) -> bool:
    state.last = "of"
    return True


def _collective(rules: Rules, state: _State, lexeme: Lexeme) -> bool:
    """Take a noun of number, bare or after what counts it."""
    value = int(lexeme.value)
    many = lexeme.kind == MANY or (lexeme.kind == SCALE and lexeme.alone is not None)
    if state.collective:
        # "tens of thousands": the bare plural counts as two tens here, not as the dozens it stands for alone.
        if value < 1000 or state.last not in {"of", "collective"}:
            return False
        base = state.stack.pop()[1] * 2 if state.vague and not state.half else state.value()
        if not (state.vague and not state.half):
            state.stack.clear()
        state.stack.append((base * value, value))
        state.current, state.last = None, "scale"
        return True
    if not state.last:
        amount = (lexeme.alone or 2 * value) if many else value
        state.stack.append((amount, value))
        state.vague, state.round = many, not many
    elif state.last in {"vague", "of"}:
        state.stack.append(((state.current or 0) * value, value))
        state.high = None
    elif state.last == "half":
        state.stack.append(((state.current or 0) * value, value))
        state.round = True
    elif state.current is not None and not state.stack and state.high is None:
        # "three hundred and two dozen" is 300 and 24
        if many and rules.plural_multiplies and state.current in {10, 100}:
            state.vague, state.current = True, state.current * 2
        counted = state.tail or state.current
        state.stack.append((state.current - counted + counted * value, value))
        state.round = not state.vague
    else:
        return False
    state.current, state.last, state.collective, state.article = None, "collective", True, False
    return True
