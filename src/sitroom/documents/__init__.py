"""From bytes to documents: main text, title, date, outlet, language, sentences; and which documents are one text."""

from sitroom.documents.duplicates import near_duplicates
from sitroom.documents.reading import read

__all__ = ["near_duplicates", "read"]
