"""Chooses who is meant: by the country and the day of a report, and by the other names in it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date

from sitroom.actors.data_files import ActorData, ClaimantData, Data, Default, GenericData
from sitroom.actors.records import ActorMention, ResolvedActor

# How sure a choice is, by what decided it. Set by hand: the order matters, and the claims stage calibrates anew.
_NAMED, _COUNTRY, _REPORT, _DEFAULT, _GENERIC = 0.95, 0.9, 0.8, 0.75, 0.6

_SPEAKER = "government"  # the role that a spokesman of a country has
_LOCAL_ACRONYM = 3  # acronyms up to this long mean somebody else where their bearer is not at home

# Which of several mentions in one phrase vouches: a monitor named beside a ministry, a ministry beside its country.
_VOUCHES = ("name", "person", "role", "generic", "capital", "country")


def holds(since: date | None, until: date | None, on: date) -> bool:
    """Return whether a day lies in a span whose end is excluded."""
    return (since is None or since <= on) and (until is None or on < until)


class Context:
    """Resolves the mentions of one report at a time; holds no state of any report."""

    def __init__(self, data: Data) -> None:
        """Index the data by what decides."""
        self._data = data
        self._defaults: dict[tuple[str, str], list[Default]] = {}
        for rule in data.defaults:
            self._defaults.setdefault((rule.noun, rule.country), []).append(rule)

    def resolve(self, mentions: Sequence[ActorMention], countries: Sequence[str], on: date) -> list[ResolvedActor]:
        """Return the choice for each mention; see `Registry.resolve`."""
        named = self._named(mentions, countries, on)
        out: list[ResolvedActor] = []
        for m in mentions:
            id_, confidence = self._choose(m, countries, on, named)
            kind = self._kind(id_) if id_ else None
            out.append(
                ResolvedActor(
                    start=m.start,
                    end=m.end,
                    id=id_,
                    kind=kind,
                    side=self.side_of(id_, on) if id_ else None,
                    confidence=confidence,
                    mention=m,
                )
            )
        return out

    def claimant(
        self, found: Sequence[ActorMention], countries: Sequence[str], on: date, mentions: Sequence[ActorMention]
    ) -> str | None:
        """Return the id of the one who vouches among the mentions of a phrase."""
        named = self._named([*mentions, *found], countries, on)
        for sort in _VOUCHES:
            wanted = [m for m in found if m.sort == sort]
            wanted.sort(key=lambda m: m.role == "actor")
            for m in wanted:
                id_ = self._voice(m, countries, on, named)
                if id_ is not None:
                    return id_
        return None

    def _voice(self, m: ActorMention, countries: Sequence[str], on: date, named: Counter[str]) -> str | None:
        """Return the id of a mention as one who vouches: "police" are a witness of their own, not the state."""
        voice = self._data.generic[m.candidates[0]].voice if m.sort == "generic" else None
        if voice is None or m.party is not None:
            return self._choose(m, countries, on, named)[0]
        country = m.country or next(iter(countries), None)
        return f"{voice}:{country}" if country else voice

    def side_of(self, id_: str, on: date) -> str | None:
        """Return the actor that an id is or speaks for; None for one who stands on no side."""
        if id_ in self._data.actors or any(g.key == id_ for g in self._data.generic.values()):
            return id_
        claimant = self._data.claimants.get(id_)
        if claimant is not None:
            return self._on_day(claimant.side, on)
        role, _, of = id_.partition(":")
        if of in self._data.actors:
            return of
        if role in self._data.roles and self._data.roles[role].state and of:
            return self._state(of, on)
        return None

    def _on_day(self, side: str | None, on: date) -> str | None:
        """Return a side, or the government that followed it by that day."""
        if side is None:
            return None
        for country in self._data.countries.values():
            if any(s.key == side for s in country.state):
                return next((s.key for s in country.state if holds(s.since, s.until, on)), side)
        return side

    def _kind(self, id_: str) -> str:
        for table in (self._data.actors, self._data.claimants):
            if id_ in table:
                entry: ActorData | ClaimantData = table[id_]
                return entry.kind
        role = id_.partition(":")[0]
        return self._data.roles[role].kind if role in self._data.roles else "generic"

    def _state(self, country: str, on: date) -> str | None:
        data = self._data.countries.get(country)
        if data is None:
            return None
        return next((s.key for s in data.state if holds(s.since, s.until, on)), None)

    def _named(self, mentions: Sequence[ActorMention], countries: Sequence[str], on: date) -> Counter[str]:
        """Count the actors and claimants that a report names, with the name's own meaning only."""
        out: Counter[str] = Counter()
        for m in mentions:
            if m.party is not None:
                out[m.party] += 1
            elif m.sort in ("name", "person") and not m.weak:
                id_, _ = self._by_country(m, countries, on)
                if id_ is not None:
                    out[id_] += 1
        return out

    def _choose(
        self, m: ActorMention, countries: Sequence[str], on: date, named: Counter[str]
    ) -> tuple[str | None, float]:
        namesake = self._namesake(m, countries)
        if namesake is not None:
            return namesake, _COUNTRY
        if m.sort == "generic":
            return self._generic(m, countries, on, named)
        if m.sort == "role":
            id_ = self._role(m, countries)
            return id_, _COUNTRY if id_ else 0.0
        if m.sort in ("country", "capital"):
            return self._state(m.candidates[0], on), _COUNTRY
        return self._name(m, countries, on, named)

    def _namesake(self, m: ActorMention, countries: Sequence[str]) -> str | None:
        """Return who bears a common noun as a name where the report is set: "Joint Operations Command" in Iraq."""
        if not m.generic or m.party is not None:
            return None
        where = (m.country,) if m.country else countries[:2]
        return next((c for c in m.candidates[1:] if set(where) & set(self._countries(c))), None)

    def _name(
        self, m: ActorMention, countries: Sequence[str], on: date, named: Counter[str]
    ) -> tuple[str | None, float]:
        if m.weak:
            known = [c for c in m.candidates if named[c]]
            if known:
                return max(known, key=named.__getitem__), _REPORT
            near = [c for c in m.candidates if set(self._countries(c)) & set(countries[:2])]
            return (near[0], _DEFAULT) if len(near) == 1 else (None, 0.0)
        told = [c for c in m.candidates if named[c]] if len(m.candidates) > 1 else []
        if len(told) == 1:
            return told[0], _REPORT
        return self._by_country(m, countries, on)

    def _countries(self, id_: str) -> tuple[str, ...]:
        actor = self._data.actors.get(id_)
        if actor is not None:
            return actor.countries
        claimant = self._data.claimants.get(id_)
        return claimant.countries if claimant is not None else ()

    def _alive(self, id_: str, on: date) -> bool:
        actor = self._data.actors.get(id_)
        return actor is None or holds(actor.since, actor.until, on)

    def _by_country(self, m: ActorMention, countries: Sequence[str], on: date) -> tuple[str | None, float]:
        """Choose among the bearers of one name: the one at home where the report is, and alive on its day."""
        candidates = m.candidates
        if len(candidates) == 1 and not self._foreign(m, countries):
            return candidates[0], _NAMED
        for country in countries:
            near = [c for c in candidates if country in self._countries(c)]
            alive = [c for c in near if self._alive(c, on)] or near
            if alive:
                return alive[0], _COUNTRY
        everywhere = [c for c in candidates if countries and not self._countries(c)]
        if len(everywhere) == 1:
            return everywhere[0], _REPORT
        return None, 0.0

    def _foreign(self, m: ActorMention, countries: Sequence[str]) -> bool:
        """Return whether a mention is a short acronym or a description whose bearer is at home in no country here.

        "Self-defence groups" are the ones listed in Haiti, and others elsewhere.
        """
        home = self._countries(m.candidates[0])
        local = m.text.islower() or (len(m.text) <= _LOCAL_ACRONYM and m.text.isupper())
        return local and bool(countries) and bool(home) and not set(home) & set(countries)

    def _role(self, m: ActorMention, countries: Sequence[str]) -> str | None:
        role = m.candidates[0]
        data = self._data.roles[role]
        if m.party is not None and data.speaks:
            return m.party
        if m.party is not None and data.state:
            return f"{role}:{m.party}"
        if data.speaks and not data.state:
            return f"{_SPEAKER}:{m.country}" if m.country else None
        country = m.country or next(iter(countries), None)
        return f"{role}:{country}" if country else role

    def _generic(
        self, m: ActorMention, countries: Sequence[str], on: date, named: Counter[str]
    ) -> tuple[str | None, float]:
        if m.party is not None:
            return m.party, _NAMED
        noun = self._data.generic[m.candidates[0]]
        where = (m.country,) if m.country else tuple(countries)
        if noun.state:
            return self._government(m, noun.key, where, on)
        fitting = {
            key: count
            for key, count in named.items()
            if key in self._data.actors and self._fits(self._data.actors[key], noun) and self._near(key, where)
        }
        usual = self._usual(m.candidates[0], where, on)
        if usual is not None and (usual in fitting or not fitting):
            return usual, _REPORT if fitting else _DEFAULT
        ranked = sorted(fitting, key=fitting.__getitem__, reverse=True)
        tied = len(ranked) > 1 and (noun.alone or fitting[ranked[0]] == fitting[ranked[1]])
        return (ranked[0], _REPORT) if ranked and not tied else (noun.key, _GENERIC)

    def _fits(self, actor: ActorData, noun: GenericData) -> bool:
        """Return whether a noun may mean an actor. Those who fight beside their own government are not "gunmen"."""
        allies = [self._data.actors[a] for a in actor.allies]
        beside = any(a.kind == "state" and a.countries[:1] == actor.countries[:1] for a in allies)
        return actor.kind in noun.like and not (beside and noun.like[0] != actor.kind)

    def _usual(self, noun: str, where: Sequence[str], on: date) -> str | None:
        """Return what a noun means where the report is set, by the rules of the data."""
        rules = self._defaults.get((noun, where[0]), ()) if where else ()
        return next((r.actor for r in rules if holds(r.since, r.until, on)), None)

    def _government(self, m: ActorMention, key: str, where: Sequence[str], on: date) -> tuple[str | None, float]:
        usual = self._usual(m.candidates[0], where, on)
        state = usual or (self._state(where[0], on) if where else None)
        if state is None:
            return key, _GENERIC
        return state, _COUNTRY if m.country else _DEFAULT

    def _near(self, key: str, where: Sequence[str]) -> bool:
        countries = self._data.actors[key].countries
        return not where or not countries or bool(set(countries) & set(where))
