"""What is kept of a page's making, so that a story that goes on does not have all pages that name it composed again?

An article that joins a story moves the pages of everybody whom the story's other articles name, and of their events,
since they say how many articles the story has by now and when it moved last: two dozen actors, of whom the new article
names eight. All else on these pages stays, and composing it is two thirds of what such a page costs. So the archive
keeps the newest files of actors and events as they were composed, and only what they say of stories is renewed.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable
from typing import TypeVar, cast

import msgspec
from msgspec.structs import replace

from briefing.desk import Desk
from briefing.published import ActorFile, EventFile

NEWEST = 3  # months of a thing, or days of a full one, whose files are kept: the stories that go on are told there
File = TypeVar("File", bound=ActorFile | EventFile)


def find_file(
    desk: Desk, thing: str, part: str, oldest: str, key: bytes, type_: type[File], make: Callable[[], File]
) -> File:
    """Return the file on a thing, or on a part of its list, made where none is kept under `key`.

    `key` is a digest of all that the file is made from but for the stories themselves: the code and settings, an
    actor's entry, what is counted of the whole list, which months there are, and of each article shown its digest
    without its story, and which story it is in. So the stories of a kept file are those that it would name now, and
    only their links are as they were. Parts before `oldest` are not kept.
    """
    if part and part < oldest:
        return make()
    archive = desk.archive
    for (value,) in archive.rows(
        "select value from dossier where thing = ? and part = ? and key = ?", (thing, part, key)
    ):
        kept = msgspec.msgpack.decode(zlib.decompress(value), type=type_)
        return cast("File", _renew_stories(kept, desk))
    file = make()
    value = zlib.compress(msgspec.msgpack.encode(file), 1)
    archive.do("insert or replace into dossier values (?, ?, ?, ?)", (thing, part, key, value))
    archive.do("delete from dossier where thing = ? and part != '' and part < ?", (thing, oldest))
    return file


def _renew_stories(file: ActorFile | EventFile, desk: Desk) -> ActorFile | EventFile:
    if isinstance(file, EventFile):
        return replace(file, stories=tuple(desk.story_links(link.id for link in file.stories)))
    told = {part.link.id: part for part in file.events if part.link.kind == "story"}
    events = [part for part in file.events if part.link.kind != "story"]
    return replace(file, events=(*events, *(replace(told[link.id], link=link) for link in desk.story_links(told))))
