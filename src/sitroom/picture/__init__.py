"""Claims to figures, sums, conflicts, control and a timeline, as of a time."""

from sitroom.picture.assembly import assemble

__all__ = ["assemble"]
