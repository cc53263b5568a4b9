"""Plain text and Markdown."""

from __future__ import annotations

import re

from sitroom.documents.draft import Draft
from sitroom.documents.encoding import decode
from sitroom.model import RawItem

_TITLE_MARK = re.compile(r"#{1,6}\s+|\s+#+\s*$")
# A first line longer than this, or one that ends like a sentence, is text and no headline.
_LONGEST_TITLE = 160


def read(item: RawItem) -> Draft:
    """Return the text whole; its first line is the title where it stands alone and reads like a headline."""
    text, warnings = decode(item.data, item.origin)
    return Draft(text=text.strip("\ufeff"), title=_title(text), warnings=warnings)


def _title(text: str) -> str:
    first, _, rest = text.lstrip("\ufeff \t\r\n").partition("\n")
    first = first.strip()
    heading = first.startswith("#")
    alone = not rest.strip() or not rest.partition("\n")[0].strip() or heading
    if (
        not alone
        or len(first) > _LONGEST_TITLE
        or (first.endswith((".", "؟", "?", ":")) and not heading and rest.strip() == "")
    ):
        return ""
    if first.endswith(".") and not heading:
        return ""
    return _TITLE_MARK.sub("", first)
