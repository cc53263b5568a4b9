"""How many names of places resolve: the right country, and within 15 km where coordinates are given.

    python evals/places.py [--misses]

Lists: gold/places.csv, and places_own.csv with a development and a held-out half. Each name stands alone, with no
document around it to help: the likeliest place of `lookup` counts. Floors: floors.py.
"""

from __future__ import annotations

import csv
import sys
from collections import defaultdict
from pathlib import Path

from sitroom.places import Gazetteer, open_gazetteer
from sitroom.places.distance import kilometres

HERE = Path(__file__).parent
CLOSE_KM = 15.0


def resolves(gazetteer: Gazetteer, row: dict[str, str]) -> bool:
    """Tell whether the likeliest place for a name is the one meant."""
    found = gazetteer.lookup(row["name"], row.get("lang"))
    if not found or found[0].country != row["country"]:
        return False
    if not row["lat"]:
        return True
    lat, lon = found[0].lat, found[0].lon
    return (
        lat is not None and lon is not None and (kilometres(lat, lon, float(row["lat"]), float(row["lon"])) <= CLOSE_KM)
    )


def lists() -> dict[str, list[dict[str, str]]]:
    """Return the names of each list."""
    out: dict[str, list[dict[str, str]]] = defaultdict(list)
    with (HERE / "gold/places.csv").open(encoding="utf-8") as file:
        out["gold"] = list(csv.DictReader(file))
    with (HERE / "places_own.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            out[f"own {row['split']}"].append(row)
    return out


def shares(gazetteer: Gazetteer) -> dict[str, float]:
    """Return which share of each list resolves."""
    return {name: sum(resolves(gazetteer, row) for row in rows) / len(rows) for name, rows in lists().items()}


def main() -> None:
    """Print resolved of total for each list, with the misses where asked."""
    gazetteer = open_gazetteer()
    for name, rows in lists().items():
        misses = [row for row in rows if not resolves(gazetteer, row)]
        print(f"{name}: {len(rows) - len(misses)} of {len(rows)} ({1 - len(misses) / len(rows):.1%})")
        if "--misses" in sys.argv:
            for row in misses:
                top = [(ref.name, ref.country, ref.kind) for ref in gazetteer.lookup(row["name"], row.get("lang"))[:2]]
                print(f"  {row['name']} ({row['country']}): {top}")


if __name__ == "__main__":
    main()
