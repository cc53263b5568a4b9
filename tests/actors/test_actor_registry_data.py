"""The data itself: shapes, ids, sides, names that stand for two, and the compiled file."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from importlib import resources
from itertools import pairwise

import msgspec
import pytest

from sitroom.actors import Registry, open_registry
from sitroom.actors.data_files import COMPILED, LANGUAGES, Data, load, parse
from sitroom.errors import DataError

REGISTRY = open_registry()
DATA = parse()
KEYS_IN_USE = frozenset(
    word
    for line in (
        "hts sna syria-gov sdf is rsf saf russia ukraine israel hamas hezbollah houthis m23 drc-gov rwanda wazalendo adf jnim",
        "mali-gov wagner burkina-gov iswap boko-haram nigeria-gov al-shabaab somalia-gov myanmar-junta arakan-army kio tnla mndaa",
        "knu fano ethiopia-gov tplf haiti-gangs haiti-police taliban ttp pakistan-gov turkey iran usa lebanon-gov saudi-coalition",
        "yemen-gov syria-interim-gov assad-loyalists druze-militias stc bla burundi codeco",
    )
    for word in line.split()
)


def test_actor_keys_in_use_are_there():
    assert DATA.actors.keys() >= KEYS_IN_USE
    assert {"rebels", "army", "militants", "police", "gangs", "civilians"} <= {g.key for g in DATA.generic.values()}


def test_there_are_enough_of_them():
    own = [k for k, a in DATA.actors.items() if a.any or a.fr or a.people or a.kind != "state"]
    assert len(own) >= 260
    assert len(DATA.claimants) >= 180


@pytest.mark.parametrize("table", ["actors", "claimants", "roles", "generic"])
def test_ids_are_slugs(table):
    for id_ in getattr(DATA, table):
        assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", id_), id_


def test_an_id_is_either_actor_or_claimant_or_role():
    tables = (DATA.actors, DATA.claimants, DATA.roles)
    assert sum(map(len, tables)) == len(set().union(*tables))


def test_sides_and_kin_exist():
    for claimant in DATA.claimants.values():
        assert claimant.side is None or claimant.side in DATA.actors
    for actor in DATA.actors.values():
        assert actor.parent is None or actor.parent in DATA.actors
        assert set(actor.allies) <= DATA.actors.keys()
    for rule in DATA.defaults:
        assert rule.noun in DATA.generic
        assert rule.country in DATA.countries
        assert rule.actor in DATA.actors


def test_countries_exist_and_governments_do_not_overlap():
    for entry in [*DATA.actors.values(), *DATA.claimants.values()]:
        assert set(entry.countries) <= DATA.countries.keys() | {"EH"}
    for country in DATA.countries.values():
        for earlier, later in pairwise(country.state):
            assert earlier.until == later.since


def _paths(node: dict, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], int]]:
    for key, below in node.items():
        if key == " ":
            yield path, below
        else:
            yield from _paths(below, (*path, key))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_name_stands_for_two_who_cannot_be_told_apart(lang):
    """Two bearers of a name differ in country or in time; at most one of them may be at home everywhere."""
    lexicon = REGISTRY._lexicon(lang)
    for path, number in _paths(lexicon._root):
        entries = lexicon._entries[number]
        ids = {e.id for e in entries if e.sort in ("name", "person")}
        homes = defaultdict(list)
        for id_ in ids:
            bearer = DATA.actors.get(id_) or DATA.claimants[id_]
            span = (getattr(bearer, "since", None), getattr(bearer, "until", None))
            for country in bearer.countries or ("everywhere",):
                homes[country].append((span, id_))
        for country, bearers in homes.items():
            spans = [span for span, _ in bearers]
            apart = len(bearers) == 1 or all(
                (a[1] and b[0] and a[1] <= b[0]) or (b[1] and a[0] and b[1] <= a[0])
                for i, a in enumerate(spans)
                for b in spans[i + 1 :]
            )
            shared = len(ids) > 1 and not apart
            assert not shared, (" ".join(path), country, sorted(ids))


def test_compiled_data_is_that_of_the_files():
    compiled = msgspec.json.decode((resources.files("sitroom.actors") / "data" / COMPILED).read_bytes())
    assert msgspec.convert(compiled["data"], Data) == DATA, "run compile_data of sitroom.actors.data_files"
    assert load() == DATA


def test_a_broken_file_is_named(tmp_path):
    file = tmp_path / "actors-broken.yaml"
    file.write_text("hts: {kind: jihadist, colour: green}\n", encoding="utf-8")
    with pytest.raises(DataError, match=r"actors-broken\.yaml"):
        parse([file])


def test_an_actor_defined_twice_is_refused(tmp_path):
    for name in ("actors-a.yaml", "actors-b.yaml"):
        (tmp_path / name).write_text("hts: {kind: jihadist, en: Tahrir}\n", encoding="utf-8")
    with pytest.raises(DataError, match="defined twice: hts"):
        parse(sorted(tmp_path.iterdir()))


DISPLAY = [
    ("en", "hts", "Hayat Tahrir al-Sham", "HTS"),
    ("fr", "sohr", "Observatoire syrien des droits de l'homme", "OSDH"),
    ("de", "who", "Weltgesundheitsorganisation", "WHO"),
    ("ru", "sohr", "Сирийский центр мониторинга за соблюдением прав человека", "СЦМПЧ"),
    ("ar", "rsf", "قوات الدعم السريع", None),
    ("en", "health-ministry:SY", "Syrian health ministry", None),
    ("en", "health-ministry:houthis", "Houthi health ministry", None),
    ("en", "police:HT", "Haitian police", None),
    ("fr", "health-ministry:LB", "ministère de la Santé (Liban)", None),
    ("en", "rebels", "rebels", None),
    ("en", "militants", "militants", None),
    ("en", "police", "police", None),
    ("en", "benin-gov", "Beninese army", None),
    ("fr", "benin-gov", "armée (Bénin)", None),
    ("fr", "wazalendo", "Wazalendo", None),
    ("en", "drc-gov", "Congolese army", None),
]


@pytest.mark.parametrize(("lang", "id_", "full", "short"), DISPLAY)
def test_names_are_printed_as_agencies_print_them(lang, id_, full, short):
    name = REGISTRY.names(lang)[id_]
    assert (name.full, name.short) == (full, short)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_everyone_has_a_name_and_a_kind(lang):
    names = REGISTRY.names(lang)
    assert len(names) == len(set(names))
    for id_ in names:
        name = names[id_]
        assert name.id == id_
        assert name.kind
        assert name.full
        assert not set("/*~+=!;") & set(name.full.replace("24/7", "")), name.full


def test_unknown_ids_have_no_name():
    names = REGISTRY.names()
    assert names.get("nobody") is None
    assert "nobody:SY" not in names


def test_old_names_hold_until_they_changed():
    assert REGISTRY.names("en", date(2015, 1, 1))["hts"].full == "Nusra Front"
    assert REGISTRY.names("en", date(2016, 10, 1))["hts"].full.startswith("Jabhat Fateh")
    assert REGISTRY.names("en", date(2024, 12, 1))["hts"].full == "Hayat Tahrir al-Sham"


def test_one_witness_is_one_family():
    names = REGISTRY.names()
    assert names["ocha"].family == names["un"].family == names["unhcr"].family
    assert names["defence-ministry:RU"].family == names["army-command:RU"].family == "russia"
    assert names["health-ministry:RU"].family != "russia"


def test_a_registry_can_hold_other_data():
    registry = Registry(msgspec.structs.replace(DATA, claimants={}))
    assert not registry.find("according to UNHCR", "en")
