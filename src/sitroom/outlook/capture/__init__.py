"""Whether a place changes hands within 7, 28 and 91 days."""

from sitroom.outlook.capture.asking import ask_captures

__all__ = ["ask_captures"]
