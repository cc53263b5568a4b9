"""From a path or an address to raw items: the door by which every report comes in."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

from sitroom.errors import Rejected
from sitroom.model import RawItem
from sitroom.sources import sniffing
from sitroom.sources.limits import MAX_FILE_BYTES, SNIFF_BYTES
from sitroom.sources.report_lines import read_array, read_lines

_ADDRESS = ("http://", "https://")


def fetch(path: str, now: datetime) -> Iterator[RawItem | Rejected]:
    """Yield the raw reports at a path: a file, a folder with all it holds, or an http(s) address.

    Files of a folder come in the order of their names. What cannot be read among many is yielded as a `Rejected`;
    hidden files are no reports and are passed over.

    Raises:
        Rejected: the path itself does not exist, may not be read, or is no file, folder or address.
    """
    root = Path(path)
    try:
        mode = root.stat().st_mode
    except FileNotFoundError as error:
        raise Rejected("there is no such file or folder", path) from error
    except (OSError, ValueError) as error:
        raise Rejected(f"cannot be opened: {error}", path) from error
    if stat.S_ISDIR(mode):
        return _folder(root, now)
    return _file(root, root.name, now)


def _folder(root: Path, now: datetime) -> Iterator[RawItem | Rejected]:
    for found in _walk(root, root, set()):
        if isinstance(found, Rejected):
            yield found
        else:
            yield from _file(found, found.relative_to(root).as_posix(), now)


def _walk(folder: Path, root: Path, seen: set[tuple[int, int]]) -> Iterator[Path | Rejected]:
    """Yield files in order of name. A folder or file reached twice (links, loops) is walked once."""
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError as error:
        yield Rejected(f"the folder cannot be read: {error.strerror}", str(folder))
        return
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
            yield from _walk(Path(entry.path), root, seen)
        else:
            yield Path(entry.path)


def _file(path: Path, name: str, now: datetime) -> Iterator[RawItem | Rejected]:
    where = str(path)
    try:
        state = path.stat()
        if not stat.S_ISREG(state.st_mode):
            yield Rejected("not a regular file", where)
            return
        with path.open("rb") as handle:
            yield from _open_file(handle, state, where, name, now)
    except OSError as error:
        yield Rejected(f"cannot be read: {error.strerror or error}", where)


def _open_file(
    handle: BinaryIO, state: os.stat_result, where: str, name: str, now: datetime
) -> Iterator[RawItem | Rejected]:
    modified_at = datetime.fromtimestamp(state.st_mtime, UTC)
    head = handle.read(SNIFF_BYTES)
    handle.seek(0)
    if not head:
        yield Rejected("the file is empty", where)
        return
    reason = sniffing.refusal(head)
    if reason:
        yield Rejected(f"the file is {reason}", where)
        return
    media_type = sniffing.sniff(head, name)
    if media_type is None:
        yield Rejected("not a kind of file that holds reports", where)
    elif media_type == sniffing.REPORT_LINES:
        yield from read_lines(handle, where, modified_at, now)
    elif state.st_size > MAX_FILE_BYTES:
        size = state.st_size / 1_000_000
        yield Rejected(f"the file is too large: {size:,.0f} MB, {MAX_FILE_BYTES // 1_000_000} MB are read", where)
    elif media_type == sniffing.REPORT_ARRAY:
        yield from read_array(handle.read(MAX_FILE_BYTES), where, modified_at, now)
    else:
        yield RawItem(
            origin=where,
            media_type=media_type,
            data=handle.read(MAX_FILE_BYTES),
            fetched_at=now,
            modified_at=modified_at,
            declared={"id": name, "folder": path_folder(where)},
        )


def path_folder(where: str) -> str:
    """Return the name of the folder a file lies in."""
    return Path(where).resolve().parent.name
