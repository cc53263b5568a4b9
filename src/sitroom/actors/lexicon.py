"""All names of one language, and one pass that finds them in a text."""

from __future__ import annotations

import re
from typing import NamedTuple

from sitroom.actors.filing import ENTRIES, SLOT, WHOLE, Entry, Filed, Node
from sitroom.actors.records import ActorMention
from sitroom.actors.words import MEMO_LIMIT, Inflection, Word, Words, fold, is_acronym

_GAP = re.compile(r"[\s\-‐‑–—'’ʼ`\"«»“”„‘/&]*")
_BLANK_LINE = re.compile(r"\n\s*\n")
HIDDEN = "none"  # the id of phrases that hold a noun of ours and mean nobody
_SHORT_ACRONYM = 2  # acronyms of two letters are words of any headline in capitals


class _Match(NamedTuple):
    first: int
    last: int
    entries: tuple[Entry, ...]
    country: str | None


class Lexicon:
    """The names of one language. Finding is linear in the number of words."""

    def __init__(self, inflection: Inflection, words: Words, filed: Filed) -> None:
        """Take the names as they were filed by the same words."""
        self._words = words
        self._root, self._entries = filed.root, filed.entries
        self._keys: dict[str, tuple[str, ...]] = {}
        self._begins: dict[str, tuple[Node, ...]] = {}
        self._before = {tuple(self._words.stem(fold(w)) for w in p.split()) for p in inflection.before}
        self._after = {tuple(self._words.stem(fold(w)) for w in p.split()) for p in inflection.after}
        self._reach = max(len(p) for p in self._before | self._after)

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

    def _matches(self, text: str, tokens: list[Word]) -> list[_Match]:
        begins, out, free = self._begins, [], 0
        for i, token in enumerate(tokens):
            nodes = begins.get(token[1])
            if nodes is None:
                nodes = self._begin(token[1])
            if not nodes or i < free:
                continue
            best: _Match | None = None
            for node in nodes:
                found = self._walk(text, tokens, i, node)
                if found is not None and (best is None or found.last > best.last):
                    best = found
            if best is not None:
                out.append(best)
                free = best.last + 1
        return out

    def _begin(self, raw: str) -> tuple[Node, ...]:
        """Return where the names that begin with a word go on in the trie; most words begin none."""
        if len(self._begins) >= MEMO_LIMIT:
            self._begins.clear()
        keys = [*(WHOLE + k for k in self._words.whole_keys(raw)), *self._keys_of(raw)]
        nodes = tuple(self._root[k] for k in keys if k in self._root)
        self._begins[raw] = nodes
        return nodes

    def _walk(self, text: str, tokens: list[Word], first: int, node: Node) -> _Match | None:
        """Follow the trie from a first word; return the longest pattern that fits."""
        best: _Match | None = None
        stack: list[tuple[int, Node, str | None]] = [(first, node, None)]
        while stack:
            at, node, country = stack.pop()
            number = node.get(ENTRIES)
            if number is not None:
                if best is None or at > best.last:
                    fitting = _written(self._entries[number], tokens, first, at)
                    if fitting:
                        best = _Match(first, at, fitting, country)
                if len(node) == 1:
                    continue
            after = at + 1
            if after >= len(tokens) or not joined(text, tokens[at], tokens[after]):
                continue
            keys = self._keys_of(tokens[after][1])
            stack.extend([(after, node[key], country) for key in keys if key in node])
            if country is None and SLOT in node:
                code = self._country_word(tokens[after][1])
                if code is not None:
                    stack.append((after, node[SLOT], code))
        return best

    def _country_word(self, raw: str) -> str | None:
        nodes = self._begins.get(raw)
        for node in self._begin(raw) if nodes is None else nodes:
            number = node.get(ENTRIES)
            for entry in () if number is None else self._entries[number]:
                if entry.sort == "country":
                    return entry.id
        return None

    def link(self, tokens: list[Word], first: int, end: int) -> tuple[str, ...]:
        """Return the stems of the words between two positions."""
        return tuple(self._words.stem(fold(t[1])) for t in tokens[first:end])

    def links(self, tokens: list[Word], left: int, right: int, *, noun_last: bool) -> bool:
        """Return whether the words between two matches tie a country or party to a noun."""
        if not 0 <= right - left <= self._reach:
            return False
        return self.link(tokens, left, right) in (self._before if noun_last else self._after)


def joined(text: str, left: Word, right: Word) -> bool:
    """Return whether nothing but spaces, hyphens, quotation marks or the points of initials parts two words."""
    gap = text[left.end() : right.start()]
    if gap == " ":
        return True
    if len(left[1]) == 1:
        gap = gap.lstrip(".")
    return _GAP.fullmatch(gap) is not None and not _BLANK_LINE.search(gap)


def _written(entries: tuple[Entry, ...], tokens: list[Word], first: int, last: int) -> tuple[Entry, ...]:
    """Return the entries whose spelling fits; phrases that mean nobody give way to any other reading."""
    raw = tokens[first][1]
    if first == last and len(raw) == _SHORT_ACRONYM and is_acronym(raw):
        around = tokens[max(0, first - 1) : first] + tokens[last + 1 : last + 2]
        if around and all(is_acronym(t[1]) and len(t[1]) > _SHORT_ACRONYM for t in around):
            return ()
    if len(entries) == 1:
        return () if entries[0].strict and raw[0].islower() else (entries[0],)
    fitting = [e for e in entries if not (e.strict and raw[0].islower())]
    return tuple([e for e in fitting if e.id != HIDDEN] or fitting)


def _tie(entries: tuple[Entry, ...], *, noun_last: bool) -> tuple[str | None, str | None]:
    """Return the country or the party that a name gives to the noun beside it.

    A capital stands for its country only behind a noun ("ministry in Damascus"), and a name that two bear for none.
    """
    for entry in entries:
        if entry.sort == "country" or (entry.sort == "capital" and not noun_last):
            return entry.id, None
    head = entries[0]
    if len(entries) == 1 and head.sort in ("name", "person") and head.role != "claimant":
        return None, head.id
    return None, None


class _Joiner:
    """Ties countries and parties to the nouns beside them, and turns matches into mentions."""

    def __init__(self, text: str, tokens: list[Word], matches: list[_Match], lexicon: Lexicon) -> None:
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
            country, party = _tie(other.entries, noun_last=noun_last)
            if country is None and party is None:
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
        if all(e.adjective for e in right.entries) and right.first > left.last + 1:
            return False
        return all(joined(self._text, tokens[k], tokens[k + 1]) for k in range(left.last, right.first))

    def _name(self, match: _Match) -> ActorMention | None:
        entries = tuple(e for e in match.entries if not (e.adjective or e.bound or e.id == HIDDEN))
        places = tuple(e for e in entries if e.sort in ("country", "capital"))
        return self._mention(match.first, match.last, places or entries, None, None) if entries else None

    def _mention(
        self, first: int, last: int, entries: tuple[Entry, ...], country: str | None, party: str | None
    ) -> ActorMention:
        start, end = self._tokens[first].start(), self._tokens[last].end(1)
        head = entries[0]
        ids: tuple[str, ...] = (head.id,)
        role, weak = head.role, head.weak
        if len(entries) > 1:
            ids = tuple(dict.fromkeys(e.id for e in entries))
            role = role if all(e.role == role for e in entries) else "both"
            weak = all(e.weak for e in entries)
        if head.sort in ("country", "capital"):
            country = head.id
        return ActorMention(start, end, self._text[start:end], ids, role, head.sort, country, party, weak)
