"""HTML without a page around it, as feeds and e-mails carry it."""

from __future__ import annotations

import re
from html import unescape

_MARKUP = re.compile(r"<[a-zA-Z!/][^<>]*>")


def fragment_text(markup: str) -> tuple[str, tuple[str, ...]]:
    """Return the readable text of a fragment, and warnings; what holds no tag is plain text with entities at most."""
    if not _MARKUP.search(markup):
        return unescape(markup).strip(), ()
    from sitroom.documents.formats import markup as trees  # noqa: PLC0415  lxml is slow to import
    from sitroom.documents.formats.layout import to_text  # noqa: PLC0415

    tree, warnings = trees.parse(markup)
    if tree is None:
        return "", warnings
    if trees.strip_unseen(tree):
        warnings = (*warnings, "text that the page hides was left out")
    body = tree.find("body")
    return to_text(tree if body is None else body), warnings
