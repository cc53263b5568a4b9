"""From reports to an edition: nothing depends on order, copies or the clock, and every sentence leads to its words."""

import json
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import msgspec
import pytest

from sitroom import run
from sitroom.brief import render_html, render_json, render_markdown, render_text
from sitroom.brief.chain import Chains
from sitroom.model import Edition
from sitroom.store import open_store

STORIES = Path(__file__).parents[1] / "evals" / "stories"
NAMES = ("hama-2024", "lashio-2024", "catatumbo-2025")
AS_OF = datetime(2024, 12, 4, 18, tzinfo=UTC)
SETTINGS = run.Settings(now=datetime(2026, 1, 1, tzinfo=UTC))


@cache
def vocabularies():
    return run.Vocabularies(SETTINGS)


def edition_of(path, as_of=None):
    reading = run.read([str(path)], SETTINGS)
    dossier = run.study(reading.documents, vocabularies(), SETTINGS)
    return run.compose(dossier, vocabularies(), SETTINGS, as_of=as_of, rejected=reading.rejected)


@cache
def story(name):
    return edition_of(STORIES / name / "docs.jsonl")


def lines_of(name):
    return (STORIES / name / "docs.jsonl").read_text(encoding="utf-8").splitlines()


def written(tmp_path, name, lines):
    path = tmp_path / name
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def printed(edition):
    return msgspec.json.encode(edition)


@pytest.mark.parametrize("name", NAMES)
def test_every_sentence_leads_to_spans_that_read_back_their_own_words(name):
    edition = story(name)
    chains = Chains(edition)
    ids = [line.id for line in chains.lines] + [card.id for card in edition.brief.cards]
    assert ids
    for one in ids:
        quotes = list(chains.link(one).all_quotes())
        assert quotes, one
        for quote in quotes:
            assert quote.words
            assert quote.document.text[quote.start : quote.end] == quote.words


@pytest.mark.parametrize("name", NAMES)
def test_every_span_of_every_claim_reads_back(name):
    edition = story(name)
    documents = {d.id: d for d in edition.documents}
    assert all(documents[c.document].quote(s).strip() for c in edition.claims for s in c.spans)


def test_two_runs_agree_to_the_byte():
    path = STORIES / NAMES[0] / "docs.jsonl"
    one, other = edition_of(path), edition_of(path)
    assert printed(one) == printed(other)
    for render in (render_html, render_markdown, render_json, render_text):
        assert render(one) == render(other)


def test_the_order_of_reports_does_not_matter(tmp_path):
    path = written(tmp_path, "docs.jsonl", reversed(lines_of(NAMES[0])))
    assert printed(edition_of(path)) == printed(story(NAMES[0]))


def test_a_report_met_twice_changes_nothing(tmp_path):
    lines = lines_of(NAMES[0])
    path = written(tmp_path, "docs.jsonl", [*lines, *lines[:5]])
    assert printed(edition_of(path)) == printed(story(NAMES[0]))


def test_what_came_later_is_not_seen(tmp_path):
    rows = [json.loads(line) for line in lines_of(NAMES[0])]
    known = [json.dumps(r) for r in rows if datetime.fromisoformat(r["published"]) <= AS_OF]
    assert len(known) < len(rows)
    then = edition_of(written(tmp_path, "docs.jsonl", known), AS_OF)
    assert printed(then) == printed(edition_of(STORIES / NAMES[0] / "docs.jsonl", AS_OF))


def test_reports_from_a_store_make_the_same_brief(tmp_path):
    reading = run.read([str(STORIES / NAMES[2] / "docs.jsonl")], SETTINGS)
    with open_store(str(tmp_path / "store.db")) as store:
        for found in (reading.documents[:9], reading.documents, ()):
            dossier = run.study_with_store(store, found, vocabularies(), SETTINGS)
    edition = run.compose(dossier, vocabularies(), SETTINGS)
    assert edition.brief == story(NAMES[2]).brief


def test_an_edition_survives_being_written_and_read():
    edition = story(NAMES[1])
    assert msgspec.json.decode(printed(edition), type=Edition) == edition


def test_a_document_on_which_the_extractor_fails_stops_nothing(monkeypatch):
    reading = run.read([str(STORIES / NAMES[1] / "docs.jsonl")], SETTINGS)
    real = run.claims.extract

    def failing(document, gazetteer, registry):
        if document.id == reading.documents[0].id:
            raise ZeroDivisionError
        return real(document, gazetteer, registry)

    monkeypatch.setattr(run.claims, "extract", failing)
    found = run.extract(reading.documents[:3], vocabularies(), SETTINGS)
    assert len(found) == 3
    assert "ZeroDivisionError" in found[0].omissions[0].reason
    assert not found[0].claims


def test_two_reports_of_one_id_are_both_kept(tmp_path):
    row = {"id": "r", "source": "Wire", "published": "2024-12-04", "title": "A", "text": "Ten people died in Hama."}
    lines = [json.dumps(row), json.dumps(row | {"text": "Twelve people died in Hama."})]
    found = run.read([str(written(tmp_path, "a.jsonl", lines))], SETTINGS).documents
    assert len({d.name for d in found}) == 2
    assert all(d.name.startswith("r~") for d in found)


def test_one_report_alone_makes_a_brief(tmp_path):
    edition = edition_of(written(tmp_path, "a.jsonl", lines_of(NAMES[0])[14:15]))
    assert edition.brief.reports == 1
    assert "704" in render_text(edition)


def test_reports_without_claims_still_give_a_clear_answer(tmp_path):
    row = {"id": "r", "source": "Wire", "published": "2024-12-04", "title": "Soap", "text": "The fair ended on Sunday."}
    edition = edition_of(written(tmp_path, "a.jsonl", [json.dumps(row)]))
    assert edition.brief.title
    assert not edition.brief.cards
    assert render_text(edition).strip()
    assert "<html" in render_html(edition)
