"""Web pages: the article without what stands around it."""

from __future__ import annotations

import re
from copy import deepcopy

from lxml import etree, html  # type: ignore[import-untyped]
from trafilatura import bare_extraction

from sitroom.documents.draft import Draft
from sitroom.documents.encoding import decode
from sitroom.documents.formats import markup
from sitroom.documents.formats.layout import to_text
from sitroom.documents.formats.page_facts import facts
from sitroom.errors import Rejected
from sitroom.model import RawItem

# The heaviest news pages have 3 million characters with their scripts; each million takes a second to read.
MAX_CHARACTERS = 5_000_000
_EMBEDDED = re.compile(r"data:[\w/+.-]{1,60};base64,[A-Za-z0-9+/=]*")
_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]{2,40})", re.IGNORECASE)
_CHARSET_WITHIN = 4_096
# The extractor is believed unless the page's own article element holds this many times more text.
_FAR_MORE = 2.0
# What the extractor lets through from below on pages that only resemble HTML.
_BROKEN = (ValueError, LookupError, TypeError, AttributeError, AssertionError, RecursionError, etree.LxmlError)
_SPACES = re.compile(r"\s+")


def read(item: RawItem) -> Draft:
    """Return the main text of a page (trafilatura), and its title, dates, outlet and address from its own markup.

    Raises:
        Rejected: the page is empty, or holds no text that a reader would see.
    """
    return read_bytes(item.data, item, "", item.declared.get("url", ""))


def read_bytes(data: bytes, item: RawItem, charset: str, url: str) -> Draft:
    """Return the draft of a page given as bytes; `charset` and `url` are what its carrier says of it."""
    declared = _CHARSET.search(data[:_CHARSET_WITHIN])
    text, warnings = decode(data, item.origin, charset or (declared[1].decode("ascii") if declared else ""))
    text = _EMBEDDED.sub("", text)
    if len(text) > MAX_CHARACTERS:
        raise Rejected(f"the page has more than {MAX_CHARACTERS:,} characters of markup", item.origin)
    tree, more = markup.parse(text)
    if tree is None:
        raise Rejected("the page is empty", item.origin)
    known = facts(tree, url, item.fetched_at)
    if markup.strip_unseen(tree):
        more = (*more, "text that the page hides was left out")
    body = _main_text(tree)
    if not body:
        raise Rejected("there is no text on the page", item.origin)
    return Draft(
        text=_without_title(body, known.title),
        title=known.title,
        dates=known.dates,
        carrier_dates=known.guessed,
        bylines=known.bylines,
        source=known.source,
        url=known.url,
        lang=known.lang,
        warnings=(*warnings, *more),
    )


def _main_text(tree: html.HtmlElement) -> str:
    article = _own_article(tree)
    text = _extracted(tree)
    own = to_text(article) if article is not None else ""
    if len(own) > _FAR_MORE * len(text):
        text = own
    if not text:
        body = tree.find("body")
        text = to_text(tree if body is None else body)
    return text


def _extracted(tree: html.HtmlElement) -> str:
    try:
        found = bare_extraction(deepcopy(tree), include_comments=False, include_tables=True, favor_recall=True)
    except _BROKEN:
        return ""  # then the page's own article element, or all of it, is read
    if found is None or isinstance(found, dict) or found.body is None:
        return ""
    return to_text(found.body)


def _own_article(tree: html.HtmlElement) -> etree._Element | None:
    """Return the one element that the page itself calls its article; None where it names none or several."""
    for path in ('//*[@itemprop="articleBody"]', "//article", "//main"):
        found = tree.xpath(path)
        if isinstance(found, list) and len(found) == 1 and isinstance(found[0], etree._Element):  # noqa: SLF001
            return found[0]
    return None


def _without_title(text: str, title: str) -> str:
    """Drop a first paragraph that repeats the title."""
    first, _, rest = text.partition("\n")
    same = _SPACES.sub(" ", first).strip().casefold() == _SPACES.sub(" ", title).strip().casefold()
    return rest.lstrip() if same and rest.strip() else text
