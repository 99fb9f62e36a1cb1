"""How do pages name an actor? As the archive's facts say, each asked for when it is needed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import msgspec

from briefing.archive import Archive
from briefing.gist import Known

KEPT = 20_000  # names held in memory, some 10 MB: pages of one event ask for the same ones


class Actors(Mapping[str, Known]):
    """Every actor that any article names, by id. A page names a few dozen of what may be a hundred thousand."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        self._known: dict[str, Known | None] = {}

    def __getitem__(self, id_: str) -> Known:
        if id_ not in self._known:
            if len(self._known) >= KEPT:
                self._known.clear()
            rows = self._archive.rows("select value from fact where id = ?", (f"a:{id_}",))
            self._known[id_] = msgspec.json.decode(rows[0][0], type=Known) if rows else None
        found = self._known[id_]
        if found is None:
            raise KeyError(id_)
        return found

    def __iter__(self) -> Iterator[str]:
        for (id_,) in self._archive.rows("select substr(id, 3) from fact where id >= 'a:' and id < 'a;' order by id"):
            yield id_

    def __len__(self) -> int:
        return int(self._archive.rows("select count(*) from fact where id >= 'a:' and id < 'a;'")[0][0])
