"""The writer's words: templates with agreement, articles, contractions, lists. Every word comes from writer.yaml.

A template holds slots: `{claimant}` is replaced by a phrase, `{claimant?has|have}` by the form that agrees with
it (two forms: singular, plural; four: masculine and feminine singular, masculine and feminine plural).
"""

from __future__ import annotations

import functools
import importlib.resources
import re
from collections.abc import Mapping, Sequence
from decimal import Decimal

import babel.plural
import msgspec
from babel import Locale

from sitroom.compiled import read_yaml
from sitroom.errors import DataError

_GAPS = re.compile(r"[ \t\n]+")  # not the no-break spaces, which belong to numbers and to French punctuation
_SLOT = re.compile(r"\{(\w+)(?:\?([^{}]*))?\}")
_LONE_DIGIT = re.compile(r"\d(?= )")
_WRITERS = "languages/data"


class Phrase(msgspec.Struct, frozen=True, kw_only=True):
    """A noun phrase with what agreement needs: plural or not, feminine or not."""

    text: str
    plural: bool = False
    feminine: bool = False

    def __str__(self) -> str:
        """Return the words."""
        return self.text


class NounRule(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How a name that matches is used: its article, and its number and gender ("s", "p", "fs", "fp")."""

    match: str
    article: str = ""
    form: str = "s"


class Writer(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One language's writer.yaml, as it stands in the file.

    `dates` are CLDR patterns; `nouns` and each list of `prepositions` are tried in order; `contractions` are applied
    to every finished text; `places` are rewritings of place names, `reasons` of why a question is not asked. Names that
    match `common_openers` are common nouns: they begin with a capital only where a sentence does.
    """

    locale: str
    dates: dict[str, str]
    small_numbers: list[str]
    million: dict[str, str]
    vague: dict[int, str]
    vague_alone: dict[int, str]
    wordings: dict[str, str]
    joins: dict[str, str]
    nouns: list[NounRule]
    common_openers: str
    bare_names: list[str]
    acronym_articles: dict[str, str]
    contractions: list[tuple[str, str]]
    places: list[tuple[str, str]]
    prepositions: dict[str, list[tuple[str, str]]]
    people: dict[str, dict[str, str]]
    fighters: dict[str, dict[str, str]]
    phrases: dict[str, str]
    events: dict[str, str]
    promises: dict[str, str]
    demands: dict[str, str]
    joined: dict[str, str]
    communities: dict[str, dict[str, str]]
    place_kinds: dict[str, str]
    place_facts: dict[str, str]
    omissions: dict[str, str]
    unasked: dict[str, str]
    reasons: list[tuple[str, str]]
    headers: dict[str, list[str]]
    sections: dict[str, str]


class Words:
    """A language's words, ready for use. Slot values may be `Phrase`s or plain strings."""

    def __init__(self, writer: Writer) -> None:
        """Compile the noun rules and contractions of `writer`; the file stays as it is."""
        self.writer = writer
        self.locale = Locale.parse(writer.locale)
        self._plural = babel.plural.to_python(self.locale.plural_form)
        self._nouns = [(re.compile(rule.match), rule) for rule in writer.nouns]
        self._common = re.compile(writer.common_openers)
        self._contractions = [(re.compile(match), repl) for match, repl in writer.contractions]
        english = Locale("en").territories
        self._countries = {english[code]: name for code, name in self.locale.territories.items() if code in english}
        self._prepositions = {
            key: [(re.compile(match), form) for match, form in forms] for key, forms in writer.prepositions.items()
        }
        self._places = [(re.compile(match), repl) for match, repl in writer.places]

    def has(self, key: str) -> bool:
        """Say whether there is a template of this name."""
        return key in self.writer.phrases

    def asks(self, key: str, slot: str) -> bool:
        """Say whether a template uses a slot: what it does not print must not count as named."""
        return any(name == slot for name, _ in _SLOT.findall(self.writer.phrases[key]))

    def say(self, key: str, **slots: object) -> str:
        """Fill the template `key`; raise `DataError` where it is missing or asks for a slot that is not given."""
        template = self.writer.phrases.get(key)
        if template is None:
            raise DataError(f"{self.writer.locale} writer has no phrase {key}")
        return self.fill(template, slots, key)

    def fill(self, template: str, slots: Mapping[str, object], where: str) -> str:
        """Fill a template's slots with phrases and agreeing forms."""

        def put(match: re.Match[str]) -> str:
            name, forms = match.group(1), match.group(2)
            if name not in slots:
                raise DataError(f"{where}: slot {name} is not given")
            value = slots[name]
            return str(value) if forms is None else _agree(value, forms.split("|"), where)

        return self.tidy(_SLOT.sub(put, template))

    def tidy(self, text: str) -> str:
        """Contract ("de le" to "du") and close gaps that empty slots leave."""
        text = _GAPS.sub(" ", text).strip(" ").replace(" \u00a0", "\u00a0")
        text = re.sub(r" ([,.;:)])", r"\1", text)
        text = re.sub(r",(\u00a0?[,.;:)])", r"\1", text)
        for match, repl in self._contractions:
            text = match.sub(repl, text)
        return text

    def sentence(self, text: str) -> str:
        """Make a finished sentence: a capital at the start, a full stop at the end."""
        text = self.tidy(text)
        if match := _LONE_DIGIT.match(text):
            text = self.writer.small_numbers[int(match.group())] + text[1:]
        text = text[:1].upper() + text[1:]
        return text if text.endswith((".", "?", "!", "”", ".”", "»")) else text + "."

    def acronym(self, full: str, short: str) -> Phrase:
        """Turn an acronym into a noun phrase: it takes the article of its full name, or none."""
        phrase = self.noun(full)
        bare = short in self.writer.bare_names or phrase.text == full
        form = ("f" if phrase.feminine else "") + ("p" if phrase.plural else "s")
        article = "" if bare else self.writer.acronym_articles[form]
        return Phrase(text=self.tidy(article + short), plural=phrase.plural, feminine=phrase.feminine)

    def noun(self, name: str, *, article: bool = True) -> Phrase:
        """Turn a name into a noun phrase: its article, if it takes one, and its number and gender."""
        if self._common.match(name):
            name = name[:1].lower() + name[1:]
        for match, rule in self._nouns:
            if match.search(name):
                bare = not article or name in self.writer.bare_names
                return Phrase(
                    text=name if bare else rule.article + name, plural="p" in rule.form, feminine="f" in rule.form
                )
        return Phrase(text=name)

    def place_name(self, name: str) -> str:
        """Put a place's name into this language: countries, and names of which writer.yaml has its own form."""
        name = self._countries.get(name, name)
        for match, repl in self._places:
            if match.search(name):
                return self.tidy(match.sub(repl, name))
        return name

    def place(self, name: str, preposition: str = "in") -> str:
        """Put a place into words with its preposition: "in northern Syria", "à Hama"."""
        name = self.place_name(name)
        template = next(form for match, form in self._prepositions[preposition] if match.search(name))
        return self.fill(template, {"place": name}, preposition)

    def plural_form(self, number: int | Decimal) -> str:
        """Return the CLDR plural category of a number: one, few, many, other."""
        return str(self._plural(number))

    def choose(self, forms: Mapping[str, str], number: int | Decimal) -> str:
        """Choose the form of a noun that goes with a number."""
        return forms.get(self.plural_form(number), forms["other"])

    def join(self, items: Sequence[object], how: str = "and") -> Phrase:
        """Join items as a list: "a", "a and b", "a, b and c"; the result is plural where it holds more than one."""
        texts = [str(item) for item in items]
        if len(texts) == 1:
            return items[0] if isinstance(items[0], Phrase) else Phrase(text=texts[0])
        if how in {"comma", "semicolon"}:
            return Phrase(text=self.writer.joins[how].join(texts), plural=True)
        body = self.writer.joins["comma"].join(texts[:-1])
        return Phrase(text=body + self.writer.joins[how] + texts[-1], plural=True)


def _agree(value: object, forms: list[str], where: str) -> str:
    plural = value.plural if isinstance(value, Phrase) else False
    feminine = value.feminine if isinstance(value, Phrase) else False
    if len(forms) == 2:
        return forms[plural]
    if len(forms) == 4:
        return forms[2 * plural + feminine]
    raise DataError(f"{where}: agreement takes two or four forms, not {len(forms)}")


@functools.cache
def load_words(lang: str) -> Words:
    """Load the writer's words of a language; raise `DataError` where there are none."""
    path = importlib.resources.files("sitroom").joinpath(f"{_WRITERS}/{lang}/writer.yaml")
    if not path.is_file():
        raise DataError(f"no writer's words for language {lang!r}; there are: {', '.join(writer_languages())}")
    try:
        return Words(read_yaml(path, Writer, __file__))
    except msgspec.ValidationError as error:
        raise DataError(f"{lang}/writer.yaml: {error}") from error


def writer_languages() -> tuple[str, ...]:
    """List the languages in which a brief can be written, sorted."""
    folder = importlib.resources.files("sitroom").joinpath(_WRITERS)
    if not folder.is_dir():
        return ()
    return tuple(sorted(entry.name for entry in folder.iterdir() if entry.joinpath("writer.yaml").is_file()))
