"""PDF: text in reading order, lines joined to paragraphs, running heads dropped."""

from __future__ import annotations

import io
import logging
import re
import struct
import unicodedata
import zlib
from collections import Counter

from pypdf import PageObject, PdfReader
from pypdf.errors import DependencyError, FileNotDecryptedError, PyPdfError

from sitroom.documents.draft import Draft
from sitroom.errors import Rejected
from sitroom.model import RawItem, Record

# The longest situation reports have 30 pages, appeals 150.
MAX_PAGES = 300
MAX_CHARACTERS = 2_000_000
# What pypdf raises on broken files, its own errors and those it lets through from below.
_BROKEN = (
    PyPdfError, ValueError, KeyError, TypeError, IndexError, AttributeError, RecursionError, OSError, AssertionError,
    NotImplementedError, ZeroDivisionError, OverflowError, MemoryError, struct.error, zlib.error, UnicodeError,
)  # fmt: skip
# A file's end mark stands in its last bytes; readers look no further than this.
_TAIL = 2_048
# A line among so many at the edge of a page that stands on this share of the pages, and on so many, is a running
# head or foot; the outermost line is one when two pages share it.
_RUNNING = 0.5
_FEWEST_PAGES = 3
_EDGE = 3
_FULL_LINE = 0.8
_SAME_SIZE = 0.5
_MOST_TITLE_LINES = 4
# With this share of lines ending in a hyphen a file parts words at line ends; with less the hyphens are its own.
_PARTED_SHARE = 0.04
_GAPS = re.compile(r"[ \t]{2,}")
_BARE_BULLETS = frozenset("•▪●◦‣■►➤✓○")
_BULLETS = str.maketrans({"\uf0b7": "•", "\uf0a7": "▪", "\u2022": "•", "\uf02d": "–", "●": "•"})
# Letters as they are drawn, joined ("ﬁ") or in the shape that Arabic gives them in a word, stand for the letters.
_SHAPES = re.compile("[\ufb00-\ufb06\ufb50-\ufdfb\ufe70-\ufefc]+")
_BULLET = re.compile(r"(?:[•▪●◦‣■►➤✓○]|[-–—](?=\s)|\(?\d{1,2}[.)]\s)")
_PAGE_NUMBER = re.compile(
    r"[-–|]?\s*(?:\d{1,3}|(?:\w{1,9}\s)?\d{1,3}\s*(?:/|of|de|von|sur|di|из|з|من)\s*\d{1,3})\s*[-–|]?", re.IGNORECASE
)
_DIGITS = re.compile(r"\d+")
_HYPHENED = re.compile(r"[^\W\d_]{2}[-\u2010\u00ad]$")
_ENDS = (".", "!", "?", "…", "؟", ":", ".”", ".»", '."')
# Titles that programs put into a file for want of a better one.
_NO_TITLE = re.compile(
    r"^(?:microsoft|untitled|document\d*|.*\.(?:docx?|pdf|indd|qxp|odt|pages|xlsx?|pptx?)$|slide|\(anonymous\))",
    re.IGNORECASE,
)


class _Line(Record, frozen=True, kw_only=True):
    text: str
    size: float


def read(item: RawItem) -> Draft:
    """Return the text of a PDF, its title (the largest words on page one), and the day it was made.

    Raises:
        Rejected: cut off, encrypted, broken, too long, or without text (a scan).
    """
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    if b"%%EOF" not in item.data[-_TAIL:]:
        raise Rejected("the PDF is cut off: its end is missing", item.origin)
    try:
        return _read(item)
    except (FileNotDecryptedError, DependencyError) as error:
        raise Rejected("the PDF is encrypted", item.origin) from error
    except _BROKEN as error:
        raise Rejected(f"the PDF is broken: {error or type(error).__name__}", item.origin) from error


def _read(item: RawItem) -> Draft:
    reader = PdfReader(io.BytesIO(item.data), strict=False)
    if reader.is_encrypted and not reader.decrypt(""):
        raise Rejected("the PDF is encrypted", item.origin)
    if len(reader.pages) > MAX_PAGES:
        raise Rejected(f"the PDF has {len(reader.pages)} pages; {MAX_PAGES} are read", item.origin)
    pages = []
    characters = 0
    for page in reader.pages:
        lines = _lines(page)
        characters += sum(len(line.text) for line in lines)
        if characters > MAX_CHARACTERS:
            raise Rejected(f"the PDF holds more than {MAX_CHARACTERS:,} characters", item.origin)
        pages.append(lines)
    if not characters:
        raise Rejected("the PDF holds no text: it may be a scan", item.origin)
    title = _told_title(reader)
    pages = _without_running_lines(pages)
    shown, size = _largest(pages[0]) if pages else ("", 0.0)
    lines = [line for page in pages for line in page if not (shown and line.size == size)]
    text = _paragraphs(lines)
    metadata = reader.metadata
    made = metadata.creation_date if metadata is not None else None
    publisher = reader.xmp_metadata.dc_publisher if reader.xmp_metadata is not None else None
    return Draft(
        text=text or shown,
        title=title or shown,
        carrier_dates=(made.isoformat(),) if made is not None else (),
        source=next((name for name in publisher or [] if name), ""),
    )


def _told_title(reader: PdfReader) -> str:
    title = ((reader.metadata.title if reader.metadata is not None else "") or "").strip()
    return "" if _NO_TITLE.match(title) else title


def _lines(page: PageObject) -> list[_Line]:
    sizes: list[tuple[str, float]] = []

    def visit(text: str, cm: list[float], tm: list[float], _font: object, size: float) -> None:
        if text.strip():
            sizes.append((text.strip(), abs(size * (tm[3] or tm[1] or 1.0) * (cm[3] or cm[1] or 1.0))))

    text = _SHAPES.sub(lambda match: unicodedata.normalize("NFKC", match[0]), page.extract_text(visitor_text=visit))
    lines = []
    position = 0
    for line in text.translate(_BULLETS).splitlines():
        bare = _GAPS.sub(" ", line.strip())
        if not bare:
            continue
        while position + 1 < len(sizes) and not _shares(bare, sizes[position][0]):
            position += 1
        lines.append(_Line(text=bare, size=round(sizes[position][1], 1) if sizes else 0.0))
    return lines


def _shares(line: str, piece: str) -> bool:
    first = _GAPS.sub(" ", piece.splitlines()[0].strip())
    return first in line or line in first


def _without_running_lines(pages: list[list[_Line]]) -> list[list[_Line]]:
    """Drop page numbers, and lines at the edges of pages that many pages share but for their digits."""
    running = _shared(pages, 1, 2) | _shared(pages, _EDGE, _FEWEST_PAGES)
    cleared = []
    for lines in pages:
        edges = {id(line) for line in _edges(lines, _EDGE) if _masked(line) in running}
        edges |= {id(line) for line in _edges(lines, 1) if _PAGE_NUMBER.fullmatch(line.text)}
        cleared.append([line for line in lines if id(line) not in edges])
    return cleared


def _shared(pages: list[list[_Line]], depth: int, fewest: int) -> set[str]:
    """Return the lines, digits masked, that stand among the outer lines of half the pages, and of so many."""
    seen = Counter(key for lines in pages for key in {_masked(line) for line in _edges(lines, depth)})
    return {key for key, pages_with in seen.items() if pages_with >= max(fewest, _RUNNING * len(pages))}


def _masked(line: _Line) -> str:
    return _DIGITS.sub("#", line.text)


def _edges(lines: list[_Line], depth: int) -> list[_Line]:
    return lines[:depth] + lines[max(depth, len(lines) - depth) :]


def _largest(lines: list[_Line]) -> tuple[str, float]:
    """Return the largest words of a page and their size, where they stand out from the rest and are few."""
    if not lines:
        return "", 0.0
    size = max(line.size for line in lines)
    body = Counter(line.size for line in lines).most_common(1)[0][0]
    large = [line.text for line in lines if line.size == size]
    return (" ".join(large), size) if size > body and len(large) <= _MOST_TITLE_LINES else ("", 0.0)


def _paragraphs(lines: list[_Line]) -> str:
    """Join wrapped lines; a short line that ends a sentence, a change of letter size, a bullet ends a paragraph."""
    widest = max((len(line.text) for line in lines), default=0)
    hyphened = sum(_HYPHENED.search(line.text) is not None for line in lines)
    parts_words = hyphened >= _PARTED_SHARE * len(lines)
    pieces: list[str] = []
    before = _Line(text="", size=-1.0)
    for line in lines:
        apart = abs(line.size - before.size) > _SAME_SIZE or _BULLET.match(line.text) is not None
        if before.text in _BARE_BULLETS and not apart:
            pieces.append(" ")
        elif not apart and _HYPHENED.search(before.text) and line.text[0].islower():
            if parts_words or before.text[-1] != "-":
                pieces[-1] = pieces[-1][:-1]
        elif not apart and _goes_on(before, line, widest):
            pieces.append(" ")
        elif pieces:
            pieces.append("\n\n")
        pieces.append(line.text)
        before = line
    return "".join(pieces)


def _goes_on(before: _Line, line: _Line, widest: int) -> bool:
    full = len(before.text) >= _FULL_LINE * widest
    return full or (line.text[0].islower() and not before.text.endswith(_ENDS))
