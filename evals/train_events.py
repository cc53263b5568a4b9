"""Train the model of events: `python -m evals.train_events [--folds N]`.

Every candidate that `claims.events` finds in the annotated documents is right or wrong by the rule of
`score_claims.py` (same kind of event, and same place or doer). A logistic regression over the features of the
candidates is fitted to all documents and written to src/sitroom/claims/learned/events.json; with --folds it is
cross-validated by document and only printed. Same files, same bytes.
"""

from __future__ import annotations

import argparse
import random
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from evals.fitting import Instance, fit, write_weights
from evals.score_claims import f1, match, same_name
from evals.train_claims import HERE, Example, examples, gold_paths
from evals.train_control import halves, story_paths
from sitroom.claims import events
from sitroom.claims.choice import Model
from sitroom.claims.scene import Scene
from sitroom.claims.wire import wire

MODEL = HERE.parent / "src/sitroom/claims/learned/events.json"
RIDGE, LEAST, SEED = 15.0, 3, 1


class Read(NamedTuple):
    """An annotated document, its scene, and what its candidates teach."""

    example: Example
    scene: Scene
    instances: list[Instance]


def read(e: Example) -> Read:
    """Label the candidates of a document."""
    scene = Scene(e.body, e.document.lang)
    found = events.candidates(scene)
    printed: list[dict[str, Any]] = [
        {"event": c.event, "by": c.by, "place": {"text": c.spot.ref.text, "name": c.spot.ref.name} if c.spot else None}
        for c in found
    ]
    gold = [c for c in e.row["claims"] if c["kind"] == "event"]
    hit = set(match(gold, printed, fits, lambda g, p: int(g.get("by") == p["by"])).values())
    return Read(e, scene, [Instance([(), c.features], frozenset({int(j in hit)})) for j, c in enumerate(found)])


def fits(g: dict[str, Any], p: dict[str, Any]) -> bool:
    """Tell whether a printed event is an annotated one, by the rule of `score_claims.py`."""
    by = g.get("by") is not None and g.get("by") == p["by"]
    return bool(g["event"] == p["event"] and (same_name(g.get("place"), p["place"]) or by))


def train(items: Iterable[Read]) -> Model:
    """Fit the weights."""
    return Model(weights={"events": fit([x for i in items for x in i.instances], RIDGE, LEAST)})


def folds(items: Sequence[Read], n: int) -> dict[str, Counter[str]]:
    """Return what is counted over documents read with weights that have not seen them, by half and by language."""
    order = list(range(len(items)))
    random.Random(SEED).shuffle(order)  # noqa: S311
    half = halves([i.example for i in items])
    out: dict[str, Counter[str]] = defaultdict(Counter)
    for fold in range(n):
        held = set(order[fold::n])
        model = train(i for k, i in enumerate(items) if k not in held)
        for k in sorted(held):
            e = items[k].example
            gold = [c for c in e.row["claims"] if c["kind"] == "event"]
            printed = [wire(c, e.document) for c in events.events_of(items[k].scene, model)]
            found = match(gold, printed, fits, lambda g, p: int(g.get("by") == p.get("by")))
            for key in (half[k], "all", f"{e.document.lang} {half[k]}"):
                out[key].update(gold=len(gold), printed=len(printed), right=len(found))
    return out


def main() -> None:
    """Train and write, or cross-validate and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--folds", type=int, default=0)
    args = parser.parse_args()
    items = [read(e) for e in examples([*gold_paths(), *story_paths()])]
    if args.folds:
        for key, c in sorted(folds(items, args.folds).items()):
            p, r, f = f1(c["right"], c["printed"], c["gold"])
            print(f"{key:8} gold {c['gold']:4} P {p:.3f} R {r:.3f} F1 {f:.3f}")
        return
    write_weights(train(items), MODEL, len(items))


if __name__ == "__main__":
    main()
