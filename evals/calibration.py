"""How honest a confidence is: of the claims printed at 0.9, nine in ten should be right."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from evals.score_claims import agreement, amounts_agree, match

BINS = 10


def judged(gold: Sequence[dict[str, Any]], printed: Sequence[dict[str, Any]]) -> list[tuple[float, bool]]:
    """Return the confidence of each printed figure of a document, and whether an annotator has that figure.

    What matches a figure that is marked optional, and no other, is neither right nor wrong.
    """
    figures = [c for c in gold if c["kind"] == "figure"]
    wanted = [c for c in figures if not c.get("optional")]
    found = [c for c in printed if c.get("kind") == "figure"]

    def fits(g: dict[str, Any], p: dict[str, Any]) -> bool:
        return bool(g["measure"] == p.get("measure") and amounts_agree(g, p))

    right = set(match(wanted, found, fits, agreement).values())
    spare = {
        k for k, p in enumerate(found) if k not in right and any(c.get("optional") and fits(c, p) for c in figures)
    }
    return [(float(p["confidence"]), k in right) for k, p in enumerate(found) if k not in spare]


def expected_error(pairs: Sequence[tuple[float, bool]]) -> float:
    """Return the expected calibration error: how far confidence and share of right ones lie apart, over ten bins.

    Example: ten claims at 0.9 of which eight are right have an error of 0.1.
    """
    bins: dict[int, list[tuple[float, bool]]] = {}
    for confidence, right in pairs:
        bins.setdefault(min(BINS - 1, int(confidence * BINS)), []).append((confidence, right))
    apart = sum(abs(sum(c for c, _ in b) - sum(r for _, r in b)) for b in bins.values())
    return apart / len(pairs) if pairs else 0.0
