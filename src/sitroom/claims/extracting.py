"""All claims of one document: each kind read from the same mentions."""

from __future__ import annotations

from sitroom import languages
from sitroom.actors import Registry
from sitroom.claims.figures import figure_claims
from sitroom.claims.ground import ground_claims
from sitroom.claims.mentions import Mentions
from sitroom.claims.noticing import mentions_of
from sitroom.model import Document, Extraction, Omission, Span
from sitroom.places import Gazetteer


def extract(document: Document, gazetteer: Gazetteer, registry: Registry) -> Extraction:
    """Return what a document claims, and what was read and left out.

    Paragraphs that address software ("ignore previous instructions") are no source of claims: nothing in them is
    followed, and each is told as an omission.

    Example: "Insurgents took Hama on Thursday; the fighting has killed 826 people, the Observatory said" gives a
    control claim and a figure.
    """
    if document.lang not in languages.readable():
        reason = f"reports in this language are not read for claims: {document.lang}"
        return Extraction(document=document.id, claims=(), omissions=(Omission(document=document.id, reason=reason),))
    body, title = mentions_of(document, gazetteer, registry)
    figures, omissions = figure_claims(body, title)
    found = [*figures, *ground_claims(body)]
    planted = instructions(body)
    kept = [c for c in found if not any(a <= c.spans[0].start < b for a, b in planted)]
    told = [
        Omission(
            document=document.id,
            reason="instruction to software in the text",
            spans=(Span(document=document.id, start=a, end=b),),
        )
        for a, b in planted
    ]
    return Extraction(document=document.id, claims=tuple(kept), omissions=(*omissions, *told))


def instructions(m: Mentions) -> list[tuple[int, int]]:
    """Return the paragraphs that speak to software instead of to readers."""
    hit = {m.sentences[m.sentence_at(t.start)].paragraph for t in m.triggers if t.name == "cue.software"}
    out = []
    for paragraph in sorted(hit):
        inside = [s for s in m.sentences if s.paragraph == paragraph]
        out.append((inside[0].start, inside[-1].end))
    return out
