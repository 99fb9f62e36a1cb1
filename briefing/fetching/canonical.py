"""Which one address stands for a page, however a feed or a page writes it?

Normalised as RFC 3986, 6.2.2 and 6.2.3, has it, cleaned as browsers do (WHATWG URL, 4.4), and without the parameters
that only follow readers.
"""

from __future__ import annotations

import re
from ipaddress import AddressValueError, IPv4Address, IPv6Address
from urllib.parse import unquote, urljoin, urlsplit

from briefing.links import LONGEST_URL
from briefing.twins import follows_readers

_PORTS = {"http": 80, "https": 443}
_GAPS = re.compile(r"[\t\n\r]")  # within an address, browsers leave them out
_EDGES = "".join(map(chr, range(0x21)))  # at its ends, these
_LABEL = r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?"
_HOST = re.compile(rf"(?=.{{1,253}}\Z){_LABEL}(?:\.{_LABEL})*")
_NUMBER = re.compile(r"\d+|0x[\da-f]*")  # as a host's last label: all of it is an IPv4 address, in whatever writing
_CODED = re.compile(r"%[\dA-Fa-f]{2}")
_UNRESERVED = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
_ODD_IN_PATH = re.compile(r"%[\dA-Fa-f]{2}|[^\w.~!$&'()*+,;=:@/-]", re.ASCII)
_ODD_IN_QUERY = re.compile(r"%[\dA-Fa-f]{2}|[^\w.~!$&'()*+,;=:@/?-]", re.ASCII)
_SESSION = re.compile(r";jsessionid=[^/;]*", re.IGNORECASE)  # another at each visit, where Java has no cookie
_SURROGATES = re.compile("[\ud800-\udfff]")


def canonical(url: str, base: str = "") -> str:
    """Return the address of the web that `url` means where it stands in something at `base`; "" where it means none.

    "" is returned for other schemes (javascript:, data:, mailto:), a user before the host, a host that is none, what is
    longer than `links.LONGEST_URL` characters, and a bare fragment. Applied twice it changes nothing.
    """
    written = _GAPS.sub("", url.strip(_EDGES))
    if not written or written.startswith("#") or len(written) > LONGEST_URL or _SURROGATES.search(written):
        return ""
    try:
        parts = urlsplit(urljoin(base, _turn_slashes(written)))
        scheme, port = parts.scheme.lower(), parts.port
        host = _read_host(parts.hostname or "")
    except ValueError:  # a port of letters, half an IPv6 address
        return ""
    if scheme not in _PORTS or not host or "@" in parts.netloc or port == 0:
        return ""
    place = host if port in (None, _PORTS[scheme]) else f"{host}:{port}"
    path = _leave_out_dots(_SESSION.sub("", _ODD_IN_PATH.sub(_write, parts.path)))
    query = "&".join(part for part in _ODD_IN_QUERY.sub(_write, parts.query).split("&") if not follows_readers(part))
    address = f"{scheme}://{place}{path}{'?' if query else ''}{query}"
    return address if len(address) <= LONGEST_URL else ""


def _turn_slashes(written: str) -> str:
    """Browsers take a backslash for a slash, up to the query."""
    end = min((place for place in (written.find("?"), written.find("#")) if place >= 0), default=len(written))
    return written[:end].replace("\\", "/") + written[end:]


def _read_host(written: str) -> str:
    """The host in lower-case ASCII; "" for what is none. Raises ValueError."""
    if ":" in written:
        try:
            return f"[{IPv6Address(written).compressed}]" if "%" not in written else ""
        except AddressValueError:
            return ""
    host = unquote(written, errors="strict") if "%" in written else written
    if not host.isascii():
        import idna  # noqa: PLC0415 - tables of 300 KB, and few hosts need them

        host = idna.encode(host, uts46=True, transitional=False).decode("ascii")
    host = host.lower().removesuffix(".")
    if not _HOST.fullmatch(host):
        return ""
    if _NUMBER.fullmatch(host.rpartition(".")[2]):
        return str(IPv4Address(host))  # 0x7f.1 and 2130706433 mean 127.0.0.1 to some, and are refused here
    return host


def _write(found: re.Match[str]) -> str:
    """A character as it has to be written, or one that was written as its code though it need not be."""
    letter = found.group()
    if _CODED.fullmatch(letter):
        code = int(letter[1:], 16)
        return chr(code) if code in _UNRESERVED else letter.upper()
    return "".join(f"%{byte:02X}" for byte in letter.encode())


def _leave_out_dots(path: str) -> str:
    """RFC 3986, 5.2.4."""
    kept: list[str] = []
    parts = path.split("/")[1:] or [""]
    for part in parts:
        if part == ".." and kept:
            kept.pop()
        elif part not in (".", ".."):
            kept.append(part)
    if parts[-1] in (".", ".."):
        kept.append("")
    return f"/{'/'.join(kept)}"
