"""The words of counting: units, things that news counts, modifiers of a number, and the singular of a noun."""

from __future__ import annotations

UNITS = {
    "km": "km", "kilometre": "km", "kilometer": "km", "kilometres": "km", "kilometers": "km", "kms": "km",
    "mile": "mile", "miles": "mile", "metre": "m", "metres": "m", "meter": "m", "meters": "m",
    "foot": "ft", "feet": "ft", "kg": "kg", "kilogram": "kg", "kilograms": "kg", "kilo": "kg", "kilos": "kg",
    "tonne": "tonne", "tonnes": "tonne", "ton": "ton", "tons": "ton",
    "litre": "litre", "litres": "litre", "liter": "litre", "liters": "litre", "barrel": "barrel", "barrels": "barrel",
    "%": "percent", "percent": "percent", "pc": "percent",
    "hour": "hour", "hours": "hour", "minute": "minute", "minutes": "minute", "day": "day", "days": "day",
    "week": "week", "weeks": "week", "month": "month", "months": "month", "year": "year", "years": "year",
    "hectare": "hectare", "hectares": "hectare", "acre": "acre", "acres": "acre",
    "mw": "MW", "megawatt": "MW", "megawatts": "MW", "gw": "GW", "gigawatts": "GW", "degrees": "degree",
}  # fmt: skip
TIMES = frozenset("minute hour day week month year".split())

# Things that news counts. Only these are taken after a small number in words ("two soldiers", not "two sides").
_BY_THING = {
    "people": "people persons person citizens residents inhabitants syrians ukrainians russians",
    "country": "nations countries states", "man": "men man", "woman": "women woman", "child": "children child",
    "soldier": "soldiers soldier servicemen", "personnel": "personnel", "troop": "troops", "fighter": "fighters",
    "civilian": "civilians civilian", "prisoner": "prisoners captives pows", "hostage": "hostages",
    "drone": "drones drone uavs", "missile": "missiles missile", "rocket": "rockets", "bomb": "bombs",
    "shell": "shells",
    "tank": "tanks", "aircraft": "aircraft", "jet": "jets", "plane": "planes", "helicopter": "helicopters",
    "bomber": "bombers", "ship": "ships vessels", "vehicle": "vehicles", "engine": "engines",
    "strike": "strikes", "attack": "attacks", "clash": "clashes", "raid": "raids", "explosion": "explosions",
    "flight": "flights", "passenger": "passengers", "airport": "airports",
    "building": "buildings", "house": "houses", "home": "homes", "flat": "flats", "apartment": "apartments",
    "property": "properties", "school": "schools", "hospital": "hospitals", "substation": "substations",
    "village": "villages", "settlement": "settlements", "town": "towns", "city": "cities", "region": "regions",
    "island": "islands", "worker": "workers worker", "employee": "employees", "firefighter": "firefighters",
    "rescuer": "rescuers", "journalist": "journalists", "protester": "protesters", "victim": "victims",
    "body": "bodies",
    "officer": "officers", "policeman": "policemen", "police": "police", "sailor": "sailors", "pilot": "pilots",
    "refugee": "refugees", "migrant": "migrants", "student": "students", "patient": "patients", "girl": "girls",
    "boy": "boys", "family": "families", "household": "households", "customer": "customers", "member": "members",
    "leader": "leaders", "minister": "ministers", "seat": "seats", "vote": "votes", "job": "jobs", "arrest": "arrests",
    "round": "rounds", "brigade": "brigades", "battalion": "battalions",
    "killed": "deaths death fatalities dead", "injured": "injuries injury injured wounded", "missing": "missing",
    "casualty": "casualties",
}  # fmt: skip
THINGS = {word: thing for thing, words in _BY_THING.items() for word in words.split()}
HARMS = frozenset("killed injured missing casualty".split())
HUMAN = frozenset(
    """people man woman child soldier troop fighter civilian prisoner hostage worker firefighter rescuer journalist
    protester passenger officer policeman refugee migrant student patient police sailor pilot victim employee member
    girl boy personnel customer""".split()
)
# Counted places: "91 of them" after "337 drones over ten regions" are drones.
PLACES = frozenset("region city town village country settlement airport".split())
# Nouns that in the singular may merely describe the next one: "five drone operators", "20 missile strikes".
DESCRIBING = frozenset(
    "drone missile police child prisoner worker man woman civilian soldier death injury person people".split()
)
# What a duration or a distance is the measure of, found among the words after it.
MEASURED = frozenset(
    """ceasefire cease-fire truce pause moratorium halt war conflict talks meeting call summit discussion conversation
    offensive campaign siege curfew sentence border mandate freeze line visit trip deal plan invasion raid interview
    speech briefing buffer march drive journey front occupation blackout outage lockdown ban wait delay""".split()
)

LOWER_BOUNDS = (
    "at least", "no fewer than", "no less than", "not less than", "a minimum of", "more than", "over", "upwards of",
    "in excess of", "above", "well over",
)  # fmt: skip
UPPER_BOUNDS = (
    "up to", "as many as", "as much as", "no more than", "at most", "a maximum of", "not more than", "fewer than",
    "less than", "under", "below",
)  # fmt: skip
ROUGH = (
    "nearly", "almost", "close to", "just under", "a little under", "a little over", "just over", "about", "around",
    "some", "roughly", "approximately", "an estimated", "estimated", "circa",
)  # fmt: skip
FURTHER = ("another", "a further", "further", "additional", "an additional")
# As a pattern's alternatives, the longest first so that "no more than" is not read as "more than".
MODIFIERS = "|".join(
    sorted(
        (*LOWER_BOUNDS, *UPPER_BOUNDS, *ROUGH, *FURTHER, "only", "just", "exactly"),
        key=lambda words: (-len(words), words),
    )
)

# Words that end a noun phrase.
STOP_WORDS = frozenset(
    """in on at by for from with to about against after before during through over under between into onto since until
    within without near via amid as like upon across behind that which who whom whose and or but while when where if
    because is are was were be been being has have had will would can could may might must should do does did he she it
    they we you i the a an this these those his her its their our said says told not than so also were then there here
    ago each per both where what how why up down out off""".split()
)
SINGULAR_ENDINGS = ("ss", "ous", "us", "is", "’s", "'s", "news", "politics")  # an "s" that marks no plural
_IRREGULAR = {"crises": "crisis", "lives": "life", "lines": "line"}


def is_plural(word: str) -> bool:
    """Whether a word in lower case looks like the plural of a noun."""
    return word.endswith("s") and len(word) > 3 and not word.endswith(SINGULAR_ENDINGS)


def lemma(word: str) -> str:
    """The singular of a noun in lower case, by the rules of English spelling; the usual thing for a synonym."""
    known = THINGS.get(word) or _IRREGULAR.get(word)
    if known is not None:
        return known
    if not is_plural(word):
        return word
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("ches", "shes", "sses", "xes", "zes")):
        return word[:-2]
    return word[:-1]
