"""From the bytes of one carrier to its reports: a feed holds many, a message may bring attachments, a page is one."""

from __future__ import annotations

import io
import zlib
from collections.abc import Iterator
from datetime import datetime
from pathlib import PurePosixPath

import msgspec

from sitroom.errors import Rejected
from sitroom.model import RawItem, Record
from sitroom.sources import feeds, sniffing
from sitroom.sources.limits import MAX_FILE_BYTES, SNIFF_BYTES
from sitroom.sources.report_lines import read_array, read_lines


class Carrier(Record, frozen=True, kw_only=True):
    """One file, attachment or answer of a server: what it is called, where it came from, and its bytes.

    `name` is what people see of it; `declared` is handed on to its reports.
    """

    name: str
    where: str
    data: bytes
    modified_at: datetime | None
    declared: dict[str, str] = msgspec.field(default_factory=dict)


def unpack(carrier: Carrier, now: datetime) -> Iterator[RawItem | Rejected]:
    """Yield the reports in a carrier; what is no report is a `Rejected` that says why."""
    head = carrier.data[:SNIFF_BYTES]
    if not head.strip():
        yield Rejected("the file is empty", carrier.where)
        return
    reason = sniffing.refusal(head)
    media_type = sniffing.sniff(head, carrier.name)
    if reason:
        yield Rejected(f"the file is {reason}", carrier.where)
    elif media_type is None:
        yield Rejected("not a kind of file that holds reports", carrier.where)
    elif media_type == sniffing.GZIP:
        yield from _inflated(carrier, now)
    elif media_type == sniffing.REPORT_LINES:
        yield from read_lines(io.BytesIO(carrier.data), carrier.where, carrier.modified_at, now)
    elif media_type == sniffing.REPORT_ARRAY:
        yield from read_array(carrier.data, carrier.where, carrier.modified_at, now)
    elif media_type == sniffing.FEED:
        yield from feeds.entries(_raw(carrier, media_type, now))
    elif media_type == sniffing.MESSAGE:
        yield from _message(carrier, now)
    else:
        yield _raw(carrier, media_type, now)


def _raw(carrier: Carrier, media_type: str, now: datetime) -> RawItem:
    return RawItem(
        origin=carrier.where,
        media_type=media_type,
        data=carrier.data,
        fetched_at=now,
        modified_at=carrier.modified_at,
        declared={"id": carrier.name, **carrier.declared},
    )


def _message(carrier: Carrier, now: datetime) -> Iterator[RawItem | Rejected]:
    from sitroom.sources import messages  # noqa: PLC0415  the e-mail package is slow to import, and seldom needed

    item = _raw(carrier, sniffing.MESSAGE, now)
    yield item
    for number, (name, data) in enumerate(messages.attachments(item), 1):
        attached = Carrier(
            name=f"{carrier.name}#{number}-{name}",
            where=f"{carrier.where}#{number}-{name}",
            data=data,
            modified_at=messages.sent_at(item) or carrier.modified_at,
            declared={key: value for key, value in carrier.declared.items() if key == "folder"},
        )
        if attached.data:
            yield from unpack(attached, now)


def _inflated(carrier: Carrier, now: datetime) -> Iterator[RawItem | Rejected]:
    """Open one layer of gzip, never more than a file may weigh: what unfolds further is a bomb and stays shut."""
    inflater = zlib.decompressobj(wbits=31)
    try:
        data = inflater.decompress(carrier.data, MAX_FILE_BYTES + 1)
    except zlib.error as error:
        yield Rejected(f"the gzip file is broken: {error}", carrier.where)
        return
    if len(data) > MAX_FILE_BYTES:
        yield Rejected(f"the gzip file unfolds to more than {MAX_FILE_BYTES // 1_000_000} MB", carrier.where)
        return
    if not inflater.eof:
        yield Rejected("the gzip file is cut off", carrier.where)
        return
    if data.startswith(b"\x1f\x8b"):
        yield Rejected("a gzip file within a gzip file is not opened", carrier.where)
        return
    inner = Carrier(
        name=str(PurePosixPath(carrier.name).with_suffix("")) if carrier.name.endswith(".gz") else carrier.name,
        where=carrier.where,
        data=data,
        modified_at=carrier.modified_at,
        declared=carrier.declared,
    )
    yield from unpack(inner, now)
