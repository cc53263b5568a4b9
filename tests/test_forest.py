"""Trees evaluated with numpy agree with the library that grew them."""

import lightgbm
import numpy as np

from sitroom.forest import Forest


def grown(leaves=31):
    rng = np.random.default_rng(1)
    rows = rng.normal(size=(400, 6)).astype(np.float32).astype(float)
    wanted = rows[:, 0] * rows[:, 1] + np.where(rows[:, 2] > 0.3, 2.0, -1.0)
    settings = {"objective": "regression", "num_leaves": leaves, "min_data_in_leaf": 3, "verbose": -1, "num_threads": 1}
    return lightgbm.train(settings, lightgbm.Dataset(rows, wanted), 25), rows


def test_a_forest_says_what_lightgbm_says():
    booster, rows = grown()
    found = Forest.of_dump(booster.dump_model()).predict(rows)
    np.testing.assert_allclose(found, booster.predict(rows), rtol=0, atol=1e-4)


def test_a_forest_survives_its_file():
    booster, rows = grown(8)
    forest = Forest.of_dump(booster.dump_model())
    again = Forest.of_arrays("a", forest.arrays("a") | {"b_feature": np.zeros(1)})
    np.testing.assert_array_equal(again.predict(rows), forest.predict(rows))
