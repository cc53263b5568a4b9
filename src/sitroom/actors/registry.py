"""The registry of actors and claimants: who is named in a text, who is meant, and what they are called."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from importlib import resources

from sitroom.actors.context import Context
from sitroom.actors.data_files import LANGUAGES, Data, Names, digest_and_data
from sitroom.actors.display import NameBook
from sitroom.actors.filing import MARKS, Entry, Filed, file_names, patterns_of
from sitroom.actors.lexicon import Lexicon
from sitroom.actors.records import ActorMention, ResolvedActor, Sort
from sitroom.actors.words import Inflection, Words, is_acronym
from sitroom.compiled import fingerprint, kept
from sitroom.model import ClaimantRef, Name

# Languages whose proper names are read in each other's texts.
_NEIGHBOURS = {"ru": ("uk",), "uk": ("ru",)}
FILED_BY = ("registry.py", "filing.py", "words.py")  # a change in them files the names anew


class Registry:
    """Actors and claimants, found and resolved. Lexicons are built once per language, at first use."""

    def __init__(self, data: Data, digest: str | None = None) -> None:
        """Take the data; nothing is compiled before it is needed.

        With a `digest` of the data, what is compiled from them is kept for the next run.
        """
        self._data = data
        self._digest = digest
        self._lexicons: dict[str, Lexicon] = {}
        self._books: dict[tuple[str, date | None], NameBook] = {}
        self._context = Context(data)

    def find(self, text: str, lang: str) -> list[ActorMention]:
        """Return who is named in a text, in order and without overlap, each with exact offsets.

        A language without data is read with the names that all languages share.

        Example: "Syrian army troops and HTS-led rebels" gives army (country SY) and hts.
        """
        return self._lexicon(lang).find(text)

    def resolve(self, mentions: Sequence[ActorMention], countries: Sequence[str], on: date) -> list[ResolvedActor]:
        """Choose one id for each mention of a report.

        Args:
            mentions: what `find` returned for the whole report: common nouns are read by the names around them.
            countries: ISO codes of the countries the report is about, the first first.
            on: the report's day; governments and names change.

        Returns:
            One result per mention, in the same order; `id` is None where nothing fits.
        """
        return self._context.resolve(mentions, countries, on)

    def claimant(
        self,
        text: str,
        lang: str,
        countries: Sequence[str],
        on: date,
        mentions: Sequence[ActorMention] = (),
    ) -> ClaimantRef:
        """Return who a phrase of attribution names: `id` is None where the registry knows nobody by it.

        `mentions` are those of the whole report, where they are at hand: "the Observatory" holds after its full name.

        Example: "le ministère libanais de la Santé" gives health-ministry:LB.
        """
        return ClaimantRef(text=text, id=self._context.claimant(self.find(text, lang), countries, on, mentions))

    def names(self, lang: str = "en", on: date | None = None) -> Mapping[str, Name]:
        """Return how every actor and claimant is called in a language, as a news agency prints it.

        Ids of roles ("health-ministry:SY") and of people's sides are made when asked for. A name unknown in the
        language is given in English. `on` chooses among the names of one actor in time; without it, the present one.
        """
        key = (lang, on)
        if key not in self._books:
            self._books[key] = NameBook(self._data, lang, on)
        return self._books[key]

    def side_of(self, id_: str, on: date) -> str | None:
        """Return the actor that an id is, or speaks for, on a day; None for those who stand on no side."""
        return self._context.side_of(id_, on)

    def _lexicon(self, lang: str) -> Lexicon:
        if lang not in self._lexicons:
            inflection = self._data.inflection.get(lang, Inflection())
            words = Words(inflection)
            self._lexicons[lang] = Lexicon(inflection, words, self._filed(lang, words))
        return self._lexicons[lang]

    def _filed(self, lang: str, words: Words) -> Filed:
        def build() -> Filed:
            return file_names(words, _patterns(self._data, lang))

        if self._digest is None or lang not in LANGUAGES:
            return build()
        package = resources.files("sitroom.actors")
        made_from = fingerprint((package / name for name in FILED_BY), self._digest, lang)
        return kept(f"actors-{lang}", made_from, Filed, build)


def open_registry() -> Registry:
    """Return the registry that ships with Sitroom.

    Raises:
        DataError: a data file is not of its shape.
    """
    digest, data = digest_and_data()
    return Registry(data, digest)


def _patterns(data: Data, lang: str) -> Iterator[tuple[str, Entry]]:
    """Yield every pattern that holds in a language, with what it stands for."""
    for noun, generic in data.generic.items():
        yield from _filed(_common(generic, lang), Entry(noun, "actor", "generic"))
    for role, names in data.roles.items():
        yield from _filed(_common(names, lang), Entry(role, "claimant", "role"))
    for key, actor in data.actors.items():
        entry = Entry(key, "both", "name")
        yield from _filed(_proper(actor, lang), entry)
        for former in actor.formerly:
            yield from _filed(_proper(former, lang), entry)
        if actor.people is not None:
            yield from _filed(_proper(actor.people, lang), entry._replace(sort="person"))
    for key, claimant in data.claimants.items():
        entry = Entry(key, "claimant", "name")
        yield from _filed(_proper(claimant, lang), entry)
        if claimant.people is not None:
            yield from _filed(_proper(claimant.people, lang), entry._replace(sort="person"))
    for code, country in data.countries.items():
        sorts: tuple[tuple[Names, Sort], ...] = ((country.name, "country"), (country.capital, "capital"))
        for names_, sort in sorts:
            yield from _filed(_common(names_, lang), Entry(code, "both", sort))
        yield from _filed(_common(country.adjective, lang), Entry(code, "both", "country", adjective=True))


def _filed(patterns: Iterable[str], entry: Entry) -> Iterator[tuple[str, Entry]]:
    for pattern in patterns:
        yield pattern, entry


def _common(names: Names, lang: str) -> list[str]:
    """Return the patterns of a common noun: those of the language alone, and those of any."""
    return patterns_of(names.any) + (patterns_of(names.of(lang)) if lang in LANGUAGES else [])


def _proper(names: Names, lang: str) -> list[str]:
    """Return the patterns of a proper name: the language's own, those of any, and English ones, which travel."""
    out = _common(names, lang)
    if lang != "en":
        out += [p for p in patterns_of(names.en) if _travels(p)]
    for other in _NEIGHBOURS.get(lang, ()):
        out += patterns_of(names.of(other))
    return out


def _travels(pattern: str) -> bool:
    """Return whether an English name is used by other languages as it is: a proper name from first word to last."""
    body = pattern.lstrip(MARKS)
    words = body.split()
    proper = not words[0][0].islower() and not words[-1][0].islower()
    return "~" not in pattern and "+" not in pattern and proper and (len(words) > 1 or is_acronym(body))
