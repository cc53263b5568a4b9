"""Let the tests of the brief share their pictures."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
