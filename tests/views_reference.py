"""Writes docs/reference/views.md from the views: `python tests/views_reference.py`. A test holds the two together."""

from __future__ import annotations

import ast
import inspect
import re
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

import fakes
from msgspec import Struct

from briefing.site import views
from briefing.site.views.frame import Site

SHARED = ("frame", "passages")  # what all other views are made of comes first
PAGE = Path(__file__).parent.parent / "docs" / "reference" / "views.md"

HEAD = """# The views

What a theme's templates can show. Each template gets one view as `page`; views hold text, yes or no, lists, and other
views, all worded in the site's language and time zone, so a template needs no logic beyond `if` and `for`. This page
is written by `python tests/views_reference.py` from the classes in `briefing/site/views/`.

A template also has

- `link(href)`: an address of the site as seen from the page. Every `href` of a view counts from the site's root.
- `_('Words')`, `_('%(n)s words', n=…)`, `ngettext(…)`: an interface string in the site's language (gettext).
- `inside_script`: a filter for JSON inside a script element. Everything else is escaped as it is.
- `macros.html`: what several pages show, `{% import "macros.html" as m with context %}`.

A field that is empty has nothing to show. A field that a view does not have is an error, not an empty place. So it is
under `is defined` and `default`: `page.title` is read as it stands. Of a mapping that a template makes itself, write
`row["name"]`.

| template | view |
|---|---|
"""


def write_reference() -> str:
    """Return the page: templates with their views, then each module's views with every field."""
    templates = sorted({(template, type(view).__name__) for template, view in fakes.views().values()})
    parts = [HEAD, "".join(f"| `{template}` | {_linked(view)} |\n" for template, view in templates)]
    names = sorted((each.name for each in iter_modules(views.__path__)), key=lambda name: (name not in SHARED, name))
    for name in names:
        loaded = import_module(f"{views.__name__}.{name}")
        parts.append(f"\n## {_first_line(loaded)}\n")
        comments = _comments(inspect.getsource(loaded))
        parts += [
            _described(view, comments)
            for view in vars(loaded).values()
            if isinstance(view, type) and issubclass(view, (Struct, Site)) and view.__module__ == loaded.__name__
        ]
    return "".join(parts)


def _described(view: type, comments: dict[tuple[str, str], str]) -> str:
    words = inspect.cleandoc(vars(view).get("__doc__") or "")  # not what it inherits
    said = f"{words}\n\n" if words else ""
    rows = "".join(
        f"| `{name}` | {_kind(str(kind))} | {comments.get((view.__name__, name), '')} |\n"
        for name, kind in inspect.get_annotations(view).items()
    )
    return f"\n### {view.__name__}\n\n{said}| field | holds | what |\n|---|---|---|\n{rows}"


def _comments(source: str) -> dict[tuple[str, str], str]:
    """Return what is said after each field, by class and field."""
    lines = source.split("\n")
    found = {}
    for node in ast.parse(source).body:
        for each in node.body if isinstance(node, ast.ClassDef) else ():
            if isinstance(each, ast.AnnAssign) and isinstance(each.target, ast.Name):
                _, _, comment = lines[each.lineno - 1].partition("  # ")
                found[node.name, each.target.id] = comment.replace("|", "\\|")  # type: ignore[attr-defined]
    return found


def _kind(annotation: str) -> str:
    """Return a type in words: "text", "list of PassageView"."""
    if annotation.endswith(" | None"):
        return f"{_kind(annotation.removesuffix(' | None'))}, or none"
    if inner := re.fullmatch(r"tuple\[(.+), \.\.\.\]", annotation):
        return f"list of {_kind(inner[1])}"
    if inner := re.fullmatch(r"tuple\[(.+)\]", annotation):
        return f"({', '.join(map(_kind, inner[1].split(', ')))})"
    return {"str": "text", "bool": "yes or no"}.get(annotation) or _linked(annotation)


def _linked(view: str) -> str:
    return f"[{view}](#{view.lower()})"


def _first_line(module: object) -> str:
    return (inspect.getdoc(module) or "").split("\n", maxsplit=1)[0].rstrip(".")


if __name__ == "__main__":
    PAGE.write_text(write_reference(), encoding="utf-8")
