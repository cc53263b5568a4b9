"""Train the figures model: `python -m evals.train_claims [FILE.jsonl ...]`.

Reads annotated documents (by default all of evals/gold and evals/gold_own), fits every chooser, calibrates the
confidence on held-out folds and writes src/sitroom/claims/learned/figures.json. The same files give the same
bytes. It lives here and not in the package because it reads documents through stages that claims may not import,
and because it needs scipy.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

from evals.fitting import Choices, Instance, fit
from sitroom import actors, documents, places, sources
from sitroom.claims import figures, filling, placing
from sitroom.claims.choice import Chooser, Model
from sitroom.claims.draft_figures import DraftFigure, name_key
from sitroom.claims.mentions import Mentions
from sitroom.claims.noticing import mentions_of
from sitroom.claims.speakers import Speaker
from sitroom.claims.tying import Ties, offers
from sitroom.model import Document

HERE = Path(__file__).parent
MODEL = HERE.parent / "src/sitroom/claims/learned/figures.json"
RIDGE_SLOTS = 3.0
RIDGE_TIES = 2.0
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


def train(items: Sequence[Answered]) -> Model:
    """Fit every chooser; the second round learns from first rounds that had not seen the document."""
    weights: dict[str, dict[str, float]] = {}
    weights |= train_slots(items).weights
    return Model(weights=weights)


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


def train_slots(items: Sequence[Answered]) -> Model:
    """Fit the choosers of the slots, one slot after the other.

    A chooser learns from drafts whose earlier slots were chosen by weights that had not seen the document, since so
    it will find them, and its second round from such a first round.
    """
    lessons = [lesson(item) for item in items]
    weights: dict[str, dict[str, float]] = {}
    for slot in filling.SLOTS:
        tables, rights, known, of = _first_round(lessons, slot)
        weights[f"{slot}.alone"] = known.fit(RIDGE_SLOTS)
        ties = {}
        for fold in range(INNER_FOLDS):
            chooser = Chooser(known.fit(RIDGE_SLOTS, [n % INNER_FOLDS != fold for n in of]))
            for n in range(fold, len(lessons), INNER_FOLDS):
                ties[n] = _tied(lessons[n], tables[n], chooser, slot)
        later, of = [], []
        for n, lesson_rights in enumerate(rights):
            for at, right in lesson_rights.items():
                later.append(Instance(ties[n].measures(at), right))
                of.append(n)
        second = Choices(later)
        weights[slot] = second.fit(RIDGE_TIES)
        for fold in range(INNER_FOLDS):
            chooser = Chooser(second.fit(RIDGE_TIES, [n % INNER_FOLDS != fold for n in of]))
            for n in range(fold, len(lessons), INNER_FOLDS):
                _settle(lessons[n], tables[n], ties[n], chooser, slot)
    return Model(weights=weights)


_Tables = list[filling.Table | None]


def _first_round(
    lessons: Sequence[Lesson], slot: str
) -> tuple[list[_Tables], list[dict[int, frozenset[int]]], Choices, list[int]]:
    """Return the options of every figure, which are right, all choices of the first round, and their documents."""
    tables: list[_Tables] = []
    rights: list[dict[int, frozenset[int]]] = []
    instances, of = [], []
    for n, (item, drafts, claims, totals) in enumerate(lessons):
        report = item.reading.report
        tables.append([])
        rights.append({})
        for at, (draft, claim) in enumerate(zip(drafts, claims, strict=True)):
            table = filling.options_of(report, drafts, at, slot) if filling.asked(draft, slot) else None
            tables[-1].append(table)
            if table is None or (slot == "speaker" and claim["standing"] == "denied"):
                continue
            right = frozenset(k for k, v in enumerate(table[0]) if _is_right(slot, v, totals[at], claim, report))
            if right:
                rights[-1][at] = right
                instances.append(Instance(table[1], right))
                of.append(n)
    return tables, rights, Choices(instances), of


def _tied(lesson: Lesson, tables: _Tables, chooser: Chooser, slot: str) -> Ties:
    report = lesson.item.reading.report
    found = [
        offers([filling.key_of(report, v) for v in t[0]], chooser.probabilities(t[1])) if t else None for t in tables
    ]
    return Ties(report, lesson.drafts, found, filling.marks_of(report, slot))


def _settle(lesson: Lesson, tables: _Tables, ties: Ties, chooser: Chooser, slot: str) -> None:
    """Write what a chooser that never saw the document chooses into its drafts."""
    values: list[object] = []
    for at, (table, offer) in enumerate(zip(tables, ties.found, strict=True)):
        value: object = None
        if table is not None and offer is not None:
            value = table[0][filling.likeliest(offer.keys, chooser.weighed(ties.measures(at)))]
        values.append(value)
    for draft, value in zip(lesson.drafts, values, strict=True):
        filling.put(lesson.item.reading.report, draft, slot, value)


def gold_paths() -> list[Path]:
    """Return the annotated files of the repository, in a fixed order."""
    return sorted((HERE / "gold").glob("*.jsonl")) + sorted((HERE / "gold_own").glob("*.jsonl"))


def main() -> None:
    """Train on the files named, or on all, and write the model."""
    paths = [Path(p) for p in sys.argv[1:]] or gold_paths()
    items = [answered(e) for e in examples(paths)]
    model = train(items)
    MODEL.parent.mkdir(exist_ok=True)
    text = json.dumps(
        {"weights": {k: dict(sorted(v.items())) for k, v in model.weights.items()}, "calibration": model.calibration},
        ensure_ascii=False, separators=(",", ":"),
    )  # fmt: skip
    MODEL.write_text(text + "\n", encoding="utf-8")
    print(f"{len(items)} documents, {sum(map(len, model.weights.values()))} weights, {len(text) // 1024} KB")


if __name__ == "__main__":
    main()
