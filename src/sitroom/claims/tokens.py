"""Divide a text into words and numbers, once, for the grammars of amounts and days."""

from __future__ import annotations

import re

# A row of digits with the separators that may stand inside a number; or a word, with its combining marks.
_NUMBER = r"\d{1,3}(?:[ \u00a0\u2009\u202f]\d{3})+(?!\d)(?:[.,٫]\d+)?|\d+(?:[.,'٬٫]\d+)*"
_WORD = r"[^\W\d_]+(?:[\u0300-\u036f\u064b-\u0655\u0670]+[^\W\d_]*)*"
_PLAIN = re.compile(f"{_WORD}|{_NUMBER}")
_WITH_APOSTROPHE = re.compile(f"{_WORD}(?:'{_WORD})*|{_NUMBER}")
_JOINED = re.compile(r"[ \u00a0\u2009\u202f\u200c]{1,3}|\n|[ \u00a0]?[-\u00ad][ \u00a0]?|\u200d?\u200c")
_NEAR = re.compile(r"[\s'\"“”«»„\u200c-]{1,4}")
_STRETCH = "\u0640"  # lengthens an Arabic word on paper and means nothing: بـ1604
_DIGITS = frozenset("0123456789")


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
        if _STRETCH in folded:
            self.words = [word.replace(_STRETCH, "") or word for word in self.words]

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
