"""Train the control model: `python -m evals.train_control [--folds N]`.

Every draft that `claims.control` makes of the annotated documents is right where an annotator has the same event at
the same place; a logistic model over the features of drafts, and one of three ways to stand, are fitted to all
documents and written to src/sitroom/claims/learned/control.json. With --folds, nothing is written: every document is
read with weights that have not seen it, and the scores by half are printed. Same files, same bytes.
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
from sitroom.claims import control
from sitroom.claims.choice import Model
from sitroom.claims.drafts import Draft
from sitroom.claims.scene import Scene, Spot
from sitroom.claims.wire import wire

MODEL = HERE.parent / "src/sitroom/claims/learned/control.json"
RIDGE, RIDGE_STANDING, LEAST, SEED = 6.0, 4.0, 3, 1


class Read(NamedTuple):
    """An annotated document, its scene, and its drafts, each with the gold claims of its event and place."""

    example: Example
    scene: Scene
    weigh: list[Instance]
    stand: list[Instance]


def story_paths() -> list[Any]:
    """Return the annotated reports of the stories."""
    return sorted((HERE / "stories").glob("*/claims.jsonl"))


def read(e: Example) -> Read:
    """Label the drafts of a document; what repeats a claim elsewhere in the document teaches nothing."""
    scene = Scene(e.body, e.document.lang)
    gold = [c for c in e.row["claims"] if c["kind"] == "control"]
    weigh, stand = [], []
    for options in control.choices(scene):
        said = [d for d in options if not _echo(d) or _said(gold, d)]
        if not said:
            continue
        told = [_told(scene, e, gold, d) for d in said]
        right = frozenset(k for k, (near, _) in enumerate(told, 1) if near)
        stand += [_standing(d, near) for d, (near, _) in zip(said, told, strict=True) if near and not _echo(d)]
        if right or not any(far for _, far in told):
            weigh.append(Instance([(), *(d.features for d in said)], right or frozenset({0})))
    return Read(e, scene, weigh, stand)


def _said(gold: list[Any], d: Draft) -> bool:
    """Tell whether a report says what a draft answers."""
    return any(g["event"] == d.event and any(same_name(g["place"], _names(s)) for s in d.places) for g in gold)


def _told(scene: Scene, e: Example, gold: list[Any], d: Draft) -> tuple[list[Any], bool]:
    """Return the annotated claims that a draft makes, and whether it only repeats one of another sentence."""
    same = [g for g in gold if g["event"] == d.event and any(same_name(g["place"], _names(s)) for s in d.places)]
    near = [g for g in same if _near(scene, e.row["text"], g["quote"], d)]
    near = [g for g in near if not _echo(d) or g["standing"] == "denied"]
    return near, bool(same) and not near and not _echo(d)


def _echo(d: Draft) -> bool:
    return "echo" in d.features


def _standing(d: Draft, near: list[Any]) -> Instance:
    told = frozenset(k for k, s in enumerate(control.STANDINGS) if any(g["standing"] == s for g in near))
    return Instance([[f"{s}|{c}" for c in d.cues] for s in control.STANDINGS], told)


def _names(spot: Spot) -> dict[str, Any]:
    return {"text": spot.ref.text, "name": spot.ref.name}


def _near(scene: Scene, text: str, quote: str, d: Draft) -> bool:
    """Tell whether a draft stands in a sentence that the annotator quotes from."""
    at = text.find(quote)
    if at < 0:
        return True
    start, end = scene.m.sentence_at(at), scene.m.sentence_at(at + len(quote) - 1)
    return start <= scene.sentence_of[d.last - 1] and scene.sentence_of[d.first] <= end


def train(items: Iterable[Read]) -> Model:
    """Fit both choosers."""
    items = list(items)
    weigh = fit([x for i in items for x in i.weigh], RIDGE, LEAST)
    stand = fit([x for i in items for x in i.stand], RIDGE_STANDING, LEAST)
    return Model(weights={"control": weigh, "standing": stand})


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
            counted = count(e, control.control_of(items[k].scene, model))
            for key in (half[k], "all", f"{e.document.lang} {half[k]}"):
                out[key].update(counted)
    return out


def halves(read_: Sequence[Example]) -> list[str]:
    """Return "dev" for documents at even positions of their file, whose errors may be looked at, "held" for others."""
    seen: Counter[str] = Counter()
    out = []
    for e in read_:
        out.append("held" if seen[e.file] % 2 else "dev")
        seen[e.file] += 1
    return out


def count(e: Example, claims: Iterable[Any]) -> Counter[str]:
    """Return how many control claims a document has, how many are printed, and how many of those are right."""
    gold = [c for c in e.row["claims"] if c["kind"] == "control"]
    printed = [wire(c, e.document) for c in claims]
    found = match(gold, printed, fits, lambda g, p: int(g.get("by") == p.get("by")))
    by = sum(gold[i].get("by") == printed[j].get("by") for i, j in found.items())
    return Counter(gold=len(gold), printed=len(printed), right=len(found), by=by)


def fits(g: dict[str, Any], p: dict[str, Any]) -> bool:
    """Tell whether a printed control claim is an annotated one, by the rule of `score_claims.py`."""
    return bool(g["event"] == p["event"] and same_name(g["place"], p["place"]) and g["standing"] == p["standing"])


def main() -> None:
    """Train and write, or cross-validate and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--folds", type=int, default=0)
    args = parser.parse_args()
    items = [read(e) for e in examples([*gold_paths(), *story_paths()])]
    if args.folds:
        for key, c in sorted(folds(items, args.folds).items()):
            p, r, f = f1(c["right"], c["printed"], c["gold"])
            print(f"{key:8} gold {c['gold']:4} P {p:.3f} R {r:.3f} F1 {f:.3f} by {c['by'] / max(1, c['right']):.2f}")
        return
    write_weights(train(items), MODEL, len(items))


if __name__ == "__main__":
    main()
