"""Templates: what our compiler makes of them renders as what Jinja's own makes, and fails where that fails."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from jinja2 import DictLoader, TemplateError
from msgspec import Struct
from test_theme import written_by_jinja

from briefing import templating
from fuzzing.material import TESTS, encode

PARSES = ("briefing.compiling.PlainGenerator.visit_Template", "briefing.templating.make_environment")
PIECES = encode(
    "{{ ", " }}", "{% ", " %}", "{{- ", " -}}", "{%- ", " -%}", "{# ", " #}", "{{ page.title }}", "{{ page.rows }}",
    "{{ page.lead }}", "{{ words }}", "{{ html }}", "{{ number }}", "{{ nothing }}", "{{ missing }}",
    "{{ page.missing }}", "{% if page.flag %}", "{% if number > 2 %}", "{% elif words %}", "{% else %}", "{% endif %}",
    "{% for row in page.rows %}", "{% for row in page.rows if row.flag %}", "{{ row.title }}", "{{ loop.index }}",
    "{% if not loop.last %}, {% endif %}", "{% endfor %}", "{% macro f(a, b='&') %}", "{{ a }}", "{{ b }}",
    "{% endmacro %}", "{{ f('<') }}", "{{ f(b=1, a=words) }}", "{{ f() }}", "{{ f(c=1) }}", "{% call f(1) %}",
    "{{ caller() }}", "{% endcall %}", "{% set x %}", "{% endset %}", "{% set y = words %}", "{{ x }}", "{{ y }}",
    "{% with z = html %}", "{{ z }}", "{% endwith %}", "{% block c %}", "{% endblock %}", "{{ self.c() }}",
    "{{ super() }}", "{% extends 'base' %}", "{% include 'part' %}", "{% import 'lib' as lib with context %}",
    "{{ lib.g(words) }}", "{% from 'lib' import g with context %}", "{{ g('&') }}", "{% filter upper %}",
    "{% endfilter %}", "{{ words|upper }}", "{{ words|e }}", "{{ html|safe }}", "{{ words|safe }}",
    "{{ words|join(',') }}", "{{ page.rows|length }}", "{{ words|default('x') }}", "{{ _('Events') }}",
    "{{ _('Words of %(name)s', name=words) }}", "{{ words ~ html }}", "{{ words + '<' }}",
    "{{ words if page.flag else '&' }}", "{{ words if no }}", "{% autoescape false %}", "{% endautoescape %}",
    "{{ [words, html] }}", "{{ {'a': words}['a'] }}", "{{ link('x') }}", "{{ words[0] }}", "{{ 1/0 }}", "{% raw %}",
    "{% endraw %}", '<p class="', '">', "&amp;", "\n", "  ", "'", "{{ none }}", "{{ true }}", "{{ 1.5 }}",
    "{% do x %}", "{{ varargs }}", "{{ range(3)|list }}", "{{ page.title is none }}", "{{ f is defined }}",
    "{% set ns = namespace(n=0) %}", "{% set ns.n = 1 %}", "{{ ns.n }}",
)  # fmt: skip


class Row(Struct):
    title: str
    flag: bool = False


class Page(Struct):
    title: str
    lead: str | None
    rows: tuple[Row, ...]
    flag: bool


PAGES = (
    Page("A <b> & “c”", None, (Row("<1>", flag=True), Row("2")), flag=True),
    Page("", "&", (), flag=False),
)
LIBRARY = {
    "base": "<html>{% block c %}<{{ words }}>{% endblock %}</html>",
    "part": "({{ words }}{{ page.title }})",
    "lib": "{% macro g(a) %}<i>{{ a }}</i>{{ link('y') }}{% endmacro %}",
}
# Jinja reads an attribute of anything as an item as well; ours does not, and says so.
_NOT_ALIKE = re.compile(r"\.(?:\d|__)|\bself\b.*\bself\b")
_SLOW = re.compile(r"\*\*|\d{4}|\*\s*\d{3}|range\((?!3\))")  # Python could be busy with it for hours


def seeds() -> Iterator[bytes]:
    source = (TESTS / "test_theme.py").read_text(encoding="utf-8")
    for found in re.finditer(r'\(\s*"(\{.*?)", "', source):
        yield found[1].encode()
    for path in sorted((Path(templating.__file__).parent / "mail").rglob("*.html")):
        yield path.read_bytes()[:3000]
    yield b"<p>{{ words }}{{ html }}</p>{% if page.flag %}{{ page.title }}{% endif %}{{ words ~ html }}"
    yield b"{% for row in page.rows %}{{ row.title }}{{ loop.index }}{% else %}{{ page.lead }}{% endfor %}{{ number }}"
    yield b"{% macro f(a, b='&') %}<b>{{ a }}{{ b }}</b>{% endmacro %}{{ f('<') }}{{ f(b=html, a=words) }}"
    yield b"{% extends 'base' %}{% block c %}{{ super() }}{% include 'part' %}{% endblock %}"
    yield b"{% import 'lib' as lib with context %}{{ lib.g(words) }}{% from 'lib' import g with context %}{{ g('&') }}"
    yield b"{% set x %}{{ words }}{% endset %}{{ x }}{% with z = html %}{{ z }}{% endwith %}"


def check(data: bytes) -> None:
    text = data.decode("utf-8", "replace")
    if _NOT_ALIKE.search(text) or _SLOW.search(text):
        return
    for page in PAGES:
        ours, own = _render(text, page, plain=True), _render(text, page, plain=False)
        assert _unplaced(ours) == _unplaced(own), text


def _unplaced(said: str | None) -> str | None:
    """Without where in memory a function lies that is shown as such."""
    return said and re.sub(r" at 0x[0-9a-f]+", "", said)


def _render(text: str, page: Page, *, plain: bool) -> str | None:
    """What comes out; None: it fails."""
    environment = templating.make_environment(DictLoader({"x": text, **LIBRARY}), "en")
    if not plain:
        written_by_jinja(environment)
    try:
        return environment.get_template("x").render(
            page=page,
            words="<w> & 'x'",
            html=templating.Markup("<i>&amp;</i>"),
            number=3,
            nothing=None,
            link=str.upper,
            no=False,
        )
    except (
        TemplateError,
        TypeError,
        AttributeError,
        ValueError,
        LookupError,
        ArithmeticError,
        SyntaxError,
        RecursionError,
        AssertionError,
    ):
        return None
