"""How is a template read? For the site's pages and for mail: everything escaped, in a language, compiled but once."""

from __future__ import annotations

import marshal
import sys
from collections.abc import Callable
from contextlib import suppress
from functools import cached_property
from hashlib import blake2b
from pathlib import Path

from jinja2 import BaseLoader, BytecodeCache, Environment, StrictUndefined, __version__
from jinja2.bccache import Bucket
from markupsafe import Markup

from briefing import compiling
from briefing.compiling import PlainEnvironment, PlainGenerator
from briefing.translations import find_translations
from briefing.whole import write_whole


def make_environment(loader: BaseLoader, language: str) -> Environment:
    """Return the environment for the templates of `loader`.

    Everything is escaped, whatever a template's name ends in; a field that a value lacks is an error. What templates
    say through `_` comes out in `language`, its values escaped.
    """
    environment = PlainEnvironment(
        loader=loader,
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,  # a build is one moment
        bytecode_cache=_compiled,
        extensions=["jinja2.ext.i18n"],
    )
    environment.install_gettext_translations(find_translations(language), newstyle=True)  # type: ignore[attr-defined]
    say = _sayer(language)
    environment.globals.update(_=say, gettext=say)
    environment.code_generator_class = PlainGenerator
    return environment


def _sayer(language: str) -> Callable[..., Markup]:
    """Return what `_` is in templates: a message in `language`, with `values` escaped in its places.

    What Jinja has for it makes each message anew, at 2 µs; a page says thirty, most of them those of the page before.
    """
    translate = find_translations(language).gettext
    translated: dict[str, Markup] = {}
    said: dict[str, Markup] = {}  # those without a value

    def say(message: str, **values: object) -> Markup:
        if not values and message in said:
            return said[message]
        if message not in translated:
            translated[message] = Markup(translate(message))  # noqa: S704 - ours, or the translator's
        if values:
            return translated[message] % values
        said[message] = translated[message] % {}  # "%%" is a per cent sign
        return said[message]

    return say


# -- templates as they were compiled ----------------------------------------------------------------------------------


class _Compiled(BytecodeCache):
    """Keeps what was compiled in a folder, which may be deleted at any time.

    Jinja's own cache of this kind unpickles what it finds and fails where it is damaged.
    """

    folder: Path | None = None

    @cached_property
    def _compiler(self) -> bytes:
        """What else the code depends on: what compiles it, the options above, Jinja and Python."""
        ours = (Path(file).read_bytes() for file in (compiling.__file__, __file__))
        return b" ".join((*ours, __version__.encode(), str(sys.version_info).encode()))

    def _seal(self, bucket: Bucket, code: bytes) -> bytes:
        """What stands before the code that was made of the template in `bucket`."""
        generator = bucket.environment.code_generator_class.__qualname__
        parts = (self._compiler, generator.encode(), bucket.checksum.encode(), code)
        return blake2b(b"\0".join(parts), digest_size=32).digest()

    def load_bytecode(self, bucket: Bucket) -> None:
        if self.folder is not None:
            with suppress(OSError):
                kept = (self.folder / bucket.key).read_bytes()
                if kept[:32] == self._seal(bucket, kept[32:]):
                    bucket.code = marshal.loads(kept[32:])  # noqa: S302 - the archive's folder is as trusted as __pycache__

    def dump_bytecode(self, bucket: Bucket) -> None:
        if self.folder is not None:
            code = marshal.dumps(bucket.code)
            with suppress(OSError):  # a folder that cannot be written costs time, no more
                self.folder.mkdir(parents=True, exist_ok=True)
                write_whole(str(self.folder / bucket.key), self._seal(bucket, code) + code)


_compiled = _Compiled()  # for all of a process, which builds one site: the printers of mail are deep below


def keep_compiled(folder: Path) -> None:
    """Keep compiled templates in `folder`: to compile those of a site and its mail takes 0.18 s, to load them 0.005."""
    _compiled.folder = folder
