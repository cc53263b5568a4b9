"""The trees that tell what a number counts, as they ship, and how two rounds of them read one text."""

from __future__ import annotations

import io
from collections.abc import Sequence
from functools import lru_cache
from importlib import resources

import msgspec
import numpy as np

from sitroom.claims import measuring
from sitroom.claims.measuring import Guess, Row, View
from sitroom.errors import DataError
from sitroom.forest import FloatArray, Forest

FILE = "measures.npz"
ROUNDS = ("first", "second")


class Trees(msgspec.Struct, frozen=True, kw_only=True):
    """The forests of both rounds. Each gives the log odds that a candidate is a figure of one measure."""

    first: Forest
    second: Forest

    def encode(self) -> bytes:
        """Return the file that ships: compressed arrays, the same bytes for the same trees."""
        file = io.BytesIO()
        np.savez_compressed(file, allow_pickle=False, **self.first.arrays("first"), **self.second.arrays("second"))
        return file.getvalue()

    @classmethod
    def decode(cls, data: bytes) -> Trees:
        """Return the trees of a file."""
        with np.load(io.BytesIO(data), allow_pickle=False) as held:
            return cls(**{name: Forest.of_arrays(name, held) for name in ROUNDS})


def guesses_of(seen: Sequence[View], rows: Sequence[list[Row]], forest: Forest) -> list[Guess]:
    """Return what a forest makes of each candidate: the likelihood of each of its measures, and of none ("")."""
    flat = [row for options in rows for row in options]
    likely = iter(_chances(forest.predict(np.array(flat)))) if flat else iter(())
    out = []
    for view in seen:
        guess = {measure: float(next(likely)) for measure in view.options}
        guess[""] = max(0.0, 1.0 - sum(guess.values()))
        out.append(guess)
    return out


def _chances(odds: FloatArray) -> FloatArray:
    chances: FloatArray = 1.0 / (1.0 + np.exp(-odds))
    return chances


def count(seen: Sequence[View], trees: Trees) -> list[Guess]:
    """Return what both rounds make of the candidates of one text."""
    rows = measuring.first_round(seen)
    return guesses_of(seen, measuring.second_round(seen, rows, guesses_of(seen, rows, trees.first)), trees.second)


@lru_cache(maxsize=1)
def shipped() -> Trees:
    """Return the trees that ship with the package.

    Raises:
        DataError: the file is damaged or missing.
    """
    path = resources.files("sitroom.claims") / "learned" / FILE
    try:
        return Trees.decode(path.read_bytes())
    except (OSError, ValueError, KeyError) as error:
        raise DataError(f"the trees {FILE} cannot be read: {error}") from error
