"""What can be set of fetching: in whose name are other people's servers asked, and for how long at most?"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from briefing import kinds
from briefing.errors import SettingError

DEFAULTS: dict[str, Any] = {
    # Who fetches, a mail address or a web page: each request names it (User-Agent). Nothing is fetched without.
    "BRIEFING_CONTACT": "",
    # Addresses in private networks or on this machine that are fetched from all the same, as "127.0.0.1:8000". For
    # trying things out: nobody but you can then write into sources.yml, or be linked to by what stands there.
    "BRIEFING_FETCH_ALLOW": [],
    # How many seconds one request may take, with all it is led on to.
    "BRIEFING_FETCH_SECONDS": 30,
}

# It goes into a header between brackets (RFC 9110 § 10.1.5), so it has no spaces and no brackets of its own.
_CONTACT = re.compile(
    r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+|https?://[!#-&*-;=?-\[\]-~]+\.[!#-&*-;=?-\[\]-~]+"
)
_PLACE = re.compile(r"(?:[A-Za-z0-9.-]+|\[[0-9A-Fa-f:.]+\]):[0-9]{1,5}")


@dataclass(frozen=True, slots=True)
class FetchSettings:
    """The checked settings of fetching."""

    contact: str  # empty: not set
    allowed: frozenset[str]  # "HOST:PORT", lower case
    seconds: int


def check_fetch_settings(values: Mapping[str, Any]) -> FetchSettings:
    """Return the checked settings of fetching. Raises SettingError with the remedy."""
    return FetchSettings(
        contact=kinds.shaped(
            values,
            "BRIEFING_CONTACT",
            _CONTACT,
            "a mail address such as 'desk@news.example', or a page such as 'https://news.example/about'",
        ),
        allowed=_places(values, "BRIEFING_FETCH_ALLOW"),
        seconds=kinds.number(values, "BRIEFING_FETCH_SECONDS", 1, 600),
    )


def _places(values: Mapping[str, Any], key: str) -> frozenset[str]:
    value = values[key]
    if not isinstance(value, list | tuple) or not all(
        isinstance(each, str) and _PLACE.fullmatch(each) for each in value
    ):
        raise SettingError(
            f"{key} is {value!r}.", remedy="It takes a list of hosts with their ports, such as ['127.0.0.1:8000']."
        )
    return frozenset(each.lower() for each in value)


def require_contact(settings: FetchSettings) -> str:
    """Return whom a server's owner can turn to. Raises SettingError where nobody is named."""
    if not settings.contact:
        raise SettingError(
            "BRIEFING_CONTACT is not set, and whoever fetches says who they are.",
            remedy="Set it to your mail address, or to a page that tells how to reach you.",
        )
    return settings.contact
