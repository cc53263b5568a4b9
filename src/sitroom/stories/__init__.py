"""Which reports belong together: stories, and voices within them, as judgements that can be undone."""

from sitroom.stories.assigning import Assigner, assign
from sitroom.stories.deriving import derive
from sitroom.stories.voices import voices

__all__ = ["Assigner", "assign", "derive", "voices"]
