"""When a report appeared: reading dates as written, and settling on one."""

from __future__ import annotations

import re
from datetime import UTC, datetime, time, timedelta
from email.utils import parsedate_to_datetime

from sitroom.documents.datelines import find
from sitroom.documents.draft import Draft
from sitroom.errors import Rejected
from sitroom.model import DatedBy, RawItem, Record

# A report from further ahead than this is misdated: clocks and zones explain a day at most.
_AHEAD = timedelta(days=1)
# News has no year before the first newspapers on line; what parses to less is a serial number.
_FIRST_YEAR = 1990
_DAY = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})$|(\d{4})(\d{2})(\d{2})$|(\d{4})/(\d{1,2})/(\d{1,2})$")
_EPOCH = re.compile(r"(\d{10})(?:\d{3})?(?:\.0*)?$")
_ISO_LIKE = re.compile(
    r"(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d(?::\d\d)?)(?:[.,]\d+)?\s*(Z|UTC|GMT|[+-]\d\d:?\d\d|[+-]\d\d)?$", re.IGNORECASE
)
_NAMED_DAY = re.compile(r"(?<!\d)(20\d\d|19\d\d)[-_.]?(0[1-9]|1[0-2])[-_.]?(0[1-9]|[12]\d|3[01])(?!\d)")


class Dated(Record, frozen=True, kw_only=True):
    """A moment as a report gives it. `day_only`: midnight UTC of a day of which no time was given."""

    published: datetime
    day_only: bool = False
    zone_given: bool = True
    by: DatedBy = "report"


def parse(written: str) -> Dated | None:
    """Read a date as feeds, headers and meta tags write it: ISO 8601, RFC 2822, seconds since 1970. None for others."""
    written = written.strip()
    day = _DAY.match(written)
    if day:
        year, month, date = (int(part) for part in day.groups() if part is not None)
        return _checked(year, month, date)
    epoch = _EPOCH.match(written)
    if epoch:
        return _sane(datetime.fromtimestamp(int(epoch[1]), UTC))
    iso = _ISO_LIKE.match(written)
    if iso:
        zone = (iso[3] or "").upper().replace("UTC", "Z").replace("GMT", "Z")
        try:
            moment = datetime.fromisoformat(f"{iso[1]}T{iso[2]}{zone}")
        except ValueError:
            return None
        return _sane(moment)
    try:
        moment = parsedate_to_datetime(written)
    except (ValueError, TypeError, IndexError):
        return None
    return _sane(moment)


def settle(item: RawItem, draft: Draft, lang: str, now: datetime) -> tuple[Dated, tuple[str, ...]]:
    """Return the best date a report has, and warnings.

    In order: what the report or its carrier says; a label, byline or dateline in its text; the name of its file; when
    the file says it was made; a dateline without a year; the time the file was last changed.

    Raises:
        Rejected: there is no date at all, or the report's own date lies ahead of the clock.
    """
    written = tuple(date for date in (item.declared.get("published", ""), *draft.dates) if date)
    found = _first(written)
    warnings = [] if found else [f"date not understood: {date[:40]!r}" for date in written]
    if found is None:
        found, more = _elsewhere(item, draft, lang, now)
        warnings += more
    if found is None:
        raise Rejected("the report has no date", item.origin)
    if found.published > now + _AHEAD:
        raise Rejected(f"dated in the future: {found.published.isoformat()}", item.origin)
    if not found.zone_given:
        warnings.append("time without a zone, taken as UTC")
    return found, tuple(warnings)


def _elsewhere(item: RawItem, draft: Draft, lang: str, now: datetime) -> tuple[Dated | None, list[str]]:
    """Look for a date outside what the report declares; these are less sure, and each says so."""
    around = "\n".join((*draft.bylines, draft.text))
    for day in find(around, lang, now):
        found = None if day.guessed_year else parse(day.iso)
        if found and found.published <= now + _AHEAD:
            return Dated(published=found.published, day_only=found.day_only, by="text"), ["dated by its text"]
    found = _by_name(item)
    if found:
        return found, ["dated by the name of its file"]
    found = _first(draft.carrier_dates)
    if found and found.published <= now + _AHEAD:
        return Dated(published=found.published, day_only=found.day_only, by="file"), ["dated by when its file was made"]
    changed = item.modified_at
    for day in find(around, lang, changed) if changed else ():
        found = parse(day.iso) if day.guessed_year else None
        if found:
            return Dated(published=found.published, day_only=True, by="text"), [
                "dated by its text, the year by its file"
            ]
    if changed is None:
        return None, []
    return Dated(published=changed, by="file"), ["no date in the report: dated by when its file was last changed"]


def _first(written: tuple[str, ...]) -> Dated | None:
    """Return the first date that can be read; where it is a bare day, a later one of that day that has a time."""
    found = [dated for dated in map(parse, written) if dated is not None]
    if not found:
        return None
    first = found[0]
    if first.day_only:
        return next(
            (other for other in found if not other.day_only and other.published.date() == first.published.date()), first
        )
    return first


def known_from(dated: Dated) -> datetime:
    """Return the moment from which a report may be used: its publication, or the end of its day."""
    if dated.day_only:
        return datetime.combine(dated.published.date(), time(23, 59, 59), UTC)
    return dated.published.astimezone(UTC)


def _by_name(item: RawItem) -> Dated | None:
    match = _NAMED_DAY.search(item.origin.replace("\\", "/").rpartition("/")[2])
    found = _checked(*(int(part) for part in match.groups())) if match else None
    return Dated(published=found.published, day_only=True, by="file") if found else None


def _checked(year: int, month: int, day: int) -> Dated | None:
    try:
        moment = datetime(year, month, day, tzinfo=UTC)
    except ValueError:
        return None
    return Dated(published=moment, day_only=True) if year >= _FIRST_YEAR else None


def _sane(moment: datetime) -> Dated | None:
    if moment.year < _FIRST_YEAR:
        return None
    zoned = moment.tzinfo is not None
    return Dated(published=moment if zoned else moment.replace(tzinfo=UTC), zone_given=zoned)
