"""What may come next: scenarios with probabilities and deadlines, their resolution and their scores."""

from sitroom.outlook.asking import forecast
from sitroom.outlook.deaths import load_counts

__all__ = ["forecast", "load_counts"]
