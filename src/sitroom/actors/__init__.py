"""Actors and claimants: who takes part, who vouches, and what both are called in ten languages."""

from sitroom.actors.records import ActorMention, ResolvedActor
from sitroom.actors.registry import Registry, open_registry

__all__ = ["ActorMention", "Registry", "ResolvedActor", "open_registry"]
