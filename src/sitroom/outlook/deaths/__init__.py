"""Deaths in a country in the months to come."""

from sitroom.outlook.deaths.counts import Counts, load_counts

__all__ = ["Counts", "load_counts"]
