"""Compose words and digits into one number: "two hundred and thirty-three", "3 thousand 200", "مئة وعشرة".

One pass from left to right: each word either fits what has been read or ends the number. The only look back is at
the last "and", where what follows shows that it parted two numbers.
"""

from __future__ import annotations

from collections.abc import Sequence

from sitroom.claims.number_lexemes import AND, ARTICLE, HALF, NUMERAL, SCALE, Lexeme, Made, Rules
from sitroom.claims.number_state import State


def compose(rules: Rules, lexemes: Sequence[Lexeme], *, glued: bool = False) -> Made | None:
    """Return the longest number at the start of a row of lexemes, or None.

    `glued` tells that the row is one word, in which an "and" may stand anywhere. Example: two, hundred, and, thirty,
    three -> 233, five lexemes used.
    """
    state = State(rules)
    best: Made | None = None
    before_and: Made | None = None
    anded = False
    size = len(lexemes)
    for i, lexeme in enumerate(lexemes):
        if lexeme.kind == AND:
            if best is None or anded or i + 1 >= size:
                break
            if not (glued or _half_follows(lexemes, i + 1) or state.joins(lexemes[i + 1])):
                break
            anded = True
            continue
        if lexeme.anded and best is not None and lexeme.kind != HALF and not state.joins(lexeme):
            break
        anded = anded or lexeme.anded
        before_and = best if anded else before_and
        if not state.take(lexemes, i, anded=anded):
            if before_and is not None and _multiplies(lexeme):
                # "between ten thousand and forty thousand": the "and" parted two numbers
                return before_and
            break
        anded = anded and lexeme.kind == ARTICLE
        if state.last not in {"half", "of"}:
            best = state.made(i + 1)
        if lexeme.kind == SCALE:
            before_and = None
    return best


def _half_follows(lexemes: Sequence[Lexeme], at: int) -> bool:
    """Tell whether a half comes next, with or without an article: "and a half"."""
    if lexemes[at].kind == ARTICLE and at + 1 < len(lexemes):
        at += 1
    return lexemes[at].kind == HALF


def _multiplies(lexeme: Lexeme) -> bool:
    return lexeme.kind == SCALE or (lexeme.kind == NUMERAL and lexeme.value == 100)
