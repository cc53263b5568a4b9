"""Claims to figures, sums, conflicts, control and a timeline, as of a time."""

from sitroom.picture.assembly import assemble
from sitroom.picture.diff import Change, diff
from sitroom.picture.printing import printed

__all__ = ["Change", "assemble", "diff", "printed"]
