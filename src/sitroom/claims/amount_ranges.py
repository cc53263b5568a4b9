"""Tell when two numbers make one range: "between 30 and 40", "30-40", "two or three hundred"."""

from __future__ import annotations

from fractions import Fraction

from sitroom.claims.amount_cores import Core, Reader
from sitroom.claims.number_lexemes import NUMERAL
from sitroom.claims.tokens import Tokens

WIDEST_RANGE = 20  # times its low end; "2-400" is a list or a code, not a range
WIDEST_ALTERNATIVE = 2  # "two or three", "30 or 40"; "3 or 300" are two numbers
CHANGE_REACH = 5  # words before "from" in which a verb of change makes a change of a range
LONGEST_LINK = 16  # characters between the two numbers of a range
_RANGE_SIGNS = frozenset({"-", "–", "—", " - ", " – ", " — ", "~", " ~ ", "- ", "– ", "/"})


def range_low(reader: Reader, tokens: Tokens, a: Core, b: Core) -> int | None:
    """Return the low end of the range that two numbers make, or None where they make none."""
    if not _comparable(a, b):
        return None
    low, high = _with_factor(reader, tokens, a, b), b.made.value
    if low is None or not isinstance(high, int) or not low < high:
        return None
    raw = tokens.folded[a.end : b.start]
    before, link = opener_of(reader, tokens, a), _without_article(reader, raw.split())
    if link in reader.alternative:
        return low if high <= low * WIDEST_ALTERNATIVE else None
    after = tokens.words[b.last + 1] if b.last + 1 < len(tokens) and tokens.near(b.last) else ""
    around = (before, link) in reader.between or (link, after) in reader.around
    linked = raw in _RANGE_SIGNS or link in reader.range_to
    return low if around or (linked and high <= low * WIDEST_RANGE) else None


def _comparable(a: Core, b: Core) -> bool:
    """Tell whether two numbers stand close enough, and are of one kind or one of them open as to what it counts."""
    if b.start - a.end > LONGEST_LINK or a.made.article or a.made.vague or b.made.vague or a.dual or b.dual:
        return False
    return a.kind == b.kind or not {"count", "decimal"}.isdisjoint({a.kind, b.kind})


def _with_factor(reader: Reader, tokens: Tokens, a: Core, b: Core) -> int | None:
    """Return the first number with the factor that it leaves to the second: "two or three hundred"."""
    low: int | Fraction = a.made.value
    tail = None if tokens.numeric[b.last] else reader.words.find(tokens.words[b.last])
    if tail is not None and a.kind in {"count", "decimal"}:
        factor = 1000 if tail.kind == NUMERAL and tail.value >= 1000 and tail.value % 1000 == 0 else int(tail.value)
        low *= factor if factor >= 12 and factor * low < b.made.value else 1
    return int(low) if low.denominator == 1 else None


def opener_of(reader: Reader, tokens: Tokens, a: Core) -> str:
    """Return the word before a number, or before its article: "between" of "between the 30"."""
    i = a.first - 1
    if i > 0 and tokens.words[i] in reader.range_articles and tokens.near(i):
        i -= 1
    return tokens.words[i] if i >= 0 and tokens.near(i) else ""


def _without_article(reader: Reader, words: list[str]) -> str:
    if len(words) > 1 and words[-1] in reader.range_articles:
        words = words[:-1]
    return " ".join(words)


def is_change(reader: Reader, tokens: Tokens, core: Core) -> bool:
    """Tell whether "from A to B" says a change ("rose from 30 to 45") and not a range."""
    if not core.first or tokens.words[core.first - 1] not in reader.range_start:
        return False
    return any(word in reader.changes for word in tokens.words[max(0, core.first - 1 - CHANGE_REACH) : core.first - 1])
