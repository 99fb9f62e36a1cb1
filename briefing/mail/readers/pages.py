"""What do readers see who subscribe or unsubscribe? Each page as HTML, whole in one file: nothing else is loaded.

Links between the pages are relative, so they hold below any path and no address has to be made of what a browser says.
"""

from __future__ import annotations

import hashlib
from base64 import b64encode
from collections.abc import Mapping, Sequence
from functools import lru_cache

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup
from msgspec import Struct

from briefing.wording import Words, speak


class Front(Struct, frozen=True):
    """What the pages say of the site."""

    name: str
    language: str = "en"
    home: str = ""  # the site's address; empty: no link to it
    languages: tuple[str, ...] = ()  # in which the mail can be had; fewer than two: nothing to choose


class Offers(Struct, frozen=True):
    """What a reader can follow, by id and title."""

    events: tuple[tuple[str, str], ...] = ()
    actors: tuple[tuple[str, str], ...] = ()


class Button(Struct, frozen=True):
    text: str
    action: str
    before: str = ""  # a line above it
    quiet: bool = False  # it takes something back


class Page(Struct, frozen=True):
    """A page of paragraphs, and at most one button: whatever changes anything is posted by one."""

    language: str
    direction: str
    site: str
    home: str
    title: str
    paragraphs: tuple[str, ...]
    button: Button | None = None
    subscribe: str = ""  # where the form is, when it is time for it


class Choice(Struct, frozen=True):
    id: str
    text: str
    chosen: bool


class Choices(Struct, frozen=True):
    field: str
    title: str
    choices: tuple[Choice, ...]


class Form(Struct, frozen=True):
    """The page on which a reader asks for the mail."""

    language: str
    direction: str
    site: str
    home: str
    title: str
    consent: str
    address: str
    wrong: str  # what is wrong with the address
    languages: tuple[Choice, ...]
    frequencies: tuple[Choice, ...]
    lists: tuple[Choices, ...]


# -- to unsubscribe ----------------------------------------------------------------------------------------------------


def ask_to_unsubscribe(front: Front, language: str, token: str) -> str:
    words = speak(language)
    return _said(
        front,
        words,
        words.say("Unsubscribe"),
        words.say("Do you want no more mails from {site}?", site=front.name),
        button=Button(words.say("Unsubscribe"), f"unsubscribe?t={token}"),
    )


def tell_unsubscribed(front: Front, language: str, token: str) -> str:
    words = speak(language)
    return _said(
        front,
        words,
        words.say("You are unsubscribed"),
        words.say(
            "No further mail from {site} is sent to you. One that is on its way may still arrive.", site=front.name
        ),
        button=Button(
            words.say("Subscribe again"), f"resubscribe?t={token}", words.say("Was this a mistake?"), quiet=True
        ),
    )


def tell_resubscribed(front: Front, language: str) -> str:
    words = speak(language)
    return _said(
        front,
        words,
        words.say("You are subscribed again"),
        words.say("The mails from {site} come as before.", site=front.name),
    )


def tell_not_resubscribed(front: Front, language: str, subscribe: str) -> str:
    words = speak(language)
    return _said(
        front,
        words,
        words.say("That cannot be taken back here"),
        words.say("This address gets no mail for another reason, such as that none could be delivered to it."),
        words.say("If you want the mail, write to whoever publishes {site}.", site=front.name),
        subscribe=subscribe,
    )


# -- to subscribe ------------------------------------------------------------------------------------------------------


def consent(front: Front, language: str) -> str:
    """Return what a reader agrees to, as the pages show it and as it is recorded."""
    return speak(language).say(
        "I want the mails from {site} at this address. My address and what I chose are kept for that alone. I "
        "can unsubscribe at any time, with the link in every mail.",
        site=front.name,
    )


def offer_subscription(
    front: Front, language: str, offers: Offers, chosen: Mapping[str, Sequence[str]], *, wrong: bool = False
) -> str:
    """Return the form. `chosen`: what was entered before; `wrong`: the address in it is none that can be written to."""
    words = speak(language)
    wanted = chosen.get("language") or [language]
    often = chosen.get("frequency") or ["daily"]
    frequencies = (("daily", words.say("Every day")), ("weekly", words.say("Once a week")))
    lists = (
        ("events", words.say("Only these events"), offers.events),
        ("actors", words.say("Only these actors"), offers.actors),
    )
    return (
        _tools()[0]
        .get_template("subscribe.html")
        .render(
            say=words.say,
            sheet=_tools()[1],
            page=Form(
                language=language,
                direction=words.direction,
                site=front.name,
                home=front.home,
                title=words.say("Subscribe to {site}", site=front.name),
                consent=consent(front, language),
                address=(chosen.get("address") or [""])[0],
                wrong=words.say("This is no address that mail can be sent to. Is a letter missing?") if wrong else "",
                languages=tuple(
                    Choice(each, speak(each).language_name(each), each in wanted) for each in front.languages
                ),
                frequencies=tuple(Choice(each, text, each in often) for each, text in frequencies),
                lists=tuple(
                    Choices(
                        field, title, tuple(Choice(each, text, each in chosen.get(field, ())) for each, text in offered)
                    )
                    for field, title, offered in lists
                    if offered
                ),
            ),
        )
    )


def tell_asked(front: Front, language: str) -> str:
    """Return the page after the form, the same for every address: it must not tell who reads the mail."""
    words = speak(language)
    return _said(
        front,
        words,
        words.say("Look into your mailbox"),
        words.say("If this address can be subscribed, a mail with a link to confirm it is on its way."),
        words.say(
            "Nothing there? Look among the junk mail, or try again tomorrow: an address gets one such mail a day."
        ),
    )


def ask_to_confirm(front: Front, language: str, token: str) -> str:
    words = speak(language)
    return _said(
        front,
        words,
        words.say("Confirm your subscription"),
        consent(front, language),
        button=Button(words.say("Yes, subscribe me"), f"confirm?t={token}"),
    )


def tell_confirmed(front: Front, language: str) -> str:
    words = speak(language)
    return _said(
        front,
        words,
        words.say("You are subscribed"),
        words.say("The mail comes to you from the next edition on."),
    )


# -- what went wrong ---------------------------------------------------------------------------------------------------


def tell_bad_link(front: Front, language: str) -> str:
    words = speak(language)
    return _said(
        front,
        words,
        words.say("This link is not whole"),
        words.say(
            "A mail program may have broken it. Open the mail again and follow the link there, or copy all of it."
        ),
        words.say("To unsubscribe you can also answer a mail and say so."),
    )


def tell_old_link(front: Front, language: str, days: int) -> str:
    """Return the page for a link that does not confirm any more: none does after `days`."""
    words = speak(language)
    return _said(
        front,
        words,
        words.say("This link has been used or is too old"),
        words.count(
            days,
            "A link to confirm a subscription works once, for {n} day. Ask for a new one.",
            "A link to confirm a subscription works once, for {n} days. Ask for a new one.",
        ),
        subscribe="subscribe",
    )


def tell_not_found(front: Front, language: str) -> str:
    words = speak(language)
    return _said(
        front, words, words.say("There is no such page"), words.say("Follow the link in one of your mails again.")
    )


def tell_not_allowed(front: Front, language: str) -> str:
    words = speak(language)
    return _said(
        front, words, words.say("That is not possible here"), words.say("Follow the link in one of your mails again.")
    )


def tell_unreadable(front: Front, language: str) -> str:
    words = speak(language)
    return _said(
        front,
        words,
        words.say("This could not be read"),
        words.say("Go back, check what you entered and send it again."),
    )


def tell_busy(front: Front, language: str) -> str:
    words = speak(language)
    return _said(
        front,
        words,
        words.say("Please try again in a minute"),
        words.say("Nothing was changed: what you sent could not be written down just now."),
    )


# -- how they are made -------------------------------------------------------------------------------------------------


def policy() -> str:
    """Return the pages' Content-Security-Policy: their own style sheet by its hash, their own forms, nothing else."""
    digest = b64encode(hashlib.sha256(_tools()[1].encode()).digest()).decode("ascii")
    return (
        f"default-src 'none'; style-src 'sha256-{digest}'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    )


def _said(
    front: Front, words: Words, title: str, *paragraphs: str, button: Button | None = None, subscribe: str = ""
) -> str:
    page = Page(
        language=words.language,
        direction=words.direction,
        site=front.name,
        home=front.home,
        title=title,
        paragraphs=paragraphs,
        button=button,
        subscribe=subscribe,
    )
    environment, sheet = _tools()
    return environment.get_template("said.html").render(say=words.say, sheet=sheet, page=page)


@lru_cache(maxsize=1)
def _tools() -> tuple[Environment, Markup]:
    """The environment, in which a field that a page lacks is an error, and the style sheet of every page."""
    loader = PackageLoader("briefing.mail.readers", "templates")
    environment = Environment(
        loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    sheet, _, _ = loader.get_source(environment, "reader.css")
    return environment, Markup(sheet)  # noqa: S704 - our own file, and text inside <style> has no entities
