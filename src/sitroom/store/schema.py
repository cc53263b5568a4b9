"""The tables. The only place where a column is named.

A record is kept whole as JSON in `body`; a column beside it exists only where a query needs it. Rows are
added, never changed: a correction is a newer judgement, a revision a newer claim. Change a table by a numbered step in
`migrations.py`, and here.
"""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Index, Integer, MetaData, String, Table, Text

metadata = MetaData()

properties = Table(
    "properties",
    metadata,
    Column("name", String(64), primary_key=True),
    Column("value", Text, nullable=False),
)

documents = Table(
    "documents",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("known_at", String(32), nullable=False, index=True),
    Column("name", Text, nullable=False),
    Column("body", Text, nullable=False),
)

claims = Table(
    "claims",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("document", String(64), ForeignKey("documents.id"), nullable=False, index=True),
    Column("known_at", String(32), nullable=False),
    Column("body", Text, nullable=False),
)

# A document was read for claims by one version of the extractor, once: without this row an empty report
# would look like one not yet read.
extractions = Table(
    "extractions",
    metadata,
    Column("document", String(64), ForeignKey("documents.id"), primary_key=True),
    Column("extractor", String(64), primary_key=True),
    Column("known_at", String(32), nullable=False),
    Column("body", Text, nullable=False),
)

judgements = Table(
    "judgements",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("left", String(64), nullable=False),
    Column("right", Text, nullable=False),
    Column("known_at", String(32), nullable=False),
    Column("body", Text, nullable=False),
    Index("judgements_pair", "left", "right"),
)

scenarios = Table(
    "scenarios",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("known_at", String(32), nullable=False, index=True),
    Column("body", Text, nullable=False),
)

resolutions = Table(
    "resolutions",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("scenario", String(64), ForeignKey("scenarios.id"), nullable=False, index=True),
    Column("known_at", String(32), nullable=False),
    Column("body", Text, nullable=False),
)

# Which document has which number in the index of words. The words are in `words`, beside the number, whose type
# is the database's own: see `search.py`.
indexed = Table(
    "indexed",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("document", String(64), ForeignKey("documents.id"), nullable=False, unique=True),
)

RECORDS = (documents, claims, extractions, judgements, scenarios, resolutions)
"""What is kept for good. The index of words can be made again from the documents."""
