"""Fitting: a folder of made-up conflicts in FabFlee's layout is read as written, and fitted without its future."""

from __future__ import annotations

from importlib import resources

import msgspec
import numpy as np
import pytest
from benchmarks import outlook_displacement as benchmark
from benchmarks.displacement_scores import load

from sitroom.errors import DataError
from sitroom.outlook.displacement.fitted import Fitted, load_fitted
from sitroom.outlook.train.displacement import LEVELS, falls, fit, quantiles, site_cases, total_cases
from sitroom.outlook.train.sweep import load_conflict, load_conflicts

LOCATIONS = """#name,region,country,latitude,longitude,location_type,conflict_date,population
Alfa,R,Arland,10.0,20.0,conflict_zone,0,20000
Bravo,R,Arland,10.5,20.5,conflict_zone,40,30000
Carmel,R,Arland,11.0,21.0,town,,5000
Near,R,Borland,11.5,21.5,camp,,99999
Far,R,Corland,15.0,25.0,camp,,88888
"""


def write(folder, *, growth=100, country="Arland", days=(0, 10, 20, 40, 60, 80, 100)):
    inputs, sources = folder / "input_csv", folder / "source_data"
    inputs.mkdir(parents=True)
    sources.mkdir()
    (inputs / "locations.csv").write_text(LOCATIONS.replace("Arland", country), encoding="utf-8")
    (inputs / "routes.csv").write_text(
        "#a,b,km,r\nAlfa,Bravo,80,0\nBravo,Near,150,0\nAlfa,Far,700,0\n", encoding="utf-8"
    )
    (inputs / "closures.csv").write_text("#t,a,b,s,e\ncountry,Arland,Borland,0,5\n", encoding="utf-8")
    (inputs / "registration_corrections.csv").write_text("Near,2030-02-10,normalize\n", encoding="utf-8")
    (inputs / "sim_period.csv").write_text("StartDate,2030-01-01\nLength,110\n", encoding="utf-8")
    (sources / "data_layout.csv").write_text("total,all.csv\nNear,near.csv\nFar,far.csv\n", encoding="utf-8")
    for name, share in (("all", 1.0), ("near", 0.7), ("far", 0.3)):
        rows = [
            f"{np.datetime64('2030-01-01') + np.timedelta64(d, 'D')},{round(share * growth * d * (1 + d / 50))}"
            for d in days
        ]
        (sources / f"{name}.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    return folder


@pytest.fixture
def folder(tmp_path):
    write(tmp_path / "one2030")
    write(tmp_path / "two2030", growth=900, country="Dorland", days=(0, 7, 14, 21, 28, 35, 60, 90))
    write(tmp_path / "three2030", growth=20, country="Estland", days=(0, 15, 30, 45, 75, 105))
    return tmp_path


def test_a_conflict_is_read_as_written_and_what_a_site_holds_is_not(folder):
    conflict = load_conflict(folder / "one2030")
    assert (conflict.country, conflict.length, [p.name for p in conflict.sites]) == ("Arland", 110, ["Near", "Far"])
    assert conflict.total.at(10) == 1200
    assert all(p.people is None for p in conflict.sites)
    assert {p.name: p.at_war_from for p in conflict.places} == {
        "Alfa": 0.0, "Bravo": 40.0, "Carmel": None, "Near": None, "Far": None,
    }  # fmt: skip


def test_places_drawn_into_war_later_do_not_pull_yet(folder):
    conflict = load_conflict(folder / "one2030")
    assert conflict.seen_on(39).near[0] > conflict.seen_on(40).near[0]


def test_a_site_behind_a_closed_border_is_open_from_the_day_it_opens(folder):
    conflict = load_conflict(folder / "one2030")
    assert conflict.open_on(4).tolist() == [False, True]
    assert conflict.open_on(5).tolist() == [True, True]


def test_what_is_known_on_day_0_holds_no_later_count(folder):
    sources = folder / "one2030" / "source_data"
    (sources / "far.csv").write_text("2030-01-05,900\n2030-03-01,1000\n", encoding="utf-8")
    (sources / "near.csv").write_text("2029-12-20,40\n2030-01-20,9000\n", encoding="utf-8")
    assert load_conflict(folder / "one2030").first.tolist() == [40, 0]


def test_a_site_counted_in_two_files_is_their_sum(folder):
    sources = folder / "one2030" / "source_data"
    (sources / "near2.csv").write_text("Date,Number\n2030-01-01,5\n2030-01-11,\n2030-04-11,105\n", encoding="utf-8")
    (sources / "data_layout.csv").write_text("total,all.csv\nNear,near.csv,near2.csv\nFar,far.csv\n", encoding="utf-8")
    conflict = load_conflict(folder / "one2030")
    assert conflict.counted["Near"].at(0) == 5
    assert conflict.counted["Near"].at(40) == pytest.approx(0.7 * 100 * 40 * 1.8 + 45)


def test_cases_see_nothing_of_the_days_they_forecast(folder):
    conflict = load_conflict(folder / "one2030")
    totals = list(total_cases(conflict, 30))
    assert totals
    assert all(c.seen.last_day <= c.day - 30 for c in totals)
    assert all(s.last_day <= c.day - 30 for c in site_cases(conflict) for s in c.seen if not s.empty)
    assert all(f.seen.last_day <= f.day - 30 for f in falls(conflict, 30))


def test_each_conflict_weighs_the_same_however_often_it_was_counted():
    assert quantiles([[0.0] * 1000, [1.0]])[LEVELS.index(0.9)] == 1.0
    assert quantiles([[0.0] * 1000, [1.0]])[LEVELS.index(0.1)] == 0.0


def test_the_same_conflicts_give_the_same_numbers_and_others_give_others(folder):
    conflicts = load_conflicts(folder)
    assert fit(conflicts) == fit(load_conflicts(folder))
    assert fit(conflicts).total != fit(conflicts[:2]).total


def test_a_folder_of_another_layout_is_refused_by_name(folder):
    (folder / "one2030" / "input_csv" / "sim_period.csv").write_text("StartDate,soon\n", encoding="utf-8")
    with pytest.raises(DataError, match="one2030"):
        load_conflict(folder / "one2030")
    with pytest.raises(DataError, match="no conflict"):
        load_conflicts(folder / "one2030")


def test_what_ships_says_where_it_is_from_and_is_in_order():
    shipped = load_fitted()
    assert shipped.source
    assert shipped.licence == "BSD-3-Clause"
    assert shipped.data_cutoff == "2023-09-30"
    assert len(shipped.conflicts) == 9
    for table in (*shipped.total.values(), *shipped.fall.values(), shipped.site):
        assert list(table) == sorted(table)
        assert len(table) == len(shipped.levels)
    data = resources.files("sitroom.outlook").joinpath("data", "displacement.json").read_bytes()
    assert msgspec.json.decode(data, type=Fitted) == shipped


def test_the_benchmark_runs_on_any_folder_and_says_when_there_is_none(folder, capsys):
    assert benchmark.main([str(folder), "totals", "sites", "start", "falls"]) == 0
    printed = capsys.readouterr().out
    assert "totals, 30 days ahead" in printed
    assert "own trends and gravity, total given" in printed
    assert "gravity, open sites, and the shares of day 0" in printed
    assert benchmark.main([str(folder / "nowhere")]) == 1
    assert "skipped" in capsys.readouterr().out


def test_counts_before_a_new_registration_can_be_scaled_to_meet_it(folder):
    (plain,) = (c for c in load(folder, corrected=False) if c.name == "one2030")
    (scaled,) = (c for c in load(folder, corrected=True) if c.name == "one2030")
    assert scaled.counted["Near"].at(20) == pytest.approx(plain.counted["Near"].at(40))
    assert scaled.counted["Near"].at(40) == plain.counted["Near"].at(40)
    assert scaled.counted["Far"].at(20) == plain.counted["Far"].at(20)
