"""The site on this machine, built again whenever a file changes. For editors at work, not for the public."""

from __future__ import annotations

import io
import os
import re
import socket
import threading
import time
import traceback
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from watchfiles import watch

from briefing.errors import BriefingError
from briefing.searching import Superseded
from briefing.settings import check_settings
from briefing.turns import BusyError

HOST = "127.0.0.1"  # nobody else's machine reaches it
HTTP_PORT = 80  # the one that browsers leave out of Host
PATIENCE = 30  # seconds that a request may take to come in: each one under way holds a thread
_HIDDEN = re.compile(r"[/\\]\.(?!well-known(?:[/\\]|\Z))")  # RFC 8615
# What foreign pages in the editor's browser may do with drafts: nothing, not even show them in a frame.
_HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "frame-ancestors 'none'",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
}


class _Incoming(io.RawIOBase):
    """What one client sends, for so many seconds in all: a timeout of the socket's own begins anew with each byte."""

    def __init__(self, connection: socket.socket, seconds: float) -> None:
        super().__init__()
        self._connection, self._seconds = connection, seconds
        self._end = time.monotonic() + seconds

    def readable(self) -> bool:
        return True

    def readinto(self, room: Any) -> int:
        self._connection.settimeout(max(self._end - time.monotonic(), 0.001))  # 0 would mean: do not wait
        try:
            return self._connection.recv_into(room)
        finally:
            self._connection.settimeout(self._seconds)  # what is sent has its own


class _Handler(SimpleHTTPRequestHandler):
    """Serves files below one folder to browsers that asked for this machine by its own name."""

    server: ThreadingHTTPServer
    timeout = PATIENCE

    def setup(self) -> None:
        super().setup()
        self.rfile.close()
        self.rfile = io.BufferedReader(_Incoming(self.connection, self.timeout))

    def handle(self) -> None:
        with suppress(ConnectionError):  # whoever hangs up wants no answer
            super().handle()

    def parse_request(self) -> bool:
        if not super().parse_request():
            return False
        if why := self._refusal():
            self.send_error(403, why)
            return False
        return True

    def _refusal(self) -> str:
        """Why this request is not answered; empty: it is."""
        port = self.server.server_address[1]
        names = ("127.0.0.1", "localhost", "[::1]")
        ours = {f"{name}:{port}" for name in names} | set(names if port == HTTP_PORT else ())
        # Another name that resolves to this machine is how a foreign page reads a local site (DNS rebinding).
        hosts = self.headers.get_all("Host", [])
        if len(hosts) != 1 or hosts[0].lower() not in ours:
            return "This server answers to localhost only"
        if not self.path.startswith("/"):  # a proxy's way of asking; its host would not be the one above
            return "This server is no proxy"
        # Browsers say who asks: a foreign page may lead here, and may load nothing from here (Fetch Metadata).
        foreign = self.headers.get("Sec-Fetch-Site", "none") not in ("none", "same-origin")
        if foreign and self.headers.get("Sec-Fetch-Mode") != "navigate":
            return "Other sites load nothing from here"
        return ""

    def translate_path(self, path: str) -> str:
        found = super().translate_path(path)
        if "\0" in found:
            return ""
        root = os.path.realpath(self.directory)
        real = os.path.realpath(found)
        inside = real == root or real.startswith(root + os.sep)
        # An output that is kept in git has all that ever was in it in such a folder, and maybe a password.
        inside = inside and not _HIDDEN.search(real[len(root) :])
        # What is neither a file nor a folder could keep a thread waiting for ever.
        return found if inside and (os.path.isfile(real) or os.path.isdir(real)) else ""  # no file: 404

    def list_directory(self, path: str | os.PathLike[str]) -> None:  # noqa: ARG002 - the name is the base class's
        self.send_error(404, "There is no such page")

    def end_headers(self) -> None:
        for name, value in _HEADERS.items():
            self.send_header(name, value)
        super().end_headers()

    def log_message(self, *_: Any) -> None:
        """Requests are of no interest to an editor."""


Index = Callable[[dict[str, Any], Callable[[], bool]], None]  # (settings, whether to give up): makes the search index


class _Indexing:
    """Makes the search index beside the builds: pages are there before it, and a build ends the one under way."""

    def __init__(self, index: Index, say: Callable[[str], Any]) -> None:
        self._index, self._say = index, say
        self._ended = threading.Event()
        self._thread: threading.Thread | None = None

    def begin(self, settings: dict[str, Any]) -> None:
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._run, args=(settings, self._ended), daemon=True)
        self._thread.start()

    def end(self) -> None:
        self._ended.set()
        if self._thread is not None:
            self._thread.join()

    def _run(self, settings: dict[str, Any], ended: threading.Event) -> None:
        try:
            self._index(settings, ended.is_set)
        except Superseded:
            pass
        except BriefingError as error:
            self._say(f"briefing: {error}")
        except Exception:  # noqa: BLE001 - the pages are there, search or not
            self._say(traceback.format_exc())


def serve_site(
    read_settings: Callable[[], dict[str, Any]],
    port: int,
    build: Callable[[dict[str, Any]], Any],
    say: Callable[[str], Any],
    stop: threading.Event | None = None,
    settings_file: str = "pelicanconf.py",
    index: Index = lambda _, __: None,
) -> None:
    """Build and serve until interrupted (or `stop` is set). A change that cannot be built is said and waited out.

    Content, theme and `settings_file` are watched. After each build `index` is run beside the server.
    Raises BriefingError if the first build fails or the port is taken.
    """
    settings = read_settings()
    checked = check_settings(settings)
    build(settings)
    indexing = _Indexing(index, say)
    try:
        server = ThreadingHTTPServer((HOST, port), partial(_Handler, directory=str(checked.output)))
    except OSError as error:
        what = f"Port {port} cannot be used ({error.strerror})."
        raise BriefingError(what, remedy="Choose another with --port.") from error
    with server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        indexing.begin(settings)
        say(f"http://{HOST}:{server.server_address[1]}/ (Ctrl-C ends it)")
        watched = [path for path in (checked.content, checked.theme, Path(settings_file)) if path.exists()]
        try:
            due = True  # what changed while the first build ran, nobody watched; a build finds it by itself
            waits = False  # for another build, which was said
            waiting = watch(*watched, stop_event=stop, raise_interrupt=False, rust_timeout=500, yield_on_timeout=True)
            for changes in waiting:
                if not changes and not due:
                    continue
                due = False
                indexing.end()  # it reads the archive, which the build needs
                try:
                    settings = read_settings()
                    build(settings)
                    waits = False
                    indexing.begin(settings)
                except BusyError as error:
                    if not waits:
                        say(f"briefing: {error}")
                    due = waits = True  # with the next look, half a second later
                except BriefingError as error:
                    say(f"briefing: {error}")
                except Exception:  # noqa: BLE001 - a fault of a half-written theme or plugin shall not end it either
                    say(traceback.format_exc())
        finally:
            indexing.end()
            server.shutdown()
