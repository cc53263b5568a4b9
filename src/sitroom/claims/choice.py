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

import msgspec
import numpy as np

from sitroom.errors import DataError
from sitroom.forest import Forest

Options = Sequence[Sequence[str]]


class Chooser:
    """The weights of one decision."""

    def __init__(self, weights: dict[str, float]) -> None:
        """Take the table; a feature that is not in it weighs nothing."""
        self.weights = weights

    def probabilities(self, options: Options) -> list[float]:
        """Return the probability of each option, in the same order."""
        get = self.weights.get
        return shares_of([sum([get(f, 0.0) for f in features]) for features in options])


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
        arrays = {}
        for name, forest in self.forests.items():
            arrays |= forest.arrays(name)
        file = io.BytesIO()
        np.savez_compressed(file, allow_pickle=False, **arrays)
        return {"json": msgspec.json.encode(weights) + b"\n", "npz": file.getvalue()}

    @classmethod
    def of_files(cls, weights: bytes, trees: bytes) -> Model:
        """Return the model of the files that ship."""
        with np.load(io.BytesIO(trees), allow_pickle=False) as held:
            names = sorted({name.rpartition("_")[0] for name in held.files if name.endswith("_roots")})
            forests = {name: Forest.of_arrays(name, held) for name in names}
        return cls(weights=msgspec.json.decode(weights, type=dict[str, dict[str, float]]), forests=forests)


def load_model(name: str = "figures") -> Model:
    """Return a model that ships with the package.

    Raises:
        DataError: the file is damaged or missing.
    """
    folder = resources.files("sitroom.claims") / "learned"
    try:
        return Model.of_files((folder / f"{name}.json").read_bytes(), (folder / f"{name}.npz").read_bytes())
    except (OSError, ValueError, KeyError, msgspec.MsgspecError) as error:
        raise DataError(f"the model {name} cannot be read: {error}") from error
