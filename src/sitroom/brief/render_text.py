"""A brief for the terminal: tables and colours where somebody looks on, plain lines in a pipe."""

from __future__ import annotations

import io
import shutil
import sys

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from sitroom.brief.render_markdown import TABLES, left_out, paragraphs, standfirst
from sitroom.brief.safe_text import printable
from sitroom.brief.tables import CELL
from sitroom.brief.words import Words, load_words
from sitroom.model import Card, Edition, Part

WIDEST = 110  # longer lines are hard to read


def render_text(edition: Edition, *, terminal: bool | None = None, width: int | None = None) -> str:
    """Render an edition's brief as text, ending in a newline; nothing in it is read as markup or control codes.

    `terminal`: tables and styles; otherwise one line a row, unwrapped. Both default to what standard output is.
    """
    if terminal is None:
        terminal = sys.stdout.isatty()
    if width is None:
        width = min(WIDEST, shutil.get_terminal_size().columns)
    out = io.StringIO()
    console = Console(file=out, force_terminal=terminal, width=width, soft_wrap=not terminal, highlight=False)
    _print(edition, console, terminal=terminal)
    return out.getvalue()


def _print(edition: Edition, console: Console, *, terminal: bool) -> None:
    brief = edition.brief
    words = load_words(brief.lang)
    _say(console, brief.title, "bold")
    _say(console, standfirst(words, brief), "dim")
    if brief.standfirst:
        _say(console, f"{words.writer.sections['changed']} {' '.join(line.text for line in brief.standfirst)}")
    if brief.cards:
        console.print()
        _print_cards(brief.cards, console, terminal=terminal)
    for part in brief.parts:
        _print_part(words, part, console, terminal=terminal)
        if part.name == "ahead":
            _print_list(words, "unanswered", list(brief.unanswered), console)
        if part.name == "disagreements":
            _print_list(words, "left_out", left_out(words, edition), console)


def _say(console: Console, text: str, style: str = "") -> None:
    console.print(Text(printable(text), style=style))


def _print_cards(cards: tuple[Card, ...], console: Console, *, terminal: bool) -> None:
    if not terminal:
        for card in cards:
            _say(console, CELL.join(item for item in (card.label, card.value, card.source, card.note) if item))
        return
    table = Table(box=box.ROUNDED, expand=True, header_style="dim")
    for card in cards:
        table.add_column(Text(printable(card.label)), ratio=1)
    table.add_row(*(Text(printable(card.value), style="bold") for card in cards))
    table.add_row(*(Text(printable(card.source)) for card in cards))
    table.add_row(*(Text(printable(card.note), style="dim") for card in cards))
    console.print(table)


def _print_part(words: Words, part: Part, console: Console, *, terminal: bool) -> None:
    empty = words.writer.sections.get(f"nothing_{part.name}", "")
    if not part.lines and not empty:
        return
    if part.lines and not part.paragraphs and part.name not in TABLES:
        _print_list(words, part.name, [line.text for line in part.lines], console)
        return
    console.print()
    _say(console, words.writer.sections[part.name], "bold underline")
    if not part.lines:
        _say(console, empty)
    elif part.paragraphs:
        for number, lines in enumerate(paragraphs(part)):
            if number:
                console.print()
            _say(console, " ".join(line.text for line in lines))
    elif terminal:
        console.print(_table(words, part))
    else:
        for line in part.lines:
            _say(console, line.text)


def _print_list(words: Words, name: str, texts: list[str], console: Console) -> None:
    if not texts:
        return
    console.print()
    _say(console, words.writer.sections[name], "bold underline")
    for text in texts:
        _say(console, f"- {text}")


def _table(words: Words, part: Part) -> Table:
    table = Table(box=box.SIMPLE, header_style="dim", pad_edge=False)
    for header in words.writer.headers[part.name]:
        table.add_column(header, overflow="fold")
    for line in part.lines:
        table.add_row(*(Text(printable(cell)) for cell in line.text.split(CELL)))
    return table
