"""Prints what a Briefing that was installed from build.txt consists of, as CycloneDX 1.6 (`make sbom`).

Each package with its version, the hashes that pip accepts for it, its licence (licences.toml) and what it needs. The
same lock gives the same bytes: the moment is SOURCE_DATE_EPOCH, the serial number a digest of the content.
"""

from __future__ import annotations

import hashlib
import os
import re
import sys
import tomllib
import uuid
from collections.abc import Iterable
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from typing import NamedTuple

from cyclonedx.model import (
    ExternalReference,
    ExternalReferenceType,
    HashAlgorithm,
    HashType,
    Property,
    XsUri,
)
from cyclonedx.model.bom import Bom
from cyclonedx.model.component import Component, ComponentScope, ComponentType
from cyclonedx.model.license import LicenseExpression
from cyclonedx.output.json import JsonV1Dot6
from packageurl import PackageURL

PROJECT = Path(__file__).parent.parent
LOCK = PROJECT / "requirements/build.txt"
NAMESPACE = uuid.uuid5(uuid.NAMESPACE_URL, "https://cyclonedx.org/schema/bom-1.6.schema.json")
NOW = "0"  # the moment where SOURCE_DATE_EPOCH says none: 1970, so that nobody takes it for one


class Pin(NamedTuple):
    """A line of the lock with the hashes below it."""

    name: str
    version: str
    marker: str  # where it is installed; empty: everywhere
    hashes: tuple[str, ...]


def read_pins(lock: str) -> list[Pin]:
    """What a lock file, as uv writes it, pins."""
    entries = re.split(r"\n(?=\S)", re.sub(r"^#.*\n", "", lock, flags=re.MULTILINE).strip())
    pins = []
    for entry in entries:
        head = re.match(r"(?P<name>[a-z0-9-]+)==(?P<version>[0-9a-z.]+)(?: ; (?P<marker>[^\\\n]+?))? *\\\n", entry)
        assert head, entry
        hashes = re.findall(r"--hash=sha256:([0-9a-f]{64})", entry)
        pins.append(Pin(head["name"], head["version"], head["marker"] or "", tuple(hashes)))
    return pins


def canonical(name: str) -> str:
    """A package's name as the lock writes it (PEP 503)."""
    return re.sub(r"[-_.]+", "-", name).lower()


def needed_by(requirements: Iterable[str], extras: Iterable[str]) -> dict[str, set[str]]:
    """The packages that `requirements` (PEP 508) name, each with the extras asked of it.

    On every platform: a marker counts only where it asks for an extra, which has to be one of `extras`.
    """
    wanted = set(extras)
    found: dict[str, set[str]] = {}
    for requirement in requirements:
        asked = set(re.findall(r"extra\s*==\s*['\"]([\w.-]+)['\"]", requirement))
        if not asked or asked & wanted:
            name = re.match(r"([A-Za-z0-9._-]+)\s*(?:\[([^]]*)\])?", requirement)
            assert name, requirement
            found.setdefault(canonical(name[1]), set()).update(re.findall(r"[\w.-]+", name[2] or ""))
    return found


def find_needs(pins: Iterable[Pin], own: dict[str, set[str]]) -> dict[str, set[str]]:
    """What each pinned package needs of the others, as those say that are installed here, beginning with `own`."""
    versions: dict[str, set[str]] = {}
    for pin in pins:
        versions.setdefault(pin.name, set()).add(pin.version)
    needs: dict[str, set[str]] = {}
    seen: dict[str, set[str]] = {}
    waiting = list(own.items())
    while waiting:
        name, extras = waiting.pop()
        if name in seen and extras <= seen[name]:
            continue
        assert name in versions, f"{name} is not in the lock: run make lock"
        extras = seen[name] = seen.get(name, set()) | extras
        try:
            installed = distribution(name)
        except PackageNotFoundError:  # those of other platforms need nothing more
            needs[name] = set()
            continue
        if installed.version not in versions[name]:
            sys.exit(f"{name} is installed as {installed.version}, which is not in the lock. Run make distclean sbom.")
        found = needed_by(installed.requires or (), extras)
        needs[name] = {other for other in found if other in versions}
        waiting += [(other, asked) for other, asked in found.items() if other in versions]
    return needs


def component_of(pin: Pin, licence: str, *, required: bool) -> Component:
    url = PackageURL("pypi", name=pin.name, version=pin.version)
    # Not the component's own hashes: each is of one of the files that this version is distributed as.
    files = ExternalReference(
        type=ExternalReferenceType.DISTRIBUTION,
        url=XsUri(url.to_string()),
        hashes=[HashType(alg=HashAlgorithm.SHA_256, content=digest) for digest in pin.hashes],
    )
    return Component(
        name=pin.name,
        version=pin.version,
        purl=url,
        bom_ref=url.to_string(),
        scope=ComponentScope.REQUIRED if required else ComponentScope.OPTIONAL,
        licenses=[LicenseExpression(licence)],
        external_references=[files],
        properties=[Property(name="python:marker", value=pin.marker)] if pin.marker else [],
    )


def file_of(name: str, licence: str) -> Component:
    digest = hashlib.sha256((PROJECT / name).read_bytes()).hexdigest()
    return Component(
        type=ComponentType.FILE,
        name=name,
        bom_ref=name,
        licenses=[LicenseExpression(licence)],
        hashes=[HashType(alg=HashAlgorithm.SHA_256, content=digest)],
    )


def list_parts(moment: datetime) -> str:
    """The whole list as JSON."""
    project = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    licences = tomllib.loads((PROJECT / "requirements/licences.toml").read_text(encoding="utf-8"))
    version = re.search(r'^__version__ = "(.+)"$', (PROJECT / "briefing/__init__.py").read_text("utf-8"), re.MULTILINE)
    assert version
    text = LOCK.read_text(encoding="utf-8")
    pins = read_pins(text)
    own = needed_by(project["dependencies"], ())
    required = set(find_needs(pins, own))
    own = needed_by([*project["dependencies"], *project["optional-dependencies"]["search"]], ())
    needs = find_needs(pins, own)
    unneeded = {pin.name for pin in pins} - set(needs)
    assert not unneeded, f"Nothing needs {sorted(unneeded)}."

    url = PackageURL("pypi", name=project["name"], version=version[1])
    root = Component(
        type=ComponentType.APPLICATION,
        name=project["name"],
        version=version[1],
        description=project["description"],
        purl=url,
        bom_ref=url.to_string(),
        licenses=[LicenseExpression(project["license"])],
    )
    parts = [component_of(pin, licences["packages"][pin.name], required=pin.name in required) for pin in pins]
    files = [file_of(name, licence) for name, licence in licences["inside"].items()]
    bom = Bom(components=[*parts, *files])
    bom.metadata.component = root
    bom.metadata.timestamp = moment
    bom.register_dependency(root, [part for part in parts if part.name in own] + files)
    for part in parts:
        bom.register_dependency(part, [other for other in parts if other.name in needs[part.name]])
    # Of the list as it is without a number: the same list has the same one, any other another.
    bom.serial_number = uuid.UUID(int=0)
    bom.serial_number = uuid.uuid5(NAMESPACE, JsonV1Dot6(bom).output_as_string())
    return JsonV1Dot6(bom).output_as_string(indent=1) + "\n"


if __name__ == "__main__":
    moment = datetime.fromtimestamp(int(os.environ.get("SOURCE_DATE_EPOCH", NOW)), UTC)
    sys.stdout.write(list_parts(moment))
