"""How heavy is a mail, by how many events its edition holds, and how much of it is left to the web?

    python -m benchmarks mail-weight [--data FILE_OR_FOLDER] [--events 1 5 10 20 50 100]

`--data` is an edition.json, a folder of them, or the output folder of a built site; without it the sample is built.
Editions of each size are put together from the events of all editions given, in their order, repeated under other ids
where there are too few; each number of events is measured in one such edition.

Bytes are of the HTML part, decoded and as it is sent, and of the text part. Baselines, of the same editions in the same
run: the edition's web page (its HTML alone, without style sheet and script), and a naive mail, which prints every event
in full by the same template and is not shortened. Gmail clips a mail whose HTML has more than 102 KB.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from itertools import cycle, islice
from pathlib import Path

import msgspec
from msgspec.structs import replace

from briefing.mail.message.compose import LARGEST_HTML, Composer
from briefing.mail.message.desk import ITEMS_IN_FULL, make_digest
from briefing.mail.message.digest import Digest, MailSite
from briefing.mail.message.headers import Sender, subject_line
from briefing.mail.message.html_part import print_html
from briefing.mail.message.parts import choose_encoding, encode_part
from briefing.mail.message.text_part import print_text
from briefing.published import Edition, Item
from briefing.site import pages
from briefing.site.pages import Site
from briefing.site.render import make_environment, render

PROJECT = Path(__file__).parent.parent
TEMPLATES = PROJECT / "themes" / "briefing" / "templates"
CLIPPED = 102 * 1024  # bytes of HTML that Gmail shows
NAME, ADDRESS = "The Tidewater Briefing", "https://tidewater.example/briefing"


@dataclass(frozen=True)
class Weight:
    html: int
    sent: int  # the HTML part encoded, with its headers
    text: int


def read_editions(place: Path) -> list[Edition]:
    """The editions of a file or folder, oldest first."""
    folder = place / "editions" if (place / "editions").is_dir() else place
    files = [place] if place.is_file() else sorted(folder.glob("*.json"))
    editions = [msgspec.json.decode(file.read_bytes(), type=Edition) for file in files]
    return [edition for edition in editions if edition.items]


def build_sample(folder: Path) -> Path:
    output = folder / "output"
    places = f'BRIEFING_ARCHIVE = "{folder.as_posix()}/archive.sqlite3"\nTHEME = "{PROJECT}/themes/briefing"\n'
    places += f'PATH = "{(PROJECT / "content").as_posix()}"\nOUTPUT_PATH = "{output.as_posix()}"\n'
    conf = folder / "pelicanconf.py"
    conf.write_text((PROJECT / "pelicanconf.py").read_text(encoding="utf-8") + places, encoding="utf-8")
    command = [sys.executable, "-m", "briefing.cli", "build", "--quiet", "--day", "2025-05-01", "--settings", str(conf)]
    subprocess.run(command, cwd=PROJECT, check=True, capture_output=True)
    return output


def put_together(editions: list[Edition], events: int) -> Edition:
    """An edition of `events` events out of those of `editions`, with the notes and quiet events of the last."""
    pool = [item for edition in editions for item in edition.items]
    items = tuple(_again(item, number, len(pool)) for number, item in enumerate(islice(cycle(pool), events)))
    articles = {ref.id: ref for edition in editions for ref in edition.articles}
    last = editions[-1]
    return replace(
        last,
        items=items,
        lead=items[0].id,
        articles=tuple(articles[id_] for id_ in sorted(articles)),
        counts=replace(last.counts, events=events),
    )


def _again(item: Item, number: int, pool: int) -> Item:
    """An item of its own, also where the pool is used once more."""
    suffix = f"-{number // pool}" if number >= pool else ""
    return replace(item, id=f"{item.id}-{number}", href=item.href.replace(".html", f"{suffix}.html"))


def weigh(html: str, text: str) -> Weight:
    return Weight(len(html.encode()), len(encode_part(html, "html", choose_encoding(html))), len(text.encode()))


def print_naively(edition: Edition, site: MailSite) -> tuple[str, str]:
    """Every event in full, in one mail: what is printed by nines, put into one digest."""
    whole: Digest | None = None
    for start in range(0, len(edition.items), ITEMS_IN_FULL):
        some = replace(edition, items=edition.items[start : start + ITEMS_IN_FULL])
        digest = make_digest(some, site)
        first = (digest.lead,) if digest.lead and whole else ()
        whole = replace(whole, entries=(*whole.entries, *first, *digest.entries, *digest.briefs)) if whole else digest
    assert whole is not None
    return print_html(whole, subject_line(edition)), print_text(whole)


def measure(edition: Edition) -> dict[str, object]:
    site = MailSite(NAME, ADDRESS, edition.language)
    sender = Sender("briefing@tidewater.example", unsubscribe=f"{ADDRESS}/unsubscribe")
    files = Composer(edition, site, sender).preview()
    text = files["txt"].decode()
    naive_html, naive_text = print_naively(edition, site)
    page = pages.edition_view(edition, Site(NAME, ADDRESS, edition.language))
    environment = make_environment([str(TEMPLATES)], edition.language)
    told = sum(1 for item in edition.items if f"/{item.href}" in text)
    return {
        "events": len(edition.items),
        "mail": vars(weigh(files["html"].decode(), text)),
        "events told": told,
        "left to the web": len(edition.items) - told,
        "message": len(files["eml"]),
        "baselines": {
            "naive mail": vars(weigh(naive_html, naive_text)),
            "web page": {"html": len(render(environment, "edition.html", page, "editions/day.html").encode())},
        },
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path)
    parser.add_argument("--events", type=int, nargs="+", default=[1, 5, 10, 20, 50, 100])
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        editions = read_editions(options.data or build_sample(Path(name)))
        if not editions:
            parser.error(f"no edition with an event in {options.data}")
        rows = [measure(put_together(editions, events)) for events in options.events]
        days = {edition.day: measure(edition)["mail"] for edition in editions}
    for row in rows:
        print(row, flush=True)
    heaviest = max(days, key=lambda day: days[day]["sent"])  # type: ignore[index]
    print(
        json.dumps(
            {
                "briefing": rows,
                "heaviest as published": {"day": heaviest, **days[heaviest]},  # type: ignore[dict-item]
                "limit": LARGEST_HTML,
                "clipped": CLIPPED,
                "items": sum(options.events),
            }
        )
    )


if __name__ == "__main__":
    main()
