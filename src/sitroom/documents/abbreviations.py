"""The abbreviations after which a full stop ends no sentence, by language: data/abbreviations.yaml."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

import msgspec

from sitroom.model import Record


class _Entry(Record, frozen=True, kw_only=True):
    never: tuple[str, ...] = ()
    number: tuple[str, ...] = ()
    unit: tuple[str, ...] = ()
    open: tuple[str, ...] = ()
    starters: tuple[str, ...] = ()
    ordinal_dot: bool = False


class Abbreviations(Record, frozen=True, kw_only=True):
    """One language's lists as sets, merged with those of all languages; see the data file for their meaning."""

    never: frozenset[str]
    number: frozenset[str]
    unit: frozenset[str]
    open: frozenset[str]
    starters: frozenset[str]
    ordinal_dot: bool


@cache
def abbreviations(lang: str) -> Abbreviations:
    """Return the lists for a language; for one without lists, those that hold in any."""
    entries = _entries()
    common = entries["any"]
    own = entries.get(lang, _Entry())
    return Abbreviations(
        never=frozenset(common.never + own.never) - frozenset(own.open),
        number=frozenset(common.number + own.number),
        unit=frozenset(own.unit),
        open=frozenset(common.open + own.open),
        starters=frozenset(own.starters),
        ordinal_dot=own.ordinal_dot,
    )


@cache
def _entries() -> dict[str, _Entry]:
    data = files("sitroom.documents").joinpath("data/abbreviations.yaml").read_bytes()
    return msgspec.yaml.decode(data, type=dict[str, _Entry])
