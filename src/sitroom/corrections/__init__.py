"""What persons corrected: judgements made on their word, and laid over what the extractor found."""

from sitroom.corrections.applying import apply
from sitroom.corrections.making import Word, fix, join, mark_unreliable, retract, split, undo

__all__ = ["Word", "apply", "fix", "join", "mark_unreliable", "retract", "split", "undo"]
