"""A language that no annotated document is in is read from its folder of words alone."""

from datetime import UTC, datetime

import pytest

from sitroom import actors, documents, places
from sitroom.claims import extract
from sitroom.model import ControlClaim, FigureClaim, RawItem

NOW = datetime(2100, 1, 1, tzinfo=UTC)
REPORT = (
    "Bij gevechten rond de Syrische stad Hama zijn sinds 27 november zeker 704 mensen omgekomen, onder wie 361 "
    "strijders van HTS, 233 militairen en 110 burgers, zei het Syrisch Observatorium voor de Mensenrechten woensdag.\n\n"
    "Rebellen onder leiding van HTS namen zaterdag Aleppo in. Ze rukken op naar Hama. Het leger ontkende dat de stad is "
    "gevallen. Volgens de Verenigde Naties zijn meer dan 115.000 mensen ontheemd geraakt in Idlib.\n\n"
    "Bij een luchtaanval op een markt in Idlib kwamen dinsdag twaalf mensen om het leven."
)


@pytest.fixture(scope="module")
def found():
    declared = {"lang": "nl", "source": "Persbureau", "published": "2024-12-04", "title": "Rebellen staan voor Hama"}
    item = RawItem(
        origin="nl.txt", media_type="text/plain", data=REPORT.encode(), fetched_at=NOW, declared=declared | {"id": "nl"}
    )
    document = documents.read(item, NOW)
    return extract(document, places.open_gazetteer(), actors.open_registry()).claims


def test_dutch_figures_are_read(found):
    figures = {(c.measure, c.low, c.high): c for c in found if isinstance(c, FigureClaim)}
    total = figures["killed", 704, None]
    assert (total.scope, total.since) == ("cumulative", "2024-11-27")
    parts = [figures["killed", n, n] for n in (361, 233, 110)]
    assert [c.part_of for c in parts] == [total.id] * 3
    assert [c.category for c in parts] == ["combatants", "combatants", "civilians"]
    assert ("displaced", 115000, None) in figures
    assert figures["killed", 12, 12].on == "2024-12-03"


def test_dutch_control_is_read(found):
    told = {(c.event, c.place.name, c.standing) for c in found if isinstance(c, ControlClaim) and c.place}
    assert {("captured", "Aleppo", "asserted"), ("threatened", "Hama", "asserted")} <= told
    assert ("captured", "Hama", "denied") in told
