"""The command that has content come in by itself: fetch."""

from __future__ import annotations

import difflib
import re
from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import click

from briefing.cli.frame import common_options, shown_progress
from briefing.errors import BriefingError
from briefing.settings_file import Options, read_pelican_settings

if TYPE_CHECKING:
    from briefing.fetching.accounts import Outcome
    from briefing.fetching.model import Outlet, Row

# What could end a line of a terminal, or is no character: titles and errors are strangers' words.
_LINE_ENDS = re.compile(r"[\t\n\x0b\x0c\r\x1c-\x1f\x85\u2028\u2029\ud800-\udfff]+")
_LONGEST = 200  # characters of a stranger's words in one line
_MOST_TOLD = 50  # articles or problems that are told one by one; --json has all of them


@click.command()
@click.argument("sources", nargs=-1, metavar="[SOURCE…]")
@common_options
@click.option("--since", metavar="DAY", default="", help="Take what is dated since then, as 2025-03-14, seen or not.")
@click.option("--dry-run", "dry", is_flag=True, help="Ask for feeds and say what is new in them; write nothing.")
@click.option("--json", "as_json", is_flag=True, help="Print what became of every entry as one JSON object.")
@click.option(
    "--minutes",
    metavar="N",
    type=click.IntRange(1),
    help="Ask for nothing after that; what is left waits for the next.",
)
@click.option("--strict", is_flag=True, help="Exit with status 1 if a feed or an entry could not be read.")
def fetch(
    sources: tuple[str, ...], content: str, output: str, settings: str, quiet: bool,
    since: str, dry: bool, as_json: bool, minutes: int | None, strict: bool,
) -> None:  # fmt: skip
    """Ask the feeds of sources.yml and put what is new into the content folder as Markdown.

    SOURCE is the id or the name of one of them; without it all are asked. What is there already is not added again,
    and what cannot be read stops nothing else.
    """
    from briefing.fetching.accounts import Ledger, draw_up, has_failed, sum_up
    from briefing.fetching.means import Wish
    from briefing.fetching.outing import go_out
    from briefing.fetching.subscriptions import SOURCES, find_closed, read_outlets
    from briefing.noting import format_note
    from briefing.registry import parse_registry, read_files
    from briefing.settings import check_settings

    checked = check_settings(read_pelican_settings(Options(content, output, settings)))
    files = read_files(checked.content)
    registry = parse_registry(files)
    raw = files.get(SOURCES, b"")
    every = read_outlets(raw)
    chosen = _choose(every, sources)
    at = _now()
    today = datetime.fromisoformat(at).astimezone(checked.zone).date()
    wish = Wish(_check_day(since, today), dry, all=chosen == every, minutes=minutes or 0)
    for note in find_closed(raw, checked.fetching.allowed):
        click.secho(_plain(format_note(note), 1_000), fg="yellow", err=True)
    with shown_progress(quiet or as_json) as progress:
        outcome = go_out(checked, registry, chosen, wish, _now, progress)
    accounts = sum_up(outcome, chosen)
    if as_json:
        import msgspec

        ledger = Ledger(at, dry, outcome.requests, accounts, outcome.rows, outcome.remarks)
        click.echo(msgspec.json.format(msgspec.json.encode(ledger), indent=1))
    else:
        _say_rows(outcome, quiet, dry)
        if not quiet:
            for line in draw_up(accounts):
                click.echo(_plain(line, 1_000))
    if strict and has_failed(outcome):
        raise click.exceptions.Exit(1)


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


def _check_day(written: str, today: date) -> str:
    try:
        day = date.fromisoformat(written).isoformat() if written else ""
    except ValueError as error:
        raise BriefingError(f"--since is {written!r}.", remedy="It takes a day such as 2025-03-14.") from error
    if day > today.isoformat():  # all that comes in would be too old, and put aside
        raise BriefingError(f"--since is {day}, which lies ahead.", remedy=f"It takes a day up to today, {today}.")
    return day


def _choose(outlets: tuple[Outlet, ...], named: Sequence[str]) -> tuple[Outlet, ...]:
    """The outlets that are named, by id or name, in the order of sources.yml; all where none is."""
    if not outlets:
        raise BriefingError(
            "No source has feeds.", remedy="Give one its addresses in content/sources.yml, as feeds: [https://…]."
        )
    ids = {}
    for outlet in outlets:
        ids[outlet.name.casefold()] = ids[outlet.id] = outlet.id
    unknown = [name for name in named if name.casefold() not in ids]
    if unknown:
        near = difflib.get_close_matches(unknown[0].casefold(), ids, 1)
        remedy = f"Did you mean {ids[near[0]]}?" if near else f"There are {', '.join(each.id for each in outlets)}."
        raise BriefingError(f"No source with feeds is called “{unknown[0]}”.", remedy=remedy)
    wanted = {ids[name.casefold()] for name in named}
    return tuple(outlet for outlet in outlets if not named or outlet.id in wanted)


def _say_rows(outcome: Outcome, quiet: bool, dry: bool) -> None:
    """Say what came in, what of it is to be looked at, and what went wrong."""
    from briefing.decoding import find_guess

    come = [row for row in outcome.rows if row.state in ("added", "changed")]
    wrong = [row for row in outcome.rows if row.state in ("failed", "retried")]
    if not quiet:
        for row in come[:_MOST_TOLD]:
            state = "would be read" if dry else row.state
            click.echo(f"{state}: {_plain(row.path or row.entry)}: {_plain(row.title)}")
        _say_more(len(come), err=False)
    for remark in outcome.remarks[:_MOST_TOLD]:
        place = "".join(f"{_plain(each)}: " for each in (remark.source, remark.feed) if each)
        click.secho(f"{place}{_plain(remark.what)}", fg="yellow", err=True)
    for row in come[:_MOST_TOLD]:
        if what := find_guess(row.why):
            click.secho(f"{_plain(row.path)}: {what}", fg="yellow", err=True)
    for row in wrong[:_MOST_TOLD]:
        click.secho(_word(row), fg="red" if row.state == "failed" else "yellow", err=True)
    _say_more(len(wrong), err=True)


def _say_more(number: int, *, err: bool) -> None:
    if number > _MOST_TOLD:
        click.echo(f"and {number - _MOST_TOLD:,} more: --json lists all of them.", err=err)


def _word(row: Row) -> str:
    what = _plain(row.entry or row.feed)
    again = f" It is tried again after {row.again.replace('T', ' ')[:16]} UTC." if row.again else ""
    return f"{row.state}: {row.source}: {what}: {_plain(row.why, 400)}{again}"


def _plain(words: str, longest: int = _LONGEST) -> str:
    from briefing.unseen import spell_out_unseen

    line = spell_out_unseen(_LINE_ENDS.sub(" ", words))
    return line if len(line) <= longest else f"{line[: longest - 1]}…"
