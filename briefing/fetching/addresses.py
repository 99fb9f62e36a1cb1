"""Which web addresses may be asked, and which machines may be connected to? None within a newsroom's own network.

Feeds, pages and redirects are written by others, who could name what only this machine reaches (SSRF). Two looks: at
the address as it is written (`check_address`), and at what its host's name leads to (`find_machines`). The connection
is made to the very addresses of that second look, so a name that leads elsewhere a moment later (DNS rebinding)
changes nothing.
"""

from __future__ import annotations

import ipaddress
import re
import socket
from collections.abc import Callable, Sequence
from urllib.parse import quote, urlsplit

import idna
from msgspec import Struct

from briefing.fetching.model import WireError

Lookup = Callable[[str, int], Sequence[str]]  # the addresses of a host, which may block; OSError: it has none

LONGEST = 8_000  # characters of an address: what every server should take (RFC 9110, 4.1)
SHOWN = 200  # characters of a foreign address in a message
MOST_MACHINES = 32  # addresses of one host; all are looked at
PORTS = {"http": 80, "https": 443}
# IANA's ports of HTTP and their usual neighbours. Others are mail, databases, printers: a GET could do something there.
OPEN_PORTS = frozenset((80, 443, 8008, 8080, 8443))
# Names that never lead to the public web (RFC 6761, 6762, 7686, 8375; ICANN's .internal).
_INNER_NAMES = ("localhost", "local", "internal", "intranet", "lan", "home.arpa", "onion", "invalid", "arpa")

# IANA's special-purpose registries (RFC 6890), written out, as ipaddress.is_global differs between versions of Python.
_CLOSED_V4 = tuple(
    (ipaddress.IPv4Network(block), what)
    for block, what in (
        ("0.0.0.0/8", "this machine"),
        ("10.0.0.0/8", "a private network"),
        ("100.64.0.0/10", "a provider’s own network"),
        ("127.0.0.0/8", "this machine"),
        ("168.63.129.16/32", "a cloud’s own services"),  # Azure answers there, though the block is a public one
        ("169.254.0.0/16", "the local link"),  # where clouds keep credentials: 169.254.169.254
        ("172.16.0.0/12", "a private network"),
        ("192.0.0.0/24", "a reserved network"),
        ("192.0.2.0/24", "a network for examples"),
        ("192.88.99.0/24", "a tunnel"),
        ("192.168.0.0/16", "a private network"),
        ("198.18.0.0/15", "a network for measurements"),
        ("198.51.100.0/24", "a network for examples"),
        ("203.0.113.0/24", "a network for examples"),
        ("224.0.0.0/4", "a group of machines"),
        ("240.0.0.0/4", "a reserved network"),
    )
)
_OPEN_V6 = ipaddress.IPv6Network("2000::/3")  # all that was ever given out; the rest is local, mapped or reserved
_CLOSED_V6 = tuple(
    (ipaddress.IPv6Network(block), what)
    for block, what in (
        ("2001::/23", "a tunnel or a reserved network"),  # Teredo, ORCHID, benchmarks
        ("2001:db8::/32", "a network for examples"),
        ("2002::/16", "a tunnel"),  # 6to4: an IPv4 address is inside
        ("3ffe::/16", "a reserved network"),
        ("3fff::/20", "a network for examples"),
    )
)
# Where a network speaks IPv6 alone, the rest of the web is here; the last four bytes are its IPv4 address (RFC 6052).
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")

_NOBODYS = ("192.0.2.1", "2001:db8::1")  # of examples (RFC 5737, 3849)

_NETLOC = re.compile(r"(?:\[(?P<six>[0-9A-Fa-f:.]+)\]|(?P<name>[^\[\]:@/\\?#%\s]+))(?::(?P<port>[0-9]{0,5}))?")
_LABEL = re.compile(r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?")
_NUMBER = re.compile(r"[0-9]+|0x[0-9a-f]*")  # as the last part of a host: WHATWG's “ends in a number”
_SAFE = "%/:@!$&'()*+,;=-._~"  # what stands in a path as it is (RFC 3986, 3.3), and what is encoded already
_STRAY = re.compile(r"%(?![0-9A-Fa-f]{2})")
_UNFIT = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff]")

_REMEDY = "Only pages and feeds of the public web are fetched."


class Place(Struct, frozen=True):
    """A web address as it is asked for."""

    scheme: str  # http or https
    host: str  # lower case, ASCII, without brackets or a dot at the end
    port: int
    target: str  # path and query, percent-encoded
    trusted: bool = False  # a test setting names it: it may be this machine

    @property
    def authority(self) -> str:
        """Host, and port where it is not the scheme's own: what the Host header says (RFC 9110, 7.2)."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == PORTS[self.scheme] else f"{host}:{self.port}"

    @property
    def origin(self) -> str:
        return f"{self.scheme}://{self.authority}"

    @property
    def url(self) -> str:
        return self.origin + self.target


def check_address(url: str, allowed: frozenset[str] = frozenset()) -> Place:
    """Return what `url` asks for. Raises WireError for what no fetch may ask.

    `allowed`: "host:port" of machines that may be asked although they are not public, for tests.
    """
    if len(url) > LONGEST:
        raise WireError(f"The address has more than {LONGEST:,} characters.", lasting=True)
    url = url.strip(" \t\r\n")
    if _UNFIT.search(url):
        raise _refuse(url, "holds a control character")
    try:
        parts = urlsplit(url)
        scheme, netloc = parts.scheme.lower(), parts.netloc
        target = _encode(parts.path, parts.query)
    except ValueError:
        raise _refuse(url, "is no web address") from None
    if scheme not in PORTS:
        raise _refuse(url, "does not begin with http:// or https://")
    if "@" in netloc:
        raise _refuse(url, "holds a name or password before its host")
    match = _NETLOC.fullmatch(netloc)
    if match is None:
        raise _refuse(url, "names no host")
    port = int(match["port"] or PORTS[scheme])
    host = _read_six(url, match["six"]) if match["six"] else _read_host(url, match["name"])
    place = Place(scheme, host, port, target)
    name = f"[{host}]" if ":" in host else host
    if f"{name}:{port}" in allowed:
        return Place(scheme, host, port, place.target, trusted=True)
    if port not in OPEN_PORTS:
        raise _refuse(url, f"names port {port}, where no website answers")
    if _is_address(host):
        if where := why_closed(host):
            raise _refuse(url, f"leads to {where}")
    elif "." not in host or any(host == inner or host.endswith(f".{inner}") for inner in _INNER_NAMES):
        raise _refuse(url, "names a host that the public web does not have")
    return place


def find_machines(place: Place, look_up: Lookup) -> tuple[str, ...]:
    """Return the addresses to connect to for `place`, in the system's order, each once. Blocks while it asks for them.

    Raises WireError where there are none, and where a single one is not public, or is this machine's own: of such a
    host the others are no better.
    """
    try:
        found = (place.host,) if _is_address(place.host) else tuple(dict.fromkeys(look_up(place.host, place.port)))
    except (OSError, UnicodeError):
        raise WireError(
            f"The host {place.host} cannot be found.", "Look at the address, and whether this machine is online."
        ) from None
    if not found or len(found) > MOST_MACHINES:
        raise WireError(f"The host {place.host} has {len(found)} addresses.", "It cannot be fetched like this.")
    for address in found:
        if not place.trusted and (where := why_closed(address) or (is_own(address) and "this machine")):
            raise WireError(f"The host {place.host} leads to {where} ({show(address)}).", _REMEDY, lasting=True)
    return found


def is_own(address: str) -> bool:
    """Whether an IP address is one of this machine: whose services may be open to itself, and to nobody on the web."""
    return _can_bind(address) and not _can_bind(_NOBODYS[":" in address])


def _can_bind(address: str) -> bool:
    """Whether a socket may be at this address: where it is one of this machine, or where all may be (nonlocal_bind)."""
    try:
        with socket.socket(socket.AF_INET6 if ":" in address else socket.AF_INET, socket.SOCK_DGRAM) as place:
            place.bind((address, 0))
    except OSError:
        return False
    return True


def look_up(host: str, port: int) -> Sequence[str]:
    """Return what the system says are the host's addresses."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [
        f"{name[0]}%{name[3]}" if len(name) == 4 and name[3] else str(name[0])  # of one link alone: it is refused
        for *_, name in found
    ]


def why_closed(address: str) -> str:
    """Return what is at an IP address that must not be connected to, as words after “leads to”; "": it is public."""
    try:
        machine = ipaddress.ip_address(address)
    except ValueError:
        return "no address of the internet"
    if isinstance(machine, ipaddress.IPv6Address):
        if machine.scope_id:
            return "the local link"
        if machine in _NAT64:
            machine = ipaddress.IPv4Address(int(machine) & 0xFFFF_FFFF)
        elif machine not in _OPEN_V6:
            return "this machine, its own network or a reserved one"
        else:
            return next((what for block, what in _CLOSED_V6 if machine in block), "")
    return next((what for block, what in _CLOSED_V4 if machine in block), "")


def show(words: str) -> str:
    """Return what others wrote as it may stand in a message: printable, on one line, not long."""
    flat = " ".join("".join(letter if letter.isprintable() else " " for letter in words[: 2 * SHOWN]).split())
    return flat if len(flat) <= SHOWN and len(words) <= 2 * SHOWN else flat[:SHOWN] + "…"


def _encode(path: str, query: str) -> str:
    """Return path and query as they go over the wire: ASCII, and without “..”, which rules for robots do not see."""
    parts: list[str] = []
    for part in path.split("/")[1:]:
        if part == "..":
            parts = parts[:-1]
        elif part != ".":
            parts.append(part)
    if path.endswith(("/.", "/..")):
        parts.append("")
    target = "/" + quote(_STRAY.sub("%25", "/".join(parts)), safe=_SAFE)
    return target + ("?" + quote(_STRAY.sub("%25", query), safe=_SAFE + "?") if query else "")


def _read_six(url: str, written: str) -> str:
    try:
        return str(ipaddress.IPv6Address(written))
    except ValueError:
        raise _refuse(url, "names no host") from None


def _read_host(url: str, written: str) -> str:
    """Return a host's name as the DNS has it; an IPv4 address only in its plain form of four numbers."""
    host = written.lower()
    if not host.isascii():
        try:  # UTS 46, as browsers read it: other dots and digits become plain ones here
            host = idna.encode(host, uts46=True, std3_rules=True).decode()
        except UnicodeError:
            raise _refuse(url, "names a host that cannot be written in the DNS") from None
    host = host.removesuffix(".")
    labels = host.split(".")
    if len(host) > 253 or not all(_LABEL.fullmatch(label) for label in labels):
        raise _refuse(url, "names a host that cannot be written in the DNS")
    if _NUMBER.fullmatch(labels[-1]) and not _is_address(host):
        # 2130706433, 0x7f.1, 0177.0.0.1: other ways to write an address, which no publisher uses.
        raise _refuse(url, "names its host by a number that is no plain address")
    return host


def _is_address(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


def _refuse(url: str, why: str) -> WireError:
    return WireError(f"The address {show(url)} {why}.", _REMEDY, lasting=True)
