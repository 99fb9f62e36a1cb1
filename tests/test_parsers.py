"""The fast Markdown parser and Python-Markdown agree on articles; where they do not, it is known and stated here."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.parsers import USUAL, compare, find_texts, read

PROJECT = Path(__file__).parent.parent
SAMPLE = PROJECT / "content"

ALIKE = {
    "paragraphs": "One.\n\nTwo\nlines.\n\n\n\nThree.",
    "paragraphs that are set in": " One.\n\n  Two.\n\n   Three.",
    "lines that Windows ended": "One.\r\n\r\nTwo\r\nthree.",
    "emphasis": "He *left* and **stayed**, _she_ said, __never__.",
    "emphasis in emphasis": "It was **bold and *both* and bold**, *soft and **both***.",
    "underscores and stars in words": "a_b_c and 2*3*4, snake_case_name, a__b__c, un**frigging**believable.",
    "links": 'See [the report](https://x.example/a_(b)?c=1&d=2 "A title") and <https://y.example/>.',
    "links by reference": "See [the report][r], [r] and [sic].\n\n[r]: https://x.example/r 'Title'",
    "links to articles": "[x]({filename}/2024/a.md) [y](other.md)",
    "pictures": "![A map](https://x.example/m.png)\n\nText ![x](y.png) on.",
    "a loose list": "Words:\n\n- one\n\n- two\n\nAfter.",
    "a tight list": "Words:\n\n* one\n* two\n\nAfter.",
    "a numbered list": "Words:\n\n1. one\n2. two\n\nAfter.",
    "a list in a list": "- one\n    - inner\n    - inner two\n- two",
    "two paragraphs and a quotation in a list": "- one\n\n    still one\n\n- two\n\n    > said\n\n- three",
    "quotations": "> One\nstill one.\n>\n> Two.\n\nAfter.",
    "headings": "# One\n\n## Two ##\n\nThree\n===\n\nText\n# Four\nMore",
    "rules": "One.\n\n---\n\nTwo.\n\n* * *\n\nThree.",
    "code": "Use `a < b` and ``x ` y``.\n\n    code <b>\n    more\n\n```\ncode <b>\n```\n\nText.",
    "line breaks": "One  \nTwo<br>\nThree",
    "entities": "AT&T &amp; &copy; &#8364; &nbsp;x &unknown; 5 < 6 > 4 &ldquo;Yes&rdquo;",
    "HTML": "He <em>left</em> <b>now</b>, H<sub>2</sub>O.\n\n<div>\n<p>Inside *stars*</p>\n</div>\n\nAfter *it*.",
    "HTML that is left out": "Before <script>alert(1)</script> after <!-- no -->.\n\n<!-- a\n\nb -->\n\nEnd.",
    "backslashes": r"Not \*bold\*, \_no\_, 1\. no, \[x\], \# no",
    "what news has": "“Never,” she said – ‘no’ … it’s 5’ 10” — so.\n\n— One\n— Two\n\nIn\n1986. Rain.\n\nc*** that.",
    "footnotes": "Text.[^1]\n\n[^1]: The note.",
    "tables": "| A | B |\n|---|---|\n| 1 | 2 |",
    "abbreviations, definitions, attributes": "The WHO.\n\n*[WHO]: Health\n\nTerm\n:   Meaning\n\nText {: .lead}",
    "nothing": "",
}


@pytest.mark.parametrize("name", ALIKE)
def test_both_read_the_same(name: str) -> None:
    assert compare(ALIKE[name]) == ""


# In each the fast one does as CommonMark says, which is what the text shows wherever else it is read.
APART: dict[str, tuple[str, str, list[str], list[str]]] = {
    "a list that begins without an empty line": (
        "text",
        "Words:\n- one\n- two",
        ["p Words:", "li one", "li two"],
        ["p Words: - one - two"],
    ),
    "a list in a list by two spaces": (
        "html",
        "- one\n  - inner\n- two",
        ["li one", "li inner", "li two"],
        ["li one", "li inner", "li two"],
    ),
    "another kind of list right after a list": (
        "html",
        "- one\n- two\n\n1. a\n2. b",
        ["li one", "li two", "li a", "li b"],
        ["li one", "li two", "li a", "li b"],
    ),
    "a list that begins with another number": (
        "html",
        "3. three\n4. four",
        ["li three", "li four"],
        ["li three", "li four"],
    ),
    "a word with a hash before it": ("text", "#Browns won.", ["p #Browns won."], ["h2 Browns won."]),
    "a backslash at a line's end": ("text", "One\\\nTwo", ["p One Two"], ["p One\\ Two"]),
    "text right after HTML": (
        "text",
        "<p>Inside</p>\nAfter *it*.",
        ["p Inside", "p After *it*."],
        ["p Inside", "p After it."],
    ),
    "stars for letters, twice": (
        "html",
        "It is c*** and f***ing p***head.",
        ["p It is c*** and fing phead."],
        ["p It is c*** and fing phead."],
    ),
}


@pytest.mark.parametrize("name", APART)
def test_where_they_differ_is_known(name: str) -> None:
    kind, text, fast, usual = APART[name]
    for extensions, wanted in (((), fast), (USUAL, usual)):
        assert [f"{tag} {words}" for tag, words in read(text, extensions).blocks] == wanted
    assert compare(text) == kind


def test_they_agree_on_the_sample() -> None:
    found = [compare(text) for text in find_texts(SAMPLE)]
    assert len(found) > 50
    assert found == [""] * len(found)


def test_the_program_tells_what_differs(tmp_path: Path) -> None:
    data = tmp_path / "data.jsonl"
    texts = ["One.\n\nTwo.", APART["a list that begins without an empty line"][1]]
    data.write_text("".join(json.dumps({"text": text}) + "\n" for text in texts), encoding="utf-8")
    command = [sys.executable, "-m", "benchmarks", "parsers", "--data", str(data)]
    done = subprocess.run(command, cwd=PROJECT, check=True, capture_output=True, text=True)
    found = json.loads(done.stdout.splitlines()[-1])
    assert found["items"] == len(texts)
    assert found["briefing"]["same"] == 0.5
    assert found["briefing"]["signs"] == {"text: a list without a blank line before it": 1}
    assert "Words: - one - two" in done.stdout
