"""What may come next: scenarios with probabilities and deadlines, their resolution and their scores."""

from sitroom.outlook.asking import Considered, consider, forecast
from sitroom.outlook.deaths import load_counts

__all__ = ["Considered", "consider", "forecast", "load_counts"]
