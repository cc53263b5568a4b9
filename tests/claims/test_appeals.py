"""Who tells whom what."""

from __future__ import annotations

from tests.claims.marked import marked

from sitroom.claims.appeals import appeal_claims


def test_assurances_on_condition_to_each_community() -> None:
    text = (
        "[Rebel commanders=hts] promised the Christians of {Maharda} and the Ismailis of {Salamiyah} to protect "
        "residents and their property and told them not to side with [the army=syria-gov]."
    )
    claims = appeal_claims(marked(text))
    assert {(c.by, c.to, c.place.text if c.place else None) for c in claims} == {
        ("hts", "christians", "Maharda"),
        ("hts", "ismailis", "Salamiyah"),
    }
    assert set(claims[0].content) == {"protect_civilians", "protect_property", "do_not_side_with"}


def test_an_appeal_in_arabic() -> None:
    text = "تعهد [قادة الفصائل=hts] للمسيحيين في {محردة} بحماية الأرواح والممتلكات."
    claims = appeal_claims(marked(text, "ar"))
    assert [(c.by, c.to) for c in claims] == [("hts", "christians")]
    assert set(claims[0].content) == {"protect_civilians", "protect_property"}


def test_no_appeal_without_a_speaker() -> None:
    assert appeal_claims(marked("The city calls for rain and shelter.")) == []
