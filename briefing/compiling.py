"""How is a template turned into Python that runs fast?

By Jinja's own compiler, with plainer code for its dearest steps. What Jinja compiles is ready for anything: a value may
be a mapping or an object, what is called may want the context, what is printed may be undefined. What our templates
get is known better: a field is read as a field (`page.title`; of a mapping write `page["title"]`), a macro is called as
a function, what is printed in a row is joined at once, with its conditions in it, and macros that want nothing of a
page are made once for many. Pages render in a quarter of the time, the same bytes as by Jinja's own code
(tests/test_theme.py); where a template turns escaping off, Jinja's own is written.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, MutableMapping, Sequence
from contextlib import suppress
from keyword import iskeyword
from typing import Any

from jinja2 import Environment, Template, TemplateRuntimeError, nodes
from jinja2.compiler import CodeGenerator, Frame, MacroRef
from jinja2.environment import TemplateModule
from jinja2.idtracking import VAR_LOAD_RESOLVE
from jinja2.runtime import Context
from jinja2.utils import missing
from markupsafe import Markup, escape

# -- what compiled templates call -------------------------------------------------------------------------------------


try:  # what `escape` calls, in C: a third of its time, and a text without such letters comes back as it is
    from markupsafe import _escape_inner as escape_text  # type: ignore[attr-defined]
except ImportError:  # markupsafe 2

    def escape_text(text: str, /) -> str:
        return str(escape(text))


def escape_value(value: object) -> str:
    """Return `value` as HTML."""
    if type(value) is str:
        return escape_text(value)
    return value if type(value) is Markup else escape(value)


make_text = str.__new__  # `make_text(Markup, html)` is `Markup(html)` in half the time


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


def import_macros(template: Template, context: Context, given: Mapping[str, Any]) -> TemplateModule:
    """Return what `{% import %}` brings; `given` are the names of the template that imports, beside its `context`.

    Macros that want `link` and the environment's own names are made once for each `link`: a page of three such imports
    took 0.1 ms for them.
    """
    wanted = template.root_render_func.__globals__.get("WANTED")
    environment = template.environment
    if wanted is None or not isinstance(environment, PlainEnvironment):
        return template.make_module(context.get_all(), True, dict(given))
    found = {}
    for name in wanted:
        value = given.get(name, missing)
        found[name] = value = context.resolve_or_missing(name) if value is missing else value
        if name != LINK and value is not environment.globals.get(name, missing):
            return template.make_module(context.get_all(), True, dict(given))
    link = found.get(LINK, missing)
    try:
        return environment.imported[template, link]
    except KeyError:
        pass
    if len(environment.imported) == _IMPORTS:
        environment.imported.clear()
    module = template.make_module({} if link is missing else {LINK: link})
    environment.imported[template, link] = module
    return module


_CALLED = "Markup call_by_name escape_text escape_value import_macros make_macro make_text".split()
LINK = "link"  # what turns addresses for the page that is rendered: one function for all pages of a folder
_IMPORTS = 100  # templates times depths of folders


class PlainEnvironment(Environment):
    """Compiles templates to plain code, and keeps what they import."""

    def __init__(self, **options: Any) -> None:
        super().__init__(cache_size=-1, **options)  # all of a theme's templates, in a dict
        self.imported: dict[tuple[Template, object], TemplateModule] = {}

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """Return the names that every template has: our own dict, where Jinja looks through two for each."""
        return super().make_globals(d) if d else self.globals


# -- the compiler -----------------------------------------------------------------------------------------------------


# What we leave as Jinja has it: functions that want the context, and what has its fields as a mapping has.
_WANTING_CONTEXT = {"ngettext", "pgettext", "npgettext"}
_MAPPINGS = {"self", "kwargs"}

_SPECIAL = {"caller", "kwargs", "loop", "self", "super", "varargs"}  # names that Jinja declares itself
_DEEPEST = 20  # conditions in one another that are still one expression; Python reads 200 brackets in one another


def _is_escaped(frame: Frame) -> bool:
    return bool(frame.eval_ctx.autoescape) and not frame.eval_ctx.volatile


def _only_prints(node: nodes.Node, depth: int = 0) -> bool:
    """Whether a statement does nothing but print, always or on conditions; `depth`: in how many others it would stand.

    As an expression each `elif` stands in the one before.
    """
    if not isinstance(node, nodes.If):
        return isinstance(node, nodes.Output)
    depth += 1 + len(node.elif_)
    return depth <= _DEEPEST and all(_only_prints(each, depth) for each in (*node.body, *node.elif_, *node.else_))


def _wants(macro: nodes.Macro) -> set[str]:
    """The names that a macro has from around it."""
    names = list(macro.find_all(nodes.Name))
    own = {name.name for name in names if name.ctx != "load"}
    return {name.name for name in names if name.ctx == "load"} - own - _SPECIAL


def _holds_macros_alone(template: nodes.Template) -> bool:
    """Whether all that a template does is to define macros, which reach for nothing but names."""
    macros = [node for node in template.body if isinstance(node, nodes.Macro)]
    printed = [each for node in template.body if isinstance(node, nodes.Output) for each in node.nodes]
    return (
        all(isinstance(node, (nodes.Macro, nodes.Output)) for node in template.body)
        and all(isinstance(each, nodes.TemplateData) for each in printed)  # line ends between them
        and not any(macro.find(kind) for macro in macros for kind in _REACHING_OUT)
    )


# What reads more of the context than the names in a macro.
_REACHING_OUT = (
    nodes.Include, nodes.Import, nodes.FromImport, nodes.Block, nodes.ContextReference, nodes.DerivedContextReference,
)  # fmt: skip


class PlainGenerator(CodeGenerator):
    """Writes the Python of a template."""

    _hoisted: Iterable[str] = ()  # names that the root reads for its macros, each of which would read them at each call
    _body: Sequence[nodes.Node] = ()  # of the macro that is being written

    def visit_Template(self, node: nodes.Template, frame: Frame | None = None) -> None:  # noqa: N802 - as Jinja calls it
        self.writeline(f"from {__name__} import {', '.join(_CALLED)}")
        macros = [each for each in node.body if isinstance(each, nodes.Macro)]
        self._hoisted = sorted(set().union(*map(_wants, macros)))
        self._printing = {macro.name for macro in macros} | {"_"}
        self._resolved: set[str] = set()  # names that are read from the context
        super().visit_Template(node, frame)
        if _holds_macros_alone(node):
            self.writeline(f"WANTED = {tuple(sorted(self._resolved))!r}")

    def enter_frame(self, frame: Frame) -> None:
        if frame.toplevel:
            for name in self._hoisted:
                frame.symbols.load(name)
        loads = frame.symbols.loads.values()
        self._resolved.update(str(name) for action, name in loads if action == VAR_LOAD_RESOLVE)
        super().enter_frame(frame)

    def _import_common(self, node: nodes.Import | nodes.FromImport, frame: Frame) -> None:
        if not node.with_context:
            super()._import_common(node, frame)
            return
        self.write("import_macros(environment.get_template(")
        self.visit(node.template, frame)
        self.write(f", {self.name!r}), context, {self.dump_local_context(frame)})")

    def visit_Include(self, node: nodes.Include, frame: Frame) -> None:  # noqa: N802 - as Jinja calls it
        if node.ignore_missing or not node.with_context or not isinstance(node.template, nodes.Const):
            super().visit_Include(node, frame)
            return
        self.writeline("template = environment.get_template(", node)
        self.visit(node.template, frame)
        self.write(f", {self.name!r})")
        given = self.dump_local_context(frame)
        self.simple_write(
            f"concat(template.root_render_func(template.new_context(context.get_all(), True, {given})))", frame
        )

    # What is printed in a row: Jinja appends each piece, or hands it up through all templates around.

    def blockvisit(self, statements: Iterable[nodes.Node], frame: Frame) -> None:
        if frame.require_output_check or self._make_finalize().src is not None:
            super().blockvisit(statements, frame)
            return
        self.writeline("pass")
        row: list[nodes.Node] = []
        for node in statements:
            if _only_prints(node):
                row.append(node)
            else:
                self._print(row, frame)
                self.visit(node, frame)
                row = []
        self._print(row, frame, alone=bool(row) and row == self._body)

    def _print(self, row: Sequence[nodes.Node], frame: Frame, *, alone: bool = False) -> None:
        """Write what prints a row of statements; `alone`: it is all that a macro does."""
        if not _is_escaped(frame):
            for node in row:
                self.visit(node, frame)
        elif pieces := self._cut(row, frame):
            if alone:
                self.writeline("return make_text(Markup, ")
            else:
                self.writeline("yield (" if frame.buffer is None else f"{frame.buffer}.append(")
            self._join(pieces, frame)
            self.write(")")

    def _cut(self, row: Sequence[nodes.Node], frame: Frame) -> list[str | nodes.Node]:
        """Return what a row prints: text, conditions, values."""
        finalize = self._make_finalize()
        pieces: list[str | nodes.Node] = []
        for node in row:
            for child in node.nodes if isinstance(node, nodes.Output) else (node,):
                piece: str | nodes.Node = child
                if isinstance(child, nodes.Expr):
                    with suppress(Exception):  # it is told where the template runs, as Jinja does it
                        piece = str(self._output_child_to_const(child, frame, finalize))
                if isinstance(piece, str) and pieces and isinstance(pieces[-1], str):
                    pieces[-1] += piece
                else:
                    pieces.append(piece)
        return pieces

    def _join(self, pieces: list[str | nodes.Node], frame: Frame) -> None:
        if not pieces:
            self.write("''")
            return
        if len(pieces) != 1:
            self.write("concat((")
        self.indent()
        for piece in pieces:
            self._print_piece(piece, frame)
            self.write(", " if len(pieces) != 1 else "")
        self.outdent()
        if len(pieces) != 1:
            self.write("))")

    def _print_piece(self, piece: str | nodes.Node, frame: Frame) -> None:
        if isinstance(piece, str):
            self.write(repr(piece))
        elif isinstance(piece, nodes.If):
            self._print_condition([piece, *piece.elif_], piece.else_, frame)
        else:
            # Which type is likelier is asked first: macros and messages come as HTML.
            html = isinstance(piece, nodes.Call) and not (
                isinstance(piece.node, nodes.Name) and piece.node.name not in self._printing
            )
            self.newline(piece)
            self.write("(value if type(value := " if html else "(escape_text(value) if type(value := ")
            self.visit(piece, frame)
            self.write(f") is {'Markup' if html else 'str'} else escape_value(value))")

    def _print_condition(self, branches: list[nodes.If], otherwise: list[nodes.Node], frame: Frame) -> None:
        first, *others = branches
        self.newline(first)
        self.write("(")
        self._join(self._cut(first.body, frame), frame)
        self.write(" if ")
        self.visit(first.test, frame)
        self.write(" else ")
        if others:
            self._print_condition(others, otherwise, frame)
        else:
            self._join(self._cut(otherwise, frame), frame)
        self.write(")")

    def macro_body(self, node: nodes.Macro | nodes.CallBlock, frame: Frame) -> tuple[Frame, MacroRef]:
        around, self._body = self._body, node.body
        try:
            return super().macro_body(node, frame)
        finally:
            self._body = around

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
            self.writeline(f"return make_text(Markup, concat({frame.buffer}))")
        else:
            super().return_buffer_contents(frame, force_unescaped)
