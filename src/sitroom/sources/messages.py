"""E-mail: what a message brings along besides its own text."""

from __future__ import annotations

import email
import email.policy
from collections.abc import Iterator
from datetime import datetime
from email.message import EmailMessage
from email.utils import parsedate_to_datetime
from pathlib import PurePosixPath

from sitroom.model import RawItem
from sitroom.sources.limits import MAX_ITEMS_PER_FILE

_FORWARDED = "message/rfc822"


def attachments(item: RawItem) -> Iterator[tuple[str, bytes]]:
    """Yield the name and bytes of each attachment, forwarded messages among them; pictures shown inside are none."""
    try:
        parts = list(_parsed(item).iter_attachments())
    except (AttributeError, LookupError, TypeError, ValueError):
        return  # a multipart whose parts are broken has no attachments that anybody could open
    for number, part in enumerate(parts, 1):
        if number > MAX_ITEMS_PER_FILE:
            return
        kind = part.get_content_type()
        if part.get_content_maintype() in {"image", "audio", "video"} or kind in {
            "text/calendar",
            "application/pgp-signature",
        }:
            continue
        if kind == _FORWARDED:
            inner = part.get_payload(0)
            if isinstance(inner, EmailMessage):
                yield f"{number}.eml", inner.as_bytes()
            continue
        content = part.get_payload(decode=True)
        if isinstance(content, bytes):
            yield PurePosixPath((part.get_filename() or f"{number}").replace("\\", "/")).name, content


def sent_at(item: RawItem) -> datetime | None:
    """Return when the message was sent, where its header says so."""
    try:
        return parsedate_to_datetime(str(_parsed(item)["Date"]))
    except (TypeError, ValueError, IndexError):
        return None


def _parsed(item: RawItem) -> EmailMessage:
    message = email.message_from_bytes(item.data, policy=email.policy.default)
    assert isinstance(message, EmailMessage)  # noqa: S101  the default policy makes no other kind
    return message
