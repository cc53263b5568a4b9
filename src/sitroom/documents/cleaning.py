"""What is taken out of a text before anybody counts characters in it: only what no reader can see."""

from __future__ import annotations

import re
import unicodedata

# Everything here is invisible. Controls and separators that end lines or part words are not in it.
#   soft hyphen, grapheme joiner, Arabic letter mark, Hangul fillers, Mongolian separator, zero-width space,
#   direction marks, embeddings, overrides and isolates, word joiner, invisible operators, byte order mark,
#   variation selectors and tag letters (both used to smuggle text past a reader's eye), C0 and C1 controls.
_CONTROL = "\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f"
_UNSEEN = (
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\u3164"
    "\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\U000e0000-\U000e0fff"
)
_INVISIBLE = re.compile(f"[{_CONTROL}{_UNSEEN}]")
# A zero-width (non-)joiner is spelling between letters of scripts that join: Persian, Urdu, Indic, Sinhala.
_JOINER = re.compile("[\u200c\u200d]")
_JOINING = "\u0600-\u06ff\u0750-\u077f\u08a0-\u08ff\ufb50-\ufdff\ufe70-\ufefc\u0900-\u0dff\u1000-\u109f\u1780-\u17ff"
_STRAY_JOINER = re.compile(f"(?<![{_JOINING}])[\u200c\u200d]+|[\u200c\u200d]+(?![{_JOINING}])")
_DIRECTION = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_SPACES = re.compile(r"\s+")
_TAG = re.compile(
    r"<(?:script|style)\b[^>]{0,500}>.*?</(?:script|style)\s*>|</?[a-zA-Z][^<>]{0,1000}>|<!--.*?-->",
    re.DOTALL | re.IGNORECASE,
)


def clean(text: str) -> tuple[str, tuple[str, ...]]:
    """Return the text without invisible characters, in NFC, and a warning for each kind of change.

    A text that has none of them comes back as it is, so that offsets counted in the given text still hold.
    """
    warnings = []
    if _INVISIBLE.search(text) or _JOINER.search(text):
        directions = len(_DIRECTION.findall(text))
        cleaned = _STRAY_JOINER.sub("", _INVISIBLE.sub("", text))
        removed = len(text) - len(cleaned)
        if directions:
            warnings.append(f"{directions} direction controls removed")
        if removed > directions:
            warnings.append(f"{removed - directions} invisible characters removed")
        text = cleaned
    if not unicodedata.is_normalized("NFC", text):
        text = unicodedata.normalize("NFC", text)
        warnings.append("characters composed (NFC)")
    return text, tuple(warnings)


def clean_title(title: str) -> tuple[str, tuple[str, ...]]:
    """Return a title as one line of visible characters without tags, and what was changed."""
    visible, warnings = clean(title)
    bare = _TAG.sub(" ", visible) if "<" in visible else visible
    if bare != visible:
        warnings = (*warnings, "tags removed from the title")
    return _SPACES.sub(" ", bare).strip(), warnings
