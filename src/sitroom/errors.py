"""The errors Sitroom raises. One root, few children: a caller can catch all of them by name."""


class SitroomError(Exception):
    """The root of every error that Sitroom raises on purpose."""


class Rejected(SitroomError):
    """A report that cannot be read. It is counted and shown; it stops nothing else."""

    def __init__(self, reason: str, where: str) -> None:
        super().__init__(f"{where}: {reason}")
        self.reason = reason
        self.where = where


class Unsupported(SitroomError):
    """A line that would be printed without anything to rest on, or that its records do not bear out."""


class DataError(SitroomError):
    """Data that ships with Sitroom, or that the user supplied, is not in the form it must have."""


class StoreError(SitroomError):
    """A store that cannot be opened, or that a newer Sitroom wrote."""
