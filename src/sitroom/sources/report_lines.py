"""Reports as JSON: one object a line, or one array of objects."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import BinaryIO

import msgspec

from sitroom.errors import Rejected
from sitroom.model import RawItem
from sitroom.sources.limits import MAX_LINE_BYTES
from sitroom.sources.sniffing import REPORT_LINES

_CARRIED = ("id", "lang", "source", "url", "published", "title")
_UTF8_BOM = b"\xef\xbb\xbf"


def read_lines(
    handle: BinaryIO, origin: str, modified_at: datetime | None, now: datetime
) -> Iterator[RawItem | Rejected]:
    """Yield the report of each line; a line that is none is a `Rejected` with its number, and the rest go on.

    A line `{"id": "w-1", "source": "Wire", "published": "2024-12-04T18:00:00Z", "title": "…", "text": "…"}` becomes
    one `RawItem` whose `data` is the text alone. Fields beyond those of a report are ignored. Memory is bounded
    by the longest line allowed, not by the file.
    """
    number = 0
    while line := handle.readline(MAX_LINE_BYTES + 1):
        number += 1
        where = f"{origin}:{number}"
        if len(line) > MAX_LINE_BYTES:
            while line and not line.endswith(b"\n"):
                line = handle.readline(MAX_LINE_BYTES)
            yield Rejected(f"the line is longer than {MAX_LINE_BYTES:,} bytes", where)
            continue
        if number == 1:
            line = line.removeprefix(_UTF8_BOM)
        if not line.strip():
            continue
        yield _line(line, where, number, modified_at, now)


def read_array(data: bytes, origin: str, modified_at: datetime | None, now: datetime) -> Iterator[RawItem | Rejected]:
    """Yield the reports of a JSON file that holds one report or an array of them."""
    try:
        content = msgspec.json.decode(data.removeprefix(_UTF8_BOM))
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        yield Rejected(f"not JSON: {error}", origin)
        return
    rows = content if isinstance(content, list) else [content]
    for number, row in enumerate(rows, 1):
        yield _report(row, f"{origin}:{number}", number, modified_at, now)


def _line(line: bytes, where: str, number: int, modified_at: datetime | None, now: datetime) -> RawItem | Rejected:
    try:
        row = msgspec.json.decode(line)
    except UnicodeDecodeError:
        return Rejected("the line is not valid UTF-8", where)
    except (msgspec.DecodeError, RecursionError) as error:
        return Rejected(f"the line is not JSON: {error}", where)
    return _report(row, where, number, modified_at, now)


def _report(row: object, where: str, number: int, modified_at: datetime | None, now: datetime) -> RawItem | Rejected:
    if not isinstance(row, dict):
        return Rejected(f"a report must be a JSON object, this is {_kind(row)}", where)
    text = row.get("text")
    if not isinstance(text, str):
        problem = "has no text" if text is None else f"has {_kind(text)} where its text should be"
        return Rejected(f"the report {problem}", where)
    declared = {key: str(row[key]) for key in _CARRIED if isinstance(row.get(key), str | int | float)}
    declared.setdefault("id", f"{_file_name(where)}#{number}")
    return RawItem(
        origin=where,
        media_type=REPORT_LINES,
        data=text.encode(),
        fetched_at=now,
        modified_at=modified_at,
        declared=declared,
    )


def _file_name(where: str) -> str:
    return where.rpartition(":")[0].replace("\\", "/").rpartition("/")[2]


def _kind(value: object) -> str:
    names = {
        list: "an array",
        str: "a string",
        bool: "true or false",
        int: "a number",
        float: "a number",
        dict: "an object",
    }
    return names.get(type(value), "null")
