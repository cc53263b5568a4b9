import random
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from sitroom.documents import near_duplicates
from sitroom.model import Document, content_id

WIRE = (
    "The monitor said on Wednesday that 704 people had been killed since the offensive began on 27 November, among them "
    "361 rebels, 233 soldiers and 110 civilians. Fighters stood some ten kilometres from the city by nightfall. Residents "
    "reached by telephone spoke of shelling on the northern road and of families leaving for the coast with what they could "
    "carry. The army denied that any of its units had withdrawn, and state television showed pictures of calm streets. "
    "A provincial official said that bread was short and that two bakeries had closed, while the hospital asked for blood."
)
OTHER = (
    "Rebels were ten kilometres from the city on Wednesday night, according to the monitor, which now counts 704 dead in the "
    "week since 27 November. The army says it holds its lines. Families have been driving towards the sea all day; those who "
    "stay queue for bread. Doctors at the main hospital appealed for blood donors after shells fell along the road north."
)


def document(text, source="Wire", title="Hama", hour=12):
    moment = datetime(2024, 12, 4, hour, tzinfo=UTC)
    return Document(
        id=content_id("doc", source, title, text, hour),
        name=source,
        source=source,
        title=title,
        lang="en",
        published=moment,
        fetched_at=moment,
        known_at=moment,
        text=text,
    )


def pairs(*documents):
    return {(judgement.left, judgement.right) for judgement in near_duplicates(documents)}


@pytest.mark.parametrize(
    "copy",
    [
        WIRE,
        WIRE[: len(WIRE) // 2],
        WIRE[: len(WIRE) // 3],
        WIRE[len(WIRE) // 2 :],
        WIRE.replace("361", "316"),
        "BEIRUT (Agency) - " + WIRE + "\n\n(Agency, with additional reporting by our desk)",
        WIRE.replace("The monitor", "The Observatory").replace("said on Wednesday", "reported Wednesday"),
        WIRE.upper().replace(" ", "\n"),
        WIRE.replace('"', "»").replace(",", " ,"),
    ],
)
def test_a_copy_is_found_cut_retitled_or_with_a_digit_changed(copy):
    original, carried = document(WIRE), document(copy, source="Daily", title="War nears city", hour=15)
    (judgement,) = near_duplicates([original, carried])
    assert {judgement.left, judgement.right} == {original.id, carried.id}
    assert judgement.verdict == "same_text"
    assert judgement.left < judgement.right
    assert judgement.made_at == carried.known_at
    assert 0.5 <= judgement.score <= 1


def test_the_same_text_twice_from_one_outlet_is_a_duplicate():
    assert len(pairs(document(WIRE), document(WIRE, hour=13))) == 1


def test_a_document_is_no_duplicate_of_itself():
    assert near_duplicates([document(WIRE), document(WIRE)]) == ()
    assert near_duplicates([]) == ()


@pytest.mark.parametrize(
    "other",
    [
        OTHER,
        WIRE.replace("704", "826")
        .replace("361", "445")
        .replace("233", "270")
        .replace("110", "111")
        .replace("27", "28"),
        "The army left.",
        "",
        "704 361 233 110",
    ],
)
def test_another_report_of_the_same_event_and_a_bulletin_with_new_figures_are_no_copies(other):
    assert pairs(document(WIRE), document(other, source="Daily")) == set()


def test_short_texts_are_not_compared():
    assert pairs(document("The army left the city."), document("The army left the city.", source="Daily")) == set()


def test_a_text_without_spaces_between_words_is_compared_by_letters():
    text = "叙利亚军队周三表示其部队已从哈马市中心撤出并重新部署在城外以避免城市战斗平民伤亡监测组织称自十一月底以来已有七百零四人丧生其中包括一百一十名平民"
    assert len(pairs(document(text), document(text[:40], source="Daily"))) == 1


@settings(max_examples=20, deadline=None)
@given(st.randoms(use_true_random=False))
def test_order_does_not_matter(shuffler: random.Random):
    documents = [
        document(text, source=f"S{n}")
        for n, text in enumerate([WIRE, WIRE[:300], OTHER, WIRE.replace("704", "740"), OTHER + " More."])
    ]
    expected = near_duplicates(documents)
    assert len(expected) == 4
    shuffler.shuffle(documents)
    assert near_duplicates(documents) == expected


def test_a_crowd_of_copies_hangs_together_without_all_its_pairs():
    documents = [document(WIRE, source=f"S{n}") for n in range(300)]
    found = near_duplicates(documents)
    groups = {one.id: one.id for one in documents}

    def root(name):
        while groups[name] != name:
            name = groups[name]
        return name

    for judgement in found:
        groups[root(judgement.left)] = root(judgement.right)
    assert len({root(name) for name in groups}) == 1
    assert len(found) < 300 * 20


def test_numbers_of_shingles_decide_and_no_title():
    left = document(WIRE)
    right = replace(document(OTHER, source="Daily"), title=left.title)
    assert pairs(left, right) == set()
