"""The interface in other languages: every message translated, with the same values in it, and pages worded by them."""

from __future__ import annotations

import re
import string
import tomllib
from pathlib import Path
from typing import Any

import fakes
import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po
from lxml import html as lxml_html
from msgspec.structs import replace

from briefing import translations
from briefing.published import Disagreement
from briefing.site.passages import Cited, disagreement_view
from briefing.wording import speak

PROJECT = Path(__file__).parent.parent
FILES = sorted(translations.FOLDER.glob(f"*/LC_MESSAGES/{translations.DOMAIN}.po"))
# What the functions that say something are called, and which of their arguments are messages (as in the Makefile).
KEYWORDS: dict[str, Any] = {"_": None, "gettext": None, "ngettext": (1, 2), "say": None, "count": (2, 3), "mark": None}
JINJA_VALUE = re.compile(r"%\((\w+)\)s")


def values_in(text: str) -> set[str]:
    """The names in a message's braces and percent signs."""
    braces = {name for _, name, _, _ in string.Formatter().parse(JINJA_VALUE.sub("", text)) if name}
    return braces | set(JINJA_VALUE.findall(text))


@pytest.fixture(scope="module")
def messages() -> set[str | tuple[str, str]]:
    mappings = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["babel"]["mappings"]
    methods = [(each["pattern"], each["method"]) for each in mappings]
    options = {
        each["pattern"]: {key: value for key, value in each.items() if key not in ("method", "pattern")}
        for each in mappings
    }
    folders = ("briefing", "themes")
    found = set()
    for folder in folders:
        inside = [(pattern.removeprefix(f"{folder}/"), method) for pattern, method in methods]
        own = {pattern.removeprefix(f"{folder}/"): value for pattern, value in options.items()}
        for _, _, message, _, _ in extract_from_dir(PROJECT / folder, inside, own, KEYWORDS):
            found.add(message)
    return found


def read(file: Path) -> Catalog:
    with file.open("rb") as text:
        return read_po(text)


def parts(message: Message, field: str) -> tuple[str, ...]:
    value = getattr(message, field)
    return (value,) if isinstance(value, str) else tuple(value)


def test_there_is_a_translation():
    assert FILES


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.parent.parent.name)
def test_a_translation_has_every_message_and_no_other(file, messages):
    assert len(messages) > 200
    translated = {message.id for message in read(file) if message.id}
    assert messages - translated == set(), "not translated: run `make messages`, then translate"
    assert translated - messages == set(), "said nowhere any more: run `make messages`"


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.parent.parent.name)
def test_a_translation_says_the_same_values(file):
    catalog = read(file)
    for message in catalog:
        if not message.id:
            continue
        said = parts(message, "string")
        assert all(said), message.id
        assert not message.fuzzy, message.id
        assert len(said) == (catalog.num_plurals if message.pluralizable else 1), message.id
        wanted = values_in(parts(message, "id")[-1])
        for text in said:
            # A form for exactly one may leave the number out.
            assert wanted - {"n"} <= values_in(text) <= wanted, (message.id, text)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.parent.parent.name)
def test_a_site_speaks_its_language(file):
    language = file.parent.parent.name.replace("_", "-")
    site = replace(fakes.SITE, language=language)
    page = lxml_html.fromstring(fakes.render_site(site)["index.html"])
    assert page.get("lang") == language
    english = lxml_html.fromstring(fakes.render_site()["index.html"])
    headings = {each.text_content().strip() for each in page.xpath("//h2")}
    assert not headings & {each.text_content().strip() for each in english.xpath("//h2[@class='label' or @id]")}


def test_an_unknown_language_is_worded_in_english():
    words = speak("tlh")
    assert words.full_day("2025-03-14") == "14 March 2025"
    assert words.count(1204, "{n} article", "{n} articles") == "1,204 articles"


def test_words_without_a_translation_are_joined_as_english_ones():
    assert speak("ar").listed(["5 events", "15 articles"]) == "5 events and 15 articles"
    assert not speak("ar").translated
    assert speak("en-US").translated
    assert speak("de").translated


def test_a_region_has_its_own_way_with_dates():
    assert speak("en-US").full_day("2025-03-14") == "March 14, 2025"
    assert speak("de").full_day("2025-03-14") == "14. März 2025"


def test_the_part_of_a_list_that_has_no_date_is_named_in_words():
    assert speak("de").month_or_day("undated") == "Datum unbekannt"
    assert speak("de").month_or_day("2025-03") == "März 2025"


def test_a_site_in_arabic_is_written_from_the_right():
    assert speak("ar").direction == "rtl"


def test_a_name_with_braces_is_said_as_it_is():
    assert speak("en").say("Withdrawn: {title}", title="{secret} %(n)s") == "Withdrawn: {secret} %(n)s"


@pytest.mark.parametrize("language", ["../../etc", "d/e", "", ".."])
def test_a_language_names_no_other_file(language):
    assert translations.catalogue_file(language) is None


def test_what_figures_count_is_named_in_the_site_s_language():
    dispute = Disagreement(thing="casualty", unit="", place="Sumy", claims=())
    known = Cited(replace(fakes.SITE, language="de"), {}, {})
    assert disagreement_view(dispute, known).subject == "getötet oder verletzt, Sumy"
    assert disagreement_view(replace(dispute, thing="drone"), known).subject == "drone, Sumy"
