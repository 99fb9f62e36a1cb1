"""Is one person one actor? On the person chains of ECB+, within an article and across the articles of a topic.

    python -m benchmarks.aliases --data dev.jsonl [--limit N]

Data: JSON Lines with `id`, `topic`, `text`, `mentions` (type, text, coref). Of these the mentions of single persons
that are names (capital words, no pronoun and no single dictionary word) and belong to a chain count; they have no
offsets, so each takes the actor that most often stands where its words stand in the article. A mention that gets no
actor is a cluster of its own. Across articles, actors are united as `discovered.unite` says, topic by topic.

B-cubed (Bagga and Baldwin 1998) over mentions. With no registry at all: what is measured is discovery.

Baselines: `surname`, the last word of the mention; `string`, the mention as it stands.
"""

from __future__ import annotations

import argparse
import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from benchmarks.names import PRONOUNS, read_items
from briefing.analysis.actors.discovered import unite
from briefing.analysis.actors.mentions import compile_lexicon, find_mentions
from briefing.analysis.actors.tokens import is_word
from briefing.analysis.text.document import make_document
from briefing.model import Actor, Registry

_TITLES = re.compile(r"^(?:Mr|Mrs|Ms|Dr|Sir|President|Sen|Rep|Gov|Judge|Sgt|Lt|Capt|Officer|Detective)\.? ")
_LOOSE_APOSTROPHE = re.compile(r" ?(['’]) (?=s\b)")


class Named(NamedTuple):
    article: str
    topic: str
    chain: str
    text: str
    actor: str  # empty: none was given


def read_names(item: dict[str, Any], actors: Mapping[str, str]) -> Iterator[Named]:
    for mention in item["mentions"]:
        text = mention["text"]
        if mention["type"] != "HUMAN_PART_PER" or not mention["coref"] or text in PRONOUNS:
            continue
        if all(word[:1].isupper() for word in text.split()) and not (" " not in text and is_word(text)):
            yield Named(item["id"], item["topic"], mention["coref"], text, actors.get(text, ""))


def find_actors(item: dict[str, Any], seen: dict[str, Actor]) -> dict[str, str]:
    """The actor that most often stands where a mention's words stand, by those; `seen` gets who is new."""
    text = _LOOSE_APOSTROPHE.sub(r"\1", item["text"])
    mentions, discovered = find_mentions(make_document(item["id"], "", text, lang="en"), compile_lexicon(Registry()))
    seen.update((actor.id, actor) for actor in discovered)
    actors: dict[str, str] = {}
    for words in {m["text"] for m in item["mentions"]}:
        votes: Counter[str] = Counter()
        for place in re.finditer(rf"(?<!\w){re.escape(_TITLES.sub('', words))}(?!\w)", text):
            for mention in mentions:
                if mention.actor and mention.start < place.end() and place.start() < mention.end:
                    votes[mention.actor] += (mention.start == place.start() and mention.end == place.end()) or 0
                    votes[mention.actor] += 1
        if votes:
            actors[words] = min(votes, key=lambda actor: (-votes[actor], actor))
    return actors


def b_cubed(names: list[Named], clusters: list[object], chains: list[object]) -> dict[str, float]:
    members: dict[object, list[int]] = defaultdict(list)
    true: dict[object, list[int]] = defaultdict(list)
    for index in range(len(names)):
        members[clusters[index]].append(index)
        true[chains[index]].append(index)
    precision = recall = 0.0
    for index in range(len(names)):
        mine, theirs = set(members[clusters[index]]), set(true[chains[index]])
        both = len(mine & theirs)
        precision += both / len(mine)
        recall += both / len(theirs)
    count = max(len(names), 1)
    p, r = precision / count, recall / count
    return {"p": round(p, 4), "r": round(r, 4), "f1": round(2 * p * r / max(p + r, 1e-9), 4)}


def measure(names: list[Named], labels: list[str], united: list[str] | None = None) -> dict[str, dict[str, float]]:
    scores = {}
    for scope, own in (("article", labels), ("topic", united or labels)):
        chains: list[object] = [(getattr(name, scope), name.chain) for name in names]
        clusters: list[object] = [
            (getattr(name, scope), label) if label else index
            for index, (name, label) in enumerate(zip(names, own, strict=True))
        ]
        scores[f"within_{scope}"] = b_cubed(names, clusters, chains)
    return scores


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--limit", type=int)
    options = parser.parse_args(arguments)
    names: list[Named] = []
    seen: dict[str, dict[str, Actor]] = defaultdict(dict)
    items = 0
    for item in read_items(options.data, options.limit):
        items += 1
        names += read_names(item, find_actors(item, seen[item["topic"]]))
    whose = {topic: unite(actors.values()) for topic, actors in seen.items()}
    united = [whose[name.topic].get(name.actor, name.actor) for name in names]
    result = {
        "briefing": measure(names, [name.actor for name in names], united)
        | {"named": round(sum(bool(name.actor) for name in names) / max(len(names), 1), 4)},
        "baselines": {
            "surname": measure(names, [name.text.split()[-1] for name in names]),
            "string": measure(names, [name.text for name in names]),
        },
        "mentions": len(names),
        "items": items,
    }
    print(json.dumps(result))


if __name__ == "__main__":
    main()
