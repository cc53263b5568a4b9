from datetime import UTC, date, datetime

import numpy as np
import pytest
from towns import picture

from sitroom.errors import DataError
from sitroom.model import Scenario, Unasked
from sitroom.outlook.deaths import Counts, ask_deaths, deaths_ahead, load_counts, load_counts_kept
from sitroom.outlook.deaths.counts import last_day, month_name, month_number
from sitroom.outlook.deaths.hurdle import Hurdle, load_hurdle
from sitroom.outlook.deaths.pool import DRAWS, Pool, conflictology

GED = "id,relid,year,country,country_id,date_start,date_end,best,high,low\n"


@pytest.fixture
def counts():
    """Twelve years to October 2024: a steady war in Syria, a quiet Albania, a war that ended in Angola."""
    draw = np.random.default_rng(1)
    months = 142
    syria = draw.poisson(200, months)
    angola = np.concatenate([draw.poisson(100, 40), np.zeros(months - 40)])
    deaths = np.array([np.zeros(months), angola, syria, *np.zeros((60, months))], float)
    others = (f"C{i}" for i in range(60))
    return Counts(countries=("Albania", "Angola", "Syria", *others), first=month_number(2013, 1), deaths=deaths)


def write(path, text):
    path.write_text(text, encoding="utf-8")
    return path


def test_events_are_summed_by_the_month_of_their_last_day(tmp_path):
    rows = "1,SYR-1,2024,Syria,652,2024-10-30,2024-11-02 00:00:00.000,5,7,4\n"
    rows += "2,SYR-2,2024,Syria,652,2024-11-03,2024-11-03,3,3,3\n3,LEB-1,2025,Lebanon,660,2025-01-01,2025-01-01,1,1,1\n"
    counts = load_counts(write(tmp_path / "ged.csv", GED + rows))
    assert counts.countries == ("Lebanon", "Syria")
    assert (month_name(counts.first), counts.last_month) == ("2024-11", "2025-01")
    assert counts.deaths.tolist() == [[0, 0, 1], [8, 0, 0]]


def test_the_order_of_columns_does_not_matter(tmp_path):
    text = "best,date_end,country,date_start\n4,2024-11-02,Syria,2024-11-01\n"
    assert load_counts(write(tmp_path / "ged.csv", text)).deaths.tolist() == [[4]]


def test_a_missing_column_is_named(tmp_path):
    with pytest.raises(DataError, match="no column best"):
        load_counts(write(tmp_path / "ged.csv", "country,date_start,date_end\nSyria,2024-11-01,2024-11-01\n"))


@pytest.mark.parametrize("row", ["1,S,2024,Syria,652,2024-11-01,2024-11-01,many,7,4\n", "1,S,2024,Syria\n"])
def test_a_line_that_cannot_be_read_is_named(tmp_path, row):
    with pytest.raises(DataError, match="line 2"):
        load_counts(write(tmp_path / "ged.csv", GED + row))


def test_months_must_follow_each_other(tmp_path):
    with pytest.raises(DataError, match="one after the other"):
        load_counts(write(tmp_path / "months.csv", "month_end,Syria\n2024-10-31,5\n2024-12-31,6\n"))


def test_sums_are_kept_and_read_again_until_the_file_changes(tmp_path, monkeypatch):
    rows = (
        "1,SYR-1,2024,Syria,652,2024-10-30,2024-11-02,5,7,4\n2,L-1,2024,Lebanon,660,2024-09-03,2024-09-03,1234567,3,3\n"
    )
    file = write(tmp_path / "ged.csv", GED + rows)
    first = load_counts_kept(file, tmp_path / "cache")
    moved = write(tmp_path / "other.csv", "no table\n")
    monkeypatch.setattr("sitroom.outlook.deaths.counts._from_events", lambda *_: pytest.fail("it was read again"))
    again = load_counts_kept(file, tmp_path / "cache")
    assert (again.countries, again.first, again.deaths.tolist()) == (
        first.countries,
        first.first,
        first.deaths.tolist(),
    )
    monkeypatch.undo()
    write(file, GED + rows + "3,SYR-2,2024,Syria,652,2024-11-03,2024-11-03,3,3,3\n")
    assert load_counts_kept(file, tmp_path / "cache").deaths.sum() == first.deaths.sum() + 3
    with pytest.raises(DataError, match="no column"):
        load_counts_kept(moved, tmp_path / "cache")


def test_a_folder_that_cannot_be_written_to_costs_no_counts(tmp_path):
    file = write(tmp_path / "months.csv", "month_end,Syria\n2024-10-31,5\n")
    assert load_counts_kept(file, file / "below-a-file").deaths.tolist() == [[5]]


def test_the_last_day_of_a_month():
    assert last_day(month_number(2024, 2)) == date(2024, 2, 29)
    assert last_day(month_number(2024, 12)) == date(2024, 12, 31)


def test_conflictology_is_the_own_last_twelve_months():
    deaths = np.arange(30, dtype=float)[None, :]
    samples = conflictology(deaths, 25, 24)
    assert samples[0].tolist() == sorted(list(range(14, 26)) * 2)


def test_a_forecast_is_of_the_size_of_the_war_and_in_order(counts):
    ahead = deaths_ahead(counts, "Syria")
    assert ahead.samples.shape == (12, DRAWS)
    assert ahead.seen == "2024-10"
    assert (np.diff(ahead.samples, axis=1) >= 0).all()
    for month in (1, 12):
        values = [value for _, value in ahead.quantiles(month)]
        assert values == sorted(values)
        assert 150 < values[3] < 260
    assert np.median(deaths_ahead(counts, "Albania").samples) == 0


def test_nothing_later_is_seen(counts):
    later = counts.deaths.copy()
    later[:, -1] = 9999
    seen = counts.until(counts.last - 1)
    changed = Counts(countries=counts.countries, first=counts.first, deaths=later).until(counts.last - 1)
    assert (deaths_ahead(seen, "Syria").samples == deaths_ahead(changed, "Syria").samples).all()


def test_a_step_that_no_tree_was_grown_for_is_refused(counts):
    pool = Pool(counts.deaths, counts.deaths.shape[1] - 1, load_hurdle())
    with pytest.raises(ValueError, match="15 months ahead"):
        pool.draw(np.array([2]), 15)


def test_the_shipped_file_says_where_it_is_from():
    origin = load_hurdle().origin
    assert "UCDP" in origin["source"]
    assert "CC BY 4.0" in origin["licence"]
    assert origin["data_cutoff"] == "2025-05"


def test_the_shipped_file_is_what_its_content_encodes_to():
    hurdle = load_hurdle()
    assert Hurdle.decode(hurdle.encode()).encode() == hurdle.encode()


def asked(counts, **given):
    return list(ask_deaths(picture(**given), counts))


def test_next_month_and_the_months_after_are_asked(counts):
    worse, *ranges = asked(counts)
    assert worse.kind == "deaths"
    assert worse.threshold == counts.deaths[2, -12:].max()
    assert worse.horizon == "2025-01-31"
    assert worse.data_cutoff == "2024-10-31"
    assert 0.01 <= worse.probability <= 0.5
    assert worse.base_n > 100
    assert [s.horizon for s in ranges] == ["2025-01-31", "2025-03-31", "2025-06-30", "2025-12-31"]
    assert dict(ranges[0].about) == {
        "what": "deaths_range", "iso": "SY", "series": "Syria", "month": "2025-01", "seen": "2024-10",
    }  # fmt: skip


def test_an_old_day_sees_only_what_was_published_by_then(counts):
    early = asked(counts, as_of=datetime(2024, 5, 10, tzinfo=UTC))
    # March's events are out by 20 April, April's only by 20 May.
    assert {dict(s.about)["seen"] for s in early} == {"2024-03"}


def test_a_country_at_peace_is_not_asked_whether_it_gets_worse(counts):
    kinds = [s.kind for s in asked(counts, country="AL")]
    assert "deaths" not in kinds
    assert kinds


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (lambda _: None, "no file of deaths"),
        (lambda c: Counts(countries=c.countries[3:], first=c.first, deaths=c.deaths[3:]), "does not know the country"),
        (lambda c: Counts(countries=c.countries[:3], first=c.first, deaths=c.deaths[:3]), "holds 3 countries"),
        (lambda c: Counts(countries=c.countries, first=c.last - 40, deaths=c.deaths[:, -41:]), "60 months"),
        (lambda c: c.until(c.last - 12), "ends in 2023-10"),
    ],
)
def test_why_nothing_is_asked_is_said(counts, change, reason):
    (only,) = asked(change(counts))
    assert isinstance(only, Unasked)
    assert only.subject == "Syria"
    assert reason in only.reason


def test_asking_twice_gives_the_same_scenarios(counts):
    first, second = asked(counts), asked(counts)
    assert all(isinstance(one, Scenario) for one in first)
    assert first == second
