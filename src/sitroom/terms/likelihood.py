"""The word for a probability: one function, for the brief, the scores and the page alike."""

from __future__ import annotations

from functools import cache
from importlib import resources

import msgspec


class Band(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A word of likelihood and the probability up to which it is used, the edge excluded."""

    word: str
    below: float


class _Likelihood(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    bands: tuple[Band, ...]


@cache
def likelihood_bands() -> tuple[Band, ...]:
    """Return the ICD 203 bands, from the least to the most likely.

    Raises:
        msgspec.ValidationError: the file is not of its shape.
    """
    data = resources.files("sitroom.terms").joinpath("data", "likelihood.yaml").read_bytes()
    return msgspec.yaml.decode(data, type=_Likelihood).bands


def likelihood_word(probability: float) -> str:
    """Name the ICD 203 band of a probability, as a key of `languages/`; an edge belongs to the band above it.

    Example: 0.62 is "likely", 0.49 "roughly_even". Raises ValueError outside 0 to 1.
    """
    if not 0.0 <= probability <= 1.0:
        raise ValueError(f"{probability} is no probability")
    bands = likelihood_bands()
    return next((band.word for band in bands if probability < band.below), bands[-1].word)
