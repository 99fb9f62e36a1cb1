"""`briefing serve`: the site on this machine, for nobody else, made anew when a file changes."""

from __future__ import annotations

import contextlib
import http.client
import queue
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from briefing.cli import Options, read_pelican_settings, run_pelican
from briefing.serving import serve_site

pytestmark = pytest.mark.slow

PATIENCE = 30  # seconds until a build that does not come is a failure
ARTICLE = "Title: {title}\nDate: 2025-05-05\n\nThe ferry between Lindhamn and Skarholm will not sail before Thursday.\n"


class Server:
    """A server in a thread; what it says can be waited for."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.said: queue.Queue[str] = queue.Queue()
        self.stop = threading.Event()
        options = Options(str(folder / "content"), str(folder / "output"), str(folder / "pelicanconf.py"))
        arguments = (lambda: read_pelican_settings(options), 0, self.build, self.said.put, self.stop)
        self.thread = threading.Thread(target=serve_site, args=arguments)
        self.thread.start()
        while not (address := self.said.get(timeout=PATIENCE)).startswith("http"):
            pass
        self.port = int(address.split(":")[2].split("/")[0])

    def build(self, settings: dict[str, Any]) -> Any:
        report = run_pelican(settings, quiet=True)
        self.said.put("Built")
        return report

    def write(self, name: str, text: str, answer: str) -> None:
        """Write a file as an editor would, until the server says `answer` to it."""
        for _ in range(PATIENCE):  # a change that comes before the watch begins is not seen, so it comes again
            (self.folder / name).write_text(text, encoding="utf-8")
            with contextlib.suppress(queue.Empty):
                while answer not in self.said.get(timeout=2):
                    pass
                return
        pytest.fail(f"the server does not say {answer!r}")

    def get(self, path: str, host: str = "") -> tuple[int, str]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        connection.request("GET", path, headers={"Host": host or f"127.0.0.1:{self.port}"})
        answer = connection.getresponse()
        body = answer.read().decode()
        connection.close()
        return answer.status, body


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    (tmp_path / "content").mkdir()
    (tmp_path / "content/ferry.md").write_text(ARTICLE.format(title="Ferry stopped"), encoding="utf-8")
    (tmp_path / "secret.txt").write_text("not for the browser", encoding="utf-8")
    settings = 'SITENAME = "S"\nTIMEZONE = "UTC"\nPLUGINS = ["briefing"]\nBRIEFING_WORKERS = 1\n'
    (tmp_path / "pelicanconf.py").write_text(settings, encoding="utf-8")
    running = Server(tmp_path)
    yield running
    running.stop.set()
    running.thread.join(timeout=PATIENCE)
    assert not running.thread.is_alive()


def test_a_site_is_served_to_this_machine_only(server: Server) -> None:
    status, page = server.get("/articles/ferry.html")
    assert status == 200
    assert "Ferry stopped" in page
    assert server.get("/")[0] == 200
    assert server.get("/", host="news.example")[0] == 403, "another name may be a foreign page's that points here"


@pytest.mark.parametrize("path", ["/../secret.txt", "/%2e%2e/secret.txt", "/articles/", "/nothing.html"])
def test_nothing_but_pages_is_served(server: Server, path: str) -> None:
    status, body = server.get(path)
    assert status == 404
    assert "not for the browser" not in body


def test_a_change_is_shown(server: Server) -> None:
    server.write("content/ferry.md", ARTICLE.format(title="Ferry sails again"), "Built")
    assert "Ferry sails again" in server.get("/articles/ferry.html")[1]


def test_a_mistake_in_a_registry_is_said_and_waited_out(server: Server) -> None:
    server.write("content/events.yml", "- id: ferry\n", "events.yml")
    server.write("content/events.yml", "- {id: ferry, title: Ferry, phrases: {ferry: 3}}\n", "Built")
    assert server.get("/events/ferry.html")[0] == 200
