"""Key figures as cards: the value or range, who says so and when, what kind of count it is; the focal place."""

from __future__ import annotations

from sitroom.brief import numerals
from sitroom.brief.desk import Desk
from sitroom.brief.ground import focal_place
from sitroom.brief.quantities import MEASURES, WEIGHTY, disagreements, is_firm, leading, rivals
from sitroom.model import Card, Control, Figure, Measure, content_id

MOST_CARDS = 5


def write_cards(desk: Desk) -> tuple[Card, ...]:
    """Write the cards: deaths, displacement and the other measures in the field's order, then the focal place."""
    order: tuple[Measure, ...] = ("killed", "displaced", *(m for m in MEASURES if m not in {"killed", "displaced"}))
    cards = [card for measure in order if (card := _figure_card(desk, measure)) is not None]
    focal = focal_place(desk)
    place = [_control_card(desk, focal)] if focal is not None else []
    return (*cards[: MOST_CARDS - len(place)], *place)


def _figure_card(desk: Desk, measure: Measure) -> Card | None:
    lead = leading(desk, measure)
    if lead is None or (measure not in WEIGHTY and not is_firm(desk, lead)):
        return None
    others = [f for c in disagreements(desk, lead) for f in rivals(desk, c) if f.current]
    counts = list({f.id: f for f in [lead, *others]}.values())
    claimants = [_source(desk, f, with_amount=len(counts) > 1) for f in counts]
    where = desk.where(lead)
    since = desk.words.say("since", day=desk.day(lead.since)) if lead.since else ""
    noun = desk.counted(lead)
    label = desk.words.say("card_label", counted=noun, done=desk.done(lead), where=where, since=since)
    value = desk.amount(lead) if len(counts) == 1 else _range(desk, counts)
    notes = [_kind_note(desk, lead), _sum_note(desk, lead)]
    notes += [desk.words.say("note_disputed")] if len(counts) > 1 else []
    return Card(
        id=content_id("card", measure, lead.id),
        label=label[:1].upper() + label[1:],
        value=value,
        source=desk.words.writer.joins["semicolon"].join(claimants),
        note=desk.words.writer.joins["note"].join(note for note in notes if note),
        rests_on=tuple(f.id for f in counts),
    )


def _source(desk: Desk, figure: Figure, *, with_amount: bool) -> str:
    named = desk.claimant_short(figure)
    name = str(named or desk.words.say("outlets_only", outlets=desk.named_outlets(figure.docs)))
    when = f", {desk.day(figure.as_of)}" if figure.as_of else ""
    return f"{name}{f' {desk.amount(figure)}' if with_amount else ''}{when}"


def _range(desk: Desk, figures: list[Figure]) -> str:
    """Print the span of the claimants' counts, each end with its own qualifier: lowest to highest, never a mean."""
    low = min(figures, key=lambda f: (f.low if f.low is not None else 0, f.high or 0))
    high = max(figures, key=lambda f: f.high if f.high is not None else f.low or 0)
    if (low.low, low.high) == (high.low, high.high):
        return desk.amount(low)
    first = numerals.number(desk.words, low.low) if low.wording == "range" and low.low is not None else desk.amount(low)
    last = numerals.number(desk.words, high.high) if high.wording == "range" and high.high else desk.amount(high)
    return desk.words.writer.wordings["range"].replace("{low}", first).replace("{high}", last)


def _kind_note(desk: Desk, figure: Figure) -> str:
    shown = figure.measure == "displaced" and figure.stock_or_flow is not None
    return desk.words.say(f"note_{figure.stock_or_flow}") if shown else ""


def _sum_note(desk: Desk, figure: Figure) -> str:
    checked = desk.sum_of(figure)
    if checked is None:
        return ""
    return desk.words.say("note_sum", parts=" + ".join(numerals.number(desk.words, part) for part in checked.parts))


def _control_card(desk: Desk, row: Control) -> Card:
    status = desk.words.say(
        f"card_{row.status}" if row.holder else f"card_{row.status}_unheld",
        holder=desk.actor_brief(row.holder, article=False) if row.holder else "",
    )
    denied = next((s for s in reversed(row.history) if s.standing == "denied" and desk.voices(s)), None)
    show_denial = denied is not None and (row.status != "controlled" or row.basis == "disputed")
    note = ""
    if denied is not None and show_denial:
        claimant = desk.short(desk.voices(denied)[0])
        note = desk.words.say("card_denied", claimant=claimant, on=desk.day(denied.on))
    return Card(
        id=content_id("card", "control", row.id),
        label=desk.words.place_name(row.place),
        value=status,
        source=desk.words.say(f"basis_{row.basis}"),
        note=desk.words.writer.joins["note"].join(
            item for item in (desk.words.say("since", day=desk.day(row.since)) if row.since else "", note) if item
        ),
        rests_on=(row.id,),
    )
