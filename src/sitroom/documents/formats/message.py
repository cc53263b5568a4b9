"""E-mail: subject, date, sender and the text of the message itself. Attachments are reports of their own."""

from __future__ import annotations

import email
import email.policy
import re
from email.errors import HeaderParseError
from email.header import decode_header
from email.message import EmailMessage, Message, MIMEPart
from email.parser import BytesHeaderParser
from email.utils import parseaddr

from sitroom.documents.draft import Draft
from sitroom.documents.encoding import decode
from sitroom.documents.formats.fragments import fragment_text
from sitroom.errors import Rejected
from sitroom.model import RawItem

_PREFIX = re.compile(r"^(?:(?:re|fw|fwd|aw|wg|tr|rv|enc|i|r|ynt|ilt|ha|пересл|отв)\s*:\s*)+", re.IGNORECASE)
_SIGNATURE = re.compile(r"\r?\n-- ?\r?\n")
_FLOWED = re.compile(r" \r?\n(?!-- )")
# A signature is short; "-- " far above the end is a line that somebody drew.
_LONGEST_SIGNATURE = 1_500


def read(item: RawItem) -> Draft:
    """Return the message: plain text where there is any, else its HTML as text. A page saved as MHTML is read as HTML.

    Raises:
        Rejected: the message has no text of its own.
    """
    message = email.message_from_bytes(item.data, policy=email.policy.default)
    assert isinstance(message, EmailMessage)  # noqa: S101  the default policy makes no other kind
    saved_by_browser = "Snapshot-Content-Location" in message
    if saved_by_browser or (message.get_content_type() == "multipart/related" and "From" not in message):
        return _saved_page(message, item)
    body = message.get_body(preferencelist=("plain", "html"))
    if body is None:
        raise Rejected("the message has no text", item.origin)
    text, warnings = _content(body, item)
    if not text.strip() and body.get_content_type() == "text/plain":
        body = message.get_body(preferencelist=("html",)) or body
        text, warnings = _content(body, item)
    # The older policy leaves headers as they were sent: the newer puts spaces between the parts of a long encoded name.
    headers = BytesHeaderParser(policy=email.policy.compat32).parsebytes(item.data)
    sender, address = parseaddr(_header(headers, "From"))
    return Draft(
        text=_without_signature(text),
        title=_PREFIX.sub("", _header(headers, "Subject")),
        dates=tuple(date for date in (_header(headers, "Date"),) if date),
        source=sender.strip(" \"'") or address.rpartition("@")[2],
        warnings=warnings,
    )


def _content(body: MIMEPart, item: RawItem) -> tuple[str, tuple[str, ...]]:
    payload = body.get_payload(decode=True)
    data = payload if isinstance(payload, bytes) else b""
    if not data.strip():
        return "", ()
    text, warnings = decode(data, item.origin, body.get_content_charset() or "")
    if body.get_content_type() == "text/html":
        text, more = fragment_text(text)
        return text, (*warnings, *more)
    if body.get_param("format") == "flowed":
        text = _FLOWED.sub(" ", text)
    return text.replace("\r\n", "\n"), warnings


def _saved_page(message: EmailMessage, item: RawItem) -> Draft:
    from sitroom.documents.formats import page  # noqa: PLC0415  only saved pages need it

    for part in message.walk():
        if part.get_content_type() == "text/html":
            payload = part.get_payload(decode=True)
            url = str(message.get("Snapshot-Content-Location") or part.get("Content-Location") or "")
            if isinstance(payload, bytes):
                return page.read_bytes(payload, item, part.get_content_charset() or "", url)
    raise Rejected("the saved page has no HTML in it", item.origin)


def _without_signature(text: str) -> str:
    cuts = [match.start() for match in _SIGNATURE.finditer(text)]
    return text[: cuts[-1]] if cuts and len(text) - cuts[-1] <= _LONGEST_SIGNATURE else text


def _header(headers: Message, name: str) -> str:
    """Return a header's value decoded; the letters of unknown encodings are replaced, not guessed."""
    value = headers.get(name)
    if value is None:
        return ""
    written = str(value).replace("\r", "").replace("\n", "")
    try:
        parts = decode_header(written)
    except HeaderParseError:
        return written  # broken encoding: what was sent is shown as it was sent
    pieces = []
    for piece, charset in parts:
        if isinstance(piece, str):
            pieces.append(piece)
            continue
        try:
            pieces.append(piece.decode(charset or "utf-8", errors="replace"))
        except LookupError:
            pieces.append(piece.decode("utf-8", errors="replace"))
    return "".join(pieces)
