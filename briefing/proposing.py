"""Which actors recur that no registry names? Entries for actors.yml, with the places that speak for each line."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import msgspec

from briefing.analysis.actors.discovered import unite
from briefing.archive import Archive
from briefing.calling import find_calls
from briefing.model import Actor, Record
from briefing.naming import Actors

MOST = 20  # entries at a time: what an editor can look through
RECURS = 2  # articles

FindLine = Callable[[str, str], int]  # (article's id, words) -> line of its file


def propose_actors(archive: Archive, find: FindLine) -> list[str]:
    """Return the lines of registry entries, ready to paste, those first whom most articles name; empty: nobody recurs.

    Names that stand for one actor in different articles (other spellings, initials, an acronym) make one entry, with an
    alias for each and the file and line where it first stands, which `find` says (0: it cannot). Whether they are one
    is the editor's to say.
    """
    named: dict[str, set[str]] = {}
    quotes: dict[str, int] = {}
    rows = archive.rows(
        "select p.actor, a.id, p.quotes from presence p join article a on a.n = p.article where p.name != ''"
        " order by a.id, p.actor"
    )
    for actor, article, count in rows:
        named.setdefault(actor, set()).add(article)
        quotes[actor] = quotes.get(actor, 0) + int(count)
    known = {
        id_: Actor(id_, actor.name, actor.kind)
        for id_, actor in Actors(archive).items()
        if actor.discovered and id_ in named
    }
    groups: dict[str, list[str]] = {}
    whose = unite([known[id_] for id_ in known for _ in named[id_]], _apart(named, known))
    for id_ in known:
        groups.setdefault(whose.get(id_, id_), []).append(id_)
    articles = {first: sorted(set().union(*(named[id_] for id_ in ids))) for first, ids in groups.items()}
    recurring = [first for first in groups if len(articles[first]) >= RECURS]
    recurring.sort(key=lambda first: (-len(articles[first]), first))
    lines = []
    for first in recurring[:MOST]:
        records = [record for id_ in articles[first] if (record := archive.record(id_)) is not None]
        said = sum(quotes[id_] for id_ in groups[first])
        lines += _propose(known[first], groups[first], records, said, find)
    if not lines:
        return []
    if len(recurring) > MOST:
        lines.append(f"# … and {len(recurring) - MOST} more")
    return ["Actors that recur and that actors.yml does not name:", *lines]


def _apart(named: Mapping[str, set[str]], known: Mapping[str, Actor]) -> list[list[str]]:
    by_article: dict[str, list[str]] = {}
    for id_ in known:
        for article in named[id_]:
            by_article.setdefault(article, []).append(id_)
    return [by_article[article] for article in sorted(by_article)]


def _propose(actor: Actor, ids: Sequence[str], records: Sequence[Record], quotes: int, find: FindLine) -> list[str]:
    lines = [
        f"- id: {actor.id}  # {len(records)} articles, {quotes} quote{'' if quotes == 1 else 's'}",
        f"  name: {_scalar(actor.name)}",
        f"  kind: {actor.kind}",
    ]
    forms: dict[str, str] = {}
    for record in records:
        for found in record.analysis.discovered:
            if found.id in ids:
                for form in (found.name, *found.aliases):
                    forms.setdefault(form, record.article.id)
    forms.pop(actor.name, None)
    if actor.kind == "person":  # a surname after the full name needs no entry
        forms = {form: where for form, where in forms.items() if " " in form}
    else:  # "Defence Ministry" alone would be every state's
        forms = {form: where for form, where in forms.items() if not set(form.split()) <= set(actor.name.split())}
    if forms:
        lines.append("  aliases:")
        lines += [f"    - {_scalar(form)}  # {_place(where, form, find)}" for form, where in forms.items()]
    if actor.kind == "person":
        newest = sorted(records, key=lambda record: (record.standing.day, record.article.id), reverse=True)
        for call in (call for id_ in ids for call in find_calls(id_, newest)):
            words = " ".join(call.passage.text.split())
            lines.append(f"  # called “{words}”: {_place(call.passage.article, call.passage.text, find)}")
    return lines


def _place(article: str, words: str, find: FindLine) -> str:
    line = find(article, words)
    return f"{article}:{line}" if line else article


def _scalar(text: str) -> str:
    """The text as YAML takes it: plain where it is nothing but words, else in quotes."""
    plain = text.replace(" ", "").replace("-", "").replace("’", "").replace(".", "")
    if plain.isalpha() and text.lower() not in {"yes", "no", "on", "off", "true", "false", "null", "y", "n"}:
        return text
    return msgspec.json.encode(text).decode()
