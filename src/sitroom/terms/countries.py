"""How data files call the countries that reports are about."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from functools import cache
from importlib import resources


@cache
def names_of_countries() -> dict[str, tuple[str, ...]]:
    """Return the English names of each country by its ISO 3166 code: UCDP's first where they differ.

    Sources: UCDP's GED (column `country`), Natural Earth's short names, CLDR, GeoNames.
    """
    file = resources.files("sitroom.terms").joinpath("data", "ucdp_countries.csv")
    rows = csv.DictReader(file.read_text(encoding="utf-8").splitlines())
    return {row["iso"]: tuple(row["names"].split("|")) for row in rows}


def name_among(iso: str, names: Iterable[str]) -> str | None:
    """Return which of the names a file uses is that of a country; None where the file does not know it."""
    held = set(names)
    return next((name for name in names_of_countries().get(iso, ()) if name in held), None)
