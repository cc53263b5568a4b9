"""From documents to claims: figures, control, events, each with its claimant, standing, place, day and spans."""

from sitroom.claims.extracting import extract
from sitroom.claims.wire import wire

__all__ = ["extract", "wire"]
