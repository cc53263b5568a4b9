"""Key figures as cards: the value or range, who says so and when, what kind of count it is; the focal place."""

from __future__ import annotations

from sitroom.brief.desk import Desk
from sitroom.brief.ground import focal_place
from sitroom.brief.tables import actor_name
from sitroom.brief.quantities import MEASURES, currents, disagreements, figures_of, leading
from sitroom.brief import numerals
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
    if lead is None:
        return None
    rivals = [f for c in disagreements(desk, lead) for f in figures_of(desk, c) if f.current]
    rivals = list({f.id: f for f in [lead, *rivals]}.values())
    claimants = [_source(desk, f, with_amount=len(rivals) > 1) for f in rivals]
    where = desk.where(lead)
    since = desk.words.say("since", day=desk.day(lead.since)) if lead.since else ""
    noun = desk.counted(lead)
    label = desk.words.say(
        "card_label", counted=noun, done=desk.words.say(f"participle_{measure}"), where=where, since=since
    )
    value = desk.amount(lead) if len(rivals) == 1 else _range(desk, rivals)
    notes = [_kind_note(desk, lead), _sum_note(desk, lead)]
    notes += [desk.words.say("note_disputed")] if len(rivals) > 1 else []
    return Card(
        id=content_id("card", measure, lead.id),
        label=label[:1].upper() + label[1:],
        value=value,
        source=desk.words.writer.joins["semicolon"].join(claimants),
        note=desk.words.writer.joins["note"].join(note for note in notes if note),
        rests_on=tuple(f.id for f in rivals),
    )


def _source(desk: Desk, figure: Figure, *, with_amount: bool) -> str:
    if figure.claimant_id is not None and figure.claimant_id in desk.names:
        name = str(desk.short(figure.claimant_id))
    else:
        name = figure.claimant or desk.words.say(
            "outlets_only", outlets=desk.words.join(desk.outlets(figure.docs) or ("–",))
        )
    when = f", {desk.day(figure.as_of)}" if figure.as_of else ""
    return f"{name}{f' {desk.amount(figure)}' if with_amount else ''}{when}"


def _range(desk: Desk, figures: list[Figure]) -> str:
    """Print the span of the claimants' counts: lowest to highest, never a mean."""
    lows = [f.low for f in figures if f.low is not None]
    highs = [f.high if f.high is not None else f.low for f in figures]
    low, high = min(lows, default=None), max((h for h in highs if h is not None), default=None)
    return numerals.amount(desk.words, low, high, "range" if low != high else "exact")


def _kind_note(desk: Desk, figure: Figure) -> str:
    return desk.words.say(f"note_{figure.stock_or_flow}") if figure.stock_or_flow else ""


def _sum_note(desk: Desk, figure: Figure) -> str:
    checked = desk.sum_of(figure)
    if checked is None:
        return ""
    return desk.words.say("note_sum", parts=" + ".join(numerals.number(desk.words, part) for part in checked.parts))


def _control_card(desk: Desk, row: Control) -> Card:
    status = desk.words.say(
        f"card_{row.status}" if row.holder else f"card_{row.status}_unheld",
        holder=actor_name(desk, row.holder),
    )
    denied = next((s for s in reversed(row.history) if s.standing == "denied" and s.claimant), None)
    show_denial = denied is not None and (row.status != "controlled" or row.basis == "disputed")
    note = ""
    if denied is not None and show_denial:
        claimant = desk.short(denied.claimant) if denied.claimant in desk.names else denied.claimant
        note = desk.words.say("card_denied", claimant=claimant, on=desk.day(denied.on))
    return Card(
        id=content_id("card", "control", row.id),
        label=row.place,
        value=status,
        source=desk.words.say(f"basis_{row.basis}"),
        note=desk.words.writer.joins["note"].join(
            item for item in (desk.words.say("since", day=desk.day(row.since)) if row.since else "", note) if item
        ),
        rests_on=(row.id,),
    )
