"""Settings: any values are settings, or one SettingError that names the setting and a remedy."""

from __future__ import annotations

import ast
import os
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from briefing.errors import SettingError
from briefing.mail.settings import DEFAULTS as MAIL
from briefing.mail.settings import check_mail_settings
from briefing.settings import DEFAULTS, check_settings
from briefing.wording import is_language
from fuzzing.material import ODD, encode

PARSES = ("briefing.settings.check_settings", "briefing.mail.settings.check_mail_settings")
PELICANS = ("SITENAME", "SITEURL", "TIMEZONE", "DEFAULT_LANG", "MARKDOWN", "PAGE_PATHS")
PIECES = (
    *(f"\n{name} = ".encode() for name in (*sorted(DEFAULTS), *PELICANS)),
    *encode(
        "''", "'a'", "None", "True", "False", "0", "1", "-1", "60", "1e400", "10**9", "[]", "['events']", "['x', 'x']",
        "{}", "{'a': 1}", "()", "{1, 2}", "b'x'", "'06:00'", "'24:00'", "'25:99'", "'2025-03-14'", "'#1d6b3a'",
        "'#xyz'", "'https://x.example'", "'http://[::1'", "'javascript:alert(1)'", "'tcp://10.0.0.5:8786'",
        "'Europe/Berlin'", "'../x'", "'/etc/passwd'", "'a\\nb'", "'\\x00'", "'\\ud800'", "'de'", "'pt_BR'",
        "'news@x.example'", "'~nobody/x'", "'{place}'", "'https://x.example/?p={nothing}'", "'starttls'", "99999",
        "'logo.svg'", "1.5", "'\\u2028'", "'NoSuchZone'", "'Europe'", "'.'", "'../..'",
    ),
    *ODD,
)  # fmt: skip
_FOLDER = TemporaryDirectory(prefix="settings-")
_CONTENT = Path(_FOLDER.name) / "content"
_CONTENT.mkdir()


def seeds() -> Iterator[bytes]:
    yield "\n".join(f"{name} = {value!r}" for name, value in sorted(DEFAULTS.items())).encode()
    yield b"SITENAME = 'The Morning'\nSITEURL = 'https://x.example'\nTIMEZONE = 'Europe/Berlin'\nDEFAULT_LANG = 'pt'"
    yield b"SITENAME = 'a\\nb'"
    yield b"TIMEZONE = 'Europe'"
    yield b"BRIEFING_FOOTER = 'a\\x00b'\nBRIEFING_WORKERS = True"
    yield b"BRIEFING_CUT = '06:00'\nBRIEFING_DAY = '2025-03-14'\nBRIEFING_ACCENT = '#1d6b3a'\nBRIEFING_WORKERS = 2"
    yield b"BRIEFING_REPORT = 'https://x.example/new?at={place}'\nBRIEFING_NAVIGATION = ['events', 'actors']"
    yield b"BRIEFING_MAIL_FROM = 'news@x.example'\nBRIEFING_MAIL_UNSUBSCRIBE = 'https://x.example/leave?t={token}'"


def check(data: bytes) -> None:
    given = dict(_read(data.decode("utf-8", "replace")))
    paths = {"PATH": str(_CONTENT), "OUTPUT_PATH": str(_CONTENT.parent / "output")}
    try:
        settings = check_settings({**given, **paths})
    except SettingError as error:
        assert error.what and error.remedy, error
        assert any(name in str(error) for name in (*DEFAULTS, *PELICANS, "BRIEFING_")) or "day" in str(error), error
    else:
        assert is_language(settings.language)
        assert settings.zone
        assert len(settings.day) == 10
        assert not any(letter < " " for letter in (settings.name + settings.notice + settings.footer).replace("\t", ""))
        repr(settings.page_key()).encode()
        assert settings.mail.password == os.environ.get("BRIEFING_MAIL_PASSWORD", "")
    texts = {
        name: value for name, value in given.items() if isinstance(value, str) and name in MAIL and "\0" not in value
    }
    try:
        check_mail_settings({}, texts, _CONTENT.parent)
    except SettingError as error:
        assert error.what and error.remedy, error


def _read(text: str) -> Iterator[tuple[str, object]]:
    """The lines “NAME = literal”; others are left out."""
    for line in text.split("\n"):
        name, sign, value = line.partition(" = ")
        if sign and (name in DEFAULTS or name in PELICANS or name.startswith("BRIEFING_")):
            try:
                yield name, ast.literal_eval(value.strip())
            except (ValueError, SyntaxError, TypeError, MemoryError, RecursionError):
                continue
