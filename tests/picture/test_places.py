"""Which places are one: spellings of a village no gazetteer knows, but never a town and its province."""

from __future__ import annotations

import pytest

from sitroom.model import PlaceRef
from sitroom.picture.extent import holds, place_key


@pytest.mark.parametrize(
    ("a", "b", "one"),
    [
        ("Maarshahour", "Maar Shahur", True),
        ("Maarshahur", "Ma'arshahour", True),
        ("Taybat al-Imam", "Taybat al Imam", True),
        ("Hama", "Homs", False),
        ("Sake", "Suke", False),
    ],
)
def test_spellings_of_one_place(a, b, one):
    assert (place_key(PlaceRef(text=a)) == place_key(PlaceRef(text=b))) is one


def test_a_resolved_place_is_its_id_and_a_town_is_not_its_province():
    assert place_key(PlaceRef(text="Hama", geonameid=170017)) == place_key(PlaceRef(text="حماة", geonameid=170017))
    assert place_key(PlaceRef(text="Idlib")) != place_key(PlaceRef(text="Idlib", kind="province"))
    assert place_key(None) is None


def test_a_place_lies_in_its_province_and_country_and_not_in_a_neighbours():
    town = PlaceRef(text="Antakya", country="TR", admin1="Hatay")
    assert holds(town, PlaceRef(text="Hatay", country="TR", kind="province"))
    assert holds(PlaceRef(text="Turkey", country="TR", kind="country"), town)
    assert not holds(town, PlaceRef(text="Adana", country="TR", kind="province"))
    assert not holds(town, PlaceRef(text="Syria", country="SY", kind="country"))
