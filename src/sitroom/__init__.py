"""Sitroom: from a flood of reports to one brief that can be defended."""
__version__ = "0.1.0"
