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

from evals.fitting import Instance, fit
from sitroom import actors, documents, places, sources
from sitroom.claims import figures, placing
from sitroom.claims.choice import Chooser, Model
from sitroom.claims.draft_figures import DraftFigure, name_key
from sitroom.claims.mentions import Mentions
from sitroom.claims.noticing import mentions_of
from sitroom.claims.speakers import Speaker
from sitroom.model import Document

HERE = Path(__file__).parent
MODEL = HERE.parent / "src/sitroom/claims/learned/figures.json"
RIDGE_SLOTS = 3.0
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


def gold_drafts(item: Answered) -> list[tuple[DraftFigure, dict[str, Any]]]:
    """Return drafts of the annotated figures with every slot as the annotator filled it."""
    out = []
    for k in sorted(item.gold):
        claim = item.gold[k]
        draft = DraftFigure(item.reading.views[k], claim["measure"], 1.0)
        draft.category, draft.scope, draft.standing = claim["category"], claim["scope"], claim["standing"]
        draft.background, draft.place, draft.speaker = (
            bool(claim.get("background")),
            claim["place"],
            claim["attributed_to"],
        )
        draft.on, draft.since, draft.side = claim.get("on"), claim.get("since"), claim.get("side")
        out.append((draft, claim))
    position = {item.index[k]: n for n, k in enumerate(sorted(item.gold))}
    for draft, claim in out:
        draft.parent = position.get(claim["part_of"]) if claim.get("part_of") is not None else None
    return out


def slot_instances(item: Answered, slot: str) -> list[Instance]:
    """Return the choices of a slot that a document teaches, each seen alone."""
    return [Instance([figures.lonely(f) for f in features], right) for _, features, right in _choices(item, slot)]


def _choices(item: Answered, slot: str) -> list[tuple[int, list[list[str]], frozenset[int]]]:
    """Return for each figure that has a slot: its position, the features of its options, and which are right."""
    pairs = gold_drafts(item)
    drafts = [d for d, _ in pairs]
    out = []
    for at, (draft, claim) in enumerate(pairs):
        if not figures.asked(draft, slot) or (slot == "speaker" and draft.standing == "denied"):
            continue
        values, features = figures.options_of(item.reading.report, drafts, at, slot)
        right = frozenset(
            n for n, value in enumerate(values) if _is_right(slot, value, draft, claim, item.reading.report)
        )
        if right:
            out.append((at, features, right))
    return out


def together_instances(item: Answered, slot: str, alone: Chooser) -> list[Instance]:
    """Return the choices of a slot in the second round, after a first round by weights that never saw the document."""
    pairs = gold_drafts(item)
    drafts = [d for d, _ in pairs]
    report = item.reading.report
    shares: list[list[float]] = []
    guessed: list[object] = []
    for at, draft in enumerate(drafts):
        if not figures.asked(draft, slot):
            shares.append([])
            guessed.append(None)
            continue
        values, features = figures.options_of(report, drafts, at, slot)
        shares.append(alone.probabilities([figures.lonely(f) for f in features]))
        guessed.append(values[figures.top(shares[-1])])
    right = {at: r for at, _, r in _choices(item, slot)}
    for draft, value in zip(drafts, guessed, strict=True):
        figures.put(report, draft, slot, value)
    return [Instance(figures.second_look(report, drafts, at, slot, shares[at]), r) for at, r in right.items()]


def _is_right(slot: str, value: object, draft: DraftFigure, claim: dict[str, Any], report: Any) -> bool:
    if slot == "place":
        return _same(claim["place"], _names(value)) if isinstance(value, placing.Spot) else claim["place"] is None
    if slot == "speaker":
        if not isinstance(value, Speaker):
            return claim["attributed_to"] is None
        return _same(claim["attributed_to"], [figures.said(report, value)])
    if slot in ("on", "since"):
        wanted = claim.get(slot)
        return (wanted is None) if value is None else (wanted is not None and value.value[: len(wanted)] == wanted)  # type: ignore[attr-defined]
    return bool(getattr(draft, slot) == value)


def _names(spot: placing.Spot) -> list[str]:
    return [spot.mention.ref.text, spot.mention.ref.name or ""]


def _same(gold: str | None, options: list[str]) -> bool:
    g = name_key(gold)
    return bool(g) and any(p and (g in p or p in g) for p in map(name_key, options))


def train(items: Sequence[Answered]) -> Model:
    """Fit every chooser; the second round learns from first rounds that had not seen the document."""
    weights: dict[str, dict[str, float]] = {}
    for slot in figures.SLOTS:
        known = [slot_instances(item, slot) for item in items]
        weights[f"{slot}.alone"] = fit([x for found in known for x in found], RIDGE_SLOTS)
        if slot not in figures.TOGETHER:
            continue
        later: list[Instance] = []
        for fold in range(INNER_FOLDS):
            inner = Chooser(
                fit([x for n, found in enumerate(known) if n % INNER_FOLDS != fold for x in found], RIDGE_SLOTS)
            )
            later += [x for item in items[fold::INNER_FOLDS] for x in together_instances(item, slot, inner)]
        weights[slot] = fit(later, RIDGE_SLOTS)
    return Model(weights=weights)


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
