"""What a file is: by its first bytes, and only where they leave it open by its name."""

from __future__ import annotations

import re
from pathlib import PurePath

from sitroom.sources.limits import SNIFF_BYTES

REPORT_LINES = "application/x-ndjson"
REPORT_ARRAY = "application/json"
HTML = "text/html"
PLAIN = "text/plain"
MARKDOWN = "text/markdown"
PDF = "application/pdf"
MESSAGE = "message/rfc822"
FEED = "application/rss+xml"
GZIP = "application/gzip"

# Each signature stands at the start of the file (PDF: within the first kilobyte, as readers allow).
_REFUSED = (
    (b"PK\x03\x04", "a zip archive or an office document, which are not opened"),
    (b"PK\x05\x06", "an empty zip archive"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive, which is not opened"),
    (b"Rar!\x1a\x07", "a rar archive, which is not opened"),
    (b"BZh", "a bzip2 archive, which is not opened"),
    (b"\xfd7zXZ\x00", "an xz archive, which is not opened"),
    (b"\x28\xb5\x2f\xfd", "a zstandard archive, which is not opened"),
    (b"\xd0\xcf\x11\xe0", "an old office document, which is not read"),
    (b"{\\rtf", "an RTF document, which is not read"),
    (b"\x89PNG", "an image"),
    (b"\xff\xd8\xff", "an image"),
    (b"GIF8", "an image"),
    (b"\x7fELF", "a program"),
    (b"MZ\x90\x00", "a program"),
    (b"SQLite format 3\x00", "a database"),
)
_BY_NAME = {
    ".jsonl": REPORT_LINES,
    ".ndjson": REPORT_LINES,
    ".json": REPORT_ARRAY,
    ".html": HTML,
    ".htm": HTML,
    ".xhtml": HTML,
    ".mhtml": MESSAGE,
    ".mht": MESSAGE,
    ".txt": PLAIN,
    ".text": PLAIN,
    ".md": MARKDOWN,
    ".markdown": MARKDOWN,
    ".pdf": PDF,
    ".eml": MESSAGE,
    ".rss": FEED,
    ".atom": FEED,
    ".xml": FEED,
    ".gz": GZIP,
}
_FEED_ROOT = re.compile(rb"<(?:rss|feed|rdf:RDF)[\s>]", re.IGNORECASE)
_HTML_ROOT = re.compile(rb"<!doctype\s+html|<html[\s>]|<head[\s>]|<body[\s>]|<article[\s>]", re.IGNORECASE)
_HEADER_LINE = re.compile(
    rb"(?:return-path|received|delivered-to|from|to|date|subject|message-id|mime-version|content-type"
    rb"|x-[\w-]+|dkim-signature|arc-seal|arc-[\w-]+|reply-to|authentication-results):[ \t]",
    re.IGNORECASE,
)
_MESSAGE_NEEDS = re.compile(rb"^(?:from|mime-version|received|message-id):", re.IGNORECASE | re.MULTILINE)
_UTF16 = (b"\xff\xfe", b"\xfe\xff")


def refusal(head: bytes) -> str | None:
    """Say why a file of a kind that is never read is left alone; None where it may be read."""
    for signature, kind in _REFUSED:
        if head.startswith(signature):
            return kind
    return None


def sniff(head: bytes, name: str) -> str | None:
    """Return the media type of a file from its first bytes and its name; None where nobody can tell.

    Content comes first: a PDF called `report.txt` is a PDF. A name decides between the kinds of plain text,
    which look alike, and for JSON lines, whose first line may be the broken one.
    """
    head = head[:SNIFF_BYTES]
    suffix = PurePath(name).suffix.lower()
    by_name = _BY_NAME.get(suffix)
    if head.startswith(b"\x1f\x8b"):
        return GZIP
    if b"%PDF-" in head[:1024]:
        return PDF
    return REPORT_LINES if by_name == REPORT_LINES else _by_text(head) or by_name


def _by_text(head: bytes) -> str | None:
    plain = head
    if head.startswith(_UTF16):
        plain = head.replace(b"\x00", b"")
    plain = plain.lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
    if plain.startswith(b"<"):
        if _FEED_ROOT.search(plain):
            return FEED
        if _HTML_ROOT.search(plain):
            return HTML
    if _HEADER_LINE.match(plain) and _MESSAGE_NEEDS.search(plain):
        return MESSAGE
    return None
