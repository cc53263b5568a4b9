"""Find, read and keep the sections of a language."""

from __future__ import annotations

import sys
from functools import cache
from pathlib import Path
from typing import TypeVar, cast

import msgspec

from sitroom.compiled import read_yaml
from sitroom.errors import SitroomError
from sitroom.languages.dates import Dates
from sitroom.languages.numbers import Numbers

DATA = Path(__file__).parent / "data"

S = TypeVar("S", bound=msgspec.Struct)


class UnknownLanguageError(SitroomError):
    """There is no folder for this language."""


class Language:
    """One language: its code, and its sections, each read from its file when first asked for."""

    def __init__(self, code: str) -> None:
        """Name a language; nothing is read yet."""
        self.code = code
        self._sections: dict[str, msgspec.Struct] = {}

    def __repr__(self) -> str:
        """Show the code."""
        return f"Language({self.code!r})"

    def section(self, name: str, struct: type[S]) -> S:
        """Return a section as the given Struct.

        Raises:
            msgspec.ValidationError: the file does not fit the Struct.
            UnknownLanguageError: this language has no such section.
        """
        found = self._sections.get(name)
        if found is None:
            path = DATA / self.code / f"{name}.yaml"
            if not path.is_file():
                raise UnknownLanguageError(f"no section {name!r} for language {self.code!r}")
            found = read_yaml(path, struct, sys.modules[struct.__module__].__file__ or "")
            self._sections[name] = found
        return cast("S", found)

    def has(self, name: str) -> bool:
        """Tell whether this language has a section of that name."""
        return (DATA / self.code / f"{name}.yaml").is_file()

    @property
    def numbers(self) -> Numbers:
        """Number words, digit grouping, approximators, units."""
        return self.section("numbers", Numbers)

    @property
    def dates(self) -> Dates:
        """Months, weekdays, relative days."""
        return self.section("dates", Dates)


@cache
def available() -> tuple[str, ...]:
    """Return the codes of all languages that have a folder with numbers and dates, sorted."""
    return tuple(
        sorted(path.parent.name for path in DATA.glob("*/numbers.yaml") if (path.parent / "dates.yaml").is_file())
    )


@cache
def readable() -> frozenset[str]:
    """Return the codes of the languages that also have a lexicon, so that reports in them are read for claims."""
    return frozenset(code for code in available() if DATA.joinpath(code, "lexicon.yaml").is_file())


@cache
def load(code: str) -> Language:
    """Return the language of a code ("en", "pt-BR", "uk"): the same object every time.

    Raises:
        UnknownLanguageError: there is no such language.
    """
    base = code.replace("_", "-").split("-")[0].lower()
    if base != code:
        return load(base)
    if base not in available():
        raise UnknownLanguageError(f"no language {code!r}; there are {', '.join(available())}")
    return Language(base)
