"""Sitroom: from a flood of reports to one brief that can be defended.

As a library, the five stages are functions over frozen records (`sitroom.model`):

    from sitroom import read, extract, assemble, forecast, compose

They are those of `sitroom.run`, loaded when first asked for, so that the program starts at once.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sitroom.run import Settings, Vocabularies, assemble, compose, extract, forecast, read, study

__version__ = "0.1.0"
__all__ = ["Settings", "Vocabularies", "assemble", "compose", "extract", "forecast", "read", "study"]


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from sitroom import run  # noqa: PLC0415  see above

    return getattr(run, name)
