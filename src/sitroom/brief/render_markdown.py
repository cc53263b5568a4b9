"""A brief as Markdown: a footnote behind every sentence, with the words of the reports, outlet and day."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC

from sitroom.brief import numerals
from sitroom.brief.chain import Chains, Quote
from sitroom.brief.safe_text import markdown
from sitroom.brief.tables import CELL
from sitroom.brief.words import Words, load_words
from sitroom.model import Brief, Document, Edition, Line, Part

MOST_QUOTES = 6  # a footnote quotes this many; `why` has them all
TABLES = ("control", "timeline", "ledger", "sources")


def render_markdown(edition: Edition) -> str:
    """Render an edition's brief as GitHub-flavoured Markdown, ending in a newline.

    Raises:
        DataError: a line rests on a record that the edition does not hold.
    """
    brief = edition.brief
    words = load_words(brief.lang)
    notes = _Notes(words, edition)
    blocks = [
        f"# {markdown(brief.title)}{notes.mark(brief.title_rests_on)}",
        standfirst(words, brief),
        _changes(words, brief, notes),
        _cards(words, brief, notes),
    ]
    for part in brief.parts:
        blocks += _part(words, part, notes)
        if part.name == "ahead" and brief.unanswered:
            lines = "\n".join(f"- {markdown(text)}" for text in brief.unanswered)
            blocks += [f"### {words.writer.sections['unanswered']}", lines]
        if part.name == "disagreements":
            blocks += _left_out(words, edition)
    return "\n\n".join(block for block in [*blocks, notes.text()] if block) + "\n"


def standfirst(words: Words, brief: Brief) -> str:
    """Print the line below the title: as of when, how many reports, outlets and languages."""
    counts = (("reports", brief.reports), ("outlets", brief.outlets), ("languages", len(brief.languages)))
    printed = [section(words, f"{name}_one" if n == 1 else name, numerals.number(words, n)) for name, n in counts]
    moment = section(words, "as_of", numerals.moment(words, brief.as_of.astimezone(UTC)))
    return f"{moment[:1].upper()}{moment[1:]}{CELL}{', '.join(printed)}"


def left_out(words: Words, edition: Edition) -> list[str]:
    """Return the sentences on what was left out, those of the gate and of unreadable reports among them."""
    lines = [*edition.brief.left_out, *(f"{where}: {reason}" for where, reason in edition.rejected)]
    refused = len(edition.brief.refused)
    if refused:
        n = numerals.number(words, refused, spelled=True)
        lines.append(words.sentence(section(words, "refused_one" if refused == 1 else "refused", n)))
    return lines


def section(words: Words, key: str, n: str) -> str:
    """Fill one of the writer's section texts that take a number."""
    return words.fill(words.writer.sections[key], {"n": n}, key)


def paragraphs(part: Part) -> list[tuple[Line, ...]]:
    """Return the lines of a part by paragraph."""
    found, start = [], 0
    for length in part.paragraphs or (len(part.lines),):
        found.append(part.lines[start : start + length])
        start += length
    return found


class _Notes:
    """Footnotes, numbered as they are met; sentences that rest on the same words share one."""

    def __init__(self, words: Words, edition: Edition) -> None:
        self._words, self._year = words, edition.brief.as_of.year
        self._chains = Chains(edition)
        self._numbers: dict[str, int] = {}

    def mark(self, rests_on: Sequence[str]) -> str:
        note = self._note(quotes_below(self._chains, rests_on))
        if not note:
            return ""
        return f"[^{self._numbers.setdefault(note, len(self._numbers) + 1)}]"

    def _note(self, quotes: Sequence[Quote]) -> str:
        shown = [
            f"{markdown(quote.document.source)}, {self._day(quote.document)}: “{markdown(quote.words)}”"
            for quote in quotes[:MOST_QUOTES]
        ]
        if len(quotes) > MOST_QUOTES:
            shown.append(section(self._words, "more_quotes", numerals.number(self._words, len(quotes) - MOST_QUOTES)))
        return "; ".join(shown)

    def _day(self, document: Document) -> str:
        return numerals.day(self._words, document.published.date().isoformat(), self._year)

    def text(self) -> str:
        return "\n".join(f"[^{number}]: {note}" for note, number in self._numbers.items())


def quotes_below(chains: Chains, ids: Iterable[str]) -> list[Quote]:
    """Return the words below these ids: reports in order of publication, no words of a report twice."""
    found = {(q.document.id, q.words): q for record in ids for q in chains.link(record).all_quotes()}
    return sorted(found.values(), key=lambda q: (q.document.known_at, q.document.name, q.start, q.end))


def _said(line: Line, notes: _Notes) -> str:
    return markdown(line.text) + notes.mark(line.rests_on)


def _changes(words: Words, brief: Brief, notes: _Notes) -> str:
    if not brief.standfirst:
        return ""
    return f"{words.writer.sections['changed']} " + " ".join(_said(line, notes) for line in brief.standfirst)


def _cards(words: Words, brief: Brief, notes: _Notes) -> str:
    if not brief.cards:
        return ""
    labels = [markdown(card.label) for card in brief.cards]
    values = [f"**{markdown(card.value)}**{notes.mark(card.rests_on)}" for card in brief.cards]
    below = [CELL.join(markdown(item) for item in (card.source, card.note) if item) for card in brief.cards]
    rows = [_row(labels), _row(["---"] * len(labels)), _row(values), _row(below)]
    return f"## {words.writer.sections['figures']}\n\n" + "\n".join(rows)


def _part(words: Words, part: Part, notes: _Notes) -> list[str]:
    heading = f"## {words.writer.sections[part.name]}"
    if not part.lines:
        empty = words.writer.sections.get(f"nothing_{part.name}")
        return [heading, empty] if empty else []
    if part.name in TABLES:
        return [heading, _table(words, part, notes)]
    if part.paragraphs:
        return [heading, *(" ".join(_said(line, notes) for line in lines) for lines in paragraphs(part))]
    return [heading, "\n".join(f"- {_said(line, notes)}" for line in part.lines)]


def _table(words: Words, part: Part, notes: _Notes) -> str:
    headers = words.writer.headers[part.name]
    rows = [_row(headers), _row(["---"] * len(headers))]
    for line in part.lines:
        cells = [markdown(cell) for cell in line.text.split(CELL)]
        if part.name != "sources":
            cells[0] += notes.mark(line.rests_on)
        rows.append(_row(cells))
    return "\n".join(rows)


def _row(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cells) + " |"


def _left_out(words: Words, edition: Edition) -> list[str]:
    lines = [f"- {markdown(text)}" for text in left_out(words, edition)]
    return [f"## {words.writer.sections['left_out']}", "\n".join(lines)] if lines else []
