"""The state of a number that is being read, and the steps that take one more word into it.

A stack of finished multiples (2,000,000; 300,000) and the group below a thousand that is being filled. Each step
tells whether its word fits; a word that does not fit ends the number. `anded` tells that an "and" stood before.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction

from sitroom.claims.number_lexemes import (
    ARTICLE,
    DIGITS,
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
    Made,
    Rules,
    plain,
)

Value = int | Fraction
_MULTIPLIERS = frozenset({SCALE, ONE, MANY})


def _class_of(value: Value) -> str:
    if value < 10:
        return "unit"
    if value < 20:
        return "teen"
    if value < 100:
        return "ten" if value % 10 == 0 else "unit"
    return "hundred"


class State:
    """What has been read so far. `last` names the class of the last word: unit, ten, hundred, scale, half ..."""

    __slots__ = (
        "article", "collective", "current", "high", "last", "mixed", "part", "round", "rules", "stack", "tail", "vague",
    )  # fmt: skip

    def __init__(self, rules: Rules) -> None:
        """Begin with nothing read."""
        self.rules = rules
        self.stack: list[tuple[Value, int]] = []
        self.current: Value | None = None
        self.last = ""
        self.vague = self.round = self.article = self.mixed = self.collective = self.part = False
        self.high: int | None = None
        self.tail: Value = 0

    def value(self) -> Value:
        """Return what the words read so far say."""
        return sum(value for value, _ in self.stack) + (self.current or 0)

    def made(self, used: int) -> Made:
        """Return the number as it stands after `used` lexemes."""
        return Made(plain(self.value()), used, self.vague, self.round, self.article, self.high, self.collective)

    def take(self, lexemes: Sequence[Lexeme], i: int, *, anded: bool) -> bool:
        """Read lexeme i into the state; False where it does not fit."""
        kind = lexemes[i].kind
        if self.last == "of" and kind not in _MULTIPLIERS:
            return False
        if self.collective and kind not in _MULTIPLIERS and kind != OF:
            return False
        return _STEPS[kind](self, lexemes, i, anded)

    def joins(self, following: Lexeme) -> bool:
        """Tell whether an "and" may stand between what was read and the next word."""
        last, current = self.last, self.current
        if self.rules.unit_before_ten and last == "unit" and following.kind == NUMERAL and 20 <= following.value < 100:
            return True  # "three and twenty"
        if last == "ten" and current is not None and current % 10:
            return False
        if following.kind == DIGITS:
            return last == "scale" or (self.mixed and last == "hundred")
        return any(
            last in after and (last != "ten" or not only or following.value in only) for after, only in self.rules.joins
        )

    def put(self, current: Value, last: str) -> bool:
        """Set the group being filled, and what its last word was."""
        self.current, self.last, self.article = current, last, False
        return True

    def push(self, value: Value, scale: int, last: str = "scale") -> bool:
        """Finish a multiple and begin a new group."""
        self.stack.append((value, scale))
        self.current, self.last, self.article = None, last, False
        return True

    def add(self, value: int, *, anded: bool) -> bool:
        """Add a numeral below 1000 to the group being filled, if it fits."""
        current = self.current
        if current is None:
            if self.stack and (self.stack[-1][1] <= value or value == 0):
                return False
            return self.put(value, _class_of(value))
        if value == 100:
            return self._hundreds(current, anded=anded)
        if isinstance(current, Fraction) or current == 0 or value == 0 or self.last == "digits":
            return False
        rest = current % 100
        if not self._fits(current, rest, value, anded=anded):
            return False
        self.tail = value if anded else 0
        return self.put(current + value, "ten" if value == 10 and rest in self.rules.vigesimal else _class_of(value))

    def _hundreds(self, current: Value, *, anded: bool) -> bool:
        if isinstance(current, Fraction) and self.last != "digits":
            return False
        if not 1 <= current <= (999 if self.last == "digits" else 99) or anded:
            return False
        return self.put(plain(current * 100), "hundred")

    def _fits(self, current: int, rest: int, value: int, *, anded: bool) -> bool:
        """Tell whether a numeral may follow: a unit after its ten, "dix" after "soixante", a ten after its unit."""
        if rest == 0:
            return current >= 100 and value < 100
        if rest % 10 == 0 and 0 < value < 10:
            return rest >= (10 if self.rules.ten_takes_units else 20) and self.last in {"ten", "teen"}
        if rest in self.rules.vigesimal:
            return 10 <= value <= 19 and self.last == "ten"
        return rest < 10 and 20 <= value < 100 and value % 10 == 0 and self.rules.unit_before_ten and anded

    def multiply(self, scale: int, *, anded: bool) -> bool:
        """Multiply what stands before by a thousand, a lakh, a million ..., if it fits."""
        total = self.current
        top = self.stack[-1][1] if self.stack else None
        if total == 0 and top is None:
            return False
        if total is None:
            if top is not None and (top == scale or (top < scale and anded)):
                return False
            total = 0 if top is not None and top < scale else 1
        while self.stack and self.stack[-1][1] < scale:
            total += self.stack.pop()[0]
        if self.stack and self.stack[-1][1] == scale:
            return False
        return self.push(total * scale, scale)


def _take_of(state: State, lexemes: Sequence[Lexeme], i: int, anded: bool) -> bool:
    """Let "of" stand between a collective and what it multiplies: "tens of thousands", "half of a million"."""
    follows = lexemes[i + 1] if i + 1 < len(lexemes) else None
    if follows is None or anded:
        return False
    if state.last == "half":
        return follows.kind in {SCALE, ONE, ARTICLE}
    big = follows.kind in {MANY, SCALE} and follows.value >= 1000
    if (state.last == "collective" and big) or (state.last == "vague" and follows.kind in _MULTIPLIERS):
        state.last = "of"
        return True
    return False


def _take_half(state: State, lexemes: Sequence[Lexeme], i: int, anded: bool) -> bool:
    """Take a half, a quarter, a third: before a scale ("half a million"), or after a number ("one and a half")."""
    part = Fraction(lexemes[i].value)
    after = i + 1
    while after < len(lexemes) and lexemes[after].kind in {ARTICLE, OF}:
        after += 1
    following = lexemes[after] if after < len(lexemes) and lexemes[after].kind in {SCALE, ONE} else None
    if anded:
        if state.last == "scale" and (following is None or following.value >= state.stack[-1][1]):
            amount, scale = state.stack.pop()
            return state.push(amount + scale * part, scale, "halved")
        if state.last in {"unit", "digits", "ten", "teen"} and state.current is not None:
            return state.put(state.current + part, state.last)
    if following is None or (state.last not in {"", "unit"} and not (anded and state.last == "scale")):
        return False
    if state.last == "unit" and not state.article:
        if part == Fraction(1, 2) or state.stack or state.current is None:
            return False
        part *= state.current  # "three quarters of a million"
    state.part = True
    return state.put(part, "half")


def _take_fixed(state: State, lexemes: Sequence[Lexeme], i: int, anded: bool) -> bool:
    if anded or (state.last and not state.article):
        return False
    state.high = lexemes[i].high
    return state.put(plain(Fraction(lexemes[i].value)), "fixed")


def _take_vague(state: State, lexemes: Sequence[Lexeme], i: int, anded: bool) -> bool:
    if anded or state.last:
        return False
    state.high, state.vague = lexemes[i].high, True
    return state.put(lexemes[i].value, "vague")


def _take_article(state: State, lexemes: Sequence[Lexeme], i: int, anded: bool) -> bool:
    """Take "a", "un", "ein": one by itself, nothing before a half ("and a half", "half a million")."""
    if state.last == "half" or (anded and i + 1 < len(lexemes) and lexemes[i + 1].kind == HALF):
        return True
    if state.last:
        return state.add(1, anded=anded)
    state.put(1, "unit")
    state.article = True
    return True


def _take_plus_half(state: State, lexemes: Sequence[Lexeme], i: int, anded: bool) -> bool:
    """Take what adds a half to the number before it: "buçuk", "с половиной"."""
    if state.current is None or state.last == "hundred" or anded:
        return False
    return state.put(state.current + Fraction(lexemes[i].value), "unit")


def _take_ten_ending(state: State, lexemes: Sequence[Lexeme], i: int, anded: bool) -> bool:
    """Take a word that makes a unit before it a teen, and is ten by itself: عشر."""
    if state.current is not None and not anded and state.last == "unit" and 0 < state.current % 100 < 10:
        return state.put(state.current + 10, "teen")
    return state.add(int(lexemes[i].value), anded=anded)


def _take_scale(state: State, lexemes: Sequence[Lexeme], i: int, anded: bool) -> bool:
    lexeme = lexemes[i]
    value = int(lexeme.value)
    if not state.last and lexeme.alone is not None:
        state.vague = state.collective = True
        return state.push(lexeme.alone, value)
    if state.last == "halved":
        return state.stack[-1][1] == value  # "a million and half the million"
    if state.collective:
        return _multiply_collective(state, value)
    if state.last == "half":
        return state.push((state.current or 0) * value, value)
    if state.high is not None:
        state.high = None if state.last == "vague" else state.high * value
    return state.multiply(value, anded=anded)


def _take_digits(state: State, lexemes: Sequence[Lexeme], i: int, anded: bool) -> bool:
    """Take a row of digits: at the start, or after a scale or hundred that digits began ("3 thousand 200")."""
    value = lexemes[i].value
    if not state.last:
        state.mixed = True
        return state.put(value, "digits")
    if isinstance(value, Fraction) or not state.mixed or value <= 0:
        return False
    if state.last == "scale" and state.stack and value < state.stack[-1][1]:
        return state.put(value, "digits")
    if state.last == "hundred" and state.current is not None and state.current % 100 == 0 and value < 100:
        return state.put(state.current + value, _class_of(value)) and (anded or True)
    return False


def _take_numeral(state: State, lexemes: Sequence[Lexeme], i: int, anded: bool) -> bool:
    value = lexemes[i].value
    if state.article:
        # "a hundred" is one hundred; "a twenty" is nothing.
        return value == 100 and state.put(100, "hundred")
    if state.last == "vague":
        return value in {10, 100} and state.put((state.current or 0) * value, "scale")
    if isinstance(value, Fraction):
        return not state.last and state.put(value, "unit")
    if value >= 1000:
        return _take_long(state, value, anded=anded)
    return state.add(value, anded=anded)


def _take_long(state: State, value: int, *, anded: bool) -> bool:
    """Take a number of a thousand and more that is one word."""
    scale = 1000
    while value >= scale * 1000:
        scale *= 1000
    if state.current is not None or (state.stack and state.stack[-1][1] <= scale):
        return False
    head, tail = divmod(value, scale)
    state.push(head * scale, scale)
    if tail >= 1000:
        return _take_long(state, tail, anded=anded)
    return not tail or state.add(tail, anded=anded)


def _take_collective(state: State, lexemes: Sequence[Lexeme], i: int, anded: bool) -> bool:
    """Take a noun of number, bare or after what counts it: "dozens", "two dozen", "half a dozen", "several dozen"."""
    lexeme = lexemes[i]
    value, many = int(lexeme.value), lexeme.kind == MANY
    current = state.current
    if state.collective:
        return _multiply_collective(state, value)
    amount: Value
    if not state.last:
        state.vague, state.round, amount = many, not many, (lexeme.alone or 2 * value) if many else value
    elif current is None or anded:
        return False
    elif state.last in {"vague", "of", "half"}:
        state.high, state.round, amount = None, state.last == "half", current * value
    elif not state.stack and state.high is None:
        if many and state.rules.plural_multiplies and current in {10, 100}:
            state.vague, current = True, current * 2  # "on binlerce": tens of thousands
        # "three hundred and two dozen" is 300 and 24
        counted = state.tail or current
        state.round, amount = not state.vague, current - counted + counted * value
    else:
        return False
    state.collective = True
    return state.push(amount, value, "collective")


def _multiply_collective(state: State, value: int) -> bool:
    """Multiply a collective: of "tens of thousands" the bare plural is two tens, not the dozens it is alone."""
    if value < 1000 or state.last not in {"of", "collective"}:
        return False
    plural = state.vague and not state.part
    base = 2 * state.stack[-1][1] if plural else state.value()
    state.stack.clear()
    return state.push(base * value, value)


_STEPS: dict[int, Callable[[State, Sequence[Lexeme], int, bool], bool]] = {
    NUMERAL: _take_numeral,
    SCALE: _take_scale,
    DIGITS: _take_digits,
    HALF: _take_half,
    PLUS_HALF: _take_plus_half,
    OF: _take_of,
    ARTICLE: _take_article,
    ONE: _take_collective,
    MANY: _take_collective,
    VAGUE: _take_vague,
    TEN_ENDING: _take_ten_ending,
    FIXED: _take_fixed,
}
