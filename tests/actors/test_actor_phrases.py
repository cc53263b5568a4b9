"""Phrases in ten languages: who is named, and who is meant, by country and day."""

from __future__ import annotations

from datetime import date

import pytest

from sitroom.actors import Registry, open_registry

DECEMBER = date(2024, 12, 4)


@pytest.fixture(scope="module")
def registry() -> Registry:
    return open_registry()


def resolved(registry: Registry, text: str, lang: str, countries: list[str], on: date) -> dict[str, str | None]:
    mentions = registry.find(text, lang)
    return {r.mention.text: r.id for r in registry.resolve(mentions, countries, on)}


NAMES = [
    ("en", "HTS-led rebels entered the city.", "HTS-led rebels", "hts"),
    ("en", "Hay’at Tahrir al-Sham's fighters", "Hay’at Tahrir al-Sham's fighters", "hts"),
    ("en", "Turkish-backed factions crossed the river.", "Turkish-backed factions", "sna"),
    ("en", "Rwanda-backed rebels took the airport.", "Rwanda-backed rebels", "m23"),
    ("en", "Hemedti's forces shelled the camp.", "Hemedti's forces", "rsf"),
    ("en", "Haftar's forces withdrew.", "Haftar's forces", "lna"),
    ("en", "the Ta'ang National Liberation Army said", "Ta'ang National Liberation Army", "tnla"),
    ("en", "the Three Brotherhood Alliance launched", "Three Brotherhood Alliance", "three-brotherhood"),
    ("en", "Jabhat al-Nusra attacked the base", "Jabhat al-Nusra", "hts"),
    ("en", "according to the Armed Conflict Location & Event Data project", "Armed Conflict Location & Event Data project", "acled"),
    ("fr", "les jihadistes du Jnim ont attaqué", "jihadistes du Jnim", "jnim"),
    ("fr", "les Forces de soutien rapide (FSR)", "Forces de soutien rapide", "rsf"),
    ("fr", "les combattants du Hezbollah", "combattants du Hezbollah", "hezbollah"),
    ("fr", "l’Observatoire syrien des droits de l’homme", "Observatoire syrien des droits de l’homme", "sohr"),
    ("fr", "le Réseau des médecins soudanais", "Réseau des médecins soudanais", "sudan-doctors-network"),
    ("it", "le Forze di supporto rapido (Rsf)", "Rsf", "rsf"),
    ("it", "l'Osservatorio siriano per i diritti umani", "Osservatorio siriano per i diritti umani", "sohr"),
    ("it", "miliziani di Hezbollah", "miliziani di Hezbollah", "hezbollah"),
    ("es", "las disidencias de las FARC", "disidencias de las FARC", "farc-dissidents"),
    ("es", "el Ejército de Liberación Nacional", "Ejército de Liberación Nacional", "eln"),
    ("es", "la Oficina de la ONU para la Coordinación de Asuntos Humanitarios", "Oficina de la ONU para la Coordinación de Asuntos Humanitarios", "ocha"),
    ("pt", "as Forças de Apoio Rápido", "Forças de Apoio Rápido", "rsf"),
    ("pt", "o Observatório Sírio dos Direitos Humanos", "Observatório Sírio dos Direitos Humanos", "sohr"),
    ("pt", "combatentes do Hamas", "combatentes do Hamas", "hamas"),
    ("de", "die Syrische Beobachtungsstelle für Menschenrechte", "Syrische Beobachtungsstelle für Menschenrechte", "sohr"),
    ("de", "der Syrischen Beobachtungsstelle für Menschenrechte", "Syrischen Beobachtungsstelle für Menschenrechte", "sohr"),
    ("de", "Kämpfer der Hisbollah", "Kämpfer der Hisbollah", "hezbollah"),
    ("de", "die protürkischen Milizen", "protürkischen Milizen", "sna"),
    ("ar", "وقال المرصد السوري لحقوق الإنسان", "المرصد السوري لحقوق الإنسان", "sohr"),
    ("ar", "وفقا للمرصد السوري لحقوق الإنسان", "للمرصد السوري لحقوق الإنسان", "sohr"),
    ("ar", "وسيطرت قوات الدعم السريع على المدينة", "قوات الدعم السريع", "rsf"),
    ("ar", "مقاتلو هيئة تحرير الشام", "مقاتلو هيئة تحرير الشام", "hts"),
    ("ar", "بالتعاون مع قسد", "قسد", "sdf"),
    ("ar", "غارة إسرائيلية", "غارة إسرائيلية", "israel"),
    ("tr", "HTŞ'nin ilerleyişi", "HTŞ", "hts"),
    ("tr", "Suriye İnsan Hakları Gözlemevi'ne göre", "Suriye İnsan Hakları Gözlemevi", "sohr"),
    ("tr", "Hızlı Destek Kuvvetleri'nin saldırısı", "Hızlı Destek Kuvvetleri", "rsf"),
    ("tr", "Suriye Millî Ordusu kenti aldı", "Suriye Millî Ordusu", "sna"),
    ("tr", "Rus ordusunun saldırısı", "Rus ordusunun", "russia"),
    ("tr", "Husilerin saldırısı", "Husilerin", "houthis"),
    ("ru", "Боевики ХТШ вошли в город", "Боевики ХТШ", "hts"),
    ("ru", "по данным Сирийской обсерватории по правам человека", "Сирийской обсерватории по правам человека", "sohr"),
    ("ru", "Сирийским центром мониторинга за соблюдением прав человека", "Сирийским центром мониторинга за соблюдением прав человека", "sohr"),
    ("ru", "Силам быстрой поддержки", "Силам быстрой поддержки", "rsf"),
    ("ru", "российскими войсками", "российскими войсками", "russia"),
    ("ru", "сообщил Генштаб ВСУ", "Генштаб ВСУ", "ukraine-general-staff"),
    ("uk", "за даними Генштабу ЗСУ", "Генштабу ЗСУ", "ukraine-general-staff"),
    ("uk", "російських окупантів", "російських окупантів", "russia"),
    ("uk", "Сирійської обсерваторії з прав людини", "Сирійської обсерваторії з прав людини", "sohr"),
    ("uk", "хуситами", "хуситами", "houthis"),
]  # fmt: skip


@pytest.mark.parametrize(("lang", "text", "words", "expected"), NAMES)
def test_names_are_found_in_any_case_and_script(registry, lang, text, words, expected):
    assert resolved(registry, text, lang, [], DECEMBER).get(words) == expected


GENERIC = [
    # A common noun with its country is that country's army.
    ("en", "The Syrian army moved", ["LB"], DECEMBER, "Syrian army", "syria-gov"),
    ("en", "The Syrian army moved", ["LB"], date(2025, 3, 9), "Syrian army", "syria-interim-gov"),
    ("fr", "L'armée malienne et", ["ML"], DECEMBER, "armée malienne", "mali-gov"),
    ("fr", "des soldats tchadiens", ["CM"], DECEMBER, "soldats tchadiens", "chad-gov"),
    ("it", "l'esercito siriano", ["SY"], DECEMBER, "esercito siriano", "syria-gov"),
    ("es", "el ejército de Ucrania", ["RU"], DECEMBER, "ejército de Ucrania", "ukraine"),
    ("pt", "soldados moçambicanos", ["MZ"], DECEMBER, "soldados moçambicanos", "mozambique-gov"),
    ("de", "Ruandische Soldaten", ["CD"], DECEMBER, "Ruandische Soldaten", "rwanda"),
    ("ar", "الجيش السوداني", ["SD"], DECEMBER, "الجيش السوداني", "saf"),
    ("tr", "Irak ordusu", ["SY"], DECEMBER, "Irak ordusu", "iraq-gov"),
    ("ru", "иракских солдат", ["SY"], DECEMBER, "иракских солдат", "iraq-gov"),
    ("uk", "армія Сирії", ["SY"], DECEMBER, "армія Сирії", "syria-gov"),
    # Without one it is the army where the report is set.
    ("en", "The army said", ["MM"], DECEMBER, "army", "myanmar-junta"),
    ("en", "The junta said", ["MM"], DECEMBER, "junta", "myanmar-junta"),
    ("en", "the junta said", ["NE"], DECEMBER, "junta", "niger-gov"),
    ("ar", "انسحبت قوات النظام", ["SY"], DECEMBER, "قوات النظام", "syria-gov"),
    ("en", "the army struck", ["PS"], DECEMBER, "army", "israel"),
    ("en", "The army said", [], DECEMBER, "army", "army"),
    ("en", "police fired", ["HT"], DECEMBER, "police", "haiti-police"),
    # A bare noun means the party that stands out there and then, else nobody in particular.
    ("en", "the paramilitaries attacked", ["SD"], DECEMBER, "paramilitaries", "rsf"),
    ("en", "the paramilitaries attacked", ["BY"], DECEMBER, "paramilitaries", "militants"),
    ("en", "the insurgents attacked", ["SY"], DECEMBER, "insurgents", "hts"),
    ("en", "the insurgents attacked", ["SY"], date(2024, 11, 1), "insurgents", "rebels"),
    ("en", "the gangs attacked", ["HT"], DECEMBER, "gangs", "haiti-gangs"),
    ("en", "the gangs attacked", ["JM"], DECEMBER, "gangs", "gangs"),
    ("ru", "повстанцев", ["YE"], DECEMBER, "повстанцев", "houthis"),
    ("en", "non-state armed actors", ["CO"], DECEMBER, "non-state armed actors", "militants"),
]  # fmt: skip


@pytest.mark.parametrize(("lang", "text", "countries", "on", "words", "expected"), GENERIC)
def test_common_nouns_follow_country_and_day(registry, lang, text, countries, on, words, expected):
    assert resolved(registry, text, lang, countries, on)[words] == expected


def test_those_beside_the_government_are_not_its_gunmen(registry):
    text = "Local vigilantes and the Civilian Joint Task Force pursued the gunmen."
    assert resolved(registry, text, "en", ["NG"], DECEMBER)["gunmen"] == "militants"


def test_a_description_holds_only_where_its_bearer_is(registry):
    text = "les brigades d'autodéfense ont riposté"
    assert resolved(registry, text, "fr", ["HT"], DECEMBER)["brigades d'autodéfense"] == "haiti-vigilantes"
    assert resolved(registry, text, "fr", ["MX"], DECEMBER)["brigades d'autodéfense"] is None


def test_a_common_noun_means_the_group_that_the_report_names(registry):
    text = "Fighters of the National Liberation Army, the ELN, came at dawn. The rebels held the road; the army fled."
    ids = resolved(registry, text, "en", ["CO"], DECEMBER)
    assert (ids["rebels"], ids["army"]) == ("eln", "colombia-gov")


def test_attackers_are_nobody_in_particular_where_two_groups_are_named(registry):
    two = "Tehreek-e-Taliban Pakistan and Islamic State Khorasan both operate there. The attackers fled."
    one = "Al-Shabaab operates there. The attackers fled."
    assert resolved(registry, two, "en", ["PK"], DECEMBER)["attackers"] == "militants"
    assert resolved(registry, one, "en", ["SO"], DECEMBER)["attackers"] == "al-shabaab"


AMBIGUOUS = [
    ("SNA", "en", ["SY"], "sna"),
    ("SNA", "en", ["SO"], "somalia-gov"),
    ("RSF", "en", ["SD"], "rsf"),
    ("RSF", "fr", ["RU"], "rsf-press"),
    ("AA", "en", ["MM"], "arakan-army"),
    ("AA", "en", ["US"], None),
    ("SSA", "en", ["LY"], "ssa"),
    ("SSA", "en", ["MM"], "shan-army"),
    ("FDS", "fr", ["SY"], "sdf"),
    ("FDS", "fr", ["BF"], "burkina-gov"),
    ("SDF", "de", ["SY"], "sdf"),
    ("KIA", "en", ["MM"], "kio"),
    ("KIA", "en", ["KR"], None),
    ("ADF", "en", ["CD"], "adf"),
    ("ADF", "en", ["AU"], None),
    ("al-Shabaab", "en", ["SO"], "al-shabaab"),
    ("al-Shabaab", "en", ["MZ"], "is-mozambique"),
    ("SAF", "en", ["SD"], "saf"),
    ("SAF", "en", ["SG"], None),
]


@pytest.mark.parametrize(("name", "lang", "countries", "expected"), AMBIGUOUS)
def test_short_names_are_read_by_country(registry, name, lang, countries, expected):
    assert resolved(registry, f"The {name} said so.", lang, countries, DECEMBER)[name] == expected


def test_a_short_acronym_is_not_lost_where_no_country_is_known(registry):
    assert resolved(registry, "The HTS said so.", "en", [], DECEMBER)["HTS"] == "hts"


NOT_NAMED = [
    ("en", "Hama fell.", "hamas"),
    ("en", "He is ready to go.", "is"),
    ("en", "THE ARMY IS READY", "is"),
    ("en", "a wagner opera? no: local shops", "witness"),
    ("en", "The fighter jet crashed.", "militants"),
    ("en", "The military hospital burned.", "army"),
    ("en", "The rebel-held town burned.", "rebels"),
    ("de", "Die Kämpfe dauern an.", "militants"),
    ("tr", "Kilis kentinde", "church"),
    ("tr", "Kürt nüfus", "kosovo"),
    ("ar", "الطرق المؤدية إلى المدينة", "india"),
    ("ar", "اندلعت حرب أهلية", "witness"),
    ("es", "la guerra civil", "civilians"),
    ("ru", "гражданская война", "civilians"),
    ("fr", "la guerre civile", "civilians"),
]


@pytest.mark.parametrize(("lang", "text", "absent"), NOT_NAMED)
def test_words_that_only_look_like_names(registry, lang, text, absent):
    found = {c for m in registry.find(text, lang) for c in m.candidates}
    assert not any(c == absent or c.startswith(absent + ":") for c in found)


CLAIMANTS = [
    ("en", "Syria's health ministry", ["SY"], "health-ministry:SY"),
    ("en", "the health ministry in Beirut", ["IL"], "health-ministry:LB"),
    ("en", "Hamas-run health ministry", ["PS"], "gaza-health-ministry"),
    ("en", "Houthi health ministry", ["YE"], "health-ministry:houthis"),
    ("en", "M23's military spokesman", ["CD"], "m23"),
    ("en", "police", ["HT"], "police:HT"),
    ("en", "the army", ["CO"], "colombia-gov"),
    ("en", "state news agency SANA", ["SY"], "sana"),
    ("en", "witnesses", ["SD"], "witness:SD"),
    ("en", "U.N. refugee agency", ["TD"], "unhcr"),
    ("en", "Moscow", ["UA"], "russia"),
    ("en", "the mayor of Saint-Marc", ["HT"], "local-authority:HT"),
    ("fr", "ministère libanais de la Santé", ["LB"], "health-ministry:LB"),
    ("fr", "le ministère russe de la Défense", ["UA"], "defence-ministry:RU"),
    ("fr", "une source hospitalière", ["CD"], "hospital:CD"),
    ("fr", "le porte-parole du Hezbollah", ["LB"], "hezbollah"),
    ("it", "la Protezione civile della Striscia", ["PS"], "gaza-civil-defence"),
    ("it", "ministero della Salute", ["IT"], "health-ministry:IT"),
    ("es", "Ministerio de Defensa sirio", ["SY"], "defence-ministry:SY"),
    ("es", "Defensoría del Pueblo", ["CO"], "ombudsman:CO"),
    ("pt", "a Defesa russa", ["UA"], "defence-ministry:RU"),
    ("pt", "Médicos Sem Fronteiras", ["SD"], "msf"),
    ("de", "Verteidigungsministerium in Damaskus", ["SY"], "defence-ministry:SY"),
    ("de", "das libanesische Gesundheitsministerium", ["IL"], "health-ministry:LB"),
    ("de", "der Bürgermeister", ["UA"], "local-authority:UA"),
    ("ar", "وزارة الصحة في غزة", ["PS"], "gaza-health-ministry"),
    ("ar", "وزارة الدفاع السورية", ["SY"], "defence-ministry:SY"),
    ("ar", "مفوضية اللاجئين", ["SD"], "unhcr"),
    ("ar", "مصدر طبي", ["SD"], "medics:SD"),
    ("tr", "Suriye Sağlık Bakanlığı", ["SY"], "health-ministry:SY"),
    ("tr", "Birleşmiş Milletler", ["SY"], "un"),
    ("ru", "российское Минобороны", ["UA"], "defence-ministry:RU"),
    ("ru", "Министерство обороны РФ", ["UA"], "defence-ministry:RU"),
    ("ru", "губернатор Вячеслав Гладков", ["RU"], "belgorod-governor"),
    ("uk", "Міноборони Росії", ["UA"], "defence-ministry:RU"),
    ("uk", "ООН", ["UA"], "un"),
    ("en", "Marta Lindqvist", ["SD"], None),
    ("en", "a spokesman", ["SD"], None),
    ("ar", "وزارة الصحة التابعة للحوثيين", ["YE"], "health-ministry:houthis"),
    ("fr", "ministère malien des Forces armées", ["ML"], "defence-ministry:ML"),
    ("it", "la Difesa civile di Gaza", ["PS"], "gaza-civil-defence"),
]


@pytest.mark.parametrize(("lang", "text", "countries", "expected"), CLAIMANTS)
def test_attributions_find_the_one_who_vouches(registry, lang, text, countries, expected):
    ref = registry.claimant(text, lang, countries, DECEMBER)
    assert (ref.text, ref.id) == (text, expected)


def test_the_observatory_needs_its_name_or_its_country(registry):
    report = registry.find("Syrian Observatory for Human Rights, a monitor", "en")
    assert registry.claimant("the Observatory", "en", ["IQ"], DECEMBER, report).id == "sohr"
    assert registry.claimant("the Observatory", "en", ["SY"], DECEMBER).id == "sohr"
    assert registry.claimant("the Observatory", "en", ["PE"], DECEMBER).id is None


SIDES = [
    ("defence-ministry:SY", date(2024, 12, 4), "syria-gov"),
    ("defence-ministry:SY", date(2025, 6, 1), "syria-interim-gov"),
    ("sana", date(2024, 12, 4), "syria-gov"),
    ("sana", date(2025, 6, 1), "syria-interim-gov"),
    ("gaza-health-ministry", DECEMBER, "hamas"),
    ("health-ministry:houthis", DECEMBER, "houthis"),
    ("tass", DECEMBER, "russia"),
    ("hts", DECEMBER, "hts"),
    ("ocha", DECEMBER, None),
    ("hospital:SY", DECEMBER, None),
    ("health-ministry:AF", date(2021, 1, 1), "afghanistan-gov"),
    ("health-ministry:AF", date(2022, 1, 1), "taliban"),
    ("nobody", DECEMBER, None),
]


@pytest.mark.parametrize(("id_", "on", "side"), SIDES)
def test_who_speaks_for_a_party_is_known_as_one(registry, id_, on, side):
    assert registry.side_of(id_, on) == side
