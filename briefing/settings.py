"""What the user can set: BRIEFING_* (and the settings of Pelican's that Briefing reads), checked once.

Every setting is documented where it is declared and in docs/reference/settings.md; a test holds the two together.
"""

from __future__ import annotations

import difflib
import os
import re
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from msgspec import Struct

from briefing import kinds
from briefing.errors import SettingError
from briefing.fetching import settings as fetching
from briefing.mail import settings as mail
from briefing.model import Rights
from briefing.premises import check_kept, check_output
from briefing.site.reporting import FIELD, FIELDS
from briefing.site.views.frame import CLOSING, NAVIGATION
from briefing.wording import is_language

if TYPE_CHECKING:
    from briefing.logo import Logo

Render = Literal["archive", "pelican"]

SUMMARIZERS = ("briefing", "lead", "lexrank", "textrank", "luhn", "edmundson", "sumbasic", "reduction")
RIGHTS: tuple[Rights, ...] = ("full", "passages", "link")

_COLOUR = re.compile(r"#[0-9A-Fa-f]{6}")
_SCHEDULER = re.compile(r"(?:tcp|tls)://[^\s/]+:\d{1,5}")
MOST_SETTLING = 60  # s; a build is waited for
_CUT = re.compile(r"([01]\d|2[0-3]):([0-5]\d)|24:00")

DEFAULTS: dict[str, Any] = {
    # The publisher's colour for links and rules, as "#1d6b3a". Empty: the theme's own.
    "BRIEFING_ACCENT": "",
    # The processor time, in seconds, that the reading of one article may take; what takes longer is ended, and is in
    # the ledger as failed.
    "BRIEFING_ARTICLE_SECONDS": 30,
    # Where the memory between builds is kept, from the folder of the settings file. A cache: it can be deleted.
    "BRIEFING_ARCHIVE": ".briefing/archive.sqlite3",
    # The time of day at which an edition closes, in TIMEZONE; "24:00" is the end of the day.
    "BRIEFING_CUT": "24:00",
    # The build day, as 2025-03-14; articles dated later are held back. Empty: SOURCE_DATE_EPOCH, else today.
    "BRIEFING_DAY": "",
    # One sentence on what the site is, for search engines, shared links and feeds. Empty: none.
    "BRIEFING_DESCRIPTION": "",
    # A line of the publisher's at the foot of every page. Empty: none.
    "BRIEFING_FOOTER": "",
    # How many of an event's or actor's newest articles its page shows; older ones go to a page a month.
    "BRIEFING_LIST_LENGTH": 60,
    # A picture beside the name, SVG or PNG, from the folder above content. Empty: none.
    "BRIEFING_LOGO": "",
    # The largest article file that is read, in bytes; a larger one is in the ledger as failed.
    "BRIEFING_MAX_BYTES": 1_000_000,
    # The sections in the navigation, in order.
    "BRIEFING_NAVIGATION": list(NAVIGATION),
    # A line at the top of every page, for example that this is a sample. Empty: none.
    "BRIEFING_NOTICE": "",
    # "archive": Briefing renders articles as well; "pelican": Pelican's own article flow, with event and actor pages
    # added; "auto": "archive" where THEME is one of Briefing's, else "pelican".
    "BRIEFING_RENDER": "auto",
    # Where readers report a mistake in a passage: a mail address, or the address of a form with {place}, {page},
    # {passage} and {title} in it. Empty: nowhere.
    "BRIEFING_REPORT": "",
    # Where the Dask scheduler is whose workers read the articles, as "tcp://10.0.0.5:8786". Empty: this machine reads.
    "BRIEFING_SCHEDULER": "",
    # The parts that close an edition, in order.
    "BRIEFING_SECTIONS": list(CLOSING),
    # The seconds for which a file has to be left alone before a build believes that it is whole. The environment
    # variable of the same name decides where the settings say nothing.
    "BRIEFING_SETTLING": 0.5,
    # True: a warning or a failed article ends the build with exit status 1 (for pull requests).
    "BRIEFING_STRICT": False,
    # How an article's summary sentences are chosen: "briefing", or one of sumy's methods.
    "BRIEFING_SUMMARIZER": "briefing",
    # How many processes read articles and make pages; 0: as many as the machine has processors.
    "BRIEFING_WORKERS": 0,
    **fetching.DEFAULTS,
    **mail.DEFAULTS,
}


class Settings(Struct, frozen=True):
    """The checked settings of one build. Paths are absolute."""

    content: Path
    output: Path
    theme: Path
    archive: Path
    name: str  # SITENAME
    url: str  # SITEURL without a slash at the end; empty: unknown
    timezone: str
    language: str  # DEFAULT_LANG
    day: str  # the build day
    dated: bool  # whether somebody named it; else it is what the machine's clock says
    cut: timedelta  # from midnight
    list_length: int
    max_bytes: int
    article_seconds: int
    notice: str
    description: str
    footer: str
    accent: str  # "#1d6b3a"; empty: the theme's own
    logo: Logo | None
    navigation: tuple[str, ...]
    sections: tuple[str, ...]  # the parts that close an edition
    report: str
    render: Render
    strict: bool
    summarizer: str
    workers: int
    scheduler: str  # "tcp://HOST:PORT"; empty: this machine reads by itself
    settling: float  # seconds for which a file has to be left alone before it is believed to be whole
    skipped: tuple[str, ...]  # folders below content that hold no articles (Pelican's own pages, in the pelican mode)
    fetching: fetching.FetchSettings
    mail: mail.MailSettings
    markdown: tuple[str, ...]  # Markdown extensions that the settings name beyond Pelican's own

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.timezone)

    def beside_archive(self, ending: str) -> Path:
        """Where something is kept that goes with the archive: its path with an ending, which says what it is."""
        return self.archive.with_name(f"{self.archive.name}.{ending}")

    def analysis_key(self) -> str:
        """All settings that can change what is found in an article."""
        return repr((self.timezone, self.max_bytes, self.summarizer, self.markdown))

    def page_key(self) -> str:
        """All settings that can change a page whose values are the same."""
        texts = (self.name, self.url, self.timezone, self.cut, self.language, self.notice, self.render)
        publishers = (
            self.description,
            self.footer,
            self.accent,
            self.logo,
            self.navigation,
            self.sections,
            self.report,
        )
        return repr((texts, publishers, self.mail.page_key()))


def theme_folder() -> Path:
    """The theme that comes with Briefing: inside the installed package, or beside it in a source checkout."""
    installed = Path(__file__).parent / "theme"
    return installed if installed.is_dir() else Path(__file__).parent.parent / "themes" / "briefing"


def is_briefing_theme(theme: Path) -> bool:
    """Whether `theme` has the templates that the archive mode renders."""
    return (theme / "templates" / "edition.html").is_file()


def check_settings(given: Mapping[str, Any]) -> Settings:
    """Return the checked settings of a build from Pelican's settings; raise SettingError with the remedy."""
    for key in sorted(given):
        if key.startswith("BRIEFING_") and key not in DEFAULTS and key != mail.PASSWORD:  # which has words of its own
            near = difflib.get_close_matches(key, DEFAULTS, 1)
            remedy = f"Did you mean {near[0]}?" if near else f"The settings are {', '.join(sorted(DEFAULTS))}."
            raise SettingError(f"{key} is not a setting of Briefing.", remedy=remedy)
    values = {**DEFAULTS, **{key: given[key] for key in DEFAULTS if key in given}}
    theme = _theme(given.get("THEME"))
    render = kinds.one_of(values, "BRIEFING_RENDER", ("auto", "archive", "pelican"))
    if render == "auto":
        render = "archive" if is_briefing_theme(theme) else "pelican"
    elif render == "archive" and not is_briefing_theme(theme):
        raise SettingError(
            f"BRIEFING_RENDER is 'archive', but the theme at {theme} has no templates/edition.html.",
            remedy="Remove THEME, or start your theme from a copy of Briefing's, or set BRIEFING_RENDER = 'pelican'.",
        )
    timezone = str(given.get("TIMEZONE") or "UTC")
    try:
        zone = ZoneInfo(timezone)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:  # the last: "Europe" is a folder of zones
        raise SettingError(f"TIMEZONE {timezone!r} is unknown.", remedy="Use a name such as 'Europe/Paris'.") from error
    content = Path(given.get("PATH") or "content").absolute()
    if not content.is_dir():
        raise SettingError(
            f"The content folder {content} does not exist.",
            remedy="Make it, or say where it is with --content or PATH.",
        )
    output = Path(given.get("OUTPUT_PATH") or "output").absolute()
    check_output(output, content, theme)
    return Settings(
        content=content,
        output=output,
        theme=theme,
        archive=_archive(values, content, output, theme),
        name=_name(given),
        url=_url(given),
        timezone=timezone,
        language=_language(given),
        day=_day(values, zone),
        dated=bool(values["BRIEFING_DAY"] or os.environ.get("SOURCE_DATE_EPOCH")),
        cut=_cut(values),
        list_length=kinds.number(values, "BRIEFING_LIST_LENGTH", 5, 1000),
        max_bytes=kinds.number(values, "BRIEFING_MAX_BYTES", 1_000, 50_000_000),
        article_seconds=kinds.number(values, "BRIEFING_ARTICLE_SECONDS", 1, 3600),
        notice=kinds.text(values, "BRIEFING_NOTICE"),
        description=kinds.text(values, "BRIEFING_DESCRIPTION"),
        footer=kinds.text(values, "BRIEFING_FOOTER"),
        accent=_colour(values, "BRIEFING_ACCENT"),
        logo=_logo(values, content),
        navigation=kinds.names(values, "BRIEFING_NAVIGATION", NAVIGATION),
        sections=kinds.names(values, "BRIEFING_SECTIONS", CLOSING),
        report=_report(values),
        render=render,  # type: ignore[arg-type] # _one_of has just checked it
        strict=kinds.switch(values, "BRIEFING_STRICT"),
        summarizer=kinds.one_of(values, "BRIEFING_SUMMARIZER", SUMMARIZERS),
        workers=kinds.number(values, "BRIEFING_WORKERS", 0, 256) or os.cpu_count() or 1,
        scheduler=kinds.shaped(values, "BRIEFING_SCHEDULER", _SCHEDULER, "an address such as 'tcp://10.0.0.5:8786'"),
        settling=_settling(given),
        skipped=tuple(sorted(map(str, given.get("PAGE_PATHS") or ()))) if render == "pelican" else (),
        fetching=fetching.check_fetch_settings(values),
        mail=_mail(given, content, output, theme),
        markdown=_markdown(given),
    )


def _name(given: Mapping[str, Any]) -> str:
    name = kinds.text(given, "SITENAME")
    return "Briefing" if name in {"", "A Pelican Blog"} else name  # the latter is Pelican's own: nobody chose a name


def _theme(theme: Any) -> Path:
    path = Path(theme) if theme else theme_folder()
    # Pelican's own default means that nobody chose a theme.
    return theme_folder() if path.name == "notmyidea" and "pelican" in path.parts else path.absolute()


def _archive(values: Mapping[str, Any], content: Path, output: Path, theme: Path) -> Path:
    path = Path(kinds.text(values, "BRIEFING_ARCHIVE"))
    path = path if path.is_absolute() else content.parent / path
    check_kept("BRIEFING_ARCHIVE", path, "The words of drafts, and of what was withdrawn,", content, output, theme)
    if not path.is_symlink():
        return path
    real = Path(os.path.realpath(path))  # SQLite puts its log there, so all that goes with the archive lies there
    if not real.exists():
        raise SettingError(
            f"The archive {path} is a link to {real}, where nothing is.",
            remedy="Mount the disk that it is on; or remove the link, and it is made anew.",
        )
    return real


def _mail(given: Mapping[str, Any], content: Path, output: Path, theme: Path) -> mail.MailSettings:
    checked = mail.check_mail_settings(given, os.environ, content.parent)
    for name, path, holds in list_kept(checked):
        check_kept(name, path, holds, content, output, theme)
    return checked


def list_kept(checked: mail.MailSettings) -> list[tuple[str, Path, str]]:
    """Return what nobody is to read: of each the setting that names it, the path, and what it holds."""
    kept = (
        ("FOLDER", checked.folder, "Readers' addresses"),
        ("RECIPIENTS", checked.recipients, "Readers' addresses"),
        ("PASSWORD_FILE", checked.password_file, "The password"),
        ("DKIM_KEY", checked.dkim_key, "The private key"),
    )
    return [(f"BRIEFING_MAIL_{name}", path, holds) for name, path, holds in kept if path]


def _colour(values: Mapping[str, Any], key: str) -> str:
    return kinds.shaped(values, key, _COLOUR, "a colour such as '#1d6b3a'").lower()


def _logo(values: Mapping[str, Any], content: Path) -> Logo | None:
    name = kinds.text(values, "BRIEFING_LOGO")
    if not name:
        return None
    from briefing.logo import check_logo  # noqa: PLC0415 - loads how SVG is read, for those who have a logo

    try:
        return check_logo(name, (content.parent / name).read_bytes())
    except OSError as error:
        raise SettingError(
            f"BRIEFING_LOGO {content.parent / name} cannot be read: {error.strerror}.",
            remedy="Name a file, counted from the folder above content.",
        ) from error


def _report(values: Mapping[str, Any]) -> str:
    value = kinds.text(values, "BRIEFING_REPORT")
    if re.fullmatch(r"[^@\s<>\"?&%:]+@[^@\s<>\"?&%:]+", value) or not value:
        return value
    if not re.match(r"(https?://[^/\s]|mailto:)\S*$", value):
        raise SettingError(
            f"BRIEFING_REPORT is {value!r}.",
            remedy="It takes a mail address, or the address of a form such as 'https://news.example/mistake?at={place}'.",
        )
    unknown = [name for name in FIELD.findall(value) if name not in FIELDS]
    if unknown:
        raise SettingError(
            f"BRIEFING_REPORT holds {{{unknown[0]}}}.",
            remedy=f"It can hold {', '.join(f'{{{name}}}' for name in FIELDS)}.",
        )
    return value


def _language(given: Mapping[str, Any]) -> str:
    language = kinds.text(given, "DEFAULT_LANG").replace("_", "-") or "en"  # Pelican's users write en_GB, pages en-GB
    if not is_language(language):
        raise SettingError(f"DEFAULT_LANG is {language!r}.", remedy="It takes a code such as 'en', 'de' or 'pt-BR'.")
    return language


def _url(given: Mapping[str, Any]) -> str:
    url = kinds.text(given, "SITEURL").rstrip("/")
    if url and not re.match(r"https?://[^/\s]+", url):
        raise SettingError(f"SITEURL is {url!r}.", remedy="Give the whole address, such as 'https://news.example'.")
    return url


def _cut(values: Mapping[str, Any]) -> timedelta:
    value = kinds.text(values, "BRIEFING_CUT")
    if not _CUT.fullmatch(value):
        raise SettingError(f"BRIEFING_CUT is {value!r}.", remedy="It takes a time such as '06:00', or '24:00'.")
    hours, minutes = value.split(":")
    return timedelta(hours=int(hours), minutes=int(minutes))


def _day(values: Mapping[str, Any], zone: ZoneInfo) -> str:
    value = values["BRIEFING_DAY"]
    if value:
        try:
            return (value if isinstance(value, date) else date.fromisoformat(str(value))).isoformat()[:10]
        except ValueError as error:
            raise SettingError(f"The build day is {value!r}.", remedy="It takes a day such as 2025-03-14.") from error
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    if epoch:
        try:
            return datetime.fromtimestamp(int(epoch), UTC).astimezone(zone).date().isoformat()
        except (ValueError, OverflowError, OSError) as error:
            raise SettingError(
                f"SOURCE_DATE_EPOCH is {epoch!r}.", remedy="It takes whole seconds since 1970, or is left unset."
            ) from error
    return datetime.now(zone).date().isoformat()


def _settling(given: Mapping[str, Any]) -> float:
    key = "BRIEFING_SETTLING"
    value = given.get(key, os.environ.get(key) or DEFAULTS[key])
    try:
        seconds = float(value)
    except (TypeError, ValueError):
        seconds = -1.0
    if isinstance(value, bool) or not 0 <= seconds <= MOST_SETTLING:
        raise SettingError(f"{key} is {value!r}.", remedy=f"It takes seconds, from 0 to {MOST_SETTLING}.")
    return seconds


def _markdown(given: Mapping[str, Any]) -> tuple[str, ...]:
    """Name the Markdown extensions that the user added to those Pelican sets by itself."""
    pelicans = {"markdown.extensions.codehilite", "markdown.extensions.extra", "markdown.extensions.meta"}
    value = given.get("MARKDOWN") or {}
    named = {*value.get("extension_configs", {}), *value.get("extensions", [])} if isinstance(value, Mapping) else set()
    return tuple(sorted(str(name) for name in named if name not in pelicans))
