"""How is a template read, and turned into Python that runs fast? For the site's pages and for mail.

By Jinja's own compiler, with plainer code for its dearest steps. What Jinja compiles is ready for anything: a value may
be a mapping or an object, what is called may want the context, what is printed may be undefined. What our templates
get is known better: a field is read as a field (`page.title`; of a mapping write `page["title"]`), a macro is called as
a function, and text without a letter that HTML would see is HTML already. Pages render in a third of the time, the same
bytes as by Jinja's own code (tests/test_theme.py); where a template turns escaping off, Jinja's own is written.
"""

from __future__ import annotations

import marshal
import sys
from collections.abc import Callable
from contextlib import suppress
from functools import cached_property
from hashlib import blake2b
from importlib.metadata import version
from keyword import iskeyword
from pathlib import Path
from typing import Any

from jinja2 import BaseLoader, BytecodeCache, Environment, StrictUndefined, TemplateRuntimeError, nodes
from jinja2.bccache import Bucket
from jinja2.compiler import CodeGenerator, Frame, MacroRef
from jinja2.utils import missing
from markupsafe import Markup, escape

from briefing.translations import find_translations
from briefing.whole import write_whole


def make_environment(loader: BaseLoader, language: str) -> Environment:
    """Return the environment for the templates of `loader`.

    Everything is escaped, whatever a template's name ends in; a field that a value lacks is an error. What templates
    say through `_` comes out in `language`, its values escaped.
    """
    environment = Environment(
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
        if message not in translated:
            translated[message] = Markup(translate(message))  # noqa: S704 - ours, or the translator's
        if values:
            return translated[message] % values
        if message not in said:
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
        """What else the code depends on: this module, Jinja and Python."""
        return b" ".join((Path(__file__).read_bytes(), version("jinja2").encode(), str(sys.version_info).encode()))

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


# -- what compiled templates call -------------------------------------------------------------------------------------


def escape_value(value: object) -> str:
    """Return `value` as HTML: a quarter of the time of `escape` for text in which nothing is to be escaped."""
    if type(value) is str:
        if "&" in value or "<" in value or ">" in value or '"' in value or "'" in value:
            return escape(value)
        return value
    return value if type(value) is Markup else escape(value)


def mark_safe(html: str) -> Markup:
    """Return what a macro wrote as HTML: `Markup(html)` in half the time."""
    return str.__new__(Markup, html)


def make_macro(macro: Callable[..., str], names: tuple[str, ...]) -> Callable[..., str]:
    """Return the function of a macro with parameters of these `names`, any of which may be left out."""
    macro.__defaults__ = (missing,) * len(names)
    macro.names = names  # type: ignore[attr-defined]
    return macro


def call_by_name(called: Callable[..., Any], /, *given: Any, **named: Any) -> Any:
    """Call a function, or a macro, whose function has names of the compiler's for its parameters."""
    names = getattr(called, "names", None)
    if names is None:
        return called(*given, **named)
    rest = [named.pop(name, missing) for name in names[len(given) :]]
    if named:
        raise TemplateRuntimeError(f"the macro takes no argument {min(named)!r} besides those that it got")
    return called(*given, *rest)


# -- the compiler -----------------------------------------------------------------------------------------------------


# What we leave as Jinja has it: functions that want the context, and what has its fields as a mapping has.
_WANTING_CONTEXT = {"ngettext", "pgettext", "npgettext"}
_MAPPINGS = {"self", "kwargs"}


def _is_escaped(frame: Frame) -> bool:
    return bool(frame.eval_ctx.autoescape) and not frame.eval_ctx.volatile


class PlainGenerator(CodeGenerator):
    """Writes the Python of a template."""

    def visit_Template(self, node: nodes.Template, frame: Frame | None = None) -> None:  # noqa: N802 - as Jinja calls it
        self.writeline(f"from {__name__} import call_by_name, escape_value, make_macro, mark_safe")
        super().visit_Template(node, frame)

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:
        if not _is_escaped(frame) or finalize.src is not None:
            super()._output_child_pre(node, frame, finalize)
        else:
            self.write("escape_value(")

    def visit_Getattr(self, node: nodes.Getattr, frame: Frame) -> None:  # noqa: N802 - as Jinja calls it
        of_mapping = isinstance(node.node, nodes.Name) and node.node.name in _MAPPINGS
        if of_mapping or iskeyword(node.attr) or isinstance(node.node, nodes.Const):
            super().visit_Getattr(node, frame)
            return
        self.visit(node.node, frame)
        self.write(f".{node.attr}")

    def visit_Call(  # noqa: N802 - as Jinja calls it
        self, node: nodes.Call, frame: Frame, forward_caller: bool = False
    ) -> None:
        if forward_caller or (isinstance(node.node, nodes.Name) and node.node.name in _WANTING_CONTEXT):
            super().visit_Call(node, frame, forward_caller=forward_caller)
        elif node.kwargs or node.dyn_args or node.dyn_kwargs:
            self.write("call_by_name(")
            self.visit(node.node, frame)
            self.signature(node, frame)
            self.write(")")
        else:
            self.visit(node.node, frame)
            self.write("(")
            for each in node.args:
                self.visit(each, frame)
                self.write(", ")
            self.write(")")

    def macro_def(self, macro_ref: MacroRef, frame: Frame) -> None:
        asks = macro_ref.accesses_kwargs or macro_ref.accesses_varargs or macro_ref.accesses_caller
        if asks or not _is_escaped(frame):
            super().macro_def(macro_ref, frame)
            return
        self.write(f"make_macro(macro, {tuple(each.name for each in macro_ref.node.args)!r})")

    def return_buffer_contents(self, frame: Frame, force_unescaped: bool = False) -> None:
        if _is_escaped(frame):  # what a macro returns is HTML then as well
            self.writeline(f"return mark_safe(concat({frame.buffer}))")
        else:
            super().return_buffer_contents(frame, force_unescaped)
