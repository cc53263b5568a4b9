"""What a report's own words add to a record: "more than" or "at least", one place or several.

An `Amount` does not tell "more than" from "at least", and a brief may not say more than its sources. So the words
next to the number are looked up in languages/data/<code>/bounds.yaml of the report's own language.
"""

from __future__ import annotations

import functools
import importlib.resources
from collections.abc import Iterable, Mapping

import msgspec

from sitroom.compiled import read_yaml
from sitroom.model import Document, Span

_BEFORE = 24  # code points before a span in which a qualifier may stand: "more than a total of" is the longest
_AFTER = 4


class _Bounds(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    more_than: list[str]
    less_than: list[str]
    several: list[str]


@functools.cache
def _bounds(lang: str) -> _Bounds | None:
    path = importlib.resources.files("sitroom").joinpath(f"languages/data/{lang}/bounds.yaml")
    return read_yaml(path, _Bounds, __file__) if path.is_file() else None


def strictly_more(spans: Iterable[Span], documents: Mapping[str, Document]) -> bool:
    """Say whether one of the spans is written with "more than" in its report: "above", "über", "oltre"."""
    return _written(spans, documents, "more_than")


def strictly_less(spans: Iterable[Span], documents: Mapping[str, Document]) -> bool:
    """Say whether one of the spans is written with "less than" in its report."""
    return _written(spans, documents, "less_than")


def several_places(text: str, lang: str) -> bool:
    """Say whether a place as written in a language is more than one place: "Idlib and northern Aleppo"."""
    words = _bounds(lang)
    return words is not None and any(word in text for word in words.several)


def _written(spans: Iterable[Span], documents: Mapping[str, Document], bound: str) -> bool:
    for span in spans:
        document = documents.get(span.document)
        words = _bounds(document.lang) if document is not None else None
        if document is None or words is None:
            continue
        near = document.text[max(0, span.start - _BEFORE) : span.end + _AFTER].lower()
        if any(word in near for word in getattr(words, bound)):
            return True
    return False
