"""Accuracy of claims against annotated documents: `python -m evals.claims [--folds 5] [--files NAME ...]`.

Learned parts are cross-validated by document: no document is read with weights that have seen it. Scoring is left
to `score_claims.py`, which imports nothing of the product. Documents at even positions of their file are those
whose errors are looked at ("dev"); the others are only scored ("held").
"""

from __future__ import annotations

import argparse
import json
import random
import subprocess
import sys
import tempfile
from pathlib import Path

from evals import train_measures
from evals.calibration import expected_error, judged
from evals.train_claims import HERE, Answered, answered, examples, gold_paths, train
from sitroom.claims.figures import figure_claims
from sitroom.claims.wire import wire

SEED = 1


def predictions(items: list[Answered], folds: int) -> tuple[dict[str, list[dict[str, object]]], int]:
    """Return the figures of each document, read with weights fitted on the other folds, and how many were left out."""
    order = list(range(len(items)))
    random.Random(SEED).shuffle(order)  # noqa: S311
    out: dict[str, list[dict[str, object]]] = {}
    left_out = 0
    for fold in range(folds):
        held = set(order[fold::folds])
        known = [item for k, item in enumerate(items) if k not in held]
        model, trees = train(known), train_measures.train(known)
        for k in sorted(held):
            e = items[k].example
            claims, omitted = figure_claims(e.body, e.title, model, trees)
            left_out += len(omitted)
            out[e.row["id"]] = [wire(c, e.document) for c in claims]
    return out, left_out


def score(items: list[Answered], predicted: dict[str, list[dict[str, object]]], show: int) -> str:
    """Run the scorer on some documents and return what it prints."""
    with tempfile.TemporaryDirectory() as folder:
        gold, pred = Path(folder) / "gold.jsonl", Path(folder) / "pred.jsonl"
        gold.write_text("".join(json.dumps(i.example.row, ensure_ascii=False) + "\n" for i in items), encoding="utf-8")
        rows = ({"id": i.example.row["id"], "claims": predicted[i.example.row["id"]]} for i in items)
        pred.write_text("".join(json.dumps(r, ensure_ascii=False) + "\n" for r in rows), encoding="utf-8")
        command = [
            sys.executable,
            str(HERE / "score_claims.py"),
            str(gold),
            "--predicted",
            str(pred),
            "--show",
            str(show),
        ]
        return subprocess.run(command, check=True, capture_output=True, text=True).stdout  # noqa: S603


def main() -> None:
    """Print the table of all documents, and of both halves."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--folds", type=int, default=5)
    parser.add_argument("--files", nargs="*", type=Path)
    parser.add_argument("--show", type=int, default=0)
    parser.add_argument("--save", type=Path)
    args = parser.parse_args()
    items = [answered(e) for e in examples(args.files or gold_paths())]
    place: dict[str, int] = {}
    half: dict[str, list[Answered]] = {"dev": [], "held": []}
    for item in items:
        n = place[item.example.file] = place.get(item.example.file, -1) + 1
        half["held" if n % 2 else "dev"].append(item)
    predicted, left_out = predictions(items, args.folds)
    if args.save:
        args.save.write_text(json.dumps(predicted, ensure_ascii=False), encoding="utf-8")
    for name, part in (("dev", half["dev"]), ("held", half["held"]), ("all", items)):
        print(f"== {name}")
        print(score(part, predicted, args.show if name == "dev" else 0))
        pairs = [x for i in part for x in judged(i.example.row["claims"], predicted[i.example.row["id"]])]
        print(f"expected error of confidence, of {len(pairs)} figures: {expected_error(pairs):.3f}")
    print(f"figures told of as left out below the threshold: {left_out}")


if __name__ == "__main__":
    main()
