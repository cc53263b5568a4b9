"""Choosing one of several options by named features: a linear model, told and shipped as a table of weights.

Each decision (what a number counts, whose word it is, where it happened) is a choice among options that the
report itself offers, or none of them. An option is a list of names of features; its score is the sum of their
weights; the scores become probabilities that sum to one (conditional logit; McFadden 1974). Features name no
language and no word, so that one table serves every language.
"""

from __future__ import annotations

from collections.abc import Sequence
from importlib import resources
from math import exp
from typing import Any

import msgspec

from sitroom.errors import DataError

Options = Sequence[Sequence[str]]


class Chooser:
    """The weights of one decision."""

    def __init__(self, weights: dict[str, float]) -> None:
        """Take the table; a feature that is not in it weighs nothing."""
        self.weights = weights

    def score(self, features: Sequence[str]) -> float:
        """Return the sum of the weights of an option's features."""
        get = self.weights.get
        return sum([get(f, 0.0) for f in features])

    def probabilities(self, options: Options) -> list[float]:
        """Return the probability of each option, in the same order."""
        scores = [self.score(features) for features in options]
        top = max(scores)
        powers = [exp(s - top) for s in scores]
        whole = sum(powers)
        return [p / whole for p in powers]

    def best(self, options: Options) -> tuple[int, float]:
        """Return the index of the likeliest option and its probability; the first of those that are equal."""
        shares = self.probabilities(options)
        top = max(range(len(shares)), key=shares.__getitem__)
        return top, shares[top]


class Model(msgspec.Struct, frozen=True, kw_only=True):
    """Every chooser of an extractor, by the name of its decision, and the curve that calibrates confidence."""

    weights: dict[str, dict[str, float]]
    calibration: dict[str, float] = {}

    def chooser(self, name: str) -> Chooser:
        """Return the chooser of a decision; an unknown one finds all options equal."""
        return Chooser(self.weights.get(name, {}))


def load_model(name: str = "figures") -> Model:
    """Return a model that ships with the package.

    Raises:
        DataError: the file is damaged or missing.
    """
    path = resources.files("sitroom.claims") / "learned" / f"{name}.json"
    try:
        raw: Any = msgspec.json.decode(path.read_bytes(), type=Model)
    except (OSError, msgspec.DecodeError, msgspec.ValidationError) as error:
        raise DataError(f"the model {name} cannot be read: {error}") from error
    return raw  # type: ignore[no-any-return]
