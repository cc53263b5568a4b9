"""Divide a text into words and numbers, once, for the grammars of amounts and days."""

from __future__ import annotations

import re
import unicodedata

# A row of digits with the separators that may stand inside a number; or a word, with its combining marks.
_NUMBER = r"\d{1,3}(?:[ \u00a0\u2009\u202f]\d{3})+(?!\d)(?:[.,٫]\d+)?|\d+(?:[.,'٬٫]\d+)*"
# Marks that stand on or between the letters of a word and are dropped from it: accents written apart, Arabic vowel
# signs and the stretch of "بـ1604", soft hyphens, joiners and their opposites.
_MARKS = "\u00ad\u0300-\u036f\u0610-\u061a\u0640\u064b-\u0655\u0670\u200b-\u200d\ufeff"
_WORD = rf"[^\W\d_]+(?:[{_MARKS}]+[^\W\d_]*)*"
_MARK = re.compile(f"[{_MARKS}]")
_PLAIN = re.compile(f"{_WORD}|{_NUMBER}")
_WITH_APOSTROPHE = re.compile(f"{_WORD}(?:'{_WORD})*|{_NUMBER}")
_JOINED = re.compile(r"[ \u00a0\u2009\u202f]{1,3}|\n|[ \u00a0]?-[ \u00a0]?")
_NEAR = re.compile(r"[\s'\"“”«»„-]{1,4}")
_DIGITS = frozenset("0123456789")


def bare(word: str) -> str:
    """Return a word without marks; accents that have a letter of their own are put into it."""
    return _MARK.sub("", unicodedata.normalize("NFC", word))


class Tokens:
    """The words and numbers of a folded text: where each starts and ends, what it is, and what lies between.

    `numeric[i]` tells that token i is a row of digits. Offsets count from the start of the folded text.
    """

    __slots__ = ("ends", "folded", "numeric", "starts", "text", "words")

    def __init__(self, folded: str, text: str, *, inner_apostrophe: bool = False) -> None:
        """Divide a folded text; `text` is the same stretch as written."""
        self.folded, self.text = folded, text
        spans = [m.span() for m in (_WITH_APOSTROPHE if inner_apostrophe else _PLAIN).finditer(folded)]
        self.starts = [a for a, _ in spans]
        self.ends = [b for _, b in spans]
        self.words = [folded[a:b] for a, b in spans]
        self.numeric = [word[0] in _DIGITS for word in self.words]
        if not folded.isascii() and _MARK.search(folded):
            self.words = [bare(word) or word for word in self.words]

    def __len__(self) -> int:
        """Return how many words and numbers there are."""
        return len(self.starts)

    def gap(self, i: int) -> str:
        """Return what lies between token i and the next."""
        return self.folded[self.ends[i] : self.starts[i + 1]]

    def joined(self, i: int) -> bool:
        """Tell whether token i and the next can be parts of one number: a space, a hyphen, a line's end."""
        gap = self.folded[self.ends[i] : self.starts[i + 1]]
        return gap in {" ", "-"} or (len(gap) <= 3 and _JOINED.fullmatch(gap) is not None)

    def near(self, i: int) -> bool:
        """Tell whether token i and the next stand side by side: at most space, quotation or hyphen between."""
        gap = self.folded[self.ends[i] : self.starts[i + 1]]
        return gap in {" ", "-", ""} or (len(gap) <= 4 and _NEAR.fullmatch(gap) is not None)

    def follows(self, i: int, phrase: tuple[str, ...]) -> bool:
        """Tell whether the words of a phrase stand side by side from token i on."""
        size = len(phrase)
        if i < 0 or self.words[i : i + size] != list(phrase):
            return False
        return size == 1 or all(self.near(k) for k in range(i, i + size - 1))
