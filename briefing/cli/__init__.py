"""The `briefing` command: what an editor, a CI job and a curious reader type."""

from __future__ import annotations

import io
import sys

import click

from briefing import __version__
from briefing.cli.frame import Commands

# Where each command stands, beside what adds commands to it: no command waits for another's modules.
PLACES = {
    "add": ("articles",),
    "build": ("site",),
    "search": ("site",),
    "serve": ("site",),
    "check": ("articles",),
    "explain": ("articles",),
    "fetch": ("fetching",),
    "publish": ("releases",),
    "releases": ("releases",),
    "rollback": ("releases",),
    "mail": ("mailroom", "mail", "outbox", "readers"),
}


@click.group(
    cls=Commands,
    places=PLACES,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(__version__, prog_name="briefing")
def main() -> None:
    """A daily news briefing that can be checked: from a folder of articles to a site whose every sentence is verbatim.

    Each command reads pelicanconf.py in the current folder unless --settings names another file.
    """
    for stream in (sys.stdout, sys.stderr):  # where the terminal lacks a letter, the message matters more
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
