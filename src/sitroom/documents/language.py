"""In which language a report is written."""

from __future__ import annotations

import re

import eldc

eldc.init()

UNKNOWN = "und"
# Letters looked at: more change no decision on news text and cost time.
_SAMPLE = 2_000
# Below this a name or two decide, and a declared language knows better. Set on single headlines.
_ENOUGH_LETTERS = 80
# With fewer letters than this a guess that the detector itself doubts is none ("Hama", "M23").
_FEWEST_LETTERS = 12
# A declared language is overruled only where the best guess leads it by this share of its score; Russian leads
# Ukrainian by 0.13 on one Russian sentence, Spanish Portuguese by 0.2.
_CLEAR_LEAD = 0.1
_CODE = re.compile(r"[a-z]{2,3}")
_THREE_LETTERS = dict(zip(eldc.LANGUAGES_ISO2T, eldc.LANGUAGES, strict=True))
_NOT_LETTERS = re.compile(r"[\W\d_]+")


def detect(text: str, declared: str = "") -> tuple[str, tuple[str, ...]]:
    """Return the ISO 639-1 code of a text's language, and warnings where that took a decision.

    A declared language stands unless a long enough text plainly is in another: declared "en" over Arabic
    letters, or over six paragraphs of Spanish. "und" where nobody can tell.
    """
    told = _code(declared)
    sample = _NOT_LETTERS.sub(" ", text[:_SAMPLE])
    guess = eldc.detect_details(sample)
    if not told:
        if guess.language == UNKNOWN or (not guess.reliable and len(sample.strip()) < _FEWEST_LETTERS):
            return UNKNOWN, ("the language could not be told",)
        return str(guess.language), ()
    if guess.language in {told, UNKNOWN} or told not in eldc.LANGUAGES or len(sample) < _ENOUGH_LETTERS:
        return told, ()
    scores = dict(guess.scores)
    lead = scores.get(guess.language, 0.0) - scores.get(told, 0.0)
    if guess.reliable and lead >= _CLEAR_LEAD * scores.get(guess.language, 1.0):
        return str(guess.language), (f"declared as {told}, but written in {guess.language}",)
    return told, ()


def _code(declared: str) -> str:
    match = _CODE.match(declared.strip().lower())
    if match is None:
        return ""
    return str(_THREE_LETTERS.get(match[0], match[0]))
