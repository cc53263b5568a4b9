"""Pictures to write from: the three annotated stories as their expected pictures, and small invented ones.

The figures, conflicts, sums, control rows and timelines are those of expected.json; claims and their spans are the
annotated ones, so that every id leads back to words in a report.
"""

from __future__ import annotations

import importlib.util
import json
import sys
from collections import defaultdict
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path
from types import ModuleType
from typing import Any, NamedTuple

import msgspec

from sitroom.model import (
    AnyClaim,
    AppealClaim,
    Conflict,
    ConflictValue,
    Control,
    ControlClaim,
    ControlStep,
    Document,
    EventClaim,
    Figure,
    FigureClaim,
    Name,
    Picture,
    PlaceFactClaim,
    PlaceRef,
    Sum,
    Surroundings,
    TimelineRow,
    content_id,
)

ROOT = Path(__file__).parents[2]
COALITIONS = frozenset({"hts"})


class Desk(NamedTuple):
    """Everything that compose takes for one story."""

    picture: Picture
    documents: tuple[Document, ...]
    claims: tuple[AnyClaim, ...]
    names: dict[str, Name]
    surroundings: dict[str, Surroundings]

    def arguments(self) -> dict[str, Any]:
        return {
            "documents": self.documents,
            "claims": self.claims,
            "names": self.names,
            "surroundings": self.surroundings,
        }


def _oracle() -> ModuleType:
    if "sitroom_oracle" not in sys.modules:
        spec = importlib.util.spec_from_file_location("sitroom_oracle", ROOT / "evals/oracle.py")
        assert spec is not None
        assert spec.loader is not None
        module = importlib.util.module_from_spec(spec)
        sys.modules["sitroom_oracle"] = module
        spec.loader.exec_module(module)
    return sys.modules["sitroom_oracle"]


def names() -> dict[str, Name]:
    rows = _oracle().names()
    return {key: msgspec.structs.replace(name, coalition=key in COALITIONS) for key, name in rows.items()}


def expected(story: str, file: str = "expected.json", surroundings: dict[str, Surroundings] | None = None) -> Desk:
    row = json.loads((ROOT / "evals/stories" / story / file).read_text(encoding="utf-8"))
    as_of = datetime.fromisoformat(row["as_of"])
    documents, extractions = _oracle().load(story)
    known = tuple(d for d in documents if d.known_at <= as_of)
    by_name = {d.name: d for d in known}
    noise = {by_name[n].id for n in row["noise"] if n in by_name}
    kept = {d.id for d in known} - noise
    claims = tuple(c for e in extractions if e.document in kept for c in e.claims)
    called = names()
    figures = _figures(row["figures"], claims, by_name, called)
    figures = _party_claims(figures, claims, {d.id: d for d in known}, called)
    picture = Picture(
        story=row["story"],
        story_id=None,
        as_of=as_of,
        noise=tuple(row["noise"]),
        duplicates=tuple(tuple(group) for group in row["duplicates"]),
        figures=figures,
        conflicts=_conflicts(row["conflicts"], figures, by_name),
        sums=_sums(row["sums"], figures),
        control=_control(row["control"], claims, {d.id: d for d in known}),
        timeline=_timeline(row["timeline"], claims, by_name, figures),
        events=tuple(c for c in claims if isinstance(c, EventClaim)),
        appeals=tuple(c for c in claims if isinstance(c, AppealClaim)),
        place_facts=tuple(c for c in claims if isinstance(c, PlaceFactClaim)),
        warnings=tuple(c for c in claims if isinstance(c, FigureClaim) and c.standing == "warned"),
    )
    return Desk(picture, known, claims, called, surroundings or {})


def _figures(rows: Any, claims: Any, by_name: Any, called: dict[str, Name]) -> tuple[Figure, ...]:
    by_full = {name.full: key for key, name in called.items()} | {n.short: k for k, n in called.items() if n.short}
    figures, of_claim = [], {}
    for row in rows:
        docs = [n for n in row["docs"] if n in by_name]
        ids = {by_name[n].id for n in docs}
        same = [
            c
            for c in claims
            if isinstance(c, FigureClaim)
            and c.document in ids
            and (c.measure, c.low, c.high) == (row["measure"], row["low"], row["high"])
        ]
        rests = tuple(c.id for c in same) or (f"claim-missing-{len(figures)}",)
        fields = {k: v for k, v in row.items() if k != "docs"}
        fid = content_id("figure", json.dumps(row, sort_keys=True))
        key = by_full.get(row["claimant"])
        figure = Figure(
            **fields,
            id=fid,
            claimant_id=key,
            party=key is not None and called[key].side is not None,
            on=next((c.on for c in same if c.on), None),
            stock_or_flow="flow" if row["measure"] == "displaced" and row["since"] else None,
            docs=tuple(docs),
            rests_on=rests,
        )
        figures.append(figure)
        for claim in same:
            of_claim.setdefault(claim.id, figure.id)
    part_of = {c.id: c.part_of for c in claims if isinstance(c, FigureClaim) and c.part_of is not None}
    out = []
    for figure in figures:
        parents = [of_claim[part_of[c]] for c in figure.rests_on if c in part_of and part_of[c] in of_claim]
        out.append(msgspec.structs.replace(figure, part_of=parents[0] if parents and parents[0] != figure.id else None))
    return _replaced(tuple(out))


def _replaced(figures: tuple[Figure, ...]) -> tuple[Figure, ...]:
    groups = defaultdict(list)
    for f in figures:
        whole = f.part_of is None
        groups[f.measure, f.category, f.side, f.scope, f.since, f.claimant, whole, "" if whole else f.place].append(f)
    after = {one.id: other.id for group in groups.values() for one, other in pairwise(group) if not one.current}
    return tuple(msgspec.structs.replace(f, replaced_by=after.get(f.id)) for f in figures)


def _party_claims(figures: Any, claims: Any, documents: Any, called: Any) -> Any:
    """Add the counts that the expected figures leave out: party claims about the enemy, old events."""
    have = {c for f in figures for c in f.rests_on}
    extra = []
    for c in claims:
        if not isinstance(c, FigureClaim) or c.id in have or c.standing == "warned" or c.superseded:
            continue
        key = c.attributed_to.id if c.attributed_to else None
        party = key in called and called[key].side is not None
        if not (party or c.background):
            continue
        document = documents[c.document]
        extra.append(
            Figure(
                id=content_id("figure", c.id),
                measure=c.measure,
                category=c.category,
                side=c.side,
                place=c.place.name if c.place else None,
                scope=c.scope,
                since=c.since,
                on=c.on,
                claimant=called[key].full if key in called else None,
                claimant_id=key,
                party=party,
                as_of=c.as_of or document.published.date().isoformat(),
                low=c.low,
                high=c.high,
                wording=c.wording,
                standing="claimed" if party else c.standing,
                background=c.background,
                current=True,
                docs=(document.name,),
                rests_on=(c.id,),
            )
        )
    return (*figures, *extra)


def _find(value: Any, figures: Any) -> Figure | None:
    name = (value["claimant"] or "").split(" (")[0]
    found = [
        f
        for f in figures
        if f.claimant == name
        and (f.low, f.high) == (value["low"], value["high"])
        and value.get("as_of") in {None, f.as_of}
        and "(" not in (value["claimant"] or "")
    ]
    return found[-1] if found else None


def _conflicts(rows: Any, figures: Any, by_name: Any) -> tuple[Conflict, ...]:
    out = []
    for row in rows:
        values = []
        for value in row["values"]:
            figure = _find(value, figures)
            printed = value["claimant"] or ""
            outlet = printed.split("printed by ")[1].rstrip(")") if "printed by " in printed else None
            docs = figure.docs if figure else tuple(n for n, d in by_name.items() if d.source == outlet)
            values.append(
                ConflictValue(
                    claimant=value["claimant"],
                    low=value["low"],
                    high=value["high"],
                    as_of=value.get("as_of") or (figure.as_of if figure else None),
                    figure=figure.id if figure else None,
                    docs=docs,
                )
            )
        rests = tuple(c for v in values if v.figure for f in figures if f.id == v.figure for c in f.rests_on)
        cid = content_id("conflict", row["about"], row["kind"])
        out.append(
            Conflict(id=cid, about=row["about"], kind=row["kind"], values=tuple(values), rests_on=rests or (cid,))
        )
    return tuple(out)


def _sums(rows: Any, figures: Any) -> tuple[Sum, ...]:
    out = []
    for row in rows:
        total = [f for f in figures if f.low == row["total"] and f.claimant == row["claimant"] and f.part_of is None]
        fid = total[0].id if total else None
        out.append(
            Sum(
                id=content_id("sum", row["total"], row["parts"]),
                total=row["total"],
                parts=tuple(row["parts"]),
                adds_up=row["adds_up"],
                claimant=row["claimant"],
                figure=fid,
                docs=tuple(row["docs"]),
                rests_on=(fid or "x",),
            )
        )
    return tuple(out)


def _control(rows: Any, claims: Any, documents: Any) -> tuple[Control, ...]:
    out = []
    for row in [*rows, *_other_places(rows, claims, documents)]:
        steps = [
            c
            for c in claims
            if isinstance(c, ControlClaim) and c.place and c.place.name == row["place"] and not c.background
        ]
        steps.sort(key=lambda c: (c.known_at, c.id))
        history, seen = [], {}
        for c in steps:
            document = documents[c.document]
            on = c.on or document.published.date().isoformat()
            who = c.attributed_to.id if c.attributed_to else None
            sig = (on, c.event, c.by, c.standing, who)
            if sig in seen:
                old = history[seen[sig]]
                history[seen[sig]] = msgspec.structs.replace(
                    old,
                    docs=(*old.docs, document.name),
                    rests_on=(*old.rests_on, c.id),
                    distance_km=old.distance_km or c.distance_km,
                )
                continue
            seen[sig] = len(history)
            history.append(
                ControlStep(
                    on=on,
                    event=c.event,
                    by=c.by,
                    standing=c.standing,
                    claimant=who,
                    distance_km=c.distance_km,
                    docs=(document.name,),
                    rests_on=(c.id,),
                )
            )
        history.sort(key=lambda s: s.on)
        against = [
            s.by
            for s in history
            if s.by and s.by != row["holder"] and s.event in {"threatened", "besieged", "contested"}
        ]
        docs = tuple(dict.fromkeys(documents[c.document].name for c in steps))
        last = max((documents[c.document].published.date().isoformat() for c in steps), default=row["since"] or "")
        place = next((c.place for c in steps if c.place), None)
        cid = content_id("control", row["place"])
        out.append(
            Control(
                id=cid,
                **row,
                place_ref=place,
                by=against[-1] if against and row["status"] != "controlled" else None,
                last_report=last,
                history=tuple(history),
                docs=docs,
                rests_on=tuple(c.id for c in steps) or (cid,),
            )
        )
    return tuple(out)


def _other_places(rows: Any, claims: Any, documents: Any) -> Any:
    """Places that the expected picture leaves out: whoever was last said, without denial, to have taken them."""
    found: dict[str, Any] = {}
    for c in sorted(claims, key=lambda c: c.known_at):
        if (
            isinstance(c, ControlClaim)
            and c.event == "captured"
            and c.standing != "denied"
            and c.place
            and not c.background
        ):
            day = c.on or documents[c.document].published.date().isoformat()
            basis = "claimed" if c.standing == "claimed" else "confirmed"
            found[c.place.name or ""] = {
                "place": c.place.name,
                "status": "controlled",
                "holder": c.by,
                "since": day,
                "basis": basis,
            }
    known = {row["place"] for row in rows}
    return [row for place, row in found.items() if place not in known]


def _timeline(rows: Any, claims: Any, by_name: Any, figures: Any) -> tuple[TimelineRow, ...]:
    out = []
    for row in rows:
        docs = [n for n in row["docs"] if n in by_name]
        ids = {by_name[n].id for n in docs}
        rests = tuple(c.id for c in claims if c.document in ids)[:1]
        if rests:
            out.append(
                TimelineRow(
                    id=content_id("row", row["what"]),
                    date=row["date"],
                    kind="",
                    weight=0.5,
                    what=row["what"],
                    docs=tuple(docs),
                    rests_on=rests,
                )
            )
    return tuple(out)


def hama_around() -> dict[str, Surroundings]:
    hama = PlaceRef(text="Hama", name="Hama", country="SY", population=460602)
    return {
        "Aleppo": Surroundings(
            place=PlaceRef(text="Aleppo", name="Aleppo", population=1602264),
            seat_of="Aleppo",
            people_within_30_km=2100000,
        ),
        "Hama": Surroundings(
            place=hama,
            seat_of="Hama",
            people_within_30_km=912000,
            next_city="Homs",
            next_city_km=43.0,
            next_city_bearing="south",
        ),
        "Salamiyah": Surroundings(
            place=PlaceRef(text="Salamiyah", name="Salamiyah", population=94887), people_within_30_km=210000
        ),
        "Homs": Surroundings(
            place=PlaceRef(text="Homs", name="Homs", population=775404), seat_of="Homs", people_within_30_km=1020000
        ),
    }


NOON = datetime(2025, 9, 9, 12, tzinfo=UTC)


def figure(measure: str = "killed", low: int | None = 10, **fields: Any) -> Figure:
    """A figure with plain defaults: exact, cumulative, current, by nobody."""
    row: dict[str, Any] = {
        "category": "people",
        "side": None,
        "place": None,
        "scope": "cumulative",
        "since": None,
        "claimant": None,
        "as_of": "2025-09-09",
        "high": low,
        "wording": "exact",
        "current": True,
        "docs": (),
    } | fields
    fid = content_id("figure", measure, low, sorted(row.items(), key=str))
    return Figure(id=fid, measure=measure, low=low, rests_on=(f"claim-{fid}",), **row)  # type: ignore[arg-type]


def picture(**fields: Any) -> Picture:
    row: dict[str, Any] = {"story": "An invented story", "story_id": None, "as_of": NOON} | fields
    return Picture(**row)


def bare(drawn: Picture, **fields: Any) -> dict[str, Any]:
    """The other arguments of compose, for a picture whose reports are not at hand."""
    return {"scenarios": (), "documents": (), "claims": (), "names": {}, "surroundings": {}} | fields


def earthquake() -> Picture:
    health = {"claimant": "Afghan health ministry", "place": "Kunar", "scope": "incident", "on": "2025-09-06"}
    first = figure(low=812, as_of="2025-09-07", current=False, **health)
    last = figure(low=2205, as_of="2025-09-09", **health)
    first = msgspec.structs.replace(first, replaced_by=last.id)
    injured = figure("injured", 3640, as_of="2025-09-09", **health)
    missing = figure("missing", 24, **health | {"claimant": "Afghan Red Crescent"}, high=None, wording="vague")
    homes = figure("displaced", 6700, unit="households", claimant="OCHA", place="Kunar", wording="about")
    return picture(story="Earthquake in Kunar", figures=(first, last, injured, missing, homes))


def flood() -> Picture:
    flow = figure(
        "displaced", 210000, claimant="OCHA", place="Sindh", since="2025-08-26", stock_or_flow="flow", wording="about"
    )
    stock = figure("displaced", 96000, claimant="NDMA", place="Sindh", stock_or_flow="stock")
    back = figure("returned", 41000, claimant="NDMA", place="Sindh", wording="at_least", high=None)
    dead = figure(low=884, claimant="NDMA", place="Pakistan", since="2025-06-26")
    total = Conflict(
        id="conflict-1",
        about="displaced",
        kind="scope",
        rests_on=(flow.id, stock.id),
        values=tuple(
            ConflictValue(claimant=f.claimant, low=f.low, high=f.high, as_of=f.as_of, figure=f.id)
            for f in (flow, stock)
        ),
    )
    return picture(story="Floods in Sindh", figures=(flow, stock, back, dead), conflicts=(total,))


def siege() -> Picture:
    step = ControlStep(
        on="2024-05-10", event="besieged", by="rsf", standing="asserted", claimant=None, docs=(), rests_on=("claim-s",)
    )
    row = Control(
        id="control-f",
        place="El Fasher",
        status="besieged",
        holder="saf",
        by="rsf",
        since="2024-05-10",
        basis="confirmed",
        last_report="2025-09-09",
        history=(step,),
        docs=("a", "b"),
        rests_on=("claim-s",),
    )
    return picture(
        story="The siege of El Fasher",
        control=(row,),
        figures=(
            figure(
                low=24,
                high=None,
                wording="vague",
                claimant="residents",
                place="El Fasher",
                scope="incident",
                on="2025-09-08",
            ),
        ),
    )


def unclaimed() -> Picture:
    return picture(
        figures=(figure(low=17, scope="incident", on="2025-09-09", place="Goma"), figure(low=412, since="2025-01-01"))
    )


def vague() -> Picture:
    return picture(
        figures=(
            figure(low=200, high=None, wording="vague", claimant="local officials", place="Plateau State"),
            figure("displaced", 2000, high=None, wording="vague", claimant="local officials", place="Plateau State"),
        )
    )


def two_claimants() -> Picture:
    one = figure(low=130, claimant="Ministry of Health in Gaza", as_of="2025-09-08", place="Gaza City")
    other = figure(
        low=90,
        high=None,
        wording="at_least",
        claimant="Palestine Red Crescent Society",
        as_of="2025-09-09",
        place="Gaza City",
    )
    values = tuple(
        ConflictValue(claimant=f.claimant, low=f.low, high=f.high, as_of=f.as_of, figure=f.id) for f in (one, other)
    )
    row = Conflict(
        id="conflict-2", about="killed", kind="claimants disagree", values=values, rests_on=(one.id, other.id)
    )
    return picture(figures=(one, other), conflicts=(row,))


ODD = {
    "earthquake": earthquake,
    "flood": flood,
    "siege": siege,
    "unclaimed": unclaimed,
    "vague": vague,
    "two claimants": two_claimants,
    "nothing": picture,
}
