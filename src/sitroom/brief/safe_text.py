"""Strangers' words made safe to print: no control, bidirectional or zero-width characters, no markup."""

from __future__ import annotations

import re
import unicodedata

_UNSEEN = frozenset({"Cc", "Cf", "Co", "Cs", "Cn"})
_BREAKS = re.compile(r"[ \t\n\v\f\r\x1c-\x1f\x85\u2028\u2029]+")  # not the no-break spaces inside numbers
_MARKDOWN = re.compile(r"([\\`*_\[\]<>|#~@]|(?<=:)/(?=/)|(?<=www)\.)")  # the last three would become links
_JOINERS = frozenset("\u200c\u200d")  # they shape words in Persian and Indic scripts, and cannot hide anything


def printable(text: str) -> str:
    """Return the text on one line, without characters that cannot be seen or that turn the line around."""
    flat = _BREAKS.sub(" ", text).strip()
    return "".join(c for c in flat if c in _JOINERS or unicodedata.category(c) not in _UNSEEN)


def markdown(text: str) -> str:
    """Return the text so that Markdown shows it as it is: nothing becomes a link, a tag, a table or emphasis."""
    return _MARKDOWN.sub(r"\\\1", printable(text))
