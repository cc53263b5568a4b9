"""`python -m sitroom.outlook.train WHAT`: fit what the outlook ships, and write it into the package."""

from __future__ import annotations

from pathlib import Path

import click
import msgspec

from sitroom.outlook.deaths import load_counts
from sitroom.outlook.train import displacement, growth
from sitroom.outlook.train.sweep import load_conflicts

SHIPPED = Path(__file__).parents[1] / "data"
UCDP = "UCDP GED and candidate events, all types of organised violence, best estimate, summed by country and month"
UCDP_LICENCE = "CC BY 4.0 (Uppsala Conflict Data Program)"


@click.group()
def main() -> None:
    """Fit the models that ship."""


@main.command("growth")
@click.option("--deaths", type=click.Path(path_type=Path, exists=True), required=True)
def fit_growth(deaths: Path) -> None:
    """Fit how running counts grow."""
    growth.write(growth.fit(load_counts(deaths), UCDP, UCDP_LICENCE), SHIPPED / "growth.json")


@main.command("displacement")
@click.option("--data", type=click.Path(path_type=Path, exists=True), required=True)
def fit_displacement(data: Path) -> None:
    """Fit how counts of displaced people go on, from a folder of past displacements."""
    growth.write(msgspec.to_builtins(displacement.fit(load_conflicts(data))), SHIPPED / "displacement.json")


if __name__ == "__main__":
    main()
