"""Read reports into a store, killed at random instants and started again, until so many were killed.

usage: python killing.py URL REPORTS KILLS SEED

URL holds the word NUMBER, in whose place each store has its own. Run as a program of its own: it reads the claims once
and forks each reader from there, so that a kill costs a few hundredths of a second and falls where the store is at work.
A reader that ends by itself leaves a store that must be whole; the next store is then begun.
Prints one JSON object: kills, and what each store held that was left whole.
"""

import json
import os
import random
import signal
import sys
import time
from contextlib import closing
from datetime import UTC, datetime

import msgspec
import psycopg
from sqlalchemy import text

from sitroom import run
from sitroom.store import open_store
from sitroom.store.opening import open_engine

REPORTS = 10
SETTINGS = run.Settings(now=datetime(2026, 1, 1, tzinfo=UTC))


def read(url, reports, vocabularies):
    """Fork a reader; return its process id."""
    process = os.fork()
    if process:
        return process
    try:
        with open_store(url) as store:
            run.keep(store, reports, vocabularies, SETTINGS)
            run.study_with_store(store, (), vocabularies, SETTINGS)
    except BaseException:  # noqa: BLE001  a forked reader must not go on as its parent
        sys.excepthook(*sys.exc_info())
        os._exit(1)
    os._exit(0)


def ended(process):
    """Wait for a reader that nobody kills."""
    _, status = os.waitpid(process, 0)
    if status:
        sys.exit(f"a reader failed with {status}")


def held(url):
    """Return what a store holds, as plain data that does not depend on how it came about."""
    with open_store(url) as store:
        documents, extractions = store.documents(), store.extractions(run.EXTRACTOR)
        claims, judgements = store.claims(), store.judgements()
        found = [h.document.id for h in store.search("the", limit=1000)]
    with closing(open_engine(url).connect()) as connection:
        rows = {
            table: connection.execute(text(f"SELECT count(*) FROM {table}")).scalar_one()  # noqa: S608
            for table in ("documents", "claims", "extractions", "judgements", "indexed")
        }
        connection.engine.dispose()
    return {
        "documents": sorted(d.id for d in documents),
        "extractions": sorted([e.document, [c.id for c in e.claims]] for e in extractions),
        "claims": sorted(c.id for c in claims),
        "judgements": sorted(j.id for j in judgements),
        "found": sorted(found),
        "rows": rows,
    }


def store_of(template, number):
    """Return the URL of an empty store."""
    if template.startswith("postgresql"):
        with psycopg.connect(template.partition("?")[0], autocommit=True) as connection:
            connection.execute(f"CREATE SCHEMA killed{number}")
    return template.replace("NUMBER", str(number))


def main():
    """Kill and start again; print what came of it."""
    template, path, kills, seed = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
    chance = random.Random(seed)  # noqa: S311
    vocabularies = run.Vocabularies(SETTINGS)
    reports = run.read([path], SETTINGS).documents[:REPORTS]
    claims = {e.document: e for e in run.extract(reports, vocabularies, SETTINGS)}
    same = run.documents.near_duplicates((*reports, msgspec.structs.replace(reports[0], id="doc-copy")))
    run.extract = lambda documents, *_: tuple(claims[d.id] for d in documents)
    run.documents.near_duplicates = lambda _: same
    url = store_of(template, 0)
    started = time.monotonic()
    ended(read(url, reports, vocabularies))
    usual = time.monotonic() - started
    whole = held(url)
    killed, number, results = 0, 0, []
    while killed < kills:
        number += 1
        url = store_of(template, number)
        while killed < kills:
            process = read(url, reports, vocabularies)
            time.sleep(chance.uniform(0, usual / 2))
            os.kill(process, signal.SIGKILL)
            _, status = os.waitpid(process, 0)
            if not os.WIFSIGNALED(status):
                break
            killed += 1
        ended(read(url, reports, vocabularies))
        results.append(held(url) == whole)
    print(json.dumps({"killed": killed, "stores": results, "whole": whole["rows"]}))  # noqa: T201


if __name__ == "__main__":
    main()
