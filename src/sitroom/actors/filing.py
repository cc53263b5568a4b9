"""How the names of a language are filed: a trie of word stems, compiled once and kept.

A pattern is the words of a name. `a/b` stands for either word, `*` for a country that may stand there or not
("ministère * de la Défense"). A pattern in front of which stands `!` needs its first letter as written, `~` marks a
weak name (see ActorMention), `+` a noun that counts only with a country or a party beside it ("forces"), `=` a name
whose first word counts with its ending ("=locals" is not "local").
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable
from typing import Any, NamedTuple

import msgspec

from sitroom.actors.records import Role, Sort
from sitroom.actors.words import Words, is_acronym

_WORDS_IN_PATTERN = re.compile(r"[^\W_][\w\u0640\u064b-\u065f]*(?:/[^\W_][\w\u0640\u064b-\u065f]*)*|\*")
SLOT, ENTRIES = "*", " "  # no word has them as its key
WHOLE = "="  # before the key of a word that is filed with its ending
MARKS = "!~+="

Node = dict[str, Any]


class Entry(NamedTuple):
    """What a pattern stands for."""

    id: str
    role: Role
    sort: Sort
    weak: bool = False
    strict: bool = False
    bound: bool = False
    adjective: bool = False


def patterns_of(names: str) -> list[str]:
    """Return the patterns of a data string; they are separated by semicolons."""
    return [p.strip() for p in names.split(";") if p.strip()]


def plain(pattern: str) -> str:
    """Return a pattern as it is printed: without marks, with the first of each choice and no slot."""
    words = (w.split("/")[0] for w in pattern.lstrip(MARKS).split(" ") if w != SLOT)
    return " ".join(words)


class Filed(msgspec.Struct, frozen=True):
    """The names of one language. In a node of the trie, the key `ENTRIES` gives an index into `entries`."""

    root: Node
    entries: tuple[tuple[Entry, ...], ...]


def file_names(words: Words, patterns: Iterable[tuple[str, Entry]]) -> Filed:
    """File patterns by the stems of their words. Linear in their number."""
    filing = _Filing(words)
    for pattern, entry in patterns:
        filing.add(pattern, entry)
    return Filed(root=filing.root, entries=filing.numbered())


class _Filing:
    """A trie being built: its nodes hold lists of entries until they are numbered."""

    def __init__(self, words: Words) -> None:
        self._words = words
        self.root: Node = {}
        self._filed: dict[str, str] = {}
        self._held: list[tuple[Node, list[Entry]]] = []

    def numbered(self) -> tuple[tuple[Entry, ...], ...]:
        """Put an index where each list of entries is, and return the distinct lists in order."""
        numbers: dict[tuple[Entry, ...], int] = {}
        for node, entries in self._held:
            node[ENTRIES] = numbers.setdefault(tuple(entries), len(numbers))
        return tuple(numbers)

    def add(self, pattern: str, entry: Entry) -> None:
        """File one pattern, under each choice of its words."""
        body = pattern.lstrip(MARKS)
        marks = pattern[: len(pattern) - len(body)]
        words = [w.split("/") for w in _WORDS_IN_PATTERN.findall(self._words.bare(body))]
        single = len(words) == 1 and entry.sort != "generic" and not words[0][0][0].islower()
        entry = entry._replace(weak="~" in marks, strict="!" in marks or single, bound="+" in marks)
        fixed = single and not entry.adjective and entry.sort != "role" and self._words.names_fixed
        whole = "=" in marks or fixed
        keys = [
            list(dict.fromkeys(self._file_key(w, whole=whole and i == 0) for w in choice))
            for i, choice in enumerate(words)
        ]
        for path in itertools.product(*keys):
            self._file(path, entry)
            if SLOT in path:
                self._file(tuple(k for k in path if k != SLOT), entry)

    def _file_key(self, word: str, *, whole: bool) -> str:
        if word == SLOT or is_acronym(word):
            return word
        if whole:
            return WHOLE + self._words.file_key(word, whole=True)
        key = self._filed.get(word)
        if key is None:
            key = self._filed[word] = self._words.file_key(word)
        return key

    def _file(self, path: tuple[str, ...], entry: Entry) -> None:
        node = self.root
        for key in path:
            node = node.setdefault(key, {})
        entries = node.get(ENTRIES)
        if entries is None:
            entries = node[ENTRIES] = []
            self._held.append((node, entries))
        if entry not in entries:
            entries.append(entry)
