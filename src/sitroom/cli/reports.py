"""What the commands share: reading the reports they are given, and telling what was rejected."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, time
from pathlib import Path
from typing import Any, TypeVar

import click
import msgspec

from sitroom import run
from sitroom.errors import Rejected
from sitroom.model import Document

F = TypeVar("F", bound=Callable[..., Any])


class Moment(click.ParamType):  # type: ignore[type-arg]  # generic only in the newest click
    """A day or a moment in ISO 8601; a day means its end, a moment without a zone is UTC."""

    name = "time"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        """Return the moment; fail with a usage error where it is none."""
        if isinstance(value, datetime):
            return value
        try:
            moment = datetime.fromisoformat(str(value))
        except ValueError:
            self.fail(f"{value!r} is not an ISO 8601 time such as 2024-12-04T18:00Z", param, ctx)
        if len(str(value)) == len("2024-12-04"):
            moment = datetime.combine(moment.date(), time.max)
        return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def takes_reports(command: F) -> F:
    """Give a command its PATH... and --db."""
    command = click.option("--db", metavar="URL", help="A store: a SQLite file, or postgresql://...")(command)
    return click.argument("paths", nargs=-1, metavar="PATH...")(command)


def takes_moment(command: F) -> F:
    """Give a command its --as-of and --corrected."""
    command = click.option("--corrected", is_flag=True, help="With --as-of: count what was corrected since then, too.")(
        command
    )
    return click.option("--as-of", type=Moment(), help="See nothing known later. Default: the newest report.")(command)


@contextmanager
def settings_with_progress(deaths: Path | None = None) -> Iterator[run.Settings]:
    """Yield the settings of a run that shows its progress on stderr where that is a terminal.

    `deaths` is the user's file of deaths, where he gave one.
    """
    if not sys.stderr.isatty():
        yield run.Settings.of_this_moment(deaths=deaths)
        return
    from rich.console import Console  # noqa: PLC0415  only a terminal needs it
    from rich.progress import Progress, TaskID  # noqa: PLC0415

    with Progress(console=Console(stderr=True), transient=True) as bar:
        tasks: dict[str, TaskID] = {}

        def show(work: str, share: float) -> None:
            if work not in tasks:
                tasks[work] = bar.add_task(work, total=1.0)
            bar.update(tasks[work], completed=share)

        yield run.Settings.of_this_moment(show, deaths)


class Reports(msgspec.Struct, frozen=True, kw_only=True):
    """The dossier that a command works on, and what it rests on."""

    dossier: run.Dossier
    vocabularies: run.Vocabularies
    rejected: tuple[Rejected, ...]
    repeated: tuple[tuple[str, str], ...] = ()


def study_reports(paths: Sequence[str], db: str | None, settings: run.Settings, *, hindsight: bool = True) -> Reports:
    """Read the reports under the paths and in the store, extract their claims, and keep them in the store.

    With `hindsight`, corrections count at every moment, and not only from when they were made.
    Raises click.UsageError where there is neither a path nor a store.
    """
    if not paths and not db:
        raise click.UsageError("give a PATH to read reports from, or --db with a store that holds some")
    reading = run.read(paths, settings)
    tell_rejected(reading.rejected)
    vocabularies = run.Vocabularies(settings)
    if db is None:
        dossier = run.study(reading.documents, vocabularies, settings)
    else:
        from sitroom.store import open_store  # noqa: PLC0415  SQL is loaded only where a store is used

        with open_store(db) as store:
            dossier = run.study_with_store(store, reading.documents, vocabularies, settings)
    dossier = msgspec.structs.replace(dossier, hindsight=hindsight)
    return Reports(dossier=dossier, vocabularies=vocabularies, rejected=reading.rejected, repeated=reading.repeated)


def tell_rejected(rejected: Sequence[Rejected]) -> None:
    """Print each rejected report and its reason on stderr."""
    for rejection in rejected:
        click.echo(f"rejected: {printable(str(rejection))}", err=True)


def printable(text: str) -> str:
    """Return a stranger's text without the control characters that could drive a terminal."""
    return "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in text)


def names_of(documents: Sequence[Document]) -> dict[str, str]:
    """Return the name of each document by its id."""
    return {d.id: d.name for d in documents}
