"""Full-text search over reports: FTS5 on SQLite, tsvector on PostgreSQL, the same answers from both.

So that they agree, neither database splits words: that is done here, once, for the reports and for the question. A
word is a run of letters or digits, without case, accents and other marks; in scripts that part no words, each letter is
one.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from sqlalchemy import Connection, insert, text

from sitroom.errors import StoreError
from sitroom.model import Document
from sitroom.store import schema

# Thai, Lao, Burmese, Khmer, Chinese, Japanese.
_UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff"
_WORD = re.compile(rf"[{_UNSPACED}]|[^\W_{_UNSPACED}]+")
_TERM = re.compile(r'"([^"]*)"|(\S+)')

# PostgreSQL keeps no position past this, and no word longer than 2 KB; a word so long is an address or an attack.
_MOST_WORDS = 16_000
_MOST_LETTERS = 60

# An excerpt shows so many characters before the word asked for, and twice as many after.
_AROUND = 60
# Marks that combine with a letter belong to the word as it is written.
_WORD_AS_WRITTEN = re.compile(rf"[{_UNSPACED}]|(?:[^\W_{_UNSPACED}][\u0300-\u036f\u064b-\u065f]*)+")

_MAKE = {
    "sqlite": ("CREATE VIRTUAL TABLE IF NOT EXISTS words USING fts5(held, content='', tokenize='unicode61')",),
    "postgresql": (
        "CREATE TABLE IF NOT EXISTS words (number INTEGER PRIMARY KEY REFERENCES indexed, held TSVECTOR NOT NULL)",
        "CREATE INDEX IF NOT EXISTS words_index ON words USING gin (held)",
    ),
}
_ADD = {
    "sqlite": text("INSERT INTO words (rowid, held) VALUES (:number, :words)"),
    "postgresql": text("INSERT INTO words (number, held) VALUES (:number, CAST(:words AS tsvector))"),
}
_FIND = {
    "sqlite": "indexed.number IN (SELECT rowid FROM words WHERE words MATCH :question)",
    "postgresql": "indexed.number IN (SELECT number FROM words WHERE held @@ CAST(:question AS tsquery))",
}


def words_of(content: str) -> list[str]:
    """Return the words of a text, as both index and question know them."""
    decomposed = unicodedata.normalize("NFKD", content).casefold()
    plain = "".join(c for c in decomposed if not unicodedata.combining(c))
    return [word[:_MOST_LETTERS] for word in _WORD.findall(plain)]


def make_index(connection: Connection) -> None:
    """Make the index of words where there is none."""
    for statement in _MAKE[connection.dialect.name]:
        connection.execute(text(statement))


def add_to_index(connection: Connection, texts: Mapping[str, str]) -> None:
    """Put the texts of new documents, by document id, into the index of words."""
    if not texts:
        return
    rows = [{"document": document} for document in texts]
    numbered = insert(schema.indexed).returning(schema.indexed.c.number, schema.indexed.c.document)
    found = connection.execute(numbered, rows).all()
    dialect = connection.dialect.name
    as_stored = _vector if dialect == "postgresql" else " ".join
    connection.execute(
        _ADD[dialect],
        [{"number": number, "words": as_stored(words_of(texts[document])[:_MOST_WORDS])} for number, document in found],
    )


def _vector(words: Sequence[str]) -> str:
    # Words hold letters and digits only, so nothing in them needs an escape.
    return " ".join(f"'{word}':{at}" for at, word in enumerate(words, start=1))


class Hit(NamedTuple):
    """A document found, and the words around the first that was asked for, on one line."""

    document: Document
    around: str


class Term(NamedTuple):
    """Words that must stand side by side, in order; the last may be the beginning of a word."""

    words: tuple[str, ...]
    open_ended: bool


def terms_of(question: str) -> tuple[Term, ...]:
    """Return what must all be found: words, "words in quotes" side by side, and beginnings of words ending in *.

    Raises StoreError where the question holds no word.
    """
    terms = []
    for quoted, bare in _TERM.findall(question):
        words = tuple(words_of(quoted or bare))
        if words:
            terms.append(Term(words, open_ended=bare.endswith("*")))
    if not terms:
        raise StoreError(f"nothing to search for in {question!r}: give a word")
    return tuple(terms)


def hit(document: Document, terms: Sequence[Term]) -> Hit:
    """Return a document found with the words around the first one asked for, or its beginning: a title may hold it."""
    first, open_ended = terms[0].words[0], terms[0].open_ended and len(terms[0].words) == 1
    at = 0
    for match in _WORD_AS_WRITTEN.finditer(document.text):
        folded = words_of(match.group())
        if first in folded or (open_ended and folded and folded[0].startswith(first)):
            at = match.start()
            break
    start, end = max(0, at - _AROUND), at + 2 * _AROUND
    excerpt = " ".join(document.text[start:end].split())
    before, after = "… " if start else "", " …" if end < len(document.text) else ""
    return Hit(document, f"{before}{excerpt}{after}")


def condition(dialect: str, terms: Sequence[Term]) -> tuple[str, str]:
    """Return the SQL condition that finds documents by their number, and the value of its `question`."""
    write = _as_fts if dialect == "sqlite" else _as_tsquery
    joiner = " AND " if dialect == "sqlite" else " & "
    return _FIND[dialect], joiner.join(write(term) for term in terms)


def _as_fts(term: Term) -> str:
    return f'"{" ".join(term.words)}"' + ("*" if term.open_ended else "")


def _as_tsquery(term: Term) -> str:
    words = [f"'{word}'" for word in term.words]
    if term.open_ended:
        words[-1] += ":*"
    return f"({' <-> '.join(words)})"
