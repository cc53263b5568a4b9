"""From bytes to characters, whatever the label says."""

from __future__ import annotations

import codecs
import re

from sitroom.errors import Rejected

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# Bytes looked at when the encoding must be guessed; more slows the guess and does not change it.
_SAMPLE = 50_000
# Text has next to no control characters; above this share the bytes are an image, a program, a cipher.
_MOST_CONTROLS = 0.02
# Valid UTF-8 beyond ASCII does not come about by chance: with this share of it broken or less, the rest is as it says.
_FEW_BROKEN = 0.05
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f-\x84\x86-\x9f\ufffd]")


def decode(data: bytes, where: str, declared: str = "") -> tuple[str, tuple[str, ...]]:
    """Return the text of the bytes, and a warning where the encoding had to be guessed.

    A byte order mark decides; then valid UTF-8, which is never so by accident; then what is declared; then a guess
    from the letters (charset-normalizer).

    Raises:
        Rejected: the bytes are no text in any encoding.
    """
    for mark, name in _BOMS:
        if data.startswith(mark):
            return _checked(data[len(mark) :] if name == "utf-8" else data, name, where), ()
    wide = _wide(data)
    if wide:
        return _checked(data, wide, where), (f"encoding guessed: {wide}",)
    text = data.decode(errors="replace")
    broken = text.count("\ufffd")
    if not broken:
        return _text(text, where), ()
    if broken <= _FEW_BROKEN * sum(1 for sign in text[:_SAMPLE] if sign > "\x7f"):
        return _text(text, where), (f"{broken} bytes are no text and were replaced",)
    if declared and declared.lower().replace("_", "-") not in {"utf-8", "utf8"}:
        try:
            return _text(data.decode(declared), where), ()
        except (LookupError, UnicodeDecodeError):
            pass  # a label that does not fit is common; the letters decide
    guess = _guess(data, where)
    return _checked(data, guess, where), (f"encoding guessed: {guess}",)


def _wide(data: bytes) -> str | None:
    """Tell UTF-16 without a byte order mark by its spaces, which have a zero byte before or behind them."""
    sample = data[:_SAMPLE]
    if sample.count(b"\x00") * 20 < len(sample) or len(data) % 2:
        return None
    evens, odds = sample[::2], sample[1::2]
    if any(odds[at] == 0 and even == 0x20 for at, even in enumerate(evens[: len(odds)])) and 0 not in evens:
        return "utf-16-le"
    if any(evens[at] == 0 and odd == 0x20 for at, odd in enumerate(odds)) and 0 not in odds:
        return "utf-16-be"
    return None


def _guess(data: bytes, where: str) -> str:
    from charset_normalizer import from_bytes  # noqa: PLC0415  slow to import, and seldom needed

    best = from_bytes(data[:_SAMPLE]).best()
    if best is None:
        raise Rejected("not text: no encoding fits", where)
    return best.encoding


def _checked(data: bytes, encoding: str, where: str) -> str:
    return _text(data.decode(encoding, errors="replace"), where)


def _text(text: str, where: str) -> str:
    sample = text[:_SAMPLE]
    if len(_CONTROLS.findall(sample)) > _MOST_CONTROLS * len(sample):
        raise Rejected("not text: binary data", where)
    return text
