"""Tables that are kept: never stale, never half-written, and no loss where they cannot be kept."""

import multiprocessing
from pathlib import Path

import msgspec
import pytest

from sitroom import compiled
from sitroom.actors.data_files import LANGUAGES
from sitroom.actors.registry import open_registry
from sitroom.claims.grammar import Tables as GrammarTables
from sitroom.claims.grammar import tables_of
from sitroom.compiled import default_cache, fingerprint, kept, read_yaml

KEY = fingerprint([], "made from this")


@pytest.fixture
def cache(monkeypatch, tmp_path):
    monkeypatch.setenv("SITROOM_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache"


def never() -> dict[str, int]:
    raise AssertionError("built again")


def build(value: int) -> dict[str, int]:
    return kept("counts", KEY, dict[str, int], lambda: {"a": value})


def test_a_table_is_built_once(cache):
    assert build(1) == {"a": 1}
    assert kept("counts", KEY, dict[str, int], never) == {"a": 1}
    assert [file.name for file in cache.iterdir()] == ["counts.table"]


def test_a_table_made_from_something_else_is_built_anew(cache):
    build(1)
    other = fingerprint([], "made from that")
    assert kept("counts", other, dict[str, int], lambda: {"a": 2}) == {"a": 2}
    assert kept("counts", other, dict[str, int], never) == {"a": 2}


@pytest.mark.parametrize("cut", [0, 5, 20, -1])
def test_a_damaged_table_is_built_anew(cache, cut):
    build(1)
    file = cache / "counts.table"
    file.write_bytes(file.read_bytes()[:cut])
    assert build(3) == {"a": 3}


def test_a_changed_byte_is_seen(cache):
    build(1)
    file = cache / "counts.table"
    whole = bytearray(file.read_bytes())
    whole[-1] ^= 1
    file.write_bytes(whole)
    assert build(3) == {"a": 3}


def test_a_table_of_another_shape_is_built_anew(cache):
    kept("counts", KEY, list[str], lambda: ["a"])
    assert build(4) == {"a": 4}


def test_a_folder_that_cannot_be_written_to_costs_no_result(monkeypatch, tmp_path):
    (tmp_path / "file").write_text("no folder")
    monkeypatch.setenv("SITROOM_CACHE", str(tmp_path / "file" / "cache"))
    assert build(5) == {"a": 5}


def test_a_full_disk_leaves_nothing_half_written(cache, monkeypatch):
    def full(self: Path, target: Path) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(compiled.Path, "replace", full)
    assert build(6) == {"a": 6}
    assert list(cache.iterdir()) == []


def _worker(value: int) -> None:
    for _ in range(50):
        assert set(build(value)) == {"a"}
        (default_cache() / "counts.table").unlink(missing_ok=True)


def test_several_processes_may_write_at_once(cache):
    context = multiprocessing.get_context("fork")
    workers = [context.Process(target=_worker, args=(n,)) for n in range(3)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert [worker.exitcode for worker in workers] == [0, 0, 0]
    assert [file.suffix for file in cache.iterdir() if file.name != "counts.table"] == []


def test_a_fingerprint_tells_names_contents_and_order_apart(tmp_path):
    (tmp_path / "a").write_text("one")
    (tmp_path / "b").write_text("one")
    files = [tmp_path / "a", tmp_path / "b"]
    prints = {fingerprint(files), fingerprint(files[::-1]), fingerprint(files[:1]), fingerprint(files, "x")}
    (tmp_path / "b").write_text("two")
    assert len(prints | {fingerprint(files)}) == 5


@pytest.mark.parametrize("code", LANGUAGES)
def test_a_grammar_is_kept_as_it_was_compiled(code):
    tables = tables_of(code)
    assert msgspec.msgpack.decode(msgspec.msgpack.encode(tables), type=GrammarTables) == tables


def test_names_are_found_alike_compiled_and_kept(cache):
    text = "Syrian army troops and HTS-led rebels fought near Hama, the Observatory said."
    first = open_registry().find(text, "en")
    assert first
    assert open_registry().find(text, "en") == first
    assert (cache / "actors-en.table").is_file()


def test_the_cache_folder_follows_the_environment(monkeypatch, tmp_path):
    monkeypatch.setenv("SITROOM_CACHE", str(tmp_path / "own"))
    assert default_cache() == tmp_path / "own"
    monkeypatch.delenv("SITROOM_CACHE")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert default_cache() == tmp_path / "sitroom"
    monkeypatch.delenv("XDG_CACHE_HOME")
    assert default_cache() == Path.home() / ".cache" / "sitroom"


def test_what_a_yaml_file_holds_is_kept_until_it_changes(cache, tmp_path):
    file = tmp_path / "en" / "words.yaml"
    file.parent.mkdir()
    file.write_text("a: [one, two]\n")
    assert read_yaml(file, dict[str, list[str]], __file__) == {"a": ["one", "two"]}
    assert read_yaml(file, dict[str, list[str]], __file__) == {"a": ["one", "two"]}
    assert [kept_file.name for kept_file in cache.iterdir()] == ["en-words.table"]
    file.write_text("a: [three]\n")
    assert read_yaml(file, dict[str, list[str]], __file__) == {"a": ["three"]}
    file.write_text("a: 3\n")
    with pytest.raises(msgspec.ValidationError):
        read_yaml(file, dict[str, list[str]], __file__)
