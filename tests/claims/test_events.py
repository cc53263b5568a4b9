"""The main events of a report."""

from __future__ import annotations

import pytest
from tests.claims.marked import marked

from sitroom.claims.events import MOST, event_claims

TABLE = [
    ("en", "An air strike on {Idlib} killed 12 people.", "airstrike", "Idlib"),
    ("fr", "Une frappe aérienne a visé {Idlib}.", "airstrike", "Idlib"),
    ("it", "Un raid aereo ha colpito {Idlib}.", "airstrike", "Idlib"),
    ("es", "Un bombardeo aéreo alcanzó {Idlib}.", "airstrike", "Idlib"),
    ("pt", "Um bombardeamento aéreo atingiu {Idlib}.", "airstrike", "Idlib"),
    ("de", "Bei einem Luftangriff auf {Idlib} starben Menschen.", "airstrike", "Idlib"),
    ("ar", "قُتل خمسة في غارة على {إدلب}.", "airstrike", "إدلب"),
    ("tr", "{İdlib} kentine hava saldırısı düzenlendi.", "airstrike", "İdlib"),
    ("ru", "Авиаудар по {Идлибу} унёс жизни.", "airstrike", "Идлибу"),
    ("uk", "Авіаудар по {Ідлібу} забрав життя.", "airstrike", "Ідлібу"),
    ("en", "A drone hit {Kharkiv}.", "drone_or_missile", "Kharkiv"),
    ("en", "Residents of {Gaza City} were ordered to evacuate.", "evacuation_order", "Gaza City"),
]


@pytest.mark.parametrize(("lang", "text", "event", "place"), TABLE)
def test_sentences(lang: str, text: str, event: str, place: str) -> None:
    claims = event_claims(marked(text, lang, title=text))
    assert (event, place) in {(c.event, c.place.text if c.place else None) for c in claims}


def test_no_more_than_the_main_events() -> None:
    places = ["Ari", "Bari", "Cari", "Dari", "Eri", "Fari", "Gari", "Hari"]
    m = marked(" ".join(f"[Jets=israel] bombed {{{p}}} in an air strike." for p in places))
    claims = event_claims(m)
    assert 0 < len(claims) <= MOST
    assert [c.spans[0].start for c in claims] == sorted(c.spans[0].start for c in claims)
