"""The section `numbers` of a language: how it writes amounts.

All words are lower-case. A `str` field holds words divided by spaces; a tuple holds phrases of several words.
Phrases are written as the tokenizer divides them: at spaces, hyphens and apostrophes ("plus d", "jusqu à").
"""

from __future__ import annotations

import msgspec


class Join(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Where the word "and" may stand inside a number.

    `after` names what stands before it (unit, ten, hundred, scale); `only`, where given, are the values that may
    follow a ten ("vingt et un", never "vingt et deux").
    """

    words: str = ""
    after: str = ""
    only: tuple[int, ...] = ()


class Collective(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A noun of number: "dozen" (one), "dozens" (many). `alone` is what the bare plural stands for at least."""

    value: int
    one: str = ""
    many: str = ""
    alone: int | None = None


class Vague(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A vague quantity: "several" is 3 or more. Before a scale it multiplies: "several hundred" is 300 or more."""

    words: str = ""
    phrases: tuple[str, ...] = ()
    low: int
    high: int | None = None


class Bounds(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Phrases that bound or blur a number: right before it, right after it, or after its noun.

    A `noun_after` phrase may stand after the number or up to two words further ("30 people or more"); where it
    begins with *x, the word before it must end in x ("*den fazla": "100 kişiden fazla").
    """

    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    noun_after: tuple[str, ...] = ()


class Ranges(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Words of a range: "between A and B", "from A to B", "A to B", "A or B".

    `around` is "A and B between"; `articles` may stand before either number. `links` may stand between two bounds
    that make one range ("at least 20 but fewer than 40"). `changes` are words after which "from A to B" is a change,
    not a range ("rose from 30 to 40").
    """

    between: tuple[tuple[str, str], ...] = ()
    around: tuple[tuple[str, str], ...] = ()
    articles: str = ""
    start: str = ""
    to: tuple[str, ...] = ()
    alternative: str = ""
    links: str = ""
    changes: str = ""


class Duals(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Nouns with a dual: any stem with any ending states the amount 2 by itself."""

    stems: str = ""
    endings: str = ""
    prefixes: str = ""


class Numbers(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How a language writes amounts. Values of `numerals` and `scales` are forms divided by spaces."""

    grouping: tuple[str, ...]
    decimal: tuple[str, ...]
    numerals: dict[int, str]
    scales: dict[int, str]
    scale_signs: dict[int, str] = {}
    decimal_words: str = ""
    casing: dict[str, str] = {}
    fold_accents: bool = False
    inner_apostrophe: bool = False
    glued: bool = False
    glue_forms: dict[int, str] = {}
    glue_and: str = ""
    phrases: dict[str, int] = {}
    vigesimal: tuple[int, ...] = ()
    unit_before_ten: bool = False
    ten_takes_units: bool = False
    ten_endings: str = ""
    joins: tuple[Join, ...] = ()
    halves: str = ""
    quarters: str = ""
    thirds: str = ""
    half_suffixes: str = ""
    half_phrases: tuple[str, ...] = ()
    fixed: dict[str, str] = {}
    articles: str = ""
    of: str = ""
    collectives: tuple[Collective, ...] = ()
    vague_plurals: str = ""
    one_after_bound: str = ""
    numeral_before_plural_multiplies: bool = False
    vague: tuple[Vague, ...] = ()
    prefixes: str = ""
    and_prefixes: str = ""
    suffixes: str = ""
    number_suffixes: str = ""
    unsuffixed: str = ""
    not_numbers: str = ""
    weak: str = ""
    weak_before: str = ""
    weak_after: str = ""
    at_least: Bounds = Bounds()
    at_most: Bounds = Bounds()
    about: Bounds = Bounds()
    ranges: Ranges = Ranges()
    zero_words: tuple[str, ...] = ()
    duals: tuple[Duals, ...] = ()
    ordinals: str = ""
    ordinal_signs: str = ""
    ordinal_point: bool = False
    fractions: str = ""
    units: str = ""
    unit_phrases: tuple[str, ...] = ()
    durations: str = ""
    age_before: tuple[str, ...] = ()
    age_after: tuple[str, ...] = ()
    percent_before: tuple[str, ...] = ()
    percent_after: tuple[str, ...] = ()
    money: str = ""
    clock_before: tuple[str, ...] = ()
    clock_after: tuple[str, ...] = ()
    year_before: tuple[str, ...] = ()
    labels: str = ""
