"""The site on this machine, built again whenever a file changes. For editors at work, not for the public."""

from __future__ import annotations

import os
import threading
import traceback
from collections.abc import Callable
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


class _Handler(SimpleHTTPRequestHandler):
    """Serves files below one folder to browsers that asked for this machine by its own name."""

    server: ThreadingHTTPServer

    def parse_request(self) -> bool:
        if not super().parse_request():
            return False
        port = self.server.server_address[1]
        host = self.headers.get("Host", "")
        # Another name that resolves to this machine is how a foreign page reads a local site (DNS rebinding).
        if host not in {f"{name}:{port}" for name in ("127.0.0.1", "localhost", "[::1]")}:
            self.send_error(403, "This server answers to localhost only")
            return False
        return True

    def translate_path(self, path: str) -> str:
        found = super().translate_path(path)
        if "\0" in found:
            return ""
        root = os.path.realpath(self.directory)
        real = os.path.realpath(found)
        return found if real == root or real.startswith(root + os.sep) else ""  # no file: 404

    def list_directory(self, path: str | os.PathLike[str]) -> None:  # noqa: ARG002 - the name is the base class's
        self.send_error(404, "There is no such page")

    def end_headers(self) -> None:
        self.send_header("Cache-Control", "no-store")
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
