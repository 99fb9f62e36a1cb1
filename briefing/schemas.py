"""The JSON Schemas of what Briefing publishes, made from the values themselves."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgspec
from msgspec import Struct

from briefing.explaining import Explanation
from briefing.published import Edition
from briefing.wording import mark


class Schema(Struct, frozen=True):
    title: str
    href: str  # on the site
    make: Callable[[], bytes]


def _schema_of(type_: type, title: str, href: str) -> bytes:
    schema: dict[str, Any] = msgspec.json.schema(type_)
    found = {"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": href, "title": title, **schema}
    return msgspec.json.format(msgspec.json.encode(found), indent=1) + b"\n"


def _published(type_: type, title: str, href: str) -> Schema:
    return Schema(title, href, lambda: _schema_of(type_, title, href))


SCHEMAS = (
    _published(Edition, mark("An edition (edition.json)"), "schemas/edition.schema.json"),
    _published(Explanation, mark("An explanation (briefing explain --json)"), "schemas/explain.schema.json"),
)
