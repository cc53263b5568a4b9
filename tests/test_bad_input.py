"""Bad input from the command line: a clear message, the right exit code, nothing lost, nothing half-written."""

import json
import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from sitroom import cli
from sitroom.cli import EXIT_NOTHING, EXIT_REJECTED
from sitroom.places import compile as compiling

TEXT = "At least 12 people were killed in Hama on Tuesday, the health ministry said."
REPORT = {
    "id": "good", "lang": "en", "source": "Wire", "published": "2024-12-04T18:00Z", "title": "Toll in Hama",
    "text": TEXT,
}  # fmt: skip
FRENCH = "Au moins 12 personnes ont été tuées à Hama mardi, selon le ministère de la Santé. "
PAGE = (
    '<html><head><meta charset="utf-8"><title>Bilan</title>'
    '<meta property="article:published_time" content="2024-12-04T18:00:00Z"></head>'
    f"<body><article><p>{FRENCH * 3}</p></article></body></html>"
)
NOISE = bytes(range(256)) * 50


def lines(*rows):
    return "\n".join(row if isinstance(row, str) else json.dumps(row, ensure_ascii=False) for row in rows).encode()


def told(name, **fields):
    return REPORT | {"id": name} | fields


# What no reader can read, and a word of the reason that must be told.
REJECTED = {
    "empty.txt": (b"", "empty"),
    "empty.jsonl": (b"", "empty"),
    "empty.html": (b"", "empty"),
    "empty.pdf": (b"", "empty"),
    "noise.txt": (NOISE, "not text"),
    "noise.html": (NOISE, "not text"),
    "noise.pdf": (b"%PDF-1.4\n" + NOISE, "cut off"),
    "truncated.pdf": (b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog", "cut off"),
    "huge.html": (b"<html><body>", "too large"),
    "future.jsonl": (lines(told("future", published="2199-01-01")), "future"),
    "middle.jsonl": (lines(told("before"), '{"id": "broken", ', told("after")), "not JSON"),
}
# What is odd and must be read all the same, and the reports that it holds.
READ = {
    "good.jsonl": (lines(REPORT), ["good"]),
    "encoding.txt": (
        f"Date: 2024-12-04\nSource: Agence\n\nBilan\n\n{FRENCH}".encode("cp1252"),
        ["encoding.txt"],
    ),
    "encoding.html": (PAGE.encode("cp1252"), ["encoding.html"]),
    "nested.html": (
        b"<html><body>" + b"<div>" * 10_000 + b"At least 12 people were killed in Hama.",
        ["nested.html"],
    ),
    "undated.jsonl": (lines({k: v for k, v in told("undated").items() if k != "published"}), ["undated"]),
    "twice.jsonl": (lines(told("twice"), told("twice", text=TEXT.replace("Tuesday", "Monday"))), ["twice", "twice"]),
    "signs.jsonl": (
        lines(
            told(
                "signs",
                title="\u202eToll\u202c in \u200bHama",
                text="At least \u200b12 peo\u200bple were \u202ekilled\u202c in Ha\u00adma, the ministry said.",
            )
        ),
        ["signs"],
    ),
    "script.jsonl": (lines(told("script", title="<script>alert(1)</script>Toll <b>in</b> Hama")), ["script"]),
}
HELD = sorted([*(name for _, names in READ.values() for name in names), "before", "after"])


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A folder with everything bad in it at once."""
    path = tmp_path_factory.mktemp("reports")
    for name, (content, _) in (REJECTED | READ).items():
        (path / name).write_bytes(content)
    os.truncate(path / "huge.html", 50_000_000)
    return path


def run(*arguments):
    program = Path(sys.executable).parent / "sitroom"
    return subprocess.run(
        [program, *map(str, arguments)], capture_output=True, text=True, check=False, env=os.environ | {"NO_COLOR": "1"}
    )


@pytest.fixture(scope="module")
def claims(folder):
    return run("claims", folder)


@pytest.fixture(scope="module")
def brief(folder, tmp_path_factory):
    page = tmp_path_factory.mktemp("page") / "brief.html"
    return run("brief", folder, "--html", page), page


@pytest.fixture
def call(monkeypatch, capsys):
    """Run the program in this process, so that a test can take something away from it."""

    def program(*arguments):
        monkeypatch.setattr(sys, "argv", ["sitroom", *map(str, arguments)])
        with pytest.raises(SystemExit) as ended:
            cli.main()
        return ended.value.code, capsys.readouterr()

    return program


def test_some_reports_rejected_is_exit_three(claims, brief):
    assert claims.returncode == EXIT_REJECTED
    assert brief[0].returncode == EXIT_REJECTED


@pytest.mark.parametrize("name", REJECTED)
def test_what_cannot_be_read_is_named_with_its_reason(claims, brief, name):
    for done in (claims, brief[0]):
        assert any(name in line and REJECTED[name][1] in line for line in done.stderr.splitlines()), done.stderr


def test_nothing_else_is_rejected_and_nobody_sees_a_trace(claims):
    assert "Traceback" not in claims.stderr
    assert len(claims.stderr.splitlines()) == len(REJECTED)


def test_every_other_report_is_read_once_with_its_claim(claims):
    rows = [json.loads(line) for line in claims.stdout.splitlines()]
    assert sorted(row["id"].partition("~")[0] for row in rows) == HELD
    assert {row["claims"][0]["low"] for row in rows} == {12}


def test_every_span_reads_back_from_a_text_without_hidden_signs(claims):
    rows = {row["id"]: row for row in map(json.loads, claims.stdout.splitlines())}
    assert rows["signs"]["claims"][0]["spans"][0]["exact"] == "At least 12 people"


def test_the_brief_is_whole_and_holds_no_script_of_a_report(brief):
    done, page = brief
    text = page.read_text(encoding="utf-8")
    assert text.rstrip().endswith("</html>")
    assert "<script" not in text
    assert "12 people" in done.stdout
    assert [file.name for file in page.parent.iterdir()] == ["brief.html"]


@pytest.mark.parametrize("command", ["claims", "brief"])
def test_a_path_that_does_not_exist_is_named(call, command):
    code, out = call(command, "no-such-folder")
    assert code == EXIT_REJECTED
    assert "no-such-folder: there is no such file" in out.err
    assert out.out == ""


def test_a_file_that_may_not_be_read_is_named_and_the_rest_goes_on(call, monkeypatch, tmp_path):
    locked = tmp_path / "locked.jsonl"
    locked.write_bytes(lines(told("locked")))
    (tmp_path / "good.jsonl").write_bytes(lines(REPORT))
    opening = Path.open

    def refuse(self, *arguments, **options):
        if self == locked:
            raise PermissionError(13, "Permission denied")
        return opening(self, *arguments, **options)

    monkeypatch.setattr(Path, "open", refuse)
    code, out = call("claims", tmp_path)
    assert code == EXIT_REJECTED
    assert "locked.jsonl: cannot be read: Permission denied" in out.err
    assert [json.loads(line)["id"] for line in out.out.splitlines()] == ["good"]


def test_a_disk_that_fills_while_places_are_compiled_is_told_and_leaves_nothing(call, monkeypatch, tmp_path):
    (tmp_path / "good.jsonl").write_bytes(lines(REPORT))
    cache = tmp_path / "cache"
    monkeypatch.setenv("SITROOM_CACHE", str(cache))

    def fill(path, _progress):
        path.write_bytes(b"half of it")
        raise sqlite3.OperationalError("database or disk is full")

    monkeypatch.setattr(compiling, "_write", fill)
    code, out = call("claims", tmp_path / "good.jsonl")
    assert code == EXIT_NOTHING
    assert "disk is full" in out.err
    assert out.out == ""
    assert [file for file in cache.iterdir() if file.suffix == ".sqlite"] == []
