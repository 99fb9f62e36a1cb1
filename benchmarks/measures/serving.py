"""A built site over http on loopback, as hosts serve it: compressed, below any path, with its own 404 page."""

from __future__ import annotations

import gzip
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import ClassVar
from urllib.parse import unquote, urlsplit

TYPES = {".wasm": "application/wasm", ".webmanifest": "application/manifest+json", ".xml": "application/xml"}
COMPRESSED = ("text/", "application/json", "application/xml", "application/manifest+json", "image/svg+xml")


@contextmanager
def serve(output: Path, below: str = "") -> Iterator[str]:
    """Serve `output` as the folder `below` (no slash at either end) of a free port; yield its address with a slash."""

    class Answer(SimpleHTTPRequestHandler):
        extensions_map: ClassVar = {**SimpleHTTPRequestHandler.extensions_map, **TYPES}

        def do_GET(self) -> None:
            path = unquote(urlsplit(self.path).path)
            root = f"/{below}/" if below else "/"
            file = output / path.removeprefix(root) if path.startswith(root) else output / "404.html"
            file = file / "index.html" if file.is_dir() else file
            inside = path.startswith(root) and file.resolve().is_relative_to(output.resolve())
            status = 200 if inside and file.is_file() else 404
            if status == 404:
                file = output / "404.html"
            body = file.read_bytes() if file.is_file() else b"not found"
            kind = self.guess_type(str(file))
            self.send_response(status)
            if kind.startswith(COMPRESSED) and "gzip" in self.headers.get("Accept-Encoding", ""):
                body = gzip.compress(body, 6)
                self.send_header("Content-Encoding", "gzip")
            text = kind.startswith("text/") or kind.endswith("javascript")
            self.send_header("Content-Type", kind + ("; charset=utf-8" if text else ""))
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            with suppress(ConnectionError):  # a browser that was led away, or closed, takes no more of it
                self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answer)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/" + (f"{below}/" if below else "")
    finally:
        server.shutdown()
        server.server_close()
