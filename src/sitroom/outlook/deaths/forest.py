"""Boosted trees as arrays: what LightGBM grew, evaluated with numpy alone."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec
import numpy as np
import numpy.typing as npt

FloatArray = npt.NDArray[np.float64]
_FIELDS = ("feature", "threshold", "left", "right", "value", "roots")


class Forest(msgspec.Struct, frozen=True, kw_only=True):
    """A sum of regression trees whose nodes lie one after the other.

    A node with `feature` >= 0 sends a row left where its feature is at most `threshold`, else right; `left` and `right`
    count from the first node of all. A leaf has feature -1 and adds `value`. `roots` are the first nodes of the trees.
    """

    feature: npt.NDArray[np.int8]
    threshold: npt.NDArray[np.float32]
    left: npt.NDArray[np.int32]
    right: npt.NDArray[np.int32]
    value: npt.NDArray[np.float32]
    roots: npt.NDArray[np.int32]

    def predict(self, rows: FloatArray) -> FloatArray:
        """Return the sum of the trees for each row; `rows` is of shape (rows, features)."""
        node = np.tile(self.roots, (len(rows), 1))
        index = np.arange(len(rows))[:, None]
        while True:
            feature = self.feature[node]
            inner = feature >= 0
            if not inner.any():
                total: FloatArray = self.value[node].astype(float).sum(axis=1)
                return total
            goes_left = rows[index, np.maximum(feature, 0)] <= self.threshold[node]
            node = np.where(inner, np.where(goes_left, self.left[node], self.right[node]), node)

    def arrays(self, name: str) -> dict[str, npt.NDArray[Any]]:
        """Return the arrays of this forest, named for a file that holds several."""
        return {f"{name}_{field}": getattr(self, field) for field in _FIELDS}

    @classmethod
    def of_arrays(cls, name: str, held: Mapping[str, npt.NDArray[Any]]) -> Forest:
        """Return the forest of that name among the arrays of a file."""
        return cls(**{field: held[f"{name}_{field}"] for field in _FIELDS})

    @classmethod
    def of_dump(cls, dump: Mapping[str, Any]) -> Forest:
        """Return the forest that LightGBM's `dump_model` describes."""
        nodes: list[tuple[int, float, int, int, float]] = []

        def lay(tree: Mapping[str, Any]) -> int:
            at = len(nodes)
            if "split_feature" not in tree:
                nodes.append((-1, 0.0, at, at, tree["leaf_value"]))
                return at
            nodes.append((tree["split_feature"], tree["threshold"], 0, 0, 0.0))
            left, right = lay(tree["left_child"]), lay(tree["right_child"])
            nodes[at] = (tree["split_feature"], tree["threshold"], left, right, 0.0)
            return at

        roots = [lay(tree["tree_structure"]) for tree in dump["tree_info"]]
        feature, threshold, left, right, value = zip(*nodes, strict=True)
        return cls(
            feature=np.array(feature, np.int8),
            threshold=np.array(threshold, np.float32),
            left=np.array(left, np.int32),
            right=np.array(right, np.int32),
            value=np.array(value, np.float32),
            roots=np.array(roots, np.int32),
        )
