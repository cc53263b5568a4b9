"""The gazetteer: built once from packages and a supplement, and how names in texts become places."""

from sitroom.places.gazetteer import Gazetteer, open_gazetteer
from sitroom.places.records import Context, Place, PlaceMention

__all__ = ["Context", "Gazetteer", "Place", "PlaceMention", "open_gazetteer"]
