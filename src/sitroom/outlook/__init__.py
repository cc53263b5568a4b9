"""What may come next: scenarios with probabilities and deadlines, their resolution and their scores."""

from sitroom.outlook.asking import Considered, consider, forecast
from sitroom.outlook.deaths import load_counts, load_counts_kept
from sitroom.outlook.displacement import TOWNS_KM
from sitroom.outlook.evidence import Evidence, Report
from sitroom.outlook.resolution import newest, resolve
from sitroom.outlook.scores import score

__all__ = [
    "TOWNS_KM",
    "Considered",
    "Evidence",
    "Report",
    "consider",
    "forecast",
    "load_counts",
    "load_counts_kept",
    "newest",
    "resolve",
    "score",
]
