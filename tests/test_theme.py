"""The theme: nothing unescaped, nothing from elsewhere, every passage exact, every link leading somewhere."""

from __future__ import annotations

import gzip
import json
import posixpath
import re
import types
from importlib import import_module
from itertools import pairwise
from pathlib import Path
from pkgutil import iter_modules
from typing import Any, get_args, get_origin, get_type_hints

import fakes
import msgspec
import pytest
from jinja2 import DictLoader, Environment, TemplateRuntimeError, nodes
from jinja2.compiler import CodeGenerator
from lxml import html as lxml_html
from msgspec.structs import replace

from briefing import compiling, templating
from briefing.site import pages, views
from briefing.site.exports.crawlers import HEADERS
from briefing.site.render import make_environment, render
from briefing.site.views.article import ArticleView

THEME = Path(__file__).parent.parent / "themes" / "briefing"
TEMPLATES = sorted(path.relative_to(THEME / "templates").as_posix() for path in (THEME / "templates").rglob("*.html"))
# Bytes as they are sent, gzipped: what a reader on a slow line waits for before the first page stands.
LARGEST_STYLESHEET, LARGEST_SCRIPT = 12 * 1024, 4 * 1024
MODULES = [import_module(f"{views.__name__}.{each.name}") for each in iter_modules(views.__path__)]
VIEWS = [
    each
    for module in MODULES
    for each in vars(module).values()
    if isinstance(each, type) and each.__module__ == module.__name__
]
# Addresses that are made elsewhere: feeds, data, tables, mails, the theme’s files.
NOT_PAGES = re.compile(r"(feeds|mail|theme|schemas)/|\.(json|csv)$")


@pytest.fixture(scope="module")
def site() -> dict[str, str]:
    return fakes.render_site()


def parse(html: str) -> Any:
    return lxml_html.document_fromstring(html)


# -- escaping ---------------------------------------------------------------------------------------------------------


def soiled(value: object) -> object:
    """`value` with HOSTILE in every string of every view inside it, except in addresses and in the one raw field."""
    if isinstance(value, str):
        return fakes.HOSTILE + value
    if isinstance(value, tuple):
        return tuple(soiled(each) for each in value)
    if isinstance(value, msgspec.Struct):
        changed = {
            name: soiled(getattr(value, name))
            for name in value.__struct_fields__
            if not (isinstance(value, ArticleView) and name == "body")
        }
        return replace(value, **changed)
    return value


def test_no_view_can_bring_markup_into_a_page():
    environment = make_environment([str(THEME / "templates")])
    for href, (template, view) in fakes.views().items():
        page = render(environment, template, soiled(view), href)
        assert fakes.HOSTILE not in page
        document = parse(page)
        assert not document.xpath("//script[not(@src or @type)] | //img[not(@alt)] | //@onerror"), href
        assert "alert(1)" in page, href  # or nothing was tried


def test_only_the_article_text_is_handed_out_unescaped():
    environment = make_environment([str(THEME / "templates")])
    raw = []
    for name in TEMPLATES:
        source, _, _ = environment.loader.get_source(environment, name)  # type: ignore[union-attr]
        tree = environment.parse(source)
        raw += [(name, each.name) for each in tree.find_all(nodes.Filter) if each.name in ("safe", "forceescape")]
        assert not list(tree.find_all(nodes.ScopedEvalContextModifier)), f"{name} switches escaping"
    assert raw == [("body/article.html", "safe")]


def test_article_text_comes_escaped_where_it_is_made():
    record = replace(fakes.CALL_RECORD, article=replace(fakes.CALL_RECORD.article, html="", title=fakes.HOSTILE))
    text = record.article.text.replace("forty minutes", "<b>ten</b> & x")
    record = replace(record, article=replace(record.article, text=text))
    for rights in ("full", "passages"):
        page = fakes.article_page("2025-03/call.md", record=record)
        page = replace(page, ref=replace(page.ref, rights=rights))  # type: ignore[arg-type]
        assert "<b>ten" not in pages.article_view(page, fakes.SITE).body


def test_a_missing_field_is_an_error():
    environment = make_environment([str(THEME / "templates")])
    with pytest.raises(AttributeError):
        render(environment, "event.html", pages.not_found_view(fakes.SITE), "events/x.html")


# -- views and templates fit ------------------------------------------------------------------------------------------


def test_templates_show_every_field_of_every_view():
    environment = written_by_jinja(make_environment([str(THEME / "templates")]))
    look_up, asked = environment.getattr, set()

    def watch(value: Any, name: str) -> Any:
        asked.add(f"{type(value).__name__}.{name}")
        return look_up(value, name)

    environment.getattr = watch  # type: ignore[method-assign]
    for href, (template, view) in fakes.views().items():
        render(environment, template, view, href)
    fields = {f"{view.__name__}.{name}" for view in VIEWS for name in view.__struct_fields__}
    # What views are made with: the address is in `canonical`, the zone in every date.
    made_with = {"Site.url", "Site.timezone", "Site.description", "Site.robots", "Site.report"}
    made_with |= {"Site.navigation", "Site.closing"}
    assert fields - asked == made_with


# -- templates as plain Python -----------------------------------------------------------------------------------------


def written_by_jinja(environment: Environment) -> Environment:
    """The same environment, its templates compiled as Jinja alone does it."""
    environment.code_generator_class = CodeGenerator
    return environment


@pytest.mark.parametrize("language", ["en", "de"])
def test_pages_are_those_of_jinjas_own_code(language):
    plain, own = (make_environment([str(THEME / "templates")], language) for _ in range(2))
    written_by_jinja(own)
    for href, (template, view) in fakes.views().items():
        for each in (view, soiled(view)):
            assert render(plain, template, each, href) == render(own, template, each, href), href


@pytest.mark.parametrize(
    ("template", "page"),
    [
        ("{% macro f(a, b='&') %}<{{ a }}{{ b }}>{% endmacro %}{{ f('<') }}{{ f(b='x', a=1) }}", "<&lt;&amp;><1x>"),
        ("{% macro f(a, b='') %}{{ a }}{% endmacro %}{{ f(b='y', a=f('&', b='z')) }}", "&amp;"),
        ("{% macro f() %}({{ caller() }}){% endmacro %}{% call f() %}<b>{% endcall %}", "(<b>)"),
        ("{% macro f() %}{{ varargs | join }}{{ kwargs['x'] }}{% endmacro %}{{ f(1, '<', x='&') }}", "1&lt;&amp;"),
        ("{% for row in ['&'] recursive %}{{ row }}{{ loop.index }}{% endfor %}", "&amp;1"),
        ("{% set x %}<{{ '<' }}>{% endset %}{{ x }}{{ 'a<' ~ x }}", "<&lt;>a&lt;<&lt;>"),
        ("{{ _('100%% of %(what)s', what='<b>') }} {{ _('100%%') }}", "100% of &lt;b&gt; 100%"),
        ("{{ 'a-b'.upper() }}{{ [1, 2] | length }}{{ none }}{{ 1.5 }}", "A-B2None1.5"),
        ("{{ dict(a=1)['a'] }}{{ range(3) | list }}{{ namespace(a='\"').a }}", "1[0, 1, 2]&#34;"),
        ("{% autoescape false %}{{ '<' }}{% endautoescape %}{{ '<' }}", "<&lt;"),
        (
            "{% autoescape false %}{% macro f(a) %}{{ a }}{% endmacro %}{{ f('<') }}{{ f('<')|e }}{% endautoescape %}",
            "<&lt;",
        ),
        ("{% macro f(class='&', b='') %}{{ class }}{{ b }}{% endmacro %}{{ f(class='<') }}{{ f() }}", "&lt;&amp;"),
        (
            "{% macro f(a, b) %}{{ a }}{{ b }}{% endmacro %}{{ f(*[1], **{'b': '<'}) }}{{ f(b=2, *['&']) }}",
            "1&lt;&amp;2",
        ),
        ("{% macro f(called) %}{{ called }}{% endmacro %}{{ f(called='<') }}", "&lt;"),
        ("{% macro f() %}{{ kwargs.x }}{% endmacro %}{{ f(x='<') }}", "&lt;"),
        ("{% block title %}<{{ '&' }}>{% endblock %}{{ self.title() }}", "<&amp;><&amp;>"),
        ("{% trans n='<' %}one {{ n }}{% endtrans %}", "one &lt;"),
        (
            "{% for n in range(4) %}{% if n == 0 %}a{% elif n == 1 %}{{ '<' }}{% elif n == 2 %}c{% else %}d{% endif %}{% endfor %}",  # noqa: E501
            "a&lt;cd",
        ),
        (
            "{% if 1 %}a{% if 0 %}b{% else %}{{ '&' }}{% if 1 %}{% endif %}{% endif %}{% endif %}{% if 0 %}{% endif %}",
            "a&amp;",
        ),
        ("{% if 1 %}(" * 40 + "{{ '<' }}" + "){% endif %}" * 40, "(" * 40 + "&lt;" + ")" * 40),
        (
            "{% set n = 7 %}{% if n == -1 %}"
            + "".join(f"{{% elif n == {n} %}}{n}<" for n in range(300))
            + "{% endif %}",
            "7<",
        ),
        (
            "{% macro f(a) %}{% if a %}{{ a }}{% else %}-{% endif %}{% endmacro %}{{ f('<')}}{{ f('') }}{{ 1 ~ f(2) }}",
            "&lt;-12",
        ),
        ("{% macro f() %}{% endmacro %}{% macro g() %}{{ f() }}{% endmacro %}[{{ g() }}]", "[]"),
        (
            "{% set x = '<' %}{% macro f(y) %}{{ x }}{{ y }}{% endmacro %}{{ f('&') }}{% set x = 'b' %}{{ f(1) }}",
            "&lt;&amp;b1",
        ),
        ("{% macro f() %}{% for n in 'ab' %}{{ loop.index }}{{ n }}{% endfor %}{% endmacro %}{{ f() }}", "1a2b"),
        ("{% macro f(n) %}{{ n }}{% if n %}{{ f(n - 1) }}{% endif %}{% endmacro %}{{ f(3) }}", "3210"),
        ("{% autoescape 0 %}{% if 1 %}{{ '<' }}{% endif %}{% endautoescape %}{% if 1 %}{{ '&' }}{% endif %}", "<&amp;"),
        ("{% trans n=2 %}one{% pluralize %}{{ n }}{% endtrans %}{{ pgettext('c', 'x') }}", "2x"),
    ],
)
def test_whatever_jinja_knows_a_theme_may_use(template, page):
    plain, own = (templating.make_environment(DictLoader({"x": template}), "en") for _ in range(2))
    assert plain.get_template("x").render() == written_by_jinja(own).get_template("x").render() == page


def test_imported_macros_are_those_of_the_page_that_imports_them():
    templates = {
        "links": "{% macro to(href) %}{{ _('Sites') }} {{ link(href) }}{% endmacro %}",
        "own": "{% macro title() %}{{ page }}{% endmacro %}",
        "said": "{% macro said() %}{{ _('Sites') }}{% endmacro %}",
        "both": "{% import 'own' as own with context %}{% macro title() %}{{ own.title() }}{% endmacro %}",
        "deep": "{% macro title() %}{% import 'own' as own with context %}{{ own.title() }}{% endmacro %}",
        "loop": "{% macro title() %}{{ page }}{% for page in 'ab' %}{{ page }}{% endfor %}{% endmacro %}",
        "x": "{% import 'links' as a with context %}{% from 'own' import title with context %}"
        "{% import 'both' as b with context %}{% import 'deep' as c with context %}"
        "{{ a.to('&') }} {{ title() }} {{ b.title() }} {{ c.title() }}"
        "{% import 'loop' as e with context %}{{ e.title() }}"
        "{% with _ = own %}{% import 'said' as d with context %} "
        "{{ d.said('x') if own is none else d.said() }}{% endwith %}",
    }
    plain, own = (templating.make_environment(DictLoader(templates), "en") for _ in range(2))
    written_by_jinja(own)
    pages = [
        {"page": page, "link": link, "own": str.upper}
        for page, link in (("<1>", str.lower), ("2", str.lower), ("3", str.upper), ("4", "no function".join))
    ]
    for _ in range(2):
        for page in pages:
            assert plain.get_template("x").render(page) == own.get_template("x").render(page)
    assert len(plain.imported) < 10  # type: ignore[attr-defined]


def test_a_macro_says_which_argument_it_does_not_take():
    loader = DictLoader({"x": "{% macro f(a) %}{{ a }}{% endmacro %}{{ f(b=1) }}"})
    with pytest.raises(TemplateRuntimeError, match="'b'"):
        templating.make_environment(loader, "en").get_template("x").render()


def test_templates_are_compiled_once(tmp_path, monkeypatch):
    monkeypatch.setattr(templating._compiled, "folder", None)
    templating.keep_compiled(tmp_path / "kept")
    compiled = []
    compile_ = compiling.PlainGenerator.visit_Template

    def count(generator: compiling.PlainGenerator, node: nodes.Template, frame: Any = None) -> None:
        compiled.append(generator.name)
        compile_(generator, node, frame)

    monkeypatch.setattr(compiling.PlainGenerator, "visit_Template", count)

    def show(template: str = "{{ 1 }}{{ '<' }}", generator: type[CodeGenerator] = compiling.PlainGenerator) -> str:
        environment = templating.make_environment(DictLoader({"x": template}), "en")
        environment.code_generator_class = generator
        return environment.get_template("x").render()

    assert [show(), show(), len(compiled)] == ["1&lt;", "1&lt;", 1]
    assert [show("changed"), show("changed"), len(compiled)] == ["changed", "changed", 2]
    assert [show(), show(generator=CodeGenerator), len(compiled)] == ["1&lt;", "1&lt;", 3]
    assert [show(), len(compiled)] == ["1&lt;", 4]  # what another compiler wrote is none of ours
    (kept,) = (tmp_path / "kept").iterdir()
    kept.write_bytes(kept.read_bytes()[:-1] + b"?")  # damaged: made anew
    assert [show(), show(), len(compiled)] == ["1&lt;", "1&lt;", 5]
    kept.unlink()
    kept.parent.rmdir()
    kept.parent.write_text("in the way")
    assert [show(), show(), len(compiled)] == ["1&lt;", "1&lt;", 7]


@pytest.mark.parametrize("module", [compiling, templating])
def test_what_another_release_compiled_is_compiled_again(module, tmp_path, monkeypatch):
    """Be it that the compiler differs, or the options that it is given."""
    before = templating._Compiled()._compiler
    other = tmp_path / "other.py"
    other.write_bytes(Path(module.__file__).read_bytes() + b"# another release\n")
    monkeypatch.setattr(module, "__file__", str(other))
    assert templating._Compiled()._compiler != before


def test_views_hold_nothing_but_strings_and_booleans():
    def leaves(hint: Any) -> set[Any]:
        if get_origin(hint) in (tuple, types.UnionType):
            return set().union(*(leaves(each) for each in get_args(hint) if each is not Ellipsis))
        return {hint}

    for view in VIEWS:
        for name, hint in get_type_hints(view).items():
            assert leaves(hint) <= {str, bool, type(None), *VIEWS}, f"{view.__name__}.{name}"


def test_every_template_is_rendered_by_these_tests(site):
    extended = {template for template, _ in fakes.views().values()}
    assert extended == {name for name in TEMPLATES if "/" not in name} - {"base.html", "macros.html"}


def test_a_body_renders_without_the_frame():
    environment = make_environment([str(THEME / "templates")])
    for href, (template, view) in fakes.views().items():
        body = "body/notice.html" if template == "redirect.html" else f"body/{template}"
        written = render(environment, body, view, href)
        assert "<h1" in written
        assert "<body" not in written


# -- passages ---------------------------------------------------------------------------------------------------------


def collapse(text: str) -> str:
    return " ".join(text.split())


def test_every_passage_is_the_text_at_its_place(site):
    number = 0
    for href, page in site.items():
        for element in parse(page).xpath("//*[@data-place]"):
            article, _, offsets = element.get("data-place").rpartition(":")
            start, end = map(int, offsets.split("-"))
            text = fakes.RECORDS[article].article.text[start:end]
            assert collapse(element.text_content()) == collapse(text) != "", href
            number += 1
    assert number > 60


def test_every_passage_has_a_link_to_its_sentence(site):
    for href, page in site.items():
        for element in parse(page).xpath("//*[@data-place]"):
            if element.getparent().get("class") == "number":
                continue  # the number alone; its sentence stands below
            item = element
            while item.tag not in ("li", "figure"):
                item = item.getparent()
            (link,) = item.xpath(".//cite/a[not(@class)]/@href")
            target = posixpath.normpath(posixpath.join(posixpath.dirname(href), link.partition("#")[0]))
            if link.startswith("#"):
                target = href
            document = parse(site[target])
            (sentence,) = document.xpath(f"//*[@id='{link.partition('#')[2]}']")
            text = collapse(element.text_content())
            shown = collapse(sentence.text_content())
            assert not shown or text.startswith(shown) or shown.startswith(text), (href, text, shown)


def test_the_editors_words_are_labelled_and_claim_no_place(site):
    document = parse(site["events/tug-truce.html"])
    (editors,) = document.xpath("//p[contains(@class, 'editor')]")
    assert "editor’s words" in editors.text_content()
    assert not editors.xpath(".//@data-place")


# -- the frame --------------------------------------------------------------------------------------------------------


def test_links_lead_to_pages_and_fragments_that_exist(site):
    ids = {href: set(parse(page).xpath("//@id")) for href, page in site.items()}
    for href, page in site.items():
        for link in parse(page).xpath("//a/@href | //link[@rel != 'canonical']/@href"):
            if link.startswith(fakes.SITE.url + "/"):
                target = link.removeprefix(fakes.SITE.url + "/")
            elif "://" in link or link.startswith("mailto:"):
                continue
            else:
                target = (
                    posixpath.normpath(posixpath.join(posixpath.dirname(href), link)) if link[0] != "#" else href + link
                )
            path, _, fragment = target.partition("#")
            assert path in site or NOT_PAGES.search(path), f"{href} → {link}"
            assert not fragment or fragment in ids[path], f"{href} → {link}"


def test_ids_are_unique_and_every_heading_level_follows(site):
    for href, page in site.items():
        document = parse(page)
        ids = document.xpath("//@id")
        assert len(ids) == len(set(ids)), href
        levels = [int(heading.tag[1]) for heading in document.xpath("//h1|//h2|//h3|//h4|//h5|//h6")]
        assert levels.count(1) == 1, href
        assert all(after <= before + 1 for before, after in pairwise(levels)), (href, levels)


def test_pages_need_nothing_from_elsewhere(site):
    for href, page in site.items():
        document = parse(page)
        assert not document.xpath(
            "//script[text() and @type != 'application/ld+json'] | //style | //@style | //iframe"
        ), href
        for address in document.xpath("//script/@src"):
            assert re.fullmatch(r"(\.\./)*theme/[a-z]+\.js", address) or href == "404.html", href
        for address in document.xpath("//link[@rel='stylesheet' or @rel='icon' or @rel='manifest']/@href | //img/@src"):
            assert "://" not in address or href == "404.html", href
        head = document.find("head")
        assert [head[0].get("charset"), head[1].get("http-equiv")] == ["utf-8", "Content-Security-Policy"]
        assert "default-src 'none'" in head[1].get("content")
        assert document.xpath("//meta[@name='referrer']/@content") == ["no-referrer"]


def policy(text: str) -> dict[str, set[str]]:
    directives = (directive.split() for directive in text.split(";"))
    return {name: set(sources) for name, *sources in directives}


def test_the_hosts_headers_allow_what_pages_need_and_forbid_framing(site):
    (line,) = re.findall(r"Content-Security-Policy: (.+)", HEADERS)
    allowed = policy(line)
    assert allowed["default-src"] == allowed["frame-ancestors"] == {"'none'"}
    for href, page in site.items():
        (said,) = parse(page).xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
        for directive, sources in policy(said).items():
            assert sources <= allowed[directive], (href, directive)
    needed = [
        policy(parse(page).xpath("//meta[@http-equiv='Content-Security-Policy']/@content")[0]) for page in site.values()
    ]
    more = {
        (directive, source)
        for directive, sources in allowed.items()
        for source in sources
        if not any(source in each.get(directive, ()) for each in needed)
    }
    # What hostile-content.md says of it: for previews of mails and the icon alone, and what no page can say itself.
    assert more == {("style-src", "'unsafe-inline'"), ("img-src", "data:"), ("frame-ancestors", "'none'")}


def test_links_of_the_404_page_hold_at_any_address(site):
    for link in parse(site["404.html"]).xpath("//a/@href | //link/@href"):
        assert link.startswith(("https://tidewater.example/briefing/", "#content")), link
    local = fakes.render_site(replace(fakes.SITE, url=""))["404.html"]
    for link in parse(local).xpath("//a/@href | //link/@href"):
        assert link.startswith(("/", "#")), link


def test_addresses_of_the_site_are_named_only_where_they_are_known(site):
    assert 'rel="canonical" href="https://tidewater.example/briefing/"' in site["index.html"]
    assert 'href="https://tidewater.example/briefing/events/tug-truce.html"' in site["events/tug-truce.html"]
    for href, page in fakes.render_site(replace(fakes.SITE, url="")).items():
        assert "canonical" not in page, href


def test_the_stylesheet_asks_for_nothing_and_is_small():
    sheet = (THEME / "static" / "briefing.css").read_text(encoding="utf-8")
    assert len(gzip.compress(sheet.encode())) <= LARGEST_STYLESHEET
    assert "url(" not in sheet
    assert "@import" not in sheet
    assert sheet.count("{") == sheet.count("}")


def test_the_script_asks_for_nothing_and_is_small():
    script = (THEME / "static" / "site.js").read_text(encoding="utf-8")
    assert len(gzip.compress(script.encode())) <= LARGEST_SCRIPT
    assert not re.search(r"https?:|fetch|XMLHttpRequest|import|innerHTML|eval", script)


def test_structured_text_cannot_leave_its_script_element():
    view = pages.not_found_view(fakes.SITE)
    said = {"headline": f"{fakes.HOSTILE} </script><!-- \u2028"}
    view = msgspec.structs.replace(
        view, meta=msgspec.structs.replace(view.meta, structured=json.dumps(said, ensure_ascii=False))
    )
    page = render(make_environment([str(THEME / "templates")]), "notice.html", view, "x.html")
    (text,) = parse(page).xpath("//script[@type='application/ld+json']/text()")
    assert json.loads(text) == said
    assert not set("<>&") & set(text)


def test_phones_colour_their_bars_as_the_page_is():
    sheet = (THEME / "static" / "briefing.css").read_text(encoding="utf-8")
    base = (THEME / "templates" / "base.html").read_text(encoding="utf-8")
    assert re.findall(r"--paper: (#\w+)", sheet)[:2] == re.findall(r'name="theme-color" content="(#\w+)"', base)


def test_every_class_in_the_stylesheet_is_used(site):
    sheet = re.sub(r"/\*.*?\*/", "", (THEME / "static" / "briefing.css").read_text(encoding="utf-8"), flags=re.DOTALL)
    selectors = " ".join(re.findall(r"([^{}]+)\{", sheet))
    named = set(re.findall(r"\.([a-z][a-z-]*)", selectors))
    worn = {name for page in site.values() for names in parse(page).xpath("//@class") for name in names.split()}
    worn |= set(re.findall(r'className = "([a-z-]+)"', (THEME / "static" / "site.js").read_text(encoding="utf-8")))
    assert named <= worn, named - worn


def test_the_same_values_give_the_same_pages(site):
    assert fakes.render_site() == site
