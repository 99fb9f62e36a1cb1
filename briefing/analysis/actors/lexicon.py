"""How the registry's actors are named: every wording, compiled once, found in one pass over a text.

Wordings are matched as they stand (case counts: "US" is a state, "us" is not), with diacritics folded, at word
boundaries of our own. One wording may have several senses ("Korean", "Brussels"); which one holds is decided by those
who read the text (`actors`, `metonyms`, `offices`).
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable
from functools import lru_cache
from typing import Literal, NamedTuple

import ahocorasick_rs
from msgspec import Struct

from briefing.analysis.actors.evidence import GENERATION, PARTICLES, PLACING, TITLES
from briefing.analysis.actors.gazetteer import COMMON_SURNAMES, PLACES
from briefing.analysis.actors.namesakes import SLIP, agree, read_name, spell, strip_article
from briefing.analysis.text.patterns import compile_late
from briefing.model import Actor, ActorKind, Registry

Role = Literal["name", "alias", "surname", "demonym", "shared", "capital", "seat", "office", "title", "place"]

# Titles that mean the same post, so that "the British foreign minister" finds the Foreign Secretary.
SAME_POST = (
    frozenset({"foreign secretary", "foreign minister", "foreign affairs minister", "minister of foreign affairs",
               "minister for foreign affairs", "secretary of state", "top diplomat", "chief diplomat"}),
    frozenset({"defence secretary", "defense secretary", "defence minister", "defense minister",
               "minister of defence", "minister of defense", "secretary of defense", "defence chief", "defense chief"}),
    frozenset({"finance minister", "chancellor of the exchequer", "treasury secretary", "minister of finance"}),
    frozenset({"interior minister", "home secretary", "minister of the interior"}),
    frozenset({"secretary general", "secretary-general", "chief"}),
    frozenset({"prime minister", "premier", "pm"}),
)  # fmt: skip
LEADER = "leader"  # "the Russian leader": whoever holds the first of the state's `leader_titles`

SHORTEST_SHOUT = (
    4  # letters of a wording that is also looked for in capitals only ("PUTIN", "KYIV"); shorter: "WHO", "US"
)

_ACUTE = {"ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "đ": "d", "Đ": "D", "ð": "d", "Ð": "D", "ħ": "h", "Ħ": "H",
          "ı": "i", "ŧ": "t", "Ŧ": "T", "œ": "o", "Œ": "O", "æ": "a", "Æ": "A", "ß": "s",
          "’": "'", "ʼ": "'", "′": "'", "´": "'", "`": "'", "‐": "-", "‑": "-", "\u00ad": "-",
          "„": "“", "«": "“", "»": "”", "‹": "‘", "‚": "‘"}  # fmt: skip
_FOLDS = {
    chr(code): base
    for code in (*range(0xC0, 0x250), *range(0x1E00, 0x1F00))
    if (base := unicodedata.normalize("NFD", chr(code))[0]) != chr(code)
} | _ACUTE
_FOLDS |= dict.fromkeys("\t\n\x0b\x0c\r\x85\xa0\u1680\u2028\u2029\u202f\u205f\u3000", " ")
_FOLDS |= {chr(code): " " for code in range(0x2000, 0x200B)}
_FOLDED = compile_late(r"[^ -_a-~]")  # all but printable ASCII, and the grave accent


def fold(text: str) -> str:
    """Return `text` without diacritics and with plain spaces and apostrophes, every character still at its offset."""
    return _FOLDED.sub(_fold_character, text)


def _fold_character(match: re.Match[str]) -> str:
    char = match.group()
    return _FOLDS.get(char) or ("\ufffd" if "\ud800" <= char <= "\udfff" else char)


class Sense(NamedTuple):
    """What a wording can mean."""

    role: Role
    actor: str  # id; empty for a bare title
    kind: ActorKind
    ambiguous: bool = False  # the registry says that it means something else as well


class Hit(NamedTuple):
    """A wording that stands in the text."""

    start: int
    end: int
    form: str  # folded
    senses: tuple[Sense, ...]


class Holder(NamedTuple):
    """Who holds an office and from when to when (days, empty: open)."""

    actor: str
    of: str  # id of the state or organisation
    since: str
    until: str


class Lexicon(Struct, eq=False):
    """The registry, ready for matching in one language. Made by `compile_lexicon`, never changed afterwards."""

    registry: Registry
    lang: str
    actors: dict[str, Actor]
    forms: list[str]
    senses: list[tuple[Sense, ...]]
    matcher: ahocorasick_rs.AhoCorasick
    holders: dict[str, tuple[Holder, ...]]  # by title in small letters
    surnames: dict[str, tuple[str, ...]]  # surname, folded -> ids of all registry persons that bear it
    spelt: dict[str, tuple[str, ...]]  # last word of a surname as `spell` leaves it -> ids of all who bear it

    def find_hits(self, folded: str) -> list[Hit]:
        """Every wording in `folded` (see `fold`) that stands at word boundaries; they may overlap."""
        hits = []
        forms, senses = self.forms, self.senses
        for index, start, end in self.matcher.find_matches_as_indexes(folded, overlapping=True):
            if start and ((before := folded[start - 1]).isalnum() or before in "@_"):
                continue
            after = folded[end : end + 2]
            if after and (after[0].isalnum() or after[0] == "_" or (after[0] == "." and after[1:].isalnum())):
                continue
            hits.append(Hit(start, end, forms[index], senses[index]))
        return hits

    def find_person(self, name: str) -> str:
        """Return the one person whose name `name` is in another spelling, or with a first name's short form.

        "Volodymyr Zelenskiy" where the registry has "Zelensky"; a surname alone only if it is long and no other's.
        Empty: nobody, or more than one.
        """
        read = read_name(name)
        if read.surname.capitalize() in COMMON_SURNAMES or (not read.given and len(read.surname) < SLIP):
            return ""
        found = [
            id_
            for id_ in self.spelt.get(spell(read.surname), ())
            if not read.given
            or any(
                agree(read, other) and read.generation == other.generation
                for form in (self.actors[id_].name, *self.actors[id_].aliases)
                if (other := read_name(fold(form))).given
            )
        ]
        return found[0] if len(found) == 1 else ""


def _spell_surnames(registry: Registry) -> dict[str, tuple[str, ...]]:
    spelt: dict[str, dict[str, None]] = defaultdict(dict)
    for actor in registry.actors:
        if actor.kind == "person" and " " in actor.name:
            spelt[spell(read_name(fold(actor.name)).surname)][actor.id] = None
    return {surname: tuple(ids) for surname, ids in spelt.items()}


def compile_lexicon(registry: Registry, lang: str = "en") -> Lexicon:
    """Compile the wordings of `registry` for texts in `lang` (ISO 639-1). Tens of milliseconds: once per process.

    English texts are read with everything the registry knows; others with names, aliases, surnames and `lang_names`.
    """
    forms: dict[str, dict[Sense, None]] = defaultdict(dict)  # a dict, not a set: its order is that of the registry
    surnames: dict[str, dict[str, None]] = defaultdict(dict)
    holders: dict[str, dict[Holder, None]] = defaultdict(dict)
    actors = {actor.id: actor for actor in registry.actors}

    def add(wording: str, role: Role, actor: Actor, *, doubtful: bool = False) -> None:
        form = fold(wording).strip()
        if form:
            forms[form][Sense(role, actor.id, actor.kind, doubtful or wording in actor.ambiguous)] = None

    for actor in registry.actors:
        add(actor.name, "name", actor)
        for alias in actor.aliases:
            if not _is_titled_name(alias, actor):
                add(alias, "name" if fold(alias) == fold(actor.name) else "alias", actor)
        if actor.kind == "person":
            for surname in _all_surnames(actor):
                surnames[surname][actor.id] = None
                add(surname, "surname", actor, doubtful=surname in COMMON_SURNAMES)
        if lang == "en":
            _add_english(actor, add)
        if lang == "en" or lang in PLACING:
            for capital in actor.capitals:
                add(capital, "capital", actor)
            for seat in actor.metonyms:
                add(seat, "seat", actor)
        for office in actor.offices if lang == "en" else ():
            holder = Holder(actor.id, office.of, office.since, office.until)
            holders[title_key(office.title)][holder] = None
            for alias in office.aliases:
                if _names_any(alias, actors.get(office.of)):
                    add(alias, "office", actor)
                    add(alias[:1].upper() + alias[1:], "office", actor)
                else:
                    holders[title_key(alias)][holder] = None
        for language, names in actor.lang_names if lang != "en" else ():
            for name in names if language == lang else ():
                add(name, "demonym" if name[:1].islower() else "alias", actor)
    if holders:
        _add_titles(holders, forms)
    for place in sorted(PLACES) if lang == "en" else ():
        if " " in place and place not in forms:
            forms[place][Sense("place", "", "place")] = None
    _add_shouts(forms)
    order = list(forms)
    return Lexicon(
        registry=registry,
        lang=lang,
        actors=actors,
        forms=order,
        senses=[tuple(forms[form]) for form in order],
        matcher=ahocorasick_rs.AhoCorasick(order, store_patterns=False),
        holders={title: tuple(sorted(held)) for title, held in holders.items()},
        surnames={surname: tuple(ids) for surname, ids in surnames.items()},
        spelt=_spell_surnames(registry),
    )


@lru_cache(maxsize=8192)  # a name is taken apart at each of its mentions
def find_surnames(name: str, surname: str = "") -> tuple[str, ...]:
    """What may stand for a person's full name, folded, the longest first: "Gahr Store", "Store".

    `surname` is what the registry says; it then is the only one. A name of one word has none.
    """
    if surname:
        return tuple(dict.fromkeys((fold(surname), fold(surname[:1].upper() + surname[1:]))))
    words = fold(name).split()
    while len(words) > 1 and words[-1].rstrip(".,") in GENERATION:
        words.pop()
    if len(words) < 2:
        return ()
    last = len(words) - 1
    begin = last
    while begin > 1 and words[begin - 1] in PARTICLES:
        begin -= 1
    whole = " ".join(words[begin : last + 1])
    found = [whole, whole[:1].upper() + whole[1:]]
    if begin < last:
        found.append(words[last])
    elif bare := strip_article(words[last]):
        found.append(bare)
    elif last >= 2 and len(words[last - 1]) > 2 and words[last - 1][0].isupper():
        found.insert(0, f"{words[last - 1]} {words[last]}")
    return tuple(dict.fromkeys(found))


def _all_surnames(actor: Actor) -> tuple[str, ...]:
    """Those of the name and of its other spellings, but not of "Sir Keir" and the like."""
    found = list(find_surnames(actor.name, actor.surname))
    for alias in actor.aliases if not actor.surname else ():
        words = fold(alias).split()
        if len(words) > 1 and words[0].lower().rstrip(".") not in TITLES and words[0][:1].isupper():
            found += find_surnames(alias)
    return tuple(dict.fromkeys(found))


def title_key(title: str) -> str:
    """A title as offices are looked up by: small letters, one spelling of "defence", hyphens as spaces."""
    return " ".join(level_titles(fold(title)).split())


def level_titles(folded: str) -> str:
    """Return a folded text with the titles in it as `title_key` has them."""
    return folded.lower().replace("-", " ").replace("defense", "defence")


def same_post(title: str) -> tuple[str, ...]:
    """The titles that mean the same post as `title` (a key), itself first."""
    others = [other for post in SAME_POST if title in post for other in sorted(post) if other != title]
    return (title, *others)


def _add_english(actor: Actor, add: Callable[[str, Role, Actor], None]) -> None:
    for demonym in actor.demonyms:
        add(demonym, "demonym", actor)
    for demonym in actor.shared_demonyms:
        add(demonym, "shared", actor)


def _is_titled_name(alias: str, actor: Actor) -> bool:
    """Whether an alias is but a title before a name ("President Putin"): mentions cover the name, and that is known."""
    first, _, rest = fold(alias).partition(" ")
    if actor.kind != "person" or first.lower().rstrip(".") not in TITLES:
        return False
    return rest in {fold(actor.name), *find_surnames(actor.name, actor.surname), *map(fold, actor.aliases)}


def _names_any(alias: str, actor: Actor | None) -> bool:
    """Whether an office's other wording says of itself whose office it is ("British leader", "Kremlin chief")."""
    if actor is None:
        return False
    wordings = (actor.name, *actor.aliases, *actor.demonyms, *actor.capitals, *actor.metonyms)
    padded = f" {fold(alias)} "
    return any(f" {fold(wording)} " in padded or f" {fold(wording)}'s " in padded for wording in wordings)


def _add_titles(holders: dict[str, dict[Holder, None]], forms: dict[str, dict[Sense, None]]) -> None:
    titles = dict.fromkeys((*holders, LEADER))
    for title in list(titles):
        titles.update(dict.fromkeys(same_post(title)))
    for title in titles:
        spellings = [title]
        if "defence" in title:
            spellings.append(title.replace("defence", "defense"))
        if title == "secretary general" or title.startswith("vice "):
            spellings.append(title.replace(" ", "-"))
        for spelling in spellings:
            for form in (spelling, spelling.capitalize(), _capitals(spelling)):
                forms[form][Sense("title", "", "person")] = None


def _capitals(title: str) -> str:
    small = ("of", "the", "for", "and")
    return " ".join(w if w in small else "-".join(p.capitalize() for p in w.split("-")) for w in title.split())


def _add_shouts(forms: dict[str, dict[Sense, None]]) -> None:
    """Headings and datelines in capitals: names, not titles, and none so short that it is another word."""
    for form in list(forms):
        shout = form.upper()
        if len(form) >= SHORTEST_SHOUT and shout != form and len(shout) == len(form):
            for sense in forms[form]:
                if sense.role not in ("title", "office"):
                    forms[shout][sense] = None
