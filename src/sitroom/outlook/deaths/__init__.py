"""Deaths in a country in the months to come."""

from sitroom.outlook.deaths.asking import ask_deaths, deaths_ahead
from sitroom.outlook.deaths.counts import Counts, load_counts
from sitroom.outlook.deaths.kept import load_counts_kept

__all__ = ["Counts", "ask_deaths", "deaths_ahead", "load_counts", "load_counts_kept"]
