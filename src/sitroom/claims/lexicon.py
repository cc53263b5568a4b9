"""Phrases of a language by class, found in one pass over the words of a text.

A lexicon is data: `languages/data/<code>/*.yaml`, each a mapping of class name to phrases separated by commas.
Class names are the same in every language ("killed.dead", "cue.negation"), so what reads them knows no language.

A phrase is one or more words. `kill*` stands for any word that begins so, `*flüchtling*` for any that holds it,
`*opfer` for any that ends so, and `_` for any one word. Case, diacritics of Arabic, and the shapes of
apostrophes, hyphens and spaces between words make no difference. Of phrases of one file that overlap, the longest
counts; those of equal length all count. The class `none` holds phrases that only serve to hide shorter ones
("dead sea").
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable
from functools import lru_cache
from importlib import resources
from typing import NamedTuple

import msgspec

from sitroom.compiled import fingerprint, kept
from sitroom.errors import DataError

WORD = re.compile(r"[^\W_][\w\u0300-\u036f\u0610-\u061a\u0640\u064b-\u065f\u0670]*")
MEMO_LIMIT = 200_000  # distinct words kept per language; beyond it the memory starts anew, so that it stays flat
_MARKS = re.compile(r"[\u0300-\u036f\u0610-\u061a\u0640\u064b-\u065f\u0670]")
_FOLD = str.maketrans(
    {"أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ة": "ه", "ؤ": "و", "ئ": "ي", "ё": "е", "İ": "i"}
)
_CLITICS = "clitics"
FILES = ("lexicon.yaml", "control.yaml", "hints.yaml")


class Trigger(NamedTuple):
    """A phrase of the lexicon in a text: its class, its place in code points, and its words, end excluded."""

    start: int
    end: int
    name: str
    first: int
    last: int


class _Phrase(NamedTuple):
    rest: tuple[tuple[str, str], ...]
    name: str
    layer: int


class _Known(NamedTuple):
    """A word: its variants, and the phrases that it begins: of one word, by their second word, and all others."""

    variants: tuple[str, ...]
    alone: tuple[_Phrase, ...]
    by_next: dict[str, list[_Phrase]]
    others: tuple[_Phrase, ...]


class Tables(msgspec.Struct, frozen=True):
    """The phrases of one language by how their first word is compared, and the particles written as one with words."""

    exact: dict[str, list[_Phrase]]
    begins: dict[str, list[_Phrase]]
    ends: dict[str, list[_Phrase]]
    holds: list[tuple[str, _Phrase]]
    clitics: tuple[str, ...]


def fold(word: str) -> str:
    """Return a word as the lexicon compares it: lower case, Arabic letters in one shape, no vowel marks."""
    return _MARKS.sub("", word.translate(_FOLD).lower())


def _matcher(pattern: str) -> tuple[str, str]:
    """Return how a word of a phrase is compared ("is", "begins", "ends", "holds", "any") and with what."""
    if pattern == "_":
        return "any", ""
    begins, ends = pattern.endswith("*"), pattern.startswith("*")
    word = fold(pattern.strip("*"))
    return ("holds" if begins and ends else "begins" if begins else "ends" if ends else "is"), word


def _fits(matcher: tuple[str, str], variants: tuple[str, ...]) -> bool:
    how, what = matcher
    if how == "is":
        return what in variants
    if how == "begins":
        return any(v.startswith(what) for v in variants)
    if how == "any":
        return True
    if how == "ends":
        return any(v.endswith(what) for v in variants)
    return any(what in v for v in variants)


_PATTERN_WORD = re.compile(r"\*?[^\W_][\w\u0640\u064b-\u065f]*\*?|_")


def tables_of(layers: dict[str, dict[str, str | list[str]]]) -> Tables:
    """Compile the phrases of several files; the key names the file, for errors.

    Raises:
        DataError: a class is not text or a list of texts, or a phrase holds no word.
    """
    tables = Tables({}, {}, {}, [], ())
    clitics: list[str] = []
    for layer, (source, classes) in enumerate(layers.items()):
        for name, listed in classes.items():
            phrases = listed.split(",") if isinstance(listed, str) else listed
            if not isinstance(phrases, list) or not all(isinstance(p, str) for p in phrases):
                raise DataError(f"{source}: the class {name} is not a text or a list of texts")
            if name == _CLITICS:
                clitics = sorted((p.strip() for p in phrases), key=len, reverse=True)
                continue
            for phrase in phrases:
                if phrase.strip():
                    _add(tables, phrase, _Phrase((), name, layer), source)
    return msgspec.structs.replace(tables, clitics=tuple(clitics))


def _add(tables: Tables, phrase: str, entry: _Phrase, source: str) -> None:
    words = [_matcher(p) for p in _PATTERN_WORD.findall(phrase)]
    if not words or words[0][0] == "any":
        raise DataError(f"{source}: the class {entry.name} holds {phrase!r}, which begins with no word")
    (how, word), entry = words[0], entry._replace(rest=tuple(words[1:]))
    if how == "holds":
        tables.holds.append((word, entry))
    else:
        {"is": tables.exact, "begins": tables.begins, "ends": tables.ends}[how].setdefault(word, []).append(entry)


class Lexicon:
    """All phrases of one language, compiled. Finding is linear in the number of words."""

    def __init__(self, tables: Tables) -> None:
        """Take the compiled phrases."""
        self._exact, self._begins, self._ends = tables.exact, tables.begins, tables.ends
        self._holds, self._clitics = tables.holds, tables.clitics
        self._known: dict[str, _Known] = {}

    def _variants(self, word: str) -> tuple[str, ...]:
        """Return a folded word and what is left of it without the particles written as one with it."""
        rests = (word[len(c) :] for c in self._clitics if word.startswith(c))
        return tuple(dict.fromkeys((word, *(rest for rest in rests if len(rest) >= 2))))

    def _know(self, word: str) -> _Known:
        variants = self._variants(fold(word))
        found: list[_Phrase] = []
        for v in variants:
            found += self._exact.get(v, ())
            for k in range(2, len(v) + 1):
                found += self._begins.get(v[:k], ())
            for k in range(1, len(v)):
                found += self._ends.get(v[k:], ())
            found += [entry for part, entry in self._holds if part in v]
        if len(self._known) > MEMO_LIMIT:
            self._known.clear()
        self._known[word] = known = _grouped(variants, found)
        return known

    def find(self, text: str, spans: list[tuple[int, int]]) -> list[Trigger]:
        """Return the phrases in a text, by start, given the spans of its words.

        Example: "12 soldiers were killed" -> people.combatants at "soldiers", killed.passive at "killed".
        """
        known = self._known
        entries = [known.get(w) or self._know(w) for w in (text[a:b] for a, b in spans)]
        found: list[tuple[int, int, int, str]] = []
        last = len(entries) - 1
        for i, (_, alone, by_next, others) in enumerate(entries):
            found += [(phrase.layer, i, i + 1, phrase.name) for phrase in alone]
            if i == last:
                break
            if by_next:
                for word in entries[i + 1].variants:
                    for phrase in by_next.get(word, ()):
                        size = len(phrase.rest)
                        if size == 1 or _follow(entries, i + 2, phrase.rest[1:]):
                            found.append((phrase.layer, i, i + 1 + size, phrase.name))
            if others:
                found += [
                    (phrase.layer, i, i + 1 + len(phrase.rest), phrase.name)
                    for phrase in others
                    if _follow(entries, i + 1, phrase.rest)
                ]
        found.sort(key=lambda f: (f[0], f[1], -f[2]))
        out = [Trigger(spans[i][0], spans[j - 1][1], name, i, j) for _, i, j, name in _longest(found) if name != "none"]
        out.sort()
        return out


def _grouped(variants: tuple[str, ...], found: Iterable[_Phrase]) -> _Known:
    """Return what is known of a word, given the phrases that it may begin."""
    alone, others = [], []
    by_next: dict[str, list[_Phrase]] = {}
    for phrase in dict.fromkeys(found):
        kept = phrase._replace(name=sys.intern(phrase.name))
        if not kept.rest:
            alone.append(kept)
        elif kept.rest[0][0] == "is":
            by_next.setdefault(kept.rest[0][1], []).append(kept)
        else:
            others.append(kept)
    return _Known(variants, tuple(alone), by_next, tuple(others))


def _follow(entries: list[_Known], at: int, rest: tuple[tuple[str, str], ...]) -> bool:
    """Tell whether the words from one on are those of a phrase."""
    if at + len(rest) > len(entries):
        return False
    return all(_fits(matcher, entries[at + k].variants) for k, matcher in enumerate(rest))


def _longest(ordered: list[tuple[int, int, int, str]]) -> list[tuple[int, int, int, str]]:
    """Return what no longer phrase of the same file covers, of (file, first word, end, name) in order."""
    out = []
    layer, reach, best = -1, -1, (-1, -1)
    for entry in ordered:
        here, i, j, _ = entry
        if here != layer:
            layer, reach, best = here, -1, (-1, -1)
        if j > reach or (i, j) == best:
            reach, best = j, (i, j)
            out.append(entry)
    return out


@lru_cache(maxsize=32)
def lexicon(code: str) -> Lexicon:
    """Return the compiled lexicon of a language, from all its files of phrases; empty where there are none."""
    folder = resources.files("sitroom.languages") / "data" / code
    files = [folder / name for name in FILES]

    def build() -> Tables:
        return tables_of(
            {
                f"{code}/{file.name}": msgspec.yaml.decode(file.read_bytes(), type=dict[str, str | list[str]])
                for file in files
                if file.is_file()
            }
        )

    made_from = fingerprint([resources.files("sitroom.claims") / "lexicon.py", *files], code)
    return Lexicon(kept(f"lexicon-{code}", made_from, Tables, build))


def words_of(text: str) -> list[tuple[int, int]]:
    """Return the spans of the words of a text: letters and digits; apostrophes and hyphens part them."""
    return [m.span() for m in WORD.finditer(text)]
