"""One entry of an RSS or Atom feed: its text as a fragment of HTML, or plain."""

from __future__ import annotations

from html import unescape

from sitroom.documents.draft import Draft
from sitroom.documents.formats.fragments import fragment_text
from sitroom.model import RawItem


def read(item: RawItem) -> Draft:
    """Return the entry's text without markup; a feed's text has no page around it that would have to be removed."""
    text, warnings = fragment_text(item.data.decode(errors="replace"))
    return Draft(text=text, title=unescape(item.declared.get("title", "")), warnings=warnings)
