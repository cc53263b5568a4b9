"""RSS and Atom: each entry is a report."""

from __future__ import annotations

import io
import re
from calendar import timegm
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from sitroom.errors import Rejected
from sitroom.model import RawItem
from sitroom.sources.limits import MAX_ITEMS_PER_FILE
from sitroom.sources.sniffing import FEED

# What feedparser lets through from below on feeds that only resemble XML.
_BROKEN = (ValueError, LookupError, TypeError, AttributeError, AssertionError, RecursionError, OverflowError)
_ZONE = re.compile(r"[+-]\d\d:?\d\d$|Z$|GMT$|UTC$")
# News feeds declare no entities of their own; a document type that does is made to unfold in memory.
_ENTITY = re.compile(rb"<!ENTITY", re.IGNORECASE)


def entries(item: RawItem) -> Iterator[RawItem | Rejected]:
    """Yield a raw item for each entry of a feed; its data is the entry's own text as HTML, the longest that it has.

    An entry without any text but a title keeps the title for its text.
    """
    import feedparser  # noqa: PLC0415  slow to import, and only feeds need it

    if _ENTITY.search(item.data):
        yield Rejected("the feed declares entities of its own, which are not unfolded", item.origin)
        return
    try:
        parsed = feedparser.parse(io.BytesIO(item.data), sanitize_html=False, resolve_relative_uris=False)
    except _BROKEN as error:
        yield Rejected(f"the feed is broken: {error}", item.origin)
        return
    if not parsed.get("version"):
        yield Rejected("XML that is no RSS or Atom feed", item.origin)
        return
    if not parsed.entries:
        yield Rejected("the feed has no entries", item.origin)
        return
    feed = parsed.feed
    for number, entry in enumerate(parsed.entries, 1):
        where = f"{item.origin}#{number}"
        if number > MAX_ITEMS_PER_FILE:
            yield Rejected(f"the feed has more than {MAX_ITEMS_PER_FILE:,} entries; the rest is left", item.origin)
            return
        text = _text(entry)
        if not text.strip():
            yield Rejected("the entry has no text", where)
            continue
        yield _entry(item, feed, entry, text, number)


def _entry(item: RawItem, feed: Any, entry: Any, text: str, number: int) -> RawItem:
    declared = {
        "title": entry.get("title") or "",
        "published": _date(entry) or _date(feed),
        "url": entry.get("link") or "",
        "source": _outlet(feed, entry),
        "lang": entry.get("language") or feed.get("language") or "",
    }
    return RawItem(
        origin=f"{item.origin}#{number}",
        media_type=FEED,
        data=text.encode(errors="replace"),
        fetched_at=item.fetched_at,
        modified_at=item.modified_at,
        declared={
            **item.declared,
            **{key: value for key, value in declared.items() if isinstance(value, str) and value.strip()},
            "id": f"{item.declared['id']}#{number}",
        },
    )


def _text(entry: Any) -> str:
    pieces = [content.get("value") or "" for content in entry.get("content") or ()]
    pieces.append(entry.get("summary") or "")
    return str(max(pieces, key=len) or entry.get("title") or "")


def _date(entry: Any) -> str:
    """Return the date as written, which keeps its zone; else as feedparser understood it."""
    for key in ("published", "updated", "created"):
        # dict.get: the entry's own get() takes one date for another and warns of it.
        written = str(dict.get(entry, key) or "").strip()
        parsed = dict.get(entry, f"{key}_parsed")
        if _ZONE.search(written):
            return written
        if parsed:
            moment = datetime.fromtimestamp(timegm(parsed), UTC)
            return moment.isoformat() if ":" in written else moment.date().isoformat()
        if written:
            return written
    return ""


def _outlet(feed: Any, entry: Any) -> str:
    source = entry.get("source") or {}
    return str(source.get("title") or entry.get("publisher") or feed.get("title") or feed.get("publisher") or "")
