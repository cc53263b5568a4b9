"""What actors and claimants are called in print, in one language."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date

from sitroom.actors.data_files import ActorData, Data, Names, State
from sitroom.actors.filing import patterns_of, plain
from sitroom.actors.lexicon import HIDDEN
from sitroom.actors.words import is_acronym
from sitroom.model import Name

_WORD = re.compile(r"[^\W_]+")
_STRAY_SIGNS = 1  # OCHA is short for "Bureau de la coordination des affaires humanitaires", PLO not for another body


def _shortens(acronym: str, full: str) -> bool:
    """Return whether an acronym is made of the first letters of a name, in whatever order its language has them."""
    if not is_acronym(acronym):
        return False
    initials = [w[0] for w in _WORD.findall(full.casefold())]
    stray = 0
    for sign in acronym.casefold().replace("-", ""):
        if sign in initials:
            initials.remove(sign)
        else:
            stray += 1
    return stray <= _STRAY_SIGNS


class NameBook(Mapping[str, Name]):
    """Names by id. Iterating gives the ids of the data; ids of roles ("police:HT") are made when asked for."""

    def __init__(self, data: Data, lang: str, on: date | None) -> None:
        """Take the language, and the day whose names are wanted (None: the latest)."""
        self._data, self._lang, self._on = data, lang, on
        self._made: dict[str, Name] = {}
        self._generic = {g.key: g.key if g.key in data.generic else k for k, g in data.generic.items() if k != HIDDEN}

    def __getitem__(self, key: str) -> Name:
        """Return the name of an id; KeyError for one that is neither in the data nor a role."""
        if key not in self._made:
            self._made[key] = self._make(key)
        return self._made[key]

    def __iter__(self) -> Iterator[str]:
        """Iterate over the ids of actors, claimants and generic kinds."""
        return iter((*self._data.actors, *self._data.claimants, *self._generic))

    def __len__(self) -> int:
        """Count the ids of actors, claimants and generic kinds."""
        return len(self._data.actors) + len(self._data.claimants) + len(self._generic)

    def _make(self, key: str) -> Name:
        if key in self._data.actors:
            return self._actor(key, self._data.actors[key])
        if key in self._data.claimants:
            claimant = self._data.claimants[key]
            full, short = self._called(claimant)
            return Name(
                id=key,
                full=full or key,
                short=short,
                kind=claimant.kind,
                side=claimant.side,
                family=claimant.family or key,
            )
        if key in self._generic:
            full, _ = self._called(self._data.generic[self._generic[key]])
            return Name(id=key, full=full or key, kind="generic", side=key)
        return self._role(key)

    def _actor(self, key: str, actor: ActorData) -> Name:
        names: Names = actor
        if self._on is not None:
            names = next((f for f in actor.formerly if self._on < f.until), actor)
        full, short = self._called(names, state=actor.kind == "state")
        if actor.kind == "state" and actor.countries and not names.of(self._lang):
            full, short = self._army_of(actor.countries[0]) or full, None
        return Name(
            id=key, full=full or key, short=short, kind=actor.kind, side=key, family=key, coalition=actor.coalition
        )

    def _army_of(self, country: str) -> str | None:
        """Return "army (country)" for a government without a name of its own in the language."""
        noun, _ = self._called(self._data.generic["army"])
        name, _ = self._called(self._data.countries[country].name) if country in self._data.countries else (None, None)
        return f"{noun} ({name})" if noun and name else None

    def _called(self, names: Names, *, state: bool = False) -> tuple[str | None, str | None]:
        """Return the full and the short name: the language's own, else English, else the one all use.

        Short is the acronym that stands second, or the first that shortens the full name; what follows a state's
        name are its forces, each with an acronym of its own.
        """
        for lang in (self._lang, "en", "any"):
            patterns = [plain(p) for p in patterns_of(names.of(lang)) if not p.startswith(("~", "+"))]
            if patterns:
                full = next((p for p in patterns if not is_acronym(p)), patterns[0])
                own = patterns[1] if len(patterns) > 1 and not state else ""
                short = own if is_acronym(own) else next((p for p in patterns if _shortens(p, full)), None)
                if short is None:
                    short = next((a for p in patterns_of(names.any) if _shortens(a := plain(p), full)), None)
                return full, short if short != full else None
        return None, None

    def _role(self, key: str) -> Name:
        role, _, of = key.partition(":")
        if role not in self._data.roles:
            raise KeyError(key)
        data = self._data.roles[role]
        side = of if of in self._data.actors else None
        if of in self._data.countries and data.state:
            side = self._government(self._data.countries[of].state)
        return Name(
            id=key,
            full=self._role_name(role, of),
            kind=data.kind,
            side=side,
            family=side if data.forces and side else key,
        )

    def _government(self, states: tuple[State, ...]) -> str | None:
        if not states:
            return None
        if self._on is None:
            return states[-1].key
        day = self._on
        return next((s.key for s in states if (not s.since or s.since <= day) and (not s.until or day < s.until)), None)

    def _role_name(self, role: str, of: str) -> str:
        data = self._data.roles[role]
        noun = data.label
        if of in self._data.actors:
            return f"{self._adjective_of(of)} {noun}" if self._lang == "en" else self._bracketed(role, self[of].full)
        if of not in self._data.countries:
            return noun if self._lang == "en" else self._bracketed(role, "")
        country = self._data.countries[of]
        adjective = [plain(p) for p in patterns_of(country.adjective.of("en"))]
        if self._lang == "en" and adjective:
            return f"{adjective[0]} {noun}"
        name, _ = self._called(country.name)
        return self._bracketed(role, name or of)

    def _adjective_of(self, actor: str) -> str:
        """Return an actor's name as it stands before a noun in English: "Houthi", not "Houthis"."""
        name = self[actor]
        one = name.full.removesuffix("s")
        known = patterns_of(self._data.actors[actor].en)
        return name.short or (one if one in known else name.full)

    def _bracketed(self, role: str, of: str) -> str:
        noun, _ = self._called(self._data.roles[role])
        noun = noun or self._data.roles[role].label
        return f"{noun} ({of})" if of else noun
