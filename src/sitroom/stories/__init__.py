"""Which reports belong together: stories, and voices within them, as judgements that can be undone."""

from sitroom.stories.assigning import assign
from sitroom.stories.deriving import derive
from sitroom.stories.voices import voices

__all__ = ["assign", "derive", "voices"]
