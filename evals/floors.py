"""Accuracy floors that a change may not lower: `python -m evals.floors [--set]`.

Measures what ships: places, claims on the given annotated documents and on the reports of the three given stories
(which no weight was fitted on), and the pictures of those stories, from annotated claims and from the reports alone.
Every number is held against `floors.json`; the exit code is 1 where one is under its floor. `--set` writes floors a
little under what is reached now: its diff shows what a change costs. Our own stories have no annotated claims, and
are read from the reports alone.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import msgspec

from evals import places
from sitroom import run
from sitroom.places import open_gazetteer

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE))  # the measure of pictures is also run by itself, as a script beside its oracle
import picture  # noqa: E402

FLOORS = HERE / "floors.json"
GIVEN = sorted((HERE / "gold").glob("*.jsonl"))
TOLD = [HERE / "stories" / name / "claims.jsonl" for name in ("hama-2024", "lashio-2024", "catatumbo-2025")]
SLACK = 0.01  # how far under what is reached a floor is set: a changed annotation moves a number by less


def claims_of(paths: Iterable[Path], vocabularies: run.Vocabularies) -> dict[str, Any]:
    """Return the score of the claims that the program finds in annotated documents."""
    paths = list(paths)
    settings = run.Settings.of_this_moment()
    reading = run.read([str(path) for path in paths], settings)
    extractions = run.extract(reading.documents, vocabularies, settings)
    with tempfile.NamedTemporaryFile("wb", suffix=".jsonl") as file:
        for document, extraction in zip(reading.documents, extractions, strict=True):
            line = {"id": document.name, "claims": run.wire_claims(document, extraction)}
            file.write(msgspec.json.encode(line) + b"\n")
        file.flush()
        command = [sys.executable, HERE / "score_claims.py", *paths, "--predicted", file.name, "--json"]
        done = subprocess.run(command, check=True, capture_output=True, text=True)  # noqa: S603
    scored: dict[str, Any] = json.loads(done.stdout)
    return scored


def claims_measures(label: str, scored: dict[str, Any]) -> Iterator[tuple[str, float]]:
    """Yield the numbers of claims that have floors, by language."""
    yield f"{label}: spans that read back", float(scored["bad_spans"] == 0)
    for lang, row in scored["scores"].items():
        yield f"{label}, {lang}: figures F1", row["figures"]["f1"]
        yield f"{label}, {lang}: figures precision", row["figures"]["precision"]
        yield f"{label}, {lang}: strict F1", row["figures"]["strict_f1"]
        yield f"{label}, {lang}: control F1", row["control_f1"]
        yield f"{label}, {lang}: events F1", row["event_f1"]
        if lang == "all":
            for slot in ("attributed_to", "place", "part_of", "on", "since"):
                yield f"{label}: {slot}", row["slots"][slot]


def measures() -> Iterator[tuple[str, float]]:
    """Yield every number that has a floor, with its name."""
    for name, share in places.shares(open_gazetteer()).items():
        yield f"places: {name}", share
    vocabularies = run.Vocabularies(run.Settings.of_this_moment())
    yield from claims_measures("claims given", claims_of(GIVEN, vocabularies))
    yield from claims_measures("claims of stories", claims_of(TOLD, vocabularies))
    for extracted in (False, True):
        own = [(story, "expected.json") for story in (*picture.OWN, *picture.HELD_OUT)] if extracted else []
        for story, expected in (*picture.ALL, *own):
            report, _ = picture.score(story, expected, extracted=extracted)
            for key, number in picture.flat(report).items():
                source = "reports" if extracted else "claims"
                yield f"picture from {source}, {story} {expected}: {key}", number


def main() -> int:
    """Hold every number against its floor; return the exit code."""
    found = {name: round(number, 3) for name, number in measures()}
    if "--set" in sys.argv:
        floors = {name: round(max(0.0, number - SLACK), 3) for name, number in found.items()}
        FLOORS.write_text(json.dumps(floors, indent=1, sort_keys=True) + "\n", encoding="utf-8")
        print(f"{len(floors)} floors set")
        return 0
    floors = json.loads(FLOORS.read_text(encoding="utf-8"))
    missed = [name for name in floors if found.get(name, 0.0) < floors[name]]
    for name in sorted(found.keys() - floors.keys()):
        print(f"no floor: {name} {found[name]}")
    for name in missed:
        print(f"under its floor: {name} {found.get(name, 0.0)} < {floors[name]}")
    print(f"{len(floors) - len(missed)} of {len(floors)} numbers at or over their floors")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
