"""People displaced: how many in the days to come, where to, and what if a place falls."""

from sitroom.outlook.displacement.asking import ask_displaced, ask_if_falls
from sitroom.outlook.displacement.ground import TOWNS_KM

__all__ = ["TOWNS_KM", "ask_displaced", "ask_if_falls"]
