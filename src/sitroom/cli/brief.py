"""`sitroom brief`: reports in, one brief out."""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path

import click

from sitroom import editions, ledger, run
from sitroom.brief import render_html, render_json, render_markdown, render_text
from sitroom.cli import EXIT_NOTHING, EXIT_REJECTED
from sitroom.cli.reports import settings_with_progress, study_reports, takes_moment, takes_reports

DATA = click.Path(exists=True, dir_okay=False, path_type=Path)
FILE = click.Path(dir_okay=False, path_type=Path)


@click.command("brief")
@takes_reports
@takes_moment
@click.option("--story", help="The story to write about, by id. Default: the largest.")
@click.option("--html", "html_file", type=FILE, help="Write the page here: one file, readable offline.")
@click.option("--md", "md_file", type=FILE, help="Write Markdown here.")
@click.option("--json", "json_file", type=FILE, help="Write the brief and all it rests on here, as JSON.")
@click.option("--deaths", type=DATA, help="Deaths by event (UCDP's GED) or by month; without it none are forecast.")
@click.option("--lang", default="en", show_default=True, help="The language to write in.")
def command(  # noqa: PLR0913, PLR0917  one parameter an option
    paths: tuple[str, ...],
    db: str | None,
    as_of: datetime | None,
    corrected: bool,
    story: str | None,
    html_file: Path | None,
    md_file: Path | None,
    json_file: Path | None,
    deaths: Path | None,
    lang: str,
) -> None:
    """Read the reports under PATH and write one brief: what happened, why it matters, what may come next."""
    with settings_with_progress(deaths) as settings:
        reports = study_reports(paths, db, settings, hindsight=corrected or as_of is None)
        if not reports.dossier.documents:
            click.echo("sitroom: no report found, so there is no brief to write", err=True)
            sys.exit(EXIT_REJECTED if reports.rejected else EXIT_NOTHING)
        edition = run.compose(
            reports.dossier, reports.vocabularies, settings,
            as_of=as_of, story_id=story, lang=lang, rejected=reports.rejected,
        )  # fmt: skip
    # What was written with hindsight was not issued then: it is no forecast.
    if db is not None and not (corrected and as_of is not None):
        from sitroom.store import open_store  # noqa: PLC0415  SQL is loaded only where a store is used

        with open_store(db) as store:
            ledger.keep_scenarios(store, edition)
    editions.keep_edition(edition, settings.cache_dir)
    for file, render in ((html_file, render_html), (md_file, render_markdown), (json_file, render_json)):
        if file is not None:
            editions.write_whole(file, render(edition))
    click.echo(render_text(edition), nl=False)
    if reports.rejected:
        sys.exit(EXIT_REJECTED)
