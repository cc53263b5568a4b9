"""Finished editions as files: written whole, and the last one kept for `sitroom why`."""

from __future__ import annotations

import logging
from pathlib import Path

import msgspec

from sitroom.compiled import default_cache
from sitroom.errors import DataError
from sitroom.model import Edition

log = logging.getLogger("sitroom")


def write_whole(path: Path, content: str) -> None:
    """Write a file so that a reader sees the old one or the new one, never a part.

    Raises DataError where it cannot be written.
    """
    partial = path.with_name(f".{path.name}.partial")
    try:
        partial.write_text(content, encoding="utf-8")
        partial.replace(path)
    except OSError as error:
        partial.unlink(missing_ok=True)
        raise DataError(f"cannot write {path}: {error.strerror}") from error


def _last_edition(cache_dir: Path | None) -> Path:
    return (cache_dir or default_cache()) / "last-edition.json"


def keep_edition(edition: Edition, cache_dir: Path | None) -> None:
    """Keep an edition as the last one written on this machine, for `sitroom why`.

    A cache folder that cannot be written to costs that convenience, not the brief.
    """
    file = _last_edition(cache_dir)
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        write_whole(file, msgspec.json.encode(edition).decode())
    except (OSError, DataError) as error:
        log.warning("the edition was not kept for `sitroom why`: %s", error)


def load_edition(file: Path | None, cache_dir: Path | None) -> Edition:
    """Return the edition in a file that `brief --json` wrote, or the last one written on this machine.

    Raises DataError where there is none, or where the file holds something else.
    """
    path = file or _last_edition(cache_dir)
    try:
        return msgspec.json.decode(path.read_bytes(), type=Edition)
    except OSError as error:
        raise DataError(f"no brief at {path}: write one with `sitroom brief`") from error
    except msgspec.DecodeError as error:
        raise DataError(f"{path} does not hold a brief of this version: {error}") from error
