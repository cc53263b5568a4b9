"""What actors and claimants are called: in full with the acronym once, briefly after that; and who speaks for whom."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from sitroom.brief.evidence import is_latin
from sitroom.brief.words import Phrase, Words
from sitroom.model import AnyClaim, ClaimantRef, ControlStep, Document, Figure, Name

STATE = "state"
_FULL_AND_SHORT = re.compile(r"^(.+) \(([A-Z][A-Za-z]{1,7})\)$")


class Naming:
    """The names of one text. It is stateful: it knows who has been named already."""

    def __init__(
        self, words: Words, names: Mapping[str, Name], claims: Mapping[str, AnyClaim], documents: Mapping[str, Document]
    ) -> None:
        """Take the words of the language, the names in it, and the claims and reports by id."""
        self.words = words
        self.names = names
        self.claims = claims
        self.documents = documents
        self._named: set[str] = set()
        self._by_name: dict[str, str] = {}

    def kind(self, key: str) -> str:
        """Return the kind of an actor or claimant, "" where it is not known."""
        return self.names[key].kind if key in self.names else ""

    def short(self, key: str) -> Phrase:
        """Name an actor or claimant briefly, without regard to what was said before (tables, headlines)."""
        name = self.names.get(key)
        if name is None:
            return self.words.noun(key, article=False)
        usable = name.short is not None and (name.kind != STATE or _abbreviates(name.short, name.full))
        return self.words.noun(name.short if usable and name.short else name.full, article=False)

    def claimant_short(self, figure: Figure) -> Phrase | None:
        """Name a figure's claimant briefly, without an article; None where nobody is named."""
        if figure.claimant_id is not None and figure.claimant_id in self.names:
            return self.short(figure.claimant_id)
        if figure.claimant is None or not is_latin(figure.claimant):
            return None
        written = _FULL_AND_SHORT.match(figure.claimant)
        return self.words.noun(written.group(2) if written else figure.claimant, article=False)

    def actor_brief(self, key: str | None, *, article: bool = True) -> Phrase:
        """Name an actor briefly, with those it leads, without regard to what was said before."""
        name = self.names.get(key or "")
        if key is None:
            return Phrase(text=self.words.say("actor_unknown"), plural=True)
        if name is not None and name.coalition:
            text = self.words.say("coalition_later", full=name.full, short=name.short or name.full)
            return Phrase(text=text, plural=True)
        short = self.short(key)
        name = self.names.get(key)
        if article and name is not None and name.short == short.text:
            return self.words.acronym(name.full, name.short)
        return self.words.noun(short.text) if article else short

    def actor(self, key: str | None) -> Phrase:
        """Name an actor in running text: in full with the acronym the first time, briefly after that."""
        if key is None:
            return Phrase(text=self.words.say("actor_unknown"), plural=True)
        name = self.names.get(key)
        if name is not None and name.coalition:
            form = "coalition_later" if key in self._named or not name.short else "coalition_first"
            self._named.add(key)
            return Phrase(text=self.words.say(form, full=name.full, short=name.short or name.full), plural=True)
        return self._name(key, name.full if name else key, name.short if name else None)

    def claimant(self, text: str | None, key: str | None) -> Phrase | None:
        """Name who vouches for something: in full with the acronym the first time, briefly after that."""
        if key is not None and key in self.names:
            return self._name(key, self.names[key].full, self.names[key].short)
        # A name in a script that readers of the brief may not read names nobody to them.
        return None if text is None or not is_latin(text) else self._unregistered(text)

    def claimant_of(self, figure: Figure) -> Phrase | None:
        """Name a figure's claimant in running text; None where nobody is named."""
        if figure.claimant_id is not None and figure.claimant_id in self.names:
            return self.claimant(figure.claimant, figure.claimant_id)
        return self.claimant(figure.claimant, None)

    def own_words(self, claims: Iterable[str]) -> str | None:
        """Return how reports in the brief's language name whoever vouches for these claims, where there are any."""
        lang = self.words.locale.language
        found = [
            claim.attributed_to.text
            for cid in claims
            if (claim := self.claims.get(cid)) is not None and claim.attributed_to is not None
            if claim.document in self.documents and self.documents[claim.document].lang == lang
        ]
        return min(found, key=lambda text: (-found.count(text), text), default=None)

    def _unregistered(self, text: str) -> Phrase:
        """Name a claimant whom only the reports name; what stands in brackets behind a name is its acronym."""
        written = _FULL_AND_SHORT.match(text)
        if written is None:
            return self.words.noun(text)
        return self._name(written.group(2), written.group(1), written.group(2))

    def _name(self, key: str, full: str, short: str | None) -> Phrase:
        phrase = self.words.noun(full)
        if short is None or short == full or (self.kind(key) == STATE and not _abbreviates(short, full)):
            return phrase
        if key in self._named:
            return self.words.acronym(full, short)
        self._named.add(key)
        return Phrase(text=f"{phrase.text} ({short})", plural=phrase.plural, feminine=phrase.feminine)

    def voices(self, step: ControlStep) -> list[str]:
        """Return who tells a step: keys of names where known, else the words of the reports."""
        found: list[str] = []
        for cid in step.rests_on:
            said = self.claims[cid].attributed_to if cid in self.claims else None
            if said is not None and said.id is not None and said.id in self.names:
                found.append(said.id)
            elif said is not None:
                same = [i for i in step.rests_on if _same_voice(self.claims.get(i), said)]
                found.append(self.own_words(same) or said.text)
        if not found and step.claimant is not None:
            found = [self.key_of(step.claimant) or step.claimant]
        return list(dict.fromkeys(found))

    def key_of(self, called: str | None) -> str | None:
        """Find the key of an actor or claimant by its key, its full or its short name."""
        if called is None or called in self.names:
            return called
        if not self._by_name:
            for key, name in self.names.items():
                self._by_name.setdefault(name.full, key)
                if name.short is not None:
                    self._by_name.setdefault(name.short, key)
        return self._by_name.get(called)

    def speaks_for(self, voice: str, side: str | None) -> bool:
        """Say whether a voice is that of a side: the party itself, its army, its ministry, its media."""
        return side is not None and voice in self.names and side in {voice, self.names[voice].side}

    def party(self, voice: str) -> bool:
        """Say whether a voice takes part in the conflict, or speaks for one who does."""
        return voice in self.names and self.names[voice].side is not None


def _abbreviates(short: str, full: str) -> bool:
    """Whether an acronym is made of initials and capitals of the full name, in their order: not "IDF" for Israel."""
    initials = iter("".join(word[0] + "".join(c for c in word[1:] if c.isupper()) for word in full.split()).upper())
    return all(letter in initials for letter in short.upper() if letter.isalnum())


def _same_voice(claim: AnyClaim | None, said: ClaimantRef) -> bool:
    other = claim.attributed_to if claim is not None else None
    return other is not None and (other.text == said.text or (other.id is not None and other.id == said.id))
