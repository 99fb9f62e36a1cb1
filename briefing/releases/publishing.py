"""How does the output become the release that is shown? Looked at, inspected, made, shown: a list of steps.

Up to the last one readers have the release before. A program that is killed in any of them leaves that one shown, or
the new one, and the next puts in order what it left.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from briefing import __version__
from briefing.errors import BriefingError, ReleaseError, VerbatimError
from briefing.links import ARTICLES
from briefing.model import Note
from briefing.releases.following import follow_links, tell_dead
from briefing.releases.inspection import inspect
from briefing.releases.known import NAME, Known
from briefing.releases.making import ChangedError, Making, Source, changed_meanwhile
from briefing.releases.model import Release, Sums, digest_sums, format_sums
from briefing.releases.place import Place, changing
from briefing.releases.succession import refuse_loss
from briefing.releases.surveying import Site, list_files, sum_file, survey
from briefing.releases.withdrawing import Withdrawals, find_showing
from briefing.resting import ROUNDS
from briefing.strays import find_alike
from briefing.verbatim import TextOf, check_html

Progress = Callable[[str, int, int], None]
SEARCH = "pagefind"  # the folder of the search index


class OutrunError(ReleaseError):
    """An article changed after it was read, so that the release may show half of it."""


class Built(Struct, frozen=True):
    """A site as a build left it."""

    output: Path
    day: str  # the build day
    pages: Mapping[str, tuple[int, int]]  # size and mtime of each page that Briefing made, by path
    text_of: TextOf
    is_ours: Callable[[str], bool]  # whether Briefing made the file of that path
    is_finished: Callable[[], bool]  # whether the last build was not killed
    withdrawn: Withdrawals = Withdrawals()
    name: str = ""  # of the site
    url: str = ""  # … its address; empty: unknown
    find_restless: Callable[[], Sequence[str]] = tuple  # which articles are not as they were read any more
    articles: int = -1  # that it shows, or of which it says that they were withdrawn; -1: nobody counted
    held: int = 0  # … that the build day holds back
    doubt: Callable[[str], None] = lambda _: None  # told of pages of ours that are not fit to be shown


class Wish(Struct, frozen=True):
    """How it shall be published."""

    made: str  # the time, as it is written down
    expected: int  # the release that was shown when the site was begun to be built; 0: none
    keep: int = 5  # how many releases stay, this one included
    strict: bool = False  # a link that leads nowhere stops it
    replace: bool = False  # whatever is shown, and however much of it would go


class Outcome(Struct, frozen=True):
    """What became of the wish to publish."""

    release: Release  # the one that is shown now
    before: int  # the number of the one that was shown before; 0: none
    copied_bytes: int = 0
    notes: tuple[Note, ...] = ()  # links that lead nowhere, files that were damaged
    removed: int = 0  # old releases
    withdrawn: int = 0  # … of these, by reason of what they showed
    withheld: int = 0  # the release that was rolled back and held the same, so that nothing was published


def publish(place: Place, built: Built, wish: Wish, progress: Progress) -> Outcome:
    """Make a release of a site and show it, if it differs from what is shown. Raises BriefingError."""
    with changing(place), Known(str(place.releases / NAME)) as known:
        try:
            return _publish(place, built, wish, known, progress)
        except ChangedError:
            known.forget()  # a sum in it may be another than was noted: else each publish to come would end here
            raise


def _publish(place: Place, built: Built, wish: Wish, known: Known, progress: Progress) -> Outcome:
    shown, whole = place.shown(), place.whole()
    if shown != wish.expected:
        raise ReleaseError(
            f"Meanwhile release {shown} was switched to, so nothing is published.",
            remedy="Run this again to publish nevertheless.",
        )
    _be_at_rest(built)
    site = survey(str(built.output), known.sum_of, progress)
    _miss_nothing(site, built)
    listed = format_sums(site.sums)
    digest = digest_sums(listed)
    showing = find_showing(place, built.withdrawn, site.sums, digest, _list_ours(site, built))
    same = shown in whole and whole[shown].digest == digest
    lost = _find_lost(place, whole[shown], site, known) if same else ""
    if same and not lost:
        notes = tell_dead(known.dead if known.about == digest else (), site.sums, built.output.name)
        _refuse(notes if wish.strict else [])
        if built.day < whole[shown].day:  # which was a mistake, and would be held against each publish to come
            place.note(replace(whole[shown], day=built.day))
        removed, withdrawn = _remove_old(place, showing, wish)
        return Outcome(whole[shown], shown, notes=tuple(notes), removed=removed, withdrawn=withdrawn)
    for number, release in sorted(place.written().items()):
        if number > shown and shown in whole and shown not in showing and release.digest == digest:
            lost = _find_lost(place, whole[shown], site, known)
            notes = _tell_lost(lost, whole[shown], place, "Roll back to another one.")
            removed, withdrawn = _remove_old(place, showing, wish)
            return Outcome(
                whole[shown], shown, notes=tuple(notes), removed=removed, withdrawn=withdrawn, withheld=number
            )
    if built.articles >= 0 and not wish.replace and (last := place.last()):
        refuse_loss(last, _count_articles(last, place), built.articles, built.held)
    if not built.is_finished():  # another build began meanwhile
        raise ReleaseError(f"{built.output} is half built.", remedy="Run this again: that finishes the build.")
    source, before = _find_source(place, whole)
    read = partial(_read, built.output, site.sums)
    strange = _inspect(site, source.sums, known, built, read, progress)
    followed = follow_links(site.sums, known, source.sums if known.about == before else {}, read, built.url)
    notes = tell_dead(followed.dead, site.sums, built.output.name)
    _refuse(notes if wish.strict else [])
    number = place.next_number()
    going = _choose_to_go(whole, shown, wish.keep)
    there: Sums = {}
    with suppress(ReleaseError, KeyError):  # none, or one whose list is damaged: nothing of it stays
        there = place.sums(whole[going])
    coming = place.begin(number, going)
    done = Making(str(built.output), site, number, source, known.files, str(coming)).make(there, progress)
    total = sum(size for size, _, _ in site.stamps.values())
    release = Release(
        number,
        wish.made,
        built.day,
        __version__,
        len(site.sums),
        total,
        done.copied,
        digest,
        built.name,
        built.url,
        max(built.articles, 0),
    )
    place.finish(coming, release, site.sums)
    _be_at_rest(built)  # to look at all pages, and to copy them, takes longer than most who write need for the rest
    place.show(number)
    known.keep(done.seen, followed.pages, followed.dead, digest)
    removed, withdrawn = _remove_old(place, showing, wish, shown)
    notes += [_tell_strange(path, built) for path in strange]
    notes += _tell_lost(lost, whole.get(shown), place, "The new release has all of it; look at who writes there.")
    notes += [_tell_damage(path, place) for path in done.damaged]
    return Outcome(release, shown, done.bytes, tuple(notes), removed + bool(going), withdrawn=withdrawn)


def _be_at_rest(built: Built) -> None:
    """Raise OutrunError where an article changed since it was read."""
    if restless := built.find_restless():
        raise OutrunError(
            f"The file changed while it was published, {ROUNDS} times in a row.",
            remedy="Run this again when it is whole.",
            path=restless[0],
        )


def _miss_nothing(site: Site, built: Built) -> None:
    """Raise ReleaseError where a page that the build left is missing or is not as it was left."""
    for path, (size, mtime) in built.pages.items():
        stamp = site.stamps.get(path)
        if stamp is None or stamp[:2] != (size, mtime):
            what = "is missing" if stamp is None else "is not as the build left it"
            raise ReleaseError(f"The page {what}.", remedy="Build again.", path=f"{built.output.name}/{path}")
    if f"{SEARCH}/pagefind-entry.json" in site.sums and f"{SEARCH}/made.json" not in site.sums and built.pages:
        raise ReleaseError("The search index is half made.", remedy="Run briefing search, or publish with --search.")


def _list_ours(site: Site, built: Built) -> set[str]:
    """The sums of what builds have made, which does not show what is withdrawn; that of others may."""
    index = f"{SEARCH}/" if built.pages else ()
    return {sum_ for path, sum_ in site.sums.items() if built.is_ours(path) or path.startswith(index)}


def _find_lost(place: Place, release: Release, site: Site, known: Known) -> str:
    """What is missing of a release, or is not of its size any more; empty: nothing, as far as can be seen from outside.

    A file that has another time than it was given is read.
    """
    try:
        sums, there = place.sums(release), list_files(str(place.folder(release.number)))
    except ReleaseError as error:
        return error.what.removesuffix(".")
    for path, sum_ in sums.items():
        if path not in there:
            return f"{path} is missing"
        seen, (size, mtime, _) = known.files.get(path), there[path]
        wrong = site.sums.get(path) == sum_ and site.stamps[path][0] != size
        if seen and seen.sum == sum_ and seen.kept != mtime:
            wrong = sum_file(str(place.folder(release.number) / path)) != sum_
        if wrong:
            return f"{path} is damaged"
    return ""


def _tell_lost(lost: str, release: Release | None, place: Place, remedy: str) -> list[Note]:
    what = f"Release {release.number}, which was shown, was not whole any more: {lost}." if release and lost else ""
    return [Note(place.root.name, 0, what, remedy)] if what else []


def _count_articles(release: Release, place: Place) -> int:
    """How many articles a release shows: of older versions' none is known, and their pages are counted."""
    if release.articles:
        return release.articles
    with suppress(ReleaseError):
        return sum(path.startswith(f"{ARTICLES}/") and path.endswith(".html") for path in place.sums(release))
    return 0


def _find_source(place: Place, whole: Mapping[int, Release]) -> tuple[Source, str]:
    """The newest release whose list of files can be read, with its digest: its files are shared."""
    for number in sorted(whole, reverse=True):
        with suppress(ReleaseError):
            return Source(str(place.folder(number)), place.sums(whole[number])), whole[number].digest
    return Source("", {}), ""


def _read(output: Path, sums: Sums, path: str) -> bytes:
    data = (output / path).read_bytes()
    if hashlib.sha256(data).hexdigest() != sums[path]:
        raise changed_meanwhile(path)
    return data


def _inspect(
    site: Site, before: Sums, known: Known, built: Built, read: Callable[[str], bytes], progress: Progress
) -> list[str]:
    """Hold each file that is not in the release before to what it has to be. Raises the first BriefingError.

    Returns the paths of those that Briefing may have made once: they are published as they are.
    """
    new = [path for path, sum_ in site.sums.items() if before.get(path) != sum_]
    errors: list[BriefingError] = []
    foreign: list[BriefingError] = []
    for done, path in enumerate(new):
        try:
            if built.is_ours(path):
                _be_as_left(path, site, known, built)
                inspect(path, read(path), built.text_of)
            elif path.endswith(".html"):
                check_html(read(path), path, built.text_of)
        except ChangedError:
            raise
        except (ReleaseError, VerbatimError) as error:
            if not built.is_ours(path):
                foreign.append(error)
                continue
            errors.append(error)
            built.doubt(path)
        if done % 100 == 0:
            progress("Checking pages", done, len(new))
    if errors:
        raise errors[0]
    if foreign:
        others = f", and {len(foreign) - 1:,} more like it" if foreign[1:] else ""
        remedy = f"The build did not make this page{others}: delete it, or mend it if it is yours."
        raise VerbatimError(foreign[0].what, remedy=remedy)
    return find_alike(new, built.pages)


def _tell_strange(path: str, built: Built) -> Note:
    what = "The build did not make this file, an older one may have, and it is published as it is."
    return Note(f"{built.output.name}/{path}", 0, what, "Delete it if nobody wants it there.")


def _be_as_left(path: str, site: Site, known: Known, built: Built) -> None:
    """Raise ReleaseError where a page has the time and size that it was published with, and holds something else.

    A build gives what it writes a time of its own; to the build such a page is as it was left.
    """
    seen = known.files.get(path)
    if path.endswith(".html") and seen and seen.sum != site.sums[path] and seen.stamp[:2] == site.stamps[path][:2]:
        raise ReleaseError(
            "The page is not as the build left it.", remedy="Build again.", path=f"{built.output.name}/{path}"
        )


def _refuse(notes: list[Note]) -> None:
    """Raise ReleaseError for links that lead nowhere."""
    if notes:
        raise ReleaseError(
            f"Links lead nowhere, so nothing is published; the first of {len(notes)}: {notes[0].path}: {notes[0].what}",
            remedy="Mend them, or publish without --strict.",
        )


# -- old releases -----------------------------------------------------------------------------------------------------


def _choose_to_stay(numbers: Iterable[int], shown: int, keep: int, before: int = 0) -> set[int]:
    """The release that is shown, and of the others the newest; none between it and the one `before` it.

    Those were rolled back: nobody shall come back to them from here.
    """
    others = sorted((each for each in numbers if each != shown and not 0 < before < each < shown), reverse=True)
    return {shown, *others[: keep - 1]}


def _choose_to_go(whole: Mapping[int, Release], shown: int, keep: int) -> int:
    """The release that can be turned into a new one; 0: none.

    One that was rolled back is not: what is written down of it has to stay. Nor is the newest, whose files are shared;
    nor the only one before the one that is shown: a publish that fails would leave none to roll back to.
    """
    stay = _choose_to_stay(whole, shown, max(keep - 1, 1)) | {max(whole, default=0)}
    before = sorted(number for number in whole if number < shown)
    return max((number for number in before if number not in stay), default=0) if len(before) > 1 else 0


def _remove_old(place: Place, showing: set[int], wish: Wish, before: int = 0) -> tuple[int, int]:
    """Remove all releases but those that stay; return how many, and how many of them for what they are `showing`."""
    whole = place.whole()
    showing = (showing & whole.keys()) - {place.shown()}
    going = sorted((set(whole) - _choose_to_stay(whole, place.shown(), wish.keep, before)) | showing)
    for number in going:
        place.remove(number)
    place.sweep()
    return len(going), len(showing)


def _tell_damage(path: str, place: Place) -> Note:
    what = "The file in an earlier release was not as it was made; the new release has it from the output."
    return Note(f"{place.releases.name}/{path}", 0, what, "Run briefing releases --check, and look at the disk.")
