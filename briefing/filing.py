"""How is one article filed in the archive? Made where it is read, in a worker: bytes travel cheaper than objects."""

from __future__ import annotations

import zlib
from hashlib import blake2b

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from briefing.model import Analysis, Article, Fingerprint, Note


class Brief(Struct, frozen=True, gc=False):
    """What articles are held against each other by: little enough to load thousands."""

    id: str
    title: str
    lang: str
    moment: str
    told: str
    dated: bool  # False: `told` is only the day it came
    ahead: str
    modified: str
    status: str
    status_reason: str
    exclude: str
    duplicate_of: str
    rights: str
    source: str
    events: tuple[str, ...]
    actors: tuple[str, ...]
    fingerprint: Fingerprint


class Row(Struct, frozen=True, gc=False):
    """One article as `gathering` hands it in. What could not be read has its stamp and notes only."""

    id: str
    size: int
    mtime: int
    sha: str
    notes: tuple[Note, ...]
    brief: Brief | None = None
    article: bytes = b""  # packed where it was read, in a worker
    analysis: bytes = b""
    seal: bytes = b""  # a digest of all that was found: equal seals, equal findings


def make_row(
    id_: str,
    size: int,
    mtime: int,
    sha: str,
    notes: tuple[Note, ...],
    article: Article,
    analysis: Analysis,
    brief: Brief,
) -> Row:
    """Return the row of an article that was read."""
    # Pages ask for no fingerprint, which is half of what it takes to unpack and decode an analysis; the brief has it.
    found, held = msgspec.json.encode(replace(analysis, fingerprint=Fingerprint())), msgspec.json.encode(brief)
    seal = blake2b(digest_size=16)
    for part in (found, held, msgspec.json.encode(notes)):
        seal.update(len(part).to_bytes(8, "big"))
        seal.update(part)
    packed = _pack(msgspec.json.encode(article))
    return Row(id_, size, mtime, sha, notes, brief, packed, _pack(found), seal.digest())


def leave_out_text(article: Article) -> Article:
    """Return what is kept of an article that was withdrawn: what it was called and whose it was, none of its words."""
    override = replace(article.override, summary="")
    return replace(article, text="", blocks=(), html="", was="", override=override)


def _pack(data: bytes) -> bytes:
    # An article and its analysis shrink to 24 %, and take 0.04 ms to unpack.
    return zlib.compress(data, 1)


def make_brief(article: Article, analysis: Analysis, events: tuple[str, ...]) -> Brief:
    """Return the brief of an article that was read; `events` are the ids of those that it stands in."""
    moment = article.added or article.date
    return Brief(
        id=article.id,
        title=article.title,
        lang=analysis.lang,
        moment=moment,
        told=(article.date or moment)[:10],
        dated=bool(article.date),
        ahead=max(article.added[:10], article.date[:10]),
        modified=article.modified,
        status=article.status,
        status_reason=article.status_reason,
        exclude=article.override.exclude,
        duplicate_of=article.override.duplicate_of,
        rights=article.rights,
        source=article.source,
        events=events,
        actors=tuple(sorted({mention.actor for mention in analysis.mentions if mention.actor})),
        fingerprint=analysis.fingerprint,
    )
