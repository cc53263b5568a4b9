"""Plain text and Markdown."""

from __future__ import annotations

import re

from sitroom.documents.draft import Draft
from sitroom.documents.encoding import decode
from sitroom.model import RawItem

_TITLE_MARK = re.compile(r"^#{1,6}\s+|\s+#+\s*$")
# A first line longer than this, or one that ends like a sentence, is text and no headline.
_LONGEST_TITLE = 160
_LONGEST_BYLINE = 110
_FIELD = re.compile(r"\s*([A-Za-z_-]{2,20})\s*:\s*(.*?)\s*$")
_FIELDS = {
    "title": "title", "headline": "title", "subject": "title",
    "date": "dates", "published": "dates", "published_at": "dates", "pubdate": "dates",
    "source": "source", "outlet": "source", "publisher": "source", "site": "source",
    "url": "url", "link": "url",
    "lang": "lang", "language": "lang",
}  # fmt: skip
_FENCES = {"---", "+++"}
# A block of fields has this many known ones at least: a text that opens with "Date: …" has no such block.
_FEWEST_FIELDS = 2
_MOST_FIELD_LINES = 30


def read(item: RawItem) -> Draft:
    """Return the text and its title: a first line that stands alone, or over a byline, and reads like a headline.

    A block of fields at the very top ("title: …", "date: …", fenced by "---" or ended by a blank line) describes the
    report and is taken off. Such lines further down are text like any other.
    """
    text, warnings = decode(item.data, item.origin)
    text = text.lstrip("\ufeff")
    fields, body = _fields(text)
    title, body = _title(body)
    return Draft(
        text=body,
        title=fields.get("title") or title,
        dates=(fields["dates"],) if "dates" in fields else (),
        source=fields.get("source", ""),
        url=fields.get("url", ""),
        lang=fields.get("lang", ""),
        warnings=warnings,
    )


def _fields(text: str) -> tuple[dict[str, str], str]:
    lines = text.lstrip().splitlines(keepends=True)
    fenced = bool(lines) and lines[0].strip() in _FENCES
    found: dict[str, str] = {}
    for number, line in enumerate(lines[:_MOST_FIELD_LINES]):
        bare = line.strip()
        if number == 0 and fenced:
            continue
        if (fenced and bare in _FENCES) or (not fenced and not bare):
            known = found.keys() & set(_FIELDS.values())
            return (
                ({key: found[key] for key in known}, "".join(lines[number + 1 :]))
                if len(known) >= _FEWEST_FIELDS
                else ({}, text)
            )
        match = _FIELD.match(line)
        if match is None and not fenced:
            return {}, text
        if match and match[2]:
            found.setdefault(_FIELDS.get(match[1].lower(), ""), _unquoted(match[2]))
    return {}, text


def _unquoted(value: str) -> str:
    quote = value[0]
    if quote in "\"'" and value.endswith(quote) and len(value) > 1:
        return value[1:-1].replace(f"\\{quote}", quote)
    return value


def _title(text: str) -> tuple[str, str]:
    """Return the headline, and the text below it; both the text as it is where it has no headline."""
    stripped = text.lstrip()
    first, _, rest = stripped.partition("\n")
    head = first.strip()
    byline, _, _ = rest.partition("\n\n")
    if not rest.strip() or not head or len(head) > _LONGEST_TITLE:
        return "", text
    if head.startswith("#"):
        return _TITLE_MARK.sub("", head), rest.lstrip("\n")
    stands_alone = not rest.split("\n", 1)[0].strip()
    over_byline = len(byline) <= _LONGEST_BYLINE and "\n" not in byline.strip() and byline.strip()[-1:] not in ".!?؟"
    if head.endswith((".", "؟", ":", ";", ",")) or not (stands_alone or over_byline):
        return "", text
    return head, rest.lstrip("\r\n")
