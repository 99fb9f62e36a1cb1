"""Folders that try the pages: an event of 500 articles, endless names, scripts from right to left, nothing at all.

Every word is made up here. The same folder comes out each time.
"""

from __future__ import annotations

import random
from datetime import date, timedelta
from pathlib import Path

MANY = 500  # articles about one event
DAYS = 50  # over which they come
UNBROKEN = "Dampfschifffahrtsgesellschaftskapitänspatentprüfungsausschussvorsitz" * 3  # 204 letters without a space
WORDY = "The long and winding name of a committee that nobody dared to shorten " * 3
ARABIC = """أعلن مجلس الميناء يوم الثلاثاء أن العبّارات ستعود إلى العمل بعد إصلاح السد.

قالت ليلى الحداد إن «السفن ستبحر قبل نهاية الأسبوع» وإن 3 زوارق وصلت من Malmford، رقمها AB-12.

أصيب 14 شخصا عندما انهار الرصيف القديم، وفق ما ذكر مكتب المدينة."""
RUSSIAN = """Совет порта сообщил во вторник, что паромы снова пойдут, как только починят плотину.

«Суда выйдут в море до конца недели», — сказала Вера Лодыгина, и добавила, что 3 катера пришли из Malmford.

Когда обрушился старый причал, пострадали 14 человек, сообщили в мэрии."""
EVENTS = f"""- id: flood
  title: Flood at the Malmford barrier
  description: The barrier at Malmford gave way in winter. Whom it hit, who mends it, who pays for it.
  phrases: {{flood barrier: 3, flooding: 2, barrier: 1}}
- id: endless
  title: {WORDY.strip()}
  description: {UNBROKEN}
  phrases: {{lamp oil: 3}}
- id: once
  title: A lone lighthouse
  phrases: {{lighthouse keeper: 3}}
- id: never
  title: What nobody wrote about
  phrases: {{zeppelin mooring: 3}}
- id: harbour-ar
  title: العبّارات والسد
  description: كل ما كتب عن عودة العبّارات.
  phrases: {{السد: 3, العبّارات: 3}}
- id: harbour-ru
  title: Паромы и плотина
  phrases: {{плотину: 3, паромы: 3}}
"""
ACTORS = f"""- id: mara-quist
  name: Mara Quist
  kind: person
  description: Warden of the barrier
  offices:
    - {{title: Warden, of: barrier-board, from: 2024-01-01}}
- id: barrier-board
  name: Barrier Board
  kind: organisation
- id: longname
  name: {UNBROKEN}
  kind: organisation
  description: {WORDY.strip()}
- id: manyname
  name: Maximiliana Theodora Wilhelmina Featherstonehaugh-Cholmondeley van der Westhuizen
  kind: person
  description: {UNBROKEN}
- id: layla-haddad
  name: ليلى الحداد
  kind: person
- id: vera-lodygina
  name: Вера Лодыгина
  kind: person
"""
SOURCES = f"""- id: long-paper
  name: {WORDY.strip()}
- id: unbroken-paper
  name: {UNBROKEN}
- id: sahil
  name: صحيفة الساحل
  lang: ar
"""
SPOKESPEOPLE = ("Mara Quist", "Odo Brandt", "Ines Falk", "Juno Park", "Piet Hansen", "Rosa Lindqvist", "Tam Okoro")
NOUNS = tuple(
    """anchor bakery canal dairy engine ferry granary hammer island jetty kettle ladder mill net oar pump quarry rope
    sluice tannery umbrella valve weir yard ledger lantern bucket chimney dredger pontoon cellar orchard""".split()
)
VERBS = tuple("held lifted passed crossed filled moved blocked drained kept lost met found".split())
STREETS = ("Mill Lane", "Ropewalk", "Tanner Street", "Old Quay", "Fish Market", "Lock Road", "Bell Yard", "Cooper Row")


def write_full(folder: Path) -> None:
    """Everything that strains a page, in one folder."""
    folder.mkdir(parents=True)
    for name, text in (("events", EVENTS), ("actors", ACTORS), ("sources", SOURCES)):
        (folder / f"{name}.yml").write_text(text, encoding="utf-8")
    for number in range(MANY):
        _write(folder, f"flood-{number:03}", *_flood(number))
    last = date(2025, 1, 1) + timedelta(days=DAYS - 1)
    _write(
        folder, "unbroken", f"{UNBROKEN}", last, "unbroken-paper",
        f"{UNBROKEN} said that lamp oil had run out in the flood, and that 17 ships lay dark.\n\n"
        f"“{UNBROKEN},” Maximiliana Theodora Wilhelmina Featherstonehaugh-Cholmondeley van der Westhuizen said.\n\n"
        f"At {'https://harbour.example/' + 'a' * 200} the lamp oil was on sale again by noon.",
    )  # fmt: skip
    _write(
        folder, "wordy", WORDY.strip(), last, WORDY.strip(),
        "Lamp oil ran short after the flood barrier broke.\n\n"
        "| jetty | ships | lamp oil | keeper | height of the wall | open until |\n|---|---|---|---|---|---|\n"
        f"| north | 3 | 200 litres | Juno Park | 4.5 metres | {UNBROKEN[:60]} |\n\n"
        f"    {'one line of code that goes on ' * 9}\n\n"
        "Mara Quist told the Barrier Board that “the lamps will burn”.",
    )  # fmt: skip
    _write(
        folder, "lone", "A lighthouse keeper looks back", last, "Harbour Post",
        "The lighthouse keeper has wound the same clock since 1988.\n\nNobody came to see it on Tuesday.",
    )  # fmt: skip
    _write(folder, "arabic", "العبّارات تعود إلى ميناء Malmford", last, "sahil", ARABIC, "ar")
    _write(folder, "russian", "Паромы возвращаются в порт Malmford", last, "Портовый листок", RUSSIAN, "ru")


def write_one(folder: Path) -> None:
    """A folder with a single article and no registry."""
    folder.mkdir(parents=True)
    _write(folder, "only", "The only article", date(2025, 1, 1), "Harbour Post", "Nothing else was written.")


def write_nothing(folder: Path) -> None:
    """A folder without an article."""
    folder.mkdir(parents=True)


def _write(folder: Path, name: str, title: str, day: date, source: str, body: str, lang: str = "en") -> None:
    front = f"Title: {title}\nDate: {day} {8 + len(name) % 9:02}:15\nSource: {source}\nLang: {lang}\n"
    front += f"Url: https://harbour.example/{name}\n"
    (folder / f"{name}.md").write_text(f"{front}\n{body}\n", encoding="utf-8")


def _flood(number: int) -> tuple[str, date, str, str]:
    """Title, day, source and body of one of many articles on one event; no two say the same."""
    who = SPOKESPEOPLE[number % len(SPOKESPEOPLE)]
    street = STREETS[number % len(STREETS)]
    day = date(2025, 1, 1) + timedelta(days=number * DAYS // MANY)
    chance = random.Random(number)
    told = [_sentence(chance) for _ in range(12)]
    told[2] += f" The flood barrier at Malmford let {number + 3} centimetres of water into {street}, {who} said."
    told[5] = f"“{told[5]}” said {who}, who leads crew {number + 1}."
    told[7] += f" Flooding reached house {number + 20} of {street} before dawn and killed {number % 9 + 2} people."
    told[9] += f" The Barrier Board will pay {number + 4} million crowns for the repairs in section {number}."
    body = "\n\n".join(f"{first} {second}" for first, second in zip(told[::2], told[1::2], strict=True))
    return f"Water reaches house {number + 20} in {street}", day, f"Paper {number % 40 + 1} of the coast", body


def _sentence(chance: random.Random) -> str:
    """Words that hardly any other sentence has in this order: else the articles would count as copies."""
    one, two, three, four, five = (chance.choice(NOUNS) for _ in range(5))
    did, then = chance.choice(VERBS), chance.choice(VERBS)
    return f"The {one} beside the {two} {did} the {three} and {then} a {four} in the {five}."
