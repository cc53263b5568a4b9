"""From a path or an address to raw items: the door by which every report comes in."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from sitroom.errors import Rejected
from sitroom.model import RawItem
from sitroom.sources import sniffing
from sitroom.sources.limits import MAX_FILE_BYTES, SNIFF_BYTES
from sitroom.sources.report_lines import read_lines
from sitroom.sources.unpacking import Carrier, unpack

_ADDRESS = ("http://", "https://")
# What a server calls a page decides where its bytes do not, as a file's name does.
_SUFFIXES = {
    "text/html": ".html",
    "application/xhtml+xml": ".html",
    "text/plain": ".txt",
    "text/markdown": ".md",
    "application/pdf": ".pdf",
    "application/json": ".json",
    "application/x-ndjson": ".jsonl",
    "application/rss+xml": ".rss",
    "application/atom+xml": ".atom",
    "application/xml": ".xml",
    "text/xml": ".xml",
    "message/rfc822": ".eml",
}


def fetch(path: str, now: datetime) -> Iterator[RawItem | Rejected]:
    """Yield the raw reports at a path: a file, a folder with all it holds, or an http(s) address.

    Files of a folder come in the order of their names. What cannot be read among many is yielded as a `Rejected`;
    hidden files are no reports and are passed over.

    Raises:
        Rejected: the path itself does not exist or may not be looked at, or the address cannot be fetched.
    """
    if path.lower().startswith(_ADDRESS):
        return _address(path, now)
    root = Path(path)
    try:
        mode = root.stat().st_mode
    except FileNotFoundError as error:
        raise Rejected("there is no such file or folder", path) from error
    except (OSError, ValueError) as error:
        raise Rejected(f"cannot be opened: {error}", path) from error
    return _folder(root, now) if stat.S_ISDIR(mode) else _file(root, root.name, now)


def _address(url: str, now: datetime) -> Iterator[RawItem | Rejected]:
    from sitroom.sources import web  # noqa: PLC0415  httpx is slow to import, and only addresses need it

    final, data, changed, media_type = web.get(url)
    name = final.partition("?")[0]
    if sniffing.sniff(b"", name) is None:
        name += _SUFFIXES.get(media_type, "")
    carrier = Carrier(name=name, where=final, data=data, modified_at=changed, declared={"url": final, "id": final})
    return unpack(carrier, now)


def _folder(root: Path, now: datetime) -> Iterator[RawItem | Rejected]:
    for found in _walk(root, set()):
        if isinstance(found, Rejected):
            yield found
        else:
            yield from _file(found, found.relative_to(root).as_posix(), now)


def _walk(folder: Path, seen: set[tuple[int, int]]) -> Iterator[Path | Rejected]:
    """Yield files in order of name. A folder or file reached twice (links, loops) is walked once."""
    try:
        state = folder.stat()
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError as error:
        yield Rejected(f"the folder cannot be read: {error.strerror}", str(folder))
        return
    seen.add((state.st_dev, state.st_ino))
    for entry in entries:
        if entry.name.startswith("."):
            continue
        try:
            state = entry.stat()
            is_folder = entry.is_dir()
        except OSError as error:
            yield Rejected(f"cannot be opened: {error.strerror}", entry.path)
            continue
        if (state.st_dev, state.st_ino) in seen:
            continue
        seen.add((state.st_dev, state.st_ino))
        if is_folder:
            yield from _walk(Path(entry.path), seen)
        else:
            yield Path(entry.path)


def _file(path: Path, name: str, now: datetime) -> Iterator[RawItem | Rejected]:
    where = str(path)
    try:
        state = path.stat()
        if not stat.S_ISREG(state.st_mode):
            yield Rejected("not a regular file", where)
            return
        yield from _regular_file(path, state, name, now)
    except OSError as error:
        yield Rejected(f"cannot be read: {error.strerror or error}", where)


def _regular_file(path: Path, state: os.stat_result, name: str, now: datetime) -> Iterator[RawItem | Rejected]:
    where = str(path)
    modified_at = datetime.fromtimestamp(int(state.st_mtime), UTC)
    with path.open("rb") as handle:
        head = handle.read(SNIFF_BYTES)
        handle.seek(0)
        if sniffing.sniff(head, name) == sniffing.REPORT_LINES and head and not sniffing.refusal(head):
            yield from read_lines(handle, where, modified_at, now)
            return
        if state.st_size > MAX_FILE_BYTES:
            size = state.st_size / 1_000_000
            yield Rejected(
                f"the file is too large: {size:,.0f} MB, and {MAX_FILE_BYTES // 1_000_000} MB are read", where
            )
            return
        data = handle.read(MAX_FILE_BYTES)
    declared = {"folder": path.resolve().parent.name}
    yield from unpack(Carrier(name=name, where=where, data=data, modified_at=modified_at, declared=declared), now)
