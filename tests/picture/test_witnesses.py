"""Who vouches: one key for one witness, whatever a report calls it."""

from __future__ import annotations

import pytest
from storyboard import Board, named

from sitroom.picture.witnesses import Witnesses

NAMES = named(
    "ocha, un_agency, -, UN Office for the Coordination of Humanitarian Affairs", "un, un_agency, -, United Nations"
)


@pytest.mark.parametrize(
    ("a", "b", "one"),
    [
        ("Shan Civilian Monitor", "the Shan Civilian Monitor", True),
        ("Shan Civilian Monitor (SCM)", "SCM", True),
        ("Shan Civilian Monitor", "SCM", True),
        ("Puesto de Mando Unificado (PMU)", "O Posto de Mando Unificado (PMU)", True),
        ("Le Réseau des médecins", "Réseau des médecins", True),
        ("officials", "UN officials", False),
        ("a doctor", "a doctor at the clinic", False),
        ("Lashio Relief Network", "Shan Civilian Monitor", False),
    ],
)
def test_unknown_claimants_are_told_apart_by_their_names(a, b, one):
    board = Board("XX")
    board.report("r", "2024-05-01T10:00")
    for text in (a, b):
        board.figure("killed people", 30, who=text, since="2024-04-20")
    witnesses = Witnesses(board.documents, board.claims, {})
    first, second = (witnesses.of(c) for c in board.claims)
    assert (first.key == second.key) is one


def test_a_report_by_a_known_claimant_vouches_for_its_numbers_and_a_newspaper_does_not():
    board = Board("XX", NAMES)
    for source in ("UN Office for the Coordination of Humanitarian Affairs", "Morning Paper"):
        board.report(source, "2024-05-01T10:00", source=source)
        board.figure("displaced people", 100, since="2024-04-20")
    witnesses = Witnesses(board.documents, board.claims, NAMES)
    assert [w and w.id for w in map(witnesses.of, board.claims)] == ["ocha", None]
