"""The site on this machine: what it shows, to whom, and that it follows the editor's hand."""

from __future__ import annotations

import http.client
import os
import socket
import struct
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from briefing import serving as server
from briefing.building import build
from briefing.errors import BriefingError
from briefing.serving import serve_site
from briefing.settings import check_settings

ARTICLE = "Title: {title}\nDate: 2025-03-14\n\nThe quay wall at {place} gave way on Friday, the port office said.\n"
PATIENCE = 20  # seconds; a build of one article takes a tenth of one, noticing a change up to two


@dataclass
class Served:
    """A site that is being served, and what was said meanwhile."""

    content: Path
    settings_file: Path
    said: list[str] = field(default_factory=list)
    broken: Exception | None = None  # what reading the settings shall fail with

    @property
    def port(self) -> int:
        return int(self.said[0].split(":")[2].partition("/")[0])

    def get(self, path: str, host: str = "", method: str = "GET") -> tuple[int, bytes]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        try:
            connection.putrequest(method, path, skip_host=True)
            connection.putheader("Host", host or f"localhost:{self.port}")
            connection.endheaders()
            answer = connection.getresponse()
            assert answer.status != 200 or answer.headers["Cache-Control"] == "no-store"
            return answer.status, answer.read()
        finally:
            connection.close()

    def ask(self, request: str) -> bytes:
        """What comes back for a request that is sent as it stands, PORT for the port."""
        with socket.create_connection(("127.0.0.1", self.port), PATIENCE) as connection:
            connection.sendall(request.replace("PORT", str(self.port)).encode("latin-1"))
            connection.shutdown(socket.SHUT_WR)
            return b"".join(iter(lambda: connection.recv(65_536), b""))

    def wait_for(self, holds: Callable[[], bool], again: Callable[[], object] = lambda: None) -> None:
        """Wait until something holds; `again` is done each second, as a change may come before the watch began."""
        end = time.monotonic() + PATIENCE
        while not holds():
            assert time.monotonic() < end, self.said
            again()
            time.sleep(1)


@contextmanager
def serving(root: Path) -> Iterator[Served]:
    content = root / "content"
    content.mkdir()
    served = Served(content, root / "mine.py")
    served.settings_file.write_text("# settings\n", encoding="utf-8")
    (content / "quay.md").write_text(ARTICLE.format(title="Quay wall", place="Malmford"), encoding="utf-8")
    stop = threading.Event()

    def read_settings() -> dict[str, object]:
        if served.broken:
            raise served.broken
        name = served.settings_file.read_text(encoding="utf-8").strip("# \n")
        return {
            "PATH": str(content),
            "OUTPUT_PATH": str(root / "output"),
            "BRIEFING_DAY": "2025-03-20",
            "SITENAME": name,
        }

    def run() -> None:
        serve_site(
            read_settings,
            0,
            lambda settings: build(check_settings(settings)),
            served.said.append,
            stop,
            str(served.settings_file),
        )

    thread = threading.Thread(target=run)
    thread.start()
    try:
        served.wait_for(lambda: bool(served.said))
        yield served
    finally:
        stop.set()
        thread.join(PATIENCE)
    assert not thread.is_alive()


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with serving(tmp_path_factory.mktemp("served")) as running:
        yield running


def test_it_shows_the_site_to_this_machine(served: Served) -> None:
    assert served.said[0].startswith("http://127.0.0.1:")
    assert "(Ctrl-C ends it)" in served.said[0]
    for host in ("localhost", "127.0.0.1", "[::1]", "LocalHost"):
        status, page = served.get("/", f"{host}:{served.port}")
        assert status == 200
        assert b"quay wall at Malmford" in page
    assert served.get("/articles/quay.html")[0] == 200
    assert served.get("/", method="HEAD") == (200, b"")


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "evil.example:{port}",
        "localhost",
        "localhost:1",
        "localhost:{port}.evil.example",
        "127.0.0.1.evil.example",
        "localhost.:{port}",
        "evil@localhost:{port}",
        "localhost:{port}@evil.example",
        "localhost:{port}, evil.example",
        "http://localhost:{port}",
        "0.0.0.0:{port}",
        "127.1:{port}",
        "0x7f.1:{port}",
        "",
    ],
)
def test_it_answers_to_no_other_name(served: Served, host: str) -> None:
    """DNS rebinding: a foreign page whose name suddenly means this machine."""
    status, page = served.get("/", host.format(port=served.port) or " ")
    assert status == 403
    assert b"quay" not in page


@pytest.mark.parametrize(
    "path",
    [
        "/../content/quay.md",
        "/..%2fcontent%2fquay.md",
        "/%2e%2e/content/quay.md",
        "/articles/../../content/quay.md",
        "/..\\content\\quay.md",
        "//content/quay.md",
        "/link.md",
        "/linked/quay.md",
        "/articles/",
        "/.git/config",
        "/articles/.kept.html",
        "/nothing.html",
        "/index.html%00.md",
    ],
)
def test_it_shows_nothing_but_pages_of_the_site(served: Served, path: str) -> None:
    output = served.content.parent / "output"
    if not (output / "link.md").is_symlink():
        (output / "link.md").symlink_to(served.content / "quay.md")
        (output / "linked").symlink_to(served.content)
        (output / ".git").mkdir()
        for hidden in (".git/config", "articles/.kept.html"):
            (output / hidden).write_text("Malmford")
    status, page = served.get(path)
    assert status in {400, 404}
    assert b"Malmford" not in page


@pytest.mark.parametrize(
    "request_",
    [
        "GET / HTTP/1.1\r\n\r\n",
        "GET / HTTP/1.0\r\n\r\n",
        "GET /\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: localhost:PORT\r\nHost: evil.example\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: evil.example\r\nHost: localhost:PORT\r\n\r\n",
        "GET http://evil.example/ HTTP/1.1\r\nHost: localhost:PORT\r\n\r\n",
        "GET http://localhost:PORT/ HTTP/1.1\r\nHost: evil.example\r\n\r\n",
        "GET http://evil.example/articles HTTP/1.1\r\nHost: localhost:PORT\r\n\r\n",
        "GET * HTTP/1.1\r\nHost: localhost:PORT\r\n\r\n",
        "GET articles/quay.html HTTP/1.1\r\nHost: localhost:PORT\r\n\r\n",
        "GET  / HTTP/1.1\r\nHost : localhost:PORT\r\n\r\n",
        "GET / HTTP/1.1\r\n Host: localhost:PORT\r\n\r\n",
        "CONNECT localhost:PORT HTTP/1.1\r\nHost: localhost:PORT\r\n\r\n",
        "OPTIONS / HTTP/1.1\r\nHost: localhost:PORT\r\nOrigin: https://evil.example\r\n\r\n",
        "GET / HTTP/9.9\r\nHost: localhost:PORT\r\n\r\n",
        "GET /" + "a" * 70_000 + " HTTP/1.1\r\nHost: localhost:PORT\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: localhost:PORT\r\n" + "X: y\r\n" * 200 + "\r\n",
        "\x16\x03\x01\x02\x00\x01\x00",
    ],
    ids=lambda request: repr(request[:60]),
)
def test_it_answers_no_odd_request(served: Served, request_: str) -> None:
    answer = served.ask(request_)
    assert b"quay" not in answer
    assert b" 200 " not in answer.partition(b"\r\n")[0]
    assert b"\r\nLocation:" not in answer
    assert b"Access-Control-Allow" not in answer


def test_foreign_pages_load_nothing_of_it(served: Served) -> None:
    """In the editor's browser: another site may lead here, and neither load, read, frame nor post."""

    def ask(site: str, mode: str) -> bytes:
        said = f"Host: localhost:PORT\r\nSec-Fetch-Site: {site}\r\nSec-Fetch-Mode: {mode}\r\n"
        return served.ask(f"GET / HTTP/1.1\r\n{said}Origin: https://evil.example\r\nConnection: close\r\n\r\n")

    for site in ("cross-site", "same-site"):
        for mode in ("no-cors", "cors", "websocket"):
            assert b" 403 " in ask(site, mode).partition(b"\r\n")[0]
        assert b"quay wall" in ask(site, "navigate")
    ours = ask("same-origin", "cors")
    assert b"quay wall" in ours
    head = ours.partition(b"\r\n\r\n")[0]
    assert b"frame-ancestors 'none'" in head
    assert b"Cross-Origin-Resource-Policy: same-origin" in head
    assert b"X-Content-Type-Options: nosniff" in head
    assert b"Access-Control-Allow" not in head


def test_what_is_no_file_is_not_waited_for(served: Served) -> None:
    os.mkfifo(served.content.parent / "output" / "pipe.html")
    assert served.get("/pipe.html")[0] == 404
    (served.content.parent / "output" / "pipe.html").unlink()


def test_slow_clients_neither_keep_others_waiting_nor_stay(served: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    assert 0 < server._Handler.timeout <= 60
    monkeypatch.setattr(server._Handler, "timeout", 0.5)
    slow = [socket.create_connection(("127.0.0.1", served.port), PATIENCE) for _ in range(20)]
    for connection in slow:
        connection.sendall(b"GET / HTTP/1.1\r\nHost: ")
    assert served.get("/")[0] == 200
    for connection in slow:
        assert connection.recv(1) == b""  # it was closed, without a word
        connection.close()


def test_a_request_that_drips_has_no_longer_than_others(served: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server._Handler, "timeout", 0.5)
    begun = time.monotonic()
    with socket.create_connection(("127.0.0.1", served.port), PATIENCE) as connection:
        connection.sendall(b"GET / HTTP/1.1\r\nX: ")
        connection.settimeout(0.1)
        closed = False
        while not closed and time.monotonic() - begun < 5:
            try:
                connection.sendall(b"a")
                closed = connection.recv(1) == b""
            except TimeoutError:
                pass  # it listens still
            except ConnectionError:
                closed = True
    assert closed
    assert 0.4 < time.monotonic() - begun < 3


@pytest.mark.parametrize("host", ["localhost:PORT", "foreign.example"])
def test_who_hangs_up_is_no_fault(served: Served, capsys: pytest.CaptureFixture[str], host: str) -> None:
    request = f"GET / HTTP/1.1\r\nHost: {host}\r\n\r\n".replace("PORT", str(served.port)).encode()
    for _ in range(20):
        connection = socket.create_connection(("127.0.0.1", served.port), PATIENCE)
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))  # without a goodbye
        connection.sendall(request)
        connection.close()
    assert served.get("/")[0] == 200
    time.sleep(0.2)
    assert capsys.readouterr().err == ""


def test_it_only_shows(served: Served) -> None:
    for method in ("POST", "PUT", "DELETE"):
        assert served.get("/index.html", method=method)[0] == 501


def test_it_listens_to_this_machine_only(served: Served) -> None:
    with socket.socket() as other:
        other.settimeout(2)
        address = _own_address()
        if address.startswith("127."):
            pytest.skip("this machine has no other address")
        with pytest.raises(OSError):
            other.connect((address, served.port))


def _own_address() -> str:
    """The address by which other machines would reach this one; nothing is sent."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))  # a documentation address
        except OSError:
            return "127.0.0.1"
        return str(probe.getsockname()[0])


def test_a_change_is_built_and_a_mistake_waited_out(tmp_path: Path) -> None:
    with serving(tmp_path) as served:
        second = served.content / "second.md"
        served.wait_for(
            lambda: served.get("/articles/second.html")[0] == 200,
            lambda: second.write_text(ARTICLE.format(title="Second", place="Odrin"), encoding="utf-8"),
        )
        assert b"Odrin" in served.get("/articles/second.html")[1]

        (served.content / "events.yml").write_text("- {id: A b}\n", encoding="utf-8")
        served.wait_for(lambda: any("events.yml:1" in line for line in served.said))
        assert served.get("/articles/second.html")[0] == 200
        (served.content / "events.yml").unlink()

        second.unlink()
        served.wait_for(lambda: served.get("/articles/second.html")[0] == 404)

        served.settings_file.write_text("# The Evening\n", encoding="utf-8")
        served.wait_for(lambda: b"The Evening" in served.get("/")[1])


@pytest.mark.parametrize("fault", [BriefingError("It is half written."), ZeroDivisionError("half written")], ids=repr)
def test_a_fault_does_not_end_it(tmp_path: Path, fault: Exception) -> None:
    """An editor at work on a theme breaks it every minute."""
    with serving(tmp_path) as served:
        served.broken = fault
        served.wait_for(
            lambda: any("half written" in line for line in served.said),
            lambda: (served.content / "note.txt").write_text(str(time.monotonic()), encoding="utf-8"),
        )
        served.broken = None
        (served.content / "quay.md").write_text(ARTICLE.format(title="Quay wall", place="Skarholm"), encoding="utf-8")
        served.wait_for(lambda: b"Skarholm" in served.get("/")[1])


def test_a_port_that_is_taken_is_told(tmp_path: Path) -> None:
    (tmp_path / "content").mkdir()
    given = {"PATH": str(tmp_path / "content"), "OUTPUT_PATH": str(tmp_path / "output"), "BRIEFING_DAY": "2025-03-20"}
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(BriefingError, match=rf"Port {port} cannot be used \(.+\)\. Choose another with --port\."):
            serve_site(lambda: given, port, lambda settings: build(check_settings(settings)), print)
