"""A report taken by itself gives the picture that all reports together give."""

from __future__ import annotations

import sys
from datetime import timedelta
from pathlib import Path

import msgspec
import pytest

from sitroom import corrections, run
from sitroom.corrections import Word
from sitroom.model import Extraction
from sitroom.store import open_store
from sitroom.watch import Watch

sys.path[:0] = [str(Path(__file__).parent / folder) for folder in ("picture", "stories")]
from test_online import many_stories  # noqa: E402  the builder of invented stories is that of their tests
from test_stories import NAMES, quake  # noqa: E402

SETTINGS = run.Settings(now=quake().documents[0].known_at)


class Words:
    """Vocabularies that know the names of an invented story."""

    def names(self, _lang, _as_of):
        return NAMES


def in_time(b):
    ordered = sorted(b.documents, key=lambda d: (d.known_at, d.id))
    return [(d, Extraction(document=d.id, claims=tuple(c for c in b.claims if c.document == d.id))) for d in ordered]


def of_all(store, as_of, document):
    """Return the picture that all reports of a store give of the story that one is in."""
    dossier = msgspec.structs.replace(run.study_with_store(store, (), Words(), SETTINGS), hindsight=True)
    found = run.judge(dossier.known_at(as_of).corrected())[1]
    story = next((s for s in found if document.id in s.documents), None)
    return run.assemble(dossier, Words(), as_of, story.id) if story else None


def bare(drawn):
    """Return what a picture says of its story: noise and the other stories are not looked at one by one."""
    return msgspec.json.encode(msgspec.structs.replace(drawn, noise=(), stories=(), omissions=()))


@pytest.mark.parametrize("board", [quake, lambda: many_stories(7)])
def test_each_report_gives_the_picture_that_all_reports_so_far_give(board):
    compared = 0
    with open_store("sqlite://") as store:
        watch = Watch(store, Words(), SETTINGS)
        for document, extraction in in_time(board()):
            drawn = watch.take(document, extraction)
            whole = of_all(store, document.known_at, document)
            if whole is not None and len(whole.stories) and drawn.stories:
                assert bare(drawn) == bare(whole)
                compared += 1
    assert compared >= 4


def test_a_watch_opened_again_goes_on_as_before():
    rows = in_time(quake())
    with open_store("sqlite://") as store:
        watch = Watch(store, Words(), SETTINGS)
        for document, extraction in rows[:-1]:
            watch.take(document, extraction)
        watch = Watch(store, Words(), SETTINGS)
        drawn = watch.take(*rows[-1])
        assert bare(drawn) == bare(of_all(store, rows[-1][0].known_at, rows[-1][0]))
        assert len(drawn.stories[0].documents) == 4


def test_a_watch_sees_what_persons_corrected():
    b = quake()
    rows = in_time(b)
    ids = {d.name: d.id for d in b.documents}
    word = Word("ann", rows[-1][0].known_at + timedelta(hours=1), "the mine is part of it")
    with open_store("sqlite://") as store:
        watch = Watch(store, Words(), SETTINGS)
        for row in rows:
            watch.take(*row)
        last = rows[-1][0]
        before = watch.picture_of(last)
        claim = next(c for c in b.claims if c.document == ids["q4"])
        made = [corrections.join(ids["mine"], ids["q1"], word), corrections.fix(claim, {"low": 1, "high": 1}, word)]
        store.add(made)
        watch.look_up_corrections()
        after = watch.picture_of(last)
        assert bare(after) == bare(of_all(store, last.known_at, last)) != bare(before)
        assert ids["mine"] in after.stories[0].documents
        store.add(corrections.undo(j, word._replace(made_at=word.made_at + timedelta(hours=1))) for j in made)
        watch.look_up_corrections()
        assert watch.picture_of(last) == before


def test_a_report_older_than_one_taken_is_refused_but_kept():
    rows = in_time(quake())
    with open_store("sqlite://") as store:
        watch = Watch(store, Words(), SETTINGS)
        watch.take(*rows[2])
        with pytest.raises(ValueError, match="older"):
            watch.take(*rows[0])
        assert len(store.documents()) == 2
