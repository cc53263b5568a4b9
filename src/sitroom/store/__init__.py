"""The store: documents, claims, judgements, scenarios and resolutions, kept append-only."""

from sitroom.store.opening import without_password
from sitroom.store.store import Store, open_store

__all__ = ["Store", "open_store", "without_password"]
