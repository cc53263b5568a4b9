#!/usr/bin/env python3
"""Measure the picture on the story sets: from annotated claims, so that only reconciling is measured.

usage: python evals/picture.py [STORY...] [--extracted] [--dump FOLDER]

Each story is clustered, its voices are found and its picture is assembled, and then scored against what is expected.
Floors: floors.py.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import oracle
from sitroom import picture, run, stories
from sitroom.documents import near_duplicates

HERE = Path(__file__).parent
ALL = (
    ("hama-2024", "expected-2024-12-04.json"),
    ("hama-2024", "expected.json"),
    ("lashio-2024", "expected.json"),
    ("catatumbo-2025", "expected.json"),
)
# Reports and what is expected of them, without annotated claims: read from the words alone. Rules may be set on OWN;
# HELD_OUT is only scored.
OWN = ("fasher-2025", "uvira-2025", "mirebalais-2025")
HELD_OUT = ("mandalay-2025", "derna-2023", "pokrovsk-2025")


def draw(story: str, expected: str) -> dict[str, Any]:
    """Return the picture of a story as of the time that is expected, as plain data."""
    documents, extractions = oracle.load(story)
    as_of = datetime.fromisoformat(json.loads((oracle.STORIES / story / expected).read_text())["as_of"])
    documents = tuple(d for d in documents if d.known_at <= as_of)
    ids = {d.id for d in documents}
    extractions = tuple(e for e in extractions if e.document in ids)
    claims = tuple(c for e in extractions for c in e.claims)
    same_text = near_duplicates(documents)
    judgements = same_text + stories.assign(documents, extractions, same_text)
    found = stories.derive(documents, claims, judgements)
    main = max(found, key=lambda s: (len(s.documents), s.last_day, s.id), default=None)
    names = oracle.names()
    voices = stories.voices(documents, claims, judgements)
    return picture.printed(picture.assemble(main, documents, claims, voices, names, as_of), names)


@cache
def study(story: str) -> tuple[run.Dossier, run.Vocabularies]:
    """Return a story's reports, read and extracted as the program does it."""
    settings = run.Settings.of_this_moment()
    vocabularies = run.Vocabularies(settings)
    reading = run.read([str(oracle.STORIES / story / "docs.jsonl")], settings)
    return run.study(reading.documents, vocabularies, settings), vocabularies


def draw_as_program(story: str, expected: str) -> dict[str, Any]:
    """Return the picture that the program itself draws, from the reports alone."""
    dossier, vocabularies = study(story)
    as_of = datetime.fromisoformat(json.loads((oracle.STORIES / story / expected).read_text())["as_of"])
    return run.printed(run.assemble(dossier, vocabularies, as_of), vocabularies)


def score(story: str, expected: str, *, extracted: bool = False) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the score of a story's picture, and the picture."""
    drawn = draw_as_program(story, expected) if extracted else draw(story, expected)
    with tempfile.NamedTemporaryFile("w", suffix=".json", encoding="utf-8") as file:
        json.dump(drawn, file, ensure_ascii=False)
        file.flush()
        command = [sys.executable, str(HERE / "score_picture.py"), str(oracle.STORIES / story / expected), file.name]
        done = subprocess.run(command, check=True, capture_output=True, text=True)  # noqa: S603
    return json.loads(done.stdout), drawn


def flat(report: Mapping[str, Any]) -> dict[str, float]:
    """Return the numbers that have floors."""
    return {
        "figures": report["figures"]["recall"],
        "current": report["figures"]["slots"].get("current", 0.0),
        "conflicts": report["conflicts"]["surfaced"],
        "kinds": report["conflicts"]["kind_right"],
        "sums_recall": report["sums"]["recall"],
        "sums_precision": report["sums"]["precision"],
        "control_status": report["control"]["status"],
        "control_holder": report["control"]["holder"],
        "noise": report["noise_f1"],
        "duplicates": report["duplicates_f1"],
        "timeline": report["timeline_recall"],
    }


def main() -> None:
    """Print one line of numbers a story."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("stories", nargs="*")
    parser.add_argument("--dump", help="write the pictures to this folder")
    parser.add_argument("--extracted", action="store_true", help="read the reports as the program does")
    args = parser.parse_args()
    more = [(s, "expected.json") for s in (*OWN, *HELD_OUT) if args.extracted and (oracle.STORIES / s).exists()]
    for story, expected in (*ALL, *more):
        if args.stories and story not in args.stories:
            continue
        report, drawn = score(story, expected, extracted=args.extracted)
        numbers = flat(report)
        label = f"{story} {expected}"
        print(label, " ".join(f"{k}={v:.2f}" for k, v in numbers.items()))
        print(
            "   slots",
            report["figures"]["slots"],
            "printed",
            report["figures"]["printed"],
            report["figures"]["expected"],
            "conflicts",
            report["conflicts"]["printed"],
            "control",
            report["control"]["printed"],
        )
        if args.dump:
            Path(args.dump, f"{story}-{expected}").write_text(json.dumps(drawn, ensure_ascii=False, indent=1))


if __name__ == "__main__":
    main()
