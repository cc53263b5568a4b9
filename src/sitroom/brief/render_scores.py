"""A scorecard as a page and as rows of text: one HTML file that opens offline."""

from __future__ import annotations

import importlib.resources
from collections.abc import Callable
from datetime import UTC, datetime

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from sitroom.brief.reliability import draw_reliability
from sitroom.scorecard import Scorecard, ScoreRow

_NOTHING = "–"


def _share(value: float | None) -> str:
    return _NOTHING if value is None else f"{value:.0%}"


def _score(value: float | None) -> str:
    return _NOTHING if value is None else f"{value:.3f}"


def _signed(value: float | None) -> str:
    return _NOTHING if value is None else f"{value:+.2f}"


def _people(value: float | None) -> str:
    return _NOTHING if value is None else f"{value:,.0f}"


COLUMNS: tuple[tuple[str, Callable[[ScoreRow], str]], ...] = (
    ("kind", lambda r: r.kind.replace("_", " ")),
    ("asked", lambda r: str(r.asked)),
    ("open", lambda r: str(r.open)),
    ("early", lambda r: str(r.early)),
    ("resolved", lambda r: str(r.resolved)),
    ("void", lambda r: str(r.void)),
    ("void rate", lambda r: _share(r.void_rate)),
    ("Brier", lambda r: _score(r.brier)),
    ("of base", lambda r: _score(r.brier_base)),
    ("skill", lambda r: _signed(r.skill)),
    ("log score", lambda r: _score(r.log_score)),
    ("of base", lambda r: _score(r.log_score_base)),
    ("CRPS", lambda r: _people(r.crps)),
    ("skill", lambda r: _signed(r.range_skill)),
    ("coverage", lambda r: _share(r.coverage)),
    ("stated", lambda r: _share(r.coverage_stated)),
    ("came true", lambda r: _share(r.came_true)),
)


def score_heads() -> tuple[str, ...]:
    """Return the heads of the table of scores."""
    return tuple(head for head, _ in COLUMNS)


def score_cells(row: ScoreRow) -> tuple[str, ...]:
    """Return a row of scores as it is printed; a dash where nothing of the sort was resolved."""
    return tuple(cell(row) for _, cell in COLUMNS)


def render_scores(card: Scorecard, as_of: datetime) -> str:
    """Return the page of a scorecard."""
    environment = Environment(loader=PackageLoader("sitroom.brief", "page"), autoescape=True, undefined=StrictUndefined)
    style = (importlib.resources.files("sitroom.brief") / "page" / "page.css").read_text(encoding="utf-8")
    words = [
        {"word": w.word.replace("_", " "), "n": w.n, "said": _share(w.said), "seen": _share(w.seen)} for w in card.words
    ]
    return environment.get_template("scores.html").render(
        style=Markup(style),  # noqa: S704  our own file
        as_of=f"{as_of.astimezone(UTC):%Y-%m-%d %H:%M} UTC",
        all=card.rows[-1],
        diagram=Markup(draw_reliability(card.words)),  # noqa: S704  it escapes what it is given
        words=words,
        voids=card.voids,
        heads=score_heads(),
        rows=[score_cells(row) for row in card.rows],
    )
