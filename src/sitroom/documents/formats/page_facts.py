"""What a page says of itself in its markup: title, dates, outlet, address, language."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from itertools import islice
from typing import Any

import msgspec
from lxml import html  # type: ignore[import-untyped]

from sitroom.model import Record

# Most pages carry 1 to 20 KB of linked data.
_MOST_LINKED_DATA = 1_000_000
_ARTICLE_TYPES = re.compile(r"Article|Report|Posting|WebPage|CreativeWork", re.IGNORECASE)
# Names of meta elements, in the order in which they are believed.
_DATES = (
    "article:published_time", "og:article:published_time", "og:published_time", "datepublished", "publishdate",
    "publish-date", "publish_date", "pubdate", "publication_date", "article.published", "parsely-pub-date",
    "sailthru.date", "cxenseparse:recs:publishtime", "dc.date.issued", "dcterms.issued", "dcterms.created",
    "dcterms.date", "dc.date", "dc.date.created", "citation_publication_date", "citation_date",
    "originalpublicationdate", "mediator_published_time", "article_date_original", "date",
)  # fmt: skip
_TITLES = ("og:title", "headline", "twitter:title", "dc.title", "dcterms.title", "parsely-title", "title")
_OUTLETS = (
    "og:site_name",
    "dc.publisher",
    "dcterms.publisher",
    "publisher",
    "application-name",
    "apple-mobile-web-app-title",
)
_BYLINE_TAGS = (
    "time",
    "span",
    "div",
    "p",
    "li",
    "small",
    "em",
    "i",
    "b",
    "strong",
    "font",
    "td",
    "dd",
    "address",
    "h5",
    "h6",
)
_LONGEST_BYLINE = 110
_MOST_BYLINES = 12
# A byline is a leaf or near it; counting first keeps the cost linear on pages nested deeply.
_MOST_INSIDE = 5
_YEAR = re.compile(r"\b(?:19|20|٢٠|۲۰)\d\d\b")
_FRAME = re.compile(
    r"comment|sidebar|related|footer|most-?(?:read|popular)|copyright|cookie|widget|promo|\bad\b", re.IGNORECASE
)
_BAR = re.compile(r"\s+[|\-–—·•:»›]\s+")
_WORD = re.compile(r"\w+")


class Facts(Record, frozen=True, kw_only=True):
    """What a page says of itself; empty where it is silent. `guessed` is a date that it does not state as its own."""

    title: str = ""
    dates: tuple[str, ...] = ()
    guessed: tuple[str, ...] = ()
    bylines: tuple[str, ...] = ()
    source: str = ""
    url: str = ""
    lang: str = ""


def facts(tree: html.HtmlElement, url: str, fetched_at: datetime) -> Facts:
    """Return title, dates as written, outlet, address and language of a page.

    Linked data (schema.org) comes first, then meta elements, then the visible markup. Where none of them has a
    date, htmldate looks through the page; it knows days only.
    """
    linked = [node for node in _linked(tree) if _ARTICLE_TYPES.search(_kind(node))]
    meta = _meta(tree)
    outlet = _first([meta.get(name, "") for name in _OUTLETS[:1]] + [_name(node.get("publisher")) for node in linked])
    outlet = outlet or _first(meta.get(name, "") for name in _OUTLETS[1:])
    dates = _dates(tree, linked, meta)
    return Facts(
        title=_title(tree, linked, meta, outlet),
        dates=dates,
        guessed=() if dates else _guessed_date(tree, url, fetched_at),
        bylines=() if dates else tuple(_bylines(tree)),
        source=outlet,
        url=url or _address(tree, meta),
        lang=_language(tree, meta),
    )


def _linked(tree: html.HtmlElement) -> Iterator[dict[str, Any]]:
    for script in tree.iter("script"):
        if "ld+json" not in (script.get("type") or "") or not script.text or len(script.text) > _MOST_LINKED_DATA:
            continue
        try:
            content = msgspec.json.decode(script.text.encode(errors="replace"), strict=False)
        except (msgspec.DecodeError, RecursionError):
            continue  # broken linked data is common, and the page has other marks
        for node in content if isinstance(content, list) else [content]:
            if isinstance(node, dict):
                graph = node.get("@graph")
                yield node
                yield from (inner for inner in graph if isinstance(inner, dict)) if isinstance(graph, list) else ()


def _kind(node: dict[str, Any]) -> str:
    kind = node.get("@type", "")
    return " ".join(map(str, kind)) if isinstance(kind, list) else str(kind)


def _name(node: object) -> str:
    if isinstance(node, list):
        node = node[0] if node else ""
    if isinstance(node, dict):
        node = node.get("name", "")
    return node.strip() if isinstance(node, str) else ""


def _meta(tree: html.HtmlElement) -> dict[str, str]:
    found: dict[str, str] = {}
    for element in tree.iter("meta"):
        name = element.get("property") or element.get("name") or element.get("itemprop")
        content = (element.get("content") or "").strip()
        if name and content:
            found.setdefault(name.lower(), content)
    return found


def _first(values: Iterable[object]) -> str:
    return next((value.strip() for value in values if isinstance(value, str) and value.strip()), "")


def _dates(tree: html.HtmlElement, linked: list[dict[str, Any]], meta: dict[str, str]) -> tuple[str, ...]:
    found = [node.get(key) for node in linked for key in ("datePublished", "dateCreated")]
    found += [meta.get(name) for name in _DATES]
    found += [
        element.get("datetime") or element.get("content") or element.text_content()
        for element in tree.xpath(
            '//*[@itemprop="datePublished"] | //time[@pubdate] | //header//time | //article//time | //time'
        )
        if element.tag != "meta"
    ][:3]
    return tuple(dict.fromkeys(told for told in (_first([date]) for date in found) if told))


def _guessed_date(tree: html.HtmlElement, url: str, fetched_at: datetime) -> tuple[str, ...]:
    from htmldate import find_date  # noqa: PLC0415  slow to import, and seldom needed

    logging.getLogger("htmldate").setLevel(logging.CRITICAL)
    latest = (fetched_at + timedelta(days=1)).strftime("%Y-%m-%d")
    found = find_date(
        tree, url=url or None, original_date=True, max_date=latest, extensive_search=False, deferred_url_extractor=True
    )
    return (found,) if found else ()


def _bylines(tree: html.HtmlElement) -> Iterator[str]:
    """Yield the short lines above and in an article that hold a year; what frames the page is passed over."""
    found = 0
    for element in tree.iter(*_BYLINE_TAGS):
        if sum(1 for _ in islice(element.iterdescendants(), _MOST_INSIDE + 1)) > _MOST_INSIDE:
            continue
        text = " ".join(element.text_content().split())
        if not (len(text) <= _LONGEST_BYLINE and _YEAR.search(text)) or _in_frame(element):
            continue
        yield text
        found += 1
        if found == _MOST_BYLINES:
            return


def _in_frame(element: html.HtmlElement) -> bool:
    return any(
        above.tag in {"footer", "aside", "nav", "script", "style", "head"}
        or _FRAME.search(f"{above.get('class') or ''} {above.get('id') or ''}")
        for above in (element, *element.iterancestors())
    )


def _title(tree: html.HtmlElement, linked: list[dict[str, Any]], meta: dict[str, str], outlet: str) -> str:
    headings = [heading.text_content().strip() for heading in tree.iter("h1")]
    heading: str = headings[0] if len(headings) == 1 else ""
    page: str = tree.findtext(".//title") or ""
    told = _first([node.get("headline") for node in linked] + [meta.get(name) for name in _TITLES])
    title = told or heading or _first(headings) or page
    candidate: str
    for candidate in (heading, *headings):
        # A heading that is the longer or fuller form of what was told is what readers saw.
        if candidate and told and _words(candidate) >= _words(told) and len(candidate) < 3 * len(told):
            return candidate
    return _without_outlet(title, outlet)


def _words(text: str) -> set[str]:
    return set(_WORD.findall(text.casefold()))


def _without_outlet(title: str, outlet: str) -> str:
    """Cut "… | The Wire" off a title where the last part is the outlet's name."""
    parts = list(_BAR.finditer(title))
    if not parts or not outlet:
        return title.strip()
    tail = title[parts[-1].end() :]
    return (
        title[: parts[-1].start()].strip()
        if _words(tail) <= _words(outlet) or _words(outlet) <= _words(tail)
        else title.strip()
    )


def _address(tree: html.HtmlElement, meta: dict[str, str]) -> str:
    canonical = [link.get("href") for link in tree.iter("link") if (link.get("rel") or "").lower() == "canonical"]
    found = _first([*canonical, meta.get("og:url")])
    return found if found.startswith(("http://", "https://")) else ""


def _language(tree: html.HtmlElement, meta: dict[str, str]) -> str:
    return _first(
        [
            tree.get("lang"),
            tree.get("{http://www.w3.org/XML/1998/namespace}lang"),
            meta.get("og:locale"),
            meta.get("content-language"),
        ]
    )
