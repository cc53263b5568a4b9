"""`sitroom correct`: what a person says the machine got wrong. Each correction is one line, and can be undone."""

from __future__ import annotations

import getpass
import sys
from collections.abc import Callable
from typing import Any, TypeVar

import click
import msgspec

from sitroom import run
from sitroom.cli import EXIT_NOTHING
from sitroom.cli.reports import printable, settings_with_progress
from sitroom.judgements import effective
from sitroom.model import Judgement
from sitroom.newsroom import Desk
from sitroom.store import open_store

F = TypeVar("F", bound=Callable[..., Any])

_DB = click.option("--db", metavar="URL", required=True, help="The store: a SQLite file, or postgresql://...")


def _corrects(command: F) -> F:
    """Give a correction its --db, --reason and --by."""
    by = click.option("--by", default=getpass.getuser, metavar="NAME", help="Who says so. Default: your user name.")
    reason = click.option("--reason", required=True, metavar="TEXT", help="Why. It is kept and shown.")
    return _DB(reason(by(command)))


def _make(db: str, by: str, reason: str, judge: Callable[[Desk], tuple[Judgement, ...]]) -> None:
    with settings_with_progress() as settings, open_store(db) as store:
        vocabularies = run.Vocabularies(settings)
        dossier = msgspec.structs.replace(run.study_with_store(store, (), vocabularies, settings), hindsight=True)
        made = judge(Desk(dossier, vocabularies, settings.now, by=by, reason=reason))
        store.add(made)
    for judgement in made:
        click.echo(_line(judgement))


def _line(judgement: Judgement) -> str:
    right = f" {judgement.right}" if judgement.right != judgement.left else ""
    target = judgement.replaces or f"{judgement.left}{right}"
    said = f"{judgement.id}  {judgement.verdict} {target}  {judgement.by}, {judgement.made_at:%Y-%m-%d %H:%M}Z:"
    return printable(f"{said} {judgement.reason}")


@click.group("correct")
def command() -> None:
    """Correct what the machine got wrong, in a store; everything that follows from it is made anew.

    Each correction is kept with who made it, when and why, survives reading the reports again, and can be undone.
    """


@command.command("retract")
@click.argument("claim")
@_corrects
def _retract(claim: str, db: str, by: str, reason: str) -> None:
    """Take back CLAIM: the report does not say so."""
    _make(db, by, reason, lambda desk: desk.retract(claim))


@command.command("fix")
@click.argument("claim")
@click.argument("slots", nargs=-1, required=True, metavar="SLOT=VALUE...")
@_corrects
def _fix(claim: str, slots: tuple[str, ...], db: str, by: str, reason: str) -> None:
    """Give CLAIM other values, its slots named as `sitroom claims` prints them.

    A number is a number, null is nothing. A place is named, or given by its GeoNames id; a claimant or actor by its
    key.
    """
    _make(db, by, reason, lambda desk: desk.fix(claim, dict(map(_slot, slots))))


def _slot(text: str) -> tuple[str, Any]:
    name, equals, value = text.partition("=")
    if not equals or not name:
        raise click.UsageError(f"{text!r} is not of the form SLOT=VALUE")
    try:
        return name, msgspec.json.decode(value)
    except msgspec.DecodeError:
        return name, value


@command.command("unreliable")
@click.argument("report")
@_corrects
def _unreliable(report: str, db: str, by: str, reason: str) -> None:
    """Leave all that REPORT claims out of the picture; the report itself stays listed."""
    _make(db, by, reason, lambda desk: desk.mark_unreliable(report))


@command.command("split")
@click.argument("story")
@click.argument("reports", nargs=-1, required=True, metavar="REPORT...")
@_corrects
def _split(story: str, reports: tuple[str, ...], db: str, by: str, reason: str) -> None:
    """Take each REPORT out of STORY; several form a story of their own."""
    _make(db, by, reason, lambda desk: desk.split(story, reports))


@command.command("join")
@click.argument("story")
@click.argument("other", metavar="STORY|REPORT")
@_corrects
def _join(story: str, other: str, db: str, by: str, reason: str) -> None:
    """Join two stories, or put a report into a story."""
    _make(db, by, reason, lambda desk: desk.join(story, other))


@command.command("undo")
@click.argument("corrections", nargs=-1, required=True, metavar="CORRECTION...")
@_corrects
def _undo(corrections: tuple[str, ...], db: str, by: str, reason: str) -> None:
    """Undo each CORRECTION, or the undoing of one: the picture is what it was, to the byte."""
    _make(db, by, reason, lambda desk: desk.undo(corrections))


@command.command("list")
@_DB
def _list(db: str) -> None:
    """List every correction, the oldest first: a table on a terminal, JSON lines in a pipe."""
    with open_store(db) as store:
        judgements = store.judgements()
    made = run.Dossier(documents=(), extractions=(), judgements=judgements).corrections
    if not made:
        click.echo("sitroom: nothing was corrected in this store", err=True)
        sys.exit(EXIT_NOTHING)
    holding = {j.id for j in effective(made)}
    if not sys.stdout.isatty():
        for judgement in made:
            row = msgspec.to_builtins(judgement) | {"holds": judgement.id in holding}
            sys.stdout.buffer.write(msgspec.json.encode(row) + b"\n")
        return
    for judgement in made:
        click.echo(click.style(_line(judgement), dim=judgement.id not in holding))
