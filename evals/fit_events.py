"""Fit the weights of events: `python -m evals.fit_events`.

Every candidate that `claims.events` finds in the annotated documents is right or wrong by the rule of
`score_claims.py` (same kind of event, and same place or doer). A logistic regression over the features of the
candidates is cross-validated by document; the weights of all documents together are printed, to be copied into
`claims/events.py`, with the threshold that maximises F1 over the folds. Same files, same numbers.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from sklearn.linear_model import LogisticRegression

from evals.score_claims import match, same_name
from evals.train_claims import Example, examples, gold_paths
from sitroom.claims.events import MOST, Candidate, candidates
from sitroom.claims.scene import Scene

FOLDS, SEED, STRENGTH = 10, 1, 0.1
THRESHOLDS = [t / 100 for t in range(20, 61, 2)]


class Row(NamedTuple):
    """A candidate, the document that it comes from, and whether an annotator has it too."""

    document: int
    candidate: Candidate
    right: bool


def main() -> None:
    """Fit, cross-validate and print."""
    read = examples(gold_paths())
    rows = [row for k, e in enumerate(read) for row in _rows(k, e)]
    gold = sum(c["kind"] == "event" for e in read for c in e.row["claims"])
    names = sorted({f for r in rows for f in r.candidate.features})
    x = np.array([[r.candidate.features.get(f, 0.0) for f in names] for r in rows])
    y = np.array([r.right for r in rows])
    fold = list(range(len(read)))
    random.Random(SEED).shuffle(fold)  # noqa: S311
    of = np.array([fold[r.document] % FOLDS for r in rows])
    p = np.zeros(len(rows))
    for k in range(FOLDS):
        p[of == k] = _fit(x[of != k], y[of != k]).predict_proba(x[of == k])[:, 1]
    best = max((_f1(rows, p, t, gold), t) for t in THRESHOLDS)
    print(f"documents {len(read)}, events {gold}, candidates {len(rows)}, of them right {int(y.sum())}")
    print(f"F1 over {FOLDS} folds {best[0]:.3f} at threshold {best[1]:.2f}")
    model = _fit(x, y)
    weights = dict(zip(names, model.coef_[0].round(2).tolist(), strict=True))
    weights["bias"] = round(float(model.intercept_[0]) + weights.get("bias", 0.0), 2)
    print(weights)


def _fit(x: Any, y: Any) -> LogisticRegression:
    return LogisticRegression(C=STRENGTH, max_iter=5000).fit(x, y)


def _rows(k: int, e: Example) -> list[Row]:
    found = candidates(Scene(e.body, e.document.lang))
    printed: list[dict[str, Any]] = [
        {"event": c.event, "by": c.by, "place": {"text": c.spot.ref.text, "name": c.spot.ref.name} if c.spot else None}
        for c in found
    ]
    gold = [c for c in e.row["claims"] if c["kind"] == "event"]
    hit = set(match(gold, printed, _fits, lambda g, p: int(g.get("by") == p["by"])).values())
    return [Row(k, c, j in hit) for j, c in enumerate(found)]


def _fits(g: dict[str, Any], p: dict[str, Any]) -> bool:
    by = g.get("by") is not None and g.get("by") == p["by"]
    return bool(g["event"] == p["event"] and (same_name(g.get("place"), p["place"]) or by))


def _f1(rows: Sequence[Row], p: Any, threshold: float, gold: int) -> float:
    kept: dict[int, list[tuple[float, bool]]] = {}
    for r, chance in zip(rows, p, strict=True):
        kept.setdefault(r.document, []).append((float(chance), r.right))
    chosen = [o for found in kept.values() for o in sorted(found, reverse=True)[:MOST] if o[0] >= threshold]
    return 2 * sum(right for _, right in chosen) / (len(chosen) + gold)


if __name__ == "__main__":
    main()
