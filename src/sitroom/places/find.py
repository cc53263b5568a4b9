"""Finds the places that a text names: one walk over its words, longest name first."""

from __future__ import annotations

import re
from collections import defaultdict

from sitroom.places.belief import Belief, Hit
from sitroom.places.context_words import LONGEST_PHRASE, extend
from sitroom.places.records import Place, PlaceMention
from sitroom.places.spelling import without_articles
from sitroom.places.words import Reader, Word

LONGEST_NAME = 6  # words; "Mocímboa da Praia" has three, "Petite-Rivière de l'Artibonite" five
COUNTRIES_TRUSTED = 3
LEAST_SHARE = 0.1  # of a text's sure places: a country below is named in passing

_GAP = re.compile(r"[ \u00a0\u202f]?[-‐‑–\n ]?[ ]?|\. ")

_Readings = dict[int, list[tuple[str, tuple[int, ...], bool]]]


def find(reader: Reader, text: str, countries: tuple[str, ...]) -> list[PlaceMention]:
    """Return the mentions of places in a text, in order; see `Gazetteer.find`."""
    words = reader.words(text)
    hits = _hits(reader, text, words)
    belief = Belief(reader, text, words)
    trusted = (*countries, *_countries(belief, [hit for hit in hits if hit.many or not belief.common(hit)]))
    trusted = tuple(dict.fromkeys(trusted))[: COUNTRIES_TRUSTED + len(countries)]
    kept: list[Hit] = []
    for hit in hits:
        if belief.holds(hit, trusted, kept):
            kept.append(hit)
    if trusted:
        kept = sorted([*kept, *_alike(reader, belief, kept, trusted)], key=lambda hit: hit.start)
    mentions = []
    for hit in kept:
        mention = _mention(text, hit, belief.facts(hit.rows).places)
        if _may_extend(words, hit):
            before = words[max(0, hit.first - 2 * LONGEST_PHRASE) : hit.first + 1]
            mention = extend(text, mention, [word.start for word in before], reader.lang)
        mentions.append(mention)
    return mentions


def _may_extend(words: list[Word], hit: Hit) -> bool:
    """Tell whether a word beside the name may say more of it; the patterns that read it are slow."""
    if hit.first > 0 and words[hit.first - 1].read.beside:
        return True
    return (hit.last + 1 < len(words) and words[hit.last + 1].read.beside) or words[hit.first].start < hit.start


def _mention(text: str, hit: Hit, places: tuple[Place, ...]) -> PlaceMention:
    name = text[hit.start : hit.end]
    return PlaceMention(
        text=name, start=hit.start, end=hit.end, name=name, name_start=hit.start, name_end=hit.end,
        kind=_only_kind(places), exact=hit.exact, candidates=places,
    )  # fmt: skip


def _only_kind(places: tuple[Place, ...]) -> str | None:
    """Return what all the places of a name are, unless settlements: "محافظة حماة" is one name and a province."""
    kinds = {place.kind for place in places}
    kind = kinds.pop() if len(kinds) == 1 else None
    return None if kind == "settlement" else kind


def _countries(belief: Belief, hits: list[Hit]) -> list[str]:
    """Return the countries that a text's sure names speak of, most spoken of first."""
    votes: defaultdict[str, float] = defaultdict(float)
    for hit in hits:
        # A word of three letters is a town's name by chance too often to speak for a country.
        facts = belief.facts(hit.rows)
        if facts.votes and (hit.many or len(hit.keys[0]) > 3):
            votes[facts.votes[0]] += facts.votes[1]
    total = sum(votes.values())
    ordered = sorted(votes.items(), key=lambda vote: (-vote[1], vote[0]))
    return [country for country, count in ordered if country and count >= LEAST_SHARE * total]


def _hits(reader: Reader, text: str, words: list[Word]) -> list[Hit]:
    """Return the longest names, left to right, that no stop phrase covers."""
    found = []
    at = 0
    while at < len(words):
        read = words[at].read
        if not read.begins_name or (read.article is not None and not read.capital and not _before_capital(words, at)):
            at += 1
            continue
        past = _stop_phrase(reader, words, at) if read.longer else 0
        hit = None if past else (_longest(reader, text, words, at) if read.longer else _alone(text, words, at))
        if hit is not None:
            found.append(hit)
            past = hit.last + 1
        at = past or at + 1
    return found


def _before_capital(words: list[Word], at: int) -> bool:
    return at + 1 < len(words) and words[at + 1].read.capital


def _stop_phrase(reader: Reader, words: list[Word], at: int) -> int:
    """Return the word after a stop phrase that begins here, or 0."""
    joined = ""
    past = 0
    for ahead in range(at, min(at + LONGEST_NAME, len(words))):
        readings = words[ahead].read.forms
        if not readings:
            break
        joined = f"{joined} {readings[0].word}" if joined else readings[0].word
        if joined in reader.stop.phrases:
            past = ahead + 1
        if joined not in reader.stop.phrase_starts:
            break
    return past


def _alone(text: str, words: list[Word], at: int) -> Hit | None:
    word, alone = words[at], words[at].read.alone
    if alone is None:
        return None
    start, end = word.start + alone.front, word.end - alone.back
    while end > start and text[end - 1] in "'’":
        end -= 1
    return Hit(first=at, last=at, start=start, end=end, keys=alone.keys, rows=alone.rows)


def _longest(reader: Reader, text: str, words: list[Word], at: int) -> Hit | None:
    readings: _Readings = {}
    _walk(reader, text, words, (at, at), ("", False), readings)
    last = max(readings, default=at)
    if last == at:
        return _alone(text, words, at)
    chosen = readings[last]
    if not reader.tongue.cased:
        chosen = [reading for reading in chosen if not reading[2]] or chosen
    keys = tuple(dict.fromkeys(reading[0] for reading in chosen))
    opening = [form for form in words[at].read.forms if any(_opens(key, form.word) for key in keys)]
    closing = [form for form in words[last].read.forms if any(key.split(" ")[-1] == form.word for key in keys)]
    start = words[at].start + (opening[0].front if opening else 0)
    end = words[last].end - (closing[0].back if closing else 0)
    while end > start and text[end - 1] in "'’":
        end -= 1
    rows = tuple(dict.fromkeys(row for reading in chosen for row in reading[1]))
    return Hit(first=at, last=last, start=start, end=end, keys=keys, rows=rows)


def _opens(key: str, word: str) -> bool:
    return key == word or key.startswith(word + " ") or without_articles(word) == key


def _walk(
    reader: Reader, text: str, words: list[Word], span: tuple[int, int], before: tuple[str, bool], found: _Readings
) -> None:
    """Follow every reading of the words from here on as far as it may still become a name."""
    start, at = span
    if at - start >= LONGEST_NAME or (at > start and not _joined(text, words[at - 1], words[at])):
        return
    following = words[at + 1].read if at + 1 < len(words) else None
    for form in words[at].read.forms:
        if form.front and at > start:
            continue
        word = form.word
        article = words[at].read.article
        if article is not None and following is not None and following.folded.startswith(article):
            word = "al"
        joined = f"{before[0]} {word}" if before[0] else word
        rows = reader.index.rows(joined) if at > start else ()
        bent = before[1] or form.inflected
        if rows:
            found.setdefault(at, []).append((joined, rows, bent))
        if following is not None and reader.index.starts(joined):
            _walk(reader, text, words, (start, at + 1), (joined, bent), found)


def _joined(text: str, before: Word, after: Word) -> bool:
    gap = text[before.end : after.start]
    return gap in {" ", "-"} or (_GAP.fullmatch(gap) is not None and (gap != ". " or len(before.read.written) < 3))


def _alike(reader: Reader, belief: Belief, kept: list[Hit], trusted: tuple[str, ...]) -> list[Hit]:
    """Return words that stand where a place would and sound like a place of the text's countries."""
    taken = {at for hit in kept for at in range(hit.first, hit.last + 1)}
    listed = list(kept)
    found = []
    for at, word in enumerate(belief.words):
        if not word.read.unknown or at in taken:
            continue
        hit = _alike_at(reader, belief, at, trusted, listed)
        if hit is not None:
            listed.append(hit)
            found.append(hit)
    return found


def _alike_at(reader: Reader, belief: Belief, at: int, trusted: tuple[str, ...], listed: list[Hit]) -> Hit | None:
    word = belief.words[at]
    for form in word.read.forms:
        hit = Hit(
            first=at, last=at, start=word.start + form.front, end=word.end - form.back, keys=(form.word,), rows=(),
            exact=False,
        )  # fmt: skip
        if not belief.could_be_unknown(hit, listed):
            continue
        for country in trusted:
            rows = reader.index.alike(without_articles(form.word), reader.lang, country)
            if rows:
                hit.rows = rows
                return hit
    return None
