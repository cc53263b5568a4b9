"""An edition as JSON: the brief with its picture, scenarios, claims and reports, so that every id resolves."""

from __future__ import annotations

import msgspec

from sitroom.model import Edition


def render_json(edition: Edition) -> str:
    """Render an edition as one indented JSON object, ending in a newline: the same records, the same text.

    It decodes to an equal `Edition`; the words of every span are in the texts of its documents.
    """
    return msgspec.json.format(msgspec.json.encode(edition), indent=1).decode() + "\n"
