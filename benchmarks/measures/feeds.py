"""Are the feeds and the data files what their standards say?

Atom against RFC 4287 (a grammar of our own in atom.rng, and what a grammar cannot say), as a feed reader takes it
(feedparser), JSON Feed against version 1.1 (a schema of our own), and editions against the schema that is published.
"""

from __future__ import annotations

import json
import re
from datetime import datetime
from pathlib import Path
from typing import Any

import feedparser
import jsonschema
from lxml import etree

HERE = Path(__file__).parent
ATOM = "{http://www.w3.org/2005/Atom}"
RFC_3339 = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")


def find_feed_faults(output: Path) -> tuple[list[str], dict[str, int]]:
    """What is wrong with the feeds and editions below `output`, in words, and how many of each there are."""
    grammar = etree.RelaxNG(etree.parse(str(HERE / "atom.rng")))
    json_feed = _validator(json.loads((HERE / "json_feed.schema.json").read_text(encoding="utf-8")))
    faults, counts = [], {"atom": 0, "json feed": 0, "edition": 0}
    for file in sorted(output.rglob("*.xml")):
        name = file.relative_to(output).as_posix()
        if name.startswith("sitemap"):
            continue
        counts["atom"] += 1
        faults += [f"{name}: {fault}" for fault in find_atom_faults(file.read_bytes(), grammar)]
    schema = output / "schemas" / "edition.schema.json"
    edition = _validator(json.loads(schema.read_text(encoding="utf-8"))) if schema.is_file() else None
    for file in sorted(output.rglob("*.json")):
        name = file.relative_to(output).as_posix()
        found = None
        if re.match(r"feeds/|feed\.json$", name):
            found, kind = json_feed, "json feed"
        elif re.fullmatch(r"(editions/.*|edition)\.json", name):
            found, kind = edition, "edition"
        if found is not None:
            counts[kind] += 1
            value = json.loads(file.read_bytes())
            faults += [f"{name}: {error.json_path}: {error.message[:200]}" for error in found.iter_errors(value)]
            if kind == "json feed":
                ids = [item.get("id") for item in value.get("items", ())]
                faults += [f"{name}: two items have one id"] if len(set(ids)) < len(ids) else []
    return faults, counts


def find_atom_faults(source: bytes, grammar: etree.RelaxNG) -> list[str]:
    """What is wrong with one Atom feed."""
    try:
        tree = etree.fromstring(source)
    except etree.XMLSyntaxError as error:
        return [f"not XML: {error}"]
    faults = [] if grammar.validate(tree) else [f"line {each.line}: {each.message}" for each in grammar.error_log]
    read = feedparser.parse(source)
    if read.bozo:
        faults.append(f"feedparser: {read.bozo_exception}")
    entries = list(tree.iterfind(f"{ATOM}entry"))
    if len(read.entries) != len(entries):
        faults.append(f"feedparser sees {len(read.entries)} of {len(entries)} entries")
    for name in ("updated", "published"):
        moments = [each for each in tree.iterfind(f".//{ATOM}{name}") if not _is_moment(each.text or "")]
        faults += [f"line {each.sourceline}: {name} is no date: {each.text}" for each in moments]
    # Sections 4.1.1 and 4.1.2, which no grammar can say.
    if not tree.findall(f"{ATOM}author") and any(entry.find(f"{ATOM}author") is None for entry in entries):
        faults.append("neither the feed nor each entry has an author")
    for part in (tree, *entries):
        links = [link for link in part.iterfind(f"{ATOM}link") if link.get("rel", "alternate") == "alternate"]
        kinds = [(link.get("type"), link.get("hreflang")) for link in links]
        if len(set(kinds)) < len(kinds):
            faults.append(f"line {part.sourceline}: two alternate links of one type and language")
        if part is not tree and not links and part.find(f"{ATOM}content") is None:
            faults.append(f"line {part.sourceline}: an entry without content needs an alternate link")
        title = part.find(f"{ATOM}title")
        if title is None or not "".join(title.itertext()).strip():
            faults.append(f"line {part.sourceline}: an empty title")
    ids = [(entry.findtext(f"{ATOM}id"), entry.findtext(f"{ATOM}updated")) for entry in entries]
    if len(set(ids)) < len(ids):
        faults.append("two entries have one id and one time")
    return faults


def _is_moment(text: str) -> bool:
    try:
        return bool(RFC_3339.fullmatch(text) and datetime.fromisoformat(text))
    except ValueError:
        return False


def _validator(schema: Any) -> Any:
    kind = jsonschema.validators.validator_for(schema)
    kind.check_schema(schema)
    return kind(schema, format_checker=kind.FORMAT_CHECKER)
