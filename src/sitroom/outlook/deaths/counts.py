"""Deaths by country and month, from the user's own file: UCDP's event table (GED), or counts already summed."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

import msgspec
import numpy as np
import numpy.typing as npt

from sitroom.errors import DataError

# Columns of UCDP's GED (codebook 25.1): one row an event, `best` its deaths, `date_start` and `date_end` its days.
GED_COLUMNS = ("country", "date_start", "best")
MONTH_COLUMN = "month_end"
# A table that was saved with its row numbers has a column of this name, which is no country.
NO_COUNTRY = "Unnamed"
_MONTHS_A_YEAR = 12


class Counts(msgspec.Struct, frozen=True, kw_only=True):
    """Deaths: one row a country, one column a month, without gaps; `first` is the first month, 0 is January of year 0.

    `deaths` is of shape (countries, months), in persons.
    """

    countries: tuple[str, ...]
    first: int
    deaths: npt.NDArray[np.float64]

    @property
    def last(self) -> int:
        """Number of the last month."""
        return self.first + int(self.deaths.shape[1]) - 1

    @property
    def last_month(self) -> str:
        """The last month as YYYY-MM."""
        return month_name(self.last)

    def until(self, month: int) -> Counts:
        """Return the counts up to a month, that month included; nothing later can be seen."""
        return msgspec.structs.replace(self, deaths=self.deaths[:, : month - self.first + 1])


def month_number(year: int, month: int) -> int:
    """Return the running number of a month."""
    return year * _MONTHS_A_YEAR + month - 1


def month_name(number: int) -> str:
    """Return YYYY-MM of a running number."""
    return f"{number // _MONTHS_A_YEAR:04d}-{number % _MONTHS_A_YEAR + 1:02d}"


def last_day(number: int) -> date:
    """Return the last day of a month by its running number."""
    year, month = divmod(number + 1, _MONTHS_A_YEAR)
    return date.fromordinal(date(year, month + 1, 1).toordinal() - 1)


def load_counts(path: Path) -> Counts:
    """Read counts from a CSV file: UCDP's GED, or one column a country and one row a month (`month_end`).

    Raises DataError that names the column or the line where the file is neither.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as lines:
            reader = csv.reader(lines)
            header = next(reader, [])
            if MONTH_COLUMN in header:
                return _from_months(path, header, reader)
            return _from_events(path, header, reader)
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise DataError(f"cannot read counts from {path}: {error}") from error


def _from_months(path: Path, header: Sequence[str], rows: Iterator[list[str]]) -> Counts:
    at = header.index(MONTH_COLUMN)
    columns = [i for i, name in enumerate(header) if i != at and name and not name.startswith(NO_COUNTRY)]
    countries = tuple(header[i] for i in columns)
    months, deaths = [], []
    for number, row in enumerate(rows, start=2):
        try:
            day = date.fromisoformat(row[at])
            values = [float(row[i] or 0) for i in columns]
        except (ValueError, IndexError) as error:
            raise DataError(f"{path}, line {number}: {error}") from error
        if min(values, default=0) < 0:
            raise DataError(f"{path}, line {number}: a count below zero")
        months.append(month_number(day.year, day.month))
        deaths.append(values)
    if not months or months != list(range(months[0], months[0] + len(months))):
        raise DataError(f"{path}: its months are not one after the other")
    return Counts(countries=countries, first=months[0], deaths=np.array(deaths).T)


def _from_events(path: Path, header: Sequence[str], rows: Iterator[list[str]]) -> Counts:
    missing = [name for name in GED_COLUMNS if name not in header]
    if missing:
        known = f"UCDP's GED has {', '.join(GED_COLUMNS)}; a table of months has {MONTH_COLUMN}"
        raise DataError(f"{path} has no column {', '.join(missing)} ({known})")
    at = {name: header.index(name) for name in (*GED_COLUMNS, "date_end") if name in header}
    total: dict[tuple[str, int], float] = defaultdict(float)
    for number, row in enumerate(rows, start=2):
        try:
            # An event over several months counts in the month of its last day: only then is its total known.
            day = date.fromisoformat(row[at.get("date_end", at["date_start"])][:10])
            best = float(row[at["best"]])
            country = row[at["country"]]
        except (ValueError, IndexError) as error:
            raise DataError(f"{path}, line {number}: {error}") from error
        total[country, month_number(day.year, day.month)] += best
    if not total:
        raise DataError(f"{path} holds no event")
    countries = tuple(sorted({country for country, _ in total}))
    first, last = min(m for _, m in total), max(m for _, m in total)
    deaths = np.zeros((len(countries), last - first + 1))
    rows_of = {country: i for i, country in enumerate(countries)}
    for (country, month), best in total.items():
        deaths[rows_of[country], month - first] = best
    return Counts(countries=countries, first=first, deaths=deaths)
