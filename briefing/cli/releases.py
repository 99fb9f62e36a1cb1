"""The commands for a server: publish, releases, rollback."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from briefing.cli.frame import common_options, count, shown_progress
from briefing.errors import BriefingError, ReleaseError
from briefing.settings_file import Options, read_pelican_settings

if TYPE_CHECKING:
    from briefing.archive import Archive
    from briefing.releases.publishing import Built, Outcome
    from briefing.releases.withdrawing import Withdrawals
    from briefing.settings import Settings

_KEPT_TEXTS = 2_000  # of articles, some 4 KB each, that pages are held against
_MOST_REMADE = 100  # pages that are made again: each is told
_MOST_NOTES = 20  # problems that are told: a page that went takes many links with it
_MOST_NAMED = 5  # articles of which a release that comes back shows more

_directory = click.argument("directory", metavar="DIR", type=click.Path(path_type=Path))


@click.command()
@_directory
@common_options
@click.option("--day", metavar="DAY", default="", help="The build day, as 2025-03-14; later articles are held back.")
@click.option("--strict", is_flag=True, help="Publish nothing if there is anything to complain of.")
@click.option("--search", "indexed", is_flag=True, help="Make the search index as well, as briefing search does.")
@click.option("--scheduler", metavar="ADDRESS", default="", help="Read on a Dask cluster, as tcp://HOST:PORT.")
@click.option(
    "--keep", default=5, show_default=True, type=click.IntRange(1, 1000), help="How many releases stay, with this one."
)
@click.option("--replace", is_flag=True, help="Publish though DIR shows another site, or twice as many articles.")
def publish(
    directory: Path, content: str, output: str, settings: str, quiet: bool, day: str, strict: bool, indexed: bool,
    scheduler: str, keep: int, replace: bool,
) -> None:  # fmt: skip
    """Build the site, make a release of it below DIR, check it, and show it in one step.

    A web server shows DIR/current. Readers see the release before, then this one, never half of either.
    """
    from msgspec import structs

    from briefing.cli.site import make_site
    from briefing.noting import format_note
    from briefing.releases import publishing
    from briefing.releases.place import Place
    from briefing.releases.succession import refuse_day, refuse_stranger, refuse_unknown
    from briefing.resting import PUBLISHED, ROUNDS
    from briefing.settings import MOST_SETTLING

    place = Place(directory)
    options = Options(content, output, settings, day, strict, scheduler)
    checked = _check(options)
    settling = min(PUBLISHED * checked.settling, MOST_SETTLING)
    options, checked = options._replace(settling=settling), structs.replace(checked, settling=settling)
    _lie_apart(place.root, checked)
    place.open()
    for note in place.mend():
        click.secho(format_note(note), fg="yellow", err=True)
    expected = place.shown()
    if last := place.last():
        refuse_day(last, expected, checked)
        if not replace:
            refuse_stranger(last, expected, checked)
    elif place.folder(expected).is_dir() and not replace:
        refuse_unknown(expected)
    wish = publishing.Wish(_now(), expected, keep, checked.strict, replace)
    _scrub(checked)
    doubted: list[str] = []
    for left in reversed(range(ROUNDS)):
        make_site(options, quiet, indexed)
        before, doubted = doubted, []
        try:
            with shown_progress(quiet) as progress, _as_built(checked, doubted.append, progress) as built:
                done = publishing.publish(place, built, structs.replace(wish, made=_now()), progress)
            break
        except publishing.OutrunError:
            if not left:
                raise
        except BriefingError:
            if before or not doubted or not left:
                raise
            _take_away(doubted, checked.output)
    for note in done.notes[:_MOST_NOTES]:
        click.secho(format_note(note), fg="yellow", err=True)
    if (more := len(done.notes) - _MOST_NOTES) > 0:
        click.secho(
            f"{count(more, 'more problem')}; briefing check lists links that lead nowhere.", fg="yellow", err=True
        )
    _say_outcome(done, place.root, quiet)


def _take_away(doubted: list[str], output: Path) -> None:
    """Have pages made again that the build takes for what it left, and that are not: by their size and time they are.

    Not more than _MOST_REMADE: so many are the theme's fault, which would come again.
    """
    for path in doubted[:_MOST_REMADE]:
        (output / path).unlink(missing_ok=True)
        click.secho(f"{output.name}/{path}: It is not fit to be shown, and is made again.", fg="yellow", err=True)


def _check(options: Options) -> Settings:
    from briefing.settings import check_settings
    from briefing.settings_file import evaluate_settings, settle_settings

    values = evaluate_settings(options)
    given = settle_settings(values, options) if values is not None else None
    return check_settings(given or read_pelican_settings(options))


def _scrub(settings: Settings) -> None:
    """Compare all of the archive with its checksums: what a disk has spoilt has the size and times that it had.

    It takes 0.6 ms of a MB, and 4,000 articles have 84; one that is not as it was written is made anew by the build.
    """
    from briefing.archive import Archive
    from briefing.opening import Role
    from briefing.turns import one_build

    if settings.archive.is_file():
        with one_build(settings.archive), Archive(settings.archive, Role.AUDITOR):
            pass


def _lie_apart(root: Path, settings: Settings) -> None:
    """Raise BriefingError where releases would lie in what they are made of, or the other way round.

    So with what nobody is to read, as all of that folder may be served.
    """
    from briefing.premises import check_apart
    from briefing.settings import list_kept

    place = root.resolve()
    for folder, name in ((settings.content, "content"), (settings.output, "output")):
        real = folder.resolve()
        if place.is_relative_to(real) or real.is_relative_to(place):
            raise ReleaseError(
                f"{root} and the {name} folder {folder} lie in one another.",
                remedy="Name a folder beside them, such as the one your web server shows.",
            )
    check_apart(
        root, [("BRIEFING_ARCHIVE", settings.archive), *((name, path) for name, path, _ in list_kept(settings.mail))]
    )


@contextmanager
def _as_built(
    settings: Settings,
    doubt: Callable[[str], None] = lambda _: None,
    progress: Callable[[str, int, int], None] = lambda *_: None,
) -> Iterator[Built]:
    """The site as the build left it, while no other build may begin. `doubt` is told of pages that are not fit."""
    from functools import lru_cache, partial

    from briefing.archive import Archive
    from briefing.model import SHOWN
    from briefing.releases.publishing import Built
    from briefing.resting import find_restless, find_young, let_settle
    from briefing.turns import one_build

    with one_build(settings.archive, settings.output), Archive(settings.archive) as archive:
        young = find_young(archive)
        let_settle(settings, young)
        pages = {path: (size, mtime) for path, size, mtime in archive.each("select path, size, mtime from page")}
        if settings.render != "archive":
            from briefing.companion import FILES

            pages = {}

        @lru_cache(maxsize=_KEPT_TEXTS)
        def text_of(id_: str) -> str | None:
            article = archive.article(id_)
            return article.text if article else None

        def is_ours(path: str) -> bool:
            return path in pages if settings.render == "archive" else path.startswith(FILES)

        yield Built(
            settings.output,
            settings.day,
            pages,
            text_of,
            is_ours,
            partial(_is_finished, archive),
            _find_withdrawals(settings, archive, progress),
            settings.name,
            settings.url,
            partial(find_restless, settings, archive, young),
            archive.count(SHOWN | {"withdrawn"})[0],
            archive.rows("select count(*) from article where state = 'excluded' and ahead > ?", (settings.day,))[0][0],
            doubt,
        )


def _find_withdrawals(settings: Settings, archive: Archive, progress: Callable[[str, int, int], None]) -> Withdrawals:
    from briefing.releases.withdrawing import Held, Withdrawals

    rows = archive.rows("select id, reason, title from article where state = 'withdrawn' order by id")
    if not rows:
        return Withdrawals()
    from briefing import __version__
    from briefing.leaks import find_held, list_wordless
    from briefing.links import article_href
    from briefing.registry import read_registry
    from briefing.site.notices import word_withdrawal
    from briefing.stamps import digest
    from briefing.withdrawing import digest_withdrawn
    from briefing.wording import speak

    notices: dict[str, str] = {}
    if settings.render == "archive":  # the theme of a Pelican site leaves out the article, and says nothing
        words = speak(settings.language)
        notices = {article_href(id_): word_withdrawal(reason, words) for id_, reason, _ in rows}

    def look(files: list[tuple[str, str]]) -> Held:
        found = find_held(settings, archive, read_registry(settings.content), files, progress)
        return Held(
            [name for name, shows in found.items() if shows], [name for name, shows in found.items() if not shows]
        )

    def find_titles() -> list[str]:
        wordless = set(list_wordless(settings, archive))
        return [title for id_, _, title in rows if id_ in wordless]

    return Withdrawals(
        digest(__version__, digest_withdrawn(archive), *notices, *notices.values()),
        notices,
        find_titles,
        look,
    )


def _is_finished(archive: Archive) -> bool:
    from briefing.publishing import is_unfinished  # loads all that makes pages

    return not is_unfinished(archive)


def _now() -> str:
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _say_outcome(done: Outcome, root: Path, quiet: bool) -> None:
    release = done.release
    if done.withheld:
        what = (
            f"Nothing is published: release {done.withheld} held the same and was rolled back. Mend what was wrong; "
            f"to show it all the same: briefing rollback {root} {done.withheld}"
        )
        click.secho(what, fg="yellow", err=True)
    if quiet:
        return
    if release.number == done.before and not done.withheld:
        click.echo(f"Nothing changed: release {release.number} stays.")
    elif not done.withheld:
        new = f"{release.new:,} of them new ({done.copied_bytes / 1_000_000:.1f} MB)"
        click.echo(f"Release {release.number}: {count(release.files, 'file')}, {new}.")
        click.echo(f"{root / 'current'} shows it" + (f" in place of release {done.before}." if done.before else "."))
    if done.removed:
        shown = f" {done.withdrawn:,} showed what was withdrawn since." if done.withdrawn else ""
        click.echo(f"{count(done.removed, 'old release')} removed.{shown}")


@click.command()
@_directory
@click.argument("number", metavar="[NUMBER]", required=False, type=click.IntRange(1))
@click.option("--quiet", "-q", is_flag=True, help="Say nothing but problems.")
def rollback(directory: Path, number: int | None, quiet: bool) -> None:
    """Show the release before, or that of NUMBER, once every file of it was read and is whole."""
    from briefing.releases.place import Place
    from briefing.releases.returning import roll_back

    place = Place(directory)
    with shown_progress(quiet) as progress:
        release, before, fuller = roll_back(place, number or 0, progress)
    if fuller:
        more = f" and {len(fuller) - _MOST_NAMED} more" if len(fuller) > _MOST_NAMED else ""
        what = (
            f"Release {release.number} shows more of {count(len(fuller), 'article')} than release {before}: "
            f"{', '.join(fuller[:_MOST_NAMED])}{more}. Rights in it are as they were when it was made. If they were "
            f"tightened since, show the other one again: briefing rollback {directory} {before}"
        )
        click.secho(what, fg="yellow", err=True)
    if quiet:
        return
    if release.number == before:
        click.echo(f"Release {before} is shown already.")
        return
    click.echo(f"{place.current} shows release {release.number} of {_word(release.made)} in place of release {before}.")
    if release.number < before:
        click.echo(f"briefing publish does not show release {before} again by itself, but whatever differs from it.")


@click.command()
@_directory
@click.option("--check", is_flag=True, help="Read every file of each, and exit with status 1 if one is not whole.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object for each, the newest first.")
@click.option("--quiet", "-q", is_flag=True, help="Say nothing but problems.")
def releases(directory: Path, check: bool, as_json: bool, quiet: bool) -> None:
    """List the releases that are kept, the newest first."""
    from briefing.releases.listing import list_releases
    from briefing.releases.place import Place

    with shown_progress(quiet or as_json) as progress:
        listing = list_releases(Place(directory), progress, check=check)
    if as_json:
        import msgspec

        click.echo(msgspec.json.format(msgspec.json.encode(listing), indent=1))
    for each in listing.releases:
        if not as_json and not quiet:
            size = f"{each.files:>9,} files {each.bytes / 1_000_000:>9,.1f} MB {each.new:>9,} new"
            click.echo(f"{each.number:>6}  {_word(each.made)} {size}  {each.state}".rstrip())
        for damage in each.damage:
            click.secho(f"Release {each.number}: {damage}.", fg="red", err=True)
    if any(each.damage for each in listing.releases):
        raise click.exceptions.Exit(1)


def _word(made: str) -> str:
    return made.replace("T", " ").replace("Z", " UTC")
