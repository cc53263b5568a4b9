"""The gate: it reads each finished line again and refuses what its records do not bear out.

It shares no code and no words with the writer. `reading` turns a line into numbers, dates, names and actions by a
grammar of its own; `grounds` gathers what the line's records allow; `check` compares the two.
"""

from sitroom.brief.gate.check import check_brief, check_line
from sitroom.brief.gate.grounds import Records

__all__ = ["Records", "check_brief", "check_line"]
