import json
import multiprocessing
import os
import sqlite3
from pathlib import Path

import pytest

from sitroom.errors import DataError
from sitroom.places import compile as compiling
from sitroom.places import open_gazetteer, supplement

CITIES = {
    "1": {"geonameid": 1, "name": "Ḩamāh", "latitude": 35.13, "longitude": 36.75, "countrycode": "SY", "population": 460602, "admin1code": "10", "alternatenames": ["Hama", "حماة", "ハマ", "hlb", "HMA", "..."]},
    "2": {"geonameid": 2, "name": "Nowhere", "latitude": 0.0, "longitude": 0.0, "countrycode": "XX", "population": 0, "admin1code": "", "alternatenames": []},
}  # fmt: skip


@pytest.fixture
def small(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two places and no supplement, so that compiling takes no time."""
    source = tmp_path / "cities.json"
    source.write_text(json.dumps(CITIES), encoding="utf-8")
    monkeypatch.setattr(compiling, "cities_file", lambda: source)
    monkeypatch.setattr(supplement, "entries", lambda: iter(()))
    return tmp_path / "cache"


def test_compiles_once_then_opens(small):
    told = []
    first = open_gazetteer(small, lambda share, doing: told.append((share, doing)))
    assert told[0][0] == 0.0
    assert told[-1][0] == 1.0
    assert [share for share, _ in told] == sorted(share for share, _ in told)
    assert first.lookup("حماة")[0].name == "Hamah"
    assert first.lookup("hlb") == []
    told.clear()
    open_gazetteer(small, lambda share, doing: told.append((share, doing)))
    assert told == []
    assert len(list(small.iterdir())) == 1


@pytest.mark.parametrize("damage", [b"", b"not a database at all", None])
def test_a_damaged_file_is_made_anew(small, damage):
    open_gazetteer(small)
    (file,) = small.iterdir()
    file.write_bytes(damage if damage is not None else file.read_bytes()[:5000])
    assert open_gazetteer(small).lookup("Hama")[0].geonameid == 1


def test_a_full_disk_leaves_nothing_and_says_so(small, monkeypatch):
    def full(*_: object) -> None:
        raise sqlite3.OperationalError("database or disk is full")

    monkeypatch.setattr(compiling, "_fill", full)
    with pytest.raises(DataError, match="disk is full"):
        open_gazetteer(small)
    assert list(small.iterdir()) == []


def test_a_kill_midway_leaves_no_compiled_file(small, monkeypatch):
    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(compiling, "_fill", killed)
    with pytest.raises(KeyboardInterrupt):
        open_gazetteer(small)
    assert list(small.glob("places-*")) == []


def test_what_a_killed_compile_left_is_swept_up_later(small):
    small.mkdir()
    old, young = small / ".compiling-old.sqlite", small / ".compiling-young.sqlite"
    old.touch()
    young.touch()
    os.utime(old, (0, 0))
    open_gazetteer(small)
    assert not old.exists()
    assert young.exists()


def test_a_folder_that_cannot_be_made_is_an_error(small, tmp_path):
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    with pytest.raises(DataError, match="cannot compile"):
        open_gazetteer(tmp_path / "file" / "cache")


def test_broken_source_is_an_error(small):
    compiling.cities_file().write_text('{"1": {"geonameid": "x"}}', encoding="utf-8")
    with pytest.raises(DataError, match="not as expected"):
        open_gazetteer(small)
    assert list(small.iterdir()) == []


def _open(folder: Path, done: "multiprocessing.Queue[int]") -> None:
    done.put(len(open_gazetteer(folder).lookup("Hama")))


def test_several_processes_may_compile_at_once(small):
    context = multiprocessing.get_context("fork")
    done = context.Queue()
    workers = [context.Process(target=_open, args=(small, done)) for _ in range(3)]
    for worker in workers:
        worker.start()
    assert [done.get(timeout=60) for _ in workers] == [1, 1, 1]
    for worker in workers:
        worker.join()
    assert [file.name.startswith("places-") for file in small.iterdir()] == [True]


def test_the_name_changes_with_the_inputs(small, monkeypatch):
    before = compiling.fingerprint()
    monkeypatch.setattr(compiling, "MADE_BY", ("compile.py",))
    assert compiling.fingerprint() != before


def test_every_row_of_the_supplement_is_sound():
    count = 0
    for entry in supplement.entries():
        count += 1
        assert entry.name == entry.name.strip()
        assert entry.lat is not None
        assert entry.lon is not None
        assert -90 <= entry.lat <= 90
        assert -180 <= entry.lon <= 180
        assert entry.own_id < 0
    assert count > 4000


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ({"kind": "planet"}, "unknown kind"),
        ({"lat": "north"}, "north"),
        ({"geonameid": "1.5"}, "1.5"),
    ],
)
def test_a_bad_row_names_its_line(row, message):
    good = dict.fromkeys(supplement.COLUMNS, "") | {"name": "Hama", "kind": "settlement"}
    with pytest.raises(DataError, match=message) as caught:
        supplement._entry(good | row, "villages.csv:7")
    assert "villages.csv:7" in str(caught.value)
