"""The page: one HTML file that opens offline, needs no script to be read, and prints well.

A sentence is a link to its note; a note holds the words that the sentence rests on. On a screen a note opens beside
the text when its sentence is clicked; in print all notes follow as endnotes. Everything that a report supplied is
escaped by the template, and only http(s) addresses become links.
"""

from __future__ import annotations

import importlib.resources
from collections.abc import Mapping, Sequence
from datetime import UTC, date
from typing import Any, NamedTuple
from urllib.parse import urlsplit

import msgspec
from babel import Locale
from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from sitroom.brief import numerals
from sitroom.brief.chain import Chains, Quote
from sitroom.brief.charts import Series, Value, draw_chart
from sitroom.brief.evidence import firm_control
from sitroom.brief.map import draw_map, marks_of
from sitroom.brief.tables import CELL
from sitroom.brief.words import Words, load_words
from sitroom.compiled import read_yaml
from sitroom.errors import DataError
from sitroom.model import Edition, Figure, Line, Scenario

# A note with more quotes than this is a wall; the rest is in the edition's file.
MOST_QUOTES = 8
# A card whose value is longer than a number is set smaller.
LONGEST_NUMBER = 12
MOST_CHARTS = 4
# Two counts are a change, not a course; a chart needs three days.
LEAST_DAYS_OF_A_CHART = 3


class PageWords(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One language's page.yaml, as it stands in the file."""

    kind: str
    as_of: str
    reports: dict[str, str]
    outlets: dict[str, str]
    languages: dict[str, str]
    since_last: str
    key_figures: str
    happened: str
    matters: str
    ahead: str
    map: str
    control: str
    timeline: str
    ledger: str
    charts: str
    disagreements: str
    left_out: str
    sources: str
    notes: str
    notes_lead: str
    close: str
    more_quotes: str
    rests_on: str
    none_happened: str
    none_matters: str
    none_ahead: str
    unanswered: str
    settled: str
    forecast_by: str
    data_to: str
    rejected: str
    no_holder: str
    map_title: str
    map_note: str
    kilometres: str
    threatened: str
    contested: str
    besieged: str
    controlled: str
    made: str


class Said(NamedTuple):
    """A line as the page shows it: numbered, and split in cells where it is a row."""

    id: str
    text: str
    number: int
    cells: tuple[str, ...]


class Table(NamedTuple):
    """The heads and rows of a table."""

    heads: Sequence[str]
    rows: Sequence[Said]


class ShownQuote(NamedTuple):
    """A quote as a note shows it."""

    words: str
    lang: str
    source: str
    title: str
    url: str | None


class Asked(NamedTuple):
    """How a forecast behind a line will be settled and how it was made, in the words it was stored with."""

    asks: str
    rule: str
    method: str
    data_to: str


class Note(NamedTuple):
    """What a line, a card or the title rests on."""

    id: str
    said: str
    number: int | None
    quotes: Sequence[ShownQuote]
    more: int
    asked: Sequence[Asked]


class Chart(NamedTuple):
    """A drawn chart and what it counts."""

    title: str
    svg: Markup


def load_page_words(lang: str) -> PageWords:
    """Load the words of the page in a language; raise `DataError` where there are none, or one is missing."""
    path = importlib.resources.files("sitroom.languages").joinpath(f"data/{lang}/page.yaml")
    if not path.is_file():
        raise DataError(f"no words for a page in {lang!r}")
    try:
        return read_yaml(path, PageWords, __file__)
    except msgspec.ValidationError as error:
        raise DataError(f"{lang}/page.yaml: {error}") from error


def render_html(edition: Edition) -> str:
    """Return the page of an edition."""
    return _Page(edition).render()


class _Page:
    def __init__(self, edition: Edition) -> None:
        self.edition, self.brief, self.picture = edition, edition.brief, edition.picture
        self.chains = Chains(edition)
        self.words = load_page_words(self.brief.lang)
        self.writer: Words = load_words(self.brief.lang)
        self.title = Line(
            id="title", text=self.brief.title, rests_on=self.brief.title_rests_on, rule="title"
        )  # the title is no record of its own
        lines = (self.title, *self.chains.lines)
        self.numbers: Mapping[str, int] = {line.id: n for n, line in enumerate(lines, start=1)}
        self.parts = {part.name: part for part in self.brief.parts}

    def render(self) -> str:
        environment = Environment(
            loader=PackageLoader("sitroom.brief", "page"), autoescape=True, undefined=StrictUndefined
        )
        style = (importlib.resources.files("sitroom.brief") / "page" / "page.css").read_text(encoding="utf-8")
        locale = Locale.parse(self.writer.writer.locale)
        return environment.get_template("page.html").render(
            lang=self.brief.lang,
            direction="rtl" if locale.character_order == "right-to-left" else "ltr",
            style=Markup(style),  # noqa: S704  our own file
            words=msgspec.structs.asdict(self.words),
            title=self._said(self.title),
            meta=self._meta(),
            changes=[self._said(line) for line in self.brief.standfirst],
            cards=[
                msgspec.structs.asdict(card) | {"wordy": len(card.value) > LONGEST_NUMBER} for card in self.brief.cards
            ],
            paragraphs=self._paragraphs(),
            parts={name: [self._said(line) for line in part.lines] for name, part in self.parts.items()},
            tables={name: self._table(name) for name in self.writer.writer.headers},
            map=self._map(),
            charts=self._charts(),
            unanswered=self.brief.unanswered,
            left_out=(*self.brief.left_out, *(f"{w}: {r}" for w, r in self.edition.rejected)),
            notes=self._notes(),
        )

    def _said(self, line: Line) -> Said:
        return Said(line.id, line.text, self.numbers[line.id], tuple(line.text.split(CELL)))

    def _meta(self) -> str:
        brief, words = self.brief, self.words
        counts = (
            (brief.reports, words.reports), (brief.outlets, words.outlets), (len(brief.languages), words.languages)
        )  # fmt: skip
        told = ", ".join(f"{n} {forms['one' if n == 1 else 'many']}" for n, forms in counts)
        return f"{words.as_of} {numerals.moment(self.writer, brief.as_of.astimezone(UTC))} · {told}"

    def _day(self, value: date) -> str:
        return numerals.day(self.writer, value.isoformat(), self.brief.as_of.year)

    def _paragraphs(self) -> list[list[Said]]:
        part = self.parts.get("happened")
        if part is None:
            return []
        lines = iter(part.lines)
        sizes = part.paragraphs or (len(part.lines),)
        return [[self._said(next(lines)) for _ in range(size)] for size in sizes if size]

    def _table(self, name: str) -> Table:
        part = self.parts.get(name)
        rows = [self._said(line) for line in part.lines] if part else []
        return Table(self.writer.writer.headers[name], rows)

    def _map(self) -> Markup:
        control = firm_control(self.picture.control, {claim.id: claim for claim in self.edition.claims})
        names = {row.holder: self._holder(row.holder) for row in control if row.holder}
        words = {
            "title": self.words.map_title, "unknown": self.words.no_holder, "kilometres": self.words.kilometres,
            "threatened": self.words.threatened, "contested": self.words.contested, "besieged": self.words.besieged,
        }  # fmt: skip
        lines = {i: line.id for line in self.parts["control"].lines for i in line.rests_on}
        marks = [m._replace(anchor=f"note-{lines[m.anchor]}") for m in marks_of(control) if m.anchor in lines]
        return Markup(draw_map(marks, names, words))  # noqa: S704  the map escapes what it is given

    def _holder(self, key: str) -> str:
        return self.edition.names[key].full if key in self.edition.names else key

    def _charts(self) -> list[Chart]:
        groups: dict[tuple[object, ...], dict[str, list[Figure]]] = {}
        for figure in self.picture.figures:
            if figure.scope != "cumulative" or figure.as_of is None or figure.part_of or figure.background:
                continue
            if figure.standing != "asserted" or len(figure.as_of) < len("2024-12-04"):
                continue
            key = (figure.measure, figure.category, figure.side, figure.since, figure.unit)
            groups.setdefault(key, {}).setdefault(figure.claimant or "–", []).append(figure)
        charts = []
        for claimants in groups.values():
            days = {f.as_of for figures in claimants.values() for f in figures}
            if len(days) >= LEAST_DAYS_OF_A_CHART:
                charts.append(self._chart(claimants))
        return [c for c in charts if c.svg][:MOST_CHARTS]

    def _chart(self, claimants: Mapping[str, Sequence[Figure]]) -> Chart:
        series, last_values = [], []
        for claimant, figures in claimants.items():
            by_day = {f.as_of: f for f in sorted(figures, key=lambda f: (f.as_of or "", f.current))}
            values = tuple(Value(date.fromisoformat(day), f.low, f.high) for day, f in by_day.items() if day)
            label = self._short(figures[0].claimant_id, claimant)
            series.append(Series(label, values))
            last_values.append(f"{values[-1].shown:,}" + ("+" if values[-1].high is None else ""))
        one = next(iter(claimants.values()))[0]
        days = sorted(v.day for s in series for v in s.values)
        edges = (self._day(days[0]), self._day(days[-1]))
        title = f"{one.category}, {one.measure}" + (f", {one.side}" if one.side else "")
        return Chart(title, Markup(draw_chart(title, series, last_values, edges)))  # noqa: S704  escaped there

    def _short(self, key: str | None, otherwise: str) -> str:
        name = self.edition.names.get(key or "")
        return (name.short or name.full) if name else otherwise

    def _notes(self) -> list[Note]:
        rows: list[tuple[str, str, Sequence[str]]] = [
            (line.id, line.text, line.rests_on) for line in (self.title, *self.chains.lines)
        ]
        rows += [(card.id, f"{card.label}: {card.value}", card.rests_on) for card in self.brief.cards]
        return [self._note(*row) for row in rows]

    def _note(self, line_id: str, said: str, rests_on: Sequence[str]) -> Note:
        quotes: dict[Any, Quote] = {}
        for one in rests_on:
            for quote in self.chains.link(one).all_quotes():
                quotes.setdefault((quote.document.id, quote.start, quote.end), quote)
        found = sorted(quotes.values(), key=lambda q: (q.document.known_at, q.document.id, q.start), reverse=True)
        shown = [self._quote(q) for q in found[:MOST_QUOTES]]
        more = max(0, len(found) - MOST_QUOTES)
        return Note(line_id, said, self.numbers.get(line_id), shown, more, self._asked(rests_on))

    def _asked(self, rests_on: Sequence[str]) -> list[Asked]:
        """Return the forecasts behind a line; the days of one question share a rule and are told once."""
        records = (self.chains.records.get(one) for one in rests_on)
        asked: dict[tuple[str, str], Asked] = {}
        for one in records:
            if isinstance(one, Scenario):
                asks = one.predicate
                for role in ("holder", "by"):
                    key = dict(one.about).get(role, "")
                    asks = asks.replace(f" {key} ", f" {self._holder(key)} ") if key else asks
                shown = Asked(f"{asks} ({one.horizon})", one.resolution_rule, one.method, one.data_cutoff)
                asked.setdefault((one.resolution_rule, one.method), shown)
        return list(asked.values())

    def _quote(self, quote: Quote) -> ShownQuote:
        document = quote.document
        link = document.url if document.url and urlsplit(document.url).scheme in {"http", "https"} else None
        source = f"{document.source}, {self._day(document.published.date())}"
        return ShownQuote(quote.words, document.lang, source, document.title or document.name, link)
