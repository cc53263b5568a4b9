"""What may come next: scenarios with probabilities and deadlines, their resolution and their scores."""

from sitroom.outlook.asking import Considered, consider, forecast
from sitroom.outlook.deaths import load_counts, load_counts_kept
from sitroom.outlook.displacement import TOWNS_KM

__all__ = ["TOWNS_KM", "Considered", "consider", "forecast", "load_counts", "load_counts_kept"]
