"""What `data/displacement.json` holds: the few numbers that were learned, and where they come from."""

from __future__ import annotations

from functools import cache
from importlib import resources

import msgspec


class Fitted(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Numbers fitted on past displacements.

    `levels` are the levels of all quantiles here. By horizon in days, `total` has the quantiles of the rise of a total
    in units of `total.expected_rise`, in which the last month has the weight `lately`, and `young` those of totals
    counted for no longer than `total.YOUNG_DAYS`; `growth` has those of a total over the one before it, whatever its
    past; `fall` has those of the rise after towns were drawn into fighting, in units of `fall.expected_rise_if_fallen`,
    and `per_inhabitant` the same rise per inhabitant of those towns; `cases`, `young_cases` and `falls` count what they
    were taken from. `carried` is the share of a site's own last rise that goes on, and `site` has the quantiles of its
    miss in units of `sites.Expected.margins`.
    """

    source: str
    licence: str
    data_cutoff: str
    conflicts: tuple[str, ...]
    levels: tuple[float, ...]
    total: dict[str, tuple[float, ...]]
    young: dict[str, tuple[float, ...]]
    growth: dict[str, tuple[float, ...]]
    cases: dict[str, int]
    young_cases: dict[str, int]
    lately: float
    carried: float
    site: tuple[float, ...]
    fall: dict[str, tuple[float, ...]]
    per_inhabitant: dict[str, tuple[float, ...]]
    falls: dict[str, int]


@cache
def load_fitted() -> Fitted:
    """Return the numbers that ship with Sitroom."""
    data = resources.files("sitroom.outlook").joinpath("data", "displacement.json").read_bytes()
    return msgspec.json.decode(data, type=Fitted)
