"""The program with a store, as people run it, on both databases."""

import json
from datetime import datetime
from pathlib import Path

import pytest
from click.testing import CliRunner

from sitroom.cli import EXIT_NOTHING, group
from sitroom.errors import SitroomError
from sitroom.store import open_store

REPORTS = Path(__file__).parents[2] / "examples" / "hama-2024" / "reports.jsonl"


@pytest.fixture
def sitroom(tmp_path, url, monkeypatch):
    """Call the program with a store; return what it printed, where it ended as it should."""
    monkeypatch.chdir(tmp_path)

    def call(*arguments, code=0, db=True):
        done = CliRunner().invoke(group, [*map(str, arguments), *(["--db", url] if db else [])])
        if isinstance(done.exception, SitroomError):
            assert code == EXIT_NOTHING, done.exception
            return str(done.exception)
        assert done.exit_code == code, done.output
        return done.stdout if code == 0 else done.stderr

    return call


def rows(printed):
    return [json.loads(line) for line in printed.splitlines()]


def test_what_is_read_is_found_corrected_explained_and_as_it_was_when_undone(sitroom):
    assert sitroom("read", REPORTS).startswith("26 reports")
    assert sitroom("stories") == sitroom("stories", REPORTS, db=False)
    before = sitroom("picture")
    assert before == sitroom("picture", REPORTS, db=False)
    figure = next(f for f in json.loads(before)["figures"] if f["rests_on"] and f["current"])
    (why,) = rows(sitroom("why", figure["id"]))
    assert why["rests_on"][0]["quotes"][0]["exact"]
    claim = figure["rests_on"][0]

    made = sitroom(
        "correct", "fix", claim, "low=77777", "high=77777", "wording=exact", "--reason", "typing slip", "--by", "ann"
    ).split()[0]
    corrected = sitroom("picture")
    assert 77777 in {f["low"] for f in json.loads(corrected)["figures"]}
    assert any(c.get("low") == 77777 for r in rows(sitroom("claims")) for c in r["claims"])
    assert "typing slip" in json.dumps(rows(sitroom("why", claim)))
    assert sitroom("picture", "--as-of", "2024-12-06T12:00Z") == sitroom(
        "picture", REPORTS, "--as-of", "2024-12-06T12:00Z", db=False
    )
    assert 77777 in {
        f["low"] for f in json.loads(sitroom("picture", "--as-of", "2024-12-06T12:00Z", "--corrected"))["figures"]
    }

    # Read again: nothing is doubled, and the correction holds.
    sitroom("read", REPORTS)
    assert sitroom("picture") == corrected
    changed = rows(sitroom("picture", "--diff", "2024-12-07", "2099-01-01"))
    assert made in {c for row in changed for c in row["corrections"]}
    listed = rows(sitroom("correct", "list"))
    assert [(c["id"], c["by"], c["holds"]) for c in listed] == [(made, "ann", True)]

    sitroom("correct", "undo", made, "--reason", "it was right")
    assert sitroom("picture") == before


def test_search_prints_a_line_a_report(sitroom):
    sitroom("read", REPORTS)
    found = rows(sitroom("search", "ham*", "--limit", "3"))
    assert len(found) == 3
    assert all("ham" in r["words"].casefold() for r in found)
    assert "no report" in sitroom("search", "zyzzyva", code=1)
    assert "word" in sitroom("search", "!", code=1)


def test_what_changed_between_two_moments_is_told_with_its_reports(sitroom):
    sitroom("read", REPORTS)
    stored = sitroom("picture", "--diff", "2024-12-03", "2024-12-04")
    assert stored == sitroom("picture", REPORTS, "--diff", "2024-12-04", "2024-12-03", db=False)
    assert any(row["docs"] for row in rows(stored))
    assert "--as-of" in sitroom("picture", "--diff", "2024-12-03", "2024-12-04", "--as-of", "2024-12-04", code=2)


def test_a_wrong_correction_is_one_line_and_changes_nothing(sitroom):
    sitroom("read", REPORTS)
    assert "no claim" in sitroom("correct", "retract", "figure-x", "--reason", "r", code=1)
    assert "no report" in sitroom("correct", "unreliable", "report-x", "--reason", "r", code=1)
    assert "SLOT=VALUE" in sitroom("correct", "fix", "figure-x", "low", "--reason", "r", code=2)
    assert "reason" in sitroom("correct", "retract", "figure-x", code=2)
    assert "nothing was corrected" in sitroom("correct", "list", code=1)


def test_a_forecast_is_kept_with_its_brief_and_settled_from_what_came_later(sitroom, url):
    assert "no forecast was issued" in sitroom("score", REPORTS, code=EXIT_NOTHING)
    early = "2024-12-04T00:00Z"
    sitroom("brief", "--as-of", early)
    sitroom("brief", "--as-of", early)
    with open_store(url) as store:
        issued = store.scenarios()
        assert issued
        assert {s.issued_at for s in issued} == {datetime.fromisoformat(early)}
        assert not store.resolutions()
    first = rows(sitroom("score"))
    assert len([r for r in first if "scenario" in r]) == len(issued)
    assert {r["scenario"] for r in first if r.get("state") == "resolved"}
    assert first == rows(sitroom("score"))
    with open_store(url) as store:
        known = {c.id: c.known_at for c in store.claims()}
        settled = store.resolutions()
        assert settled
        # What rests on a claim rests on one that was not known when the question was asked.
        assert all(known[one] > datetime.fromisoformat(early) for r in settled for one in r.rests_on if one in known)
    assert not [r for r in rows(sitroom("score", "--as-of", early)) if r.get("state") == "resolved"]


def test_a_brief_with_hindsight_is_no_forecast(sitroom, url):
    sitroom("read", REPORTS)
    sitroom("brief", "--as-of", "2024-12-04T00:00Z", "--corrected")
    with open_store(url) as store:
        assert not store.scenarios()
