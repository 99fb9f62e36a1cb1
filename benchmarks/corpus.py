"""Generated articles like those that editors keep: outlets, days, actors, quotes, figures, events, stories, copies.

The same numbers give the same bytes everywhere, and an article is made without looking at another: `compose` gives its
values, which `benchmarks.peers` write in the front matter of each program. Of every twelve articles one is an agency's
report and two are copies of it with small changes; the others tell, each in words of its own, one of the happenings of
the day or of the two days before. Persons, stories and outlets come up as unevenly as they do in news.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from itertools import accumulate
from pathlib import Path

FIRST_DAY = date(2024, 1, 1)
PER_DAY = 36  # articles: a desk that follows three dozen outlets
HAPPENINGS = 14  # a day; some are told by eight outlets, some by one
WIRE = 12  # one article in so many is an agency's report,
COPIES = (1, 2)  # and those so many behind it print it
AGENCIES = ("Meridian Wire", "Northern Press Agency")
OUTLETS = tuple(
    f"{place} {kind}"
    for place in ("Harbour", "Lakeside", "Alder", "Quay", "Summit", "Ferry", "Lantern", "Pontine", "Eastgate")
    for kind in ("Post", "Ledger", "Review", "Gazette")
)
SECTIONS = ("world", "politics", "business", "courts", "weather", "city")
FIRSTS = """Anna Boris Clara Dmitri Emma Farid Greta Henrik Ines Jonas Katya Leon Mira Nils Olga Pavel""".split()
LASTS = """Verlaine Oldcastle Marchetti Novak Lindgren Okafor Tanaka Duarte Brandt Castellan Delacroix Eriksen Fontane
Galloway Hartmann Ivanenko Jankowski Kessler Lombardi Moravec""".split()
# Each first name with every last name, so that neighbours in the list share neither.
PEOPLE = tuple(
    f"{FIRSTS[(row + column) % len(FIRSTS)]} {LASTS[column]}"
    for row in range(len(FIRSTS))
    for column in range(len(LASTS))
)
REGISTERED = 160  # persons; the rest are found by their names alone
BODIES = tuple(
    f"{place} {kind}"
    for place in ("Malmford", "Eastmarch", "Northern", "Alder")
    for kind in ("Port Authority", "Grid Company", "Teachers' Union", "Savings Bank", "Rescue Service")
)
OFFICES = ("Prime Minister", "Foreign Minister", "Defence Minister", "Finance Minister", "President")
STATES = ("Ukraine", "Norway", "Canada", "Poland", "Kenya", "Japan", "Portugal", "Chile")
CALLED = ("the mayor", "a spokesman", "the engineer", "an analyst", "the prosecutor", "the union’s secretary")
TOWNS = tuple(
    """Kharkiv Odesa Sumy Malmford Eastmarch Lviv Pontine Riga Graz Tartu Aveiro Bremen Turku Gdansk Lyon Porto Bergen
    Ostrava Varna Cork Leeds Turin Malaga Ghent""".split()
)
EVENTS = """- id: strikes
  title: Strikes
  description: Attacks from the air on towns, and what they hit.
  phrases: {drone: 3, missile: 3, struck: 2, air defence: 2}
- id: ceasefire-proposals
  title: Ceasefire proposals
  phrases: {ceasefire: 3, truce: 3, negotiator: 1}
- id: coalition-of-the-willing
  title: Coalition of the willing
  phrases: {coalition of the willing: 3, peacekeeping force: 3, defence minister: 1}
- id: budget
  title: The budget
  phrases: {budget: 3, spending plan: 3, deficit: 2, treasury: 1}
- id: spring-floods
  title: Spring floods
  from: 2024-02-15
  until: 2024-06-30
  phrases: {flood: 3, river level: 3, embankment: 1, evacuated: 2}
- id: bank-trial
  title: The bank trial
  from: 2024-03-01
  phrases: {trial: 2, prosecutor: 2, savings bank: 3, verdict: 2}
"""


@dataclass(frozen=True, slots=True)
class Article:
    """An article's values, before any program's front matter."""

    number: int
    title: str
    day: str  # 2024-01-31
    time: str  # 08:05
    slug: str
    outlet: str
    section: str  # one of SECTIONS
    body: str  # Markdown: paragraphs alone


def write_corpus(folder: Path, articles: int, seed: int = 1) -> None:
    """Write `articles` articles of about 450 words and the registries below `folder`, as Briefing reads them."""
    write_registries(folder)
    for number in range(articles):
        write_article(folder, compose(number, seed))


def write_article(folder: Path, article: Article) -> Path:
    """Write one article with Briefing's front matter, below the folder of its month; return its path."""
    return write_file(folder / path_of(article), front_matter(article) + article.body + "\n")


def path_of(article: Article) -> str:
    """Where it lies below content/: a folder for each month."""
    return f"{article.day[:7]}/{article.slug}.md"


def front_matter(article: Article) -> str:
    """Briefing's, with the empty line after it."""
    domain = article.outlet.lower().replace(" ", "")
    return (
        f"Title: {article.title}\nDate: {article.day} {article.time}\nSource: {article.outlet}\n"
        f"Url: https://{domain}.example/{article.slug}\nCategory: {article.section}\n\n"
    )


def write_file(path: Path, text: str) -> Path:
    try:
        path.write_text(text, encoding="utf-8")
    except FileNotFoundError:
        path.parent.mkdir(parents=True)
        path.write_text(text, encoding="utf-8")
    return path


def write_registries(folder: Path) -> None:
    """Write actors.yml, events.yml and sources.yml below `folder`."""
    actors = [_describe(place, name) for place, name in enumerate(PEOPLE[:REGISTERED])]
    actors += [f"- {{id: {_id(name)}, name: {name}, kind: organisation}}\n" for name in BODIES]
    write_file(folder / "actors.yml", "".join(actors))
    write_file(folder / "events.yml", EVENTS)
    sources = [f"- {{id: {_id(name)}, name: {name}, kind: agency, lang: en, rights: full}}\n" for name in AGENCIES]
    for place, name in enumerate(OUTLETS):
        # A few houses own several outlets; a few outlets allow only passages, or only a link.
        owner = f", owner: {name.split()[0]} Group" if place % 4 in (0, 1) and place % 3 == 0 else ""
        rights = {7: "passages", 19: "passages", 31: "link"}.get(place, "full")
        sources.append(f"- {{id: {_id(name)}, name: {name}, kind: newspaper, lang: en, rights: {rights}{owner}}}\n")
    write_file(folder / "sources.yml", "".join(sources))


def _id(name: str) -> str:
    return name.lower().replace(" ", "-").replace("'", "")


def _describe(place: int, name: str) -> str:
    """A person's entry. Every fourth has an office, every fifth a second form of the name."""
    entry = (
        f"- id: {_id(name)}\n  name: {name}\n  kind: person\n  description: Number {place} of the generated persons\n"
    )
    if place % 5 == 0:
        entry += f"  aliases: [{name.split(maxsplit=1)[0]} {'ABCDEFGHIJ'[place % 10]}. {name.split()[1]}]\n"
    if place % 4 == 0 and place // 4 < len(OFFICES) * len(STATES):
        state, office = STATES[place // 4 % len(STATES)], OFFICES[place // 4 // len(STATES)]
        entry += f"  offices:\n    - {{title: {office}, of: {_id(state)}, from: 2023-11-01}}\n"
    return entry


def last_day(articles: int) -> str:
    """The day of the newest of so many articles."""
    return f"{FIRST_DAY + timedelta(days=max(articles - 1, 0) // PER_DAY)}"


# What comes up how often: the share of the n-th is about 1/n, as names and stories do (Zipf's law).
def _uneven(count: int) -> tuple[float, ...]:
    return tuple(accumulate(1 / (place + 2) for place in range(count)))


PERSON_SHARES, HAPPENING_SHARES = _uneven(len(PEOPLE)), _uneven(HAPPENINGS)


def compose(number: int, seed: int = 1, day: str = "") -> Article:
    """The article of that number, at least 0; `day` instead of the one that the number falls on."""
    chance = random.Random(f"{seed} {number}")
    when = (date.fromisoformat(day) - FIRST_DAY).days if day else number // PER_DAY
    minutes = 6 * 60 + number % PER_DAY * 27 + chance.randrange(25)
    written = f"{FIRST_DAY + timedelta(days=when)}"
    outlet = OUTLETS[int(len(OUTLETS) * chance.random() ** 1.5)]  # some outlets are followed more closely
    behind = number % WIRE
    if is_copy(number):
        title, section, body = _copy(compose(number - behind, seed), chance)
    else:
        happening = max(when - chance.choice((0, 0, 0, 0, 0, 0, 1, 1, 2)), 0) * HAPPENINGS
        happening += chance.choices(range(HAPPENINGS), cum_weights=HAPPENING_SHARES)[0]
        title, section, body = _tell(_happen(seed, happening), chance)
        if behind == 0:
            outlet = AGENCIES[number // WIRE % len(AGENCIES)]
            body += f"\n\n({outlet})"
    time = f"{minutes // 60:02}:{minutes % 60:02}"
    return Article(number, title, written, time, f"article-{number:06}", outlet, section, body)


def is_copy(number: int) -> bool:
    """Whether the article of that number is an agency's report as another outlet prints it."""
    return number % WIRE in COPIES


def _copy(report: Article, chance: random.Random) -> tuple[str, str, str]:
    """An agency's report as another outlet prints it: a paragraph less, another title, sometimes a place at its head."""
    paragraphs = report.body.split("\n\n")
    del paragraphs[chance.randrange(5, len(paragraphs) - 1)]
    if chance.random() < 0.5:
        paragraphs[-1] = f"{report.outlet} contributed to this report."
    if chance.random() < 0.3:
        paragraphs[1] = paragraphs[1].replace(" and ", " while ", 1)
    title = report.title if chance.random() < 0.5 else f"{report.title}, officials say"
    return title, report.section, "\n\n".join(paragraphs)


# What each section's articles are about. A happening takes some of its section's words and some of all, so that those
# who tell of it share words, and those who tell of something else do not.
TOPICS = {
    "world": """frontier convoy garrison ambassador refugee border checkpoint battalion shelter hospital bridge corridor
    village envoy delegation sanction embargo prisoner observer village airfield depot tunnel barracks""",
    "politics": """council ballot minister committee amendment coalition opposition mandate session motion chamber
    manifesto referendum cabinet constituency lobby clause quorum speaker deputy turnout caucus statute""",
    "business": """bank loan factory wage export tariff orchard harvest shipment retailer investor dividend supplier
    warehouse pension invoice turbine refinery brewery foundry auction lease cargo payroll""",
    "courts": """trial verdict witness prosecutor juror appeal ruling testimony ledger account lawyer cell statement
    evidence sentence charge hearing clerk archive document signature notary register""",
    "weather": """river rainfall embankment meadow drought glacier reservoir pump dyke cellar storm harbour gauge spillway
    culvert marsh snowfall sandbag forecast ridge orchard valley ferry""",
    "city": """tram theatre museum library market school roof playground square fountain depot orchestra bakery stadium
    gallery archive cemetery kiosk nursery viaduct lamp pavement cyclist""",
}
TOPIC_WORDS = {section: tuple(words.split()) for section, words in TOPICS.items()}
COMMON = tuple(
    """winter money street record station garden window teacher doctor engine letter satellite umbrella vineyard workshop
    balcony canal dairy granary island jetty laboratory mill parish quay sawmill tannery union vote yard morning report
    question promise number neighbour service plan decision office""".split()
)
VERBS = tuple(
    """opened reached carried painted measured rented crossed repaired counted followed shared lent drew kept sold closed
    guarded visited inspected delayed replaced praised doubted described emptied""".split()
)
ADJECTIVES = tuple(
    """old narrow crowded quiet northern rented empty famous disputed costly bright wooden local damp provincial unfinished
    public modern remote temporary private southern heavy former""".split()
)


@dataclass(frozen=True, slots=True)
class _Happening:
    """What several articles may tell of."""

    section: str
    title: str
    core: tuple[str, ...]  # the sentences that all who tell it have, the first of them its lead
    words: tuple[str, ...]
    who: tuple[str, ...]


@lru_cache(200)  # those of the last three days are asked for again and again
def _happen(seed: int, number: int) -> _Happening:
    told = random.Random(f"{seed} story {number}")
    section = told.choice(SECTIONS)
    who = tuple(told.choices(PEOPLE, cum_weights=PERSON_SHARES, k=4))
    title, core = _lead(told, section, *who[:2])
    words = (*told.sample(TOPIC_WORDS[section], 12), *told.sample(COMMON, 10))
    return _Happening(section, title, tuple(core), words, who)


def _lead(told: random.Random, section: str, who: str, other: str) -> tuple[str, list[str]]:
    """A happening's title and the sentences that make it what it is."""
    town, thing, body = told.choice(TOWNS), told.choice(TOPIC_WORDS["city"]), told.choice(BODIES)
    small, large, number = told.randrange(2, 40), told.randrange(41, 900), told.randrange(3, 12)
    weekday, state = told.choice(("Monday", "Tuesday", "Friday")), told.choice(STATES)
    kinds = {
        "world": (
            (
                f"Drones hit {thing} in {town}",
                [
                    f"Drones struck the {thing} in {town} overnight, killing {small} people and injuring {large}, rescuers said.",
                    f"Air defence brought down {large} drones over the region of {town}, the air force reported.",
                    f"A missile fell near the {thing}, and {who} said that the fire had burned for {number} hours.",
                ],
            ),
            (
                f"Ceasefire for {town} put forward by {who}",
                [
                    f"{who} put forward a {small}-day ceasefire around {town}, negotiators said on {weekday}.",
                    f"“A truce that nobody watches is no truce,” {who} said in {town}.",
                    f"{other} rejected the ceasefire, saying that the {thing} had to be handed over first.",
                ],
            ),
            (
                f"Coalition of the willing meets in {town}",
                [
                    f"The coalition of the willing met in {town}, where {number + 12} defence ministers spoke of a peacekeeping force.",
                    f"{who} told reporters that a peacekeeping force “needs more than promises”.",
                    f"{other} warned that {state} could not send {number},000 soldiers before the summer.",
                ],
            ),
        ),
        "politics": (
            (
                f"{state} argues over its budget",
                [
                    f"The budget of {state} was put off on {weekday} after {who} refused to sign a spending plan of ${large} million.",
                    f"“We cannot spend what we have not earned,” {who} told parliament.",
                    f"{other} said the deficit would grow by {small}% if the treasury waited until the autumn.",
                ],
            ),
            (
                f"{who} wins vote in {town}",
                [
                    f"{who} won the election in {town} with {small + 40}.{number % 10}% of the vote, ahead of {other}.",
                    f"“This town has spoken, and it has spoken clearly,” {who} said on {weekday}.",
                    f"{other} conceded defeat and said turnout had been {large} lower than four years ago.",
                ],
            ),
        ),
        "business": (
            (
                f"{body} cuts {large} jobs in {town}",
                [
                    f"{body} will cut {large} jobs in {town} by the end of the year, it said on {weekday}.",
                    f"“Nobody was asked, and nobody was told,” said {who}, who speaks for the workers.",
                    f"Revenue fell by {small}% to ${large} million, {other} said.",
                ],
            ),
        ),
        "courts": (
            (
                f"{who} tells trial of missing millions",
                [
                    f"{who} told the trial in {town} on {weekday} that ${small} million had gone missing from the savings bank.",
                    f"“I signed what I was given to sign,” {who} said.",
                    f"The prosecutor, {other}, asked for {number} years in prison; the verdict is expected in {small} days.",
                ],
            ),
        ),
        "weather": (
            (
                f"Flood in {town} drives {large} from their homes",
                [
                    f"A flood in {town} drove {large} people from their homes on {weekday}, and the {thing} was evacuated.",
                    f"The river level rose by {number} metres in {small} hours, {body} reported.",
                    f"“We have seen high water before, but never this fast,” said {who}, mayor of {town}.",
                ],
            ),
        ),
        "city": (
            (
                f"{town} closes its {thing}",
                [
                    f"The {thing} in {town} was closed on {weekday} after {who} found {small} faults in it.",
                    f"“We should have looked years ago,” said {who}, who inspects such buildings.",
                    f"Repairs will cost ${small} million and take {number} months, {other} said.",
                ],
            ),
        ),
    }
    return told.choice(kinds[section])


def _tell(happening: _Happening, chance: random.Random) -> tuple[str, str, str]:
    """One outlet's title, section and body of what happened: about 450 words, its lead like everybody's."""
    words, count = happening.words, chance.randrange(13, 32)
    sentences = [_say(chance, words) for _ in range(count)]
    for place in range(3, count, 6):
        who = chance.choice(happening.who) if chance.random() < 0.6 else _person(chance)
        sentences[place] = _attribute(chance, who, sentences[place])
    core = list(happening.core[1:])
    chance.shuffle(core)
    paragraphs = [happening.core[0]]
    at = 0
    while at < count:
        step = chance.choice((1, 2, 2, 3))
        paragraphs.append(" ".join(sentences[at : at + step]))
        at += step
    paragraphs[2:2] = core
    title = happening.title if chance.random() < 0.6 else f"{happening.title} as {words[0]} waits"
    return title, happening.section, "\n\n".join(paragraphs)


def _person(chance: random.Random) -> str:
    return chance.choices(PEOPLE, cum_weights=PERSON_SHARES)[0]


def _pick(chance: random.Random, words: tuple[str, ...]) -> str:
    return words[int(chance.random() * len(words))]  # half the time of random.choice, which the whole folder waits for


def _say(chance: random.Random, words: tuple[str, ...]) -> str:
    """Some eighteen words that hardly any other sentence has in this order."""
    a, b, c, d = (f"the {_pick(chance, ADJECTIVES)} {_pick(chance, words)}" for _ in range(4))
    verb, other = _pick(chance, VERBS), _pick(chance, VERBS)
    kind = int(chance.random() * 5)
    if kind == 0:
        said = f"{a} of {b} {verb} {c} and {other} {d} near {_pick(chance, TOWNS)}."
    elif kind == 1:
        said = f"although {a} {verb} {b}, {c} {other} {d} for {int(chance.random() * 50) + 2} weeks."
    elif kind == 2:
        said = f"in {_pick(chance, TOWNS)} {a} {verb} {b}, which {other} {c} behind {d}."
    elif kind == 3:
        said = f"more than {int(chance.random() * 900) + 20} people {verb} {a} beside {b}, where {c} {other} {d}."
    else:
        said = f"{a} {verb} {b} before {c} {other} {d} on Thursday."
    return said[0].upper() + said[1:]


def _attribute(chance: random.Random, who: str, sentence: str) -> str:
    """The sentence as something that somebody said, in one of the ways in which news says it."""
    clause = f"{sentence[0].lower()}{sentence[1:]}"
    kind = int(chance.random() * 5)
    if kind == 0:
        return f"“{sentence[:-1]},” {who} said."
    if kind == 1:
        return f"“{sentence[:-1]},” said {who}, {_pick(chance, CALLED)}."
    if kind == 2:
        return f"{who} said that {clause}"
    if kind == 3:
        return f"According to {who}, {clause}"
    return f"{who} told reporters: “{sentence}”"
