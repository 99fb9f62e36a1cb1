"""A folder of generated articles like those that editors keep: outlets, days, actors, quotes, events, stories, copies.

The same numbers give the same bytes everywhere. Every article is also written in the front matter that plain Pelican
reads, so a peer gets the same folder.
"""

from __future__ import annotations

import random
from datetime import date, timedelta
from pathlib import Path

OUTLETS = tuple(
    f"{place} {kind}"
    for place in ("Harbour", "Meridian", "Northern", "Lakeside", "Alder", "Quay", "Summit", "Ferry")
    for kind in ("Post", "Ledger", "Review")
)
PEOPLE = tuple(
    f"{first} {last}"
    for first in ("Anna", "Boris", "Clara", "Dmitri", "Emma", "Farid", "Greta", "Henrik")
    for last in ("Verlaine", "Oldcastle", "Marchetti", "Novak", "Lindgren", "Okafor", "Tanaka", "Duarte")
)
TOWNS = (
    "Kharkiv",
    "Odesa",
    "Sumy",
    "Malmford",
    "Eastmarch",
    "Lviv",
    "Pontine",
    "Riga",
    "Graz",
    "Tartu",
    "Aveiro",
    "Bremen",
)
SUBJECTS = (
    "harbour bridge",
    "power station",
    "grain terminal",
    "water main",
    "tram depot",
    "flood barrier",
    "school roof",
    "airport runway",
    "city archive",
    "cable ferry",
    "steel works",
    "fish market",
)
EVENTS = """- id: strikes
  title: Strikes
  phrases: {drone: 3, missile: 3, struck: 2, air defence: 2}
- id: ceasefire-proposals
  title: Ceasefire proposals
  phrases: {ceasefire: 3, truce: 3, negotiator: 1}
- id: coalition-of-the-willing
  title: Coalition of the willing
  phrases: {coalition of the willing: 3, peacekeeping force: 3, defence minister: 1}
"""
PER_DAY = 40  # articles: a desk that follows two dozen outlets
COPIES = 12  # one article in so many is a wire report that three outlets carry


def write_corpus(folder: Path, articles: int, seed: int = 1) -> None:
    """Write `articles` articles of about 450 words and the registries below `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    people = "".join(
        f"- {{id: {name.lower().replace(' ', '-')}, name: {name}, kind: person}}\n"
        for name in PEOPLE[: len(PEOPLE) // 2]
    )
    (folder / "actors.yml").write_text(people, encoding="utf-8")
    (folder / "events.yml").write_text(EVENTS, encoding="utf-8")
    number = 0
    while number < articles:
        number += write_article(folder, number, seed, articles - number)


def write_article(folder: Path, number: int, seed: int = 1, most: int = 3) -> int:
    """Write the article of that number (and, of a wire report, its copies, up to `most` in all); return how many."""
    chance = random.Random(f"{seed} {number}")
    day = date(2024, 1, 1) + timedelta(days=number // PER_DAY)
    story = number // PER_DAY * 10 + chance.randrange(10)  # about ten stories a day
    title, body = _compose(chance, random.Random(f"{seed} story {story}"))
    copies = min(3 if number % COPIES == 0 else 1, most)
    for copy in range(copies):
        place = folder / f"{day:%Y-%m}"
        place.mkdir(exist_ok=True)
        front = f"Title: {title}\nDate: {day} {8 + copy:02}:{number % 60:02}\nSlug: article-{number}-{copy}\n"
        front += f"Source: {OUTLETS[(number + copy) % len(OUTLETS)]}\nCategory: news\n"
        (place / f"{day}-{number:06}-{copy}.md").write_text(f"{front}\n{body}\n", encoding="utf-8")
    return copies


WORDS = tuple(
    """winter money street river market council record station bakery harvest theatre garden window committee teacher
    doctor engine letter museum orchestra pension quarry railway satellite tunnel umbrella vineyard workshop archive
    balcony canal dairy embankment factory granary hospital island jetty kiosk laboratory mill nursery orchard parish
    quay reservoir sawmill tannery union viaduct warehouse yard""".split()
)
VERBS = tuple(
    "opened reached carried painted measured rented crossed repaired counted followed shared lent drew kept sold".split()
)
ADJECTIVES = tuple(
    "old narrow crowded quiet northern rented empty famous disputed costly bright wooden local damp".split()
)


def _sentence(chance: random.Random) -> str:
    """Some eighteen words that hardly any other sentence has in this order."""

    def thing() -> str:
        return f"the {chance.choice(ADJECTIVES)} {chance.choice(WORDS)}"

    first = f"{thing()} of {thing()} {chance.choice(VERBS)} {thing()}"
    return f"{first[0].upper()}{first[1:]} and {chance.choice(VERBS)} {thing()} near {thing()}."


def _compose(chance: random.Random, told: random.Random) -> tuple[str, str]:
    """An article's title and body; `told` is the same for all that tell of one happening."""
    town, subject = told.choice(TOWNS), told.choice(SUBJECTS)
    who, other = told.sample(PEOPLE, 2)
    dead, hurt = told.randrange(2, 40), told.randrange(5, 90)
    kinds = (
        (
            f"Drones hit {subject} in {town}",
            [
                f"Drones struck the {subject} in {town} overnight, killing {dead} people and injuring {hurt}, rescuers said.",
                f"Air defence brought down {told.randrange(20, 90)} drones over the region of {town}, the air force reported.",
                f"A missile fell near the {subject}, and {who} said that the fire had burned for {told.randrange(3, 12)} hours.",
            ],
        ),
        (
            f"Ceasefire for {town} put forward by {who}",
            [
                f"{who} put forward a {told.randrange(7, 60)}-day ceasefire around {town}, negotiators said on {told.choice(('Monday', 'Friday'))}.",
                f"“A truce that nobody watches is no truce,” {who} said in {town}.",
                f"{other} rejected the ceasefire, saying that the {subject} had to be handed over first.",
            ],
        ),
        (
            f"Coalition of the willing meets in {town}",
            [
                f"The coalition of the willing met in {town}, where {told.randrange(12, 31)} defence ministers spoke of a peacekeeping force.",
                f"{who} told reporters that a peacekeeping force “needs more than promises”.",
                f"{other} warned that the {subject} of {town} could not house {told.randrange(2, 9)},000 soldiers.",
            ],
        ),
        (
            f"{town} closes its {subject}",
            [
                f"The {subject} in {town} was closed on Tuesday after {who} found {told.randrange(3, 40)} faults in it.",
                f"“We should have looked years ago,” said {who}, who inspects such buildings.",
                f"Repairs will cost ${told.randrange(2, 90)} million and take {told.randrange(4, 30)} months, {other} said.",
            ],
        ),
    )
    title, core = told.choice(kinds)
    filler = [_sentence(chance) for _ in range(22)]
    for place in (4, 11, 17):
        filler[place] = f"{chance.choice(PEOPLE)} said that {filler[place][0].lower()}{filler[place][1:]}"
    chance.shuffle(core[1:])
    paragraphs = [core[0], *(" ".join(part) for part in zip(filler[::2], filler[1::2], strict=True))]
    paragraphs[3:3] = core[1:]
    return title, "\n\n".join(paragraphs)
