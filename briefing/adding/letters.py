"""How does an e-mail become articles? A newsletter has several, one letter may be one, and what is forwarded counts.

What is left out is said: the footer and what stands around the articles, words of whoever forwarded it, pictures,
links that follow their reader, attachments that are no text. No address of a reader is written down.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec.structs import replace

from briefing.adding.aside import say_aside
from briefing.adding.cleaning import TEXT_NAMES, clean, disown
from briefing.adding.composing import compose
from briefing.adding.forwarded import Forwarded, open_stretches, open_text
from briefing.adding.message import MOST_NAMED, Attached, Body, Letter
from briefing.adding.model import Cleaned
from briefing.adding.plain import read_plain
from briefing.adding.sections import Section, Split, is_list_of_links, leads_home, split_letter
from briefing.adding.signs import LEAST_PROSE, find_lead, is_linked
from briefing.adding.stretches import Seen, Stretch, read_html
from briefing.adding.trackers import find_page
from briefing.adding.values import one_line, read_page_date, split_name
from briefing.analysis.text.document import tell_language
from briefing.errors import ContentError
from briefing.extracting import Piece, bare

LEAST_WORDS = 40  # of a letter that is an article although it has files or letters with it; a covering note has fewer
LEAST_SEEN = 5  # words of HTML, below which the plain form is read: the rest is pictures
LONGEST_ID = 500  # characters of a Message-ID

MASTHEAD = 7  # stretches at the top of a letter in which author and day may stand

_MONTH = r"[^\W\d_]{3,10}\.?"
_DAY = re.compile(
    rf"(?:[^\W\d_]{{2,10}},? )?(?:{_MONTH} \d{{1,2}}(?:st|nd|rd|th)?|\d{{1,2}}\.? {_MONTH})(?:,? \d{{4}})?"
)
_NAME = re.compile(r"[A-ZÀ-ÖØ-Þ][\w.’'-]{0,20}(?: (?:[a-z]{2,3} )?[A-ZÀ-ÖØ-Þ][\w.’'-]{0,20}){1,3}")
_FORWARDED = re.compile(r"(?:(?:fwd?|wg|tr|rv|i|vs|vb|pd|re|aw|sv|odp)\s*(?:\[\d+\])?:\s*)+", re.IGNORECASE)


def read_articles(letter: Letter, given: Cleaned) -> Iterator[Cleaned | ContentError]:
    """Yield the articles of a letter, or why a part of it is none. `given`: what the editor says of it, and its bytes.

    Several articles are kept in one file, named for the letter.
    """
    found = list(_read_letter(letter, given))
    articles = [each for each in found if isinstance(each, Cleaned)]
    if not articles and not any(isinstance(each, ContentError) for each in found):
        what = "Nothing is left of this message once footers, boilerplate and bare links are taken out."
        found.append(ContentError(what, remedy="Add the text of the article itself.", path=given.name))
    about = _read_facts(letter, given, [])
    parcel = f"{about.date[:10]} {about.title}" if len(articles) > 1 else ""
    number = 0
    for each in found:
        if isinstance(each, ContentError):
            yield each
            continue
        number += 1
        via = tuple(
            (key, f"{value}, article {number} of {len(articles)}" if key == "via" and parcel else value)
            for key, value in each.kept
        )
        yield replace(each, ending=".eml", raw=given.raw, name=given.name, parcel=parcel, kept=via)


def _read_letter(letter: Letter, given: Cleaned) -> Iterator[Cleaned | ContentError]:
    notes = list(letter.notes)
    about = _read_facts(letter, given, notes)
    left = _say_left(letter)
    inner = bool(letter.letters or letter.attached)
    if letter.bodies:
        found, covering = _read_text(letter, about, notes, left, inner=inner)
        yield from found
        left += [f"{covering:,} words of a covering note"] if covering else []
    for attached in letter.attached:
        try:
            cleaned = _read_attached(attached, about, given)
        except ContentError as error:
            what = f"Its attachment {attached.name} cannot be added. {error.what}"
            yield ContentError(what, remedy=error.remedy, path=given.name)
        else:
            removed = "; ".join(filter(None, (*left, cleaned.removed)))
            yield replace(disown(cleaned), kept=about.kept, removed=removed)
    for each in letter.letters:
        for article in _read_letter(each, given):
            if isinstance(article, Cleaned):
                yield replace(article, removed="; ".join(filter(None, (*left, article.removed))))
            else:
                yield article


def _read_attached(attached: Attached, about: Cleaned, given: Cleaned) -> Cleaned:
    """Read an attached file. What it says of itself goes before what the letter says. Raises ContentError.

    A page or a Markdown file that names no source has none: who sends it along did not publish it. A plain text cannot
    name one, and is its sender's.
    """
    cleaned = clean(
        attached.raw,
        attached.name,
        charset=attached.charset,
        source=given.source,
        date=given.date,
        lang=given.lang,
    )
    sender = about.source if split_name(attached.name)[1] in TEXT_NAMES else ""
    return replace(cleaned, source=cleaned.source or sender, date=cleaned.date or about.date)


def _read_facts(letter: Letter, given: Cleaned, notes: list[str]) -> Cleaned:
    sender = f"{letter.sender} <{letter.address}>" if letter.sender and letter.address else letter.sender
    said = (("via", f"e-mail from {sender}" if sender else "e-mail"), ("guid", f"mid:{letter.id}" if letter.id else ""))
    return replace(
        given,
        title=given.title or _FORWARDED.sub("", letter.subject, count=1),
        date=given.date or read_page_date(letter.date, notes),
        source=given.source or letter.sender[:120],
        kept=tuple((key, one_line(value)[:LONGEST_ID]) for key, value in said if value),
    )


def _read_text(
    letter: Letter, about: Cleaned, notes: list[str], left: list[str], *, inner: bool
) -> tuple[list[Cleaned], int]:
    """What is seen when the letter is opened: sections, a forwarded letter, or one text.

    `inner`: it has files or letters with it. Returned are its articles, or none and how many words cover those.
    """
    seen = [_see(body) for body in letter.bodies]
    stretches = tuple(stretch for each, _ in seen for stretch in each.stretches)
    left = [*left, *_say_unseen(tuple(each for each, _ in seen))]
    forwarded = next((plain for _, plain in seen if plain), None) or open_stretches(stretches)
    if forwarded:
        about, stretches = _take_forwarded(forwarded, about, left, notes)
    lang = about.lang or tell_language("\n".join(stretch.text for stretch in stretches if stretch.words > 5))
    split = split_letter(stretches, letter.sender)
    words = sum(stretch.words for stretch in split.body)
    if inner and not split.sections and words < LEAST_WORDS:
        return [], words
    about = replace(about, lang=lang, notes=(*notes, *([split.note] if split.note else [])))
    if not split.sections and is_list_of_links(split.body):
        return [], 0
    if not split.sections:
        about, split = _read_masthead(about, split)
        split = replace(split, sections=(Section(about.title, _find_headline(about, split), split.body),))
    found = _compose_all(split, about, letter.post)
    return [replace(each, removed="; ".join(filter(None, (*split.left, each.removed, *left)))) for each in found], 0


def _read_masthead(about: Cleaned, split: Split) -> tuple[Cleaned, Split]:
    """Take the lines with author and day from the top of a letter that is one article."""
    top = next((n for n, each in enumerate(split.body[:MASTHEAD]) if each.words >= LEAST_PROSE), MASTHEAD)
    for number, stretch in enumerate(split.body[:top]):
        if _DAY.fullmatch(stretch.line):
            above = split.body[number - 1] if number else None
            named = above is not None and above.tag == "p" and _NAME.fullmatch(above.line) is not None
            body = (*split.body[: number - named], *split.body[number + 1 :])
            authors = one_line(above.line) if above is not None and named else ""
            return replace(about, authors=about.authors or authors), replace(split, body=body)
    return about, split


def _find_headline(about: Cleaned, split: Split) -> str:
    """Where the headline of a letter that is one article leads; empty: nowhere, or to the front page."""
    title = bare(about.title)
    heads = (each for each in split.body if title and is_linked(each) and bare(each.text) == title)
    href = next(map(find_lead, heads), "")
    return "" if leads_home(href) else href


def _see(body: Body) -> tuple[Seen, Forwarded | None]:
    """What is seen of one text: its HTML, unless that is nothing but pictures. What is forwarded in plain text."""
    seen = read_html(body.html) if body.html.strip() else Seen(())
    if not body.text.strip() or sum(stretch.words for stretch in seen.stretches) >= LEAST_SEEN:
        return seen, None
    return replace(seen, stretches=read_plain(body.text)), open_text(body.text)


def _take_forwarded(
    forwarded: Forwarded, about: Cleaned, left: list[str], notes: list[str]
) -> tuple[Cleaned, tuple[Stretch, ...]]:
    """Let the forwarded letter stand in the place of the one around it: its sender, its day, its words."""
    name = re.sub(r"\s*(?:[<\[(].*|\S+@\S+.*)", "", forwarded.sender).strip("\"'“” ")
    name = name or forwarded.sender.rpartition("@")[2].strip(">] ")
    kept = tuple((key, value) for key, value in about.kept if key != "via")
    about = replace(
        about,
        title=one_line(_FORWARDED.sub("", forwarded.subject, count=1)) or about.title,
        date=read_page_date(forwarded.date, notes),
        source=one_line(name)[:120],
        kept=(("via", one_line(f"e-mail from {forwarded.sender}, forwarded")[:LONGEST_ID]), *kept),
    )
    if forwarded.words:
        left.append(f"{forwarded.words:,} words of whoever forwarded it")
    return about, forwarded.stretches or read_plain(forwarded.text)


def _say_left(letter: Letter) -> list[str]:
    """Which files were left out."""
    if not letter.left:
        return []
    names = ", ".join(letter.left[:MOST_NAMED]) + (", …" if len(letter.left) > MOST_NAMED else "")
    return [f"{len(letter.left)} attachment{'s' if len(letter.left) > 1 else ''} ({names})"]


def _say_unseen(seen: tuple[Seen, ...]) -> list[str]:
    """What of a letter is no text, or is not seen."""
    said: list[str] = []
    for count, one, many in (
        (sum(each.hidden for each in seen), "1 hidden word", "hidden words"),
        (sum(each.pictures for each in seen), "1 picture", "pictures"),
        (sum(each.pixels for each in seen), "1 tracking pixel", "tracking pixels"),
    ):
        said += [one if count == 1 else f"{count:,} {many}"] if count else []
    aside = say_aside(sum(each.aside for each in seen))
    return [*said, aside] if aside else said


def _compose_all(split: Split, about: Cleaned, post: str) -> list[Cleaned]:
    """Write each section as an article. `post`: the address that the letter names, taken where its headline leads."""
    found: list[Cleaned] = []
    for section in split.sections:
        url = about.url or (find_page(section.href, post) if section.href else "")
        own = replace(about, title=one_line(section.title) or (about.title if section.titled else ""), url=url)
        cleaned = compose([Piece(_tag(each), each.text) for each in section.stretches], own)
        if cleaned.body.strip():
            said = ["1 link that follows its reader"] if section.href and not url else []
            followed = sum(stretch.followed for stretch in section.stretches)
            where = "1 address" if followed == 1 else f"{followed} addresses"
            said += [f"what follows the reader in {where}"] if followed else []
            found.append(replace(cleaned, removed="; ".join(filter(None, (*said, cleaned.removed)))))
    return found


def _tag(stretch: Stretch) -> str:
    """Its tag as `model.Block` has it: paragraphs of mails are lines, as nothing in them is marked as a heading."""
    return {"head": "h2", "p": "line"}.get(stretch.tag, stretch.tag)
