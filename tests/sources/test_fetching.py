import gzip
import json
import os
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pytest

from sitroom.errors import Rejected
from sitroom.model import RawItem
from sitroom.sources import fetch
from sitroom.sources.limits import MAX_FILE_BYTES

NOW = datetime(2026, 1, 1, tzinfo=UTC)
REPORT = {"id": "w-1", "source": "Wire", "published": "2024-12-04T18:00:00Z", "title": "Hama", "text": "The army left."}


def outcome(path):
    found = list(fetch(str(path), NOW))
    return [item for item in found if isinstance(item, RawItem)], [item for item in found if isinstance(item, Rejected)]


def write(folder: Path, name: str, data: bytes | str) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    return path


def test_a_mixed_folder_is_read_in_order_of_names_and_hidden_files_are_no_reports(tmp_path):
    write(tmp_path, "b.txt", "Two")
    write(tmp_path, "a/deep/c.html", "<html><body><p>One</p></body></html>")
    write(tmp_path, "c.jsonl", json.dumps(REPORT))
    write(tmp_path, ".git/config.txt", "no report")
    write(tmp_path, ".hidden.txt", "no report")
    items, rejected = outcome(tmp_path)
    assert [item.declared["id"] for item in items] == ["a/deep/c.html", "b.txt", "w-1"]
    assert [item.media_type for item in items] == ["text/html", "text/plain", "application/x-ndjson"]
    assert items[1].declared["folder"] == tmp_path.name
    assert rejected == []


def test_what_is_no_report_is_rejected_by_name_and_the_rest_go_on(tmp_path):
    write(tmp_path, "picture.png", b"\x89PNG\r\n\x1a\n" + b"\0" * 50)
    write(tmp_path, "table.csv", "a,b\n1,2\n")
    write(tmp_path, "empty.txt", "")
    write(tmp_path, "sheet.xlsx", b"PK\x03\x04rest")
    write(tmp_path, "good.txt", "The army left.")
    items, rejected = outcome(tmp_path)
    assert [item.declared["id"] for item in items] == ["good.txt"]
    reasons = {Path(error.where).name: error.reason for error in rejected}
    assert reasons == {
        "picture.png": "the file is an image",
        "table.csv": "not a kind of file that holds reports",
        "empty.txt": "the file is empty",
        "sheet.xlsx": "the file is a zip archive or an office document, which are not opened",
    }


def test_an_empty_folder_holds_nothing_and_is_no_error(tmp_path):
    assert outcome(tmp_path) == ([], [])


def test_a_path_that_does_not_exist_is_refused_at_once(tmp_path):
    with pytest.raises(Rejected, match="no such file or folder"):
        fetch(str(tmp_path / "missing"), NOW)


@pytest.mark.parametrize("path", ["with\0nul", "x" * 5_000])
def test_a_path_that_no_system_allows_is_refused(path):
    with pytest.raises(Rejected, match=r"cannot be opened|no such file"):
        fetch(path, NOW)


def test_links_that_lead_in_circles_end_and_nothing_is_read_twice(tmp_path):
    write(tmp_path, "in/a.txt", "One")
    (tmp_path / "in" / "loop").symlink_to(tmp_path)
    (tmp_path / "again.txt").symlink_to(tmp_path / "in" / "a.txt")
    (tmp_path / "nowhere.txt").symlink_to(tmp_path / "gone.txt")
    items, rejected = outcome(tmp_path)
    assert [item.declared["id"] for item in items] == ["again.txt"]
    assert [Path(error.where).name for error in rejected] == ["nowhere.txt"]


def test_a_pipe_is_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "pipe.txt")
    _, rejected = outcome(tmp_path)
    assert [error.reason for error in rejected] == ["not a regular file"]


def test_a_file_that_may_not_be_read_is_rejected_and_the_rest_go_on(tmp_path, monkeypatch):
    locked = write(tmp_path, "a.txt", "secret")
    write(tmp_path, "b.txt", "The army left.")
    opening = Path.open

    def refuse(self, *arguments, **options):
        if self == locked:
            raise PermissionError(13, "Permission denied")
        return opening(self, *arguments, **options)

    monkeypatch.setattr(Path, "open", refuse)
    items, rejected = outcome(tmp_path)
    assert [item.declared["id"] for item in items] == ["b.txt"]
    assert [error.reason for error in rejected] == ["cannot be read: Permission denied"]


def test_a_folder_that_may_not_be_listed_is_rejected(tmp_path, monkeypatch):
    def refuse(_path):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "scandir", refuse)
    _, rejected = outcome(tmp_path)
    assert [error.reason for error in rejected] == ["the folder cannot be read: Permission denied"]


def test_a_page_of_fifty_megabytes_is_rejected_before_it_is_read(tmp_path):
    path = write(tmp_path, "bomb.html", "<html><body>")
    with path.open("r+b") as handle:
        handle.truncate(50_000_000)
    items, rejected = outcome(path)
    assert items == []
    assert rejected[0].reason == "the file is too large: 50 MB, and 20 MB are read"


def test_a_gzipped_report_is_opened_once_and_a_bomb_stays_shut(tmp_path):
    write(tmp_path, "a.txt.gz", gzip.compress(b"The army left."))
    write(tmp_path, "b.jsonl.gz", gzip.compress(json.dumps(REPORT).encode()))
    write(tmp_path, "c.txt.gz", gzip.compress(b"\0" * (MAX_FILE_BYTES + 1)))
    write(tmp_path, "d.txt.gz", gzip.compress(b"The army left." * 100)[:40])
    write(tmp_path, "e.txt.gz", gzip.compress(gzip.compress(b"The army left.")))
    items, rejected = outcome(tmp_path)
    assert [(item.media_type, item.data) for item in items] == [
        ("text/plain", b"The army left."),
        ("application/x-ndjson", b"The army left."),
    ]
    assert [error.reason for error in rejected] == [
        "the gzip file unfolds to more than 20 MB",
        "the gzip file is cut off",
        "a gzip file within a gzip file is not opened",
    ]


def test_a_zip_bomb_is_not_opened(tmp_path):
    with zipfile.ZipFile(tmp_path / "bomb.txt", "w") as archive:
        archive.writestr("a", "0" * 100)
    _, rejected = outcome(tmp_path / "bomb.txt")
    assert "zip archive" in rejected[0].reason


def test_what_a_file_is_follows_from_its_bytes_before_its_name(tmp_path):
    write(tmp_path, "a.txt", b"%PDF-1.7\n%%EOF")
    write(tmp_path, "b.txt", "<!DOCTYPE html><html><body><p>x</p></body></html>")
    write(tmp_path, "c", "From: a@example.org\nDate: Wed, 4 Dec 2024 10:00:00 +0100\nSubject: x\n\nThe army left.\n")
    write(tmp_path, "d.md", "# Title\n\nText")
    items, _ = outcome(tmp_path)
    assert [item.media_type for item in items] == ["application/pdf", "text/html", "message/rfc822", "text/markdown"]


def test_times_of_files_are_kept_to_the_second(tmp_path):
    path = write(tmp_path, "a.txt", "The army left.")
    os.utime(path, (1_733_335_200.75, 1_733_335_200.75))
    items, _ = outcome(path)
    assert items[0].modified_at == datetime(2024, 12, 4, 18, 0, tzinfo=UTC)
    assert items[0].fetched_at == NOW
