"""How long can the reading of one article take? Texts made to keep each parser and each step of the analysis busy.

    python -m benchmarks worst [--size 1000000] [--only WORDS] [--most 60]

Each pattern is repeated up to `--size` bytes and read as Markdown or HTML, then analysed, by a process of its own that
the system ends after `--most` seconds of processor time. Printed are seconds of processor time to parse and to analyse,
the longest stretch of both in which Python heard no signal (which a timer in the process cannot end), and the MB that
the process took on top of what it had. Texts of a made-up newspaper come last: what an honest article of that size
takes. The last line has those that took longest, were unheard longest and took most memory.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import resource
import signal
import tempfile
import time
from multiprocessing.connection import Connection
from pathlib import Path
from types import FrameType

from briefing.analysis.recipe import Tools, analyse
from briefing.dictionaries import keep_decoded
from briefing.markup import render_markdown, sanitise
from briefing.reading import failure, parse_article
from briefing.registry import read_registry

SAMPLE = Path(__file__).parent.parent / "content"
FRONT = "Title: Worst\nDate: 2025-03-14\n\n"
STORY = (
    "“The quay at Malmford gave way at dawn,” said Mara Quist, the harbour minister, on Tuesday. At least 14 people "
    "were hurt and 3 boats sank, according to the Barrier Board. She told reporters that repairs would cost $4.5 "
    "million and take until June 2025.\n\n"
)
FEW = 8  # of the worst that the last line names
TICK = 0.01  # seconds between two looks at whether signals are heard

# What is repeated; “{n}” counts up. Those of Python-Markdown begin with a sign of an extension.
EXTRA = "Term\n:   Meaning\n\n"
MARKDOWN = {
    "opening brackets": "[",
    "brackets": "[]",
    "links": "[a](b) ",
    "links that are not closed": "[a](",
    "pictures": "![",
    "links in angle brackets": "[a](<",
    "stars": "*",
    "stars and words": "*a ",
    "stars, opening and closing": "*a**",
    "underscores": "_a ",
    "emphasis in emphasis": "*a_ ",
    "backticks": "`",
    "backticks and words": "`a``",
    "quotation in quotation": ">",
    "quotations": "> a\n",
    "lists in lists": "- ",
    "list": "- a\n",
    "loose list": "- a\n\n",
    "numbers": "1. ",
    "headings": "# a\n",
    "underlines": "a\n=\n",
    "indented": "    a\n",
    "fences": "```\n",
    "comments": "<!--",
    "CDATA": "<![CDATA[",
    "processing": "<?",
    "declarations": "<!A",
    "tags": "<b>",
    "tags with attributes": "<a href='",
    "tags that are not closed": "<a ",
    "paragraphs of HTML": "<p>\n",
    "angle brackets": "<",
    "entities": "&amp;",
    "ampersands": "&",
    "backslashes": "\\",
    "definitions of links": "[a{n}]: b\n",
    "references": "[a][a{n}] ",
    "tildes": "~~a",
    "hard breaks": "a  \n",
    "carets": "a^b^",
    "dashes": "- - - a\n",
    "empty lines": "\n",
    "tabs": "\t",
    "blanks": " ",
    "pipes": "|a",
}
EXTENDED = {
    "footnotes": "[^{n}]: a\n\n",
    "uses of a footnote": "a[^1] ",
    "footnotes in footnotes": "[^{n}]: [^{n}]\n\n",
    "tables": "a|b\n-|-\n1|2\n\n",
    "a table": "|a|b\n",
    "a wide table": "|a",
    "abbreviations": "*[A{n}]: b\n\n",
    "uses of abbreviations": "A{n} ",
    "definitions": "a\n:   b\n\n",
    "definition in definition": ":   ",
    "attributes": "a {: .b}\n\n",
    "attributes of a heading": "# a {: #b{n} }\n",
    "opening brackets": "[",
    "brackets": "[]",
    "links": "[a](b) ",
    "links that are not closed": "[a](",
    "pictures": "![a",
    "references": "[a][b]",
    "definitions of links": "[a{n}]: b\n",
    "stars": "*",
    "stars and words": "*a ",
    "stars, opening and closing": "*a**",
    "underscores": "_a ",
    "backticks": "`a``",
    "quotation in quotation": ">",
    "quotations": "> a\n",
    "quotations apart": "> a\n\n",
    "lists in lists": "- ",
    "list": "- a\n",
    "loose list": "- a\n\n",
    "headings": "# a\n",
    "indented": "    a\n\n",
    "fences": "```\na\n```\n",
    "comments": "<!--",
    "tags": "<b>",
    "tags that are not closed": "<a ",
    "blocks of HTML": "<div>\n\n",
    "angle brackets": "<",
    "entities": "&amp;",
    "backslashes": "\\",
    "backslashes and stars": "\\*",
    "hard breaks": "a  \n",
    "empty lines": "\n\n",
    "blanks": " ",
    "words": "a ",
    "paragraphs": "a\n\n",
    "addresses": "<a@b.c>",
}
HTML = {
    "bold": "<b>",
    "paragraphs": "<p>",
    "bold in paragraphs": "<p><b></p>",
    "links": "<a href=x>",
    "links with addresses": "<a href='https://a.example/'>a</a> ",
    "adopted": "<b><p></b>",
    "adopted links": "<a><div></a>",
    "closed beyond a table": "<div><table></div></table>",
    "closed beyond a marquee": "<div><marquee></div></marquee>",
    "formatting in cells": "<i><table><td></i></td></table>",
    "tables": "<table>",
    "rows": "<tr><td>",
    "lists": "<ul><li>",
    "list items": "<li>",
    "pictures": "<img src=https://a.example/a alt=a>",
    "attributes": " a{n}=b",
    "the same attribute": " a=b",
    "comments": "<!--",
    "comments that are closed": "<!-- a -->",
    "scripts": "<script>",
    "styles": "<style></style>",
    "entities": "&amp;",
    "entities that are none": "&aaaaaaaa",
    "numbers": "&#x41;",
    "angle brackets": "<",
    "end tags": "</b>",
    "end tags of paragraphs": "</p>",
    "line breaks": "<br>",
    "quotes": "<q>",
    "formatting": "<b><i><u><s><em><strong></strong></em></s></u></i></b>",
    "SVG": "<svg>",
    "MathML": "<math><mi>",
    "templates": "<template>",
    "selects": "<select><option>",
    "headings": "<h1>",
    "unknown": "<x{n}>",
}
TEXT = {
    "one word": "a",
    "words": "word ",
    "capitals": "Aa Bb ",
    "names": "Anna Berg ",
    "names and a verb": "Anna Berg said that ",
    "names that are new": "Anna Berg{n} said ",
    "opening quotes": "“",
    "quotes": "“a” said ",
    "quotes in quotes": "“a ‘b ",
    "straight quotes": '"a ',
    "apostrophes": "’",
    "guillemets": "«a ",
    "said": "said ",
    "said that": "said that she said that ",
    "figures": "12 killed, ",
    "figures that differ": "{n} people were killed. ",
    "digits": "1",
    "digits and commas": "1,",
    "digits and stops": "1.2.",
    "money": "$1",
    "percent": "1% ",
    "ranges": "1–2–",
    "number words": "twenty-",
    "initials": "A. ",
    "abbreviations": "U.S. ",
    "stops": ".",
    "ellipses": "… ",
    "sentences": "A b. ",
    "commas": "a, ",
    "semicolons": "a; ",
    "brackets": "(",
    "dashes": "— ",
    "hyphens": "a-",
    "addresses": "https://a.example/ ",
    "mail": "a@b.c ",
    "dates": "3 March 2025 ",
    "offices": "the president of the prime minister of ",
    "of the": "of the ",
    "and": "Anna Berg and ",
    "countries": "France Germany ",
    "paragraphs": "a\n\n",
    "paragraphs of a word that differs": "A{n} said.\n\n",
    "combining": "a\u0301\u0323",
    "right to left": "\u202e\u05d0",
    "Chinese": "中",
    "Chinese sentences": "中文。",
    "Arabic": "العربية؟ ",
    "Russian": "Россия сказал, ",
    "German": "der Minister sagte, daß ",
    "emoji": "👩‍👩‍👧 ",
    "blanks that do not break": "\u00a0",
    "zero width": "\u200b",
    "sharp s and dotted i": "ßİ",
    "boilerplate": "Sign up for our newsletter\n\n",
}
FIELDS = {
    "keys": "a{n}: b\n",
    "lines that go on": "    a\n",
    "YAML brackets": "[",
    "YAML braces": "{",
    "YAML lists": "- ",
    "YAML keys": "a{n}: b\n",
    "YAML question marks": "? ",
    "YAML quotes": "'",
    "YAML colons": "a: ",
}


def repeat(piece: str, size: int) -> str:
    if "{n}" not in piece:
        return piece * (size // len(piece.encode()))
    parts, length, number = [], 0, 0
    while length < size:
        parts.append(piece.replace("{n}", str(number)))
        length += len(parts[-1].encode())
        number += 1
    return "".join(parts)


def find_patterns(size: int) -> dict[str, tuple[str, str]]:
    """Id and text of each pattern, by a name."""
    found: dict[str, tuple[str, str]] = {}
    for name, piece in MARKDOWN.items():
        found[f"Markdown: {name}"] = ("a.md", FRONT + repeat(piece, size))
    for name, piece in EXTENDED.items():
        found[f"Python-Markdown: {name}"] = ("a.md", FRONT + EXTRA + repeat(piece, size))
    for name, piece in HTML.items():
        found[f"HTML: {name}"] = ("a.html", "<html><head><title>a</title></head><body>" + repeat(piece, size))
    found["HTML: attributes of one"] = ("a.html", "<body><a" + repeat(" a{n}=b", size) + ">a</a>")
    for name, piece in TEXT.items():
        found[f"text: {name}"] = ("a.md", FRONT + repeat(piece, size))
    for name, piece in FIELDS.items():
        block = repeat(piece, min(size, 49_000))
        start = "---\n" if name.startswith("YAML") else "Title: a\n"
        found[f"front matter: {name}"] = ("a.md", f"{start}{block}\n---\n\nText.\n")
        found[f"front matter: {name}, long"] = ("a.md", f"{start}{repeat(piece, size)}\n---\n\nText.\n")
    found["a newspaper"] = ("a.md", FRONT + repeat(STORY, size))
    found["a newspaper, Python-Markdown"] = ("a.md", FRONT + EXTRA + repeat(STORY, size))
    found["a newspaper, figures that differ"] = ("a.md", FRONT + repeat(STORY.replace("14", "{n}"), size))
    return found


class Listener:
    """Notes the longest stretch of processor time in which no signal was heard."""

    def __init__(self) -> None:
        self.longest = 0.0
        self._last = time.process_time()
        signal.signal(signal.SIGVTALRM, self.hear)
        signal.setitimer(signal.ITIMER_VIRTUAL, TICK, TICK)

    def hear(self, _: int = 0, __: FrameType | None = None) -> None:
        now = time.process_time()
        self.longest, self._last = max(self.longest, now - self._last), now


def measure(send: Connection, id_: str, text: str, most: int, tools: Tools) -> None:
    """In a process of its own: seconds to parse, to analyse, the longest unheard, MB."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CPU, (most, most))
    raw = text.encode("utf-8", "surrogatepass")
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    start = time.process_time()
    listener = Listener()
    said = ""
    steps: dict[str, float] = {}
    article = parse_article(raw, id_, registry=tools.registry)
    listener.hear()
    steps["parse"], steps["unheard"] = time.process_time() - start, listener.longest
    note = failure(article)
    start = time.process_time()
    if note is None:
        try:
            analyse(article, tools)
        except Exception as error:  # noqa: BLE001 - told, as a build does
            said = repr(error)[:60]
    else:
        said = note.what[:60]
    listener.hear()
    steps["analyse"], steps["unheard"] = time.process_time() - start, listener.longest
    signal.setitimer(signal.ITIMER_VIRTUAL, 0)
    steps["MB"] = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    send.send((steps, said))
    send.close()


def try_pattern(id_: str, text: str, most: int, tools: Tools) -> tuple[dict[str, float], str]:
    context = multiprocessing.get_context("fork")
    receive, send = context.Pipe(False)
    process = context.Process(target=measure, args=(send, id_, text, most, tools))
    process.start()
    send.close()
    try:
        return receive.recv()
    except EOFError:
        process.join()
        return {"parse": float(most), "analyse": 0.0, "unheard": 0.0, "MB": 0.0}, f"ended: {process.exitcode}"
    finally:
        process.join()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--size", type=int, default=1_000_000, help="bytes")
    parser.add_argument("--only", default="", help="patterns whose names hold these words")
    parser.add_argument("--most", type=int, default=60, help="seconds of processor time for one")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as words:
        keep_decoded(Path(words))
        tools = Tools(read_registry(SAMPLE))
        for text in ("Anna Berg said on Tuesday that it rained.", "中文。Россия сказал", "Der Minister sagte, daß"):
            analyse(parse_article(text.encode(), "a.md"), tools)  # which loads what is loaded once
            sanitise(render_markdown(EXTRA + text))
        rows = {}
        for name, (id_, text) in find_patterns(options.size).items():
            if options.only in name:
                rows[name] = try_pattern(id_, text, options.most, tools)
                steps, said = rows[name]
                times = " ".join(f"{steps[step]:7.2f}" for step in ("parse", "analyse", "unheard"))
                print(f"{name:45} {times} {steps['MB']:6.0f}  {said}", flush=True)
    print(json.dumps({"briefing": sum_up(rows), "baselines": sum_up(rows, "a newspaper"), "items": len(rows)}))


def sum_up(rows: dict[str, tuple[dict[str, float], str]], only: str = "") -> dict[str, dict[str, float]]:
    """The FEW that took most, for each measure."""
    found = {}
    for measure_ in ("seconds", "unheard", "MB"):
        taken = {
            name: round(steps["parse"] + steps["analyse"] if measure_ == "seconds" else steps[measure_], 2)
            for name, (steps, _) in rows.items()
            if only in name
        }
        found[measure_] = dict(sorted(taken.items(), key=lambda item: (-item[1], item[0]))[:FEW])
    return found


if __name__ == "__main__":
    main()
