"""What placing reports in stories and keeping them costs as a store grows, and how well it is done, beside plain peers.

    python -m benchmarks.stories [--sizes 1000 10000 50000] [--stores URL...] [--store-sizes 1000 10000] [--baseline N]

Reports are made by `benchmarks/varied.py`, in order of time. At each size are printed: CPU milliseconds a report of
placing it (mean of all so far, and of the last thousand); BCubed precision, recall and F1 of the stories of all reports
so far; the peak memory of the process. Then, for each store: what it costs to keep a report with its claims, one
transaction each as when they come live, and `Watch.take`: keep one new report, place it, and draw its story's picture
anew. The baseline is TF-IDF with the cosine over all pairs of reports of the last days; each report is joined to the
likest, where that is over a threshold.
"""

from __future__ import annotations

import argparse
import resource
import statistics
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from itertools import islice

from benchmarks.varied import Made, Maker
from sitroom import run, stories
from sitroom.store import open_store
from sitroom.watch import Watch

SETTINGS = run.Settings(now=datetime(2040, 1, 1, tzinfo=UTC))
WINDOW = 1000
UPDATES = 60
LAST_DAYS = timedelta(days=7)
THRESHOLDS = (0.3, 0.4, 0.5, 0.55, 0.6, 0.65, 0.7)
BAR_GROWTH, BAR_MEMORY, BAR_UPDATE = 1.3, 1500, 50


def memory() -> float:
    """Return the peak memory of this process in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def bcubed(group_of: Mapping[str, str], truth: Mapping[str, str]) -> tuple[float, float, float]:
    """Return BCubed precision, recall and F1 of a grouping (Bagga & Baldwin 1998)."""
    both = Counter((group_of[i], truth[i]) for i in truth)
    found, true = Counter(group_of[i] for i in truth), Counter(truth.values())
    precision = sum(n * n / found[g] for (g, _), n in both.items()) / len(truth)
    recall = sum(n * n / true[t] for (_, t), n in both.items()) / len(truth)
    return precision, recall, 2 * precision * recall / (precision + recall)


def grouped(ids: Iterable[str], pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Return for each id the first of those that pairs join it to."""
    parent = {i: i for i in ids}

    def root(i: str) -> str:
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    for a, b in pairs:
        parent[root(a)] = root(b)
    return {i: root(i) for i in parent}


def place(vocabularies: run.Vocabularies, sizes: Sequence[int]) -> None:
    """Print what placing costs and how well it is done, at each size."""
    maker, desk = Maker(vocabularies, SETTINGS), stories.Assigner()
    truth: dict[str, str] = {}
    pairs: list[tuple[str, str]] = []
    spent: list[float] = []
    before = memory()
    print(f"{'reports':>8} {'ms, mean':>9} {'ms, last':>9} {'precision':>9} {'recall':>7} {'F1':>6} {'MB':>6}")
    for made in islice(maker.reports(), max(sizes)):
        started = time.process_time()
        judged = desk.take(made.document, made.extraction.claims)
        spent.append(time.process_time() - started)
        truth[made.document.id] = made.story
        pairs += [(j.left, j.right) for j in judged]
        if len(spent) in sizes:
            p, r, f = bcubed(grouped(truth, pairs), truth)
            mean, last = (1000 * statistics.fmean(some) for some in (spent, spent[-WINDOW:]))
            print(f"{len(spent):8} {mean:9.2f} {last:9.2f} {p:9.3f} {r:7.3f} {f:6.3f} {memory():6.0f}", flush=True)
    first = statistics.fmean(spent[:WINDOW])
    growth = statistics.fmean(spent[-WINDOW:]) / first
    print(
        f"cost of the last thousand over the first: {growth:.2f} (bar: {BAR_GROWTH}); {before:.0f} MB before the first"
    )


def keep(vocabularies: run.Vocabularies, url: str, sizes: Sequence[int]) -> None:
    """Print what a store of each size costs to add to, and to draw a story's picture from after one new report."""
    print(f"\n{url.partition(':')[0]}: milliseconds a report")
    print(f"{'reports':>8} {'keep':>6} {'update, median':>15} {'95 %':>6} {'worst':>6} {'story':>6} {'search':>7}")
    made = Maker(vocabularies, SETTINGS).reports()
    kept = 0
    with open_store(url) as store:
        for size in sizes:
            while kept < size - WINDOW:
                many = list(islice(made, min(WINDOW, size - WINDOW - kept)))
                store.add(m.document for m in many)
                for m in many:
                    store.add_extraction(m.extraction, run.EXTRACTOR, m.document.known_at)
                kept += len(many)
            last = list(islice(made, size - kept))
            started = time.perf_counter()
            for m in last:
                store.add([m.document])
                store.add_extraction(m.extraction, run.EXTRACTOR, m.document.known_at)
            each = 1000 * (time.perf_counter() - started) / len(last)
            watch = Watch(store, vocabularies, SETTINGS)
            times, reports = _updates(watch, list(islice(made, UPDATES)))
            kept = size + UPDATES
            started = time.perf_counter()
            store.search("killed")
            asked = 1000 * (time.perf_counter() - started)
            middle, most = statistics.median(times), statistics.quantiles(times, n=20)[-1]
            story = statistics.median(reports)
            print(
                f"{size:8} {each:6.2f} {middle:15.1f} {most:6.1f} {max(times):6.1f} {story:6.0f} {asked:7.1f}",
                flush=True,
            )


def _updates(watch: Watch, made: Sequence[Made]) -> tuple[list[float], list[int]]:
    times, reports = [], []
    for m in made:
        started = time.process_time()
        drawn = watch.take(m.document, m.extraction)
        times.append(1000 * (time.process_time() - started))
        reports.append(sum(len(s.documents) for s in drawn.stories))
    return times, reports


def baseline(vocabularies: run.Vocabularies, number: int) -> None:
    """Print how well and how fast TF-IDF with cosine over all pairs of the last days does."""
    from sklearn.feature_extraction.text import TfidfVectorizer  # noqa: PLC0415  the other measures need it not

    made = list(islice(Maker(vocabularies, SETTINGS).reports(), number))
    truth = {m.document.id: m.story for m in made}
    started = time.process_time()
    vectors = TfidfVectorizer(sublinear_tf=True).fit_transform(f"{m.document.title}\n{m.document.text}" for m in made)
    found: dict[float, list[tuple[str, str]]] = defaultdict(list)
    first = 0
    for n, m in enumerate(made):
        while m.document.known_at - made[first].document.known_at > LAST_DAYS:
            first += 1
        if first == n:
            continue
        likeness = (vectors[first:n] @ vectors[n].T).toarray().ravel()
        best = int(likeness.argmax())
        for threshold in THRESHOLDS:
            if likeness[best] >= threshold:
                found[threshold].append((m.document.id, made[first + best].document.id))
    each = 1000 * (time.process_time() - started) / number
    print(f"\nTF-IDF, cosine over all pairs of {LAST_DAYS.days} days, {number} reports: {each:.2f} ms of CPU a report")
    for threshold in THRESHOLDS:
        p, r, f = bcubed(grouped(truth, found[threshold]), truth)
        print(f"  threshold {threshold:.2f}: precision {p:.3f} recall {r:.3f} F1 {f:.3f}")


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", type=int, nargs="*", default=[1000, 10_000, 50_000])
    parser.add_argument("--stores", nargs="*", default=[], help="empty stores, by URL")
    parser.add_argument("--store-sizes", type=int, nargs="*", default=[1000, 10_000])
    parser.add_argument("--baseline", type=int, default=0, help="compare on so many reports")
    args = parser.parse_args()
    vocabularies = run.Vocabularies(SETTINGS)
    if args.sizes:
        place(vocabularies, args.sizes)
    for url in args.stores:
        keep(vocabularies, url, args.store_sizes)
    if args.baseline:
        baseline(vocabularies, args.baseline)


if __name__ == "__main__":
    main()
