"""From a raw item to a document: the one place where text, date, outlet, language and sentences come together."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from importlib import import_module
from urllib.parse import urlsplit

from sitroom.documents.cleaning import clean, clean_title
from sitroom.documents.datelines import outlet
from sitroom.documents.dating import known_from, settle
from sitroom.documents.draft import Draft
from sitroom.documents.language import detect
from sitroom.documents.sentences import split
from sitroom.errors import Rejected
from sitroom.model import Document, RawItem, content_id

# Which module reads which media type. Modules are imported when first needed: parsers of HTML and PDF are slow to load.
_READERS = {
    "application/x-ndjson": "report_line",
    "text/plain": "plain",
    "text/markdown": "plain",
    "text/html": "page",
    "application/pdf": "pdf",
    "application/rss+xml": "feed_entry",
    "message/rfc822": "message",
}
_UNNAMED = "unnamed source"


def read(item: RawItem, now: datetime) -> Document:
    """Return the report of a raw item.

    Raises:
        Rejected: it cannot be read, holds no text, has no date, or is dated in the future.
    """
    draft = _reader(item)(item)
    text, warnings = clean(draft.text)
    if not text.strip():
        raise Rejected("there is no text in it", item.origin)
    declared = item.declared
    title, title_warnings = clean_title(declared.get("title") or draft.title)
    lang, lang_warnings = detect(f"{title}\n{text}", declared.get("lang") or draft.lang)
    dated, date_warnings = settle(item, draft, lang, now)
    url = declared.get("url") or draft.url or None
    told = declared.get("source") or draft.source or _domain(url) or outlet(text, lang)
    source, _ = clean_title(told or declared.get("folder") or _UNNAMED)
    return Document(
        id=content_id("doc", source, title, dated.published.isoformat(), text),
        name=declared.get("id") or item.origin,
        source=source,
        url=url,
        title=title,
        lang=lang,
        published=dated.published,
        dated_by=dated.by,
        day_only=dated.day_only,
        fetched_at=item.fetched_at,
        known_at=known_from(dated),
        text=text,
        sentences=split(text, lang),
        warnings=(*draft.warnings, *warnings, *title_warnings, *date_warnings, *lang_warnings),
    )


def _reader(item: RawItem) -> Callable[[RawItem], Draft]:
    module = _READERS.get(item.media_type)
    if module is None:
        raise Rejected(f"{item.media_type} is not read", item.origin)
    reader: Callable[[RawItem], Draft] = import_module(f"sitroom.documents.formats.{module}").read
    return reader


def _domain(url: str | None) -> str:
    host = urlsplit(url).hostname if url else None
    return (host or "").removeprefix("www.")
