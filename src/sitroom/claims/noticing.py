"""From a document to its mentions: each reader of numbers, days, places and names runs once."""

from __future__ import annotations

from collections import Counter

from sitroom.actors import Registry
from sitroom.claims.amounts import find_amounts
from sitroom.claims.days import find_days
from sitroom.claims.mentions import ActorMention, Mentions, PlaceMention
from sitroom.languages import load
from sitroom.model import Document, PlaceRef, Sentence, day_of
from sitroom.places import Gazetteer

COUNTRIES = 3  # those named most, which tell the registry whose army "the army" is


def mentions_of(document: Document, gazetteer: Gazetteer, registry: Registry) -> tuple[Mentions, Mentions]:
    """Return the mentions of a report's text and those of its title, each with offsets into its own text.

    Places of both are resolved together, since a title often names the town that the text calls "the town".
    """
    body = Mentions(document.text, document.lang, document.sentences)
    title = Mentions(document.title, document.lang, (Sentence(start=0, end=len(document.title), paragraph=0),))
    language = load(document.lang)
    for part in (body, title):
        part.document = document
        part.amounts = find_amounts(part.text, language)
        part.days = find_days(part.text, language, document.published)
    found = [gazetteer.find(part.text, document.lang) for part in (body, title)]
    refs = gazetteer.resolve([*found[0], *found[1]])
    for part, mentions, chosen in zip(
        (body, title), found, (refs[: len(found[0])], refs[len(found[0]) :]), strict=True
    ):
        part.places = [PlaceMention(p.start, p.end, ref) for p, ref in zip(mentions, chosen, strict=True)]
    countries = _countries(refs)
    named = [registry.find(part.text, document.lang) for part in (title, body)]
    resolved = registry.resolve([*named[0], *named[1]], countries, day_of(document.published))
    known = [
        ActorMention(a.start, a.end, a.id or "", a.kind or "", a.side, a.mention.role, a.mention.sort) for a in resolved
    ]
    title.actors, body.actors = known[: len(named[0])], known[len(named[0]) :]
    return body, title


def _countries(refs: list[PlaceRef]) -> list[str]:
    counted = Counter(ref.country for ref in refs if ref.country)
    return [country for country, _ in counted.most_common(COUNTRIES)]
