import os
from pathlib import Path

import pytest

from sitroom.places import Gazetteer, open_gazetteer


@pytest.fixture(scope="session")
def gazetteer(tmp_path_factory: pytest.TempPathFactory) -> Gazetteer:
    """The real gazetteer, from the user's cache: compiled once where it is not there yet."""
    return open_gazetteer(Path(os.environ["SITROOM_CACHE"]) if "SITROOM_CACHE" in os.environ else None)
