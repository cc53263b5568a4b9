"""Counts kept by month: UCDP's table of events is read once, and its sums after that."""

from __future__ import annotations

import csv
import io
import logging
import os
from pathlib import Path

from sitroom.compiled import default_cache
from sitroom.errors import DataError
from sitroom.model import content_id
from sitroom.outlook.deaths.counts import MONTH_COLUMN, Counts, last_day, load_counts

log = logging.getLogger("sitroom")


def load_counts_kept(path: Path, folder: Path | None = None) -> Counts:
    """Read counts as `load_counts` does; where the same file was read before, from kept sums.

    They are kept in the folder given, or the cache. A file that was changed is another file: its size and time of
    change are part of what is kept. A folder that cannot be written to costs the time of reading again, not the
    counts. Raises DataError as `load_counts` does.
    """
    try:
        stat = path.stat()
    except OSError as error:
        raise DataError(f"cannot read counts from {path}: {error}") from error
    folder = folder or default_cache()
    kept = folder / f"{content_id('deaths', path.resolve(), stat.st_size, stat.st_mtime_ns)}.csv"
    if kept.exists():
        return load_counts(kept)
    counts = load_counts(path)
    partial = kept.with_name(f".{kept.name}.{os.getpid()}")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        partial.write_text(as_table(counts), encoding="utf-8")
        partial.replace(kept)
    except OSError as error:
        log.warning("the monthly sums of %s were not kept: %s", path, error)
    return counts


def as_table(counts: Counts) -> str:
    """Return counts as a CSV table that `load_counts` reads: a row a month, a column a country."""
    table = io.StringIO()
    writer = csv.writer(table)
    writer.writerow([MONTH_COLUMN, *counts.countries])
    for offset, month in enumerate(counts.deaths.T):
        writer.writerow([last_day(counts.first + offset).isoformat(), *(f"{value:.15g}" for value in month)])
    return table.getvalue()
