"""`python -m sitroom.outlook.train WHAT`: fit what the outlook ships, and write it into the package."""

from __future__ import annotations

from pathlib import Path

import click
import msgspec

from sitroom.outlook.deaths import load_counts
from sitroom.outlook.train import capture, deaths, displacement, growth
from sitroom.outlook.train.sweep import load_conflicts

SHIPPED = Path(__file__).parents[1] / "data"
UCDP = "UCDP GED and candidate events, all types of organised violence, best estimate, summed by country and month"
UCDP += " (sums: github.com/conflictlab/Pace-map-risk)"
UCDP_LICENCE = "CC BY 4.0 (Uppsala Conflict Data Program)"

FRONT = "weekly control of places near the front in Ukraine, from the DeepState map's public histories"
FRONT += " (github.com/DanielRose2310/deepstatemaps-history, github.com/cyterat/deepstate-map-data)"
FRONT_LICENCE = "coefficients only; the maps themselves (GPL-3.0 and unstated) do not ship"


@click.group()
def main() -> None:
    """Fit the models that ship."""


_takes_deaths = click.option("--deaths", "file", type=click.Path(path_type=Path, exists=True), required=True)


@main.command("growth")
@_takes_deaths
def fit_growth(file: Path) -> None:
    """Fit how running counts grow."""
    growth.write(growth.fit(load_counts(file), UCDP, UCDP_LICENCE), SHIPPED / "growth.json")


@main.command("deaths")
@_takes_deaths
def fit_deaths(file: Path) -> None:
    """Grow the trees of the deaths forecast."""
    grown = deaths.grow(load_counts(file), {"source": UCDP, "licence": UCDP_LICENCE})
    (SHIPPED / "deaths.npz").write_bytes(grown.encode())


@main.command("capture")
@click.option("--front", type=click.Path(path_type=Path, exists=True, file_okay=False), required=True)
def fit_capture(front: Path) -> None:
    """Fit the chance that a place changes hands."""
    growth.write(capture.fit_all(capture.load_front(front), FRONT, FRONT_LICENCE), SHIPPED / "capture.json")


@main.command("displacement")
@click.option("--data", type=click.Path(path_type=Path, exists=True), required=True)
def fit_displacement(data: Path) -> None:
    """Fit how counts of displaced people go on, from a folder of past displacements."""
    growth.write(msgspec.to_builtins(displacement.fit(load_conflicts(data))), SHIPPED / "displacement.json")


if __name__ == "__main__":
    main()
