"""What a format's reader makes of the bytes, before dates, language and sentences are settled."""

from __future__ import annotations

from sitroom.model import Record


class Draft(Record, frozen=True, kw_only=True):
    """Main text and what the report says of itself; an empty string where it says nothing.

    `dates` are candidates in the order in which to believe them, as written. `carrier_dates` tell when the file
    was made, which may be long after the report: they count only where the text has no date of its own. `bylines` are
    short lines from around the text that may hold one.
    """

    text: str
    title: str = ""
    dates: tuple[str, ...] = ()
    carrier_dates: tuple[str, ...] = ()
    bylines: tuple[str, ...] = ()
    source: str = ""
    url: str = ""
    lang: str = ""
    warnings: tuple[str, ...] = ()
