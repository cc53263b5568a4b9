"""The program as people run it: what it prints, what it writes, and what it says when something is wrong."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
REPORTS = ROOT / "examples" / "hama-2024" / "reports.jsonl"
REPORT = {
    "id": "r1", "lang": "en", "source": "Wire", "published": "2024-12-04T18:00Z", "title": "Toll in Hama",
    "text": "At least 12 people were killed in Hama on Tuesday, the health ministry said.",
}  # fmt: skip


@pytest.fixture
def sitroom(tmp_path):
    """Run the program in a folder of its own."""

    def call(*arguments, **more):
        program = Path(sys.executable).parent / "sitroom"
        return subprocess.run(
            [program, *map(str, arguments)], cwd=tmp_path, capture_output=True, text=True, check=False,
            env=os.environ | {"NO_COLOR": "1"} | more,
        )  # fmt: skip

    return call


def reports(path, *rows):
    path.write_text("\n".join(row if isinstance(row, str) else json.dumps(row) for row in rows), encoding="utf-8")
    return path


def test_a_brief_is_printed_and_written(sitroom, tmp_path):
    done = sitroom("brief", REPORTS, "--html", "b.html", "--md", "b.md", "--json", "b.json")
    assert done.returncode == 0, done.stderr
    assert "704" in done.stdout or "727" in done.stdout
    assert (tmp_path / "b.html").read_text(encoding="utf-8").startswith("<!doctype html>")
    assert (tmp_path / "b.md").read_text(encoding="utf-8").startswith("#")
    brief = json.loads((tmp_path / "b.json").read_text(encoding="utf-8"))
    why = sitroom("why", "all", "--brief", "b.json")
    assert why.returncode == 0, why.stderr
    chains = [json.loads(line) for line in why.stdout.splitlines()]
    assert len(chains) == sum(len(part["lines"]) for part in brief["brief"]["parts"]) + len(
        brief["brief"]["standfirst"]
    )


def test_why_follows_one_id_given_by_its_beginning(sitroom):
    assert sitroom("brief", REPORTS, "--json", "b.json").returncode == 0
    lines = [json.loads(row) for row in sitroom("why", "all", "--brief", "b.json").stdout.splitlines()]
    done = sitroom("why", lines[0]["id"][:-2], "--brief", "b.json")
    assert json.loads(done.stdout)["id"] == lines[0]["id"]


def test_why_of_an_unknown_id_says_so(sitroom):
    sitroom("brief", REPORTS, "--json", "b.json")
    done = sitroom("why", "line-nothing", "--brief", "b.json")
    assert done.returncode == 1
    assert "line-nothing" in done.stderr


def test_without_a_path_usage_is_shown(sitroom):
    done = sitroom("brief")
    assert done.returncode == 2
    assert "PATH" in done.stderr


def test_a_bad_time_is_bad_usage(sitroom):
    done = sitroom("brief", REPORTS, "--as-of", "yesterday")
    assert done.returncode == 2
    assert "yesterday" in done.stderr


def test_a_time_before_every_report_gives_a_clear_answer(sitroom):
    done = sitroom("brief", REPORTS, "--as-of", "2020-01-01")
    assert done.returncode == 1
    assert "no report" in done.stderr


def test_a_story_that_is_not_there_is_named_with_those_that_are(sitroom):
    done = sitroom("brief", REPORTS, "--story", "story-x")
    assert done.returncode == 1
    assert "story-x" in done.stderr


def test_a_language_that_cannot_be_written_is_named(sitroom):
    done = sitroom("brief", REPORTS, "--lang", "xx")
    assert done.returncode == 1
    assert "xx" in done.stderr


def test_a_path_that_does_not_exist(sitroom):
    done = sitroom("brief", "nowhere")
    assert done.returncode == 3
    assert "nowhere" in done.stderr
    assert "Traceback" not in done.stderr


def test_an_empty_folder(sitroom, tmp_path):
    (tmp_path / "empty").mkdir()
    done = sitroom("brief", "empty")
    assert done.returncode == 1
    assert "no report" in done.stderr


BAD = {
    "empty.jsonl": b"",
    "noise.txt": bytes(range(256)) * 50,
    "truncated.pdf": b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog",
    "broken.jsonl": b'{"id": "a", \n',
    "future.jsonl": json.dumps(REPORT | {"published": "2199-01-01"}).encode(),
    "null.jsonl": json.dumps(REPORT | {"text": None}).encode(),
    "array.jsonl": b"[1, 2, 3]",
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_file_is_rejected_with_a_reason_and_the_rest_goes_on(sitroom, tmp_path, name):
    folder = tmp_path / "reports"
    folder.mkdir()
    (folder / name).write_bytes(BAD[name])
    reports(folder / "good.jsonl", REPORT)
    done = sitroom("claims", folder)
    assert "Traceback" not in done.stderr
    assert done.returncode == 3
    assert name in done.stderr
    found = [json.loads(line) for line in done.stdout.splitlines()]
    assert [(line["id"], line["claims"][0]["low"]) for line in found] == [("r1", 12)]


def test_a_page_of_ten_thousand_nested_tags_is_read_or_rejected_and_the_rest_goes_on(sitroom, tmp_path):
    folder = tmp_path / "reports"
    folder.mkdir()
    (folder / "page.html").write_bytes(b"<html><body>" + b"<div>" * 10_000 + b"Ten people died.")
    reports(folder / "good.jsonl", REPORT)
    done = sitroom("claims", folder)
    assert "Traceback" not in done.stderr
    assert done.returncode in {0, 3}
    assert "r1" in [json.loads(line)["id"] for line in done.stdout.splitlines()]


def test_a_language_that_is_not_read_is_told(sitroom, tmp_path):
    text = "Sjúkrahúsið segir að tólf manns hafi látist í sprengingunni á þriðjudag og margir særst."
    path = reports(tmp_path / "r.jsonl", REPORT, REPORT | {"id": "r2", "lang": "is", "text": text})
    done = sitroom("brief", path)
    assert done.returncode == 0
    assert "not read for claims: is" in done.stdout


def test_a_broken_line_in_the_middle_costs_that_line(sitroom, tmp_path):
    path = reports(tmp_path / "r.jsonl", REPORT, '{"id": "r2", "text"', REPORT | {"id": "r3", "title": "Other"})
    done = sitroom("claims", path)
    assert done.returncode == 3
    assert [json.loads(line)["id"] for line in done.stdout.splitlines()] == ["r1", "r3"]
    assert "2" in done.stderr


def test_a_script_in_a_title_is_text(sitroom, tmp_path):
    title = "<script>alert(1)</script><img src=x onerror=alert(1)> Toll \u202egnorw"
    path = reports(
        tmp_path / "r.jsonl", REPORT | {"title": title, "source": "<b>Wire</b>", "url": "javascript:alert(1)"}
    )
    done = sitroom("brief", path, "--html", "b.html", "--md", "b.md")
    assert done.returncode == 0, done.stderr
    for name in ("b.html", "b.md"):
        page = (tmp_path / name).read_text(encoding="utf-8")
        assert "<script" not in page
        assert "<img" not in page
        assert "javascript:" not in page
        assert "\u202e" not in page
    assert "\u202e" not in done.stdout


def test_a_file_that_cannot_be_written_is_told_and_leaves_nothing(sitroom, tmp_path):
    path = reports(tmp_path / "r.jsonl", REPORT)
    done = sitroom("brief", path, "--html", "no/such/folder/b.html")
    assert done.returncode == 1
    assert "no/such/folder" in done.stderr
    assert not (tmp_path / "no").exists()


def test_a_cache_that_cannot_be_written_is_told(sitroom, tmp_path):
    path = reports(tmp_path / "r.jsonl", REPORT)
    done = sitroom("brief", path, SITROOM_CACHE="/proc/nothing")
    assert done.returncode == 1
    assert "Traceback" not in done.stderr


def test_reading_twice_into_a_store_changes_nothing(sitroom):
    first, second = (sitroom("read", REPORTS, "--db", "s.db") for _ in range(2))
    assert first.returncode == 0, first.stderr
    assert first.stdout == second.stdout
    assert first.stdout.startswith("26 reports")


def test_a_brief_can_be_written_from_a_store_alone(sitroom):
    assert sitroom("read", REPORTS, "--db", "s.db").returncode == 0
    stored = sitroom("brief", "--db", "s.db", "--md", "stored.md")
    straight = sitroom("brief", REPORTS, "--md", "straight.md")
    assert stored.returncode == straight.returncode == 0, stored.stderr
    assert stored.stdout == straight.stdout


def test_stories_are_listed_as_json_in_a_pipe(sitroom):
    rows = [json.loads(line) for line in sitroom("stories", REPORTS).stdout.splitlines()]
    assert rows
    assert max(len(row["documents"]) for row in rows) >= 18


def test_the_version_is_told(sitroom):
    from sitroom import __version__  # noqa: PLC0415

    assert __version__ in sitroom("--version").stdout


def test_a_report_that_repeats_another_word_for_word_has_its_own_line_of_claims(sitroom, tmp_path):
    path = reports(tmp_path / "r.jsonl", REPORT | {"id": "b"}, REPORT | {"id": "a"})
    lines = [json.loads(line) for line in sitroom("claims", path).stdout.splitlines()]
    assert [line["id"] for line in lines] == ["a", "b"]
    assert lines[0]["claims"] == lines[1]["claims"] != []


def test_two_runs_agree_to_the_byte(sitroom, tmp_path):
    for name in ("a", "b"):
        done = sitroom("brief", REPORTS, "--html", f"{name}.html", "--md", f"{name}.md", "--json", f"{name}.json")
        assert done.returncode == 0, done.stderr
    for kind in ("html", "md", "json"):
        assert (tmp_path / f"a.{kind}").read_bytes() == (tmp_path / f"b.{kind}").read_bytes(), kind
