"""Train the figures model: `python -m evals.train_claims [FILE.jsonl ...]`.

Reads annotated documents (by default all of evals/gold and evals/gold_own), fits the chooser of every slot, grows
the trees of its second round and writes src/sitroom/claims/learned/figures.json and figures.npz. The same files give
the same bytes. It lives here and not in the package because it reads documents through stages that claims may not
import, and because it needs scipy and LightGBM.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

import lightgbm
import numpy as np

from evals.fitting import Choices, Instance
from sitroom import actors, documents, places, sources
from sitroom.claims import figures, filling, placing
from sitroom.claims.choice import Chooser, Model
from sitroom.claims.draft_figures import DraftFigure, name_key
from sitroom.claims.mentions import Mentions
from sitroom.claims.noticing import mentions_of
from sitroom.claims.speakers import Speaker
from sitroom.claims.tying import Ties
from sitroom.forest import Forest
from sitroom.model import Document

HERE = Path(__file__).parent
MODEL = HERE.parent / "src/sitroom/claims/learned/figures.json"
RIDGE_SLOTS = 3.0
TREES = {"place": 150, "speaker": 150, "on": 100, "since": 80, "parent": 100}
# Few leaves and strong shrinkage: there are some thousand figures to learn from.
GROWTH = {
    "learning_rate": 0.05, "num_leaves": 12, "min_data_in_leaf": 20, "feature_fraction": 0.5, "bagging_fraction": 0.8,
    "bagging_freq": 1, "lambda_l2": 2.0, "seed": 1, "deterministic": True, "force_row_wise": True, "num_threads": 1,
    "verbose": -1,
}  # fmt: skip
INNER_FOLDS = 4
NOW = datetime(2100, 1, 1, tzinfo=UTC)  # "now" only rejects reports from the future


class Example(NamedTuple):
    """An annotated document as read: its gold row and everything that the extractor sees of it."""

    file: str
    row: dict[str, Any]
    document: Document
    body: Mentions
    title: Mentions


def examples(paths: Iterable[Path]) -> list[Example]:
    """Read annotated documents through the same stages as any report."""
    gazetteer, registry = places.open_gazetteer(), actors.open_registry()
    out = []
    for path in paths:
        rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
        for row, item in zip(rows, sources.fetch(str(path), NOW), strict=True):
            if isinstance(item, Exception):
                raise item
            document = documents.read(item, NOW)
            if document.text != row["text"]:
                print(f"{row['id']}: the text was changed in reading", file=sys.stderr)
                continue
            out.append(Example(path.stem, row, document, *mentions_of(document, gazetteer, registry)))
    return out


class Answered(NamedTuple):
    """A reading with its answers: the gold figure of each candidate that carries one."""

    example: Example
    reading: figures.Reading
    gold: dict[int, dict[str, Any]]
    index: dict[int, int]  # candidate -> position of its gold figure in the document's list


def answered(example: Example) -> Answered:
    """Align the gold figures of a document with the candidates that carry them."""
    reading = figures.Reading(example.body, example.title)
    gold: dict[int, dict[str, Any]] = {}
    index: dict[int, int] = {}
    text = example.row["text"]
    for position, claim in enumerate(example.row["claims"]):
        if claim["kind"] != "figure":
            continue
        spans = []
        at = text.find(claim["quote"])
        while at >= 0:
            spans.append((at, at + len(claim["quote"])))
            at = text.find(claim["quote"], at + 1)
        for k, c in enumerate(reading.candidates):
            if (
                k in gold
                or not _amounts_agree(claim, c.low, c.high, c.wording)
                or c.only not in (None, claim["measure"])
            ):
                continue
            if any(c.start < b and c.end > a for a, b in spans):
                gold[k], index[k] = claim, position
                break
    return Answered(example, reading, gold, index)


def _amounts_agree(claim: dict[str, Any], low: int | None, high: int | None, wording: str) -> bool:
    if claim["wording"] == "vague":
        a, b = claim["low"] or claim["high"], low or high
        return wording == "vague" and bool(a) and bool(b) and 0.5 <= a / b <= 2  # type: ignore[operator]
    return bool(claim["low"] == low and claim["high"] == high)


def _is_right(slot: str, value: object, total: int | None, claim: dict[str, Any], report: Any) -> bool:
    if slot == "place":
        return _same(claim["place"], _names(value)) if isinstance(value, placing.Spot) else claim["place"] is None
    if slot == "speaker":
        if not isinstance(value, Speaker):
            return claim["attributed_to"] is None
        return _same(claim["attributed_to"], [filling.said(report, value)])
    if slot in ("on", "since"):
        wanted = claim.get(slot)
        return (wanted is None) if value is None else (wanted is not None and value.value[: len(wanted)] == wanted)  # type: ignore[attr-defined]
    if slot == "parent":
        return value == total
    return bool(value == (bool(claim.get(slot)) if slot == "background" else claim[slot]))


def _names(spot: placing.Spot) -> list[str]:
    return [spot.mention.ref.text, spot.mention.ref.name or ""]


def _same(gold: str | None, options: list[str]) -> bool:
    g = name_key(gold)
    return bool(g) and any(p and (g in p or p in g) for p in map(name_key, options))


class Lesson(NamedTuple):
    """A document on its way through the slots: its drafts as chosen so far, and its gold figures."""

    item: Answered
    drafts: list[DraftFigure]
    claims: list[dict[str, Any]]
    total: list[int | None]  # which draft each is a part of, by the gold


def lesson(item: Answered) -> Lesson:
    """Return the annotated figures of a document as drafts without slots."""
    order = sorted(item.gold)
    position = {item.index[k]: n for n, k in enumerate(order)}
    claims = [item.gold[k] for k in order]
    drafts = [DraftFigure(item.reading.views[k], c["measure"], 1.0) for k, c in zip(order, claims, strict=True)]
    return Lesson(item, drafts, claims, [position.get(c["part_of"]) for c in claims])


def train(items: Sequence[Answered], slots: Sequence[str] = filling.SLOTS) -> Model:
    """Fit the choosers of the slots and grow their trees, one slot after the other.

    A chooser learns from drafts whose earlier slots were chosen by weights that had not seen the document, since so
    it will find them; the trees learn from first rounds that had not seen it either.
    """
    lessons = [lesson(item) for item in items]
    weights: dict[str, dict[str, float]] = {}
    forests: dict[str, Forest] = {}
    for slot in slots:
        tables = [filling.tables_of(x.item.reading.report, x.drafts, slot) for x in lessons]
        rights = [_rights(x, t, slot) for x, t in zip(lessons, tables, strict=True)]
        known = Choices(
            [Instance(t[at][1], r) for t, found in zip(tables, rights, strict=True) for at, r in found.items()]
        )  # type: ignore[index]
        of = [n for n, found in enumerate(rights) for _ in found]
        weights[f"{slot}.alone"] = known.fit(RIDGE_SLOTS)
        ties: dict[int, Ties] = {}
        for fold in range(INNER_FOLDS):
            chooser = Chooser(known.fit(RIDGE_SLOTS, [n % INNER_FOLDS != fold for n in of]))
            for n in range(fold, len(lessons), INNER_FOLDS):
                x = lessons[n]
                ties[n] = filling.first_look(x.item.reading.report, x.drafts, tables[n], slot, chooser)
        taught = [_taught(x, tables[n], ties[n], rights[n], slot) for n, x in enumerate(lessons)]
        forests[slot] = grow([t for some in taught for t in some], TREES.get(slot, 60))
        for fold in range(INNER_FOLDS):
            forest = grow(
                [t for n, some in enumerate(taught) if n % INNER_FOLDS != fold for t in some], TREES.get(slot, 60)
            )
            for n in range(fold, len(lessons), INNER_FOLDS):
                x, report = lessons[n], lessons[n].item.reading.report
                values = filling.second_look(report, x.drafts, tables[n], ties[n], slot, forest)
                for draft, value in zip(x.drafts, values, strict=True):
                    filling.put(report, draft, slot, value)
    return Model(weights=weights, forests=forests)


Taught = tuple[list[list[float]], list[bool]]  # the rows of one choice, and which are right


def _rights(lesson: Lesson, tables: Sequence[filling.Table | None], slot: str) -> dict[int, frozenset[int]]:
    """Return which options of each figure are right, for the figures that teach anything."""
    out = {}
    for at, (table, claim) in enumerate(zip(tables, lesson.claims, strict=True)):
        if table is None or (slot == "speaker" and claim["standing"] == "denied"):
            continue
        report = lesson.item.reading.report
        right = frozenset(k for k, v in enumerate(table[0]) if _is_right(slot, v, lesson.total[at], claim, report))
        if right:
            out[at] = right
    return out


def _taught(
    lesson: Lesson, tables: Sequence[filling.Table | None], ties: Ties, rights: dict[int, frozenset[int]], slot: str
) -> list[Taught]:
    out: list[Taught] = []
    for at, right in rights.items():
        rows = filling.rows_of(lesson.item.reading.report, lesson.drafts, at, slot, tables[at], ties)
        if len(rows) > 1:
            out.append((rows, [k in right for k in range(len(rows))]))
    return out


def grow(taught: Sequence[Taught], trees: int) -> Forest:
    """Return the trees whose sums, as shares of each choice, make the right options likeliest."""
    rows = np.array([row for some, _ in taught for row in some])
    right = np.array([answer for _, some in taught for answer in some])
    sizes = np.array([len(some) for some, _ in taught])
    begins = np.concatenate([[0], np.cumsum(sizes)[:-1]])
    group = np.repeat(np.arange(len(sizes)), sizes)

    def slopes(scores: np.ndarray, _: lightgbm.Dataset) -> tuple[np.ndarray, np.ndarray]:
        powers = np.exp(scores - np.maximum.reduceat(scores, begins)[group])
        good = np.where(right, powers, 0.0)
        share = powers / np.add.reduceat(powers, begins)[group]
        slope = share - good / np.add.reduceat(good, begins)[group]
        return slope, np.maximum(share * (1.0 - share), 1e-3)

    data = lightgbm.Dataset(rows, right.astype(float))
    return Forest.of_dump(lightgbm.train({**GROWTH, "objective": slopes}, data, trees).dump_model())


def gold_paths() -> list[Path]:
    """Return the annotated files of the repository, in a fixed order."""
    return sorted((HERE / "gold").glob("*.jsonl")) + sorted((HERE / "gold_own").glob("*.jsonl"))


def main() -> None:
    """Train on the files named, or on all, and write the model."""
    paths = [Path(p) for p in sys.argv[1:]] or gold_paths()
    items = [answered(e) for e in examples(paths)]
    files = train(items).files()
    MODEL.parent.mkdir(exist_ok=True)
    for ending, data in files.items():
        MODEL.with_suffix(f".{ending}").write_bytes(data)
    print(f"{len(items)} documents, {sum(map(len, files.values())) // 1024} KB")


if __name__ == "__main__":
    main()
