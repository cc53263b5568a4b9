"""Where reports come from: folders, files, feeds, mailboxes, addresses. Bytes in, `RawItem`s out, nothing cleaned."""

from sitroom.sources.fetching import fetch

__all__ = ["fetch"]
