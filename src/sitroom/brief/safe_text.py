"""Strangers' words made safe to print: no control, bidirectional or zero-width characters, no markup."""

from __future__ import annotations

import re
import unicodedata

_UNSEEN = frozenset({"Cc", "Cf", "Co", "Cs", "Cn"})
_BREAKS = re.compile(r"[\s\x00-\x1f]*[\t\r\n\v\f\x85\u2028\u2029]+[\s\x00-\x1f]*| {2,}")
_MARKDOWN = re.compile(r"([\\`*_\[\]<>|#~])")
_JOINERS = frozenset("\u200c\u200d")  # they shape words in Persian and Indic scripts, and cannot hide anything


def printable(text: str) -> str:
    """Return the text on one line, without characters that cannot be seen or that turn the line around."""
    flat = _BREAKS.sub(" ", text).strip()
    return "".join(c for c in flat if c in _JOINERS or unicodedata.category(c) not in _UNSEEN)


def markdown(text: str) -> str:
    """Return the text so that Markdown shows it as it is: nothing becomes a link, a tag, a table or emphasis."""
    return _MARKDOWN.sub(r"\\\1", printable(text))
