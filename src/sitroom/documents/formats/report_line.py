"""A report that came as a line of JSON: its text is the report, character by character."""

from __future__ import annotations

from sitroom.documents.draft import Draft
from sitroom.model import RawItem


def read(item: RawItem) -> Draft:
    """Return the text as it was given; what the line declares is taken up for every format alike."""
    return Draft(text=item.data.decode())
