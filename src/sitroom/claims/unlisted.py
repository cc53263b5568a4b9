"""Names of places that no gazetteer lists: a village after "the village of", a name after "in", a name in a list.

The gazetteer knows one village in two. Here a name is taken for a place by what stands around it, never by how it
is spelt, and stays unresolved. A name seen once in such a spot is the same place wherever the report repeats it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sitroom.claims.phrases import plain
from sitroom.model import PlaceRef

if TYPE_CHECKING:
    from sitroom.claims.scene import Scene

SHORTEST = 3  # letters; shorter capitalised words are initials, Roman numerals and particles
LONGEST_PARTICLE = 3  # letters: "Deir ez-Zor", "Taybat al-Imam", "Pont de la ..."


def runs(scene: Scene, taken: set[int]) -> list[tuple[int, int]]:
    """Return the runs of capitalised words that nothing else explains, as ranges of words."""
    words, segments, text, spans = scene.words, scene.segments, scene.m.text, scene.m.spans
    out: list[tuple[int, int]] = []
    i, n = 0, len(words)
    while i < n:
        if i in taken or not _name(words[i]):
            i += 1
            continue
        j = i + 1
        while j < n and j not in taken and segments[j] == segments[i]:
            gap = text[spans[j - 1][1] : spans[j][0]]
            if _name(words[j]) and gap in (" ", "-", "'", "’", "\u00a0"):
                j += 1
            elif (
                j + 1 < n
                and len(words[j]) <= LONGEST_PARTICLE
                and gap in (" ", "-", "'", "’")
                and text[spans[j][1] : spans[j + 1][0]] in ("-", "'", "’")
                and _name(words[j + 1])
                and j + 1 not in taken
            ):
                j += 2
            else:
                break
        out.append((_with_article(scene, i, taken), j))
        i = j
    return out


def _with_article(scene: Scene, i: int, taken: set[int]) -> int:
    """Return where a name begins that is written with its article: "al-Abdiya", "ez-Zor"."""
    if (
        not i
        or i - 1 in taken
        or not 1 < len(scene.words[i - 1]) <= LONGEST_PARTICLE
        or not scene.words[i - 1].islower()
    ):
        return i
    return i - 1 if scene.m.text[scene.m.spans[i - 1][1] : scene.m.spans[i][0]] == "-" else i


def _name(word: str) -> bool:
    return len(word) >= SHORTEST and word[0].isupper() and not word.isupper() and not any(c.isdigit() for c in word)


def unlisted(scene: Scene, taken: set[int]) -> tuple[list[tuple[int, int]], list[tuple[int, int]]]:
    """Return the names that are places for sure, and those that may be, as ranges of words.

    Sure is a name beside a noun of settlement or after a preposition of place, and every repetition of it.
    """
    t = scene.grammar.territory
    nouns = {w for h in scene.by_name.get("word.site", ()) for w in range(h.first, h.last)}
    nouns |= {w for h in scene.by_name.get("word.anaphor", ()) for w in range(h.first, h.last)}
    nouns -= taken
    if not t.cased:
        return _uncased(scene, nouns, taken), []
    locatives = {h.first for h in scene.by_name.get("word.in", ())}
    found = runs(scene, taken | nouns) if not t.nouns_capital else runs(scene, taken)
    clauses = scene.clauses  # a dash, a colon or a quotation mark opens a sentence as well
    starts = {w for w in range(len(clauses)) if not w or clauses[w] != clauses[w - 1]}
    sure: set[str] = set()
    kept: list[tuple[int, int, str]] = []
    for i, j in found:
        opens = i in starts and (j - i == 1 or t.nouns_capital) and not scene.listed_after(j)
        if opens and j - i == 1:
            continue
        i += opens  # noqa: PLW2901  the word that opens a sentence is no part of the name
        key = plain(" ".join(scene.words[i:j]))
        kept.append((i, j, key))
        beside = (
            (i - 1 in nouns) or (i > 1 and i - 2 in nouns and len(scene.words[i - 1]) <= LONGEST_PARTICLE) or j in nouns
        )
        if beside or (i - 1 in locatives and not t.nouns_capital):
            sure.add(key)
    return [(i, j) for i, j, k in kept if k in sure], [
        (i, j) for i, j, k in kept if k not in sure and not t.nouns_capital
    ]


def _uncased(scene: Scene, nouns: set[int], taken: set[int]) -> list[tuple[int, int]]:
    """Return the word after a noun of settlement, where a script has no capitals; one word is enough to find it by."""
    out = []
    for w in sorted(nouns):
        j = w + 1
        if j >= len(scene.words) or j in taken or j in nouns or scene.segments[j] != scene.segments[w]:
            continue
        if plain(scene.words[w]) in scene.grammar.settlements and not scene.phrase_at(j):
            out.append((j, j + 1))
    return out


def reference(scene: Scene, first: int, last: int) -> PlaceRef:
    """Return a place known by its name alone."""
    start, end = scene.span(first, last)
    return PlaceRef(text=scene.m.text[start:end], confidence=0.3)
