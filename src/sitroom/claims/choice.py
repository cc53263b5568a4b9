"""Choosing one of several options by named features: a linear model, told and shipped as a table of weights.

Each decision (what a number counts, whose word it is, where it happened) is a choice among options that the
report itself offers, or none of them. An option is a list of names of features; its score is the sum of their
weights; the scores become probabilities that sum to one (conditional logit; McFadden 1974). Features name no
language and no word, so that one table serves every language.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from importlib import resources
from math import exp
from typing import Any

import msgspec
import numpy as np
import numpy.typing as npt

from sitroom.errors import DataError
from sitroom.forest import Forest

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
        return shares_of([self.score(features) for features in options])

    def best(self, options: Options) -> tuple[int, float]:
        """Return the index of the likeliest option and its probability; the first of those that are equal."""
        shares = self.probabilities(options)
        top = max(range(len(shares)), key=shares.__getitem__)
        return top, shares[top]


def shares_of(scores: Sequence[float]) -> list[float]:
    """Return scores as probabilities that sum to one."""
    top = max(scores)
    powers = [exp(s - top) for s in scores]
    whole = sum(powers)
    return [p / whole for p in powers]


class Model(msgspec.Struct, frozen=True, kw_only=True):
    """Every chooser of an extractor by the name of its decision, and the trees of the second round."""

    weights: dict[str, dict[str, float]]
    forests: dict[str, Forest] = {}

    def chooser(self, name: str) -> Chooser:
        """Return the chooser of a decision; an unknown one finds all options equal."""
        return Chooser(self.weights.get(name, {}))

    def files(self) -> dict[str, bytes]:
        """Return the files that ship, by the ending of their name: the same bytes for the same model."""
        weights = {k: dict(sorted(v.items())) for k, v in self.weights.items()}
        arrays: dict[str, npt.NDArray[Any]] = {}
        for name, forest in self.forests.items():
            arrays |= forest.arrays(name)
        file = io.BytesIO()
        np.savez_compressed(file, allow_pickle=False, **arrays)
        return {"json": msgspec.json.encode({"weights": weights}) + b"\n", "npz": file.getvalue()}


class _Table(msgspec.Struct):
    weights: dict[str, dict[str, float]]


def load_model(name: str = "figures") -> Model:
    """Return a model that ships with the package; one without trees has no file of them.

    Raises:
        DataError: a file is damaged or missing.
    """
    folder = resources.files("sitroom.claims") / "learned"
    trees = folder / f"{name}.npz"
    try:
        weights = msgspec.json.decode((folder / f"{name}.json").read_bytes(), type=_Table).weights
        return Model(weights=weights, forests=_forests(trees.read_bytes()) if trees.is_file() else {})
    except (OSError, ValueError, KeyError, msgspec.MsgspecError) as error:
        raise DataError(f"the model {name} cannot be read: {error}") from error


def _forests(data: bytes) -> dict[str, Forest]:
    with np.load(io.BytesIO(data), allow_pickle=False) as held:
        names = sorted(name.removesuffix("_roots") for name in held.files if name.endswith("_roots"))
        return {name: Forest.of_arrays(name, held) for name in names}
