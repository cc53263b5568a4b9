"""What reports say places are."""

from __future__ import annotations

import pytest
from tests.claims.marked import marked

from sitroom.claims.place_facts import place_fact_claims

TABLE = [
    ("en", "[Rebels=hts] entered the Christian town of {Maharda}.", "Maharda", "community", "christians"),
    ("en", "{Salamiyah}, home to many Ismailis, is quiet.", "Salamiyah", "community", "ismailis"),
    ("en", "{Hama}, the country's fourth-largest city, is quiet.", "Hama", "rank_in_country", "4"),
    ("en", "{Hama} sits on the road to {Homs}.", "Hama", "on_road_to", "Homs"),
    ("en", "{Goma}, the capital of {North Kivu}, fell.", "Goma", "capital_of", "North Kivu"),
    ("fr", "{Hama}, quatrième ville du pays, tient.", "Hama", "rank_in_country", "4"),
    ("it", "{Maharda}, cittadina cristiana, resiste.", "Maharda", "community", "christians"),
    ("es", "{Maharda}, localidad de mayoría cristiana, resiste.", "Maharda", "community", "christians"),
    ("de", "{Hama}, die viertgrößte Stadt, ist ruhig.", "Hama", "rank_in_country", "4"),
]


@pytest.mark.parametrize(("lang", "text", "place", "fact", "value"), TABLE)
def test_sentences(lang: str, text: str, place: str, fact: str, value: str) -> None:
    claims = place_fact_claims(marked(text, lang))
    assert (place, fact, value) in {(c.place.text if c.place else None, c.fact, c.value) for c in claims}


def test_a_community_is_no_fact_of_a_place_by_itself() -> None:
    assert place_fact_claims(marked("Kurdish fighters drove past {Raqqa} on Monday.")) == []
