"""All names of one language in a trie of word stems, and one pass that finds them in a text.

A pattern is the words of a name. `a/b` stands for either word, `*` for a country that may stand there or not
("ministère * de la Défense"). A pattern in front of which stands `!` needs its first letter as written, `~` marks a
weak name (see ActorMention), `+` a noun that counts only with a country or a party beside it ("forces").
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable
from typing import Any, NamedTuple

from sitroom.actors.records import ActorMention, Role, Sort
from sitroom.actors.words import MEMO_LIMIT, Inflection, Token, Words, is_acronym

_GAP = re.compile(r"[\s\-‐‑–—'’ʼ`\"«»“”„‘/&]*")
_BLANK_LINE = re.compile(r"\n\s*\n")
_WORDS_IN_PATTERN = re.compile(r"[^\W_][\w\u0640\u064b-\u065f]*(?:/[^\W_][\w\u0640\u064b-\u065f]*)*|\*")
_SLOT, _ENTRIES = "*", ""
HIDDEN = "none"  # the id of phrases that hold a noun of ours and mean nobody
_SHORT_ACRONYM = 2  # acronyms of two letters are words of any headline in capitals


class Entry(NamedTuple):
    """What a pattern stands for."""

    id: str
    role: Role
    sort: Sort
    weak: bool = False
    strict: bool = False
    bound: bool = False
    adjective: bool = False


class _Match(NamedTuple):
    first: int
    last: int
    entries: tuple[Entry, ...]
    country: str | None


_Node = dict[str, Any]


def patterns_of(names: str) -> list[str]:
    """Return the patterns of a data string; they are separated by semicolons."""
    return [p.strip() for p in names.split(";") if p.strip()]


def plain(pattern: str) -> str:
    """Return a pattern as it is printed: without marks, with the first of each choice and no slot."""
    words = (w.split("/")[0] for w in pattern.lstrip("!~+").split(" ") if w != _SLOT)
    return " ".join(words)


class Lexicon:
    """The names of one language. Building is linear in their number, finding in the number of words."""

    def __init__(self, inflection: Inflection, patterns: Iterable[tuple[str, Entry]]) -> None:
        """File the patterns by the stems of their words."""
        self._words = Words(inflection)
        self._root: _Node = {}
        self._keys: dict[str, tuple[str, ...]] = {}
        self._filed: dict[tuple[str, bool], str] = {}
        self._before = {tuple(self._words.stem(w) for w in p.split()) for p in inflection.before}
        self._after = {tuple(self._words.stem(w) for w in p.split()) for p in inflection.after}
        self._reach = max(len(p) for p in self._before | self._after)
        for pattern, entry in patterns:
            self._add(pattern, entry)

    def _add(self, pattern: str, entry: Entry) -> None:
        body = pattern.lstrip("!~+")
        marks = pattern[: len(pattern) - len(body)]
        words = [w.split("/") for w in _WORDS_IN_PATTERN.findall(body)]
        single = len(words) == 1 and entry.sort != "generic" and words[0][0][0].isupper()
        entry = entry._replace(weak="~" in marks, strict="!" in marks or single, bound="+" in marks)
        whole = single and not entry.adjective and entry.sort != "role"
        keys = [list(dict.fromkeys(self._file_key(w, whole=whole) for w in choice)) for choice in words]
        for path in itertools.product(*keys):
            self._file(path, entry)
            if _SLOT in path:
                self._file(tuple(k for k in path if k != _SLOT), entry)

    def _file_key(self, word: str, *, whole: bool) -> str:
        key = self._filed.get((word, whole))
        if key is None:
            key = word if word == _SLOT or is_acronym(word) else self._words.file_key(word, whole=whole)
            self._filed[word, whole] = key
        return key

    def _file(self, path: tuple[str, ...], entry: Entry) -> None:
        node = self._root
        for key in path:
            node = node.setdefault(key, {})
        entries = node.setdefault(_ENTRIES, [])
        if entry not in entries:
            entries.append(entry)

    def _keys_of(self, raw: str) -> tuple[str, ...]:
        keys = self._keys.get(raw)
        if keys is None:
            if len(self._keys) >= MEMO_LIMIT:
                self._keys.clear()
            keys = self._words.keys(raw)
            if is_acronym(raw):
                keys = (raw, *keys)
            elif self._words.acronym and len(raw) >= self._words.acronym and raw.istitle():
                keys = (*keys, raw.upper())
            self._keys[raw] = keys
        return keys

    def find(self, text: str) -> list[ActorMention]:
        """Return the mentions of a text, in order and without overlap; the longest name counts."""
        tokens = self._words.split(text)
        matches = self._matches(text, tokens)
        return _Joiner(text, tokens, matches, self).mentions()

    def _matches(self, text: str, tokens: list[Token]) -> list[_Match]:
        root, out, free = self._root, [], 0
        for i, token in enumerate(tokens):
            if i < free:
                continue
            best: _Match | None = None
            for key in self._keys_of(token.raw):
                node = root.get(key)
                if node is not None:
                    found = self._walk(text, tokens, i, node)
                    if found is not None and (best is None or found.last > best.last):
                        best = found
            if best is not None:
                out.append(best)
                free = best.last + 1
        return out

    def _walk(self, text: str, tokens: list[Token], first: int, node: _Node) -> _Match | None:
        """Follow the trie from a first word; return the longest pattern that fits."""
        best: _Match | None = None
        stack: list[tuple[int, _Node, str | None]] = [(first, node, None)]
        while stack:
            at, node, country = stack.pop()
            if _ENTRIES in node and (best is None or at > best.last):
                entries = tuple(e for e in node[_ENTRIES] if _written_as(e, tokens, first, at))
                if entries:
                    named = tuple(e for e in entries if e.id != HIDDEN)
                    entries = named or entries
                    best = _Match(first, at, entries, country)
            after = at + 1
            if after >= len(tokens) or len(node) == (_ENTRIES in node):
                continue
            if not joined(text, tokens[at], tokens[after]):
                continue
            keys = self._keys_of(tokens[after].raw)
            stack.extend((after, node[k], country) for k in keys if k in node)
            if _SLOT in node and country is None:
                code = self._country_word(keys)
                if code is not None:
                    stack.append((after, node[_SLOT], code))
        return best

    def _country_word(self, keys: tuple[str, ...]) -> str | None:
        for key in keys:
            for entry in self._root.get(key, {}).get(_ENTRIES, ()):
                if entry.sort == "country":
                    return str(entry.id)
        return None

    def link(self, tokens: list[Token], first: int, end: int) -> tuple[str, ...]:
        """Return the stems of the words between two positions."""
        return tuple(self._keys_of(t.raw)[0] for t in tokens[first:end])

    def links(self, tokens: list[Token], left: int, right: int, *, noun_last: bool) -> bool:
        """Return whether the words between two matches tie a country or party to a noun."""
        if not 0 <= right - left <= self._reach:
            return False
        return self.link(tokens, left, right) in (self._before if noun_last else self._after)


def joined(text: str, left: Token, right: Token) -> bool:
    """Return whether nothing but spaces, hyphens, quotation marks or the points of initials parts two words."""
    gap = text[left.stop : right.start]
    if len(left.raw) == 1:
        gap = gap.lstrip(".")
    return _GAP.fullmatch(gap) is not None and not _BLANK_LINE.search(gap)


def _written_as(entry: Entry, tokens: list[Token], first: int, last: int) -> bool:
    raw = tokens[first].raw
    if entry.strict and raw[0].islower():
        return False
    if first == last and len(raw) == _SHORT_ACRONYM and is_acronym(raw):
        around = tokens[max(0, first - 1) : first] + tokens[last + 1 : last + 2]
        return not (around and all(is_acronym(t.raw) and len(t.raw) > _SHORT_ACRONYM for t in around))
    return True


class _Joiner:
    """Ties countries and parties to the nouns beside them, and turns matches into mentions."""

    def __init__(self, text: str, tokens: list[Token], matches: list[_Match], lexicon: Lexicon) -> None:
        self._text, self._tokens, self._matches, self._lexicon = text, tokens, matches, lexicon

    def mentions(self) -> list[ActorMention]:
        out: list[ActorMention] = []
        used: set[int] = set()
        for i, match in enumerate(self._matches):
            if match.entries[0].id == HIDDEN:
                used.add(i)
            elif match.entries[0].sort in ("generic", "role"):
                mention = self._noun(i, match, used)
                if mention is not None:
                    out.append(mention)
        for i, match in enumerate(self._matches):
            if i not in used and match.entries[0].sort not in ("generic", "role"):
                mention = self._name(match)
                if mention is not None:
                    out.append(mention)
        out.sort()
        return out

    def _noun(self, i: int, match: _Match, used: set[int]) -> ActorMention | None:
        first, last, country, party = match.first, match.last, match.country, None
        for j, noun_last in ((i - 1, True), (i + 1, False)):
            if country or party or not 0 <= j < len(self._matches) or j in used:
                continue
            other = self._matches[j]
            left, right = (other, match) if noun_last else (match, other)
            if not self._tied(left, right, noun_last=noun_last):
                continue
            entry = other.entries[0]
            if entry.sort in ("country", "capital") and not (entry.sort == "capital" and noun_last):
                country = entry.id
            elif entry.sort == "name" and entry.role != "claimant" and len(other.entries) == 1:
                party = entry.id
            else:
                continue
            used.add(j)
            first, last = min(first, other.first), max(last, other.last)
        if country is None and party is None and all(e.bound for e in match.entries):
            return None
        return self._mention(first, last, match.entries, country, party)

    def _tied(self, left: _Match, right: _Match, *, noun_last: bool) -> bool:
        tokens = self._tokens
        if not self._lexicon.links(tokens, left.last + 1, right.first, noun_last=noun_last):
            return False
        return all(joined(self._text, tokens[k], tokens[k + 1]) for k in range(left.last, right.first))

    def _name(self, match: _Match) -> ActorMention | None:
        entries = tuple(e for e in match.entries if not (e.adjective or e.bound or e.id == HIDDEN))
        return self._mention(match.first, match.last, entries, None, None) if entries else None

    def _mention(
        self, first: int, last: int, entries: tuple[Entry, ...], country: str | None, party: str | None
    ) -> ActorMention:
        start, end = self._tokens[first].start, self._tokens[last].end
        roles = {e.role for e in entries}
        sort = entries[0].sort
        ids = tuple(dict.fromkeys(e.id for e in entries))
        return ActorMention(
            start=start,
            end=end,
            text=self._text[start:end],
            candidates=ids,
            role=next(iter(roles)) if len(roles) == 1 else "both",
            sort=sort,
            country=ids[0] if sort in ("country", "capital") else country,
            party=party,
            weak=all(e.weak for e in entries),
        )
