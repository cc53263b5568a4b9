"""The builder of invented stories is that of the picture's tests."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "picture"))
