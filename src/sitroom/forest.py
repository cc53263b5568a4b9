"""Boosted trees as arrays: what LightGBM grew, evaluated with numpy alone.

Trees are read without walking them (QuickScorer; Lucchese et al., SIGIR 2015): every test of every tree is made at
once, a test that fails rules out the leaves on its left, and the first leaf that no test ruled out is the one reached.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec
import numpy as np
import numpy.typing as npt

FloatArray = npt.NDArray[np.float64]
BLOCK = 64  # rows read together: what they need stays in the processor's cache, and twice as fast
MOST_LEAVES = 32  # of one tree: a leaf is a bit of a 32-bit word
_FIELDS = ("feature", "threshold", "mask", "roots", "value", "first_leaf")


class Forest(msgspec.Struct, frozen=True, kw_only=True):
    """A sum of regression trees of at most `MOST_LEAVES` leaves.

    Test k asks whether column `feature[k]` is at most `threshold[k]`; where it is not, the leaves without a bit in
    `mask[k]` cannot be reached. `roots` are the first tests of the trees, `first_leaf` where their leaves begin in
    `value`; leaves stand from left to right.
    """

    feature: npt.NDArray[np.int16]
    threshold: npt.NDArray[np.float32]
    mask: npt.NDArray[np.uint32]
    roots: npt.NDArray[np.int32]
    value: npt.NDArray[np.float32]
    first_leaf: npt.NDArray[np.int32]

    def predict(self, rows: FloatArray) -> FloatArray:
        """Return the sum of the trees for each row; `rows` is of shape (rows, columns)."""
        values = rows.astype(np.float32)
        if len(values) <= BLOCK:
            return self._sums(values)
        return np.concatenate([self._sums(values[at : at + BLOCK]) for at in range(0, len(values), BLOCK)])

    def _sums(self, values: npt.NDArray[np.float32]) -> FloatArray:
        # A test a line and a row a column: what belongs to one test lies side by side. A test fails where the threshold
        # less the value is negative: its sign, shifted through the word, is what rules leaves out.
        less = np.ascontiguousarray(values.T).take(self.feature, axis=0)
        np.subtract(self.threshold[:, None], less, out=less)
        ruled_out = less.view(np.int32)
        ruled_out >>= 31
        ruled_out &= ~self.mask.view(np.int32)[:, None]
        tests = len(self.feature) // len(self.roots)
        if np.array_equal(self.roots, np.arange(0, len(self.feature), tests)):
            out = np.bitwise_or.reduce(ruled_out.reshape(len(self.roots), tests, len(values)), axis=1)
        else:
            out = np.bitwise_or.reduceat(ruled_out, self.roots, axis=0)
        left = ~out.view(np.uint32)
        lowest = left & (~left + np.uint32(1))
        leaf = np.frexp(lowest.astype(np.float64))[1] - 1
        found = self.value[self.first_leaf[:, None] + leaf].astype(np.float64)
        total: FloatArray = np.ascontiguousarray(found.T).sum(axis=1)
        return total

    def arrays(self, name: str) -> dict[str, npt.NDArray[Any]]:
        """Return the arrays of this forest, named for a file that holds several."""
        return {f"{name}_{field}": getattr(self, field) for field in _FIELDS}

    @classmethod
    def of_arrays(cls, name: str, held: Mapping[str, npt.NDArray[Any]]) -> Forest:
        """Return the forest of that name among the arrays of a file."""
        return cls(**{field: held[f"{name}_{field}"] for field in _FIELDS})

    @classmethod
    def of_dump(cls, dump: Mapping[str, Any]) -> Forest:
        """Return the forest that LightGBM's `dump_model` describes.

        Raises:
            ValueError: a tree has no test, or more leaves than a word has bits.
        """
        tests: list[tuple[int, float, int]] = []
        leaves: list[float] = []
        roots, first_leaf = [], []
        for tree in dump["tree_info"]:
            if not 1 < tree["num_leaves"] <= MOST_LEAVES:
                raise ValueError(f"a tree of {tree['num_leaves']} leaves")
            roots.append(len(tests))
            first_leaf.append(len(leaves))
            _lay(tree["tree_structure"], tests, leaves, len(leaves))
        feature, threshold, mask = zip(*tests, strict=True)
        return cls(
            feature=np.array(feature, np.int16),
            threshold=np.array(threshold, np.float32),
            mask=np.array(mask, np.uint32),
            roots=np.array(roots, np.int32),
            value=np.array(leaves, np.float32),
            first_leaf=np.array(first_leaf, np.int32),
        )


def _lay(node: Mapping[str, Any], tests: list[tuple[int, float, int]], leaves: list[float], base: int) -> None:
    """Lay a node and all under it out, left before right."""
    if "split_feature" not in node:
        leaves.append(node["leaf_value"])
        return
    at = len(tests)
    tests.append((0, 0.0, 0))
    begin = len(leaves) - base
    _lay(node["left_child"], tests, leaves, base)
    end = len(leaves) - base
    ruled_out = ((1 << end) - 1) & ~((1 << begin) - 1)
    tests[at] = (node["split_feature"], node["threshold"], 0xFFFFFFFF & ~ruled_out)
    _lay(node["right_child"], tests, leaves, base)
