"""What does the settings file say, with the command line put over it? Read by Pelican, checked by `settings`."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from importlib.util import module_from_spec, spec_from_file_location
from typing import TYPE_CHECKING, Any, NamedTuple

from briefing.errors import SettingError

if TYPE_CHECKING:
    import logging

SETTINGS_FILE = "pelicanconf.py"


class Options(NamedTuple):
    """What the command line says before anything is read."""

    content: str = ""
    output: str = ""
    settings: str = ""
    day: str = ""
    strict: bool = False
    scheduler: str = ""
    settling: float = 0.0  # seconds; 0: what the settings say


def read_pelican_settings(options: Options) -> dict[str, Any]:
    """Pelican's settings with what the command line says put over them."""
    import logging  # noqa: PLC0415 - a build that finds nothing to do never comes here
    from pathlib import Path  # noqa: PLC0415 - as above

    from pelican.settings import read_settings  # noqa: PLC0415 - as above

    path: str | None = options.settings or SETTINGS_FILE
    if path and not os.path.isfile(path):
        if os.path.lexists(path):
            what = f"The settings file {path} is a folder, a link to nothing, or no plain file."
            raise SettingError(what, remedy="Put a file in its place, or name another with --settings.")
        if options.settings:
            raise SettingError(f"The settings file {path} does not exist.", remedy="Name another with --settings.")
        path = None
    override: dict[str, Any] = {
        key: str(Path(value).absolute())
        for key, value in (("PATH", options.content), ("OUTPUT_PATH", options.output))
        if value
    }
    override |= _said_by(options)
    logging.getLogger("pelican.settings").addFilter(_matters)
    try:
        with _read_anew(settings_folder(options)):
            settings = dict(read_settings(path, override))
    except Exception as error:
        raise _wrong_settings(error, path or "") from error
    if settings["PATH"] == os.curdir:  # Pelican's default, which would make articles of the README and the output
        settings["PATH"] = os.path.join(settings_folder(options), "content")
    named = [getattr(plugin, "__name__", plugin) for plugin in settings.get("PLUGINS") or ()]
    settings["PLUGINS"] = [*(settings.get("PLUGINS") or ()), *([] if "briefing" in named else ["briefing"])]
    return settings


# With these Pelican does nothing where Briefing renders, and hands them on as they are.
_HANDED_ON = frozenset(
    "AUTHOR AUTHOR_FEED_ATOM AUTHOR_FEED_RSS CACHE_CONTENT CATEGORY_FEED_ATOM DEFAULT_DATE DEFAULT_LANG "
    "DEFAULT_PAGINATION FEED_ALL_ATOM LINKS LOAD_CONTENT_CACHE OUTPUT_PATH PATH PLUGINS RELATIVE_URLS SITENAME SITEURL "
    "SOCIAL THEME TIMEZONE TRANSLATION_FEED_ATOM TYPOGRIFY".split()
)


def settle_settings(values: Mapping[str, Any], options: Options) -> dict[str, Any] | None:
    """Pelican's settings as far as `check_settings` asks for them, from those of the file, without loading Pelican.

    None where it would change, warn of or do anything: it is then to be asked itself. `tests/test_unchanged.py` holds
    both ways to the same bytes.
    """
    path = values.get("PATH", "content")
    theme, url, language = (values.get(key, "") for key in ("THEME", "SITEURL", "DEFAULT_LANG"))
    if not all(isinstance(value, str) for value in (path, theme, url, language)):
        return None
    if any(key in values and not values[key] for key in ("DEFAULT_LANG", "OUTPUT_PATH", "THEME")):
        return None  # to Pelican an empty path is the folder of the settings, and nothing a mistake
    folder = settings_folder(options)
    content = os.path.join(os.getcwd(), options.content) if options.content else os.path.join(folder, path)
    plain = (
        all(key in _HANDED_ON or key.startswith("BRIEFING_") for key in values)
        and list(values.get("PLUGINS") or ()) in ([], ["briefing"])
        and not url.endswith("/")
        and os.path.isdir(content)
        and not os.path.lexists(os.path.join(content, "images"))  # which Pelican copies
        and (not theme or os.path.isdir(os.path.join(folder, theme)))  # else it may be one of Pelican's own
    )
    if not plain:
        return None
    settings = {**values, "PATH": os.path.abspath(content), "DEFAULT_LANG": language.lower()}
    for key in ("THEME", "OUTPUT_PATH"):
        if values.get(key):
            settings[key] = os.path.abspath(os.path.join(folder, values[key]))
    settings["OUTPUT_PATH"] = (
        os.path.abspath(options.output) if options.output else settings.get("OUTPUT_PATH", "output")
    )
    return settings | _said_by(options)


def _said_by(options: Options) -> dict[str, Any]:
    """The settings of Briefing's that the command line says."""
    said = {
        "BRIEFING_DAY": options.day,
        "BRIEFING_SCHEDULER": options.scheduler,
        "BRIEFING_SETTLING": options.settling,
        "BRIEFING_STRICT": options.strict,
    }
    return {key: value for key, value in said.items() if value}


def settings_folder(options: Options) -> str:
    """The folder from which relative paths in the settings count."""
    return os.path.dirname(os.path.abspath(options.settings or SETTINGS_FILE))


def evaluate_settings(options: Options) -> dict[str, Any] | None:
    """What the settings file says by itself, in a thousandth of a second instead of Pelican's fifth.

    None where only a build can tell: the file is not there, cannot be evaluated, or prints something.
    """
    path, said = options.settings or SETTINGS_FILE, io.StringIO()
    if not os.path.isfile(path):
        return None if options.settings or os.path.lexists(path) else {}
    name = os.path.splitext(os.path.basename(path))[0]
    spec = spec_from_file_location(name, path)
    if spec is None or spec.loader is None:
        return None
    try:
        with _read_anew(settings_folder(options)), redirect_stdout(said), redirect_stderr(said):
            sys.modules[name] = module = module_from_spec(spec)
            spec.loader.exec_module(module)
    except (Exception, SystemExit):  # noqa: BLE001 - whatever it is, the build meets it again and says where
        return None
    return None if said.getvalue() else {key: value for key, value in vars(module).items() if key.isupper()}


@contextmanager
def _read_anew(folder: str) -> Iterator[None]:
    """Forget the modules of `folder` that were imported meanwhile.

    publishconf.py begins with all that pelicanconf.py says. Left among the loaded modules, the latter would be what it
    was when `serve` began, or that of another project in the same process. Nor is their bytecode kept: Python knows it
    by size and whole seconds, so that of two edits in one second the first would stay.
    """
    loaded, before = set(sys.modules), sys.dont_write_bytecode
    sys.dont_write_bytecode = True
    try:
        yield
    finally:
        sys.dont_write_bytecode = before
        for name in set(sys.modules) - loaded:
            file = getattr(sys.modules[name], "__file__", None)
            if file and os.path.dirname(os.path.abspath(file)) == folder:
                del sys.modules[name]


# Pelican's warnings that mean nothing here: the feeds are Briefing's, and UTC is its documented default.
_NEEDLESS = ("Feeds generated without SITEURL", "No timezone information specified")


def _matters(record: logging.LogRecord) -> bool:
    return not str(record.msg).startswith(_NEEDLESS)


def _wrong_settings(error: Exception, path: str) -> SettingError:
    """What failed in the settings file, with its line; or what Pelican has against what it says."""
    import traceback  # noqa: PLC0415 - as above

    file = os.path.join(os.getcwd(), path)
    if isinstance(error, SyntaxError):
        lines, said = [error.lineno or 0] if error.filename == file else [], error.msg
    else:
        frames = traceback.extract_tb(error.__traceback__)
        lines, said = (
            [frame.lineno or 0 for frame in frames if frame.filename == file],
            f"{type(error).__name__}: {error}",
        )
    if lines:
        what = f"The settings cannot be read: {said.rstrip('.')}."
        return SettingError(what, remedy="Mend that line.", path=path, line=lines[-1])
    for words, what, remedy in _OBJECTIONS:
        if words in str(error):
            return SettingError(what, remedy=remedy, path=path)
    return SettingError(f"The settings cannot be used: {str(error).rstrip('.')}.", path=path)


_OBJECTIONS = (  # Pelican's words, what they mean here, and the remedy
    (
        "specify a path containing the content",
        "The content folder does not exist.",
        "Make it, or say where it is with --content or PATH.",
    ),
    (
        "Could not find the theme",
        "The theme that THEME names does not exist.",
        "Name a theme's folder, or leave THEME out for Briefing's own.",
    ),
)
