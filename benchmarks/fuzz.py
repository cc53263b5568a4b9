"""Hostile texts for the extractor of claims, and what must hold of each.

    python -m benchmarks.fuzz [--texts 100000] [--seed 1]

Reports of the gold set are cut into sentences, spliced across languages, damaged letter by letter, and laced with what
breaks grammars: endless rows of digits, brackets and number words, glued words of thousands of letters, invisible and
right-to-left signs, digits of other scripts, tables, dates that are none. Of every text it must hold that nothing is
raised, that it takes less than `SLOW` seconds of CPU a kilobyte, and that every span is inside the text, holds words,
and reads back what is printed. The same seed makes the same texts.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from sitroom import claims, documents
from sitroom.actors import Registry, open_registry
from sitroom.errors import Rejected
from sitroom.model import AnyClaim, Document, RawItem
from sitroom.places import Gazetteer, open_gazetteer

GOLD = Path(__file__).parents[1] / "evals" / "gold"
LANGUAGES = ("en", "fr", "it", "es", "pt", "de", "ar", "tr", "ru", "uk")
NOW = datetime(2030, 1, 1, tzinfo=UTC)
STEP = 10_000  # texts after which the count is printed
SLOW = 0.1  # seconds of CPU a kilobyte of text; a text shorter than one counts as one
SIGNS = (
    "\u200b", "\u200d", "\u202e", "\u2066", "\u00ad", "\ufeff", "\u0301", "\u0640", "\u064b", "٫", "٬", "٣",
    "३", "５", "½", "²", "Ⅷ", "İ", "ı", "ß", "ﬁ", "𝟗", "’", "'", "«", "»", "“", "(", ")", "[", "|", "•", "–",
    "-", ".", ",", ";", ":", "/", "\n", "\n\n", "\t", "\u00a0", "\u2028", "%", "$", "&", "#", "*", "~", "_",
    "=", "\\", "<b>", "0", "1", "12", "1.200", "é",
)  # fmt: skip
# A unit that is repeated: each is the worst case of some pattern or grammar.
UNITS = (
    "1", "1,", "1.", "1 ", "1 000 ", "12,5.", "1/", "1-", "(", "((1", "|", "| 1 ", "a", "aa ", "-", "a-", "'",
    "l'", "\n", "\n\n", "\n- ", ". ", "…", "de ", "the ", "and ", "und", "drei", "hundert", "zwei und ", "ein",
    "trecento", "mille", "vingt-", "quatre-vingt", "million ", "thousand and ", "hundred ", "iki", "yüz",
    "bin ", "مئة و", "و", "ال", "قتيلان ", "сто ", "двести ", "тысяч ", "killed ", "killed and ", "12 killed, ",
    "were killed by ", "captured ", "captured Hama and ", "Hama, ", "in ", "of the ", "at least ", "more than ",
    "between 1 and ", "no ", "not ", "said ", "said that ", "according to ", "UN ", "army ", "Ministry of ",
    "north of ", "since ", "since 27 November ", "on Monday, ", "2024-", "2024-12-04 ", "3/4/",
    "3 December 2024 ", "12 soldiers, ", "10 civilians and ", "\u202e", "\u200b", "a\u0301", "İ", "ß", "𝟗",
    "<p>", "&amp;", "\\", "\u064b", "«", "“", "could ", "who ", "which ", "the town of ", "from ", "to ", "A",
    "AB ", "U.N. ", "A.", "% ", "km ", "aged 5 ", "Nov. ", "XX ",
)  # fmt: skip


class Found(NamedTuple):
    """Something that must not be: what, in which text, and the number of the text."""

    what: str
    number: int
    text: str


def sentences() -> dict[str, list[str]]:
    """Return the sentences of the gold set by language."""
    out: dict[str, list[str]] = {lang: [] for lang in LANGUAGES}
    for path in sorted(GOLD.glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            report = json.loads(line)
            out[report["lang"]] += [s for s in report["text"].replace("\n", " ").split(". ") if s]
    return out


def texts(count: int, seed: int) -> Iterator[tuple[str, str]]:
    """Yield languages and texts, the same for the same seed."""
    pick = random.Random(seed)  # noqa: S311  reproducible on purpose
    pool = sentences()
    for _ in range(count):
        lang = pick.choice(LANGUAGES)
        text = pick.choice((_damaged, _damaged, _damaged, _spliced, _repeated, _noise))(pick, pool, lang)
        yield lang, text


def _some(pick: random.Random, pool: dict[str, list[str]], lang: str) -> str:
    return ". ".join(pick.choices(pool[lang], k=pick.choice((1, 1, 1, 2)))) + "."


def _damaged(pick: random.Random, pool: dict[str, list[str]], lang: str) -> str:
    """Cut, double, swap and lace the letters of some sentences."""
    letters = list(_some(pick, pool, lang))
    for _ in range(pick.randint(1, 12)):
        at = pick.randrange(len(letters))
        how = pick.randrange(6)
        if how == 0:
            del letters[at : at + pick.randint(1, 8)]
        elif how == 1:
            letters[at:at] = letters[at : at + pick.randint(1, 20)]
        elif how == 2:
            letters[at] = pick.choice(SIGNS)
        elif how == 3:
            letters[at:at] = pick.choice(SIGNS) * pick.choice((1, 1, 2, 40))
        elif how == 4:
            letters[at] = chr(pick.choice((pick.randrange(32, 0x700), pick.randrange(0x2000, 0x2100), 0x1F4A5)))
        else:
            letters[at:at] = pick.choice(UNITS)
        letters = letters or ["x"]
    return "".join(letters)


def _spliced(pick: random.Random, pool: dict[str, list[str]], lang: str) -> str:
    """Join words of several languages."""
    words = " ".join(_some(pick, pool, pick.choice(LANGUAGES)) for _ in range(2)).split()
    words += _some(pick, pool, lang).split()
    pick.shuffle(words)
    return pick.choice((" ", " ", "", "\n", ", ", "-")).join(words[:40])


def _repeated(pick: random.Random, pool: dict[str, list[str]], lang: str) -> str:
    """Repeat one unit, or two in turn, up to a kilobyte, between sentences."""
    unit = "".join(pick.choices(UNITS, k=pick.choice((1, 1, 2))))
    row = unit * pick.randint(2, max(3, pick.choice((100, 300, 1000)) // len(unit)))
    return pick.choice(("", _some(pick, pool, lang) + " ")) + row + pick.choice(("", " " + _some(pick, pool, lang)))


def _noise(pick: random.Random, _pool: dict[str, list[str]], _lang: str) -> str:
    """Throw signs and units together."""
    return "".join(pick.choices((*SIGNS, *UNITS, " ", " "), k=pick.randint(1, 120)))


def document_of(lang: str, text: str) -> Document | None:
    """Return a text as a report of that language, read as any other; None where it is rejected."""
    item = RawItem(
        origin="fuzz", data=text.encode("utf-8", "replace"), media_type="text/plain", fetched_at=NOW,
        declared={"lang": lang, "published": "2024-12-04", "source": "wire", "title": text[:40]},
    )  # fmt: skip
    try:
        return documents.read(item, NOW)
    except Rejected:
        return None


def wrong_with(document: Document, gazetteer: Gazetteer, registry: Registry) -> list[str]:
    """Return what must not be and is, of one report."""
    started = time.process_time()
    try:
        found = claims.extract(document, gazetteer, registry)
    except Exception as error:  # noqa: BLE001  whatever it is, it must not be
        return [f"{type(error).__name__}: {error}"]
    spent = time.process_time() - started
    out = []
    if spent > SLOW * max(1.0, len(document.text.encode()) / 1000):
        out.append(f"slow: {spent:.2f} s")
    out += [fault for claim in found.claims for fault in _faults(claim, document)]
    spans = [span for claim in found.claims for span in claim.spans]
    spans += [span for omission in found.omissions for span in omission.spans]
    for span in spans:
        if not (span.document == document.id and 0 <= span.start < span.end <= len(document.text)):
            out.append(f"a span out of range: {span.start}-{span.end} of {len(document.text)}")
        elif not document.text[span.start : span.end].strip():
            out.append(f"a span without words: {span.start}-{span.end}")
    return out


def _faults(claim: AnyClaim, document: Document) -> Iterator[str]:
    """Yield where a claim does not read back its own words."""
    for printed in claims.wire(claim, document)["spans"]:
        if document.text[printed["start"] : printed["end"]] != printed["exact"]:
            yield f"{claim.id}: a span that does not read back"
    for ref in (claim.place, claim.attributed_to):
        if ref is not None and ref.text not in document.text and ref.text not in document.title:
            yield f"{claim.id}: {ref.text!r} is nowhere in the report"


def run(count: int, seed: int) -> Iterator[Found | None]:
    """Yield for each text what is wrong with it, or None; a text that is rejected is none of the extractor's."""
    gazetteer, registry = open_gazetteer(), open_registry()
    for lang in LANGUAGES:  # what is compiled at first use is no cost of a text
        warm = document_of(lang, "12 people were killed in Hama on Monday, the UN said.")
        if warm is not None:
            wrong_with(warm, gazetteer, registry)
    for number, (lang, text) in enumerate(texts(count, seed)):
        document = document_of(lang, text)
        wrong = wrong_with(document, gazetteer, registry) if document is not None else []
        if wrong and wrong[0].startswith("slow"):  # a machine that is busy is slow once, a pattern every time
            wrong = wrong_with(document, gazetteer, registry) if document is not None else []
        if not wrong:
            yield None
        for what in wrong:
            yield Found(what, number, text)


def main() -> None:
    """Print what is wrong, and how many texts were tried."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--texts", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    started = time.process_time()
    bad = 0
    for number, found in enumerate(run(args.texts, args.seed), start=1):
        if found is not None:
            bad += 1
            print(f"{found.number}: {found.what}\n    {found.text[:300]!r}", flush=True)
        if number % STEP == 0:
            print(f"{number:,} texts, {bad} faults, {time.process_time() - started:.0f} s of CPU", flush=True)
    sys.exit(bool(bad))


if __name__ == "__main__":
    main()
