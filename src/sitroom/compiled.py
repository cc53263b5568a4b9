"""What was compiled before, kept in the user's cache folder, so that the program starts at once.

A table of words takes longer to compile than to read. The file that keeps it holds the hash of all it was made from,
the code that makes it included: where anything differs, or the file is damaged or cannot be written, the table is
made anew, and nothing is ever stale. Files are MessagePack, which runs nothing when read.
"""

from __future__ import annotations

import contextlib
import hashlib
import logging
import os
import tempfile
from collections.abc import Callable, Iterable
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import TypeVar

import msgspec

log = logging.getLogger("sitroom")

DIGEST = 16  # bytes of each of the two hashes at the head of a file: of what it was made from, and of its body

T = TypeVar("T")


def default_cache() -> Path:
    """Return the folder where compiled data are kept for this user."""
    if own := os.environ.get("SITROOM_CACHE"):
        return Path(own)
    if shared := os.environ.get("XDG_CACHE_HOME"):
        return Path(shared) / "sitroom"
    return Path.home() / ".cache" / "sitroom"


def fingerprint(files: Iterable[Traversable], *parts: str) -> bytes:
    """Return a hash of the names and contents of files, and of texts; a file that is missing counts as empty."""
    made_of = hashlib.blake2b(digest_size=DIGEST)
    for file in files:
        content = file.read_bytes() if file.is_file() else b""
        made_of.update(f"{file.name}\0{len(content)}\0".encode() + content)
    for part in parts:
        made_of.update(f"{len(part)}\0{part}".encode())
    return made_of.digest()


def kept(name: str, made_from: bytes, shape: type[T], build: Callable[[], T]) -> T:
    """Return the table of that name as it was kept, or build and keep it.

    `made_from` is the fingerprint of all that the table depends on, and `shape` its type, as msgspec decodes it.
    Several processes may do this at once: each writes a file of its own and renames it last.
    """
    path = default_cache() / f"{name}.table"
    found = _read(path, made_from, shape)
    if found is not None:
        return found
    built = build()
    _write(path, made_from, msgspec.msgpack.encode(built))
    return built


def read_yaml(file: Traversable, shape: type[T], code: str) -> T:
    """Return what a YAML file holds, checked against its shape; reading MessagePack takes a fiftieth of the time.

    `code` is the path of the module that defines the shape.

    Raises:
        msgspec.DecodeError: the file is no YAML, or not of its shape.
    """
    name = "-".join([*str(file).replace("\\", "/").split("/")[-2:]]).removesuffix(".yaml")
    made_from = fingerprint([file, Path(code)])
    return kept(name, made_from, shape, lambda: msgspec.yaml.decode(file.read_bytes(), type=shape))


def _read(path: Path, made_from: bytes, shape: type[T]) -> T | None:
    try:
        held = path.read_bytes()
    except OSError:
        return None
    body = memoryview(held)[2 * DIGEST :]
    if held[:DIGEST] != made_from or held[DIGEST : 2 * DIGEST] != _hash(body):
        return None
    try:
        return msgspec.msgpack.decode(body, type=shape)
    except msgspec.DecodeError:
        log.debug("%s does not hold a table of this version; it is made anew", path)
        return None


def _write(path: Path, made_from: bytes, body: bytes) -> None:
    temporary = None
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".compiling-", suffix=path.suffix)
        with os.fdopen(handle, "wb") as file:
            file.write(made_from + _hash(memoryview(body)) + body)
        Path(temporary).replace(path)
        temporary = None
    except OSError as error:
        # A folder that cannot be written to costs time at the next start, and nothing else.
        log.debug("%s was not kept: %s", path, error)
    finally:
        if temporary is not None:
            with contextlib.suppress(OSError):
                Path(temporary).unlink(missing_ok=True)


def _hash(body: memoryview) -> bytes:
    return hashlib.blake2b(body, digest_size=DIGEST).digest()
