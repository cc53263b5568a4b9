"""How much Sitroom takes from one carrier. Reports are small; what is larger is an accident or an attack.

News pages weigh 0.1 to 3 MB with their scripts, situation reports as PDF 0.2 to 10 MB with their maps.
"""

from __future__ import annotations

MAX_FILE_BYTES = 20_000_000  # twice the heaviest situation report seen
MAX_LINE_BYTES = 5_000_000  # one JSONL report: text only, so a book of 1,000 pages
MAX_ITEMS_PER_FILE = 10_000  # entries of one feed or attachments of one message
SNIFF_BYTES = 4_096  # every signature, and an HTML or XML prologue with comments, lies within
