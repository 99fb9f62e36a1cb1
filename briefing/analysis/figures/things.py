"""The words of counting: units, things that news counts, modifiers of a number, and the singular of a noun."""

from __future__ import annotations

UNITS = {
    "km": "km", "kilometre": "km", "kilometer": "km", "kilometres": "km", "kilometers": "km", "kms": "km",
    "mile": "mile", "miles": "mile", "metre": "metre", "metres": "metre", "meter": "metre", "meters": "metre",
    "mm": "mm", "millimetre": "mm", "millimetres": "mm", "millimeter": "mm", "millimeters": "mm",
    "cm": "cm", "centimetre": "cm", "centimetres": "cm", "centimeter": "cm", "centimeters": "cm",
    "foot": "foot", "feet": "foot", "ft": "foot", "inch": "inch", "inches": "inch", "yard": "yard", "yards": "yard",
    "kg": "kg", "kilogram": "kg", "kilograms": "kg", "kilogramme": "kg", "kilogrammes": "kg", "kilo": "kg",
    "kilos": "kg", "lb": "pound", "lbs": "pound", "pound": "pound", "pounds": "pound", "ounces": "ounce",
    "tonne": "tonne", "tonnes": "tonne", "ton": "ton", "tons": "ton",
    "litre": "litre", "litres": "litre", "liter": "litre", "liters": "litre", "gallons": "gallon",
    "barrel": "barrel", "barrels": "barrel",
    "%": "percent", "percent": "percent", "pc": "percent",
    "hour": "hour", "hours": "hour", "minute": "minute", "minutes": "minute", "day": "day", "days": "day",
    "week": "week", "weeks": "week", "month": "month", "months": "month", "year": "year", "years": "year",
    "hectare": "hectare", "hectares": "hectare", "ha": "hectare", "acre": "acre", "acres": "acre", "km2": "km²",
    "km²": "km²", "sqkm": "km²", "mph": "mph", "kph": "km/h", "kmh": "km/h", "km/h": "km/h", "knots": "knot",
    "mw": "MW", "megawatt": "MW", "megawatts": "MW", "gw": "GW", "gigawatt": "GW", "gigawatts": "GW",
    "celsius": "°C", "centigrade": "°C", "fahrenheit": "°F", "°c": "°C", "°f": "°F", "ºc": "°C", "degrees": "degree",
    "magnitude": "magnitude",
}  # fmt: skip
SQUARES = {"km": "km²", "mile": "square mile", "metre": "square metre", "foot": "square foot"}
TIMES = frozenset("minute hour day week month year".split())
SHARES = frozenset(("percent", "percentage point"))

# Nouns whose plural is no "-s", and those that have another usual name.
_BY_THING = {
    "person": "people persons person", "country": "nations countries", "man": "men man",
    "woman": "women woman", "child": "children child", "personnel": "personnel", "troop": "troops",
    "soldier": "servicemen servicewomen soldiers soldier", "prisoner": "pows prisoners", "police": "police",
    "drone": "uavs drones drone", "aircraft": "aircraft", "missile": "missiles missile", "cattle": "cattle",
    "sheep": "sheep", "fish": "fish", "deer": "deer", "livestock": "livestock", "staff": "staff", "crew": "crew",
    "civilian": "civilians civilian", "worker": "workers worker",
    "family": "families", "city": "cities", "property": "properties", "vessel": "vessels",
    "killed": "deaths death fatalities fatality dead bodies corpses", "injured": "injuries injury injured wounded",
    "missing": "missing", "casualty": "casualties", "arrested": "arrests arrest detainees detentions",
    "displaced": "displaced", "evacuated": "evacuees",
}  # fmt: skip
THINGS = {word: thing for thing, words in _BY_THING.items() for word in words.split()}
HARMS = frozenset("killed injured missing casualty".split())
FATES = HARMS | frozenset("arrested displaced evacuated".split())
# Nouns of the singular (or of no number) that a number may stand before.
INVARIABLE = frozenset(
    """reindeer moose salmon trout bison swine poultry people personnel police aircraft cattle sheep fish deer
    livestock staff crew dead wounded""".split()
)
ANIMALS = frozenset(
    """cattle sheep cow pig chicken hen bird horse dog cat fish whale dolphin elephant animal livestock goat bee
    deer turkey duck salmon calf lamb foal tree camel lion bear wolf""".split()
)
# What dies no death and is nobody's prisoner, though it may be "lost", "missing" or "evacuated".
LIFELESS = frozenset(
    """drone missile rocket bomb shell mine tank aircraft jet plane helicopter bomber warplane ship vessel boat
    vehicle car truck lorry van bus train engine building house home flat apartment property school hospital
    church substation bridge road village settlement town city region district province country island airport
    port company firm business factory plant shop strike attack clash raid explosion blast flight seat vote job
    round brigade battalion document file item product shot service line station incident case election party
    government ministry agency state""".split()
)
# Counted places: "91 of them" after "337 drones over ten regions" are drones.
PLACES = frozenset("region city town village country settlement airport province district".split())
NATIONS = frozenset("country state government".split())
# Nouns that in the singular may merely describe the next one: "five drone operators", "20 missile strikes".
DESCRIBING = frozenset(
    """drone missile police child prisoner worker man woman civilian soldier death injury person people crew staff
    aircraft sheep cattle fish arrest""".split()
)
# What is counted only by the way ("two sides", "three questions", "four times"): no figure while the number is small.
UNCOUNTED = frozenset(
    """side thing question reason way point issue time option topic idea matter problem step aspect factor
    principle condition term word line sentence demand concern front thought rule lesson goal aim kind type sort
    form part section category level phase element source half third quarter fifth sixth seventh eighth ninth
    tenth game set match win loss draw try run lap place spot moment occasion generation century decade season
    night morning afternoon evening weekend name number figure speech statement remark comment interview clause
    paragraph chapter page example choice possibility track pillar camp direction leader subject theme sense
    extreme purpose role mistake chance hand eye foot finger leg arm cheer other block bit piece kilo story song
    book film episode letter second date party relationship partner priority difference task version scenario
    proposal success failure""".split()
)
NEVER = frozenset("point goal run wicket lap time percent".split())  # scores and multiples, however many
_ABSTRACT = ("ness", "ism", "ity", "ment", "tion", "sion", "ence", "ance", "ship", "logy", "cy")
# … though these end like one.
_CONCRETE = frozenset(
    """witness business settlement apartment explosion investment station facility university community
    municipality authority ambulance warship battleship spaceship regiment embassy monument agency pharmacy
    championship ship vacancy city celebrity minority execution demonstration violation competition federation
    nation delegation mansion plantation constituency ammunition television conviction infection investigation
    instrument document government parliament""".split()
)


# What a duration or a distance is the measure of, found among the words after it.
MEASURED = frozenset(
    """ceasefire cease-fire truce pause moratorium halt war conflict talks meeting call summit discussion conversation
    offensive campaign siege curfew sentence border mandate freeze line visit trip deal plan invasion raid interview
    speech briefing buffer march drive journey front occupation blackout outage lockdown ban wait delay""".split()
)

# How sure a number is, as it stands, without an article: "an estimated 40" is "estimated".
LOWER_BOUNDS = (
    "at least", "no fewer than", "no less than", "not less than", "minimum of", "more than", "over", "upwards of",
    "upward of", "in excess of", "above", "well over", "as few as",
    "at the very least", "or more",
)  # fmt: skip
UPPER_BOUNDS = (
    "up to", "as many as", "as much as", "no more than", "at most", "maximum of", "not more than", "fewer than",
    "less than", "under", "below", "no higher than",
)  # fmt: skip
ROUGH = (
    "nearly", "almost", "close to", "just under", "a little under", "about", "around", "some", "roughly", "just over",
    "approximately", "estimated", "circa", "a little over", "perhaps", "probably", "in the region of", "or so",
    "virtually",
)  # fmt: skip
FURTHER = ("another", "further", "additional")
_EXACT = ("only", "just", "exactly")
# As a pattern's alternatives, the longest first so that "no more than" is not read as "more than".
MODIFIERS = "|".join(
    sorted((*LOWER_BOUNDS, *UPPER_BOUNDS, *ROUGH, *FURTHER, *_EXACT), key=lambda words: (-len(words), words))
)

# Words that end a noun phrase.
STOP_WORDS = frozenset(
    """in on at by for from with to about against after before during through over under between into onto since
    until within without near via amid as like upon across behind that which who whom whose and or but while
    when where if because is are was were be been being has have had will would can could may might must should
    do does did he she it they we you i the a an this these those his her its their our said says told not than
    so also then there here ago each per both what how why up down out off towards toward along outside inside
    beyond despite except throughout beside below above""".split()
)
_NO_MEN = frozenset("specimen regimen acumen omen abdomen".split())
SINGULAR_ENDINGS = ("ss", "ous", "us", "is", "’s", "'s", "news", "politics")  # an "s" that marks no plural
_IRREGULAR = {
    "crises": "crisis", "lives": "life", "wives": "wife", "knives": "knife", "wolves": "wolf", "calves": "calf",
    "thieves": "thief", "leaves": "leaf", "buses": "bus", "viruses": "virus", "campuses": "campus", "gases": "gas",
    "species": "species", "series": "series", "headquarters": "headquarters", "barracks": "barracks",
    "shoes": "shoe", "canoes": "canoe", "movies": "movie", "axes": "axe",
}  # fmt: skip


def is_plural(word: str) -> bool:
    """Whether a word in lower case looks like the plural of a noun."""
    if word.endswith("s"):
        return len(word) > 3 and not word.endswith(SINGULAR_ENDINGS)
    return word in INVARIABLE or (word.endswith(("men", "children", "people")) and word not in _NO_MEN)


def lemma(word: str) -> str:
    """The singular of a noun in lower case, by the rules of English spelling; the usual thing for a synonym."""
    known = THINGS.get(word) or _IRREGULAR.get(word)
    if known is not None:
        return known
    if not is_plural(word):
        return word
    if word.endswith("men"):
        return word[:-2] + "an"
    if not word.endswith("s"):
        return word
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("ches", "shes", "sses", "xes", "zes", "oes")):
        return word[:-2]
    return word[:-1]


def is_counted(word: str) -> bool:
    """Whether a plural in lower case is of something that news counts even when it is few: boats, not reasons."""
    noun = lemma(word)
    if noun in FATES or noun in _CONCRETE:
        return True
    return noun not in UNCOUNTED and not noun.endswith(_ABSTRACT)
