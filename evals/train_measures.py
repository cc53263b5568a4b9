"""Grow the trees that tell what a number counts: `python -m evals.train_measures [FILE.jsonl ...]`.

Reads annotated documents (by default all of evals/gold and evals/gold_own) and writes
src/sitroom/claims/learned/measures.npz. The same files give the same bytes. It lives here and not in the package
because it reads documents through stages that claims may not import, and because it needs LightGBM.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

import lightgbm
import numpy as np

from evals.train_claims import HERE, Answered, answered, examples, gold_paths
from sitroom.claims import counting, measuring
from sitroom.claims.counting import Trees
from sitroom.claims.measuring import Guess, Row
from sitroom.forest import Forest

FILE = HERE.parent / "src/sitroom/claims/learned" / counting.FILE
INNER_FOLDS = 4
TREES = 400
# Few leaves, many rows a leaf and strong shrinkage: there are some thousand numbers to learn from. Set by
# cross-validation over all annotated documents.
GROWTH = {
    "objective": "binary", "learning_rate": 0.04, "num_leaves": 15, "min_data_in_leaf": 20, "feature_fraction": 0.5,
    "bagging_fraction": 0.8, "bagging_freq": 1, "lambda_l2": 5.0, "seed": 1, "deterministic": True,
    "force_row_wise": True, "num_threads": 1, "verbose": -1,
}  # fmt: skip


class Lesson:
    """A document with the answer to every option of its candidates; optional figures ask nothing."""

    def __init__(self, item: Answered) -> None:
        """Describe every option as the first round sees it."""
        self.views = item.reading.views
        self.rows = measuring.first_round(self.views)
        self.answers = [
            None if (claim := item.gold.get(k)) is not None and claim.get("optional")
            else [claim is not None and claim["measure"] == m for m in view.options]
            for k, view in enumerate(self.views)
        ]  # fmt: skip

    def taught(self, rows: Sequence[list[Row]]) -> tuple[list[Row], list[bool]]:
        """Return the rows that have an answer, and the answers."""
        pairs = [
            (r, a)
            for options, told in zip(rows, self.answers, strict=True)
            if told
            for r, a in zip(options, told, strict=True)
        ]
        return [r for r, _ in pairs], [a for _, a in pairs]


def grow(taught: Sequence[tuple[list[Row], list[bool]]]) -> Forest:
    """Return the trees that tell the right options from the others."""
    rows = np.array([row for some, _ in taught for row in some])
    right = np.array([answer for _, some in taught for answer in some], float)
    data = lightgbm.Dataset(rows, right)
    return Forest.of_dump(lightgbm.train(GROWTH, data, TREES).dump_model())


def train(items: Sequence[Answered]) -> Trees:
    """Grow both rounds; the second learns from first rounds that had not seen the document."""
    lessons = [Lesson(item) for item in items]
    taught = [lesson.taught(lesson.rows) for lesson in lessons]
    later: list[tuple[list[Row], list[bool]]] = []
    for fold in range(INNER_FOLDS):
        inner = grow([t for n, t in enumerate(taught) if n % INNER_FOLDS != fold])
        for lesson in lessons[fold::INNER_FOLDS]:
            guesses: list[Guess] = counting.guesses_of(lesson.views, lesson.rows, inner)
            later.append(lesson.taught(measuring.second_round(lesson.views, lesson.rows, guesses)))
    return Trees(first=grow(taught), second=grow(later))


def main() -> None:
    """Train on the files named, or on all, and write the trees."""
    items = [answered(e) for e in examples([Path(p) for p in sys.argv[1:]] or gold_paths())]
    data = train(items).encode()
    FILE.write_bytes(data)
    print(f"{len(items)} documents, {len(data) // 1024} KB")


if __name__ == "__main__":
    main()
