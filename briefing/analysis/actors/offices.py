"""Who is meant by an office: "the British prime minister", "Russia's president", "the president of the Commission"?

Whoever held it on the article's day, by the registry. An article without a date leaves the office open, unless the
registry knows one holder only and the article names that person. Nothing is guessed: former and future holders,
deputies, plurals and two holders on one day are left open, and so is "the president" where the article calls somebody
else by it, too.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from briefing.analysis.actors.evidence import HONORIFICS, words
from briefing.analysis.actors.lexicon import LEADER, Hit, Holder, Lexicon, same_post, title_key
from briefing.analysis.actors.tokens import Token
from briefing.model import Mention

_NOT_HOLDING = words("""
    former ex ex- deputy vice assistant acting next then future past late onetime one-time previous would-be shadow
    first new another a an any every no each some first-ever interim under junior senior old two three both several many
    honorary longest-serving last wartime elected
""")
NEAREST = 500  # characters, two paragraphs of news: so far before "the president" the article must have named him …
RIVAL = 1500  # characters, six paragraphs: so far before it another president makes "the president" doubtful
NEAREST_AFTER = 40  # … or so soon after: "the foreign minister, Andrii Sybiha"
# Whoever becomes something does not hold it yet, or only now.
_BECOMING = words("become becomes became becoming elected appointed named replace replaces succeed succeeds succeeded")
# Too many are called so: "the chief" needs a state or an organisation.
_NOT_ALONE = frozenset({LEADER, "chief"})
_ARTICLES = ("the", "their", "its", "our")


class Setting(NamedTuple):
    """What an office is judged by, besides its words."""

    lexicon: Lexicon
    tokens: Sequence[Token]
    starts: Sequence[int]  # the offset at which each token begins
    token_at: Mapping[int, int]  # offset -> index of the token that begins there
    body_ending: Mapping[int, str]  # index of a token -> id of the state or organisation whose wording ends with it
    body_starting: Mapping[int, tuple[str, int]]  # index -> (id, index of its last token)
    named: Mapping[str, Sequence[int]]  # the persons whom the article names: id -> where they are named
    day: str

    def end(self, at: int) -> int:
        """The offset at which token `at` ends."""
        return self.starts[at] + self.tokens[at].length


def find_offices(titles: Sequence[Hit], setting: Setting, is_name: Callable[[int], bool]) -> list[Mention]:
    """Return the mentions that `titles` (in order, the longest at each place) make.

    `is_name(i)` tells whether a person's name begins at token i: there the office is a title and makes no mention.
    """
    spans = [(hit, first, last) for hit in titles if (first := setting.token_at.get(hit.start)) is not None
             for last in (_find_last(hit, first, setting),)]  # fmt: skip
    others = _find_others(spans, setting, is_name)
    return [mention for span in spans if (mention := _read_office(*span, setting, is_name, others))]


def _find_last(hit: Hit, first: int, setting: Setting) -> int:
    last = first
    while setting.end(last) < hit.end and setting.tokens[last].word:
        last += 1
    return last


def _find_others(
    spans: Sequence[tuple[Hit, int, int]], setting: Setting, is_name: Callable[[int], bool]
) -> dict[str, list[tuple[int, str, int]]]:
    """By title: whose holders, or who by name, the article calls so ("the president of X", "President Y").

    For each its token, its body (empty: none is said, "?": one that the registry does not know), its name's or -1.
    """
    others: dict[str, list[tuple[int, str, int]]] = {}
    for hit, first, last in spans:
        if any(sense.role == "office" for sense in hit.senses):
            continue
        body, begin, _ = _find_body(setting, first, last)
        if setting.tokens[begin - 1].low in _NOT_HOLDING or setting.tokens[first - 1].low in _NOT_HOLDING:
            continue
        following = setting.tokens[last + 1]
        name = last + 1 if following.capital and not following.first and is_name(last + 1) else -1
        if body or name > 0:
            others.setdefault(title_key(hit.form), []).append((first, body, name))
    return others


def _read_office(
    hit: Hit,
    first: int,
    last: int,
    setting: Setting,
    is_name: Callable[[int], bool],
    others: Mapping[str, Sequence[tuple[int, str, int]]],
) -> Mention | None:
    tokens = setting.tokens
    phrase = sorted({sense.actor for sense in hit.senses if sense.role == "office"})
    body, begin, stop = ("", first, last) if phrase else _find_body(setting, first, last)
    if tokens[begin - 1].low in _NOT_HOLDING or (
        tokens[begin - 1].low == "-" and tokens[begin - 2].low in ("ex", "vice")
    ):
        return None
    if begin != first and tokens[first - 1].low in _NOT_HOLDING:
        return None
    if any(token.low in _BECOMING for token in tokens[max(0, begin - 3) : begin]):
        return None
    following = tokens[stop + 1]
    if following.capital and not following.first and (is_name(stop + 1) or following.low in HONORIFICS):
        return None
    if following.low in ("and", "or") and tokens[stop + 2].low in ("foreign", "defence", "prime") and not body:
        return None
    key = title_key(hit.form)
    if phrase:
        actor = _resolve_phrase(key, phrase, setting)
    else:
        actor = _resolve(key, body, setting, at=first if tokens[begin - 1].low in _ARTICLES else -1)
        if actor and not body and _is_doubtful(key, first, actor, setting, others):
            return None
    if not actor:
        return None
    if following.low == "," and is_name(stop + 2) and not _starts_with(setting, stop + 2, actor):
        return None  # "the prime minister, Mark Carney, …": whoever is named there holds it, not whom we know
    return Mention(setting.starts[begin], setting.end(stop), actor, "person", "office")


def _find_body(setting: Setting, first: int, last: int) -> tuple[str, int, int]:
    """The state or organisation whose office it is, and the first and last token of the whole wording."""
    tokens = setting.tokens
    if tokens[last + 1].low == "of" and not tokens[last].possessive:
        at = last + 2 + (tokens[last + 2].low == "the")
        if at in setting.body_starting:
            body, stop = setting.body_starting[at]
            return body, first, stop
        if tokens[at].capital:
            return "?", first, last  # of something the registry does not know
    before = first - 1
    if before in setting.body_ending:
        body = setting.body_ending[before]
        begin = before
        while begin > 0 and begin not in setting.body_starting:
            begin -= 1
        return body, begin, last
    if tokens[before].capital and not tokens[before].first and tokens[before].low not in _ARTICLES:
        return "?", first, last
    if tokens[before].possessive:
        return "?", first, last
    return "", first, last


def _resolve(title: str, body: str, setting: Setting, *, at: int) -> str:
    """The one person who holds `title` of `body`; empty: nobody, or more than one.

    `at`: the token at which an office without a body stands behind "the"; -1: it does not.
    """
    if body == "?":
        return ""
    if not body:
        return _resolve_bare(title, setting, at) if at >= 0 else ""
    for wording in _wordings(title, body, setting.lexicon):
        holders = [h for h in setting.lexicon.holders.get(wording, ()) if h.of == body]
        if holders:
            return _choose_holder(holders, setting)
    return ""


def _resolve_phrase(phrase: str, actors: Sequence[str], setting: Setting) -> str:
    """A wording that says whose office it is ("Kremlin spokesman")."""
    holders = [
        Holder(actor, office.of, office.since, office.until)
        for actor in actors
        for office in setting.lexicon.actors[actor].offices
        if phrase in map(title_key, office.aliases)
    ]
    return _choose_holder(holders, setting)


def _choose_holder(holders: Sequence[Holder], setting: Setting) -> str:
    """Who of the holders, all of one office, held it on the day; empty: nobody, or it cannot be told."""
    people = {h.actor for h in holders if not setting.day or _holds(h, setting.day)}
    if len(people) > 1 and setting.day:
        people = {actor for actor in people if actor in setting.named}
    if len(people) != 1:
        return ""
    (actor,) = people
    return actor if setting.day or actor in setting.named else ""


def _resolve_bare(title: str, setting: Setting, at: int) -> str:
    """For "the president" without a state: the only holder whom the article names, if that is near this place."""
    if title in _NOT_ALONE:
        return ""
    holders = [h for wording in _wordings(title, "", setting.lexicon) for h in setting.lexicon.holders.get(wording, ())]
    people = {h.actor for h in holders if h.actor in setting.named and (not setting.day or _holds(h, setting.day))}
    if len(people) != 1:
        return ""
    (actor,) = people
    bodies = {h.of for h in holders if h.actor == actor}
    if not setting.day and len({h.actor for h in holders if h.of in bodies}) > 1:
        return ""
    start = setting.starts[at]
    near = any(-NEAREST_AFTER <= start - place <= NEAREST for place in setting.named[actor])
    return actor if near else ""


def _wordings(title: str, body: str, lexicon: Lexicon) -> tuple[str, ...]:
    if title != LEADER:
        return same_post(title)
    state = lexicon.actors.get(body)
    if state is None or not state.leader_titles:
        return ()
    return tuple(title_key(leader) for leader in state.leader_titles if leader.lower() not in ("king", "queen"))


def _holds(holder: Holder, day: str) -> bool:
    return (not holder.since or holder.since <= day) and (not holder.until or day <= holder.until)


def _is_doubtful(
    title: str, at: int, actor: str, setting: Setting, others: Mapping[str, Sequence[tuple[int, str, int]]]
) -> bool:
    """Whether the article calls somebody else than `actor` by `title` not far before token `at`."""
    own = {office.of for office in setting.lexicon.actors[actor].offices}
    start = setting.starts[at]
    called = others.get(title, ())
    for index in range(bisect_left(called, (at,)) - 1, -1, -1):
        place, body, name = called[index]
        if start - setting.starts[place] > RIVAL:
            break
        if not _starts_with(setting, name, actor) if name > 0 else body not in own:
            return True
    return False


def _starts_with(setting: Setting, at: int, actor: str) -> bool:
    """Whether the name at token `at` can be the actor's: they share a word."""
    known = setting.lexicon.actors[actor].name.split()
    tokens = setting.tokens
    names: list[str] = []
    while tokens[at].capital and len(names) < 6:
        names.append(tokens[at].word)
        at += 1
    return any(name in known for name in names)
