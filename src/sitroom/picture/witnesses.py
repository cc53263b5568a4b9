"""Who vouches: the claimant behind a claim, one key for one witness whatever the report calls it.

The claimant is not the outlet. Where nobody is named, the report itself vouches only if its source is a known
claimant: a situation report of OCHA gives OCHA's numbers, a newspaper gives nobody's.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from functools import lru_cache
from itertools import combinations

import msgspec

from sitroom.model import AnyClaim, Document, Name
from sitroom.terms.reconciling import reconciling

_ARTICLES = re.compile(r"^(the|le|la|les|l|el|los|las|il|lo|gli|i|o|os|a|as|der|die|das|dem|den|al)\s+")
_SHORTEST_ACRONYM = 3
KNOWN_NAMES = 16_384  # remembered in their plain form: every name of the registry, and those of the reports
_BROKEN = re.compile(r"[.!?]\s+[^\W\d_]*[A-ZА-Я][^.]*$|\n")
"""Words that run over the end of a sentence name nobody: "June. They"."""


class Witness(msgspec.Struct, frozen=True, kw_only=True):
    """A claimant. `key` is its id, or the words of the reports where it is unknown; `side` is set for a party.

    `text` is what this report calls it.
    """

    key: str
    name: str
    text: str
    id: str | None = None
    kind: str | None = None
    side: str | None = None
    family: str | None = None

    def same_as(self, other: Witness) -> bool:
        """Return whether both may be one witness: the same, or one the head of the other's family.

        "The United Nations" is OCHA where OCHA is meant; OCHA and WFP are two.
        """
        return self.key in (other.key, other.family) or other.key == self.family


class Witnesses:
    """The witnesses of a set of reports, by claim."""

    def __init__(self, documents: Iterable[Document], claims: Iterable[AnyClaim], names: Mapping[str, Name]) -> None:
        """Take what is there to be attributed; unknown claimants that share a name become one."""
        self._names = names
        self._documents = {d.id: d for d in documents}
        self._sources = _by_name(names, {d.source for d in self._documents.values()})
        told = [c.attributed_to for c in claims if c.attributed_to]
        self._unknown = _merged(sorted({a.text for a in told if a.id is None}))
        self._only = _only_of_kind(names, {a.id for a in told if a.id is not None})

    def of(self, claim: AnyClaim) -> Witness | None:
        """Return who vouches for a claim, or None where nobody does."""
        if claim.attributed_to is None or _BROKEN.search(claim.attributed_to.text):
            return self.publisher(claim.document)
        if claim.attributed_to.id is not None:
            return self._known(claim.attributed_to.id, claim.attributed_to.text)
        if claim.attributed_to.text.islower() and (publisher := self.publisher(claim.document)) is not None:
            # "Field teams", "the task force": the people of who publishes the report.
            return publisher
        name = self._unknown[claim.attributed_to.text]
        return Witness(key=_plain(name), name=name, text=claim.attributed_to.text)

    def publisher(self, document: str) -> Witness | None:
        """Return the claimant that a report's source is, or None for an outlet that only passes on."""
        found = self._sources.get(self._documents[document].source)
        return self._known(found, self._documents[document].source) if found else None

    def _known(self, id_: str, text: str) -> Witness:
        id_ = self._only.get(id_, id_)
        name = self._names.get(id_)
        if name is None:
            return Witness(key=id_, id=id_, name=text, text=text)
        return Witness(key=id_, id=id_, name=name.full, text=text, kind=name.kind, side=name.side, family=name.family)


def _only_of_kind(names: Mapping[str, Name], said: set[str]) -> dict[str, str]:
    """Map a role of which a country has one to the only bearer that the reports name: the civil defence of Syria.

    A role's id is its kind and country ("civil-defence:SY"); a bearer has an id of its own.
    """
    single = reconciling().single_kinds
    kinds = {i: names[i].kind for i in said if i in names and names[i].kind in single}
    out = {}
    for role in (i for i in kinds if ":" in i):
        bearers = sorted(i for i, kind in kinds.items() if ":" not in i and kind == kinds[role])
        if len(bearers) == 1:
            out[role] = bearers[0]
    return out


def _by_name(names: Mapping[str, Name], sources: set[str]) -> dict[str, str]:
    wanted = {_plain(source): source for source in sources}
    found: dict[str, str] = {}
    for id_ in sorted(names):
        name = names[id_]
        for text in (name.full, name.short, id_):
            source = wanted.get(_plain(text)) if text else None
            if source is not None:
                found.setdefault(source, id_)
    return found


@lru_cache(maxsize=KNOWN_NAMES)
def _plain(text: str) -> str:
    bare = text.casefold()
    if not text.isascii():
        decomposed = unicodedata.normalize("NFKD", text).casefold()
        bare = "".join(c for c in decomposed if not unicodedata.combining(c))
    words = re.sub(r"[^\w]+", " ", bare).strip()
    return _ARTICLES.sub("", words)


def _merged(texts: Iterable[str]) -> dict[str, str]:
    """Map each unknown claimant's words to the longest name among those that may mean the same one."""
    group = {text: {text} for text in texts}
    for a, b in combinations(sorted(group), 2):
        if group[a] is not group[b] and _one_name(a, b):
            joined = group[a] | group[b]
            for text in joined:
                group[text] = joined
    return {text: min(same, key=lambda t: (-len(_plain(t)), t)) for text, same in group.items()}


def _one_name(a: str, b: str) -> bool:
    """Return whether two names may be one: equal, one within the other, or with an acronym in common.

    "Shan Civilian Monitor" and "SCM"; "Puesto de Mando Unificado (PMU)" and "Posto de Mando Unificado (PMU)".
    """
    x, y = _plain(a), _plain(b)
    if x == y:
        return True
    for short, full in ((x, y), (y, x)):
        if " " in short and f" {short} " in f" {full} ":
            return True
    own, other = _acronyms(a), _acronyms(b)
    return bool(own & other) or _initials(y) in own or _initials(x) in other


def _acronyms(text: str) -> set[str]:
    return {w.casefold() for w in re.findall(r"[^\W\d_]{3,}", text) if w.isupper()}


def _initials(plain: str) -> str:
    words = plain.split()
    return "".join(w[0] for w in words) if len(words) >= _SHORTEST_ACRONYM else ""
