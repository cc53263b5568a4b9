"""A reader killed at any instant and started again loses nothing and doubles nothing."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
REPORTS = ROOT / "examples" / "hama-2024" / "reports.jsonl"
KILLS = {"sqlite": 200, "postgresql": 100}


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
@pytest.mark.parametrize("database", KILLS)
def test_a_reader_killed_hundreds_of_times_leaves_stores_that_are_whole(request, tmp_path, database):
    template = f"sqlite:///{tmp_path}/NUMBER.db"
    if database == "postgresql":
        template = f"{request.getfixturevalue('postgres')}?options=-csearch_path%3DkilledNUMBER"
    command = [
        sys.executable,
        Path(__file__).with_name("killing.py"),
        template,
        REPORTS,
        str(KILLS[database]),
        "20241204",
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    result = json.loads(done.stdout)
    assert result["killed"] == KILLS[database]
    assert result["whole"]["documents"] == result["whole"]["indexed"] == 10
    assert result["whole"]["claims"] > 20
    assert result["whole"]["judgements"]
    assert result["stores"]
    assert all(result["stores"])
