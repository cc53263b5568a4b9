"""Control claims: who took, lost, besieges, threatens, contests or holds a place, on whose word.

Every phrase of control is tied to every place that it may be about; each tie is weighed by features that name no
language and no word, and stands as asserted, claimed or denied by the likeliest reading. The weights are learned on
annotated reports (evals/train_control.py).
"""

from __future__ import annotations

from collections import Counter
from functools import lru_cache

from sitroom.claims.choice import Model, load_model
from sitroom.claims.distances import distances
from sitroom.claims.doers import implied
from sitroom.claims.drafts import Draft
from sitroom.claims.mentions import Mentions, within
from sitroom.claims.scene import Scene
from sitroom.claims.stance import voice_of
from sitroom.claims.statements import ECHO, echoes, same, statements
from sitroom.model import ControlClaim, Span, Standing, content_id

STANDINGS: tuple[Standing, ...] = ("asserted", "claimed", "denied")
COMPLETES = 2  # words between a threat and what is threatened
THRESHOLD = 0.46  # probability below which a phrase makes no claim; near the best F1 over the folds


def control_claims(m: Mentions) -> list[ControlClaim]:
    """Return the control claims of a report, in the order of the text, each place of a list its own claim.

    Example: "Insurgents took Morek, Suran and Taybat al-Imam" gives three claims captured/asserted.
    """
    return control_of(Scene(m, m.document.lang if m.document else ""))


def control_of(scene: Scene, model: Model | None = None) -> list[ControlClaim]:
    """Return the control claims of a scene; see `control_claims`."""
    model = model or _model()
    weigh, stand = model.chooser("control"), model.chooser("standing")
    kept: list[Draft] = []
    said: set[object] = set()
    for options in choices(scene):
        if ECHO in options[0].features:  # what was not said cannot be denied
            options = [d for d in options if (d.event, same(d.place)) in said]  # noqa: PLW2901
        if not options:
            continue
        shares = weigh.probabilities([(), *(d.features for d in options)])
        chance = 1 - shares[0]
        if chance < THRESHOLD:
            continue
        d = options[max(range(len(options)), key=lambda k: shares[k + 1])]
        if d.event == "contested" and d.stance.standing == "denied":
            continue  # that nobody fights for a place tells nothing of who holds it
        best, _ = stand.best([[f"{s}|{c}" for c in d.cues] for s in STANDINGS])
        kept.append(d._replace(chance=chance, stance=d.stance._replace(standing=STANDINGS[best])))
        said.update((d.event, same(spot)) for spot in d.places)
    return _claims(scene, [d for d in kept if not (_fell_back(scene, d, kept) or _part_of_more(d, kept))])


def _part_of_more(d: Draft, kept: list[Draft]) -> bool:
    """Tell whether a phrase only completes a threat: "enter" in "about to enter"."""
    return d.event == "captured" and any(
        o.event == "threatened" and same(o.place) == same(d.place)
        and o.hit.first <= d.hit.first <= o.hit.last + COMPLETES
        for o in kept
    )  # fmt: skip


def _fell_back(scene: Scene, d: Draft, kept: list[Draft]) -> bool:
    """Tell whether who leaves is about to take the place: "pulled back but were about to enter Maharda" loses none."""
    return d.event == "lost" and any(
        o.event in ("threatened", "captured") and o.by == d.by and same(o.place) == same(d.place)
        and o.stance.standing != "denied" and scene.sentence_of[o.first] == scene.sentence_of[d.first]
        for o in kept
    )  # fmt: skip


@lru_cache(maxsize=1)
def _model() -> Model:
    return load_model("control")


def choices(scene: Scene) -> list[list[Draft]]:
    """Return for every phrase of control in a report what it may say, not yet weighed: at most one of each is so."""
    scene.voice = voice_of(scene)
    about = Counter(same(s) for s in scene.spots if s.named)
    out: list[list[Draft]] = []
    recent: list[Draft] = []
    for sentence in range(len(scene.m.sentences)):
        found = statements(scene, sentence, about)
        here = [d for options in found for d in options]
        out += found
        if answers := echoes(scene, sentence, [*recent, *here]):
            out.append(answers)
        recent = here
    return out + [[d] for d in distances(scene)]


def _claims(scene: Scene, weighed: list[Draft]) -> list[ControlClaim]:
    """Return drafts as claims: of those that share words one place each, each statement once."""
    by_place: dict[tuple[str, object], Counter[str]] = {}
    for d in weighed:
        if d.by:
            by_place.setdefault((d.event, same(d.place)), Counter())[d.by] += 1
    attackers = Counter(d.by for d in weighed if d.by and d.event in ("captured", "besieged", "threatened"))
    kept: dict[tuple[object, ...], ControlClaim] = {}
    for d in sorted(weighed, key=lambda d: (-d.chance, d.first, d.event)):
        by = _denied_doer(scene, d)
        if by is None:
            known = by_place.get((d.event, same(d.place)))
            by = known.most_common(1)[0][0] if known else None
        if by is None and d.event in ("captured", "besieged", "threatened", "contested") and attackers:
            by = attackers.most_common(1)[0][0]
        for spot in d.places:
            key = (d.event, same(spot), d.stance.standing == "denied")
            if key not in kept:
                kept[key] = _claim(scene, d._replace(place=spot), by)
    return sorted(kept.values(), key=lambda c: (c.spans[0].start, c.id))


def _denied_doer(scene: Scene, d: Draft) -> str | None:
    """Return the doer: nobody denies to have taken a place, and who denies its loss is who would have lost it."""
    side = d.stance.speaker.side if d.stance.speaker else None
    if d.stance.standing != "denied" or side is None:
        return d.by
    if d.event == "lost" or (d.event == "captured" and d.by == side):
        return implied(scene, d.event, d.stance)
    return d.by


def _claim(scene: Scene, d: Draft, by: str | None) -> ControlClaim:
    document = scene.m.document
    assert document is not None  # noqa: S101 - a scene of claims is always one of a report
    start, end = scene.span(min(d.hit.first, d.place.first), max(d.hit.last, d.place.last))
    speaker = d.stance.claimant()
    return ControlClaim(
        id=content_id("control", document.id, d.event, d.place.ref.text, by, d.stance.standing, start, end),
        document=document.id,
        known_at=document.known_at,
        event=d.event,
        place=d.place.ref,
        by=by,
        from_=d.source if d.source != by else None,
        on=_day(scene, d),
        attributed_to=speaker,
        standing=d.stance.standing,
        background=d.stance.background,
        spans=(Span(document=document.id, start=start, end=end),),
        confidence=round(max(0.05, min(0.99, d.chance)), 2),
        distance_km=d.distance_km,
    )


def _day(scene: Scene, d: Draft) -> str | None:
    """Return the day of a statement: the day mention nearest to it within its sentence."""
    s = scene.m.sentences[scene.sentence_of[d.first]]
    start, end = scene.span(d.first, d.last)
    days = [x for x in within(scene.m.days, s.start, s.end) if x.on]
    near = sorted(days, key=lambda x: max(start - x.end, x.start - end, 0))
    return near[0].on if near else None
