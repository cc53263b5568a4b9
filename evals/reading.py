"""How well reports are read back from the kinds of files they come in.

Reports whose text, title, date and outlet are known are wrapped as news sites, agencies and mail programs wrap them,
written to a folder, and read again. Printed per kind: F1 of the words of the text (mean and least), the share of its
sentences that come back whole, and of titles, dates and outlets that are exact.

    python evals/reading.py [--keep FOLDER] [--worst N]
"""

from __future__ import annotations

import argparse
import itertools
import json
import re
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from sitroom.documents import read
from sitroom.documents.sentences import split
from sitroom.errors import Rejected
from sitroom.model import Document
from sitroom.sources import fetch
from wrapping import (
    BYLINE_ONLY,
    DAY_ONLY,
    FEEDS,
    FONTS,
    INJECTION,
    NOW,
    OUTLET_UNKNOWN,
    SINGLE,
    SITREP_EXTRA,
    Report,
    moment,
    paragraphs,
)

HERE = Path(__file__).parent
PER_KIND = 60
# The least that each kind must reach: mean F1 of the text; share of whole sentences, exact titles, dates and outlets.
# Set one to two points below what was measured when the kind was added; a change may not lower them.
FLOORS: dict[str, tuple[float, ...]] = {
    "html linked data": (0.99, 0.90, 0.98, 0.98, 0.98),
    "html blog": (0.99, 0.90, 0.98, 0.98, 0.98),
    "html microdata": (0.99, 0.90, 0.98, 0.98, 0.98),
    "html tables, old encodings": (0.98, 0.90, 0.98, 0.98, 0.98),
    "html bare": (0.98, 0.90, 0.98, 0.98, 0.98),
    "html live blog": (0.99, 0.90, 0.98, 0.98, 0.98),
    "html situation report": (0.98, 0.90, 0.98, 0.98, 0.98),
    "html without paragraphs": (0.98, 0.90, 0.98, 0.98, 0.98),
    "html under many comments": (0.98, 0.90, 0.98, 0.98, 0.98),
    "html, date in words": (0.98, 0.90, 0.98, 0.98, 0.98),
    "pdf": (0.97, 0.90, 0.96, 0.96, 0.98),
    "pdf situation report": (0.96, 0.90, 0.96, 0.96, 0.98),
    "plain text": (0.97, 0.90, 0.98, 0.98, 0.98),
    "markdown": (0.99, 0.90, 0.98, 0.98, 0.98),
    "e-mail": (0.99, 0.90, 0.98, 0.98, 0.98),
    "e-mail, html only": (0.99, 0.90, 0.98, 0.98, 0.98),
    "rss, full text": (0.99, 0.90, 0.98, 0.98, 0.98),
    "rss, summaries": (0.99, 0.90, 0.98, 0.98, 0.98),
    "atom": (0.99, 0.90, 0.98, 0.98, 0.98),
}


def reports() -> Iterator[Report]:
    """Yield reports in turn from every language."""
    by_language: dict[str, list[Report]] = defaultdict(list)
    files = [
        HERE.parent / "examples/hama-2024/reports.jsonl",
        *sorted((HERE / "gold").glob("*.jsonl")),
        *sorted((HERE / "stories").glob("*/docs.jsonl"))[::2],
    ]
    for line in (line for file in files for line in file.read_text().splitlines()):
        report = json.loads(line)
        by_language[report["lang"]].append(report)
    for row in itertools.zip_longest(*by_language.values()):
        yield from (report for report in row if report)


class Row(NamedTuple):
    """How one file was read: the text's F1, the share of its sentences found whole, and what else is exact."""

    f1: float
    sentences: float
    title: float
    date: float
    outlet: float
    report: Report
    text: str


def words(text: str) -> Counter[str]:
    """Return the words and marks of a text as a bag."""
    return Counter(re.findall(r"\w+|[^\w\s]", text))


def f1(expected: str, found: str) -> float:
    """Return the F1 of the words of two texts."""
    want, have = words(expected), words(found)
    return 2 * sum((want & have).values()) / max(1, sum(want.values()) + sum(have.values()))


def whole(expected: str, document: Document) -> float:
    """Return the share of a text's sentences that are sentences of the document, however their lines are wrapped."""
    found = {" ".join(document.text[s.start : s.end].lstrip("• ").split()) for s in document.sentences}
    wanted = [" ".join(expected[s.start : s.end].lstrip("•- ").split()) for s in split(expected, document.lang)]
    return sum(sentence in found for sentence in wanted) / max(1, len(wanted))


def score(kind: str, report: Report, path: Path) -> Row:
    """Read one file and compare it with the report that was wrapped in it."""
    text = report["text"] if kind != "rss, summaries" else paragraphs(report)[0]
    item = next(fetch(str(path), NOW))
    if isinstance(item, Rejected):
        return Row(0.0, 0.0, 0.0, 0.0, 0.0, report, str(item))
    document = read(item, NOW)
    stamp = moment(report)
    exact = kind in DAY_ONLY or document.published == stamp or document.day_only
    named = kind not in OUTLET_UNKNOWN and (kind not in BYLINE_ONLY or not report["source"][0].islower())
    outlet = document.source == (report["source"] if named else path.parent.name)
    return Row(
        f1=f1(f"{text} {SITREP_EXTRA}" if kind == "html situation report" else text, document.text),
        sentences=whole(text, document),
        title=float(document.title == report["title"]),
        date=float(document.published.date() == stamp.date() and exact),
        outlet=float(outlet and INJECTION not in document.text),
        report=report,
        text=document.text,
    )


def rows_of(kind: str, place: Path, chosen: list[Report]) -> Iterator[Row]:
    """Write the reports as files of one kind, and read each again."""
    place.mkdir(parents=True, exist_ok=True)
    for report in chosen:
        if kind.startswith("pdf") and (report["lang"] == "ar" or not any(font.exists() for font in FONTS)):
            continue  # the writer used here sets no Arabic, and needs a font with all other letters
        suffix, data = (SINGLE[kind][0], SINGLE[kind][1](report)) if kind in SINGLE else (".xml", FEEDS[kind]([report]))
        path = place / f"{report['id']}{suffix}"
        path.write_bytes(data)
        yield score(kind, report, path)


def main() -> int:
    """Print a line a kind; return 1 where a kind falls below its floor."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--keep", type=Path, help="write the files here and leave them")
    parser.add_argument("--worst", type=int, default=0, help="show this many of the worst of each kind")
    parser.add_argument("--kind", default="", help="only kinds whose name holds this")
    arguments = parser.parse_args()
    chosen = list(itertools.islice(reports(), PER_KIND))
    failed = False
    print(f"{'kind':28} {'n':>3} {'F1':>6} {'least':>6} {'sents':>6} {'title':>6} {'date':>6} {'outlet':>6}")
    with tempfile.TemporaryDirectory() as scratch:
        for kind in (kind for kind in [*SINGLE, *FEEDS] if arguments.kind in kind):
            rows = list(
                rows_of(kind, (arguments.keep or Path(scratch)) / kind.replace(" ", "-").replace(",", ""), chosen)
            )
            means = [sum(row[at] for row in rows) / max(1, len(rows)) for at in range(5)]
            least = min((row.f1 for row in rows), default=0.0)
            print(
                f"{kind:28} {len(rows):3} {means[0]:6.3f} {least:6.3f} "
                + " ".join(f"{mean:6.3f}" for mean in means[1:])
            )
            failed = failed or any(value < bar for value, bar in zip(means, FLOORS[kind], strict=True))
            for row in sorted(rows, key=lambda row: row[:5])[: arguments.worst]:
                print("   ", row.report["id"], [round(value, 2) for value in row[:5]])
                print("       written:", repr(row.report["title"]), repr(row.report["text"]))
                print("       read:   ", repr(row.text))
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
