"""How are articles read by the workers of a Dask cluster, and what is found in them brought back?

The bytes of the articles travel, since workers share no disk with this machine; registries and settings travel once.
Workers are exchangeable: one that dies loses a batch or two, which others read again. There is no engine of ours here:
Dask's scheduler decides who reads what, and its client is asked through `concurrent.futures` alone.
"""

from __future__ import annotations

import logging
import platform
import threading
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import CancelledError, Future, wait
from contextlib import contextmanager
from functools import lru_cache
from importlib import metadata
from pydoc import locate
from typing import Any

from msgspec import Struct

from briefing.analysing import Analyst, Instructions
from briefing.batches import AHEAD, flow
from briefing.errors import ClusterError
from briefing.filing import Row
from briefing.folder import File
from briefing.version import analysis_version

log = logging.getLogger(__name__)

CONNECT = 10  # s until a scheduler has answered
PATIENCE = 30  # s that a build waits while there is no worker at all: a supervisor starts a new one in far less
LOOK = 1.0  # s without any result after which the scheduler is asked how things stand
RETRIES = 2  # of a batch that failed with an exception; those of workers that died are the scheduler's to count

# The libraries whose version can decide what is found in an article. tests/test_cluster.py holds the list complete.
LIBRARIES = (
    "ahocorasick-rs lxml markdown msgspec nh3 numpy py3langid pyromark pyyaml rensa simplemma sumy unidecode".split()
)


class Environment(Struct, frozen=True):
    """All that has to be the same where an article is read, for the same to be found in it."""

    python: str
    briefing: str  # `analysis_version`
    libraries: tuple[tuple[str, str], ...]  # (name, version)


@lru_cache(maxsize=1)
def describe() -> Environment:
    """What this process reads articles with."""
    return Environment(
        ".".join(platform.python_version_tuple()[:2]),
        analysis_version(),
        tuple((name, metadata.version(name)) for name in LIBRARIES),
    )


def read_on_cluster(
    address: str,
    instructions: Instructions,
    batches: Iterable[list[File]],
    read_apart: Callable[[list[File]], list[Row]],
) -> Iterator[list[Row]]:
    """The rows of all batches, as they come; batches are taken from the iterable as workers have room for them.

    `address`: where the scheduler is, as tcp://HOST:PORT. `read_apart` is given a batch over which worker after worker
    died. Raises ClusterError where the scheduler is not or goes away, where there is no worker, and where one reads
    with other code than this process would.
    """
    with _connect(address) as client, _explained(address, client):
        ours = describe()
        _refuse_others(client, address, ours)
        analyst = client.submit(Analyst, instructions, pure=False)  # a result, so that it is made again if it is lost
        executor = client.get_executor(pure=False, retries=RETRIES)
        crew = _Crew(client, address)

        def mend(files: list[File], error: Exception) -> tuple[list[Row], Environment | None]:
            if not _tells_of_death(error):
                raise error
            log.warning("One worker of the cluster after the other died over the articles from %s on.", files[0].id)
            return read_apart(files), None

        results = flow(
            lambda files: executor.submit(_read, analyst, ours, files, key=f"{_key(client)}{files[0].id}"),
            batches,
            crew.room,
            watch=crew.look,
            every=LOOK,
            mend=mend,
        )
        for rows, environment in results:
            if environment is not None:  # of a worker that came later
                raise _differ(address, "A worker", environment, ours)
            yield rows


# -- in a worker ------------------------------------------------------------------------------------------------------

_alone = threading.Lock()  # a worker may have several threads, for which the analysis is not made


def _read(analyst: Analyst, expected: Environment, files: list[File]) -> tuple[list[Row], Environment | None]:
    """What is found in the files; or, where this worker is not as it must be, what it is."""
    if describe() != expected:
        return [], describe()
    with _alone:
        return analyst(files), None


# -- here -------------------------------------------------------------------------------------------------------------


@contextmanager
def _connect(address: str) -> Iterator[Any]:
    """A client of the scheduler; left in any way, what it asked for is forgotten there."""
    try:
        from distributed import Client, Security  # noqa: PLC0415 - optional, and half a second to load
    except ImportError as error:
        what = "Reading on a cluster needs Dask, which is not installed."
        raise ClusterError(
            what, remedy="Run pip install distributed (Briefing's extra “dask”), or leave --scheduler out."
        ) from error
    for name in logging.root.manager.loggerDict:
        if name.partition(".")[0] in ("distributed", "tornado"):
            logging.getLogger(name).setLevel(logging.CRITICAL)  # what goes wrong is told once, by us
    if address.startswith("tls:") and not Security().get_connection_args("client").get("ssl_context"):
        raise ClusterError(
            "This address is encrypted, and Dask is not told with which certificate.",
            remedy="Name its files in Dask's settings, as DASK_DISTRIBUTED__COMM__TLS__CA_FILE and CLIENT__CERT.",
            path=address,
        )
    opened: Future[Any] = Future()

    def open_client() -> None:
        try:
            # The client speaks with the scheduler alone, so that no port of a worker need be open to it.
            found = Client(address, timeout=CONNECT, set_as_default=False, direct_to_workers=False, name="briefing")
            opened.set_result(found)
        except Exception as error:  # noqa: BLE001 - told below
            opened.set_exception(error)

    # In a thread of its own: of a server that is no scheduler and keeps silent, Dask would wait for ever.
    threading.Thread(target=open_client, daemon=True).start()
    try:
        client = opened.result(2 * CONNECT)
    except Exception as error:
        raise ClusterError(
            f"There is no Dask scheduler that answers ({_say(error)}).",
            remedy="Start it with dask scheduler, correct the address, or build without --scheduler.",
            path=address,
        ) from error
    try:
        yield client
    finally:
        client.close(timeout=CONNECT)


@contextmanager
def _explained(address: str, client: Any) -> Iterator[None]:
    """Turn what can go wrong on the way into an error that says what to do; the archive has what was read till then."""
    try:
        yield
    except ClusterError:
        raise
    except Exception as error:
        if isinstance(error, CancelledError | OSError) or client.status != "running":
            raise _gone(address) from error
        raise ClusterError(
            f"A worker could not read its articles ({_say(error)}).",
            remedy="Install there what is installed here. What was read is kept.",
            path=address,
        ) from error


def _tells_of_death(error: Exception) -> bool:
    from distributed import KilledWorker  # noqa: PLC0415 - as above

    return isinstance(error, KilledWorker)


class _Crew:
    """How many threads the workers have between them, asked for now and then, since workers come and go."""

    def __init__(self, client: Any, address: str) -> None:
        self.client, self.address = client, address
        self.threads = self.asked = self.without = 0

    def room(self) -> int:
        """How many batches may be handed out: asked for after each result."""
        if self.asked <= 0:
            self.threads = sum(self.client.nthreads().values())
            self.asked = AHEAD * self.threads
        self.asked -= 1
        return max(AHEAD, AHEAD * self.threads)

    def look(self) -> None:
        """Nothing came for a while: is anybody there still?"""
        if self.client.status != "running":
            raise _gone(self.address)
        self.asked = 0
        self.without = 0 if self.client.nthreads() else self.without + 1
        if self.without * LOOK >= PATIENCE:
            raise ClusterError(
                f"The last worker went away {PATIENCE} seconds ago.",
                remedy=f"Start workers with dask worker {self.address} and build again; what was read is kept.",
                path=self.address,
            )


def _refuse_others(client: Any, address: str, ours: Environment) -> None:
    """Ask every worker what it reads with; one that has not answered in time is asked again with its first batch."""
    try:
        client.wait_for_workers(1, timeout=CONNECT)
    except TimeoutError as error:
        raise ClusterError(
            "The scheduler has no worker.",
            remedy=f"Start one on each machine: dask worker {address} --nworkers -1 --nthreads 1.",
            path=address,
        ) from error
    # Asked first by a function that every Python has: one of ours would make a worker without Briefing end itself.
    for worker, found in _ask(client, locate, f"{describe.__module__}.{describe.__name__}"):
        if not callable(found):
            reason = _say(found) if found else "there is none, or another version"
            raise ClusterError(
                f"The worker {worker} cannot load Briefing ({reason}).",
                remedy="Install there what is installed here, and start the worker again.",
                path=address,
            )
    for worker, theirs in _ask(client, describe):
        if theirs != ours:
            raise _differ(address, f"The worker {worker}", theirs, ours)


def _ask(client: Any, function: Callable[..., Any], *arguments: str) -> Iterator[tuple[str, Any]]:
    """What each worker answers, or which exception it raises; those that do not answer in time are left out."""
    executor = client.get_executor(pure=False)
    asked = {worker: executor.submit(function, *arguments, workers=[worker]) for worker in sorted(client.nthreads())}
    done, _ = wait(asked.values(), CONNECT)
    return ((worker, each.exception() or each.result()) for worker, each in asked.items() if each in done)


def _differ(address: str, who: str, theirs: Environment, ours: Environment) -> ClusterError:
    if theirs.python != ours.python:
        what = f"has Python {theirs.python}, this machine {ours.python}"
    elif theirs.briefing != ours.briefing:
        what = "has another version of Briefing than this machine"
    else:
        pairs = zip(theirs.libraries, ours.libraries, strict=True)
        (name, version), (_, own) = next(pair for pair in pairs if pair[0] != pair[1])
        what = f"has {name} {version}, this machine {own}"
    return ClusterError(
        f"{who} {what}: it could find something else in an article.",
        remedy="Install the same on all machines, best from the same lock file, and start the workers again.",
        path=address,
    )


def _gone(address: str) -> ClusterError:
    return ClusterError(
        "The scheduler went away.",
        remedy="Start it and its workers again, or build without --scheduler. What was read is kept, and the next"
        " build goes on from there.",
        path=address,
    )


def _key(client: Any) -> str:
    """What the names of this build's batches begin with: other builds may work with the same scheduler."""
    return f"briefing-{client.id}-"


def _say(error: BaseException | None) -> str:
    """An exception of a library as half a sentence."""
    words = " ".join(str(error).split())[:200].rstrip(".")
    return words or type(error).__name__
