"""The store: documents, claims, judgements, scenarios and resolutions, kept append-only."""

from sitroom.store.store import Store, open_store

__all__ = ["Store", "open_store"]
